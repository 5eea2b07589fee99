"""A run over a Ray cluster: the same facts as a run in processes of this machine writes, in parts.

The input is divided into blocks. Ray Data gives each to an actor, which has a process of its own with the model loaded;
there an article that crashes or hangs costs itself alone, as on one machine. The actor writes the block's part and tells
what became of its articles. Ray does a block again whose actor was lost; one that takes its actor down again and again
is done unit by unit at the end. Which of two articles with one id has it is decided here, when all is known.
"""

import logging
import os
import pickle
import socket
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import Any

from factextract.articles.units import Unit
from factextract.batch.blocks import BLOCK_BYTES, Block, Mirror, Source, blocks_of
from factextract.batch.choices import Format
from factextract.batch.output import RUN, Counts, Files, write_files, write_run
from factextract.batch.parts import (
    FACTS,
    TEXTS,
    Item,
    Job,
    drop_from_part,
    output_folder,
    remove_unfinished,
    write_part,
)
from factextract.batch.places import exists, is_remote, joined, remove
from factextract.batch.results import Failure, Result, failed, failure_of
from factextract.batch.run import Report, description
from factextract.batch.settings import Settings, Versions, differences, identity, versions_of
from factextract.batch.store import NAME, Row, Store
from factextract.batch.watching import Watcher
from factextract.batch.workers import Done, Piece, Processes
from factextract.errors import (
    ArticleError,
    FactextractError,
    LostWorkerError,
    ModelError,
    TooManyErrorsError,
    UsageError,
)
from factextract.files import make_folder, reason_of

RETRIES = 2
"""How often a block is done again whose actor was lost; Ray itself would do it for ever."""

_ATTEMPTS = 2
"""How often a unit may take down the actor that reads it alone."""

_REACHED_SECONDS = 10.0
"""How long a cluster may take to answer at its address."""

_ARTICLES, _ERRORS = "articles.jsonl", "errors.jsonl"

_BLOCK_BITS = 32
"""Units are numbered by their block and, in this many bits, their place in it."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ClusterPlan:
    """What a run over a cluster is to do besides what decides its facts."""

    paths: Sequence[str]
    """Paths that every worker has, or URIs."""
    output: str
    format: Format = Format.JSONL
    address: str | None = None
    """Of the cluster; None for the one that RAY_ADDRESS names or that runs here, or else one that is begun and ended."""
    workers: int | None = None
    """How many actors read; None for one a processor of the cluster."""
    timeout: float = 120
    block_bytes: int = BLOCK_BYTES
    restart: bool = False
    max_errors: int | None = None


@dataclass(slots=True)
class Outcome:
    """What a worker tells of a block, or the error that the run is to end with."""

    items: list[Item]
    messages: list[tuple[int, str]]
    error: FactextractError | None = None
    lost: bool = False
    """Whether it took down too many actors to be tried again."""


def run_on_cluster(
    plan: ClusterPlan, settings: Settings, watcher: Watcher, stopped: Callable[[], bool]
) -> Report | None:
    """Do a plan; None where it was ``stopped`` before all was done, of which nothing is kept.

    Raises `UsageError` where ray is not installed, the cluster cannot be reached or has other versions, or the output
    holds a run; `OutputError`, `TooManyErrorsError`, `ModelError`.
    """
    _check_installed()
    versions = versions_of(settings)
    _make_room(plan)
    started, clock = datetime.now(UTC), time.perf_counter()
    try:
        with _cluster(plan.address), TemporaryDirectory(prefix="factextract-") as scratch:
            _check_nodes(plan, settings, versions)
            blocks = list(blocks_of(plan.paths, plan.block_bytes))
            digits = max(5, len(str(len(blocks))))
            level = logging.getLogger("factextract").level
            job = Job(settings, plan.output, plan.format, plan.timeout, digits, Path.cwd(), level)
            with Store(Path(scratch) / NAME) as store:
                store.begin({}, retry=False)
                report = _read(blocks, job, plan, store, watcher, stopped)
                if report is not None:
                    _finish(job, store, report, watcher, Path(scratch))
    except BaseException:
        # By now there is no worker left that would write one more.
        _remove_parts(plan.output)
        raise
    if report is None or not report.counts.articles:
        _remove_parts(plan.output)
        return report
    report.seconds = time.perf_counter() - clock
    told = description(plan.paths, settings, versions, report, started)
    told |= {"engine": "ray", "workers": plan.workers, "parts": len(blocks)}
    with output_folder(plan.output) as folder:
        write_run(folder / RUN, told)
    return report


def _check_installed() -> None:
    try:
        import pyarrow  # noqa: F401
        import ray.data  # noqa: F401
    except ImportError as error:
        raise UsageError(
            "--engine ray needs what is not installed: pip install 'factextract[ray]'"
        ) from error


def _make_room(plan: ClusterPlan) -> None:
    """Raise where the output holds a run already; with ``restart`` that is removed."""
    if plan.restart:
        _remove_parts(plan.output)
        for name in (_ARTICLES, _ERRORS, RUN):
            remove(joined(plan.output, name))
        return
    for name in (RUN, FACTS, TEXTS):
        if exists(joined(plan.output, name)):
            raise UsageError(
                f"{plan.output} holds a run already, and --engine ray goes on from none:"
                " write to another folder, or begin anew with --restart"
            )


def _remove_parts(output: str) -> None:
    for folder in (FACTS, TEXTS):
        remove(joined(output, folder))


def _check_reached(address: str) -> None:
    """Raise where nobody answers at a host and port: Ray would try for minutes."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit() or "://" in address:
        return
    try:
        socket.create_connection((host, int(port)), _REACHED_SECONDS).close()
    except (OSError, OverflowError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else "no such port"
        raise UsageError(f"no Ray cluster at {address}: {reason}") from error


@contextmanager
def _cluster(address: str | None) -> Iterator[None]:
    """A connection to a cluster, which stays as it was where there was one before."""
    import ray

    # Ray would send figures about its use over the network.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    if ray.is_initialized():
        yield
        return
    if address is not None:
        _check_reached(address)
    quiet = _log.getEffectiveLevel() > logging.DEBUG
    of_its_own: dict[str, Any] = {"include_dashboard": False}
    try:
        ray.init(
            address=address,
            log_to_driver=not quiet,
            logging_level=logging.ERROR if quiet else logging.INFO,
            **({} if address or os.environ.get("RAY_ADDRESS") else of_its_own),
        )
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise UsageError(f"no Ray cluster at {address or 'this machine'}: {error}") from error
    try:
        yield
    finally:
        ray.shutdown()


def _check_nodes(plan: ClusterPlan, settings: Settings, versions: Versions) -> None:
    """Raise where a node of the cluster has not the files and programs that this one has."""
    shared = [Path(path).absolute() for path in plan.paths if not is_remote(path) and exists(path)]
    with _mark(plan.output) as mark:
        for where, there, missing in _looks(settings, [*shared, *mark]):
            if there != versions:
                found = differences(identity(settings, versions), identity(settings, there))
                raise UsageError(f"{where} has another factextract: {'; '.join(found)}")
            if missing is not None:
                folder = missing.parent if missing in mark else missing
                raise UsageError(
                    f"{where} does not have {folder}: name folders that all nodes share, or URIs"
                )


@contextmanager
def _mark(output: str) -> Iterator[list[Path]]:
    """A file in the output while the ``with`` block lasts, by which a node can tell that it has the same folder."""
    if is_remote(output):
        yield []
        return
    make_folder(Path(output))
    with NamedTemporaryFile(prefix=".factextract-", dir=output) as mark:
        yield [Path(mark.name).absolute()]


def _looks(settings: Settings, paths: Sequence[Path]) -> Iterator[tuple[str, Versions, Path | None]]:
    """What each node is called in messages, and what `_look` gives there. Raises `UsageError`, `ModelError`."""
    import ray
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    task = ray.remote(num_cpus=0)(_look)
    nodes = [node for node in ray.nodes() if node["Alive"] and node["Resources"].get("CPU")]
    on = [NodeAffinitySchedulingStrategy(node["NodeID"], soft=False) for node in nodes]
    asked = [task.options(scheduling_strategy=one).remote(settings, Path.cwd(), paths) for one in on]
    for node, reference in zip(nodes, asked, strict=True):
        where = f"the node {node['NodeManagerHostname']} of the cluster"
        try:
            versions, missing = ray.get(reference)
        except ModelError as error:
            raise ModelError(f"{where}: {_first_line(error)}") from error
        except ray.exceptions.RayError as error:
            reason = _first_line(error)
            raise UsageError(f"{where} cannot run factextract as it is here: {reason}") from error
        yield where, versions, missing


def _look(settings: Settings, folder: Path, paths: Sequence[Path]) -> tuple[Versions, Path | None]:
    """What facts would be made with on this node, and the first of some paths that it does not have."""
    _stand_in(folder)
    return versions_of(settings), next((path for path in paths if not path.exists()), None)


def _stand_in(folder: Path) -> None:
    """Let paths count from the folder that they were named in, on a node that has it."""
    if folder.is_dir():
        os.chdir(folder)


def _first_line(error: Exception) -> str:
    """The gist of an error of Ray's, which tells it with a traceback before it."""
    lines = [line for line in str(error).splitlines() if line.strip()]
    return lines[-1].strip() if lines else type(error).__name__


def _read(
    blocks: Sequence[Block],
    job: Job,
    plan: ClusterPlan,
    store: Store,
    watcher: Watcher,
    stopped: Callable[[], bool],
) -> Report | None:
    """Have all blocks read and their parts written; None where that was ``stopped``."""
    report = Report(Counts())
    failures = 0
    for number, outcome in _outcomes(blocks, job, plan.workers):
        if outcome.error is not None:
            raise outcome.error
        for level, message in outcome.messages:
            _log.log(level, "%s", message)
        for place, item in enumerate(outcome.items):
            failures += _keep(item, number << _BLOCK_BITS | place, store, report, watcher)
            if plan.max_errors is not None and failures > plan.max_errors:
                raise TooManyErrorsError(
                    f"stopped after {failures} failures, more than --max-errors {plan.max_errors}; nothing is kept"
                )
        if stopped():
            return None
    return report


def _keep(item: Item, seq: int, store: Store, report: Report, watcher: Watcher) -> int:
    """Keep what became of a unit, and tell of it; gives how many failures that were."""
    if isinstance(item, ArticleError):
        store.add_unread(item, seq)
        watcher.failed(failure_of(item))
        return 1
    unit, results = item
    store.add(unit, seq, results)
    fine = [result for result in results if result.failure is None]
    words = sum(result.words for result in fine)
    watcher.done(unit.size, len(fine), words, sum(sum(result.counts.values()) for result in fine))
    failures: list[Failure] = [result.failure for result in results if result.failure is not None]
    for failure in failures:
        watcher.failed(failure)
    report.read += 1
    report.words += words
    return len(failures)


def _outcomes(blocks: Sequence[Block], job: Job, workers: int | None) -> Iterator[tuple[int, Outcome]]:
    """What became of each block, as they are done; last those that no actor lived through."""
    missing = {block.number: block for block in blocks}
    for row in _dataset(blocks, job, workers).iter_rows():
        outcome: Outcome = pickle.loads(row["outcome"])
        if not outcome.lost and missing.pop(row["number"], None) is not None:
            yield row["number"], outcome
    if missing:
        _log.info("blocks that were lost with their workers, and are done unit by unit: %d", len(missing))
    for number, block in missing.items():
        messages: list[tuple[int, str]] = []
        outcome = _outcome(job, number, _one_by_one(block, job, messages))
        outcome.messages += messages
        yield number, outcome


def _dataset(blocks: Sequence[Block], job: Job, workers: int | None) -> Any:
    """Blocks to outcomes, by actors that load the model once each."""
    import ray

    if not blocks:
        return ray.data.from_items([])
    if _log.getEffectiveLevel() > logging.DEBUG:
        logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    rows = [{"number": block.number, "sources": pickle.dumps(block.sources)} for block in blocks]
    actors = workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
    begun = ray.remote(num_cpus=0, max_restarts=-1, max_task_retries=-1)(Begun).remote()
    data = ray.data.from_items(rows, override_num_blocks=len(rows)).map_batches(
        Reader,
        fn_constructor_args=(job, begun),
        batch_size=1,
        batch_format="pyarrow",
        # Not one block more than it reads is to be lost with an actor.
        compute=ray.data.ActorPoolStrategy(size=min(actors, len(rows)), max_tasks_in_flight_per_actor=1),
        num_cpus=1,
    )
    # A block that fails in a way that is not foreseen is missing from the outcomes, and done unit by unit then.
    data.context.max_errored_blocks = -1
    data.context.enable_progress_bars = False
    return data


def _process(job: Job) -> Processes:
    """The process that an actor has read its articles; it ends with the actor."""
    _stand_in(job.folder)
    logging.getLogger("factextract").setLevel(job.level)
    return Processes(job.settings, 1, job.timeout).__enter__()


class Begun:
    """An actor that counts how often each block was begun, which the actors that are lost with one cannot."""

    def __init__(self) -> None:
        self._times: Counter[int] = Counter()

    def begin(self, number: int) -> int:
        """Count a block, and tell how often it has been."""
        self._times[number] += 1
        return self._times[number]


class Reader:
    """An actor that reads blocks, in a process of its own for as long as that does well."""

    def __init__(self, job: Job, begun: Any) -> None:
        self._job = job
        self._begun = begun
        self._processes = _process(job)

    def __call__(self, rows: Any) -> Any:
        """An Arrow table with a block to one with its outcome."""
        import pyarrow
        import ray

        number = rows["number"][0].as_py()
        if ray.get(self._begun.begin.remote(number)) > 1 + RETRIES:
            outcome = Outcome([], [], lost=True)
        else:
            outcome = self._read(number, pickle.loads(rows["sources"][0].as_py()))
        return pyarrow.table({"number": [number], "outcome": [pickle.dumps(outcome)]})

    def _read(self, number: int, sources: Iterable[Source | ArticleError]) -> Outcome:
        messages: list[tuple[int, str]] = []
        with TemporaryDirectory(prefix="factextract-") as scratch:
            items = _items(sources, self._processes, Mirror(Path(scratch)), messages)
            outcome = _outcome(self._job, number, items)
        outcome.messages += messages
        return outcome


def _outcome(job: Job, number: int, items: Iterable[Item]) -> Outcome:
    """Writes a block's part; what would end a run is no error of a block, but for the run to say."""
    try:
        return Outcome(write_part(job, number, items), [])
    except FactextractError as error:
        return Outcome([], [], error)


def _items(
    sources: Iterable[Source | ArticleError],
    processes: Processes,
    mirror: Mirror,
    messages: list[tuple[int, str]],
) -> Iterator[Item]:
    """What becomes of the units of a block, in order; ``messages`` gets what was logged meanwhile."""
    held: dict[int, Done | ArticleError] = {}
    following = 0
    for done in processes.results(_pieces(sources, mirror, held), lambda: False):
        held[done.piece.number] = done
        while (item := held.pop(following, None)) is not None:
            yield _item(item, mirror, messages)
            following += 1
    for number in sorted(held):
        yield _item(held[number], mirror, messages)


def _pieces(
    sources: Iterable[Source | ArticleError], mirror: Mirror, held: dict[int, Done | ArticleError]
) -> Iterator[Piece]:
    """The units of a block; what cannot be opened is ``held`` by its number."""
    number = 0
    for source in sources:
        for unit in mirror.units(source):
            if isinstance(unit, ArticleError):
                held[number] = unit
            else:
                yield Piece(number, unit)
            number += 1


def _item(item: Done | ArticleError, mirror: Mirror, messages: list[tuple[int, str]]) -> Item:
    if isinstance(item, ArticleError):
        return mirror.named_error(item)
    return _of_unit(item, mirror, messages)


def _of_unit(done: Done, mirror: Mirror, messages: list[tuple[int, str]]) -> tuple[Unit, list[Result]]:
    messages += [(level, mirror.named(message)) for level, message in done.messages]
    return mirror.named_unit(done.piece.unit), [mirror.named_result(result) for result in done.results]


class Alone:
    """An actor that reads one unit of a source at a time; all that is asked of it begins from nothing."""

    def __init__(self, job: Job) -> None:
        self._processes = _process(job)

    def units(self, source: Source | ArticleError) -> list[Unit | ArticleError]:
        """The units of a source, without their texts."""
        with TemporaryDirectory(prefix="factextract-") as scratch:
            mirror = Mirror(Path(scratch))
            return [
                mirror.named_error(unit) if isinstance(unit, ArticleError) else mirror.named_unit(unit)
                for unit in mirror.units(source)
            ]

    def read(self, source: Source, place: int) -> tuple[list[Result], list[tuple[int, str]]]:
        """What becomes of one unit of a source, and what was logged meanwhile."""
        messages: list[tuple[int, str]] = []
        with TemporaryDirectory(prefix="factextract-") as scratch:
            mirror = Mirror(Path(scratch))
            units = [unit for number, unit in enumerate(mirror.units(source)) if number == place]
            pieces = [Piece(place, unit) for unit in units if isinstance(unit, Unit)]
            (done,) = self._processes.results(pieces, lambda: False)
            _, results = _of_unit(done, mirror, messages)
        return results, messages


class _Attempts:
    """Calls of an `Alone`, which is replaced where it is lost."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._actor: Any = None

    def call(self, where: str, method: str, *args: object) -> Any:
        """What a method gives. Raises `LostWorkerError` where the actor is lost each time."""
        import ray

        reason = ""
        for _ in range(_ATTEMPTS):
            if self._actor is None:
                self._actor = ray.remote(num_cpus=1, max_restarts=0)(Alone).remote(self._job)
            try:
                return ray.get(getattr(self._actor, method).remote(*args))
            except FactextractError:
                raise
            except ray.exceptions.RayError as error:
                _log.debug("%s: lost", where, exc_info=True)
                reason = type(error).__name__
                self._actor = None
        raise LostWorkerError(where, f"each worker that read it was lost ({reason})")


def _one_by_one(block: Block, job: Job, messages: list[tuple[int, str]]) -> Iterator[Item]:
    """What becomes of the units of a block that no actor lived through: only the one to blame is lost."""
    attempts = _Attempts(job)
    for source in block.sources:
        where = source.path
        try:
            units = attempts.call(where, "units", source)
        except LostWorkerError as error:
            yield error
            continue
        for place, unit in enumerate(units):
            if isinstance(unit, ArticleError):
                yield unit
                continue
            try:
                results, logged = attempts.call(unit.where, "read", source, place)
            except LostWorkerError as error:
                yield unit, [failed(error)]
                continue
            messages += logged
            yield unit, results


def _finish(job: Job, store: Store, report: Report, watcher: Watcher, scratch: Path) -> None:
    """Write what tells of all articles, and take facts out of the parts that are of an article without its own id."""
    store.finish()
    remove_unfinished(job.output)
    if not store.has_articles():
        return
    repeated: dict[int, set[str]] = defaultdict(set)
    with output_folder(job.output) as folder:
        # The facts are in the parts already: of these rows there are none.
        files = Files(scratch / "facts.jsonl", folder / _ARTICLES, folder / _ERRORS)
        report.counts = write_files(_noting(store.rows(), repeated), files, watcher)
    for number, ids in repeated.items():
        drop_from_part(job, number, ids)


def _noting(rows: Iterable[Row], repeated: dict[int, set[str]]) -> Iterator[Row]:
    """The rows; ``repeated`` gets the ids that an earlier block has, by the block that has them again."""
    current, own = -1, set[str]()
    for row in rows:
        number, id_ = row.seq >> _BLOCK_BITS, row.result.id
        if number != current:
            current, own = number, set()
        if id_ is not None and not row.repeats:
            own.add(id_)
        elif id_ is not None and id_ not in own:
            repeated[number].add(id_)
        yield row
