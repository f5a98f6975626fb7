"""Bytes → Workbook: every file format a sender may have, by content and never by name; each within its limits."""
