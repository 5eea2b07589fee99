"""How sure a record is: the chance that its value is one, times the probabilities of the choices that make its core."""

from functools import cache
from math import prod

from factextract.facts.reading import Draft, table

_CORE = ("role", "kind", "status", "period")


@cache
def _found(group: str) -> dict[str, float]:
    shares: dict[str, float] = table("confidence")[group]
    return shares


def value_confidence(draft: Draft) -> float:
    """The chance that a value's number, kind, role, status and period are all right, from 0 to 1."""
    return _found("value")[draft.quantity.dimension.value] * prod(
        draft.certainty.get(slot, 1.0) for slot in _CORE
    )


def event_confidence(certainty: dict[str, float]) -> float:
    """The chance that an event's date, word and status are all right, from 0 to 1."""
    return _found("event")["date"] * prod(certainty.values())
