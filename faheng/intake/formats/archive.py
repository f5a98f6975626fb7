"""The zip container of an .xlsx or .ods: checked before anything is parsed, its parts streamed with real bytes counted."""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import pairwise
from xml.parsers import expat

from faheng.intake.grid import Refused

MOST_ENTRIES = 2_000
LARGEST_INFLATED = 150 << 20
LARGEST_PART = 60 << 20
HIGHEST_RATIO = 200
MOST_ELEMENTS = 3_000_000
BROKEN = "文件已损坏，打不开；请在 Excel/WPS 里重新保存后再上传。"
TOO_LARGE = "文件解压后过大，请只留要报送的工作表后再上传。"
_CHUNK = 1 << 16
_LOCAL_HEADER = 30

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Characters = Callable[[str], None]


class Archive:
    """A zip whose directory passed the checks; `parse` runs an XML part through handlers."""

    def __init__(self, data: bytes) -> None:
        """Open and check; Refused when the file is broken, protected, hostile or of another kind."""
        self._zip = _opened(data)
        self._names = {entry.filename for entry in self._zip.infolist()}
        self._inflated = 0
        self._elements = 0
        _check_kind(self._names)

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def part(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a part; sizes in the directory may lie, so the real bytes are counted."""
        read = 0
        try:
            with self._zip.open(name) as stream:
                while chunk := stream.read(_CHUNK):
                    read += len(chunk)
                    self._inflated += len(chunk)
                    if read > LARGEST_PART or self._inflated > LARGEST_INFLATED:
                        raise Refused(TOO_LARGE)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, OSError) as error:
            raise Refused(BROKEN) from error
        except (RuntimeError, NotImplementedError) as error:
            raise Refused(
                "文件有密码或用了不认识的压缩方式，请在 Excel/WPS 里另存为 .xlsx 后再上传。"
            ) from error

    def parse(
        self, name: str, start: Start, end: End | None = None, characters: Characters | None = None
    ) -> None:
        """Stream a part through handlers, which get element and attribute names without their prefixes.

        A DOCTYPE is refused: it is where every entity attack begins, and no spreadsheet writes one.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_declaration
        parser.EntityDeclHandler = _refuse_declaration

        def started(tag: str, attributes: dict[str, str]) -> None:
            self._elements += 1
            if self._elements > MOST_ELEMENTS:
                raise Refused(TOO_LARGE)
            start(tag.rpartition(":")[2], attributes)

        parser.StartElementHandler = started
        if end is not None:
            close = end
            parser.EndElementHandler = lambda tag: close(tag.rpartition(":")[2])
        if characters is not None:
            parser.CharacterDataHandler = characters
        try:
            for chunk in self.part(name):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except (expat.ExpatError, UnicodeError, LookupError) as error:
            raise Refused(BROKEN) from error

    def relations(self, part: str) -> list[tuple[str, str, str]]:
        """Return (id, last word of the type, target part) of the relations of a part; external ones are left out."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        found: list[tuple[str, str, str]] = []
        if path not in self:
            return found

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
                kind = attributes.get("Type", "").rpartition("/")[2]
                found.append((attributes.get("Id", ""), kind, target.lstrip("/")))

        self.parse(path, start)
        return found


def check_zip(data: bytes) -> set[str]:
    """The names of the parts of a zip whose directory passed the checks, whatever kind of file it is.

    Raises:
        Refused: it is broken, protected or inflates to more than there is room for.
    """
    return {entry.filename for entry in _opened(data).infolist()}


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, struct.error, OSError, NotImplementedError) as error:
        raise Refused(BROKEN) from error
    _check_directory(opened.infolist(), data)
    return opened


def _refuse_declaration(*_: object) -> None:
    raise Refused("文件里有不允许的 XML 声明，请在 Excel/WPS 里重新保存后再上传。")


def _check_directory(entries: list[zipfile.ZipInfo], data: bytes) -> None:
    if len(entries) > MOST_ENTRIES:
        raise Refused(TOO_LARGE)
    if len({entry.filename for entry in entries}) < len(entries):
        raise Refused(BROKEN)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("文件有密码，请在 Excel/WPS 里取消密码后再上传。")
    if sum(entry.file_size for entry in entries) > LARGEST_INFLATED:
        raise Refused(TOO_LARGE)
    for entry in entries:
        if entry.file_size > LARGEST_PART:
            raise Refused(TOO_LARGE)
        if entry.file_size > 1 << 20 and entry.file_size > HIGHEST_RATIO * max(entry.compress_size, 1):
            raise Refused(TOO_LARGE)
    # Entries that share bytes are how a small zip inflates to terabytes; Python 3.11's zipfile lets them pass.
    spans = sorted((entry.header_offset, _end_of(entry, data)) for entry in entries)
    for (_, end), (begin, _) in pairwise(spans):
        if end > begin:
            raise Refused(BROKEN)


def _end_of(entry: zipfile.ZipInfo, data: bytes) -> int:
    """Return where the entry's compressed bytes end, by its local header."""
    lengths = data[entry.header_offset + 26 : entry.header_offset + _LOCAL_HEADER]
    if entry.header_offset < 0 or len(lengths) < 4:
        raise Refused(BROKEN)
    name_length, extra_length = struct.unpack("<HH", lengths)
    end: int = entry.header_offset + _LOCAL_HEADER + name_length + extra_length + entry.compress_size
    if end > len(data):
        raise Refused(BROKEN)
    return end


def _check_kind(names: set[str]) -> None:
    """Refuse zips that are no .xlsx workbook, saying what they are."""
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("文件里有宏，请在 Excel/WPS 里另存为不带宏的 .xlsx 后再上传。")
    if any(name.lower() == "xl/workbook.bin" for name in names):
        raise Refused("这是二进制工作簿（.xlsb），请在 Excel/WPS 里另存为 .xlsx 后再上传。")
    if any(name.startswith("word/") for name in names):
        raise Refused("这是 Word 文档，不是电子表格，请把表格另存为 .xlsx 后再上传。")
    if any(name.startswith("ppt/") for name in names):
        raise Refused("这是演示文稿，不是电子表格，请把表格另存为 .xlsx 后再上传。")
    if "[Content_Types].xml" not in names and "content.xml" not in names:
        raise Refused("这是压缩包，请解压后逐个上传里面的表格。")
