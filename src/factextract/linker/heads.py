"""From the encoder's vectors to scores: small dense layers, one decision at a time.

Shapes: a vector of the encoder has `size` numbers, a hidden one of a head `narrow`. Every head reads a span as the
vectors of its first and last piece and the mean of all, brought down to one vector of `size`. Layers that read many
spans are onnxruntime's (`spans.onnx`), which multiplies a few rows by fixed weights five times as fast as numpy does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2, sqrt
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

    Array = NDArray[np.float32]

POINTING: Final = ("indicator", "subject", "period", "carried period", "event", "participant")
"""The decisions that point at spans of the text; others label the span they are about."""
SORTS: Final = ("none", "here", "shift", "carried", "noun", "counted", "by verb", "earlier", "other")
"""What sort of candidate one is, by the rule that proposed it."""
FARTHEST: Final = 16
"""The farthest of the classes of distance, to either side."""
_CLASSES_A_DOUBLING: Final = 1.8


@dataclass(frozen=True, slots=True)
class Places:
    """Where the text has what a candidate stands for; of "nobody" and the like nowhere (``sort`` "none")."""

    sort: str
    spans: Sequence[tuple[int, int]] = ()


def distance_class(pieces: int) -> int:
    """The class, from 0 to twice `FARTHEST`, of a distance in word pieces, coarser the farther."""
    far = min(FARTHEST, int(log2(abs(pieces) + 1) * _CLASSES_A_DOUBLING))
    return FARTHEST + (far if pieces > 0 else -far)


def gelu(values: "Array") -> "Array":
    """The Gaussian error linear unit, the error function by Abramowitz and Stegun 7.1.26 (within 1.5e-7)."""
    import numpy as np

    scaled = np.abs(values) * np.float32(0.7071067811865476)
    near: Array = np.reciprocal(1 + np.float32(0.3275911) * scaled)
    series: Array = np.full_like(near, 1.061405429)
    for term in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series = series * near + np.float32(term)
    error = np.sign(values) * (1 - series * near * np.exp(-scaled * scaled))
    half: Array = values * np.float32(0.5) * (1 + error)
    return half


def ends(vectors: "Array", spans: "Sequence[tuple[int, int]]") -> "Array":
    """Of each span (first and last piece) both pieces' vectors and the mean of all: of shape (spans, 3 size)."""
    import numpy as np

    low, high = np.asarray(spans).T
    lengths = high + 1 - low
    pieces = np.concatenate([np.arange(first, last + 1) for first, last in spans])
    starts = lengths.cumsum() - lengths
    mean = np.add.reduceat(vectors[pieces], starts, axis=0) / lengths.astype(np.float32)[:, None]
    return np.concatenate([vectors[low], vectors[high], mean], axis=1)


class Heads:
    """The layers of all decisions, by their names in the model file ("period.query.weight").

    Layers that read the same vector are kept as one: a decision takes as many products, whatever their size, as
    there are of these. ``spans`` has those that read spans, for the tasks that point, in the order of ``pointing``.
    """

    def __init__(
        self, arrays: "Mapping[str, Array]", spans: "InferenceSession", pointing: Sequence[str]
    ) -> None:
        self._arrays = arrays
        self._spans = spans
        self._places = {task: place for place, task in enumerate(pointing)}
        self._asked = {task: self._stacked(task, "none.hidden", "query", "match_query") for task in pointing}
        self._outputs = {task: self._stacked(task, "none.output", "output") for task in pointing}

    def decides(self, task: str) -> bool:
        """Whether a task was fitted; any other is the features' alone."""
        return f"{task}.weight" in self._arrays

    def _stacked(self, task: str, *layers: str) -> "tuple[Array, Array]":
        """Dense layers of a task as one: weights of shape (in, all out), and biases."""
        import numpy as np

        names = [f"{task}.{layer}" for layer in layers]
        weights = np.concatenate([self._arrays[f"{name}.weight"] for name in names]).T
        return np.ascontiguousarray(weights), np.concatenate([self._arrays[f"{name}.bias"] for name in names])

    def _dense(self, name: str, values: "Array") -> "Array":
        applied: Array = values @ self._arrays[f"{name}.weight"].T + self._arrays[f"{name}.bias"]
        return applied

    def spans(self, window: "Array", spans: "Sequence[tuple[int, int]]") -> "tuple[Array, Array]":
        """Spans of an encoded window, for decisions to read.

        First one vector a span; then what each offers to the tasks that point, whatever those ask: of shape
        (spans, tasks, 2 narrow).
        """
        vectors: Array
        vectors, offered = self._spans.run(None, {"ends": ends(window, spans)})
        return vectors, offered.reshape(len(spans), len(self._places), -1)

    def _joined(self, task: str, own: "Array", rates: "Array") -> "Array":
        """The heads' own scores and the features' log-probabilities, each weighed as held-out articles asked."""
        joined: Array = self._arrays[f"{task}.weight"] * own + self._arrays[f"{task}.trust"] * rates
        return joined

    def label(self, task: str, span: "Array", rates: "Array") -> "Array":
        """The scores of a task's labels for a span, on top of what the features say (log-probabilities)."""
        told = self._dense(f"{task}.output", gelu(self._dense(f"{task}.hidden", span)))
        return self._joined(task, told, rates)

    def point(
        self,
        task: str,
        span: "Array",
        offered: "Array",
        owners: Sequence[int],
        distances: Sequence[int],
        sorts: Sequence[int],
        nowhere: Sequence[bool],
        rates: "Array",
    ) -> "Array":
        """The scores of candidates: what mentions ``offered`` (`spans`), each for the candidate in ``owners`` at its place.

        A candidate with several mentions has the sum of their powers; one whose mentions lie outside the window a fixed
        score; ``nowhere`` marks those that stand for nothing in the text.
        """
        import numpy as np

        weights, bias = self._asked[task]
        alone, query, match = np.split(span @ weights + bias, 3)
        hidden = alone[None]
        if owners:
            key, match_key = np.split(offered[:, self._places[task]], 2, axis=1)
            asked = query + key
            asked += self._arrays[f"{task}.distance"][distances]
            asked += self._arrays[f"{task}.sort"][sorts]
            hidden = np.concatenate([hidden, asked])
        weights, bias = self._outputs[task]
        # A row for nobody, whose score is the first column, and one a mention, whose score is the second.
        told = gelu(hidden) @ weights + bias
        scores = np.where(nowhere, told[0, 0], self._arrays[f"{task}.absent"])
        if owners:
            single = told[1:, 1] + match_key @ match / np.float32(sqrt(len(match)))
            sums = np.full(len(scores), -np.inf)
            np.logaddexp.at(sums, np.asarray(owners), single)
            scores = np.where(np.isinf(sums), scores, sums)
        return self._joined(task, scores.astype(np.float32), rates)
