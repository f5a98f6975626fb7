"""ChartSpec describes a chart once; figure.py draws it, theme.py holds its look."""
