"""The demonstration city 演示市: made-up numbers of ten years as filled-in forms, released step by step.

What is odd on purpose, and which release it comes with, stands in data/demo/hard_cases.csv.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from faheng.catalogue import Catalogue, Region
from faheng.demo_numbers import FIRST_YEAR, LAST_YEAR, Key, Numbers, read_cases
from faheng.intake.template import FormValue, form_file_name, write_form
from faheng.period import year_periods

DEMO_CITY = "990100"
LATE_COUNTY = "990122"


@dataclass(frozen=True)
class DemoFile:
    """One filled-in form: who sent it (region and person) and when it came."""

    file_name: str
    data: bytes
    sender: Region
    sent_by: str
    received_at: datetime


@dataclass(frozen=True)
class DemoRelease:
    """Files that were published together."""

    note: str
    files: tuple[DemoFile, ...]


def demo_releases(catalogue: Catalogue) -> Iterator[DemoRelease]:
    """The releases of 演示市 in order, always the same bytes; `catalogue` must hold data/demo.

    History 2016–2022, then a year at a time; 2025 comes first as half a year from each county, then whole but
    provisional, then what the late county handed in after all, then corrections.
    """
    office = _Office(catalogue)
    history = [
        office.city_file(year, datetime(2023, 3, 6, 9, year - 2000)) for year in range(FIRST_YEAR, 2023)
    ]
    yield DemoRelease("2016—2022年历史数据", tuple(history))
    yield DemoRelease("2023年年报", (office.city_file(2023, datetime(2024, 2, 5, 10, 12)),))
    yield DemoRelease("2024年年报", (office.city_file(2024, datetime(2025, 2, 10, 15, 40)),))
    yield DemoRelease("2025年上半年快报（暂定）", tuple(office.county_files(2025, last_month=6)))
    yield DemoRelease(
        "2025年年报（暂定，石桥县部分未报）", (office.city_file(2025, datetime(2026, 1, 28, 16, 5)),)
    )
    yield DemoRelease("石桥县补报2025年10—11月和第4季度", (office.late_file(datetime(2026, 3, 11, 8, 50)),))
    yield DemoRelease("2025年部分数据修订", (office.corrections_file(datetime(2026, 5, 20, 11, 30)),))


class _Office:
    """Writes the forms that 演示市 and its counties hand in."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.city = catalogue.regions[DEMO_CITY]
        self.cases = read_cases()
        self.numbers = Numbers(catalogue, self.cases)
        # A unit that an office adds to 演示市 to try things out has no made-up numbers.
        self.parts = [part for part in catalogue.parts_of(DEMO_CITY) if part.code in self.numbers.sizes]

    def city_file(self, year: int, received_at: datetime) -> DemoFile:
        """The whole city's form of a year, without what the late county has not handed in."""
        absent = {(case.region_code, case.period) for case in self.cases if case.what in ("late", "never")}
        values = self._values(self.parts, year, absent=absent)
        values |= self._city_values(values, year)
        return self._file(self.city, year, values, "林知远", received_at)

    def county_files(self, year: int, *, last_month: int) -> Iterator[DemoFile]:
        """A form of each part of the city with the periods that end by `last_month`."""
        people = ("陈晓岚", "周文博", "吴思敏", "郑海峰", "孙雅琴", "何立新", "徐嘉怡", "林知远")
        for day, (region, person) in enumerate(zip(self.parts, people, strict=False), start=7):
            values = self._values([region], year, last_month=last_month)
            received_at = datetime(year, last_month + 1, day, 9 + day % 8, 15)
            yield self._file(region, year, values, person, received_at, "（上半年）")

    def late_file(self, received_at: datetime) -> DemoFile:
        """What the late county handed in afterwards."""
        region = self.catalogue.regions[LATE_COUNTY]
        late = {case.period for case in self.cases if case.what == "late"}
        year_values = self._values([region], LAST_YEAR)
        values = {key: value for key, value in year_values.items() if key[2] in late}
        return self._file(region, LAST_YEAR, values, "孙雅琴", received_at, "（补报）")

    def corrections_file(self, received_at: datetime) -> DemoFile:
        """Corrections of provisional figures, now final."""
        values = {
            case.key: FormValue(case.numerator, case.denominator, case.value)
            for case in self.cases
            if case.what == "corrected"
        }
        return self._file(self.city, LAST_YEAR, values, "林知远", received_at, "（修订）")

    def _file(
        self,
        sender: Region,
        year: int,
        values: dict[Key, FormValue],
        sent_by: str,
        received_at: datetime,
        marked: str = "",
    ) -> DemoFile:
        data = write_form(self.catalogue, city=self.city, year=year, sender=sender, values=values)
        name = form_file_name(city=self.city, year=year, sender=sender).replace(".xlsx", f"{marked}.xlsx")
        return DemoFile(name, data, sender, sent_by, received_at)

    def _values(
        self,
        regions: Iterable[Region],
        year: int,
        *,
        last_month: int = 12,
        absent: Iterable[tuple[str, str]] = (),
    ) -> dict[Key, FormValue]:
        absent = frozenset(absent)
        values: dict[Key, FormValue] = {}
        for indicator in self.catalogue.indicators.values():
            for period in year_periods(year, indicator.frequency):
                for region in regions:
                    if period.last_month > last_month or (region.code, period.code) in absent:
                        continue
                    value = self.numbers.form_value(indicator, region.code, period)
                    if value is not None:
                        values[indicator.code, region.code, period.code] = value
        return values

    def _city_values(self, values: dict[Key, FormValue], year: int) -> dict[Key, FormValue]:
        """What the city states for itself: what is its own, and some totals of its parts."""
        stated: dict[Key, FormValue] = {}
        for indicator in self.catalogue.indicators.values():
            for period in year_periods(year, indicator.frequency):
                key = (indicator.code, DEMO_CITY, period.code)
                of_parts = [values.get((indicator.code, region.code, period.code)) for region in self.parts]
                value = self.numbers.city_value(DEMO_CITY, indicator, period, of_parts)
                if value is not None:
                    stated[key] = value
        return stated
