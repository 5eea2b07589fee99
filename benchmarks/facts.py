"""factextract against the four libraries joined naively: ``python benchmarks/facts.py GOLD``.

GOLD is a folder or a file of gold articles. Seconds are all the work on an article, parsing included.
"""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import naive
import typer

from factextract.articles.article import Article
from factextract.evaluation import GoldArticle, Score, Statement, from_record, read_gold, score
from factextract.evaluation.splits import select
from factextract.extractor import facts_of
from factextract.language import load_pipeline

if TYPE_CHECKING:
    from spacy.tokens import Doc

Reader = Callable[["Doc", Article], list[Statement]]


def read_with_factextract(doc: "Doc", article: Article) -> list[Statement]:
    """The facts factextract finds."""
    return [from_record(fact) for fact in facts_of(doc, article)]


READERS: dict[str, Reader] = {"factextract": read_with_factextract, "naive join": naive.read_statements}


def measure(read: Reader, gold: list[GoldArticle]) -> tuple[Score, float]:
    """The score of one way to read, and its seconds."""
    nlp = load_pipeline()
    warm_up = Article(
        id="warm up", text="Exports rose 3 percent to $5 billion in May.", published=date(2024, 6, 1)
    )
    read(nlp(warm_up.text), warm_up)
    begun = time.perf_counter()
    docs = nlp.pipe(entry.article.text for entry in gold)
    found = [read(doc, entry.article) for doc, entry in zip(docs, gold, strict=True)]
    seconds = time.perf_counter() - begun
    return score((entry.facts, statements) for entry, statements in zip(gold, found, strict=True)), seconds


def main(
    gold: Annotated[Path, typer.Argument(exists=True, help="A folder or file of gold articles.")],
    split: Annotated[str | None, typer.Option(metavar="NAME", help="Only this split: gate or tune.")] = None,
) -> None:
    """Score both on gold facts, with seconds and F1 side by side."""
    articles = read_gold(gold)
    if split:
        articles = select(articles, gold, split)
    typer.echo(
        f"{len(articles)} articles, {sum(len(entry.facts) for entry in articles)} facts; F1 in percent"
    )
    typer.echo(f"{'':14}{'value':>8}{'core':>8}{'record':>8}{'seconds':>10}{'ms/article':>12}")
    for name, read in READERS.items():
        result, seconds = measure(read, articles)
        shares = "".join(f"{100 * figure.f1:8.1f}" for figure in result.levels.values())
        typer.echo(f"{name:14}{shares}{seconds:10.1f}{1000 * seconds / len(articles):12.1f}")


if __name__ == "__main__":
    typer.run(main)
