"""使用说明: a part for every role, every picture there and shown, every page of the menu explained."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from opening import PAGES_FOLDER, opener, words

from faheng.store.database import Store
from faheng.store.submissions import STATUS_NAMES
from faheng.views import guide
from faheng.views.guide import FOLDER, ROLES, Guide, Picture, read_guide, role_titles

PICTURES = {picture.file for role in ROLES for picture in read_guide(role).pictures}
LARGEST = 120_000  # bytes


def everything() -> str:
    return "\n".join((FOLDER / f"{role}.md").read_text(encoding="utf-8") for role in ROLES)


def test_every_part_is_for_a_role() -> None:
    assert sorted(file.stem for file in FOLDER.glob("*.md")) == sorted(ROLES)


def test_a_part_is_its_heading_and_text_between_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "# 看数\n\n先看。\n\n![总览](overview.png)\n\n再看 ![](x.png)。\n"
    (tmp_path / "look.md").write_text(text, encoding="utf-8")
    monkeypatch.setattr(guide, "FOLDER", tmp_path)
    picture = Picture(tmp_path / "img" / "overview.png", "总览")
    assert read_guide.__wrapped__("look") == Guide("看数", ("先看。", picture, "再看 ![](x.png)。"))


def test_every_picture_is_there_and_shown() -> None:
    assert set((FOLDER / "img").iterdir()) == PICTURES
    assert "![" not in "\n".join(
        piece for role in ROLES for piece in read_guide(role).pieces if isinstance(piece, str)
    )


@pytest.mark.parametrize("picture", sorted(PICTURES), ids=lambda file: file.name)
def test_no_picture_makes_the_page_slow(picture: Path) -> None:
    assert picture.stat().st_size <= LARGEST


def test_every_page_of_the_menu_is_explained() -> None:
    frame = (PAGES_FOLDER / "_frame.py").read_text(encoding="utf-8")
    titles = re.findall(r'menu\.Entry\(\s*"(?!start|guide)\w+\.py",\s*title="([^"]+)"', frame)
    assert len(titles) >= 3
    assert [title for title in titles if f"**{title}**" not in everything()] == []


def test_a_sender_is_told_of_every_state_and_step() -> None:
    text = (FOLDER / "submit.md").read_text(encoding="utf-8")
    steps = ("我的报送", "提交答复，重新送审", "代替报送", "佐证材料", "更正一个已发布的数", "撤下")
    assert [each for each in (*STATUS_NAMES.values(), *steps) if each not in text] == []


@pytest.mark.parametrize("role", ROLES)
def test_a_link_opens_the_part(role: str, monkeypatch: pytest.MonkeyPatch, fresh_database: Store) -> None:
    app = opener(monkeypatch, fresh_database)("guide.py", role=role)
    assert [exception.message for exception in app.exception] == []
    assert app.query_params["role"] == role
    assert app.button_group[0].value == role
    part = read_guide(role)
    said = words(app)
    assert [piece for piece in part.pieces if isinstance(piece, str) and piece not in said] == []
    assert len(app.get("image")) == len(part.pictures)


def test_the_guide_begins_with_who_only_looks(monkeypatch: pytest.MonkeyPatch, fresh_database: Store) -> None:
    app = opener(monkeypatch, fresh_database)("guide.py")
    assert app.button_group[0].value == "look"
    assert app.button_group[0].options == list(role_titles().values())


def test_a_link_to_a_part_that_is_not_there_says_so(
    monkeypatch: pytest.MonkeyPatch, fresh_database: Store
) -> None:
    app = opener(monkeypatch, fresh_database)("guide.py", role="mayor")
    assert "链接里的角色“mayor”在这里不存在" in words(app)
    assert app.button_group[0].value == "look"
