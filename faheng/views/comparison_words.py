"""The sentences of 县区对比: its title and the notes under it, all computed from the rows."""

from __future__ import annotations

from faheng.measures import wording
from faheng.measures.rates import CityFigure
from faheng.measures.verdict_words import verdict_words
from faheng.views.notes import counted_in, former_names, unsettled_sentences, unsettled_targets, value_notes
from faheng.views.question import Question, breaks_between
from faheng.views.standing import Shown
from faheng.views.standing_words import ends, range_of
from faheng.views.verdicts import Judged
from faheng.views.ways import TO_TABLE

_MOST_NAMES = 2


def title(
    question: Question, rows: tuple[Shown, ...], figure: CityFigure, city_row: Shown, judged: Judged
) -> str:
    """What the data show: `…率：全市 93.40%，各地区 78.57%～100%，白溪区明显劣于全市其余地区`."""
    indicator = question.indicator
    values = [row for row in rows if row.shown is not None]
    if len(values) == 1 and len(rows) > 1 and figure.shown is None:
        return f"{wording.full_width(indicator.name)}：{_only_words(question, values[0], len(rows))}"
    parts = [range_words(question, values, "各地区" if len(values) == len(rows) else f"{len(values)}个地区")]
    if figure.shown is not None:
        value = wording.format_value(figure.shown, indicator, as_reported=city_row.as_reported)
        if figure.made == "partial":
            same = figure.regions_summed == len(values)
            parts.append(f"{'' if same else f'其中{figure.regions_summed}个'}合计 {value}")
        else:
            total = "合计" if indicator.aggregation == "sum" and figure.made == "computed" else ""
            parts.insert(0, f"全市{total} {value}")
    parts.append(difference_words(question, rows, judged))
    words = "，".join(part for part in parts if part) or f"{question.period}尚无数据"
    return f"{wording.full_width(indicator.name)}：{words}"


def difference_words(question: Question, rows: tuple[Shown, ...], judged: Judged) -> str:
    """Who differs from the rest by more than chance, the clear ones before the others; that nobody does, where tested."""
    tested = [
        (row.region.name, judged.against_city[row.region.code])
        for row in rows
        if row.region.code in judged.against_city
    ]
    if len(tested) < 2 or len({row.shown for row in rows if row.shown is not None}) == 1:
        return ""
    different = [(name, verdict) for name, verdict in tested if verdict.is_difference]
    if not different:
        return "地区之间看不出差别"
    clear = [(name, verdict) for name, verdict in different if verdict.is_clear] or different
    named: dict[str, list[str]] = {}
    for name, verdict in clear:
        named.setdefault(verdict_words(verdict, question.indicator, ""), []).append(name)
    found = [
        f"{'、'.join(names)}{words}其余" if len(names) <= _MOST_NAMES else f"{len(names)}个地区{words}其余"
        for words, names in named.items()
    ]
    return "，".join(found)


def _only_words(question: Question, only: Shown, count: int) -> str:
    """`8个地区中只有石桥县有数：91.67%`: the others have not reported, or have nothing to report."""
    text = wording.format_value(only.shown, question.indicator, as_reported=only.as_reported)
    return f"{count}个地区中只有{only.region.name}有数：{text}"


def range_words(question: Question, values: list[Shown], whose: str) -> str:
    """`各地区 78.57%～100%`, `各地区均为 100%`, `东湖区 93.75%` when it is the only one."""
    if len(values) == 1:
        (only,) = values
        text = wording.format_value(only.shown, question.indicator, as_reported=only.as_reported)
        return f"{only.region.name} {text}"
    if not values:
        return ""
    low, high = ends(values)
    return f"{whose}{'均为' if low.shown == high.shown else ''} {range_of(values, question.indicator)}"


def notes(
    question: Question, rows: tuple[Shown, ...], figure: CityFigure, city_row: Shown, judged: Judged
) -> tuple[str, ...]:
    """What a reader must know before comparing, one sentence each."""
    indicator = question.indicator
    names = {region.code: region.name for region in question.regions}
    before = wording.previous_words(question.period, indicator)
    whole = "合计" if figure.made == "partial" else "全市值"
    breaks = breaks_between(question, set(names))
    found = [_made_sentence(question, rows, figure, city_row)]
    found += dict.fromkeys(f"{broken.what}，与{before}不可比：{broken.text}。" for broken in breaks)
    if (
        city_row.previous is not None
        and city_row.shown is not None
        and not city_row.comparable
        and not breaks
    ):
        reason = "两期的来源或报送地区不同"
        if city_row.cumulative:
            reason = f"本期是{wording.CUMULATIVE}数，{before}不是"
        found.append(f"{whole}与{before}不可比：{reason}。")
    if city_row.change_regions and city_row.previous is not None and city_row.change is not None:
        then = wording.format_value(city_row.previous, indicator)
        now = wording.format_value(city_row.previous + city_row.change, indicator)
        found.append(
            f"{whole}较{before}的变化只按两期都有数的{city_row.change_regions}个地区计算：由 {then} 到 {now}。"
        )
    found.append(_marked_sentence(rows))
    found.append(_test_sentence(question, rows, judged))
    alone = [row.region.name for row in rows if row.shown is not None and row.as_reported]
    if alone:
        found.append(f"{'、'.join(alone)}只报了结果，没有分子分母，未计入{whole}。")
    if len({row.target for row in rows if row.target is not None}) > 1 and indicator.direction != "neutral":
        found.append(f"各地区目标不同{TO_TABLE}。")
    if any(row.gap for row in (*rows, city_row)):
        targets = unsettled_targets(question.catalogue, indicator, question.city, [question.period])
        found += unsettled_sentences(targets, indicator)
    found += counted_in(question.regions, whole)
    found += former_names(question.catalogue, names, since=question.previous)
    found += value_notes((row.region.name, row.region.name, row) for row in (*rows, city_row))
    return tuple(note for note in found if note)


def _made_sentence(question: Question, rows: tuple[Shown, ...], figure: CityFigure, city_row: Shown) -> str:
    indicator = question.indicator
    ways = {"ratio_of_sums": "的分子、分母分别合计后相除", "weighted_mean": "按样本量加权平均", "sum": "合计"}
    way = ways.get(indicator.aggregation, "合计")
    if figure.made == "computed":
        sentence = f"全市值由{figure.regions_summed}个地区{way}得出"
        if figure.regions_not_applicable:
            without = wording.not_applicable_words(indicator)
            sentence += f"（另{figure.regions_not_applicable}个{without}）"
        if figure.reported_differs:
            reported = wording.format_value(figure.reported, indicator)
            sentence += f"；市里报送的是 {reported}，与此不一致，请核对"
        return f"{sentence}。"
    if figure.made == "single":
        return f"应报的{figure.regions_due}个地区中只有1个可以合计，不计算全市值。"
    if figure.made == "partial":
        return f"应报的{figure.regions_due}个地区中只有{figure.regions_summed}个可以合计，合计值不代表全市。"
    if figure.made == "reported":
        made = f"全市值取自{wording.PUBLISHED}" if city_row.note else "全市值为市里报送数"
        if indicator.aggregation == "own" or not rows:
            return f"{made}。"
        counts = f"应报的{figure.regions_due}个地区中{figure.regions_summed or '没有一'}个可以合计"
        return f"{made}：{counts}，不足以算出全市。"
    return ""


def _test_sentence(question: Question, rows: tuple[Shown, ...], judged: Judged) -> str:
    """What was tested, and who has too few cases to be told apart."""
    if not judged.against_city:
        return ""
    few = [
        row.region.name
        for row in rows
        if (verdict := judged.against_city.get(row.region.code)) is not None and verdict.too_few
    ]
    sentence = "“可能”指 p<0.05，“明显”指 p<0.002（费希尔精确检验，取较小一侧的两倍，与其余地区合计相比）"
    if few:
        cases = "案件" if question.indicator.count_model == "events" else "样本"
        few = few if len(few) < len(judged.against_city) else ["各地区"]
        sentence += f"；{'、'.join(few)}{cases}太少，看不出{'差别' if question.indicator.direction == 'neutral' else '好坏'}"
    return f"{sentence}。"


def _marked_sentence(rows: tuple[Shown, ...]) -> str:
    """Which numbers may still change; names only where not all are of one kind."""
    marked = [row for row in rows if row.may_change]
    if not marked:
        return ""
    marks = {row.mark for row in marked}
    if len(marks) == 1 and len(marked) == sum(row.shown is not None for row in rows):
        return f"各地区数字均为{marks.pop()}，还可能修改。"
    return f"还可能修改的数字：{'、'.join(f'{row.region.name}（{row.mark}）' for row in marked)}。"
