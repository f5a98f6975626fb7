"""指标目录 and 指标口径: what is found, what is said of an indicator, who has reported it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from literal import somebody, submit, value
from opening import Open, opener

from faheng.catalogue import Catalogue, DefinitionBreak, Target
from faheng.period import period_from_code
from faheng.roles import SYSTEM
from faheng.store.database import Store
from faheng.store.releases import publish, publish_catalogue
from faheng.ui.catalogue import catalogue_html, definition_html, indicator_html
from faheng.views.catalogue import catalogue_list, catalogue_table
from faheng.views.definition import Fact, formula, indicator_definition
from faheng.views.indicator import indicator_page

REGIONS = ("990102", "990103", "990104", "990121", "990122", "990123", "990171", "990199")


@pytest.fixture
def search(fresh_database: Store):
    def run(text: str) -> list[str]:
        found = catalogue_list(fresh_database, release=1, search=text)
        return [line.indicator.code for group in found.groups for line in group.lines]

    return run


@pytest.fixture
def page_of(fresh_database: Store):
    def run(code: str, *, city: str = "990100"):
        return indicator_page(
            fresh_database, release=fresh_database.latest_release, indicator_code=code, city_code=city
        )

    return run


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch, fresh_database: Store) -> Open:
    return opener(monkeypatch, fresh_database)


def definition_of(store: Store, code: str, *, city: str = "990100"):
    return indicator_definition(store, release=store.latest_release, indicator_code=code, city_code=city)


def fact(store: Store, code: str, label: str) -> Fact:
    (found,) = [fact for fact in definition_of(store, code).facts if fact.label == label]
    return found


# --- the list -----------------------------------------------------------------------------------------------------


def test_without_a_search_the_categories_stand_in_order_with_all_indicators(fresh_database):
    whole = catalogue_list(fresh_database, release=1)
    assert [(group.name, len(group.lines)) for group in whole.groups] == [
        ("A 党的领导与统筹协调", 6),
        ("B 依法行政与行政执法", 9),
        ("C 行政争议化解与应诉", 9),
        ("D 立法与规范性文件", 5),
        ("E 公共法律服务与矛盾化解", 11),
        ("F 普法与依法治理", 13),
        ("G 考核评价与督察整改", 7),
    ]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("C01", ["C01"]),
        ("一把手出庭率", ["C01"]),  # a synonym
        ("mediation success", ["E10"]),  # English, whatever the case
        ("Ｍｅｄｉａｔｉｏｎ　ＳＵＣＣＥＳＳ", ["E10"]),  # full width
        ("12348", ["E07"]),
        ("样本量", ["G05"]),  # a denominator
        ("名册", ["F06"]),  # a note
        ("执法 合格率", ["B07"]),  # two words, both must be there
        ("　 ", None),
        ("村(社区) 覆盖率", ["E04", "F09"]),  # brackets of either width
    ],
)
def test_a_search_finds_what_has_all_words(search, text, codes):
    assert search(text) == (search("") if codes is None else codes)


def test_a_category_is_found_by_its_name(search):
    assert search("考核评价") == ["G01", "G02", "G03", "G04", "G05", "G06", "G07"]


def test_nothing_found_says_so_and_offers_the_whole_list(fresh_database):
    html = catalogue_html(catalogue_list(fresh_database, release=1, search="<月亮>"))
    assert "没有找到“&lt;月亮&gt;”" in html
    assert '<a href="/catalogue?release=1">查看全部 60 项</a>' in html


def test_a_line_says_what_a_reader_chooses_by(fresh_database):
    found = catalogue_list(fresh_database, release=1, search="C01")
    (line,) = found.groups[0].lines
    assert (line.name, line.unit, line.frequency, line.direction, line.kind) == (
        "行政机关负责人出庭应诉率",
        "%",
        "季度",
        "越高越好",
        "比率",
    )
    assert [(target.text, target.tag) for target in line.targets] == [("100%", "建议值")]
    assert line.own_targets  # 演示市 has one of its own
    assert line.where.url == "/indicator?release=1&indicator=C01"
    assert "建议值是本软件给出的，办公室可以换成自己的。" in catalogue_html(found)


def test_real_and_invented_cities_are_not_counted_together(fresh_database, publish_values):
    publish_values(
        value("E10", "990102", "2024-03", parts=("9", "10")),
        value("E10", "620402", "2024-01", parts=("9", "10")),
        value("E10", "620421", "2024-02", parts=("9", "10")),
    )
    found = catalogue_list(fresh_database, release=2, search="E10")
    (line,) = found.groups[0].lines
    assert [(report.text, report.made_up) for report in line.reported] == [
        ("白银市，最近2024年2月", False),
        ("演示市，最近2024年3月", True),
    ]
    assert found.made_up


def test_the_table_holds_the_whole_catalogue_with_formula_source_note_and_targets(fresh_database):
    table = catalogue_table(fresh_database, release=1)
    titles = [column.title for column in table.columns]
    row = dict(zip(titles, table.rows[table.keys.index("E10")], strict=True))
    assert len(table.rows) == 60
    assert (row["算法"], row["目标及依据"], row["出处"]) == (
        "调解成功件数 ÷ 受理（调解）件数 × 100%",
        "各地 97%（建议值）",
        "公开报道：黄石市司法局",
    )


# --- one indicator ------------------------------------------------------------------------------------------------


def test_a_definition_says_how_the_number_comes_about(fresh_database):
    facts = {fact.label: fact.text for fact in definition_of(fresh_database, "E10").facts}
    assert facts == {
        "统计什么": "调解成功件数占受理（调解）件数的百分比。",
        "算法": "调解成功件数 ÷ 受理（调解）件数 × 100%",
        "单位": "%，保留2位小数",
        "方向": "越高越好。",
        "类型": "比率，期内数，分子不会大于分母。",
        "报送频率": "每月报一次。",
        "较长时期": "各期的分子、分母分别相加后相除，各期都报齐才算。",
        "全市数": "各地区的分子、分母分别合计后相除，不是各地比率的平均。",
        "偶然因素": "有。每一件都可能是另一种结果，件数少时高低容易出于偶然，图上画出95%区间。",
        "出处": "公开报道：黄石市司法局",
    }


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("E01", "执业律师人数 ÷ 常住人口数（人） × 10,000"),
        ("B05", "乡镇街道持证执法人员数 ÷ 街镇综合执法中队数"),
        ("A01", ""),
    ],
)
def test_a_formula_names_parts_and_scale(catalogue, code, text):
    assert formula(catalogue.indicators[code]) == text


def test_a_neutral_indicator_says_why_it_is_not_judged(fresh_database):
    assert fact(fresh_database, "C06", "方向").text.startswith(
        "不作好坏评价：高一些或低一些，本身不说明工作好坏"
    )


def test_a_suggested_target_and_an_unchecked_source_are_said(fresh_database):
    suggested, unchecked = definition_of(fresh_database, "B07"), definition_of(fresh_database, "B04")
    assert [(line.where, line.text, line.tag) for line in suggested.targets] == [("各地", "95%", "建议值")]
    assert [(line.where, line.text, line.tag) for line in unchecked.targets] == [("各地", "100%", "待核实")]
    assert fact(fresh_database, "B04", "出处") == Fact("出处", "没有写明文件", "待核实")
    assert [fact.label for fact in unchecked.explanations] == ["待核实"]
    html = definition_html(unchecked)
    assert '<span class="fh-tag fh-open">待核实</span>' in html
    assert "待核实表示出处尚未核对。" in html
    assert "建议值" not in html


def test_targets_of_everybody_the_city_and_its_regions_stand_with_their_basis(
    fresh_database, catalogue: Catalogue
):
    own = Target("C01", "990122", period_from_code("2024"), catalogue.targets[0].value, "any", "本市文件", "")
    publish_catalogue(fresh_database, replace(catalogue, targets=(*catalogue.targets, own)), actor=SYSTEM)
    assert [
        (line.where, line.text, line.reason) for line in definition_of(fresh_database, "C01").targets
    ] == [
        ("各地", "100%", ""),
        ("演示市", "自2023年起 95%", "本市文件：演示市2023年工作要点（虚构）"),
        ("石桥县", "自2024年起 1%", "本市文件"),
    ]
    assert [line.where for line in definition_of(fresh_database, "C01", city="620400").targets] == ["各地"]


def test_targets_stand_in_the_order_in_which_they_begin(fresh_database, catalogue: Catalogue):
    value = catalogue.targets[0].value
    targets = [
        Target("C01", "990122", period_from_code(period), value, "any", "本市文件", "")
        for period in ("2024-Q2", "2024", "2023-12")
    ]
    publish_catalogue(
        fresh_database, replace(catalogue, targets=(*catalogue.targets, *targets)), actor=SYSTEM
    )
    assert [line.text for line in definition_of(fresh_database, "C01").targets][2:] == [
        "自2023年12月起 1%",
        "自2024年起 1%",
        "自2024年第2季度起 1%",
    ]


def test_a_general_target_of_a_count_is_for_each_reporting_unit(fresh_database):
    (line,) = definition_of(fresh_database, "A02").targets
    assert (line.where, line.text, line.reason) == ("每个报送单位", "每年 1次", "每单位每年一次")


def test_a_break_of_the_city_and_a_general_one_are_shown_others_are_not(fresh_database, catalogue: Catalogue):
    breaks = (
        DefinitionBreak("C08", "", period_from_code("2020"), "2020年起按新表统计"),
        DefinitionBreak("C08", "620400", period_from_code("2021"), "与演示市无关"),
    )
    publish_catalogue(fresh_database, replace(catalogue, breaks=(*catalogue.breaks, *breaks)), actor=SYSTEM)
    assert [(line.where, line.since, line.text) for line in definition_of(fresh_database, "C08").breaks] == [
        ("各地", "自2020年起", "2020年起按新表统计。"),
        ("演示市", "自2024年起", "2024年起“案结事了”还要求未信访，以前只看是否再诉讼。"),
    ]


def test_values_from_elsewhere_stand_with_place_period_and_note(fresh_database):
    shown = definition_of(fresh_database, "C08").outside
    assert [(line.place, line.period, line.text, line.detail) for line in shown] == [
        ("全国", "2023年", "76.8%", "只计未再诉讼"),
        ("全国", "2024年", "90.3%", "含未信访，与上年不可直接比较"),
    ]
    assert definition_of(fresh_database, "E10").outside[0].detail == "6,217/6,368"


def test_the_words_of_sheets_are_listed_by_what_they_name(fresh_database):
    words = {line.label: line.text for line in definition_of(fresh_database, "G05").words}
    assert words["指标"].split("、")[0] == "法治建设群众满意度"
    assert "满意度" in words["指标"].split("、")
    assert words["分母"].split("、")[0] == "样本量"


# --- who has reported ---------------------------------------------------------------------------------------------


def test_who_has_reported_is_said_by_city_with_the_latest_period(page_of, publish_values):
    publish_values(
        *(value("C01", code, "2024-Q1", parts=("4", "5")) for code in REGIONS[:4]),
        value("C01", "990102", "2024-Q2", parts=("4", "5")),
        value("C01", "990103", "2024-Q2", parts=("0", "0"), status="not_applicable"),
        value("C01", "620402", "2023-Q4", parts=("1", "2")),
    )
    page = page_of("C01")
    assert [(line.name, line.period, line.text, line.made_up, line.chosen) for line in page.reports] == [
        ("白银市", "2023年第4季度", "5个地区中已报1个", False, False),
        ("演示市", "2024年第2季度", "8个地区中已报2个", True, True),
    ]
    assert page.numbers is not None
    assert [(line.name, line.text, line.detail) for line in page.numbers.lines][:3] == [
        ("东湖区", "80.00%", "4/5"),
        ("西岭区", "无案件", ""),
        ("白溪区", "未报", ""),
    ]
    assert page.numbers.lines[0].where.url == (
        "/comparison?release=2&city=990100&indicator=C01&period=2024-Q2&row=990102"
    )
    assert page.numbers.trend.url == "/trend?release=2&city=990100&indicator=C01&frequency=quarter"


def test_one_region_alone_has_no_total(page_of, publish_values):
    publish_values(value("C01", "990102", "2024-Q2", parts=("4", "5")))
    assert [line.is_total for line in page_of("C01").numbers.lines] == [False] * 8


def test_a_year_given_as_a_whole_does_not_hide_the_quarters_of_the_others(page_of, publish_values):
    publish_values(
        value("C01", "990102", "2024", parts=("4", "5")),
        value("C01", "990103", "2024-Q4", parts=("4", "5")),
        value("C01", "990104", "2024-Q4", parts=("4", "5")),
        value("C01", "990121", "2024-Q4", parts=("4", "5")),
    )
    (report,) = page_of("C01").reports
    assert (report.period, report.text) == ("2024年第4季度", "8个地区中已报3个")


def test_a_cumulative_figure_is_a_report(page_of, publish_values):
    publish_values(value("F06", "990102", "2023", "9", basis="cumulative"))
    page = page_of("F06")
    assert [(report.period, report.text) for report in page.reports] == [("2023年", "8个地区中已报1个")]
    assert (page.numbers.lines[0].text, page.numbers.lines[0].mark) == ("9个", "累计")


def test_what_cumulative_means_stands_below_the_numbers(page_of, publish_values):
    publish_values(value("F06", "990102", "2023", "9", basis="cumulative"))
    html = indicator_html(page_of("F06"))
    assert "累计（东湖区）：从开始统计算到期末的总数" in html


def test_what_only_the_city_reports_has_no_counties(page_of, publish_values):
    publish_values(
        value("D01", "990100", "2024", "7"),
        *(value("D01", code, "2024", status="not_applicable") for code in REGIONS),
    )
    page = page_of("D01")
    assert [(line.period, line.text) for line in page.reports] == [("2024年", "市里报送")]
    assert [(line.name, line.text) for line in page.numbers.lines] == [("全市", "7部")]


def test_a_city_that_has_not_reported_is_told(page_of):
    assert "演示市还没有报过这个指标。" in indicator_html(page_of("C01"))
    assert "还没有任何市报过这个指标。" in indicator_html(page_of("C01", city=""))


def test_an_indicator_given_up_since_opens_in_the_release_that_had_it(
    fresh_database, catalogue: Catalogue, publish_values
):
    publish_values(value("C01", "990102", "2024-Q2", parts=("4", "5")))
    indicators = {code: indicator for code, indicator in catalogue.indicators.items() if code != "C01"}
    publish_catalogue(fresh_database, replace(catalogue, indicators=indicators), actor=SYSTEM)
    page = indicator_page(fresh_database, release=2, indicator_code="C01", city_code="990100")
    assert [line.name for line in page.reports] == ["演示市"]
    with pytest.raises(KeyError):
        indicator_page(fresh_database, release=3, indicator_code="C01", city_code="990100")


# --- the pages ----------------------------------------------------------------------------------------------------


def said(app) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def test_the_search_is_in_the_address(open_page):
    app = open_page("catalogue.py", search="一把手出庭率")
    assert app.text_input[0].value == "一把手出庭率"
    assert "找到 1 项（共 60 项）" in said(app)
    app.text_input[0].set_value("").run()
    assert "search" not in app.query_params
    assert "查看全部" not in said(app)


def test_an_unknown_code_in_the_address_says_so(open_page):
    app = open_page("indicator.py", indicator="X99")
    assert "链接里的指标“X99”在这里不存在" in app.warning[0].value
    assert "<h2>" in said(app)


def test_an_indicator_has_an_address_of_its_own(monkeypatch: pytest.MonkeyPatch, fresh_database: Store):
    publish(
        fresh_database,
        [submit(fresh_database, [value("C01", "990102", "2024-Q1", parts=("3", "3"))])],
        actor=somebody("李强"),
    )
    app = opener(monkeypatch, fresh_database)("indicator.py", indicator="F09", city="990100")
    assert "<h2>F09 市级及以上民主法治示范村（社区）覆盖率" in said(app)
    assert "演示市还没有报过这个指标。" in said(app)
