"""佐证材料 on screen: chosen at hand-in, added later, listed as downloads that the browser never opens."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from faheng.charts.html import render
from faheng.files import attachment_address
from faheng.store.attachments import (
    LARGEST_MB,
    Attachment,
    add_attachment,
    check_attachment,
    list_attachments,
)
from faheng.store.database import StoreError
from faheng.ui import access, data, flash

_HINT = f"批复、台账、截图等，任何格式，每个不超过 {LARGEST_MB} MB；只有本单位、审核和发布的人能下载。"


def show(submission_ids: Collection[int]) -> None:
    """The evidence beside submissions, each a download; nothing where there is none."""
    found = list_attachments(data.store(), submission_ids)
    if found:
        st.markdown("**佐证材料**")
        files = [(one, attachment_address(one.attachment_id), _details(one)) for one in found]
        st.html(render("files", files=files))


def _details(one: Attachment) -> str:
    kilobytes = max(1, one.size_bytes >> 10)
    size = f"{kilobytes} KB" if kilobytes < 1024 else f"{one.size_bytes / (1 << 20):.1f} MB"
    return f"{size}，{one.added_by} {one.added_at:%m-%d %H:%M}"


def choose(*, key: str, label: str = "佐证材料（可不附）") -> None:
    """The place where evidence is dropped that goes with what is handed in; `chosen` says what is there."""
    st.file_uploader(
        label,
        accept_multiple_files=True,
        key=_uploader(key),
        max_upload_size=LARGEST_MB,
        help=_HINT,
    )


def chosen(*, key: str) -> list[tuple[str, bytes]]:
    """Name and bytes of what was dropped; for button callbacks.

    Raises:
        StoreError: one of them can be no evidence.
    """
    files = [(one.name, one.getvalue()) for one in st.session_state.get(_uploader(key)) or ()]
    for name, content in files:
        check_attachment(name, content)
    return files


def attach(submission_id: int, files: Sequence[tuple[str, bytes]], *, key: str) -> None:
    """Put what was chosen beside a submission; what the store refuses of it becomes a message, the others stay."""
    for name, content in files:
        try:
            add_attachment(
                data.store(),
                submission_id,
                file_name=name,
                data=content,
                actor=access.require("reporter", "reviewer"),
            )
        except StoreError as error:
            flash.say(str(error), kind="error")
    st.session_state[f"evidence used:{key}"] = st.session_state.get(f"evidence used:{key}", 0) + 1


def offer(submission_id: int, *, key: str) -> None:
    """Add evidence to a submission that is still open."""
    choose(key=key, label="补充佐证材料")
    if st.session_state.get(_uploader(key)):
        st.button("保存佐证材料", on_click=_add, args=(submission_id, key), key=f"attach:{key}")


def _uploader(key: str) -> str:
    return f"evidence:{key}:{st.session_state.get(f'evidence used:{key}', 0)}"


@flash.told
def _add(submission_id: int, key: str) -> None:
    files = chosen(key=key)
    before = len(list_attachments(data.store(), [submission_id]))
    attach(submission_id, files, key=key)
    if added := len(list_attachments(data.store(), [submission_id])) - before:
        flash.say(f"已给报送 {submission_id} 加上 {added} 份佐证材料。")
