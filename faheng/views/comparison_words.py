"""The sentences of 县区对比: its title and the notes under it, all computed from the rows."""

from __future__ import annotations

from faheng.catalogue import ReferenceValue
from faheng.measures import wording
from faheng.measures.rates import CityFigure
from faheng.views.standing import Question, Shown, breaks_between


def title(question: Question, rows: tuple[Shown, ...], figure: CityFigure) -> str:
    """What the data show, without rank or verdict: `…率：全市 93.40%，各地区 78.57%～100%`."""
    indicator = question.indicator
    values = [row for row in rows if row.shown is not None]
    if len(values) == 1 and len(rows) > 1 and figure.made in ("partial", "none"):
        return f"{wording.full_width(indicator.name)}：{_only_words(question, values[0], len(rows))}"
    parts = [_range_words(question, values, "各地区" if len(values) == len(rows) else f"{len(values)}个地区")]
    if figure.shown is not None:
        value = wording.format_value(figure.shown, indicator)
        if figure.made == "partial" and figure.regions_summed == 1:
            pass  # one region is no total
        elif figure.made == "partial":
            same = figure.regions_summed == len(values)
            parts.append(f"{'' if same else f'其中{figure.regions_summed}个'}合计 {value}")
        else:
            total = "合计" if indicator.aggregation == "sum" and figure.made == "computed" else ""
            parts.insert(0, f"全市{total} {value}")
    words = "，".join(part for part in parts if part) or f"{question.period}尚无数据"
    return f"{wording.full_width(indicator.name)}：{words}"


def _only_words(question: Question, only: Shown, count: int) -> str:
    """`8个地区中只有石桥县有数：91.67%`: the others have not reported, or have nothing to report."""
    text = wording.format_value(only.shown, question.indicator, as_reported=only.as_reported)
    return f"{count}个地区中只有{only.region.name}有数：{text}"


def _range_words(question: Question, values: list[Shown], whose: str) -> str:
    """`各地区 78.57%～100%`, `各地区均为 100%`, `东湖区 93.75%` when it is the only one."""
    if len(values) == 1:
        (only,) = values
        text = wording.format_value(only.shown, question.indicator, as_reported=only.as_reported)
        return f"{only.region.name} {text}"
    shown = [row.shown for row in values if row.shown is not None]
    if not shown:
        return ""
    low, high = min(shown), max(shown)
    return f"{whose}{'均为' if low == high else ''} {wording.range_text(low, high, question.indicator)}"


def notes(
    question: Question, rows: tuple[Shown, ...], figure: CityFigure, city_row: Shown
) -> tuple[str, ...]:
    """What a reader must know before comparing, one sentence each."""
    indicator = question.indicator
    names = {region.code: region.name for region in question.regions}
    before = wording.previous_words(question.period)
    whole = "合计" if figure.made == "partial" else "全市值"
    breaks = breaks_between(question, set(names))
    found = [_made_sentence(question, figure)]
    found += [f"口径变化，与{before}不可比：{broken.text}。" for broken in breaks]
    if (
        city_row.previous is not None
        and city_row.shown is not None
        and not city_row.comparable
        and not breaks
        and not (figure.made == "partial" and figure.regions_summed == 1)
    ):
        found.append(f"{whole}与{before}不可比：两期的来源或报送地区不同。")
    found.append(_marked_sentence(rows))
    alone = [row.region.name for row in rows if row.shown is not None and row.as_reported]
    if alone:
        found.append(f"{'、'.join(alone)}只报了结果，没有分子分母，未计入{whole}。")
    if len({row.target for row in rows if row.target is not None}) > 1 and indicator.direction != "neutral":
        found.append("各地区目标不同，见表。")
    found += [
        f"{region.name}的数字已含在{names[region.counted_in]}内，不重复计入{whole}。"
        for region in question.regions
        if region.counted_in in names
    ]
    found += _former_names(question, names)
    return tuple(note for note in found if note)


def _made_sentence(question: Question, figure: CityFigure) -> str:
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
    if figure.made == "partial" and figure.regions_summed == 1:
        return f"应报的{figure.regions_due}个地区中只有1个可以合计，不计算全市值。"
    if figure.made == "partial":
        return f"应报的{figure.regions_due}个地区中只有{figure.regions_summed}个可以合计，合计值不代表全市。"
    if figure.made == "reported":
        if indicator.aggregation == "own":
            return "全市值为市里报送数。"
        counts = f"应报的{figure.regions_due}个地区中{figure.regions_summed}个可以合计"
        return f"全市值为市里报送数：{counts}，不足以算出全市。"
    return ""


def _marked_sentence(rows: tuple[Shown, ...]) -> str:
    """Which numbers may still change; names only where not all are of one kind."""
    marked = [row for row in rows if row.mark]
    if not marked:
        return ""
    marks = {row.mark for row in marked}
    if len(marks) == 1 and len(marked) == sum(row.shown is not None for row in rows):
        return f"各地区数字均为{marks.pop()}，还可能修改。"
    return f"还可能修改的数字：{'、'.join(f'{row.region.name}（{row.mark}）' for row in marked)}。"


def _former_names(question: Question, names: dict[str, str]) -> list[str]:
    """`白溪区：2020年及以前称白溪县`, when one of the two periods lies in that time."""
    begins = (question.previous.year, question.previous.first_month)
    return [
        f"{names[alias.region_code]}：{alias.valid_to}及以前称{alias.name}。"
        for alias in question.catalogue.region_aliases
        if alias.region_code in names
        and alias.valid_to is not None
        and begins <= (alias.valid_to.year, alias.valid_to.last_month)
    ]


def references(question: Question) -> tuple[str, ...]:
    """For each place the newest outside value up to the end of the period: `全国 2024年 12.07%（…）`."""
    newest: dict[str, ReferenceValue] = {}
    for reference in question.catalogue.references:
        if reference.indicator_code != question.indicator.code:
            continue
        if reference.period is not None and question.period < reference.period:
            continue
        known = newest.get(reference.place)
        if known is None or known.period is None or (reference.period and known.period < reference.period):
            newest[reference.place] = reference
    return tuple(_reference_sentence(question, reference) for reference in newest.values())


def _reference_sentence(question: Question, reference: ReferenceValue) -> str:
    when = f" {reference.period}" if reference.period else ""
    value = f"{wording.plain_number(reference.value)}{wording.full_width(question.indicator.unit)}"
    parts = wording.parts_text(question.indicator, reference.numerator, reference.denominator)
    details = "，".join(text for text in (parts, reference.note) if text)
    return f"{reference.place}{when} {value}" + (f"（{details}）" if details else "")
