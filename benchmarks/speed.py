"""Articles per second against the bare spaCy pipeline: ``python benchmarks/speed.py [FOLDER]``.

One process that collects garbage as a worker of `factextract run` does, the same texts, loading left out; all interleaved
in every round, the median of all rounds. Where CQE is installed (PyPI `cqe`), it reads the same texts, once.
"""

import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factextract.articles import Article, read_articles
from factextract.batch.workers import collect_seldom
from factextract.extractor import Extractor
from factextract.facts import build_facts
from factextract.language import DEFAULT_MODEL, load_pipeline
from factextract.linker.setting import LinkerSetting
from factextract.mentions import find_mentions
from factextract.mentions.dates import find_dates
from factextract.mentions.hedges import future_clauses
from factextract.mentions.names import find_names
from factextract.mentions.quantities import find_quantities
from factextract.parse import Parse
from factextract.records import to_json
from factextract.trained import load_trained

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

ARTICLES = Path(__file__).parents[1] / "corpus" / "articles"


@cache
def _bare() -> "Language":
    import spacy

    return spacy.load(DEFAULT_MODEL)


def bare_spacy(articles: list[Article]) -> None:
    """The pipeline as spaCy loads it, all its components."""
    for _ in _bare().pipe(article.text for article in articles):
        pass


def own_spacy(articles: list[Article]) -> None:
    """The same components as factextract runs them."""
    for _ in load_pipeline().pipe(article.text for article in articles):
        pass


def factextract(articles: list[Article], linker: LinkerSetting) -> None:
    """Articles to records in JSON."""
    for _, facts in Extractor(trained=load_trained(linker=linker)).extract_many(articles):
        for fact in facts:
            to_json(fact)


def cqe(articles: list[Article]) -> None:
    """Articles to quantities by CQE."""
    from CQE import CQE

    reader = CQE.CQE()
    for article in articles:
        reader.parse(article.text)


def seconds(work: Callable[[list[Article]], None], articles: list[Article]) -> float:
    """How long it takes."""
    begun = time.perf_counter()
    work(articles)
    return time.perf_counter() - begun


def stages(doc: "Doc", article: Article) -> Iterator[tuple[str, Callable[[], object]]]:
    """The steps from a parsed article to its records, each by itself."""
    mentions = find_mentions(doc, article.title, article.published)
    parse = Parse(doc)
    facts = build_facts(parse, mentions, article)
    yield "names", lambda: find_names(doc, article.title, article.published)
    yield "quantities", lambda: find_quantities(doc)
    yield "dates", lambda: find_dates(doc.text, article.published, future_clauses(parse))
    yield "facts", lambda: build_facts(Parse(doc), mentions, article)
    yield "records", lambda: [to_json(fact) for fact in facts]


def milliseconds(articles: list[Article], rounds: int) -> dict[str, float]:
    """Milliseconds an article spends in each stage, the median of the rounds."""
    docs = list(load_pipeline().pipe(article.text for article in articles))
    spent: dict[str, list[float]] = defaultdict(list)
    for _ in range(rounds):
        total: dict[str, float] = defaultdict(float)
        for doc, article in zip(docs, articles, strict=True):
            for name, work in stages(doc, article):
                begun = time.perf_counter()
                work()
                total[name] += time.perf_counter() - begun
        for name, taken in total.items():
            spent[name].append(1000 * taken / len(articles))
    return {name: statistics.median(values) for name, values in spent.items()}


WORKS: dict[str, Callable[[list[Article]], None]] = {
    "en_core_web_sm": bare_spacy,
    "as run here": own_spacy,
    "fast": partial(factextract, linker=LinkerSetting.FAST),
    "full": partial(factextract, linker=LinkerSetting.FULL),
}


def main(
    folder: Annotated[
        Path, typer.Argument(exists=True, help="Articles, in any format that is read.")
    ] = ARTICLES,
    rounds: Annotated[int, typer.Option(min=1)] = 7,
    copies: Annotated[int, typer.Option(min=1, help="Read every article so often in a round.")] = 5,
) -> None:
    """Measure factextract and bare spaCy side by side."""
    read = [article for article in read_articles([folder]) if isinstance(article, Article)]
    articles = read * copies
    characters = sum(len(article.text) for article in read) / len(read)
    words = sum(len(article.text.split()) for article in articles)
    for work in WORKS.values():
        work(read)
    collect_seldom()
    taken: dict[str, list[float]] = defaultdict(list)
    for _ in range(rounds):
        for name, work in WORKS.items():
            taken[name].append(seconds(work, articles))
    if find_spec("CQE"):
        taken["CQE"].append(copies * seconds(cqe, read))
    typer.echo(
        f"{len(read)} articles of {characters:,.0f} characters, {copies} times, median of {rounds} rounds"
    )
    bare = statistics.median(taken["en_core_web_sm"])
    for name, values in taken.items():
        median = statistics.median(values)
        typer.echo(
            f"{name:16}{len(articles) / median:8.1f} articles/s{words / median:10,.0f} words/s"
            f"{1000 * median / len(articles):8.1f} ms/article{bare / median:8.2f} times bare spaCy"
        )
    typer.echo("milliseconds an article by stage, after the pipeline:")
    for name, value in milliseconds(read, rounds).items():
        typer.echo(f"  {name:12}{value:8.2f}")


if __name__ == "__main__":
    typer.run(main)
