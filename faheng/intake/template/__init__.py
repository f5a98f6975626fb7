"""The form (填报表) that the office hands out and gets back: written, and read back by position."""

from faheng.intake.template.correction import Correction, write_correction
from faheng.intake.template.layout import FormValue, form_file_name
from faheng.intake.template.notes import last_notes
from faheng.intake.template.read import read_form
from faheng.intake.template.write import write_form

__all__ = [
    "Correction",
    "FormValue",
    "form_file_name",
    "last_notes",
    "read_form",
    "write_correction",
    "write_form",
]
