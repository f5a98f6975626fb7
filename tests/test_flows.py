"""What a clerk and the office do on the pages, step by step, without a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from literal import somebody, submit, value
from opening import Open, looked_at, opener, words
from streamlit.testing.v1 import AppTest

from faheng.catalogue import Catalogue
from faheng.intake.template import write_form
from faheng.roles import SYSTEM
from faheng.store.database import Store
from faheng.store.releases import list_releases, publish
from faheng.store.reviews import accept_submissions
from faheng.store.submissions import list_submissions
from faheng.ui import frame

COUNTY = "990102"
HEADER = "地区,时期,行政机关负责人出庭件数,开庭审理(应出庭)行政案件数\n"
Publish = Callable[..., int]


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch, fresh_database: Store) -> Open:
    return opener(monkeypatch, fresh_database)


def upload(app: AppTest, text: str, name: str = "东湖区.csv") -> AppTest:
    """Type a name and drop one file on 数据报送."""
    app.text_input(key="person").set_value("王芳")
    return app.file_uploader[0].set_value((name, text.encode(), "text/csv")).run()


def button(app: AppTest, label: str) -> AppTest:
    """Press the button whose label begins so; it must not be disabled."""
    (found,) = [item for item in app.button if item.label.startswith(label)]
    assert not found.disabled
    return found.click().run()


def numerators(store: Store) -> list[tuple[str, str, int]]:
    rows = store.read(
        "published_values", release=store.latest_release, region_codes=[COUNTY, "990103"], periods=None
    )
    return [(row.region_code, row.period, int(row.numerator)) for row in rows]


def test_a_file_is_uploaded_confirmed_and_published(open_page: Open, fresh_database: Store) -> None:
    app = upload(open_page("submission.py", city="990100"), f"{HEADER}东湖区,2024年第1季度,45,50\n")
    assert "**新增 1**" in words(app)
    button(app, "确认报送：1 份文件，1 个数")
    app = button(open_page("review.py"), "通过")
    looked_at(app)
    app = button(app, "发布为第 2 版")
    assert "已发布为第 2 版" in "\n".join(success.value for success in app.success)
    assert numerators(fresh_database) == [(COUNTY, "2024-Q1", 45)]


def test_errors_block_until_the_cell_is_left_out(open_page: Open, fresh_database: Store) -> None:
    text = f"{HEADER}东湖区,2024年第1季度,55,50\n西岭区,2024年第1季度,3,3\n"
    app = upload(open_page("submission.py", city="990100"), text)
    (confirm,) = [item for item in app.button if item.label.startswith("确认报送")]
    assert confirm.disabled
    assert "csv!C2" in app.dataframe[0].value.to_string()
    app = button(app, "这格先不报")
    button(app, "确认报送：1 份文件，1 个数")
    (submission,) = list_submissions(fresh_database)
    accept_submissions(fresh_database, [submission.submission_id], actor=SYSTEM)
    publish(fresh_database, [submission.submission_id], actor=somebody("李强"))
    assert numerators(fresh_database) == [("990103", "2024-Q1", 3)]


def test_differences_of_one_kind_need_no_choice_of_kinds(open_page: Open, publish_values: Publish) -> None:
    publish_values(value("C01", COUNTY, "2024-Q1", parts=("44", "50")))
    page = open_page("submission.py", city="990100")
    app = upload(page, f"{HEADER}东湖区,2024年第1季度,45,50\n")
    assert len(app.get("button_group")) == 0
    app = upload(page, f"{HEADER}东湖区,2024年第1季度,45,50\n西岭区,2024年第1季度,3,3\n", name="两区.csv")
    assert len(app.get("button_group")) == 1


def test_the_button_says_beside_it_what_it_waits_for(open_page: Open, fresh_database: Store) -> None:
    submit(fresh_database, [value("C01", COUNTY, "2024-Q1", parts=("45", "50"))])
    assert "还要勾选“我已核对上面的差异”。" in words(open_page("review.py"))


def test_a_form_made_for_another_unit_is_pointed_out(open_page: Open, catalogue: Catalogue) -> None:
    city, county = catalogue.regions["990100"], catalogue.regions[COUNTY]
    form = write_form(catalogue, city=city, year=2024, sender=county)
    for unit, warned in (("990122", True), (COUNTY, False), ("990100", False)):
        app = open_page("submission.py", city="990100", unit=unit)
        app = app.file_uploader[0].set_value(("东湖区.xlsx", form, "")).run()
        assert ("这份表是为东湖区制作的，您选的报送单位是" in words(app)) is warned


def test_the_same_file_again_says_when_it_came(open_page: Open, fresh_database: Store) -> None:
    text = f"{HEADER}东湖区,2024年第1季度,45,50\n"
    app = button(upload(open_page("submission.py", city="990100"), text), "确认报送")
    app = upload(app, text)
    assert "这份文件已由王芳于" in words(app)
    assert len(list_submissions(fresh_database)) == 1


def test_several_files_in_one_drop(open_page: Open, fresh_database: Store) -> None:
    app = open_page("submission.py", city="990100")
    app.text_input(key="person").set_value("王芳")
    files = [
        (f"{name}.csv", f"{HEADER}{name},2024年第1季度,3,{n}\n".encode(), "text/csv")
        for name, n in (("东湖区", 4), ("西岭区", 5))
    ]
    app = app.file_uploader[0].set_value(files).run()
    button(app, "确认报送：2 份文件，2 个数")
    assert [row.file_name for row in list_submissions(fresh_database)] == ["西岭区.csv", "东湖区.csv"]


def test_the_same_file_twice_in_one_drop_counts_once(open_page: Open) -> None:
    app = open_page("submission.py", city="990100")
    content = f"{HEADER}东湖区,2024年第1季度,3,4\n".encode()
    app = (
        app.file_uploader[0]
        .set_value([("甲.csv", content, "text/csv"), ("乙.csv", content, "text/csv")])
        .run()
    )
    assert [exception.message for exception in app.exception] == []
    assert "“乙.csv”与“甲.csv”内容完全相同，只算一份" in words(app)
    assert "**新增 1**" in words(app)


def test_all_wrong_cells_are_left_out_at_once(open_page: Open) -> None:
    text = f"{HEADER}东湖区,2024年第1季度,55,50\n西岭区,2024年第1季度,5,3\n永平县,2024年第1季度,1,3\n"
    app = upload(open_page("submission.py", city="990100"), text)
    app = button(app, "出错的 2 格都先不报")
    button(app, "确认报送：1 份文件，1 个数")


def test_marks_read_as_unreported_are_counted(open_page: Open) -> None:
    text = "地区,年份,法律援助案件数,普法活动场次\n东湖区,2024,5,/\n西岭区,2024,未统计,—\n"
    said = words(upload(open_page("submission.py", city="990100"), text))
    assert "有 3 格写的是“/”、“未统计”、“—”，按未报处理" in said


def test_a_file_that_cannot_be_read_says_what_to_do(open_page: Open) -> None:
    app = open_page("submission.py", city="990100")
    app = app.file_uploader[0].set_value(("旧表.xls", b"%PDF-1.7", "")).run()
    assert "另存为" in app.error[0].value


def test_a_release_in_between_shows_the_differences_again(
    open_page: Open, fresh_database: Store, publish_values: Publish
) -> None:
    submit(fresh_database, [value("C01", COUNTY, "2024-Q1", parts=("45", "50"))])
    app = open_page("review.py")
    looked_at(app)
    publish_values(value("C01", COUNTY, "2024-Q1", parts=("44", "50")), name="别人的.xlsx")
    app = button(app, "发布为第 2 版")
    assert "您核对的是第 1 版，现在已是第 2 版" in app.error[0].value.replace("\\", "")
    assert numerators(fresh_database) == [(COUNTY, "2024-Q1", 44)]
    assert "1 个数：修改 1，新增 0，不变 0" in words(app)
    looked_at(app)
    app.text_input(key="release-note").set_value("更正一季度出庭件数").run()
    button(app, "发布为第 3 版")
    assert numerators(fresh_database) == [(COUNTY, "2024-Q1", 45)]


def test_a_release_is_undone_on_its_page(
    open_page: Open, fresh_database: Store, publish_values: Publish
) -> None:
    publish_values(value("C01", COUNTY, "2024-Q1", parts=("45", "50")))
    publish_values(value("C01", COUNTY, "2024-Q1", parts=("5", "50")))
    app = open_page("releases.py", shown="3")
    app.session_state["undoing:3"] = True
    app.run()
    app.text_input(key="undo-reason:3").set_value("错发").run()
    app = button(app, "撤销")
    assert numerators(fresh_database) == [(COUNTY, "2024-Q1", 45)]
    assert "已撤销第 3 版，成为第 4 版" in app.success[0].value.replace("\\", "")
    # The release that was undone stays on view, though its row is now the second.
    assert [heading.value for heading in app.subheader] == [frame.release_words(3)]


def test_a_published_value_is_withdrawn_with_a_reason(
    open_page: Open, fresh_database: Store, publish_values: Publish
) -> None:
    publish_values(value("C01", COUNTY, "2024-Q1", parts=("45", "50")))
    app = open_page("review.py")
    app.session_state["withdrawal"] = True
    app.run()
    app.selectbox(key="withdraw-city").set_value("990100").run()
    app.selectbox(key="withdraw-region").set_value(COUNTY).run()
    app.text_input(key="withdraw-reason").set_value("口径有误").run()
    button(app, "撤回这个数")
    assert numerators(fresh_database) == []
    assert list_releases(fresh_database)[0].note == "口径有误"


def test_the_whole_app_can_be_read_as_of_an_earlier_release(open_page: Open, publish_values: Publish) -> None:
    publish_values(value("C01", COUNTY, "2024-Q1", parts=("45", "50")))
    publish_values(value("C01", COUNTY, "2024-Q1", parts=("5", "50")))
    app = button(open_page("releases.py", shown="2"), "以这一版查看全部页面")
    assert "您现在看的是第 2 版" in words(app)
    app.switch_page("comparison.py").run()
    app.selectbox[2].set_value("2024-Q1").run()
    assert "90.00%" in words(app)


def test_a_notice_tells_of_a_newer_release_and_nothing_changes_before_it_is_pressed(
    open_page: Open, publish_values: Publish
) -> None:
    publish_values(value("C01", COUNTY, "2024-Q1", parts=("45", "50")))
    app = open_page("comparison.py", period="2024-Q1")
    publish_values(value("C01", COUNTY, "2024-Q1", parts=("5", "50")))
    app.run()
    assert "已有第 3 版，您正在看第 2 版" in words(app)
    assert "90.00%" in words(app)
    app = button(app, "查看最新版")
    assert "10.00%" in words(app)
