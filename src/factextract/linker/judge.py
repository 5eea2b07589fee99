"""What the linker says of one article's decisions."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from factextract.linker.encoder import Linker
from factextract.linker.heads import Places
from factextract.linker.marks import Mark
from factextract.linker.pieces import Pieces, Window
from factextract.linker.slots import place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float32]


class ArticleJudge:
    """Scores the candidates of an article's decisions; a window of the text is encoded when the first decision needs it."""

    def __init__(self, linker: Linker, text: str, title: str | None, marks: Iterable[Mark]) -> None:
        self._linker = linker
        self._pieces = Pieces(text, title, marks, linker.tokenizer, linker.marks)
        self._windows: dict[int, tuple[Window, Array]] = {}
        self._spans: dict[tuple[int, int, int], Array] = {}
        self._offered: dict[tuple[str, int, int, int], Array] = {}

    def label(self, task: str, span: tuple[int, int], rates: Sequence[float]) -> list[float]:
        """The scores of a task's labels for what stands at ``span`` (characters); ``rates`` are log-probabilities."""
        import numpy as np

        if not self._linker.heads.decides(task):
            return list(rates)
        number = self._window_around(span)
        slot = place(self._pieces, self._windows[number][0], span)
        vector = self._vectors(number, [slot.anchor])[0]
        scores: list[float] = self._linker.heads.label(task, vector, np.asarray(rates, np.float32)).tolist()
        return scores

    def point(
        self, task: str, span: tuple[int, int], candidates: Sequence[Places], rates: Sequence[float]
    ) -> list[float]:
        """The scores of candidates for a slot of what stands at ``span``."""
        import numpy as np

        if not self._linker.heads.decides(task):
            return list(rates)
        number = self._window_around(span)
        slot = place(self._pieces, self._windows[number][0], span, candidates)
        vectors = self._vectors(number, [slot.anchor, *slot.mentions])
        scores: list[float] = self._linker.heads.point(
            task,
            vectors[0],
            self._offers(task, number, slot.mentions, vectors[1:]),
            slot.owners,
            slot.distances,
            slot.sorts,
            slot.nowhere,
            np.asarray(rates, np.float32),
        ).tolist()
        return scores

    def _window_around(self, span: tuple[int, int]) -> int:
        """The number of the window that reads a span best, encoded."""
        number = self._pieces.best_window(self._pieces.span(*span))
        if number not in self._windows:
            window = self._pieces.window(number)
            self._windows[number] = window, self._linker.encode(window)
        return number

    def _vectors(self, number: int, spans: "Sequence[tuple[int, int]]") -> "Array":
        """The vectors of spans in a window, each computed once."""
        import numpy as np

        new = [span for span in dict.fromkeys(spans) if (number, *span) not in self._spans]
        if new:
            found = self._linker.heads.spans(self._windows[number][1], new)
            self._spans.update({(number, *span): vector for span, vector in zip(new, found, strict=True)})
        return np.stack([self._spans[(number, *span)] for span in spans])

    def _offers(
        self, task: str, number: int, spans: "Sequence[tuple[int, int]]", vectors: "Array"
    ) -> "Array":
        """What spans of a window offer to a task's decisions, each computed once."""
        import numpy as np

        keys = [(task, number, *span) for span in spans]
        new = {key: place for place, key in enumerate(keys) if key not in self._offered}
        if new:
            found = self._linker.heads.offered(task, vectors[list(new.values())])
            self._offered.update(zip(new, found, strict=True))
        return np.stack([self._offered[key] for key in keys]) if keys else vectors
