"""The words of one city's sheets: which texts are its regions, indicators and their parts. Exact matches only."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from faheng.catalogue import Catalogue, Indicator, Region
from faheng.intake.doubts import NOT_DATA_ANSWER, Asked, Candidate
from faheng.intake.grid import place
from faheng.intake.recognition.words import PARTIAL_TOTALS, TOTALS
from faheng.intake.texts import (
    match_key,
    short_year,
    split_period,
    split_unit,
    with_whole_year,
    without_numbering,
)
from faheng.intake.units import Unit, parse_unit

_OFFICE = re.compile(r"(?:司法局|人民政府|政府|依法治[县区市]办|依法治[县区市]委员会办公室|法治办|局)$")
_SUM_OF_SOME = re.compile("(?:合计|小计|总计|平均)$")
# What makes a text the name of a rate or an average; 法律明白人 alone may as well be a head count.
RATE_WORD = re.compile("率|比|均|每|度|员额|%")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a text says about a number: indicator and part."""

    indicator_code: str
    part: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to read a header text: its key without unit and period, and what was taken out."""

    key: str
    unit: Unit | None


# 分子:已配备法律顾问的村数: which part it is, and its name.
_PART_PREFIX = re.compile("^(?:其中:?)?(分子|分母)[:(]")
_PART_WORDS = {"分子": "numerator", "分母": "denominator"}


def phrases(text: str) -> Iterator[Phrase]:
    """Yield the ways to read a text, the unit taken out first; a bracket that holds no unit stays."""
    key = match_key(text)
    plain = without_numbering(key)
    if _PART_PREFIX.match(plain):
        plain = _PART_PREFIX.sub("", plain).removesuffix(")" if "(" in plain[:6] else "")
    for start in dict.fromkeys((key, plain)):
        for rest, unit_text in split_unit(start):
            unit = parse_unit(unit_text) if unit_text else None
            if unit is not None or not unit_text:
                yield Phrase(rest, unit)


# The same for every two-digit year, so that next year's sheet asks nothing.
SHORT_YEAR_KEY = "period:##年"

_CODED = re.compile(r"([a-z]\d{2})[、.:]?(.+)")


class Vocabulary:
    """The catalogue's words as keys, the regions of one city by every name they go by, and the sender's own answers."""

    def __init__(self, catalogue: Catalogue, city: Region, asked: Asked | None = None) -> None:
        self.asked = asked or Asked()
        self.catalogue = catalogue
        self.city = city
        self.regions = catalogue.parts_of(city.code)
        self._meanings: dict[str, list[Meaning]] = {}
        self._parts_by_stem: dict[str, list[Meaning]] = {}
        self._names: dict[Meaning, list[str]] = {}
        self._register_indicators()
        self._region_of = self._region_names()
        self._regions_by_text: dict[str, Region | None] = {}
        self._elsewhere: dict[str, Region] | None = None

    def _register_indicators(self) -> None:
        for indicator in self.catalogue.indicators.values():
            self._register(indicator.code, Meaning(indicator.code, "value"))
            self._register(indicator.name, Meaning(indicator.code, "value"))
            self._register(indicator.numerator_name, Meaning(indicator.code, "numerator"))
            self._register(indicator.denominator_name, Meaning(indicator.code, "denominator"))
        for synonym in self.catalogue.synonyms:
            indicator = self.catalogue.indicators[synonym.indicator_code]
            if synonym.part == "value" and _hides_its_form(indicator, synonym.text):
                continue
            self._register(synonym.text, Meaning(synonym.indicator_code, synonym.part))

    def _register(self, text: str, meaning: Meaning) -> None:
        key = match_key(text)
        if not key:
            return
        # 常住人口数(人) is also known without its unit; inner brackets that add words may be left out: 村(居) is 村居.
        self._names.setdefault(meaning, []).append(key)
        keys = {
            key,
            re.sub("[()]", "", key),
            *(phrase.key for phrase in phrases(text) if phrase.unit is not None),
        }
        for each in keys:
            known = self._meanings.setdefault(each, [])
            if meaning not in known:
                known.append(meaning)
            if meaning.part != "value":
                alike = self._parts_by_stem.setdefault(_part_stem(each), [])
                if meaning not in alike:
                    alike.append(meaning)

    def _region_names(self) -> dict[str, Region | None]:
        """Every name of every region of the city; None where two regions share one."""
        names: dict[str, Region | None] = {}

        def add(name: str, region: Region) -> None:
            key = match_key(name)
            if len(key) >= 2:
                names[key] = region if names.get(key, region) == region else None

        for region in self.regions:
            add(region.short_name, region)
            if region.level == "city_own":
                for name in ("市本级", "本级", "市直", "市级", "市直部门"):
                    add(name, region)
            # 演示高新区 is called 高新区 in its own city.
            add(region.name.removeprefix(self.city.short_name), region)
        aliases = [
            alias for alias in self.catalogue.region_aliases if alias.region_code in self.catalogue.regions
        ]
        for alias in aliases:
            region = self.catalogue.regions[alias.region_code]
            if region in self.regions:
                names[match_key(alias.name)] = region
        for region in self.regions:
            names[match_key(region.name)] = names[region.code] = region
        return names

    def region(self, text: str) -> Region | None:
        """Return the city's region of exactly that name, code, former name or short name; 司法局 and numbering go."""
        # Every row and header is asked about several times.
        if text not in self._regions_by_text:
            self._regions_by_text[text] = self._named_region(match_key(text))
        return self._regions_by_text[text]

    def _named_region(self, key: str) -> Region | None:
        for candidate in dict.fromkeys((key, without_numbering(key))):
            for name in self._region_spellings(candidate):
                found = self._region_of.get(name)
                if found is not None:
                    return found
        return None

    def _region_spellings(self, key: str) -> Iterator[str]:
        yield key
        stripped = _OFFICE.sub("", key)
        for city_name in (self.city.name, self.city.short_name):
            if key.startswith(city_name) and key != city_name:
                stripped_of_city = key.removeprefix(city_name)
                yield stripped_of_city
                yield _OFFICE.sub("", stripped_of_city)
        if stripped and stripped != key:
            yield stripped
        # 海勃湾(区) is 海勃湾区.
        yield re.sub("[()]", "", stripped)

    def answered_meanings(self, key: str) -> tuple[Meaning, ...] | None:
        """Return what the sender's answer to a doubt says a header or label means; None without a usable answer.

        An answer is an indicator's code alone (its value), code/numerator, code/denominator, or several joined by '+'.
        """
        answer = self.asked.answer(key)
        if not answer:
            return None
        found = []
        for each in answer.split("+"):
            code, _, part = each.partition("/")
            if code not in self.catalogue.indicators or part not in ("", "value", "numerator", "denominator"):
                return None
            found.append(Meaning(code, part or "value"))
        return tuple(found)

    def with_year(self, text: str, cell: str) -> str:
        """Return a header or title with 23年 written out where the sender said so; else ask, and leave it as it is."""
        year = short_year(text)
        if not year or self.region(text) is not None:
            return text
        answer = self.asked.answer(SHORT_YEAR_KEY)
        if answer == "20##":
            return with_whole_year(text)
        if answer is None:
            self.asked.ask(
                SHORT_YEAR_KEY,
                f"{place(cell)}：“{text}”里的“{year}年”是不是 20{year}年？",
                [Candidate("20##", f"是 20{year}年"), Candidate(NOT_DATA_ANSWER, "不是年份")],
                cell=cell,
                proposed="20##",
            )
        return text

    def answered_region(self, key: str) -> Region | None:
        """Return the region that the sender's answer to a doubt names; None without an answer or for no such region."""
        code = self.asked.answer(key)
        return next((region for region in (*self.regions, self.city) if region.code == code), None)

    def regions_in(self, text: str) -> list[Region]:
        """Return the regions that a title, a sheet's or a file's name speaks of, by their full names or as a whole."""
        whole = self.region(text) or self.region(split_period(text)[0])
        if whole is not None:
            return [whole]
        key = match_key(text)
        found: dict[str, Region] = {}
        for name, region in sorted(self._region_of.items(), key=lambda item: -len(item[0])):
            if region is not None and len(name) > 2 and not name.isdecimal() and name in key:
                found.setdefault(region.code, region)
                key = key.replace(name, " ")
        if not found:
            start = split_period(key.removeprefix(match_key(self.city.name)))[0]
            found = {
                region.code: region
                for region in self.regions
                if region.short_name != self.city.short_name
                and len(region.short_name) > 1
                and start.startswith(match_key(region.short_name))
            }
        return list(found.values())

    def names_city(self, text: str) -> bool:
        """Whether the text names the city itself."""
        return match_key(self.city.name) in match_key(text)

    def is_total(self, text: str) -> bool:
        """Whether the text names the whole city: 合计, 全市, the city's own name."""
        key = without_numbering(match_key(text))
        return key in TOTALS or self.is_whole_city(text)

    def is_whole_city(self, text: str) -> bool:
        """Whether the text names the city as a unit of its own: its name, 全市, the form's 演示市（全市上报数）."""
        key = without_numbering(match_key(text)).removesuffix("(全市上报数)")
        return key in ("全市", "全市情况", match_key(self.city.name), self.city.code)

    def is_partial_total(self, text: str) -> bool:
        """Whether the text names a subtotal, a mean or an outside value: never a region and not comparable with Σ."""
        key = without_numbering(match_key(text))
        province = self.catalogue.regions.get(self.city.parent_code)
        if key not in TOTALS and _SUM_OF_SOME.search(key):
            return True  # 两区合计, 市区小计
        return key in PARTIAL_TOTALS or (province is not None and key == match_key(province.name))

    def other_region(self, text: str) -> Region | None:
        """Return a region of another city with exactly that name, when only one has it."""
        if self._elsewhere is None:
            self._elsewhere = {}
            shared: set[str] = set()
            for region in self.catalogue.regions.values():
                key = match_key(region.name)
                if key in self._elsewhere:
                    shared.add(key)
                self._elsewhere[key] = region
            for key in shared:
                del self._elsewhere[key]
        return self._elsewhere.get(match_key(text))

    def nearest_regions(self, text: str) -> list[Region]:
        """Return up to three of the city's regions whose names look most like the text, the likest first."""
        by_key = {match_key(region.name): region for region in self.regions}
        by_key |= {match_key(region.short_name): region for region in self.regions}
        close = get_close_matches(match_key(text), by_key, n=4, cutoff=0.5)
        return list(dict.fromkeys(by_key[name] for name in close))[:3]

    def meanings(self, text: str) -> tuple[list[Meaning], Unit | None]:
        """Return what a text can mean, values and parts together, and the unit it says; [] when it is not known."""
        prefix = _PART_PREFIX.match(without_numbering(match_key(text)))
        part = _PART_WORDS[prefix[1]] if prefix else None
        found, unit = self._meanings_of(text)
        return [meaning for meaning in found if part in (None, meaning.part)], unit

    def _meanings_of(self, text: str) -> tuple[list[Meaning], Unit | None]:
        for phrase in phrases(text):
            found = self._meanings.get(phrase.key) or self._meanings.get(re.sub("[()]", "", phrase.key))
            # 应出庭, 应出庭数 and 应出庭案件数 are one denominator; a value is known by its exact names only.
            found = found or self._alike_parts(phrase.key)
            if found:
                return list(found), phrase.unit
            if (coded := _CODED.fullmatch(phrase.key)) is not None:
                # A06 法治建设专职人员数: code and name have to agree.
                named = self._meanings.get(coded[2]) or self._meanings.get(re.sub("[()]", "", coded[2]), [])
                found = [meaning for meaning in named if meaning.indicator_code == coded[1].upper()]
                if found:
                    return found, phrase.unit
        return [], None

    @property
    def known_names(self) -> Mapping[str, list[Meaning]]:
        """Every text that is known, as a key, with what it can mean."""
        return self._meanings

    def _alike_parts(self, key: str) -> list[Meaning]:
        """Return the parts whose names differ only in 数, 件数 and their like; 项目总数 is not 项目, 出庭数 is 出庭."""
        stem = _part_stem(key)
        return self._parts_by_stem.get(stem, []) if len(stem) > 2 or stem in self._meanings else []

    def names(self, meaning: Meaning) -> list[str]:
        """Return the keys of every name of a value or part."""
        return self._names.get(meaning, [])

    def is_own_name(self, text: str, meaning: Meaning) -> bool:
        """Whether the text is the catalogue's own name of that value or part, not one of the other words for it."""
        indicator = self.catalogue.indicators[meaning.indicator_code]
        names = {
            "value": (indicator.name, indicator.code),
            "numerator": (indicator.numerator_name,),
            "denominator": (indicator.denominator_name,),
        }[meaning.part]
        said = {phrase.key for phrase in phrases(text)}
        return any(phrase.key in said for name in names if name for phrase in phrases(name))

    def rivals(self, text: str, code: str, context: str) -> list[str]:
        """Return names of other indicators of the same form that the text may stand for where `context` stands above.

        出庭率 is C01's, but under 一审案件 it is C02's 一审出庭率: what that name has more is said by the context.
        """
        stem = _stem(next(iter(phrases(text))).key)
        around = match_key(context)
        form = self.catalogue.indicators[code].has_parts
        found: list[str] = []
        for key, meanings in self._meanings.items():
            longer = _stem(key)
            more = longer.replace(stem, "", 1) if stem in longer else ""
            if len(more) < 2 or more not in around:
                continue
            for meaning in meanings:
                other = self.catalogue.indicators[meaning.indicator_code]
                if meaning.part == "value" and other.code != code and other.has_parts == form:
                    found.append(other.name)
        return list(dict.fromkeys(found))

    def indicator(self, text: str) -> tuple[Indicator | None, Unit | None]:
        """Return the one indicator whose name, synonym or code the text is, and the unit said beside it."""
        found, unit = self.meanings(text)
        codes = {meaning.indicator_code for meaning in found if meaning.part == "value"}
        return (self.catalogue.indicators[codes.pop()], unit) if len(codes) == 1 else (None, None)


def _part_stem(key: str) -> str:
    """Return a part's name without what only says that something is counted."""
    return re.sub("(?:案件总?数|总?件数|总?人数|总?个数|单位数|案件|总数|数量|数|件)$", "", key) or key


def _stem(key: str) -> str:
    return re.sub("(?:案件数|件数|数量|数|率|量)$", "", key)


def _hides_its_form(indicator: Indicator, text: str) -> bool:
    return indicator.has_parts and not RATE_WORD.search(text)
