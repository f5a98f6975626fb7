"""数据报送: what the sheet leaves open, answered with a click; what was understood, changed by hand; warnings confirmed."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import replace

import streamlit as st

from faheng.catalogue import Catalogue
from faheng.intake.doubts import NOT_DATA_ANSWER, Candidate, Doubt
from faheng.intake.read import FileReading
from faheng.intake.reading import RETURNED_SHEET
from faheng.intake.recognition.column_answers import PARTS_OF_A_YEAR
from faheng.intake.recognition.recognise import sheet_key
from faheng.ui.flash import plain
from faheng.ui.sheet_element import show_sheet_element
from faheng.views.answers import answer_words
from faheng.views.sheet import ROWS_A_PAGE, context_words, sheet_picture

# More candidates than this stand in a list to choose from instead of side by side.
_MOST_BUTTONS = 6
_OWN_WORDS = "其他（请写明）"
_REASONS = ("情况属实，已核对", "口径有调整", "已与业务科室核实", _OWN_WORDS)


def answers_key(digest: str, city_code: str, unit_code: str) -> str:
    """Where the answers to one file of one sender are kept while the page is open."""
    return f"answers:{digest}:{city_code}:{unit_code}"


def ask_doubts(file: FileReading, catalogue: Catalogue, key: str) -> None:
    """The open questions with their candidates; an answer reads the file again at once."""
    recalled = st.session_state.get(f"recalled:{key}", 0)
    if recalled:
        st.caption(f"已按您上次对这种表的 {recalled} 处回答读取；要改，点表里的那一格。")
    doubts = file.reading.doubts
    if not doubts:
        return
    st.markdown(f"**先回答 {len(doubts)} 处疑问**：点一下就行，同样的格子一起算，下次不再问。")
    doubts = tuple(_with_memory(doubt, key) for doubt in doubts)
    proposed = {doubt.key: doubt.proposed for doubt in doubts if doubt.proposed}
    if len(proposed) > 1:
        st.button(
            f"{len(proposed)} 处都按建议",
            key=f"proposed:{key}",
            on_click=_answer_all,
            args=(key, proposed),
            icon=":material/done_all:",
        )
    for doubt in doubts:
        ask(doubt, catalogue, key)


def _with_memory(doubt: Doubt, key: str) -> Doubt:
    return _as_before(doubt, st.session_state.get(f"known:{key}", {}), st.session_state[key])


def _as_before(doubt: Doubt, known: Mapping[str, str], given: Mapping[str, str]) -> Doubt:
    """Propose what this sender answered in another form, or to the same mark (无) under another header of this one.

    There it may have meant something else, so it is not taken.
    """
    answer = known.get(doubt.key, "")
    if doubt.kind == "mark" and not doubt.proposed:
        mark = doubt.key.partition("@")[0]
        answer = answer or next((each for key, each in given.items() if key.partition("@")[0] == mark), "")
    return replace(doubt, proposed=answer) if answer in {each.answer for each in doubt.candidates} else doubt


def ask(doubt: Doubt, catalogue: Catalogue, key: str, *, place: str = "") -> None:
    """One question with its candidates side by side; `place` tells two of the same question on one page apart."""
    doubt = _with_memory(doubt, key)
    name = place + hashlib.sha256(doubt.key.encode()).hexdigest()[:10]
    with st.container(border=True):
        more = f"（共 {len(doubt.cells)} 格）" if len(doubt.cells) > 1 else ""
        st.markdown(plain(doubt.question) + more)
        buttons, listed = _split(doubt, catalogue)
        with st.container(horizontal=True):
            for number, candidate in enumerate(buttons):
                suggested = candidate.answer == doubt.proposed
                st.button(
                    plain(f"{candidate.label}（建议）" if suggested else candidate.label),
                    key=f"doubt:{key}:{name}:{number}",
                    type="primary" if suggested else "secondary",
                    on_click=_answer,
                    args=(key, doubt.key, candidate.answer),
                )
        if listed:
            labels = {candidate.answer: candidate.label for candidate in listed}
            st.selectbox(
                "都不是，从这里选",
                list(labels),
                index=None,
                format_func=lambda answer: labels[answer],
                placeholder="输入几个字查找",
                key=f"doubt:{key}:{name}:list",
                on_change=answer_from,
                args=(key, doubt.key, f"doubt:{key}:{name}:list"),
            )


def _split(doubt: Doubt, catalogue: Catalogue) -> tuple[list[Candidate], list[Candidate]]:
    """The candidates to show as buttons, and those in the list below: also every other indicator where one is asked for."""
    buttons = list(doubt.candidates)
    rest: list[Candidate] = []
    if len(buttons) > _MOST_BUTTONS:
        last = [candidate for candidate in buttons if candidate.answer in (NOT_DATA_ANSWER, "total")]
        first = [candidate for candidate in buttons if candidate not in last]
        keep = _MOST_BUTTONS - len(last)
        buttons, rest = [*first[:keep], *last], first[keep:]
    if doubt.kind == "span":
        rest = [Candidate(each, each) for each in PARTS_OF_A_YEAR]
    elif doubt.kind in ("column", "indicator"):
        shown = {candidate.answer for candidate in buttons}
        rest = [each for each in meanings(catalogue) if each.answer not in shown]
    return buttons, rest


def meanings(catalogue: Catalogue) -> list[Candidate]:
    """Everything a column of numbers can be: each indicator, and its numerator and denominator where it has them."""
    listed: list[Candidate] = []
    for indicator in catalogue.indicators.values():
        listed.append(Candidate(f"{indicator.code}/value", f"{indicator.code} {indicator.name}"))
        if indicator.has_parts:
            top, bottom = indicator.numerator_name, indicator.denominator_name
            listed.append(Candidate(f"{indicator.code}/numerator", f"{indicator.code} 分子：{top}"))
            listed.append(Candidate(f"{indicator.code}/denominator", f"{indicator.code} 分母：{bottom}"))
    return listed


def _answer(key: str, doubt: str, answer: str) -> None:
    st.session_state[key] = {**st.session_state[key], doubt: answer}


def _answer_all(key: str, answers: dict[str, str]) -> None:
    st.session_state[key] = {**st.session_state[key], **answers}


def answer_from(key: str, doubt: str, widget: str) -> None:
    """Take what was chosen in a list as the answer to a doubt."""
    if st.session_state.get(widget):
        _answer(key, doubt, st.session_state[widget])


def show_sheet(
    file: FileReading, catalogue: Catalogue, key: str, *, picked_key: str, withheld: Collection[str]
) -> None:
    """The sheet as the sender knows it, coloured by what each cell was understood to be; a cell can be picked."""
    names = [sheet.name for sheet in file.workbook.sheets if sheet.cells]
    name = _first_sheet(file, names)
    if len(names) > 1:
        name = st.segmented_control("工作表", names, default=name, key=f"sheet:{key}") or name
    sheet = file.workbook.sheet(name)
    if sheet is None:
        return
    first = 1
    if sheet.last_row > ROWS_A_PAGE:
        starts = list(range(1, sheet.last_row + 1, ROWS_A_PAGE))
        first = st.selectbox(
            "行", starts, format_func=lambda start: f"{start}–{start + ROWS_A_PAGE - 1}", key=f"rows:{key}"
        )
    if words := context_words(file, name):
        st.caption(plain(words))
    picked = st.session_state.get(picked_key, "")
    picture = sheet_picture(file, catalogue, name, first_row=first, picked=picked, withheld=withheld)
    show_sheet_element(picture, key=f"picture:{key}", picked_key=picked_key)


def _first_sheet(file: FileReading, names: list[str]) -> str:
    """The sheet to show first: where the first question or problem stands, else where numbers were read."""
    cells = [
        *(cell for doubt in file.reading.doubts for cell in doubt.cells),
        *(issue.cell for issue in file.issues),
        *(value.cells[0] for value in file.reading.values if value.cells),
    ]
    places = (cell.rpartition("!")[0] or cell for cell in cells)
    return next((place for place in places if place in names), names[0] if names else "")


def correct(file: FileReading, catalogue: Catalogue, key: str) -> None:
    """Say which sheets are to be read; take back an answer."""
    sheets = {
        sheet_key(sheet.name): sheet.name
        for sheet in file.workbook.sheets
        if sheet.cells and not sheet.name.startswith("_") and sheet.name != RETURNED_SHEET
    }
    if file.is_form:
        sheets = {}  # our own form says itself which of its sheets hold data
    answers: dict[str, str] = st.session_state[key]
    if len(sheets) < 2 and not answers:
        return
    with st.expander("哪些工作表要读、已有的回答" if answers else "哪些工作表要读"):
        if len(sheets) > 1:
            left_out = [each for each in sheets if not _is_read(file, each, answers)]
            for each, name in sheets.items():
                st.checkbox(
                    plain(name),
                    value=each not in left_out,
                    key=f"read:{key}:{each}:{each in left_out}",
                    on_change=_answer,
                    args=(key, each, "read" if each in left_out else NOT_DATA_ANSWER),
                )
        if answers:
            listed = {doubt: answer_words(doubt, answer, catalogue) for doubt, answer in answers.items()}
            taken = st.multiselect(
                "取消已有的回答，恢复自动识别",
                list(listed),
                format_func=lambda doubt: listed[doubt],
                key=f"taken:{key}",
            )
            st.button(
                "取消所选回答", disabled=not taken, on_click=_take_back, args=(key, taken), key=f"back:{key}"
            )


def _is_read(file: FileReading, key: str, answers: Mapping[str, str]) -> bool:
    hidden = any(sheet.hidden for sheet in file.workbook.sheets if sheet_key(sheet.name) == key)
    return answers.get(key, NOT_DATA_ANSWER if hidden else "read") == "read"


def _take_back(key: str, doubts: list[str]) -> None:
    st.session_state[key] = {
        doubt: answer for doubt, answer in st.session_state[key].items() if doubt not in doubts
    }


def reasons_key(file: FileReading) -> str:
    """Where the reasons given for a file's warnings are kept while the page is open."""
    return f"reasons:{hashlib.sha256(file.data).hexdigest()[:12]}"


def reasons(file: FileReading) -> dict[tuple[str, str], str]:
    """The reason given for each warning, by cell and rule."""
    given: dict[str, str] = st.session_state.get(reasons_key(file), {})
    return {
        (issue.cell, issue.rule): given[issue.rule]
        for issue in file.issues
        if issue.level == "warning" and given.get(issue.rule)
    }


def acknowledge(file: FileReading, withheld: set[str], key: str) -> None:
    """One tick with a reason for each kind of warning."""
    kinds: dict[str, list[str]] = {}
    for issue in file.issues:
        if issue.level == "warning" and issue.cell not in withheld:
            kinds.setdefault(issue.rule, []).append(issue.message)
    if not kinds:
        return
    st.markdown("**确认提醒**：核对过、数没有错的，选一个理由。")
    given: dict[str, str] = {}
    for rule, messages in kinds.items():
        left, right = st.columns([5, 3], vertical_alignment="center")
        with left:
            more = f"（同样的共 {len(messages)} 处）" if len(messages) > 1 else ""
            st.markdown(plain(messages[0]) + more)
        with right:
            reason = st.selectbox(
                "理由",
                _REASONS,
                index=None,
                placeholder="核对后选理由",
                label_visibility="collapsed",
                key=f"reason:{key}:{rule}",
            )
            if reason == _OWN_WORDS:
                reason = st.text_input(
                    "理由",
                    max_chars=100,
                    label_visibility="collapsed",
                    placeholder="写明理由，按回车",
                    key=f"words:{key}:{rule}",
                ).strip()
        given[rule] = reason or ""
    st.session_state[reasons_key(file)] = given
