"""A bare Streamlit page: one choice and the same figure as 县区对比 in one `st.plotly_chart`."""

import json
import os
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st

folder = Path(os.environ["EXPORTED"])
names = json.loads((folder / "choices.json").read_text(encoding="utf-8"))["indicators"]
codes = list(names)
asked = st.query_params.get("indicator", codes[0])
st.set_page_config(layout="wide")
code = st.selectbox(
    "指标", codes, index=codes.index(asked), format_func=names.__getitem__, key="choice:indicator"
)
figure = json.loads((folder / f"figure-{code}.json").read_text(encoding="utf-8"))
st.plotly_chart(go.Figure(data=figure["data"], layout=figure["layout"]), key="chart")
