"""Where a number comes from: file, sheet, cell, its text, sender and time; or the numbers it is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from faheng.address import Address, address
from faheng.catalogue import Catalogue, Indicator, Region
from faheng.measures import rates, wording
from faheng.period import FREQUENCIES, Period, period_from_code
from faheng.store.database import Store
from faheng.store.releases import SETTLED
from faheng.tables import Column, Table
from faheng.views.city_rows import CityRows, city_rows
from faheng.views.restated import Restating, number_words, parts_words


@dataclass(frozen=True)
class SourceCell:
    """One cell of a file: what it gave (`name`, such as the numerator's), where it is, what stands in it."""

    name: str
    sheet: str
    address: str
    text: str
    number_format: str
    amount: Decimal | None


@dataclass(frozen=True)
class Revision:
    """The value as release `release` brought it; `superseded_in` replaced it, None while it holds.

    `correction` says what was published as final before it, and why that was changed.
    """

    text: str
    detail: str
    release: int
    published_at: datetime | None
    published_by: str
    superseded_in: int | None
    submission_id: int
    file_name: str
    sender: str
    sent_by: str
    received_at: datetime | None
    cells: tuple[SourceCell, ...]
    correction: str = ""


@dataclass(frozen=True)
class Part:
    """One of the numbers behind a longer period or a city value; `counts` is False when it is not in it."""

    region: Region
    period: Period
    text: str
    detail: str
    counts: bool = True


@dataclass(frozen=True)
class Source:
    """Everything known about one number.

    `made`: `reported` (it stands in a file), `parts` (made from shorter periods), `regions` (a city's value
    from its regions; `revisions` then hold what the city itself reported) or `none`. `revisions` are newest
    first; the last one is what was first reported. `restated` is what 指标趋势 shows by a later definition instead, and
    from what; `restated_from` leads to the two numbers that it is made of.
    """

    indicator: Indicator
    region: Region
    period: Period
    text: str
    made: Literal["reported", "parts", "regions", "none"]
    explanation: str
    revisions: tuple[Revision, ...]
    parts: tuple[Part, ...]
    restated: str = ""
    restated_from: tuple[tuple[str, Address], ...] = ()

    @property
    def current(self) -> Revision | None:
        """The revision that holds in this release."""
        return _current(self.revisions)


def _current(revisions: Iterable[Revision]) -> Revision | None:
    return next((revision for revision in revisions if revision.superseded_in is None), None)


def source_line(store: Store, *, release: int, made_up: bool, origin: str = "各地区报送") -> str:
    """来源、第N版、日期: what every chart, table and export prints below itself."""
    published_at = store.once(_published_at, release=release)
    date = f"（{wording.date_text(published_at)} 发布）" if published_at else ""
    mark = f"{wording.MADE_UP} · " if made_up else ""
    return f"{mark}来源：{origin} · 第 {release} 版{date}"


def _published_at(store: Store, *, release: int) -> datetime | None:
    stamps = store.read("release_one", release=release, number=release)
    return stamps[0].published_at if stamps else None


def source_of(
    store: Store, *, release: int, indicator_code: str, region_code: str, period_code: str
) -> Source:
    """Where the number of a region, or of a city, comes from, as of a release.

    Raises:
        KeyError: the release has no such indicator or region.
        ValueError: `period_code` is no period code.
    """
    catalogue = store.catalogue(release)
    indicator, region = catalogue.indicators[indicator_code], catalogue.regions[region_code]
    period = period_from_code(period_code)
    known = city_rows(store, release=release, city_code=catalogue.city_code_of(region))
    shown = known.value(indicator_code, region_code, period)
    cumulative = shown is not None and shown.basis == rates.CUMULATIVE
    revisions = _revisions(store, catalogue, release, indicator, region, period, cumulative=cumulative)
    current = _current(revisions)
    made: Literal["reported", "parts", "regions", "none"] = "reported" if current else "none"
    text, explanation = (current.text, "") if current else (wording.NOT_REPORTED, "")
    parts: tuple[Part, ...] = ()
    if catalogue.parts_of(region_code):
        figure, regions = _city(known, indicator, period)
        if figure.made in ("computed", "partial", "single"):
            made, parts = "regions", regions
            text = wording.format_value(figure.shown, indicator)
            due = "" if figure.made == "computed" else f"（应报{figure.regions_due}个）"
            explanation = f"由{figure.regions_summed}个地区合计得出{due}"
            if figure.made == "single":
                explanation = f"只有1个地区可以合计{due}，不计算全市值"
            if current is not None:
                agrees = "与此不一致，没有采用" if figure.reported_differs else "与此一致"
                explanation += f"；市里自己报送的是 {current.text}，{agrees}"
    if made == "none" and (parts := _shorter_periods(store, release, indicator, region, period)):
        made = "parts"
        text, explanation = _derived(shown, indicator, period)
    restated, ways = _restated(known, catalogue, release, indicator, region, period)
    return Source(indicator, region, period, text, made, explanation, revisions, parts, restated, ways)


def _restated(
    known: CityRows, catalogue: Catalogue, release: int, indicator: Indicator, region: Region, period: Period
) -> tuple[str, tuple[tuple[str, Address], ...]]:
    """The value by a later definition, with the way to each of its parts; nothing where there is none."""
    city_code = catalogue.city_code_of(region)
    restating = Restating(known, catalogue, city_code, indicator, period.frequency)
    broken = restating.break_after(region.code, period)
    if broken is None or broken.parts is None:
        return "", ()
    is_city = region.code == city_code
    found = restating.city(broken, period) if is_city else restating.row(broken, region.code, period)
    if found is None:
        return "", ()
    shown = rates.rounded(rates.combined(indicator, [found]).exact, indicator)
    detail = wording.parts_text(indicator, found.numerator, found.denominator)
    text = (
        f"{wording.RESTATED}（{broken.first_period}起）为 {wording.format_value(shown, indicator)}（{detail}）："
        f"{parts_words(catalogue, broken)}"
    )
    asked: dict[str, str | int] = {"release": release, "city": city_code, "period": period.code}
    ways = tuple(
        (
            f"{name}的来源：{number_words(catalogue, number)}",
            address("comparison", **asked, indicator=number.indicator_code, row=region.code),
        )
        for name, number in zip(("分子", "分母"), broken.parts, strict=True)
    )
    return text, ways


def _words(indicator: Indicator, row: Any) -> tuple[str, str]:
    """A row's value and its parts as words."""
    exact = rates.exact_value(
        indicator, value=row.value, numerator=row.numerator, denominator=row.denominator
    )
    mark = wording.mark_words(row.status, indicator, cumulative=row.basis == rates.CUMULATIVE)
    detail = wording.parts_text(indicator, row.numerator, row.denominator)
    if exact is None:
        return mark or wording.MISSING, detail
    as_reported = indicator.has_parts and row.denominator is None
    text = wording.format_value(rates.rounded(exact, indicator), indicator, as_reported=as_reported)
    return f"{text} {mark}".strip(), detail


def _revisions(
    store: Store,
    catalogue: Catalogue,
    release: int,
    indicator: Indicator,
    region: Region,
    period: Period,
    *,
    cumulative: bool,
) -> tuple[Revision, ...]:
    """The revisions of the figure that is shown: a cumulative one is another than that of the same period."""
    rows = store.read(
        "value_revisions",
        release=release,
        indicator_code=indicator.code,
        region_code=region.code,
        period=period.code,
        is_cumulative=cumulative,
        as_of=release,
    )
    addresses = {
        cell for row in rows for cell in (row.value_cell, row.numerator_cell, row.denominator_cell) if cell
    }
    texts = {}
    if addresses:
        cells = store.read(
            "value_cells",
            release=release,
            submission_ids=sorted({row.submission_id for row in rows}),
            cells=sorted(addresses),
        )
        texts = {(cell.submission_id, cell.cell): cell for cell in cells}
    replaced = {row.superseded_in: row for row in rows}
    return tuple(
        _revision(catalogue, release, indicator, row, texts, replaced.get(row.released_in)) for row in rows
    )


# What changes a settled figure for all to see; that 暂定 becomes final changes none.
_CORRECTING = {"data": "更正", "correction": "更正", "undo": "撤销前次改动"}


def _correction(indicator: Indicator, row: Any, before: Any | None) -> str:
    """`第 5 版更正：原 91.2%，现 90.1%，漏计2件，2026-11-25`; empty where nothing settled was changed."""
    if before is None or before.status not in SETTLED or row.release_kind not in _CORRECTING:
        return ""
    facts = [f"原 {_words(indicator, before)[0]}", f"现 {_words(indicator, row)[0]}"]
    facts += [row.release_note.rstrip("。")] if row.release_note else []
    facts += [f"{row.published_at:%Y-%m-%d}"] if row.published_at else []
    return f"第 {row.released_in} 版{_CORRECTING[row.release_kind]}：{'，'.join(facts)}"


def _revision(
    catalogue: Catalogue,
    release: int,
    indicator: Indicator,
    row: Any,
    texts: dict[tuple[int, str], Any],
    before: Any | None,
) -> Revision:
    text, parts = _words(indicator, row)
    detail = "；".join(words for words in (parts, (row.note or "").rstrip("。")) if words)
    sender = catalogue.regions.get(row.sender_code)
    cells = []
    for name, place, amount in (
        (indicator.name, row.value_cell, row.value),
        (indicator.numerator_name, row.numerator_cell, row.numerator),
        (indicator.denominator_name, row.denominator_cell, row.denominator),
    ):
        if place:
            sheet, _, cell = place.rpartition("!")
            found = texts.get((row.submission_id, place))
            cells.append(
                SourceCell(
                    name=wording.full_width(name),
                    sheet=sheet,
                    address=cell,
                    text=found.text if found else "",
                    number_format=found.number_format if found else "",
                    amount=amount,
                )
            )
    return Revision(
        text=text,
        detail=detail,
        release=row.released_in,
        published_at=row.published_at,
        published_by=row.published_by or "",
        superseded_in=row.superseded_in if row.superseded_in <= release else None,
        submission_id=row.submission_id,
        file_name=row.file_name or "",
        sender=sender.name if sender else row.sender_code or wording.PUBLISHED,
        sent_by=row.sent_by or "",
        received_at=row.received_at,
        cells=tuple(cells),
        correction=_correction(indicator, row, before),
    )


def _city(known: CityRows, indicator: Indicator, period: Period) -> tuple[rates.CityFigure, tuple[Part, ...]]:
    """The city's figure and its regions, those that are not in it named as well."""
    parts = []
    for region in known.regions:
        row = known.value(indicator.code, region.code, period)
        if row is None:
            parts.append(Part(region, period, wording.NOT_REPORTED, "", counts=False))
        elif row.status == "incomplete":
            text = wording.incomplete_words(period, reported=row.parts_reported, expected=row.parts_expected)
            parts.append(Part(region, period, text, "", counts=False))
        else:
            counts = not region.counted_in and rates.is_summable(
                indicator, row.status, row.numerator, row.denominator, basis=row.basis
            )
            parts.append(Part(region, period, *_words(indicator, row), counts=counts))
    return known.figure(indicator, period), tuple(parts)


def _shorter_periods(
    store: Store, release: int, indicator: Indicator, region: Region, period: Period
) -> tuple[Part, ...]:
    """What was reported inside `period`, in the indicator's own frequency, missing parts included."""
    if period.frequency == "range" or FREQUENCIES.index(indicator.frequency) <= FREQUENCIES.index(
        period.frequency
    ):
        return ()
    inside = period.parts(indicator.frequency)
    rows = store.read(
        "value_parts",
        release=release,
        indicator_code=indicator.code,
        region_code=region.code,
        periods=[part.code for part in inside],
    )
    by_period = {row.period: row for row in rows}
    if not by_period:
        return ()
    all_in = len(by_period) == len(inside)  # until then nothing is computed, so nothing counts
    parts = []
    for part in inside:
        row = by_period.get(part.code)
        text, detail = _words(indicator, row) if row else (wording.NOT_REPORTED, "")
        counts = all_in and (indicator.over_time != "last" or part is inside[-1])
        parts.append(Part(region, part, text, detail, counts))
    return tuple(parts)


def _derived(row: Any | None, indicator: Indicator, period: Period) -> tuple[str, str]:
    """The value of `row`, made from shorter periods, and how."""
    if row is None:
        return wording.NOT_REPORTED, ""
    counted = wording.incomplete_words(period, reported=row.parts_reported, expected=row.parts_expected)
    if row.status == "incomplete":
        return counted, "各期没有报齐，不计算"
    ways = {"sum": "各期相加", "ratio_of_sums": "各期分子、分母分别相加后相除", "last": "取最后一期"}
    return _words(indicator, row)[0], f"{ways.get(indicator.over_time, '')}（{counted}）"


def cells_table(source: Source, line: str, made_up: bool, *, names: bool = True) -> Table:
    """Every cell of every revision of a number; `line` names release and date;
    without `names` no person is named.

    What the number is and where it stands come first, so that a phone shows both; a number format only where
    one says something that the text of the cell does not.
    """
    cells = [(revision, cell) for revision in source.revisions for cell in revision.cells]
    with_format = any(cell.number_format not in ("", "0", "General", "@") for _, cell in cells)
    columns = {
        Column("name", "内容"): [cell.name for _, cell in cells],
        Column("cell", "单元格"): [cell.address for _, cell in cells],
        Column("text", "格子里的原文"): [cell.text for _, cell in cells],
        Column("number_format", "数字格式"): [cell.number_format for _, cell in cells] if with_format else [],
        Column("sheet", "工作表"): [cell.sheet for _, cell in cells],
        Column("file", "文件"): [revision.file_name for revision, _ in cells],
        Column("release", "自第几版", decimals=0): [revision.release for revision, _ in cells],
        Column("sent_by", "报送人" if names else "报送单位"): [
            f"{revision.sender} {revision.sent_by if names else ''}".rstrip() for revision, _ in cells
        ],
        Column("received_at", "报送时间"): [
            f"{revision.received_at:%Y-%m-%d %H:%M}" if revision.received_at else None
            for revision, _ in cells
        ],
    }
    shown = {column: values for column, values in columns.items() if values}
    return Table(
        title=f"{source.region.name} {source.period} {source.indicator.name}：来源单元格",
        columns=tuple(shown),
        rows=tuple(zip(*shown.values(), strict=True)),
        source=line,
        made_up=made_up,
    )


def parts_table(source: Source, line: str, made_up: bool) -> Table:
    """The numbers that a longer period or a city value is made of; `line` names release and date.

    Without a numerator or a sample size anywhere there is no column for them.
    """
    columns = {
        Column("region", "地区"): [part.region.name for part in source.parts],
        Column("period", "时期"): [str(part.period) for part in source.parts],
        Column("value", "数值"): [part.text for part in source.parts],
        Column("parts", "分子/分母"): [part.detail for part in source.parts],
        Column("counts", "计入"): ["是" if part.counts else "否" for part in source.parts],
    }
    shown = {column: values for column, values in columns.items() if any(values)}
    return Table(
        title=f"{source.region.name} {source.period} {source.indicator.name}：由哪些数得出",
        columns=tuple(shown),
        rows=tuple(zip(*shown.values(), strict=True)),
        source=line,
        made_up=made_up,
    )
