"""Runs of words that may be names: "German Chancellor Gerhard Schroeder", "Bank of England", "Wal-Mart"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .tables import words
from .words import Known, Word, match_known, scan

if TYPE_CHECKING:
    from spacy.tokens import Doc

NAMING = frozenset({"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "PRODUCT", "EVENT", "LAW", "WORK_OF_ART"})
THINGS = frozenset({"ORG", "FAC", "PRODUCT", "EVENT", "LAW", "WORK_OF_ART"})
LINKS = frozenset(
    [
        "of",
        "and",
        "for",
        "de",
        "la",
        "le",
        "du",
        "des",
        "da",
        "do",
        "dos",
        "di",
        "del",
        "van",
        "von",
        "der",
        "den",
        "bin",
        "al",
        "el",
        "the",
        "e",
        "y",
        "amp",
        "to",
        "on",
        "in",
        "und",
        "et",
    ]
)
POSSESSIVE = ("'s ", "’s ")
_PARTICLES = frozenset(
    [
        "de",
        "la",
        "le",
        "du",
        "des",
        "da",
        "do",
        "dos",
        "di",
        "del",
        "van",
        "von",
        "der",
        "den",
        "bin",
        "al",
        "el",
        "amp",
        "e",
        "y",
        "und",
        "et",
    ]
)
_WEAK_PARTICLES = frozenset({"la", "le", "do", "al", "el"})
_JOINED = (" ", "-", " & ", " &amp; ", "/")
_ABBREVIATED = frozenset(
    [
        "St",
        "Ste",
        "Mr",
        "Mrs",
        "Ms",
        "Dr",
        "Gen",
        "Sen",
        "Rep",
        "Gov",
        "Prof",
        "Capt",
        "Col",
        "Lt",
        "Sgt",
        "Rev",
        "Jr",
        "Ft",
        "Mt",
        "Cia",
        "No",
    ]
)
_NUMBERED = frozenset(
    [
        "Line",
        "Flight",
        "Route",
        "Terminal",
        "Train",
        "Unit",
        "Resolution",
        "Crew",
        "Windows",
        "PlayStation",
        "Xbox",
        "Phase",
        "Block",
    ]
)
_PRODUCT_CODE = re.compile(r"\d[A-Z]\d")
_MONEY = re.compile(r"(?:Dh|Rs|Rp|R|N|RM|Tk|K?[Ss]h|US|KD|BD|LE|NT|HK|FY)\d")
_NEVER_FIRST = frozenset(["The", "A", "An", "In", "On", "At", "But", "And", "For"])


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of an article, what the tables know of them, and spaCy's entities over them.

    ``labels`` and ``numbers`` give each word's entity: its label and which one it is (0 for none).
    ``owned`` holds the words on both sides of a possessive inside a name: ("Hudson", "Bay").
    """

    words: list[Word]
    known: dict[int, Known]
    labels: list[str]
    numbers: list[int]
    owned: frozenset[tuple[str, str]]

    def one_entity(self, first: int, last: int) -> bool:
        """Tell whether spaCy reads the words as inside one entity."""
        number = self.numbers[first]
        return number != 0 and all(self.numbers[index] == number for index in range(first + 1, last + 1))

    def one_thing(self, first: int, last: int) -> bool:
        """Tell whether spaCy reads the words as one organisation, work or other thing."""
        return self.labels[first] in THINGS and self.one_entity(first, last)

    def any_of(self, first: int, last: int, table: str, field: str) -> bool:
        """Tell whether one of the words is in a set of telling words."""
        telling = words(table, field)
        return any(self.words[index].text in telling for index in range(first, last + 1))


def read(doc: "Doc", text: str) -> Reading:
    """The words of a parsed article with all that is known of each."""
    found = scan(doc, text)
    labels, numbers = _entities(doc, found)
    owned = frozenset(
        (found[index - 1].text, word.text)
        for index, word in enumerate(found)
        if word.gap in POSSESSIVE
        and word.capital
        and numbers[index]
        and numbers[index] == numbers[index - 1]
        and labels[index] in ("ORG", "FAC", "WORK_OF_ART", "PRODUCT")
    )
    return Reading(found, {item.first: item for item in match_known(found)}, labels, numbers, owned)


def _entities(doc: "Doc", found: list[Word]) -> tuple[list[str], list[int]]:
    """Lay spaCy's entities over the words, dates and numbers left out."""
    labels = [""] * len(found)
    numbers = [0] * len(found)
    position = 0
    for number, entity in enumerate(doc.ents, start=1):
        if entity.label_ not in NAMING:
            continue
        start, end = entity.start_char, entity.end_char
        while position < len(found) and found[position].end <= start:
            position += 1
        inside = position
        while inside < len(found) and found[inside].start < end:
            labels[inside], numbers[inside] = entity.label_, number
            inside += 1
    return labels, numbers


def runs(reading: Reading) -> Iterator[tuple[int, int]]:
    """The first and last word of each run, known spellings in small letters ("the yen") among them."""
    position, total = 0, len(reading.words)
    while position < total:
        item = reading.known.get(position)
        if item is not None and not reading.words[position].capital:
            yield position, item.last
            position = item.last + 1
        elif item is not None or _may_start(reading, position):
            last = _run_end(reading, position)
            yield position, last
            position = last + 1
        else:
            position += 1


def _may_start(reading: Reading, position: int) -> bool:
    """Tell whether a word can begin a name: not "The", "Monday", "GDP", nor an opening adverb."""
    word = reading.words[position]
    if not word.capital or ("." in word.text and word.text[-1].isdigit()):
        return False
    after = reading.words[position + 1] if position + 1 < len(reading.words) else None
    joins = after is not None and after.capital and after.gap in (" ", "-", " & ", ". ", ".")
    goes_on = joins and bool(reading.labels[position]) and reading.one_entity(position, position + 1)
    if len(word.text) == 1:
        follows = after.text if after is not None else ""
        return joins and word.text not in ("A", "I") and follows not in words("not_names", "stop")
    if word.text in words("not_names", "stop"):
        # "New York" opens a sentence as well as "New cars"; inside one, the capital tells enough.
        return word.text not in _NEVER_FIRST and (goes_on or (joins and not word.opens))
    if _PRODUCT_CODE.fullmatch(word.text):
        return True
    if word.text in words("not_names", "acronyms") or _MONEY.match(word.text):
        return False
    if word.text[0].isdigit() or word.text in words("not_names", "dates"):
        return goes_on
    if word.text in words("not_names", "adjectives"):
        return joins
    openers = ("RB", "IN", "DT", "VBG", "VBN", "CC", "PRP", "WDT", "WP", "WRB", "MD", "VBD", "UH", "EX", "CD")
    return not (word.opens and word.tag.startswith(openers) and not reading.labels[position])


def _run_end(reading: Reading, first: int) -> int:
    last = reading.known[first].last if first in reading.known else first
    while (step := _next(reading, first, last)) is not None:
        last = step
    return last


def _next(reading: Reading, first: int, last: int) -> int | None:
    """The last word after one more step of the run, or None where the run ends at ``last``."""
    if last + 1 >= len(reading.words):
        return None
    word = reading.words[last + 1]
    same = reading.one_entity(last, last + 1)
    if word.text in words("not_names", "dates") and not reading.one_thing(last, last + 1):
        return None
    if word.gap in POSSESSIVE:
        return _over_possessive(reading, last)
    if _gap_joins(reading, last, same):
        if last + 1 in reading.known and word.capital:
            return reading.known[last + 1].last
        if word.capital and not word.text[0].isdigit():
            return last + 1 if word.text not in words("not_names", "acronyms") else None
        if word.text[0].isdigit() and len(word.text) <= 4:
            numbered = reading.words[last].text in _NUMBERED or (
                same and reading.labels[last] in THINGS - {"ORG"}
            )
            return last + 1 if numbered else None
    if word.text in LINKS and word.gap == " ":
        return _over_link(reading, first, last)
    if word.gap == "/" and same and reading.labels[last] == "ORG":
        return last + 1
    return None


def _gap_joins(reading: Reading, last: int, same: bool) -> bool:
    """Tell whether the text between two words lets a name go on: "St. Louis", "Wal-Mart", "P & O"."""
    gap, here, after = reading.words[last + 1].gap, reading.words[last].text, reading.words[last + 1].text
    if gap in _JOINED:
        return True
    if gap == ". ":
        initial = len(here) == 1 and here.isalpha() and after not in words("not_names", "stop")
        firm = here in ("Co", "Corp", "Bhd", "Sdn", "Pty", "Pte", "Pvt") and after in words(
            "organisations", "suffixes"
        )
        return initial or firm or here in _ABBREVIATED
    if gap == ", ":
        return after in ("Inc", "Ltd", "LLC", "LLP", "Jr")
    return (gap == "\n" and same) or (gap == "." and len(here) == 1)


def _over_possessive(reading: Reading, last: int) -> int | None:
    """Go on over "'s" inside a firm's name: "Foster's Group", "Hudson's Bay", but not "China's Guangxi"."""
    after = last + 1
    if not reading.words[after].capital or after in reading.known:
        return None
    if last in reading.known and reading.known[last].last == last:
        return None
    if reading.words[after].text in words("organisations", "suffixes"):
        return after
    return after if (reading.words[last].text, reading.words[after].text) in reading.owned else None


def _over_link(reading: Reading, first: int, last: int) -> int | None:
    """Go on over "of", "and" and the like where the words on both sides are one: "Bank of England"."""
    found = reading.words
    beyond = last + 2
    while (
        beyond < len(found)
        and found[beyond].text in LINKS
        and found[beyond].gap == " "
        and beyond - last <= 3
    ):
        beyond += 1
    if beyond >= len(found) or not found[beyond].capital or found[beyond].gap not in (" ", "-"):
        return None
    if any(found[beyond].text in words("not_names", each) for each in ("dates", "acronyms")):
        return None
    links = {found[index].text for index in range(last + 1, beyond)}
    if not _linked(reading, first, last, beyond, links):
        return None
    return reading.known[beyond].last if beyond in reading.known else beyond


def _linked(reading: Reading, first: int, last: int, beyond: int, links: set[str]) -> bool:
    if "of" in links and reading.any_of(first, last, "organisations", "of"):
        return True
    if "for" in links and reading.any_of(first, last, "organisations", "for"):
        return True
    if links <= _PARTICLES and not links <= _WEAK_PARTICLES:
        return True
    if links == {"and"} and _body_list(reading, first, beyond):
        return True
    if not reading.one_entity(last, beyond):
        return False
    if links <= {"of", "the"}:
        return True
    return reading.labels[last] in THINGS | {"PERSON"} and not (links == {"and"} and first in reading.known)


def _body_list(reading: Reading, first: int, beyond: int) -> bool:
    """Tell "and" inside a body's name: "Securities and Exchange Commission"."""
    found = reading.words
    listing = found[first].text in ("Ministry", "Department", "Secretariat")
    if listing and any(found[index].text == "of" for index in range(first, beyond)):
        return True
    after = beyond + 1
    paired = found[beyond].text in ("Exchange", "Drug", "Means", "Commonwealth")
    return paired and after < len(found) and found[after].capital
