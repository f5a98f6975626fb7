"""Which characters XML can hold: what every Office file and SVG is written in."""

from __future__ import annotations

import re

# XML 1.0, section 2.2: it has no way to write these, escaped or not; Office calls a file that holds one broken.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def legal(text: str) -> str:
    """The text without what XML cannot hold, its line ends those of Unix; otherwise unchanged."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
