"""All kinds of tables: whoever asks for `blocks` imports it from here, so that all are known."""

from faheng.meeting.xlsx import grids, lists  # noqa: F401  each registers what it knows
from faheng.meeting.xlsx.block import Block, blocks

__all__ = ["Block", "blocks"]
