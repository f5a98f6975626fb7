"""Workbook → Reading: which sheet, table, column and row is what; exact words only, the rest is a doubt."""
