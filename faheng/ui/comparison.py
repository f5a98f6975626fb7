"""县区对比: what stands below its chart: who is missing, where a number comes from, what the indicator means."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import streamlit as st

from faheng.address import Address, address
from faheng.catalogue import Region
from faheng.charts.spec import Funnel
from faheng.measures.wording import NOT_COMPLETE, not_applicable_words
from faheng.tables import Table
from faheng.ui import access, components, data, link, names
from faheng.ui.catalogue import definition_html
from faheng.ui.flash import plain
from faheng.views.comparison import Comparison
from faheng.views.definition import indicator_definition
from faheng.views.funnel import funnel
from faheng.views.looks import FUNNEL, MAP, RANKING
from faheng.views.ranking import Ranking, ranking
from faheng.views.region_map import region_map
from faheng.views.source import Revision, Source, cells_table, parts_table, source_of
from faheng.views.standing_words import profile_address, trend_address


def choose_look(shown: Comparison) -> str:
    """The form in which the comparison is seen, kept in the address; chosen side by side where there is a choice."""
    if link.left_out("look"):
        link.forget("look")  # whoever follows a link to a county's number gets the counties side by side
    look = link.value_of("look", "图的样式", shown.looks, lacking="（这个指标不适用）")
    if len(shown.looks.words) > 1:
        link.segments("look", "图的样式", shown.looks, with_label=False)
    return look


def show_look(shown: Comparison, look: str) -> Table:
    """Draw the comparison in the chosen form; the table that belongs below it. A funnel stands beside every ranking."""
    name = f"{shown.indicator.name} {shown.period}"
    if look == RANKING:
        ranked: Ranking = _asked(ranking, shown)
        funnel_of: Funnel | None = _asked(funnel, shown)
        if funnel_of is None:
            components.show_chart(ranked.chart, key="comparison-ranking", name=f"{name} 排名")
        else:
            left, right = st.columns([3, 2], gap="medium")
            with left:
                components.show_chart(ranked.chart, key="comparison-ranking", name=f"{name} 排名")
            with right:
                components.show_chart(funnel_of, key="comparison-funnel", name=f"{name} 漏斗图")
        return ranked.table
    if look == FUNNEL:
        components.show_chart(_asked(funnel, shown), key="comparison-funnel", name=f"{name} 漏斗图")
    elif look == MAP:
        components.show_chart(_asked(region_map, shown), key="comparison-map", name=f"{name} 地图")
    else:
        components.show_chart(shown.chart, key="comparison-chart", name=name)
    return shown.table


def _asked(question: Callable[..., Any], shown: Comparison) -> Any:
    return data.view(
        question,
        release=shown.release,
        city_code=shown.city.code,
        indicator_code=shown.indicator.code,
        period_code=shown.period.code,
    )


def say_what_is_missing(shown: Comparison) -> None:
    """未报, 无案件 and incomplete regions by name, and the notes of the chart."""
    lists = [
        ("未报", [region.name for region in shown.not_reported]),
        (not_applicable_words(shown.indicator), [region.name for region in shown.not_applicable]),
        (NOT_COMPLETE, [f"{item.region.name}（{item.text}）" for item in shown.incomplete]),
    ]
    lines = [f"**{label}**：{plain('、'.join(names))}" for label, names in lists if names]
    if lines:
        st.markdown("　　".join(lines))


def show_source(shown: Comparison, region_code: str | None) -> None:
    """Where the number of the chosen row comes from, down to the cell."""
    if region_code is None:
        return
    source: Source = data.view(
        source_of,
        release=shown.release,
        indicator_code=shown.indicator.code,
        region_code=region_code,
        period_code=shown.period.code,
    )
    with st.container(border=True, key="source"):
        st.markdown(
            f"**{plain(f'{source.region.name} {source.period} {source.indicator.name}：{source.text}')}**"
        )
        if source.explanation:
            st.markdown(plain(source.explanation))
        for revision in source.revisions:
            _show_revision(revision)
        if source.restated:
            st.markdown(plain(f"{source.restated}。"))
            components.show_ways(source.restated_from)
        components.show_ways((*_ways(shown, source.region), *_way_to_correct(shown, source)))
        release_source = shown.table.source
        if source.revisions:
            components.show_table(
                cells_table(source, release_source, shown.made_up, names=names.shows_names()),
                key="source-cells",
            )
        if source.parts:
            _show_parts(shown, source, parts_table(source, release_source, shown.made_up))


def show_ways(shown: Comparison) -> None:
    """From the comparison to the indicator's trend and definition, and to the whole of the period."""
    asked: dict[str, str | int] = {"release": shown.release, "city": shown.city.code}
    trend = trend_address(
        shown.city, shown.indicator, shown.period, release=shown.release, regions=link.remembered("regions")
    )
    components.show_ways(
        (
            ("指标趋势", trend),
            ("指标口径", address("indicator", **asked, indicator=shown.indicator.code)),
            (f"{shown.period}总览", address("overview", **asked, period=shown.period.code)),
        )
    )


def _ways(shown: Comparison, region: Region) -> tuple[tuple[str, Address], ...]:
    """From a region's number to its trend and its profile; the city has the whole of the period."""
    asked: dict[str, str | int] = {"release": shown.release, "city": shown.city.code}
    if region == shown.city:
        return ((f"{shown.period}总览", address("overview", **asked, period=shown.period.code)),)
    trend = trend_address(
        shown.city, shown.indicator, shown.period, release=shown.release, regions=region.code
    )
    profile = profile_address(shown.city, region, shown.period, release=shown.release)
    return ((f"{region.name}的趋势", trend), (f"{region.name}画像", profile))


def _way_to_correct(shown: Comparison, source: Source) -> tuple[tuple[str, Address], ...]:
    """For whoever reports for the region: from its published number to where one corrects it."""
    catalogue = data.catalogue(shown.release)
    if source.current is None or not access.visitor().may_report(source.region.code, catalogue):
        return ()
    where = address(
        "submission",
        city=shown.city.code,
        region=source.region.code,
        indicator=shown.indicator.code,
        period=shown.period.code,
    )
    return (("更正这个数", where),)


def _show_parts(shown: Comparison, source: Source, table: Table) -> None:
    """The numbers behind a number, each with the way to its own source."""
    st.markdown("**由下列各数得出**：点一行，看它自己的来源。")
    row = components.chosen_row(table, key="source-parts")
    if row is not None and row < len(source.parts):
        part = source.parts[row]
        where = address(
            "comparison",
            release=shown.release,
            city=shown.city.code,
            indicator=shown.indicator.code,
            period=part.period.code,
            row=part.region.code,
        )
        components.show_ways(((f"看{part.region.name}{part.period}的来源", where),))
    components.download_table(table, key="source-parts:xlsx")


def _unbroken(moment: datetime) -> str:
    """`2026-11-25 23:37` that no narrow line breaks inside."""
    return f"{moment:%Y-%m-%d %H:%M}".replace("-", "\u2011").replace(" ", "\u00a0")


def _show_revision(revision: Revision) -> None:
    holds = "现行" if revision.superseded_in is None else f"已由第 {revision.superseded_in} 版替换"
    received = f" {_unbroken(revision.received_at)} 报送" if revision.received_at else ""
    by = f"由{names.shown(revision.published_by)}" if names.shown(revision.published_by) else ""
    published = f"，{_unbroken(revision.published_at)} {by}发布" if revision.published_at else ""
    sender = f"{revision.sender} {names.shown(revision.sent_by)}".rstrip()
    if revision.correction:
        st.markdown(f":material/edit_note: **{plain(revision.correction)}**")
    detail = f"（{revision.detail}）" if revision.detail else ""
    st.markdown(
        plain(
            f"第 {revision.release} 版（{holds}）：{revision.text}{detail}。"
            f"来自“{revision.file_name}”，{sender}{received}{published}"
        )
    )
    # A file is handed out as it was sent, with whatever names stand in it: to accounts, and not before a meeting.
    if not (names.in_meeting() or access.visitor().is_guest):
        components.download_source(
            revision.submission_id, revision.file_name, key=f"source-file:{revision.release}"
        )


def show_definition(shown: Comparison) -> None:
    """What the indicator means; its own page says the rest."""
    definition = data.view(
        indicator_definition,
        release=shown.release,
        indicator_code=shown.indicator.code,
        city_code=shown.city.code,
    )
    with st.expander("口径、目标与出处", icon=":material/menu_book:"):
        components.show_html(definition_html, definition)


def nothing_for_period(shown: Comparison) -> None:
    """The empty state of one indicator and period."""
    components.nothing_here(
        f"{shown.city.name}{shown.period}还没有任何地区报送“{shown.indicator.name}”。请换一个时期，或到“数据报送”上传。"
    )
