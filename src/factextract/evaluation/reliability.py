"""Whether ``confidence`` means what it says: of the facts given 0.8, eight in ten should be right (core).

And what it buys: of the facts at or above a confidence, how many are kept and how many of those are right.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from factextract.evaluation.evaluation import Result

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The facts whose confidence lies from ``low`` up to ``high``."""

    low: float
    high: float
    facts: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Kept:
    """The facts that have at least a confidence, ``least``: a point of the risk-coverage curve.

    ``coverage`` is their share of all predicted, ``right`` the share of them whose core is right, ``recall`` the share
    of gold's facts that they get right; the risk is what ``right`` lacks to 1.
    """

    least: float
    facts: int
    coverage: float
    right: float
    recall: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """The bins that hold a fact, the expected calibration error (the mean gap between the two), and what floors keep."""

    bins: tuple[Bin, ...]
    error: float
    kept: tuple[Kept, ...]


def reliability(results: Iterable[Result]) -> Reliability:
    """The reliability table of predictions that have a confidence."""
    binned: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    gold = 0
    for result in results:
        gold += len(result.gold)
        right = {id(pair.predicted) for pair in result.pairs if "core" in pair.levels}
        for fact in result.predicted:
            if fact.confidence is not None:
                place = min(int(fact.confidence * BINS), BINS - 1)
                binned[place].append((fact.confidence, id(fact) in right))
    bins = tuple(_bin(place, facts) for place, facts in enumerate(binned) if facts)
    facts = sum(each.facts for each in bins)
    gaps = sum(each.facts * abs(each.confidence - each.right) for each in bins)
    return Reliability(bins, gaps / facts if facts else 0.0, tuple(_kept(binned, gold)))


def _kept(binned: Sequence[Sequence[tuple[float, bool]]], gold: int) -> Iterator[Kept]:
    """What is left by each floor that leaves other facts than the one before."""
    predicted = sum(map(len, binned))
    for place, facts in enumerate(binned):
        above = [right for each in binned[place:] for _, right in each]
        if facts and above:
            yield Kept(
                least=place / BINS,
                facts=len(above),
                coverage=len(above) / predicted,
                right=sum(above) / len(above),
                recall=sum(above) / gold if gold else 0.0,
            )


def _bin(place: int, facts: list[tuple[float, bool]]) -> Bin:
    return Bin(
        low=place / BINS,
        high=(place + 1) / BINS,
        facts=len(facts),
        confidence=sum(confidence for confidence, _ in facts) / len(facts),
        right=sum(right for _, right in facts) / len(facts),
    )
