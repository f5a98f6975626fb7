"""Whether a file can be the office's master (母版): looked at before it is kept."""

from __future__ import annotations

from faheng.intake.formats.archive import check_zip
from faheng.intake.grid import Refused
from faheng.meeting.deck import DeckError

LARGEST_MB = 20


def check_master(data: bytes) -> None:
    """Refuse what PowerPoint files cannot be made with.

    Raises:
        DeckError: it is too large, broken, no .pptx, has no layout, or its masters point to something outside.
    """
    from faheng.meeting.powerpoint.master import office_master  # loads python-pptx, which no other page needs

    if len(data) > LARGEST_MB << 20:
        raise DeckError(f"母版超过 {LARGEST_MB} MB，没有保存：请删去里面的图片和多余的页。")
    try:
        check_zip(data)
    except Refused as error:
        raise DeckError(
            "这个文件打不开：已损坏、有密码，或解压后过大，没有保存。请在 PowerPoint 或 WPS 里另存为 .pptx 后再上传。"
        ) from error
    office_master(data)
