"""公开数据: what five real places published, phrase by phrase, and which of it became numbers of this release."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from faheng.address import Address, address
from faheng.catalogue import BASIS_NAMES, Catalogue
from faheng.intake.reading import Value
from faheng.measures.wording import full_width
from faheng.public_facts import PublicFact, observation, public_facts
from faheng.store.database import Store
from faheng.store.submissions import value_from_row
from faheng.tables import Column, Table
from faheng.views.choices import Options
from faheng.views.source import source_line

ALL_PLACES = "all"
_COLUMNS = (
    Column("place", "地方"),
    Column("subject", "说的是什么"),
    Column("value", "数值"),
    Column("period", "时期（原文）"),
    Column("quote", "原文"),
    Column("state", "是否载入"),
    Column("reason", "为什么没有载入；载入的要注意什么"),
    Column("indicator", "指标"),
    Column("shown_period", "作为哪一期"),
    Column("basis", "口径"),
    Column("numerator", "分子"),
    Column("denominator", "分母"),
    Column("region_level", "级别"),
    Column("document", "出处"),
)


@dataclass(frozen=True)
class ShownFact:
    """One published fact as it is read.

    `indicator` and `basis` are words, `period` is what the chart calls it; all empty unless the fact is judged fit to
    be loaded. `address` leads to its number, None when this release does not hold it; then `reason` says why. `note` is
    what must be known of a loaded number.
    """

    place: str
    subject: str
    value: str
    period_text: str
    quote: str
    document: str
    address: Address | None = None
    indicator: str = ""
    period: str = ""
    basis: str = ""
    note: str = ""
    reason: str = ""

    @property
    def reason_kind(self) -> str:
        """The kind of reason: what stands before its colon."""
        return self.reason.partition("：")[0]


@dataclass(frozen=True)
class Facts:
    """Everything 公开数据 shows of one place, or of all: the loaded facts first, each kind in the order of the documents."""

    place: str
    loaded: tuple[ShownFact, ...]
    left_out: tuple[ShownFact, ...]
    reasons: tuple[tuple[str, int], ...]
    """How many were left out for each kind of reason, the most frequent first."""
    table: Table


def place_options() -> Options:
    """The places by code and name, all of them first."""
    names = {fact.region_code: fact.place for fact in public_facts()}
    return Options({ALL_PLACES: "全部", **names}, ALL_PLACES)


def facts(store: Store, *, release: int, place: str) -> Facts:
    """The facts of a place (a region code, or ALL_PLACES) and which of them `release` holds.

    Raises:
        KeyError: there is no such place.
    """
    name = place_options().words[place]
    chosen = [fact for fact in public_facts() if place in (ALL_PLACES, fact.region_code)]
    catalogue = store.catalogue(release)
    held = _held(store, chosen, release)
    rows = [(fact, _fact(fact, catalogue, held, release)) for fact in chosen]
    loaded = tuple(row for _, row in rows if row.address)
    left_out = tuple(row for _, row in rows if not row.address)
    where = "五个地方" if place == ALL_PLACES else name
    return Facts(
        place=name,
        loaded=loaded,
        left_out=left_out,
        reasons=tuple(Counter(row.reason_kind for row in left_out).most_common()),
        table=Table(
            title=f"{where}公开材料里的{len(rows)}个数：{len(loaded)}个载入，{len(left_out)}个没有载入",
            name=f"公开数据 {name}",
            columns=_COLUMNS,
            rows=tuple(_cells(fact, row) for fact, row in rows),
            source=source_line(store, release=release, made_up=False, origin="各行所列公开材料"),
        ),
    )


def _held(store: Store, chosen: Sequence[PublicFact], release: int) -> list[Value]:
    """What `release` has published for the places of these facts."""
    codes = sorted({fact.region_code for fact in chosen})
    rows = store.read("published_values", release=release, region_codes=codes, periods=None)
    return [value_from_row(row) for row in rows]


def _fact(fact: PublicFact, catalogue: Catalogue, held: Sequence[Value], release: int) -> ShownFact:
    row = ShownFact(
        place=fact.place,
        subject=full_width(fact.subject),
        value=fact.value_text,
        period_text=full_width(fact.period_text),
        quote=fact.quote,
        document=full_width(fact.document),
        reason=fact.reason,
    )
    if fact.period is None:
        return row
    indicator = catalogue.known_indicator(fact.indicator_code)
    row = replace(
        row,
        indicator=f"{indicator.code} {full_width(indicator.name)}",
        period=str(fact.period),
        basis=BASIS_NAMES[fact.basis],
        note=fact.note,
    )
    if not any(_is_same(observation(fact), value) for value in held):
        return replace(row, reason=f"这一版没有：可以载入，但第 {release} 版里没有这个数。")
    region = catalogue.known_region(fact.region_code)
    where = address(
        "comparison",
        release=release,
        city=catalogue.city_code_of(region),
        indicator=fact.indicator_code,
        period=fact.period.code,
        row=region.code,
    )
    return replace(row, address=where)


def _is_same(expected: Value, found: Value) -> bool:
    """Whether a published value is the fact's: of the same key, with the same numbers, from whatever file."""
    return all(
        getattr(expected, name) == getattr(found, name)
        for name in ("key", "basis", "value", "numerator", "denominator")
    )


def _cells(fact: PublicFact, row: ShownFact) -> tuple[str, ...]:
    return (
        row.place,
        row.subject,
        row.value,
        row.period_text,
        row.quote,
        "已载入" if row.address else "没有载入",
        row.note if row.address else row.reason,
        row.indicator,
        row.period,
        row.basis,
        fact.numerator,
        fact.denominator,
        fact.region_level,
        row.document,
    )
