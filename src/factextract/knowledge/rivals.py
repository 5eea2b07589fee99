"""Claims about the same thing whose figures cannot both be right: what conflicts and revisions are found among.

Claims rival where they share a block (kind, status, period, subjects or trading parties, head of the indicator or flow,
denominator), the words that narrow it down, and the unit, and no number is within the rounding of both. Claims without
a period, or that neither name a subject nor an indicator, are left aside: they may be of different things.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations, groupby
from operator import attrgetter
from typing import Any, cast

from sqlalchemy import Connection, func, select

from factextract.knowledge.bulk import batches
from factextract.knowledge.checks.intervals import Interval
from factextract.knowledge.checks.stated import figure_interval
from factextract.knowledge.sameness import Statement, qualifiers_of
from factextract.knowledge.schema import (
    articles,
    claim_entities,
    claim_facts,
    claims,
    entities,
    facts,
    sentences,
)

_BLOCKS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Said:
    """A fact of a claim, with who says it: ``named`` in the text, or else the publisher."""

    fact: str
    claim: str
    article: str
    published: date | None
    source: str | None
    named: bool
    role: str
    evidence: str
    sentence: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    interval: Interval

    def differs_from(self, other: "Said") -> bool:
        """Whether no number is within the rounding of both."""
        return not self.interval.overlaps(other.interval)

    def has_source_of(self, other: "Said") -> bool:
        """Whether one source says both."""
        if self.source is None or other.source is None:
            return self.article == other.article
        return self.source.casefold() == other.source.casefold()


@dataclass(frozen=True, slots=True)
class Rivals:
    """All that is said of one thing, in order of publication, where some figures have no number in common."""

    kind: str
    indicator: str | None
    flow: str | None
    subjects: tuple[str, ...]
    period_start: date
    period_end: date
    status: str
    unit: str
    said: tuple[Said, ...]


def find_rivals(connection: Connection) -> Iterator[Rivals]:
    """Everything in a base of which figures are told that have no number in common."""
    blocks = connection.scalars(
        select(claims.c.block)
        .where(claims.c.unit.is_not(None), claims.c.period_start.is_not(None))
        .group_by(claims.c.block)
        .having(func.count() > 1)
        .order_by(claims.c.block)
    ).all()
    for some in batches(blocks, _BLOCKS_AT_ONCE):
        names = _subjects(connection, some)
        for _, rows in groupby(_rows(connection, some), attrgetter("block")):
            yield from _rivals(list(rows), names)


def _rows(connection: Connection, blocks: Sequence[str]) -> Sequence[Any]:
    """The facts of some blocks with their articles and sentences, by block and in order of publication."""
    query = (
        select(
            facts,
            claims.c.block,
            claims.c.id.label("claim_id"),
            articles.c.published,
            articles.c.source.label("publisher"),
            sentences.c.text.label("sentence"),
        )
        .join(claim_facts, claim_facts.c.fact_id == facts.c.id)
        .join(claims, claims.c.id == claim_facts.c.claim_id)
        .join(articles, articles.c.id == facts.c.article_id)
        .join(sentences, sentences.c.id == facts.c.sentence_id)
        .where(claims.c.block.in_(blocks))
        .order_by(claims.c.block, articles.c.published, facts.c.article_id, facts.c.evidence_start)
    )
    return connection.execute(query).all()


def _subjects(connection: Connection, blocks: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The names of the subjects of the claims of some blocks, by claim."""
    query = (
        select(claim_entities.c.claim_id, entities.c.name)
        .join(claims, claims.c.id == claim_entities.c.claim_id)
        .join(entities, entities.c.id == claim_entities.c.entity_id)
        .where(claims.c.block.in_(blocks), claim_entities.c.role == "subject")
        .order_by(claim_entities.c.claim_id, claim_entities.c.position)
    )
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for claim, name in connection.execute(query):
        found[claim] += (name,)
    return dict(found)


def _rivals(rows: Sequence[Any], names: dict[str, tuple[str, ...]]) -> Iterator[Rivals]:
    """The rivals of one block."""
    groups = defaultdict(list)
    for row in rows:
        subjects = names.get(row.claim_id, ())
        if subjects and (row.indicator or row.flow):
            # The columns that qualifiers are made of are those of a statement too.
            groups[qualifiers_of(cast(Statement, row)), row.unit].append(row)
    for (_, unit), alike in groups.items():
        said = tuple(map(_said, alike))
        if any(one.differs_from(other) for one, other in combinations(said, 2)):
            first = alike[0]
            yield Rivals(
                kind=first.kind,
                indicator=first.indicator,
                flow=first.flow,
                subjects=names[first.claim_id],
                period_start=first.period_start,
                period_end=first.period_end,
                status=first.status,
                unit=unit,
                said=said,
            )


def _said(row: Any) -> Said:
    return Said(
        fact=row.id,
        claim=row.claim_id,
        article=row.article_id,
        published=row.published,
        source=row.source or row.publisher,
        named=row.source is not None,
        role=row.role,
        evidence=row.evidence,
        sentence=row.sentence,
        value=row.value,
        low=row.low,
        high=row.high,
        interval=figure_interval(row.value, row.low, row.high, row.evidence, row.modifier),
    )
