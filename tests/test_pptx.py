"""The PowerPoint file of a deck: whole, native, readable without us, and with the numbers of the screen."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from decks import HOSTILE, STAMP, deck_with_everything, faults, hostile
from pptx import Presentation
from pptx.util import Inches
from printed import values, words

from faheng.charts.data_table import data_table
from faheng.charts.map_spec import MapArea, RegionMap
from faheng.charts.spec import ChartSpec, DotComparison
from faheng.label_box import Box as Label
from faheng.meeting.deck import DeckError
from faheng.meeting.native.kinds import has_native_chart
from faheng.meeting.pptx import write_pptx
from faheng.meeting.slide import KeyNumbers, Slide, TitlePage
from faheng.xml_text import legal

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
DECK = deck_with_everything()


@pytest.fixture(scope="module")
def file(slides: tuple[Slide, ...]) -> bytes:
    return write_pptx(DECK, slides, STAMP)


@pytest.fixture(scope="module")
def opened(file: bytes) -> Any:
    return Presentation(io.BytesIO(file))


def charts_of(page: Any) -> list[Any]:
    return [shape.chart for shape in page.shapes if shape.has_chart]


def texts_of(page: Any) -> str:
    """Everything written on a slide and in its charts, without its notes; a paragraph is one text."""
    roots = [page._element, *(chart._chartSpace for chart in charts_of(page))]
    return "\n".join(
        "".join(text.text or "" for text in paragraph.iter(f"{A}t"))
        for root in roots
        for paragraph in root.iter(f"{A}p")
    )


def notes_of(page: Any) -> str:
    return str(page.notes_slide.notes_text_frame.text)


def test_every_part_is_valid(file: bytes, tmp_path: Path) -> None:
    assert faults(file, tmp_path / "deck.pptx") == []


def test_no_two_shapes_of_a_slide_share_an_identity(opened: Any) -> None:
    for page in opened.slides:
        counted = Counter(each.get("id") for each in page._element.iter(f"{P}cNvPr"))
        assert [number for number, times in counted.items() if times > 1] == []


def test_charts_are_no_pictures_and_their_axes_have_no_negative_identity(file: bytes) -> None:
    names = zipfile.ZipFile(io.BytesIO(file)).namelist()
    assert [name for name in names if "/media/" in name or name.endswith((".png", ".jpeg", ".bin"))] == []
    charts = [name for name in names if name.startswith("ppt/charts/chart")]
    assert len(charts) > 8
    for name in charts:
        assert b'axId val="-' not in zipfile.ZipFile(io.BytesIO(file)).read(name)


def test_the_numbers_drawn_are_those_of_the_workbook_behind(opened: Any) -> None:
    for chart in (chart for page in opened.slides for chart in charts_of(page)):
        sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
        assert sheet is not None
        for reference in chart._chartSpace.iter(f"{C}numRef"):
            cells = [cell.value for (cell,) in sheet[reference.find(f"{C}f").text.partition("!")[2]]]
            drawn: list[float | None] = [None] * len(cells)
            for point in reference.iter(f"{C}pt"):
                drawn[int(point.get("idx"))] = float(point.find(f"{C}v").text)
            assert drawn == cells


def test_the_workbook_has_the_numbers_of_the_slide(opened: Any, slides: tuple[Slide, ...]) -> None:
    (place,) = [number for number, slide in enumerate(slides) if slide.slide_id == "s6"]
    body = slides[place].body
    assert isinstance(body, DotComparison)
    (chart,) = charts_of(opened.slides[place])
    sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    assert sheet is not None
    columns = {cells[0]: cells[1:] for cells in sheet.iter_cols(values_only=True)}
    values = [float(row.value) for row in body.rows if row.value is not None]
    assert [value for value in columns["本期"] if value is not None] == values


def missing(page: Any, slide: Slide) -> list[str]:
    """Values and words of a slide that are neither on its page nor in its notes."""
    found = texts_of(page) + notes_of(page)
    return [text for text in (*values(slide.body), *words(slide.body)) if legal(text) not in found]


def test_every_number_of_a_slide_is_in_the_file_as_printed(opened: Any, slides: tuple[Slide, ...]) -> None:
    for page, slide in zip(opened.slides, slides, strict=True):
        assert missing(page, slide) == []


def test_numbers_of_tables_cards_maps_and_dots_stand_on_the_slide_itself(
    opened: Any, slides: tuple[Slide, ...]
) -> None:
    for page, slide in zip(opened.slides, slides, strict=True):
        if isinstance(slide.body, DotComparison) or not has_native_chart(slide.body):
            found = texts_of(page)
            assert [text for text in values(slide.body) if text not in found] == []


def test_notes_have_all_that_a_chart_draws(opened: Any, slides: tuple[Slide, ...]) -> None:
    (place,) = [number for number, slide in enumerate(slides) if slide.slide_id == "s10"]
    body = slides[place].body
    assert isinstance(body, ChartSpec)
    notes = notes_of(opened.slides[place])
    assert [cell for row in data_table(body).rows for cell in row if cell not in notes] == []


def test_a_slide_prints_title_subtitle_source_release_and_the_day(
    opened: Any, slides: tuple[Slide, ...]
) -> None:
    for page, slide in zip(opened.slides, slides, strict=True):
        found = texts_of(page)
        for text in (slide.title, slide.source, STAMP.release_words, "2026-11-27 导出", slide.definition):
            assert text in found
        if not isinstance(slide.body, TitlePage):
            assert slide.subtitle in found
        assert ("演示数据" in found.split("\n")) == slide.made_up


def test_a_part_says_which_it_is(opened: Any, slides: tuple[Slide, ...]) -> None:
    parts = [number for number, slide in enumerate(slides) if slide.slide_id.startswith("s3")]
    assert [opened.slides[number].shapes.title.text_frame.text[-5:] for number in parts] == [
        "（1/2）",
        "（2/2）",
    ]


def test_the_records_head_stands_on_the_last_slide_alone(opened: Any) -> None:
    *others, last = opened.slides
    assert STAMP.record_head in texts_of(last)
    assert not any(STAMP.record_head in texts_of(page) for page in others)


def test_notes_have_the_speakers_words_the_definition_and_how_to_edit(
    opened: Any, slides: tuple[Slide, ...]
) -> None:
    (place,) = [number for number, slide in enumerate(slides) if slide.slide_id == "s10"]
    notes = notes_of(opened.slides[place])
    assert notes.startswith("第 10 页讲稿\n")
    assert slides[place].definition in notes
    assert all(note in notes for note in slides[place].notes)
    assert "编辑数据" in notes


def test_every_chart_table_and_drawing_has_words_for_those_who_cannot_see_it(opened: Any) -> None:
    for page in opened.slides:
        for kind in ("graphicFrame", "grpSp"):
            for shape in page._element.iter(f"{P}{kind}"):
                assert shape.find(f".//{P}cNvPr").get("descr")


def test_the_theme_names_a_chinese_font_for_every_text(opened: Any, file: bytes) -> None:
    archive = zipfile.ZipFile(io.BytesIO(file))
    themes = [archive.read(name).decode() for name in archive.namelist() if "/theme/theme" in name]
    assert len(themes) == 2  # of slides and of notes
    for theme in themes:
        assert theme.count('<a:ea typeface="微软雅黑"/>') == 2
        assert theme.count('script="Hans" typeface="微软雅黑"') == 2
    runs = [run for page in opened.slides for run in page._element.iter(f"{A}rPr")]
    assert {run.get("lang") for run in runs} == {"zh-CN"}


def test_nothing_leads_out_of_the_file(file: bytes) -> None:
    archive = zipfile.ZipFile(io.BytesIO(file))
    relations = [archive.read(name) for name in archive.namelist() if name.endswith(".rels")]
    assert not any(b"TargetMode" in each for each in relations)


def test_footer_and_page_number_are_placeholders_of_the_layout(opened: Any) -> None:
    for page in list(opened.slides)[1:]:
        kinds = [str(each.placeholder_format.type) for each in page.placeholders]
        assert sorted(kinds) == ["FOOTER (15)", "SLIDE_NUMBER (13)", "TITLE (1)"]
    assert [layout.name for layout in opened.slide_layouts] == ["封面", "标题与内容"]


def test_the_agenda_has_page_numbers_that_lead_there(opened: Any, slides: tuple[Slide, ...]) -> None:
    agenda = opened.slides[1]
    first = next(number for number, slide in enumerate(slides) if slide.slide_id == "s3")
    assert str(first + 1) in texts_of(agenda).split("\n")
    links = [
        shape.click_action.target_slide
        for shape in agenda.shapes
        if shape.click_action.hyperlink._hlink is not None
    ]
    assert links[0].slide_id == opened.slides[first].slide_id


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_comes_through_and_harms_nothing(
    few: tuple[Slide, ...], text: str, tmp_path: Path
) -> None:
    changed = [hostile(slide, f"{text}\x0b") for slide in few]
    file = write_pptx(replace(DECK, name=text, office=text), changed, STAMP)
    assert faults(file, tmp_path / "deck.pptx") == []
    opened = Presentation(io.BytesIO(file))
    for page, slide in zip(opened.slides, changed, strict=True):
        # A name that is longer than its tile stands in the notes alone.
        assert legal(slide.title) in texts_of(page)
        assert missing(page, slide) == []


def test_a_name_is_no_formula_in_the_workbook_of_a_chart(few: tuple[Slide, ...]) -> None:
    file = write_pptx(DECK, [hostile(slide, "=1+1") for slide in few], STAMP)
    for page in Presentation(io.BytesIO(file)).slides:
        for chart in charts_of(page):
            book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
            assert not any(cell.data_type == "f" for row in book.active.rows for cell in row)  # type: ignore[union-attr]


def test_a_title_of_ones_own_that_may_not_hold_says_so(few: tuple[Slide, ...]) -> None:
    slide = replace(
        few[-1],
        title="我的标题",
        doubts=("标题里的 97.2% 现在是 97.20%",),
        speech_doubts=("讲稿里的 3 不在",),
    )
    page = Presentation(io.BytesIO(write_pptx(DECK, [slide], STAMP))).slides[0]
    assert "标题请核对：标题里的 97.2% 现在是 97.20%" in texts_of(page)
    assert f"讲稿里的 3 不在\n按数据算出的标题：{slide.computed}" in notes_of(page)


def test_a_region_with_a_hole_is_one_shape_with_its_value(few: tuple[Slide, ...], tmp_path: Path) -> None:
    outline = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0))
    hole = ((1.0, 3.0), (2.0, 3.0), (2.0, 2.0), (1.0, 2.0), (1.0, 3.0))
    area = MapArea("a", "甲县", "12件", "deep", (outline, hole), words=Label(2.5, 1, 3, 2))
    body = RegionMap(
        title="标题", subtitle="", source="", areas=(area,), classes=(), caption="审图号", is_tiles=False
    )
    file = write_pptx(DECK, [replace(few[-1], body=body)], STAMP)
    assert faults(file, tmp_path / "deck.pptx") == []
    page = Presentation(io.BytesIO(file)).slides[0]
    (path,) = page._element.iter(f"{A}path")
    assert len(path.findall(f"{A}moveTo")) == 2
    assert {"甲县", "12件", "审图号"} <= set(texts_of(page).split("\n"))


def office_file() -> bytes:
    """What an office has: four to three, with a slide of its own, a link on it and notes."""
    own = Presentation()
    own.slide_master.placeholders[0].text_frame.text = "办公室的母版"
    page = own.slides.add_slide(own.slide_layouts[1])
    page.shapes.title.text_frame.text = "旧的一页"
    page.shapes.title.click_action.hyperlink.address = "https://example.org"
    page.notes_slide.notes_text_frame.text = "旧的备注"
    saved = io.BytesIO()
    own.save(saved)
    return saved.getvalue()


def test_an_offices_own_file_gives_size_master_and_layouts_but_no_slides(
    few: tuple[Slide, ...], tmp_path: Path
) -> None:
    file = write_pptx(DECK, few, STAMP, master=office_file())
    assert faults(file, tmp_path / "deck.pptx") == []
    opened = Presentation(io.BytesIO(file))
    assert (opened.slide_width, opened.slide_height) == (Inches(10), Inches(7.5))
    assert opened.slide_master.placeholders[0].text_frame.text == "办公室的母版"
    assert len(opened.slides) == len(few)
    everything = b"".join(
        map(zipfile.ZipFile(io.BytesIO(file)).read, zipfile.ZipFile(io.BytesIO(file)).namelist())
    )
    assert "旧的".encode() not in everything
    assert b"example.org" not in everything
    names = {page.slide_layout.name for page in opened.slides}
    assert names == {"Title Slide", "Title Only"}
    for page, slide in zip(opened.slides, few, strict=True):
        assert slide.title in page.shapes.title.text_frame.text
        assert missing(page, slide) == []
        assert all(shape.left >= 0 and shape.left + shape.width <= Inches(10) for shape in page.shapes)


def test_a_master_without_any_placeholder_gets_titles_as_text(few: tuple[Slide, ...], tmp_path: Path) -> None:
    own = Presentation()
    for layout in list(own.slide_layouts)[:6] + list(own.slide_layouts)[7:]:
        own.slide_layouts.remove(layout)
    for shape in list(own.slide_layouts[0].placeholders):
        shape._element.getparent().remove(shape._element)
    saved = io.BytesIO()
    own.save(saved)
    file = write_pptx(DECK, few, STAMP, master=saved.getvalue())
    assert faults(file, tmp_path / "deck.pptx") == []
    for page, slide in zip(Presentation(io.BytesIO(file)).slides, few, strict=True):
        assert slide.title in texts_of(page)
        assert slide.source in texts_of(page)


def test_an_offices_notes_without_a_place_for_words_get_one(few: tuple[Slide, ...], tmp_path: Path) -> None:
    own = Presentation(io.BytesIO(office_file()))
    for shape in list(own.notes_master.placeholders):
        shape._element.getparent().remove(shape._element)
    saved = io.BytesIO()
    own.save(saved)
    file = write_pptx(DECK, few, STAMP, master=saved.getvalue())
    assert faults(file, tmp_path / "deck.pptx") == []
    for page, slide in zip(Presentation(io.BytesIO(file)).slides, few, strict=True):
        assert slide.speech in notes_of(page)


def test_a_master_that_links_outside_is_refused(few: tuple[Slide, ...]) -> None:
    own = Presentation()
    own.slide_layouts[0].part.relate_to("https://example.org/logo.png", "http://x/image", is_external=True)
    saved = io.BytesIO()
    own.save(saved)
    with pytest.raises(DeckError, match="指向外部的链接"):
        write_pptx(DECK, few, STAMP, master=saved.getvalue())


@pytest.mark.parametrize("broken", [b"", b"PK\x03\x04 no zip", b"PK\x03\x04" + b"\x00" * 9000])
def test_a_broken_master_is_refused_in_chinese(few: tuple[Slide, ...], broken: bytes) -> None:
    with pytest.raises(DeckError, match="不是完好的 PowerPoint"):
        write_pptx(DECK, few, STAMP, master=broken)


def test_a_master_that_is_another_kind_of_file_is_refused(few: tuple[Slide, ...]) -> None:
    book = io.BytesIO()
    openpyxl.Workbook().save(book)
    with pytest.raises(DeckError, match="不是完好的 PowerPoint"):
        write_pptx(DECK, few, STAMP, master=book.getvalue())


def test_shapes_stay_on_the_page(opened: Any) -> None:
    for page in opened.slides:
        for shape in page.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= opened.slide_width
            assert shape.top + shape.height <= opened.slide_height


def test_the_same_deck_is_the_same_file(few: tuple[Slide, ...]) -> None:
    first, second = (zipfile.ZipFile(io.BytesIO(write_pptx(DECK, few, STAMP))) for _ in range(2))
    assert {name: first.read(name) for name in first.namelist() if not name.endswith(".xlsx")} == {
        name: second.read(name) for name in second.namelist() if not name.endswith(".xlsx")
    }


def _letters_of(page: Any, names: tuple[str, ...]) -> set[int]:
    """The sizes of the letters of shapes with these names, in hundredths of a point."""
    shapes = [shape for shape in page.shapes if shape.name.split(" ")[0] in names]
    return {int(run.get("sz")) for shape in shapes for run in shape._element.iter(f"{A}rPr") if run.get("sz")}


def test_the_parts_of_a_split_table_have_letters_of_one_size(opened: Any, slides: tuple[Slide, ...]) -> None:
    found: dict[str, list[set[int]]] = {}
    for page, slide in zip(opened.slides, slides, strict=True):
        if slide.parts > 1 and (sizes := _letters_of(page, ("表格",))):
            found.setdefault(slide.chosen_id, []).append(sizes)
    assert found
    for parts in found.values():
        assert len({max(sizes) for sizes in parts}) == 1


def test_no_table_and_no_card_is_in_letters_that_a_room_cannot_read(
    opened: Any, slides: tuple[Slide, ...]
) -> None:
    found = []
    for page, slide in zip(opened.slides, slides, strict=True):
        names = ("文字",) if isinstance(slide.body, KeyNumbers) else ("表格",)
        found += [min(sizes) for sizes in [_letters_of(page, names)] if sizes]
    assert len(found) > 5
    assert min(found) >= 1100
