"""Windows of articles with their questions, several at once, as tensors."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from factextract.linker.heads import POINTING
from factextract.linker.pieces import Pieces, Window
from factextract.linker.slots import Slot, place
from factextract.training.encoder.examples import Question, Questioned

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_NEVER = -1e4
"""The log-probability of what fills up a row."""


@dataclass(frozen=True, slots=True)
class AskedWindow:
    """A window of an article, with the questions that it is the best window for."""

    window: Window
    questions: Sequence[tuple[Question, Slot]]


def windows_of(
    article: Questioned, tokenizer: "Tokenizer", marks: Mapping[str, int]
) -> Iterator[AskedWindow]:
    """The windows of an article that have a question with a right answer, each question in the best of them."""
    pieces = Pieces(article.text, article.title, article.marks, tokenizer, marks)
    asked: defaultdict[int, list[Question]] = defaultdict(list)
    for question in article.questions:
        if question.solvable:
            asked[pieces.best_window(pieces.span(*question.span))].append(question)
    for number, questions in sorted(asked.items()):
        window = pieces.window(number)
        placed = [(each, place(pieces, window, each.span, each.places)) for each in questions]
        yield AskedWindow(window, placed)


@dataclass(frozen=True, slots=True)
class Mentions:
    """The mentions of the candidates of several questions: ``slots`` are candidates, numbered through all questions."""

    question: Tensor
    slots: Tensor
    span: Tensor
    distance: Tensor
    sort: Tensor


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of one task: a row each, a column for each candidate."""

    anchor: Tensor
    """The span that each is about, by its place among the batch's."""
    rates: Tensor
    right: Tensor
    nowhere: Tensor | None = None
    mentions: Mentions | None = None
    """Of a labelled task none, as of ``nowhere``."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows, a row each, and their questions by task; every span of a window is there once."""

    ids: Tensor
    marks: Tensor
    cases: Tensor
    inside: Tensor
    """Where a row has a piece; beyond is filling."""
    spans: tuple[Tensor, Tensor, Tensor]
    """Row, first and last piece of each span."""
    asked: Mapping[str, Asked]


_Span = tuple[int, int, int]


def collate(windows: Sequence[AskedWindow]) -> Batch:
    """Windows as one batch."""
    longest = max(len(each.window.ids) for each in windows)
    by_task: defaultdict[str, list[tuple[int, Question, Slot]]] = defaultdict(list)
    for row, each in enumerate(windows):
        for question, slot in each.questions:
            by_task[question.task].append((row, question, slot))
    spans: dict[_Span, int] = {}
    asked = {task: _asked(task, rows, spans) for task, rows in sorted(by_task.items())}

    def filled(rows: Iterator[list[int]]) -> Tensor:
        return torch.tensor([row + [0] * (longest - len(row)) for row in rows])

    return Batch(
        ids=filled(each.window.ids for each in windows),
        marks=filled(each.window.marks for each in windows),
        cases=filled(each.window.cases for each in windows),
        inside=filled([1] * len(each.window.ids) for each in windows),
        spans=_columns(list(spans), 3),
        asked=asked,
    )


def _asked(task: str, rows: Sequence[tuple[int, Question, Slot]], spans: dict[_Span, int]) -> Asked:
    def number(row: int, span: tuple[int, int]) -> int:
        return spans.setdefault((row, *span), len(spans))

    anchor = torch.tensor([number(row, slot.anchor) for row, _, slot in rows])
    width = max(len(question.rates) for _, question, _ in rows)
    rates = torch.tensor([_filled(question.rates, width, _NEVER) for _, question, _ in rows])
    right = torch.tensor([_filled(question.right, width, False) for _, question, _ in rows])
    if task not in POINTING:
        return Asked(anchor, rates, right)
    mentions = [
        (index, index * width + owner, number(row, span), distance, sort)
        for index, (row, _, slot) in enumerate(rows)
        for span, owner, distance, sort in zip(
            slot.mentions, slot.owners, slot.distances, slot.sorts, strict=True
        )
    ]
    nowhere = torch.tensor([_filled(slot.nowhere, width, False) for _, _, slot in rows])
    return Asked(anchor, rates, right, nowhere, Mentions(*_columns(mentions, 5)))


def _filled(row: Sequence[float], width: int, filling: float) -> list[float]:
    return [*row, *[filling] * (width - len(row))]


def _columns(rows: Sequence[tuple[int, ...]], width: int) -> tuple[Tensor, ...]:
    """The columns of rows of numbers."""
    table = torch.tensor(rows, dtype=torch.long).reshape(len(rows), width)
    return tuple(table.T.contiguous())
