"""县区画像 opened as a page: its sentences, and both its forms in the address."""

from __future__ import annotations

import pytest
from opening import Open, opener, words

from faheng.store.database import Store

ASKED = {"city": "990100", "region": "990122", "period": "2024"}


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch, demonstration: Store) -> Open:
    return opener(monkeypatch, demonstration)


def drawn(app) -> str:
    return "\n".join(str(element.proto.body) for element in app.get("html"))


def test_the_page_begins_with_sentences_and_the_spine(open_page: Open) -> None:
    app = open_page("profile.py", **ASKED)
    assert app.button_group[0].value == "spine"
    assert app.button_group[0].options == ["对照全市", "扣分在哪"]
    assert 'class="fh-list fh-findings"' in drawn(app)
    assert 'class="fh-spine"' in drawn(app)
    assert app.query_params["aspect"] == "spine"


def test_an_address_opens_what_is_lacking(open_page: Open) -> None:
    app = open_page("profile.py", **ASKED, aspect="gaps")
    assert 'class="fh-spine fh-bullets"' in drawn(app)
    assert 'class="fh-span"' not in drawn(app)
    assert "项有目标" in words(app)
    assert "分母不变时最少再多几件" in words(app)
    assert [exception.message for exception in app.exception] == []


def test_choosing_the_other_form_keeps_region_and_period(open_page: Open) -> None:
    app = open_page("profile.py", **ASKED)
    app.button_group[0].set_value("gaps").run()
    assert app.query_params["aspect"] == "gaps"
    assert app.query_params["region"] == "990122"
    assert 'class="fh-spine fh-bullets"' in drawn(app)


def test_a_form_that_does_not_exist_says_so(open_page: Open) -> None:
    app = open_page("profile.py", **ASKED, aspect="circle")
    assert "链接里的画像的样式“circle”在这里不存在" in words(app)


def test_the_form_of_this_page_does_not_disturb_the_tabs_of_another(open_page: Open) -> None:
    app = open_page("profile.py", **ASKED, aspect="gaps")
    app.switch_page("overview.py")
    app.run()
    assert "这里没有" not in words(app)
