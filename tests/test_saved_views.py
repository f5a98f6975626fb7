"""收藏: every person's own list, of our own pages only."""

from __future__ import annotations

import pytest
from literal import somebody

from faheng.address import own_address
from faheng.roles import GUEST, ROLES, Actor
from faheng.store.access import AccessError
from faheng.store.database import Store, StoreError
from faheng.store.saved_views import list_views, remove_view, rename_view, save_view

WANG = somebody("王芳", "viewer", account_id=1)
LI = somebody("李强", "viewer", account_id=2)
TREND = "/trend?city=990100&indicator=C01"


def names(store: Store, actor: Actor) -> list[str]:
    return [view.name for view in list_views(store, actor=actor)]


def test_everybody_sees_their_own_views_alone(fresh_database: Store) -> None:
    save_view(fresh_database, actor=WANG, name="出庭趋势", address=TREND)
    save_view(fresh_database, actor=LI, name="总览", address="/overview?city=990100")
    assert names(fresh_database, WANG) == ["出庭趋势"]
    assert names(fresh_database, LI) == ["总览"]
    assert list_views(fresh_database, actor=WANG)[0].address.url == TREND


def test_anothers_view_is_neither_renamed_nor_removed(fresh_database: Store) -> None:
    number = save_view(fresh_database, actor=WANG, name="出庭趋势", address=TREND)
    with pytest.raises(StoreError, match="您的收藏里没有这一项"):
        rename_view(fresh_database, number, actor=LI, name="我的")
    with pytest.raises(StoreError, match="您的收藏里没有这一项"):
        remove_view(fresh_database, number, actor=LI)
    assert names(fresh_database, WANG) == ["出庭趋势"]


def test_a_view_is_renamed_and_removed_by_its_owner(fresh_database: Store) -> None:
    number = save_view(fresh_database, actor=WANG, name="出庭趋势", address=TREND)
    rename_view(fresh_database, number, actor=WANG, name=" 应诉   趋势 ")
    assert names(fresh_database, WANG) == ["应诉 趋势"]
    remove_view(fresh_database, number, actor=WANG)
    assert names(fresh_database, WANG) == []


@pytest.mark.parametrize("role", ROLES)
def test_every_role_may_save(role: str, fresh_database: Store) -> None:
    actor = somebody("甲", role, account_id=7)  # type: ignore[arg-type]
    assert save_view(fresh_database, actor=actor, name="甲的", address=TREND) == 1


def test_a_guest_saves_nothing(fresh_database: Store) -> None:
    with pytest.raises(AccessError, match="登录以后才能收藏"):
        save_view(fresh_database, actor=GUEST, name="x", address=TREND)
    assert list_views(fresh_database, actor=GUEST) == ()


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/trend?city=990100",
        "//example.com/trend",
        "javascript:alert(1)",
        "/nowhere?city=990100",
        "/trend?password=1",
        "/trend\n?city=990100",
        "/trend#x",
        "trend?city=990100",
        "/auth/logout",
        "/trend?city=" + "9" * 2000,
    ],
)
def test_only_pages_of_ours_are_saved(address: str, fresh_database: Store) -> None:
    with pytest.raises(StoreError, match="只能收藏法衡自己的页面"):
        save_view(fresh_database, actor=WANG, name="x", address=address)


def test_a_page_is_saved_once(fresh_database: Store) -> None:
    save_view(fresh_database, actor=WANG, name="出庭趋势", address=TREND)
    with pytest.raises(StoreError, match="这一页已经收藏过，叫“出庭趋势”"):
        save_view(fresh_database, actor=WANG, name="又一次", address="/trend?indicator=C01&city=990100")


def test_an_address_is_written_anew_from_what_the_page_takes() -> None:
    assert (
        own_address("/catalogue?search=%3Cb%3E%E5%87%BA%E5%BA%AD").url
        == "/catalogue?search=%3Cb%3E%E5%87%BA%E5%BA%AD"
    )
