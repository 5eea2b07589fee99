"""The words names are made of: "Wal-Mart's" is Wal and Mart; "U.S." is one word, and so is "AT&T"."""

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from .tables import Entry, Gazetteer, gazetteer, words

if TYPE_CHECKING:
    from spacy.tokens import Doc

# A possessive ends a word ("China's" is China), other inner apostrophes do not ("O'Neill", "d'Ivoire").
_WORD = re.compile(r"(?:[A-Z]\.){2,}|(?<![^\W_]['’])[^\W_]+(?:(?:[&.+]|['’](?!s\b))(?=[^\W_])[^\W_]+)*\+*")
_SENTENCE_END = re.compile(r"[.!?:;]['\"”’)]*\s*['\"“‘(\[]*$|\n\s*\n[\s\W]*$|^\W*$|[\"“‘]$|\s[-–—*•]+\s*$")


@dataclass(slots=True)
class Word:
    """One word: its place, its text, spaCy's tag, the text between it and the word before."""

    start: int
    end: int
    text: str
    gap: str
    tag: str
    token: int
    capital: bool
    opens: bool


def split_words(text: str) -> tuple[str, ...]:
    """The words of a spelling: "Côte d'Ivoire" is ("Côte", "d'Ivoire")."""
    return tuple(match.group() for match in _WORD.finditer(text))


def is_capital(text: str) -> bool:
    """Tell whether a word is written as a name's is: "Ford", "eBay", "7E7", but not "2nd"."""
    if text[0].isupper():
        return True
    if text[0].islower():
        return len(text) > 2 and text[1].isupper()
    return any(character.isupper() for character in text)


def scan(doc: "Doc", text: str) -> list[Word]:
    """The words of a parsed article with the tags of spaCy's tokens they start in."""
    offsets, tags = _tokens(doc)
    found: list[Word] = []
    token, last, end = 0, len(offsets) - 1, 0
    for match in _WORD.finditer(text):
        start = match.start()
        while token < last and offsets[token + 1] <= start:
            token += 1
        word, gap = match.group(), text[end:start]
        opens = gap not in (" ", "-", "'s ", "’s ") and bool(
            _SENTENCE_END.search(text[max(0, end - 1) : start])
        )
        end = match.end()
        found.append(Word(start, end, word, gap, tags[token], token, is_capital(word), opens))
    if found:
        found[0].opens = True
    return found


def _tokens(doc: "Doc") -> tuple[list[int], list[str]]:
    """Offsets and tags of all tokens, taken from the arrays at once since single look-ups are slow."""
    strings = doc.vocab.strings
    tags, offsets, end = [], [], 0
    names: dict[int, str] = {}
    for tag, length, space in doc.to_array(["TAG", "LENGTH", "SPACY"]).tolist():
        if tag not in names:
            names[tag] = strings[tag]
        tags.append(names[tag])
        offsets.append(end)
        end += length + space
    return offsets, tags


@dataclass(frozen=True, slots=True)
class Known:
    """A known spelling found in the words: ``first`` to ``last``, both included."""

    first: int
    last: int
    entry: Entry


@cache
def _ambiguous_currencies() -> frozenset[str]:
    return words("not_names", "currency_words")


def match_known(found: list[Word], table: Gazetteer | None = None) -> list[Known]:
    """Known spellings in the words, the longest at each place: "South Korea" is not Korea."""
    table = table or gazetteer()
    known: list[Known] = []
    position, total = 0, len(found)
    while position < total:
        rows = table.get(found[position].text)
        step = 1
        if rows:
            for parts, entry in rows:
                size = len(parts)
                if position + size <= total and _spelled(found, position, parts):
                    if entry.kind != "currency" or _moves(found, position, position + size - 1):
                        known.append(Known(position, position + size - 1, entry))
                        step = size
                    break
        position += step
    return known


def _spelled(found: list[Word], position: int, parts: tuple[str, ...]) -> bool:
    """Tell whether the words from ``position`` spell ``parts`` with nothing but a space or hyphen between."""
    for offset in range(1, len(parts)):
        word = found[position + offset]
        if word.text != parts[offset] or word.gap not in (" ", "-", "'s ", "’s ", " & ", "/", ". ", "\n"):
            return False
    return True


def _moves(found: list[Word], first: int, last: int) -> bool:
    """Tell a currency that moves ("the dollar fell") from one that counts ("30 billion yuan")."""
    before = found[first - 1] if first else None
    after = found[last + 1] if last + 1 < len(found) else None
    word = found[last].text
    if (
        after is not None
        and after.gap in (" ", "-")
        and (after.gap == "-" or after.tag.startswith(("NN", "JJ", "CD")))
    ):
        return False
    if first == last and word in _ambiguous_currencies() and not found[last].tag.startswith("NN"):
        return False
    if before is None or found[first].opens:
        return True
    if (
        found[first].gap == "-"
        or before.tag == "CD"
        or before.text in ("million", "billion", "trillion", "a", "per", "one", "each")
    ):
        return False
    if first == last and word in _ambiguous_currencies():
        return before.text in ("The", "the") or found[first].gap in ("'s ", "’s ")
    return True
