"""Rules propose, weights choose: a small log-linear model picks among the candidates for a slot.

Each decision (which date is this value's period? which name its subject?) has candidates, each described by a few
features in words. The weight of a feature is a number fitted on gold articles (`factextract.training`) and read from
``data/weights.json``; a candidate's probability is the softmax of its features' summed weights.
"""

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Generic, Protocol, TypeGuard, TypeVar

from factextract.linker.heads import Places

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Weights = Mapping[str, Mapping[str, float]]
"""The weights of features, by task."""

_NONE: Mapping[str, float] = {}


@dataclass(slots=True)
class Candidate(Generic[T]):
    """One answer to a decision, with the features that speak for or against it."""

    value: T
    features: list[str]


class Option(Protocol[T_co]):
    """What a decision chooses among: a value with its features."""

    @property
    def value(self) -> T_co:
        """What is chosen."""
        ...

    @property
    def features(self) -> list[str]:
        """What speaks for or against it."""
        ...


@dataclass(slots=True)
class Decision(Generic[T]):
    """A decision as taken: what for (``task``), for what at which offsets, among which candidates, and how sure."""

    task: str
    span: tuple[int, int]
    candidates: Sequence[Option[T]]
    chosen: int
    probabilities: Sequence[float]
    places: Sequence[Places] | None = None
    """Where the text has the candidates, where a judge was asked and they are spans of it."""

    @property
    def value(self) -> T:
        """What is chosen."""
        return self.candidates[self.chosen].value

    @property
    def probability(self) -> float:
        """How sure the choice is."""
        return self.probabilities[self.chosen]


@cache
def weights() -> Weights:
    """The fitted weights that come with the package."""
    path = files("factextract.facts") / "data" / "weights.json"
    fitted: Weights = json.loads(path.read_text(encoding="utf8"))
    return fitted


def are_weights(content: object) -> TypeGuard[Weights]:
    """Whether something read from a file is weights."""
    return isinstance(content, dict) and all(
        isinstance(table, dict) and all(isinstance(weight, float | int) for weight in table.values())
        for table in content.values()
    )


class Tables:
    """Weights as decisions read them: by feature, and for labelled tasks by feature with one weight for each label."""

    def __init__(self, fitted: Weights) -> None:
        self._fitted = fitted
        self._rows: dict[str, dict[str, tuple[float, ...]]] = {}

    def of(self, task: str) -> Mapping[str, float]:
        """The weights of a task's features."""
        return self._fitted.get(task, _NONE)

    def rows(self, task: str, labels: Sequence[str]) -> dict[str, tuple[float, ...]]:
        """The weights of a task's features for each label."""
        if task not in self._rows:
            table = self.of(task)
            features = {name.split(": ", 1)[1] for name in table}
            self._rows[task] = {
                feature: tuple([table.get(f"{label}: {feature}", 0.0) for label in labels])
                for feature in features
            }
        return self._rows[task]


@cache
def _own_tables() -> Tables:
    return Tables(weights())


_in_use: ContextVar[Tables | None] = ContextVar("weights in use", default=None)


@contextmanager
def using(other: Weights | Tables) -> Iterator[None]:
    """Decide by other weights than the package's within a ``with`` block, in this thread only."""
    before = _in_use.set(other if isinstance(other, Tables) else Tables(other))
    try:
        yield
    finally:
        _in_use.reset(before)


class Judge(Protocol):
    """What reads the text itself and adds to what features say; ``rates`` are their log-probabilities."""

    def label(self, task: str, span: tuple[int, int], rates: Sequence[float]) -> list[float]:
        """The scores of a task's labels for what stands at ``span``."""
        ...

    def point(
        self, task: str, span: tuple[int, int], candidates: Sequence[Places], rates: Sequence[float]
    ) -> list[float]:
        """The scores of candidates for a slot of what stands at ``span``."""
        ...


LEAST_RATE = -12.0
"""The log-probability of what features rule out, as a judge is told it."""


def _rates(scores: Sequence[float]) -> list[float]:
    """Log-probabilities, by the softmax of scores."""
    top = max(scores)
    total = top + math.log(sum([math.exp(score - top) for score in scores]))
    return [max(LEAST_RATE, score - total) for score in scores]


def _decided(
    task: str,
    span: tuple[int, int],
    candidates: Sequence[Option[T]],
    scores: Sequence[float],
    places: Sequence[Places] | None = None,
) -> Decision[T]:
    """The most probable of the candidates; the first of equals, so that the result is the same on every run."""
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return Decision(task, span, candidates, scores.index(top), [power / total for power in powers], places)


def decide(
    task: str,
    span: tuple[int, int],
    candidates: Sequence[Candidate[T]],
    places: Callable[[Candidate[T]], Places],
    judge: Judge | None,
) -> Decision[T]:
    """Choose among candidates that each have features of their own: dates, names, nouns.

    ``span`` is what they are candidates for, ``places`` tells where the text has one; a judge reads both.
    """
    table = (_in_use.get() or _own_tables()).of(task)
    weight = table.get
    scores = [sum([weight(feature, 0.0) for feature in candidate.features]) for candidate in candidates]
    if judge is None or len(candidates) < 2:
        return _decided(task, span, candidates, scores)
    found = [places(candidate) for candidate in candidates]
    return _decided(task, span, candidates, judge.point(task, span, found, _rates(scores)), found)


class _Label:
    """A label as a candidate: all labels of a decision share its features, each seen for that label."""

    __slots__ = ("_shared", "value")

    def __init__(self, value: str, shared: Sequence[str]) -> None:
        self.value = value
        self._shared = shared

    @property
    def features(self) -> list[str]:
        return [f"{self.value}: {feature}" for feature in self._shared]


def classify(
    task: str, span: tuple[int, int], labels: Sequence[str], features: Sequence[str], judge: Judge | None
) -> Decision[str]:
    """Choose one of a few labels by features that they share; a feature's weight differs from label to label."""
    rows = (_in_use.get() or _own_tables()).rows(task, labels)
    seen = [rows[feature] for feature in features if feature in rows]
    scores = [sum(column) for column in zip(*seen, strict=True)] if seen else [0.0] * len(labels)
    if judge is not None:
        scores = judge.label(task, span, _rates(scores))
    return _decided(task, span, [_Label(label, features) for label in labels], scores)
