"""The shape facts are compared in: gold facts and records both give a `Statement`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from factextract.kinds import Kind
from factextract.records import EventDate, Fact, GrowthPercentage, Name, Percentage, Phrase, TradeValue

# Fields that gold writes as they are and the scorer's levels leave aside.
_PLAIN = ("per", "basis", "whole", "commodity", "location", "time", "recurrence", "source")


@dataclass(frozen=True, slots=True)
class Days:
    """A period: two days, both included."""

    start: date
    end: date

    def __str__(self) -> str:
        return str(self.start) if self.start == self.end else f"{self.start}..{self.end}"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a fact says, names as plain strings. Fields a kind does not have are empty."""

    kind: Kind
    start: int
    end: int
    evidence: str
    status: str
    period: Days | None = None
    period_explicit: bool = True
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    modifier: str | None = None
    role: str | None = None
    direction: str | None = None
    indicator: str | None = None
    subjects: tuple[str, ...] = ()
    flow: str | None = None
    reporter: str | None = None
    partner: str | None = None
    event: str | None = None
    participants: tuple[str, ...] = ()
    per: str | None = None
    basis: str | None = None
    whole: str | None = None
    commodity: str | None = None
    location: str | None = None
    time: str | None = None
    recurrence: str | None = None
    source: str | None = None
    confidence: float | None = None

    @property
    def is_event(self) -> bool:
        """Whether it dates an event, rather than carrying a number."""
        return self.kind == "event_date"

    @property
    def parties(self) -> tuple[str, ...]:
        """Whose fact it is: for trade the named reporter and partner, else the subjects."""
        if self.kind == "trade_value" and (named := tuple(filter(None, (self.reporter, self.partner)))):
            return named
        return self.subjects

    @property
    def measured(self) -> str | None:
        """The words for what it is about: an event's word, or the indicator."""
        return self.event if self.is_event else self.indicator

    @property
    def amount(self) -> str:
        """The number with its unit, for people to read."""
        if self.value is not None:
            return f"{self.value:,f} {self.unit}"
        return f"{self.low:,f} to {self.high:,f} {self.unit}" if self.low is not None else "-"


def from_gold(fact: Mapping[str, Any]) -> Statement:
    """A gold fact as read from JSON, numbers as Decimals. Raises KeyError, TypeError or ValueError."""
    period = fact.get("period")
    return Statement(
        kind=fact["kind"],
        start=fact["start"],
        end=fact["end"],
        evidence=fact["evidence"],
        status=fact["status"],
        period=Days(_day(period["start"]), _day(period["end"])) if period else None,
        period_explicit=fact.get("period_explicit") is not False,
        value=_number(fact.get("value")),
        low=_number(fact.get("low")),
        high=_number(fact.get("high")),
        unit=fact.get("unit"),
        modifier=fact.get("modifier"),
        role=fact.get("role"),
        direction=fact.get("direction") or None,
        indicator=fact.get("indicator"),
        subjects=tuple(fact.get("subjects") or ()),
        flow=fact.get("flow"),
        reporter=fact.get("reporter"),
        partner=fact.get("partner"),
        event=fact.get("event"),
        participants=tuple(fact.get("participants") or ()),
        **{field: fact.get(field) for field in _PLAIN},
    )


def from_record(fact: Fact) -> Statement:
    """A record as a statement."""
    common: dict[str, Any] = {
        "kind": fact.kind,
        "start": fact.evidence.start,
        "end": fact.evidence.end,
        "evidence": fact.evidence.text,
        "status": fact.status,
        "period": Days(fact.period.start, fact.period.end) if fact.period else None,
        "period_explicit": fact.period_explicit,
        "source": fact.source,
        "confidence": fact.confidence,
    }
    if isinstance(fact, EventDate):
        return Statement(
            **common,
            event=fact.event.text,
            participants=_names(fact.participants),
            location=_name(fact.location),
            time=fact.time,
            recurrence=fact.recurrence,
        )
    if isinstance(fact, TradeValue):
        common |= {"flow": fact.flow, "reporter": _name(fact.reporter), "partner": _name(fact.partner)}
        common["commodity"] = _text(fact.commodity)
    elif isinstance(fact, GrowthPercentage):
        common["basis"] = fact.basis
    elif isinstance(fact, Percentage):
        common["whole"] = _text(fact.whole)
    return Statement(
        **common,
        value=fact.value,
        low=fact.low,
        high=fact.high,
        unit=fact.unit,
        modifier=fact.modifier,
        role=fact.role,
        direction=fact.direction,
        indicator=_text(fact.indicator),
        subjects=_names(fact.subjects),
        per=fact.per,
    )


def _day(written: str) -> date:
    return date.fromisoformat(written[:10])


def _number(written: int | Decimal | None) -> Decimal | None:
    return None if written is None else Decimal(written)


def _name(name: Name | None) -> str | None:
    return name.name if name else None


def _names(names: tuple[Name, ...]) -> tuple[str, ...]:
    return tuple(name.name for name in names)


def _text(phrase: Phrase | None) -> str | None:
    return phrase.text if phrase else None
