"""设置: the office's own .pptx, by which PowerPoint files of decks are made."""

from __future__ import annotations

import streamlit as st

from faheng.meeting.master import LARGEST_MB, check_master
from faheng.store.masters import deck_master, remove_master, set_master
from faheng.ui import access, data, flash
from faheng.ui.flash import plain

_UPLOADS = "masters uploaded"  # counts them: after each the box is a new, empty one


def offer_master() -> None:
    """Which master is used, another one, or none."""
    master = deck_master(data.store())
    with st.container(border=True):
        st.subheader("PowerPoint 母版", anchor=False)
        if master is None:
            st.markdown("现在没有用本单位的母版：下载的 PowerPoint 用法衡自带的版式。")
        else:
            st.markdown(
                plain(
                    f"现在用的是“{master.file_name}”（{master.size_bytes / 1e6:.1f} MB，"
                    f"{master.added_at:%Y-%m-%d %H:%M} 上传）：下载的 PowerPoint 都按它的版式、字体和颜色。"
                )
            )
            st.button("停用", icon=":material/close:", on_click=_remove, key="remove-master")
        number = st.session_state.setdefault(_UPLOADS, 0)
        st.file_uploader(
            f"上传本单位的 .pptx（不超过 {LARGEST_MB} MB，只用它的版式，里面的页不会带进来）",
            type=["pptx"],
            max_upload_size=LARGEST_MB,
            on_change=_set,
            args=(f"master:{number}",),
            key=f"master:{number}",
        )


@flash.told
def _set(key: str) -> None:
    uploaded = st.session_state[key]
    if uploaded is None:
        return
    st.session_state[_UPLOADS] += 1
    content = uploaded.getvalue()
    actor = access.require("administrator")
    check_master(content)
    master = set_master(data.store(), file_name=uploaded.name, data=content, actor=actor)
    flash.say(f"已换成母版“{master.file_name}”：下次下载 PowerPoint 时用它。")


@flash.told
def _remove() -> None:
    remove_master(data.store(), actor=access.require("administrator"))
    flash.say("已停用母版：下载的 PowerPoint 用法衡自带的版式。")
