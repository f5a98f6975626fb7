"""The sentences of 总览: only what survives all tests together, worst first, and the numbers that the charts show."""

import pytest
from literal import value

from faheng.views.findings import Finding
from faheng.views.overview import overview

REGIONS = ("990102", "990103", "990104", "990121", "990122", "990123", "990171", "990199")


@pytest.fixture
def found(fresh_database):
    def run(period: str = "2024") -> tuple[Finding, ...]:
        shown = overview(
            fresh_database,
            release=fresh_database.latest_release,
            city_code="990100",
            period_code=period,
            tab="headline",
        )
        return shown.findings

    return run


def everywhere(parts: tuple[str, str], period: str, indicator: str = "C01") -> list:
    return [value(indicator, code, period, parts=parts) for code in REGIONS]


def test_a_real_decline_and_a_region_far_behind_are_said_before_the_missed_target(publish_values, found):
    publish_values(
        *everywhere(("28", "30"), "2023"),
        *everywhere(("28", "30"), "2024")[1:],
        value("C01", "990102", "2024", parts=("8", "30")),
    )
    texts = [finding.text for finding in found()]
    assert texts == [
        "全市行政机关负责人出庭应诉率较上年下降 8.33 个百分点（93.33% → 85.00%），超出偶然波动。",
        "东湖区行政机关负责人出庭应诉率 26.67%，明显劣于全市其余地区。",
        "全市行政机关负责人出庭应诉率 85.00%，未达到目标 95%：差 24 件；各地区中东湖区差 21 件，最多。",
    ]
    assert [finding.good for finding in found()] == [False, False, False]
    assert "row=990102" in found()[1].address.url


def test_what_chance_may_make_is_not_said(publish_values, found):
    publish_values(
        *everywhere(("28", "30"), "2023"),
        *everywhere(("29", "30"), "2024")[1:],
        value("C01", "990102", "2024", parts=("25", "30")),
    )
    first, *_ = found()
    assert (
        first.text
        == "检验的 17 项变化和地区差别，合起来看都没有超出偶然波动（单独看有 1 项“可能”或“明显”，检验这么多项，碰巧也会有）。"
    )
    assert first.address is None


def test_of_one_among_many_tests_less_is_said_than_of_it_alone(publish_values, found):
    """p = 0.03 holds alone; with forty tests of other indicators beside it, it is what chance makes."""
    behind = value("C01", "990102", "2024", parts=("22", "30"))
    publish_values(*everywhere(("27", "30"), "2024")[1:], behind)
    assert not any("劣于" in finding.text for finding in found())


def test_an_improvement_of_the_city_is_good_news(publish_values, found):
    publish_values(*everywhere(("20", "30"), "2023"), *everywhere(("29", "30"), "2024"))
    good = [finding for finding in found() if finding.good]
    assert (
        good[0].text
        == "全市行政机关负责人出庭应诉率较上年上升 30 个百分点（66.67% → 96.67%），超出偶然波动。"
    )
    assert len(found()) <= 5


def test_what_holds_but_is_neither_good_nor_bad_is_not_denied(publish_values, found):
    publish_values(
        *everywhere(("20", "40"), "2024", "C06")[1:],
        value("C06", "990102", "2024", parts=("40", "40")),
    )
    (only,) = found()
    assert only.text == ("检验的 8 项变化和地区差别中，除不作好坏评价的 1 项外，合起来看都没有超出偶然波动。")


def test_of_the_citys_missed_target_it_is_said_where_most_lacks(publish_values, found):
    publish_values(
        *everywhere(("28", "30"), "2024")[1:],
        value("C01", "990102", "2024", parts=("20", "30")),
    )
    # 216 of 240 are 90 %, 95 % would be 228; 东湖区 needs 29 of 30, the others lack one each.
    assert found()[-1].text == (
        "全市行政机关负责人出庭应诉率 90.00%，未达到目标 95%：差 12 件；各地区中东湖区差 9 件，最多。"
    )


def test_a_target_that_most_regions_miss_is_said_while_the_city_is_not_known(publish_values, found):
    parts = [("16", "30"), ("28", "30"), ("28", "30"), ("30", "30")]
    publish_values(
        *(value("C01", code, "2024", parts=each) for code, each in zip(REGIONS, parts, strict=False))
    )
    last = found()[-1]
    assert last.text == "行政机关负责人出庭应诉率：4个地区中3个未达到目标 95%，东湖区差 13 件，最多。"
    assert last.good is False
