"""Files of records before they are loaded: every line is validated, and what each says of an article is known."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from factextract.errors import RecordsError
from factextract.files import read_record, reason_of
from factextract.records import Fact, fact_adapter

_DIGESTS = 1 << 256
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
            for number, line in _lines(path):
                if (index, number) not in self.left_out:
                    record = parse_exactly(line)
                    article = record["article"]["id"]
                    if article in wanted and self.articles[article].file == index:
                        yield record


def survey(files: Sequence[Path]) -> Survey:
    """Validate every line of the files. Lines that are no record are in ``rejected``.

    So is a line that has the id of another in its file and says something else. Raises `RecordsError` for a file
    that cannot be read.
    """
    found = Survey(files)
    for index, path in enumerate(files):
        digests: dict[str, int] = {}
        for number, line in _lines(path):
            try:
                fact = _validated(path, number, line)
            except RecordsError as error:
                found.rejected.append(error)
                found.left_out.add((index, number))
                continue
            digest = int.from_bytes(sha256(line.strip()).digest())
            before = digests.setdefault(fact.id, digest)
            if before is digest:
                found.count(index, fact.article.id, digest)
                continue
            found.left_out.add((index, number))
            if before != digest:
                reason = f"says something else than another line of the id {fact.id}"
                found.rejected.append(RecordsError(f"{path}:{number}", reason))
    return found


def _validated(path: Path, number: int, line: bytes) -> Fact:
    """As `read_record`, without making sure that long fractions are exact, which takes a third of its time."""
    try:
        return fact_adapter().validate_json(line)
    except ValidationError:
        return read_record(f"{path}:{number}", line)


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a file that are not blank, numbered from one."""
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if not line.isspace():
                    yield number, line
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
    return any(isinstance(record.get(name), float) for name in ("value", "low", "high"))
