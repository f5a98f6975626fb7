"""会议汇报 and 加入汇报: decks made, worded, ordered, shared and handed out on the pages; the rehearsal of a meeting."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from literal import add_account, submit, value
from opening import Open, opener, words
from streamlit.testing.v1 import AppTest

from faheng.meeting.deck import Deck
from faheng.meeting.kept import add_deck, change_deck, open_deck
from faheng.meeting.proposals import proposed
from faheng.roles import GUEST, SYSTEM, Actor
from faheng.store.audit import Search, found_events
from faheng.store.database import Store
from faheng.store.decks import list_decks, share_deck
from faheng.store.freezes import freeze_release, unfreeze
from faheng.store.masters import set_master
from faheng.store.releases import publish

C01 = "/comparison?city=990100&indicator=C01&period=2024&look=regions"


@pytest.fixture
def wang(fresh_database: Store) -> Actor:
    """王芳 publishes; there are figures of two counties for two years."""
    figures = [
        value("C01", region, period, parts=parts)
        for region, period, parts in (
            ("990102", "2023", ("40", "50")),
            ("990102", "2024", ("45", "50")),
            ("990103", "2023", ("30", "60")),
            ("990103", "2024", ("36", "60")),
        )
    ]
    publish(fresh_database, [submit(fresh_database, figures)], actor=SYSTEM)
    return add_account(fresh_database, "wang", "王芳", "publisher", "administrator").acting("")


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch, fresh_database: Store, wang: Actor) -> Open:
    return opener(monkeypatch, fresh_database, wang)


def kept(store: Store, actor: Actor, number: int = 1) -> Deck:
    return open_deck(store, number, actor=actor)[1]


def made(store: Store, actor: Actor, template: str = "indicator") -> int:
    deck = proposed(
        store,
        release=store.latest_release,
        template=template,
        city_code="990100",
        period_code="2024",
        indicator_code="C01",
    )
    return add_deck(store, deck, actor=actor, release=store.latest_release)


def shown(app: AppTest) -> str:
    """What stands in the list of slides, the cards and other HTML of ours."""
    return "\n".join(str(element.proto.body) for element in app.get("html"))


def chart_slide(store: Store, actor: Actor) -> str:
    """The identity of the slide with the comparison of C01."""
    return next(
        slide.slide_id
        for slide in kept(store, actor).slides
        if slide.address is not None and slide.shows == "chart" and slide.address.url == C01
    )


def test_a_deck_is_made_from_a_template_and_opened(
    open_page: Open, fresh_database: Store, wang: Actor
) -> None:
    app = open_page("meeting.py", template="indicator", city="990100", indicator="C01", period="2024")
    app.button(key="make-deck").click().run()
    assert app.query_params["deck"] == "1"
    assert "演示市行政机关负责人出庭应诉率专题汇报" in words(app)
    assert "单项专题 · 演示市 · 2024年" in words(app)
    assert [slide.shows for slide in kept(fresh_database, wang).slides][:3] == ["title", "agenda", "numbers"]
    assert not app.exception


def test_an_edited_title_is_marked_and_taken_back(
    open_page: Open, fresh_database: Store, wang: Actor
) -> None:
    number = made(fresh_database, wang)
    slide = chart_slide(fresh_database, wang)
    app = open_page("meeting.py", deck=str(number), slide=slide)
    (title,) = [box for box in app.text_input if box.label == "标题"]
    assert title.value == ""
    assert "行政机关负责人出庭应诉率" in title.placeholder
    title.set_value("出庭应诉率 88.8%").run()
    assert "标题里的 88.8 不在这一页的数里" in words(app)
    assert "标题要核对" in shown(app)
    app.button(key="restore-title").click().run()
    assert "要核对" not in words(app)
    assert all(not slide.title for slide in kept(fresh_database, wang).slides)


def test_a_note_leaves_a_title_written_against_what_it_was(
    open_page: Open, fresh_database: Store, wang: Actor
) -> None:
    number = made(fresh_database, wang)
    slide = chart_slide(fresh_database, wang)
    app = open_page("meeting.py", deck=str(number), slide=slide)
    next(box for box in app.text_input if box.label == "标题").set_value("两县都有进步").run()
    was = next(each for each in kept(fresh_database, wang).slides if each.slide_id == slide)
    app.text_area[0].set_value("先说东湖区，88.8%").run()
    assert "讲稿里的 88.8 不在这一页的数里" in words(app)
    app.text_area[0].set_value("先说东湖区").run()
    assert "不在这一页的数里" not in words(app)
    now = next(each for each in kept(fresh_database, wang).slides if each.slide_id == slide)
    assert (now.title, now.computed, now.note) == ("两县都有进步", was.computed, "先说东湖区")


def test_slides_are_moved_dropped_and_proposed_again(
    open_page: Open, fresh_database: Store, wang: Actor
) -> None:
    number = made(fresh_database, wang)
    before = [slide.slide_id for slide in kept(fresh_database, wang).slides]
    app = open_page("meeting.py", deck=str(number), slide="s3")
    app.button(key="move:1").click().run()
    order = [slide.slide_id for slide in kept(fresh_database, wang).slides]
    assert order == [*before[:2], before[3], before[2], *before[4:]]
    app.button(key="drop-slide").click().run()
    assert "s3" not in [slide.slide_id for slide in kept(fresh_database, wang).slides]
    app.session_state["more-slides"] = True
    app.run()
    app.button(key="more:0").click().run()
    shows = [slide.shows for slide in kept(fresh_database, wang).slides]
    assert (shows.count("numbers"), shows[-1]) == (1, "sources")


def test_a_slide_that_was_dropped_comes_back_with_its_words(
    open_page: Open, fresh_database: Store, wang: Actor
) -> None:
    number = made(fresh_database, wang)
    app = open_page("meeting.py", deck=str(number), slide="s3")
    app.text_area[0].set_value("先说东湖区").run()
    before = kept(fresh_database, wang)
    app.button(key="drop-slide").click().run()
    app.session_state["deck-before"] = True
    app.run()
    assert "删去“重点数字”之前" in words(app)
    assert "改讲稿之前" in words(app)
    app.button(key="bring-back:2").click().run()
    assert kept(fresh_database, wang).slides == before.slides
    assert "加上“重点数字”之前" in words(app)  # and that can be taken back, too


def test_a_slide_of_ones_own_words_is_added_and_written(
    open_page: Open, fresh_database: Store, wang: Actor
) -> None:
    number = made(fresh_database, wang)
    app = open_page("meeting.py", deck=str(number))
    app.session_state["more-slides"] = True
    app.run()
    app.button(key="more-words").click().run()
    (slide,) = [each for each in kept(fresh_database, wang).slides if each.shows == "words"]
    assert app.query_params["slide"] == slide.slide_id
    assert "这一页还没有写内容" in words(app)
    next(box for box in app.text_area if box.label == "文字").set_value("6 月底前补齐法律顾问").run()
    assert "6 月底前补齐法律顾问" in shown(app)
    assert [each.text for each in kept(fresh_database, wang).slides if each.shows == "words"] == [
        "6 月底前补齐法律顾问"
    ]


def test_two_windows_change_a_deck_side_by_side(open_page: Open, fresh_database: Store, wang: Actor) -> None:
    number = made(fresh_database, wang)
    app = open_page("meeting.py", deck=str(number), slide="s3")
    one, deck = open_deck(fresh_database, number, actor=wang)
    change_deck(fresh_database, one, deck.moved("s3", 1), actor=wang, release=2)
    app.text_area[0].set_value("先说东湖区").run()
    assert not app.error
    now = kept(fresh_database, wang)
    assert [slide.slide_id for slide in now.slides] == [
        slide.slide_id for slide in deck.moved("s3", 1).slides
    ]
    assert [slide.note for slide in now.slides if slide.slide_id == "s3"] == ["先说东湖区"]


def test_a_text_that_another_window_changed_is_not_overwritten(
    open_page: Open, fresh_database: Store, wang: Actor
) -> None:
    number = made(fresh_database, wang)
    app = open_page("meeting.py", deck=str(number), slide="s3")
    one, deck = open_deck(fresh_database, number, actor=wang)
    other = deck.worded("s3", title="", computed="", note="先说西岭区")
    change_deck(fresh_database, one, other, actor=wang, release=2)
    app.text_area[0].set_value("先说东湖区").run()
    assert "这一页的讲稿刚才在别的窗口里改成了“先说西岭区”。您写的还在框里，没有保存" in words(app)
    assert app.text_area[0].value == "先说东湖区"
    assert kept(fresh_database, wang) == other
    app.text_area[0].set_value("先说东湖区，再说西岭区").run()  # now it is meant
    assert not app.error
    assert "先说东湖区，再说西岭区" in [slide.note for slide in kept(fresh_database, wang).slides]


def test_a_note_for_a_slide_that_another_window_dropped_is_in_the_message(
    open_page: Open, fresh_database: Store, wang: Actor
) -> None:
    number = made(fresh_database, wang)
    app = open_page("meeting.py", deck=str(number), slide="s3")
    one, deck = open_deck(fresh_database, number, actor=wang)
    change_deck(fresh_database, one, deck.without("s3"), actor=wang, release=2)
    app.text_area[0].set_value("先说东湖区").run()
    assert "您写的没有保存：先说东湖区" in words(app)


def test_name_and_cover_are_written(open_page: Open, fresh_database: Store, wang: Actor) -> None:
    number = made(fresh_database, wang)
    app = open_page("meeting.py", deck=str(number))
    app.session_state["deck-about"] = True
    app.run()
    about = {box.label: box for box in app.text_input}
    about["汇报名称"].set_value("常委会汇报")
    about["会议"].set_value("市委常委会会议").run()
    app.button(key="save-about").click().run()
    deck = kept(fresh_database, wang)
    assert (deck.name, deck.occasion) == ("常委会汇报", "市委常委会会议")


def test_a_shared_deck_is_read_and_copied_but_not_changed(
    monkeypatch: pytest.MonkeyPatch, fresh_database: Store, wang: Actor
) -> None:
    li = add_account(fresh_database, "li", "李强", "viewer").acting("")
    number = made(fresh_database, wang)
    open_page = opener(monkeypatch, fresh_database, li)
    assert "没有这份汇报，或它没有共享给您" in words(open_page("meeting.py", deck=str(number)))
    share_deck(fresh_database, number, actor=wang, is_shared=True)
    app = open_page("meeting.py", deck=str(number))
    keys = {button.key for button in app.button}
    assert keys & {"play", "copy-deck", "share-deck", "remove-deck", "drop-slide"} == {"play", "copy-deck"}
    assert "王芳" not in words(app) + shown(app)  # who only looks reads no names
    app.button(key="copy-deck").click().run()
    copy = kept(fresh_database, li, 2)
    assert copy.name.endswith("（副本）")
    assert "drop-slide" in {button.key for button in app.button}


def test_a_removed_deck_is_restored_from_the_list(
    open_page: Open, fresh_database: Store, wang: Actor
) -> None:
    number = made(fresh_database, wang)
    app = open_page("meeting.py", deck=str(number))
    app.button(key="remove-deck").click().run()
    assert "还没有汇报" in words(app)
    app.button(key=f"restore:{number}").click().run()
    assert [one.is_removed for one in list_decks(fresh_database, actor=wang)] == [False]
    assert app.query_params["deck"] == str(number)


def test_a_deck_is_played_and_worked_on_again(open_page: Open, fresh_database: Store, wang: Actor) -> None:
    number = made(fresh_database, wang)
    app = open_page("meeting.py", deck=str(number))
    app.button(key="play").click().run()
    assert app.query_params["play"] == "1"
    assert {button.key for button in app.button} == {"stop-playing"}
    assert "slide" not in app.query_params
    assert "按 F5 或“全屏放映”再开始" in words(app)
    app.button(key="stop-playing").click().run()
    assert "play" not in app.query_params
    assert "drop-slide" in {button.key for button in app.button}


def test_a_deck_is_played_from_a_slide_and_left_at_it(
    open_page: Open, fresh_database: Store, wang: Actor
) -> None:
    number = made(fresh_database, wang)
    app = open_page("meeting.py", deck=str(number), slide="s4")
    app.button(key="play-here").click().run()
    assert (app.query_params["play"], app.query_params["slide"]) == ("1", "s4")
    app.button(key="stop-playing").click().run()
    assert app.query_params["slide"] == "s4"


def test_a_guest_is_asked_to_sign_in(monkeypatch: pytest.MonkeyPatch, fresh_database: Store) -> None:
    app = opener(monkeypatch, fresh_database, GUEST)("meeting.py")
    assert "登录以后才能使用这一页" in words(app)
    assert not app.button


# --- 加入汇报 ----------------------------------------------------------------------------------------------------


def test_a_chart_is_added_to_a_new_deck_and_then_with_one_click(
    open_page: Open, fresh_database: Store, wang: Actor
) -> None:
    app = open_page("comparison.py", city="990100", indicator="C01", period="2024", look="ranking")
    app.session_state["add-to-deck"] = True
    app.run()
    app.button(key="add-to-new").click().run()
    assert [message.value for message in app.success] == ["已加入“演示市2024年汇报”。"]
    assert 'href="/meeting?release=2&amp;deck=1&amp;slide=s4"' in shown(app)
    app.switch_page("trend.py").run()
    app.button(key="add-to-last").click().run()
    addresses = [slide.address.url for slide in kept(fresh_database, wang).slides if slide.address]
    assert addresses == [
        "/comparison?city=990100&indicator=C01&period=2024&look=ranking",
        "/trend?city=990100&indicator=C01&frequency=year&form=lines",
    ]
    app.button(key="add-to-last").click().run()
    assert "“演示市2024年汇报”里已经有这一页，没有再加" in words(app)
    assert not app.error


@pytest.mark.parametrize(
    ("page", "part", "address"),
    [
        ("overview.py", "chart", "/overview?city=990100&period=2024&tab=all"),
        ("overview.py", "numbers", "/overview?city=990100&period=2024&tab=headline"),
        ("profile.py", "chart", "/profile?city=990100&region=990103&period=2024&aspect=gaps"),
        ("profile.py", "findings", "/profile?city=990100&region=990103&period=2024"),
        ("comparison.py", "numbers", "/comparison?city=990100&indicator=C01&period=2024"),
    ],
)
def test_what_is_added_is_the_part_that_is_chosen_as_it_looks_now(
    page: str, part: str, address: str, open_page: Open, fresh_database: Store, wang: Actor
) -> None:
    made(fresh_database, wang, "empty")
    asked = {
        "overview.py": {"tab": "all"},
        "profile.py": {"region": "990103", "aspect": "gaps"},
        "comparison.py": {"indicator": "C01", "look": "ranking", "row": "990102"},
    }[page]
    app = open_page(page, city="990100", period="2024", **asked)
    app.session_state["add-to-deck"] = True
    app.session_state["add-part"] = part
    app.run()
    app.button(key="add-to:1").click().run()
    assert [slide.address.url for slide in kept(fresh_database, wang).slides if slide.address] == [address]


def test_nothing_is_added_before_a_meeting_nor_by_a_guest(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, fresh_database: Store
) -> None:
    assert "add-to-deck" in popovers(open_page("comparison.py"))
    assert "add-to-deck" not in popovers(open_page("comparison.py", meeting="1"))
    assert "add-to-deck" not in popovers(open_page("catalogue.py"))
    assert "add-to-deck" not in popovers(opener(monkeypatch, fresh_database, GUEST)("comparison.py"))


def popovers(app: AppTest) -> str:
    return " ".join(str(block.proto.id) for block in app.get("popover"))


# --- What is handed out ------------------------------------------------------------------------------------------


def test_a_file_that_was_not_made_has_a_number_in_the_log(
    monkeypatch: pytest.MonkeyPatch,
    open_page: Open,
    fresh_database: Store,
    wang: Actor,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def write(*_: Any, **__: Any) -> bytes:
        raise ZeroDivisionError

    offered: dict[str, Callable[[], bytes]] = {}
    monkeypatch.setattr("faheng.meeting.writers.import_module", lambda _: SimpleNamespace(write_docx=write))
    monkeypatch.setattr(
        "faheng.ui.components.st.download_button",
        lambda _label, *, data, key, **_: offered.__setitem__(key, data),
    )
    app = open_page("meeting.py", deck=str(made(fresh_database, wang)))
    app.session_state["deck-files"] = True
    app.run()
    with pytest.raises(ZeroDivisionError):
        offered["deck-file:docx"]()
    app.run()
    error_id = caplog.records[-1].error_id  # type: ignore[attr-defined]
    assert f"刚才没有做成（编号 {error_id}）" in words(app)


def test_a_file_is_made_on_click_once_and_recorded(
    monkeypatch: pytest.MonkeyPatch, open_page: Open, fresh_database: Store, wang: Actor
) -> None:
    written: list[tuple[Any, ...]] = []

    def write_pptx(deck: Deck, slides: Any, stamp: Any, *, master: bytes | None = None) -> bytes:
        written.append((deck.name, len(slides), stamp.release, stamp.release_words[:5], master))
        return b"PK"

    offered: dict[str, Callable[[], bytes]] = {}
    monkeypatch.setattr(
        "faheng.meeting.writers.import_module", lambda _: SimpleNamespace(write_pptx=write_pptx)
    )
    monkeypatch.setattr(
        "faheng.ui.components.st.download_button",
        lambda _label, *, data, key, **_: offered.__setitem__(key, data),
    )
    set_master(fresh_database, file_name="母版.pptx", data=b"PK master", actor=wang)
    number = made(fresh_database, wang)
    app = open_page("meeting.py", deck=str(number))
    app.session_state["deck-files"] = True
    app.run()
    assert {"deck-file:pptx", "deck-file:docx", "deck-file:xlsx", "deck-file:html"} <= offered.keys()
    assert [offered["deck-file:pptx"](), offered["deck-file:pptx"]()] == [b"PK", b"PK"]
    deck = kept(fresh_database, wang)
    ((name, slides, *rest),) = written
    assert (name, rest) == (deck.name, [2, "第 2 版", b"PK master"])
    assert slides >= len(deck.slides)
    events = found_events(fresh_database, Search(act="export"), actor=wang, most=5)
    assert [(row.who, row.subject) for row in events] == [("王芳", "release:2")] * 2


# --- The rehearsal -----------------------------------------------------------------------------------------------


def test_a_frozen_release_holds_the_deck_through_a_correction(
    open_page: Open, fresh_database: Store, wang: Actor
) -> None:
    number = made(fresh_database, wang)
    slide = chart_slide(fresh_database, wang)
    freeze_release(fresh_database, 2, "市委常委会会议", actor=wang)
    at_the_meeting = open_page("meeting.py", deck=str(number), slide=slide)
    rehearsed = said(at_the_meeting)
    corrected = value("C01", "990102", "2024", parts=("15", "50"))
    publish(fresh_database, [submit(fresh_database, [corrected])], actor=SYSTEM, note="更正东湖区")
    at_the_meeting.run()
    assert said(at_the_meeting) == rehearsed
    assert "已有第 3 版，您正在看为“市委常委会会议”冻结的第 2 版" in words(at_the_meeting)
    assert said(open_page("meeting.py", deck=str(number), slide=slide)) == rehearsed
    unfreeze(fresh_database, actor=wang)
    afterwards = open_page("meeting.py", deck=str(number), slide=slide)
    assert said(afterwards) != rehearsed
    assert "第 2 版，现在按第 3 版的数显示" in words(afterwards).replace("看的是", "").replace(" · ", "，")
    assert "已有第" not in words(afterwards)


def said(app: AppTest) -> str:
    """What the deck says: the titles of all slides, and the title, notes and source of the one that is open."""
    return "\n".join(
        [shown(app), *(each.value for each in app.subheader), *(each.value for each in app.caption[2:])]
    )
