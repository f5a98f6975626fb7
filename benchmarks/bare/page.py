"""A bare page: one choice and one Plotly chart of eight dots, drawn anew at every rerun."""

import plotly.graph_objects as go
import streamlit as st

choice = st.selectbox("Choice", range(200), key="choice")
dots = [(choice * 7 + row * 13) % 100 for row in range(8)]
chart = {"type": "scatter", "mode": "markers", "x": dots, "y": list(range(8))}
st.plotly_chart(go.Figure(data=[chart], layout={"height": 360}), key="chart")
