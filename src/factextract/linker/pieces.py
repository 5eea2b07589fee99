"""An article as the encoder reads it: word pieces with their offsets, marks and letter cases, in windows."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from factextract.linker.marks import Mark

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LONGEST = 510
"""The most pieces of a window, headline and separators included; the encoder has positions for two more."""
_OVERLAP = 160
_HEADLINE = 24
_HEADLINE_CHARACTERS = 200
_AHEAD = 0.6
"""Where in its window a value is best placed: more is told before it than after."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of an article's pieces, headline first; ``first`` is its first piece in the article, at ``head`` here."""

    ids: list[int]
    marks: list[int]
    cases: list[int]
    first: int
    head: int
    room: int

    def place(self, span: tuple[int, int]) -> tuple[int, int] | None:
        """A span of the article's pieces as places in this window, or None where it lies outside."""
        low, high = span
        if low < self.first or high >= self.first + self.room:
            return None
        return low - self.first + self.head, high - self.first + self.head


class Pieces:
    """The word pieces of an article. ``labels`` numbers the marks that the encoder knows; others are left out."""

    def __init__(
        self,
        text: str,
        title: str | None,
        marks: Iterable[Mark],
        tokenizer: "Tokenizer",
        labels: Mapping[str, int],
    ) -> None:
        encoded = tokenizer.encode(text, add_special_tokens=False)
        self._ids: list[int] = encoded.ids
        self._offsets: list[tuple[int, int]] = encoded.offsets
        self._starts = [start for start, _ in self._offsets]
        self._marks = [0] * len(self._ids)
        self._cases = [_case(text, start) for start in self._starts]
        for mark in marks:
            low, high = self.span(mark.start, mark.end)
            self._marks[low : high + 1] = [labels.get(mark.label, 0)] * (high + 1 - low)
        begin, end = (tokenizer.token_to_id(token) or 0 for token in ("[CLS]", "[SEP]"))
        headline = tokenizer.encode((title or "")[:_HEADLINE_CHARACTERS], add_special_tokens=False).ids
        self._head = [begin, *headline[:_HEADLINE], end]
        self._end = end
        self.firsts, self._room = _divided(len(self._ids), LONGEST - len(self._head) - 1)

    def __len__(self) -> int:
        return len(self._ids)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The first and the last piece of the characters ``start:end``."""
        low = max(0, bisect_right(self._starts, start) - 1)
        while low < len(self._ids) - 1 and self._offsets[low][1] <= start:
            low += 1
        high = low
        while high + 1 < len(self._ids) and self._starts[high + 1] < end:
            high += 1
        return low, high

    def best_window(self, span: tuple[int, int]) -> int:
        """Which window reads a span best, by its place in ``firsts``."""
        low, high = span

        def fit(number: int) -> tuple[bool, float]:
            first = self.firsts[number]
            inside = first <= low and high < first + self._room
            return not inside, abs(first + _AHEAD * self._room - low)

        return min(range(len(self.firsts)), key=fit)

    def window(self, number: int) -> Window:
        """A window by its place in ``firsts``."""
        first = self.firsts[number]
        part = slice(first, first + self._room)
        blank = [0] * len(self._head)
        return Window(
            ids=[*self._head, *self._ids[part], self._end],
            marks=[*blank, *self._marks[part], 0],
            cases=[*blank, *self._cases[part], 0],
            first=first,
            head=len(self._head),
            room=self._room,
        )


def _divided(pieces: int, most: int) -> tuple[Sequence[int], int]:
    """Where the windows of so many pieces begin, and how many pieces each has: as few windows as will do, of one size."""
    number = 1 if pieces <= most else ceil((pieces - _OVERLAP) / (most - _OVERLAP))
    room = max(1, min(most, ceil((pieces + (number - 1) * _OVERLAP) / number)))
    return [min(place * (room - _OVERLAP), pieces - room) for place in range(number)], room


def _case(text: str, start: int) -> int:
    """How the word at an offset is written, which the encoder's own pieces do not tell: 1 lower, 2 Title, 3 UPPER."""
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    if not text[start : start + 1].isalpha():
        return 0
    if text[start].islower():
        return 1
    return 3 if text[start + 1 : start + 2].isupper() else 2
