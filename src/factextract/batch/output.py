"""The files of a run, written from what is done; each appears under its name when it is whole."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from factextract.batch.store import Row
from factextract.files import LinesFile
from factextract.records import json_line

RUN = "run.json"


@dataclass(frozen=True, slots=True)
class Files:
    """Where a run writes: the facts always, the rest where it is not None."""

    facts: Path
    articles: Path | None = None
    errors: Path | None = None
    texts: Path | None = None

    @property
    def all(self) -> list[Path]:
        """Every file that is written."""
        return [path for path in (self.facts, self.articles, self.errors, self.texts) if path is not None]


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


def write_files(rows: Iterable[Row], files: Files) -> Counts:
    """Write the files in one pass over the articles in order. Raises `OutputError` where one cannot be written."""
    counts = Counts()
    with ExitStack() as stack:

        def opened(path: Path | None) -> LinesFile | None:
            return stack.enter_context(LinesFile(path)) if path is not None else None

        facts, articles, errors, texts = map(opened, (files.facts, files.articles, files.errors, files.texts))
        for row in rows:
            counts.add(row)
            if articles is not None:
                articles.write(json_line(_article(row)))
            if errors is not None and row.result.failure is not None:
                errors.write(json_line(_error(row)))
            if row.result.failure is not None:
                continue
            for line in row.result.facts:
                facts.write(line)  # type: ignore[union-attr]
            if texts is not None and row.result.text is not None:
                texts.write(row.result.text)
    return counts


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


def _error(row: Row) -> dict[str, Any]:
    failure = row.result.failure
    assert failure is not None
    return {"path": failure.path, "id": row.result.id, "stage": failure.stage, "message": failure.message}


def write_run(path: Path, told: Mapping[str, Any]) -> None:
    """Write what a run was, for people and programs to read."""
    with LinesFile(path) as file:
        file.write(json.dumps(told, indent=1, ensure_ascii=False).encode())
