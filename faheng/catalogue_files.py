"""Reads the catalogue's CSV files, checks every row and reports all faults at once."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from faheng.catalogue import (
    LEVEL_NAMES,
    REPORTING_LEVELS,
    Catalogue,
    Category,
    DefinitionBreak,
    Indicator,
    ReferenceValue,
    Region,
    RegionAlias,
    Synonym,
    Target,
)
from faheng.period import FREQUENCIES, period_from_code

DATA_FOLDER = Path(__file__).resolve().parent.parent / "data"
CATALOGUE_FOLDER = DATA_FOLDER / "catalogue"
DEMO_FOLDER = DATA_FOLDER / "demo"


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a catalogue file: where, what was found, which rule it breaks."""

    file: str
    row: int
    column: str
    value: str
    rule: str

    def __str__(self) -> str:
        place = f"第 {self.row} 行" if self.row else "表头"
        return f"{self.file} {place} {self.column} 列：“{self.value}” {self.rule}"


class CatalogueError(Exception):
    """The catalogue cannot be used; `faults` lists everything that is wrong."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


class _Unfit(ValueError):
    """A cell breaks the rule that its message states."""


def _text(cell: str) -> str:
    if not cell:
        raise _Unfit("不能为空")
    return cell


def _optional(cell: str) -> str:
    return cell


def _one_of(*allowed: str) -> Callable[[str], str]:
    def parse(cell: str) -> str:
        if cell not in allowed:
            raise _Unfit(f"应为其中之一：{'、'.join(allowed)}")
        return cell

    return parse


def _matching(pattern: str, rule: str) -> Callable[[str], str]:
    def parse(cell: str) -> str:
        if not re.fullmatch(pattern, cell):
            raise _Unfit(rule)
        return cell

    return parse


def _decimal(cell: str) -> Decimal:
    try:
        number = Decimal(cell)
    except InvalidOperation:
        raise _Unfit("应为数字") from None
    if not number.is_finite():
        raise _Unfit("应为有限的数字")
    return number


def _whole(cell: str) -> int:
    if not re.fullmatch(r"\d", cell):
        raise _Unfit("应为 0 到 9 的整数")
    return int(cell)


def _yes_no(cell: str) -> bool:
    return _one_of("yes", "no")(cell) == "yes"


def _period(cell: str) -> Any:
    try:
        return period_from_code(cell)
    except ValueError:
        raise _Unfit("应为时期代码，如 2024、2024-H1、2024-Q3、2024-07") from None


def _or_none(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda cell: parse(cell) if cell else None


_indicator_code = _matching(r"[A-Z]\d\d", "应为一个大写字母加两位数字，如 A01")

# File → (type of its rows, column → how a cell becomes a value). The one place that says what a file must hold.
_FILES: dict[str, tuple[type, dict[str, Callable[[str], Any]]]] = {
    "categories.csv": (Category, {"code": _matching(r"[A-Z]", "应为一个大写字母"), "name": _text}),
    "indicators.csv": (
        Indicator,
        {
            "code": _indicator_code,
            "name": _text,
            "name_en": _text,
            "category_code": _text,
            "unit": _text,
            "kind": _one_of("rate", "average", "count", "stock", "score"),
            "numerator_name": _optional,
            "denominator_name": _optional,
            "scale": _or_none(_decimal),
            "decimals": _whole,
            "direction": _one_of("higher", "lower", "neutral"),
            "aggregation": _one_of("ratio_of_sums", "sum", "own", "weighted_mean"),
            "over_time": _one_of("sum", "last", "ratio_of_sums", "none"),
            "count_model": _one_of("events", "roster", "survey", "none"),
            "frequency": _one_of(*FREQUENCIES),
            "headline": _yes_no,
            "source": _text,
            "source_detail": _optional,
            "note": _optional,
        },
    ),
    "regions.csv": (
        Region,
        {
            "code": _matching(r"[0-9A-Za-z]{6,12}", "应为 6 到 12 位数字或字母"),
            "name": _text,
            "level": _one_of(*LEVEL_NAMES),
            "parent_code": _optional,
            "counted_in": _optional,
        },
    ),
    "region_aliases.csv": (
        RegionAlias,
        {"region_code": _text, "name": _text, "valid_from": _or_none(_period), "valid_to": _or_none(_period)},
    ),
    "synonyms.csv": (
        Synonym,
        {"indicator_code": _text, "part": _one_of("value", "numerator", "denominator"), "text": _text},
    ),
    "targets.csv": (
        Target,
        {
            "indicator_code": _text,
            "region_code": _optional,
            "first_period": _or_none(_period),
            "value": _decimal,
            "applies_to": _one_of("any", "year"),
            "basis": _one_of("公开材料", "国家规范", "本市文件", "建议值", "待核实"),
            "basis_detail": _optional,
        },
    ),
    "definition_breaks.csv": (
        DefinitionBreak,
        {"indicator_code": _text, "region_code": _optional, "first_period": _period, "text": _text},
    ),
    "reference_values.csv": (
        ReferenceValue,
        {
            "indicator_code": _text,
            "place": _text,
            "period": _or_none(_period),
            "value": _decimal,
            "numerator": _or_none(_decimal),
            "denominator": _or_none(_decimal),
            "note": _optional,
        },
    ),
}


@dataclass(frozen=True)
class _Row:
    """One good row and where it stands."""

    file: str
    row: int
    item: Any

    def fault(self, column: str, rule: str) -> Fault:
        value = getattr(self.item, column)
        return Fault(self.file, self.row, column, "" if value is None else str(value), rule)


def load_catalogue(folders: Sequence[Path]) -> Catalogue:
    """The catalogue of all `folders` together; later folders add rows (the demonstration's, the office's own).

    Raises:
        CatalogueError: any row breaks a rule; every fault of every file is in it.
    """
    faults: list[Fault] = []
    rows: dict[str, list[_Row]] = {name: [] for name in _FILES}
    for folder in folders:
        for name in _FILES:
            if (folder / name).is_file():
                rows[name] += _read_file(folder, name, faults)
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
    )


def _code(item: Any) -> str:
    return str(item.code)


def _read_file(folder: Path, name: str, faults: list[Fault]) -> list[_Row]:
    """The good rows of one file; faults of the others are added to `faults`."""
    row_type, columns = _FILES[name]
    path = folder / name
    # Our own files by their place in the checkout, the office's by their full path: it must find the one to mend.
    file = str(path.relative_to(DATA_FOLDER.parent) if folder in (CATALOGUE_FOLDER, DEMO_FOLDER) else path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        faults.append(Fault(file, 0, "全部", "", "不是 UTF-8 编码，请另存为“CSV UTF-8”"))
        return []
    reader = csv.DictReader(text.splitlines(), restkey="多出的")
    wrong = set(columns) ^ set(reader.fieldnames or ())
    if wrong:
        faults += [
            Fault(file, 0, column, column, "缺少这一列" if column in columns else "不应有这一列")
            for column in sorted(wrong)
        ]
        return []
    rows = []
    for cells in reader:
        found = len(faults)
        values: dict[str, Any] = {}
        if "多出的" in cells:
            faults.append(
                Fault(file, reader.line_num, "多出的", "、".join(cells["多出的"]), "单元格比表头多")
            )
        for column, parse in columns.items():
            cell = (cells[column] or "").strip()
            try:
                values[column] = parse(cell)
            except _Unfit as unfit:
                faults.append(Fault(file, reader.line_num, column, cell, str(unfit)))
        if len(faults) == found:
            if row_type is Region:
                values["origin"] = {CATALOGUE_FOLDER: "gbt2260", DEMO_FOLDER: "demo"}.get(folder, "office")
            rows.append(_Row(file, reader.line_num, row_type(**values)))
    return rows


def _cross_checks(rows: dict[str, list[_Row]]) -> Iterator[Fault]:
    """Faults that only show when rows are seen together."""
    for name in ("categories.csv", "indicators.csv", "regions.csv"):
        yield from _repeated(rows[name], "code", lambda item: item.code)
    yield from _repeated(
        [row for row in rows["synonyms.csv"] if row.item.part == "value"], "text", lambda item: item.text
    )
    yield from _repeated(
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
    for row in rows["region_aliases.csv"]:
        if row.item.region_code not in regions:
            yield row.fault("region_code", "不在 regions.csv 里")


def _repeated(rows: list[_Row], column: str, key: Callable[[Any], Any]) -> Iterator[Fault]:
    seen: dict[Any, _Row] = {}
    for row in rows:
        first = seen.setdefault(key(row.item), row)
        if first is not row:
            yield row.fault(column, f"与 {first.file} 第 {first.row} 行重复")


def _indicator_faults(row: _Row, categories: set[str]) -> Iterator[Fault]:
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


def _region_faults(row: _Row, regions: dict[str, Region]) -> Iterator[Fault]:
    region: Region = row.item
    if region.parent_code and region.parent_code not in regions:
        yield row.fault("parent_code", "不在 regions.csv 里")
    if region.level in REPORTING_LEVELS and not region.parent_code:
        yield row.fault("parent_code", "县区、功能区、市本级要写明所属的市")
    if region.counted_in and region.counted_in not in regions:
        yield row.fault("counted_in", "不在 regions.csv 里")
