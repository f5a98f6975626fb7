"""The catalogue's files: every fault at once, with file, row, column, value and rule."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from faheng.catalogue import Catalogue, Region, Target, chosen
from faheng.catalogue_files import CATALOGUE_FOLDER, load_catalogue
from faheng.csv_rows import CatalogueError
from faheng.period import period_from_code


def test_the_repositorys_catalogue_is_whole(whole_catalogue: Catalogue) -> None:
    assert len(whole_catalogue.indicators) == 60
    assert [code for code, indicator in whole_catalogue.indicators.items() if indicator.headline] == [
        "B01", "C01", "E01", "E04", "E10", "F04", "F09", "F10", "G01", "G03", "G04", "G05",
    ]  # fmt: skip
    kinds = [indicator.kind for indicator in whole_catalogue.indicators.values()]
    # Counted by hand in the published catalogue.
    assert [kinds.count(kind) for kind in ("rate", "count", "stock", "average", "score")] == [
        25,
        16,
        14,
        3,
        2,
    ]


def test_regions_are_those_of_the_national_table(whole_catalogue: Catalogue) -> None:
    levels = [region.level for region in whole_catalogue.regions.values() if region.origin == "gbt2260"]
    assert [levels.count(level) for level in ("province", "city", "county")] == [33, 333, 2845]
    assert [region.name for region in whole_catalogue.parts_of("620400")] == [
        "白银区",
        "平川区",
        "靖远县",
        "会宁县",
        "景泰县",
    ]


def test_a_municipality_is_a_city_whose_districts_report(whole_catalogue: Catalogue) -> None:
    beijing = whole_catalogue.find_city("北京市")
    assert beijing is not None
    assert len(whole_catalogue.parts_of(beijing.code)) == 16


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    (tmp_path / "regions.csv").write_text(
        "code,name,level,parent_code,counted_in\n"
        "620471,白银高新区,区,620400,\n"
        "620472,,zone,999999,\n"
        "620402,白银区,county,620400,\n",
        encoding="utf-8",
    )
    (tmp_path / "targets.csv").write_text(
        "indicator_code,region_code,first_period,value,applies_to,basis,basis_detail\n"
        "C01,620400,2024年,很高,any,本市文件,\n",
        encoding="utf-8",
    )
    with pytest.raises(CatalogueError) as caught:
        load_catalogue([CATALOGUE_FOLDER, tmp_path])
    assert [(fault.file, fault.row, fault.column, fault.value) for fault in caught.value.faults] == [
        (str(tmp_path / "regions.csv"), 2, "level", "区"),
        (str(tmp_path / "regions.csv"), 3, "name", ""),
        (str(tmp_path / "targets.csv"), 2, "first_period", "2024年"),
        (str(tmp_path / "targets.csv"), 2, "value", "很高"),
        (str(tmp_path / "regions.csv"), 4, "code", "620402"),
    ]
    assert "应为其中之一" in str(caught.value)
    assert "重复" in str(caught.value)


def test_an_office_adds_its_zone(tmp_path: Path) -> None:
    (tmp_path / "regions.csv").write_text(
        "code,name,level,parent_code,counted_in\n620471,白银高新区,zone,620400,620402\n", encoding="utf-8-sig"
    )
    catalogue = load_catalogue([CATALOGUE_FOLDER, tmp_path])
    assert catalogue.regions["620471"] == Region("620471", "白银高新区", "zone", "620400", "620402", "office")


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    (tmp_path / "regions.csv").write_text("code,name,level,parent\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match="parent_code 列：“parent_code” 缺少这一列"):
        load_catalogue([CATALOGUE_FOLDER, tmp_path])


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("会宁县", "会宁"),
        ("赵县", "赵县"),
        ("青龙满族自治县", "青龙"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江"),
        ("市中区", "市中"),
    ],
)
def test_short_names_keep_at_least_two_characters(name: str, short: str) -> None:
    assert Region("1", name, "county", "").short_name == short


def test_a_citys_own_target_comes_before_the_general_one() -> None:
    general = Target("C01", "", None, Decimal(100), "any", "建议值", "")
    own = Target("C01", "990100", period_from_code("2023"), Decimal(95), "any", "本市文件", "")
    assert chosen([general, own], region_code="990100", period=period_from_code("2024-Q1")) == own
    assert chosen([general, own], region_code="990100", period=period_from_code("2022")) == general


def test_a_target_for_a_year_says_nothing_of_a_half_year() -> None:
    yearly = Target("A02", "", None, Decimal(1), "year", "建议值", "每单位每年一次")
    assert chosen([yearly], region_code="990102", period=period_from_code("2024-H1")) is None
    assert chosen([yearly], region_code="990102", period=period_from_code("2024")) == yearly
