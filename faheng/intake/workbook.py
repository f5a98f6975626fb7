"""bytes → Workbook: sniff what the file is, call the reader for it, refuse everything else with a reason."""

import re

from faheng.intake.delimited import read_delimited
from faheng.intake.grid import (
    Cell,
    CellKind,
    Grid,
    Merge,
    Refused,
    Workbook,
    cell_address,
    column_letters,
    parse_address,
)
from faheng.intake.xlsx import read_xlsx

__all__ = [
    "Cell",
    "CellKind",
    "Grid",
    "Merge",
    "Refused",
    "Workbook",
    "cell_address",
    "column_letters",
    "parse_address",
    "read_workbook",
]

LARGEST_FILE = 20 << 20
SAVE_AS = "请在 Excel/WPS 里另存为 .xlsx 后再上传"

# First bytes → what to say. The extension is never trusted: xlsx bytes come named .xls, .et and .csv.
_SIGNATURES = (
    (b"%PDF", f"这是 PDF 文件，不是电子表格，{SAVE_AS}。"),
    (b"MZ", "这是可执行程序，不是电子表格。"),
    (b"\x7fELF", "这是可执行程序，不是电子表格。"),
    (b"\x89PNG", "这是图片，不是电子表格，请上传原来的表格文件。"),
    (b"\xff\xd8\xff", "这是图片，不是电子表格，请上传原来的表格文件。"),
    (b"GIF8", "这是图片，不是电子表格，请上传原来的表格文件。"),
    (b"Rar!", "这是压缩包，请解压后逐个上传里面的表格。"),
    (b"7z\xbc\xaf", "这是压缩包，请解压后逐个上传里面的表格。"),
    (b"\x1f\x8b", "这是压缩包，请解压后逐个上传里面的表格。"),
    (b"{\\rtf", f"这是 RTF 文档，不是电子表格，{SAVE_AS}。"),
)


def read_workbook(data: bytes, file_name: str) -> Workbook:
    """Read an uploaded file by its bytes; `file_name` is kept as data and only used in messages.

    Raises:
        Refused: the file is of another kind, protected, broken or larger than the limits.
    """
    if file_name.rsplit("/")[-1].startswith("~$"):
        raise Refused("这是 Excel 打开表格时留下的临时文件（~$ 开头），请上传原来的表格。")
    if not data:
        raise Refused("文件是空的，请重新选择文件。")
    if len(data) > LARGEST_FILE:
        raise Refused(f"文件有 {len(data) / 2**20:.0f} MB，超过 20 MB 的上限，请只留要报送的工作表后再上传。")
    if data.startswith(b"PK\x03\x04"):
        return Workbook(file_name, "xlsx", read_xlsx(data))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(_what_ole_holds(data))
    for signature, message in _SIGNATURES:
        if data.startswith(signature):
            raise Refused(message)
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if re.match(rb"<(!doctype html|html|head|meta|table|style|div)\b", head):
        raise Refused(f"这是网页（HTML）格式的表格，{SAVE_AS}。")
    if head.startswith(b"<?xml"):
        raise Refused(f"这是 XML 格式的文件，{SAVE_AS}。")
    return Workbook(file_name, "csv", (read_delimited(data),))


def _what_ole_holds(data: bytes) -> str:
    """Return the message for an OLE2 file: a password-protected workbook or a format older than xlsx."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "文件有密码，请在 Excel/WPS 里取消密码后再上传。"
    if "WordDocument".encode("utf-16-le") in data:
        return f"这是 Word 文档，不是电子表格，{SAVE_AS}。"
    return f"这是旧的表格格式（.xls 或 .et），{SAVE_AS}。"
