"""What a submission would change, or a release did change: old value → new value, key by key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from faheng.catalogue import Catalogue
from faheng.intake.reading import Status, Value
from faheng.measures.rates import CUMULATIVE, exact_value, rounded
from faheng.measures.wording import format_value, full_width, mark_words, parts_text, status_words
from faheng.period import period_from_code
from faheng.store.database import Store
from faheng.store.releases import Change
from faheng.tables import Column, Table
from faheng.views.source import source_line

KIND_NAMES = {"added": "新增", "changed": "修改", "same": "不变", "absent": "未包含"}
_WITHDRAWN = "撤回"
_COLUMNS = (
    Column("kind", "变化"),
    Column("indicator", "指标"),
    Column("region", "地区"),
    Column("period", "时期"),
    Column("old", "已发布"),
    Column("new", "本次"),
    Column("cell", "单元格"),
)


def value_words(value: Value | None, catalogue: Catalogue) -> str:
    """`93.75%（45/48，暂定）`: a value as a reader compares it; `—` when there is none."""
    if value is None:
        return "—"
    indicator = catalogue.known_indicator(value.indicator_code)
    if value.status == "not_applicable":
        return status_words(value.status, indicator)
    exact = exact_value(
        indicator, value=value.value, numerator=value.numerator, denominator=value.denominator
    )
    details = (
        parts_text(indicator, value.numerator, value.denominator),
        mark_words(value.status, indicator, cumulative=value.basis == CUMULATIVE),
    )
    inside = "，".join(detail for detail in details if detail)
    words = format_value(rounded(exact, indicator), indicator)
    return f"{words}（{inside}）" if inside else words


def count_kinds(changes: Iterable[Change]) -> dict[str, int]:
    """How many are 新增, 修改, 不变, 未包含, in this order, zeros included."""
    counted = Counter[str](change.kind for change in changes)
    return {name: counted.get(kind, 0) for kind, name in KIND_NAMES.items()}


def difference_table(store: Store, changes: Sequence[Change], *, release: int) -> Table:
    """One row per change against `release`, in the order given."""
    catalogue = store.catalogue(release)
    made_up = any(catalogue.is_made_up(change.value.region_code) for change in changes)
    return Table(
        title=f"与已发布的第 {release} 版的差异",
        columns=_COLUMNS,
        rows=tuple(_row(KIND_NAMES[change.kind], change.old, change.new, catalogue) for change in changes),
        source=source_line(store, release=release, made_up=made_up, origin="报送文件与已发布数据比较"),
        made_up=made_up,
    )


def provisional_table(store: Store, values: Sequence[Value], *, release: int) -> Table:
    """What is 暂定 in `release`, before it is made final."""
    catalogue = store.catalogue(release)
    made_up = any(catalogue.is_made_up(value.region_code) for value in values)
    rows = [_row("", None, value, catalogue) for value in values]
    return Table(
        title=f"第 {release} 版的暂定数",
        columns=(*_COLUMNS[1:4], Column("value", "数值"), _COLUMNS[-1]),
        rows=tuple((*row[1:4], *row[5:]) for row in rows),
        source=source_line(store, release=release, made_up=made_up),
        made_up=made_up,
    )


def release_table(store: Store, *, release: int) -> Table:
    """What `release` changed, named as its own catalogue has it."""
    catalogue = store.catalogue(release)
    rows = []
    made_up = False
    for row in store.read("release_changes", release=release, number=release):
        made_up = made_up or catalogue.is_made_up(row.region_code)
        old = _side(row, "old_", row.old_status)
        new = _side(row, "", row.status)
        kind = "added" if old is None else "changed" if new else ""
        rows.append(_row(KIND_NAMES.get(kind, _WITHDRAWN), old, new, catalogue, cell=row.cell))
    return Table(
        title=f"第 {release} 版改了什么",
        name=f"第 {release} 版变化",
        columns=(*_COLUMNS[:4], Column("old", "原来"), Column("new", "这一版"), _COLUMNS[-1]),
        rows=tuple(rows),
        source=source_line(store, release=release, made_up=made_up),
        made_up=made_up,
    )


def _row(
    kind: str, old: Value | None, new: Value | None, catalogue: Catalogue, *, cell: str | None = None
) -> tuple[str, ...]:
    value = new or old
    assert value is not None
    indicator = catalogue.known_indicator(value.indicator_code)
    where = cell or (new.cells[0] if new and new.cells else "—")
    return (
        kind,
        f"{indicator.code} {full_width(indicator.name)}",
        catalogue.known_region(value.region_code).name,
        str(value.period),
        value_words(old, catalogue),
        value_words(new, catalogue),
        where,
    )


def _side(row: Any, prefix: str, status: Status | None) -> Value | None:
    """The old or the new side of a row of release_changes."""
    if status is None:
        return None
    return Value(
        indicator_code=row.indicator_code,
        region_code=row.region_code,
        period=period_from_code(row.period),
        basis=row.basis,
        numerator=getattr(row, f"{prefix}numerator"),
        denominator=getattr(row, f"{prefix}denominator"),
        value=getattr(row, f"{prefix}value"),
        status=status,
    )
