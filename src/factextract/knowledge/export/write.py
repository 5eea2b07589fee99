"""The export: every fact of a base into one file, which appears only when it is complete."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import Connection, select

from factextract.errors import OutputError, UsageError
from factextract.files import LinesFile, reason_of
from factextract.knowledge.base import Base
from factextract.knowledge.export.flat import row_of
from factextract.knowledge.export.form import Form
from factextract.knowledge.schema import check_facts, checks
from factextract.knowledge.stored import StoredFact, read_facts

_ROOT = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]*(?<=[/#:])""")
_EXTRAS = {Form.TURTLE: "rdf", Form.JSON_LD: "rdf", Form.NTRIPLES: "rdf", Form.PARQUET: "parquet"}


_SQLITE = b"SQLite format 3\0"


def _is_database(path: Path) -> bool:
    """Whether a file is there and is one of SQLite's."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError as error:
        raise OutputError(str(path), reason_of(error)) from error


def export(base: Base, path: Path, form: Form, *, root: str | None = None) -> int:
    """Write all facts of a base to a file and give their number; in RDF their IRIs begin with ``root``.

    Raises `UsageError` where a library for the form is not installed or ``root`` is no IRI that names can follow,
    `BaseError` and `OutputError`.
    """
    if root is not None and not _ROOT.fullmatch(root):
        raise UsageError(
            f"{root!r} is no IRI that ends in '/', '#' or ':', such as https://data.example.org/"
        )
    if _is_database(path):
        raise UsageError(f"{path} is a database: write to another file")
    counted = _Counted()
    with base.reading() as connection:
        failed = failed_checks(connection)
        facts = counted.each(read_facts(connection))
        with LinesFile(path) as file:
            try:
                _write(file, facts, form, failed, root)
            except ModuleNotFoundError as error:
                raise UsageError(
                    f"{error.name} is not installed: pip install 'factextract[{_EXTRAS[form]}]'"
                ) from error
            except OSError as error:
                raise OutputError(str(path), reason_of(error)) from error
    return counted.number


class _Counted:
    """Counts what passes."""

    number = 0

    def each(self, facts: Iterable[StoredFact]) -> Iterator[StoredFact]:
        for fact in facts:
            self.number += 1
            yield fact


def _write(
    file: LinesFile, facts: Iterable[StoredFact], form: Form, failed: dict[str, list[str]], root: str | None
) -> None:
    if form in (Form.CSV, Form.PARQUET):
        from factextract.knowledge.export import tables

        rows = (row_of(fact, failed) for fact in facts)
        if form is Form.PARQUET:
            tables.write_parquet(rows, file.file, str(file.path))
            return
        lines = tables.csv_lines(rows)
    else:
        from factextract.knowledge.export import rdf
        from factextract.knowledge.export.graph import Describer
        from factextract.knowledge.export.identifiers import DEFAULT_ROOT, Identifiers

        describer = Describer(Identifiers(root or DEFAULT_ROOT), failed)
        serialise = {
            Form.TURTLE: rdf.turtle,
            Form.JSON_LD: rdf.json_ld,
            Form.NTRIPLES: rdf.ntriples,
        }[form]
        lines = serialise(facts, describer)
    for line in lines:
        file.write(line)


def failed_checks(connection: Connection) -> dict[str, list[str]]:
    """The names of the checks that throw doubt on a fact, by its id."""
    query = (
        select(check_facts.c.fact_id, checks.c.name)
        .join(checks, checks.c.id == check_facts.c.check_id)
        .where(check_facts.c.suspect)
        .order_by(check_facts.c.fact_id, checks.c.name)
        .distinct()
    )
    found = defaultdict(list)
    for fact, name in connection.execute(query):
        found[fact].append(name)
    return dict(found)
