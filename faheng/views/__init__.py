"""The questions the product answers, as functions of store, choices and release; no Streamlit, no pandas."""
