"""Units left out: what a bare number is a number of, where its sentence or the one before makes it plain.

"245 mln dlrs from 344 mln", "15 and 20 percent", "the index fell to 109.8", "Transits totalled 14,080".
"""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from factextract.mentions.counts import CountedNouns
from factextract.mentions.currencies import rate_currency
from factextract.mentions.listed import Listed, goods_before, in_list
from factextract.mentions.model import Dimension, Quantity
from factextract.mentions.subjects import Subjects

Sentence = Callable[[int], tuple[int, int]]

_LISTED = re.compile(r",? (?:and|or|to|from|then) (?:a |about |around )?|, |-")
_RELATIVE = (Dimension.PERCENT, Dimension.POINTS)


def lend_back(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """ "5, 15 and 20 percent", "up 5 from 3 percent": the first ones take the unit that only the last has."""
    lent = list(quantities)
    lends = [_written_after(quantity) for quantity in quantities]
    for index in range(len(lent) - 2, -1, -1):
        first, second = lent[index], lent[index + 1]
        if first.dimension is not Dimension.BARE:
            continue
        if not lends[index + 1] and not _is_alternative(text, first, second):
            continue
        if second.dimension in (*_RELATIVE, Dimension.DURATION) and _is_large(first):
            continue
        if _LISTED.fullmatch(text, first.end, second.start) or _is_index_move(text, first, second):
            lent[index], lends[index] = _with_unit_of(text, first, second), True
    return lent


_OR = re.compile(r",? or (?:about |around )?")


def _is_alternative(text: str, first: Quantity, second: Quantity) -> bool:
    """ "14 or $15": both are dollars."""
    return second.dimension is Dimension.MONEY and bool(_OR.fullmatch(text, first.end, second.start))


_UP_OR_DOWN = re.compile(r",? (?:up|down|off) (?:a |by )?")


def _is_index_move(text: str, level: Quantity, move: Quantity) -> bool:
    """ "3,201.5, up 14 points": the level of an index is in points too."""
    return move.unit == "point" and bool(_UP_OR_DOWN.fullmatch(text, level.end, move.start))


def _written_after(quantity: Quantity) -> bool:
    """A unit written after its number can be meant for the number before, too."""
    return (
        quantity.dimension not in (Dimension.BARE, Dimension.MULTIPLE)
        and quantity.unit_start >= quantity.number_end
        and (quantity.unit_end > quantity.unit_start)
    )


def _with_unit_of(text: str, bare: Quantity, other: Quantity) -> Quantity:
    lent = replace(bare, dimension=other.dimension, unit=other.unit, per=bare.per or other.per)
    return _in_cents(lent) if _is_in_cents(text, bare, other) else lent


_CENTS = re.compile(r"(?:¢|\bcents?|\bcts?|\bpence)\b|(?<=\d)[cp]\b", re.I)


def _is_in_cents(text: str, bare: Quantity, other: Quantity) -> bool:
    """ "66.5 cents, against 59.2": of like figures both are in cents; "rose two cents to 1.32" is not."""
    if other.dimension is not Dimension.MONEY or not _CENTS.search(text, other.start, other.end):
        return False
    value, lender = bare.value, other.value
    if not value or not lender or _CHANGE_BEFORE.search(text, max(0, other.start - 24), other.start):
        return False
    return Decimal("0.2") < abs(value / (lender * 100)) < 5


def _in_cents(quantity: Quantity) -> Quantity:
    return replace(quantity, value=quantity.value / 100 if quantity.value is not None else None)


def lend_forward(
    text: str, nouns: CountedNouns, sentence: Sentence, quantities: list[Quantity]
) -> list[Quantity]:
    """Bare numbers in order, each with the unit of what it is compared with or what its sentence talks of."""
    lent: list[Quantity] = []
    subjects = Subjects(nouns)
    for quantity in quantities:
        hyphened = text[quantity.end : quantity.end + 1] == "-"
        telling = (quantity.value or quantity.high) and not hyphened and not is_age(text, quantity)
        if quantity.dimension is Dimension.BARE and telling:
            quantity = _named(text, subjects, nouns, sentence, quantity, lent)
        lent.append(quantity)
    return lent


_AGE = re.compile(
    r"\b(?:man|woman|boy|girl|lad|child|son|daughter|widow|widower|pensioner|grandmother|grandfather) of "
    r"(?:about |just |only )?$|"
    r"\b(?:is|are|was|were|be|those|people|anyone|children|adults|workers|voters) "
    r"(?:over|under|aged|older than|younger than) $"
)


def is_age(text: str, bare: Quantity) -> bool:
    """ "half of all voters are under 35", "people over 60", "a man of 71": years of age, which are no share."""
    return bool(_AGE.search(text, max(0, bare.start - 32), bare.start))


def _named(
    text: str,
    subjects: Subjects,
    nouns: CountedNouns,
    sentence: Sentence,
    bare: Quantity,
    before: list[Quantity],
) -> Quantity:
    start, end = sentence(bare.start)
    counted = _number_of(text, nouns, start, bare)
    if counted is not None:
        return replace(bare, dimension=Dimension.COUNT, unit=counted)
    told = _told_by_subject(text, subjects, start, bare, before)
    if told is not None:
        return told
    currency = _exchange_rate(text, start, end, bare)
    if currency is not None:
        return replace(bare, dimension=Dimension.MONEY, unit=currency, per=bare.per or "dollar")
    listed = (
        in_list(Listed(text, nouns, start, bare, before))
        if _IS_COUNT.fullmatch(text, bare.start, bare.end)
        else None
    )
    if listed is not None:
        return listed
    lender = _lender(text, start, bare, before)
    if lender is not None:
        return _with_unit_of(text, bare, lender)
    if _INDEX.search(text, start, bare.start) and (not _scaled(text, bare)):
        return replace(bare, dimension=Dimension.MEASURE, unit="point")
    talk = text[start : bare.start]
    if _is_large(bare) and _PEOPLE.search(talk) and "claims" not in talk:
        return replace(bare, dimension=Dimension.COUNT, unit="person")
    lender = _earlier_lender(text, start, end, bare, before)
    if lender is not None:
        return _with_unit_of(text, bare, lender)
    counted = (
        nouns.plural_before(start, bare.start)
        if _LEVEL.search(text, max(start, bare.start - 24), bare.start)
        else None
    )
    if counted is not None and _WHOLE.fullmatch(text, bare.start, bare.end):
        return replace(bare, dimension=Dimension.COUNT, unit=counted)
    if text[bare.start : bare.end].lower() == "one" or not _stands_for_things(text, nouns, start, bare):
        return bare
    lender = _thing_before(text, bare, before)
    return _with_unit_of(text, bare, lender) if lender is not None else bare


def _stands_for_things(text: str, nouns: CountedNouns, start: int, bare: Quantity) -> bool:
    """ "two more", "another 15", "seven of them", "six have failed": a count of things named before."""
    if _MORE_OF_THEM.match(text, bare.end) or _ANOTHER.search(text, max(start, bare.start - 14), bare.start):
        return True
    return nouns.verb_follows(bare.end) and bool(_SUBJECT.search(text, start, bare.start))


_SUBJECT = re.compile(r"(?:^|[,;:(—“\"] ?|\b(?:only|just|which|whom|and|least|than|about|nearly|but) )$")
_WHOLE = re.compile(r"\d{2,}|\d{1,3}(?:,\d{3})+|.+ (?:million|mln)")
_MORE_OF_THEM = re.compile(r" (?:more\b|of (?:them|whom|these|those)\b|others\b)")
_ANOTHER = re.compile(r"\b(?:another|a further|the remaining|the other) $", re.I)


def _thing_before(text: str, bare: Quantity, before: list[Quantity]) -> Quantity | None:
    """What "another 15", "two more", "six of them" count: the last thing counted."""
    for other in reversed(before):
        if bare.start - other.end > _NEAR:
            return None
        if other.dimension is Dimension.COUNT:
            return other
    return None


_SCALE = re.compile(r"[A-Za-z]")


def _scaled(text: str, quantity: Quantity) -> bool:
    """Written with a scale word: "344 mln"."""
    value = quantity.value if quantity.value is not None else quantity.high
    return (
        bool(_SCALE.search(text, quantity.number_start, quantity.number_end))
        and value is not None
        and abs(value) >= 1000
    )


def _is_large(quantity: Quantity) -> bool:
    """Too large for a rate."""
    return _amounts_to(quantity, 1000)


# --- said by the words before -----------------------------------------------------------------------------

_NUMBER_OF = re.compile(r"\bnumbers? of ", re.I)
_INDEX = re.compile(
    r"\b(?:index|indices|Dow|Nasdaq|FTSE|Nikkei|Sensex|Nifty|Hang Seng|S&P 500|DAX|Dax|CAC|Topix|Kospi|"
    r"Ibovespa|PMI|Footsie|reading|gauge|barometer|bonds? closed)\b"
)
_PEOPLE = re.compile(
    r"\b(?:unemployment|unemployed|jobless|joblessness|out of work|population|workforce|headcount|"
    r"inhabitants)\b",
    re.I,
)
_LEVEL = re.compile(
    r"\b(?:to|at|of|was|were|by|from|totalled|totaled|topped|hit|reached|exceeded|passed|numbered|against|"
    r"than|reaching|rose|fell|some|about|nearly|with|is)(?: a| the)?(?: record)? ?$",
    re.I,
)


def _number_of(text: str, nouns: CountedNouns, start: int, bare: Quantity) -> str | None:
    """ "the number of flight attendants rose from 370 to 870"."""
    matches = list(_NUMBER_OF.finditer(text, start, bare.start))
    if not matches or not _LEVEL.search(text, max(start, bare.start - 24), bare.start):
        return None
    return nouns.head(matches[-1].end()) or nouns.plural_before(matches[-1].end(), bare.start)


_IS_COUNT = re.compile(
    r"(?:minus )?(?:\d+(?:[, ]\d{2,3})*|(?:half )?[\w.,-]+ (?:million|mln|m|billion|bn|crore|lakh|thousand)"
    r"|(?![Oo]ne\b)[A-Za-z]+(?:-[a-z]+)?)"
)


def _told_by_subject(
    text: str, subjects: Subjects, start: int, bare: Quantity, before: list[Quantity]
) -> Quantity | None:
    """ "Divorces increased by 4,695", "the number of confirmed dead climbed to 217": a count of the subject."""
    if not _IS_COUNT.fullmatch(text, bare.start, bare.end):
        return None
    subject = subjects.of(start, bare.number_start)
    if subject is None:
        return None
    if subject.unit:
        return replace(bare, dimension=Dimension.COUNT, unit=subject.unit)
    if subject.sold:
        goods = goods_before(before) if _is_large(bare) else None
        return replace(bare, dimension=Dimension.COUNT, unit=goods) if goods else None
    other = _thing_before(text, bare, before)
    return _with_unit_of(text, bare, other) if other is not None and _near_size(other, bare) else None


_TO_THE_DOLLAR = re.compile(
    r"\b(?:to|against|per) (?:the |a |one )?(?:US |U\.S\. |U\.S |American )?(?:dollar|currency)\b", re.I
)


def _exchange_rate(text: str, start: int, end: int, bare: Quantity) -> str | None:
    """ "the yuan is pegged to 8.28 to the dollar":
    the currency the sentence, or the text before, prices in dollars.
    """
    if _scaled(text, bare) or not _TO_THE_DOLLAR.search(text, start, end):
        return None
    named = rate_currency(text[start:end])
    if named is None and _TO_THE_DOLLAR.match(text, bare.end + 1):
        return rate_currency(text[max(0, start - _NEAR) : end])
    return named


# --- lent by other amounts --------------------------------------------------------------------------------

_COMPARED = re.compile(
    r"(?:\b(?:from|to|at|against|versus|vs\.?|v|compared with|compared to|and|or|than|of|was|were|with|by|"
    r"is|for|between|a record|after|below|above|worth|\w+['’]s|year['’]s)|[,;(–—-])"
    r"(?: (?:about|around|nearly|almost|just|only|some|over|under|a|the|an|revised|record|estimated|"
    r"previous|more than|less than|approximately|roughly|as much as|"
    r"as many as|up to|another|earlier|high|highs|low|lows|of|adjusted|upwardly|downwardly|initial|"
    r"expected|forecast|below|above|planned|year|provisional|as))* ?$",
    re.I,
)
_CHANGE_BEFORE = re.compile(
    r"\b(?:up|down|rose|fell|gained|lost|rise of|fall of|grew|by|jumped|climbed|dropped|increased|"
    r"decreased|declined|a|rising|falling|growing) (?:\w+ )?$",
    re.I,
)
_FROM_OR_AND = re.compile(
    r"\b(?:from|and|or|against|versus|vs|compared with|compared to|than|to) (?:a |the |an |about |revised |"
    r"as high as )?$",
    re.I,
)


def _lender(text: str, start: int, bare: Quantity, before: list[Quantity]) -> Quantity | None:
    """The amount before it in the sentence that a bare number is set against."""
    scaled, large = _scaled(text, bare), _is_large(bare)
    compared = _COMPARED.search(text, max(start, bare.start - 48), bare.start)
    if not compared and not scaled:
        last = before[-1] if before and before[-1].end > start else None
        in_list = last and last.dimension in _RELATIVE and _LIST_ITEM.fullmatch(text, last.end, bare.start)
        return last if in_list and not large else None
    for other in reversed(before):
        if other.end <= start:
            return None
        if other.dimension in (Dimension.BARE, Dimension.MULTIPLE):
            continue
        if other.dimension is Dimension.DURATION and (large or not _directly(text, bare, other)):
            continue
        if other.dimension in _RELATIVE:
            if large or not _lends_a_rate(text, bare, other):
                continue
        elif not _same_size(other, bare) or (scaled and not compared and other.dimension is Dimension.COUNT):
            continue
        return other
    return None


def _lends_a_rate(text: str, bare: Quantity, rate: Quantity) -> bool:
    """ "3.2 percent from 2.9", "2.1 percent against 2.5", "3 percent, shops 14.1".

    Not "rose 3 percent to 193": that is a change and a level.
    """
    since = max(rate.end, bare.start - 40)
    if _AGAINST.search(text, since, bare.start) or _LIST_ITEM.fullmatch(text, rate.end, bare.start):
        return True
    moved = _CHANGE_BEFORE.search(text, max(0, rate.start - 24), rate.start)
    return not moved and bool(_FROM_OR_AND.search(text, since, bare.start))


_AGAINST = re.compile(
    r"\b(?:as against|against|versus|vs\.?|compared with|compared to|than) "
    r"(?:a |the |an |about |just )?(?:\w+['’]s )?$",
    re.I,
)
_LIST_ITEM = re.compile(
    r"(?:[,;]| and|[,;] and|[,;] while)(?: [\w'’.-]+){1,4},? (?:an? (?:mere|modest|scant|meagre) )?"
)


def _directly(text: str, bare: Quantity, other: Quantity) -> bool:
    return bare.start - other.end < 16 and bool(_FROM_OR_AND.search(text, other.end, bare.start))


def _same_size(one: Quantity, other: Quantity) -> bool:
    """Two amounts within three orders of magnitude can be of the same thing."""
    first = one.value if one.value is not None else one.high
    second = other.value if other.value is not None else other.high
    if not first or not second:
        return True
    return Decimal("0.001") < abs(first / second) < 1000


_MONEY_TALK = re.compile(
    r"\b(?:exports?|imports?|surplus|deficit|profits?|revenues?|[Rr]evs|turnover|earnings|income|loss(?:es)?|"
    r"reserves|debts?|budget|spending|investments?|sales|"
    r"shortfall|payments|provisions?|balance|inflow|outflow|expenditure|credits?|borrowing|net|trade|"
    r"assets|deposits|cash|costs?|takings|receipts|funding|subsid(?:y|ies)|grants?)\b",
    re.I,
)
_NEAR = 400


def _earlier_lender(
    text: str, start: int, end: int, bare: Quantity, before: list[Quantity]
) -> Quantity | None:
    """An amount of an earlier sentence: money where this one talks of money,
    else the last thing counted or measured there.
    """
    scaled = _scaled(text, bare)
    money_talk = bool(_MONEY_TALK.search(text, start, end))
    for other in reversed(before):
        if other.dimension is Dimension.MONEY and scaled and (money_talk or _is_huge(bare)):
            return other
        if other.dimension is Dimension.MONEY and _in_billions(bare) and bare.start - other.end <= _NEAR:
            return other
        if bare.start - other.end > _NEAR:
            if not money_talk and not _is_huge(bare):
                return None
            continue
        if (
            other.dimension in (Dimension.COUNT, Dimension.MEASURE)
            and not money_talk
            and _is_large(bare)
            and _near_size(other, bare)
        ):
            return other
    return None


def _amounts_to(quantity: Quantity, least: int) -> bool:
    """Whether a quantity is so large, or the upper end of its range."""
    value = quantity.value if quantity.value is not None else quantity.high
    return value is not None and abs(value) >= least


def _is_huge(quantity: Quantity) -> bool:
    """Trillions are money."""
    return _amounts_to(quantity, 10**12)


def _in_billions(quantity: Quantity) -> bool:
    """Billions of nothing named, near money, are money: "health care will get 247.8 billion"."""
    return _amounts_to(quantity, 10**9)


def _near_size(one: Quantity, other: Quantity) -> bool:
    first = one.value if one.value is not None else one.high
    second = other.value if other.value is not None else other.high
    return bool(first and second and Decimal("0.03") < abs(first / second) < 30)
