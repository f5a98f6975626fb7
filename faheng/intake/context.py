"""What stands above and around a table: its period, the one indicator it is about, the units of its caption."""

import re
from dataclasses import dataclass

from faheng.intake.layout import Block, SheetView, is_dated_note
from faheng.intake.reading import Issue
from faheng.intake.texts import match_key, periods_in, split_period
from faheng.intake.units import Unit, caption_units
from faheng.intake.vocabulary import Vocabulary
from faheng.period import Period, parse_period

_TITLE_START = re.compile(
    r"^(?:附?表[\d一二三四五六七八九十]*[-.\d]*:?|指标:|数据库:|\d+[-.]\d+|(?:各县(?:\(市、区\)|市区|区)?|各区县|全市)(?=.{4}))"
)
_TITLE_END = re.compile(r"(?:情况)?(?:统计|汇总|一览|明细|报送|填报|调查)?(?:表|情况|统计)$|\(续\)$|续表$")


@dataclass(frozen=True)
class Context:
    """What a table does not say in its own columns. `text` is everything above it, for telling namesakes apart."""

    period: Period | None
    indicator_code: str
    indicator_unit: Unit | None
    units: tuple[Unit, ...]
    unit_cell: str
    text: str


def read_context(
    view: SheetView, block: Block, vocabulary: Vocabulary, *, chosen: Period | None, above: Context | None
) -> tuple[Context, list[Issue]]:
    """Return the context of a table; `above` is that of the table before it, which 续表 carry on.

    Period: sheet name, then title, then what the sender chose. A date of filling in or a source is not the data's.
    """
    issues: list[Issue] = []
    titles = [(row, column, text) for row, column, text in block.captions if not is_dated_note(text)]
    period = _period(view, titles, chosen, above, issues)
    indicator_code, indicator_unit = _indicator(view, titles, vocabulary, issues)
    if not indicator_code and above is not None and all("续" in text for _, _, text in titles):
        indicator_code, indicator_unit = above.indicator_code, above.indicator_unit
    units: list[Unit] = []
    unit_cell = ""
    for row, column, text in block.captions:
        if found := caption_units(text):
            units.extend(found)
            unit_cell = view.grid.address(row, column)
    if not units and above is not None:
        units, unit_cell = list(above.units), above.unit_cell
    words = " ".join(text for _, _, text in titles)
    context = Context(
        period, indicator_code, indicator_unit, tuple(units), unit_cell, f"{view.grid.name} {words}"
    )
    return context, issues


def _period(
    view: SheetView,
    titles: list[tuple[int, int, str]],
    chosen: Period | None,
    above: Context | None,
    issues: list[Issue],
) -> Period | None:
    named = _only(periods_in(view.grid.name) or _whole(view.grid.name))
    title_cell = ""
    titled: Period | None = None
    # A title that says more than the period counts before a bare date in a corner, which may be the day of filling in.
    for bare in (False, True):
        found: dict[Period, str] = {}
        for row, column, text in titles:
            if bool(_whole(text)) == bare:
                for period in periods_in(text) or _whole(text):
                    found.setdefault(period, view.grid.address(row, column))
        if found and titled is None:
            titled = _only(list(found))
            title_cell = next(iter(found.values()))
            if titled is None:
                break
    if named is not None and titled is not None:
        if named.contains(titled):
            return titled
        if not titled.contains(named):
            sheet, _, place = title_cell.rpartition("!")
            message = f"“{sheet}”{place}：标题写的是{titled}，工作表名是“{sheet}”，请改成一致后重新上传。"
            issues.append(Issue(title_cell, "error", "year_conflict", message))
        return named
    if named is not None or titled is not None:
        return named or titled
    return above.period if above is not None and above.period is not None else chosen


def _whole(text: str) -> list[Period]:
    period = parse_period(text)
    return [period] if period is not None else []


def _only(periods: list[Period]) -> Period | None:
    return periods[0] if len(periods) == 1 else None


def _indicator(
    view: SheetView, titles: list[tuple[int, int, str]], vocabulary: Vocabulary, issues: list[Issue]
) -> tuple[str, Unit | None]:
    """Return the code of the one indicator that a title or the sheet's name is exactly the name of."""
    found: dict[str, tuple[Unit | None, str]] = {}
    places = [(text, view.grid.address(row, column)) for row, column, text in titles]
    for text, cell in [*places, (view.grid.name, view.grid.address(1, 1))]:
        for spelling in _spellings(text, vocabulary):
            indicator, unit = vocabulary.indicator(spelling)
            if indicator is not None:
                found.setdefault(indicator.code, (unit, cell))
                break
    if len(found) == 1:
        code, (unit, _) = next(iter(found.items()))
        return code, unit
    if found:
        names = "”与“".join(vocabulary.catalogue.indicators[code].name for code in found)
        cell = next(iter(found.values()))[1]
        sheet, _, place = cell.rpartition("!")
        message = f"“{sheet}”{place}：标题和工作表名是两个不同的指标（“{names}”），请改成一致后重新上传。"
        issues.append(Issue(cell, "error", "indicator_conflict", message))
    return "", None


def _spellings(text: str, vocabulary: Vocabulary) -> list[str]:
    """Return the title as it is and without city, period and words such as 统计表; each must match exactly."""
    spellings = [text]
    plain = match_key(split_period(text)[0])
    for name in (vocabulary.city.name, vocabulary.city.short_name):
        plain = plain.replace(match_key(name), "", 1) if plain.startswith(match_key(name)) else plain
    plain = split_period(plain)[0]
    spellings.append(plain)
    without_start = _TITLE_START.sub("", plain)
    spellings.append(without_start)
    spellings.append(_TITLE_END.sub("", without_start))
    return list(dict.fromkeys(spelling for spelling in spellings if spelling))
