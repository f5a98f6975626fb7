"""人员: the list, somebody new, and what can be changed of an account; the store refuses what may not be."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from faheng.catalogue import Catalogue
from faheng.roles import ROLE_NAMES, Actor, Grant, Role
from faheng.store.accounts import (
    Account,
    change_account,
    change_grants,
    create_account,
    give_password,
    list_accounts,
)
from faheng.ui import access, components, data, flash
from faheng.ui.flash import plain
from faheng.views.choices import city_options
from faheng.views.people import grant_words, people_table, state_words

_GIVEN = "password given just now"  # account, password: until it was noted down or replaced
_ADDED = "people added"
_UNDIVIDED: tuple[Role, ...] = ("reviewer", "publisher", "administrator")  # roles for everything there is
_MEANINGS: dict[Role, str] = {
    "reviewer": "退回或通过各地区的报送",
    "publisher": "发布、撤回、撤销",
    "administrator": "人员、设置、操作记录",
}


def show_given_password() -> None:
    """A password that was just made, to be handed over: until it was noted down, or its owner changed it."""
    number, password = st.session_state.get(_GIVEN, (0, ""))
    account = list_accounts(data.store()).get(number)
    if account is None or not account.must_change:
        st.session_state.pop(_GIVEN, None)
        return
    where = urlsplit(st.context.url or "")
    address = f"{where.scheme}://{where.netloc}/auth/login" if where.netloc else "/auth/login"
    with st.container(border=True, key="given-password"):
        st.markdown(
            f"**请把下面的内容交给{plain(account.name)}**（当面或电话）。密码只在这里显示这一次，第一次登录时要换掉。"
        )
        st.code(f"网址：{address}\n登录名：{account.login_name}\n初始密码：{password}", language=None)
        st.caption("点右上角复制；复制不了时，选中文字后按 Ctrl+C。")
        st.button("已记下，不再显示", on_click=_forget_given, key="forget-given")


def _forget_given() -> None:
    st.session_state.pop(_GIVEN, None)


def offer_new(catalogue: Catalogue) -> None:
    """Somebody new: name, login name, roles."""
    # New boxes for the next one: a browser keeps what was typed into the old ones.
    key = f"new:{st.session_state.setdefault(_ADDED, 0)}"
    with st.expander("添加人员", icon=":material/person_add:"):
        left, right = st.columns(2)
        left.text_input("姓名", key=f"{key}:name", max_chars=30)
        right.text_input("登录名（小写字母、数字、点、横线，以后不能改）", key=f"{key}:login", max_chars=40)
        grants = _choose_grants(frozenset(), catalogue, key=key)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                "添加",
                type="primary",
                on_click=_add,
                args=(key, grants),
                key="add-person",
                disabled=grants is None,
            )
            _say_what_is_missing(grants)


@flash.told
def _add(key: str, grants: frozenset[Grant]) -> None:
    account, password = create_account(
        data.store(),
        actor=access.require("administrator"),
        login_name=st.session_state[f"{key}:login"],
        name=st.session_state[f"{key}:name"],
        grants=grants,
    )
    st.session_state[_GIVEN] = (account.account_id, password)
    st.session_state[_ADDED] += 1
    flash.say(f"已添加{account.name}。")


def choose(catalogue: Catalogue) -> Account | None:
    """The list of all accounts; the one that was touched."""
    accounts = list(list_accounts(data.store()).values())
    if not accounts:
        components.nothing_here("还没有账号。")
        return None
    st.markdown("点一行，改这个人的权限、姓名、密码，或停用。")
    row = components.chosen_row(people_table(accounts, catalogue), key="people")
    return accounts[row] if row is not None and row < len(accounts) else None


def offer_change(account: Account, catalogue: Catalogue, actor: Actor) -> None:
    """What can be changed of one account."""
    number = account.account_id
    own = "（您自己）" if number == actor.account_id else ""
    st.subheader(plain(f"{account.name}{own}"), anchor=False)
    st.caption(plain(f"{account.login_name} · {grant_words(account, catalogue)} · {state_words(account)}"))
    with st.container(border=True):
        grants = _choose_grants(account.grants, catalogue, key=f"roles:{number}")
        # Not before something differs: what is pressed by mistake would be in the record.
        st.button(
            "保存权限",
            type="primary",
            on_click=_change_grants,
            args=(number, grants),
            key=f"save-roles:{number}",
            disabled=grants is None or grants == account.grants - {Grant("viewer")},
        )
        _say_what_is_missing(grants)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("姓名", value=account.name, key=f"name:{number}", max_chars=30, width=240)
        st.button("改名", on_click=_rename, args=(number,), key=f"rename:{number}")
        st.button("重设密码", on_click=_give_password, args=(number,), key=f"password:{number}")
        st.button(
            "停用" if account.is_active else "恢复使用",
            on_click=_set_active,
            args=(number, not account.is_active),
            key=f"active:{number}",
        )
    st.caption("重设密码和停用会让这个人正在打开的页面在下一次点击时退出。停用不删除，以前的报送和记录都在。")


def _say_what_is_missing(grants: frozenset[Grant] | None) -> None:
    if grants is None:
        st.markdown("还要选填报的地区。", width="content")


def _choose_grants(granted: frozenset[Grant], catalogue: Catalogue, *, key: str) -> frozenset[Grant] | None:
    """Boxes for the roles and, for 填报, the regions of a city; everybody may look. None: 填报 for no region yet."""
    st.caption("每个账号都能浏览已发布的数。另外可以：")
    chosen = set()
    is_complete = True
    reported = sorted(grant.region_code for grant in granted if grant.role == "reporter")
    if st.checkbox("填报：为选定的地区报送数据", value=bool(reported), key=f"{key}:reporter"):
        regions = _choose_regions(reported, catalogue, key=key)
        chosen |= {Grant("reporter", code) for code in regions}
        is_complete = bool(regions)
    for role in _UNDIVIDED:
        words = f"{ROLE_NAMES[role]}：{_MEANINGS[role]}"
        if st.checkbox(words, value=Grant(role) in granted, key=f"{key}:{role}"):
            chosen.add(Grant(role))
    return frozenset(chosen) if is_complete else None


def _choose_regions(reported: list[str], catalogue: Catalogue, *, key: str) -> list[str]:
    cities = {city.code: city.name for city in catalogue.cities}
    known = data.view(city_options, release=data.store().latest_release)
    first = (
        catalogue.city_code_of(catalogue.known_region(reported[0])) if reported else known and known.default
    )
    place, regions = st.columns([1, 3])
    city = place.selectbox(
        "市",
        list(cities),
        index=list(cities).index(first) if first in cities else 0,
        format_func=cities.__getitem__,
        key=f"{key}:city",
    )
    of_city = {
        region.code: f"{region.name}（全市）" if region.code == city else region.name
        for region in (catalogue.regions[city], *catalogue.parts_of(city))
    }
    # What is granted in other cities stays to be seen, and stays.
    options = of_city | {code: catalogue.known_region(code).name for code in reported if code not in of_city}
    return regions.multiselect(
        "填报的地区",
        list(options),
        default=reported,
        format_func=options.__getitem__,
        placeholder="选一个或几个地区",
        key=f"{key}:regions:{city}",
    )


@flash.told
def _change_grants(number: int, grants: frozenset[Grant]) -> None:
    change_grants(data.store(), number, grants, actor=access.require("administrator"))
    flash.say(f"{_account(number).name}的权限已改，下一次点击就按新的办。")


@flash.told
def _rename(number: int) -> None:
    name, account = st.session_state[f"name:{number}"], _account(number)
    change_account(
        data.store(), number, name=name, is_active=account.is_active, actor=access.require("administrator")
    )
    flash.say(f"已改名为{_account(number).name}。")


@flash.told
def _set_active(number: int, is_active: bool) -> None:
    account = _account(number)
    change_account(
        data.store(),
        number,
        name=account.name,
        is_active=is_active,
        actor=access.require("administrator"),
    )
    flash.say(f"已{'恢复' if is_active else '停用'}{account.name}的账号。")


@flash.told
def _give_password(number: int) -> None:
    password = give_password(data.store(), number, actor=access.require("administrator"))
    st.session_state[_GIVEN] = (number, password)
    flash.say(f"已给{_account(number).name}重设密码。")


def _account(number: int) -> Account:
    return list_accounts(data.store())[number]
