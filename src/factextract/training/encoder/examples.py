"""The decisions of an article as the linker is asked them, labelled by gold."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from factextract.facts.linear import LEAST_RATE, Decision
from factextract.linker.heads import POINTING, Places
from factextract.linker.marks import Mark, marks_of
from factextract.training.examples import labelled_decisions
from factextract.training.labels import Labels
from factextract.training.parsed import Parsed


@dataclass(frozen=True, slots=True)
class Question:
    """One decision: for what at which offsets, among which labels or places, and which of them are right."""

    task: str
    span: tuple[int, int]
    labels: Sequence[str]
    """What a labelled task chooses among; of one that points nothing."""
    places: Sequence[Places]
    """Where the text has the candidates of a task that points; of a labelled one nothing."""
    rates: Sequence[float]
    """The log-probabilities by features alone."""
    right: Labels

    @property
    def solvable(self) -> bool:
        """Whether a right candidate is there to choose."""
        return any(self.right)


@dataclass(frozen=True, slots=True)
class Questioned:
    """An article with its mentions as marks, and the decisions that gold speaks of."""

    text: str
    title: str | None
    marks: Sequence[Mark]
    questions: Sequence[Question]


class _Listener:
    """A judge that leaves all as the features have it; asked, it has decisions tell their candidates' places."""

    def label(self, task: str, span: tuple[int, int], rates: Sequence[float]) -> list[float]:
        return list(rates)

    def point(
        self, task: str, span: tuple[int, int], candidates: Sequence[Places], rates: Sequence[float]
    ) -> list[float]:
        return list(rates)


def questioned(parsed: Parsed) -> Questioned:
    """An article's questions, as they come out with the weights in use."""
    article = parsed.gold.article
    return Questioned(
        article.text,
        article.title,
        list(marks_of(parsed.mentions, article.published)),
        [
            _question(decision, right)
            for decision, right in labelled_decisions(parsed, _Listener())
            if len(decision.candidates) > 1
        ],
    )


def _question(decision: Decision[Any], right: Labels) -> Question:
    points = decision.task in POINTING
    return Question(
        decision.task,
        decision.span,
        labels=() if points else [candidate.value for candidate in decision.candidates],
        places=(decision.places or ()) if points else (),
        rates=[max(LEAST_RATE, math.log(share)) if share else LEAST_RATE for share in decision.probabilities],
        right=right,
    )


def labels_of(articles: Sequence[Questioned]) -> dict[str, list[str]]:
    """The labels of each labelled task that occurs."""
    return {
        question.task: list(question.labels)
        for article in articles
        for question in article.questions
        if question.labels
    }


NO_MARK = "-"
"""The mark of a word that is no mention, and of one whose sort of mention was not seen in training: number 0."""


def mark_labels(articles: Sequence[Questioned]) -> list[str]:
    """The labels of all marks that occur, by their numbers."""
    return [NO_MARK, *sorted({mark.label for article in articles for mark in article.marks})]
