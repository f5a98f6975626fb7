"""The unit that title or caption (单位：件、万人次) give the numbers below them; asked about where it may mean another."""

from decimal import Decimal

from faheng.catalogue import Indicator
from faheng.intake.doubts import Candidate
from faheng.intake.grid import place
from faheng.intake.numbers import read_number
from faheng.intake.recognition.column import Column
from faheng.intake.recognition.context import Context
from faheng.intake.recognition.layout import Block, SheetView
from faheng.intake.recognition.vocabulary import Meaning, Vocabulary
from faheng.intake.texts import match_key
from faheng.intake.units import Unit, catalogue_unit, parse_unit

# Stands for a unit that the caption leaves open; nothing that depends on it is read.
UNCLEAR = Unit(Decimal(0), "?", "")


class CaptionUnits:
    """Gives the numbers of one table the unit that stands above it."""

    def __init__(
        self, view: SheetView, block: Block, columns: list[Column], vocabulary: Vocabulary, context: Context
    ) -> None:
        self._view, self._block, self._columns = view, block, columns
        self._vocabulary, self._context = vocabulary, context

    def unit(self, use: Meaning, indicator: Indicator, column: Column, *, named: bool) -> Unit | None:
        """Return the unit of title or caption, if it is one of this indicator's kind; UNCLEAR where the sender has to say.

        `named` tells whether column or row name the indicator; else the title does, and its unit counts.
        """
        if not named and self._context.indicator_unit is not None:
            return self._context.indicator_unit if use.part == "value" else None
        wanted = catalogue_unit(indicator, use.part) if self._context.units else None
        if wanted is None or not wanted.base:
            return None
        fitting = [
            unit
            for unit in self._context.units
            if unit.base == wanted.base or (not unit.base and wanted.base not in ("%", "分"))
        ]
        if not fitting:
            return None
        different = {unit.multiplier for unit in fitting}
        bare = any(not unit.base and unit.multiplier != wanted.multiplier for unit in fitting)
        # 单位：万人 over 执业律师人数: half a million lawyers, or a caption that speaks of another column?
        larger = any(unit.multiplier > wanted.multiplier for unit in fitting)
        if len(different) > 1 or bare or larger:
            return self._asked_unit(use, indicator, column, fitting, wanted)
        return fitting[0]

    def _asked_unit(
        self, use: Meaning, indicator: Indicator, column: Column, said: list[Unit], wanted: Unit
    ) -> Unit:
        """Return the unit that the sender chose of those the caption says and the catalogue's; ask, while there is none."""
        texts = list(dict.fromkeys(unit.text for unit in said))
        key = f"unit:{use.indicator_code}/{use.part}@{match_key('、'.join(texts))}"
        answer = self._vocabulary.asked.answer(key)
        chosen = parse_unit(answer) if answer else None
        if chosen is not None:
            return chosen
        others = (
            catalogue_unit(self._vocabulary.catalogue.indicators[each.indicator_code], each.part).text
            for other in self._columns
            for each in other.uses
            if each.indicator_code and each.indicator_code != use.indicator_code
        )
        meant_elsewhere = not set(texts).isdisjoint(others)
        proposed = wanted.text if meant_elsewhere else texts[0]
        cell = self._view.grid.address(column.header_row, column.number)
        self._vocabulary.asked.ask(
            key,
            f"{place(self._context.unit_cell)}：上面写的单位是“{'、'.join(texts)}”，{indicator.name}的单位是哪一个？",
            [Candidate(text, text) for text in dict.fromkeys([*texts, wanted.text])],
            cell=cell,
            affects=[
                self._view.grid.address(row, column.number)
                for row in self._block.rows
                if read_number(self._view.cell(row, column.number)).value is not None
            ],
            proposed=proposed if len(texts) == 1 or meant_elsewhere else "",
        )
        return UNCLEAR
