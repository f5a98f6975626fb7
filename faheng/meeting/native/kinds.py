"""All kinds of charts that Office draws itself: whoever asks for `native_charts` imports it from here, so that all are known."""

from faheng.meeting.native import bump, dots, funnel, multiples, trend  # noqa: F401  each registers what it draws
from faheng.meeting.native.of_spec import about, has_native_chart, native_charts

__all__ = ["about", "has_native_chart", "native_charts"]
