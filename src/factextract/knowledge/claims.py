"""Claims: made of facts that state the same thing, and made anew where facts came, went or changed their entities."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, exists, select

from factextract.kinds import KINDS, Kind
from factextract.knowledge.bulk import IDS_AT_ONCE, Row, batches, insert_rows
from factextract.knowledge.rows import digits
from factextract.knowledge.sameness import Amount, Names, Statement, block_of, claims_of, earliest
from factextract.knowledge.schema import (
    articles,
    claim_entities,
    claim_facts,
    claims,
    equivalents,
    fact_entities,
    facts,
    sentences,
)

_log = logging.getLogger(__name__)

_FEW = 20_000
"""Facts to make claims of that are named one by one, which spares looking for them among all facts again."""
_CLAIMS_AT_ONCE = 10_000
_COMPARED = (
    facts.c.id,
    facts.c.article_id,
    articles.c.published,
    articles.c.source,
    facts.c.evidence,
    *(
        facts.c[name]
        for name in ("kind", "period_start", "period_end", "status", "value", "low", "high", "unit")
    ),
    *(
        facts.c[name]
        for name in ("modifier", "role", "direction", "indicator", "per", "flow", "commodity", "basis")
    ),
    *(facts.c[name] for name in ("whole", "event", "time", "recurrence", "confidence")),
)


def build_claims(connection: Connection) -> int:
    """Put every fact that supports no claim into one; gives how many claims were made or made anew.

    Claims of the same blocks are taken down and built again with them, so the claims of a base do not depend on the
    order in which its facts came.
    """
    made = 0
    waiting = ~exists().where(claim_facts.c.fact_id == facts.c.id)
    some_stand = connection.scalar(select(claims.c.id).limit(1)) is not None
    ids: defaultdict[str, list[str]] = defaultdict(list)
    for kind, fact_id in connection.execute(select(facts.c.kind, facts.c.id).where(waiting)):
        ids[kind].append(fact_id)
    for kind in KINDS:
        few = len(ids[kind]) < _FEW
        wanted = [facts.c.id.in_(some) for some in batches(ids[kind], IDS_AT_ONCE)] if few else [waiting]
        blocks: defaultdict[str, list[Statement]] = defaultdict(list)
        for fact in chain.from_iterable(_statements(connection, kind, each) for each in wanted):
            blocks[block_of(fact)].append(fact)
        if some_stand:
            _take_down(connection, kind, blocks)
        made += _build(connection, blocks)
        _log.debug("%s: %d blocks", kind, len(blocks))
    return made


def _take_down(connection: Connection, kind: Kind, blocks: dict[str, list[Statement]]) -> None:
    """Remove the claims that stand in some blocks, and add their facts to the blocks."""
    for some in batches(list(blocks), IDS_AT_ONCE):
        supported = select(claims.c.id).where(claims.c.block.in_(some))
        supporting = select(claim_facts.c.fact_id).where(claim_facts.c.claim_id.in_(supported))
        for fact in _statements(connection, kind, facts.c.id.in_(supporting)):
            blocks[block_of(fact)].append(fact)
        connection.execute(delete(claims).where(claims.c.block.in_(some)))


def _build(connection: Connection, blocks: dict[str, list[Statement]]) -> int:
    writer = _Writer(connection)
    made = 0
    for block, members in blocks.items():
        for claim in claims_of(members):
            writer.add(block, claim)
            made += 1
    writer.flush()
    return made


class _Writer:
    """Writes claims with their facts and entities, many at once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._claims: list[Row] = []
        self._facts: list[Row] = []
        self._entities: list[Row] = []

    def add(self, block: str, members: Sequence[Statement]) -> None:
        """Add one claim; it has the words and figures of its first fact."""
        claim = earliest(members).id
        best = members[0]
        self._claims.append(_claim_row(claim, block, members))
        self._facts += [(fact.id, claim) for fact in members]
        self._entities += [
            (claim, role, position, entity, best.kind, best.period_start)
            for role, named in best.names.items()
            for position, entity in enumerate(named)
        ]
        if len(self._claims) == _CLAIMS_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting."""
        insert_rows(self._connection, claims, self._claims)
        insert_rows(self._connection, claim_facts, self._facts)
        insert_rows(self._connection, claim_entities, self._entities)
        self._claims, self._facts, self._entities = [], [], []


def _claim_row(claim: str, block: str, members: Sequence[Statement]) -> Row:
    best = members[0]
    published = sorted({fact.published for fact in members if fact.published})
    first, last = (published[0], published[-1]) if published else (None, None)
    return (
        claim,
        block,
        best.kind,
        best.period_start,
        best.period_end,
        best.status,
        digits(best.value),
        digits(best.low),
        digits(best.high),
        best.unit,
        best.modifier,
        "level" if best.role == "previous" else best.role,
        best.direction,
        best.indicator,
        best.per,
        best.flow,
        best.commodity,
        best.basis,
        best.whole,
        best.event,
        best.time,
        best.recurrence,
        max(fact.confidence for fact in members),
        len(members),
        len({fact.article for fact in members}),
        "; ".join(sorted({fact.publisher for fact in members if fact.publisher})),
        first,
        last,
    )


def _statements(connection: Connection, kind: Kind, wanted: ColumnElement[bool]) -> Iterator[Statement]:
    """The facts of a kind that a condition holds for, with their entities and equivalents."""
    chosen = (facts.c.kind == kind, wanted)
    names = _names(connection, chosen)
    restated = _restated(connection, chosen)
    query = select(*_COMPARED).join(articles, articles.c.id == facts.c.article_id).where(*chosen)
    for row in _raw(connection, query):
        fact = Statement(*row)
        fact.published = _text(fact.published)
        fact.period_start, fact.period_end = _text(fact.period_start), _text(fact.period_end)
        fact.value, fact.low, fact.high = _decimal(fact.value), _decimal(fact.low), _decimal(fact.high)
        fact.names = names.get(fact.id, {})
        fact.restated = restated.get(fact.id, ())
        yield fact


def _names(connection: Connection, chosen: Iterable[ColumnElement[bool]]) -> dict[str, Names]:
    found: defaultdict[str, Names] = defaultdict(dict)
    query = (
        select(fact_entities.c.fact_id, fact_entities.c.role, fact_entities.c.entity_id)
        .join(facts, facts.c.id == fact_entities.c.fact_id)
        .where(*chosen)
        .order_by(fact_entities.c.fact_id, fact_entities.c.role, fact_entities.c.position)
    )
    for fact, role, entity in _raw(connection, query):
        roles = found[fact]
        if entity not in roles.get(role, ()):
            roles[role] = (*roles.get(role, ()), entity)
    return found


def _restated(connection: Connection, chosen: Iterable[ColumnElement[bool]]) -> dict[str, tuple[Amount, ...]]:
    """Equivalents by fact, with the words they were written in, which stand in the fact's sentence."""
    found: defaultdict[str, tuple[Amount, ...]] = defaultdict(tuple)
    query = (
        select(equivalents, sentences.c.text, sentences.c.start_char.label("first"))
        .join(facts, facts.c.id == equivalents.c.fact_id)
        .join(sentences, sentences.c.id == facts.c.sentence_id)
        .where(*chosen)
        .order_by(equivalents.c.fact_id, equivalents.c.position)
    )
    for row in connection.execute(query):
        written = row.text[row.start_char - row.first : row.end_char - row.first]
        found[row.fact_id] += (Amount(row.unit, row.value, row.low, row.high, written, "exact"),)
    return found


def _raw(connection: Connection, query: Select[Any]) -> Iterator[Any]:
    """The rows of a query as the driver gives them: SQLAlchemy's conversions take longer than all that follows."""
    compiled = query.compile(connection, compile_kwargs={"render_postcompile": True})
    parameters: Any = compiled.params
    if compiled.positiontup is not None:
        parameters = tuple(compiled.params[name] for name in compiled.positiontup)
    return iter(connection.exec_driver_sql(str(compiled), parameters))


def _text(day: Any) -> str | None:
    """A day as ISO text, as SQLite has it and PostgreSQL does not."""
    return None if day is None else str(day)


def _decimal(number: Any) -> Decimal | None:
    return None if number is None else Decimal(number)
