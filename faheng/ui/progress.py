"""报送进度: the choices, the board, the reminder to copy, and the deadlines."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import streamlit as st

from faheng.catalogue import Catalogue
from faheng.period import FORM_NAMES, FREQUENCY_NAMES, Period
from faheng.roles import Actor
from faheng.store.deadlines import deadline_by_rule, set_deadline
from faheng.store.embargo import newest_for
from faheng.store.rules import MOST_DAYS, RULE_NAMES, OfficeRules, change_rules, office_rules
from faheng.ui import access, components, data, flash, link, names
from faheng.ui.copy_element import show_copy_element
from faheng.views.choices import Options
from faheng.views.progress import Progress, duties, form_frequencies, progress
from faheng.views.progress_words import (
    board_matrix,
    board_table,
    day_words,
    form_name,
    reminder,
    submission_path,
)

_FIRST_YEAR = 2010


def choose_board(catalogue: Catalogue, actor: Actor) -> Progress | None:
    """The board of a city, frequency and year; None when no city of the reader's is in the catalogue."""
    sees_all = actor.has("reviewer", "publisher", "administrator")
    cities = {city.code: city for city in catalogue.cities if sees_all or actor.own_regions(city, catalogue)}
    frequencies = form_frequencies(catalogue)
    if not cities or not frequencies:
        return None
    today = date.today()
    notices = st.container()
    left, middle, right, _ = st.columns([2, 1, 2, 4])
    # The demonstration city, while it is there, is where a newcomer tries things out.
    first = next((code for code in cities if catalogue.is_made_up(code)), next(iter(cities)))
    with left:
        names = {code: city.name for code, city in cities.items()}
        city_code = link.choice("city", "市", Options(names, first), notices=notices)
    years = {str(year): f"{year}年" for year in range(today.year, _FIRST_YEAR - 1, -1)}
    with middle:
        year = int(link.choice("year", "年份", Options(years, next(iter(years))), notices=notices))
    # The shortest to begin with: most is due of it.
    words = Options({code: FORM_NAMES[code] for code in frequencies}, frequencies[-1])
    frequency = link.value_of("frequency", "报表", words, notices=notices)
    with right:
        link.segments("frequency", "报表", words)
    store = data.store()
    owed = data.view(duties, release=newest_for(store, actor), city_code=city_code, frequency=frequency)
    return progress(
        store, owed, city_code=city_code, year=year, frequency=frequency, today=today, actor=actor
    )


def show_board(board: Progress) -> None:
    """The board with its title and the .xlsx."""
    with st.container(key="progress-board"):
        components.show_matrix(board_matrix(board), board_table(board), key="progress")


def offer_reminder(board: Progress) -> None:
    """The reminder's text with its copy button, for all regions or one."""
    st.subheader("催报", anchor=False)
    late = {
        row.region.code: row.region.name for row in board.rows if reminder(board, region_code=row.region.code)
    }
    if not late:
        st.caption("已到时间的报表都报齐了，没有要提醒的。")
        return
    left, _ = st.columns([2, 7])
    with left:
        code = st.selectbox(
            "提醒谁", ["", *late], format_func=lambda code: late.get(code, "所有没报齐的"), key="remind"
        )
    text = reminder(board, region_code=code)
    path = submission_path(board, region_code=code)
    show_copy_element(text, label="催报文字", button="复制催报文字", key="reminder", path=path)


def offer_deadlines(board: Progress, actor: Actor) -> None:
    """Another last day for one form of the city; for 管理 also the rule of all cities."""
    with st.expander("截止日期", icon=":material/event:"):
        by_rule = [form for form in board.forms if not form.deadline.set_by]
        days = office_rules(data.store()).days_after(board.frequency)
        st.caption(
            f"{FORM_NAMES[board.frequency]}一般在{FREQUENCY_NAMES[board.frequency]}结束后 {days} 天内报，"
            f"{len(by_rule)} 份按这个规则；下面可以为{flash.plain(board.city.name)}的一份表另定日子。"
        )
        periods = [form.period for form in board.forms]
        due = {form.period: form.deadline for form in board.forms}
        if periods:
            left, right, button, back = st.columns([3, 3, 2, 2], vertical_alignment="bottom")
            with left:
                period = st.selectbox("报表", periods[::-1], format_func=form_name, key="deadline-form")
            chosen = due[period]
            with right:
                day = st.date_input(
                    "截止日期",
                    chosen.due_on,
                    format="YYYY-MM-DD",
                    key=f"deadline:{period.code}:{chosen.due_on}",
                )
            button.button(
                "改截止日期", on_click=_set, args=(board.city.code, period, day), key="set-deadline"
            )
            if chosen.set_by:
                rule = day_words(deadline_by_rule(period, office_rules(data.store())))
                back.button(
                    "恢复规则", on_click=_set, args=(board.city.code, period, None), key="drop-deadline"
                )
                by = names.shown(chosen.set_by)
                st.caption(f"这份表的日子{flash.plain(f'由{by}' if by else '')}另定；按规则是{rule}。")
        if actor.has("administrator"):
            _offer_rule(board.frequency)


def _offer_rule(frequency: str) -> None:
    name = f"{frequency}_days"
    left, button, _ = st.columns([3, 2, 5], vertical_alignment="bottom")
    with left:
        days = st.number_input(
            RULE_NAMES[name],
            min_value=1,
            max_value=MOST_DAYS,
            value=office_rules(data.store()).days_after(frequency),
            key=f"rule:{name}",
        )
    button.button("改规则（各市）", on_click=_change_rule, args=(name, days), key="set-rule")


@flash.told
def _set(city_code: str, period: Period, day: date | None) -> None:
    set_deadline(data.store(), city_code, period, day, actor=access.require("administrator", "reviewer"))
    flash.say(
        f"{form_name(period)}的截止日期改为 {day:%Y-%m-%d}。"
        if day
        else f"{form_name(period)}的截止日期恢复为规则。"
    )


@flash.told
def _change_rule(name: str, days: int) -> None:
    store = data.store()
    changed = OfficeRules(**(asdict(office_rules(store)) | {name: days}))
    change_rules(store, changed, actor=access.require("administrator"))
    flash.say(f"{RULE_NAMES[name]}改为 {days} 天。")
