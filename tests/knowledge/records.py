"""Small records, as parsed JSON, for tests to vary."""

from datetime import date
from decimal import Decimal
from typing import Any

from factextract.records import Phrase, Span, fact_id, from_json, json_line

Record = dict[str, Any]
YEAR = ("2024-01-01", "2024-12-31")
VIETNAM, CHINA = ("Vietnam", "GPE", "VN"), ("China", "GPE", "CN")
Named = tuple[str, str, str | None]


def name(named: Named) -> Record:
    """A name, as if it stood at the start of the article."""
    text, label, iso = named
    return {"name": text, "type": label, "id": iso, "start": 0, "end": len(text)}


def record(
    kind: str,
    evidence: str,
    *,
    article: str = "a",
    published: str | None = "2025-02-10",
    source: str | None = "The Post",
    at: int = 100,
    sentence: str | None = None,
    period: tuple[str, str] | None = YEAR,
    **fields: Any,
) -> Record:
    """A valid record whose sentence begins ``at`` a character of its article."""
    sentence = sentence or f"It was {evidence}, they said."
    start = at + sentence.index(evidence)
    span = Span(start=start, end=start + len(evidence), text=evidence)
    event = fields.get("event")
    content: Record = {
        "schema_version": "1",
        "id": fact_id(article, kind, span, Phrase(**event) if event else None),
        "kind": kind,
        "article": {"id": article, "title": f"News {article}", "published": published, "source": source},
        "evidence": span.model_dump(),
        "sentence": {"start": at, "end": at + len(sentence), "text": sentence},
        "period": None,
        "period_explicit": False,
        "status": "reported",
        "source": None,
        "confidence": 0.8,
        **fields,
    }
    if period is not None:
        words = "then"
        content["period"] = {
            "start": period[0],
            "end": period[1],
            "text": words,
            "text_start": 0,
            "text_end": 4,
            "timex3": None,
        }
    from_json(json_line(content))
    return content


def amount(
    evidence: str,
    value: int | str | None,
    unit: str = "USD",
    *,
    kind: str = "monetary_value",
    subjects: tuple[Named, ...] = (VIETNAM,),
    indicator: str | None = "profit",
    modifier: str = "exact",
    role: str = "level",
    **fields: Any,
) -> Record:
    """A value fact. The value is exact: an int, or the digits of a decimal."""
    number = None if value is None else Decimal(value)
    measured = None if indicator is None else phrase(indicator)
    return record(
        kind,
        evidence,
        value=number,
        unit=unit,
        modifier=modifier,
        role=role,
        indicator=measured,
        subjects=[name(subject) for subject in subjects],
        **fields,
    )


def trade(
    evidence: str,
    value: int | str,
    unit: str = "CNY",
    *,
    reporter: Named | None = VIETNAM,
    partner: Named | None = CHINA,
    flow: str = "exports",
    **fields: Any,
) -> Record:
    """The value of trade."""
    parties = [party for party in (reporter, partner) if party is not None]
    return amount(
        evidence,
        value,
        unit,
        kind="trade_value",
        subjects=tuple(parties),
        flow=flow,
        reporter=name(reporter) if reporter else None,
        partner=name(partner) if partner else None,
        **{"indicator": flow, **fields},
    )


def event(
    word: str,
    day: str,
    *,
    participants: tuple[Named, ...] = (VIETNAM,),
    location: Named | None = None,
    **fields: Any,
) -> Record:
    """A dated event."""
    written = date.fromisoformat(day)
    return record(
        "event_date",
        f"{written:%d %B %Y}",
        period=(day, day),
        event=phrase(word),
        participants=[name(participant) for participant in participants],
        location=name(location) if location else None,
        **fields,
    )


def phrase(words: str) -> Record:
    """Words, as if they stood at the start of the article."""
    return {"text": words, "start": 0, "end": len(words)}
