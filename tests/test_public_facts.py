"""The published facts: every row judged, the loaded ones read back from a store with their phrase as source."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from literal import somebody

from faheng.catalogue import Catalogue
from faheng.intake.formats.workbook import read_workbook
from faheng.preparation import open_prepared_store
from faheng.public_facts import FACTS_FILE, FILE_NAME, PublicFact, facts_file, observation, public_facts
from faheng.settings import Settings
from faheng.store.database import Store
from faheng.store.releases import list_releases, undo
from faheng.store.submissions import list_submissions, submitted_file
from faheng.views.comparison import comparison
from faheng.views.facts import ALL_PLACES, Facts, facts, place_options
from faheng.views.indicator import indicator_page
from faheng.views.overview import overview
from faheng.views.source import source_of
from faheng.views.trend import trend

LOADED = [
    ("乌海市", "B09", "2017-06", "end", "4226项"),
    ("乌海市", "D03", "2016", "within", "23件"),
    ("乌海市", "D04", "2016", "within", "100%"),
    ("乌海市", "E11", "2017-06", "end", "41个"),
    ("乌海市", "C01", "2014", "within", "1.12%"),
    ("秦皇岛市", "B09", "2021-06", "end", "4157项"),
    ("白银市", "E03", "2023", "end", "62人"),
    ("白银市", "D02", "2023", "end", "8个"),
    ("白银市", "F06", "2023", "cumulative", "9个"),
    ("白银市", "F07", "2023", "cumulative", "92个"),
    ("白银市", "F08", "2023", "cumulative", "208个"),
]
DEMO_RELEASES = 7


@pytest.fixture(scope="module")
def loaded_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A new folder without the demonstration city's releases, which take seconds, but with the facts."""
    folder = tmp_path_factory.mktemp("facts") / "data"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("faheng.preparation.demo_releases", lambda _: iter(()))
        store = open_prepared_store(Settings(folder), holder="tests")
    yield store
    store.close()


def reopened(store: Store, monkeypatch: pytest.MonkeyPatch, **settings: Any) -> Store:
    """The same folder at the next start."""
    monkeypatch.setattr("faheng.preparation.demo_releases", lambda _: iter(()))
    store.close()
    return open_prepared_store(Settings(store.folder, **settings), holder="tests")


def of(place: str, subject: str, period: str = "") -> PublicFact:
    (found,) = (
        fact
        for fact in public_facts()
        if (fact.place, fact.subject) == (place, subject) and period in fact.period_text
    )
    return found


# The file


def test_there_are_132_facts_of_five_places() -> None:
    assert Counter(fact.place for fact in public_facts()) == {
        "北海市": 7,
        "乌海市": 48,
        "勃利县": 19,
        "秦皇岛市": 16,
        "白银市": 42,
    }


def test_every_fact_is_either_loaded_or_has_a_reason() -> None:
    for fact in public_facts():
        judged = (fact.indicator_code, fact.period, fact.basis)
        assert all(judged) != bool(fact.reason), fact
        assert any(judged) == all(judged), fact
        assert not (fact.reason and fact.note), fact


def test_these_are_loaded_and_no_others() -> None:
    found = [
        (fact.place, fact.indicator_code, fact.period.code, fact.basis, fact.value_text)
        for fact in public_facts()
        if fact.period
    ]
    assert sorted(found) == sorted(LOADED)


def test_a_loaded_number_stands_in_its_phrase() -> None:
    for fact in public_facts():
        if fact.period:
            digits = fact.numerator or fact.value  # 全部 23 件: 100 % is in words
            assert digits in re.findall(r"\d+(?:\.\d+)?", fact.quote), fact


def test_a_loaded_fact_means_its_indicator(whole_catalogue: Catalogue) -> None:
    for fact in public_facts():
        assert fact.region_code in whole_catalogue.regions
        assert whole_catalogue.regions[fact.region_code].name == fact.place
        if fact.period:
            indicator = whole_catalogue.indicators[fact.indicator_code]
            assert fact.unit == indicator.unit
            assert fact.basis in (indicator.basis, "cumulative")


def test_nothing_is_loaded_twice() -> None:
    keys = [fact.key for fact in public_facts() if fact.period]
    assert len(set(keys)) == len(keys) == 11


@pytest.mark.parametrize(
    ("fact", "kind"),
    [
        (of("乌海市", "行政机关负责人出庭应诉率", "暂行办法"), "时期起止不明"),
        (of("乌海市", "社区(村)法治副主任覆盖率"), "口径不同"),
        (of("乌海市", "地方性法规颁行数(首部)"), "口径不同"),  # its dates are given
        (of("乌海市", "人民调解“以调定补”每件补贴下限"), "不是确切的数"),
        (of("乌海市", "可追责情形数"), "不是确切的数"),
        (of("乌海市", "依法治市任务完成率(由分子分母推算)"), "时期跨了几年"),
        (of("乌海市", "12348热线接听咨询人次"), "累计起点不明"),
        (of("勃利县", "乡镇数"), "没有写明时期"),
        (of("北海市", "法治惠民电影放映场次"), "没有写明时期"),
        (of("秦皇岛市", "政府法律顾问制度覆盖率(市政府部门)"), "只是一部分"),
        (of("秦皇岛市", "法律顾问人数要求(市级)"), "不是结果"),
        (of("白银市", "颁布实施地方性法规数"), "累计起点不明"),
        (of("白银市", "青少年法治讲座、主题班会场次"), "累计起点不明"),  # before 多
        (of("白银市", "政务数据资源目录条数"), "不是确切的数"),  # a stock
    ],
    ids=lambda item: item.subject if isinstance(item, PublicFact) else item,
)
def test_what_stays_out_says_why(fact: PublicFact, kind: str) -> None:
    assert fact.reason.partition("：")[0] == kind
    with pytest.raises(ValueError, match="not loaded"):
        observation(fact)


def test_reasons_are_of_a_few_kinds_and_end_as_sentences() -> None:
    kinds = {fact.reason.partition("：")[0] for fact in public_facts() if fact.reason}
    sources = (FACTS_FILE.parent / "SOURCES.md").read_text(encoding="utf-8")
    assert sorted(kinds) == sorted(re.findall(r"^\d\. (\w+):", sources, re.MULTILINE))
    assert all(text.endswith("。") for fact in public_facts() for text in (fact.reason, fact.note) if text)


def test_each_source_cell_holds_the_phrase() -> None:
    workbook = read_workbook(FACTS_FILE.read_bytes(), FILE_NAME)
    for fact in public_facts():
        cell = workbook.cell(fact.quote_cell)
        assert cell is not None
        assert cell.text == fact.quote


def test_a_fact_that_the_catalogue_does_not_know_is_left_out(catalogue: Catalogue) -> None:
    # The small catalogue of tests has 白银市 alone.
    file = facts_file(catalogue)
    assert {value.region_code for value in file.reading.values} == {"620400"}
    assert len(file.reading.values) == len(file.issues) == 5


# The store


def test_they_are_one_release_and_one_file_kept_byte_for_byte(loaded_store: Store) -> None:
    (submission,) = list_submissions(loaded_store)
    assert submitted_file(loaded_store, submission.submission_id) == FACTS_FILE.read_bytes()
    newest = list_releases(loaded_store)[0]
    assert (newest.release, newest.note, newest.rows_opened) == (2, "公开数据", 11)


def test_the_rate_of_2014_has_the_phrase_as_its_source(loaded_store: Store) -> None:
    source = source_of(
        loaded_store, release=2, indicator_code="C01", region_code="150300", period_code="2014"
    )
    assert source.text == "1.12%"
    assert source.current is not None
    assert (source.current.file_name, source.current.sender) == ("公开数据.csv", "公开材料")
    assert [(cell.address, cell.text) for cell in source.current.cells] == [
        ("K44", "由2014年的1.12%提高至31.94%")
    ]
    assert "依法治市办，2017-06-14" in source.current.detail


def test_a_city_alone_with_a_number_is_shown_without_its_counties_which_owe_nothing(
    loaded_store: Store,
) -> None:
    shown = comparison(loaded_store, release=2, city_code="150300", indicator_code="C01", period_code="2014")
    assert [(row.label, row.text) for row in shown.chart.rows] == [("乌海市", "1.12%")]
    assert "city" not in [line.kind for line in shown.chart.lines]
    assert shown.chart.source.startswith("来源：公开材料 · 第 2 版")
    assert shown.notes[:2] == ("乌海市只有全市的数，各地区没有报送过。", "全市值取自公开材料。")


@pytest.mark.parametrize(("code", "text"), [("F06", "9个"), ("F07", "92个"), ("F08", "208个")])
def test_model_villages_are_cumulative_with_a_printed_note(loaded_store: Store, code: str, text: str) -> None:
    shown = comparison(loaded_store, release=2, city_code="620400", indicator_code=code, period_code="2023")
    dot = shown.chart.rows[-1]
    assert (dot.label, dot.text, dot.mark) == ("白银市", text, "累计")
    assert "有无撤销，原文未说明" in shown.notes[-1]
    assert shown.notes[-2].startswith("累计（白银市）：")
    source = source_of(loaded_store, release=2, indicator_code=code, region_code="620400", period_code="2023")
    assert source.text == f"{text} 累计"
    assert source.current is not None
    assert source.current.cells[0].text == of("白银市", source.indicator.name).quote


def test_what_came_with_a_number_is_printed_on_every_page_that_shows_it(loaded_store: Store) -> None:
    asked: dict[str, Any] = {"release": 2, "city_code": "620400"}
    name = "国家级民主法治示范村（社区）数"
    shown = overview(loaded_store, period_code="2023", tab="all", **asked)
    page = indicator_page(loaded_store, indicator_code="F06", **asked)
    line = trend(loaded_store, indicator_code="F06", frequency="year", **asked)
    assert page.numbers is not None
    for notes, whose in (
        (shown.matrix.notes, f"{name} 白银市"),
        (page.numbers.notes, "白银市"),
        (line.notes, "白银市 2023年"),
    ):
        (note,) = (note for note in notes if note.startswith(f"{whose}："))
        assert "累计数；有无撤销，原文未说明" in note
        assert [note for note in notes if note.startswith("累计（")]


def test_they_are_not_loaded_again_nor_claimed_when_undone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("faheng.preparation.demo_releases", lambda _: iter(()))
    store = open_prepared_store(Settings(tmp_path / "data"), holder="tests")
    store = reopened(store, monkeypatch)
    assert store.latest_release == 2
    undo(store, 2, actor=somebody("李强"), reason="先不要")
    store = reopened(store, monkeypatch)
    assert (store.latest_release, [row.status for row in list_submissions(store)]) == (3, ["undone"])
    assert facts(store, release=2, place="150300").loaded
    undone = facts(store, release=3, place="150300")
    assert undone.loaded == ()
    assert ("这一版没有", 5) in undone.reasons
    store.close()


def test_without_the_demonstration_city_nothing_is_loaded(tmp_path: Path) -> None:
    with open_prepared_store(Settings(tmp_path / "data", with_demo=False), holder="tests") as store:
        assert (store.latest_release, list_submissions(store)) == (1, [])
        assert facts(store, release=1, place=ALL_PLACES).loaded == ()


def test_they_come_after_the_releases_of_the_demonstration_city(demonstration: Store) -> None:
    numbered = {row.note: row.release for row in list_releases(demonstration)}
    assert numbered["2016—2022年历史数据"] == 2
    assert numbered["2025年部分数据修订"] == DEMO_RELEASES + 1
    assert numbered["公开数据"] == DEMO_RELEASES + 2


# The view


@pytest.fixture
def everything(loaded_store: Store) -> Facts:
    return facts(loaded_store, release=2, place=ALL_PLACES)


def test_the_places_can_be_chosen_each_and_all_at_once() -> None:
    options = place_options()
    assert options.default == "all"
    assert list(options.words.values()) == ["全部", "北海市", "乌海市", "勃利县", "秦皇岛市", "白银市"]


def test_all_facts_are_shown_loaded_ones_first(everything: Facts) -> None:
    assert (len(everything.loaded), len(everything.left_out)) == (11, 121)
    assert sum(count for _, count in everything.reasons) == 121
    assert everything.reasons[0] == ("没有对应的指标", 27)
    assert everything.table.title == "五个地方公开材料里的132个数：11个载入，121个没有载入"
    assert len(everything.table.rows) == 132
    assert not everything.table.made_up


def test_a_loaded_fact_leads_to_its_number_and_a_left_out_one_says_why(loaded_store: Store) -> None:
    shown = facts(loaded_store, release=2, place="150300")
    (rate,) = (fact for fact in shown.loaded if fact.value == "1.12%")
    assert rate.address is not None
    assert rate.address.url == "/comparison?release=2&city=150300&indicator=C01&period=2014&row=150300"
    assert (rate.indicator, rate.period, rate.reason) == ("C01 行政机关负责人出庭应诉率", "2014年", "")
    (later,) = (fact for fact in shown.left_out if fact.value == "31.94%")
    assert later.address is None
    assert later.reason == "时期起止不明：原文只说从2014年“提高至”这个数，没有说是哪一年。"


def test_a_place_without_loaded_facts_has_reasons_only(loaded_store: Store) -> None:
    shown = facts(loaded_store, release=2, place="230921")
    assert (shown.place, len(shown.loaded), len(shown.left_out)) == ("勃利县", 0, 19)


def test_the_table_holds_every_column_of_a_fact(loaded_store: Store) -> None:
    shown = facts(loaded_store, release=2, place="620400")
    by_quote = {row[4]: row for row in shown.table.texts()}
    assert by_quote["市级“民主法治示范村(社区)”208个"] == (
        "白银市",
        "市级民主法治示范村（社区）数",
        "208个",
        "截至2023（累计）",
        "市级“民主法治示范村(社区)”208个",
        "已载入",
        "累计数；是否含上级示范村、有无撤销，原文未说明；材料约写于2023年，未写明截止日期。",
        "F08 市级民主法治示范村（社区）数",
        "2023年",
        "累计",
        "",
        "",
        "地级市",
        "白银市法治建设工作综述（白银市司法局，约2023）",
    )
    assert "第 2 版" in shown.table.source


def test_an_unknown_place_is_refused(loaded_store: Store) -> None:
    with pytest.raises(KeyError):
        facts(loaded_store, release=2, place="110000")


def test_the_vendored_columns_are_those_of_the_documents() -> None:
    with FACTS_FILE.open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file))[:11] == [
            "place",
            "region_code",
            "region_level",
            "period_text",
            "subject",
            "value",
            "unit",
            "numerator",
            "denominator",
            "document",
            "quote",
        ]


def test_a_number_that_is_not_exact_is_printed_as_the_document_has_it() -> None:
    by_subject = {fact.subject: fact.value_text for fact in public_facts()}
    assert by_subject["法治专题培训人次"] == "2300余人次"
    assert by_subject["普法抖音总浏览量"] == "超230万次"
    assert by_subject["青少年法治讲座、主题班会场次"] == "2500多场次"


def test_what_is_not_exact_says_so_in_its_phrase_and_is_not_loaded() -> None:
    for fact in public_facts():
        assert fact.inexact in fact.quote
        assert not (fact.inexact and fact.key)
