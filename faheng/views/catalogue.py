"""指标目录: every indicator by category, found by any word about it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from faheng.address import Address, address
from faheng.catalogue import DIRECTION_NAMES, Catalogue, Indicator
from faheng.measures import wording
from faheng.period import FREQUENCY_NAMES, Period
from faheng.store.database import Store
from faheng.tables import Cell, Column, Table
from faheng.views import definition
from faheng.views.definition import UNSETTLED, Fact, TargetLine, explanations_of, target_lines
from faheng.views.reporting import reported_cities
from faheng.views.source import source_line


@dataclass(frozen=True)
class Reported:
    """Who has reported an indicator, in short: `2个市，最近2024年`; invented cities stand apart."""

    text: str
    made_up: bool


@dataclass(frozen=True)
class CatalogueLine:
    """One indicator in the list. `where` is its own page, `haystack` what a search looks through."""

    indicator: Indicator
    name: str
    unit: str
    frequency: str
    direction: str
    kind: str
    targets: tuple[TargetLine, ...]
    own_targets: bool
    reported: tuple[Reported, ...]
    where: Address
    haystack: str


@dataclass(frozen=True)
class CatalogueGroup:
    """A category with those of its indicators that were found."""

    name: str
    lines: tuple[CatalogueLine, ...]


@dataclass(frozen=True)
class CatalogueList:
    """The indicators with all words of `search`, `found` of `total`. `everything` is the list without a search."""

    groups: tuple[CatalogueGroup, ...]
    search: str
    found: int
    total: int
    everything: Address
    made_up: bool
    source: str

    @property
    def explanations(self) -> tuple[Fact, ...]:
        """What 建议值 and 待核实 mean, when they are there."""
        return explanations_of(
            {target.tag for group in self.groups for line in group.lines for target in line.targets}
        )


def catalogue_list(store: Store, *, release: int, search: str = "") -> CatalogueList:
    """The catalogue of `release`, or what of it has every word of `search` in name, synonyms, parts, note or category.

    Case and width of characters do not matter.
    """
    whole: CatalogueList = store.once(_whole, release=release)
    words = _plain(search).split()
    if not words:
        return whole
    groups = [
        CatalogueGroup(
            group.name, tuple(line for line in group.lines if all(word in line.haystack for word in words))
        )
        for group in whole.groups
    ]
    return replace(
        whole,
        groups=tuple(group for group in groups if group.lines),
        search=search.strip(),
        found=sum(len(group.lines) for group in groups),
    )


def catalogue_table(store: Store, *, release: int) -> Table:
    """The whole catalogue with everything it says, one row per indicator, for reading outside."""
    catalogue = store.catalogue(release)
    places = {"": "各地", **{code: region.name for code, region in catalogue.regions.items()}}
    return Table(
        title="指标目录",
        columns=tuple(Column(key, title) for key, title in _COLUMNS.items()),
        rows=tuple(_row(catalogue, indicator, places) for indicator in catalogue.indicators.values()),
        keys=tuple(catalogue.indicators),
        source=source_line(store, release=release, made_up=False, origin="指标目录"),
        notes=tuple(f"{word}{meaning}。" for word, meaning in UNSETTLED.items()),
    )


def _whole(store: Store, *, release: int) -> CatalogueList:
    catalogue = store.catalogue(release)
    reported = reported_cities(store, release=release)
    lines = [
        _line(catalogue, indicator, reported.get(indicator.code, {}), release)
        for indicator in catalogue.indicators.values()
    ]
    lines.sort(key=lambda line: line.indicator.category_code)  # within a category they stay in code order
    groups = tuple(
        CatalogueGroup(catalogue.category_label(code), tuple(members))
        for code, members in groupby(lines, key=lambda line: line.indicator.category_code)
    )
    return CatalogueList(
        groups=groups,
        search="",
        found=len(lines),
        total=len(lines),
        everything=address("catalogue", release=release),
        made_up=any(report.made_up for line in lines for report in line.reported),
        source=source_line(store, release=release, made_up=False, origin="指标目录"),
    )


def _line(
    catalogue: Catalogue, indicator: Indicator, cities: Mapping[str, Period], release: int
) -> CatalogueLine:
    return CatalogueLine(
        indicator=indicator,
        name=wording.full_width(indicator.name),
        unit=wording.full_width(indicator.unit),
        frequency=FREQUENCY_NAMES[indicator.frequency],
        direction=DIRECTION_NAMES[indicator.direction],
        kind=definition.KIND_NAMES[indicator.kind],
        targets=target_lines(catalogue, indicator, {"": "各地"}),
        own_targets=any(
            target.indicator_code == indicator.code and target.region_code for target in catalogue.targets
        ),
        reported=tuple(_reported(catalogue, cities)),
        where=address("indicator", release=release, indicator=indicator.code),
        haystack=_haystack(catalogue, indicator),
    )


def _reported(catalogue: Catalogue, cities: Mapping[str, Period]) -> list[Reported]:
    """The real cities, then the invented ones: they are never counted together."""
    reports = []
    for made_up in (False, True):
        some = {code: period for code, period in cities.items() if catalogue.is_made_up(code) is made_up}
        if some:
            who = f"{len(some)}个市" if len(some) > 1 else catalogue.known_region(next(iter(some))).name
            reports.append(Reported(f"{who}，最近{max(some.values())}", made_up))
    return reports


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _haystack(catalogue: Catalogue, indicator: Indicator) -> str:
    texts = (
        indicator.code,
        indicator.name,
        indicator.name_en,
        indicator.numerator_name,
        indicator.denominator_name,
        indicator.note,
        catalogue.category_label(indicator.category_code),
        *(synonym.text for synonym in catalogue.synonyms if synonym.indicator_code == indicator.code),
    )
    return _plain("\n".join(texts))


_COLUMNS = {
    "code": "编号",
    "name": "指标",
    "name_en": "英文名",
    "category": "类别",
    "headline": "重点",
    "unit": "单位",
    "decimals": "小数位数",
    "kind": "类型",
    "formula": "算法",
    "direction": "方向",
    "frequency": "报送频率",
    "over_time": "较长时期",
    "aggregation": "全市数",
    "chance": "偶然因素",
    "targets": "目标及依据",
    "breaks": "口径变化",
    "source": "出处",
    "note": "说明",
}


def _row(catalogue: Catalogue, indicator: Indicator, places: Mapping[str, str]) -> tuple[Cell, ...]:
    targets = (
        f"{line.where} {line.text}（{'：'.join(text for text in (line.basis, line.basis_detail) if text)}）"
        for line in target_lines(catalogue, indicator, places)
    )
    breaks = (
        f"{places.get(broken.region_code, broken.region_code)}：{definition.break_words(catalogue, broken)}"
        for broken in catalogue.breaks_of(indicator.code)
    )
    source = (wording.full_width(text) for text in (indicator.source, indicator.source_detail) if text)
    return (
        indicator.code,
        wording.full_width(indicator.name),
        indicator.name_en,
        catalogue.category_label(indicator.category_code),
        "是" if indicator.headline else "",
        wording.full_width(indicator.unit),
        str(indicator.decimals),
        definition.KIND_NAMES[indicator.kind],
        definition.formula(indicator),
        DIRECTION_NAMES[indicator.direction],
        FREQUENCY_NAMES[indicator.frequency],
        definition.over_time(indicator),
        definition.aggregation(indicator),
        definition.chance(indicator),
        "；".join(targets),
        "；".join(breaks),
        "：".join(source),
        wording.full_width(indicator.note),
    )
