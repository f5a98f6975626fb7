"""A deck as an .xlsx workbook: the numbers behind every slide with Excel's own charts, to check and to go on working with."""

from __future__ import annotations

import io
from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from faheng.measures.wording import MADE_UP
from faheng.meeting import palette
from faheng.meeting.around import foot, record
from faheng.meeting.deck import Deck
from faheng.meeting.slide import Body, Slide, Stamp, TitlePage
from faheng.meeting.whole import WholeSlide, whole_slides
from faheng.meeting.xlsx.blocks import Block, blocks
from faheng.meeting.xlsx.charts import draw
from faheng.meeting.xlsx.page import Page
from faheng.sheets import LINE, SUB, Formats, new_workbook, sheet_name
from faheng.tables import Column, Table
from faheng.xml_text import legal

CONTENTS = "目录"
CONTENTS_WIDTHS = (8.0, 88.0, 44.0)
DRAWN = ("list", "values", "targets")  # the blocks whose numbers a chart draws
HINT = "改了数值、分子、分母或目标，达标情况、底色和图跟着变；右侧灰色小字是图用的数，随左边的表变。"


def write_xlsx(deck: Deck, slides: Sequence[Slide], stamp: Stamp) -> bytes:
    """The workbook: contents first, then a sheet per slide, at the end where the numbers come from.

    Parts of a slide that a room needs apart are one sheet. Texts stay texts, whatever they begin with; the only formulas are
    ours (达标情况, numbers that charts need). The only links lead to sheets of the workbook.
    """
    wholes = [whole for whole in whole_slides(slides) if whole.slide.shows not in ("title", "agenda")]
    buffer = io.BytesIO()
    with new_workbook(buffer) as workbook:
        workbook.set_properties({"title": legal(deck.name), "author": "法衡"})
        formats = Formats(workbook)
        taken: set[str] = set()
        contents = workbook.add_worksheet(sheet_name(CONTENTS, taken))
        sheets = []
        for number, whole in enumerate(wholes, start=1):
            sheet = workbook.add_worksheet(sheet_name(f"{number} {whole.slide.title}", taken))
            found = [block for body in whole.bodies for block in blocks(body)]
            _write_slide(Page(sheet, formats, found, workbook=workbook), whole, stamp)
            sheets.append(sheet)
        opening = next((slide for slide in slides if isinstance(slide.body, TitlePage)), None)
        _write_contents(contents, formats, deck, opening, list(zip(wholes, sheets, strict=True)), stamp)
    return buffer.getvalue()


def _write_slide(page: Page, whole: WholeSlide, stamp: Stamp) -> None:
    slide = whole.slide
    page.about = f"{slide.title}。{slide.subtitle}"
    page.line(slide.title, height=24, bold=True, font_size=14)
    above = " · ".join(text for text in (slide.subtitle, MADE_UP if slide.made_up else "") if text)
    page.line(above, font_color=SUB)
    for body in whole.bodies:
        _write_body(page, body)
    page.small((*whole.remarks, foot(slide.source, stamp)))
    page.finish(foot(slide.source, stamp))


def _write_body(page: Page, body: Body) -> None:
    """The numbers that a chart draws, the chart, then what the numbers rest on."""
    found = blocks(body)
    drawn = [block for block in found if block.key in DRAWN]
    placed = {block.key: page.table(block) for block in drawn}
    if any(each.block.table.rows for each in placed.values()):
        draw(body, page, placed)
    placed |= {block.key: page.table(block) for block in found if block not in drawn}
    if "values" in placed:
        page.follow_grid(placed)


def _write_contents(
    sheet: Worksheet,
    formats: Formats,
    deck: Deck,
    opening: Slide | None,
    pages: Sequence[tuple[WholeSlide, Worksheet]],
    stamp: Stamp,
) -> None:
    """What the deck is, its sheets with links, and how it came about."""
    table = Table(
        title="",
        columns=(Column("number", "序号", 0), Column("title", "内容"), Column("subtitle", "说明")),
        rows=tuple(
            (number, whole.slide.title, whole.slide.subtitle or whole.slide.source)
            for number, (whole, _) in enumerate(pages, start=1)
        ),
    )
    page = Page(sheet, formats, [Block(table)], widths=CONTENTS_WIDTHS)
    page.line(opening.title if opening else deck.name, height=30, bold=True, font_size=18)
    about = [opening.subtitle if opening else "", deck.occasion, deck.office, deck.date]
    page.line(" · ".join(filter(None, about)), font_color=SUB)
    made_up = any(whole.slide.made_up for whole, _ in pages)
    if made_up:
        page.line(MADE_UP, bold=True, font_color=f"#{palette.WARNING}")
    placed = page.table(Block(table))
    link = formats.get(
        font_color=f"#{palette.MAIN}", underline=1, text_wrap=True, border=1, border_color=LINE, indent=1
    )
    for number, (whole, target) in enumerate(pages):
        name = target.get_name().replace("'", "''")
        title = legal(whole.slide.title)
        sheet.write_url(placed.first + number, 1, f"internal:'{name}'!A1", link, title)
    source = opening.source if opening else pages[-1][0].slide.source if pages else ""
    page.small((foot(source, stamp), record(stamp), HINT))
    page.finish(foot(source, stamp))
