"""人员, 设置, 操作记录, the menu and the visitor's own menu: what each role sees and can do there."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from literal import somebody, submit, value
from opening import opener, words
from streamlit.testing.v1 import AppTest

from faheng.roles import GUEST, Actor, Grant
from faheng.store.accounts import create_account, list_accounts
from faheng.store.audit import Search, found_events
from faheng.store.database import Store
from faheng.store.releases import publish
from faheng.store.rules import OfficeRules, change_rules, office_rules
from faheng.store.saved_views import list_views
from faheng.ui import menu
from faheng.ui.access import SignedOutError

ADMIN = somebody("周管理", "administrator", account_id=1)
ACTORS = {
    "guest": GUEST,
    "viewer": somebody("王市长", "viewer", account_id=2),
    "reporter": somebody("永安", account_id=3, reports=["990102"]),
    "reviewer": somebody("李审核", "reviewer", account_id=4),
    "publisher": somebody("赵发布", "publisher", account_id=5),
    "administrator": ADMIN,
}
OPEN_TO = {
    "submission.py": {"reporter"},
    "review.py": {"reviewer", "publisher"},
    "people.py": {"administrator"},
    "settings.py": {"administrator"},
    "record.py": {"administrator"},
}
MARKED = ":red[甲]**乙**<b>$"


@pytest.fixture
def with_admin(fresh_database: Store) -> Store:
    """A store whose first account is ADMIN's."""
    create_account(
        fresh_database,
        actor=somebody("系统"),
        login_name="admin",
        name="周管理",
        grants={Grant("administrator")},
    )
    return fresh_database


@pytest.mark.parametrize("role", ACTORS)
def test_the_menu_shows_what_the_visitor_may_open_and_other_pages_say_so(
    role: str, monkeypatch: pytest.MonkeyPatch, fresh_database: Store
) -> None:
    hidden: dict[str, bool] = {}
    make = menu._page

    def page(entry: menu.Entry, *, is_hidden: bool = False) -> Any:
        hidden[entry.file] = is_hidden
        return make(entry, is_hidden=is_hidden)

    monkeypatch.setattr(menu, "_page", page)
    open_page = opener(monkeypatch, fresh_database, ACTORS[role])
    for name, roles in OPEN_TO.items():
        app = open_page(name)
        assert ("这一页需要" in words(app)) == (role not in roles), name
        assert hidden[name] == (role not in roles), name
        assert not app.exception
    assert not any(hidden[name] for name in ("overview.py", "comparison.py", "catalogue.py", "guide.py"))


def account_named(store: Store, name: str) -> Any:
    return next(one for one in list_accounts(store).values() if one.name == name)


def test_somebody_is_added_and_the_first_password_stands_there_once(
    monkeypatch: pytest.MonkeyPatch, with_admin: Store
) -> None:
    app = opener(monkeypatch, with_admin, ADMIN)("people.py")
    app.text_input(key="new:0:name").set_value(MARKED)
    app.text_input(key="new:0:login").set_value("Wang.F")
    app.checkbox(key="new:0:reporter").check().run()
    app.selectbox(key="new:0:city").set_value("990100").run()
    app.multiselect(key="new:0:regions:990100").set_value(["990102"])
    app.checkbox(key="new:0:reviewer").check().run()
    app.button(key="add-person").click().run()
    added = account_named(with_admin, MARKED)
    assert (added.login_name, added.must_change) == ("wang.f", True)
    assert added.grants == {Grant("reporter", "990102"), Grant("reviewer")}
    (given,) = [code.value for code in app.code]
    assert "登录名：wang.f" in given
    assert not any(MARKED in str(element.value) for element in [*app.markdown, *app.success])
    app.button(key="forget-given").click().run()
    assert not app.code


def test_reporting_for_no_region_is_nothing_to_be_saved(
    monkeypatch: pytest.MonkeyPatch, with_admin: Store
) -> None:
    app = opener(monkeypatch, with_admin, ADMIN)("people.py")
    app.checkbox(key="new:0:reporter").check().run()
    assert app.button(key="add-person").disabled
    assert "还要选填报的地区" in words(app)


def test_what_the_store_refuses_is_said(monkeypatch: pytest.MonkeyPatch, with_admin: Store) -> None:
    app = opener(monkeypatch, with_admin, ADMIN)("people.py")
    app.text_input(key="new:0:name").set_value("又一个")
    app.text_input(key="new:0:login").set_value("admin").run()
    app.button(key="add-person").click().run()
    assert "已经有人用了" in words(app)


def opened(app: AppTest, account_id: int, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page with the account's row touched, which AppTest cannot do."""
    monkeypatch.setattr("faheng.ui.components.chosen_row", lambda *_, **__: account_id - 1)
    return app.run()


def test_the_last_administrator_keeps_the_role(monkeypatch: pytest.MonkeyPatch, with_admin: Store) -> None:
    app = opened(opener(monkeypatch, with_admin, ADMIN)("people.py"), 1, monkeypatch)
    app.checkbox(key="roles:1:administrator").uncheck().run()
    app.button(key="save-roles:1").click().run()
    assert "这是最后一个管理账号" in words(app)
    app.button(key="active:1").click().run()
    assert account_named(with_admin, "周管理").is_active


def test_an_account_is_renamed_disabled_and_given_roles_and_a_password(
    monkeypatch: pytest.MonkeyPatch, with_admin: Store
) -> None:
    create_account(with_admin, actor=ADMIN, login_name="li", name="李强", grants={Grant("viewer")})
    app = opened(opener(monkeypatch, with_admin, ADMIN)("people.py"), 2, monkeypatch)
    app.checkbox(key="roles:2:publisher").check().run()
    app.button(key="save-roles:2").click().run()
    assert account_named(with_admin, "李强").grants == {Grant("publisher")}
    app.text_input(key="name:2").set_value("李力").run()
    app.button(key="rename:2").click().run()
    app.button(key="password:2").click().run()
    assert "初始密码：" in app.code[0].value
    app.button(key="active:2").click().run()
    assert not account_named(with_admin, "李力").is_active
    acts = [row.act for row in found_events(with_admin, Search(), actor=ADMIN, most=4)]
    assert acts == ["account state", "password given", "account state", "roles"]


def test_a_setting_is_changed_with_its_warning(monkeypatch: pytest.MonkeyPatch, with_admin: Store) -> None:
    app = opener(monkeypatch, with_admin, ADMIN)("settings.py")
    assert "不登录就能看全部已发布的数" in words(app)
    app.button(key="rule:open_viewing").click().run()
    assert office_rules(with_admin).open_viewing
    assert "不登录就能看已发布的数" in app.warning[0].value


def test_the_record_says_what_happened_and_how_to_check_it(
    monkeypatch: pytest.MonkeyPatch, with_admin: Store
) -> None:
    app = opener(monkeypatch, with_admin, ADMIN)("record.py")
    assert "共 2 条" in words(app)
    assert app.code[1].value == f"python -m faheng check --head {app.code[0].value}"
    app.selectbox(key="record:act").set_value("export").run()
    assert "没有符合条件的记录" in words(app)


def downloads(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], bytes]]:
    """What a click on each download of the pages opened next does, by its key: AppTest does not do it."""
    offered: dict[str, Callable[[], bytes]] = {}
    monkeypatch.setattr(
        "faheng.ui.components.st.download_button",
        lambda _label, *, data, key, **_: offered.__setitem__(key, data),
    )
    return offered


def test_the_found_events_are_exported_which_is_an_event(
    monkeypatch: pytest.MonkeyPatch, with_admin: Store
) -> None:
    offered = downloads(monkeypatch)
    opener(monkeypatch, with_admin, ADMIN)("record.py")
    assert offered["record:xlsx"]().startswith(b"PK")
    (row,) = found_events(with_admin, Search(act="export"), actor=ADMIN, most=5)
    assert (row.who, row.subject, json.loads(row.detail)["title"]) == ("周管理", "record", "操作记录（2 条）")


@pytest.mark.parametrize(("actor", "who"), [(GUEST, "访客"), (ACTORS["viewer"], "王市长")])
def test_a_download_is_recorded_when_it_is_clicked_not_when_it_is_drawn(
    actor: Actor, who: str, monkeypatch: pytest.MonkeyPatch, fresh_database: Store
) -> None:
    change_rules(fresh_database, OfficeRules(open_viewing=True), actor=ADMIN)
    offered = downloads(monkeypatch)
    opener(monkeypatch, fresh_database, actor)("catalogue.py")
    assert found_events(fresh_database, Search(act="export"), actor=ADMIN, most=5) == []
    offered["catalogue:xlsx"]()
    (row,) = found_events(fresh_database, Search(act="export"), actor=ADMIN, most=5)
    assert (row.who, row.subject) == (who, "release:1")


def with_one(store: Store) -> Store:
    publish(
        store,
        [submit(store, [value("C01", "990102", "2024-Q1", parts=("3", "3"))], person="王芳芳")],
        actor=replace(somebody("李强强"), account_id=9),
    )
    return store


@pytest.mark.parametrize("page", ["comparison.py", "releases.py"])
@pytest.mark.parametrize("role", ["guest", "viewer", "reporter", "reviewer", "publisher", "administrator"])
def test_names_are_read_by_those_who_work_with_them_and_by_no_meeting(
    page: str, role: str, monkeypatch: pytest.MonkeyPatch, fresh_database: Store
) -> None:
    open_page = opener(monkeypatch, with_one(fresh_database), ACTORS[role])
    asked = {"row": "990102", "period": "2024-Q1"} if page == "comparison.py" else {}
    works_here = role not in ("guest", "viewer")
    assert ("李强强" in everything(open_page(page, **asked))) == works_here
    said = everything(open_page(page, **asked, meeting="1"))
    assert "李强强" not in said
    assert "王芳芳" not in said
    assert ACTORS[role].name not in said


def everything(app: AppTest) -> str:
    tables = [table.value.to_csv() for table in app.dataframe]
    menus = [block.proto.popover.label for block in app.get("popover")]
    return "\n".join([words(app), *tables, *menus])


def test_a_meeting_lasts_over_pages_until_it_is_ended(
    monkeypatch: pytest.MonkeyPatch, fresh_database: Store
) -> None:
    app = opener(monkeypatch, with_one(fresh_database), ADMIN)("releases.py", meeting="1")
    app.switch_page("comparison.py").run()
    assert app.query_params["meeting"] == "1"
    app.switch_page("people.py").run()
    assert "会议模式下不打开这一页" in words(app)
    app.session_state["person-menu"] = True
    app.run()
    app.toggle(key="person:meeting").set_value(False).run()
    assert "meeting" not in app.query_params
    assert "还没有账号" in words(app)


def test_a_page_is_saved_from_the_visitors_menu(
    monkeypatch: pytest.MonkeyPatch, fresh_database: Store
) -> None:
    app = opener(monkeypatch, with_one(fresh_database), ACTORS["viewer"])("comparison.py", period="2024-Q1")
    app.session_state["person-menu"] = True
    app.run()
    app.button(key="save-view").click().run()
    (view,) = list_views(fresh_database, actor=ACTORS["viewer"])
    assert view.address.url == "/comparison?city=990100&indicator=C01&period=2024-Q1&look=regions"
    assert view.name == "县区对比 · 演示市 · C01 行政机关负责人出庭应诉率 · 2024年第1季度"


def test_a_guest_is_offered_to_sign_in_and_nothing_to_save(
    monkeypatch: pytest.MonkeyPatch, fresh_database: Store
) -> None:
    app = opener(monkeypatch, with_one(fresh_database), GUEST)("comparison.py")
    app.session_state["person-menu"] = True
    app.run()
    assert any('href="/auth/login?next=' in element.proto.body for element in app.get("html"))
    assert "save-view" not in [button.key for button in app.button]


def test_a_guest_gets_no_file_when_strangers_may_no_longer_look(
    monkeypatch: pytest.MonkeyPatch, fresh_database: Store
) -> None:
    offered = downloads(monkeypatch)
    opener(monkeypatch, fresh_database, GUEST)("catalogue.py")
    with pytest.raises(SignedOutError):
        offered["catalogue:xlsx"]()
    assert found_events(fresh_database, Search(act="export"), actor=ADMIN, most=5) == []
