"""Facts read back from a base as the records they were loaded from, with the entities and the claim made of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from factextract.knowledge.bulk import batches
from factextract.knowledge.schema import (
    aliases,
    articles,
    claim_facts,
    entities,
    equivalents,
    fact_entities,
    facts,
    sentences,
)
from factextract.records import FACT_TYPES, Fact

_ARTICLES_AT_ONCE = 200
_PHRASES = ("indicator", "commodity", "whole", "event")
_MANY = {"subject": "subjects", "participant": "participants"}
"""The field of a record that has all names of a role, by the role; the other roles are fields of one name."""


@dataclass(frozen=True, slots=True)
class Entity:
    """What a name of a fact stands for, as the base has it."""

    id: int
    name: str
    type: str
    iso: str | None


@dataclass(frozen=True, slots=True)
class StoredFact:
    """A record, the entity of each of its names by role and position, and the id of the claim it supports."""

    fact: Fact
    entities: Mapping[tuple[str, int], Entity]
    claim: str | None

    def entity(self, role: str, position: int = 0) -> Entity | None:
        """The entity in a role: subject, reporter, partner, participant, location."""
        return self.entities.get((role, position))

    def all_of(self, role: str) -> list[Entity]:
        """The entities in a role, in the record's order."""
        return [
            entity
            for (name, _), entity in sorted(self.entities.items(), key=lambda item: item[0])
            if name == role
        ]


def read_by_article(connection: Connection) -> Iterator[list[StoredFact]]:
    """The facts of each article that has some, in order of the articles' ids and of the text."""
    ids = connection.scalars(select(articles.c.id).order_by(articles.c.id)).all()
    for some in batches(ids, _ARTICLES_AT_ONCE):
        by_article: dict[str, list[StoredFact]] = defaultdict(list)
        for stored in _read(connection, facts.c.article_id.in_(some)):
            by_article[stored.fact.article.id].append(stored)
        yield from (by_article[article] for article in some if article in by_article)


def read_facts(connection: Connection) -> Iterator[StoredFact]:
    """All facts, in the same order."""
    for stored in read_by_article(connection):
        yield from stored


def _read(connection: Connection, wanted: Any) -> Iterator[StoredFact]:
    """The facts that a condition on ``facts`` names."""
    amounts, names = _amounts(connection, wanted), _names(connection, wanted)
    for row in connection.execute(_facts(wanted)):
        named = names.get(row.id, ())
        yield StoredFact(
            _record(row, amounts.get(row.id, ()), named),
            {
                (name.role, name.position): Entity(
                    name.entity_id, name.entity, name.entity_type, name.entity_iso
                )
                for name in named
            },
            row.claim_id,
        )


def _entity(name: Any) -> Entity:
    return Entity(name.entity_id, name.entity, name.entity_type, name.entity_iso)


def _facts(wanted: Any) -> Select[Any]:
    return (
        select(
            facts,
            sentences.c.start_char.label("sentence_start"),
            sentences.c.end_char.label("sentence_end"),
            sentences.c.text.label("sentence"),
            articles.c.title,
            articles.c.published,
            articles.c.source.label("publisher"),
            claim_facts.c.claim_id,
        )
        .join(sentences, sentences.c.id == facts.c.sentence_id)
        .join(articles, articles.c.id == facts.c.article_id)
        .outerjoin(claim_facts, claim_facts.c.fact_id == facts.c.id)
        .where(wanted)
        .order_by(facts.c.article_id, facts.c.evidence_start, facts.c.evidence_end, facts.c.id)
    )


def _amounts(connection: Connection, wanted: Any) -> dict[str, list[Row[Any]]]:
    """The equivalents of facts, in order, by the fact's id."""
    query = (
        select(equivalents)
        .join(facts, facts.c.id == equivalents.c.fact_id)
        .where(wanted)
        .order_by(equivalents.c.fact_id, equivalents.c.position)
    )
    return _by_fact(connection.execute(query))


def _names(connection: Connection, wanted: Any) -> dict[str, list[Row[Any]]]:
    """The names of facts, in order, with their entities, by the fact's id."""
    query = (
        select(
            fact_entities,
            aliases.c.name,
            aliases.c.type,
            aliases.c.iso,
            entities.c.name.label("entity"),
            entities.c.type.label("entity_type"),
            entities.c.iso.label("entity_iso"),
        )
        .join(facts, facts.c.id == fact_entities.c.fact_id)
        .join(aliases, aliases.c.id == fact_entities.c.alias_id)
        .join(entities, entities.c.id == fact_entities.c.entity_id)
        .where(wanted)
        .order_by(fact_entities.c.fact_id, fact_entities.c.role, fact_entities.c.position)
    )
    return _by_fact(connection.execute(query))


def _by_fact(rows: Any) -> dict[str, list[Row[Any]]]:
    found = defaultdict(list)
    for row in rows:
        found[row.fact_id].append(row)
    return dict(found)


def _record(row: Any, amounts: Sequence[Any], names: Sequence[Any]) -> Fact:
    """The record that a row of ``facts`` was made of, with its rows of ``equivalents`` and ``fact_entities``."""
    values = dict(row._mapping)
    content: dict[str, Any] = {
        **values,
        "article": {
            "id": row.article_id,
            "title": row.title,
            "published": row.published,
            "source": row.publisher,
        },
        "evidence": {"start": row.evidence_start, "end": row.evidence_end, "text": row.evidence},
        "sentence": {"start": row.sentence_start, "end": row.sentence_end, "text": row.sentence},
        "period": _period(row),
        "equivalents": tuple(_amount(amount) for amount in amounts),
    }
    for slot in _PHRASES:
        content[slot] = _phrase(values, slot)
    for name in names:
        found = {
            "name": name.name,
            "type": name.type,
            "id": name.iso,
            "start": name.start_char,
            "end": name.end_char,
        }
        if (field := _MANY.get(name.role)) is None:
            content[name.role] = found
        else:
            content[field] = (*content.get(field, ()), found)
    model = FACT_TYPES[row.kind]
    fields = model.model_fields.keys() & content.keys()
    fact: Fact = model.model_validate({field: content[field] for field in fields})  # type: ignore[assignment]
    return fact


def _period(row: Any) -> dict[str, Any] | None:
    if row.period_start is None:
        return None
    return {
        "start": row.period_start,
        "end": row.period_end,
        "text": row.period_text,
        "text_start": row.period_text_start,
        "text_end": row.period_text_end,
        "timex3": row.period_timex3,
    }


def _phrase(values: Mapping[str, Any], slot: str) -> dict[str, Any] | None:
    if values[slot] is None:
        return None
    return {"text": values[slot], "start": values[f"{slot}_start"], "end": values[f"{slot}_end"]}


def _amount(row: Any) -> dict[str, Any]:
    return {
        "value": row.value,
        "low": row.low,
        "high": row.high,
        "unit": row.unit,
        "start": row.start_char,
        "end": row.end_char,
    }
