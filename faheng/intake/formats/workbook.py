"""bytes → Workbook: sniff what the file is, call the reader for it, refuse everything else with a reason."""

import re
import unicodedata

from faheng.intake.formats.archive import Archive
from faheng.intake.formats.delimited import read_delimited
from faheng.intake.formats.html_table import read_html
from faheng.intake.formats.ods import read_ods
from faheng.intake.formats.xls import PASSWORD, read_xls
from faheng.intake.formats.xlsx import read_xlsx
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
    "shown_name",
]

LARGEST_FILE = 20 << 20
_LONGEST_NAME = 120
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
    try:
        return _read(data, shown_name(file_name))
    except (MemoryError, RecursionError) as error:
        raise Refused("读这份文件占用的内存过多，请只留要报送的工作表后再上传。") from error


def shown_name(file_name: str) -> str:
    """Return the name as it is shown and kept: without folders, control and direction characters, at most 120 long."""
    name = re.split(r"[/\\]", file_name)[-1]
    name = "".join(letter for letter in name if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co"))
    stem, dot, ending = name.strip().rpartition(".")
    if len(name) > _LONGEST_NAME and dot and len(ending) < 10:
        name = f"{stem[: _LONGEST_NAME - len(ending) - 2]}….{ending}"
    return name.strip()[:_LONGEST_NAME] or "未命名"


def _read(data: bytes, file_name: str) -> Workbook:
    if data.startswith(b"PK\x03\x04"):
        archive = Archive(data)
        if "content.xml" in archive and "mimetype" in archive:
            return Workbook(file_name, "ods", read_ods(archive))
        return Workbook(file_name, "xlsx", read_xlsx(archive))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if why := _why_not_ole(data):
            raise Refused(why)
        return Workbook(file_name, "xls", read_xls(data))
    for signature, message in _SIGNATURES:
        if data.startswith(signature):
            raise Refused(message)
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if _is_html(data):
        return Workbook(file_name, "html", read_html(data))
    if head.startswith(b"<?xml"):
        raise Refused(f"这是 XML 格式的文件，{SAVE_AS}。")
    return Workbook(file_name, "csv", (read_delimited(data),))


def _is_html(data: bytes) -> bool:
    """Whether the bytes begin like a page, also in UTF-16, also with an XML declaration before <html>."""
    head = data[:4000].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    head = re.sub(rb"^(?:<\?xml[^>]*>|<!--.*?-->|\s)+", b"", head, flags=re.DOTALL)
    return re.match(rb"<(!doctype html|html|head|meta|table|style|div|body)\b", head) is not None


def _why_not_ole(data: bytes) -> str:
    """Return why an OLE2 file is no workbook to read, '' when it may be one."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return PASSWORD
    if "WordDocument".encode("utf-16-le") in data:
        return f"这是 Word 文档，不是电子表格，{SAVE_AS}。"
    if "PowerPoint Document".encode("utf-16-le") in data:
        return f"这是演示文稿，不是电子表格，{SAVE_AS}。"
    return ""
