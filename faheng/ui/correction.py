"""更正一个已发布的数: chosen and edited on screen, written as a 更正单, read and handed in like any file."""

from __future__ import annotations

import streamlit as st

from faheng.catalogue import Catalogue, Indicator, Region
from faheng.intake.reading import STATUS_NAMES, Value
from faheng.intake.template import Correction, write_correction
from faheng.roles import Actor
from faheng.store.submissions import Sender
from faheng.ui import answering, data, handing_in, link
from faheng.ui.flash import plain
from faheng.ui.sender import SenderChoice
from faheng.views.own_figures import (
    entries_of,
    period_words,
    published_figures,
    published_words,
    status_text,
)

_OPEN = "correction"
_FIRST = "correction first"
_ASKED = ("region", "indicator", "period")


def opened_by_link() -> bool:
    """Whether a link that names a figure led here: then its correction stands above the rest."""
    # The page before may have written the same indicator and period: of them nothing is asked anew.
    if any(link.asked(name) for name in _ASKED):
        for name in _ASKED:
            if wanted := link.current(name):
                st.session_state[f"correct-{name}"] = wanted
        st.session_state[_OPEN] = st.session_state[_FIRST] = True
    return bool(st.session_state.get(_FIRST))


def offer_correction(catalogue: Catalogue, choice: SenderChoice, actor: Actor, release: int) -> None:
    """The part of the page where one figure is corrected."""
    with st.expander(
        "更正一个已发布的数", icon=":material/edit_note:", on_change="rerun", key=_OPEN
    ) as opened:
        if opened.open:
            _correct(catalogue, choice, actor, release)
        else:
            st.session_state.pop(_FIRST, None)


def _correct(catalogue: Catalogue, choice: SenderChoice, actor: Actor, release: int) -> None:
    st.caption("只改一个数时用：改好的数写成一张更正单，和别的报送一样经过审核、发布；原来的数仍可查到。")
    regions = {region.code: region for region in actor.own_regions(choice.city, catalogue)}
    columns = st.columns([2, 4, 2])
    with columns[0]:
        region = regions[_one_of("region", "地区", {code: one.name for code, one in regions.items()})]
    figures = published_figures(data.store(), release=release, region_code=region.code)
    if not figures:
        st.caption(plain(f"{region.name}还没有已发布的数。"))
        return
    codes = sorted({value.indicator_code for value in figures})
    names = {code: f"{code} {catalogue.known_indicator(code).name}" for code in codes}
    with columns[1]:
        indicator = catalogue.known_indicator(_one_of("indicator", "指标", names))
    by_period = {
        f"{value.period.code}{'' if value.basis == indicator.basis else f' {value.basis}'}": value
        for value in figures
        if value.indicator_code == indicator.code
    }
    with columns[2]:
        periods = {code: period_words(value) for code, value in by_period.items()}
        value = by_period[_one_of("period", "时期", periods)]
    _edit(value, catalogue, choice, actor, release, region=region, indicator=indicator)


def _one_of(name: str, label: str, words: dict[str, str]) -> str:
    """A choice that a link may have made; one that is not there (any more) is none."""
    key = f"correct-{name}"
    if st.session_state.get(key) not in words:
        st.session_state.pop(key, None)
    return str(st.selectbox(label, list(words), format_func=words.__getitem__, key=key))


def _edit(
    value: Value,
    catalogue: Catalogue,
    choice: SenderChoice,
    actor: Actor,
    release: int,
    *,
    region: Region,
    indicator: Indicator,
) -> None:
    before = published_words(value, catalogue, release=release)
    st.markdown(f"已发布：**{plain(before)}**")
    about = f"{region.code}:{indicator.code}:{value.period.code}:{value.basis}:{release}"
    entries = entries_of(value, catalogue)
    fields = st.columns(len(entries) + 1)
    typed = {}
    for field, entry in zip(fields, entries, strict=False):
        with field:
            typed[entry.part] = st.text_input(
                plain(f"{entry.name}更正为"),
                value=entry.text,
                max_chars=30,
                key=f"corrected:{about}:{entry.part}",
            ).strip()
    statuses = list(STATUS_NAMES)
    with fields[-1]:
        status = st.selectbox(
            "数据状态", statuses, index=statuses.index(status_text(value)), key=f"corrected:{about}:status"
        )
    reason = st.text_input("更正的理由（必填）", max_chars=200, key=f"corrected:{about}:reason").strip()
    if typed == {entry.part: entry.text for entry in entries} and status == status_text(value):
        st.caption("还没有改动：上面是已发布的数。")
        return
    correction = Correction(
        city=choice.city,
        region=region,
        indicator=indicator,
        period=value.period,
        basis=value.basis,
        before=before,
        entries=typed,
        status=status,
        reason=reason,
        person=choice.person,
    )
    file = data.reading(
        write_correction(correction),
        correction.file_name,
        city_code=choice.city.code,
        unit_code=region.code,
        period=None,
        release=release,
        answers={},
    )
    errors = [issue for issue in file.issues if issue.level == "error"]
    for issue in errors:
        st.error(plain(issue.message))
    answering.acknowledge(file, set(), f"correction:{about}")
    handing_in.offer_confirmation(
        [file],
        [frozenset()],
        Sender(choice.city.code, region.code, choice.person),
        actor=actor,
        key="correction-hand-in",
        note=reason,
        closes=_OPEN,
        lacking="请改正上面的错误。" if errors else "" if reason else "请写明更正的理由。",
    )
