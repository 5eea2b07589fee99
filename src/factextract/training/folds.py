"""Articles in parts, so that what is fitted on some can be tried on others."""

import random
from collections.abc import Iterator, Sequence
from typing import TypeVar

Row = TypeVar("Row")


def assign_folds(articles: int, folds: int, seed: int) -> list[int]:
    """A fold for each article, equal in size, at random but the same for a seed."""
    numbers = [number % folds for number in range(articles)]
    random.Random(seed).shuffle(numbers)
    return numbers


def of_fold(rows: Sequence[Row], fold_of: Sequence[int], fold: int) -> Iterator[Row]:
    """What belongs to the articles of a fold."""
    return (row for row, own in zip(rows, fold_of, strict=True) if own == fold)


def without_fold(rows: Sequence[Row], fold_of: Sequence[int], fold: int) -> Iterator[Row]:
    """What belongs to the articles of all other folds."""
    return (row for row, own in zip(rows, fold_of, strict=True) if own != fold)
