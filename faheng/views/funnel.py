"""县区对比 as a funnel: who lies outside of what chance does with so few, or so many, cases."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from faheng.charts.spec import Funnel, FunnelBand, FunnelPoint
from faheng.measures import wording
from faheng.measures.difference import SIGNIFICANT
from faheng.measures.funnel import city_limits
from faheng.measures.verdict import CLEAR
from faheng.store.database import Store
from faheng.views.compared import Compared, compared
from faheng.views.comparison_chart import about_region, city_line, judged_as, shown_verdict
from faheng.views.standing_words import basis_of, source_address
from faheng.views.verdicts import rest_words

_PLACES = 120  # numbers of cases for which limits are drawn
_MOST_NAMES = 3


def funnel(
    store: Store, *, release: int, city_code: str, indicator_code: str, period_code: str
) -> Funnel | None:
    """The regions of a city by their number of cases; None where no two of them have cases to be tested.

    The limits are those of the test itself, so that a region lies outside exactly when it is told apart.

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
    question, found, judged = shared.question, shared.found, shared.judged
    inside = judged.inside
    if len(inside) < 2:
        return None
    points = tuple(
        FunnelPoint(
            key=row.region.code,
            label=row.region.label,
            text=wording.format_value(row.shown, question.indicator, as_reported=row.as_reported),
            value=row.shown,
            trials=inside[row.region.code][1],
            verdict=shown_verdict(question, judged.against_city[row.region.code]),
            judged=judged_as(question, judged.against_city[row.region.code]),
            about=about_region(question, row, found.figure, judged),
            address=source_address(question, row.region, release, look="funnel"),
            basis=basis_of(row, question.indicator),
        )
        for row in found.rows
        if row.region.code in inside and row.shown is not None
    )
    line = city_line(question, found.whole, found.figure)
    title = _title(shared, points)
    return Funnel(
        title=title,
        subtitle=_subtitle(shared, points),
        source=shared.source,
        notes=(*_notes(shared, points), *shared.notes()),
        made_up=shared.made_up,
        points=points,
        bands=_bands(list(inside.values())),
        line=line,
        cases=_cases_name(shared),
        unit=wording.full_width(question.indicator.unit),
        maximum=Decimal(100),
    )


def _cases_name(shared: Compared) -> str:
    return wording.full_width(shared.question.indicator.denominator_name or "案件数")


def _bands(cases: Sequence[tuple[int, int]]) -> tuple[FunnelBand, ...]:
    """The limits from one case to a little more than any region has, the wider band first.

    They are drawn half a case outside the last number of successes that is no difference: no region can lie on a line.
    """
    successes, trials = (sum(each[part] for each in cases) for part in (0, 1))
    most = max(each[1] for each in cases)
    last = min(trials, round(most * 1.12))
    step = max(1, last // _PLACES)
    numbers = sorted({*range(1, last + 1, step), *(each[1] for each in cases), last})
    limits = city_limits(city_successes=successes, city_trials=trials, trials=numbers)
    found = []
    for level in (CLEAR, SIGNIFICANT):
        own = [limit for limit in limits if limit.level == level]
        found.append(
            FunnelBand(
                level,
                tuple(limit.trials for limit in own),
                tuple(max(0.0, (limit.low - 0.5) / limit.trials * 100) for limit in own),
                tuple(min(100.0, (limit.high + 0.5) / limit.trials * 100) for limit in own),
            )
        )
    return tuple(found)


def _title(shared: Compared, points: Sequence[FunnelPoint]) -> str:
    """`考虑案件数后，…率：白溪区 78.57% 明显劣于其余，另5个地区看不出差别，2个案件太少`."""
    indicator = shared.question.indicator
    survey = indicator.count_model == "survey"
    outside = [point for point in points if point.verdict]
    few = sum(shared.judged.against_city[point.key].too_few for point in points)
    rest = len(points) - len(outside) - few
    if len(outside) <= _MOST_NAMES:
        parts = [f"{point.label} {point.text} {point.verdict}其余" for point in outside]
    else:
        words = dict.fromkeys(point.verdict for point in outside)
        parts = [f"{sum(each.verdict == word for each in outside)}个地区{word}其余" for word in words]
    if rest:
        parts.append(f"另{rest}个地区看不出差别" if outside else f"{rest}个地区之间看不出差别")
    if few:
        cases = "样本" if survey else "案件"
        parts.append(f"{few}个{cases}太少" if rest or outside else f"{few}个地区{cases}都太少")
    return (
        f"考虑{'样本量' if survey else '案件数'}后，{wording.full_width(indicator.name)}：{'，'.join(parts)}"
    )


def _subtitle(shared: Compared, points: Sequence[FunnelPoint]) -> str:
    question = shared.question
    signs = ["●\u00a0在内带（95%）内：看不出差别"]
    if any(point.verdict for point in points):
        rest = rest_words(shared.found.figure)
        signs.append(f"◆\u00a0内带外：与{rest}可能有差别；外带（99.8%）外：明显有差别")
    return f"{question.city.name} · {question.period} · 横轴：{_cases_name(shared)} · {'　'.join(signs)}"


def _notes(shared: Compared, points: Sequence[FunnelPoint]) -> list[str]:
    found = [
        "界限按全市合计用超几何分布算出，与检验一致：案件越少，偶然波动越大，带越宽；案件数是整数，所以界限成锯齿。"
    ]
    tested = {point.key for point in points}
    without = [
        row.region.name
        for row in shared.found.rows
        if row.shown is not None and row.region.code not in tested
    ]
    if without:
        found.append(f"不在图上：{'、'.join(without)}（案件数或样本量不知道，或已含在别的地区内）。")
    return found
