"""How far a run is: a line on the terminal that changes, or lines of the log where there is none."""

import logging
import time
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from factextract.cli.terminal import say, stderr

if TYPE_CHECKING:
    from factextract.batch.results import Failure

_EVERY = 30.0
"""Seconds between two lines of the log."""

_log = logging.getLogger("factextract.run")


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 article", "2,000 articles"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


class Progress:
    """Watches a run over paths (`factextract.batch.watching.Watcher`); failures are said as they come."""

    def __init__(self, paths: list[Path], *, shown: bool) -> None:
        self._paths = paths
        self._shown = shown
        self.articles = self.words = self.facts = self.failures = 0
        self._read = self._found = self._total = 0
        self._started = self._told = time.monotonic()
        self._bar: Any = None

    def __enter__(self) -> Self:
        if not self._shown:
            return self
        from factextract.articles.units import size_of

        self._total = size_of(self._paths)
        if stderr().is_terminal:
            from rich.progress import BarColumn, SpinnerColumn, TaskProgressColumn, TextColumn
            from rich.progress import Progress as Bar

            columns = (SpinnerColumn(), BarColumn(20), TaskProgressColumn(), TextColumn("{task.description}"))
            self._bar = Bar(*columns, console=stderr(), transient=True)
            self._bar.add_task("reading", total=self._total or None)
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def found(self, size: int) -> None:
        """A unit of so many bytes is done already."""
        self._found += size

    def done(self, size: int, articles: int, words: int, facts: int) -> None:
        """A unit of so many bytes was done."""
        self._read += size
        self.articles += articles
        self.words += words
        self.facts += facts
        self._tell()

    def failed(self, failure: "Failure") -> None:
        """Something gave no facts; it is said at once."""
        self.failures += 1
        say(str(failure))

    def _tell(self) -> None:
        if self._bar is not None:
            done = min(self._found + self._read, self._total)
            self._bar.update(self._bar.task_ids[0], completed=done, description=self.line())
        elif self._shown and time.monotonic() - self._told >= _EVERY:
            self._told = time.monotonic()
            _log.info("%s", self.line())

    def line(self) -> str:
        """The counts in a line: "1,200 articles, 15,340 facts, 1 failure, 5,210 words per second, 3 min left"."""
        seconds = max(time.monotonic() - self._started, 1e-9)
        told = [counted(self.articles, "article"), counted(self.facts, "fact")]
        if self.failures:
            told.append(counted(self.failures, "failure"))
        told.append(f"{self.words / seconds:,.0f} words per second")
        left = self._total - self._found - self._read
        if self._read and left > 0:
            told.append(f"{_span(left * seconds / self._read)} left")
        return ", ".join(told)


def _span(seconds: float) -> str:
    """About how long: "40 s", "3 min", "2.5 h"."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
