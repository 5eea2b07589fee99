"""`factextract run`: articles in, facts out."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factextract.batch.choices import Engine, Format
from factextract.cli.cluster import STDIN, check_cluster, check_local
from factextract.cli.options import (
    Kinds,
    Linker,
    Model,
    Places,
    Published,
    TrainedFolder,
    Verbose,
    parse_place,
)
from factextract.cli.progress import Progress
from factextract.cli.terminal import say, set_up_logging
from factextract.kinds import KINDS
from factextract.language import DEFAULT_MODEL
from factextract.linker.setting import LinkerSetting

if TYPE_CHECKING:
    from factextract.batch.output import Files
    from factextract.batch.run import Report
    from factextract.batch.settings import Settings
    from factextract.batch.watching import Watcher
    from factextract.batch.workers import Workers


OUTPUT = "outputs"
"""Where a run writes, if not told."""


def run(
    paths: Places,
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR|FILE",
            parser=parse_place,
            help="Folder for the facts and what tells of the run, or a file that ends in .jsonl (.parquet).",
        ),
    ] = OUTPUT,
    format_: Annotated[
        Format, typer.Option("--format", help="Write facts as lines of JSON, or as a Parquet table.")
    ] = Format.JSONL,
    with_articles: Annotated[
        bool,
        typer.Option("--with-articles", help="Write the articles' texts beside it, to texts.jsonl."),
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(
            min=0,
            envvar="FACTEXTRACT_WORKERS",
            help="Processes that read articles: 1 if not told, of a cluster one a processor."
            " 0 reads in this one, where a crash ends the run.",
        ),
    ] = None,
    timeout: Annotated[
        float,
        typer.Option(min=0.1, metavar="SECONDS", help="The time an article may take, before it is given up."),
    ] = 120,
    max_errors: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="Stop when more articles than this have failed.")
    ] = None,
    restart: Annotated[
        bool, typer.Option("--restart", help="Forget what earlier runs have done in this folder.")
    ] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Do articles again that failed in an earlier run.")
    ] = False,
    engine: Annotated[
        Engine, typer.Option(help="Read in processes of this machine, or by the workers of a Ray cluster.")
    ] = Engine.LOCAL,
    address: Annotated[
        str | None,
        typer.Option(metavar="HOST:PORT", help="The Ray cluster; the one of this machine if not told."),
    ] = None,
    part_bytes: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Bytes of the input for each part that --engine ray writes."),
    ] = None,
    model: Model = DEFAULT_MODEL,
    trained: TrainedFolder = None,
    linker: Linker = LinkerSetting.FULL,
    kinds: Kinds = None,
    min_confidence: Annotated[
        float, typer.Option(min=0, max=1, help="Leave out facts of a lower confidence.")
    ] = 0,
    published: Published = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what failed.")] = False,
    verbose: Verbose = False,
) -> None:
    """Read facts from articles and write them in article order: as JSON Lines, one record a line, or as Parquet.

    A run that was ended goes on where it was when it is called again, and one that was finished takes up what is new.
    With "-" for a path, articles come from standard input, one JSON object a line, and facts go to standard output.

    Exits with 0 if all went well, 1 if some articles failed, 2 if the call itself is wrong.

    Example: factextract run corpus/articles --output outputs
    """
    set_up_logging(verbose=verbose, quiet=quiet, progress=not quiet)
    from factextract.batch.settings import Settings

    settings = Settings(
        model, trained, linker, published, tuple(kinds or KINDS), min_confidence, texts=with_articles
    )
    if engine is Engine.RAY:
        check_cluster(paths, output, workers, retry_failed=retry_failed)
        from factextract.batch.blocks import BLOCK_BYTES
        from factextract.batch.parts import FACTS
        from factextract.batch.places import joined
        from factextract.batch.ray import ClusterPlan, run_on_cluster

        over = ClusterPlan(
            paths, output, format_, address, workers, timeout, part_bytes or BLOCK_BYTES, restart, max_errors
        )
        do = partial(run_on_cluster, over, settings)
        # Ray tells of workers it lost on standard output, which is for facts.
        with redirect_stdout(sys.stderr):
            _watch(do, paths, joined(output, FACTS), "nothing is kept", quiet=quiet)
        return

    check_local(paths, output, address, part_bytes)
    number = 1 if workers is None else workers
    at_work = _workers(settings, number, timeout)
    if STDIN in paths:
        _check_pipe(
            {
                "--format": format_ is not Format.JSONL,
                "--output": output != OUTPUT,
                "--with-articles": with_articles,
                "--max-errors": max_errors is not None,
                "--restart": restart,
                "--retry-failed": retry_failed,
            }
        )
        _stream(paths, at_work, quiet=quiet)
        return
    files = _files(Path(output), format_, texts=with_articles)
    sources = [Path(path) for path in paths]
    _check_apart(files, sources)

    from factextract.batch.run import Plan
    from factextract.batch.run import run as run_batch

    folder = None if files.articles is None else Path(output)
    plan = Plan(sources, files, folder, restart, retry_failed, max_errors, number)
    kept = (
        "nothing is kept"
        if folder is None
        else "what is done is kept, and the same command goes on from there"
    )
    _watch(partial(run_batch, plan, settings, at_work), paths, str(files.facts), kept, quiet=quiet)


def _check_pipe(given: dict[str, bool]) -> None:
    """Raise where an option is given that means nothing to a pipe, which has lines of facts alone and keeps nothing."""
    for option, is_given in given.items():
        if is_given:
            raise typer.BadParameter("does not go with -, which writes to standard output", param_hint=option)


def _watch(
    do: "Callable[[Watcher, Callable[[], bool]], Report | None]",
    paths: list[str],
    facts: str,
    kept: str,
    *,
    quiet: bool,
) -> None:
    """Do a run, say how it goes and what came of it, in ``facts``; ``kept`` is said of one that is ended."""
    from factextract.errors import StoppedError

    with _stop() as stop, Progress([Path(path) for path in paths], shown=not quiet) as progress:
        report = do(progress, lambda: stop.asked)
    if report is None:
        raise StoppedError(f"interrupted; {kept}", stop.number)
    if not report.counts.articles:
        say("no article could be read, so nothing was written")
        raise typer.Exit(1)
    if not quiet:
        _sum_up(report, facts)
    if report.counts.failures:
        raise typer.Exit(1)


def _workers(settings: "Settings", number: int, timeout: float) -> "Workers":
    from factextract.batch.workers import Processes, ThisProcess

    return Processes(settings, number, timeout) if number else ThisProcess(settings)


def _stream(paths: list[str], workers: "Workers", *, quiet: bool) -> None:
    from factextract.batch.stream import stream
    from factextract.errors import StoppedError

    if len(paths) > 1:
        raise typer.BadParameter("- is standard input, and goes without other paths", param_hint="PATH")
    out: Any = sys.stdout.buffer

    def write(line: bytes) -> None:
        out.write(line + b"\n")
        out.flush()

    with _stop() as stop, Progress([], shown=not quiet and not sys.stdout.isatty()) as progress:
        stream(sys.stdin.buffer, write, workers, progress, lambda: stop.asked)  # type: ignore[arg-type]
    if stop.asked:
        raise StoppedError("interrupted", stop.number)
    if progress.failures:
        raise typer.Exit(1)


def _files(output: Path, format_: Format, *, texts: bool) -> "Files":
    """The files to write: for a folder all that tell of the run, for a file that one."""
    from factextract.batch.output import Files

    if format_ is Format.PARQUET:
        from factextract.parquet import schema

        # Where pyarrow is not installed that is said now, not when all has been read.
        schema()
    named = output.suffix.removeprefix(".")
    of_texts = (output.parent if named in set(Format) else output) / "texts.jsonl" if texts else None
    if named not in set(Format):
        facts = output / f"facts.{format_}"
        return Files(facts, output / "articles.jsonl", output / "errors.jsonl", of_texts)
    if named != format_:
        raise typer.BadParameter(f"{output} is no name for --format {format_}", param_hint="--output")
    if output == of_texts:
        raise typer.BadParameter("texts.jsonl is what --with-articles writes", param_hint="--output")
    return Files(output, texts=of_texts)


def _check_apart(files: "Files", paths: list[Path]) -> None:
    """Raise where a file to write is one of the paths to read, or lies in a folder of them: it would be read next."""
    sources = [Path(os.path.realpath(path)) for path in paths]
    for _, path in files.named:
        target = Path(os.path.realpath(path))
        if any(source == target or (source.is_dir() and source in target.parents) for source in sources):
            raise typer.BadParameter(
                f"{path} is among the articles to read; write to another place", param_hint="--output"
            )


def _sum_up(report: "Report", facts: str) -> None:
    from factextract.cli.progress import counted

    counts, speed = report.counts, report.words / max(report.seconds, 1e-9)
    told = [counted(counts.articles, "article"), counted(counts.facts.total(), "fact")]
    if counts.failures:
        told.append(counted(counts.failures, "failure"))
    if report.kept:
        told.append(f"{counted(report.kept, 'unit')} done before")
    if report.gone:
        told.append(f"{counted(report.gone, 'unit')} gone since")
    say(f"{', '.join(told)}, {speed:,.0f} words per second, in {facts}")
    if counts.facts:
        say(", ".join(f"{kind} {counts.facts[kind]:,}" for kind in KINDS if counts.facts[kind]))


class _Stop:
    """Whether the run was asked to stop, and by which signal."""

    asked = False
    number = 0


@contextmanager
def _stop() -> Iterator[_Stop]:
    """The first Ctrl-C (or SIGTERM) asks the run to stop when what is begun is done, the second one stops it."""
    stop = _Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def ask(number: int, _: object) -> None:
        if stop.asked:
            raise KeyboardInterrupt
        stop.asked, stop.number = True, number
        say("stopping when what is begun is done; once more stops at once")

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
