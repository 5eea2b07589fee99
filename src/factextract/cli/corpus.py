"""`factextract corpus`: whether gold is as it must be, what it holds, and how it is split."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from factextract.cli.options import parse_path
from factextract.cli.terminal import say

corpus = typer.Typer(
    help="Check, count and split a corpus of gold articles.\n\nExample: factextract corpus check corpus",
    no_args_is_help=True,
)

Corpus = Annotated[
    Path,
    typer.Argument(metavar="PATH", parser=parse_path, help="A folder of gold articles, or one of its files."),
]
Folder = Annotated[
    Path, typer.Argument(metavar="FOLDER", parser=parse_path, help="A folder of gold articles.")
]


@corpus.command("check")
def check(path: Corpus) -> None:
    """Check offsets, fields, values, names, overlaps, splits, and the rules of what a fact is.

    Each problem is told with file, number of the fact, its evidence and what is wrong. Exits with 1 if there is one.

    Example: factextract corpus check corpus
    """
    from factextract.evaluation.checking import check_corpus

    problems = check_corpus(path)
    for problem in problems:
        typer.echo(problem)
    if problems:
        files = len({problem.file for problem in problems})
        say(f"{_count(len(problems), 'problem')} in {_count(files, 'file')}")
        raise typer.Exit(1)
    say("no problem found")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


@corpus.command("stats")
def stats(path: Corpus) -> None:
    """Count the articles, words and facts, by split and kind.

    Example: factextract corpus stats corpus
    """
    from factextract.errors import UsageError
    from factextract.evaluation import read_gold
    from factextract.evaluation.splits import FILE, read_splits
    from factextract.kinds import KINDS

    if not path.exists():
        raise UsageError(f"{path}: no such file or folder")
    articles = read_gold(path)
    groups = {"all": {entry.article.id for entry in articles}}
    if (path / FILE).is_file():
        groups |= {name: set(ids) for name, ids in read_splits(path).items()}
    members = {name: [entry for entry in articles if entry.article.id in ids] for name, ids in groups.items()}
    rows = {
        "articles": {name: len(entries) for name, entries in members.items()},
        "words": {
            name: sum(len(entry.article.text.split()) for entry in entries)
            for name, entries in members.items()
        },
        "facts": {name: sum(len(entry.facts) for entry in entries) for name, entries in members.items()},
    }
    counts = {
        name: Counter(fact.kind for entry in entries for fact in entry.facts)
        for name, entries in members.items()
    }
    rows |= {kind: {name: counts[name][kind] for name in members} for kind in KINDS}
    typer.echo(f"{'':17}" + "".join(f"{name:>9}" for name in members))
    for name, figures in rows.items():
        typer.echo(f"{name:17}" + "".join(f"{figure:>9,}" for figure in figures.values()))


@corpus.command("split")
def split(folder: Folder) -> None:
    """Put the articles that are in no split yet into gate or tune, by a rule, and write splits.json.

    The rule: by the kind most of their facts have, then by length, every fourth goes to the gate.

    Example: factextract corpus split corpus
    """
    from factextract.errors import UsageError
    from factextract.evaluation import read_gold
    from factextract.evaluation.splits import FILE, draw, read_splits, write_splits

    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder")
    so_far = read_splits(folder) if (folder / FILE).is_file() else {}
    splits = draw(read_gold(folder), so_far)
    path = write_splits(folder, splits)
    say(f"{path}: " + ", ".join(f"{len(ids)} {name}" for name, ids in splits.items()))
