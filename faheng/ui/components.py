"""Drawn pieces that pages share: chart, table with its download, empty state, the way from a number to its cell."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import streamlit as st

from faheng.address import Address
from faheng.charts.html import matrix_html, render
from faheng.charts.spec import ChartSpec, Matrix
from faheng.exports import write_workbook
from faheng.log_file import log_error
from faheng.store.audit import note
from faheng.store.submissions import submitted_file
from faheng.tables import Table, as_file_name
from faheng.ui import access, data, link
from faheng.ui.chart_element import show_chart_element
from faheng.ui.flash import plain

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_chart(spec: ChartSpec, *, key: str, name: str) -> None:
    """Draw a chart with its title, explanation, notes and source.

    `name` says indicator and period: downloaded pictures are called so, and what is enlarged stays so as long as it is
    the same. Marks lead to where their numbers come from: their addresses are the spec's.
    """
    say_head(spec)
    show_chart_element(spec, key=key, name=as_file_name(name))
    say_foot(spec)


def say_head(spec: ChartSpec) -> None:
    """A chart's title and explanation, above it."""
    st.subheader(plain(spec.title), anchor=False)
    st.caption(plain(spec.subtitle))


def say_foot(spec: ChartSpec, *, width: Literal["stretch", "content"] = "stretch") -> None:
    """A chart's notes and source, below it."""
    st.caption("  \n".join(plain(line) for line in (*spec.notes, spec.source)), width=width)


def show_html(draw: Callable[[Any], str], answer: Any) -> None:
    """Draw a view's answer as HTML made by a template of faheng/charts/templates, which escapes every text."""
    st.html(data.html(draw, answer))


def show_ways(ways: Sequence[tuple[str, Address]]) -> None:
    """The ways to other pages, by what they say."""
    st.html(render("ways", ways=ways))


def show_matrix(spec: Matrix, table: Table, *, key: str) -> None:
    """Draw a matrix with its title, explanation, notes and source, and the download of `table`, which has its numbers."""
    say_head(spec)
    show_html(matrix_html, spec)
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        say_foot(spec, width="content")
        download_table(table, key=f"{key}:xlsx")


def show_table(table: Table, *, key: str) -> None:
    """Show a table with its download."""
    st.dataframe(
        data.shown(table), key=key, hide_index=True, width="stretch", column_config=_alignment(table)
    )
    download_table(table, key=f"{key}:xlsx")


def follow_row(table: Table, *, page: str, key: str, name: str, first: str | None = None) -> str | None:
    """Show a short table with its download, each row a link; the key of the row that the address names as `name`.

    `first` is the row that is meant while it names none.
    Plain HTML: a grid (`choose_row`) is for long lists, and costs a browser as much as the chart above it.
    """
    chosen = link.current(name)
    if chosen is not None and chosen not in table.keys:
        if link.asked(name) is not None:
            st.warning(f"链接里要看的那一行“{plain(chosen)}”在这里不存在。")
        chosen = None
    if chosen is None:
        link.drop(name)
        chosen = first
    else:
        link.keep(name, chosen)
    _draw_rows(table, {code: link.here(page, **{name: code}) for code in table.keys}, chosen)
    download_table(table, key=f"{key}:xlsx")
    return chosen


def list_rows(table: Table, *, key: str) -> None:
    """Show a short table with its download, every word of it to be read; nothing can be chosen."""
    _draw_rows(table, {}, None)
    download_table(table, key=f"{key}:xlsx")


def _draw_rows(table: Table, addresses: Mapping[str, Address], chosen: str | None) -> None:
    first_footer = len(table.rows) - table.footer_rows
    keys = table.keys or ("",) * len(table.rows)
    rows = [
        (texts, addresses.get(code), bool(code) and code == chosen, place >= first_footer)
        for place, (code, texts) in enumerate(zip(keys, table.texts(), strict=True))
    ]
    st.html(render("rows", table=table, rows=rows))


def choose_row(table: Table, *, key: str, name: str) -> str | None:
    """Show a table with its download; the key of the row that is chosen, which the address keeps as `name`."""
    wanted = link.asked(name)
    opened: int = st.session_state.setdefault(f"{key}:opened", 0)
    if wanted in table.keys or link.left_out(name):
        # A new widget: the browser would keep the cell that was touched before the address changed.
        opened = st.session_state[f"{key}:opened"] = opened + 1
    elif wanted is not None:
        st.warning(f"链接里要看的那一行“{plain(wanted)}”在这里不存在。")
    # A new widget for other rows, too: the browser remembers the number of a row, not whose row it was.
    rows = zlib.crc32("\n".join(table.keys).encode())
    current = link.current(name)
    chosen = table.keys.index(current) if current in table.keys else None
    row = chosen_row(table, key=f"{key}:{opened}:{rows}", chosen=chosen)
    download_table(table, key=f"{key}:xlsx")
    if row is None or row >= len(table.keys):
        link.drop(name)
        return None
    link.keep(name, table.keys[row])
    return table.keys[row]


def chosen_row(
    table: Table, *, key: str, chosen: int | None = None, widths: Mapping[str, int] | None = None
) -> int | None:
    """Show a table without its download; the number of the row that was touched, `chosen` at first.

    `widths` of columns are in px, by title; the others share what is left.
    """
    # A cell can be touched anywhere in its row; rows could only be chosen by boxes that look like several may be.
    default: Any = None if chosen is None else {"selection": {"cells": [[chosen, table.columns[0].title]]}}
    event = st.dataframe(
        data.shown(table),
        key=key,
        hide_index=True,
        width="stretch",
        on_select="rerun",
        selection_mode="single-cell",
        selection_default=default,
        column_config=_alignment(table)
        | {title: st.column_config.TextColumn(width=width) for title, width in (widths or {}).items()},
    )
    rows = [row for row, _ in event.selection.cells]
    return rows[0] if rows else None


def _alignment(table: Table) -> dict[str, Any]:
    """Numbers to the right, so that their decimals stand below each other."""
    return {
        column.title: st.column_config.TextColumn(alignment="right")
        for column in table.columns
        if column.is_number
    }


def download_table(table: Table, *, key: str, label: str = "下载 .xlsx") -> None:
    """A button that makes the .xlsx when it is pressed."""
    download(
        label,
        make=lambda: write_workbook([table]),
        title=table.title,
        file_name=f"{table.file_name}.xlsx",
        key=key,
    )


def download(
    label: str,
    *,
    make: Callable[[], bytes],
    title: str,
    file_name: str,
    key: str,
    mime: str = XLSX,
    subject: str = "",
    icon: str = ":material/download:",
    is_quiet: bool = True,
) -> None:
    """The one button for whatever the server makes and hands out: made, and recorded as an export, when it is pressed.

    `title` says in the record what it was, `subject` of what: the release being read unless said otherwise. Who is
    signed out by then gets nothing; what cannot be recorded is not handed out.
    """
    who, release = access.at_click(), st.session_state.get("release")

    # Streamlit says for five seconds that a file was not made, not under which number the log tells why.
    failed: dict[str, str] = st.session_state.setdefault(f"{key}:failed", {})

    def made() -> bytes:
        actor = who()
        failed.pop(file_name, None)
        of = subject or (f"release:{release}" if release else "")
        try:
            content = make()
            note(data.store(), actor, "export", of, {"title": title, "file": file_name})
        except Exception as error:
            failed[file_name] = log_error(f"download {title}", error)
            raise
        return content

    st.download_button(
        label,
        data=made,
        file_name=file_name,
        mime=mime,
        key=key,
        on_click="ignore",
        icon=icon,
        type="tertiary" if is_quiet else "secondary",
    )
    if error_id := failed.get(file_name):
        st.warning(
            plain(f"“{file_name}”刚才没有做成（编号 {error_id}）。请再试一次；若仍不行，请把编号告诉管理员。")
        )


def nothing_here(words: str) -> None:
    """An empty state: what is not there, and what to do about it; names in `words` are shown as they are."""
    st.info(plain(words), icon=":material/inbox:")


def nothing_published(release: int) -> None:
    """The empty state when a release holds no observation at all."""
    nothing_here(
        f"第 {release} 版里还没有任何数据。请到“数据报送”下载空白表，填好上传并发布；或在“发布记录”选另一版。"
    )
    st.page_link("submission.py", label="去数据报送", icon=":material/upload_file:")


def download_source(submission_id: int, file_name: str, *, key: str) -> None:
    """A button for the file a number came from, byte for byte as it was uploaded."""
    download(
        "下载原文件",
        make=lambda: submitted_file(data.store(), submission_id),
        title=f"原文件 {file_name}",
        subject=f"submission:{submission_id}",
        file_name=file_name,
        mime="application/octet-stream",
        key=key,
        icon=":material/attach_file:",
    )
