"""The input of a run over a cluster in blocks: what is given to a worker at a time, and written as one part.

A block has whole files, or some lines of a long `.jsonl` file, as many as make so many bytes. Where blocks end
hangs on the input alone, so the same input gives the same parts.
"""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from factextract.articles.raw import HEAD, SIZE_LIMIT, byte_lines, wide_encoding
from factextract.articles.read import suffix_of
from factextract.articles.units import Unit, units_of_file, units_of_lines
from factextract.batch.places import fetch, files_in, is_remote, opened, read_range
from factextract.batch.results import Result
from factextract.errors import ArticleError

BLOCK_BYTES = 1_000_000
"""How many bytes a block has, if it is not told otherwise: half a minute of reading."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the input, or where ``line`` is a number, ``size`` bytes of it from ``offset``, of which it is the first.

    ``root`` is the folder that the ids of its articles count from.
    """

    path: str
    root: str | None
    size: int
    offset: int = 0
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """What a worker reads at a time; what could not be opened stands in its place."""

    number: int
    sources: tuple[Source | ArticleError, ...]


def blocks_of(places: Iterable[str], size: int) -> Iterator[Block]:
    """The input in blocks of about ``size`` bytes. A file that comes twice is read where it comes last."""
    files: dict[str, Source | ArticleError] = {}
    for place in places:
        for file, root, length in files_in(place):
            name = file.path if isinstance(file, ArticleError) else file
            files.pop(name, None)
            files[name] = file if isinstance(file, ArticleError) else Source(file, root, length)
    sources: list[Source | ArticleError] = []
    held = number = 0
    for source in (part for file in files.values() for part in _parts(file, size)):
        sources.append(source)
        held += 0 if isinstance(source, ArticleError) else source.size
        if held >= size:
            yield Block(number, tuple(sources))
            sources, held, number = [], 0, number + 1
    if sources:
        yield Block(number, tuple(sources))


def _parts(file: Source | ArticleError, size: int) -> Iterator[Source | ArticleError]:
    """A file, or where it is long and has lines, some lines at a time."""
    if isinstance(file, ArticleError) or file.size <= size or not _has_lines(Path(file.path)):
        yield file
        return
    try:
        with opened(file.path) as stream:
            if wide_encoding(stream.peek(HEAD)[:HEAD]):
                yield file
            else:
                yield from _ranges(file, stream, size)
    except ArticleError:
        # Whoever reads it says so.
        yield file


def _has_lines(path: Path) -> bool:
    """Whether some lines of a file can be read by themselves: packed ones cannot."""
    return suffix_of(path) == ".jsonl" and path.suffix.lower() != ".gz"


def _ranges(file: Source, stream: io.BufferedReader, size: int) -> Iterator[Source]:
    offset = length = 0
    first = following = 1
    while part := stream.readline(SIZE_LIMIT):
        length += len(part)
        following += part.endswith(b"\n")
        if length >= size and part.endswith(b"\n"):
            yield Source(file.path, file.root, length, offset, first)
            offset, length, first = offset + length, 0, following
    if length:
        yield Source(file.path, file.root, length, offset, first)


@dataclass(frozen=True, slots=True)
class NamedUnit(Unit):
    """A unit that messages call ``named``, wherever it was read from."""

    named: str = ""

    @property
    def where(self) -> str:
        """What a message calls it."""
        return self.named


class Mirror:
    """Copies of remote files, in folders under ``scratch`` as they are in their own: ids are the same, names are made so."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._roots: list[str] = []
        self._copies = re.compile(rf"{re.escape(scratch.as_posix())}/(\d+)/")

    def units(self, source: Source | ArticleError) -> Iterator[Unit | ArticleError]:
        """The units of a source. What is said of them is of the copies: see `named`."""
        if isinstance(source, ArticleError):
            yield source
            return
        try:
            path, root = self._place(source)
            if source.line is not None:
                raw = io.BytesIO(read_range(source.path, source.offset, source.size))
                yield from units_of_lines(byte_lines(path, raw, source.line), path, root)
                return
            if is_remote(source.path):
                fetch(source.path, path)
            yield from units_of_file(path, root)
        except ArticleError as error:
            yield error

    def _place(self, source: Source) -> tuple[Path, Path | None]:
        """Where a source is read, and the root of its ids."""
        if not is_remote(source.path):
            return Path(source.path), None if source.root is None else Path(source.root)
        root = source.root if source.root is not None else source.path.rpartition("/")[0]
        below = source.path.removeprefix(f"{root}/")
        if ".." in below.split("/"):
            raise ArticleError(source.path, "not a path a file can have")
        folder = self._scratch / str(len(self._roots))
        self._roots.append(root)
        return folder / below, None if source.root is None else folder

    def named(self, text: str) -> str:
        """A message with the names that the files have."""
        return self._copies.sub(lambda found: f"{self._roots[int(found[1])]}/", text)

    def named_error(self, error: ArticleError) -> ArticleError:
        """The same of an error."""
        named = type(error)(self.named(error.path), self.named(error.reason))
        named.stage = error.stage
        return named

    def named_unit(self, unit: Unit) -> NamedUnit:
        """The same of a unit, which is without its text then."""
        path, where = Path(self.named(unit.path.as_posix())), self.named(unit.where)
        return NamedUnit(path, unit.root, unit.sha256, unit.size, unit.line, named=where)

    def named_result(self, result: Result) -> Result:
        """The same of a result."""
        if (failure := result.failure) is None:
            return result
        named = replace(failure, path=self.named(failure.path), message=self.named(failure.message))
        return replace(result, failure=named)
