"""Whose the rows of a table are: region, total or not understood; what is not exact is asked about."""

from faheng.catalogue import Region
from faheng.intake.doubts import NOT_DATA_ANSWER, Candidate
from faheng.intake.grid import place
from faheng.intake.numbers import read_number
from faheng.intake.reading import Issue, RowReading
from faheng.intake.recognition.column import Column
from faheng.intake.recognition.layout import Block, SheetView
from faheng.intake.recognition.vocabulary import Vocabulary
from faheng.intake.recognition.words import NOT_DATA
from faheng.intake.texts import match_key

# Beyond this many unknown names the sheet is of another place; nobody answers so many questions.
_MOST_QUESTIONS = 40


def region_key(text: str) -> str:
    """Return the doubt key of a row's region."""
    return f"region:{match_key(text)}"


class RegionRows:
    """Names the regions of one table's rows; `rows` and `issues` are what was said of them."""

    def __init__(self, view: SheetView, block: Block, columns: list[Column], vocabulary: Vocabulary) -> None:
        """`columns` are those whose numbers are read."""
        self._view, self._block = view, block
        self._columns, self._vocabulary = columns, vocabulary
        self._strangers: list[tuple[int, Region]] = []
        self._unknown_regions = 0
        self._known: frozenset[str] | None = None
        self.rows: list[RowReading] = []
        self.issues: list[Issue] = []

    def of(self, text: str) -> tuple[Region | None, bool]:
        """Return the region of a row and whether it is a total; the sender's answer goes before the words."""
        key = region_key(text)
        answer = self._vocabulary.asked.answer(key) if text else None
        if answer == "total":
            return None, True
        if (answered := self._vocabulary.answered_region(key)) is not None:
            return answered, False
        if answer == NOT_DATA_ANSWER:
            return None, False
        return self._vocabulary.region(text), self._vocabulary.is_total(text)

    def _known_codes(self) -> frozenset[str]:
        """Return the codes of the regions that the rows name exactly."""
        if self._known is None:
            texts = {self._view.text(row, self._block.region_column) for row in self._block.rows}
            found = (self._vocabulary.region(text) for text in texts if text)
            self._known = frozenset(region.code for region in found if region is not None)
        return self._known

    def note(self, row: int, text: str, region: Region | None) -> None:
        """Keep what a row was understood to be, for the sender to see."""
        cell = self._view.grid.address(row, self._block.region_column)
        code = region.code if region is not None else ""
        note = "" if region is not None else "合计，不是地区，只用来核对"
        self.rows.append(RowReading(self._view.grid.name, cell, text, code, note, region_key(text)))

    def tell_unknown(self, row: int, text: str) -> None:
        """Say or ask whose a row with numbers is; a region of another city waits for `tell_strangers`."""
        if NOT_DATA.search(match_key(text)):
            return  # 全州增长(%) at the end of a row of regions
        other = self._vocabulary.other_region(text)
        if other is not None:
            self._strangers.append((row, other))
            return
        if not text:
            self._issue(
                row,
                "region_missing",
                "这一行有数字但没有地区，请补上地区名称后重新上传",
            )
            return
        key, asked = region_key(text), self._vocabulary.asked
        cell = self._view.grid.address(row, self._block.region_column)
        if asked.answer(key) == NOT_DATA_ANSWER:
            self.rows.append(RowReading(self._view.grid.name, cell, text, "", "不是数据，未读取", key))
            return
        self._unknown_regions += 1
        if self._unknown_regions > _MOST_QUESTIONS:
            names = "、".join(region.name for region in self._vocabulary.regions)
            what = f"“{text}”不是{self._vocabulary.city.name}的地区，应为{names}之一；请改正后重新上传"
            self._issue(row, "unknown_region", what)
            return
        self.rows.append(RowReading(self._view.grid.name, cell, text, "", "没有认出，未读取", key))
        near = self._vocabulary.nearest_regions(text)
        # A region that has a row of its own is hardly meant a second time.
        proposed = next((each.code for each in near[:1] if each.code not in self._known_codes()), "")
        listed = dict.fromkeys([*near, *self._vocabulary.regions])
        asked.ask(
            key,
            f"{place(cell)}：“{text}”不是{self._vocabulary.city.name}的地区名称，这一行是哪个地区的？",
            [
                *(Candidate(each.code, each.name) for each in listed),
                Candidate("total", "合计行"),
                Candidate(NOT_DATA_ANSWER, "不是数据"),
            ],
            cell=cell,
            affects=[
                self._view.grid.address(row, column.number)
                for column in self._columns
                if read_number(self._view.cell(row, column.number)).value is not None
            ],
            proposed=proposed,
        )

    def tell_strangers(self) -> None:
        """Regions of another city: one message for a sheet that is wholly of that city, else one a row."""
        cities = {region.parent_code for _, region in self._strangers}
        if (
            len(cities) == 1
            and not self._known_codes()
            and not any(issue.rule == "unknown_region" for issue in self.issues)
        ):
            city = self._vocabulary.catalogue.regions.get(cities.pop())
            name = city.name if city else "别的市"
            wanted = self._vocabulary.city.name
            message = f"这张表里是{name}的地区，而所选的是{wanted}，请核对所选城市或换正确的表后重新上传"
            self._issue(self._strangers[0][0], "other_city", message)
            return
        for row, region in self._strangers:
            city = self._vocabulary.catalogue.regions.get(region.parent_code)
            name = city.name if city else "别的市"
            message = f"“{region.name}”属于{name}，不是{self._vocabulary.city.name}的地区，请改正后重新上传"
            self._issue(row, "unknown_region", message)

    def _issue(self, row: int, rule: str, text: str) -> None:
        cell = self._view.grid.address(row, self._block.region_column)
        self.issues.append(Issue(cell, "error", rule, f"{place(cell)}：{text}。"))
