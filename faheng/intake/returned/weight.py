"""What an .xlsx holds beside its cells: how much XML for openpyxl to read, and shapes, which it does not keep."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from faheng.intake.formats.archive import LARGEST_INFLATED, LARGEST_PART

_CHUNK = 1 << 16
_LONGEST_WORD = 16
_SHAPE = re.compile(rb"<(?:\w+:)?(?:sp|grpSp|cxnSp)[ >]")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
# In another encoding the words above would not be found. UTF-16 begins with its mark or has a zero in "<?".
_OTHER_ENCODING = re.compile(
    rb"""\xff\xfe|\xfe\xff|.?\x00|\s*<\?xml[^>]*encoding\s*=\s*["'](?!utf-?8["']|us-ascii["'])""",
    re.IGNORECASE,
)


def count_elements(data: bytes, *, at_most: int) -> int | None:
    """The XML elements of all parts; None for more than `at_most`, and for parts that nobody should parse.

    Those are parts that inflate beyond the reader's limits, declare entities, or hide in an encoding whether they do.
    """
    elements = inflated = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                found, size = _count(archive, entry, limit=LARGEST_INFLATED - inflated)
                elements, inflated = elements + found, inflated + size
                if elements > at_most:
                    return None
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError):
        return None
    return elements


def _count(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, *, limit: int) -> tuple[int, int]:
    """The elements and bytes of one part; ValueError when it should not be parsed."""
    is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    elements = size = 0
    before = b""
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            if is_xml:
                joined = before + chunk
                if _DECLARATION.search(joined) or (not size and _OTHER_ENCODING.match(chunk)):
                    raise ValueError(f"{entry.filename} should not be parsed")
                elements += chunk.count(b"<") - joined.count(b"</")
                before = chunk[-_LONGEST_WORD:]
            size += len(chunk)
            if size > min(limit, LARGEST_PART):
                raise ValueError(f"{entry.filename} inflates too far")
    return elements, size


def has_shapes(data: bytes) -> bool:
    """Whether there are text boxes, arrows or their like; only for a file whose elements were counted."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        drawings = (name for name in archive.namelist() if name.lower().startswith("xl/drawings/"))
        return any(_SHAPE.search(archive.read(name)) for name in drawings if name.lower().endswith(".xml"))
