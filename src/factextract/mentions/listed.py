"""Counts that a list, an apposition or a whole told before leaves without a noun.

"125 seats and the Alliance 110", "including 127 in the UK and 63 in Belgium", "of the victims, 204 were", "33 of them".
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from factextract.mentions.counts import CountedNouns
from factextract.mentions.model import Dimension, Quantity
from factextract.mentions.numbers import alternation, table


@dataclass(frozen=True, slots=True)
class Listed:
    """A bare number with what its rules look at: the start of its sentence and the quantities before."""

    text: str
    nouns: CountedNouns
    start: int
    bare: Quantity
    before: list[Quantity]

    def counted(self, unit: str | None) -> Quantity | None:
        """The number as a count of ``unit``."""
        return replace(self.bare, dimension=Dimension.COUNT, unit=unit) if unit else None

    def like(self, other: Quantity | None) -> Quantity | None:
        """The number in the unit of another quantity."""
        return None if other is None else replace(self.bare, dimension=other.dimension, unit=other.unit)

    def last(self) -> Quantity | None:
        """The quantity straight before, in the same sentence."""
        return self.before[-1] if self.before and self.before[-1].end > self.start else None

    def last_count(self, since: int) -> Quantity | None:
        """The last thing counted from the character ``since`` on."""
        for other in reversed(self.before):
            if other.end <= since:
                return None
            if other.dimension is Dimension.COUNT:
                return other
        return None


_NEAR = 400
_OF_US = re.compile(r" of (?:us|you)\b")
_OF_THEM = re.compile(r" of (?:them|whom|these|those|which)\b")
_ALL = re.compile(r"\b(?:the|all) $", re.I)
_MEASURED = (Dimension.DURATION, Dimension.MEASURE, Dimension.POINTS)
_PLURAL_NEAR = 120


def _of_them(listed: Listed) -> Quantity | None:
    """ "14 of us", "its cranes, nine of which are new", "It makes mowers. It sold 93,000 of them"."""
    text, bare, start = listed.text, listed.bare, listed.start
    if _OF_US.match(text, bare.end):
        return listed.counted("person")
    if not _OF_THEM.match(text, bare.end) or _before(listed, _ALL, 5):
        return None
    here, last = listed.last_count(start), listed.last()
    if here is not None:
        return listed.like(here)
    if text[max(start, bare.start - 2) : bare.start] == ", ":
        named = listed.nouns.last_plural(last.end if last else start, bare.start)
        return listed.counted(named) or listed.like(last)
    if last is not None and last.dimension in _MEASURED:
        return listed.like(last)
    near = listed.last_count(bare.start - _NEAR)
    return listed.like(near) or listed.counted(listed.nouns.last_plural(start - _PLURAL_NEAR, start))


_OF_THE = re.compile(r"[\"“]?(?:Of|Among) (?:the|its|their|his|our|these|those|all) (?=[\w-])")
_OF_THESE = re.compile(r"[\"“]?(?:Of|Among) (?:them|these|those), ")


def _of_a_whole(listed: Listed) -> Quantity | None:
    """ "Of the victims, 204 were killed", "Of the 16 cases tried, it lost 10", "Of them, 281 were renewals"."""
    text, start = listed.text, listed.start
    if any(
        other.dimension is Dimension.MONEY and other.end > start for other in reversed(listed.before[-4:])
    ):
        return None
    if _OF_THESE.match(text, start):
        return listed.like(listed.last_count(start - _NEAR))
    whole = _OF_THE.match(text, start)
    if whole is None or whole.end() >= listed.bare.start:
        return None
    return listed.counted(listed.nouns.whole(whole.end()))


_TEAM = re.compile(
    r"\b(?<!average )(?:team|family|group|crew|panel|squad|jury|gang|household|delegation) of "
    r"(?:up to |about |around |just |only )?$"
)


def _team(listed: Listed) -> Quantity | None:
    """ "with a team of eight"."""
    return listed.counted("person") if _before(listed, _TEAM, 40) else None


_INCLUDING = re.compile(
    r",? (?:including|among them|with) (?:about |around |at least |some |nearly |almost )?$"
)
_SOMEWHERE = re.compile(r" (?:in|from|at|on|by|of whom|who|across)\b")
_AND_ELSEWHERE = re.compile(r"(?: [a-z]+)? (?:in|from|at) (?:the )?[A-Z][\w'’.-]*(?: [\w'’.-]+){0,3}?,? and ")


def _including(listed: Listed) -> Quantity | None:
    """ "392 cases across Europe, including 127 in the UK and 63 in Belgium"."""
    text, bare, start = listed.text, listed.bare, listed.start
    if not _SOMEWHERE.match(text, bare.end):
        return None
    last = listed.last()
    if (
        last is not None
        and last.dimension is Dimension.COUNT
        and _AND_ELSEWHERE.fullmatch(text, last.end, bare.start)
    ):
        return listed.like(last)
    return listed.like(listed.last_count(start)) if _before(listed, _INCLUDING, 30) else None


_NAMED = re.compile(r"(?:,|;|,? and|,? while) (?:the )?(?:[A-Z][\w'’&.-]* ){1,4}(?:for |with )?")
_CLOSES = re.compile(r"[.;,)]|$| and ")


def _gapped(listed: Listed) -> Quantity | None:
    """ "The Union took 125 seats and the Alliance 110", "banned for 12 years and Lowe for eight"."""
    last = listed.last()
    if last is None or last.dimension not in (Dimension.COUNT, Dimension.DURATION):
        return None
    gap = _NAMED.fullmatch(listed.text, last.end, listed.bare.start)
    return (
        listed.like(last)
        if gap and _CLOSES.match(listed.text, listed.bare.end) and _alike(last, listed.bare)
        else None
    )


_BRACKETED = re.compile(r"[A-Z][\w'’-]+ \((\d{1,3}(?:,\d{3})+|\d+)\)")
_OLDEST = 120


def _bracketed(listed: Listed) -> Quantity | None:
    """ "Leeds (521), Hull (496) and York (84) follow": of what was counted before; small figures alone may be ages."""
    text, bare = listed.text, listed.bare
    if text[bare.start - 1 : bare.start] != "(" or text[bare.end : bare.end + 1] != ")":
        return None
    stretch = _BRACKETED.findall(text, max(listed.start, bare.start - 150), bare.end + 150)
    figures = [int(figure.replace(",", "")) for figure in stretch]
    if len(figures) < 2 or max(figures) <= _OLDEST:
        return None
    return listed.like(listed.last_count(bare.start - _NEAR))


_MORE_THAN = re.compile(r" (?:more|fewer|less) than\b")
_STRAIGHT_AFTER = re.compile(r", (?:about |around |some |just )?")


def _more_than(listed: Listed) -> Quantity | None:
    """ "The walkout lasted 101 days, two more than the last one"."""
    last = listed.last()
    if last is None or not _MORE_THAN.match(listed.text, listed.bare.end):
        return None
    known = last.dimension in (Dimension.COUNT, Dimension.DURATION, Dimension.MEASURE)
    return (
        listed.like(last)
        if known and _STRAIGHT_AFTER.fullmatch(listed.text, last.end, listed.bare.start)
        else None
    )


def _goods_sold(listed: Listed) -> Quantity | None:
    """ "sales of 16.3 million" where vehicles are told of."""
    value = listed.bare.value if listed.bare.value is not None else listed.bare.high
    if value is None or value < 1000 or not _before(listed, _SALES_OF, 40):
        return None
    if any(other.dimension is Dimension.MONEY and other.end > listed.start for other in listed.before[-4:]):
        return None
    return listed.counted(goods_before(listed.before))


_SALES_OF = re.compile(r"\b(?:sales|deliveries|shipments) of (?:about |around |nearly |some |a record )?$")


def goods_before(before: list[Quantity]) -> str | None:
    """What "sales" are sales of: the goods counted last."""
    goods = table("subjects")["nouns"]["products"]
    for other in reversed(before):
        if other.dimension is Dimension.COUNT and other.unit in goods:
            return other.unit
    return None


_SUFFERED = re.compile(
    r" (?:(?:were|was|are|have been|had been)(?: \w+ly)? (?:killed|injured|wounded|hurt|arrested|displaced|rescued|missing|"
    r"hospitali[sz]ed|detained|evacuated)|died|work(?:s|ed)? (?:for|in|at|as))\b"
)


def _suffered(listed: Listed) -> Quantity | None:
    """ "540 were arrested", "Four worked for a charity": people, or what the people counted before are called."""
    if not _SUFFERED.match(listed.text, listed.bare.end):
        return None
    last = listed.last_count(listed.bare.start - _NEAR)
    people = table("subjects")["nouns"]["people_like"]
    return listed.like(last) if last is not None and last.unit in people else listed.counted("person")


def _object(listed: Listed) -> Quantity | None:
    """ "It has 86 aircraft and plans to operate 90", "1,140 stores in 31 states and plans to open 55 more"."""
    text, bare = listed.text, listed.bare
    if not _before(listed, _having(), 30) or not _ENDS.match(text, bare.end):
        return None
    for other in reversed(listed.before):
        if other.start < bare.start - _NEAR // 2:
            return None
        if other.dimension is not Dimension.COUNT:
            continue
        if not _PREPOSITION.search(text, max(0, other.start - 16), other.start) and _alike(other, bare):
            return listed.like(other)
    return None


_ENDS = re.compile(
    r"(?: more)?(?:[.;]|$|,(?! \d)| (?:by|in|next|this|last|when|before|after|at the|a (?:year|month|week|day)\b)"
    r"| and (?:the )?[A-Z])"
)
_PREPOSITION = re.compile(
    r"\b(?:in|of|across|from|at|on|by|among|to|with|for)(?: (?:the|about|more than|over|some|its))? $"
)


@cache
def _having() -> re.Pattern[str]:
    verbs = alternation(table("subjects")["verbs"]["having"])
    return re.compile(rf"\b{verbs} (?:about |around |just |only |up to |another )?$")


def _before(listed: Listed, pattern: re.Pattern[str], reach: int) -> bool:
    bare = listed.bare
    return bool(pattern.search(listed.text, max(listed.start, bare.start - reach), bare.start))


def _alike(one: Quantity, other: Quantity) -> bool:
    """Counts of the same things are of like size."""
    first = one.value if one.value is not None else one.high
    second = other.value if other.value is not None else other.high
    return bool(first and second and Decimal("0.03") < abs(first / second) < 30)


_RULES: tuple[Callable[[Listed], Quantity | None], ...] = (
    _of_them,
    _team,
    _of_a_whole,
    _including,
    _gapped,
    _bracketed,
    _more_than,
    _goods_sold,
    _suffered,
    _object,
)


def in_list(listed: Listed) -> Quantity | None:
    """The number with the unit that its list or whole tells; None where none does."""
    return next((read for rule in _RULES if (read := rule(listed)) is not None), None)
