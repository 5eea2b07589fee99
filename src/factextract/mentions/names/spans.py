"""The names in a run of words, each with its type where its words or spaCy tell it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .runs import LINKS, POSSESSIVE, THINGS, Reading, read, runs
from .tables import Entry, pointer_heads, words
from .words import Known, Word

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ABBREVIATION_DOT = re.compile(r"(?:Inc|Corp|Co|Ltd|Cos|Bros)\.")
_WITH_GENERAL = frozenset({"Attorney", "Director", "Secretary", "Governor", "Inspector", "Surgeon"})
_OFFICES = frozenset(
    {"State", "Defence", "Defense", "Commerce", "Agriculture", "Energy", "Labor", "Treasury"}
)
_APART = frozenset({"Government", "Administration", "Congress", "Embassy", "Action", "President", "State"})
_STATE_BODIES = frozenset(
    [
        "Ministry",
        "Department",
        "Parliament",
        "Government",
        "Embassy",
        "Agriculture",
        "Finance",
        "Foreign",
        "Trade",
        "Commerce",
        "Central",
        "Army",
    ]
)


@dataclass(slots=True)
class Span:
    """A stretch of words that names something; ``entry`` where a table tells what.

    ``sure`` where the words themselves prove the type, ``opens`` where the first word opens a sentence,
    ``titled`` where a title stands before: "Mr", "Chief Executive".
    """

    first: int
    last: int
    start: int
    end: int
    type: str | None
    entry: Entry | None = None
    sure: bool = False
    opens: bool = False
    titled: bool = False

    @property
    def sure_thing(self) -> bool:
        """Whether its own words prove it a facility, an event or a body of more than one word."""
        return (
            self.entry is None
            and self.sure
            and self.last > self.first
            and self.type in ("FAC", "EVENT", "ORG")
        )


def find_spans(doc: "Doc", text: str) -> tuple[list[Word], list[Span]]:
    """The words of an article and the names among them, as written."""
    reading = read(doc, text)
    spans = [span for first, last in runs(reading) for span in _split(text, reading, first, last)]
    return reading.words, [span for span in spans if not _counts_money(text, reading, span)]


def _counts_money(text: str, reading: Reading, span: Span) -> bool:
    """Tell a country that only tells whose money is counted: "US$5m", "1 billion U.S. Dlrs", "Taiwan dollars"."""
    if span.entry is None or span.entry.kind == "currency":
        return False
    if text.startswith("$", reading.words[span.last].end):
        return True
    if span.last + 1 >= len(reading.words):
        return False
    after = reading.words[span.last + 1]
    return after.gap in (" ", "\n") and after.text in words("not_names", "money_units")


def _split(text: str, reading: Reading, first: int, last: int) -> Iterator[Span]:
    """Part a run into its names: "German Chancellor Gerhard Schroeder" is Germany and Gerhard Schroeder."""
    position, titled, begin = first, False, first
    while position <= last:
        end = _title_end(reading, first, position, last)
        if end is None:
            position += 1
            continue
        if position > begin:
            yield from _parts(text, reading, begin, position - 1, titled)
        position = begin = end + 1
        titled = True
    if begin <= last:
        yield from _parts(text, reading, begin, last, titled)


def _title_end(reading: Reading, first: int, position: int, last: int) -> int | None:
    """The last word of a title that begins here: "Chief Executive", "Attorney General", "Mr"."""
    found, heads, modifiers = reading.words, words("titles", "heads"), words("titles", "modifiers")
    if position > first and found[position - 1].text in ("of", "for"):
        return None
    opening_role = found[position].opens and found[position].text.lower() in words("titles", "roles")
    if opening_role and last - position == 2 and not is_organisation(reading, position, last):
        return position
    index = position
    while index <= last and found[index].text in modifiers and found[index].text not in heads:
        index += 1
    while index < last and found[index + 1].text in heads and found[index].text in heads | modifiers:
        index += 1
    if index > last or found[index].text not in heads | _WITH_GENERAL:
        return None
    if index < last and found[index + 1].text == "General" and found[index].text in _WITH_GENERAL:
        index += 1
    elif found[index].text not in heads:
        return None
    if index + 1 < last and found[index + 1].text == "of" and found[index + 2].text in _OFFICES:
        return index + 2
    if index + 2 < last and found[index + 3].text == "Exchequer":
        return index + 3
    if index < last and is_organisation(reading, index + 1, last):
        return None
    return index


def is_organisation(reading: Reading, first: int, last: int) -> bool:
    """Tell whether words end as a company's or a body's name does, or have its head before "of"."""
    final = reading.words[last].text
    if final in words("organisations", "suffixes") or final in words("organisations", "heads"):
        return True
    return any(
        reading.words[index].text in ("of", "for")
        and reading.words[index - 1].text in words("organisations", "of")
        for index in range(first + 1, last)
    )


def _is_place(final: str) -> bool:
    return final in words("places", "facilities") or final in words("places", "areas")


def _is_document(final: str) -> bool:
    return final in words("documents", "laws") or final in words("documents", "events")


def _parts(text: str, reading: Reading, first: int, last: int, titled: bool) -> Iterator[Span]:
    """The names in words without a title: a known country before another name stands by itself."""
    pending: list[Known | tuple[int, int]] = [(first, last)]
    while pending:
        part = pending.pop()
        if isinstance(part, Known):
            yield _known_span(reading, part)
            continue
        first, last = _without_links(reading, *part)
        if first > last:
            continue
        item = reading.known.get(first)
        if item is not None and item.last == last:
            yield _known_span(reading, item)
            continue
        apart = None if titled else _standing_apart(reading, first, last)
        if apart is not None:
            pending += ((apart.last + 1, last), apart, (first, apart.first - 1))
        elif first < last or _stands_alone(reading.words[first].text):
            yield _named_span(text, reading, first, last, titled)


def _without_links(reading: Reading, first: int, last: int) -> tuple[int, int]:
    """The bounds of words without what only links them to others: of "the Bank of Japan and", Bank to Japan."""
    found = reading.words
    while first <= last and (found[first].text in LINKS or found[first].text in ("The", "the")):
        first += 1
    while last >= first and found[last].text in LINKS:
        last -= 1
    return first, last


def _standing_apart(reading: Reading, first: int, last: int) -> Known | None:
    """What a table knows among words and no longer name holds: of "German Chancellor", German."""
    item = reading.known.get(first)
    if item is not None and not _belongs(reading, item, last):
        return item
    return _inner_known(reading, first, last)


def _stands_alone(word: str) -> bool:
    """Tell whether a word can be a name by itself: not what is left of "Chinese Economy"."""
    return not any(word in words("not_names", each) for each in ("stop", "acronyms", "adjectives", "dates"))


def _known_span(reading: Reading, item: Known) -> Span:
    first, last = reading.words[item.first], reading.words[item.last]
    return Span(item.first, item.last, first.start, last.end, item.entry.type, item.entry, True, first.opens)


def _belongs(reading: Reading, item: Known, last: int) -> bool:
    """Tell whether a known first word is part of the longer name: "Japan Airlines", "British Airways"."""
    found, kind = reading.words, item.entry.kind
    after = found[item.last + 1]
    if kind == "currency" or (after.gap in ("-", "/") and kind != "market"):
        return False
    if kind == "country" and item.last + 1 == last and after.text in words("not_names", "adjectives"):
        return True
    if after.text in _APART:
        return False
    if (
        is_organisation(reading, item.last + 1, last)
        or _is_place(found[last].text)
        or _is_document(found[last].text)
    ):
        return not (kind == "demonym" and after.text in _STATE_BODIES)
    return reading.labels[item.first] in THINGS | {"PERSON", "LOC", "GPE"} and reading.one_entity(
        item.first, last
    )


def _inner_known(reading: Reading, first: int, last: int) -> Known | None:
    """A country that stands apart inside a run: after a hyphen, or where spaCy begins a new entity."""
    found = reading.words
    for index in range(first + 1, last + 1):
        item = reading.known.get(index)
        if item is None or item.last > last or item.entry.kind in ("market", "currency"):
            continue
        if found[index].gap in ("-", "/") and not (
            item.last < last and is_organisation(reading, item.last + 1, last)
        ):
            return item
        fresh = reading.numbers[index] != reading.numbers[index - 1] and reading.labels[index] in (
            "NORP",
            "GPE",
        )
        if fresh and item.entry.kind in ("demonym", "country") and found[index - 1].text not in LINKS:
            return item
    return None


def _named_span(text: str, reading: Reading, first: int, last: int, titled: bool) -> Span:
    """One name of no table, its type told by its words, else by spaCy, else unknown."""
    start, end = reading.words[first].start, reading.words[last].end
    dot = _ABBREVIATION_DOT.match(text, reading.words[last].start)
    if dot is not None:
        end = dot.end()
    elif reading.words[last].text in words("organisations", "possessive") and text[end : end + 2] in (
        "'s",
        "’s",
    ):
        # "Moody's" is the name itself.
        end += 2
    label, sure = _type(reading, first, last, titled)
    return Span(first, last, start, end, label, None, sure, reading.words[first].opens, titled)


def _type(reading: Reading, first: int, last: int, titled: bool) -> tuple[str | None, bool]:
    """The type of a name and whether its own words or those beside it prove it."""
    proved = _type_of_words(reading, first, last)
    if proved is None and (titled or _has_role(reading, first, last)):
        proved = "PERSON"
    if proved is None:
        proved = _type_of_neighbours(reading, first, last)
    if proved is not None:
        return proved, True
    labels = [label for label in reading.labels[first : last + 1] if label]
    if not labels:
        return None, False
    label = max(set(labels), key=lambda each: (labels.count(each), each))
    if "&" in text_between(reading, first, last) and label == "PERSON":
        label = "ORG"
    return ("ORG" if label == "NORP" else label), False


def text_between(reading: Reading, first: int, last: int) -> str:
    """The text between the words of a name, joined: " & " for "Marlowe & Finch"."""
    return "".join(word.gap for word in reading.words[first + 1 : last + 1])


def _type_of_words(reading: Reading, first: int, last: int) -> str | None:
    """What the words of a name prove it to be: "Sparks Commodities Inc", "Licensing Act"."""
    final = reading.words[last].text
    if last == first:
        return "ORG" if final in words("organisations", "alone") else None
    if final in words("organisations", "suffixes"):
        return "ORG"
    if final in words("documents", "laws"):
        return "LAW"
    if reading.words[first].text in words("documents", "storms"):
        return "EVENT"
    if final in words("documents", "events"):
        return "EVENT"
    if final in words("places", "facilities"):
        return "FAC"
    if final in words("places", "areas"):
        return "LOC"
    return "ORG" if is_organisation(reading, first, last) else None


def _type_of_neighbours(reading: Reading, first: int, last: int) -> str | None:
    """What the words beside a name prove it to be: "Leeds-based", "carmaker Yunlan", "Southcorp's shares"."""
    found = reading.words
    if last + 1 < len(found):
        after = found[last + 1]
        if after.gap == "-" and after.text == "based":
            return "GPE"
        if after.gap in POSSESSIVE and after.text in words("organisations", "business"):
            return "ORG"
    before = found[first - 1] if first else None
    if before is not None and found[first].gap == " " and pointer_heads().get(before.text) == "company":
        return "ORG"
    return None


def _has_role(reading: Reading, first: int, last: int) -> bool:
    """Tell a person by the role beside the name: "economist Andreas Rees", "Philip Knight, chairman"."""
    found, roles = reading.words, words("titles", "roles")
    if last == first or last - first > 3:
        return False
    if first > 0 and found[first].gap == " " and found[first - 1].text in roles:
        return True
    after = found[last + 1 : last + 5]
    if not after or after[0].gap != ", ":
        return False
    for index, word in enumerate(after):
        if (index and word.gap not in (" ", "-")) or (word.capital and index == 0):
            return False
        if word.text in roles:
            return True
    return False
