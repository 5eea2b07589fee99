"""Files and folders as units: what is read, done and done again as a whole, known by its content.

A unit is a file, or one line of a `.jsonl` file, which may be of any size: it is read a line at a time.
"""

import contextlib
import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from factextract.articles.article import Article
from factextract.articles.raw import byte_lines, digest_of, read_lines, shown
from factextract.articles.read import (
    SUFFIXES,
    files_of,
    path_id,
    read_file,
    read_line,
    suffix_of,
    unread_kind,
)
from factextract.errors import ArticleError

STDIN = Path("stdin")
"""What messages and ids call standard input."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A file, or the line ``line`` (from 1) of a `.jsonl` file with its ``text``; ``size`` is in bytes.

    ``root`` is the folder that the ids of its articles count from.
    """

    path: Path
    root: Path | None
    sha256: str
    size: int
    line: int | None = None
    text: str | None = None

    @property
    def name(self) -> str:
        """What the ids of its articles begin with, where the articles give none."""
        return path_id(self.path, self.root)

    @property
    def where(self) -> str:
        """What a message calls it: "news.jsonl: line 3"."""
        return shown(self.path) if self.line is None else f"{shown(self.path)}: line {self.line}"


def units_of(paths: Iterable[Path]) -> Iterator[Unit | ArticleError]:
    """The units of files and folders, in the order of `read_articles`; what cannot be opened is an error in its place."""
    for path in paths:
        for file, root in files_of(path):
            if isinstance(file, ArticleError):
                yield file
                continue
            yield from units_of_file(file, root)


def units_of_file(file: Path, root: Path | None) -> Iterator[Unit | ArticleError]:
    """The units of one file; that it cannot be opened is an error in its place."""
    try:
        yield from _units(file, root)
    except ArticleError as error:
        yield error


def units_of_stream(stream: io.BufferedReader) -> Iterator[Unit | ArticleError]:
    """The lines of standard input as units, as those of a `.jsonl` file are."""
    return units_of_lines(byte_lines(STDIN, stream), STDIN, None)


def read_unit(unit: Unit, published: date | None = None) -> Iterator[Article | ArticleError]:
    """The articles of a unit, as `read_file` gives them."""
    if unit.line is None or unit.text is None:
        yield from read_file(unit.path, unit.root, published)
    else:
        yield read_line(unit.path, unit.text, unit.line, unit.root, published)


def _units(file: Path, root: Path | None) -> Iterator[Unit | ArticleError]:
    suffix = suffix_of(file)
    if suffix not in SUFFIXES:
        yield unread_kind(file)
    elif suffix == ".jsonl":
        yield from _lines(file, root)
    else:
        digest, size = digest_of(file)
        yield Unit(file, root, digest, size)


def _lines(file: Path, root: Path | None) -> Iterator[Unit | ArticleError]:
    empty = True
    for item in units_of_lines(read_lines(file), file, root):
        yield item
        empty = False
    if empty:
        raise ArticleError(shown(file), "empty file")


def units_of_lines(
    lines: Iterable[tuple[int, str | ArticleError]], file: Path, root: Path | None
) -> Iterator[Unit | ArticleError]:
    """The units of numbered lines, which messages say are in ``file``."""
    for number, line in lines:
        if isinstance(line, ArticleError):
            yield line
        elif line.strip():
            raw = line.encode("utf-8", "surrogatepass")
            yield Unit(file, root, hashlib.sha256(raw).hexdigest(), len(raw), number, line)


def size_of(paths: Iterable[Path]) -> int:
    """About how many bytes files and folders have: what cannot be looked at counts nothing, what is packed as it lies."""
    total = 0
    for path in paths:
        for file, _ in files_of(path):
            if isinstance(file, Path):
                with contextlib.suppress(OSError):
                    total += file.stat().st_size
    return total
