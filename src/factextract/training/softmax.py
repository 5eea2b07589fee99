"""Fits the weights of one task: a softmax over each decision's candidates, with weights drawn to zero (L2).

What is maximised is the likelihood of choosing a right candidate, whichever of them. Nothing is left to
chance: the same gold gives the same weights.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from factextract.training.examples import Example
from factextract.training.lbfgs import minimise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

_DECIMALS = 3


_MANY_NAMES = 8.0
"""Subjects are told by names that stay the same through an article: its features repeat, and say less than they seem to."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a task is fitted."""

    l2: float = 2.5
    """How strongly weights are drawn to zero."""
    l2_of: Mapping[str, float] = field(default_factory=lambda: {"subject": _MANY_NAMES})
    """The same for tasks where cross-validation asks for another figure."""
    least: int = 3
    """In how many decisions a feature must occur to get a weight."""
    smallest: float = 0.05
    """Weights nearer to zero than this are left out."""
    seed: int = 0
    """Which articles come into which fold, where they are split."""


def fit_task(examples: Iterable[Example], settings: Settings) -> dict[str, float]:
    """The weights of the features by which the right candidates of a task's examples are the likeliest."""
    import numpy as np

    solvable = [example for example in examples if example.solvable]
    features = _features(solvable, settings.least)
    if not features:
        return {}
    likelihood = _Likelihood(solvable, features, settings.l2_of.get(solvable[0].task, settings.l2))
    fitted = minimise(likelihood.loss, np.zeros(len(features)))
    rounded = zip(features, fitted.round(_DECIMALS).tolist(), strict=True)
    return {feature: weight for feature, weight in rounded if abs(weight) >= settings.smallest}


def choose(weights: Mapping[str, float], candidates: Sequence[Sequence[str]]) -> int:
    """The candidate that weights choose, the first of equals."""
    scores = [sum(weights.get(feature, 0.0) for feature in features) for features in candidates]
    return scores.index(max(scores))


def _features(examples: Iterable[Example], least: int) -> list[str]:
    """The features that occur in so many examples, sorted."""
    seen: Counter[str] = Counter()
    for example in examples:
        seen.update({feature for features in example.candidates for feature in features})
    return sorted(feature for feature, count in seen.items() if count >= least)


class _Likelihood:
    """The examples in numbers: candidates one after the other, and which features each has."""

    def __init__(self, examples: Sequence[Example], features: Sequence[str], l2: float) -> None:
        import numpy as np

        index = {feature: number for number, feature in enumerate(features)}
        sizes = [len(example.candidates) for example in examples]
        known = [
            [index[feature] for feature in names if feature in index]
            for example in examples
            for names in example.candidates
        ]
        self._features: Indices = np.fromiter(chain.from_iterable(known), dtype=np.int64)
        self._candidates: Indices = np.repeat(np.arange(len(known)), [len(numbers) for numbers in known])
        right = [right for example in examples for right in example.right]
        self._right: Floats = np.array(right, dtype=np.float64)
        self._first: Indices = np.cumsum([0, *sizes[:-1]])
        self._example: Indices = np.repeat(np.arange(len(sizes)), sizes)
        self._l2 = l2

    def loss(self, weights: "Floats") -> "tuple[float, Floats]":
        """How unlikely the right candidates are, with the weights' cost, and the gradient of both."""
        import numpy as np

        scores = np.bincount(self._candidates, weights[self._features], len(self._right))
        odds = np.exp(scores - np.maximum.reduceat(scores, self._first)[self._example])
        right = odds * self._right
        total, total_right = np.add.reduceat(odds, self._first), np.add.reduceat(right, self._first)
        surplus = odds / total[self._example] - right / total_right[self._example]
        gradient = np.bincount(self._features, surplus[self._candidates], len(weights)) + self._l2 * weights
        loss = np.log(total / total_right).sum() + self._l2 / 2 * (weights @ weights)
        return float(loss), gradient
