"""The files of a run, written from what is done; each appears under its name when it is whole."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from factextract.batch.choices import Format
from factextract.batch.results import Failure
from factextract.batch.store import Row
from factextract.batch.watching import Watcher
from factextract.files import LinesFile
from factextract.parquet import FactsTable
from factextract.records import json_line

RUN = "run.json"

OPTIONAL_FILES = ("facts.jsonl", "facts.parquet", "texts.jsonl")
"""What a folder may have by the options of its run."""


@dataclass(frozen=True, slots=True)
class Files:
    """Where a run writes: the facts always, the rest where it is not None."""

    facts: Path
    articles: Path | None = None
    errors: Path | None = None
    texts: Path | None = None

    @property
    def named(self) -> list[tuple[str, Path]]:
        """Every file that is written, by its field's name."""
        paths = [
            ("facts", self.facts),
            ("articles", self.articles),
            ("errors", self.errors),
            ("texts", self.texts),
        ]
        return [(name, path) for name, path in paths if path is not None]


@dataclass(slots=True)
class Counts:
    """How many of what the files have."""

    articles: int = 0
    words: int = 0
    failures: int = 0
    facts: Counter[str] = field(default_factory=Counter)

    def add(self, row: Row) -> None:
        """Count an article, or a failure."""
        if row.result.failure is not None:
            self.failures += 1
            return
        self.articles += 1
        self.words += row.result.words
        self.facts.update(row.result.counts)


def write_files(rows: Iterable[Row], files: Files, watcher: Watcher) -> Counts:
    """Write the files in one pass over the articles in order, and tell of ids that come twice.

    Raises `OutputError` where one cannot be written.
    """
    counts = Counts()
    with ExitStack() as stack:
        opened = {name: stack.enter_context(file_of_lines(path)) for name, path in files.named}
        for row in rows:
            counts.add(row)
            if row.repeats and row.result.failure is not None:
                watcher.failed(row.result.failure)
            for name, line in _lines(row):
                if name in opened:
                    opened[name].write(line)
    return counts


def file_of_lines(path: Path) -> LinesFile:
    """A file to write lines of JSON to: a table where its name says so. Raises `UsageError` without pyarrow."""
    return FactsTable(path) if path.suffix == f".{Format.PARQUET}" else LinesFile(path)


def _lines(row: Row) -> Iterator[tuple[str, bytes]]:
    """What each file has of an article, by the file's name in `Files`."""
    result = row.result
    yield "articles", json_line(_article(row))
    if result.failure is not None:
        yield "errors", json_line(_error(row, result.failure))
        return
    for line in result.facts:
        yield "facts", line
    if result.text is not None:
        yield "texts", result.text


def _article(row: Row) -> dict[str, Any]:
    result = row.result
    return {
        "id": result.id,
        "path": row.path,
        "sha256": row.sha256,
        "published": result.published,
        "words": result.words,
        "facts": dict(sorted(result.counts.items())),
        "status": "done" if result.failure is None else "failed",
    }


def _error(row: Row, failure: Failure) -> dict[str, Any]:
    return {"path": failure.path, "id": row.result.id, "stage": failure.stage, "message": failure.message}


def write_run(path: Path, told: Mapping[str, Any]) -> None:
    """Write what a run was, for people and programs to read."""
    with LinesFile(path) as file:
        file.write(json.dumps(told, indent=1, ensure_ascii=False).encode())
