"""The last view, which a browser keeps until the next visit: a link wins, a default is not kept, nothing odd gets in."""

from __future__ import annotations

import re

import pytest
from opening import Open, opener, words
from streamlit.testing.v1 import AppTest

from faheng.address import remembered_view, view_to_remember
from faheng.store.database import Store


def test_choices_come_back_as_they_were_but_never_the_release() -> None:
    chosen = {"release": "4", "city": "990100", "regions": "990122,990102", "row": "990121", "search": "出庭"}
    text = view_to_remember(chosen)
    assert text == "city=990100&regions=990122%2C990102"
    assert remembered_view(text) == {"city": "990100", "regions": "990122,990102"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "garbage",
        "%%%=;&&=",
        "release=4&row=990121&search=x&shown=3",
        "user=admin&__proto__=1",
        "city=<script>alert(1)</script>",
        "city=%3Cimg+src%3Dx%3E&period=%0d%0aSet-Cookie:a",
        "city=" + "9" * 101,
        "indicator=C01&" + "x" * 1000,
        "&".join(["city=990100"] * 40),
        "city=\ud800",
    ],
)
def test_what_anyone_can_write_into_a_browser_is_left_out(text: str) -> None:
    assert remembered_view(text) == {}


@pytest.fixture
def come_back(monkeypatch: pytest.MonkeyPatch, demonstration: Store) -> Open:
    """Opens a page in a new session of a browser that kept `view`."""
    open_page = opener(monkeypatch, demonstration)

    def run(name: str, *, view: str, **parameters: str) -> AppTest:
        monkeypatch.setattr("faheng.ui.link._kept_by_the_browser", lambda: view)
        return open_page(name, **parameters)

    return run


def kept(app: AppTest) -> dict[str, str]:
    """What the browser would keep if the visitor left now."""
    (marker,) = [one.proto.body for one in app.get("html") if "fh-view" in one.proto.body]
    (view,) = re.findall('data-view="(.*)"', marker)
    return remembered_view(view.replace("&amp;", "&"))


def test_a_later_visit_begins_with_the_last_view(come_back: Open) -> None:
    app = come_back("comparison.py", view="city=990100&indicator=E10&period=2024-03")
    assert [box.value for box in app.selectbox] == ["990100", "E10", "2024-03"]
    assert kept(app) == {"indicator": "E10", "period": "2024-03"}  # the city is the default


def test_a_choice_that_is_gone_is_missed_by_nobody(come_back: Open) -> None:
    app = come_back("comparison.py", view="city=123456&indicator=Z99&period=1999-Q1&regions=1,2")
    assert [*app.warning, *app.info] == []
    assert "在这里不存在" not in words(app)
    assert app.selectbox[0].value == "990100"


def test_what_one_page_cannot_show_waits_for_the_next(come_back: Open) -> None:
    app = come_back("overview.py", view="indicator=E10")
    assert kept(app) == {"indicator": "E10"}
    app.switch_page("comparison.py")
    assert app.run().selectbox[1].value == "E10"


def test_the_newest_period_is_not_kept_as_it_will_not_be_the_newest(come_back: Open) -> None:
    app = come_back("comparison.py", view="period=2024-Q1&indicator=C01")
    assert "period" in kept(app)
    newest = come_back("comparison.py", view="indicator=C01").selectbox[2].value
    app.selectbox[2].set_value(newest).run()
    assert "period" not in kept(app)


def test_a_link_shows_what_it_says_whatever_was_looked_at_before(come_back: Open) -> None:
    fresh = come_back("comparison.py", view="", city="990100", indicator="C01")
    app = come_back("comparison.py", view="period=2024-03&indicator=E10", city="990100", indicator="C01")
    assert [box.value for box in app.selectbox] == [box.value for box in fresh.selectbox]
