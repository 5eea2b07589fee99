"""The four libraries joined naively: what a user gets who writes a hundred lines instead.

spaCy for sentences, names and heads, quantulum3 on each sentence for values, dateparser's search for dates,
few heuristics between: no hedge but "about", no role but change, the day dateparser finds for a period.
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from babel import Locale
from dateparser.search import search_dates
from quantulum3 import parser
from spacy.tokens import Doc, Span, Token

from factextract.articles.article import Article
from factextract.evaluation.statement import Days, Statement

_RISES = {"rise", "grow", "increase", "gain", "climb", "jump", "surge", "soar", "expand", "advance", "add"}
_FALLS = {"fall", "drop", "decline", "decrease", "lose", "slip", "slide", "shrink", "tumble", "plunge", "cut"}
_TRADE = (("export", "exports"), ("import", "imports"), ("deficit", "balance"), ("trade", "total"))
_NAMES = {"GPE", "ORG", "PERSON", "NORP", "FAC", "LOC", "PRODUCT"}


def read_statements(doc: Doc, article: Article) -> list[Statement]:
    """The facts of a parsed article."""
    statements: list[Statement] = []
    for sentence in doc.sents:
        dates = list(_dates(sentence, article.published or date.today()))
        subjects = tuple(dict.fromkeys(entity.text for entity in sentence.ents if entity.label_ in _NAMES))
        values = list(_values(sentence, dates, subjects))
        statements += values or list(_events(sentence, dates, subjects))
    return statements


def _dates(sentence: Span, today: date) -> Iterator[tuple[int, str, Days]]:
    """What dateparser finds in the sentence, as days."""
    settings = {"RELATIVE_BASE": datetime(today.year, today.month, today.day), "PREFER_DATES_FROM": "past"}
    found: list[Any] = search_dates(sentence.text, languages=["en"], settings=settings) or []
    for words, moment in found:
        if len(words) > 3:
            yield sentence.start_char + sentence.text.index(words), words, Days(moment.date(), moment.date())


def _values(sentence: Span, dates: list[Any], subjects: tuple[str, ...]) -> Iterator[Statement]:
    """What quantulum3 finds in the sentence, with the clause's subject as indicator."""
    quantities: list[Any] = parser.parse(sentence.text)
    for quantity in quantities:
        first, last = sentence.start_char + quantity.span[0], sentence.start_char + quantity.span[1]
        span = sentence.doc.char_span(first, last, alignment_mode="expand")
        if span is None or any(first < start + len(words) and start < last for start, words, _ in dates):
            continue
        above = (span.root, *span.root.ancestors)
        verb = next((token for token in above if token.pos_ in ("VERB", "AUX")), span.root)
        subject = next((child.text for child in verb.children if child.dep_.startswith("nsubj")), None)
        direction = "increase" if verb.lemma_ in _RISES else "decrease" if verb.lemma_ in _FALLS else None
        flow = next((flow for word, flow in _TRADE if word in (subject or "").lower()), None)
        kind, unit, last = _kind_and_unit(quantity, span.root, direction, flow, last)
        slots: dict[str, Any] = {"unit": unit, "flow": flow, "indicator": subject, "subjects": subjects}
        slots |= {"reporter": (*subjects, None)[0], "partner": (*subjects, None, None)[1]}
        slots["modifier"] = "approximate" if "about" in sentence.doc.text[first - 7 : first] else "exact"
        change = kind == "growth_percentage"
        slots |= {"role": "change", "direction": direction} if change else {"role": "level"}
        value = Decimal(str(quantity.value)) * (-1 if change and direction == "decrease" else 1)
        period, words = dates[0][2] if dates else None, sentence.doc.text[first:last]
        if unit:
            yield Statement(kind, first, last, words, "reported", period, value=value, **slots)


def _kind_and_unit(
    quantity: Any, head: Token, direction: str | None, flow: str | None, end: int
) -> tuple[Any, str | None, int]:
    entity, name = quantity.unit.entity.name, quantity.unit.name
    if entity == "currency":
        return "trade_value" if flow else "monetary_value", _currency(name), end
    if name == "percentage":
        return "growth_percentage" if direction else "percentage", "percent", end
    noun = head if head.pos_ == "NOUN" else head.head
    if entity == "dimensionless":
        return "quantity", noun.lemma_ if noun.pos_ == "NOUN" else None, max(end, noun.idx + len(noun))
    return "quantity", name, end


@cache
def _currency(name: str) -> str:
    known = {currency.lower(): code for code, currency in Locale("en").currencies.items()}
    return {"dollar": "USD", "pound sterling": "GBP"}.get(name) or known.get(name.lower(), name)


def _events(sentence: Span, dates: list[Any], subjects: tuple[str, ...]) -> Iterator[Statement]:
    """A date in a sentence without values dates the sentence's verb."""
    verb = sentence.root
    for start, words, days in dates if verb.pos_ == "VERB" and verb.lemma_ != "say" else ():
        end = start + len(words)
        yield Statement(
            "event_date", start, end, words, "reported", days, event=verb.text, participants=subjects
        )
