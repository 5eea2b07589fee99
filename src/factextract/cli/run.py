"""`factextract run`: articles in, JSON Lines out."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factextract.cli.options import Kinds, Model, Paths, Published, TrainedFolder, Verbose, parse_path
from factextract.cli.progress import Progress
from factextract.cli.terminal import say, set_up_logging
from factextract.kinds import KINDS
from factextract.language import DEFAULT_MODEL

if TYPE_CHECKING:
    from factextract.batch.output import Counts, Files
    from factextract.batch.settings import Settings
    from factextract.batch.workers import Workers

STDIN = Path("-")


def run(
    paths: Paths,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR|FILE",
            parser=parse_path,
            help="Folder for facts.jsonl and what tells of the run, or a file that ends in .jsonl.",
        ),
    ] = Path("outputs"),
    with_articles: Annotated[
        bool,
        typer.Option("--with-articles", help="Write the articles' texts beside it, to texts.jsonl."),
    ] = False,
    workers: Annotated[
        int,
        typer.Option(
            min=0,
            envvar="FACTEXTRACT_WORKERS",
            help="Processes that read articles. 0 reads in this one, where a crash ends the run.",
        ),
    ] = 1,
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
    model: Model = DEFAULT_MODEL,
    trained: TrainedFolder = None,
    kinds: Kinds = None,
    min_confidence: Annotated[
        float, typer.Option(min=0, max=1, help="Leave out facts of a lower confidence.")
    ] = 0,
    published: Published = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what failed.")] = False,
    verbose: Verbose = False,
) -> None:
    """Read facts from articles and write them as JSON Lines, one record a line, in article order.

    A run that was ended goes on where it was when it is called again, and one that was finished takes up what is new.
    With "-" for a path, articles come from standard input, one JSON object a line, and facts go to standard output.

    Exits with 0 if all went well, 1 if some articles failed, 2 if the call itself is wrong.

    Example: factextract run corpus/articles --output outputs
    """
    set_up_logging(verbose=verbose, quiet=quiet, progress=not quiet)
    from factextract.batch.settings import Settings

    settings = Settings(model, trained, published, tuple(kinds or KINDS), min_confidence, texts=with_articles)
    at_work = _workers(settings, workers, timeout)
    if STDIN in paths:
        _stream(paths, at_work, quiet=quiet)
        return
    files = _files(output, texts=with_articles)
    _check_apart(files, paths)

    from factextract.batch.run import Plan
    from factextract.batch.run import run as run_batch
    from factextract.errors import StoppedError

    folder = None if output.suffix == ".jsonl" else output
    plan = Plan(paths, files, folder, restart, retry_failed, max_errors, workers)
    with _stop() as stop, Progress(paths, shown=not quiet) as progress:
        report = run_batch(plan, settings, at_work, progress, lambda: stop.asked)
    if report is None:
        kept = (
            "nothing is kept"
            if folder is None
            else "what is done is kept, and the same command goes on from there"
        )
        raise StoppedError(f"interrupted; {kept}", stop.number)
    if not report.counts.articles:
        say("no article could be read, so nothing was written")
        raise typer.Exit(1)
    if not quiet:
        _sum_up(report.counts, report.kept, report.words / max(report.seconds, 1e-9), files.facts)
    if report.counts.failures:
        raise typer.Exit(1)


def _workers(settings: "Settings", number: int, timeout: float) -> "Workers":
    from factextract.batch.workers import Processes, ThisProcess

    return Processes(settings, number, timeout) if number else ThisProcess(settings)


def _stream(paths: list[Path], workers: "Workers", *, quiet: bool) -> None:
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


def _files(output: Path, *, texts: bool) -> "Files":
    """The files to write: for a folder all that tell of the run, for a file that one."""
    from factextract.batch.output import Files

    folder = output.parent if output.suffix == ".jsonl" else output
    of_texts = folder / "texts.jsonl" if texts else None
    if output.suffix != ".jsonl":
        return Files(folder / "facts.jsonl", folder / "articles.jsonl", folder / "errors.jsonl", of_texts)
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


def _sum_up(counts: "Counts", kept: int, speed: float, facts: Path) -> None:
    from factextract.cli.progress import counted

    told = [counted(counts.articles, "article"), counted(counts.facts.total(), "fact")]
    if counts.failures:
        told.append(counted(counts.failures, "failure"))
    if kept:
        told.append(f"{counted(kept, 'unit')} done before")
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
