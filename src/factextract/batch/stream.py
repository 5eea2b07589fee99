"""Articles from a pipe, facts to a pipe: each article's facts are written as soon as those before it are."""

import io
import logging
import queue
import threading
from collections.abc import Callable, Iterator
from typing import Final

from factextract.articles.units import Unit, units_of_stream
from factextract.batch.results import failure_of
from factextract.batch.watching import Watcher, tell_of
from factextract.batch.workers import Done, Piece, Workers
from factextract.errors import ArticleError

_AHEAD: Final = 256
"""How many lines may be read, and how many results may wait for one before them."""
_PATIENCE: Final = 0.05
"""Seconds to wait for a line before what has come is done."""

_log = logging.getLogger(__name__)


def stream(
    lines: io.BufferedReader,
    write: Callable[[bytes], None],
    workers: Workers,
    watcher: Watcher,
    stopped: Callable[[], bool],
) -> None:
    """Read articles as JSON Lines and write their facts, in order.

    Raises `ModelError`; what ``write`` raises passes through.
    """
    held: dict[int, Done] = {}
    following = 0
    with workers:
        for done in workers.results(_pieces(lines, held, watcher, stopped), stopped):
            held[done.piece.number] = done
            while (next_one := held.pop(following, None)) is not None:
                for line in (line for result in next_one.results for line in result.facts):
                    write(line)
                tell_of(next_one, watcher)
                following += 1


def _pieces(
    lines: io.BufferedReader, held: dict[int, Done], watcher: Watcher, stopped: Callable[[], bool]
) -> Iterator[Piece | None]:
    """The lines as pieces of work, None where there is none for now: input is waited for in a thread of its own."""
    came: queue.Queue[Unit | ArticleError | None] = queue.Queue(_AHEAD)
    threading.Thread(target=_read, args=(lines, came), daemon=True).start()
    number = 0
    while not stopped():
        try:
            item = came.get(timeout=_PATIENCE) if len(held) < _AHEAD else ()
        except queue.Empty:
            item = ()
        if item is None:
            return
        if isinstance(item, ArticleError):
            watcher.failed(failure_of(item))
        elif isinstance(item, Unit):
            yield Piece(number, item)
            number += 1
        else:
            yield None


def _read(lines: io.BufferedReader, came: "queue.Queue[Unit | ArticleError | None]") -> None:
    try:
        for item in units_of_stream(lines):
            came.put(item)
    except OSError as error:
        came.put(ArticleError("stdin", error.strerror or "cannot be read"))
    came.put(None)
