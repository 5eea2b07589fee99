"""Names in an article: countries, companies, people, places, and the words that point back at them."""

from typing import TYPE_CHECKING

from ..model import Name
from .aliases import Identity, identities, surface_text
from .countries import code_of, country_name, home_country, is_country, main_country, mention_of
from .places import dateline, settle_places
from .pointers import find_pointers, sexes
from .runs import POSSESSIVE
from .services import named_services
from .spans import Span, find_spans
from .tables import blocs, words
from .words import Word

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Doc

__all__ = [
    "blocs",
    "code_of",
    "country_name",
    "find_names",
    "home_country",
    "is_country",
    "main_country",
    "mention_of",
]


def find_names(
    doc: "Doc", title: str | None = None, published: "date | None" = None, text: str | None = None
) -> list[Name]:
    """All names of a parsed article and the words that point back at them, in text order.

    "Chinese exports" names China (CN); "Delmar" and "the company" name Delmar Instruments,
    the latter as a pointer.
    ``title`` is the headline, which may give a fuller form; of an article ``published`` before October 1990
    Germany is West Germany. ``text`` is that of ``doc``, where it is at hand: spaCy joins it anew at every look.
    """
    text = doc.text if text is None else text
    found, spans = find_spans(doc, text)
    dateline(text, spans)
    spans = named_services(found, spans)
    spans = _kept(found, spans)
    settle_places(doc, text, found, spans, published)
    known = identities(text, spans, title)
    names = [name for span in spans if (name := _name(text, span, known)) is not None]
    pointers = find_pointers(doc, found, names, home_country(names, text, title), sexes(found, spans, names))
    return sorted([*names, *pointers], key=lambda name: (name.start, name.end))


def _name(text: str, span: Span, known: dict[str, Identity]) -> Name | None:
    """The canonical name of a mention; None for a general word that no fuller form explains: "the City"."""
    if span.entry is not None:
        return Name(span.start, span.end, span.entry.name, span.entry.type, span.entry.id)
    identity = known[surface_text(text, span)]
    if identity.name in words("organisations", "generic"):
        return None
    return Name(span.start, span.end, identity.name, identity.type)


def _kept(found: list[Word], spans: list[Span]) -> list[Span]:
    """Drop words that are capital only because they open a sentence."""
    parts: set[str] = set()
    alone: set[str] = set()
    for span in spans:
        if span.entry is None and (not span.opens or span.sure or span.last > span.first):
            parts.update(word.text for word in found[span.first : span.last + 1])
            if span.first == span.last:
                alone.add(found[span.first].text)
    return [span for span in spans if not _only_opens(found, span, parts, alone)]


def _only_opens(found: list[Word], span: Span, parts: set[str], alone: set[str]) -> bool:
    """Tell a word capital for its place alone; one that acts or owns is a name: "Parmalat said".

    ``parts`` are the words of names elsewhere in the text, ``alone`` those that are a name by themselves.
    """
    if span.entry is not None or span.sure or not span.opens or span.last > span.first:
        return False
    word = found[span.first]
    if not word.tag.startswith("NNP"):
        return word.text not in alone
    if word.text in parts:
        return False
    if span.type is not None:
        return False
    after = found[span.last + 1] if span.last + 1 < len(found) else None
    if after is None:
        return True
    explained = after.gap == ", " and after.text in ("the", "which", "a", "an", "whose", "one")
    return not (explained or after.gap in POSSESSIVE or after.tag in ("VBD", "VBZ", "MD"))
