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
        self._spans: dict[tuple[int, int, int], tuple[Array, Array]] = {}

    def label(self, task: str, span: tuple[int, int], rates: Sequence[float]) -> list[float]:
        """The scores of a task's labels for what stands at ``span`` (characters); ``rates`` are log-probabilities."""
        import numpy as np

        if not self._linker.heads.decides(task):
            return list(rates)
        number = self._window_around(span)
        slot = place(self._pieces, self._windows[number][0], span)
        (vector, _), *_ = self._read(number, [slot.anchor])
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
        (vector, own), *mentions = self._read(number, [slot.anchor, *slot.mentions])
        scores: list[float] = self._linker.heads.point(
            task,
            vector,
            np.stack([offered for _, offered in mentions]) if mentions else own[:0],
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

    def _read(self, number: int, spans: "Sequence[tuple[int, int]]") -> "list[tuple[Array, Array]]":
        """The vector of each span in a window and what it offers to decisions, computed once."""
        new = [span for span in dict.fromkeys(spans) if (number, *span) not in self._spans]
        if new:
            found = zip(*self._linker.heads.spans(self._windows[number][1], new), strict=True)
            self._spans.update({(number, *span): read for span, read in zip(new, found, strict=True)})
        return [self._spans[(number, *span)] for span in spans]
