"""Files of records before they are loaded: every line is validated, and what each says of an article is known."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson

from factextract.errors import RecordsError
from factextract.files import read_record, reason_of

_DIGEST_BITS = 256
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
    """Files of records, read once. An article's facts are those of the last file that names it."""

    files: Sequence[Path]
    articles: dict[str, Listing] = field(default_factory=dict)
    rejected: list[RecordsError] = field(default_factory=list)
    _left_out: set[tuple[int, int]] = field(default_factory=set)

    def records(self, wanted: set[str]) -> Iterator[dict[str, Any]]:
        """The records of some articles as parsed JSON, with exact numbers. Raises `RecordsError`."""
        for index, path in enumerate(self.files):
            for number, line in _lines(path):
                if (index, number) not in self._left_out:
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
        seen: dict[str, int] = {}
        for number, line in _lines(path):
            try:
                fact = read_record(f"{path}:{number}", line)
                digest = int.from_bytes(hashlib.sha256(line.strip()).digest())
                if seen.get(fact.id) == digest:
                    found._left_out.add((index, number))
                    continue
                if seen.setdefault(fact.id, digest) != digest:
                    raise RecordsError(
                        f"{path}:{number}", f"says something else than another line of the id {fact.id}"
                    )
            except RecordsError as error:
                found.rejected.append(error)
                found._left_out.add((index, number))
                continue
            _count(found, index, fact.article.id, digest)
    return found


def _count(found: Survey, index: int, article: str, digest: int) -> None:
    listing = found.articles.get(article)
    if listing is None or listing.file != index:
        listing = found.articles[article] = Listing(index)
    listing.total = (listing.total + digest) % (1 << _DIGEST_BITS)
    listing.facts += 1


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
    if any(isinstance(number, float) for number in _numbers(record)) and _LONG_NUMBER.search(line):
        return dict(json.loads(line, parse_float=Decimal))
    return record


def _numbers(record: dict[str, Any]) -> Iterator[Any]:
    for amount in (record, *record.get("equivalents", ())):
        yield amount.get("value")
        yield amount.get("low")
        yield amount.get("high")
