"""The forms in which a deck is handed out, and who writes each; a writer is loaded when its form is first asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from faheng.meeting.deck import Deck

if TYPE_CHECKING:
    from faheng.meeting.slide import Slide, Stamp

_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Format:
    """A form of file: its suffix, which is also its writer's name, what a reader calls it, and what it is good for."""

    suffix: str
    name: str
    about: str
    mime: str
    takes_master: bool = False
    takes_details: bool = False

    def write(
        self,
        deck: Deck,
        slides: Sequence[Slide],
        stamp: Stamp,
        *,
        master: bytes | None = None,
        details: Mapping[str, Sequence[Slide]] | None = None,
    ) -> bytes:
        """The file; `master` is the office's own .pptx, `details` what stands behind the regions: not every form uses them."""
        # By name: python-pptx and its like take half a second to load, which no page should wait for.
        write = getattr(import_module(f"faheng.meeting.{self.suffix}"), f"write_{self.suffix}")
        more: dict[str, Any] = {"master": master} if self.takes_master else {}
        if self.takes_details:
            more["details"] = details
        content: bytes = write(deck, slides, stamp, **more)
        return content


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        each.suffix: each
        for each in (
            Format(
                "pptx",
                "PowerPoint",
                "图表可以编辑",
                f"{_OFFICE}.presentationml.presentation",
                takes_master=True,
            ),
            Format("docx", "Word", "公文格式的材料", f"{_OFFICE}.wordprocessingml.document"),
            Format("xlsx", "Excel", "每页的数据和图", f"{_OFFICE}.spreadsheetml.sheet"),
            Format("html", "网页", "断网也能放映，打印即 PDF", "text/html", takes_details=True),
        )
    }
)
