"""Why a total is not the sum of its rows: the one mistake, of those that people make, that explains the difference."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from faheng.intake.grid import place

_TEN = Decimal(10)
_TEN_THOUSAND = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class Addend:
    """One row of a column that is added up: `number` in the catalogue's unit, `typed` as it stands in the sheet.

    `host` is the name of the county whose figures contain it already ('' as a rule): it is no part of the sum.
    """

    cell: str
    name: str
    number: Decimal
    typed: Decimal
    host: str = ""

    def retyped(self, number: Decimal) -> str:
        """Return what would stand in the sheet for another number."""
        typed = self.typed * number / self.number if self.number else number
        return f"{typed.normalize():f}"


@dataclass(frozen=True)
class Sum:
    """A total that was compared: `name` of its column, at `index` in its line, the rows it should be the sum of.

    A rate has no addends: it is no sum.
    """

    cell: str
    name: str
    index: int
    stated: Decimal
    computed: Decimal
    tolerance: Decimal
    addends: tuple[Addend, ...] = ()

    @property
    def difference(self) -> Decimal:
        """How much more is stated than the rows add up to."""
        return self.stated - self.computed

    @property
    def differs(self) -> bool:
        """Whether total and rows disagree."""
        return abs(self.difference) > self.tolerance

    @cached_property
    def by_region(self) -> dict[str, Addend]:
        """Its rows by the name of their region."""
        return {addend.name: addend for addend in self.addends if not addend.host}

    def is_explained_by(self, more: Decimal) -> bool:
        """Whether the rows would add up if they were `more` in all."""
        return more != 0 and abs(self.difference - more) <= self.tolerance


@dataclass(frozen=True, slots=True)
class Explanation:
    """What explains a difference, in Chinese, and what to change; `cell` is where the mistake is."""

    cell: str
    text: str
    suggestion: str = ""


def explain(line: Sequence[Sum]) -> dict[str, Explanation]:
    """Return the explanation of each total of a line by its cell; those that nothing, or several rows, explain are out.

    A mistake that explains two or more totals of the line goes before one that explains a single total.
    """
    wrong = [each for each in line if each.differs]
    if not wrong:
        return {}
    beside = {each.index: each for each in line}
    found = _slid_totals(wrong, beside) or _one_row(wrong, beside)
    for total in wrong:
        if total.cell not in found:
            ways = {way.cell: way for way in reversed([*_by_one_row(total), *_by_neighbour(total, beside)])}
            if len(ways) == 1:
                found[total.cell] = next(iter(ways.values()))
    return found


def _slid_totals(wrong: list[Sum], beside: dict[int, Sum]) -> dict[str, Explanation]:
    """Two or more totals that are each the sum of the column on the same side: the line slid by one."""
    for step in (-1, 1):
        slid = {
            total.cell: Explanation(total.cell, f"合计可能错了一格：这里写的是“{other.name}”的合计")
            for total in wrong
            if (other := _sum_of(total, beside.get(total.index + step))) is not None
        }
        if len(slid) > 1:
            return slid
    return {}


def _by_neighbour(total: Sum, beside: dict[int, Sum]) -> Iterator[Explanation]:
    for step in (-1, 1):
        other = _sum_of(total, beside.get(total.index + step))
        if other is not None:
            text = f"这个数等于旁边“{other.name}”的合计，可能填错了格"
            yield Explanation(total.cell, text, f"{place(total.cell)}改为 {total.computed.normalize():f}")


def _sum_of(total: Sum, other: Sum | None) -> Sum | None:
    """Return the other column when the total is its sum and not nothing."""
    if other is None or not other.computed or abs(total.stated - other.computed) > total.tolerance:
        return None
    return other


def _one_row(wrong: list[Sum], beside: dict[int, Sum]) -> dict[str, Explanation]:
    """Two or more totals that one row explains: its numbers slid by one, or two of them changed places."""
    ways = []
    for region in dict.fromkeys(name for total in wrong for name in total.by_region):
        for step in (-1, 1):
            slid = [total for total in wrong if _is_moved(total, beside.get(total.index + step), region)]
            if len(slid) > 1:
                cells = "、".join(place(total.by_region[region].cell) for total in slid)
                ways.append((slid, f"{region}的数可能错了一格（{cells} 的数应是旁边一格的）"))
        for total in wrong:
            other = beside.get(total.index + 1)
            if other in wrong and _is_moved(total, other, region) and _is_moved(other, total, region):
                first, second = total.by_region[region], other.by_region[region]
                text = f"{region}的 {place(first.cell)} 和 {place(second.cell)} 可能填反了"
                ways.append(([total, other], text))
    if len(ways) != 1:
        return {}
    totals, text = ways[0]
    return {total.cell: Explanation(total.cell, text) for total in totals}


def _is_moved(total: Sum, other: Sum | None, region: str) -> bool:
    """Whether the total is right once the region's number is the one beside it."""
    if other is None or region not in total.by_region or region not in other.by_region:
        return False
    return total.is_explained_by(other.by_region[region].number - total.by_region[region].number)


def _by_one_row(total: Sum) -> Iterator[Explanation]:
    """Yield what each row alone would explain, the plainest first."""
    for addend in total.addends:
        number, where = addend.number, f"{addend.name}（{place(addend.cell)}，{addend.typed.normalize():f}）"
        right = f"{place(total.cell)}改为 {total.computed.normalize():f}"
        if addend.host:
            if total.is_explained_by(number):
                yield Explanation(addend.cell, f"{where}已包含在{addend.host}里，合计可能又加了一次", right)
            continue
        for meant, what in _meant(addend, whole=_is_whole(total)):
            if total.is_explained_by(meant - number):
                typed = addend.retyped(meant)
                yield Explanation(
                    addend.cell,
                    f"{where}{what}，改为 {typed} 就相符",
                    f"{place(addend.cell)}改为 {typed}",
                )
        if total.is_explained_by(-number):
            yield Explanation(addend.cell, f"合计可能漏了{where}", right)
        if total.is_explained_by(number):
            yield Explanation(addend.cell, f"合计可能把{where}加了两次", right)


def _meant(addend: Addend, *, whole: bool) -> Iterator[tuple[Decimal, str]]:
    """Yield the numbers that may have been meant instead of the one typed, with the slip that made it."""
    number = addend.number
    ways = [
        (number * _TEN, "可能少了一个 0"),
        (number / _TEN, "可能多了一个 0"),
        (number * _TEN_THOUSAND, "单位可能差了一万倍"),
        (number / _TEN_THOUSAND, "单位可能差了一万倍"),
        *((swapped, "有两个数字可能写颠倒了") for swapped in _swapped(number)),
    ]
    return ((meant, what) for meant, what in ways if not whole or meant == meant.to_integral_value())


def _swapped(number: Decimal) -> Iterator[Decimal]:
    """Yield the numbers with two neighbouring digits the other way round: 128 is 218 and 182."""
    sign, digits, _ = number.as_tuple()
    for place_of in range(len(digits) - 1):
        first, second = digits[place_of : place_of + 2]
        # 01 is no number that anybody meant.
        if first != second and (place_of or second):
            changed = (*digits[:place_of], second, first, *digits[place_of + 2 :])
            yield Decimal((sign, changed, 0)).scaleb(number.adjusted() - len(digits) + 1)


def _is_whole(total: Sum) -> bool:
    numbers: Iterable[Decimal] = (total.stated, *(addend.number for addend in total.addends))
    return all(number == number.to_integral_value() for number in numbers)
