"""Cities that stand for governments, namesakes among places, and datelines."""

import re
from datetime import date
from typing import TYPE_CHECKING

from .countries import country_name
from .spans import Span
from .tables import Entry, words
from .words import Word

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_GERMAN_UNITY = date(1990, 10, 3)
_DATELINE = re.compile(
    r"\s*([A-ZÀ-Ý][A-ZÀ-Ý.'’-]{2,}(?:[ -][A-ZÀ-Ý][A-ZÀ-Ý.'’-]+){0,3})(?=\s*(?:,|\(|[–—-]))"
)


def settle_places(
    doc: "Doc", text: str, found: list[Word], spans: list[Span], published: date | None
) -> None:
    """Decide for each capital whether it is the city or its government, and which Georgia is meant."""
    fullest = _fullest(text, spans)
    divided = published is not None and published < _GERMAN_UNITY
    west = divided or any(span.entry is not None and span.entry.name == "West Germany" for span in spans)
    for span in spans:
        if span.entry is None:
            continue
        if west and span.entry.id == "DE" and span.entry.kind in ("country", "demonym"):
            span.entry = Entry("West Germany", "GPE", "historic")
        elif span.entry.kind == "seat":
            span.entry = _seat(doc, text, found, span, spans)
        elif span.entry.id in fullest:
            span.entry = Entry(fullest[span.entry.id], "GPE", "subdivision", span.entry.id)
        elif span.entry.name == "Georgia":
            span.entry = _georgia(spans)


def _fullest(text: str, spans: list[Span]) -> dict[str, str]:
    """The fullest form the text has of each province: "Guangxi Zhuang Autonomous Region" for Guangxi."""
    fullest: dict[str, str] = {}
    for span in spans:
        if span.entry is None or span.entry.id is None or span.entry.kind != "subdivision":
            continue
        written = " ".join(text[span.start : span.end].split())
        fuller = written if written.startswith(span.entry.name) else span.entry.name
        fullest[span.entry.id] = max(fullest.get(span.entry.id, ""), fuller, key=len)
    return fullest


def dateline(text: str, spans: list[Span]) -> None:
    """Read the place in capitals that opens an agency's report: "SEATTLE, July 17 -" is Seattle."""
    match = _DATELINE.match(text)
    if match is None or not spans:
        return
    span = spans[0]
    if (span.start, span.end) != match.span(1) or span.entry is not None:
        return
    span.entry = Entry(match.group(1).title(), "GPE", "city")
    span.type = "GPE"


def _seat(doc: "Doc", text: str, found: list[Word], span: Span, spans: list[Span]) -> Entry:
    entry = span.entry
    assert entry is not None
    name = text[span.start : span.end]
    if entry.id is not None and _acts(doc, found, span, spans):
        return Entry(country_name(entry.id) or name, "GPE", "country", entry.id)
    return Entry(entry.name, "GPE", "city")


def _acts(doc: "Doc", found: list[Word], span: Span, spans: list[Span]) -> bool:
    """Tell a capital that acts from the city: "Washington said", "Beijing's tariffs"."""
    token = doc[found[span.last].token]
    if span.last + 1 < len(found) and found[span.last + 1].gap in ("'s ", "’s "):
        return any(word.text in words("government", "nouns") for word in found[span.last + 1 : span.last + 3])
    if _paired(found, span, spans):
        return True
    if token.dep_ == "conj":
        token = token.head
    return token.dep_ in ("nsubj", "nsubjpass") and _governs(token)


def _governs(token: "Token") -> bool:
    verb = token.head
    if verb.dep_ == "xcomp":
        verb = verb.head
    lemmas = {verb.lemma_, *(child.lemma_ for child in verb.children if child.dep_ == "xcomp")}
    return bool(lemmas & words("government", "verbs"))


def _paired(found: list[Word], span: Span, spans: list[Span]) -> bool:
    """Tell two capitals set between or with each other: "the truce between Washington and Beijing"."""
    for other in spans:
        if other.entry is None or other.entry.kind not in ("seat", "country") or other is span:
            continue
        first, second = (span, other) if span.first < other.first else (other, span)
        side_by_side = second.first - first.last == 2 and found[first.last + 1].text == "and"
        if side_by_side and first.first > 0 and found[first.first - 1].text.lower() == "between":
            return True
    return False


def _georgia(spans: list[Span]) -> Entry:
    """Georgia is the American state where other states or no foreign country stand beside it."""
    codes = {span.entry.id for span in spans if span.entry is not None and span.entry.id is not None}
    american = any(code.startswith("US") for code in codes)
    caucasian = bool(codes & {"RU", "AM", "AZ", "UA"})
    if american and not caucasian:
        return Entry("Georgia", "GPE", "subdivision", "US-GA")
    return Entry("Georgia", "GPE", "country", "GE")
