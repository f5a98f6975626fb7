"""定时公开 and 冻结: who reads which release when; the clock is a parameter or a literal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from literal import somebody, submit, value
from opening import opener, words

from faheng.roles import GUEST, Actor
from faheng.store.access import AccessError
from faheng.store.audit import chain_problems
from faheng.store.database import Store, StoreError
from faheng.store.embargo import move_embargo, newest_for, public_release, public_time
from faheng.store.freezes import freeze_release, frozen_release, opening_release, unfreeze
from faheng.store.releases import publish, undo
from faheng.store.submissions import SameFileError, own_submissions, statuses_as_of
from faheng.views.progress import duties, progress
from faheng.views.receipt import receipt
from faheng.views.releases import release_log

Publish = Callable[..., int]
COUNTY = "990102"
BEFORE, OPENS, AFTER = datetime(2090, 5, 31, 9), datetime(2090, 6, 1, 9), datetime(2090, 6, 1, 9, 1)
LEADER, SENDER = somebody("周宁", "viewer", account_id=1), somebody("王芳", account_id=2, reports=[COUNTY])
REVIEWER, PUBLISHER = (
    somebody("赵敏", "reviewer", account_id=3),
    somebody("李强", "publisher", account_id=4),
)
ADMINISTRATOR = somebody("孙伟", "administrator", account_id=5)


@pytest.fixture
def held(fresh_database: Store, publish_values: Publish) -> Store:
    """Release 2 is public; release 3 is from OPENS on."""
    publish_values(value("C01", COUNTY, "2024", parts=("45", "50"), status="provisional"))
    later = submit(fresh_database, [value("C01", COUNTY, "2024", parts=("46", "50"))], name="二.xlsx")
    publish(fresh_database, [later], actor=PUBLISHER, public_from=OPENS)
    return fresh_database


def set_clock(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr("faheng.store.embargo.clock", lambda: moment)


@pytest.mark.parametrize(
    ("actor", "newest"),
    [(GUEST, 2), (LEADER, 2), (SENDER, 2), (ADMINISTRATOR, 2), (REVIEWER, 3), (PUBLISHER, 3)],
)
def test_only_who_reviews_or_publishes_reads_what_is_not_public(
    held: Store, actor: Actor, newest: int
) -> None:
    assert newest_for(held, actor, now=BEFORE) == newest
    assert newest_for(held, actor, now=OPENS) == 3


def test_a_later_release_waits_for_the_one_before_it(held: Store, publish_values: Publish) -> None:
    assert publish_values(value("C04", COUNTY, "2024", "5")) == 4
    assert public_release(held, now=BEFORE) == 2
    assert public_time(held, 4, now=BEFORE) == OPENS
    assert public_release(held, now=AFTER) == 4


def test_a_clock_that_is_set_back_takes_nothing_back(held: Store) -> None:
    assert public_release(held, now=AFTER) == 3
    assert public_release(held, now=BEFORE) == 3
    assert chain_problems(held.root.cursor()) == []


def test_a_restart_changes_nothing(held: Store) -> None:
    public_release(held, now=AFTER)
    held.close()
    with Store(held.folder) as again:
        assert public_release(again, now=BEFORE) == 3
    held.__init__(held.folder)  # type: ignore[misc]  # the fixture closes it


def test_a_publisher_moves_or_lifts_it_and_nobody_else(held: Store) -> None:
    for actor in (GUEST, LEADER, SENDER, REVIEWER, ADMINISTRATOR):
        with pytest.raises(AccessError):
            move_embargo(held, 3, None, actor=actor, now=BEFORE)
    move_embargo(held, 3, AFTER, actor=PUBLISHER, now=BEFORE)
    assert (public_release(held, now=OPENS), public_release(held, now=AFTER)) == (2, 3)


def test_lifted_it_is_public_and_stays_so(held: Store) -> None:
    move_embargo(held, 3, None, actor=PUBLISHER, now=BEFORE)
    assert public_release(held, now=datetime(2090, 1, 1)) == 3
    with pytest.raises(StoreError, match="已经公开的版本不能收回"):
        move_embargo(held, 3, AFTER, actor=PUBLISHER, now=BEFORE)


def test_a_time_that_is_past_is_refused(fresh_database: Store) -> None:
    number = submit(fresh_database, [value("C01", COUNTY, "2024", parts=("45", "50"))])
    with pytest.raises(StoreError, match="已经过去"):
        publish(fresh_database, [number], actor=PUBLISHER, public_from=BEFORE, now=OPENS)
    assert fresh_database.latest_release == 1


def test_the_list_of_releases_does_not_tell(held: Store) -> None:
    undo(held, 3, actor=PUBLISHER, reason="误报")
    assert release_log(held, newest=2, now=BEFORE).keys == ("2", "1")
    assert "撤销" not in str(release_log(held, newest=2, now=BEFORE).rows)
    log = release_log(held, newest=4, now=BEFORE)
    assert log.rows[1][:2] == (3, "2090年6月1日 09:00 起公开；已被第 4 版撤销")


def test_a_sender_reads_that_the_file_was_accepted_not_that_it_is_published(
    held: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, BEFORE)
    city = somebody("钱进", account_id=2, reports=["990100"])
    assert [row.status for row in own_submissions(held, actor=city)] == ["accepted", "released"]
    slip = receipt(held, 2, actor=city, seen_at=BEFORE)
    assert slip is not None
    assert (slip.status, [what for what, _ in slip.steps]) == ("通过", ["审核通过"])
    with pytest.raises(SameFileError, match="已通过审核，还没有公开"):
        submit(held, [value("C01", COUNTY, "2024", parts=("46", "50"))], name="二.xlsx")


def test_a_sender_does_not_read_that_a_release_was_undone_before_it_was_public(
    held: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = somebody("钱进", account_id=2, reports=["990100"])
    undo(held, 3, actor=PUBLISHER, reason="误报")
    set_clock(monkeypatch, BEFORE)
    assert [row.status for row in own_submissions(held, actor=city)] == ["accepted", "released"]
    slip = receipt(held, 2, actor=city, seen_at=BEFORE)
    assert slip is not None
    assert slip.status == "通过"
    set_clock(monkeypatch, AFTER)
    assert [row.status for row in own_submissions(held, actor=city)] == ["undone", "released"]


def test_an_undo_that_is_not_public_is_not_told(held: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    city = somebody("钱进", account_id=2, reports=["990100"])
    undo(held, 2, actor=PUBLISHER, reason="误报", also=[("C01", COUNTY, "2024", "within")])
    set_clock(monkeypatch, BEFORE)
    assert [row.status for row in own_submissions(held, actor=city)] == ["accepted", "released"]
    set_clock(monkeypatch, AFTER)
    assert [row.status for row in own_submissions(held, actor=city)] == ["released", "undone"]


def stages(store: Store, release: int) -> list[str]:
    """How far the county's figures of 2024 are for who reads this release."""
    told = statuses_as_of(store, release)
    rows = store.read("progress", release=release, told=told, region_codes=[COUNTY], periods=["2024"])
    return [row.stage for row in rows]


def test_the_board_does_not_tell_that_it_was_undone_before_it_is_public(fresh_database: Store) -> None:
    number = submit(fresh_database, [value("C01", COUNTY, "2024", parts=("45", "50"))])
    publish(fresh_database, [number], actor=PUBLISHER, public_from=OPENS)
    undo(fresh_database, 2, actor=PUBLISHER, reason="误报")
    assert (stages(fresh_database, 1), stages(fresh_database, 2)) == (["accepted"], ["released"])
    assert stages(fresh_database, 3) == []


def test_the_board_says_accepted_until_it_is_public(
    fresh_database: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = submit(fresh_database, [value("C01", COUNTY, "2024", parts=("45", "50"))])
    publish(fresh_database, [number], actor=PUBLISHER, public_from=OPENS)
    assert (stages(fresh_database, 1), stages(fresh_database, 2)) == (["accepted"], ["released"])
    set_clock(monkeypatch, BEFORE)
    board = progress(
        fresh_database,
        duties(fresh_database, release=1, city_code="990100", frequency="year"),
        city_code="990100",
        year=2024,
        frequency="year",
        today=BEFORE.date(),
        actor=SENDER,
    )
    assert "released" not in {cell.state for row in board.rows for cell in row.cells}


def test_readers_land_on_the_frozen_release_until_it_is_unfrozen(
    fresh_database: Store, publish_values: Publish
) -> None:
    first = publish_values(value("C01", COUNTY, "2024", parts=("45", "50")))
    freeze_release(fresh_database, first, " 市委 常委会会议 ", actor=PUBLISHER)
    publish_values(value("C01", COUNTY, "2024", parts=("46", "50")))
    frozen = frozen_release(fresh_database)
    assert frozen is not None
    assert (frozen.release, frozen.name, frozen.frozen_by) == (2, "市委 常委会会议", "李强")
    assert opening_release(fresh_database, LEADER) == 2
    assert unfreeze(fresh_database, actor=PUBLISHER) == 2
    assert opening_release(fresh_database, LEADER) == 3
    assert frozen_release(fresh_database) is None


def test_only_a_publisher_freezes_one_at_a_time(fresh_database: Store, publish_values: Publish) -> None:
    publish_values(value("C01", COUNTY, "2024", parts=("45", "50")))
    for actor in (GUEST, LEADER, SENDER, REVIEWER, ADMINISTRATOR):
        with pytest.raises(AccessError):
            freeze_release(fresh_database, 2, "会议", actor=actor)
        with pytest.raises(AccessError):
            unfreeze(fresh_database, actor=actor)
    with pytest.raises(StoreError, match="没有第 9 版"):
        freeze_release(fresh_database, 9, "会议", actor=PUBLISHER)
    with pytest.raises(StoreError, match="哪次会议"):
        freeze_release(fresh_database, 2, "  ", actor=PUBLISHER)
    freeze_release(fresh_database, 2, "会议", actor=PUBLISHER)
    with pytest.raises(StoreError, match="请先解冻"):
        freeze_release(fresh_database, 1, "另一次", actor=PUBLISHER)


def test_a_frozen_release_that_is_not_public_concerns_nobody_else(held: Store) -> None:
    freeze_release(held, 3, "会议", actor=PUBLISHER)
    assert opening_release(held, LEADER, now=BEFORE) == 2
    assert opening_release(held, REVIEWER, now=BEFORE) == 3
    assert opening_release(held, LEADER, now=AFTER) == 3


def test_the_address_of_a_release_that_is_not_public_opens_nothing_for_readers(
    held: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, BEFORE)
    open_page = opener(monkeypatch, held, LEADER)
    app = open_page("comparison.py", release="3", city="990100", indicator="C01", period="2024")
    assert "链接里的版本“3”在这里不存在" in words(app)
    assert "第 2 版（" in words(app)
    assert "已有第 3 版" not in words(app)
    assert "92.00%" not in words(app)
    log = open_page("releases.py", release="3", shown="3")
    assert "第 3 版" not in words(log)
    set_clock(monkeypatch, AFTER)
    app = open_page("comparison.py", release="3", city="990100", indicator="C01", period="2024")
    assert "第 3 版（" in words(app)
    assert "不存在" not in words(app)


def test_who_publishes_sees_until_when_it_is_not_public(held: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, BEFORE)
    app = opener(monkeypatch, held, PUBLISHER)("comparison.py")
    assert "第 3 版 2090年6月1日 09:00 前不公开" in words(app)


def test_an_open_page_offers_the_release_when_its_time_has_come(
    held: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, BEFORE)
    app = opener(monkeypatch, held, LEADER)("comparison.py")
    assert "已有第 3 版" not in words(app)
    set_clock(monkeypatch, AFTER)
    assert "已有第 3 版，您正在看第 2 版" in words(app.run())


def test_a_session_that_may_read_it_no_more_goes_back(held: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, BEFORE)
    app = opener(monkeypatch, held, PUBLISHER)("comparison.py")
    monkeypatch.setattr("faheng.ui.access._find", lambda: LEADER)
    assert "第 2 版（" in words(app.run())


def test_a_frozen_release_says_so_and_that_a_newer_one_exists(
    fresh_database: Store, publish_values: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_values(value("C01", COUNTY, "2024", parts=("45", "50")))
    freeze_release(fresh_database, 2, "市委常委会会议", actor=PUBLISHER)
    publish_values(value("C01", COUNTY, "2024", parts=("46", "50")))
    app = opener(monkeypatch, fresh_database, LEADER)("comparison.py")
    assert "· 为“市委常委会会议”冻结" in words(app)
    assert "已有第 3 版，您正在看为“市委常委会会议”冻结的第 2 版" in words(app)
    app.button(key="to-latest").click().run()
    assert "第 2 版为“市委常委会会议”冻结，您正在看第 3 版" in words(app)
    app.button(key="to-frozen").click().run()
    assert "第 2 版（" in words(app)


def test_a_publisher_freezes_and_unfreezes_on_the_page(
    fresh_database: Store, publish_values: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_values(value("C01", COUNTY, "2024", parts=("45", "50")))
    open_page = opener(monkeypatch, fresh_database, PUBLISHER)
    app = open_page("releases.py")
    app.text_input(key="freeze-name:2").set_value("市委常委会会议").run()
    app.button(key="freeze").click().run()
    assert "这一版为“市委常委会会议”冻结。" in words(app)
    app.button(key="unfreeze").click().run()
    assert frozen_release(fresh_database) is None


def test_a_publisher_opens_a_release_at_once_on_the_page(
    held: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, BEFORE)
    app = opener(monkeypatch, held, PUBLISHER)("releases.py")
    assert "这一版2090年6月1日 09:00 起公开。" in words(app)
    app.button(key="lift-embargo").click().run()
    assert public_release(held, now=BEFORE) == 3
    reader = opener(monkeypatch, held, LEADER)("releases.py")
    assert not [button for button in reader.button if button.key in ("freeze", "lift-embargo")]
