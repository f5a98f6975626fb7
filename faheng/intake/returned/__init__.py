"""The sender's own workbook back: problems marked at their cells, listed on 校验结果, compared with the last list."""

from faheng.intake.returned.compare import (
    Comparison,
    ReturnedIssue,
    ReturnedList,
    compare_with_last,
    read_returned,
)
from faheng.intake.returned.write import returned_file_name, write_returned

__all__ = [
    "Comparison",
    "ReturnedIssue",
    "ReturnedList",
    "compare_with_last",
    "read_returned",
    "returned_file_name",
    "write_returned",
]
