"""数据报送: the button that hands files in, what keeps it from being pressed, what they replace, what happens next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from faheng.intake.read import FileReading
from faheng.intake.reading import blocking
from faheng.roles import Actor
from faheng.store.submissions import Sender, save_submission, unacknowledged
from faheng.ui import access, answering, components, data, evidence, flash
from faheng.ui.flash import plain
from faheng.ui.receipt import receipt_link
from faheng.ui.submission import values_of
from faheng.views.own_submissions import replaceable

_HANDED_IN = "handed in"
_NO_REPLACEMENT = 0
_NEXT = "市里审核通过并发布后，大家就能看到；被退回的会出现在本页最上面。"


def say_handed_in(rows: Sequence[Any]) -> None:
    """After handing in: what happens next with each submission of this visit that still waits.

    `rows` are the visitor's own submissions.
    """
    waiting = {row.submission_id for row in rows if row.status == "pending"}
    for number, words in st.session_state.get(_HANDED_IN, []):
        if number in waiting:
            with st.container(border=True, key=f"handed-in:{number}"):
                st.markdown(f"**报送 {number} 已收到**：{plain(words)}。{_NEXT}")
                components.show_ways([("回执", receipt_link(number))])


def offer_confirmation(
    files: Sequence[FileReading],
    marks: Sequence[frozenset[str]],
    sender: Sender,
    *,
    actor: Actor,
    key: str = "hand-in",
    note: str = "",
    lacking: str = "",
    closes: str = "",
) -> None:
    """The button that hands the files in; it says what is missing as long as it cannot, `lacking` first.

    `closes` is the part of the page that has done its work then.
    """
    count = len(values_of(files, marks))
    replaced = _choose_replacements(files, marks, sender, actor, key)
    evidence.choose(key=key)
    obstacle = lacking or _obstacle(files, marks, sender, count) or _replaced_twice(replaced)
    if obstacle:
        st.warning(plain(obstacle), icon=":material/pending_actions:")
    st.button(
        f"确认报送：{len(files)} 份文件，{count} 个数",
        type="primary",
        disabled=bool(obstacle),
        on_click=_hand_in,
        args=(files, marks, sender, replaced, note, key, closes),
        key=key,
    )


def _choose_replacements(
    files: Sequence[FileReading],
    marks: Sequence[frozenset[str]],
    sender: Sender,
    actor: Actor,
    key: str,
) -> dict[int, int]:
    """Place of a file among `files` → the submission that it takes the place of; proposed where it has the same figures."""
    replaced: dict[int, int] = {}
    for place, (file, held) in enumerate(zip(files, marks, strict=True)):
        values = values_of([file], [held])
        found = replaceable(data.store(), actor=actor, unit_code=sender.unit_code, values=values)
        if not found:
            continue
        words = {each.number: each.words for each in found} | {_NO_REPLACEMENT: "都不代替，作为另一份报送"}
        proposed = next(
            (each.number for each in found if each.is_proposed and each.number not in replaced.values()),
            _NO_REPLACEMENT,
        )
        number = st.selectbox(
            f"“{file.file_name}”里有些数，您已经报过、还没有发布",
            list(words),
            index=list(words).index(proposed),
            format_func=words.__getitem__,
            # A new list for other candidates: the one chosen before may be none of them.
            key=f"replaces:{key}:{file.file_name}:{','.join(map(str, words))}",
        )
        if number != _NO_REPLACEMENT:
            replaced[place] = number
            if left := next(each.left for each in found if each.number == number):
                st.caption(f"代替后，报送 {number} 里另外 {left} 个数不再报送；要报请写进新文件。")
    return replaced


def _replaced_twice(replaced: Mapping[int, int]) -> str:
    numbers = list(replaced.values())
    twice = next((number for number in numbers if numbers.count(number) > 1), None)
    return f"报送 {twice} 只能由一份文件代替：请在上面改选。" if twice else ""


def _obstacle(
    files: Sequence[FileReading], marks: Sequence[frozenset[str]], sender: Sender, count: int
) -> str:
    """What keeps the files from being handed in, and what to do about it; '' when nothing does."""
    # One of two equal files goes first: what is wrong in it need not be mended.
    if twice := _told_twice(files, marks):
        return twice
    pairs = list(zip(files, marks, strict=True))
    if doubts := sum(len(file.reading.doubts) for file in files):
        return f"还有 {doubts} 处疑问：请在上面点选回答。"
    if stopping := sum(len(blocking(file.issues, withheld)) for file, withheld in pairs):
        return f"还有 {stopping} 处错误：请改好表格重新上传，或把出错的格子标为“这格先不报”。"
    if waiting := sum(
        len(unacknowledged(file.issues, withheld, answering.reasons(file))) for file, withheld in pairs
    ):
        return f"还有 {waiting} 处提醒没有确认：请核对后在上面选择理由。"
    if not sender.person:
        return "请先在上面填写报送人。"
    return "" if count else "没有读到可以报送的数。"


def _told_twice(files: Sequence[FileReading], marks: Sequence[frozenset[str]]) -> str:
    """Why two files cannot go in together: they hold numbers of the same indicator, region and period; '' when none do."""
    keys = [
        {value.key for value in values_of([file], [held])} for file, held in zip(files, marks, strict=True)
    ]
    for later in range(1, len(files)):
        for earlier in range(later):
            if both := len(keys[earlier] & keys[later]):
                names = f"“{files[earlier].file_name}”和“{files[later].file_name}”"
                return f"{names}里有 {both} 个数是同一指标、地区和时期的：请在上面移除其中一份（改好的表代替旧的）。"
    return ""


@flash.told
def _hand_in(
    files: Sequence[FileReading],
    marks: Sequence[frozenset[str]],
    sender: Sender,
    replaced: Mapping[int, int],
    note: str,
    key: str,
    closes: str,
) -> None:
    proofs = evidence.chosen(key=key)
    received: list[tuple[int, str]] = []
    st.session_state[_HANDED_IN] = received
    for place, (file, withheld) in enumerate(zip(files, marks, strict=True)):
        number = save_submission(
            data.store(),
            file,
            sender,
            actor=access.require("reporter"),
            withheld=withheld,
            acknowledged=answering.reasons(file),
            note=note,
            replaces=replaced.get(place),
        )
        evidence.attach(number, proofs, key=key)
        took = f"，代替了报送 {replaced[place]}" if place in replaced else ""
        words = f"“{file.file_name}”，{len(values_of([file], [withheld]))} 个数{took}，现在等待审核"
        received.append((number, words))
        flash.say(f"报送 {number}（{file.file_name}）已收到，等待审核。")
    if closes:
        st.session_state[closes] = False
    else:  # a correction on screen leaves what lies in the uploader where it is
        st.session_state["uploads used"] = st.session_state.get("uploads used", 0) + 1
