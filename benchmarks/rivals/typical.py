"""县区对比 as most would write it: pandas, plotly.express and Streamlit's own elements, in one script."""

import json
import os
from pathlib import Path
from typing import Any, cast

import pandas as pd
import plotly.express as px
import streamlit as st

FOLDER = Path(os.environ["EXPORTED"])


@st.cache_data
def load_numbers() -> pd.DataFrame:
    """One row per indicator, period and region."""
    return pd.read_csv(FOLDER / "numbers.csv")


@st.cache_data
def load_choices() -> dict[str, Any]:
    """The period to begin with."""
    return cast("dict[str, Any]", json.loads((FOLDER / "choices.json").read_text(encoding="utf-8")))


st.set_page_config(page_title="县区对比", page_icon="⚖️", layout="wide")
st.title("县区对比")
numbers = load_numbers()
left, middle, right = st.columns([2, 5, 2])
city = left.selectbox("市", numbers["市"].unique())
of_city = numbers[numbers["市"] == city]
indicators = list(of_city["指标"].unique())
asked = [name for name in indicators if name.split(" ")[0] == st.query_params.get("indicator", "C01")]
indicator = middle.selectbox("指标", indicators, index=indicators.index(asked[0]), key="choice:indicator")
of_indicator = of_city[of_city["指标"] == indicator]
periods = list(of_indicator["时期"].unique())
begin = f"{load_choices()['period']}年"
period = right.selectbox("时期", periods, index=periods.index(begin) if begin in periods else 0)
st.query_params["indicator"] = indicator.split(" ")[0]

now = of_indicator[of_indicator["时期"] == period].set_index("地区")
previous_year = f"{int(period[:4]) - 1}{period[4:]}"
before = of_indicator[of_indicator["时期"] == previous_year].set_index("地区")
table = now[["值", "分子", "分母", "下限", "上限"]].assign(上年=before["值"])
table["较上年变化"] = table["值"] - table["上年"]
counties = table.drop(index="全市")
whole = table.loc["全市", "值"]
target = now["目标"].iloc[0]

st.subheader(
    f"{indicator.split(' ')[1]}：全市 {whole:.2f}%，{counties['值'].count()} 个地区"
    f" {counties['值'].min():.2f}%～{counties['值'].max():.2f}%"
)
st.caption(f"{city} · {period} · 横条：95% 置信区间 · 空心圆：{previous_year}")
dots = counties.reset_index().assign(时期=period)
dots["上"], dots["下"] = dots["上限"] - dots["值"], dots["值"] - dots["下限"]
both = pd.concat([dots, dots.assign(时期=previous_year, 值=dots["上年"], 上=None, 下=None)])
figure = px.scatter(
    both,
    x="值",
    y="地区",
    color="时期",
    symbol="时期",
    symbol_sequence=["circle", "circle-open"],
    error_x="上",
    error_x_minus="下",
    hover_data=["分子", "分母"],
    height=420,
)
figure.update_yaxes(autorange="reversed", title="")
figure.add_vline(x=whole, line_dash="dot", annotation_text=f"全市 {whole:.2f}%")
if pd.notna(target):
    figure.add_vline(x=target, line_dash="dash", line_color="red", annotation_text=f"目标 {target:g}%")
st.plotly_chart(figure, key="chart")
st.caption("来源：演示市各地区报送")
missing = "、".join(counties.index[counties["值"].isna()])
if missing:
    st.markdown(f"**未报**：{missing}")
st.dataframe(table, column_config={"值": st.column_config.NumberColumn(format="%.2f")})
st.download_button(
    "下载 .csv", table.to_csv().encode("utf-8-sig"), "县区对比.csv", icon=":material/download:"
)
with st.expander("口径、目标与出处"):
    st.markdown(f"{indicator}，单位：%。分子÷分母×100。")
