"""What paper prints round a slide's body: source, release and day at the foot, the record's head at the end."""

from __future__ import annotations

from faheng.meeting.slide import Stamp


def foot(source: str, stamp: Stamp) -> str:
    """Where the numbers come from, of which release they are and when the file was made."""
    release = "" if stamp.release_words in source else stamp.release_words
    return " · ".join(filter(None, (source, release, exported(stamp))))


def exported(stamp: Stamp) -> str:
    """`2026-11-27 导出`."""
    return f"{stamp.exported_on:%Y-%m-%d} 导出"


def record(stamp: Stamp) -> str:
    """With what to prove that nothing before the export was changed since."""
    return f"操作记录末尾：{stamp.record_head}（用 check --head 核对，导出以前的记录没有被改过）"
