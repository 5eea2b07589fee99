"""How far to trust what the encoder says of a task, and how far what the features say: two weights a task."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from factextract.linker import ArticleJudge, Linker
from factextract.training.encoder.examples import Question, Questioned
from factextract.training.lbfgs import minimise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_DRAWN = 4.0
"""How strongly the weights' logarithms are drawn to what training had; tells where held-out articles say little."""
_LEAST_TRUST = 0.05


@dataclass(frozen=True, slots=True)
class Calibration:
    """The ``weight`` of the encoder's own scores, and the ``trust`` in the features' log-probabilities."""

    weight: float
    trust: float


OWN = Calibration(weight=1.0, trust=0.0)
"""The encoder by itself."""
FEATURES = Calibration(weight=0.0, trust=1.0)
"""The features by themselves: for tasks that were not trained."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A question of a held-out article, with the encoder's own scores."""

    question: Question
    own: Sequence[float]


def measure(linker: Linker, articles: Iterable[Questioned]) -> dict[str, list[Measured]]:
    """What a linker says to the questions of articles, by task."""
    found: defaultdict[str, list[Measured]] = defaultdict(list)
    with linker.one_thread():
        for article in articles:
            judge = ArticleJudge(linker, article.text, article.title, article.marks)
            for question in article.questions:
                scores = (
                    judge.point(question.task, question.span, question.places, question.rates)
                    if question.places
                    else judge.label(question.task, question.span, question.rates)
                )
                found[question.task].append(Measured(question, scores))
    return dict(sorted(found.items()))


def calibrate(measured: Sequence[Measured], trained: Calibration) -> Calibration:
    """The weights that make the right candidates of a task likeliest, none below zero."""
    import numpy as np

    solvable = [each for each in measured if each.question.solvable]
    if not solvable:
        return trained
    start = np.log([trained.weight, max(trained.trust, _LEAST_TRUST)])
    rows = [
        (np.array([each.own, each.question.rates], np.float64), np.array(each.question.right))
        for each in solvable
    ]

    def loss(point: "Floats") -> "tuple[float, Floats]":
        weights = np.exp(point)
        away = point - start
        total, gradient = _DRAWN / 2 * float(away @ away), _DRAWN * away
        for scores, right in rows:
            lost, slope = _loss(weights @ scores, right)
            total += lost
            gradient = gradient + weights * (scores @ slope)
        return total, gradient

    weight, trust = np.exp(minimise(loss, start)).tolist()
    return Calibration(weight, trust)


def _loss(scores: "Floats", right: "NDArray[np.bool_]") -> "tuple[float, Floats]":
    """How unlikely the right candidates are, and how that changes with each score."""
    import numpy as np

    powers = np.exp(scores - scores.max())
    of_right = np.where(right, powers, 0)
    # What the features rule out may be right and yet weigh nothing beside the others.
    total, least = powers.sum(), np.finfo(np.float64).tiny
    total_right = max(of_right.sum(), least)
    return float(np.log(total / total_right)), powers / total - of_right / total_right


@dataclass(frozen=True, slots=True)
class TaskFigures:
    """How a task's questions on held-out articles come out, by features alone and with the encoder."""

    questions: int
    by_features: float
    with_encoder: float
    loss_by_features: float
    """The mean of the right answers' surprise, where a right one was there to choose."""
    loss_with_encoder: float
    calibration: Calibration


def figures_of(
    measured: Mapping[str, Sequence[Measured]], calibrations: Mapping[str, Calibration]
) -> dict[str, TaskFigures]:
    """The figures of each task."""
    figures = {}
    for task, rows in measured.items():
        right, loss = _figures(rows, FEATURES)
        right_with, loss_with = _figures(rows, calibrations[task])
        figures[task] = TaskFigures(len(rows), right, right_with, loss, loss_with, calibrations[task])
    return figures


def _figures(rows: Sequence[Measured], calibration: Calibration) -> tuple[float, float]:
    """The share of questions answered right, and the mean loss of those that have a right answer."""
    import numpy as np

    hits, losses = [], []
    for row in rows:
        own, rates = np.array(row.own), np.array(row.question.rates)
        scores = calibration.weight * own + calibration.trust * rates
        hits.append(row.question.right[int(scores.argmax())])
        if row.question.solvable:
            losses.append(_loss(scores, np.array(row.question.right))[0])
    return sum(hits) / len(hits), sum(losses) / max(1, len(losses))
