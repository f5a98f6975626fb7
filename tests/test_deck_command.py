"""`python -m faheng deck`: which deck, of which release, and what is said when there is none."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from literal import add_account, submit, value

from faheng.command_socket import DONE, REFUSED, Outcome
from faheng.commands import run_store_command
from faheng.meeting.kept import add_deck
from faheng.meeting.proposals import proposed
from faheng.roles import SYSTEM, Actor
from faheng.store.audit import Search, found_events
from faheng.store.database import Store
from faheng.store.decks import share_deck
from faheng.store.releases import publish


@pytest.fixture
def filled(fresh_database: Store) -> Store:
    """Figures of 东湖区 as release 2."""
    figures = [value("C01", "990102", period, parts=("45", "50")) for period in ("2023", "2024")]
    publish(fresh_database, [submit(fresh_database, figures)], actor=SYSTEM)
    return fresh_database


@pytest.fixture
def store(filled: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The same with writers that write what they were given."""

    def write(deck: Any, slides: Any, stamp: Any, **_: Any) -> bytes:
        return f"{deck.name}|{stamp.release}|{[slide.shows for slide in slides][-1]}".encode()

    writers = SimpleNamespace(write_docx=write, write_pptx=write)
    monkeypatch.setattr("faheng.meeting.writers.import_module", lambda _: writers)
    return filled


def run(store: Store, folder: Path, *arguments: str) -> Outcome:
    return run_store_command(store, ["deck", *arguments], folder=folder)


OF_2024 = ("--city", "演示市", "--period", "2024", "--out", "汇报.docx")


@pytest.mark.parametrize(
    ("suffix", "begins"), [("pptx", b"PK"), ("docx", b"PK"), ("xlsx", b"PK"), ("html", b"<!DOCTYPE html>")]
)
def test_every_form_is_written_by_its_writer(
    suffix: str, begins: bytes, filled: Store, tmp_path: Path
) -> None:
    asked = ("--city", "演示市", "--period", "2024", "--template", "indicator", "--indicator", "C01")
    assert run(filled, tmp_path, *asked, "--out", f"x.{suffix}").exit_code == DONE
    assert (tmp_path / f"x.{suffix}").read_bytes().lower().startswith(begins.lower())


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ((), "演示市2024年法治建设指标汇报"),
        (("--template", "region", "--region", "东湖区"), "东湖区2024年法治建设约谈材料"),
        (("--template", "indicator", "--indicator", "C01"), "演示市行政机关负责人出庭应诉率专题汇报"),
    ],
)
def test_a_deck_is_proposed_from_a_template(
    asked: tuple[str, ...], name: str, store: Store, tmp_path: Path
) -> None:
    outcome = run(store, tmp_path, *OF_2024, *asked)
    assert (outcome.exit_code, outcome.error) == (DONE, "")
    assert outcome.output.startswith(f"已把“{name}”第 2 版的 ")
    assert (tmp_path / "汇报.docx").read_text(encoding="utf-8") == f"{name}|2|sources"
    (row,) = found_events(store, Search(act="export"), actor=SYSTEM, most=5)
    assert (row.subject, name in row.detail) == ("release:2", True)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--city", "演示市", "--period", "2024", "--out", "x.doc"), "写不了“x.doc”：后缀应是 .pptx、.docx"),
        (("--city", "演示市", "--out", "x.docx"), "请写明 --city 和 --period，或用 --deck"),
        (("--city", "不存在市", "--period", "2024", "--out", "x.docx"), "没有叫“不存在市”的市"),
        (("--city", "演示市", "--period", "去年", "--out", "x.docx"), "“去年”不是时期"),
        ((*OF_2024, "--template", "region"), "请先选定要约谈的地区"),
        ((*OF_2024, "--template", "region", "--region", "白银区"), "演示市没有叫“白银区”的地区"),
        ((*OF_2024, "--template", "indicator", "--indicator", "X99"), "目录里没有指标 X99"),
        ((*OF_2024, "--release", "7"), "没有第 7 版：现有第 1 到第 2 版"),
        (("--deck", "常委会", "--out", "x.docx"), "没有叫“常委会”的汇报：请用 --account 写明账号"),
        (("--deck", "常委会", "--account", "nobody", "--out", "x.docx"), "没有登录名为“nobody”的账号"),
        ((*OF_2024[:-1], "没有/x.docx"), "没有这个文件或文件夹"),
    ],
)
def test_what_cannot_be_is_said(asked: tuple[str, ...], said: str, store: Store, tmp_path: Path) -> None:
    outcome = run(store, tmp_path, *asked)
    assert outcome.exit_code == REFUSED
    assert said in outcome.error
    assert list(tmp_path.glob("*.doc*")) == []


def test_a_saved_deck_is_for_its_owner_and_when_shared_for_every_account(
    store: Store, tmp_path: Path
) -> None:
    wang: Actor = add_account(store, "wang", "王芳", "viewer").acting("")
    add_account(store, "li", "李强", "viewer")
    deck = proposed(store, release=2, template="empty", city_code="990100", period_code="2024")
    number = add_deck(store, deck, actor=wang, release=2)
    asked = ("--deck", deck.name, "--out", "x.docx", "--account")
    assert run(store, tmp_path, *asked, "wang").exit_code == DONE
    assert "只能用自己的和别人共享的" in run(store, tmp_path, *asked, "li").error
    share_deck(store, number, actor=wang, is_shared=True)
    assert run(store, tmp_path, *asked, "li").exit_code == DONE
    assert run(store, tmp_path, "--deck", str(number), "--account", "li", "--out", "x.pptx").exit_code == DONE


def test_a_period_without_any_number_is_refused_and_those_with_some_are_named(
    store: Store, tmp_path: Path
) -> None:
    outcome = run(store, tmp_path, "--city", "演示市", "--period", "2099", "--out", "汇报.docx")
    assert outcome.exit_code == REFUSED
    assert "没有2099年的数，没有写文件" in outcome.error
    assert "2024年、2023年" in outcome.error
    assert not (tmp_path / "汇报.docx").exists()
