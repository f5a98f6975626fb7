"""Publishing, withdrawing and undoing on screen: what will change is shown first, a reason or a tick is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import streamlit as st

from faheng.catalogue import Catalogue
from faheng.intake.reading import Value
from faheng.period import period_from_code
from faheng.store.database import StoreError
from faheng.store.embargo import public_time
from faheng.store.releases import Key, publish, undo, undo_preview, withdraw
from faheng.store.submissions import discard_submission, list_submissions, value_from_row
from faheng.ui import access, components, data, effects, flash, frame, release_acts
from faheng.ui.flash import plain
from faheng.views.differences import release_table, value_words
from faheng.views.effect import effect
from faheng.views.releases import changed_since, moment_words
from faheng.views.review_queue import submission_words


def offer_publishing(catalogue: Catalogue) -> None:
    """The accepted submissions: what they would change together, and the button that publishes them."""
    waiting = {row.submission_id: row for row in list_submissions(data.store(), status="accepted")}
    if not waiting:
        st.caption("现在没有通过审核、等待发布的报送。")
        return

    numbers = st.multiselect(
        "一起发布的报送",
        list(waiting),
        default=list(waiting),
        format_func=lambda number: submission_words(waiting[number], catalogue),
        # A new list for other submissions: one that came since would not be among those chosen.
        key=f"to-publish:{','.join(map(str, waiting))}",
    )
    if not numbers:
        st.caption("请选择要发布的报送。")
        return
    release = data.store().latest_release
    try:
        together = data.view(effect, release=release, submission_ids=tuple(sorted(numbers)))
    except StoreError as error:
        st.error(plain(str(error)))
        return
    effects.show_effect_only(together, catalogue, key="waiting", name="等待发布的报送")
    # What was final and changes is a correction: everybody reads why.
    corrected = together.corrections
    label = (
        f"更正说明（改了 {corrected} 个正式数，所有人都能看到）" if corrected else "这一版的说明（可不填）"
    )
    note = st.text_input(label, key="release-note", max_chars=200)
    later = st.checkbox("定时公开：到时以前，只有审核、发布能看到这一版", key="publish-later")
    public_from = release_acts.moment_input("publish") if later else None
    checked = st.checkbox("我已核对上面的差异", key=f"checked:{release}:{numbers}")
    obstacle = _obstacle({"填写更正说明": note.strip() or not corrected, "勾选“我已核对上面的差异”": checked})
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            f"发布为第 {release + 1} 版",
            type="primary",
            disabled=bool(obstacle),
            on_click=_publish,
            args=(
                numbers,
                release,
                note,
                public_from,
                together.changes[0].value if together.changes else None,
            ),
            key="publish",
        )
        if access.visitor().has("reviewer"):
            st.button("撤下所选报送（不发布）", on_click=_discard, args=(numbers,), key="discard")
        _say(obstacle)


def _obstacle(needed: Mapping[str, object]) -> str:
    """What keeps a button from being pressed, as words to stand beside it; empty when all that is `needed` is there."""
    lacking = [words for words, present in needed.items() if not present]
    return f"还要{'，并'.join(lacking)}。" if lacking else ""


def _say(obstacle: str) -> None:
    if obstacle:
        st.markdown(obstacle, width="content")


@flash.told
def _publish(
    numbers: list[int], seen_release: int, note: str, public_from: datetime | None, first: Value | None
) -> None:
    release = publish(
        data.store(),
        numbers,
        actor=access.require("publisher"),
        seen_release=seen_release,
        note=note,
        public_from=public_from,
    )
    frame.read_release(release)
    # An earlier release that is not public yet holds this one back too.
    moment = public_time(data.store(), release)
    who = f"{moment_words(moment)} 起公开，在此之前只有审核、发布能看到" if moment else "所有人现在都能看到"
    flash.say(f"已发布为第 {release} 版，{who}。")
    published = {"release": str(release)}
    if first is not None:
        catalogue = data.catalogue(release)
        published |= {
            "city": catalogue.city_code_of(catalogue.known_region(first.region_code)),
            "indicator": first.indicator_code,
            "period": first.period.code,
            "row": first.region_code,
        }
    st.session_state["just published"] = published


@flash.told
def _discard(numbers: list[int]) -> None:
    for number in numbers:
        discard_submission(data.store(), number, actor=access.visitor())
    flash.say(f"已撤下报送 {'、'.join(map(str, numbers))}，没有发布。", kind="info")


def link_to_published() -> None:
    """After publishing: the way to the chart that changed."""
    published = st.session_state.get("just published")
    if published is not None:
        st.page_link(
            "comparison.py",
            label=f"在县区对比里看第 {published['release']} 版",
            icon=":material/compare_arrows:",
            query_params=published,
        )


def offer_withdrawal(catalogue: Catalogue) -> None:
    """撤回: take one published value back, with a reason; earlier releases keep it."""
    store = data.store()
    release = store.latest_release
    cities = {city.code: city for city in catalogue.cities}
    places, of_city = st.columns(2)
    city = cities[
        places.selectbox("市", list(cities), format_func=lambda code: cities[code].name, key="withdraw-city")
    ]
    units = {region.code: region for region in (city, *catalogue.parts_of(city.code))}
    unit = units[
        of_city.selectbox(
            "地区", list(units), format_func=lambda code: units[code].name, key="withdraw-region"
        )
    ]
    rows = store.read("published_values", release=release, region_codes=[unit.code], periods=None)
    values = {
        (row.indicator_code, row.region_code, row.period, row.basis): value_from_row(row) for row in rows
    }
    if not values:
        st.caption(f"{unit.name}还没有已发布的数。")
        return
    codes = list(dict.fromkeys(key[0] for key in values))
    code = st.selectbox(
        f"{unit.name}的指标",
        codes,
        format_func=lambda code: f"{code} {catalogue.known_indicator(code).name}",
        key="withdraw-indicator",
    )
    keys = sorted(
        (key for key in values if key[0] == code), key=lambda key: period_from_code(key[2]), reverse=True
    )
    key = st.selectbox(
        f"{unit.name}已发布的数",
        keys,
        format_func=lambda key: _published_words(values[key], catalogue),
    )
    reason = st.text_input("撤回的理由", key="withdraw-reason", max_chars=200)
    obstacle = _obstacle({"填写撤回的理由": reason.strip()})
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "撤回这个数",
            disabled=bool(obstacle),
            on_click=_withdraw,
            args=(key, reason, release),
            key="withdraw",
        )
        _say(obstacle)


def _published_words(value: Value, catalogue: Catalogue) -> str:
    return f"{value.period}：{value_words(value, catalogue)}"


@flash.told
def _withdraw(key: Key, reason: str, seen_release: int) -> None:
    release = withdraw(
        data.store(), [key], actor=access.require("publisher"), reason=reason, seen_release=seen_release
    )
    frame.read_release(release)
    flash.say(f"已撤回，成为第 {release} 版；以前各版仍可查到这个数。")


def show_release(number: int) -> None:
    """One release: what it changed, the app as of it, and undoing it."""
    st.subheader(frame.release_words(number))
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.button(
            "以这一版查看全部页面",
            on_click=frame.read_release,
            args=(number,),
            icon=":material/visibility:",
            key="as-of",
        )
        st.page_link(
            "comparison.py",
            label="打开这一版的县区对比",
            query_params={"release": str(number)},
            icon=":material/compare_arrows:",
        )
    release_acts.offer(number)
    table = data.view(release_table, release=number)
    if not table.rows:
        st.caption("这一版改的是指标目录和地区，没有改动数据。")
        return
    st.markdown("**改动的数**：点一行，可到县区对比看它和来源。")
    row = components.chosen_row(table, key=f"changes:{number}")
    if row is not None and row < len(table.rows):
        _link_to_change(number, row)
    components.download_table(table, key=f"changes:{number}:xlsx")
    if not access.visitor().has("publisher"):
        return
    # To see what undoing would do costs more than the rest of the page.
    with st.expander(
        "撤销这一版", icon=":material/undo:", on_change="rerun", key=f"undoing:{number}"
    ) as undoing:
        if undoing.open:
            _offer_undo(number)


def _link_to_change(release: int, row: int) -> None:
    """The way to the number that row `row` of the changes of `release` is about, as of that release."""
    change = data.store().read("release_changes", release=release, number=release)[row]
    catalogue = data.catalogue(release)
    region = catalogue.known_region(change.region_code)
    indicator = catalogue.known_indicator(change.indicator_code)
    st.page_link(
        "comparison.py",
        label=plain(f"在县区对比里看{region.name}{period_from_code(change.period)}的{indicator.name}"),
        icon=":material/compare_arrows:",
        query_params={
            "release": str(release),
            "city": catalogue.city_code_of(region),
            "indicator": indicator.code,
            "period": change.period,
            "row": region.code,
        },
    )


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
    reason = st.text_input("撤销的理由", key=f"undo-reason:{number}", max_chars=200)
    obstacle = _obstacle({"填写撤销的理由": reason.strip()})
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "撤销",
            type="primary",
            disabled=bool(obstacle),
            on_click=_undo,
            args=(number, reason, [since[words] for words in also], latest),
            key="undo",
        )
        _say(obstacle)


@flash.told
def _undo(number: int, reason: str, also: list[Key], seen_release: int) -> None:
    release = undo(
        data.store(),
        number,
        actor=access.require("publisher"),
        reason=reason,
        also=also,
        seen_release=seen_release,
    )
    frame.read_release(release)
    flash.say(f"已撤销第 {number} 版，成为第 {release} 版。")
