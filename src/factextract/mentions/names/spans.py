"""Where names stand: runs of capitalised words, known spellings, and spaCy's entities where they agree."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .tables import Entry, words
from .words import Known, Word, match_known, scan

if TYPE_CHECKING:
    from spacy.tokens import Doc

_NAMING = frozenset({"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "PRODUCT", "EVENT", "LAW", "WORK_OF_ART"})
_THINGS = frozenset({"ORG", "FAC", "PRODUCT", "EVENT", "LAW", "WORK_OF_ART"})
_LINKS = frozenset(
    {
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
    }
)
_PARTICLES = frozenset(
    {
        "de",
        "la",
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
    }
)
_ABBREVIATION_DOT = re.compile(r"(?:Inc|Corp|Co|Ltd|Cos|Bros|plc|Plc)\.")
_JOINED = (" ", "-", " & ", " &amp; ", "/", "\n")


@dataclass(slots=True)
class Span:
    """A stretch of words that names something; ``known`` where a table tells what."""

    first: int
    last: int
    start: int
    end: int
    type: str | None
    entry: Entry | None = None
    sure: bool = False
    opens: bool = False
    titled: bool = False


@dataclass(frozen=True, slots=True)
class Entities:
    """spaCy's entities over the words: the label at each word, and the entity each word is in (0 for none)."""

    label: list[str]
    number: list[int]


def find_spans(doc: "Doc", text: str) -> tuple[list[Word], list[Span]]:
    """The words of an article and the names among them, as written."""
    found = scan(doc, text)
    entities = _entities(doc, found)
    return found, list(_spans(text, found, entities))


def _entities(doc: "Doc", found: list[Word]) -> Entities:
    """Lay spaCy's entities over the words, dates and numbers left out."""
    labels = [""] * len(found)
    numbers = [0] * len(found)
    position = 0
    for number, entity in enumerate(doc.ents, start=1):
        if entity.label_ not in _NAMING:
            continue
        start, end = entity.start_char, entity.end_char
        while position < len(found) and found[position].end <= start:
            position += 1
        inside = position
        while inside < len(found) and found[inside].start < end:
            labels[inside], numbers[inside] = entity.label_, number
            inside += 1
    return Entities(labels, numbers)


def _spans(text: str, found: list[Word], entities: Entities) -> Iterator[Span]:
    known = {item.first: item for item in match_known(found)}
    covered = {index for item in known.values() for index in range(item.first, item.last + 1)}
    position, total = 0, len(found)
    while position < total:
        item = known.get(position)
        word = found[position]
        if item is None and not (word.capital and _may_start(found, position, entities, covered)):
            position += 1
            continue
        if item is not None and not word.capital:
            yield _known_span(text, found, item)
            position = item.last + 1
            continue
        last = _run_end(found, position, entities, known)
        yield from _split(text, found, position, last, entities, known)
        position = last + 1


def _may_start(found: list[Word], position: int, entities: Entities, covered: set[int]) -> bool:
    """Tell whether a capitalised word can begin a name: not "The", "Monday", "GDP", "I"."""
    word = found[position]
    if position in covered:
        return True
    if len(word.text) == 1 and not (
        position + 1 < len(found)
        and found[position + 1].gap.startswith((".", " &"))
        and found[position + 1].capital
    ):
        return False
    if word.text in words("not_names", "dates"):
        return _thing_goes_on(found, position, entities)
    if word.text in words("not_names", "acronyms"):
        return False
    if word.text in words("not_names", "stop"):
        return _thing_goes_on(found, position, entities) and word.text not in (
            "The",
            "A",
            "An",
            "In",
            "On",
            "At",
            "But",
            "And",
            "For",
        )
    return True


def _thing_goes_on(found: list[Word], position: int, entities: Entities) -> bool:
    """Tell whether spaCy reads the word and the next capitalised one as one thing: "May Department Stores"."""
    if position + 1 >= len(found):
        return False
    number = entities.number[position]
    return (
        number != 0
        and entities.number[position + 1] == number
        and found[position + 1].capital
        and entities.label[position] in _THINGS
    )


def _run_end(found: list[Word], first: int, entities: Entities, known: dict[int, Known]) -> int:
    """The last word of the run of a name's words that begins at ``first``."""
    last = first
    if first in known:
        last = known[first].last
    while True:
        step = _next(found, first, last, entities, known)
        if step is None:
            return last
        last = step


def _next(
    found: list[Word], first: int, last: int, entities: Entities, known: dict[int, Known]
) -> int | None:
    """The last word after one more step of the run, or None where the run ends at ``last``."""
    if last + 1 >= len(found):
        return None
    word, here = found[last + 1], found[last]
    same = entities.number[last] != 0 and entities.number[last] == entities.number[last + 1]
    if word.text in words("not_names", "dates") and not (same and entities.label[last] in _THINGS):
        return None
    if _gap_joins(found, last, same):
        if last + 1 in known and word.capital:
            return known[last + 1].last
        if word.capital and not word.text[0].isdigit():
            return last + 1 if word.text not in words("not_names", "acronyms") or same else None
        if word.text[0].isdigit() and len(word.text) <= 4 and _numbered(found, last, same, entities):
            return last + 1
    if (word.text in _LINKS and word.gap == " ") or word.gap in ("'s ", "’s "):
        return _over_link(found, first, last, entities, known)
    if word.gap == "/" and same and entities.label[last] == "ORG" and not here.text.isdigit():
        return last + 1
    return None


def _gap_joins(found: list[Word], last: int, same: bool) -> bool:
    """Tell whether the text between two words lets a name go on: "J. Makumbi", "St. Louis", "Wal-Mart", "P & O"."""
    gap, here = found[last + 1].gap, found[last].text
    if gap in _JOINED:
        return gap != "\n" or same
    if gap == ". ":
        return len(here) == 1 or here in (
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
        )
    if gap == ", ":
        return found[last + 1].text in ("Inc", "Ltd", "LLC", "LLP", "Jr", "Inc.") or (
            same and found[last + 1].text in ("Fenner", "Roebuck")
        )
    return gap == "." and len(here) == 1


def _numbered(found: list[Word], last: int, same: bool, entities: Entities) -> bool:
    """Tell a number that belongs to a name: "Line 2", "Halo 2", "Crew-10"."""
    if found[last].text in (
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
        "Halo",
        "Phase",
        "Block",
        "Runway",
    ):
        return True
    return same and entities.label[last] in ("PRODUCT", "WORK_OF_ART", "FAC", "EVENT", "LAW")


def _over_link(
    found: list[Word], first: int, last: int, entities: Entities, known: dict[int, Known]
) -> int | None:
    """Go on over "of", "and", "'s" and the like where the words on both sides are one name: "Bank of England"."""
    head = found[last].text
    if found[last + 1].gap in ("'s ", "’s "):
        if not found[last + 1].capital or last + 1 in known:
            return None
        number = entities.number[last]
        whole = (
            number != 0
            and number == entities.number[last + 1]
            and entities.label[last] in ("ORG", "FAC", "WORK_OF_ART", "PRODUCT")
        )
        follows = found[last + 1].text
        if last not in {item.last for item in known.values()} and (
            whole or follows in words("organisations", "suffixes") or head == "People"
        ):
            return last + 1
        return None
    beyond = last + 2
    while (
        beyond < len(found)
        and found[beyond].text in _LINKS
        and found[beyond].gap == " "
        and beyond - last <= 3
    ):
        beyond += 1
    if beyond >= len(found) or not found[beyond].capital or found[beyond].gap not in (" ", "-"):
        return None
    if found[beyond].text in words("not_names", "dates") or found[beyond].text in words(
        "not_names", "acronyms"
    ):
        return None
    links = {found[index].text for index in range(last + 1, beyond)}
    number = entities.number[last]
    whole = number != 0 and all(entities.number[index] == number for index in range(last + 1, beyond + 1))
    joined = (
        whole
        and entities.label[last] in _THINGS | {"PERSON"}
        and not (links == {"and"} and last == first and first in known)
    )
    if (
        (
            links & {"of"}
            and any(found[index].text in words("organisations", "of") for index in range(first, last + 1))
        )
        or (
            links & {"for"}
            and any(found[index].text in words("organisations", "for") for index in range(first, last + 1))
        )
        or (links and links <= _PARTICLES and not links <= {"la", "le", "do", "al", "el"})
        or (links <= {"of", "the"} and whole)
        or (links == {"and"} and _body_list(found, first, beyond))
    ):
        joined = True
    if not joined:
        return None
    return known[beyond].last if beyond in known else beyond


def _body_list(found: list[Word], first: int, beyond: int) -> bool:
    """Tell "and" inside a body's name: "Ministry of Agriculture and Environment", "Securities and Exchange Commission"."""
    if any(found[index].text == "of" for index in range(first, beyond)) and found[first].text in (
        "Ministry",
        "Department",
        "Secretariat",
    ):
        return True
    after = beyond + 1
    return (
        found[beyond].text in ("Exchange", "Drug", "Means", "Commonwealth")
        and after < len(found)
        and found[after].capital
    )


def _known_span(text: str, found: list[Word], item: Known) -> Span:
    first, last = found[item.first], found[item.last]
    return Span(
        item.first,
        item.last,
        first.start,
        last.end,
        item.entry.type,
        item.entry,
        sure=True,
        opens=first.opens,
    )


def _split(
    text: str, found: list[Word], first: int, last: int, entities: Entities, known: dict[int, Known]
) -> Iterator[Span]:
    """Part a run into the names it holds: "German Chancellor Gerhard Schroeder" is Germany and Gerhard Schroeder."""
    position, titled, begin = first, False, first
    while position <= last:
        end = _title_end(found, position, last, entities)
        if end is not None:
            if position > begin:
                yield from _parts(text, found, begin, position - 1, entities, known, titled)
            position = begin = end + 1
            titled = True
            continue
        position += 1
    if begin <= last:
        yield from _parts(text, found, begin, last, entities, known, titled)


def _title_end(found: list[Word], position: int, last: int, entities: Entities) -> int | None:
    """The last word of a title that begins here: "Prime Minister", "Chief Executive", "Mr"."""
    heads, modifiers = words("titles", "heads"), words("titles", "modifiers")
    index = position
    while index <= last and found[index].text in modifiers and found[index].text not in heads:
        index += 1
    while (
        index <= last
        and index + 1 <= last
        and found[index + 1].text in heads
        and found[index].text in heads | modifiers
    ):
        index += 1
    if index > last or found[index].text not in heads:
        return None
    if index < last and _organisation(found, index + 1, last):
        return None
    return index


def _organisation(found: list[Word], first: int, last: int) -> bool:
    """Tell whether words end as a company's or a body's name does, or have its head before "of"."""
    if found[last].text in words("organisations", "suffixes") or found[last].text in words(
        "organisations", "heads"
    ):
        return True
    return any(
        found[index].text in ("of", "for")
        and index > first
        and found[index - 1].text in words("organisations", "of")
        for index in range(first + 1, last)
    )


def _parts(
    text: str,
    found: list[Word],
    first: int,
    last: int,
    entities: Entities,
    known: dict[int, Known],
    titled: bool,
) -> Iterator[Span]:
    """The names in words without a title: a known country before another name stands by itself."""
    while first <= last and (found[first].text in _LINKS or found[first].text in ("The", "the")):
        first += 1
    while last >= first and found[last].text in _LINKS:
        last -= 1
    if first > last:
        return
    item = known.get(first)
    if item is not None and item.last == last:
        yield _known_span(text, found, item)
        return
    if not titled and item is not None and not _belongs(found, item, last, entities):
        yield _known_span(text, found, item)
        yield from _parts(text, found, item.last + 1, last, entities, known, titled)
        return
    if not titled:
        inner = _inner_known(found, first, last, known, entities)
        if inner is not None:
            yield from _parts(text, found, first, inner.first - 1, entities, known, titled)
            yield _known_span(text, found, inner)
            yield from _parts(text, found, inner.last + 1, last, entities, known, titled)
            return
    yield _named_span(text, found, first, last, entities, titled)


def _belongs(found: list[Word], item: Known, last: int, entities: Entities) -> bool:
    """Tell whether a known first word is part of the longer name: "Bank of Japan" no matter, "Japan Airlines", "British Airways"."""
    if item.entry.kind == "currency":
        return False
    after = found[item.last + 1]
    if after.gap in ("-", "/") and item.entry.kind not in ("market",):
        return False
    if _organisation(found, item.last + 1, last) or _place(found, last):
        # "US Treasury Secretary" has lost its title by now; "Chinese Ministry of Commerce" keeps the body alone.
        return not (
            item.entry.kind == "demonym"
            and found[item.last + 1].text
            in (
                "Ministry",
                "Department",
                "Parliament",
                "Government",
                "Embassy",
                "Agriculture",
                "Finance",
                "Foreign",
                "Trade",
            )
        )
    number = entities.number[item.first]
    whole = number != 0 and all(entities.number[index] == number for index in range(item.first, last + 1))
    return whole and entities.label[item.first] in _THINGS | {"PERSON", "LOC", "GPE"}


def _place(found: list[Word], last: int) -> bool:
    return (
        found[last].text in words("places", "facilities")
        or found[last].text in words("places", "areas")
        or found[last].text in words("documents", "laws")
        or found[last].text in words("documents", "events")
    )


def _inner_known(
    found: list[Word], first: int, last: int, known: dict[int, Known], entities: Entities
) -> Known | None:
    """A country after a hyphen or slash inside a run: "Nanning-China", "UK/Ireland"."""
    for index in range(first + 1, last + 1):
        item = known.get(index)
        if item is None or item.last > last:
            continue
        separate = found[index].gap in ("-", "/") and item.entry.kind not in ("market", "currency")
        if separate and not (item.last < last and _organisation(found, item.last + 1, last)):
            return item
        if (
            item.entry.kind in ("demonym", "country")
            and entities.number[index] != entities.number[index - 1]
            and found[index - 1].text not in _LINKS
            and entities.label[index] in ("NORP", "GPE")
        ):
            return item
    return None


def _named_span(
    text: str, found: list[Word], first: int, last: int, entities: Entities, titled: bool
) -> Span:
    """One name of no table, its type told by its words, else by spaCy, else unknown."""
    start, end = found[first].start, found[last].end
    dot = _ABBREVIATION_DOT.match(text, found[last].start)
    if dot is not None:
        end = dot.end()
    label, sure = _type(found, first, last, entities, titled)
    return Span(first, last, start, end, label, None, sure, found[first].opens, titled)


def _type(
    found: list[Word], first: int, last: int, entities: Entities, titled: bool
) -> tuple[str | None, bool]:
    """The type of a name and whether its own words prove it."""
    final = found[last].text
    if last > first or final in ("Treasury", "Parliament", "Congress", "Senate"):
        if final in words("organisations", "suffixes"):
            return "ORG", True
        if final in words("documents", "laws"):
            return "LAW", True
        if final in words("documents", "events"):
            return "EVENT", True
        if final in words("places", "facilities"):
            return "FAC", True
        if final in words("places", "areas"):
            return "LOC", True
        if _organisation(found, first, last) or found[first].text in (
            "Bank",
            "Ministry",
            "Department",
            "University",
        ):
            return "ORG", True
    if titled:
        return "PERSON", True
    labels = [entities.label[index] for index in range(first, last + 1) if entities.label[index]]
    if not labels:
        return None, False
    label = max(set(labels), key=lambda each: (labels.count(each), each))
    if label == "NORP":
        label = "ORG"
    return label, False
