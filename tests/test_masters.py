"""母版: the office's own .pptx is looked at before it is kept, used until it is replaced or removed, and on record."""

from __future__ import annotations

import io
import zipfile

import pytest
from opening import opener, words
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE

from faheng.meeting.deck import DeckError
from faheng.meeting.master import check_master
from faheng.roles import SYSTEM
from faheng.store.database import Store, StoreError
from faheng.store.masters import deck_master, master_bytes, remove_master, set_master


def presentation(*, points_to: str = "") -> bytes:
    shown = Presentation()
    if points_to:
        shown.slide_master.part.relate_to(points_to, RELATIONSHIP_TYPE.IMAGE, is_external=True)
    content = io.BytesIO()
    shown.save(content)
    return content.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    changed = io.BytesIO(data)
    with zipfile.ZipFile(changed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return changed.getvalue()


def test_a_presentation_of_the_office_is_taken() -> None:
    check_master(presentation())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "这个文件打不开"),
        (b"PK\x03\x04" + b"x" * 100, "这个文件打不开"),
        (with_part(presentation(), "ppt/media/bomb.bin", b"0" * (61 << 20)), "解压后过大"),
        (with_part(b"PK\x05\x06" + b"\0" * 18, "xl/workbook.xml", b"x"), "不是完好的 PowerPoint"),
        (with_part(b"PK\x05\x06" + b"\0" * 18, "ppt/presentation.xml", b"<x/>"), "不是完好的 PowerPoint"),
        (presentation(points_to="http://evil.example/x.png"), "指向外部的链接"),
        (b"0" * ((20 << 20) + 1), "超过 20 MB"),
    ],
)
def test_what_can_be_no_master_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(DeckError, match=said):
        check_master(data)


def test_the_newest_master_is_used_until_it_is_removed(fresh_database: Store) -> None:
    assert master_bytes(fresh_database) is None
    set_master(fresh_database, file_name="C:\\旧.pptx", data=b"PK old", actor=SYSTEM)
    set_master(fresh_database, file_name="新.pptx", data=b"PK new", actor=SYSTEM)
    used = deck_master(fresh_database)
    assert used is not None
    assert (used.file_name, master_bytes(fresh_database)) == ("新.pptx", b"PK new")
    remove_master(fresh_database, actor=SYSTEM)
    assert master_bytes(fresh_database) is None
    with pytest.raises(StoreError, match="现在没有在用的母版"):
        remove_master(fresh_database, actor=SYSTEM)


def test_a_master_that_is_gone_from_the_folder_is_said(fresh_database: Store) -> None:
    master = set_master(fresh_database, file_name="新.pptx", data=b"PK new", actor=SYSTEM)
    (fresh_database.uploads / master.file_sha256).unlink()
    with pytest.raises(StoreError, match=r"母版“新\.pptx”不在数据文件夹里"):
        master_bytes(fresh_database)


def test_a_master_is_uploaded_and_removed_on_the_settings_page(
    monkeypatch: pytest.MonkeyPatch, fresh_database: Store
) -> None:
    app = opener(monkeypatch, fresh_database)("settings.py")
    assert "现在没有用本单位的母版" in words(app)
    app.file_uploader[0].upload("本单位.pptx", presentation(), "application/octet-stream").run()
    assert "现在用的是“本单位.pptx”" in words(app)
    app.button(key="remove-master").click().run()
    assert "现在没有用本单位的母版" in words(app)
