"""A run from beginning to end: units that are not done yet to the workers, their results to the store, files from it."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from factextract.articles.units import units_of
from factextract.batch import store as stores
from factextract.batch.output import OPTIONAL_FILES, RUN, Counts, Files, write_files, write_run
from factextract.batch.results import Failure, failure_of
from factextract.batch.settings import Settings, Versions, differences, identity, versions_of
from factextract.batch.store import Store
from factextract.batch.watching import Watcher, tell_of
from factextract.batch.workers import Piece, Workers
from factextract.errors import ArticleError, TooManyErrorsError, UsageError
from factextract.files import make_folder


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is to do besides what decides its facts."""

    paths: Sequence[Path]
    files: Files
    folder: Path | None
    """Where what is done is kept for the next run; None for a run that is not to be gone on with."""
    restart: bool = False
    retry: bool = False
    max_errors: int | None = None
    workers: int = 1


@dataclass(slots=True)
class Report:
    """How a run came out."""

    counts: Counts
    read: int = 0
    """Units that were read by this run; the others were done before."""
    kept: int = 0
    gone: int = 0
    seconds: float = 0.0
    words: int = 0
    """The words of what this run read."""


def run(
    plan: Plan, settings: Settings, workers: Workers, watcher: Watcher, stopped: Callable[[], bool]
) -> Report | None:
    """Do a plan; None where it was ``stopped`` before all was done, which the next run goes on from.

    Raises `UsageError` where the output is of another version or other settings, `OutputError` where it cannot be
    written, `TooManyErrorsError`, `ModelError`.
    """
    with TemporaryDirectory(prefix="factextract-") as scratch:
        kept = Path(scratch) / stores.NAME if plan.folder is None else plan.folder / stores.NAME
        return _run(plan, kept, settings, workers, watcher, stopped)


def _run(
    plan: Plan,
    kept: Path,
    settings: Settings,
    workers: Workers,
    watcher: Watcher,
    stopped: Callable[[], bool],
) -> Report | None:
    started, clock = datetime.now(UTC), time.perf_counter()
    report = Report(Counts())
    versions = versions_of(settings)
    made_with = identity(settings, versions)
    make_folder(kept.parent)
    if plan.restart:
        for path in _left_by_earlier_runs(kept, plan):
            path.unlink(missing_ok=True)
    with Store(kept) as store, workers:
        _check_identity(store.identity, made_with, kept.parent)
        store.begin(made_with, retry=plan.retry)
        limited = _Limit(watcher, plan.max_errors)
        for done in workers.results(_to_do(plan.paths, store, report, limited), stopped):
            store.add(done.piece.unit, done.piece.number, done.results)
            report.read += 1
            report.words += tell_of(done, limited)
        if stopped():
            return None
        report.gone = store.finish()
        if store.has_articles():
            report.counts = write_files(store.rows(), plan.files, watcher)
    report.seconds = time.perf_counter() - clock
    if plan.folder is not None and report.counts.articles:
        told = description(plan.paths, settings, versions, report, started)
        write_run(plan.folder / RUN, told | {"workers": plan.workers})
    return report


class _Limit:
    """A watcher that puts up with so many failures and no more."""

    def __init__(self, watcher: Watcher, most: int | None) -> None:
        self.found, self.done = watcher.found, watcher.done
        self._watcher = watcher
        self._most = most
        self._failures = 0

    def failed(self, failure: Failure) -> None:
        self._watcher.failed(failure)
        self._failures += 1
        if self._most is not None and self._failures > self._most:
            raise TooManyErrorsError(
                f"stopped after {self._failures} failures, more than --max-errors {self._most};"
                " what is done is kept, and the same command goes on from there"
            )


def _left_by_earlier_runs(kept: Path, plan: Plan) -> list[Path]:
    """What earlier runs kept, and what they wrote that this one does not: facts in the other form, texts."""
    written = [path for _, path in plan.files.named]
    stale = [kept.parent / name for name in OPTIONAL_FILES] if plan.folder is not None else []
    return [kept, kept.with_name(f"{kept.name}-journal"), *(path for path in stale if path not in written)]


def _check_identity(before: dict[str, str] | None, now: dict[str, str], folder: Path) -> None:
    if before is None or before == now:
        return
    raise UsageError(
        f"{folder} holds facts that were made otherwise ({'; '.join(differences(before, now))}):"
        " write to another folder, or begin anew with --restart"
    )


def _to_do(paths: Iterable[Path], store: Store, report: Report, watcher: Watcher) -> Iterator[Piece]:
    """The units that are not done yet as they are now."""
    for seq, item in enumerate(units_of(paths)):
        if isinstance(item, ArticleError):
            store.add_unread(item, seq)
            watcher.failed(failure_of(item))
        elif store.has(item, seq):
            report.kept += 1
            watcher.found(item.size)
        else:
            yield Piece(seq, item)


def description(
    inputs: Iterable[object], settings: Settings, versions: Versions, report: Report, started: datetime
) -> dict[str, Any]:
    """What a run was: what it was done with, on what, and how it came out."""
    counts = report.counts
    return {
        "program": {"name": "factextract", "version": versions.program, "code": versions.code},
        "model": versions.model,
        "trained": versions.trained,
        "schema_version": versions.schema,
        "options": {name: _plain(value) for name, value in asdict(settings).items()},
        "inputs": [str(path) for path in inputs],
        "counts": {
            "articles": counts.articles,
            "failures": counts.failures,
            "words": counts.words,
            "facts": counts.facts.total(),
            "facts_by_kind": dict(sorted(counts.facts.items())),
            "read_by_this_run": report.read,
            "kept_from_before": report.kept,
            "gone_since": report.gone,
        },
        "started": started.isoformat(timespec="seconds"),
        "seconds": round(report.seconds, 3),
    }


def _plain(value: object) -> object:
    return (
        list(value) if isinstance(value, tuple) else str(value) if isinstance(value, Path | date) else value
    )
