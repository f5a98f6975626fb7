"""The store as pages see it: cached views, and the release a visitor reads. All caching is here."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import streamlit as st

from faheng.catalogue import Catalogue
from faheng.charts.data_table import data_table
from faheng.charts.figure import figure_parts
from faheng.charts.spec import ChartSpec
from faheng.intake.formats.isolated import read_isolated
from faheng.intake.grid import Workbook
from faheng.intake.history import History
from faheng.intake.read import FileReading, understand
from faheng.meeting.deck import Deck
from faheng.meeting.details import details_of
from faheng.meeting.slide import Slide
from faheng.meeting.slides import pinned_to, slides_of
from faheng.meeting.stage import stage_data
from faheng.meeting.stamp import stamp_of
from faheng.meeting.writers import FORMATS
from faheng.period import Period
from faheng.preparation import open_once
from faheng.settings import settings_from_environment
from faheng.store.annotations import Annotation
from faheng.store.database import Store
from faheng.store.history import read_history
from faheng.store.masters import deck_master, master_bytes
from faheng.store.submissions import submitted_file
from faheng.tables import Table
from faheng.views.once import reading_once


def store() -> Store:
    """The store of this installation, opened once per process."""
    return open_once(settings_from_environment())


# Views return frozen values, so one copy serves all sessions. Not cache_data, which would pickle and unpickle them
# (streamlit.md 5.2: 12 times slower than sharing), nor cache_resource, which takes half a millisecond to hash a key.
@lru_cache(maxsize=120)
def _cached(
    question: Callable[..., Any], _folder: Path, release: int, choices: tuple[tuple[str, Any], ...]
) -> Any:
    return question(reading_once(store()), release=release, **dict(choices))


def view(question: Callable[..., Any], *, release: int, **choices: Any) -> Any:
    """What `question(store, release=…, **choices)` answers; kept by question, choices and release."""
    return _cached(question, store().folder, release, tuple(sorted(choices.items())))


def catalogue(release: int) -> Catalogue:
    """The catalogue of a release."""
    return store().catalogue(release)


class _Itself:
    """A view's answer as the key of what is drawn from it: to compare thousands of cells would cost more than drawing."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def __hash__(self) -> int:
        return id(self.answer)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and self.answer is other.answer


def shown(table: Table) -> pa.Table:
    """A table as words for st.dataframe, so that what is read is exactly what is exported."""
    return _shown(_Itself(table))


@lru_cache(maxsize=60)
def _shown(key: _Itself) -> pa.Table:
    table: Table = key.answer
    # Arrow is what Streamlit sends; by way of pandas it would be made anew at every rerun.
    rows = list(table.texts())
    columns = [pa.array([row[place] for row in rows], pa.string()) for place in range(len(table.columns))]
    return pa.Table.from_arrays(columns, names=[column.title for column in table.columns])


def drawn(spec: ChartSpec, *, name: str) -> bytes:
    """A chart as data/assets/chart.js reads it: what Plotly draws, the words that a picture of it has, named `name`, and
    its numbers as a table for who cannot see it.
    """
    return _drawn(_Itself(spec), name)


@lru_cache(maxsize=60)
def _drawn(key: _Itself, name: str) -> bytes:
    spec: ChartSpec = key.answer
    said = {
        "name": name,
        "title": spec.title,
        "subtitle": spec.subtitle,
        "below": [*spec.notes, spec.source],
        "table": asdict(data_table(spec)),
    }
    # Kept as it is sent: a figure is thousands of objects, and to write them takes longer than to send the text.
    return json.dumps({**figure_parts(spec), **said}, ensure_ascii=False, separators=(",", ":")).encode()


def table(make: Callable[..., Table], answer: Any, *context: Any, name: str) -> Table:
    """The table that `make` makes of a view's answer, made once: what is drawn from it is kept by the table itself."""
    return _table(make, _Itself(answer), tuple(map(_Itself, context)), name)


@lru_cache(maxsize=60)
def _table(make: Callable[..., Table], key: _Itself, context: tuple[_Itself, ...], name: str) -> Table:
    return make(key.answer, *(each.answer for each in context), name=name)


def html(draw: Callable[[Any], str], answer: Any) -> str:
    """What `draw` makes of a view's answer, for st.html."""
    return _html(draw, _Itself(answer))


@lru_cache(maxsize=60)
def _html(draw: Callable[[Any], str], key: _Itself) -> str:
    return draw(key.answer)


@lru_cache(maxsize=24)
def _workbook(content: bytes, file_name: str) -> Workbook:
    return read_isolated(content, file_name)


def submitted_workbook(submission_id: int, file_name: str) -> Workbook:
    """The file of a submission as sheets, for those who may see it.

    Raises:
        StoreError: the file is gone.
        faheng.intake.formats.workbook.Refused: it cannot be read any more.
    """
    with st.spinner("正在读原表……"):
        return _submitted(submission_id, file_name, store().folder)


@lru_cache(maxsize=24)
def _submitted(submission_id: int, file_name: str, _folder: Path) -> Workbook:
    return _workbook(submitted_file(store(), submission_id), file_name)


@lru_cache(maxsize=8)
def _history(city_code: str, release: int, _folder: Path) -> History:
    return read_history(store(), city_code, release=release)


@lru_cache(maxsize=48)
def _understood(
    content: bytes,
    file_name: str,
    city_code: str,
    unit_code: str,
    period: Period | None,
    release: int,
    answers: tuple[tuple[str, str], ...],
    folder: Path,
) -> FileReading:
    known = catalogue(release)
    return understand(
        _workbook(content, file_name),
        known,
        data=content,
        city=known.regions[city_code],
        period=period,
        today=date.today(),
        answers=dict(answers),
        history=_history(city_code, release, folder),
        unit=known.regions[unit_code],
    )


def reading(
    content: bytes,
    file_name: str,
    *,
    city_code: str,
    unit_code: str,
    period: Period | None,
    release: int,
    answers: Mapping[str, str],
) -> FileReading:
    """An uploaded file as read for a city with the sender's answers; a rerun of the page does not read it again.

    Raises:
        faheng.intake.formats.workbook.Refused: the file cannot be read at all.
    """
    with st.spinner("正在读表……"):
        given = tuple(sorted(answers.items()))
        return _understood(content, file_name, city_code, unit_code, period, release, given, store().folder)


def slides(deck: Deck, *, release: int) -> tuple[Slide, ...]:
    """The slides of a deck in a release, with the events that are pinned to its trends now."""
    return _slides(deck, release, pinned_to(store(), deck), store().folder)


@lru_cache(maxsize=24)
def _slides(deck: Deck, release: int, _pinned: tuple[Annotation, ...], _folder: Path) -> tuple[Slide, ...]:
    return slides_of(reading_once(store()), deck, release=release)


def stage(deck: Deck, *, release: int) -> bytes:
    """A deck as the player takes it, with every region of its city in reserve."""
    return _stage(deck, release, pinned_to(store(), deck), date.today(), store().folder)


@lru_cache(maxsize=12)
def _stage(deck: Deck, release: int, _pinned: tuple[Annotation, ...], today: date, _folder: Path) -> bytes:
    stamp = stamp_of(store(), release=release, today=today)
    return stage_data(deck, slides(deck, release=release), stamp, _details(deck, release))


def _details(deck: Deck, release: int) -> dict[str, tuple[Slide, ...]]:
    return details_of(reading_once(store()), deck, release=release)


def deck_file(deck: Deck, suffix: str, *, release: int) -> bytes:
    """A deck as a file of one of FORMATS; made once a day for the same deck, release, events and master.

    Raises:
        StoreError: the master's file is gone.
    """
    master = deck_master(store()) if FORMATS[suffix].takes_master else None
    pinned = pinned_to(store(), deck)
    return _deck_file(
        deck, suffix, release, pinned, master.file_sha256 if master else "", date.today(), store().folder
    )


@lru_cache(maxsize=12)  # of 2.5 MB at most
def _deck_file(
    deck: Deck,
    suffix: str,
    release: int,
    _pinned: tuple[Annotation, ...],
    master: str,
    today: date,
    _folder: Path,
) -> bytes:
    form = FORMATS[suffix]
    return form.write(
        deck,
        slides(deck, release=release),
        stamp_of(store(), release=release, today=today),
        master=master_bytes(store()) if master else None,
        details=_details(deck, release) if form.takes_details else None,
    )
