"""数据报送: one cell that the sender picked: what it was understood to be, and every way to put that right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from faheng.catalogue import Catalogue, Region
from faheng.intake.doubts import NOT_DATA_ANSWER
from faheng.intake.read import FileReading
from faheng.intake.reading import ColumnReading, RowReading
from faheng.intake.units import catalogue_unit
from faheng.ui import answering
from faheng.ui.flash import plain
from faheng.views.answers import PERIOD_NAMES, ROLE_NAMES
from faheng.views.sheet import what_stands_at


def picked_key(key: str) -> str:
    """Where the cell that was picked in a file's sheet is kept."""
    return f"picked:{key}"


def withhold_button(cell: str, withheld: set[str], *, key: str) -> None:
    """The choice to leave a cell out of what is handed in, and to take that back."""
    st.button(
        "恢复这一格" if cell in withheld else "这格先不报",
        key=key,
        on_click=_toggle,
        args=(withheld, cell),
        help="这一格的数不进入这次报送，保持未报；其他数照常报送。",
    )


def _toggle(withheld: set[str], cell: str) -> None:
    withheld ^= {cell}


def show_picked(
    file: FileReading, catalogue: Catalogue, key: str, answers_key: str, withheld: set[str]
) -> None:
    """The picked cell in words, its open questions and problems, and lists to change its column and row."""
    address = st.session_state.get(picked_key(key))
    place = what_stands_at(file, catalogue, address) if address else None
    if place is None:
        change = "" if file.is_form else "；不对就在这里改"
        st.caption(f"点表里的一格，看它是怎样理解的{change}。")
        return
    sheet, _, cell = place.address.rpartition("!")
    with st.container(border=True):
        text = f"“{place.text}”" if place.text else "（空格）"
        open_keys = {doubt.key for doubt in place.doubts}
        about = place.about or ("" if place.doubts or place.issues else "没有读取")
        st.markdown(plain(f"{sheet} {cell}　{text}　{about}"))
        for doubt in place.doubts:
            answering.ask(doubt, catalogue, answers_key, place="picked")
        for issue in place.issues:
            st.markdown(plain("　".join(each for each in (issue.message, issue.suggestion) if each)))
        values = {each for value in file.reading.values for each in value.cells}
        if place.address in values or any(issue.level == "error" for issue in place.issues):
            withhold_button(place.address, withheld, key=f"withhold:picked:{key}")
        if place.columns and place.columns[0].key not in {"", *open_keys}:
            _change_column(place.columns, file, catalogue, answers_key)
        if place.row is not None and place.row.key not in {"", *open_keys}:
            _change_row(place.row, file, catalogue, answers_key)


def _change_column(
    columns: Sequence[ColumnReading], file: FileReading, catalogue: Catalogue, key: str
) -> None:
    column = columns[0]
    line = "行" if column.column.isdecimal() else "列"
    what, when, unit = st.columns([5, 3, 3])
    meant = "+".join(
        f"{each.indicator_code}/{each.part or 'value'}" for each in columns if each.indicator_code
    )
    # What 2023 is, 2024 is: columns that differ only by their period are changed together.
    same = dict.fromkeys(
        each.column for each in file.reading.columns if (each.key, each.sheet) == (column.key, column.sheet)
    )
    lines = f"{'、'.join(same)}{line}"
    labels = ROLE_NAMES | {each.answer: each.label for each in answering.meanings(catalogue)}
    if "+" in meant:
        labels[meant] = "、".join(labels.get(each, each) for each in meant.split("+"))
    current = meant or column.part or NOT_DATA_ANSWER
    with what:
        _one_of(f"{lines}是", labels, current, column.key, key)
    if not meant:
        return
    with when:
        shown = str(column.period) if column.period is not None else "没有写明"
        _one_of(f"{column.column}{line}的时期", PERIOD_NAMES, "", column.period_key, key, shown=shown)
    units = _units(column, catalogue)
    if len(units) > 1:
        with unit:
            _one_of(f"{lines}的单位", units, "", column.unit_key, key, shown=column.unit or next(iter(units)))


def _units(column: ColumnReading, catalogue: Catalogue) -> dict[str, str]:
    """The units a count may be in: single things, ten thousands, hundred millions; {} for rates and averages."""
    indicator = catalogue.indicators.get(column.indicator_code or "")
    if indicator is None or (column.part == "value" and indicator.has_parts):
        return {}
    base = catalogue_unit(indicator, column.part or "value").base or "个"
    if base in ("%", "分"):
        return {}
    names = [f"{multiplier}{base}" for multiplier in ("", "万", "亿")]
    return {name: name for name in names}


def _change_row(row: RowReading, file: FileReading, catalogue: Catalogue, key: str) -> None:
    regions = {region.code: region.name for region in _regions(file, catalogue)}
    labels = regions | {"total": "合计", NOT_DATA_ANSWER: "不是数据"}
    current = row.region_code or ("total" if row.note.startswith("合计") else "")
    _one_of(f"“{row.text}”是", labels, current, row.key, key)


def _regions(file: FileReading, catalogue: Catalogue) -> Sequence[Region]:
    codes = {row.region_code for row in file.reading.rows if row.region_code}
    known = next((catalogue.regions[code] for code in codes), None)
    return catalogue.parts_of(known.parent_code) if known is not None else ()


def _one_of(
    label: str, choices: Mapping[str, str], current: str, doubt: str, key: str, *, shown: str = ""
) -> None:
    """A list of answers to `doubt`; it stands at what holds now, or says it (`shown`) where that is no answer itself."""
    answers: Mapping[str, str] = st.session_state[key]
    holds = answers.get(doubt) or current
    options = list(choices)
    # The key holds what stands there: after a change the list is a new one and stands at what holds then.
    widget = f"change:{key}:{doubt}:{holds}"
    st.selectbox(
        plain(label),
        options,
        index=options.index(holds) if holds in choices else None,
        format_func=lambda each: choices[each],
        placeholder=shown or "输入几个字查找",
        key=widget,
        on_change=answering.answer_from,
        args=(key, doubt, widget),
    )
