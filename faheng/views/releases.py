"""发布记录: every release, newest first, and what undoing one would leave alone."""

from __future__ import annotations

from collections.abc import Sequence

from faheng.catalogue import Catalogue
from faheng.period import period_from_code
from faheng.store.database import Store
from faheng.store.releases import UndoRow, list_releases
from faheng.store.submissions import list_submissions
from faheng.tables import Column, Table

KIND_NAMES = {"catalogue": "目录", "data": "数据", "withdrawal": "撤回", "undo": "撤销"}


def release_log(store: Store, *, names: bool = True) -> Table:
    """One row per release; `keys` are the release numbers; without `names` nobody is named."""
    releases = list_releases(store)
    catalogue = store.catalogue(store.latest_release)
    cities = {row.city_code for row in list_submissions(store)}
    named = (Column("published_by", "发布人"),) if names else ()
    return Table(
        title="发布记录",
        columns=(
            Column("release", "版", decimals=0),
            Column("note", "说明"),
            Column("published_at", "发布时间"),
            Column("kind", "类别"),
            *named,
            Column("rows_opened", "写入", decimals=0),
            Column("rows_closed", "替换或撤下", decimals=0),
        ),
        rows=tuple(
            (
                row.release,
                _note(row.note, row.undoes, row.undone_by),
                f"{row.published_at:%Y-%m-%d %H:%M}",
                KIND_NAMES[row.kind],
                *((row.published_by,) if names else ()),
                row.rows_opened,
                row.rows_closed,
            )
            for row in releases
        ),
        keys=tuple(str(row.release) for row in releases),
        source=f"法衡，截至第 {store.latest_release} 版",
        made_up=any(catalogue.is_made_up(city) for city in cities),
    )


def _note(note: str, undoes: int | None, undone_by: int | None) -> str:
    facts = [f"撤销第 {undoes} 版" if undoes else "", note, f"已被第 {undone_by} 版撤销" if undone_by else ""]
    return "；".join(fact for fact in facts if fact)


def changed_since(rows: Sequence[UndoRow], catalogue: Catalogue) -> dict[str, tuple[str, str, str, str]]:
    """Words → key of the values that were changed again since; undoing leaves them unless they are ticked."""
    return {
        f"{catalogue.known_indicator(code).name} · {catalogue.known_region(region).name} · {period_from_code(period)}": row.key
        for row in rows
        if row.is_changed_since
        for code, region, period, _ in [row.key]
    }
