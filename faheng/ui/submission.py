"""数据报送: the pieces of the page up to the hand-in: upload, issues, the returned workbook, differences."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

import streamlit as st

from faheng.catalogue import Catalogue
from faheng.intake.formats.workbook import Refused
from faheng.intake.grid import Workbook
from faheng.intake.read import FileReading
from faheng.intake.reading import Issue, Value, blocking, withhold
from faheng.intake.returned import compare_with_last, read_returned, returned_file_name, write_returned
from faheng.store.answers import known_answers, recall_answers
from faheng.store.releases import compare
from faheng.store.submissions import SameFileError, check_new_file
from faheng.ui import answering, components, data
from faheng.ui.excerpt import show_excerpt
from faheng.ui.flash import plain
from faheng.ui.picked import picked_key, show_picked, withhold_button
from faheng.ui.sender import SenderChoice
from faheng.views.differences import KIND_NAMES, count_kinds, difference_table
from faheng.views.reading import columns_table, issues_table


def read_uploads(choice: SenderChoice, release: int) -> list[FileReading]:
    """The files dropped on the page that could be read and did not come before; the others say why."""
    uploads = st.file_uploader(
        "把填好的表拖到这里，可以一次多个（.xlsx、.xls、.et、.ods、.csv、网页表格都可以，每个不超过 20 MB）",
        accept_multiple_files=True,
        key=f"uploads:{st.session_state.get('uploads used', 0)}",
        max_upload_size=20,
    )
    files: list[FileReading] = []
    names: dict[str, str] = {}
    for upload in uploads:
        content = upload.getvalue()
        digest = hashlib.sha256(content).hexdigest()
        if names.setdefault(digest, upload.name) is not upload.name:
            st.info(
                plain(f"“{upload.name}”与“{names[digest]}”内容完全相同，只算一份。"),
                icon=":material/content_copy:",
            )
            continue
        try:
            check_new_file(data.store(), digest)
            files.append(_read(content, upload.name, choice, release))
        except Refused as refused:
            st.error(plain(f"“{upload.name}”：{refused}"), icon=":material/block:")
        except SameFileError as known:
            st.info(plain(str(known)), icon=":material/content_copy:")
    return files


def _read(content: bytes, file_name: str, choice: SenderChoice, release: int) -> FileReading:
    """Read a file with the answers given on the page; at first with those remembered for its form."""
    digest = hashlib.sha256(content).hexdigest()[:12]
    key = answering.answers_key(digest, choice.city.code, choice.unit.code)

    def read(answers: Mapping[str, str]) -> FileReading:
        return data.reading(
            content,
            file_name,
            city_code=choice.city.code,
            unit_code=choice.unit.code,
            period=choice.period,
            release=release,
            answers=answers,
        )

    given = f"given:{choice.city.code}:{choice.unit.code}"  # in this visit, by form: the corrected file asks no more
    if key not in st.session_state:
        form = read({}).form
        remembered = recall_answers(
            data.store(), city_code=choice.city.code, sender_code=choice.unit.code, form=form
        )
        st.session_state[key] = remembered | st.session_state.get(given, {}).get(form, {})
        st.session_state[f"known:{key}"] = known_answers(data.store(), choice.city.code, choice.unit.code)
        st.session_state[f"recalled:{key}"] = len(st.session_state[key])
    file = read(st.session_state[key])
    st.session_state.setdefault(given, {})[file.form] = st.session_state[key]
    return file


def show_file(file: FileReading, catalogue: Catalogue, choice: SenderChoice) -> frozenset[str]:
    """One file as understood: how much was read, issues with their place, columns; the cells marked 这格先不报."""
    key = hashlib.sha256(file.data).hexdigest()[:12]
    withheld: set[str] = st.session_state.setdefault(f"withheld:{key}", set())
    answers_key = answering.answers_key(key, choice.city.code, choice.unit.code)
    stopping = blocking(file.issues, withheld)
    warnings = [issue for issue in file.issues if issue.level == "warning"]
    doubts = file.reading.doubts
    open_points = [
        f"{count} 处{name}"
        for count, name in ((len(doubts), "疑问要回答"), (len(stopping), "错误要处理"))
        if count
    ]
    state = "，".join(open_points) or "可以报送"
    label = (
        f"{plain(file.file_name)}：读到 {len(values_of([file], [frozenset(withheld)]))} 个可报的数，{state}"
    )
    if warnings:
        label += f"，{len(warnings)} 处提醒"
    with st.expander(
        label, expanded=True, icon=":material/error:" if open_points else ":material/check_circle:"
    ):
        _compare_sender(file, catalogue, choice)
        _tell_what_was_left(file, choice)
        picture, questions = st.columns([3, 2]) if doubts else (st.container(), st.container())
        with questions:
            answering.ask_doubts(file, catalogue, answers_key)
        with picture:
            st.markdown("**这份表是怎样理解的**")
            answering.show_sheet(file, catalogue, key, picked_key=picked_key(key), withheld=withheld)
            show_picked(file, catalogue, key, answers_key, withheld)
            answering.correct(file, catalogue, answers_key)
        if len(stopping) > 1:
            cells = {issue.cell for issue in stopping}
            st.button(
                f"出错的 {len(cells)} 格都先不报",
                key=f"withhold-all:{key}",
                on_click=withheld.update,
                args=(cells,),
                help="这些格子的数不进入这次报送，保持未报；其他数照常报送。",
            )
        if file.issues:
            _show_issues(file, catalogue, key, withheld)
        elif not doubts:
            st.markdown(":green[没有发现问题。]")
        answering.acknowledge(file, withheld, key)
        _offer_returned(file, catalogue, withheld, key)
        _show_columns(file, catalogue, key)
    return frozenset(withheld)


def _offer_returned(file: FileReading, catalogue: Catalogue, withheld: set[str], key: str) -> None:
    """The sender's own workbook with its mistakes marked; what became of those of the last check, if it came back."""
    previous = read_returned(file.workbook)
    if previous is not None:
        change = compare_with_last(file.issues, previous)
        st.info(
            f"与上次校验相比：已改正 {len(change.fixed)} 处，仍有 {len(change.remaining)} 处，"
            f"新出现 {len(change.new)} 处。",
            icon=":material/history:",
        )
    if file.issues:
        components.download(
            "下载标好问题的原表",
            make=lambda: write_returned(
                file,
                withheld=frozenset(withheld),
                previous=previous,
                catalogue=catalogue,
                checked_at=datetime.now(),
            ),
            title=f"标好问题的原表 {file.file_name}",
            file_name=returned_file_name(file.file_name),
            key=f"returned:{key}",
            icon=":material/assignment_return:",
        )


def _compare_sender(file: FileReading, catalogue: Catalogue, choice: SenderChoice) -> None:
    """Warn when the form was made for another unit than the one that reports; the city may report for all."""
    made_for = file.reading.form_sender
    if made_for and made_for != choice.unit.code and choice.unit.code != choice.city.code:
        name = catalogue.known_region(made_for).name
        st.warning(
            plain(f"这份表是为{name}制作的，您选的报送单位是{choice.unit.name}，请核对。"),
            icon=":material/switch_account:",
        )


def _tell_what_was_left(file: FileReading, choice: SenderChoice) -> None:
    """What a sender might not expect: marks read as 未报, and a form of another year than the one chosen above."""
    marks = [
        cell.text
        for missing in file.reading.missing
        if missing.kind == "not_reported" and (cell := file.workbook.cell(missing.cell)) and cell.text.strip()
    ]
    if marks:
        kinds = "、".join(f"“{mark}”" for mark in dict.fromkeys(marks))
        st.caption(plain(f"有 {len(marks)} 格写的是{kinds}，按未报处理。"))
    years = {value.period.year for value in file.reading.values}
    if file.is_form and years and choice.year not in years:
        st.caption(f"这份表是 {'、'.join(map(str, sorted(years)))} 年的，按表上的年份读取。")


def _show_issues(file: FileReading, catalogue: Catalogue, key: str, withheld: set[str]) -> None:
    more = "：点一行，下面是它的全文和它在表里的位置。" if len(file.issues) > 1 else ""
    st.markdown(f"**问题清单**{more}")
    table = issues_table(file, catalogue, withheld)
    widths = {"级别": 70, "位置": 110}
    chosen = components.chosen_row(table, key=f"issues:{key}", chosen=0, widths=widths) or 0
    issue = file.issues[chosen if chosen < len(file.issues) else 0]
    say = st.error if issue.level == "error" and issue.cell not in withheld else st.warning
    say(plain("　".join(text for text in (issue.message, issue.suggestion) if text)))
    _show_place(file.workbook, issue, key, withheld)
    components.download_table(table, key=f"issues-xlsx:{key}", label="下载问题清单 .xlsx")


def _show_place(workbook: Workbook, issue: Issue, key: str, withheld: set[str]) -> None:
    """The sheet round the cell of an issue, and the choice to leave that cell out."""
    if show_excerpt(workbook, issue.cell) and issue.level == "error":
        withhold_button(issue.cell, withheld, key=f"withhold:{key}:{issue.cell}")


def _show_columns(file: FileReading, catalogue: Catalogue, key: str) -> None:
    table = columns_table(file, catalogue)
    unread = sum(column.part is None for column in file.reading.columns)
    with st.expander(
        f"每一列是怎样理解的（{len(table.rows)} 列{f'，其中 {unread} 列没有读' if unread else ''}）"
    ):
        components.show_table(table, key=f"columns:{key}")


def values_of(files: Sequence[FileReading], marks: Sequence[frozenset[str]]) -> list[Value]:
    """The values that would be handed in: without cells marked 这格先不报 and without those that are wrong."""
    values: list[Value] = []
    for file, held in zip(files, marks, strict=True):
        wrong = {issue.cell for issue in blocking(file.issues, held)}
        values += withhold(file.reading, held | wrong).values
    return values


def show_differences(values: Sequence[Value], release: int, *, key: str) -> None:
    """What the values would change against `release`: how many of each kind, and each one."""
    changes = compare(data.store(), values, release=release)
    counts = count_kinds(changes)
    st.markdown(
        f"与已发布的第 {release} 版相比："
        + "　".join(f"**{name} {count}**" for name, count in counts.items())
    )
    names = [name for name, count in counts.items() if count]
    wanted = [name for name in ("修改", "新增") if name in names] or names
    kinds: list[str] = names
    if len(names) > 1:
        kinds = st.pills("显示", names, selection_mode="multi", default=wanted, key=f"kinds:{key}:{release}")
    shown = [change for change in changes if KIND_NAMES[change.kind] in kinds]
    components.show_table(difference_table(data.store(), shown, release=release), key=f"differences:{key}")
