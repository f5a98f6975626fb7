"""县区对比 as a map: the regions where they lie, shaded by their values, each with its number and what a test says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from faheng.boundaries import Shape
from faheng.catalogue import DIRECTION_NAMES
from faheng.charts.map_spec import MapArea, MapClass, RegionMap, Shade
from faheng.charts.region_map import without_words
from faheng.display import CityMap
from faheng.measures import wording
from faheng.store.database import Store
from faheng.views import comparison_words as words
from faheng.views.compared import Compared, compared
from faheng.views.comparison_chart import city_line, region_dot
from faheng.views.map_classes import Scale, scale_of
from faheng.views.map_places import Places, map_places
from faheng.views.standing import Shown
from faheng.views.standing_words import profile_address, source_address
from faheng.views.verdicts import rest_words
from faheng.views.ways import ON_A_PHONE, TO_TABLE, TO_WORDS_ON_THE_MAP, WITHOUT_ROOM

_MOST_NAMES = 3
_MOST_LEFT_OVER = 5
_TILES = "示意图，非地图"
_INTERNAL = "内部使用"


def region_map(
    store: Store, *, release: int, city_code: str, indicator_code: str, period_code: str
) -> RegionMap | None:
    """The regions of a city where they lie; None where the office has not placed them, or none has a value.

    Raises:
        KeyError: the release has no such city or indicator.
        ValueError: `period_code` is no period code.
    """
    shared = compared(
        store,
        release=release,
        city_code=city_code,
        indicator_code=indicator_code,
        period_code=period_code,
    )
    rows = shared.found.rows
    places = places_of(store, shared)
    if places is None:
        return None
    scale = scale_of(rows, shared.question.indicator)
    city_map = store.display.maps.get(city_code)
    title = _title(shared)
    areas = tuple(_area(shared, row, places.shapes[row.region.code], scale, release) for row in rows)
    caption = _caption(city_map)
    drawn = RegionMap(
        title=title,
        subtitle=_subtitle(shared, scale, areas),
        source=shared.source,
        made_up=shared.made_up,
        areas=areas,
        classes=(*scale.classes(), *_without_value(shared)),
        caption=caption,
        is_tiles=places.is_tiles,
    )
    return replace(drawn, notes=(*_notes(shared, scale, places, city_map, drawn), *shared.notes()))


def places_of(store: Store, shared: Compared) -> Places | None:
    """Where the regions stand; None where there is no map of them: nobody placed them, or none has a value."""
    rows = shared.found.rows
    if all(row.shown is None for row in rows):
        return None
    return map_places(store.display, shared.question.city.code, [row.region for row in rows])


def _area(shared: Compared, row: Shown, shape: Shape, scale: Scale, release: int) -> MapArea:
    """A region as it is shown beside its dot (region_dot), so that no two forms of the page differ."""
    question = shared.question
    dot = region_dot(question, row, shared.found.figure, shared.judged)
    return MapArea(
        key=dot.key,
        label=dot.label,
        text=dot.text,
        shade=_empty_shade(row) if row.shown is None else scale.shade(row.shown),
        rings=shape.rings,
        words=shape.words,
        sign="×" if row.gap is not None and not row.gap.is_met else "",
        more=tuple(text for text in (dot.verdict, dot.mark, dot.detail) if text),
        about=dot.about,
        address=profile_address(question.city, row.region, question.period, release=release),
        value_address=source_address(question, row.region, release, look="map"),
        basis=dot.basis,
    )


def _empty_shade(row: Shown) -> Shade:
    """无案件 is a report, and looks otherwise than what is missing."""
    return "none" if row.state == "not_applicable" else "missing"


def _without_value(shared: Compared) -> list[MapClass]:
    """What the areas without a value are, in words."""
    indicator, rows = shared.question.indicator, shared.found.rows
    found: list[tuple[Shade, str, str]] = [
        ("missing", wording.NOT_REPORTED, "not_reported"),
        ("missing", wording.NOT_COMPLETE, "incomplete"),
        ("none", wording.not_applicable_words(indicator), "not_applicable"),
    ]
    counts = [(shade, label, sum(row.state == state for row in rows)) for shade, label, state in found]
    return [MapClass(shade, label, count) for shade, label, count in counts if count]


def _title(shared: Compared) -> str:
    """Who meets the target, and who does not; without a target the range, and who differs by more than chance.

    `…率：6个地区达标，白溪区、清源县未达标`.
    """
    question, rows = shared.question, shared.found.rows
    values = [row for row in rows if row.shown is not None]
    if all(row.gap is not None for row in values):
        found = _target_words(values, count=len(rows))
    else:
        whose = "各地区" if len(values) == len(rows) else f"{len(values)}个地区"
        parts = [
            words.range_words(question, values, whose),
            words.difference_words(question, rows, shared.judged),
        ]
        found = "，".join(part for part in parts if part)
    return f"{wording.full_width(question.indicator.name)}：{found}"


def _target_words(values: Sequence[Shown], *, count: int) -> str:
    """`8个地区全部达标`, `5个地区达标，白溪区未达标`, `有数的3个地区均未达标`; `count` is that of all regions."""
    met = [row.region.name for row in values if row.gap is not None and row.gap.is_met]
    unmet = [row.region.name for row in values if row.gap is not None and not row.gap.is_met]
    if len(values) == 1:
        return f"{values[0].region.name}{'达标' if met else '未达标'}"
    whose = f"{'有数的' if len(values) < count else ''}{len(values)}个地区"
    if not unmet:
        return f"{whose}全部达标"
    if not met:
        return f"{whose}均未达标"
    if len(unmet) <= _MOST_NAMES:
        return f"{len(met)}个地区达标，{'、'.join(unmet)}未达标"
    if len(met) <= _MOST_NAMES:
        return f"{'、'.join(met)}达标，{len(unmet)}个地区未达标"
    return f"{len(met)}个地区达标，{len(unmet)}个未达标"


def _subtitle(shared: Compared, scale: Scale, areas: Sequence[MapArea]) -> str:
    """City, period, the city's value and the target, which way is better, and what colours and signs mean."""
    question, found = shared.question, shared.found
    indicator = question.indicator
    facts = [question.city.name, str(question.period)]
    if found.figure.shown is not None:
        facts.append(city_line(question, found.whole, found.figure).label)
    if scale.target is not None:
        facts.append(f"目标 {wording.target_text(scale.target, indicator)}")
    if indicator.direction != "neutral":
        facts.append(DIRECTION_NAMES[indicator.direction])
    facts.append("颜色越深越好" if scale.is_judging else "颜色深浅只表示大小")
    if any(area.sign for area in areas):
        facts.append("×\u00a0未达标")
    if shared.judged.against_city:
        facts.append(f"优劣、高低：与{rest_words(found.figure)}相比，超出偶然的才写")
    return " · ".join(facts)


def _caption(city_map: CityMap | None) -> str:
    if city_map is None:
        return _TILES
    return f"审图号：{city_map.approval_number}" if city_map.approval_number else _INTERNAL


def _notes(
    shared: Compared, scale: Scale, places: Places, city_map: CityMap | None, drawn: RegionMap
) -> list[str]:
    """What the map is, what its colours do not say, and what of it is not where it belongs."""
    found = [_where_from(city_map), _colours(shared, scale), _aside(places)]
    if city_map is not None and city_map.boundaries.left_over:
        found.append(f"边界文件里不是本市地区、没有画的：{_some(city_map.boundaries.left_over)}。")
    found += _without_room(drawn)
    return [note for note in found if note]


def _where_from(city_map: CityMap | None) -> str:
    if city_map is None:
        return f"{_TILES}：每格一个地区，位置只是大致方位，大小不代表面积。"
    if city_map.approval_number:
        return f"审图号：{city_map.approval_number}。边界来源：{city_map.source}。"
    return f"{_INTERNAL}：边界没有审图号，不得公开展示、登载。边界来源：{city_map.source}。"


def _colours(shared: Compared, scale: Scale) -> str:
    words = f"颜色只按数值分档{scale.ends_words()}"
    if not shared.judged.against_city:
        return f"{words}，没有检验过差别是否超出偶然。"
    return f"{words}，不是检验：跨档的差别也可能出于偶然{TO_WORDS_ON_THE_MAP}。"


def _aside(places: Places) -> str:
    names = "、".join(region.name for region in places.aside)
    if not names:
        return ""
    return f"{'没有指定位置' if places.is_tiles else '边界文件里没有它的面（或太小）'}，放在下方：{names}。"


def _without_room(drawn: RegionMap) -> list[str]:
    """Whose value stands in the table only: on every screen, and on a phone."""
    always = without_words(drawn, narrow=False)
    phone = [area for area in without_words(drawn, narrow=True) if area not in always]
    named = ((WITHOUT_ROOM, always), (ON_A_PHONE, phone))
    return [
        f"{words}{TO_TABLE}：{'、'.join(area.label for area in areas)}。" for words, areas in named if areas
    ]


def _some(names: Sequence[str]) -> str:
    rest = len(names) - _MOST_LEFT_OVER
    return "、".join(names[:_MOST_LEFT_OVER]) + (f"等{len(names)}个" if rest > 0 else "")
