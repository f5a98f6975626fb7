"""报送进度: which region has handed in which form, by when it is due, and how complete and timely reports are.

A form is one period of a frequency (月报 of 2025年3月); a region owes every indicator of that frequency while it is there
(区划调整). 无案件 and 不涉及 are reported. What was sent back was not received. What waits for its review counts, as of when
it was received; so does what replaces it or what was answered (the answer leaves the time of its file). Rates are of forms
whose deadline has passed. Figures are never shown here. Who reports for a county alone sees of others what is no secret:
未报, 已报, 已发布.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from faheng.catalogue import Catalogue, Region
from faheng.measures.wording import MISSING
from faheng.period import FREQUENCIES, Period, year_periods
from faheng.roles import Actor
from faheng.store.database import Store
from faheng.store.deadlines import Deadline, deadlines
from faheng.store.embargo import newest_for
from faheng.store.submissions import statuses_as_of
from faheng.views.city_rows import city_rows

State = Literal["missing", "part", "returned", "pending", "accepted", "released", "sent", "not_owed"]
STATE_NAMES: dict[State, str] = {
    "missing": "未报",
    "part": "部分",
    "returned": "退回",
    "pending": "待审",
    "accepted": "通过",
    "released": "已发布",
    "sent": "已报",
    "not_owed": MISSING,
}
_COMPLETE: tuple[State, ...] = ("pending", "accepted", "released")


@dataclass(frozen=True)
class Duty:
    """A region and the indicators it owes in every form of a frequency."""

    region: Region
    indicator_codes: frozenset[str]


@dataclass(frozen=True)
class Share:
    """`part` of `whole`; nothing is due while `whole` is 0."""

    part: int
    whole: int

    def __add__(self, other: Share) -> Share:
        return Share(self.part + other.part, self.whole + other.whole)


@dataclass(frozen=True)
class Form:
    """The form of a period: when it is due and how many of those who owe it have handed in all of it.

    `complete` is None for who may not know of every region. `days_left` is negative when it is overdue.
    """

    period: Period
    deadline: Deadline
    days_left: int
    complete: Share | None = None

    @property
    def is_past(self) -> bool:
        """Whether the deadline has passed: its own day is in time."""
        return self.days_left < 0

    def has_ended(self, today: date) -> bool:
        """Whether the period is over, so that the whole form can be filled in."""
        return self.period.last_day < today


@dataclass(frozen=True)
class Cell:
    """A region's form: its state, and of how many indicators how many were received and sent back.

    `completed_on`: the day on which the last was received, None while one is missing. Of a region whose drafts are none
    of the reader's business (`is_open` False) only the state is known: 未报, 已报 or 已发布.
    """

    state: State
    due: int
    received: int = 0
    returned: int = 0
    completed_on: date | None = None
    is_open: bool = True

    @property
    def is_complete(self) -> bool:
        """Whether nothing more is asked of the region."""
        return self.state in (*_COMPLETE, "sent", "not_owed")

    @property
    def is_owed(self) -> bool:
        """Whether the region owes the form: it is there at the end of the period. Else the cell counts nowhere."""
        return self.state != "not_owed"

    def is_timely(self, due_on: date) -> bool:
        """Whether all of it was received by the end of the day."""
        return self.completed_on is not None and self.completed_on <= due_on


_NOT_OWED = Cell("not_owed", 0)


@dataclass(frozen=True)
class Row:
    """A region's forms in the order of the columns; shares are None where the reader may not know them."""

    region: Region
    cells: tuple[Cell, ...]
    completeness: Share | None
    timeliness: Share | None
    is_own: bool


@dataclass(frozen=True)
class Progress:
    """The board of a city, year and frequency. `is_whole`: the reader may know of every region."""

    city: Region
    year: int
    frequency: str
    today: date
    forms: tuple[Form, ...]
    rows: tuple[Row, ...]
    completeness: Share | None
    timeliness: Share | None
    is_whole: bool
    made_up: bool


def form_frequencies(catalogue: Catalogue) -> tuple[str, ...]:
    """The frequencies for which there are forms."""
    known = {indicator.frequency for indicator in catalogue.indicators.values()}
    return tuple(frequency for frequency in FREQUENCIES if frequency in known)


def duties(store: Store, *, release: int, city_code: str, frequency: str) -> tuple[Duty, ...]:
    """Who owes what: every region of the city but zones counted in another, and the city what is `own`."""
    catalogue = store.catalogue(release)
    known = city_rows(store, release=release, city_code=city_code)
    codes, of_city, of_city_alone = set(), set(), set()
    for indicator in catalogue.indicators.values():
        if indicator.frequency != frequency:
            continue
        codes.add(indicator.code)
        if indicator.aggregation == "own":
            of_city.add(indicator.code)
            if known.is_of_city_alone(indicator):
                of_city_alone.add(indicator.code)
    owing = [
        Duty(region, frozenset(codes - of_city_alone))
        for region in catalogue.parts_of(city_code)
        if not region.counted_in
    ]
    return tuple(
        duty
        for duty in (*owing, Duty(catalogue.regions[city_code], frozenset(of_city)))
        if duty.indicator_codes
    )


def progress(
    store: Store,
    owed: tuple[Duty, ...],
    *,
    city_code: str,
    year: int,
    frequency: str,
    today: date,
    actor: Actor,
) -> Progress:
    """The board as of now, as `actor` may see it; `owed` is what `duties` answers."""
    release = newest_for(store, actor)
    catalogue = store.catalogue(release)
    periods = [period for period in year_periods(year, frequency) if period.first_day <= today]
    due = deadlines(store, city_code, periods)
    found: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
    for row in store.read(
        "progress",
        release=release,
        told=statuses_as_of(store, release),
        region_codes=[duty.region.code for duty in owed],
        periods=[period.code for period in periods],
    ):
        found[row.region_code, row.period][row.indicator_code] = row
    sees_all = actor.has("reviewer", "publisher", "administrator")
    rows, known = [], []
    for duty in owed:
        code = duty.region.code
        cells = tuple(
            cell_of(duty, found[code, period.code]) if catalogue.is_there(code, period) else _NOT_OWED
            for period in periods
        )
        if cells and not any(cell.is_owed for cell in cells):
            continue  # of a region that is not there in the whole year there is nothing to say
        is_own = actor.may_report(duty.region.code, catalogue)
        known.append(cells)
        if sees_all or is_own:
            shares = _shares(cells, periods, due, today)
            rows.append(Row(duty.region, cells, *shares, is_own))
        else:
            rows.append(Row(duty.region, tuple(map(veiled, cells)), None, None, is_own=False))
    is_whole = sees_all or all(row.is_own for row in rows)
    forms = tuple(
        Form(
            period,
            due[period],
            (due[period].due_on - today).days,
            _complete([cells[place] for cells in known]) if is_whole else None,
        )
        for place, period in enumerate(periods)
    )
    return Progress(
        city=catalogue.regions[city_code],
        year=year,
        frequency=frequency,
        today=today,
        forms=forms,
        # Own regions come first for who reports; the city's order is kept otherwise.
        rows=tuple(sorted(rows, key=lambda row: not (row.is_own or sees_all))),
        completeness=_sum([row.completeness for row in rows]) if is_whole else None,
        timeliness=_sum([row.timeliness for row in rows]) if is_whole else None,
        is_whole=is_whole,
        made_up=catalogue.is_made_up(city_code),
    )


def cell_of(duty: Duty, found: Mapping[str, Any]) -> Cell:
    """The state of a form from how far each of its indicators is (rows of queries/progress.sql)."""
    stages = [found[code] for code in duty.indicator_codes if code in found]
    due = len(duty.indicator_codes)
    received = [row for row in stages if row.stage in _COMPLETE]
    returned = len(stages) - len(received)
    state: State
    if returned:
        state = "returned"
    elif len(received) < due:
        state = "part" if received else "missing"
    else:
        # As far as the number that is least far.
        state = next(stage for stage in _COMPLETE if any(row.stage == stage for row in received))
    moments: list[datetime] = [row.received_at for row in received if row.received_at is not None]
    done = len(received) == due and moments
    return Cell(state, due, len(received), returned, max(moments).date() if done else None)


def _complete(cells: list[Cell]) -> Share:
    owed = [cell for cell in cells if cell.is_owed]
    return Share(sum(cell.is_complete for cell in owed), len(owed))


def veiled(cell: Cell) -> Cell:
    """What anybody may know: that something came in, or is published; not that it was sent back or how much it is."""
    state: State = cell.state if cell.state in ("missing", "released", "not_owed") else "sent"
    return Cell(state, cell.due, is_open=False)


def _shares(
    cells: tuple[Cell, ...], periods: list[Period], due: Mapping[Period, Deadline], today: date
) -> tuple[Share, Share]:
    """Completeness (indicators received ÷ due) and timeliness (forms in time ÷ due) of forms past their deadline."""
    past = [
        (cell, due[period].due_on)
        for cell, period in zip(cells, periods, strict=True)
        if due[period].due_on < today and cell.is_owed
    ]
    return (
        Share(sum(cell.received for cell, _ in past), sum(cell.due for cell, _ in past)),
        Share(sum(cell.is_timely(due_on) for cell, due_on in past), len(past)),
    )


def _sum(shares: list[Share | None]) -> Share:
    return sum((share for share in shares if share is not None), Share(0, 0))
