"""Publishing, withdrawing and undoing on screen: what will change is shown first, a reason or a tick is asked for."""

from __future__ import annotations

import streamlit as st

from faheng.catalogue import Catalogue
from faheng.intake.reading import Value
from faheng.period import period_from_code
from faheng.store.releases import Key, publish, undo, undo_preview, withdraw
from faheng.store.submissions import discard_submission, list_submissions, submission_values, value_from_row
from faheng.ui import components, data, flash, frame
from faheng.ui.submission import SenderChoice, show_differences
from faheng.views.differences import release_table, value_words
from faheng.views.releases import changed_since


def offer_publishing(choice: SenderChoice) -> None:
    """The submissions of the city that wait: what they would change together, and the button that publishes them."""
    waiting = {
        row.submission_id: row
        for row in list_submissions(data.store(), city_code=choice.city.code, status="pending")
    }
    if not waiting:
        st.caption("现在没有等待发布的报送。")
        return

    def words(number: int) -> str:
        row = waiting[number]
        return f"{number}：{row.file_name}（{row.sent_by}，{row.received_at:%m-%d %H:%M}，{row.value_count} 个数）"

    numbers = st.multiselect(
        "一起发布的报送", list(waiting), default=list(waiting), format_func=words, key="to-publish"
    )
    if not numbers:
        st.caption("请选择要发布的报送。")
        return
    release = data.store().latest_release
    values = [value for list_ in submission_values(data.store(), numbers).values() for value in list_]
    show_differences(values, release, key="waiting")
    note = st.text_input("这一版的说明（可不填）", key="release-note", max_chars=200)
    checked = st.checkbox("我已核对上面的差异", key=f"checked:{release}:{numbers}")
    left, right = st.columns([1, 1])
    left.button(
        f"发布为第 {release + 1} 版",
        type="primary",
        disabled=not (checked and choice.person),
        help=None if choice.person else "请先在页面上方填写姓名",
        on_click=_publish,
        args=(numbers, choice.person, release, note),
        key="publish",
    )
    right.button("退掉所选报送（不发布）", on_click=_discard, args=(numbers,), key="discard", type="tertiary")


@flash.told
def _publish(numbers: list[int], person: str, seen_release: int, note: str) -> None:
    release = publish(data.store(), numbers, actor=person, seen_release=seen_release, note=note)
    frame.read_release(release)
    flash.say(f"已发布为第 {release} 版，所有人现在都能看到。")
    st.session_state["just published"] = release


@flash.told
def _discard(numbers: list[int]) -> None:
    for number in numbers:
        discard_submission(data.store(), number)
    flash.say(f"已退掉报送 {'、'.join(map(str, numbers))}，没有发布。", kind="info")


def link_to_published() -> None:
    """After publishing: the way to the chart that changed."""
    release = st.session_state.get("just published")
    if release is not None:
        st.page_link(
            "comparison.py",
            label=f"在县区对比里看第 {release} 版",
            icon=":material/compare_arrows:",
            query_params={"release": str(release)},
        )


def offer_withdrawal(choice: SenderChoice, catalogue: Catalogue) -> None:
    """撤回: take one published value of the unit back, with a reason; earlier releases keep it."""
    store = data.store()
    release = store.latest_release
    rows = store.read("published_values", release=release, region_codes=[choice.unit.code], periods=None)
    values = {
        (row.indicator_code, row.region_code, row.period, row.basis): value_from_row(row) for row in rows
    }
    if not values:
        st.caption(f"{choice.unit.name}还没有已发布的数。")
        return
    codes = list(dict.fromkeys(key[0] for key in values))
    code = st.selectbox(
        "指标",
        codes,
        format_func=lambda code: f"{code} {catalogue.known_indicator(code).name}",
        key="withdraw-indicator",
    )
    keys = sorted(
        (key for key in values if key[0] == code), key=lambda key: period_from_code(key[2]), reverse=True
    )
    key = st.selectbox(
        "时期和已发布的数", keys, format_func=lambda key: _published_words(values[key], catalogue)
    )
    reason = st.text_input("撤回的理由", key="withdraw-reason", max_chars=200)
    ready = bool(reason.strip() and choice.person)
    st.button(
        "撤回这个数",
        disabled=not ready,
        on_click=_withdraw,
        args=(key, choice.person, reason, release),
        key="withdraw",
        help=None if ready else "请填写理由，并在页面上方填写姓名",
    )


def _published_words(value: Value, catalogue: Catalogue) -> str:
    return f"{value.period}：{value_words(value, catalogue)}"


@flash.told
def _withdraw(key: Key, person: str, reason: str, seen_release: int) -> None:
    release = withdraw(data.store(), [key], actor=person, reason=reason, seen_release=seen_release)
    frame.read_release(release)
    flash.say(f"已撤回，成为第 {release} 版；以前各版仍可查到这个数。")


def show_release(number: int) -> None:
    """One release: what it changed, the app as of it, and undoing it."""
    st.subheader(frame.release_words(number))
    left, right = st.columns([1, 1])
    left.button(
        "以这一版查看全部页面",
        on_click=frame.read_release,
        args=(number,),
        icon=":material/visibility:",
        key="as-of",
    )
    right.page_link(
        "comparison.py",
        label="打开这一版的县区对比",
        query_params={"release": str(number)},
        icon=":material/compare_arrows:",
    )
    table = data.view(release_table, release=number)
    if table.rows:
        components.show_table(table, key=f"changes:{number}")
    else:
        st.caption("这一版改的是指标目录和地区，没有改动数据。")
        return
    with st.expander("撤销这一版", icon=":material/undo:"):
        _offer_undo(number)


def _offer_undo(number: int) -> None:
    store = data.store()
    latest = store.latest_release
    rows = undo_preview(store, number)
    since = changed_since(rows, data.catalogue(latest))
    st.markdown(
        f"撤销会成为第 {latest + 1} 版：把第 {number} 版改动的 {len(rows) - len(since)} 个数恢复到它之前的样子；"
        f"第 {number} 版本身仍可查看。"
    )
    also: list[str] = []
    if since:
        st.warning(f"有 {len(since)} 个数后来又改过，默认保持不动；确实要一起恢复的请勾选：")
        also = st.multiselect("一起恢复", list(since), key=f"also:{number}")
    person = st.text_input("您的姓名", key="person", max_chars=30)
    reason = st.text_input("撤销的理由", key=f"undo-reason:{number}", max_chars=200)
    st.button(
        "撤销",
        type="primary",
        disabled=not (person.strip() and reason.strip()),
        on_click=_undo,
        args=(number, person, reason, [since[words] for words in also], latest),
        key="undo",
    )


@flash.told
def _undo(number: int, person: str, reason: str, also: list[Key], seen_release: int) -> None:
    release = undo(data.store(), number, actor=person, reason=reason, also=also, seen_release=seen_release)
    frame.read_release(release)
    flash.say(f"已撤销第 {number} 版，成为第 {release} 版。")
