"""A base of a million facts: how long it takes to load, to make claims, and to answer.

``python benchmarks/knowledge.py [--facts 1000000] [--db URL]``; without a URL, SQLite in a temporary folder. The facts
are those of the corpus, over and over: three articles of each round state the same, and every round has other names,
periods and sentences.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import count, islice, product
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from sqlalchemy import Connection, text

from factextract.articles import Article, read_articles
from factextract.extractor import Extractor
from factextract.knowledge import load as load_module
from factextract.knowledge.base import Base, open_base
from factextract.knowledge.query import Question, ask, explain, series
from factextract.knowledge.reading import survey
from factextract.mentions.names.tables import countries
from factextract.records import json_line, to_json

CORPUS = Path(__file__).parents[1] / "corpus"
TOLD_BY = 3
"""Articles that state the same facts."""
AT_HOME = 4
"""In every so many rounds countries are those of the corpus, so that some have far more facts than others."""
RUNS = 15

Record = dict[str, Any]
_SYLLABLES = (
    "ba",
    "del",
    "fo",
    "gan",
    "hi",
    "jor",
    "ka",
    "lum",
    "mi",
    "nor",
    "pel",
    "qua",
    "ris",
    "sto",
    "tev",
    "wen",
)
_NAMED = ("reporter", "partner", "location")
_LISTED = ("subjects", "participants")


def corpus_records() -> list[bytes]:
    """The records of the corpus, as lines of JSON."""
    articles = (item for item in read_articles([CORPUS]) if isinstance(item, Article))
    return [to_json(fact) for _, facts in Extractor().extract_many(articles) for fact in facts]


@cache
def word(number: int) -> str:
    """A word that no other number has, for names and sentences."""
    parts = islice(product(_SYLLABLES, repeat=4), number, None)
    return "".join(next(parts)).title()


def vary(line: bytes, number: int) -> Record:
    """A record of the corpus as the article of a number tells it."""
    record: Record = orjson.loads(line)
    world = number // TOLD_BY
    days = timedelta(days=world)
    article, sentence = record["article"], record["sentence"]
    article["id"] = f"{article['id']}-{number}"
    article["source"] = f"Paper {number % 40}"
    if article["published"]:
        article["published"] = str(date.fromisoformat(article["published"]) + days)
    if record["period"]:
        for end in ("start", "end"):
            record["period"][end] = str(date.fromisoformat(record["period"][end]) + days)
    sentence["text"] += f" {word(world)}."
    sentence["end"] = sentence["start"] + len(sentence["text"])
    record["id"] = f"{number:06x}{record['id'][6:]}"
    for name in (record.get(slot) for slot in _NAMED):
        rename(name, world)
    for slot in _LISTED:
        for name in record.get(slot, ()):
            rename(name, world)
    return record


def rename(name: Record | None, world: int) -> None:
    """Give an entity the name it has in a round."""
    if name is None:
        return
    if name["id"] in countries():
        if world % AT_HOME:
            codes = sorted(countries())
            name["id"] = codes[(codes.index(name["id"]) + world) % len(codes)]
            name["name"] = countries()[name["id"]]["name"]
    elif name["id"] is None:
        name["name"] = f"{word(world % 1000)} {name['name']}"


def write(path: Path, lines: list[bytes], wanted: int) -> None:
    """A file of so many records."""
    varied: Iterator[Record] = (vary(line, number) for number in count() for line in lines)
    with path.open("wb") as file:
        for record in islice(varied, wanted):
            file.write(json_line(record) + b"\n")


def timed(action: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds an action takes, and what it gives."""
    start = time.perf_counter()
    result = action()
    return time.perf_counter() - start, result


def load(base: Base, path: Path) -> None:
    """Load the file, and tell the seconds of each part and the facts a second."""
    building = 0.0
    build = load_module.build_claims

    def build_timed(connection: Connection) -> int:
        nonlocal building
        building, made = timed(lambda: build(connection))
        typer.echo(f"claims{made:>34,}")
        return int(made)

    processes = os.cpu_count() or 1
    validating, _ = timed(lambda: survey([path], processes=processes))
    load_module.build_claims = build_timed
    try:
        whole, done = timed(lambda: load_module.load(base, [path], processes=processes))
    finally:
        load_module.build_claims = build
    loading = whole - building
    typer.echo(f"facts{done.facts:>35,}")
    typer.echo(f"loading, s{loading:>30.1f}  {done.facts / loading:,.0f} facts a second")
    typer.echo(f"  of it validating, s{validating:>20.1f}")
    typer.echo(f"making claims, s{building:>24.1f}  {done.facts / building:,.0f} facts a second")
    again, _ = timed(lambda: load_module.load(base, [path], processes=processes))
    typer.echo(f"the same file again, s{again:>18.1f}")


def questions(connection: Connection) -> Iterable[tuple[str, Callable[[], Any]]]:
    """What is asked, by name."""
    some_claim = connection.scalar(text("SELECT id FROM claims WHERE article_count = 3 LIMIT 1"))
    yield (
        "subject, kind (a country of few facts)",
        lambda: ask(connection, Question("Uruguay", kinds=["trade_value"])),
    )
    yield (
        "subject, kind (the one of most facts)",
        lambda: ask(connection, Question("US", kinds=["growth_percentage"])),
    )
    yield "the same, first 50", lambda: ask(connection, Question("US", kinds=["growth_percentage"], limit=50))
    yield (
        "subject, partner, kind, years",
        lambda: ask(
            connection,
            Question("China", "Vietnam", ["trade_value"], since=date(2020, 1, 1), until=date(2025, 12, 31)),
        ),
    )
    yield "series of exports", lambda: series(connection, "exports", "China", per="year")
    yield "a claim's sentences", lambda: explain(connection, some_claim)
    yield "words of a sentence, first 50", lambda: ask(connection, Question(words="rice exports", limit=50))
    for name, query in {
        "trade_flows of a reporter": "trade_flows WHERE reporter = 'Uruguay'",
        "growth_rates of a subject": "growth_rates WHERE subject = 'Uruguay'",
        "timeline of a month": "timeline WHERE period_start BETWEEN '2025-03-01' AND '2025-03-31'",
        "provenance of an article": f"provenance WHERE claim_id = '{some_claim}'",
    }.items():
        yield f"view {name}", lambda query=query: connection.execute(text(f"SELECT * FROM {query}")).all()


def main(
    facts: Annotated[int, typer.Option(min=1, help="How many.")] = 1_000_000,
    db: Annotated[str | None, typer.Option(metavar="URL", help="A database without a base.")] = None,
) -> None:
    """Measure loading, making claims, and answering."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.jsonl"
        write(path, corpus_records(), facts)
        with open_base(db or f"sqlite:///{folder}/kb.sqlite", create=True) as base:
            load(base, path)
            if db is None:
                typer.echo(f"size, MB{(Path(folder) / 'kb.sqlite').stat().st_size / 1e6:>32,.0f}")
            with base.reading() as connection:
                for name, action in questions(connection):
                    runs = [timed(action) for _ in range(RUNS)]
                    median = statistics.median(seconds for seconds, _ in runs)
                    found = runs[0][1]
                    told = f"  {len(found):,} rows" if isinstance(found, list) else ""
                    typer.echo(f"{name:40}{median * 1000:>8.1f} ms{told}")


if __name__ == "__main__":
    typer.run(main)
