"""Which date gives a value its period: the date of its own clause, else one that the sentence or the one before sets."""

from typing import TYPE_CHECKING

from factextract.facts.reading import DatedPeriod, Draft, Reading
from factextract.mentions.dates import resolve
from factextract.mentions.model import DateMention, Interval
from factextract.syntax import clause_head, tokens_of, verb_chain

if TYPE_CHECKING:
    from spacy.tokens import Token

_BREAKS = frozenset((";", "while", "whereas", "but"))


def _interval(date: DateMention, reference: Interval | None) -> Interval | None:
    if date.interval is not None:
        return date.interval
    if date.shift is not None and reference is not None:
        return resolve(date, reference)
    return None


def _distance(reading: Reading, draft: Draft, date: DateMention) -> float | None:
    """How far a date is from a value, in words and clauses; None where it cannot be the value's.

    A date after its value is nearer than one before, and one with another value between is farther.
    """
    span = tokens_of(reading.doc, draft.quantity.start, draft.quantity.end)
    words = tokens_of(reading.doc, date.start, date.end)
    after = date.start >= draft.quantity.end
    low, high = (span[-1].i + 1, words[0].i) if after else (words[-1].i + 1, span[0].i)
    between = reading.doc[low:high] if low <= high else reading.doc[high:low]
    cost = 0.3 * len(between)
    values = {reading.quantity_at[token.i].start for token in between if token.i in reading.quantity_at}
    cost += (3.5 if after else 2.0) * len(values)
    cost += 4.0 * sum(token.lower_ in _BREAKS for token in between)
    cost += sum(1.5 for token in between if token.lower_ == ",")
    if after:
        cost += 3.0 * any(token.lower_ in ("from", "against", "after", "compared", "than", "since") for token in between)
        cost -= 1.0
    date_verb = clause_head(words.root)
    if date_verb.i != clause_head(draft.anchor).i:
        chain = verb_chain(draft.anchor)
        cost += 2.0 if date_verb in chain else 4.0
    if not after and words[0].i <= draft.sentence.start + 3:
        cost -= 4.0
    if date_verb.lemma_ in ("say", "report", "announce", "tell", "add") and clause_head(draft.anchor).i != date_verb.i:
        cost += 6.0
    return cost


def _candidates(reading: Reading, draft: Draft, reference: Interval | None) -> list[tuple[float, DateMention, Interval]]:
    found = []
    for date in reading.dates_in(draft.sentence):
        if date.type in ("DURATION", "SET") and date.interval is None or date.type == "TIME":
            continue
        interval = _interval(date, reference)
        if interval is None:
            continue
        cost = _distance(reading, draft, date)
        if cost is not None:
            found.append((cost, date, interval))
    return sorted(found, key=lambda item: item[0])


def _reference(reading: Reading, draft: Draft) -> Interval | None:
    """The period that "a year earlier" counts from: that of the draft before, in this sentence or the ones before."""
    for earlier in reversed(reading.drafts[-4:]):
        if earlier.period is not None and earlier.role != "previous":
            return earlier.period.interval
    return next((earlier.period.interval for earlier in reversed(reading.drafts) if earlier.period is not None), None)


def _carried(reading: Reading, draft: Draft) -> DatedPeriod | None:
    """The period of the draft before, for a value in the same sentence that continues it."""
    if not reading.drafts:
        return None
    last = draft.follows or reading.drafts[-1]
    if last.period is None or last.sentence.start != draft.sentence.start or draft.role == "previous":
        return None
    return DatedPeriod(last.period.interval, last.period.mention, last.period.explicit)


_FARTHEST = 11.0


def link_period(reading: Reading, draft: Draft) -> None:
    """Set a draft's period from the nearest date of its sentence, else from the draft it continues."""
    for cost, date, interval in _candidates(reading, draft, _reference(reading, draft)):
        if cost <= _FARTHEST:
            draft.period = DatedPeriod(interval, date, explicit=True)
            return
        break
    draft.period = _carried(reading, draft)
