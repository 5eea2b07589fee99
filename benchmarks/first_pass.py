"""What the first pass saves and what it costs: ``python benchmarks/first_pass.py GOLD [--split gate] [--linker fast]``.

GOLD is a folder or a file of gold articles. They are read with every sentence parsed, and with only those that the first
pass keeps; both in turn in every round, the median of all rounds. Seconds are those of the spaCy pipeline.
"""

import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factextract.batch.workers import collect_seldom
from factextract.evaluation import GoldArticle, Score, from_record, read_gold, score
from factextract.evaluation.splits import select
from factextract.extractor import facts_of
from factextract.language import load_pipeline
from factextract.language.first_pass import FirstPass, parsed, recognised
from factextract.linker.setting import LinkerSetting
from factextract.trained import load_trained

if TYPE_CHECKING:
    from spacy.tokens import Doc

WAYS = {"all parsed": False, "first pass": True}
"""The ways to read, and whether each has a first pass."""


def passed_over(docs: "list[Doc]") -> tuple[float, float]:
    """Which share of the words is not parsed, and which not searched for names."""
    first_pass = FirstPass(docs[0].vocab)
    total = without_parse = without_names = 0
    for doc in docs:
        stretches = first_pass.take(doc)
        for stretch, heads, names in zip(stretches, parsed(stretches), recognised(stretches), strict=True):
            words = stretch.end - stretch.start
            total += words
            without_parse += 0 if heads else words
            without_names += 0 if names else words
    return without_parse / total, without_names / total


def parse(gold: list[GoldArticle], first_pass: bool) -> "tuple[list[Doc], float]":
    """The articles through the pipeline, and the seconds it takes."""
    begun = time.perf_counter()
    docs = list(
        load_pipeline(first_pass=first_pass).pipe((entry.article.text for entry in gold), batch_size=16)
    )
    return docs, time.perf_counter() - begun


def accuracy(gold: list[GoldArticle], docs: "list[Doc]", linker: LinkerSetting) -> Score:
    """The score of the facts in parsed articles."""
    trained = load_trained(linker=linker)
    return score(
        (entry.facts, [from_record(fact) for fact in facts_of(doc, entry.article, trained)])
        for entry, doc in zip(gold, docs, strict=True)
    )


def main(
    gold: Annotated[Path, typer.Argument(exists=True, help="A folder or file of gold articles.")],
    split: Annotated[str | None, typer.Option(metavar="NAME", help="Only this split: gate or tune.")] = None,
    linker: Annotated[LinkerSetting, typer.Option(help="What chooses.")] = LinkerSetting.FULL,
    rounds: Annotated[int, typer.Option(min=1)] = 7,
) -> None:
    """Words passed over, seconds and F1, with a first pass and without."""
    articles = read_gold(gold)
    if split:
        articles = select(articles, gold, split)
    docs = {name: parse(articles, first_pass)[0] for name, first_pass in WAYS.items()}
    without_parse, without_names = passed_over(docs["first pass"])
    collect_seldom()
    taken: dict[str, list[float]] = {name: [] for name in WAYS}
    for _ in range(rounds):
        for name, first_pass in WAYS.items():
            taken[name].append(parse(articles, first_pass)[1])
    words = sum(map(len, docs["first pass"]))
    typer.echo(f"{len(articles)} articles, {words:,} words")
    typer.echo(f"not parsed {without_parse:.1%}, not searched for names {without_names:.1%}")
    typer.echo(
        f"{f'F1, {linker.value}':14}{'value':>8}{'core':>8}{'record':>8}{'seconds':>10}{'ms/article':>12}"
    )
    for name, values in taken.items():
        seconds = statistics.median(values)
        shares = "".join(
            f"{100 * figure.f1:8.2f}" for figure in accuracy(articles, docs[name], linker).levels.values()
        )
        typer.echo(f"{name:14}{shares}{seconds:10.2f}{1000 * seconds / len(articles):12.2f}")


if __name__ == "__main__":
    typer.run(main)
