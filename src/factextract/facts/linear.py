"""Rules propose, weights choose: a small log-linear model picks among the candidates for a slot.

Each decision (which date is this value's period? which name its subject?) has candidates, each described by a few
features in words. The weight of a feature is a number fitted on gold articles (`factextract.training`) and read from
``data/weights.json``; a candidate's probability is the softmax of its features' summed weights.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class Candidate(Generic[T]):
    """One answer to a decision, with the features that speak for or against it."""

    value: T
    features: list[str]


@dataclass(slots=True)
class Decision(Generic[T]):
    """A decision as taken: what for (``task``), at which offset of the text, among which candidates, and how sure."""

    task: str
    at: int
    candidates: Sequence[Candidate[T]]
    chosen: int
    probability: float


@cache
def weights(task: str) -> dict[str, float]:
    """The fitted weights of a task's features; none where the task has not been fitted."""
    path = files("factextract.facts") / "data" / "weights.json"
    fitted: dict[str, dict[str, float]] = json.loads(path.read_text(encoding="utf8"))
    return fitted.get(task, {})


def decide(task: str, at: int, candidates: Sequence[Candidate[T]]) -> Decision[T]:
    """The most probable of the candidates; the first of equals, so that the result is the same on every run."""
    table = weights(task)
    scores = [sum(table.get(feature, 0.0) for feature in candidate.features) for candidate in candidates]
    best = max(range(len(scores)), key=lambda index: (scores[index], -index))
    total = sum(math.exp(score - scores[best]) for score in scores)
    return Decision(task, at, candidates, best, 1.0 / total)


def classify(task: str, at: int, labels: Sequence[str], features: Sequence[str]) -> Decision[str]:
    """Choose one of a few labels: each label's candidate has all the features, as seen for that label."""
    return decide(task, at, [Candidate(label, [f"{label}: {feature}" for feature in features]) for label in labels])
