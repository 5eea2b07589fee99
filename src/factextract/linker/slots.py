"""A decision in a window of an article: places of what it is for and of what its candidates stand for."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from factextract.linker.heads import SORTS, Places, distance_class
from factextract.linker.pieces import Pieces, Window


@dataclass(frozen=True, slots=True)
class Slot:
    """What a decision is for (``anchor``) and the candidates' ``mentions``, as first and last pieces of a window.

    ``owners``, ``distances`` and ``sorts`` tell of each mention whose it is, how far from the anchor and of what sort;
    ``nowhere`` of each candidate whether it stands for nothing in the text.
    """

    anchor: tuple[int, int]
    mentions: list[tuple[int, int]]
    owners: list[int]
    distances: list[int]
    sorts: list[int]
    nowhere: list[bool]


def place(pieces: Pieces, window: Window, span: tuple[int, int], candidates: Sequence[Places] = ()) -> Slot:
    """A decision for what stands at ``span`` (characters) in a window; mentions outside of it are left out."""
    anchor = _clipped(window, pieces.span(*span))
    placed = [
        [found for start, end in each.spans if (found := window.place(pieces.span(start, end)))]
        for each in candidates
    ]
    mentions = list(chain.from_iterable(placed))
    owners = [owner for owner, places in enumerate(placed) for _ in places]
    return Slot(
        anchor,
        mentions,
        owners,
        [distance_class(low - anchor[0]) for low, _ in mentions],
        [SORTS.index(candidates[owner].sort) for owner in owners],
        [not each.spans for each in candidates],
    )


def _clipped(window: Window, span: tuple[int, int]) -> tuple[int, int]:
    """A span in its window; of one longer than its overlap the part that is inside."""
    low, high = span
    last = window.first + window.room - 1
    inside = window.place((max(low, window.first), min(high, last)))
    return inside if inside is not None else (window.head, window.head)
