"""`factextract run`: articles in, JSON Lines out."""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factextract.cli.options import Kinds, Model, Paths, Published, TrainedFolder, Verbose, parse_path
from factextract.cli.terminal import say, set_up_logging, stderr
from factextract.kinds import KINDS
from factextract.language import DEFAULT_MODEL

if TYPE_CHECKING:
    from factextract.articles import Article
    from factextract.errors import ArticleError
    from factextract.records import Fact
    from factextract.trained import Trained


@dataclass(slots=True)
class Tally:
    """What the summary tells."""

    articles: int = 0
    words: int = 0
    failures: int = 0
    facts: Counter[str] = field(default_factory=Counter)
    started: float = field(default_factory=time.perf_counter)

    def add(self, text: str, facts: "list[Fact]") -> None:
        """Count an article and its facts."""
        self.articles += 1
        self.words += len(text.split())
        self.facts.update(fact.kind for fact in facts)

    def line(self) -> str:
        """The counts in a line: "12 articles, 340 facts, 1 failure, 5,210 words per second"."""
        speed = self.words / max(time.perf_counter() - self.started, 1e-9)
        counts = [_count(self.articles, "article"), _count(self.facts.total(), "fact")]
        if self.failures:
            counts.append(_count(self.failures, "failure"))
        return ", ".join([*counts, f"{speed:,.0f} words per second"])

    def kinds_line(self) -> str:
        """The facts by kind: "trade_value 12, quantity 40"."""
        return ", ".join(f"{kind} {self.facts[kind]:,}" for kind in KINDS if self.facts[kind])


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


@contextmanager
def _progress(tally: Tally, *, shown: bool) -> Iterator[Callable[[], None]]:
    """A line on the terminal that tells how far the run is, and goes when it ends."""
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    visible = shown and stderr().is_terminal
    with Progress(*columns, console=stderr(), transient=True, disable=not visible) as progress:
        task = progress.add_task("reading")
        yield lambda: progress.update(task, description=tally.line())


def run(
    paths: Paths,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR|FILE",
            parser=parse_path,
            help="Folder for facts.jsonl, or a file that ends in .jsonl.",
        ),
    ] = Path("outputs"),
    with_articles: Annotated[
        bool,
        typer.Option("--with-articles", help="Write the articles beside it, to articles.jsonl."),
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

    Exits with 0 if all went well, 1 if some articles failed, 2 if the call itself is wrong.

    Example: factextract run corpus/articles --output outputs
    """
    set_up_logging(verbose=verbose, quiet=quiet)
    facts_path = output if output.suffix == ".jsonl" else output / "facts.jsonl"
    articles_path = facts_path.with_name("articles.jsonl") if with_articles else None
    if articles_path == facts_path:
        raise typer.BadParameter("articles.jsonl is what --with-articles writes", param_hint="--output")
    for written in filter(None, (facts_path, articles_path)):
        if _would_be_read(written, paths):
            raise typer.BadParameter(
                f"{written} is among the articles to read; write to another place", param_hint="--output"
            )

    from factextract.language import load_pipeline
    from factextract.trained import load_trained

    # Before the first article is opened: a pipeline that is not there is a wrong call, not a bad article.
    load_pipeline(model)
    results = _results(paths, published, model, load_trained(trained) if trained else None)
    tally = _write(results, facts_path, articles_path, set(kinds or KINDS), min_confidence, quiet)
    if not quiet:
        say(f"{tally.line()}, in {facts_path}")
        if tally.facts:
            say(tally.kinds_line())
    if tally.failures:
        raise typer.Exit(1)


def _would_be_read(output: Path, paths: list[Path]) -> bool:
    """Whether a file to write is there already and is one of the paths to read, or in a folder of them."""
    try:
        if not output.exists():
            return False
    except OSError:
        return False  # it is said why when it is written
    target = Path(os.path.realpath(output))
    sources = [Path(os.path.realpath(path)) for path in paths]
    return any(source == target or source in target.parents for source in sources)


def _results(
    paths: list[Path], published: date | None, model: str, trained: "Trained | None"
) -> "Iterator[tuple[Article, list[Fact]] | ArticleError]":
    from factextract.articles import read_articles
    from factextract.running import extract_each

    return extract_each(read_articles(paths, published=published), model, trained)


def _write(
    results: "Iterator[tuple[Article, list[Fact]] | ArticleError]",
    facts_path: Path,
    articles_path: Path | None,
    kinds: set[str],
    min_confidence: float,
    quiet: bool,
) -> Tally:
    """Write the facts wanted, tell of failures as they come, and count. Without an article, write nothing."""
    from factextract.errors import ArticleError
    from factextract.files import LinesFile, article_line
    from factextract.records import to_json

    tally = Tally()
    with ExitStack() as stack:
        facts_file = stack.enter_context(LinesFile(facts_path))
        articles_file = stack.enter_context(LinesFile(articles_path)) if articles_path else None
        advance = stack.enter_context(_progress(tally, shown=not quiet))
        for result in results:
            if isinstance(result, ArticleError):
                tally.failures += 1
                say(str(result))
                continue
            article, found = result
            sure = [fact for fact in found if fact.confidence >= min_confidence]
            facts = [fact for fact in sure if fact.kind in kinds]
            for fact in facts:
                facts_file.write(to_json(fact))
            if articles_file:
                articles_file.write(article_line(article))
            tally.add(article.text, facts)
            advance()
        if not tally.articles:
            say("no article could be read, so nothing was written")
            raise typer.Exit(1)
    return tally
