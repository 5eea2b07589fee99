"""What a stated figure can stand for: the numbers that round to it as it is written, given its hedge."""

import re
from decimal import Decimal

from factextract.knowledge.checks.intervals import Interval
from factextract.records import (
    Equivalent,
    GrowthPercentage,
    Modifier,
    MonetaryValue,
    Percentage,
    Quantity,
    TradeValue,
)

ValueFact = TradeValue | MonetaryValue | GrowthPercentage | Percentage | Quantity

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SIGNIFICANT = 2
"""Trailing zeros of a whole number may be rounding ("150,000"), but its first digits are meant."""

_ABOUT = Decimal("0.025")
_BEYOND = Decimal("0.1")
"""How far, for its size, the truth may be from a hedged figure: "about 300" and "more than 300". Chosen wide."""
_WORDED = Decimal("0.1")
"""The same for a figure in words, such as "doubled" or "a third"."""


def stated_interval(fact: ValueFact) -> Interval:
    """The numbers, in base units, that a fact's figure can stand for: half a unit of its last digit either way.

    A hedge widens it: "about" both ways, "more than" and "at least" upwards, "less than" and "at most" downwards;
    "more than doubled" up to threefold.
    """
    stated = figure_interval(fact.value, fact.low, fact.high, fact.evidence.text, fact.modifier)
    hedged = fact.modifier in ("more_than", "at_least")
    if hedged and isinstance(fact, GrowthPercentage) and fact.value is not None and _is_multiple(fact):
        return Interval(stated.low, max(stated.high, fact.value + _ONCE_MORE))
    return stated


_ONCE_MORE = 100


def _is_multiple(growth: GrowthPercentage) -> bool:
    """Whether a growth is told as how many times as much: "doubled", "three times"."""
    told = growth.evidence.text.lower()
    is_in_percent = any(sign in told for sign in ("%", "per", "pct"))
    return growth.value is not None and growth.value >= _ONCE_MORE and not is_in_percent


def equivalent_interval(equivalent: Equivalent, written: str) -> Interval:
    """The same for a bracketed conversion, which stands in the text as ``written``; brackets are mostly rounded."""
    return figure_interval(equivalent.value, equivalent.low, equivalent.high, written, "exact")


def figure_interval(
    value: Decimal | None, low: Decimal | None, high: Decimal | None, written: str, modifier: Modifier
) -> Interval:
    """The numbers that a figure or a range can stand for; see `stated_interval`. Raises ValueError for neither."""
    if value is not None:
        radius = _last_digit(value, written) / 2
        return _hedged(Interval.around(value, radius), abs(value), radius, modifier)
    if low is None or high is None:
        raise ValueError("a figure needs a value, or both a low and a high")
    return Interval(low - _last_digit(low, written) / 2, high + _last_digit(high, written) / 2)


def _hedged(exact: Interval, size: Decimal, radius: Decimal, modifier: Modifier) -> Interval:
    if modifier == "approximate":
        wider = max(radius, size * _ABOUT)
        return Interval(exact.low - wider, exact.high + wider)
    beyond = max(radius, size * _BEYOND)
    if modifier in ("more_than", "at_least"):
        return Interval(exact.low, exact.high + beyond)
    if modifier in ("less_than", "at_most"):
        return Interval(exact.low - beyond, exact.high)
    return exact


def _last_digit(value: Decimal, written: str) -> Decimal:
    """One unit of the last digit that is meant: 0.1 billion for "938.6 billion", 10,000 for "150,000"."""
    figure = _figure_of(value, written)
    if figure is None:
        return abs(value) * _WORDED * 2 if value else Decimal(1)
    digits = figure.replace(",", "")
    _, point, fraction = digits.partition(".")
    mantissa = Decimal(digits)
    if point:
        unit = Decimal(1).scaleb(-len(fraction))
    else:
        zeros = len(digits) - len(digits.rstrip("0"))
        unit = Decimal(1).scaleb(max(0, min(zeros, len(digits) - _SIGNIFICANT)))
    return unit * abs(value) / mantissa if mantissa else unit


def _figure_of(value: Decimal, written: str) -> str | None:
    """The figure in the words that the value was read from: of a range, the one with the value's digits."""
    figures = _FIGURE.findall(written)
    same = [figure for figure in figures if _digits(figure) == _digits(f"{abs(value):f}")]
    return next(iter(same or figures), None)


def _digits(figure: str) -> str:
    return re.sub(r"\D", "", figure).strip("0")
