"""What paper prints round a slide's body: remarks, source, release and day below it, the record's head at the end."""

from __future__ import annotations

from faheng.meeting.slide import Slide, Stamp


def doubts(slide: Slide) -> tuple[str, ...]:
    """Why a written title may not hold."""
    return tuple(f"标题请核对：{doubt}" for doubt in slide.doubts)


def remarks(slide: Slide) -> tuple[str, ...]:
    """What stands below: why a written title may not hold, the definition, the notes."""
    return (*doubts(slide), *filter(None, (slide.definition,)), *slide.notes)


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
