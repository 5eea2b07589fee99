"""How far figures can be trusted: 95% intervals and tests by drawing articles anew, with replacement.

Articles are drawn, not facts, since the facts of one article go right or wrong together. The draws come from
a seeded `random.Random`, whose numbers are the same in every version of Python, and the counts are whole
numbers: the same input gives the same interval and the same p-value everywhere.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from factextract.evaluation.scoring import Figure, Measure, Tally

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RESAMPLES = 1000
SEED = 20250527
COVERED = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """Where 95 in 100 of the resampled figures lie."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Intervals:
    """The intervals of a figure's three shares."""

    precision: Interval
    recall: Interval
    f1: Interval


@lru_cache(maxsize=4)
def _draws(articles: int) -> "NDArray[np.int64]":
    """How often each article (column) is drawn in each resample (row)."""
    import numpy as np

    chance = random.Random(SEED)
    drawn = np.zeros((RESAMPLES, articles), dtype=np.int64)
    for row in drawn:
        # Python promises the same random() in every version, and that of no other method.
        for _ in range(articles):
            row[int(chance.random() * articles)] += 1
    return drawn


def intervals(tallies: Sequence[Tally], measures: Iterable[Measure]) -> dict[Measure, Intervals]:
    """The intervals of each thing counted, over articles."""
    import numpy as np

    found = {}
    draws = _draws(len(tallies))
    for measure in measures:
        counts = np.array([[t.right[measure], t.gold[measure], t.predicted[measure]] for t in tallies])
        right, gold, predicted = (draws @ counts).T
        shares = (_share(right, predicted), _share(right, gold), _share(2 * right, gold + predicted))
        found[measure] = Intervals(*map(_interval, shares))
    return found


def _share(part: "NDArray[np.int64]", whole: "NDArray[np.int64]") -> "NDArray[np.float64]":
    """Part by whole, 0 where there is no whole. F1 is 2 * right / (gold + predicted)."""
    import numpy as np

    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)


def _interval(shares: "NDArray[np.float64]") -> Interval:
    import numpy as np

    low, high = np.quantile(shares, ((1 - COVERED) / 2, (1 + COVERED) / 2))
    return Interval(float(low), float(high))


def paired_p_value(before: Sequence[Figure], after: Sequence[Figure]) -> float:
    """How likely chance makes a difference in F1 like this, two-sided: a paired bootstrap over articles.

    Both sides are of the same articles in the same order, and each resample draws the same articles of both.
    The p-value is twice the share of resamples in which the difference vanishes or turns round, at most 1.
    """
    import numpy as np

    draws = _draws(len(before))
    sides = []
    for figures in (before, after):
        counts = np.array([[figure.right, figure.gold + figure.predicted] for figure in figures])
        right, both = (draws @ counts).T
        sides.append(_share(2 * right, both))
    difference = sides[1] - sides[0]
    at_most, at_least = int((difference <= 0).sum()), int((difference >= 0).sum())
    return min(1.0, 2 * (min(at_most, at_least) + 1) / (RESAMPLES + 1))
