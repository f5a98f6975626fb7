"""汇报 in the store: own decks, shared ones, every save kept, removed ones restored."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from literal import add_account, submit, value

from faheng.address import address
from faheng.meeting.changes import changes
from faheng.meeting.deck import Deck, deck_from_text, deck_text
from faheng.meeting.kept import add_deck, change_deck, earlier_decks, open_deck
from faheng.roles import GUEST, SYSTEM, Actor
from faheng.store.access import AccessError
from faheng.store.audit import Search, found_events
from faheng.store.database import Store, StoreError
from faheng.store.decks import (
    deck_for,
    deck_versions,
    list_decks,
    make_deck,
    remove_deck,
    restore_deck,
    save_deck,
    share_deck,
)
from faheng.store.integrity import problems_of
from faheng.store.releases import publish


@pytest.fixture
def wang(fresh_database: Store) -> Actor:
    return add_account(fresh_database, "wang", "王芳", "publisher").acting("")


@pytest.fixture
def li(fresh_database: Store) -> Actor:
    return add_account(fresh_database, "li", "李强", "viewer").acting("")


def made(store: Store, actor: Actor, name: str = "年度汇报", *, made_in: int = 1) -> int:
    return make_deck(store, actor=actor, name=name, content="甲", made_in=made_in)


def save(store: Store, number: int, actor: Actor, content: str, *, seen: int, name: str = "年度汇报") -> int:
    return save_deck(store, number, actor=actor, name=name, content=content, made_in=1, seen=seen)


def names(store: Store, actor: Actor) -> list[str]:
    return [one.name for one in list_decks(store, actor=actor)]


def done(store: Store) -> list[str]:
    """What the record says was done to decks, oldest first."""
    rows = found_events(store, Search(act="deck"), actor=SYSTEM, most=20)
    return [row.detail for row in reversed(rows)]


def test_a_deck_is_read_by_its_owner_and_when_shared_by_everybody_signed_in(
    fresh_database: Store, wang: Actor, li: Actor
) -> None:
    number = made(fresh_database, wang)
    with pytest.raises(AccessError, match="没有这份汇报，或它没有共享给您"):
        deck_for(fresh_database, number, actor=li)
    share_deck(fresh_database, number, actor=wang, is_shared=True)
    assert deck_for(fresh_database, number, actor=li)[1] == "甲"
    assert names(fresh_database, li) == ["年度汇报"]
    share_deck(fresh_database, number, actor=wang, is_shared=False)
    assert names(fresh_database, li) == []


def test_a_guest_has_no_decks(fresh_database: Store, wang: Actor) -> None:
    number = made(fresh_database, wang)
    share_deck(fresh_database, number, actor=wang, is_shared=True)
    assert list_decks(fresh_database, actor=GUEST) == ()
    with pytest.raises(AccessError, match="登录以后才能使用会议汇报"):
        deck_for(fresh_database, number, actor=GUEST)
    with pytest.raises(AccessError, match="登录以后才能使用会议汇报"):
        made(fresh_database, GUEST)


def test_a_shared_deck_is_changed_by_its_owner_alone(fresh_database: Store, wang: Actor, li: Actor) -> None:
    number = made(fresh_database, wang)
    share_deck(fresh_database, number, actor=wang, is_shared=True)
    for forbidden in (
        lambda: save(fresh_database, number, li, "乙", seen=2),
        lambda: share_deck(fresh_database, number, actor=li, is_shared=False),
        lambda: remove_deck(fresh_database, number, actor=li),
        lambda: restore_deck(fresh_database, number, actor=li),
    ):
        with pytest.raises(AccessError, match="这份汇报不是您的，只能复制一份再改"):
            forbidden()
    assert deck_for(fresh_database, number, actor=wang)[1] == "甲"


def test_a_copy_is_the_copiers_own(fresh_database: Store, wang: Actor, li: Actor) -> None:
    number = made(fresh_database, wang)
    with pytest.raises(AccessError, match="没有共享给您"):
        make_deck(fresh_database, actor=li, name="x", content="甲", made_in=1, copied_from=number)
    share_deck(fresh_database, number, actor=wang, is_shared=True)
    copy = make_deck(
        fresh_database, actor=li, name="我的年度汇报", content="甲", made_in=1, copied_from=number
    )
    save(fresh_database, copy, li, "乙", seen=1, name="我的年度汇报")
    assert [deck_for(fresh_database, each, actor=li)[1] for each in (number, copy)] == ["甲", "乙"]
    assert names(fresh_database, wang) == ["年度汇报"]


def test_every_save_is_kept(fresh_database: Store, wang: Actor) -> None:
    number = made(fresh_database, wang)
    assert save(fresh_database, number, wang, "乙", seen=1) == 2
    assert save(fresh_database, number, wang, "丙", seen=2, name="季度汇报") == 3
    assert [
        (one.version, one.name, one.content) for one in deck_versions(fresh_database, number, actor=wang)
    ] == [
        (3, "季度汇报", "丙"),
        (2, "年度汇报", "乙"),
        (1, "年度汇报", "甲"),
    ]
    assert done(fresh_database) == [
        '{"done": "made", "name": "年度汇报"}',
        '{"done": "saved", "name": "年度汇报"}',
        '{"done": "renamed", "name": "季度汇报"}',
    ]


def test_a_reader_does_not_see_how_a_deck_was_before(fresh_database: Store, wang: Actor, li: Actor) -> None:
    number = made(fresh_database, wang)
    save(fresh_database, number, wang, "乙", seen=1)
    share_deck(fresh_database, number, actor=wang, is_shared=True)
    assert [one.content for one in deck_versions(fresh_database, number, actor=li)] == ["乙"]


def test_nothing_changed_is_no_version(fresh_database: Store, wang: Actor) -> None:
    number = made(fresh_database, wang)
    assert save(fresh_database, number, wang, "甲", seen=1) == 1
    assert len(done(fresh_database)) == 1


def test_two_windows_do_not_overwrite_each_other(fresh_database: Store, wang: Actor) -> None:
    number = made(fresh_database, wang)
    save(fresh_database, number, wang, "乙", seen=1)
    with pytest.raises(StoreError, match="刚才在别的窗口里改过，没有保存"):
        save(fresh_database, number, wang, "丙", seen=1)
    assert deck_for(fresh_database, number, actor=wang)[1] == "乙"


def test_a_removed_deck_is_restored_as_it_was(fresh_database: Store, wang: Actor, li: Actor) -> None:
    number = made(fresh_database, wang)
    share_deck(fresh_database, number, actor=wang, is_shared=True)
    remove_deck(fresh_database, number, actor=wang)
    assert names(fresh_database, li) == []
    assert [one.is_removed for one in list_decks(fresh_database, actor=wang)] == [True]
    with pytest.raises(StoreError, match="“年度汇报”已删去，没有保存"):
        save(fresh_database, number, wang, "乙", seen=3)
    restore_deck(fresh_database, number, actor=wang)
    (kept,) = list_decks(fresh_database, actor=wang)
    assert (kept.is_removed, kept.is_shared, kept.version) == (False, False, 4)
    assert problems_of(fresh_database) == []


def test_what_is_shared_of_a_release_that_is_not_public_is_seen_with_it(
    fresh_database: Store, wang: Actor, li: Actor
) -> None:
    later = datetime.now() + timedelta(days=1)
    number = submit(fresh_database, [value("C01", "990102", "2024-Q1", parts=("3", "4"))])
    release = publish(fresh_database, [number], actor=SYSTEM, public_from=later)
    deck = made(fresh_database, wang, made_in=release)
    share_deck(fresh_database, deck, actor=wang, is_shared=True)
    assert names(fresh_database, li) == []
    # Saved or copied by somebody who reads an older release, it still says what the later one said.
    save(fresh_database, deck, wang, "乙", seen=2)
    copy = make_deck(fresh_database, actor=wang, name="副本", content="乙", made_in=0, copied_from=deck)
    share_deck(fresh_database, copy, actor=wang, is_shared=True)
    assert names(fresh_database, li) == []


def test_a_removed_deck_is_shared_with_nobody(fresh_database: Store, wang: Actor, li: Actor) -> None:
    number = made(fresh_database, wang)
    remove_deck(fresh_database, number, actor=wang)
    with pytest.raises(StoreError, match="“年度汇报”已删去，没有改动"):
        share_deck(fresh_database, number, actor=wang, is_shared=True)
    restore_deck(fresh_database, number, actor=wang)
    assert names(fresh_database, li) == []


def test_there_is_an_end_to_how_much_is_kept(
    fresh_database: Store, wang: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("faheng.store.decks.MOST_DECKS", 2)
    first = made(fresh_database, wang)
    made(fresh_database, wang, "第二份")
    with pytest.raises(StoreError, match="最多保存 2 份汇报"):
        made(fresh_database, wang, "第三份")
    remove_deck(fresh_database, first, actor=wang)
    made(fresh_database, wang, "第三份")
    with pytest.raises(StoreError, match="这份汇报太长"):
        make_deck(fresh_database, actor=wang, name="x", content="长" * 400_001, made_in=1)


def test_a_second_deck_of_a_name_gets_a_number(fresh_database: Store, wang: Actor, li: Actor) -> None:
    deck = Deck(name="年度汇报", city_code="990100", period_code="2024")
    for actor in (wang, wang, wang, li):
        add_deck(fresh_database, deck, actor=actor, release=1)
    assert names(fresh_database, wang) == ["年度汇报（3）", "年度汇报（2）", "年度汇报"]
    assert names(fresh_database, li) == ["年度汇报"]
    assert open_deck(fresh_database, 3, actor=wang)[1] == replace(deck, name="年度汇报（3）")


BEFORE = Deck("年度汇报", "990100", "2024").with_frame("title").with_frame("agenda").with_frame("sources")


@pytest.mark.parametrize(
    ("after", "done"),
    [
        (BEFORE, []),
        (BEFORE.without("s2"), ["删去“目录”"]),
        (BEFORE.without("s2").without("s1"), ["删去 2 页"]),
        (
            BEFORE.without("s3").with_view("chart", address("trend", city="990100")),
            ["删去“数据来源”", "加上“趋势”"],
        ),
        (BEFORE.with_view("chart", address("comparison", city="990100", look="funnel")), ["加上“漏斗图”"]),
        (BEFORE.with_words(), ["加上“文字”"]),
        (BEFORE.moved("s2", 1), ["调顺序"]),
        (
            BEFORE.worded("s1", title="我们的一年", computed="年度汇报", note="先问好"),
            ["标题改成“我们的一年”", "改讲稿"],
        ),
        (replace(BEFORE, occasion="常委会"), ["改名称或封面"]),
    ],
)
def test_what_was_done_to_a_deck_is_said_in_a_few_words(after: Deck, done: list[str]) -> None:
    assert list(changes(BEFORE, after)) == done


def test_what_a_deck_was_before_is_there_for_its_owner_alone(
    fresh_database: Store, wang: Actor, li: Actor
) -> None:
    number = add_deck(fresh_database, BEFORE, actor=wang, release=1)
    kept, _ = open_deck(fresh_database, number, actor=wang)
    change_deck(fresh_database, kept, BEFORE.without("s2"), actor=wang, release=1)
    share_deck(fresh_database, number, actor=wang, is_shared=True)  # a save, too, but nothing of it changed
    (earlier,) = earlier_decks(fresh_database, number, actor=wang)
    assert (earlier.version, earlier.deck, earlier.done) == (1, BEFORE, ("删去“目录”",))
    assert earlier_decks(fresh_database, number, actor=li) == ()


def test_the_number_of_a_slide_that_is_gone_is_given_to_no_other() -> None:
    deck = BEFORE.without("s3").with_words()
    assert [slide.slide_id for slide in deck.slides] == ["s1", "s2", "s4"]
    assert deck_from_text(deck_text(deck)).without("s4").next_id() == "s5"
    again = deck.as_it_was(BEFORE)
    assert (again.slides, again.next_id()) == (BEFORE.slides, "s5")
