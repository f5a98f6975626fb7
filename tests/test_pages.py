"""Every page opens through the frame: with the demonstration city, an empty database, and one observation."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from literal import somebody, submit, value
from opening import PAGES_FOLDER, Open, opener, words

from faheng.catalogue import Catalogue
from faheng.intake.reading import Value
from faheng.roles import SYSTEM
from faheng.store.database import Store
from faheng.store.releases import publish, publish_catalogue

PAGES = sorted(file.name for file in PAGES_FOLDER.glob("[a-z]*.py") if file.name != "start.py")


@pytest.fixture
def with_demonstration(monkeypatch: pytest.MonkeyPatch, demonstration: Store) -> Open:
    return opener(monkeypatch, demonstration)


@pytest.fixture
def with_nothing(monkeypatch: pytest.MonkeyPatch, fresh_database: Store) -> Open:
    return opener(monkeypatch, fresh_database)


@pytest.fixture
def with_one(monkeypatch: pytest.MonkeyPatch, fresh_database: Store) -> Open:
    one: Value = value("C01", "990102", "2024-Q1", parts=("3", "3"))
    publish(fresh_database, [submit(fresh_database, [one])], actor=somebody("李强"))
    return opener(monkeypatch, fresh_database)


def test_the_frame_names_every_page() -> None:
    frame = (PAGES_FOLDER / "_frame.py").read_text(encoding="utf-8")
    assert [name for name in PAGES if f'"{name}"' not in frame] == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("state", ["with_demonstration", "with_nothing", "with_one"])
def test_a_page_opens(name: str, state: str, request: pytest.FixtureRequest) -> None:
    app = request.getfixturevalue(state)(name)
    assert [exception.message for exception in app.exception] == []
    assert [error.value for error in app.error] == []
    assert len(app.title) == 1


# 公开数据 holds what real places published, and nothing else; the others show no figures while nothing waits,
# or none without a number (tests/test_receipt.py).
WITHOUT_FIGURES = {
    "facts.py",
    "meeting.py",
    "review.py",
    "people.py",
    "settings.py",
    "record.py",
    "receipt.py",
}


@pytest.mark.parametrize("name", [name for name in PAGES if name not in WITHOUT_FIGURES])
def test_made_up_numbers_are_marked_on_every_page(name: str, with_demonstration: Open) -> None:
    assert "演示数据" in words(with_demonstration(name))


def test_without_data_a_page_says_what_to_do(with_nothing: Open) -> None:
    assert "还没有任何数据。请到“数据报送”下载空白表" in words(with_nothing("comparison.py"))


def test_one_observation_is_compared_with_nobody(with_one: Open) -> None:
    said = words(with_one("comparison.py", period="2024-Q1"))
    assert "100%" in said
    assert "**未报**：西岭区、白溪区、永平县、石桥县、清源县、演示高新区、演示市本级" in said


def test_an_address_opens_the_same_view(with_demonstration: Open) -> None:
    app = with_demonstration("comparison.py", city="990100", indicator="E10", period="2024-03", release="4")
    assert [box.value for box in app.selectbox] == ["990100", "E10", "2024-03"]
    assert "第 4 版（" in words(app)


def test_an_address_that_asks_for_what_is_not_there_says_so(with_demonstration: Open) -> None:
    said = words(with_demonstration("comparison.py", indicator="C99", release="99"))
    assert "链接里的指标“C99”在这里不存在" in said
    assert "链接里的版本“99”在这里不存在" in said


@pytest.mark.parametrize(
    ("form", "said"), [("lines", "虚线：全市"), ("panels", "灰线：全市"), ("ranks", "名次差距小时不宜解读")]
)
def test_a_trend_has_three_forms(form: str, said: str, with_demonstration: Open) -> None:
    app = with_demonstration("trend.py", city="990100", indicator="C01", frequency="year", form=form)
    assert said in words(app)
    assert app.query_params["form"] == form


def test_a_link_that_names_no_form_opens_the_one_chart(with_demonstration: Open) -> None:
    # A sentence of 总览 leads to the chart with its county, whatever form was looked at before.
    app = with_demonstration("trend.py", city="990100", indicator="C01", frequency="year", form="ranks")
    app.query_params.clear()
    app.query_params.update({"city": "990100", "indicator": "C01", "regions": "990122"})
    assert "彩线：石桥县　虚线：全市" in words(app.run())


def test_ranks_are_not_offered_where_nothing_may_be_ranked(with_demonstration: Open) -> None:
    app = with_demonstration("trend.py", city="990100", indicator="C06", frequency="year", form="ranks")
    assert "链接里的图的样式“ranks”在这里不存在" in words(app)
    assert "名次" not in words(app)


def test_every_row_of_the_comparison_is_a_link_to_its_source(with_demonstration: Open) -> None:
    asked = {"city": "990100", "indicator": "C01", "period": "2025-Q2", "look": "ranking"}
    app = with_demonstration("comparison.py", **asked, row="990121")
    (table,) = [element.proto.body for element in app.get("html") if "fh-rows" in element.proto.body]
    link = (
        "/comparison?release=9&amp;city=990100&amp;indicator=C01&amp;period=2025-Q2&amp;look=ranking&amp;row="
    )
    assert re.findall(r'<a href="([^"]*)"( aria-current="true")?>(永平县|全市)', table) == [
        (f"{link}990121", ' aria-current="true"', "永平县"),
        (f"{link}990100", "", "全市"),
    ]
    assert "永平县 2025年第2季度 行政机关负责人出庭应诉率" in words(app)


def test_a_row_that_is_not_there_is_said(with_demonstration: Open) -> None:
    app = with_demonstration("comparison.py", city="990100", indicator="C01", row="620402")
    assert "链接里要看的那一行“620402”在这里不存在" in words(app)


def test_signs_of_user_text_are_shown_not_obeyed(
    monkeypatch: pytest.MonkeyPatch, fresh_database: Store
) -> None:
    name = ":red[甲]**乙**$x$.xlsx"
    submit(fresh_database, [value("C01", "990102", "2024-Q1", parts=("3", "3"))], name=name)
    app = opener(monkeypatch, fresh_database)("submission.py", city="990100")
    assert not any(name in str(element.value) for element in [*app.markdown, *app.caption])


def test_an_empty_state_shows_a_name_as_it_is(
    monkeypatch: pytest.MonkeyPatch, fresh_database: Store, catalogue: Catalogue
) -> None:
    named = replace(catalogue.indicators["C01"], name=":red[x]**y**")
    renamed = replace(catalogue, indicators={**catalogue.indicators, "C01": named})
    publish_catalogue(fresh_database, renamed, actor=SYSTEM)
    # A span without a name is in no trend.
    span = value("C01", "990102", "2024年1—9月", parts=("3", "3"))
    publish(fresh_database, [submit(fresh_database, [span])], actor=somebody("李强"))
    (info,) = opener(monkeypatch, fresh_database)("trend.py", indicator="C01").info
    assert "的“\\:red\\[x\\]\\*\\*y\\*\\*”在这个频次还没有数据" in info.value


def test_the_catalogue_without_observations_is_a_release_that_changed_no_data(with_nothing: Open) -> None:
    assert "没有改动数据" in words(with_nothing("releases.py"))


def test_an_unforeseen_error_gets_a_number_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from faheng import server

    shown: list[str] = []
    monkeypatch.setattr(server.st, "error", lambda text, **_: shown.append(text))
    assert server.report_error(ZeroDivisionError("anything"))
    number = shown[0].split("**")[1]
    assert number in caplog.text
    assert "anything" not in shown[0]


def test_an_empty_database_without_even_a_catalogue_opens(
    monkeypatch: pytest.MonkeyPatch, empty_store: Store
) -> None:
    app = opener(monkeypatch, empty_store)("comparison.py")
    assert [exception.message for exception in app.exception] == []


def test_a_new_catalogue_release_is_read_at_once(
    monkeypatch: pytest.MonkeyPatch, fresh_database: Store, catalogue: object
) -> None:
    assert publish_catalogue(fresh_database, catalogue, actor=SYSTEM) is None  # type: ignore[arg-type]
    assert "第 1 版" in words(opener(monkeypatch, fresh_database)("releases.py"))
