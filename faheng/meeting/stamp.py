"""The stamp of an export: which release, on what day, and the head of the record by which it can be proved later."""

from __future__ import annotations

from datetime import date

from faheng.measures.wording import date_text
from faheng.meeting.slide import Stamp
from faheng.store.audit import chain_head
from faheng.store.database import Store


def stamp_of(store: Store, *, release: int, today: date | None = None) -> Stamp:
    """The stamp of what is made of a release now."""
    (row,) = store.read("release_one", release=release, number=release)
    return Stamp(
        release,
        f"第 {release} 版（{date_text(row.published_at)} 发布）",
        today or date.today(),
        chain_head(store.root.cursor()).hash,
    )
