"""Shares of one whole: together no more than all of it, and each its part over the whole where both are stated."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache, reduce
from operator import add, attrgetter

from factextract.knowledge.checks.check import MOST_ALIKE, Check, Problem, judge
from factextract.knowledge.checks.intervals import Interval
from factextract.knowledge.checks.measures import (
    content_words,
    gap,
    measure_of,
    measure_of_words,
    owners,
    table,
    words_beyond,
)
from factextract.knowledge.checks.periods import may_be_same
from factextract.knowledge.checks.stated import ValueFact, stated_interval
from factextract.records import Percentage, TradeValue

_HUNDRED = Decimal(100)
_NONE_TO_ALL = Interval(Decimal(0), _HUNDRED)

_NEAR = 200
"""Within so many characters of a share stands the part that it is of a whole: in the same sentence or the one before."""


_REACH = 2 * _NEAR
"""No figure is so long that it begins further away and ends near."""

_start = attrgetter("evidence.start")


def add_shares(facts: Sequence[ValueFact]) -> Iterator[Check]:
    """The checks of one article's shares: those of one whole and period that one sentence tells side by side."""
    groups = defaultdict(list)
    for share, whole in _shares(facts):
        if whole & _divided() and measure_of(share).words.isdisjoint(_ratios()):
            days = (share.period.start, share.period.end) if share.period else None
            groups[share.sentence.start, whole, _holders(share, whole), days, share.status].append(share)
    for shares in groups.values():
        if len(shares) == 1:
            continue
        total = reduce(add, map(stated_interval, shares))
        problem: Problem | None = None if _NONE_TO_ALL.overlaps(total) else "values"
        parts = ("share",) * len(shares)
        yield Check("shares", tuple(shares), parts, problem, _NONE_TO_ALL, total, "percent")


def _holders(share: Percentage, whole: frozenset[str]) -> frozenset[str]:
    """Whose the whole of a share is, where its indicator tells the part: coal's 60 percent of electricity in Peru.

    Where it tells none, the subjects are the parts: "of exports, Peru took 60 percent and Chile 20 percent".
    """
    told = measure_of(share).words - whole - _told_of_any_share()
    return owners(share) if told else frozenset()


def divide_parts(facts: Sequence[ValueFact]) -> Iterator[Check]:
    """The checks of one article's shares against a part and a whole that it states as amounts."""
    levels = [fact for fact in facts if fact.role == "level" and fact.unit != "percent"]
    levels.sort(key=_start)
    wholes = defaultdict(list)
    for fact in levels:
        wholes[fact.kind, fact.unit, fact.per, measure_of(fact).flow].append(fact)
    for share, named in _shares(facts):
        if not named.isdisjoint(_changes()):
            continue
        first = bisect_left(levels, _start(share) - _REACH, key=_start)
        last = bisect_right(levels, _start(share) + _REACH, key=_start)
        parts = (fact for fact in levels[first:last] if _is_part(fact, share))
        part = min(parts, key=lambda fact: gap(fact, share), default=None)
        if part is None:
            continue
        alike = wholes[part.kind, part.unit, part.per, measure_of(part).flow]
        for whole in alike if len(alike) <= MOST_ALIKE else ():
            if _is_named(whole, share) and _is_whole_of(whole, part) and stated_interval(whole).low > 0:
                yield from judge(
                    "share_of_whole",
                    ("part", "whole", "share"),
                    (part, whole, share),
                    (stated_interval(part) / stated_interval(whole)).scaled(_HUNDRED),
                    stated_interval(share),
                    periods_fit=may_be_same(part.period, share.period)
                    and may_be_same(whole.period, part.period),
                )


def _shares(facts: Sequence[ValueFact]) -> Iterator[tuple[Percentage, frozenset[str]]]:
    """The shares, each with the words for its whole."""
    for fact in facts:
        if isinstance(fact, Percentage) and fact.unit == "percent" and fact.role == "level" and fact.whole:
            yield fact, content_words(fact.whole.text)


def _is_part(fact: ValueFact, share: Percentage) -> bool:
    """Whether an amount may be the part that a share is of something: of the same measure, subjects, both dated.

    Where the share says more, it is of other things too: "together, rice and tea were 51 percent of exports".
    """
    one, other = measure_of(fact), measure_of(share)
    return (
        gap(fact, share) <= _NEAR
        and fact.status == share.status
        and fact.period is not None
        and share.period is not None
        and owners(fact) == owners(share)
        and one.may_be(other)
        and not words_beyond(other.words, fact)
    )


def _is_named(amount: ValueFact, share: Percentage) -> bool:
    """Whether a share may be said to be of an amount: its whole says no more than that, or has it in figures.

    "12 percent of farm exports" are not of the exports that are told of as "exports of $90 billion", and what "the
    total" is of is not told.
    """
    whole = share.whole.text if share.whole else ""
    named = measure_of_words(content_words(whole))
    if amount.evidence.text in whole:
        return True
    if isinstance(amount, TradeValue) and named.flow not in (None, amount.flow):
        return False
    return bool(named.words or named.flow) and not words_beyond(named.words - _sweeping(), amount)


def _is_whole_of(whole: ValueFact, part: ValueFact) -> bool:
    """Whether one amount is of the same as another, but of more: said in fewer words, or of fewer parties."""
    if whole is part or whole.status != part.status:
        return False
    wide, narrow = (measure_of(whole).words, owners(whole)), (measure_of(part).words, owners(part))
    return wide != narrow and wide[0] <= narrow[0] and wide[1] <= narrow[1]


@cache
def _changes() -> frozenset[str]:
    return frozenset(table("words")["changes"])


@cache
def _sweeping() -> frozenset[str]:
    return frozenset((*table("words")["sweeping"], *table("words")["generic"]))


@cache
def _told_of_any_share() -> frozenset[str]:
    return frozenset(table("words")["shares"])


@cache
def _divided() -> frozenset[str]:
    return frozenset(table("words")["divided_wholes"])


@cache
def _ratios() -> frozenset[str]:
    return frozenset(table("words")["ratios"])
