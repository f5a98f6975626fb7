"""All kinds of charts: whoever draws imports it from here, so that all are known."""

from faheng.meeting.xlsx import one_region, over_time, side_by_side  # noqa: F401  each registers what it draws
from faheng.meeting.xlsx.drawing import draw

__all__ = ["draw"]
