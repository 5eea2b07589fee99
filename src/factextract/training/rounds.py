"""Fitting in rounds: decisions feed each other, so each round reads with the weights of the round before.

An article is read with weights that were fitted without it (cross-fitting). Weights know the articles they
were fitted on too well; a decision is to trust those before it only as far as they deserve on new articles.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from factextract.evaluation import GoldArticle
from factextract.facts import linear
from factextract.facts.linear import Weights
from factextract.training.examples import Example, by_task, examples_of
from factextract.training.folds import assign_folds, of_fold, without_fold
from factextract.training.parsed import Parsed, parse
from factextract.training.softmax import Settings, fit_task

T = TypeVar("T")

_log = logging.getLogger(__name__)

CROSS_FOLDS = 5
"""In how many parts the articles are split, each read with weights fitted on the others."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """The weights fitted, with the examples they were fitted on."""

    weights: Weights
    examples: list[list[Example]]
    """By article, in the order given."""


def fit(gold: Iterable[GoldArticle], rounds: int = 4) -> Weights:
    """The weights that gold articles call for."""
    return fit_parsed(list(parse(gold)), rounds).weights


def fit_parsed(articles: Sequence[Parsed], rounds: int = 4, settings: Settings | None = None) -> Fitted:
    """The weights that parsed gold articles call for, after some rounds of reading and fitting.

    The first round reads without any weights, so that the result hangs on the gold and the features alone.
    """
    settings = settings or Settings()
    examples = read_all(articles, {})
    for number in range(1, rounds):
        _log.info("round %d: %s", number, _figure(examples))
        examples = read_cross_fitted(articles, examples, settings, examples_of)
    _log.info("round %d: %s", rounds, _figure(examples))
    return Fitted(_fit_tasks(examples, settings), examples)


def read_all(articles: Iterable[Parsed], weights: Weights) -> list[list[Example]]:
    """The decisions of each article as they come out with some weights."""
    with linear.using(weights):
        return [examples_of(article) for article in articles]


def read_cross_fitted(
    articles: Sequence[Parsed],
    examples: Sequence[list[Example]],
    settings: Settings,
    read: Callable[[Parsed], T],
) -> list[T]:
    """What is read of each article with weights fitted on the examples of the articles in other folds."""
    fold_of = assign_folds(len(articles), CROSS_FOLDS, settings.seed)
    found = []
    for fold in range(CROSS_FOLDS):
        with linear.using(_fit_tasks(without_fold(examples, fold_of, fold), settings)):
            found.append(iter([read(article) for article in of_fold(articles, fold_of, fold)]))
    return [next(found[fold]) for fold in fold_of]


def _fit_tasks(examples: Iterable[Sequence[Example]], settings: Settings) -> Weights:
    return {task: fit_task(found, settings) for task, found in by_task(examples).items()}


def _figure(examples: Sequence[Sequence[Example]]) -> str:
    right = sum(example.solved for row in examples for example in row)
    return f"{right:,} of {sum(map(len, examples)):,} decisions right"
