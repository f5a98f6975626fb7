"""However a clean sheet is arranged and its numbers and years are written, it says the same."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from faheng.catalogue_files import load_catalogue
from faheng.intake.grid import Cell, Grid, Workbook
from faheng.intake.recognition.recognise import recognise
from faheng.settings import PROJECT_FOLDER, Settings

REGIONS = ("东湖区", "西岭区", "白溪区", "永平县")
HEADERS = ("法律援助案件办理数", "行政复议新收案件数", "应出庭件数", "负责人出庭件数")
NUMBERS = {
    "东湖区": (1234, 31, 20, 19),
    "西岭区": (2345, 8, 12, 12),
    "白溪区": (1450, 12, 40, 38),
    "永平县": (1999, 0, 10, 7),
}
YEARS = ("2023", "2023年", "2023年度", "２０２３", "二〇二三年", "2023 年")
SPELLINGS = ("{0}", "{0:,}", "{0}.0", "{0} ", "　{0}")


def sheet(rows: list[list[str]]) -> Workbook:
    cells = {
        (row, column): Cell(text, text)
        for row, line in enumerate(rows, 1)
        for column, text in enumerate(line, 1)
        if text
    }
    return Workbook("表.csv", "csv", (Grid("表", cells=cells),))


def full_width(text: str) -> str:
    return text.translate({ord("0") + digit: chr(0xFF10 + digit) for digit in range(10)})


CATALOGUE = load_catalogue(Settings(PROJECT_FOLDER).catalogue_folders)


@given(
    regions=st.permutations(REGIONS),
    columns=st.permutations(range(len(HEADERS))),
    spelling=st.lists(st.sampled_from((*SPELLINGS, "full")), min_size=16, max_size=16),
    year=st.sampled_from(YEARS),
    place=st.sampled_from(("title", "column")),
)
@settings(max_examples=80)
def test_order_and_spelling_do_not_change_what_a_sheet_says(
    regions: list[str],
    columns: list[int],
    spelling: list[str],
    year: str,
    place: str,
) -> None:
    spellings = iter(spelling)

    def written(number: int) -> str:
        form = next(spellings)
        return full_width(str(number)) if form == "full" else form.format(number)

    head = ["地区", *(HEADERS[column] for column in columns)]
    body = [[region, *(written(NUMBERS[region][column]) for column in columns)] for region in regions]
    titled = [[f"{year}法治建设统计表"], head, *body]
    with_years = [[*head, "年份"], *([*line, year] for line in body)]
    rows = titled if place == "title" else with_years
    city = CATALOGUE.find_city("演示市")
    assert city is not None
    reading = recognise(sheet(rows), CATALOGUE, city=city, period=None)
    found = {
        (CATALOGUE.regions[value.region_code].name, value.indicator_code, value.period.code): (
            value.value if value.numerator is None else (value.numerator, value.denominator)
        )
        for value in reading.values
    }
    expected = {
        (region, code, "2023"): what
        for region, (aid, cases, due, came) in NUMBERS.items()
        for code, what in (
            ("E08", Decimal(aid)),
            ("C05", Decimal(cases)),
            ("C01", (Decimal(came), Decimal(due))),
        )
    }
    assert found == expected
    assert (reading.issues, reading.doubts) == ((), ())
