"""What stands above and around a table: its period, the one indicator it is about, the units of its caption."""

import re
from dataclasses import dataclass

from faheng.intake.grid import place
from faheng.intake.reading import Issue
from faheng.intake.recognition.layout import Block, SheetView, is_dated_note
from faheng.intake.recognition.vocabulary import Vocabulary
from faheng.intake.texts import match_key, periods_in, split_period
from faheng.intake.units import Unit, caption_units
from faheng.period import Period, parse_period

TITLE_START = re.compile(
    r"^(?:历年来?的?|近[两三四五几\d]年来?的?|各年度?|(?:续?附?|附?续)表[\d一二三四五六七八九十]*[-.\d]*:?|指标:|数据库:|\d+[-.]\d+|(?:各县(?:\(市、区\)|市区|区)?|各区县|各区|全市)(?=.{4}))"
)
UNIT_END = re.compile(r"\((?:计量)?单位:[^()]*\)$")
_TITLE_END = re.compile(
    r"(?:情况)?(?:逐月|分月|按月|各月|月度|分季度?|按季度?|各季度?)?(?:情况)?"
    r"(?:统计|汇总|一览|明细|报送|填报|调查)?(?:表|情况|统计)$|\(续\)$|续表$"
)


@dataclass(frozen=True)
class Context:
    """What a table does not say in its own columns. `text` is everything above it, for telling namesakes apart."""

    period: Period | None
    splits: bool
    """Whether a title says 分季度 or 分月, or 数据截至 a day inside the year: then only columns and rows say a period."""
    period_cell: str
    """Where the period is said, '' for the sheet's name or the sender's choice."""
    unclear_cell: str
    """Where something about the period stands that leaves it open; then `period` is None, or `splits` is set."""
    indicator_code: str
    indicator_unit: Unit | None
    units: tuple[Unit, ...]
    unit_cell: str
    text: str
    titles: frozenset[str]
    """The titles above the table as keys, whole and without city, period and words such as 统计表."""


def read_context(
    view: SheetView, block: Block, vocabulary: Vocabulary, *, chosen: Period | None, above: Context | None
) -> tuple[Context, list[Issue]]:
    """Return the context of a table; `above` is that of the table before it, which 续表 carry on.

    Period: sheet name, then title, then what the sender chose. A date of filling in or a source is not the data's.
    """
    issues: list[Issue] = []
    titles = [
        (row, column, vocabulary.with_year(text, view.grid.address(row, column)))
        for row, column, text in block.captions
        if not is_dated_note(text)
    ]
    # 续表 goes on with the period above it; a title of its own counts before that.
    before = above.period if above is not None else None
    period, unclear_cell = _period(view, titles, before or chosen, issues)
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
    splits = [
        view.grid.address(row, column)
        for row, column, text in (*titles, (1, 1, view.grid.name))
        if periods_in(text).splits
    ]
    context = Context(
        period,
        bool(splits or unclear_cell) and (period is None or period.frequency == "year"),
        _where(view, titles, period),
        unclear_cell or next(iter(splits), ""),
        indicator_code,
        indicator_unit,
        tuple(units),
        unit_cell,
        f"{view.grid.name} {words}",
        frozenset(match_key(spelling) for _, _, text in titles for spelling in _spellings(text, vocabulary)),
    )
    return context, issues


def _where(view: SheetView, titles: list[tuple[int, int, str]], period: Period | None) -> str:
    """Return the cell of the first title that speaks of the period."""
    for row, column, text in titles:
        said = (*periods_in(text).periods, *_whole(text))
        if period is not None and any(each.contains(period) for each in said):
            return view.grid.address(row, column)
    return ""


@dataclass(frozen=True)
class _Said:
    """One period said above a table, and where."""

    period: Period
    cell: str


def _period(
    view: SheetView, titles: list[tuple[int, int, str]], chosen: Period | None, issues: list[Issue]
) -> tuple[Period | None, str]:
    """Return the period that sheet name and titles name, else the chosen one, and the cell of what is unclear."""
    name_cell = view.grid.address(1, 1)
    named = _one_period([(view.grid.name, name_cell)])
    # A title that says more than the period goes before a bare date in a corner: that may be the day of filling in.
    places = [(text, view.grid.address(row, column)) for row, column, text in titles]
    titled = _one_period([place for place in places if not _whole(place[0])])
    if titled is None or isinstance(titled, str):
        titled = _one_period([place for place in places if _whole(place[0])]) or titled
    for said in (named, titled):
        if isinstance(said, str):
            return None, said
    assert not isinstance(named, str)
    assert not isinstance(titled, str)
    period = _narrower(named, titled, view.grid.name, issues) or chosen
    if period is not None and (cell := _day_inside(period, places)):
        # 数据截至9月30日 under 2024年: columns of months know their year, the table as a whole is not the year.
        return (period if period.frequency == "year" else None), cell
    return _with_part(period, [(view.grid.name, name_cell), *places])


def _day_inside(period: Period, places: list[tuple[str, str]]) -> str:
    """Return the cell of a day before the last month of the period: what is dated then cannot be about all of it."""
    for text, cell in places:
        if any(period.contains(day) and day.last_month < period.last_month for day in periods_in(text).days):
            return cell
    return ""


def _one_period(places: list[tuple[str, str]]) -> _Said | str | None:
    """Return the one period that texts name, None for none, the cell of the first doubt when it is not one."""
    found: dict[Period, str] = {}
    unclear = ""
    for text, cell in places:
        said = periods_in(text)
        # A day up to which data go is looked at once the period is known.
        if said.is_unclear and not said.days:
            unclear = unclear or cell
        for period in said.periods or _whole(text):
            found.setdefault(period, cell)
    if len(found) > 1:
        return list(found.values())[1]
    # 按季度报送 beside 2023年第3季度 adds no doubt; beside a year, or alone, it may be a part of it.
    if unclear and all(period.frequency == "year" for period in found):
        return unclear
    return next((_Said(period, cell) for period, cell in found.items()), None)


def _narrower(
    named: _Said | None, titled: _Said | None, sheet_name: str, issues: list[Issue]
) -> Period | None:
    if named is None or titled is None:
        said = named or titled
        return said.period if said else None
    if named.period.contains(titled.period):
        return titled.period
    if not titled.period.contains(named.period):
        message = f"{place(titled.cell)}：标题写的是{titled.period}，工作表名是“{sheet_name}”，请改成一致后重新上传。"
        issues.append(Issue(titled.cell, "error", "year_conflict", message))
    return named.period


def _with_part(period: Period | None, places: list[tuple[str, str]]) -> tuple[Period | None, str]:
    """Narrow the period to the part (上半年) that sheet name or title name without a year."""
    for text, cell in places:
        for part in periods_in(text).parts:
            narrower = parse_period(part, year=period.year) if period else None
            if period is not None and (narrower is None or not period.contains(narrower)):
                return None, cell
            period = narrower or period
    return period, ""


def _whole(text: str) -> list[Period]:
    period = parse_period(text)
    return [period] if period is not None else []


def _indicator(
    view: SheetView, titles: list[tuple[int, int, str]], vocabulary: Vocabulary, issues: list[Issue]
) -> tuple[str, Unit | None]:
    """Return the code of the one indicator that a title or the sheet's name is exactly the name of."""
    found: dict[str, tuple[Unit | None, str]] = {}
    places = [(text, view.grid.address(row, column)) for row, column, text in titles]
    for text, cell in [*places, (view.grid.name, view.grid.address(1, 1))]:
        answered = vocabulary.answered_meanings(title_key(text))
        if answered is not None:
            found.setdefault(answered[0].indicator_code, (None, cell))
            continue
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
        message = f"{place(cell)}：标题和工作表名是两个不同的指标（“{names}”），请改成一致后重新上传。"
        issues.append(Issue(cell, "error", "indicator_conflict", message))
    return "", None


def title_key(text: str) -> str:
    """Return the doubt key of the indicator that a title speaks of."""
    return f"indicator:{match_key(split_period(text)[0])}"


def _spellings(text: str, vocabulary: Vocabulary) -> list[str]:
    """Return the title as it is and without city, period and words such as 统计表; each must match exactly."""
    spellings = [text]
    plain = match_key(split_period(text)[0])
    for name in (vocabulary.city.name, vocabulary.city.short_name):
        plain = plain.replace(match_key(name), "", 1) if plain.startswith(match_key(name)) else plain
    plain = split_period(plain)[0]
    for region in vocabulary.regions_in(plain):
        plain = split_period(plain.removeprefix(match_key(region.name)))[0]
    spellings.append(plain)
    without_start = TITLE_START.sub("", plain)
    without_start = UNIT_END.sub("", without_start)
    spellings.append(without_start)
    spellings.append(_TITLE_END.sub("", without_start))
    return list(dict.fromkeys(spelling for spelling in spellings if spelling))
