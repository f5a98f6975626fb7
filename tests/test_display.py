"""How an office wants its cities shown: files beside the catalogue's, and what is wrong in them."""

from pathlib import Path

import pytest

from faheng.catalogue import Catalogue, Region
from faheng.csv_rows import CatalogueError
from faheng.display import load_display

CATALOGUE = Catalogue(
    regions={
        "620400": Region("620400", "白银市", "city", "620000"),
        "620402": Region("620402", "白银区", "county", "620400"),
    }
)


def test_a_city_may_be_ranked_unless_the_office_says_no(tmp_path: Path) -> None:
    assert load_display([tmp_path], CATALOGUE).may_rank("620400")
    (tmp_path / "cities.csv").write_text("city_code,ranking\n620400,no\n", encoding="utf-8")
    assert not load_display([tmp_path], CATALOGUE).may_rank("620400")


def test_every_fault_is_named_with_its_row(tmp_path: Path) -> None:
    (tmp_path / "cities.csv").write_text(
        "city_code,ranking\n620400,no\n620400,yes\n620402,no\n620499,maybe\n", encoding="utf-8"
    )
    with pytest.raises(CatalogueError) as caught:
        load_display([tmp_path], CATALOGUE)
    file = str(tmp_path / "cities.csv")
    assert str(caught.value).splitlines() == [
        f"{file} 第 5 行 ranking 列：“maybe” 应为其中之一：yes、no",
        f"{file} 第 3 行 city_code 列：“620400” 与 {file} 第 2 行重复",
        f"{file} 第 4 行 city_code 列：“620402” 不是有县区报送的市（regions.csv）",
    ]
