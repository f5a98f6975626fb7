"""The effect of a publish in words and tables: what a reviewer reads before saying yes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from faheng.catalogue import Catalogue
from faheng.intake.reading import Value
from faheng.measures.wording import MADE_UP, full_width
from faheng.tables import Column, Table
from faheng.views.differences import KIND_NAMES, value_words
from faheng.views.effect import ChangedValue, Effect, Turn
from faheng.views.said import VERDICTS, Kind

# What is said of a number, as it is called on screen.
WHAT: dict[Kind, str] = {
    "goal": "目标",
    "rest": "与其余地区相比",
    "previous": "与上期相比",
    "place": "名次",
    "city": "全市值",
}
_COUNTED: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    ("判定", VERDICTS),
    ("名次", ("place",)),
    ("全市值", ("city",)),
)


def value_key(value: Value) -> str:
    """What a value is about as one word, for an address: `C01-990102-2025-Q2-within`."""
    return f"{value.indicator_code}-{value.region_code}-{value.period.code}-{value.basis}"


def summary(effect: Effect) -> str:
    """`210 个数：修改 8，新增 0，不变 202；会改变 3 个判定、2 个名次、1 个全市值、总览 1 句。`"""
    kinds = dict(effect.kinds)
    absent = kinds.pop(KIND_NAMES["absent"], 0)
    numbers = "，".join(f"{name} {kinds[name]}" for name in ("修改", "新增", "不变"))
    turned = [f"{count} 个{name}" for name, of in _COUNTED if (count := effect.count(*of))]
    if effect.sentence_count:
        turned.append(f"总览 {effect.sentence_count} 句")
    first = [f"{count} 个{name}" for name, of in _COUNTED if (count := effect.count(*of, is_new=True))]
    parts = [
        f"{sum(kinds.values())} 个数：{numbers}",
        f"会改变 {'、'.join(turned)}" if turned else "判定、名次、全市值和总览的话都不改变",
    ]
    if first:
        parts.append(f"新有 {'、'.join(first)}")
    if absent:
        parts.append(f"已发布的 {absent} 个数没有包含在内，保持原样")
    return "；".join(parts) + "。"


def changes_table(effect: Effect, catalogue: Catalogue, *, name: str) -> Table:
    """One row per new or changed value, changed ones first; a column that says nothing anywhere is left out."""
    changes = ordered(effect)
    columns = {
        Column("indicator", "指标"): [_indicator(change, catalogue) for change in changes],
        Column("region", "地区"): [
            catalogue.known_region(change.value.region_code).name for change in changes
        ],
        Column("period", "时期"): [str(change.value.period) for change in changes],
        Column("kind", "变化"): _unless_one([KIND_NAMES[change.change.kind] for change in changes]),
        Column("old", "已发布"): [value_words(change.change.old, catalogue) for change in changes],
        Column("new", "本次"): [value_words(change.value, catalogue) for change in changes],
        Column("city", "全市值"): [change.city.words for change in changes],
        Column("place", "名次"): [change.place.words for change in changes],
        Column("verdict", "判定"): [
            "；".join(step.words for _, step in change.verdicts if step.before != step.after)
            for change in changes
        ],
        Column("said", "报送人的说明"): [
            "；".join(dict.fromkeys(note.reason for note in change.notes if note.reason))
            for change in changes
        ],
        Column("cell", "位置"): _cells(changes),
    }
    shown = {column: [text or None for text in texts] for column, texts in columns.items() if any(texts)}
    return Table(
        title=f"{name}：会改变的数",
        columns=tuple(shown),
        rows=tuple(zip(*shown.values(), strict=True)),
        keys=tuple(value_key(change.value) for change in changes),
        source=_source(effect),
        made_up=effect.made_up,
    )


def _unless_one(texts: list[str]) -> list[str]:
    """Nothing where all say the same: the line above the table has said it."""
    return texts if len(set(texts)) > 1 else [""] * len(texts)


def _cells(changes: Sequence[ChangedValue]) -> list[str]:
    """`D7、E7`; with the sheet's name where there are several."""
    sheets = {cell.rpartition("!")[0] for change in changes for cell in change.value.cells}
    return [
        "、".join(cell if len(sheets) > 1 else cell.rpartition("!")[2] for cell in change.value.cells)
        for change in changes
    ]


def ordered(effect: Effect) -> list[ChangedValue]:
    """The changes as `changes_table` has them: 修改 before 新增, else as they were sent."""
    return sorted(effect.changes, key=lambda change: change.change.kind != "changed")


def _indicator(change: ChangedValue, catalogue: Catalogue) -> str:
    return full_width(catalogue.known_indicator(change.value.indicator_code).name)


def turns_table(effect: Effect, *, name: str) -> Table:
    """The verdicts, ranks and city values that would be others, verdicts first; also of regions that sent nothing."""
    order = list(WHAT)
    turns: Iterable[Turn] = sorted(effect.turned, key=lambda turn: order.index(turn.kind))
    return Table(
        title=f"{name}：会改变的判定、名次和全市值",
        columns=(
            Column("kind", "什么"),
            Column("indicator", "指标"),
            Column("region", "地区"),
            Column("period", "时期"),
            Column("before", "现在"),
            Column("after", "发布后"),
        ),
        rows=tuple(
            (
                WHAT[turn.kind],
                full_width(turn.indicator.name),
                turn.region.name,
                str(turn.period),
                turn.step.before or None,
                turn.step.after or None,
            )
            for turn in turns
        ),
        source=_source(effect),
        made_up=effect.made_up,
    )


def _source(effect: Effect) -> str:
    mark = f"{MADE_UP} · " if effect.made_up else ""
    return f"{mark}来源：报送与已发布的第 {effect.release} 版比较，未发布"
