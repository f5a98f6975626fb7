"""Drawn pieces that pages share: chart, table with its download, empty state, the way from a number to its cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from faheng.charts.figure import CONFIG
from faheng.charts.spec import ChartSpec
from faheng.exports import write_workbook
from faheng.store.submissions import submitted_file
from faheng.tables import Table
from faheng.ui import data, link
from faheng.ui.flash import plain

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_chart(spec: ChartSpec, *, key: str) -> None:
    """Draw a chart with its title, explanation, notes and source; the one place that decides with what."""
    st.subheader(plain(spec.title), anchor=False)
    st.caption(plain(spec.subtitle))
    st.plotly_chart(data.figure(spec), key=key, width="stretch", config=CONFIG, alt=spec.alternative)
    st.caption("  \n".join(plain(line) for line in (*spec.notes, spec.source)))


def show_table(table: Table, *, key: str) -> None:
    """Show a table with its download."""
    st.dataframe(
        table_frame(table), key=key, hide_index=True, width="stretch", column_config=_alignment(table)
    )
    download_table(table, key=f"{key}:xlsx")


def choose_row(table: Table, *, key: str, name: str) -> str | None:
    """Show a table with its download; the key of the row that is chosen, which the address keeps as `name`."""
    wanted = link.asked(name)
    chosen: Any = None
    if wanted in table.keys:
        # Without this the widget would keep the row that was chosen before the address changed.
        st.session_state.pop(key, None)
        chosen = {"selection": {"rows": [table.keys.index(wanted)]}}
    elif wanted is not None:
        st.warning(f"链接里要看的那一行“{plain(wanted)}”在这里不存在。")
    event = st.dataframe(
        table_frame(table),
        key=key,
        hide_index=True,
        width="stretch",
        on_select="rerun",
        selection_mode="single-row",
        selection_default=chosen,
        column_config=_alignment(table),
    )
    download_table(table, key=f"{key}:xlsx")
    rows = [row for row in event.selection.rows if row < len(table.keys)]
    if not rows:
        link.drop(name)
        return None
    link.keep(name, table.keys[rows[0]])
    return table.keys[rows[0]]


def table_frame(table: Table) -> pd.DataFrame:
    """The table as words for the screen, so that what is read is exactly what is exported."""
    return pd.DataFrame(list(table.texts()), columns=[column.title for column in table.columns], dtype=str)


def _alignment(table: Table) -> dict[str, Any]:
    """Numbers to the right, so that their decimals stand below each other."""
    return {
        column.title: st.column_config.TextColumn(alignment="right")
        for column in table.columns
        if column.is_number
    }


def download_table(table: Table, *, key: str) -> None:
    """A button that makes the .xlsx when it is pressed."""
    st.download_button(
        "下载 .xlsx",
        data=_writer(table),
        file_name=f"{table.file_name}.xlsx",
        mime=XLSX,
        key=key,
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
    )


def _writer(table: Table) -> Callable[[], bytes]:
    return lambda: write_workbook([table])


def nothing_published(release: int) -> None:
    """The empty state when a release holds no observation at all."""
    st.info(
        f"第 {release} 版里还没有任何数据。请到“数据报送”下载空白表，填好上传并发布；或在“发布记录”选另一版。",
        icon=":material/inbox:",
    )
    st.page_link("submission.py", label="去数据报送", icon=":material/upload_file:")


def download_source(submission_id: int, file_name: str, *, key: str) -> None:
    """A button for the file a number came from, byte for byte as it was uploaded."""
    st.download_button(
        "下载原文件",
        data=lambda: submitted_file(data.store(), submission_id),
        file_name=file_name,
        mime="application/octet-stream",
        key=key,
        on_click="ignore",
        icon=":material/attach_file:",
        type="tertiary",
    )
