"""发布记录: every release, newest first, and what undoing one would leave alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from faheng.catalogue import Catalogue
from faheng.period import period_from_code
from faheng.store.database import Store
from faheng.store.embargo import public_time
from faheng.store.freezes import frozen_release
from faheng.store.releases import UndoRow, list_releases
from faheng.store.submissions import list_submissions
from faheng.tables import Column, Table

KIND_NAMES = {
    "catalogue": "目录",
    "data": "数据",
    "correction": "更正",
    "final": "转正",
    "withdrawal": "撤回",
    "undo": "撤销",
}


def release_log(store: Store, *, newest: int, names: bool = True, now: datetime | None = None) -> Table:
    """One row per release up to `newest`, the last that the reader may know of; `keys` are the release numbers.

    Without `names` nobody is named.
    """
    releases = [row for row in list_releases(store) if row.release <= newest]
    catalogue = store.catalogue(newest)
    cities = {row.city_code for row in list_submissions(store)}
    named = (Column("published_by", "发布人"),) if names else ()
    states = [state_words(store, row.release, now=now) for row in releases]
    stated = (Column("state", "状态"),) if any(states) else ()
    return Table(
        title="发布记录",
        columns=(
            Column("release", "版", decimals=0),
            Column("note", "说明"),
            *stated,
            Column("published_at", "发布时间"),
            Column("kind", "类别"),
            *named,
            Column("rows_opened", "写入", decimals=0),
            Column("rows_closed", "替换或撤下", decimals=0),
        ),
        rows=tuple(
            (
                row.release,
                _note(row, newest),
                *((state or "—",) if stated else ()),
                f"{row.published_at:%Y-%m-%d %H:%M}",
                KIND_NAMES[row.kind],
                *((row.published_by,) if names else ()),
                row.rows_opened,
                row.rows_closed,
            )
            for row, state in zip(releases, states, strict=True)
        ),
        keys=tuple(str(row.release) for row in releases),
        source=f"法衡，截至第 {newest} 版",
        made_up=any(catalogue.is_made_up(city) for city in cities),
    )


def state_words(store: Store, release: int, *, now: datetime | None = None) -> str:
    """`2027年6月1日 09:00 起公开`, `为“市委常委会会议”冻结`, or both; empty for most."""
    moment, frozen = public_time(store, release, now=now), frozen_release(store)
    words = [f"{moment_words(moment)} 起公开"] if moment else []
    if frozen and frozen.release == release:
        words.append(f"为“{frozen.name}”冻结")
    return "；".join(words)


def moment_words(moment: datetime) -> str:
    """`2027年6月1日 09:00`."""
    return f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}"


def _note(row: Any, newest: int) -> str:
    """What a release was for; what undid it only as far as the reader may know of that."""
    is_undone = row.undone_by is not None and row.undone_by <= newest
    undone = f"已被第 {row.undone_by} 版撤销" if is_undone else ""
    return "；".join(filter(None, [f"撤销第 {row.undoes} 版" if row.undoes else "", row.note, undone]))


def changed_since(rows: Sequence[UndoRow], catalogue: Catalogue) -> dict[str, tuple[str, str, str, str]]:
    """Words → key of the values that were changed again since; undoing leaves them unless they are ticked."""
    return {
        f"{catalogue.known_indicator(code).name} · {catalogue.known_region(region).name} · {period_from_code(period)}": row.key
        for row in rows
        if row.is_changed_since
        for code, region, period, _ in [row.key]
    }
