"""A spreadsheet becomes confirmed values: workbook → recognise → checks; nothing here knows the store or Streamlit."""
