"""Drafts to records: the last step, where every slot becomes a field with its offsets."""

from decimal import Decimal
from typing import Any, cast

from factextract import records
from factextract.facts.confidence import event_confidence, value_confidence
from factextract.facts.events import Happening, evidence_of
from factextract.facts.growth import basis_of
from factextract.facts.reading import DatedPeriod, Draft, Phrase, Reading
from factextract.facts.shares import whole_of
from factextract.facts.trade import commodity_of
from factextract.mentions.model import Name
from factextract.parse import Span


def _span(reading: Reading, start: int, end: int) -> records.Span:
    return records.Span(start=start, end=end, text=reading.text[start:end])


def _sentence(reading: Reading, sentence: Span, end: int) -> records.Span:
    """A sentence without the white space around it, at least as far as its evidence goes."""
    text = reading.text
    start, stop = sentence.start_char, max(sentence.end_char, end)
    while start < stop and text[start].isspace():
        start += 1
    while stop > end and text[stop - 1].isspace():
        stop -= 1
    return _span(reading, start, stop)


def _phrase(reading: Reading, phrase: Phrase | None) -> records.Phrase | None:
    return None if phrase is None else records.Phrase(text=phrase.text, start=phrase.start, end=phrase.end)


def _name(name: Name) -> records.Name:
    return records.Name(name=name.name, type=name.type, id=name.id, start=name.start, end=name.end)


def _period(reading: Reading, period: DatedPeriod) -> records.Period:
    mention = period.mention
    return records.Period(
        start=period.interval.start,
        end=period.interval.end,
        text=reading.text[mention.start : mention.end],
        text_start=mention.start,
        text_end=mention.end,
        timex3=mention.timex3,
    )


def _article(reading: Reading) -> records.ArticleRef:
    article = reading.article
    return records.ArticleRef(
        id=article.id, title=article.title, published=article.published, source=article.source
    )


def _signed(number: Decimal | None, *, negative: bool) -> Decimal | None:
    return None if number is None else (-abs(number) if negative else abs(number))


def _numbers(draft: Draft) -> dict[str, Decimal | None]:
    """Value, or low and high; growth and trade balances signed, other changes positive."""
    quantity = draft.quantity
    value, low, high = quantity.value, quantity.low, quantity.high
    if draft.kind == "growth_percentage":
        negative = draft.direction == "decrease"
        value, low, high = (_signed(number, negative=negative) for number in (value, low, high))
        if negative and low is not None and high is not None:
            low, high = min(low, high), max(low, high)
    return {"value": value, "low": low, "high": high}


def _is_deficit(draft: Draft) -> bool:
    words = (
        (draft.indicator.text.lower() if draft.indicator else "")
        + " "
        + (draft.head.lemma_.lower() if draft.head is not None else "")
    )
    return any(word in words for word in ("deficit", "shortfall", "gap"))


def build_value(reading: Reading, draft: Draft) -> records.Fact:
    """The record of a linked draft."""
    quantity = draft.quantity
    evidence = _span(reading, quantity.start, quantity.end)
    fields: dict[str, Any] = {
        "id": records.fact_id(reading.article.id, draft.kind, evidence),
        "article": _article(reading),
        "evidence": evidence,
        "sentence": _sentence(reading, draft.sentence, quantity.end),
        "period": _period(reading, draft.period) if draft.period is not None else None,
        "period_explicit": draft.period.explicit if draft.period is not None else True,
        "status": draft.status,
        "source": draft.source,
        "confidence": value_confidence(draft),
        "unit": draft.unit,
        "modifier": draft.modifier,
        "role": draft.role,
        "direction": draft.direction if draft.role == "change" and quantity.value != 0 else None,
        "indicator": _phrase(reading, draft.indicator),
        "subjects": tuple(_name(name) for name in draft.subjects),
        "per": draft.per,
        "equivalents": tuple(
            records.Equivalent(value=e.value, low=e.low, high=e.high, unit=e.unit, start=e.start, end=e.end)
            for e in quantity.equivalents
        ),
        **_numbers(draft),
    }
    if draft.kind == "growth_percentage":
        return records.GrowthPercentage(**fields, basis=cast(records.Basis | None, basis_of(reading, draft)))
    if draft.kind == "percentage":
        return records.Percentage(**fields, whole=_phrase(reading, whole_of(reading, draft)))
    if draft.kind == "monetary_value":
        return records.MonetaryValue(**fields)
    if draft.kind == "trade_value":
        return _trade_value(reading, draft, fields)
    return records.Quantity(**fields)


def _trade_value(reading: Reading, draft: Draft, fields: dict[str, Any]) -> records.TradeValue:
    flow = cast(records.Flow, draft.flow)
    if flow == "balance" and draft.role != "change" and _is_deficit(draft):
        fields["value"] = _signed(fields["value"], negative=True)
        if fields["low"] is not None:
            fields["low"], fields["high"] = -fields["high"], -fields["low"]
    return records.TradeValue(
        **fields,
        flow=flow,
        reporter=_name(draft.reporter) if draft.reporter else None,
        partner=_name(draft.partner) if draft.partner else None,
        commodity=_phrase(reading, commodity_of(reading, draft)),
    )


def build_event(reading: Reading, happening: Happening) -> records.EventDate:
    """The record of a dated event."""
    date = happening.date
    evidence = _span(reading, *evidence_of(reading, date))
    event = records.Phrase(text=happening.event.text, start=happening.event.start, end=happening.event.end)
    period = _period(reading, DatedPeriod(happening.interval, date, explicit=True))
    return records.EventDate(
        id=records.fact_id(reading.article.id, "event_date", evidence, event),
        article=_article(reading),
        evidence=evidence,
        sentence=_sentence(reading, reading.sentence_at(date.start), date.end),
        period=period,
        period_explicit=happening.explicit,
        status=cast(records.Status, happening.status),
        source=None,
        confidence=event_confidence(happening.certainty),
        event=event,
        participants=tuple(_name(name) for name in happening.participants),
        location=_name(happening.location) if happening.location else None,
        time=happening.time,
        recurrence=date.recurrence,
    )
