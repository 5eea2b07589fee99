"""The four libraries joined naively: what a user gets who writes a hundred lines instead of using factextract.

spaCy for sentences, names and heads, quantulum3 on each sentence for values, dateparser's search for dates, and a few
heuristics between them. It knows no hedge but "about", no role but change; a period is the day dateparser finds.
"""

import warnings
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from factextract.articles.article import Article
from factextract.evaluation import Statement
from factextract.evaluation.statement import Days

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_RISES = {"rise", "grow", "increase", "gain", "climb", "jump", "surge", "soar", "expand", "advance", "add"}
_FALLS = {"fall", "drop", "decline", "decrease", "lose", "slip", "slide", "shrink", "tumble", "plunge", "cut"}
_TRADE = {"export": "exports", "import": "imports", "trade": "total", "surplus": "balance", "deficit": "balance"}
_NAMES = {"GPE", "ORG", "PERSON", "NORP", "FAC", "LOC", "PRODUCT"}


def read_statements(doc: "Doc", article: Article) -> list[Statement]:
    """The facts of a parsed article."""
    today = article.published or date.today()
    statements: list[Statement] = []
    for sentence in doc.sents:
        dates = list(_dates(sentence, today))
        subjects = tuple(dict.fromkeys(entity.text for entity in sentence.ents if entity.label_ in _NAMES))
        values = list(_values(sentence, dates, subjects))
        statements += values or list(_events(sentence, dates, subjects))
    return statements


def _dates(sentence: "Span", today: date) -> Iterator[tuple[int, str, Days]]:
    """What dateparser finds in the sentence, as days."""
    from dateparser.search import search_dates

    base = datetime(today.year, today.month, today.day)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = search_dates(sentence.text, languages=["en"], settings={"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"})
    for words, moment in (pair for pair in found or () if len(pair[0]) > 3):
        yield sentence.start_char + sentence.text.index(words), words, Days(moment.date(), moment.date())


def _values(sentence: "Span", dates: list[tuple[int, str, Days]], subjects: tuple[str, ...]) -> Iterator[Statement]:
    """What quantulum3 finds in the sentence, with the clause's subject as indicator."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from quantulum3 import parser

        quantities = parser.parse(sentence.text)
    for quantity in quantities:
        first, last = (sentence.start_char + offset for offset in quantity.span)
        span = sentence.doc.char_span(first, last, alignment_mode="expand")
        if span is None or any(first < start + len(words) and start < last for start, words, _ in dates):
            continue
        verb = next((token for token in (span.root, *span.root.ancestors) if token.pos_ in ("VERB", "AUX")), span.root)
        indicator = next((child.text for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")), None)
        direction = "increase" if verb.lemma_ in _RISES else "decrease" if verb.lemma_ in _FALLS else None
        kind, unit, last = _kind_and_unit(quantity, span.root, direction, indicator or "", last)
        change = kind == "growth_percentage" and direction is not None
        if not unit:
            continue
        yield Statement(
            kind, first, last, sentence.doc.text[first:last], "reported", unit=unit, value=Decimal(str(quantity.value)) * (-1 if change and direction == "decrease" else 1),
            modifier="approximate" if sentence.doc[max(0, span.start - 1)].lower_ == "about" else "exact",
            role="change" if change else "level", direction=direction if change else None,
            flow=_TRADE.get((indicator or "").lower().rstrip("s")) if kind == "trade_value" else None,
            reporter=subjects[0] if subjects else None, partner=subjects[1] if len(subjects) > 1 else None,
            period=dates[0][2] if dates else None, indicator=indicator, subjects=subjects,
        )


def _kind_and_unit(quantity: Any, head: "Token", direction: str | None, indicator: str, end: int) -> tuple[Any, str | None, int]:
    entity, name = quantity.unit.entity.name, quantity.unit.name
    if entity == "currency":
        return ("trade_value" if indicator.lower().rstrip("s") in _TRADE else "monetary_value"), _currency(name), end
    if name == "percentage":
        return ("growth_percentage" if direction else "percentage"), "percent", end
    if entity != "dimensionless":
        return "quantity", name, end
    noun = head if head.pos_ == "NOUN" else head.head
    return ("quantity", noun.lemma_, max(end, noun.idx + len(noun))) if noun.pos_ == "NOUN" else ("quantity", None, end)


@cache
def _currency(name: str) -> str:
    from babel import Locale

    known = {currency.lower(): code for code, currency in Locale("en").currencies.items()}
    return {"dollar": "USD", "pound sterling": "GBP"}.get(name) or known.get(name.lower(), name)


def _events(sentence: "Span", dates: list[tuple[int, str, Days]], subjects: tuple[str, ...]) -> Iterator[Statement]:
    """A date in a sentence without values dates the sentence's verb."""
    for start, words, days in dates:
        if sentence.root.pos_ == "VERB" and sentence.root.lemma_ != "say":
            yield Statement("event_date", start, start + len(words), words, "reported", days, event=sentence.root.text, participants=subjects)
