"""The sentences of 县区画像: what holds among all tests of the city and period, and targets by the cases between."""

import pytest
from literal import value

from faheng.charts.html import render
from faheng.views.findings import Finding, FindingGroup
from faheng.views.overview import overview
from faheng.views.profile import profile

REGIONS = ("990102", "990103", "990104", "990121", "990122", "990123", "990171", "990199")
HERE = "990122"  # 石桥县


@pytest.fixture
def found(fresh_database):
    def run(period: str = "2024", region: str = HERE) -> dict[str, tuple[Finding, ...]]:
        groups = profile(
            fresh_database,
            release=fresh_database.latest_release,
            city_code="990100",
            region_code=region,
            period_code=period,
        ).findings
        return {group.label: group.findings for group in groups}

    return run


def texts(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.text for finding in findings]


def others(parts: tuple[str, str], period: str, indicator: str = "C01") -> list:
    """One value for every region but 石桥县."""
    return [value(indicator, code, period, parts=parts) for code in REGIONS if code != HERE]


def here(parts: tuple[str, str], period: str, indicator: str = "C01"):
    return value(indicator, HERE, period, parts=parts)


def test_a_region_far_behind_that_fell_is_a_weakness_and_a_change(publish_values, found):
    publish_values(
        *others(("28", "30"), "2023"),
        here(("28", "30"), "2023"),
        *others(("28", "30"), "2024"),
        here(("8", "30"), "2024"),
    )
    said = found()
    assert list(said) == ["短板", "变化"]
    assert texts(said["短板"]) == ["行政机关负责人出庭应诉率 26.67%，明显劣于全市其余地区。"]
    assert texts(said["变化"]) == [
        "行政机关负责人出庭应诉率较上年下降 66.66 个百分点（93.33% → 26.67%），超出偶然波动。"
    ]
    assert said["短板"][0].address.page == "comparison"
    assert ("row", HERE) in said["短板"][0].address.choices
    assert said["变化"][0].address.page == "trend"


def test_a_region_far_ahead_is_a_strength(publish_values, found):
    publish_values(*others(("15", "30"), "2024"), here(("30", "30"), "2024"))
    (tested, met) = found()["强项"]
    assert tested.text == "行政机关负责人出庭应诉率 100%，明显优于全市其余地区。"
    assert met.text == "行政机关负责人出庭应诉率达到目标。"
    assert met.address.url.endswith("&aspect=gaps")


def test_what_chance_may_make_is_one_honest_sentence(publish_values, found):
    publish_values(
        *others(("28", "30"), "2023"),
        here(("28", "30"), "2023"),
        *others(("29", "30"), "2024"),
        here(("27", "30"), "2024"),
    )
    said = found()
    assert texts(said["变化"]) == ["检验的 2 项变化和地区差别，合起来看都没有超出偶然波动。"]
    assert texts(said["短板"]) == ["行政机关负责人出庭应诉率 90.00%，未达到目标 95%：差 2 件。"]


def test_the_family_of_tests_is_that_of_the_overview(publish_values, found, fresh_database):
    """22 of 30 against 27 of 30 everywhere else is p = 0.03: alone on a chart, but not among all tests of the city."""
    publish_values(*others(("27", "30"), "2024"), here(("22", "30"), "2024"))
    assert texts(found()[""]) == [
        "检验的 1 项地区差别，合起来看都没有超出偶然波动（单独看有 1 项“可能”或“明显”，检验这么多项，碰巧也会有）。"
    ]
    city = overview(
        fresh_database,
        release=fresh_database.latest_release,
        city_code="990100",
        period_code="2024",
        tab="headline",
    )
    assert city.findings[0].text == (
        "检验的 8 项变化和地区差别，合起来看都没有超出偶然波动（单独看有 1 项“可能”或“明显”，检验这么多项，碰巧也会有）。"
    )


def test_missed_targets_are_said_by_their_share_that_is_missing(publish_values, found):
    publish_values(
        here(("319", "322"), "2024", "E04"),  # 3 of 322 villages
        here(("8", "20"), "2024", "C01"),  # 11 of 20 cases
        here(("30", "42"), "2024", "B01"),  # 12 of 42 units
        here(("580", "600"), "2024", "B04"),  # 20 of 600 persons
        here(("9", "10"), "2024", "C02"),
    )
    said = found()
    assert texts(said["短板"]) == [
        "行政机关负责人出庭应诉率 40.00%，未达到目标 95%：差 11 件。",
        "政府法律顾问制度覆盖率 71.43%，未达到目标 100%：差 12 个单位。",
        "一审案件负责人出庭应诉率 90.00%，未达到目标 100%：差 1 件。",
        "另有 2 项未达到目标，见“扣分在哪”。",
    ]
    assert list(said) == [
        "短板"
    ]  # nobody else has a number: nothing was tested, and nothing is said of tests


def test_nothing_is_judged_of_what_is_neither_good_nor_bad(publish_values, found):
    publish_values(*others(("5", "50"), "2024", "C06"), here(("45", "50"), "2024", "C06"))
    said = found()
    assert list(said) == [""]  # nothing was there before: under 变化 it would be out of place
    assert texts(said[""]) == ["检验的 1 项地区差别中，除不作好坏评价的 1 项外，合起来看都没有超出偶然波动。"]


def test_met_targets_are_counted_and_the_headline_ones_named(publish_values, found):
    publish_values(*(here(("10", "10"), "2024", code) for code in ("B04", "B06", "C01", "E04")))
    assert texts(found()["强项"]) == [
        "行政机关负责人出庭应诉率、村（居）法律顾问覆盖率、行政执法人员持证率等 4 项达到目标。"
    ]


def test_the_sentences_show_every_name_as_it_is():
    hostile = "<script>alert(1)</script>"
    html = render("findings", groups=[FindingGroup((Finding(hostile),), hostile)])
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 3
