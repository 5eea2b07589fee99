"""The checks of a base: run on all its articles, kept in it, and listed."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from sqlalchemy import Connection, delete, select

from factextract.knowledge.base import Base
from factextract.knowledge.bulk import Row, batches, insert_rows
from factextract.knowledge.checks.article import check_facts
from factextract.knowledge.checks.check import Check
from factextract.knowledge.checks.intervals import Interval
from factextract.knowledge.rows import digits
from factextract.knowledge.schema import articles, checks, facts, sentences
from factextract.knowledge.schema import check_facts as check_facts_table
from factextract.knowledge.stored import read_by_article

_ROWS_AT_ONCE = 5_000
_IDS_AT_ONCE = 500


@dataclass(frozen=True)
class Checked:
    """How many checks of a base hold, and how many do not."""

    holding: int
    failing: int


@dataclass(frozen=True)
class CheckedFact:
    """A fact in a check: its part, its words and sentence, and whether it may be what is wrong."""

    id: str
    part: str
    evidence: str
    sentence: str
    suspect: bool


@dataclass(frozen=True)
class Doubt:
    """A check of the base that does not hold, with its facts in the order of the relation."""

    id: int
    name: str
    problem: str
    article: str
    source: str | None
    expected: Interval
    stated: Interval
    unit: str
    facts: tuple[CheckedFact, ...]


def run_checks(base: Base) -> Checked:
    """Check every article of a base and keep what is found, in place of what was; all or nothing."""
    holding = failing = 0
    with base.writing() as connection:
        connection.execute(delete(checks))
        numbers = count(1)
        for found in batches(_checks(connection), _ROWS_AT_ONCE):
            numbered = list(zip(numbers, found, strict=False))
            insert_rows(
                connection, checks, [_row(number, article, check) for number, (article, check) in numbered]
            )
            parts = [row for number, (_, check) in numbered for row in _part_rows(number, check)]
            insert_rows(connection, check_facts_table, parts)
            failing += sum(not check.holds for _, check in found)
            holding += sum(check.holds for _, check in found)
    return Checked(holding, failing)


def _checks(connection: Connection) -> Iterator[tuple[str, Check]]:
    for stored in read_by_article(connection):
        for check in check_facts([each.fact for each in stored]):
            yield stored[0].fact.article.id, check


def _row(number: int, article: str, check: Check) -> Row:
    return (
        number,
        article,
        check.name,
        check.problem,
        *_ends(check.expected),
        *_ends(check.stated),
        check.unit,
    )


def _ends(interval: Interval) -> tuple[str | None, str | None]:
    """The ends of an interval in digits, some of them rounded: quotients may have no end."""
    return digits(_rounded(interval.low)), digits(_rounded(interval.high))


def _rounded(number: Decimal) -> Decimal:
    return round(number, 12) if abs(number) < 10**12 else round(number, 2)


def _part_rows(number: int, check: Check) -> Iterator[Row]:
    for position, (fact, part) in enumerate(zip(check.facts, check.parts, strict=True)):
        yield number, position, fact.id, part, int(fact.id in check.suspects)


def read_doubts(connection: Connection) -> Iterator[Doubt]:
    """The checks kept in a base that do not hold, by article."""
    found = connection.execute(
        select(checks, articles.c.source)
        .join(articles, articles.c.id == checks.c.article_id)
        .where(checks.c.problem.is_not(None))
        .order_by(checks.c.id)
    ).all()
    for some in batches(found, _IDS_AT_ONCE):
        parts = _parts(connection, [row.id for row in some])
        for row in some:
            yield Doubt(
                id=row.id,
                name=row.name,
                problem=row.problem,
                article=row.article_id,
                source=row.source,
                expected=Interval(row.expected_low, row.expected_high),
                stated=Interval(row.stated_low, row.stated_high),
                unit=row.unit,
                facts=tuple(parts[row.id]),
            )


def _parts(connection: Connection, ids: Sequence[int]) -> dict[int, list[CheckedFact]]:
    """The facts of some checks, each check's in order."""
    table = check_facts_table
    query = (
        select(table, facts.c.evidence, sentences.c.text)
        .join(facts, facts.c.id == table.c.fact_id)
        .join(sentences, sentences.c.id == facts.c.sentence_id)
        .where(table.c.check_id.in_(ids))
        .order_by(table.c.check_id, table.c.position)
    )
    found = defaultdict(list)
    for row in connection.execute(query):
        part = CheckedFact(row.fact_id, row.part, row.evidence, row.text, row.suspect)
        found[row.check_id].append(part)
    return found
