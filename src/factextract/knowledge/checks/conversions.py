"""Amounts against their bracketed conversions: the exchange rates these imply."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from factextract.knowledge.checks.check import MOST_ALIKE, Check
from factextract.knowledge.checks.intervals import Interval
from factextract.knowledge.checks.measures import table
from factextract.knowledge.checks.periods import may_be_of_one_year
from factextract.knowledge.checks.stated import ValueFact, equivalent_interval, stated_interval
from factextract.records import Equivalent

_SAME_RATE = Decimal("0.02")
"""How far two rates of one article may lie apart: it may convert at the rates of two days."""


_PER = re.compile(r"\b(?:per|an?)\b|/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Conversion:
    """An amount and its equivalent; ``rate`` is in units of the one for a unit of the other."""

    fact: ValueFact
    rate: Interval
    pair: tuple[str, str]


def convert(facts: Sequence[ValueFact]) -> Iterator[Check]:
    """The checks of one article's conversions: each rate against what is possible, and against others of its year."""
    by_pair = defaultdict(list)
    for fact in facts:
        for equivalent in fact.equivalents:
            if conversion := _conversion(fact, equivalent):
                by_pair[conversion.pair].append(conversion)
    for conversions in by_pair.values():
        for number, conversion in enumerate(conversions):
            if check := _against_possible(conversion):
                yield check
            if len(conversions) <= MOST_ALIKE:
                for other in conversions[number + 1 :]:
                    if may_be_of_one_year(conversion.fact.period, other.fact.period):
                        yield _against_other(conversion, other)


def _conversion(fact: ValueFact, equivalent: Equivalent) -> _Conversion | None:
    """The rate of a conversion, for one unit of the currency that comes second in the alphabet.

    None where there is none: an amount may be zero, or the two are prices of different things ("a barrel", "a tonne").
    """
    if fact.per and _PER.search(_to_the_bracket(fact, equivalent)):
        return None
    amount = stated_interval(fact).size
    restated = equivalent_interval(equivalent, _written(fact, equivalent)).size
    if amount.low <= 0 or restated.low <= 0:
        return None
    if fact.unit < equivalent.unit:
        return _Conversion(fact, amount / restated, (fact.unit, equivalent.unit))
    return _Conversion(fact, restated / amount, (equivalent.unit, fact.unit))


def _to_the_bracket(fact: ValueFact, equivalent: Equivalent) -> str:
    """What the sentence says from a conversion to the end of its bracket."""
    rest = fact.sentence.text[max(0, equivalent.start - fact.sentence.start) :]
    return rest.partition(")")[0]


def _written(fact: ValueFact, equivalent: Equivalent) -> str:
    """The words of a conversion; its digits where it does not stand in the fact's sentence."""
    start, end = equivalent.start - fact.sentence.start, equivalent.end - fact.sentence.start
    if 0 <= start < end <= len(fact.sentence.text):
        return fact.sentence.text[start:end]
    number = equivalent.value if equivalent.value is not None else equivalent.low
    return f"{number:f}"


def _against_possible(conversion: _Conversion) -> Check | None:
    """A rate against the lowest and highest that the table has; None for a currency that it has not."""
    rates = table("exchange_rates")["rates"]
    one, other = conversion.pair
    if one not in rates or other not in rates:
        return None
    possible = _range(rates[one]) / _range(rates[other])
    fits = possible.overlaps(conversion.rate)
    return Check(
        "possible_rate",
        (conversion.fact,),
        ("amount",),
        None if fits else "values",
        possible,
        conversion.rate,
        f"{one}/{other}",
    )


def _range(ends: Sequence[str]) -> Interval:
    low, high = ends
    return Interval(Decimal(low), Decimal(high))


def _against_other(conversion: _Conversion, other: _Conversion) -> Check:
    """A rate against another of the same article."""
    slack = other.rate.middle * _SAME_RATE
    expected = Interval(other.rate.low - slack, other.rate.high + slack)
    return Check(
        "same_rate",
        (other.fact, conversion.fact),
        ("amount", "amount"),
        None if expected.overlaps(conversion.rate) else "values",
        expected,
        conversion.rate,
        "/".join(conversion.pair),
    )
