"""使用说明: what one does here, for each kind of user, step by step and with pictures."""

import streamlit as st

from faheng.ui import flash, frame, guide
from faheng.views.guide import read_guide

frame.page_start("使用说明")
flash.show()
role = guide.choose_role()
st.caption("图中的演示市和它的数字都是虚构的（演示数据）。")
guide.show(read_guide(role))
