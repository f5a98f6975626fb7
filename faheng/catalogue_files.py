"""Reads the catalogue's CSV files, checks every row and reports all faults at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from faheng import csv_rows as cell
from faheng.catalogue import (
    LEVEL_NAMES,
    REPORTING_LEVELS,
    BoundaryChange,
    Catalogue,
    Category,
    DefinitionBreak,
    Indicator,
    NumberOf,
    ReferenceValue,
    Region,
    RegionAlias,
    Synonym,
    Target,
)
from faheng.csv_rows import CatalogueError, Fault, Row, read_rows, repeated
from faheng.period import FREQUENCIES

DATA_FOLDER = Path(__file__).resolve().parent.parent / "data"
CATALOGUE_FOLDER = DATA_FOLDER / "catalogue"
DEMO_FOLDER = DATA_FOLDER / "demo"


_indicator_code = cell.matching(r"[A-Z]\d\d", "应为一个大写字母加两位数字，如 A01")
_number_of = cell.AddedLater(
    cell.matching(
        r"(?:[A-Z]\d\d\.(?:value|numerator|denominator))?",
        "应写成 C02.numerator（分子）、C02.denominator（分母）或 C03.value（件数）这样，或留空",
    )
)

# File → (type of its rows, column → how a cell becomes a value). The one place that says what a file must hold.
_FILES: dict[str, tuple[type, dict[str, Callable[[str], Any]]]] = {
    "categories.csv": (Category, {"code": cell.matching(r"[A-Z]", "应为一个大写字母"), "name": cell.text}),
    "indicators.csv": (
        Indicator,
        {
            "code": _indicator_code,
            "name": cell.text,
            "name_en": cell.text,
            "category_code": cell.text,
            "unit": cell.text,
            "kind": cell.one_of("rate", "average", "count", "stock", "score"),
            "numerator_name": cell.optional,
            "denominator_name": cell.optional,
            "scale": cell.or_none(cell.decimal),
            "decimals": cell.digit,
            "direction": cell.one_of("higher", "lower", "neutral"),
            "aggregation": cell.one_of("ratio_of_sums", "sum", "own", "weighted_mean"),
            "over_time": cell.one_of("sum", "last", "ratio_of_sums", "none"),
            "count_model": cell.one_of("events", "roster", "survey", "none"),
            "frequency": cell.one_of(*FREQUENCIES),
            "headline": cell.yes_no,
            "source": cell.text,
            "source_detail": cell.optional,
            "note": cell.optional,
        },
    ),
    "regions.csv": (
        Region,
        {
            "code": cell.matching(r"[0-9A-Za-z]{6,12}", "应为 6 到 12 位数字或字母"),
            "name": cell.text,
            "level": cell.one_of(*LEVEL_NAMES),
            "parent_code": cell.optional,
            "counted_in": cell.optional,
        },
    ),
    "region_aliases.csv": (
        RegionAlias,
        {
            "region_code": cell.text,
            "name": cell.text,
            "valid_from": cell.or_none(cell.period),
            "valid_to": cell.or_none(cell.period),
        },
    ),
    "synonyms.csv": (
        Synonym,
        {
            "indicator_code": cell.text,
            "part": cell.one_of("value", "numerator", "denominator"),
            "text": cell.text,
        },
    ),
    "targets.csv": (
        Target,
        {
            "indicator_code": cell.text,
            "region_code": cell.optional,
            "first_period": cell.or_none(cell.period),
            "value": cell.decimal,
            "applies_to": cell.one_of("any", "year"),
            "basis": cell.one_of("公开材料", "国家规范", "本市文件", "建议值", "待核实"),
            "basis_detail": cell.optional,
        },
    ),
    "definition_breaks.csv": (
        DefinitionBreak,
        {
            "indicator_code": cell.text,
            "region_code": cell.optional,
            "first_period": cell.period,
            "text": cell.text,
            "numerator_from": _number_of,
            "denominator_from": _number_of,
        },
    ),
    "boundary_changes.csv": (
        BoundaryChange,
        {
            "first_period": cell.period,
            "from_code": cell.text,
            "to_code": cell.text,
            "kind": cell.one_of("merged", "split", "transferred"),
            "text": cell.text,
        },
    ),
    "reference_values.csv": (
        ReferenceValue,
        {
            "indicator_code": cell.text,
            "place": cell.text,
            "period": cell.or_none(cell.period),
            "value": cell.decimal,
            "numerator": cell.or_none(cell.decimal),
            "denominator": cell.or_none(cell.decimal),
            "note": cell.optional,
        },
    ),
}


def load_catalogue(folders: Sequence[Path]) -> Catalogue:
    """The catalogue of all `folders` together; later folders add rows (the demonstration's, the office's own).

    Raises:
        CatalogueError: any row breaks a rule; every fault of every file is in it.
    """
    faults: list[Fault] = []
    rows: dict[str, list[Row]] = {name: [] for name in _FILES}
    for folder in folders:
        origin = {CATALOGUE_FOLDER: "gbt2260", DEMO_FOLDER: "demo"}.get(folder, "office")
        for name, (row_type, columns) in _FILES.items():
            given = {"origin": origin} if row_type is Region else {}
            file = file_label(folder, name)
            rows[name] += read_rows(folder / name, row_type, columns, faults, file=file, **given)
    faults += _cross_checks(rows)
    if faults:
        raise CatalogueError(faults)

    def items(name: str) -> list[Any]:
        return [row.item for row in rows[name]]

    return Catalogue(
        categories={category.code: category for category in items("categories.csv")},
        indicators={indicator.code: indicator for indicator in sorted(items("indicators.csv"), key=_code)},
        regions={region.code: region for region in sorted(items("regions.csv"), key=_code)},
        region_aliases=tuple(items("region_aliases.csv")),
        synonyms=tuple(items("synonyms.csv")),
        targets=tuple(items("targets.csv")),
        breaks=tuple(items("definition_breaks.csv")),
        references=tuple(items("reference_values.csv")),
        boundary_changes=tuple(items("boundary_changes.csv")),
    )


def file_label(folder: Path, name: str) -> str:
    """What a fault calls a file: ours by its place in the checkout, the office's by its full path, to find and mend it."""
    path = folder / name
    return str(path.relative_to(DATA_FOLDER.parent) if folder in (CATALOGUE_FOLDER, DEMO_FOLDER) else path)


def _code(item: Any) -> str:
    return str(item.code)


def _cross_checks(rows: dict[str, list[Row]]) -> Iterator[Fault]:
    """Faults that only show when rows are seen together."""
    for name in ("categories.csv", "indicators.csv", "regions.csv"):
        yield from repeated(rows[name], "code", lambda item: item.code)
    yield from repeated(
        [row for row in rows["synonyms.csv"] if row.item.part == "value"], "text", lambda item: item.text
    )
    yield from repeated(
        rows["targets.csv"],
        "indicator_code",
        lambda item: (item.indicator_code, item.region_code, item.first_period),
    )
    categories = {row.item.code for row in rows["categories.csv"]}
    indicators = {row.item.code: row.item for row in rows["indicators.csv"]}
    regions = {row.item.code: row.item for row in rows["regions.csv"]}
    for row in rows["indicators.csv"]:
        yield from _indicator_faults(row, categories)
    for row in rows["regions.csv"]:
        yield from _region_faults(row, regions)
    for name in ("synonyms.csv", "targets.csv", "definition_breaks.csv", "reference_values.csv"):
        for row in rows[name]:
            if row.item.indicator_code not in indicators:
                yield row.fault("indicator_code", "不在 indicators.csv 里")
            if getattr(row.item, "region_code", "") and row.item.region_code not in regions:
                yield row.fault("region_code", "不在 regions.csv 里")
    yield from _restating_faults(rows["definition_breaks.csv"], indicators)
    yield from _boundary_faults(rows["boundary_changes.csv"], regions)
    for row in rows["region_aliases.csv"]:
        if row.item.region_code not in regions:
            yield row.fault("region_code", "不在 regions.csv 里")


def _restating_faults(rows: list[Row], indicators: dict[str, Indicator]) -> Iterator[Fault]:
    """Faults of the numbers that make up values by a new definition."""
    columns = ("numerator_from", "denominator_from")
    for row in rows:
        broken: DefinitionBreak = row.item
        given = [column for column in columns if getattr(broken, column)]
        if len(given) == 1:
            (empty,) = set(columns) - set(given)
            yield row.fault(empty, f"与 {given[0]} 要么都写，要么都留空")
        if broken.parts is None or broken.indicator_code not in indicators:
            continue
        if not indicators[broken.indicator_code].has_parts:
            yield row.fault("indicator_code", "没有分子、分母，不能按新口径推算")
        for column, number in zip(columns, broken.parts, strict=True):
            if rule := _number_rule(number, indicators.get(number.indicator_code)):
                yield row.fault(column, rule)
        if all(number.indicator_code == broken.indicator_code for number in broken.parts):
            yield row.fault(
                "numerator_from", "分子、分母都取自这个指标自己，还是原来的口径：至少一项应取自另一个指标"
            )


def _number_rule(number: NumberOf, source: Indicator | None) -> str:
    """The rule that a part of a new definition breaks; empty when it can be taken from `source`."""
    if source is None:
        return f"{number.indicator_code} 不在 indicators.csv 里"
    if number.part == "value":
        return "" if source.aggregation == "sum" else f"{source.code} 不是可以相加的数，应写它的分子或分母"
    name = {"numerator": "分子", "denominator": "分母"}[number.part]
    return "" if getattr(source, f"{number.part}_name") else f"{source.code} 没有{name}"


def _boundary_faults(rows: list[Row], regions: dict[str, Region]) -> Iterator[Fault]:
    # By their starts: 2024年 and 2024年1月 are the same beginning.
    yield from repeated(rows, "from_code", lambda item: (_start(item), item.from_code, item.to_code))
    stood = {(_start(row.item), row.item.from_code) for row in rows}
    first: dict[str, BoundaryChange] = {}
    for row in sorted(rows, key=lambda row: _start(row.item)):
        for code in (row.item.from_code, row.item.to_code):
            first.setdefault(code, row.item)
    for row in rows:
        change: BoundaryChange = row.item
        earlier = first[change.to_code]
        if (
            change.kind != "transferred"
            and _start(earlier) < _start(change)
            and (_start(change), change.to_code) not in stood
        ):
            # It would begin with this change, and owe nothing before.
            yield row.fault(
                "to_code",
                f"{earlier.first_period}的区划调整里已有这个地区，应另有一行 from_code 和 to_code 都是它的"
                f"并入（{change.first_period.code}，merged）",
            )
        for column in ("from_code", "to_code"):
            region = regions.get(getattr(change, column))
            if region is None:
                yield row.fault(column, "不在 regions.csv 里（撤销的地区也要留在里面）")
            elif region.level not in REPORTING_LEVELS:
                yield row.fault(column, "应为报送数据的县区、功能区或市本级")
        if change.from_code == change.to_code and change.kind != "merged":
            yield row.fault("to_code", "与 from_code 相同只用于并入（merged）：并入以前就有的地区")


def _start(change: BoundaryChange) -> tuple[int, int]:
    return change.first_period.year, change.first_period.first_month


def _indicator_faults(row: Row, categories: set[str]) -> Iterator[Fault]:
    indicator: Indicator = row.item
    if indicator.category_code not in categories:
        yield row.fault("category_code", "不在 categories.csv 里")
    if indicator.has_parts and not (
        indicator.numerator_name and indicator.denominator_name and indicator.scale
    ):
        yield row.fault("numerator_name", "比率和均值要写明分子、分母和 scale")
    if indicator.has_parts != (indicator.aggregation == "ratio_of_sums"):
        yield row.fault("aggregation", "比率和均值（也只有它们）应为 ratio_of_sums")
    if indicator.aggregation == "weighted_mean" and not indicator.denominator_name:
        yield row.fault("denominator_name", "加权平均要写明权数，如“样本量”")
    if indicator.over_time == "ratio_of_sums" and not indicator.has_parts:
        yield row.fault("over_time", "没有分子、分母，不能为 ratio_of_sums")


def _region_faults(row: Row, regions: dict[str, Region]) -> Iterator[Fault]:
    region: Region = row.item
    if region.parent_code and region.parent_code not in regions:
        yield row.fault("parent_code", "不在 regions.csv 里")
    if region.level in REPORTING_LEVELS and not region.parent_code:
        yield row.fault("parent_code", "县区、功能区、市本级要写明所属的市")
    if region.counted_in and region.counted_in not in regions:
        yield row.fault("counted_in", "不在 regions.csv 里")
