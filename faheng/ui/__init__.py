"""What the pages share and need Streamlit for: cached views, choices kept in the link, drawn components."""
