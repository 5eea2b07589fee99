"""What is done, kept in an SQLite file beside the output, so that a run that ended in any way goes on from there."""

import heapq
import json
import os
import sqlite3
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from factextract.articles.units import Unit
from factextract.batch.results import Failure, Result
from factextract.errors import ArticleError, OutputError

NAME = ".factextract.sqlite"

_FORMAT = 1
"""The form of the tables below; a file of another is not read."""

_COMMIT_SECONDS = 0.5
"""How long what is done may wait to be on the disk."""

_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE unit (
    number INTEGER PRIMARY KEY,
    path BLOB NOT NULL, place INTEGER NOT NULL,
    name TEXT NOT NULL, shown TEXT NOT NULL, sha256 TEXT NOT NULL,
    seq INTEGER NOT NULL, run INTEGER NOT NULL,
    UNIQUE (path, place)
);
CREATE INDEX unit_seq ON unit (seq);
CREATE TABLE article (
    unit INTEGER NOT NULL REFERENCES unit (number) ON DELETE CASCADE, place INTEGER NOT NULL,
    id TEXT, published TEXT, words INTEGER NOT NULL, counts TEXT NOT NULL, facts BLOB NOT NULL, text BLOB,
    stage TEXT, failed_at TEXT, message TEXT,
    PRIMARY KEY (unit, place)
);
CREATE INDEX article_id ON article (id);
CREATE TABLE unread (seq INTEGER PRIMARY KEY, path TEXT NOT NULL, message TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One article in the order of the input, or what could not be opened (``path`` and ``result`` alone)."""

    path: str
    result: Result
    sha256: str | None = None
    seq: int = 0
    place: int = 0
    repeats: bool = False
    """Whether it failed for having the id of an article before it, which shows only now."""


class Store:
    """The store of an output folder; it is for one run at a time.

    Raises `OutputError` where the file cannot be written, is damaged, or is in use.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._committed = time.monotonic()

    def __enter__(self) -> Self:
        with self._failures():
            self._base = sqlite3.connect(self.path, timeout=1.0, isolation_level=None)
            self._base.executescript("PRAGMA locking_mode = EXCLUSIVE; PRAGMA foreign_keys = ON;")
            self._base.execute("BEGIN EXCLUSIVE")
            (found,) = self._base.execute("PRAGMA user_version").fetchone()
            if found == 0:
                for statement in _TABLES.split(";\n"):
                    self._base.execute(statement)
                self._base.execute(f"PRAGMA user_version = {_FORMAT}")
            self._commit()
        if found not in (0, _FORMAT):
            self._base.close()
            raise OutputError(
                str(self.path), "is of another version of factextract; begin anew with --restart"
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            # What is done stays done, whatever else went wrong.
            self._base.execute("COMMIT")
        except sqlite3.Error as failure:
            if kind is None:
                raise OutputError(str(self.path), str(failure)) from failure
        finally:
            self._base.close()

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            reason = str(error)
            if "locked" in reason:
                reason = "another run is writing to this folder"
            elif "malformed" in reason or "not a database" in reason:
                reason = f"is damaged ({reason}); begin anew with --restart"
            raise OutputError(str(self.path), reason) from error

    def _commit(self) -> None:
        self._base.execute("COMMIT")
        self._base.execute("BEGIN")
        self._committed = time.monotonic()

    @property
    def identity(self) -> dict[str, str] | None:
        """What the facts in it were made with, None where there are none yet."""
        with self._failures():
            row = self._base.execute("SELECT value FROM meta WHERE name = 'identity'").fetchone()
        return None if row is None else json.loads(row[0])

    def begin(self, identity: Mapping[str, str], *, retry: bool) -> None:
        """Begin a run; with ``retry`` what was lost to a crash or to time is to be done again."""
        with self._failures():
            self._set("identity", json.dumps(identity))
            self._run = self._number("run") + 1
            self._set("run", str(self._run))
            self._base.execute("DELETE FROM unread")
            if retry:
                failed = "SELECT unit FROM article WHERE stage IN ('extract', 'crash', 'timeout')"
                self._base.execute(f"DELETE FROM unit WHERE number IN ({failed})")
            self._commit()

    def _set(self, name: str, value: str) -> None:
        self._base.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def _number(self, name: str) -> int:
        row = self._base.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return int(row[0]) if row else 0

    def has(self, unit: Unit, seq: int) -> bool:
        """Whether a unit is done as it is now; if so it is of this run too, the ``seq``-th of its input."""
        with self._failures():
            changed = self._base.execute(
                "UPDATE unit SET seq = ?, run = ?, shown = ? WHERE path = ? AND place = ? AND sha256 = ? AND name = ?",
                (seq, self._run, unit.where, *_key(unit), unit.sha256, unit.name),
            )
            self._commit_in_time()
            return changed.rowcount > 0

    def add(self, unit: Unit, seq: int, results: Sequence[Result]) -> None:
        """Keep what became of a unit in place of what was there of it before."""
        with self._failures():
            self._base.execute("DELETE FROM unit WHERE path = ? AND place = ?", _key(unit))
            added = self._base.execute(
                "INSERT INTO unit (path, place, name, shown, sha256, seq, run) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*_key(unit), unit.name, unit.where, unit.sha256, seq, self._run),
            )
            self._base.executemany(
                "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(added.lastrowid, place, *_columns(result)) for place, result in enumerate(results)],
            )
            self._commit_in_time()

    def add_unread(self, error: ArticleError, seq: int) -> None:
        """Keep that something could not be opened; the next run tries again."""
        with self._failures():
            self._base.execute("INSERT INTO unread VALUES (?, ?, ?)", (seq, error.path, error.reason))

    def _commit_in_time(self) -> None:
        if time.monotonic() - self._committed >= _COMMIT_SECONDS:
            self._commit()

    def finish(self) -> int:
        """Forget what is in the input no more, and tell how many units that was."""
        with self._failures():
            gone = self._base.execute("DELETE FROM unit WHERE run != ?", (self._run,)).rowcount
            self._commit()
            return gone

    def has_articles(self) -> bool:
        """Whether any article gave what was asked of it."""
        with self._failures():
            return (
                self._base.execute("SELECT 1 FROM article WHERE stage IS NULL LIMIT 1").fetchone() is not None
            )

    def rows(self) -> Iterator[Row]:
        """All articles and failures of this run, in the order of the input. Of two with one id the first one has it."""
        with self._failures():
            rows = heapq.merge(self._articles(), self._unread(), key=lambda row: (row.seq, row.place))
            yield from map(self._with_its_own_id, rows)

    def _articles(self) -> Iterator[Row]:
        found = self._base.execute(
            "SELECT seq, shown, sha256, article.place, id, published, words, counts, facts, text, stage, failed_at, message"
            " FROM unit JOIN article ON unit.number = article.unit ORDER BY seq, article.place"
        )
        for seq, shown, sha256, place, *columns in found:
            yield Row(shown, _result(columns), sha256, seq, place)

    def _unread(self) -> Iterator[Row]:
        for seq, path, message in self._base.execute("SELECT seq, path, message FROM unread ORDER BY seq"):
            yield Row(path, Result(None, failure=Failure("read", path, message)), seq=seq)

    def _with_its_own_id(self, row: Row) -> Row:
        """The row, or a failure where an article before has its id."""
        if row.result.id is None:
            return row
        first = self._base.execute(
            "SELECT unit.seq, article.place, unit.shown FROM article JOIN unit ON unit.number = article.unit"
            " WHERE article.id = ? ORDER BY unit.seq, article.place LIMIT 1",
            (row.result.id,),
        ).fetchone()
        if first is None or first[:2] == (row.seq, row.place):
            return row
        message = f"the id {row.result.id!r} is already used by {first[2]}"
        failed = Result(row.result.id, failure=Failure("read", row.path, message))
        return replace(row, result=failed, repeats=True)


def _key(unit: Unit) -> tuple[bytes, int]:
    return os.fsencode(unit.path.absolute()), unit.line or 0


def _columns(result: Result) -> tuple[Any, ...]:
    failure = result.failure
    return (
        result.id,
        result.published,
        result.words,
        json.dumps(result.counts, sort_keys=True),
        zlib.compress(b"\n".join(result.facts), 1) if result.facts else b"",
        zlib.compress(result.text, 1) if result.text is not None else None,
        *((failure.stage, failure.path, failure.message) if failure else (None, None, None)),
    )


def _result(columns: Sequence[Any]) -> Result:
    id_, published, words, counts, facts, text, stage, failed_at, message = columns
    return Result(
        id=id_,
        published=published,
        words=words,
        counts=json.loads(counts),
        facts=tuple(zlib.decompress(facts).split(b"\n")) if facts else (),
        text=zlib.decompress(text) if text is not None else None,
        failure=Failure(stage, failed_at, message) if stage is not None else None,
    )
