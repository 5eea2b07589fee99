"""When a gold fact and a prediction agree: number, unit, period, event word, indicator."""

import re
import tomllib
from collections.abc import Iterable
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files

from factextract.evaluation.names import all_same, share_a_name
from factextract.evaluation.statement import Statement

_RELATIVE = Decimal("1e-6")
_ABSOLUTE = Decimal("1e-9")

_CURRENCY = re.compile(r"[A-Z]{3}")
_SPACE = re.compile(r"\s+")
_LETTERS = re.compile(r"[A-Za-z]+")
_DOUBLED = re.compile(r"(.)\1$")
_PREPOSITION = re.compile(
    r"\s+(?:of|in|for|from|to|on|at|by|with|per|among|against|between|due|that|which)\s+", re.IGNORECASE
)

_SUFFIXES = (
    ("ied", "y"), ("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""),
    ("ment", ""), ("ion", ""), ("al", ""), ("e", ""),
)  # fmt: skip
_FUNCTION_WORDS = frozenset(
    ("the", "a", "an", "of", "in", "for", "to", "its", "their", "and", "on", "from", "at", "by", "with")
)
_EMPTY_IN_EVENTS = _FUNCTION_WORDS | {"total", "value"}


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A word without its ending, crudely: "planned", "planning" and "plans" give "plan"."""
    word = word.lower()
    for suffix, replacement in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word.removesuffix(suffix) + replacement
            break
    return _DOUBLED.sub(r"\1", word).rstrip("e")


_LIGHT = frozenset(
    stem(word)
    for word in (
        "number", "amount", "level", "value", "volume", "total", "sum", "figure", "rate", "size", "quantity",
        "count",
    )
)  # fmt: skip


def _stems(phrase: str | None, without: Iterable[str] = _FUNCTION_WORDS) -> list[str]:
    return [stem(word) for word in _LETTERS.findall(phrase or "") if word.lower() not in without]


def same_number(gold: Decimal | None, predicted: Decimal | None) -> bool:
    """Equal within a millionth."""
    if gold is None or predicted is None:
        return False
    return abs(gold - predicted) <= max(_RELATIVE * max(abs(gold), abs(predicted)), _ABSOLUTE)


@cache
def _unit_aliases() -> dict[str, str]:
    table = (files(__package__) / "data" / "units.toml").read_text(encoding="utf-8")
    aliases: dict[str, str] = tomllib.loads(table)["aliases"]
    return aliases


@lru_cache(maxsize=4096)
def canonical_unit(unit: str) -> str:
    """A unit in the singular, spelled as usual: "barrels per day" gives "barrel/day", "USD" stays."""
    if _CURRENCY.fullmatch(unit):
        return unit
    unit = _SPACE.sub(" ", unit.lower().replace("_", " ").strip())
    unit = _unit_aliases().get(unit, unit)
    if unit.endswith("ies") and len(unit) > 4:
        unit = unit.removesuffix("ies") + "y"
    elif unit.endswith("s") and not unit.endswith("ss"):
        unit = unit.removesuffix("s")
    return _unit_aliases().get(unit, unit).replace(" per ", "/")


def same_unit(gold: str | None, predicted: str | None) -> bool:
    """Equal units, or counted nouns with the same head ("border gate", "gate")."""
    one, other = canonical_unit(gold or ""), canonical_unit(predicted or "")
    if one == other:
        return True
    return one != "" and "/" not in one + other and one.split()[-1:] == other.split()[-1:]


def same_value(gold: Statement, predicted: Statement) -> bool:
    """Number and unit agree; of an event, the period. Where the kinds differ the sign is left to them."""
    if gold.is_event or predicted.is_event:
        return gold.kind == predicted.kind and gold.period == predicted.period
    return same_unit(gold.unit, predicted.unit) and same_amount(gold, predicted)


def same_amount(gold: Statement, predicted: Statement) -> bool:
    """The numbers agree, whatever their units: one number, or both ends of a range."""
    if gold.value is None:
        return same_number(gold.low, predicted.low) and same_number(gold.high, predicted.high)
    if predicted.value is None:
        return False
    if gold.kind != predicted.kind:
        return same_number(abs(gold.value), abs(predicted.value))
    return same_number(gold.value, predicted.value)


def same_period(gold: Statement, predicted: Statement) -> bool:
    """Equal periods; where gold carried its period over from another sentence, none is right too."""
    if predicted.period is None and gold.period is not None and not gold.period_explicit:
        return True
    return gold.period == predicted.period


def same_event(gold: str | None, predicted: str | None) -> bool:
    """The event words share a stem: "suspended", "suspending"."""
    return not set(_stems(gold, _EMPTY_IN_EVENTS)).isdisjoint(_stems(predicted, _EMPTY_IN_EVENTS))


def head_word(phrase: str | None) -> str | None:
    """The stem of a noun phrase's head; light heads are looked through: "number of new jobs" gives "job"."""
    parts = _PREPOSITION.split((phrase or "").strip())
    for part in parts:
        stems = _stems(part)
        if stems and (stems[-1] not in _LIGHT or len(parts) == 1 or len(stems) > 1):
            return stems[-1]
    stems = _stems(phrase)
    return stems[-1] if stems else None


def same_indicator(gold: str | None, predicted: str | None) -> bool:
    """The head word of one stands in the other: "net profit", "profit for the year"."""
    one, other = head_word(gold), head_word(predicted)
    if one is None or other is None:
        return False
    return one in _stems(predicted) or other in _stems(gold)


def core_slots(gold: Statement, predicted: Statement) -> dict[str, bool]:
    """Which of the fields agree that a core match needs besides the value."""
    slots = {"kind": gold.kind == predicted.kind, "status": gold.status == predicted.status}
    if gold.is_event:
        return slots | {
            "period": gold.period == predicted.period,
            "event": same_event(gold.event, predicted.event),
        }
    slots |= {
        "modifier": gold.modifier == predicted.modifier,
        "role": gold.role == predicted.role,
        "direction": gold.role != "change" or gold.direction == predicted.direction,
        "period": same_period(gold, predicted),
    }
    if gold.kind == "trade_value":
        slots["flow"] = gold.flow == predicted.flow
    return slots


def record_slots(gold: Statement, predicted: Statement) -> dict[str, bool]:
    """Which of the fields agree that a whole record needs besides the core."""
    if gold.is_event:
        return {"participants": share_a_name(gold.participants, predicted.participants)}
    agree = all_same if gold.kind == predicted.kind == "trade_value" else share_a_name
    return {
        "indicator": same_indicator(gold.indicator, predicted.indicator),
        "subjects": agree(gold.parties, predicted.parties),
    }


def other_slots(gold: Statement, predicted: Statement) -> dict[str, bool]:
    """Which of the fields agree that no level asks for; they are counted, and cost nothing."""
    slots = {"source": _same_words(gold.source, predicted.source)}
    if gold.is_event:
        return slots | {
            "location": share_a_name(_listed(gold.location), _listed(predicted.location)),
            "time": gold.time == predicted.time,
            "recurrence": gold.recurrence == predicted.recurrence,
        }
    slots |= {
        "unit": same_unit(gold.unit, predicted.unit),
        "per": canonical_unit(gold.per or "") == canonical_unit(predicted.per or ""),
    }
    match gold.kind:
        case "trade_value":
            slots["commodity"] = _same_words(gold.commodity, predicted.commodity)
        case "growth_percentage":
            slots["basis"] = gold.basis == predicted.basis
        case "percentage":
            slots["whole"] = _same_words(gold.whole, predicted.whole)
    return slots


def slots_of(fact: Statement) -> tuple[str, ...]:
    """The fields that are compared of a fact of this kind."""
    if fact.is_event:
        return _EVENT_SLOTS
    return (*_VALUE_SLOTS, *_SLOTS_OF_KIND.get(fact.kind, ()))


_EVENT_SLOTS = (
    "value", "kind", "status", "period", "event", "participants", "source", "location", "time", "recurrence",
)  # fmt: skip
_VALUE_SLOTS = (
    "value", "kind", "status", "modifier", "role", "direction", "period", "indicator", "subjects", "source",
    "unit", "per",
)  # fmt: skip
_SLOTS_OF_KIND = {
    "trade_value": ("flow", "commodity"),
    "growth_percentage": ("basis",),
    "percentage": ("whole",),
}


def _listed(name: str | None) -> list[str]:
    return [name] if name else []


def _same_words(gold: str | None, predicted: str | None) -> bool:
    """Both empty, or a word in common: "China's foreign trade", "foreign trade"."""
    one, other = _stems(gold), _stems(predicted)
    return not set(one).isdisjoint(other) if one and other else not one and not other
