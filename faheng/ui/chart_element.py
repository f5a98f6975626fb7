"""A chart as an element of the page, drawn by our own copy of Plotly (data/assets/chart.js)."""

from __future__ import annotations

import streamlit as st

from faheng.browser_files import CHART, PLOTLY
from faheng.charts.spec import ChartSpec
from faheng.ui import data

# All that a rerun sends of the script: the browser has the rest, or loads both files at once.
_element = st.components.v2.component(
    "faheng_chart",
    js=f"""
const [chart, plotly] = ["{CHART.address}", "{PLOTLY.address}"].map((file) => new URL(file, location.origin).href);
window.Plotly ?? document.head.append(
  Object.assign(document.createElement("link"), {{ rel: "preload", as: "script", href: plotly }}));
const {{ element }} = await import(chart);
export default element(plotly);
""",
    isolate_styles=False,  # its style is that of the page: data/assets/faheng.css
)


def show_chart_element(spec: ChartSpec, *, key: str, name: str) -> None:
    """Draw a chart without the words round it; `name` is that of its downloaded pictures, which have those words."""
    _element(key=key, data=data.drawn(spec, name=name))
