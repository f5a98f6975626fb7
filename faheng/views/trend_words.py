"""The sentences of 指标趋势: its title and the notes under it, all computed from the lines."""

from __future__ import annotations

from collections.abc import Sequence

from faheng.catalogue import BoundaryBreak, DefinitionBreak
from faheng.measures import wording
from faheng.period import Period
from faheng.views.notes import (
    counted_in,
    former_names,
    unsettled_sentences,
    unsettled_targets,
    value_notes,
)
from faheng.views.restated import parts_words
from faheng.views.trend_lines import Line, Lines, Moment
from faheng.views.ways import TO_REASONS, TO_TABLE_BELOW

_TOLD = 2  # lines that the title tells of; with more it would be no sentence


def title(lines: Lines, highlighted: Sequence[Line]) -> str:
    """What the data show, without verdict: `…率：石桥县 2016—2025年由 41.20% 到 88.24%，全市由 …`."""
    name = wording.full_width(lines.indicator.name)
    told = list(highlighted) if len(highlighted) <= _TOLD else []
    with_values = [line for line in lines.regions if line.last is not None]
    if lines.whole.last is not None and len(told) < _TOLD:
        told.append(lines.whole)
    elif not told and len(with_values) == 1:
        told = with_values
    spans = [_span(lines, line) for line in told]
    shared = len({span for span in spans if span}) == 1
    parts = [
        _course(lines, line, "" if shared and number else span)
        for number, (line, span) in enumerate(zip(told, spans, strict=True))
    ]
    if not told and with_values:
        parts = [f"{len(with_values)}个地区有数，没有全市值"]
    words = "，".join(parts) or "还没有数据"
    found = (_marked(lines, told), _restated(lines, told), _since(lines, told))
    asides = "；".join(text for text in found if text)
    return f"{name}：{words}{f'（{asides}）' if asides else ''}"


def span_words(first: Period, last: Period) -> str:
    """`2016—2025年`, `2024年第1季度—2025年第4季度`, or the one period."""
    if first == last:
        return str(first)
    return f"{first.year if first.frequency == 'year' else first}—{last}"


def _begin(lines: Lines, line: Line) -> int | None:
    """The first place that the last value can be held against; of what begins each year in the same part of a year."""
    first, last = line.first_comparable, line.last
    if first is None or last is None or not lines.indicator.begins_each_year:
        return first
    months = lines.periods[last].first_month, lines.periods[last].last_month
    return next(
        place
        for place in range(first, last + 1)
        if (lines.periods[place].first_month, lines.periods[place].last_month) == months
        and line.has_value(place)
    )


def _span(lines: Lines, line: Line) -> str:
    first = _begin(lines, line)
    if line.last is None or first is None:
        return ""
    return span_words(lines.periods[first], lines.periods[line.last])


def _course(lines: Lines, line: Line, span: str) -> str:
    """`石桥县 2016—2025年由 41.20% 到 88.24%`; without its span after a line that has the same."""
    name = lines.city_name if line is lines.whole else line.region.name
    first, last = _begin(lines, line), line.last
    if first is None or last is None:
        return f"{name}没有数"
    begin, end = line.moments[first], line.moments[last]
    when = f" {span}" if span else ""
    if first == last:
        return f"{name}{when} {end.text}"
    if begin.text == end.text:
        return f"{name}{when}首尾均为 {end.text}"
    return f"{name}{when}由 {begin.text} 到 {end.text}"


def _marked(lines: Lines, told: Sequence[Line]) -> str:
    """`2025年为暂定`: last values that may still change."""
    ends = [(line.last, line.moments[line.last].mark) for line in told if line.last is not None]
    found = {(place, mark) for place, mark in ends if mark}
    marks = sorted({mark for _, mark in found})
    when = "末期" if len(found) > 1 else "".join(str(lines.periods[place]) for place, _ in found)
    return f"{when}为{'或'.join(marks)}" if marks else ""


def _restated(lines: Lines, told: Sequence[Line]) -> str:
    """`2023年以前按新口径推算`: that the title begins with values that nobody reported so."""
    begins = ((line, _begin(lines, line)) for line in told)
    found = (
        line.moments[place].restated for line, place in begins if place is not None and place != line.last
    )
    when = "、".join(dict.fromkeys(str(broken.first_period) for broken in found if broken))
    return f"{when}以前{wording.RESTATED}" if when else ""


def _since(lines: Lines, told: Sequence[Line]) -> str:
    """Why the title begins later than the lines do: the change of definition that lies before."""
    cut = any(
        line.first_comparable is not None
        and any(line.has_value(place) for place in range(line.first_comparable))
        for line in told
    )
    begins = [line.first_comparable for line in told if line.first_comparable is not None]
    if not cut or not begins:
        return ""
    if _restated(lines, told):
        return "更早的不能推算，不可比"
    earlier = [
        broken for broken in lines.breaks if broken.first_period.year <= lines.periods[max(begins)].year
    ]
    if not earlier:
        return "以前的来源或报送地区不同，不可比"
    latest = max(broken.first_period for broken in earlier)
    what = "、".join(dict.fromkeys(broken.what for broken in earlier if broken.first_period == latest))
    return f"{latest}起{what}，与以前不可比"


def _break_sentence(broken: DefinitionBreak, lines: Lines, shown: Sequence[Line]) -> str:
    """Of a region that ends nothing is said where another tells of the same change: after it there is nothing to compare."""
    line = next((line for line in lines.regions if line.region.code == broken.region_code), None)
    if line is not None and isinstance(broken, BoundaryBreak):
        if any(moment.then for moment in line.moments):
            return f"区划调整：{broken.text}。{line.region.name}“{wording.AS_TODAY}”的数由以前各地区的数合并算出，与以后可比。"
        if not _goes_on(broken, lines) and any(
            other.text == broken.text and _goes_on(other, lines) for other in lines.breaks
        ):
            return ""
    begin, before = broken.first_period.first_day, _before(broken, lines, shown)
    later = (moment.restated for moment in before)
    restated = [one for one in later if one is not None and one.first_period.first_day >= begin]
    if not restated:
        return f"{broken.what}，前后不连线、不可比：{broken.text}。"
    made = "；".join(dict.fromkeys(parts_words(lines.catalogue, one) for one in restated))
    rest = "；其余的与以后不连线、不可比" if len(restated) < len(before) else ""
    return f"{broken.what}：{broken.text}。以前“{wording.RESTATED}”的数{made}，与以后可比{rest}。"


def _before(broken: DefinitionBreak, lines: Lines, shown: Sequence[Line]) -> list[Moment]:
    """The values before a change of definition, of those it concerns; none where it is the ground that changed."""
    if isinstance(broken, BoundaryBreak):
        return []
    return [
        moment
        for line in shown
        if broken.region_code in ("", lines.city.code, line.region.code)
        for period, moment in zip(lines.periods, line.moments, strict=True)
        if period.first_day < broken.first_period.first_day and moment.shown is not None
    ]


def _goes_on(broken: DefinitionBreak, lines: Lines) -> bool:
    return lines.catalogue.is_there(broken.region_code, broken.first_period)


def notes(
    lines: Lines,
    *,
    targets_differ: bool = False,
    has_targets: bool = False,
    with_city: bool = True,
    title_compares_years: bool = False,
) -> tuple[str, ...]:
    """What a reader must know before reading the lines, one sentence each; of the city's only when it is drawn."""
    drawn = range(lines.drawn)
    shown = [*lines.regions, *([lines.whole] if with_city else [])]
    found = list(dict.fromkeys(_break_sentence(broken, lines, shown) for broken in lines.breaks))
    if any(lines.begins_anew(place) for place in drawn if place):
        compared = "；标题比的是各年同期" if title_compares_years else ""
        found.append(f"每年1月从头统计，跨年不连线{compared}。")
    found.append(_city_sentence(lines) if with_city else "")
    partial = [lines.periods[place] for place in drawn if lines.whole.moments[place].made == "partial"]
    if partial and with_city:
        when = span_words(partial[0], partial[-1]) if len(partial) > 2 else "、".join(map(str, partial))
        times = f"中的{len(partial)}期" if len(partial) > 2 else ""
        found.append(f"{when}{times}只有部分地区可以合计，不代表全市：画成空心，不与前后相连。")
    marks = {
        moment.doubt for line in shown for moment in line.moments if moment.doubt and moment.made != "partial"
    }
    if marks:
        # Hollow is also what is only made by a new definition, and that will not change.
        settled = any(moment.restated and not moment.doubt for line in shown for moment in line.moments)
        doubts = "或".join(sorted(marks))
        found.append(
            f"空心点中，{doubts}的数还可能修改。" if settled else f"空心点的数字为{doubts}，还可能修改。"
        )
    if any(_has_gap(line, lines.drawn) for line in shown):
        found.append(f"线断开处没有数{TO_REASONS}。")
    if lines.drawn < len(lines.periods):
        left = lines.periods[lines.drawn :]
        found.append(f"{span_words(left[0], left[-1])}尚不完整，没有画出{TO_TABLE_BELOW}。")
    if targets_differ:
        found.append("各地区目标不同，没有画出目标线。")
    if has_targets:
        told = lines.periods[: lines.drawn]
        unsettled = unsettled_targets(lines.catalogue, lines.indicator, lines.city, told)
        found += unsettled_sentences(unsettled, lines.indicator)
    found += counted_in([line.region for line in lines.regions], "全市值")
    if lines.periods:
        names = {line.region.code: line.region.name for line in lines.regions}
        found += former_names(lines.catalogue, names, since=lines.periods[0])
    found += value_notes(
        (line.region.name, f"{line.region.name} {period}", moment)
        for line in shown
        for period, moment in zip(lines.periods, line.moments, strict=True)
    )
    return tuple(note for note in found if note)


def _city_sentence(lines: Lines) -> str:
    drawn = [lines.whole.moments[place] for place in range(lines.drawn)]
    made = {moment.made for moment in drawn}
    published = any(moment.note for moment in drawn)
    reported = f"取自{wording.PUBLISHED}" if published else "为市里报送数"
    ways = {
        "ratio_of_sums": "各地区的分子、分母分别合计后相除得出",
        "weighted_mean": "各地区按样本量加权平均得出",
    }
    if "computed" in made:
        computed = ways.get(lines.indicator.aggregation, "各地区合计得出")
        other = f"；各地区没有报齐的时期{reported}，两种数之间不连线" if "reported" in made else ""
        return f"全市值由{computed}{other}。"
    return f"全市值{reported}。" if "reported" in made else ""


def _has_gap(line: Line, drawn: int) -> bool:
    known = [place for place in range(drawn) if line.moments[place].shown is not None]
    return bool(known) and (known[-1] - known[0] + 1 > len(known) or known[-1] + 1 < drawn)
