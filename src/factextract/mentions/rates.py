"""Levels without a unit: exchange rates, which are money, and index levels, which are points.

"The leu was trading at 5.07 per euro", "the dollar index slipped 0.3% to 105.62".
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from factextract.mentions.currencies import currency_named
from factextract.mentions.model import Dimension, Quantity
from factextract.mentions.numbers import alternation, table

Resolve = Callable[[str], str]
Sentence = Callable[[int], tuple[int, int]]

_NEAR = 300
_CONVENTION = ("EUR", "GBP", "AUD", "NZD", "USD")
"""Which currency of two a rate prices, by the market's convention: a dollar costs so many yen."""


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A currency or an index spoken of at ``start``; ``code`` is null for an index."""

    start: int
    word: str
    code: str | None
    other: bool  # named as the other side of a rate: "against the euro"


def read_levels(
    text: str, resolve: Resolve, sentence: Sentence, quantities: list[Quantity]
) -> list[Quantity]:
    """Bare numbers in order, those that are an exchange rate or an index level with their unit."""
    if not _TALK.search(text):
        return quantities
    levels: list[Quantity] = []
    rate: Quantity | None = None
    for quantity in quantities:
        if quantity.dimension is Dimension.BARE and quantity.value is not None and quantity.value > 0:
            read = _level(
                text, resolve, sentence(quantity.start)[0], quantity, levels[-1] if levels else None, rate
            )
            if read is not None:
                quantity = read
                rate = read if read.dimension is Dimension.MONEY else rate
        levels.append(quantity)
    return levels


_TALK = re.compile(
    r"\b(?:per|to|[Aa]gainst|versus) (?:the |a |one )?(?:[A-Z][\w.]+ )?"
    r"(?:dollar|euro|pound|yen|yuan|crown|greenback|franc|rouble)\b|"
    r"\b(?:[Ii]ndex|[Ii]ndices|PMI|Dow|Nasdaq|FTSE|Nikkei|Sensex|Nifty|Hang Seng|S&P|DAX|CAC|Topix|Kospi|KOSPI)\b"
)
_WRITTEN = re.compile(r"\d[\d,]*(?:\.\d+)?")


def _level(
    text: str, resolve: Resolve, start: int, bare: Quantity, last: Quantity | None, rate: Quantity | None
) -> Quantity | None:
    if not _WRITTEN.fullmatch(text, bare.start, bare.end) or text[bare.end : bare.end + 1] == "-":
        return None
    spoken = _spoken_of(text, resolve, start, bare.start)
    if _is_index_level(text, spoken, bare, last):
        return replace(bare, dimension=Dimension.MEASURE, unit="point")
    told = _priced_after(text, resolve, spoken, start, bare) or _priced_before(text, spoken, bare)
    if told is not None:
        code, per = told
        return replace(bare, dimension=Dimension.MONEY, unit=code, per=per)
    if rate is not None and _is_the_rate_again(text, rate, bare):
        return replace(bare, dimension=Dimension.MONEY, unit=rate.unit, per=rate.per)
    return None


# --- what a sentence speaks of ----------------------------------------------------------------------------


@cache
def _names() -> re.Pattern[str]:
    words = alternation(table("currencies")["spoken"]["words"])
    return re.compile(
        rf"(?P<index>\b[Ii]nde(?:x|xes)\b|\b[Ii]ndices\b|\b{alternation(table('currencies')['spoken']['indexes'])}\b)|"
        rf"\b(?:(?P<other>[Aa]gainst|versus|per|to) )?(?:(?:[Tt]he|[Aa]n?|[Ii]ts|strong|weak|[A-Z][\w.]+['’]s) )?"
        rf"(?P<money>(?:[A-Z][\w.]+ )?{words})\b(?! (?:bills?|notes?|area|zone|bloc|index|block|sterling)\b)"
    )


# ", which tracks the greenback against six peers,": said in passing.
_IN_PASSING = re.compile(r", (?:which|a measure|measuring|tracking|a gauge)\b[^,;.]{0,90},")
_PLAIN = re.compile(r"\b(?:[Tt]he|[Aa]|['’]s|strong|weak|[Aa]gainst|versus|per) (?:[A-Z][\w.]+ )?\w+$")


def _spoken_of(text: str, resolve: Resolve, start: int, end: int) -> list[_Spoken]:
    """The currencies and indexes a sentence speaks of before ``end``."""
    passing = [match.span() for match in _IN_PASSING.finditer(text, start, end)]
    spoken: list[_Spoken] = []
    for match in _names().finditer(text, start, end):
        if any(first < match.start() < last for first, last in passing):
            continue
        if match["index"]:
            spoken.append(_Spoken(match.start(), match["index"], None, other=False))
            continue
        ambiguous = match["money"].split()[-1] in table("currencies")["spoken"]["ambiguous"]
        if ambiguous and not _PLAIN.search(match[0]):
            continue
        code = currency_named(match["money"], resolve)
        if code is not None:
            spoken.append(_Spoken(match.start(), match["money"], code, other=match["other"] is not None))
    return spoken


# --- index levels -----------------------------------------------------------------------------------------

_REACHED = re.compile(
    r"\b(?:to|at|stood at|was|were|is|hit|reached|of|touched)(?: a| the)?(?: (?:provisional|preliminary|record|final|new|"
    r"seasonally adjusted))*(?: (?:high|low) of)? $"
)
_COMPARED = re.compile(r"\b(?:from|against|than|with|after|above|below|and|or) (?:a |the )?$")


def _is_index_level(text: str, spoken: list[_Spoken], bare: Quantity, last: Quantity | None) -> bool:
    """ "the Nikkei 225 closed 1.7% higher at 43,378", "the index rose to 53.9 from 53.3"."""
    if not spoken or spoken[-1].code is not None or bare.start - spoken[-1].start > 110:
        return False
    if ";" in text[spoken[-1].start : bare.start] or bare.per:
        return False
    before = text[max(0, bare.start - 48) : bare.start]
    if _REACHED.search(before):
        return True
    in_points = last is not None and last.unit == "point" and last.end > spoken[-1].start
    return in_points and bool(_COMPARED.search(before))


# --- exchange rates ---------------------------------------------------------------------------------------

_LARGEST_RATE = Decimal(1_000_000)


@cache
def _base_after() -> re.Pattern[str]:
    words = alternation(table("currencies")["spoken"]["words"])
    return re.compile(
        rf" (?P<how>per|to|against|versus) (?:the |a |one )?(?P<money>(?:(?:[A-Z][\w.]+ ){{1,2}})?{words})\b"
    )


def _priced_after(
    text: str, resolve: Resolve, spoken: list[_Spoken], start: int, bare: Quantity
) -> tuple[str, str] | None:
    """ "The leu was trading at 5.07 per euro", "the zloty rose to 4.32 against the euro"."""
    match = _base_after().match(text, bare.end)
    base = currency_named(match["money"], resolve) if match else None
    if match is None or base is None:
        return None
    found = _subject(spoken, base) or _subject(_spoken_of(text, resolve, max(0, start - _NEAR), start), base)
    if found is None or found.code is None:
        return None
    if match["how"] in ("against", "versus"):
        return _by_convention(found.code, found.word, base, match["money"])
    return found.code, bare.per or match["money"]


def _subject(spoken: list[_Spoken], base: str) -> _Spoken | None:
    """The currency spoken of last, besides the one it is set against."""
    return next((each for each in reversed(spoken) if each.code not in (None, base)), None)


def _by_convention(one: str, one_word: str, other: str, other_word: str) -> tuple[str, str]:
    """The currency a rate of two is told in, and the word for what it buys: yen per euro, dollars per pound."""
    ranks = [_CONVENTION.index(code) if code in _CONVENTION else len(_CONVENTION) for code in (one, other)]
    return (other, one_word) if ranks[0] < ranks[1] else (one, other_word)


_MOVED_TO = re.compile(
    r"\b(?:to|at|as (?:low|high|weak|strong|much) as|touched|hit|of) (?:about |around |a |nearly )?$"
)


def _priced_before(text: str, spoken: list[_Spoken], bare: Quantity) -> tuple[str, str] | None:
    """ "Against the yen, the euro climbed to 171.56"."""
    if not spoken or spoken[-1].code is None or bare.value is None or bare.value > _LARGEST_RATE:
        return None
    if not _MOVED_TO.search(text, max(0, bare.start - 24), bare.start):
        return None
    other = next((each for each in reversed(spoken) if each.other and bare.start - each.start < 140), None)
    subject = _subject(spoken, other.code) if other is not None and other.code else None
    if other is None or other.code is None or subject is None or subject.code is None or subject.other:
        return None
    return _by_convention(subject.code, subject.word, other.code, other.word)


_SAID_AGAIN = re.compile(
    r"\b(?:from|to|at|was|of|with|than|about|around|touched|hit|below|above|against|after|near|and)"
    r"(?: (?:about|around|a|nearly))?(?: (?:record )?(?:low|high) of)? $"
)


def _is_the_rate_again(text: str, rate: Quantity, bare: Quantity) -> bool:
    """ "at 5.07 per euro … Before the election it was 4.98": a number like the rate told just before."""
    if rate.value is None or bare.value is None or bare.start - rate.end > _NEAR:
        return False
    alike = Decimal("0.6") < bare.value / rate.value < Decimal("1.7")
    decimals = (
        "." in text[bare.start : bare.end] or rate.value == rate.value.to_integral_value() or rate.value > 100
    )
    return alike and decimals and bool(_SAID_AGAIN.search(text, max(0, bare.start - 36), bare.start))
