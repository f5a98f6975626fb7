"""What a text that is not known may stand for: the indicators and parts whose names look most like it."""

from difflib import SequenceMatcher

from faheng.intake.doubts import Candidate
from faheng.intake.recognition.vocabulary import RATE_WORD, Meaning, Vocabulary, phrases

# How like a name a text must be to be proposed, and how far ahead of the next indicator (intake.md section 3).
_PROPOSED_FROM, _PROPOSED_AHEAD = 0.8, 0.06


def suggest(vocabulary: Vocabulary, text: str) -> tuple[list[Candidate], str]:
    """Return the indicators and parts that a text may stand for, best first, and the answer to propose ('' for none).

    Texts that only look alike are never taken, and proposed only where a rate looks like a rate, the likeness is
    large and the next indicator is far behind.
    """
    key = next(iter(phrases(text))).key
    exact = vocabulary.meanings(text)[0]
    scored: dict[Meaning, float] = {}
    for name, meanings in vocabulary.known_names.items():
        score = SequenceMatcher(None, key, name).ratio() if _shares_a_pair(key, name) else 0.0
        for meaning in meanings:
            if score > scored.get(meaning, 0.45):
                scored[meaning] = score
    for meaning in exact:
        scored[meaning] = 1.0
    best = sorted(scored, key=lambda meaning: (-scored[meaning], meaning.indicator_code, meaning.part))[:5]
    candidates = [as_candidate(vocabulary, meaning) for meaning in best]
    if not best:
        return candidates, ""
    first = best[0]
    rest = max(
        (score for meaning, score in scored.items() if meaning.indicator_code != first.indicator_code),
        default=0.0,
    )
    alike = bool(RATE_WORD.search(key)) == _is_ratio(vocabulary, first)
    certain = alike and scored[first] >= _PROPOSED_FROM and scored[first] - rest >= _PROPOSED_AHEAD
    return candidates, _answer(first) if certain else ""


def _is_ratio(vocabulary: Vocabulary, meaning: Meaning) -> bool:
    return meaning.part == "value" and vocabulary.catalogue.indicators[meaning.indicator_code].has_parts


def as_candidate(vocabulary: Vocabulary, meaning: Meaning) -> Candidate:
    """Return a meaning as a candidate for what a column or row is."""
    return Candidate(_answer(meaning), _label(vocabulary, meaning))


def _label(vocabulary: Vocabulary, meaning: Meaning) -> str:
    indicator = vocabulary.catalogue.indicators[meaning.indicator_code]
    if meaning.part == "value":
        return indicator.name
    name = indicator.numerator_name if meaning.part == "numerator" else indicator.denominator_name
    return f"{name}（{indicator.name}的{'分子' if meaning.part == 'numerator' else '分母'}）"


def _answer(meaning: Meaning) -> str:
    return f"{meaning.indicator_code}/{meaning.part}"


def _shares_a_pair(first: str, second: str) -> bool:
    """Whether two letters that stand together in one text do so in the other: else a comparison is not worth its time."""
    return any(first[at : at + 2] in second for at in range(len(first) - 1))
