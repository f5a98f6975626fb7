"""The address without a page: leads to the first page, with what the address asks for."""

import streamlit as st

st.switch_page("comparison.py", query_params=st.query_params.to_dict())
