"""Records as rows of the tables."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from factextract.knowledge.bulk import Row

Record = dict[str, Any]
"""A valid record, as parsed JSON with exact numbers."""

_PHRASES = ("indicator", "commodity", "whole", "event")
_NOTHING: dict[str, Any] = {}

# The role of an entity in a fact, by the field of the record that names it.
_ONE = (("reporter", "reporter"), ("partner", "partner"), ("location", "location"))
_MANY = (("subject", "subjects"), ("participant", "participants"))


def article_row(record: Record, digest: str) -> Row:
    """The row of ``articles``."""
    article = record["article"]
    return article["id"], article.get("title"), article.get("published"), article.get("source"), digest


def fact_row(record: Record, sentence_id: int) -> Row:
    """The row of ``facts``, which has a column for every field of every kind."""
    get = record.get
    evidence = record["evidence"]
    period = get("period") or _NOTHING
    indicator, commodity, whole, event = (get(slot) or _NOTHING for slot in _PHRASES)
    return (
        record["id"],
        record["kind"],
        record["article"]["id"],
        sentence_id,
        evidence["text"],
        evidence["start"],
        evidence["end"],
        period.get("start"),
        period.get("end"),
        period.get("text"),
        period.get("text_start"),
        period.get("text_end"),
        period.get("timex3"),
        int(record["period_explicit"]),
        record["status"],
        get("source"),
        float(record["confidence"]),
        digits(get("value")),
        digits(get("low")),
        digits(get("high")),
        get("unit"),
        get("modifier"),
        get("role", "change" if record["kind"] == "growth_percentage" else None),
        get("direction"),
        indicator.get("text"),
        indicator.get("start"),
        indicator.get("end"),
        get("per"),
        get("flow"),
        commodity.get("text"),
        commodity.get("start"),
        commodity.get("end"),
        get("basis"),
        whole.get("text"),
        whole.get("start"),
        whole.get("end"),
        event.get("text"),
        event.get("start"),
        event.get("end"),
        get("time"),
        get("recurrence"),
    )


def equivalent_rows(record: Record) -> Iterator[Row]:
    """The rows of ``equivalents``."""
    for position, amount in enumerate(record.get("equivalents", ())):
        yield (
            record["id"],
            position,
            digits(amount.get("value")),
            digits(amount.get("low")),
            digits(amount.get("high")),
            amount["unit"],
            amount["start"],
            amount["end"],
        )


def names_of(record: Record) -> Iterator[tuple[str, int, Record]]:
    """Every name a record has, with its role and position there."""
    for role, field in _ONE:
        name = record.get(field)
        if name is not None:
            yield role, 0, name
    for role, field in _MANY:
        for position, name in enumerate(record.get(field, ())):
            yield role, position, name


def digits(number: int | float | str | Decimal | None) -> str | None:
    """An exact number in plain digits: 300000000000, 16.4."""
    if number is None:
        return None
    if isinstance(number, int):
        return str(number)
    plain = format(Decimal(str(number)), "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain == "-0" else plain
