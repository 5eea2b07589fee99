"""Facts as rows of one table, with a column for every field: what Parquet and CSV files hold."""

from collections.abc import Mapping, Sequence
from typing import Any

from factextract.knowledge.stored import Entity, StoredFact
from factextract.records import Equivalent, EventDate, Fact

Column = tuple[str, str]
"""A name and a type: text, texts, integer, decimal, float, date, boolean or amounts."""

COLUMNS: tuple[Column, ...] = (
    ("id", "text"),
    ("kind", "text"),
    ("claim_id", "text"),
    ("article_id", "text"),
    ("title", "text"),
    ("published", "date"),
    ("publisher", "text"),
    ("source", "text"),
    ("status", "text"),
    ("confidence", "float"),
    ("failed_checks", "texts"),
    ("period_start", "date"),
    ("period_end", "date"),
    ("period_text", "text"),
    ("period_explicit", "boolean"),
    ("indicator", "text"),
    ("value", "decimal"),
    ("low", "decimal"),
    ("high", "decimal"),
    ("unit", "text"),
    ("per", "text"),
    ("modifier", "text"),
    ("role", "text"),
    ("direction", "text"),
    ("equivalents", "amounts"),
    ("subjects", "texts"),
    ("subjects_iso", "texts"),
    ("flow", "text"),
    ("reporter", "text"),
    ("reporter_iso", "text"),
    ("partner", "text"),
    ("partner_iso", "text"),
    ("commodity", "text"),
    ("basis", "text"),
    ("whole", "text"),
    ("event", "text"),
    ("participants", "texts"),
    ("participants_iso", "texts"),
    ("location", "text"),
    ("location_iso", "text"),
    ("time", "text"),
    ("recurrence", "text"),
    ("evidence", "text"),
    ("evidence_start", "integer"),
    ("evidence_end", "integer"),
    ("sentence", "text"),
    ("sentence_start", "integer"),
    ("sentence_end", "integer"),
)

_AS_THEY_ARE = (
    "value",
    "low",
    "high",
    "unit",
    "per",
    "modifier",
    "role",
    "direction",
    "flow",
    "basis",
    "time",
    "recurrence",
)
_PHRASES = ("indicator", "commodity", "whole", "event")


def row_of(stored: StoredFact, failed: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """A fact's values by column. ``subjects_iso`` and the like are as long as their names, empty where there is no code."""
    fact = stored.fact
    period = fact.period
    row: dict[str, Any] = {
        "id": fact.id,
        "kind": fact.kind,
        "claim_id": stored.claim,
        "article_id": fact.article.id,
        "title": fact.article.title,
        "published": fact.article.published,
        "publisher": fact.article.source,
        "source": fact.source,
        "status": fact.status,
        "confidence": fact.confidence,
        "failed_checks": list(failed.get(fact.id, ())),
        "period_start": period.start if period else None,
        "period_end": period.end if period else None,
        "period_text": period.text if period else None,
        "period_explicit": fact.period_explicit,
        "equivalents": _amounts(fact),
        "evidence": fact.evidence.text,
        "evidence_start": fact.evidence.start,
        "evidence_end": fact.evidence.end,
        "sentence": fact.sentence.text,
        "sentence_start": fact.sentence.start,
        "sentence_end": fact.sentence.end,
    }
    row |= {name: getattr(fact, name, None) for name in _AS_THEY_ARE}
    for name in _PHRASES:
        phrase = getattr(fact, name, None)
        row[name] = phrase.text if phrase else None
    for role in ("reporter", "partner", "location"):
        entity = stored.entity(role)
        row[role], row[f"{role}_iso"] = (entity.name, entity.iso) if entity else (None, None)
    row["subjects"], row["subjects_iso"] = _named(stored.all_of("subject"))
    row["participants"], row["participants_iso"] = _named(stored.all_of("participant"))
    return row


def _named(entities: Sequence[Entity]) -> tuple[list[str], list[str]]:
    return [entity.name for entity in entities], [entity.iso or "" for entity in entities]


def _amounts(fact: Fact) -> list[dict[str, Any]]:
    amounts: Sequence[Equivalent] = () if isinstance(fact, EventDate) else fact.equivalents
    return [
        {"value": amount.value, "low": amount.low, "high": amount.high, "unit": amount.unit}
        for amount in amounts
    ]
