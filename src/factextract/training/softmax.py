"""Fits the weights of one task: a softmax over each decision's candidates, by stochastic gradient ascent.

AdaGrad gives each weight its own step, L2 draws it to zero, features seen seldom are dropped, and the weights
of the later epochs are averaged. Examples are shuffled from a seed: the same gold gives the same weights.
"""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from factextract.training.examples import Example

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

DECIMALS = 3
"""Weights are rounded to this many decimals, so that a file of them reads and compares well."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a task is fitted."""

    epochs: int = 12
    rate: float = 0.15
    """The length of the steps."""
    l2: float = 1e-2
    """How strongly weights are drawn to zero."""
    least: int = 8
    """In how many decisions a feature must occur to get a weight."""
    smallest: float = 0.02
    """Weights nearer to zero than this are left out."""
    seed: int = 0


@dataclass(frozen=True, slots=True)
class _Row:
    """An example in numbers: the weights its features have, and for every feature its candidate."""

    weights: "Indices"
    """The distinct weights it uses."""
    features: "Indices"
    """For every feature of every candidate, its place among ``weights``."""
    candidates: "Indices"
    """For every feature of every candidate, the candidate."""
    right: "Floats"


def fit_task(examples: Iterable[Example], settings: Settings) -> dict[str, float]:
    """The weights of the features by which the right candidates of a task's examples are the likeliest."""
    import numpy as np

    solvable = [example for example in examples if example.solvable]
    index = {feature: number for number, feature in enumerate(_features(solvable, settings.least))}
    rows = [_row(example, index) for example in solvable]
    weights = np.zeros(len(index))
    squares = np.zeros(len(index))
    total = np.zeros(len(index))
    order = random.Random(settings.seed)
    averaged = range(settings.epochs // 2, settings.epochs)
    for epoch in range(settings.epochs):
        order.shuffle(rows)
        for row in rows:
            gradient = _gradient(row, weights) - settings.l2 * weights[row.weights]
            squares[row.weights] += gradient * gradient
            weights[row.weights] += settings.rate * gradient / np.sqrt(squares[row.weights] + 1e-8)
        if epoch in averaged:
            total += weights
    mean = (total / max(1, len(averaged))).round(DECIMALS).tolist()
    fitted = zip(index, mean, strict=True)
    return {feature: weight for feature, weight in fitted if abs(weight) >= settings.smallest}


def _features(examples: Iterable[Example], least: int) -> list[str]:
    """The features that occur in so many examples, sorted."""
    seen: Counter[str] = Counter()
    for example in examples:
        seen.update({feature for features in example.candidates for feature in features})
    return sorted(feature for feature, count in seen.items() if count >= least)


def _row(example: Example, index: dict[str, int]) -> _Row:
    import numpy as np

    cells = [
        (candidate, index[name])
        for candidate, names in enumerate(example.candidates)
        for name in names
        if name in index
    ]
    candidates, numbers = np.array(cells, dtype=np.int64).reshape(-1, 2).T
    weights, features = np.unique(numbers, return_inverse=True)
    return _Row(weights, features, candidates, np.array(example.right, dtype=np.float64))


def _gradient(row: _Row, weights: "Floats") -> "Floats":
    """Where the log-likelihood of the right candidates, together, grows."""
    import numpy as np

    scores = np.bincount(row.candidates, weights[row.weights[row.features]], len(row.right))
    odds = np.exp(scores - scores.max())
    probable = odds / odds.sum()
    wanted = probable * row.right
    missing = wanted / max(wanted.sum(), 1e-12) - probable
    return np.bincount(row.features, missing[row.candidates], len(row.weights)).astype(np.float64, copy=False)


def choice(weights: dict[str, float], candidates: Sequence[Sequence[str]]) -> int:
    """The candidate that weights choose, the first of equals."""
    scores = [sum(weights.get(name, 0.0) for name in names) for names in candidates]
    return scores.index(max(scores))
