"""Records and articles that several tests use."""

from datetime import date
from decimal import Decimal
from typing import Any

from factextract.articles import Article
from factextract.records import (
    ArticleRef,
    Equivalent,
    EventDate,
    Fact,
    GrowthPercentage,
    MonetaryValue,
    Name,
    Percentage,
    Period,
    Phrase,
    Quantity,
    Span,
    TradeValue,
    fact_id,
)

TEXT = (
    "Norland's exports to Sudria rose 8.5 percent to about 300 million krone ($28 million) in 2024. "
    "Fish made up 15.4% of them. Some 3 to 5 ferries a day will sail from Port Ostra from 1 May 2025."
)
ARTICLE = Article(
    id="norland", text=TEXT, title="Norland sells more", published=date(2025, 2, 3), source="The Norland Post"
)


def span(words: str) -> Span:
    """Where words stand in the text."""
    start = TEXT.index(words)
    return Span(start=start, end=start + len(words), text=words)


def phrase(words: str) -> Phrase:
    """The same, as a phrase."""
    return Phrase(**span(words).model_dump())


def name(words: str, canonical: str | None = None, kind: str = "GPE") -> Name:
    """A name as it stands in the text."""
    place = span(words)
    return Name(name=canonical or words, type=kind, start=place.start, end=place.end)


def period(words: str, start: date, end: date) -> Period:
    """A period read from words of the text."""
    place = span(words)
    return Period(start=start, end=end, text=words, text_start=place.start, text_end=place.end)


def statement(kind: str, evidence: str, **fields: Any) -> dict[str, Any]:
    """The fields every fact has, for one whose evidence is the words given."""
    place = span(evidence)
    first = TEXT.rfind(". ", 0, place.start) + 2 if ". " in TEXT[: place.start] else 0
    last = TEXT.find(". ", place.end)
    sentence = TEXT[first : last + 1 if last >= 0 else len(TEXT)]
    return {
        "id": fact_id(ARTICLE.id, kind, place),
        "article": ArticleRef(
            id=ARTICLE.id, title=ARTICLE.title, published=ARTICLE.published, source=ARTICLE.source
        ),
        "evidence": place,
        "sentence": Span(start=first, end=first + len(sentence), text=sentence),
        "period_explicit": True,
        "status": "reported",
        "confidence": 0.9,
        **fields,
    }


def value_fact(kind: str, evidence: str, **fields: Any) -> dict[str, Any]:
    """The fields of a value fact: a plain level unless told otherwise."""
    return statement(kind, evidence, **{"modifier": "exact", "role": "level", **fields})


def sample_facts() -> list[Fact]:
    """One fact of each kind, in text order."""
    norland, sudria = name("Norland"), name("Sudria")
    year = period("2024", date(2024, 1, 1), date(2024, 12, 31))
    dollars = span("$28 million")
    parties = {"subjects": (norland, sudria), "period": year, "indicator": phrase("exports")}
    return [
        GrowthPercentage(
            **value_fact(
                "growth_percentage",
                "8.5 percent",
                value=Decimal("8.5"),
                unit="percent",
                role="change",
                direction="increase",
                **parties,
            )
        ),
        TradeValue(
            **value_fact(
                "trade_value",
                "300 million krone",
                value=Decimal(300_000_000),
                unit="NOK",
                modifier="approximate",
                flow="exports",
                reporter=norland,
                partner=sudria,
                equivalents=(
                    Equivalent(value=Decimal(28_000_000), unit="USD", start=dollars.start, end=dollars.end),
                ),
                **parties,
            )
        ),
        MonetaryValue(
            **value_fact(
                "monetary_value",
                "$28 million",
                value=Decimal(28_000_000),
                unit="USD",
                indicator=phrase("exports"),
            )
        ),
        Percentage(
            **value_fact(
                "percentage",
                "15.4%",
                value=Decimal("15.4"),
                unit="percent",
                indicator=phrase("Fish"),
                whole=phrase("them"),
            )
        ),
        Quantity(
            **value_fact(
                "quantity",
                "3 to 5 ferries",
                low=Decimal(3),
                high=Decimal(5),
                unit="ferry",
                indicator=phrase("ferries"),
                modifier="approximate",
                per="day",
                status="target",
            )
        ),
        EventDate(
            **statement(
                "event_date",
                "1 May 2025",
                period=period("1 May 2025", date(2025, 5, 1), date(2025, 5, 1)),
                event=phrase("sail"),
                location=name("Port Ostra"),
                recurrence="daily",
                status="target",
            )
        ),
    ]
