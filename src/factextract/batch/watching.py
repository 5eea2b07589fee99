"""Who is told how a run goes."""

import logging
from typing import Protocol

from factextract.batch.results import Failure
from factextract.batch.workers import Done

_log = logging.getLogger(__name__)


class Watcher(Protocol):
    """What is told how a run goes."""

    def found(self, size: int) -> None:
        """A unit of so many bytes is in the input and done already."""

    def done(self, size: int, articles: int, words: int, facts: int) -> None:
        """A unit of so many bytes was done."""

    def failed(self, failure: Failure) -> None:
        """Something gave no facts."""


def tell_of(done: Done, watcher: Watcher) -> int:
    """Log what a worker would have logged, and tell what became of its piece; gives the words that were read."""
    for level, message in done.messages:
        _log.log(level, "%s", message)
    fine = [result for result in done.results if result.failure is None]
    words = sum(result.words for result in fine)
    watcher.done(done.piece.unit.size, len(fine), words, sum(len(result.facts) for result in fine))
    for result in done.results:
        if result.failure is not None:
            watcher.failed(result.failure)
    return words
