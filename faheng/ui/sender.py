"""数据报送: who sends, and the blank form for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from faheng.catalogue import Catalogue, Region
from faheng.intake.template import form_file_name, last_notes, write_form
from faheng.period import FREQUENCIES, Period, period_from_code, year_periods
from faheng.roles import Actor
from faheng.store.history import read_history
from faheng.store.submissions import Sender
from faheng.ui import components, data, link
from faheng.views.choices import Options

_FIRST_YEAR = 2010


@dataclass(frozen=True)
class SenderChoice:
    """What stands at the top of the page: the city, the unit, the year, the period for sheets that name none."""

    city: Region
    unit: Region
    year: int
    period: Period | None
    person: str

    @property
    def sender(self) -> Sender:
        """The sender as the store records it."""
        return Sender(self.city.code, self.unit.code, self.person)


def choose_sender(catalogue: Catalogue, actor: Actor) -> SenderChoice | None:
    """City, unit, year, period and name, of what the actor is granted; all but the name are in the address.

    None when the actor's regions are in no city of the catalogue (any more).
    """
    units_of = {
        city.code: {
            region.code: f"{region.name}（全市）" if region is city else region.name
            for region in actor.own_regions(city, catalogue)
        }
        for city in catalogue.cities
    }
    cities = {city.code: city for city in catalogue.cities if units_of[city.code]}
    if not cities:
        return None
    today = date.today()
    years = {str(year): f"{year}年" for year in range(today.year, _FIRST_YEAR - 1, -1)}
    notices = st.container()
    row = st.columns([3, 3, 2, 3, 3])
    names = {code: city.name for code, city in cities.items()}
    # The demonstration city, while it is there, is where a newcomer tries things out.
    first = next((code for code in cities if catalogue.is_made_up(code)), next(iter(cities)))
    with row[0]:
        city = cities[link.choice("city", "市", Options(names, first), notices=notices)]
    units = Options(units_of[city.code], next(iter(units_of[city.code])))
    with row[1]:
        unit = catalogue.regions[link.choice("unit", "报送单位", units, notices=notices)]
    with row[2]:
        year = int(link.choice("year", "年份", Options(years, next(iter(years))), notices=notices))
    periods = [period for frequency in FREQUENCIES for period in year_periods(year, frequency)]
    codes = ["", *(period.code for period in periods)]
    with row[3]:
        code = st.selectbox(
            "表里没写时期的，算作",
            codes,
            format_func=lambda code: str(period_from_code(code)) if code else "（表里都写明了）",
        )
    with row[4]:
        person = st.text_input("报送人", value=actor.name, key="person", max_chars=30)
    period = period_from_code(code) if code else None
    return SenderChoice(city, unit, year, period, person.strip())


def offer_form(catalogue: Catalogue, choice: SenderChoice, release: int) -> None:
    """The blank form of the year and unit with last period's values as notes, made when the button is pressed."""
    st.markdown(
        "表里每种频率一张工作表，按列填写分子、分母或数值；空着的格子就是未报；上期的数在批注里。已有自己的表也可以直接上传。"
    )
    components.download(
        f"下载 {choice.year}年 {choice.unit.name} 空白表",
        make=lambda: _form(catalogue, choice, release),
        title=f"{choice.year}年 {choice.unit.name} 空白表",
        file_name=form_file_name(city=choice.city, year=choice.year, sender=choice.unit),
        key="blank-form",
        is_quiet=False,
    )


def _form(catalogue: Catalogue, choice: SenderChoice, release: int) -> bytes:
    reported = read_history(data.store(), choice.city.code, release=release).published
    notes = last_notes(catalogue, reported, city=choice.city, year=choice.year, sender=choice.unit)
    return write_form(catalogue, city=choice.city, year=choice.year, sender=choice.unit, last=notes)
