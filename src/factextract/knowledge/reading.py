"""Files of records before they are loaded: every line is validated, and what each says of an article is known."""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from itertools import groupby, pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from factextract.errors import RecordsError
from factextract.files import read_record, reason_of
from factextract.records import Fact, fact_adapter

_DIGESTS = 1 << 256
_PART = 16 * 2**20
"""Bytes of a file that are validated by one process: some twenty thousand records."""
_LONG_NUMBER = re.compile(rb"[\d.]{16}")
"""More digits than a double keeps, which is what orjson makes of a fraction and of a very long whole number."""


@dataclass
class Listing:
    """What a file holds of an article, its lines in any order."""

    file: int
    facts: int = 0
    total: int = 0

    @property
    def digest(self) -> str:
        """The sum of the lines' SHA-256, in hexadecimal."""
        return f"{self.total:064x}"


@dataclass
class Survey:
    """Files of records, read once. An article's facts are those of the last file that names it.

    ``left_out`` has the numbers of file and line of those that are rejected or repeat another.
    """

    files: Sequence[Path]
    articles: dict[str, Listing] = field(default_factory=dict)
    rejected: list[RecordsError] = field(default_factory=list)
    left_out: set[tuple[int, int]] = field(default_factory=set)

    def count(self, file: int, article: str, digest: int) -> None:
        """Count a line for an article."""
        listing = self.articles.get(article)
        if listing is None or listing.file != file:
            listing = self.articles[article] = Listing(file)
        listing.total = (listing.total + digest) % _DIGESTS
        listing.facts += 1

    def records(self, wanted: set[str]) -> Iterator[dict[str, Any]]:
        """The records of some articles as parsed JSON, with exact numbers. Raises `RecordsError`."""
        for index, path in enumerate(self.files):
            here = {name for name in wanted if self.articles[name].file == index}
            left_out = {number for file, number in self.left_out if file == index}
            for number, line in enumerate(_lines(path), 1):
                if number not in left_out and not line.isspace():
                    record = parse_exactly(line)
                    if record["article"]["id"] in here:
                        yield record


def survey(files: Sequence[Path], *, processes: int = 1) -> Survey:
    """Validate every line of the files. Lines that are no record are in ``rejected``.

    So is a line that has the id of another in its file and says something else. With more than one of ``processes``,
    large files are validated in parts at the same time. Raises `RecordsError` for a file that cannot be read.
    """
    found = Survey(files)
    parts = [(index, part) for index, path in enumerate(files) for part in _parts_of(path)]
    with _mapping(processes if len(parts) > len(files) else 1) as mapped:
        checked = mapped(_check_part, [part for _, part in parts])
        of_files = groupby(zip(parts, checked, strict=True), key=lambda pair: pair[0][0])
        for index, of_file in of_files:
            _gather(found, index, (part for _, part in of_file))
    return found


@contextmanager
def _mapping(processes: int) -> Iterator[Callable[..., Iterable["_Checked"]]]:
    """`map`, or the same in several processes."""
    if processes == 1:
        yield map
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield pool.map


@dataclass
class _Checked:
    """What is in a part of a file: its lines, the records among them, and those that are none, by number."""

    lines: int = 0
    records: list[tuple[int, str, str, int]] = field(default_factory=list)
    rejected: list[tuple[int, str]] = field(default_factory=list)


_Part = tuple[Path, int, int]
"""A file, and where in it a part starts and ends: at ends of lines."""


def _check_part(part: _Part) -> _Checked:
    """Validate the lines of a part; gives number, id, article and digest of each record."""
    path, start, end = part
    checked = _Checked()
    for line in _lines(path, start, end):
        checked.lines += 1
        if line.isspace():
            continue
        try:
            fact = _validated(path, line)
        except RecordsError as error:
            checked.rejected.append((checked.lines, error.reason))
            continue
        digest = int.from_bytes(sha256(line.strip()).digest())
        checked.records.append((checked.lines, fact.id, fact.article.id, digest))
    return checked


def _validated(path: Path, line: bytes) -> Fact:
    """As `read_record`, without making sure that long fractions are exact, which takes a third of its time."""
    try:
        return fact_adapter().validate_json(line)
    except ValidationError:
        return read_record(str(path), line)


def _gather(found: Survey, file: int, parts: Iterable[_Checked]) -> None:
    """Note what the parts of a file hold."""
    path, lines = found.files[file], 0
    digests: dict[str, int] = {}
    for part in parts:
        rejected = part.rejected
        for number, fact, article, digest in part.records:
            before = digests.setdefault(fact, digest)
            if before is digest:
                found.count(file, article, digest)
            elif before == digest:
                found.left_out.add((file, lines + number))
            else:
                rejected.append((number, f"says something else than another line of the id {fact}"))
        for number, reason in sorted(rejected):
            found.rejected.append(RecordsError(f"{path}:{lines + number}", reason))
            found.left_out.add((file, lines + number))
        lines += part.lines


def _parts_of(path: Path) -> list[_Part]:
    """The parts of a file."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            ends: list[int] = []
            for rough in range(_PART, size, _PART):
                file.seek(max(rough, ends[-1] if ends else 0))
                file.readline()
                ends.append(file.tell())
    except OSError as error:
        raise RecordsError(str(path), reason_of(error)) from error
    bounds = [0, *sorted({end for end in ends if end < size}), size]
    return [(path, start, end) for start, end in pairwise(bounds)]


def _lines(path: Path, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """The lines of a file, or of a part of it that starts and ends with a line."""
    try:
        with path.open("rb") as file:
            at = file.seek(start)
            for line in file:
                if end is not None and at >= end:
                    return
                at += len(line)
                yield line
    except OSError as error:
        raise RecordsError(str(path), reason_of(error)) from error


def parse_exactly(line: bytes) -> dict[str, Any]:
    """A record's JSON, its numbers exact: as int, as float of no more digits than a float keeps, or as Decimal."""
    record: dict[str, Any] = orjson.loads(line)
    if (_has_fraction(record) or record.get("equivalents")) and _LONG_NUMBER.search(line):
        return dict(json.loads(line, parse_float=Decimal))
    return record


def _has_fraction(record: dict[str, Any]) -> bool:
    """Whether a number was read as a float."""
    get = record.get
    return isinstance(get("value"), float) or isinstance(get("low"), float) or isinstance(get("high"), float)
