"""Which of the understood columns can be read: those whose unit fits and whose parts make a value."""

from dataclasses import replace

from faheng.catalogue import Indicator
from faheng.intake.doubts import NOT_DATA_ANSWER, Candidate
from faheng.intake.grid import place
from faheng.intake.reading import Issue, Level
from faheng.intake.recognition.column import Column
from faheng.intake.recognition.column_answers import number_cells
from faheng.intake.recognition.layout import Block, SheetView
from faheng.intake.recognition.vocabulary import Vocabulary
from faheng.intake.units import Unit, catalogue_unit, conversion, parse_unit


def usable_columns(
    view: SheetView, block: Block, columns: list[Column], vocabulary: Vocabulary
) -> tuple[list[Column], list[Issue]]:
    """Return the value columns that can be read and the issues about the others."""
    issues: list[Issue] = []
    values = [column for column in columns if column.role == "value" and column.uses]
    fitting = _with_fitting_units(view, block, values, vocabulary)
    return _complete(view, fitting, vocabulary, issues), issues


def _with_fitting_units(
    view: SheetView, block: Block, columns: list[Column], vocabulary: Vocabulary
) -> list[Column]:
    """Drop the uses whose header says a unit of something else, and ask: 出庭应诉率(件) is not understood."""
    kept = []
    for column in columns:
        fitting = []
        for use in column.uses:
            indicator = vocabulary.catalogue.indicators.get(use.indicator_code)
            wanted = catalogue_unit(indicator, use.part) if indicator else None
            if wanted is None or conversion(column.unit, wanted) is not None:
                fitting.append(use)
            elif column.unit is not None and indicator is not None:
                _ask_unit(view, block, column, indicator, wanted, vocabulary)
        kept.append(replace(column, uses=tuple(fitting)))
    return [column for column in kept if column.uses]


def _ask_unit(
    view: SheetView, block: Block, column: Column, indicator: Indicator, wanted: Unit, vocabulary: Vocabulary
) -> None:
    """Ask in which unit a column is whose header says one of something else; nothing of it is read before."""
    if column.unit is None or vocabulary.asked.answer(column.unit_key) == NOT_DATA_ANSWER:
        return
    cell = view.grid.address(column.header_row, column.number)
    # 受众(人) beside 万人次: people and attendances, counted one by one or in ten thousands?
    names = dict.fromkeys((wanted.base, wanted.text)) if wanted.base else {}
    vocabulary.asked.ask(
        column.unit_key,
        f"{place(cell)}：表头“{column.header}”的单位是“{column.unit.text}”，而{indicator.name}以“{wanted.text or '个数'}”为单位，"
        "这一列的单位是哪一个？",
        [
            *(Candidate(name, name) for name in names if parse_unit(name) is not None),
            Candidate(NOT_DATA_ANSWER, "都不是，这一列不报"),
        ],
        cell=cell,
        affects=number_cells(view, block, column),
    )


def _complete(
    view: SheetView, columns: list[Column], vocabulary: Vocabulary, issues: list[Issue]
) -> list[Column]:
    """Drop the parts that can never make a value: a numerator in a table with neither denominator nor rate."""
    present: dict[tuple[str, tuple[str, bool]], set[str]] = {}
    for column in columns:
        for use in column.uses:
            present.setdefault((use.indicator_code, column.span), set()).add(use.part)
    kept = []
    for column in columns:
        uses = []
        for use in column.uses:
            parts = present[use.indicator_code, column.span]
            if "value" in parts or {"numerator", "denominator"} <= parts:
                uses.append(use)
            elif len(column.uses) == 1:
                absent = "分母" if use.part == "numerator" else "分子"
                indicator = vocabulary.catalogue.indicators.get(use.indicator_code)
                of = f"“{indicator.name}”的" if indicator else ""
                text = f"表头“{column.header}”是{of}一部分，表里没有{absent}，也没有结果，这一列没有读取"
                issues.append(_issue(view, column, "warning", "incomplete_columns", text))
        kept.append(replace(column, uses=tuple(uses)))
    return [column for column in kept if column.uses]


def _issue(view: SheetView, column: Column, level: Level, rule: str, text: str) -> Issue:
    cell = view.grid.address(column.header_row, column.number)
    return Issue(cell, level, rule, f"{place(cell)}：{text}。")
