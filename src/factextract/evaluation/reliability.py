"""Whether ``confidence`` means what it says: of the facts given 0.8, eight in ten should be right (core)."""

from collections.abc import Iterable
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
class Reliability:
    """The bins that hold a fact, and the expected calibration error: the mean gap between the two."""

    bins: tuple[Bin, ...]
    error: float


def reliability(results: Iterable[Result]) -> Reliability:
    """The reliability table of predictions that have a confidence."""
    binned: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for result in results:
        right = {id(pair.predicted) for pair in result.pairs if "core" in pair.levels}
        for fact in result.predicted:
            if fact.confidence is not None:
                place = min(int(fact.confidence * BINS), BINS - 1)
                binned[place].append((fact.confidence, id(fact) in right))
    bins = tuple(_bin(place, facts) for place, facts in enumerate(binned) if facts)
    facts = sum(each.facts for each in bins)
    gaps = sum(each.facts * abs(each.confidence - each.right) for each in bins)
    return Reliability(bins, gaps / facts if facts else 0.0)


def _bin(place: int, facts: list[tuple[float, bool]]) -> Bin:
    return Bin(
        low=place / BINS,
        high=(place + 1) / BINS,
        facts=len(facts),
        confidence=sum(confidence for confidence, _ in facts) / len(facts),
        right=sum(right for _, right in facts) / len(facts),
    )
