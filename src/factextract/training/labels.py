"""Which candidates of a decision are right by gold: one small rule a task.

A rule gets the gold fact and what each candidate stands for, and says of each whether it is right; it gives
nothing where gold does not tell. Several may be right: two names that are one, two dates of one period.
"""

from collections.abc import Callable, Sequence
from typing import Any

from factextract.evaluation.comparing import same_event, same_indicator
from factextract.evaluation.names import same_name
from factextract.evaluation.statement import Days, Statement

Labels = list[bool]
Rule = Callable[[Statement, Sequence[Any]], Labels | None]


def _role(gold: Statement, labels: Sequence[str]) -> Labels | None:
    """Level, previous, or a change by its direction; zero growth has none, and tells nothing."""
    if gold.role != "change":
        return [label == gold.role for label in labels]
    return None if gold.direction is None else [label == gold.direction for label in labels]


def _status(gold: Statement, labels: Sequence[str]) -> Labels:
    return [label == gold.status for label in labels]


def _percent_kind(gold: Statement, labels: Sequence[str]) -> Labels:
    return [label == gold.kind for label in labels]


def _trade_flow(gold: Statement, labels: Sequence[str]) -> Labels:
    """The flow of trade between economies; "none" for any other money."""
    flow = gold.flow if gold.kind == "trade_value" else "none"
    return [label == flow for label in labels]


def _indicator(gold: Statement, found: Sequence[Any]) -> Labels | None:
    """The phrases that agree with gold's; a candidate is a phrase with its head."""
    if gold.indicator is None:
        return None
    return [pair is not None and same_indicator(gold.indicator, pair[0].text) for pair in found]


def _any_of(gold: Sequence[str], found: Sequence[Any]) -> Labels:
    """The names that gold has, or nobody where it has none."""
    return [not gold if name is None else any(same_name(one, name.name) for one in gold) for name in found]


def _subject(gold: Statement, found: Sequence[Any]) -> Labels:
    return _any_of(gold.subjects, found)


def _period(gold: Statement, found: Sequence[Any]) -> Labels:
    """The dates of gold's period; none of the sentence's, where gold carried its period over or has none."""
    return [
        (not gold.period_explicit or gold.period is None) if period is None else _days(period) == gold.period
        for period in found
    ]


def _carried_period(gold: Statement, found: Sequence[Any]) -> Labels | None:
    """The periods of values before that are gold's, or none of them; nothing is told of one that its sentence states."""
    right = [period is not None and _days(period) == gold.period for period in found]
    if any(right):
        return right
    return None if gold.period_explicit and gold.period is not None else [period is None for period in found]


def _days(period: Any) -> Days | None:
    return None if period is None else Days(period.interval.start, period.interval.end)


VALUE_RULES: dict[str, Rule] = {
    "role": _role,
    "status": _status,
    "percent kind": _percent_kind,
    "trade flow": _trade_flow,
    "indicator": _indicator,
    "subject": _subject,
    "period": _period,
    "carried period": _carried_period,
}
"""The tasks that are decided for a value."""


def event_labels(gold: Sequence[Statement], found: Sequence[Any]) -> Labels:
    """For a date: the words that name one of the events gold has on it, or none where it has none."""
    words = [None if pair is None else pair[1].text for pair in found]
    names = [fact.event for fact in gold]
    return [not gold if word is None else any(same_event(name, word) for name in names) for word in words]


def _participant(gold: Statement, found: Sequence[Any]) -> Labels:
    """The names that took part in an event, or nobody."""
    return _any_of(gold.participants, found)


EVENT_RULES: dict[str, Rule] = {"participant": _participant, "event status": _status}
"""The tasks that are decided for an event."""
