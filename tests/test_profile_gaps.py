"""扣分在哪: how many more cases reach target and city, worked out by hand; the bars that show it."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from literal import value

from faheng.charts.bullets import bullets_html
from faheng.charts.spec_profile import Bullet, BulletGroup, Bullets
from faheng.exports import write_workbook
from faheng.views.profile import Profile, profile

REGIONS = ("990102", "990103", "990104", "990121", "990122", "990123", "990171", "990199")
HERE = "990122"  # 石桥县


@pytest.fixture
def look(fresh_database):
    def run(period: str = "2024") -> Profile:
        return profile(
            fresh_database,
            release=fresh_database.latest_release,
            city_code="990100",
            region_code=HERE,
            period_code=period,
        )

    return run


def others(indicator: str, parts: tuple[str, str], period: str = "2024", **more) -> list:
    """One value for every region but 石桥县."""
    return [value(indicator, code, period, parts=parts, **more) for code in REGIONS if code != HERE]


def here(indicator: str, parts: tuple[str, str], period: str = "2024", **more):
    return value(indicator, HERE, period, parts=parts, **more)


def row(result: Profile, label: str) -> Bullet:
    return next(found for found in result.gaps.bullets.rows if found.label.startswith(label))


def labels(result: Profile) -> list[tuple[str, list[str]]]:
    return [(group.label, [found.label for found in group.rows]) for group in result.gaps.bullets.groups]


def test_a_row_says_what_reaches_target_and_city(publish_values, look):
    """18 of 20 are 90 %: 19 are 95 %, the target; the city has 158 of 160, 98.75 %: only 20 of 20 reach that."""
    publish_values(*others("C01", ("20", "20")), here("C01", ("18", "20")))
    found = row(look(), "行政机关负责人出庭应诉率")
    assert (found.text, found.detail, found.tone) == ("90.00%", "18/20", "near")
    assert found.goal == "95%：差 1 件"
    assert found.city_text == "98.75%：差 2 件"
    assert found.city_note == "可能劣于"
    assert found.about == (
        "石桥县 2024年 行政机关负责人出庭应诉率：90.00%（18/20），目标 95%：差 1 件，"
        "全市 98.75%：差 2 件，可能劣于全市其余地区"
    )


def test_where_low_is_better_failures_less_are_counted(publish_values, look):
    """The city has 16 of 160, 10 %; of 20 cases 2 are 10 %: two fewer than 4."""
    publish_values(
        *others("C04", ("2", "20"))[1:],
        value("C04", "990102", "2024", parts=("0", "20")),
        here("C04", ("4", "20")),
    )
    found = row(look(), "行政机关败诉率（低优）")
    assert (found.text, found.city_text, found.goal, found.tone) == ("20.00%", "10.00%：超 2 件", "", "plain")


def test_what_is_nearest_stands_first_and_one_case_apart(publish_values, look):
    publish_values(
        *others("C01", ("20", "20")),
        here("C01", ("15", "20")),  # 4 to 95 %
        *others("E04", ("50", "50")),
        here("E04", ("47", "50")),  # 3 villages
        *others("B06", ("20", "20")),
        here("B06", ("19", "20")),  # 1 case
        value("G05", HERE, "2024", "85"),  # a survey without its sample: 5 points
    )
    result = look()
    assert labels(result) == [
        ("只差 1 件（个、人）就达到目标或全市水平：1项", ["重大执法决定法制审核率"]),
        (
            "要多几件（个、人），由少到多：2项",
            ["村（居）法律顾问覆盖率", "行政机关负责人出庭应诉率"],
        ),
        ("没有分子分母，只能说差多少：1项", ["法治建设群众满意度"]),
    ]
    assert row(result, "村（居）法律顾问覆盖率").goal == "100%：差 3 个村（社区）"
    assert row(result, "法治建设群众满意度").goal == "90%：差 5 个百分点"
    assert row(result, "法治建设群众满意度").city_text == ""


def test_the_title_follows_the_numbers(publish_values, look):
    publish_values(here("C01", ("20", "20")), here("B06", ("18", "20")), here("E04", ("47", "50")))
    assert look().gaps.bullets.title == (
        "石桥县 2024年：3项有目标，1项达标；离目标最近的是重大执法决定法制审核率，再多 2 件即达标"
    )
    publish_values(here("E04", ("49", "50")))
    assert look().gaps.bullets.title == (
        "石桥县 2024年：3项有目标，1项达标；离目标最近的是村（居）法律顾问覆盖率，再多 1 个村（社区）即达标"
    )
    publish_values(here("B06", ("19", "20")))
    assert look().gaps.bullets.title == (
        "石桥县 2024年：3项有目标，1项达标；离目标最近的是重大执法决定法制审核率等 2 项，各差 1 件（个、人）"
    )
    publish_values(here("B06", ("20", "20")), here("E04", ("50", "50")))
    assert look().gaps.bullets.title == "石桥县 2024年：3项有目标，全部达标"
    assert look().gaps.bullets.groups == ()
    assert look().gaps.met.indicators == (
        "重大执法决定法制审核率",
        "行政机关负责人出庭应诉率",
        "村（居）法律顾问覆盖率",
    )


def test_without_targets_the_city_is_the_level(publish_values, look):
    publish_values(*others("C07", ("10", "20")), here("C07", ("9", "20")))
    result = look()
    assert result.gaps.bullets.title == (
        "石桥县 2024年：没有可以对照的目标；离全市水平最近的是行政复议调解和解（调撤）率，再多 1 件即达到"
    )
    assert row(result, "行政复议调解和解").city_text == "49.38%：差 1 件"


def test_the_title_counts_what_the_other_form_counts(publish_values, look):
    publish_values(here("C01", ("19", "20")), here("C02", ("19", "20")), value("A02", HERE, "2024", "0"))
    result = look()
    assert "3项有目标，1项达标" in result.gaps.bullets.title
    assert "其中3项有目标，1项达标" in result.spine.title


def test_neutral_indicators_and_sums_are_never_short_of_the_city(publish_values, look):
    publish_values(*others("C06", ("9", "10")), here("C06", ("1", "10")), value("E02", HERE, "2024", "3"))
    assert look().gaps.bullets.groups == ()


def test_what_the_city_reports_of_itself_is_no_level_for_its_counties(publish_values, look):
    publish_values(
        value("G04", "990100", "2024", "95", basis="end"), value("G04", HERE, "2024", "88", basis="end")
    )
    found = row(look(), "法治建设考核得分")
    assert (found.goal, found.city_text, found.city) == ("90分：差 2 分", "", None)


def test_a_cumulative_value_is_held_against_nothing(publish_values, look):
    publish_values(*others("F09", ("9", "10"), basis="end"), here("F09", ("1", "10"), basis="cumulative"))
    assert look().gaps.bullets.groups == ()


def test_the_table_says_the_same(publish_values, look):
    publish_values(*others("C01", ("20", "20")), here("C01", ("18", "20"), status="provisional"))
    table = look().gaps.table
    assert list(table.texts()) == [
        (
            "行政争议化解与应诉",
            "行政机关负责人出庭应诉率",
            "2024年",
            "90.00",
            "%",
            "18",
            "20",
            "95%",
            "差 1 件",
            "98.75",
            "暂定",
            "差 2 件",
            "可能劣于",
            "暂定",
        )
    ]
    assert table.file_name == "石桥县扣分在哪 2024年"
    assert write_workbook([table])[:2] == b"PK"


def test_bars_begin_at_zero_and_marks_stand_at_their_values(publish_values, look):
    publish_values(here("C01", ("16", "20"), "2023"), *others("C01", ("20", "20")), here("C01", ("18", "20")))
    html = bullets_html(look().gaps.bullets)
    assert 'class="fh-bar" style="width:90.0%"' in html
    marks = dict(re.findall(r'class="(fh-(?:level|goal-mark|before))" style="left:([\d.]+)%"', html))
    assert marks == {"fh-level": "98.8", "fh-goal-mark": "95.0", "fh-before": "80.0"}
    assert "△ 95%：差 1 件" in html


def test_a_value_without_a_largest_one_has_a_scale_of_its_own(publish_values, look):
    publish_values(value("E01", HERE, "2024", parts=("70", "400000")))
    found = row(look(), "每万人律师数")
    assert (found.text, found.goal) == ("1.75人/万人", "3.5人/万人：差 70 人")
    html = bullets_html(look().gaps.bullets)
    assert 'class="fh-bar" style="width:46.3%"' in html  # 1.75 of 3.5 × 1.08


def test_only_signs_that_occur_are_explained(publish_values, look):
    publish_values(here("C01", ("10", "20")))
    assert look().gaps.bullets.subtitle == "演示市 · 2024年 · 横条：石桥县（红 ×：未达标）　粗竖线：目标"


def test_names_from_files_are_text_not_tags():
    hostile = '<img src=x onerror="alert(1)">'
    one = Bullet(
        hostile,
        hostile,
        Decimal(1),
        Decimal(2),
        detail=hostile,
        goal=hostile,
        city_text=hostile,
        about=hostile,
    )
    spec = Bullets(
        title=hostile, subtitle="", source="", whose=hostile, groups=(BulletGroup(hostile, (one,)),)
    )
    html = bullets_html(spec)
    assert "<img" not in html
    assert html.count("&lt;img") == 8
