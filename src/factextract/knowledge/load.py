"""Records into a base: all or nothing, in bulk, and the same whether loaded once or twice."""

import gc
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Table, delete, func, select, text

from factextract.errors import RecordsError, RejectedError, UsageError
from factextract.knowledge.acronyms import acronyms_in
from factextract.knowledge.base import Base
from factextract.knowledge.bulk import IDS_AT_ONCE, Row, batches, insert_rows
from factextract.knowledge.claims import build_claims
from factextract.knowledge.entities import Entities
from factextract.knowledge.reading import Survey, survey
from factextract.knowledge.rows import Record, article_row, equivalent_rows, fact_row, names_of
from factextract.knowledge.schema import (
    acronyms,
    articles,
    claim_facts,
    claims,
    equivalents,
    fact_entities,
    facts,
    sentences,
)

_log = logging.getLogger(__name__)

_FACTS_AT_ONCE = 2_000
_IN_ORDER = (articles, sentences, acronyms, facts, equivalents, fact_entities)
"""A row comes after those it refers to."""
_INDEX_WORDS = text(
    "INSERT INTO sentence_words (rowid, text) SELECT id, text FROM sentences WHERE id >= :first"
)


@dataclass(frozen=True)
class Loaded:
    """What a load did: the facts it put in, and how many articles were new, replaced, and as they were already."""

    facts: int
    new: int
    replaced: int
    unchanged: int
    rejected: tuple[RecordsError, ...]


def load(base: Base, files: Sequence[Path], *, skip_invalid: bool = False, processes: int = 1) -> Loaded:
    """Put the records of files into a base, in one transaction.

    A file holds all facts of the articles it names: what the base had of them is replaced. An article whose facts
    are in the base as they are in the file is left alone. With more than one of ``processes``, large files are
    validated in parallel; a script that asks for it must be one that can be imported.

    Raises `RecordsError` for a file that cannot be read, `RejectedError` where lines are no records and are not to be
    skipped, and `BaseError`.
    """
    return load_checked(base, check_files(files, skip_invalid=skip_invalid, processes=processes))


def check_files(files: Sequence[Path], *, skip_invalid: bool = False, processes: int = 1) -> Survey:
    """What `load` does before it looks at the base: what is in the files, all of it valid or what is not left out."""
    found = survey(files, processes=processes)
    if found.rejected and not skip_invalid:
        raise RejectedError(found.rejected)
    return found


def load_checked(base: Base, found: Survey) -> Loaded:
    """What `load` does then. Raises `BaseError`."""
    with _collector_off(), base.writing() as connection:
        known = {row.id: row.digest for row in connection.execute(select(articles.c.id, articles.c.digest))}
        changed = {name for name, listing in found.articles.items() if known.get(name) != listing.digest}
        replaced = changed & known.keys()
        if changed:
            _replace(connection, found, changed, sorted(replaced), first=not known)
    return Loaded(
        facts=sum(found.articles[name].facts for name in changed),
        new=len(changed) - len(replaced),
        replaced=len(replaced),
        unchanged=len(found.articles) - len(changed),
        rejected=tuple(found.rejected),
    )


def forget(base: Base, names: Sequence[str]) -> int:
    """Take articles out of a base by id, with all that was read in them; gives the number of their facts.

    Raises `UsageError` for an id that no article of the base has, and `BaseError`; then nothing is changed.
    """
    with base.writing() as connection:
        known = set(connection.scalars(select(articles.c.id)))
        unknown = next((name for name in names if name not in known), None)
        if unknown is not None:
            raise UsageError(f"{base.name} has no article {unknown!r}; nothing was forgotten")
        before = connection.scalar(select(func.count()).select_from(facts)) or 0
        entities = Entities(connection)
        entities.forget(_remove(connection, sorted(set(names))))
        build_claims(connection)
        return before - (connection.scalar(select(func.count()).select_from(facts)) or 0)


@contextmanager
def _collector_off() -> Iterator[None]:
    """Leave cyclic garbage alone for a while: rows have none, and looking for it takes a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _replace(
    connection: Connection, found: Survey, changed: set[str], known: Sequence[str], *, first: bool
) -> None:
    """Make the facts of articles those of the files, and bring entities and claims in line."""
    entities = Entities(connection)
    named = _remove(connection, known)
    inserter = _Inserter(connection, found, entities)
    with _indexed_at_once(connection) if first else nullcontext():
        for batch in batches(found.records(changed), _FACTS_AT_ONCE):
            inserter.insert(batch)
    entities.link()
    entities.forget(named)
    build_claims(connection)
    connection.execute(text("ANALYZE"))


@contextmanager
def _indexed_at_once(connection: Connection) -> Iterator[None]:
    """Make the indexes of empty tables when they are full: in order, rather than a row at a time."""
    indexes = [index for table in _IN_ORDER for index in sorted(table.indexes, key=str)]
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)


def _remove(connection: Connection, known: Sequence[str]) -> set[int]:
    """Take articles out with all that was read in them, and the claims they support; gives the names they had."""
    named: set[int] = set()
    for some in batches(known, IDS_AT_ONCE):
        theirs = select(facts.c.id).where(facts.c.article_id.in_(some))
        used = select(fact_entities.c.alias_id).where(fact_entities.c.fact_id.in_(theirs)).distinct()
        named.update(connection.scalars(used))
        supported = select(claim_facts.c.claim_id).where(claim_facts.c.fact_id.in_(theirs))
        connection.execute(delete(claims).where(claims.c.id.in_(supported)))
        connection.execute(delete(articles).where(articles.c.id.in_(some)))
    return named


class _Inserter:
    """Inserts records, with the articles, sentences and names that are new with them."""

    def __init__(self, connection: Connection, found: Survey, entities: Entities) -> None:
        self._connection = connection
        self._found = found
        self._entities = entities
        self._articles: set[str] = set()
        self._acronyms: set[tuple[str, str, str]] = set()
        self._sentences: dict[tuple[str, int, int], int] = {}
        self._next_sentence = (connection.scalar(select(func.max(sentences.c.id))) or 0) + 1

    def insert(self, records: Iterable[Record]) -> None:
        """Insert some records of articles that are not in the base."""
        self._rows: dict[Table, list[Row]] = {table: [] for table in _IN_ORDER}
        first = self._next_sentence
        for record in records:
            self._add(record)
        self._entities.save()
        for table, rows in self._rows.items():
            insert_rows(self._connection, table, rows)
        if self._connection.dialect.name == "sqlite":
            # All at once: a trigger would have FTS5 write its index anew for each sentence.
            self._connection.execute(_INDEX_WORDS, {"first": first})

    def _add(self, record: Record) -> None:
        article = record["article"]["id"]
        if article not in self._articles:
            self._articles.add(article)
            self._rows[articles].append(article_row(record, self._found.articles[article].digest))
        fact = record["id"]
        self._rows[facts].append(fact_row(record, self._sentence(article, record["sentence"])))
        if record.get("equivalents"):
            self._rows[equivalents] += equivalent_rows(record)
        for role, position, name in names_of(record):
            alias = self._entities.resolve(name["name"], name["type"], name.get("id"))
            self._rows[fact_entities].append(
                (fact, role, position, alias.entity, alias.id, name["start"], name["end"])
            )

    def _sentence(self, article: str, sentence: Record) -> int:
        """The id of a sentence; a new one gets its row, and the acronyms it defines get theirs."""
        place = (article, sentence["start"], sentence["end"])
        known = self._sentences.get(place)
        if known is not None:
            return known
        number = self._sentences[place] = self._next_sentence
        self._next_sentence += 1
        self._rows[sentences].append((number, *place, sentence["text"]))
        for pair in acronyms_in(sentence["text"]):
            if (article, *pair) not in self._acronyms:
                self._acronyms.add((article, *pair))
                self._rows[acronyms].append((article, *pair, number))
        return number
