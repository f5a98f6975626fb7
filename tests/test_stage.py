"""What the player is given of a deck, and the file that holds it: every number and word, escaped, and no other host."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from functools import singledispatch
from html.parser import HTMLParser
from typing import Any

import pytest
from decks import HOSTILE, STAMP, deck_with_everything, hostile

from faheng.charts.data_table import data_table
from faheng.charts.spec import ChartSpec, Matrix
from faheng.charts.spec_profile import Bullets, Spine
from faheng.measures.wording import MADE_UP
from faheng.meeting.details import details_of
from faheng.meeting.html import write_html
from faheng.meeting.slide import Absent, Agenda, KeyNumbers, Sentences, Slide, TitlePage
from faheng.meeting.stage import FRAME, stage_data
from faheng.store.database import Store
from faheng.tables import Table

DECK = deck_with_everything()


@pytest.fixture(scope="module")
def details(demonstration: Store) -> dict[str, tuple[Slide, ...]]:
    return details_of(demonstration, DECK, release=demonstration.latest_release)


class Parsed(HTMLParser):
    """The words of a page, its elements, and every address that an attribute of them names."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words = ""
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.inside: dict[str, str] = {}
        self._open = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action", "data")]
        self._open = dict(attrs).get("id") or ""

    def handle_data(self, data: str) -> None:
        self.words += data
        self.inside[self._open] = self.inside.get(self._open, "") + data


def shown(slides: Sequence[Slide], **more: Any) -> list[dict[str, Any]]:
    return json.loads(stage_data(DECK, slides, STAMP, **more))["slides"]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@singledispatch
def printed(body: Any) -> Iterator[str]:
    """Yield every number and name of a slide's body as it is printed; what a figure has stands in its table."""
    assert isinstance(body, ChartSpec | Absent)
    yield from ()


@printed.register
def _matrix(body: Matrix) -> Iterator[str]:
    yield from (column.label for column in body.columns)
    for row in body.rows:
        yield row.label
        yield from (f"{cell.sign}{cell.text}" for cell in row.cells)


@printed.register
def _spine(body: Spine) -> Iterator[str]:
    for row in (row for group in body.groups for row in group.rows):
        yield from (row.label, row.text, row.detail, row.city_text, row.change, row.goal)


@printed.register
def _bullets(body: Bullets) -> Iterator[str]:
    for row in body.rows:
        yield from (row.label, row.text, row.detail, row.goal, row.city_text)


@printed.register
def _numbers(body: KeyNumbers) -> Iterator[str]:
    for card in body.cards:
        yield from (card.label, f"{card.value}{card.unit}", card.change, card.goal, card.period, card.counted)


@printed.register
def _sentences(body: Sentences) -> Iterator[str]:
    yield from (finding.text for group in body.groups for finding in group.findings)


@printed.register
def _agenda(body: Agenda) -> Iterator[str]:
    yield from (line.text for line in body.lines)


@printed.register
def _opening(body: TitlePage) -> Iterator[str]:
    yield from (body.occasion, body.office, body.date)


@printed.register
def _table(body: Table) -> Iterator[str]:
    for texts in body.texts():
        yield from texts


def test_every_slide_prints_what_it_rests_on(slides: tuple[Slide, ...]) -> None:
    for slide, said in zip(slides, shown(slides), strict=True):
        words = Parsed(said["html"]).words
        for text in (slide.whole_title, slide.subtitle, slide.source, slide.definition, *slide.notes):
            assert text in words
        assert "第 9 版" in words
        assert "2026-11-27 导出" in words
        assert (MADE_UP in words) is slide.made_up or slide.source == ""
    assert STAMP.record_head in Parsed(shown(slides)[-1]["html"]).words


def test_the_numbers_of_tables_and_cards_are_those_of_the_slide(slides: tuple[Slide, ...]) -> None:
    for slide, said in zip(slides, shown(slides), strict=True):
        words = squeezed(Parsed(said["html"]).words)
        assert [text for text in printed(slide.body) if squeezed(text) not in words] == []


def test_the_numbers_of_charts_are_those_of_the_slide(slides: tuple[Slide, ...]) -> None:
    charts = 0
    for slide, said in zip(slides, shown(slides), strict=True):
        if "figure" in said:
            assert isinstance(slide.body, ChartSpec)
            assert said["figure"]["table"] == json.loads(json.dumps(asdict(data_table(slide.body))))
            charts += 1
    assert charts == 8


def test_a_chart_fits_the_body_of_a_slide(slides: tuple[Slide, ...]) -> None:
    for said in shown(slides):
        if "figure" in said:
            assert said["figure"]["layout"]["height"] <= FRAME.height
            assert not said["figure"].get("narrower")


def test_parts_of_a_slide_say_which_they_are(slides: tuple[Slide, ...]) -> None:
    titles = {said["id"]: said["title"] for said in shown(slides)}
    assert titles["s2"] == "目录（1/2）"
    assert titles["s2-2"] == "目录（2/2）"


def test_the_agenda_names_the_pages_on_which_slides_begin(slides: tuple[Slide, ...]) -> None:
    pages = {
        said["id"]: re.findall(r'data-page="(\d+)"><a href="#(\w+)"', said["html"]) for said in shown(slides)
    }
    assert pages["s2"][:4] == [("4", "s3"), ("6", "s4"), ("7", "s5"), ("9", "s6")]


def test_what_the_speaker_wrote_is_beside_the_slide_not_on_it(slides: tuple[Slide, ...]) -> None:
    first, *_ = shown(slides)
    assert first["speech"] == "第 1 页讲稿"
    assert "第 1 页讲稿" not in first["html"]


def test_behind_a_deck_are_the_key_numbers_of_every_county(
    slides: tuple[Slide, ...], details: dict[str, tuple[Slide, ...]]
) -> None:
    said = json.loads(stage_data(DECK, slides, STAMP, details))["details"]
    assert list(said) == ["990102", "990103", "990104", "990121", "990122", "990123", "990171", "990199"]
    first, second = said["990103"]
    assert first["title"] == "西岭区2024年重点指标 12 项：4 项达标，7 项未达标，1 项没有目标或不作评价（1/2）"
    assert "95.35%" in Parsed(first["html"]).words
    assert "地区详情" in Parsed(second["html"]).words


def test_a_mark_leads_to_its_county_not_to_a_source(slides: tuple[Slide, ...]) -> None:
    (dots,) = [said["figure"] for said in shown(slides) if said["id"] == "s6"]
    hovered = json.dumps(dots["data"], ensure_ascii=False)
    assert "点击看这个地区" in hovered
    assert "点击看这个数的来源" not in hovered


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(slides: tuple[Slide, ...], text: str) -> None:
    changed = [hostile(slide, text) for slide in slides]
    for slide, said, sound in zip(changed, shown(changed), shown(slides), strict=True):
        parsed = Parsed(said["html"])
        assert parsed.tags == Parsed(sound["html"]).tags
        assert slide.whole_title in parsed.words
        assert said["title"] == slide.whole_title


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_do_not_leave_their_place_in_the_file(slides: tuple[Slide, ...], text: str) -> None:
    changed = [hostile(slide, text) for slide in slides]
    page = Parsed(write_html(replace(DECK, name=f"汇报{text}"), changed, STAMP).decode())
    assert page.tags.count("script") == 4
    assert page.inside["fp-data"].strip() == json.dumps(
        json.loads(stage_data(replace(DECK, name=f"汇报{text}"), changed, STAMP)),
        ensure_ascii=False,
        separators=(",", ":"),
    ).replace("<", "\\u003c")


def test_the_file_asks_nobody(slides: tuple[Slide, ...], details: dict[str, tuple[Slide, ...]]) -> None:
    page = write_html(DECK, slides, STAMP, details=details).decode()
    assert Parsed(page).addresses == ["data:,"]
    assert "default-src 'none'; script-src 'unsafe-inline'" in page
    assert re.findall(r"@import|url\((?!#|data:)", Parsed(page).inside["fp-style"]) == []


def test_twenty_slides_are_a_small_file(
    slides: tuple[Slide, ...], details: dict[str, tuple[Slide, ...]]
) -> None:
    assert len(write_html(DECK, slides[:20], STAMP, details=details)) < 2.5e6
