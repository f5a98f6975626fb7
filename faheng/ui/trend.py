"""指标趋势: its empty state, and what a picture of it is called."""

from __future__ import annotations

from faheng.charts.spec_over_time import Bump, SmallMultiples
from faheng.ui import components, data, link
from faheng.views.trend import Trend, form_options


def chosen_form(release: int, *, city_code: str, indicator_code: str) -> str:
    """One chart, a panel for every region, or ranks: of these what the city and the indicator have."""
    options = data.view(form_options, release=release, city_code=city_code, indicator_code=indicator_code)
    if link.left_out("form"):
        link.forget("form")  # whoever follows a link to a county's line gets the line
    form = link.value_of("form", "图的样式", options, lacking="")
    if len(options.words) > 1:
        link.segments("form", "图的样式", options, with_label=False)
    return form


def nothing_for_frequency(shown: Trend) -> None:
    """The empty state of one indicator and frequency."""
    components.nothing_here(
        f"{shown.city.name}的“{shown.indicator.name}”在这个频次还没有数据。请换一个频次或指标，或到“数据报送”上传。"
    )


def picture_name(shown: Trend) -> str:
    """The indicator with its first and last period, and the form where it is not the one chart."""
    form = {SmallMultiples: " 分地区", Bump: " 名次"}.get(type(shown.chart), "")
    first, last = shown.chart.periods[0].label, shown.chart.periods[-1].label
    return f"{shown.indicator.name} {first if first == last else f'{first}—{last}'}{form}"
