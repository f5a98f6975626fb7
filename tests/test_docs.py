"""What can be added, typed or set is documented, and what the documents point at is there."""

from __future__ import annotations

import argparse
import csv
import re
from pathlib import Path

import pytest

from faheng.__main__ import _reading_parser, _serving_parser
from faheng.backup_commands import restoring_parser
from faheng.catalogue import LEVEL_NAMES
from faheng.catalogue_files import CATALOGUE_FOLDER
from faheng.commands import add_store_commands
from faheng.period import FREQUENCIES

PROJECT = Path(__file__).resolve().parent.parent
READMES = [PROJECT / "README.md", PROJECT / "README.zh-CN.md"]
DOCUMENTS = [*READMES, PROJECT / "CHANGELOG.md", *sorted((PROJECT / "docs").glob("*.md"))]
CATALOGUE_FILES = sorted(file.name for file in CATALOGUE_FOLDER.glob("*.csv"))


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def section(file: Path, heading: str) -> str:
    """What stands under a heading of the second level, up to the next one."""
    parts = re.split(r"^## ", read(file), flags=re.MULTILINE)[1:]
    return "\n".join(part for part in parts if part.splitlines()[0] == heading)


def links(file: Path) -> list[str]:
    """The targets of links and pictures outside of code."""
    text = re.sub(r"```.*?```", "", read(file), flags=re.DOTALL)
    return re.findall(r"\]\(([^)\s]+)\)", text)


@pytest.mark.parametrize("name", CATALOGUE_FILES)
def test_every_column_of_the_catalogue_is_explained(name: str) -> None:
    with (CATALOGUE_FOLDER / name).open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    explained = "".join(
        section(PROJECT / "docs" / page, name) for page in ("add-an-indicator.md", "your-own-regions.md")
    )
    assert [column for column in columns if f"`{column}`" not in explained] == []


def test_every_level_and_frequency_is_named() -> None:
    levels = section(PROJECT / "docs" / "your-own-regions.md", "regions.csv")
    frequencies = section(PROJECT / "docs" / "add-an-indicator.md", "indicators.csv")
    assert [level for level in LEVEL_NAMES if f"`{level}`" not in levels] == []
    assert [frequency for frequency in FREQUENCIES if f"`{frequency}`" not in frequencies] == []


@pytest.mark.parametrize("readme", READMES, ids=lambda file: file.name)
def test_every_page_is_in_the_readme(readme: Path) -> None:
    titles = re.findall(
        r'menu\.Entry\(\s*"(?!start)\w+\.py",\s*title="([^"]+)"', read(PROJECT / "pages" / "_frame.py")
    )
    assert len(titles) >= 3
    assert [title for title in titles if title not in read(readme)] == []


@pytest.mark.parametrize("readme", READMES, ids=lambda file: file.name)
def test_every_make_target_and_variable_is_in_the_readme(readme: Path) -> None:
    makefile = read(PROJECT / "Makefile")
    targets = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split()  # type: ignore[index]
    variables = {
        *re.findall(r"^([A-Z_]+) \?=", makefile, re.MULTILINE),
        *re.findall(r'environ\.get\("([A-Z_]+)"', read(PROJECT / "faheng" / "settings.py")),
    }
    assert {"FAHENG_DATA", "FAHENG_DEMO", "HOST"} <= variables
    text = read(readme)
    assert [target for target in targets if f"`make {target}`" not in text] == []
    assert [variable for variable in sorted(variables) if f"`{variable}`" not in text] == []


def test_every_command_and_option_is_explained() -> None:
    commands = argparse.ArgumentParser().add_subparsers()
    add_store_commands(commands)
    parsers = {
        "serve": _serving_parser(),
        "read": _reading_parser(),
        "restore": restoring_parser(),
        **commands.choices,
    }
    missing = [
        f"{name} {option}"
        for name, parser in parsers.items()
        for action in parser._actions
        for option in action.option_strings
        if option not in ("-h", "--help")
        and option not in section(PROJECT / "docs" / "command-line.md", name)
    ]
    assert missing == []
    assert [name for name in parsers if not section(PROJECT / "docs" / "command-line.md", name)] == []


def test_every_direct_dependency_is_explained_with_its_version() -> None:
    explained = read(PROJECT / "docs" / "dependencies.md")
    missing = []
    for name in ("requirements.txt", "requirements-dev.txt"):
        direct = read(PROJECT / name).split("# Needed by the above")[0]
        for package, version in re.findall(r"^([a-z0-9-]+)==([^;\s]+)", direct, re.MULTILINE):
            if f"{package} {version}" not in explained:
                missing.append(f"{package} {version}")
    assert missing == []


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_what_a_document_points_at_is_there(file: Path) -> None:
    local = [link.split("#")[0] for link in links(file) if "://" not in link and not link.startswith("#")]
    assert [link for link in local if not (file.parent / link).exists()] == []


def test_every_picture_is_shown_somewhere() -> None:
    shown = {(file.parent / link).resolve() for file in DOCUMENTS for link in links(file)}
    assert [
        picture.name for picture in sorted((PROJECT / "docs" / "img").glob("*")) if picture not in shown
    ] == []


def test_every_document_is_linked_from_the_readme() -> None:
    text = read(PROJECT / "README.md")
    documents = sorted((PROJECT / "docs").glob("*.md"))
    assert [document.name for document in documents if f"docs/{document.name}" not in text] == []
