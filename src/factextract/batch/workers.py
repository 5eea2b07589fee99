"""Units to results, in this process or in others that may crash or hang without harm to the rest."""

import contextlib
import gc
import logging
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import cache
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self

from factextract.articles.units import Unit, read_unit
from factextract.batch.results import Result, failed, success
from factextract.batch.settings import Settings
from factextract.errors import ArticleError, LostWorkerError, ModelError, WorkersError

if TYPE_CHECKING:
    from factextract.articles.article import Article
    from factextract.trained import Trained

UNITS, BYTES = 16, 100_000
"""How many units, and of how many bytes, a worker is given at a time."""

_UNCOLLECTED = 50_000
"""How many new objects a worker lets come together before it looks for garbage."""

_IDLE_SECONDS = 0.05
"""How long to wait for results before looking for more input again, where there was none."""

_REPLACED_IN_A_ROW = 3

_BYTES_OF_ONE = 1_000_000
"""No single article is longer."""

_BYTES_A_SECOND = 2_000
"""What a worker reads at the very least; a batch has time for its length."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Piece:
    """A unit to do; of one with many articles, where ``only`` is a number, the article of that number alone."""

    number: int
    unit: Unit
    only: int | None = None


@dataclass(slots=True)
class Done:
    """What became of a piece, and what was logged meanwhile."""

    piece: Piece
    results: list[Result]
    messages: list[tuple[int, str]] = field(default_factory=list)


class Workers(Protocol):
    """What does pieces of work."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def results(self, pieces: Iterable[Piece | None], stopped: Callable[[], bool]) -> Iterator[Done]:
        """What becomes of each, as it is done; once ``stopped`` no more are begun."""
        ...


def batches(pieces: Iterable[Piece | None]) -> Iterator[list[Piece]]:
    """Pieces a few at a time, fewer where they are long; where there is none for now (None), what has come, if nothing."""
    batch: list[Piece] = []
    size = 0
    for piece in pieces:
        if piece is not None:
            batch.append(piece)
            size += piece.unit.size
        if piece is None or len(batch) == UNITS or size >= BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def do(pieces: Sequence[Piece], settings: Settings) -> list[Done]:
    """What becomes of pieces, in this process."""
    from factextract.running import extract_each

    done = [Done(piece, []) for piece in pieces]
    items: list[tuple[Done, Article | ArticleError]] = []
    with _collecting() as messages:
        for each in done:
            articles = read_unit(each.piece.unit, settings.published)
            items += [
                (each, item)
                for number, item in enumerate(articles)
                if each.piece.only is None or number == each.piece.only
            ]
        extracted = extract_each([item for _, item in items], settings.model, _trained(settings))
        for (each, item), outcome in zip(items, extracted, strict=True):
            if isinstance(outcome, ArticleError):
                each.results.append(failed(outcome, None if isinstance(item, ArticleError) else item.id))
            else:
                each.results.append(success(*outcome, settings))
    if done:
        done[0].messages += messages
    return done


@cache
def _trained(settings: Settings) -> "Trained":
    from factextract.trained import load_trained

    return load_trained(settings.trained, settings.linker)


class _Collector(logging.Handler):
    """Keeps what is logged, for another process to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(logging.Formatter("%(message)s"))
        self.messages: list[tuple[int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append((record.levelno, self.format(record)))


@contextlib.contextmanager
def _collecting() -> Iterator[list[tuple[int, str]]]:
    """What the library logs within the ``with`` block, in place of where it would go."""
    logger, collector = logging.getLogger("factextract"), _Collector()
    handlers, propagate = logger.handlers, logger.propagate
    logger.handlers, logger.propagate = [collector], False
    try:
        yield collector.messages
    finally:
        logger.handlers, logger.propagate = handlers, propagate


class ThisProcess:
    """Does pieces one batch after the other in this process, at the mercy of what an article does to it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to end."""

    def results(self, pieces: Iterable[Piece | None], stopped: Callable[[], bool]) -> Iterator[Done]:
        """What becomes of each piece, in order."""
        for batch in batches(pieces):
            if stopped():
                return
            yield from do(batch, self._settings)


class Processes:
    """Does pieces in ``number`` processes. One that dies, or is silent for ``timeout`` seconds, is replaced.

    A batch that is lost with its process is done again piece by piece, so that only the article to blame is lost.
    """

    def __init__(self, settings: Settings, number: int, timeout: float) -> None:
        self._settings = settings
        self._number = number
        self._timeout = timeout
        self._replaced = 0
        self._pool: Any = None
        """A `pebble.ProcessPool`, of which not all is typed."""

    def __enter__(self) -> Self:
        self._pool = self._new_pool()
        return self

    def _new_pool(self) -> Any:
        import multiprocessing

        from pebble import ProcessPool

        level = logging.getLogger("factextract").level
        return ProcessPool(
            self._number,
            context=multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(os.getpid(), level, self._settings),
        )

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            if kind is None:
                self._pool.close()
            else:
                self._pool.stop()
            self._pool.join()

    def results(self, pieces: Iterable[Piece | None], stopped: Callable[[], bool]) -> Iterator[Done]:
        """What becomes of each piece, as it is done; some are begun ahead, so that no process waits for work."""
        waiting: dict[Future[Any], list[Piece]] = {}
        source = batches(pieces)
        more = True
        while more or waiting:
            idle = False
            while more and not idle and len(waiting) < 2 * self._number + 1:
                batch = None if stopped() else next(source, None)
                more, idle = batch is not None, batch == []
                if batch:
                    waiting[self._begin(batch)] = batch
            if stopped():
                waiting = self._begun(waiting)
            finished, _ = wait(waiting, _IDLE_SECONDS if idle else None, FIRST_COMPLETED)
            for future in finished:
                yield from self._outcome(future, waiting.pop(future))

    def _begun(self, waiting: dict["Future[Any]", list[Piece]]) -> dict["Future[Any]", list[Piece]]:
        """Those that a process has begun; the others are called off."""
        for future in waiting:
            if not future.running():
                future.cancel()
        return {future: batch for future, batch in waiting.items() if not future.cancelled()}

    def _begin(self, batch: Sequence[Piece]) -> "Future[Any]":
        time = self._timeout
        if len(batch) > 1:
            time += sum(piece.unit.size for piece in batch) / _BYTES_A_SECOND
        elif batch[0].only is None:
            # A file of many articles by itself has the time of several.
            time *= max(1.0, batch[0].unit.size / _BYTES_OF_ONE)
        return self._schedule(do, batch, self._settings, timeout=time)

    def _schedule(
        self, function: Callable[..., Any], *args: Any, timeout: float | None = None
    ) -> "Future[Any]":
        if not self._pool.active:
            self._replace_pool()
        future: Future[Any] = self._pool.schedule(function, args=args, timeout=timeout)
        return future

    def _replace_pool(self) -> None:
        """Begin anew after processes were lost while they began, which ends a pool; not for ever."""
        self._replaced += 1
        if self._replaced > _REPLACED_IN_A_ROW:
            raise WorkersError(
                f"the processes that read articles end as soon as they begin, {self._replaced} times in a row"
            )
        self._pool.stop()
        self._pool.join()
        self._pool = self._new_pool()

    def _outcome(self, future: "Future[Any]", batch: Sequence[Piece]) -> Iterator[Done]:
        from pebble import ProcessExpired

        try:
            done = future.result()
        except BrokenProcessPool:
            yield from self._outcome(self._begin(batch), batch)
        except (ProcessExpired, TimeoutError) as error:
            yield from self._again(batch, error)
        else:
            self._replaced = 0
            yield from done

    def _again(self, batch: Sequence[Piece], error: Exception) -> Iterator[Done]:
        """What becomes of pieces whose process was lost: each by itself, and at last the one to blame."""
        if len(batch) > 1:
            for piece in batch:
                yield from self._outcome(self._begin([piece]), [piece])
            return
        (piece,) = batch
        if piece.only is None and (articles := self._articles_in(piece.unit)) > 1:
            yield self._one_by_one(piece, articles)
            return
        yield Done(piece, [failed(self._lost(piece.unit, error))])

    def _articles_in(self, unit: Unit) -> int:
        """How many articles a unit has; 1 where reading them is what takes a process down."""
        from pebble import ProcessExpired

        if unit.line is not None:
            return 1
        try:
            return int(self._schedule(_count, unit, timeout=self._timeout).result())
        except (ProcessExpired, TimeoutError):
            return 1

    def _one_by_one(self, piece: Piece, articles: int) -> Done:
        whole = Done(piece, [])
        for number in range(articles):
            alone = Piece(piece.number, piece.unit, only=number)
            for done in self._outcome(self._begin([alone]), [alone]):
                whole.results += done.results
                whole.messages += done.messages
        return whole

    def _lost(self, unit: Unit, error: Exception) -> LostWorkerError:
        if isinstance(error, TimeoutError):
            lost = LostWorkerError(unit.where, f"not done within {self._timeout:g} seconds")
            lost.stage = "timeout"
            return lost
        code = getattr(error, "exitcode", None)
        return LostWorkerError(unit.where, f"the process that read it was lost ({_cause(code)})")


def _cause(code: int | None) -> str:
    """Why a process ended, by its exit code."""
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"


def _begin(parent: int, level: int, settings: Settings) -> None:
    """Sets a new worker up: the run, not the terminal, ends it; without the run it ends. The clock does not run yet."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    logging.getLogger("factextract").setLevel(level)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    from factextract.language import load_pipeline

    # What is wrong with them is raised where it can be told: by the first piece of work.
    with contextlib.suppress(ModelError):
        load_pipeline(settings.model)
        _trained(settings)
    collect_seldom()


def collect_seldom() -> None:
    """Look for circles of objects seldom, and never among what is there already, for the rest of the process.

    A parse is full of them, and looking takes a tenth of the time.
    """
    gc.freeze()
    gc.set_threshold(_UNCOLLECTED)


def _end_with(parent: int) -> None:
    """Ends this process when the one that began it is gone, however that went."""
    alone = threading.Event()
    while not alone.wait(1.0):
        if os.getppid() != parent:
            os._exit(1)


def _count(unit: Unit) -> int:
    return sum(1 for _ in read_unit(unit))
