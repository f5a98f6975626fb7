"""What people type and what the office's files say, filled with what would run if a page took it for code.

Not yet: an office's own indicators, synonyms and maps.csv (docs/security.md says so).

A new field joins by a line in `fill_every_field`; a new page or dialog by one in tests/browser/test_stored_scripts.py.
"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote_plus

import openpyxl
from literal import add_account, file_of, value

from faheng.address import address
from faheng.intake.reading import Issue
from faheng.meeting.deck import Deck, SlideChoice
from faheng.meeting.kept import add_deck
from faheng.preparation import open_prepared_store
from faheng.roles import SYSTEM, Actor
from faheng.settings import Settings
from faheng.store.annotations import annotate
from faheng.store.attachments import add_attachment
from faheng.store.database import Store
from faheng.store.decks import share_deck
from faheng.store.freezes import freeze_release
from faheng.store.releases import publish, undo, withdraw
from faheng.store.reviews import ReturnedCell, accept_submissions, answer_points, return_submission
from faheng.store.saved_views import save_view
from faheng.store.sessions import open_session
from faheng.store.submissions import Sender, save_submission

# Each sets `hit` if it runs or asks another host if it loads; short, since names are at most 30 characters.
SCRIPT = "<script>hit=1</script>"
PAYLOADS = (
    SCRIPT,
    "<img src=x onerror=hit=1>",
    '"><svg onload=hit=1>',
    "[点](javascript:hit=1)",
    "![图](//evil.example/x)",
    "</style><b onclick=hit=1>",
    "</script><script>hit=1</script>",
    "{{7*7}}${7*7}",
    "\u202e反<i>",
    ":red[红] $x$ `码` **粗**",
    "' onmouseover='hit=1",
)
EVERYTHING = " ".join(PAYLOADS)
CITY = "999900"
COUNTIES = {f"9999{number:02}": text for number, text in enumerate(PAYLOADS, start=1)}
FIRST, SECOND, *_ = COUNTIES
# Beside names and notes that hold SCRIPT on many pages, these have a word of their own, so that each is found.
PINNED, CHANGED, SAVED, DECK = (f"{what}{SCRIPT}" for what in ("标注", "区划", "收藏", "汇报"))
MEETING = f"会议{PAYLOADS[1]}"  # stands in the head of every page, so it must not be SCRIPT
ROLES = ("viewer", "reviewer", "publisher", "administrator")


def write_office_files(folder: Path) -> None:
    """The office's CSV files: names, aliases and notes."""
    rows = {
        "regions.csv": [
            ["code", "name", "level", "parent_code", "counted_in"],
            [CITY, f"市{SCRIPT}", "city", "", ""],
            *([code, text, "county", CITY, ""] for code, text in COUNTIES.items()),
        ],
        "region_aliases.csv": [
            ["region_code", "name", "valid_from", "valid_to"],
            [FIRST, f"旧{SCRIPT}", "", "2015"],
        ],
        "targets.csv": [
            ["indicator_code", "region_code", "first_period", "value", "applies_to", "basis", "basis_detail"],
            ["C01", CITY, "", "90", "any", "待核实", EVERYTHING],
        ],
        "definition_breaks.csv": [
            ["indicator_code", "region_code", "first_period", "text"],
            ["C01", CITY, "2024", EVERYTHING],
        ],
        "boundary_changes.csv": [
            ["first_period", "from_code", "to_code", "kind", "text"],
            ["2024", FIRST, SECOND, "transferred", CHANGED + EVERYTHING],
        ],
    }
    (folder / "catalogue").mkdir(parents=True, exist_ok=True)
    for name, lines in rows.items():
        with (folder / "catalogue" / name).open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(lines)


def fill_every_field(store: Store) -> dict[str, str]:
    """Fill them in the store; the tokens of those who are signed in, by role."""
    people = {
        role: add_account(store, role, PAYLOADS[number], role)  # type: ignore[arg-type]
        for number, role in enumerate(ROLES)
    }
    people["reporter"] = add_account(store, "reporter", PAYLOADS[4], reports=[CITY])
    people["all"] = add_account(
        store, "all", PAYLOADS[5], "reviewer", "publisher", "administrator", reports=[CITY]
    )
    actor = people["all"].acting(EVERYTHING)
    sender = Sender(CITY, CITY, EVERYTHING)

    def send(period: str, *, is_warned: bool = False) -> int:
        values = [value("C01", code, period, parts=("3", "4"), cell="数据!B2") for code in COUNTIES]
        issues = [Issue("warning", "数据!B2", "text", EVERYTHING, EVERYTHING)] if is_warned else []
        file = file_of(values, f"{period}{EVERYTHING}.xlsx", issues)
        reasons = {(issue.cell, issue.rule): EVERYTHING for issue in issues}
        return save_submission(store, file, sender, actor=actor, acknowledged=reasons, note=EVERYTHING)

    def released(period: str) -> int:
        number = send(period, is_warned=True)
        accept_submissions(store, [number], actor=SYSTEM)
        return publish(store, [number], actor=actor, note=EVERYTHING)

    for period in ("2023", "2024", "2023-Q1", "2024-Q1"):
        released(period)
    undo(store, released("2022"), actor=actor, reason=EVERYTHING)
    withdraw(store, [("C01", FIRST, "2023", "within")], actor=actor, reason=EVERYTHING)
    waiting = send("2025", is_warned=True)
    add_attachment(store, waiting, file_name=f"{EVERYTHING}.html", data=EVERYTHING.encode(), actor=actor)
    answered = send("2024-Q2")
    return_submission(store, answered, [ReturnedCell("", "other", EVERYTHING)], actor=SYSTEM)
    answer_points(store, answered, {1: EVERYTHING}, actor=actor)
    sent_back = send("2024-Q3")
    return_submission(store, sent_back, [ReturnedCell("", "other", EVERYTHING)], actor=SYSTEM)
    for number, text in enumerate([PINNED, *(text for text in PAYLOADS if text.isprintable())]):
        annotate(
            store,
            indicator_code="C01",
            city_code=CITY,
            region_code=FIRST if number % 2 else "",
            period_code="2024",
            text=text,
            actor=actor,
        )
    for text in PAYLOADS:
        save_view(store, actor=actor, name=f"收藏{text}", address=f"/overview?city={quote_plus(text)}")
    keep_decks(store, actor)
    freeze_release(store, store.latest_release, MEETING, actor=actor)
    return {role: open_session(store, account, origin=EVERYTHING) for role, account in people.items()}


def keep_decks(store: Store, actor: Actor) -> None:
    """A deck whose every text is a payload, and one for each payload as its name; all are shared."""
    charts = (
        ("chart", address("comparison", city=CITY, indicator="C01", period="2024", look="regions")),
        ("chart", address("profile", city=CITY, region=FIRST, period="2024", aspect="spine")),
        ("findings", address("overview", city=CITY, period="2024", tab="headline")),
    )
    slides = tuple(
        SlideChoice(f"s{number}", shows, where, title=f"{DECK}{text}"[:120], computed=SCRIPT, note=EVERYTHING)  # type: ignore[arg-type]
        for number, ((shows, where), text) in enumerate(
            zip([("title", None), ("agenda", None), *charts, ("sources", None)], PAYLOADS, strict=False),
            start=1,
        )
    )
    whole = Deck(
        name=DECK,
        city_code=CITY,
        period_code="2024",
        occasion=SCRIPT,
        office=PAYLOADS[1],
        date=PAYLOADS[0][:20],
        slides=slides,
    )
    for deck in (whole, *(replace(whole, name=f"汇报{text}", slides=()) for text in PAYLOADS)):
        number = add_deck(store, deck, actor=actor, release=store.latest_release)
        share_deck(store, number, actor=actor, is_shared=True)


def hostile_sheet() -> bytes:
    """A sheet to be uploaded whose name, headers, regions and cells are payloads, with an error in it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = PAYLOADS[1]
    sheet.append([EVERYTHING])
    sheet.append(["地区", "行政机关负责人出庭件数", "开庭审理(应出庭)行政案件数", *PAYLOADS])
    sheet.append([SCRIPT, 5, 4, *PAYLOADS])
    for text in PAYLOADS:
        sheet.append([text, text, text])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def make_folder(folder: Path) -> dict[str, str]:
    """A data folder all of whose fields are filled; the tokens by role."""
    write_office_files(folder)
    with open_prepared_store(Settings(folder, with_demo=False), holder="tests") as store:
        return fill_every_field(store)
