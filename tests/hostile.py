"""Files that are meant to hurt, or are simply broken, built when they are needed: name → bytes and what is expected."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

FORMATS = Path(__file__).parent / "workbooks" / "formats"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
DOCTYPE = '<!DOCTYPE a [<!ENTITY b "x">]>'


class Hostile(NamedTuple):
    """One file; `expected` is a word of the refusal, or None when it may be read."""

    name: str
    data: bytes
    expected: str | None


def xlsx(
    rows: str = "",
    *,
    before: str = "",
    after: str = "",
    sheets: str = '<sheet name="表" sheetId="1" r:id="rId1"/>',
    strings: str = "",
    styles: str = "",
    more: dict[str, bytes] | None = None,
) -> bytes:
    """An .xlsx with these pieces of XML in it."""
    head = '<?xml version="1.0"?>'
    parts = {
        "[Content_Types].xml": head + TYPES,
        "_rels/.rels": head
        + f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": head
        + f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": head
        + f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rId3" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": head
        + before
        + f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>',
        "xl/sharedStrings.xml": head + (strings or f'<sst xmlns="{MAIN}"/>'),
        "xl/styles.xml": head + (styles or f'<styleSheet xmlns="{MAIN}"/>'),
    }
    return zipped({**{name: text.encode() for name, text in parts.items()}, **(more or {})})


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def row(*cells: str, number: int = 1) -> str:
    """A row of the sheet."""
    return f'<row r="{number}">{"".join(cells)}</row>'


def number(value: str, address: str = "A1", more: str = "") -> str:
    """A cell with a number."""
    return f'<c r="{address}"{more}><v>{value}</v></c>'


def ods(content: str, *, manifest: str = "", prefix: str = "") -> bytes:
    """An .ods whose tables are `content`."""
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    body = f"<office:document-content{names}><office:body><office:spreadsheet>{content}</office:spreadsheet></office:body></office:document-content>"
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": ('<?xml version="1.0"?>' + prefix + body).encode(),
            "META-INF/manifest.xml": (manifest or "<manifest/>").encode(),
        }
    )


def ods_cell(attributes: str = "", inside: str = "<text:p>1</text:p>") -> str:
    """A table of one cell."""
    return f'<table:table table:name="表"><table:table-row><table:table-cell {attributes}>{inside}</table:table-cell></table:table-row></table:table>'


def bomb(name: str, megabytes: int) -> bytes:
    """An .xlsx one part of which inflates to so much."""
    return xlsx(more={name: b'<?xml version="1.0"?><a>' + b" " * (megabytes << 20) + b"</a>"})


def rich(ending: str) -> bytes:
    """A sound file."""
    return (FORMATS / f"rich.{ending}").read_bytes()


def of_a_later_zip() -> bytes:
    """A zip that says a later version of the format is needed than there is."""
    data = bytearray(xlsx(row(number("1"))))
    data[data.find(b"PK\x01\x02") + 6] = 0xFF
    return bytes(data)


def lying_size() -> bytes:
    """A part whose directory entry says that it is small."""
    data = bytearray(bomb("xl/worksheets/sheet1.xml", 80))
    entry = data.find(b"PK\x01\x02")
    while entry >= 0:
        data[entry + 24 : entry + 28] = (1000).to_bytes(4, "little")
        entry = data.find(b"PK\x01\x02", entry + 4)
    return bytes(data)


def overlapping() -> bytes:
    """Two directory entries that share the bytes of one part."""
    data = bytearray(xlsx(row(number("1"))))
    first = data.find(b"PK\x01\x02")
    second = data.find(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    return bytes(data)


def duplicated() -> bytes:
    """Two parts of one name."""
    buffer = io.BytesIO(xlsx(row(number("1"))))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml".replace("1", "1"), "<a/>")
    return buffer.getvalue()


def looping_small_fat() -> bytes:
    """A small .xls, whose book lies in the stream of small sectors, with a chain of those that runs in a circle."""
    path = FORMATS.parent / "layouts" / "03_second_page_of_regions.xls"
    data = bytearray(path.read_bytes())
    table = (int.from_bytes(data[60:64], "little") + 1) * 512
    for entry in range(128):
        data[table + 4 * entry : table + 4 * entry + 4] = bytes(
            4
        )  # every small sector is followed by the first
    return bytes(data)


def looping_fat() -> bytes:
    """An OLE file whose sector chain leads back to itself."""
    data = bytearray(rich("xls"))
    fat = 512 * (1 + int.from_bytes(data[76:80], "little"))
    for sector in range(20):
        data[fat + 4 * sector : fat + 4 * sector + 4] = (0).to_bytes(4, "little")
    return bytes(data)


def ole(stream: str) -> bytes:
    """The head of an OLE file that names a stream."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + stream.encode("utf-16-le") + b"\0" * 500


def flagged_as_encrypted() -> bytes:
    """A zip whose entries say that they are encrypted."""
    data = bytearray(xlsx(row(number("1"))))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        entry = data.find(mark)
        while entry >= 0:
            data[entry + offset] |= 1
            entry = data.find(mark, entry + 4)
    return bytes(data)


def xlsx_files() -> Iterator[tuple[str, Callable[[], bytes], str | None]]:
    """Hostile .xlsx files."""
    sheet = "xl/worksheets/sheet1.xml"
    yield "sheet bomb", lambda: bomb(sheet, 300), "过大"
    yield "strings bomb", lambda: bomb("xl/sharedStrings.xml", 100), "过大"
    yield "styles bomb", lambda: bomb("xl/styles.xml", 100), "过大"
    yield "of a later zip", of_a_later_zip, ""
    yield "lying size", lying_size, ""
    yield "overlapping entries", overlapping, ""
    yield "two entries of one name", duplicated, "损坏"
    yield "entries without end", lambda: zipped({f"a{i}": b"" for i in range(2_500)}), ""
    yield "encrypted entries", flagged_as_encrypted, "密码"
    yield "doctype in the sheet", lambda: xlsx(before=DOCTYPE), "XML"
    laughs = "".join(f'<!ENTITY b{i} "{f"&b{i - 1};" * 10}">' for i in range(1, 10))
    yield "billion laughs", lambda: xlsx(before=f'<!DOCTYPE a [<!ENTITY b0 "ha">{laughs}]>'), "XML"
    entity = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    yield "external entity in strings", lambda: xlsx(strings=entity + "<sst>&x;</sst>"), "XML"
    yield "external entity in styles", lambda: xlsx(styles=entity + "<a>&x;</a>"), "XML"
    yield "parameter entity", lambda: xlsx(before='<!DOCTYPE a [<!ENTITY % x SYSTEM "http://x/">%x;]>'), "XML"
    yield "far cells", lambda: xlsx(row(number("1")) + row(number("2", "XFD1048576"), number=1048576)), None
    yield "cell beyond the sheet", lambda: xlsx(row(number("1", "A99999999999"))), "损坏"
    yield "column beyond the sheet", lambda: xlsx(row(number("1", "ZZZ1"))), "损坏"
    yield "cell twice", lambda: xlsx(row(number("1"), number("2"))), "损坏"
    yield "row 0", lambda: xlsx(row(number("1"), number=0)), "损坏"
    yield "lying dimension", lambda: xlsx(row(number("1")), before=""), None
    whole = '<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="A2:A1048576"/></mergeCells>'
    yield "merge of everything", lambda: xlsx(row(number("1")), after=whole), None
    many = "".join(f'<mergeCell ref="A{i}:B{i}"/>' for i in range(1, 30_001))
    yield "30,000 merges", lambda: xlsx(row(number("1")), after=f"<mergeCells>{many}</mergeCells>"), "过大"
    yield "merge of nonsense", lambda: xlsx(after='<mergeCells><mergeCell ref="B2:A1"/></mergeCells>'), "损坏"
    empty = "".join(
        f'<row r="{i}" s="1" customFormat="1"><c r="A{i}" s="1"/></row>' for i in range(1, 300_001)
    )
    yield "300,000 empty rows", lambda: xlsx(empty), None
    wide = "".join('<c s="1"/>' for _ in range(16_384))
    yield (
        "16,384 empty columns",
        lambda: xlsx("".join(f'<row r="{i}">{wide}</row>' for i in range(1, 60))),
        "过大",
    )
    full = "".join(row(*(f"<c><v>{i}</v></c>" for i in range(250)), number=i) for i in range(1, 1000))
    yield "too many cells", lambda: xlsx(full), "单元格"
    yield "string index beyond", lambda: xlsx(row(number("999", more=' t="s"'))), "损坏"
    yield "negative string index", lambda: xlsx(row(number("-1", more=' t="s"'))), "损坏"
    yield "style index beyond", lambda: xlsx(row(number("1", more=' s="999999"'))), None
    for value in ("NaN", "INF", "-INF", "1e400", "9" * 400, "0x1F", "1_000"):
        yield f"number {value[:8]}", lambda value=value: xlsx(row(number(value))), None
    yield "date far away", lambda: xlsx(row(number("1e15", more=' s="0"'))), None
    long = "长" * 40_000
    yield "text too long", lambda: xlsx(row(f'<c r="A1" t="inlineStr"><is><t>{long}</t></is></c>')), "过长"
    odd = "_x0007_\u200b\u202e=1+1|cmd"
    yield "invisible signs", lambda: xlsx(row(f'<c r="A1" t="inlineStr"><is><t>{odd}</t></is></c>')), None
    yield "control character", lambda: xlsx(row('<c r="A1" t="inlineStr"><is><t>\x01</t></is></c>')), "损坏"
    attributes = " ".join(f"a{i}='1'" for i in range(50_000))
    yield "deep nesting", lambda: xlsx("<a>" * 200_000 + "</a>" * 200_000), "过大"
    yield "attribute bomb", lambda: xlsx(f"<row {attributes}/>"), None
    yield "no sheets", lambda: xlsx(sheets=""), "没有工作表"
    yield "sheet without part", lambda: xlsx(sheets='<sheet name="表" sheetId="1" r:id="rId9"/>'), ""
    sheets = "".join(f'<sheet name="表{i}" sheetId="{i}" r:id="rId1"/>' for i in range(1, 100))
    yield "100 sheets", lambda: xlsx(sheets=sheets), "工作表"
    yield (
        "hidden columns without end",
        lambda: xlsx(before="", after='<cols><col min="1" max="99999" hidden="1"/></cols>'),
        None,
    )
    yield "macros", lambda: xlsx(more={"xl/vbaProject.bin": b"x"}), "宏"
    yield "binary workbook", lambda: zipped({"[Content_Types].xml": b"<a/>", "xl/workbook.bin": b"x"}), "xlsb"
    yield (
        "word document",
        lambda: zipped({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}),
        "Word",
    )
    yield (
        "slides",
        lambda: zipped({"[Content_Types].xml": b"<a/>", "ppt/presentation.xml": b"<a/>"}),
        "演示文稿",
    )
    yield "just a zip", lambda: zipped({"a.txt": b"x"}), "压缩包"
    yield "an empty zip", lambda: zipped({}), ""
    for part in (60, 1000, 2500):
        yield f"cut after {part}", lambda part=part: rich("xlsx")[:part], "损坏"


def other_files() -> Iterator[tuple[str, Callable[[], bytes], str | None]]:
    """Hostile files of the other formats."""
    yield "xls with a looping chain", looping_fat, ""
    yield "small FAT that loops", looping_small_fat, "损坏"
    for part in (600, 2000, 4096, 6000):
        yield f"xls cut after {part}", lambda part=part: rich("xls")[:part], ""
    yield "xls of zeros", lambda: rich("xls")[:512] + b"\0" * 6000, ""
    yield "xls with a password", lambda: ole("EncryptedPackage"), "密码"
    yield "old word document", lambda: ole("WordDocument"), "Word"
    yield "xls too large", lambda: b"\xd0\xcf\x11\xe0" + b"\0" * (6 << 20), "MB"
    repeated = 'table:number-columns-repeated="16384"'
    yield "ods repeated cell", lambda: ods(ods_cell(repeated)), None
    rows = ods_cell().replace("<table:table-row>", '<table:table-row table:number-rows-repeated="1048576">')
    yield "ods repeated row", lambda: ods(rows), "单元格"
    both = ods_cell(repeated).replace(
        "<table:table-row>", '<table:table-row table:number-rows-repeated="1000000">'
    )
    yield "ods repeated row of repeated cells", lambda: ods(both), "单元格"
    blank = ods_cell(repeated, "").replace(
        "<table:table-row>", '<table:table-row table:number-rows-repeated="1048576">'
    )
    yield "ods blank to the end", lambda: ods(blank), None
    yield "ods repeated nonsense", lambda: ods(ods_cell('table:number-columns-repeated="-5"')), "损坏"
    yield "ods doctype", lambda: ods(ods_cell(), prefix=DOCTYPE), "XML"
    yield "ods with a password", lambda: ods("", manifest="<m><encryption-data/></m>"), "密码"
    yield "ods number NaN", lambda: ods(ods_cell('office:value-type="float" office:value="NaN"')), None
    yield (
        "ods spaces without end",
        lambda: ods(ods_cell("", '<text:p><text:s text:c="99999999"/></text:p>')),
        "损坏",
    )
    yield "ods without tables", lambda: ods(""), "没有工作表"
    yield "ods cut", lambda: rich("ods")[:4000], "损坏"
    yield "html colspan of a million", lambda: b'<table><tr><td colspan="1000000">1</td></tr></table>', "列"
    spans = '<td rowspan="1000" colspan="400">1</td>'
    yield "html spans of everything", lambda: f"<table><tr>{spans}</tr></table>".encode(), "过大"
    yield "html without end", lambda: b"<table><tr><td>" + b"<b>" * 500_000, "没有表格"
    yield "html tables in tables", lambda: b"<table><tr><td>" * 1000, "过大"
    yield "html rows without end", lambda: b"<table>" + b"<tr><td>1" * 110_000, "行"
    yield "html script", lambda: b"<html><script>alert(1)</script><table><tr><td>1</td></tr></table>", None
    yield "html entities", lambda: b"<table><tr><td>&#x0;&#xFFFFFFFF;&lt;</td></tr></table>", None
    yield "html without tables", lambda: b"<html><body>x</body></html>", "没有表格"
    yield "csv of one long line", lambda: b"a," * 1_000_000, "列"
    yield "csv of one long cell", lambda: b"a" * 200_000, "引号"
    yield "csv quotes that stay open", lambda: b'a,"b\n' + b"c,d\n" * 20_000, ""
    yield "csv rows without end", lambda: b"a\n" * 150_000, "行"
    yield "csv with zeros", lambda: b"a,b\0,c\n", ""
    yield "csv in two encodings", lambda: "地区名称,数\n".encode() + "白银区,1\n".encode("gbk"), "编码"
    yield "csv formula", lambda: "地区,=cmd|'/C calc'!A0\n".encode(), None
    yield "noise", lambda: zlib.compress(b"x" * 1000) * 50, ""
    yield "utf-16 cut in a letter", lambda: "地区,数\n".encode("utf-16")[:-1], ""
    yield "pdf", lambda: b"%PDF-1.7\n", "PDF"
    yield "picture", lambda: b"\x89PNG\r\n\x1a\n", "图片"
    yield "program", lambda: b"MZ\x90\x00", "程序"
    yield "rar", lambda: b"Rar!\x1a\x07", "压缩包"
    yield "7z", lambda: b"7z\xbc\xaf\x27\x1c", "压缩包"
    yield "gzip", lambda: b"\x1f\x8b\x08", "压缩包"
    yield "rich text", lambda: b"{\\rtf1", "RTF"
    yield "xml of something", lambda: b'<?xml version="1.0"?><a/>', "XML"
    yield "nothing", lambda: b"", "空"
    yield "too large", lambda: b"a" * (21 << 20), "20 MB"
