"""A level, the earlier level it is compared with, and the change between them: in percent, or as an amount."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby, product
from operator import attrgetter

from factextract.knowledge.checks.check import MOST_ALIKE, Check, judge
from factextract.knowledge.checks.intervals import Interval, grown
from factextract.knowledge.checks.measures import (
    are_in_one_breath,
    gap,
    is_mark,
    may_share_owners,
    measure_of,
    owners,
    parties,
)
from factextract.knowledge.checks.periods import is_long_before, is_year_before, may_be_same, may_precede
from factextract.knowledge.checks.stated import ValueFact, stated_interval
from factextract.records import GrowthPercentage, Percentage, TradeValue

_IN_A_BREATH = 15
"""So few characters part a change and its level: "rose 3 percent to $5 billion"."""

_ANOTHER_SIZE = 20
"""More than a slipped decimal point makes of a number."""

_PERCENT = {"percent": Decimal(1), "percentage_point": Decimal(1), "basis_point": Decimal("0.01")}


def compare(facts: Sequence[ValueFact]) -> Iterator[Check]:
    """The checks of one article's facts on levels and their changes."""
    for _, sentence in groupby(sorted(facts, key=attrgetter("sentence.start")), attrgetter("sentence.start")):
        yield from _in_sentence(list(sentence))
    yield from _over_a_year(facts)


def _in_sentence(facts: Sequence[ValueFact]) -> Iterator[Check]:
    """What one sentence compares: "rose 9.2 percent to 108 billion from 98.9 billion"."""
    if len(facts) > MOST_ALIKE:
        return
    levels = [fact for fact in facts if fact.role == "level"]
    earlier = [fact for fact in facts if fact.role == "previous"]
    growths = [fact for fact in facts if isinstance(fact, GrowthPercentage) and _is_plain(fact)]
    amounts = [fact for fact in facts if fact.role == "change" and not isinstance(fact, GrowthPercentage)]
    totals = {level.unit for level in levels if level.per is None}
    for level, previous in product(levels, earlier):
        if level.per and level.unit in totals:
            continue  # "net rose 56% to $254 million, or $5.94 a share": the change is the total's
        if _same_flow(level, previous) and _is_told_with(previous, level):
            for growth in growths:
                if _is_change_of(growth, (level, previous), facts) and _is_since(growth, previous, growths):
                    yield from _growth(level, previous, growth)
            for amount in amounts:
                if _is_change_of(amount, (level, previous), facts) and _is_since(amount, previous, amounts):
                    yield from _amount(level, previous, amount)
    for level, growth, amount in product(levels, growths, amounts):
        if _is_change_of(growth, (level, amount), facts) and _is_change_of(amount, (level, growth), facts):
            yield from _change(level, growth, amount)


def _is_change_of(change: ValueFact, figures: Sequence[ValueFact], sentence: Sequence[ValueFact]) -> bool:
    """Whether a sentence tells a change with some of the figures, and none that stands next to it is another's."""
    beside = [
        fact
        for fact in sentence
        if fact is not change and not _is_relative(fact) and are_in_one_breath(change, fact)
    ]
    nearest = min(beside, key=lambda fact: gap(change, fact), default=None)
    if nearest is not None and nearest not in figures:
        return False
    return any(_is_told_with(change, figure) for figure in figures)


def _is_relative(fact: ValueFact) -> bool:
    """Whether it tells a change in percent or points, which may stand beside its amount: "$3bn, or 2.9 percent"."""
    return fact.role == "change" and fact.unit in _PERCENT


def _is_since(change: ValueFact, previous: ValueFact, changes: Iterable[ValueFact]) -> bool:
    """Whether a change may be the one since an earlier level.

    It is not where that level is told as a mark ("lost 2 percent to $90, short of the record of $120"), nor where
    another change from it comes between ("cut by 1 point to 5 percent, after a 3-point cut from 9 percent").
    """
    if are_in_one_breath(change, previous):
        return True
    return not is_mark(previous) and not any(
        _comes_between(other, change, previous) and are_in_one_breath(other, previous) for other in changes
    )


def _comes_between(other: ValueFact, one: ValueFact, two: ValueFact) -> bool:
    """Whether a figure stands between two others, in whichever order."""
    first, last = sorted((one.evidence.start, two.evidence.start))
    return first < other.evidence.start < last


def _over_a_year(facts: Sequence[ValueFact]) -> Iterator[Check]:
    """What an article states of a year, or a part of it, and of the year before, in whatever sentences."""
    groups = defaultdict(list)
    for fact in facts:
        if fact.period is not None and fact.per is None:
            groups[measure_of(fact), owners(fact)].append(fact)
    for group in groups.values():
        growths = [fact for fact in group if isinstance(fact, GrowthPercentage) and fact.basis == "yoy"]
        levels = [fact for fact in group if fact.role != "change"]
        if len(group) > MOST_ALIKE or not growths:
            continue
        for level, previous in product(levels, levels):
            if level.unit == previous.unit and _is_year_on_year(level, previous):
                for growth in growths:
                    if may_be_same(growth.period, level.period) and not _has_its_own_level(
                        growth, level, facts
                    ):
                        yield from _growth(level, previous, growth)


def _has_its_own_level(growth: ValueFact, level: ValueFact, facts: Sequence[ValueFact]) -> bool:
    """Whether a growth stands beside a level in another unit: "imports fell 88 percent to 145,000 tonnes" is no value's."""
    return any(
        other.role == "level"
        and other.unit != level.unit
        and other.sentence.start == growth.sentence.start
        and are_in_one_breath(growth, other)
        for other in facts
    )


def _is_year_on_year(level: ValueFact, previous: ValueFact) -> bool:
    """Whether two figures of one series are a year apart."""
    if level.period is None or previous.period is None or not _same_flow(level, previous):
        return False
    return is_year_before(previous.period, level.period)


def _is_plain(growth: GrowthPercentage) -> bool:
    """Whether it tells how the new level follows from the old: in percent, and not as an annual rate."""
    return growth.unit == "percent" and growth.basis != "annualised"


def _same_flow(one: ValueFact, other: ValueFact) -> bool:
    """Whether two amounts can be of one series: the same kind of fact and, of trade, the same flow and parties."""
    if isinstance(one, TradeValue) and isinstance(other, TradeValue):
        one_good = (one.commodity is None) == (other.commodity is None)
        return one.flow == other.flow and parties(one) == parties(other) and one_good
    return one.kind == other.kind


def _is_told_with(one: ValueFact, other: ValueFact) -> bool:
    """Whether a sentence says two figures of one thing, or in one breath."""
    if measure_of(one).may_be(measure_of(other)) and may_share_owners(one, other):
        return True
    return are_in_one_breath(one, other)


def _growth(level: ValueFact, previous: ValueFact, growth: GrowthPercentage) -> Iterator[Check]:
    """The level is the previous one times one plus the growth."""
    now, then, percent = map(stated_interval, (level, previous, growth))
    if growth.status != level.status or _is_beside_another(growth) or _is_of_the_whole(growth, level):
        return
    if not _go_the_same_way(percent, now - then) and (
        level.per is not None or min(gap(growth, level), gap(growth, previous)) > _IN_A_BREATH
    ):
        return  # Of another figure; or a currency rose, and fewer of it are paid per dollar.
    expected = grown(then, percent)
    if is_long_before(previous.period, level.period) and not expected.overlaps(now):
        return
    yield from judge(
        "growth",
        ("previous", "growth", "level"),
        (previous, growth, level),
        expected,
        now,
        units_fit=level.unit == previous.unit,
        periods_fit=may_be_same(growth.period, level.period)
        and may_precede(previous.period, level.period, growth.basis),
    )


_BESIDE_ANOTHER = re.compile(r" (?:the|that of|those of|its) (?!same\b|previous\b|year\b|earlier\b)")


def _is_beside_another(growth: GrowthPercentage) -> bool:
    """Whether it tells how many times another figure this one is: "16 percent, three times the national rate"."""
    after = growth.sentence.text[growth.evidence.end - growth.sentence.start :]
    return growth.evidence.text.endswith("times") and _BESIDE_ANOTHER.match(after) is not None


def _is_of_the_whole(growth: GrowthPercentage, level: ValueFact) -> bool:
    """Whether a growth is that of an amount whose share stands apart: "sales rose 11% and are 20% of the total"."""
    return isinstance(level, Percentage) and level.whole is not None and gap(growth, level) > _IN_A_BREATH


_PLANS = re.compile(r"\b(?:target|budget|forecast|expect|plan|estimate|predict|project)", re.I)


def _is_against_a_plan(amount: ValueFact) -> bool:
    """Whether a change is told against what was planned: "22 million more than it had budgeted for"."""
    after = amount.sentence.text[amount.evidence.end - amount.sentence.start :]
    told = amount.indicator.text if amount.indicator is not None else ""
    against = _AGAINST.match(after)
    return _PLANS.search(told) is not None or (against is not None and _PLANS.search(against[0]) is not None)


_AGAINST = re.compile(r" (?:more|less|fewer|higher|lower|above|below|short)\b[^,.;]{0,40}")


def _go_the_same_way(change: Interval, difference: Interval) -> bool:
    """Whether a change may be the one between two levels; what rises as they fall is of something else."""
    return (change.high > 0 and difference.high > 0) or (change.low < 0 and difference.low < 0)


def _may_be(change: Interval, difference: Interval) -> bool:
    """Whether the amount of a change can be that of a difference: one of quite another size is since another time."""
    small, large = sorted((abs(change.middle), abs(difference.middle)))
    return _go_the_same_way(change, difference) and large <= small * _ANOTHER_SIZE


def _amount(level: ValueFact, previous: ValueFact, amount: ValueFact) -> Iterator[Check]:
    """The level is the previous one plus the change: "fell by $3bn to $105bn from $108bn"."""
    now, then, change = stated_interval(level), stated_interval(previous), _signed(amount)
    if amount.status != level.status or not _may_be(change, now - then):
        return
    if is_long_before(previous.period, level.period) and not (then + change).overlaps(now):
        return
    if amount.unit == level.unit or (amount.unit in _PERCENT and level.unit == "percent"):
        yield from judge(
            "change",
            ("previous", "change", "level"),
            (previous, amount, level),
            then + change,
            now,
            units_fit=level.unit == previous.unit,
            periods_fit=may_be_same(amount.period, level.period)
            and may_precede(previous.period, level.period, None),
        )


def _signed(amount: ValueFact) -> Interval:
    """The amount of a change, a decrease negative, in the unit of its level."""
    size = stated_interval(amount).scaled(_PERCENT.get(amount.unit, Decimal(1)))
    return -size if amount.direction == "decrease" else size


def _change(level: ValueFact, growth: GrowthPercentage, amount: ValueFact) -> Iterator[Check]:
    """The change is what the growth made of the level: "up $3bn, or 2.9 percent, to $108bn"."""
    percent, change = stated_interval(growth), _signed(amount)
    if (
        not level.status == growth.status == amount.status
        or percent.low <= -100
        or _is_against_a_plan(amount)
    ):
        return
    expected = stated_interval(level) * _part_made(percent)
    if _same_flow(level, amount) and _may_be(change, expected):
        yield from judge(
            "change_and_growth",
            ("level", "growth", "change"),
            (level, growth, amount),
            expected,
            change,
            units_fit=amount.unit == level.unit,
            periods_fit=may_be_same(growth.period, level.period) and may_be_same(amount.period, level.period),
        )


def _part_made(percent: Interval) -> Interval:
    """The part of a level that a growth of g percent has made: g / (100 + g), which rises with g."""
    return Interval(percent.low / (100 + percent.low), percent.high / (100 + percent.high))
