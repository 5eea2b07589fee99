"""One name for each named thing: "Delmar" is Delmar Instruments, "NAO" the National Audit Office."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from .spans import Span
from .tables import words
from .words import split_words

_ACRONYM = re.compile(r"[A-Z][A-Za-z&]{1,6}")
_DEFINED = re.compile(r"\s*\(\s*(?:the\s+)?[\"'“]?([A-Z][A-Za-z&]{1,7})[\"'”]?\s*\)")
_MINOR = frozenset({"of", "and", "for", "the", "de", "la", "in", "on", "to", "amp", "du", "des", "da", "do"})
_WRAPPING = " .,'\"“”‘’"


@dataclass(slots=True)
class Surface:
    """All mentions of an article that are written alike."""

    text: str
    words: tuple[str, ...]
    first: int
    count: int = 0
    types: Counter[str] = field(default_factory=Counter)
    sure: bool = False
    titled: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """What a surface form stands for."""

    name: str
    type: str


def identities(text: str, spans: list[Span], title: str | None) -> dict[str, Identity]:
    """The canonical name and the type of every surface form of no table."""
    surfaces = _surfaces(text, spans)
    if title is not None:
        _add_title(title, surfaces)
    longer = _full_forms(text, spans, surfaces)
    clusters: dict[str, list[Surface]] = defaultdict(list)
    for surface in surfaces.values():
        clusters[_last(surface.text, longer)].append(surface)
    return {
        surface.text: Identity(name, label)
        for name, members in clusters.items()
        for label in [_majority(surfaces.get(name), members)]
        for surface in members
    }


def surface_text(text: str, span: Span) -> str:
    """A mention as written, spaces evened: line breaks inside a name do not make another name."""
    return " ".join(text[span.start : span.end].split()).strip(
        _WRAPPING if text[span.end - 1] != "." else " ,'\""
    )


def _surfaces(text: str, spans: list[Span]) -> dict[str, Surface]:
    surfaces: dict[str, Surface] = {}
    for span in spans:
        if span.entry is not None and span.entry.kind != "body":
            continue
        name = surface_text(text, span) if span.entry is None else span.entry.name
        surface = surfaces.get(name)
        if surface is None:
            surface = surfaces[name] = Surface(name, split_words(name), span.start)
        surface.count += 1
        surface.titled = surface.titled or span.titled
        if span.type is not None:
            surface.types[span.type] += 5 if span.sure else 1
            surface.sure = surface.sure or span.sure
    return surfaces


def _add_title(title: str, surfaces: dict[str, Surface]) -> None:
    """Let the headline give a fuller company name, if not all in capitals: "Delmar Instruments Inc"."""
    if title.isupper():
        return
    parts = split_words(title)
    suffixes = words("organisations", "suffixes")
    for end, word in enumerate(parts):
        if word not in suffixes:
            continue
        begin = end
        while begin > 0 and parts[begin - 1][0].isupper():
            begin -= 1
        name = " ".join(parts[begin : end + 1])
        if (
            begin < end
            and name not in surfaces
            and any(parts[begin : begin + len(each.words)] == each.words for each in surfaces.values())
        ):
            surfaces[name] = Surface(name, parts[begin : end + 1], -1, 0, Counter({"ORG": 1}), True)


def _last(name: str, longer: dict[str, str]) -> str:
    """Follow the chain of fuller forms to its end."""
    seen = {name}
    while name in longer and longer[name] not in seen:
        name = longer[name]
        seen.add(name)
    return name


def _majority(full: Surface | None, members: list[Surface]) -> str:
    """The type most mentions have; what the words of the full form prove decides."""
    if full is not None and full.sure and full.types:
        return full.types.most_common(1)[0][0]
    types: Counter[str] = Counter()
    for member in members:
        types.update(member.types)
    if not types:
        return "ORG"
    lone = full is not None and len(full.words) == 1 and not any(member.titled for member in members)
    if lone and types["PERSON"] < 5 and max(types, key=lambda label: types[label]) == "PERSON":
        # News gives a person's full name or title once; a bare word spaCy takes for a person is a firm.
        return "ORG"
    return max(types, key=lambda label: (types[label], label == "ORG", label))


def _full_forms(text: str, spans: list[Span], surfaces: dict[str, Surface]) -> dict[str, str]:
    """The fuller form of each short one, by definition in brackets, first letters, surname or first words."""
    longer = _defined(text, spans, surfaces)
    longer.update(_respelled(surfaces, longer))
    ordered = sorted(surfaces.values(), key=lambda each: (len(each.words), each.first))
    for short in ordered:
        if short.text in longer:
            continue
        full = _initials_of(short, ordered) if _looks_initial(short) else None
        if full is None:
            full = _best_full(short, [each for each in ordered if len(each.words) > len(short.words)])
        if full is not None:
            longer[short.text] = full.text
    return longer


def _defined(text: str, spans: list[Span], surfaces: dict[str, Surface]) -> dict[str, str]:
    """Short forms in brackets after the long one: "Public and Commercial Services union (PCS)"."""
    longer: dict[str, str] = {}
    for span in spans:
        match = _DEFINED.match(text, span.end)
        if match is None:
            continue
        short = match.group(1)
        long = span.entry.name if span.entry is not None else surface_text(text, span)
        if short in surfaces and short != long and _shortens(span, split_words(long), short):
            longer[short] = long
    return longer


def _shortens(span: Span, parts: tuple[str, ...], short: str) -> bool:
    """Whether a word in brackets is the name before it in short: its first letters, or a blend of its letters in order.

    "the Bank of Mexico (Banxico)", "Contemporary Amperex Technology Co. Ltd. (CATL)"; a body's capitals may also be
    those of its name in another tongue: "the National Bank of Romania (BNR)".
    """
    if _initials(parts, short):
        return True
    if len(parts) < 2 or span.type in ("GPE", "LOC", "NORP", "PERSON"):
        return False
    letters = iter("".join(parts).lower())
    blend = short[0].lower() == parts[0][0].lower() and all(letter in letters for letter in short.lower())
    return blend or (span.sure and short.isupper() and len(short) > 2)


def _respelled(surfaces: dict[str, Surface], longer: dict[str, str]) -> dict[str, str]:
    """Other spellings of one name: "TimeWarner" is Time Warner, "Worldcom" is WorldCom."""
    groups: dict[str, list[Surface]] = defaultdict(list)
    for surface in surfaces.values():
        groups["".join(surface.words).lower()].append(surface)
    respelled: dict[str, str] = {}
    for group in groups.values():
        if len(group) > 1:
            best = max(group, key=lambda each: (len(each.words), each.count, -each.first))
            respelled.update(
                {each.text: best.text for each in group if each is not best and each.text not in longer}
            )
    return respelled


def _looks_initial(short: Surface) -> bool:
    return (
        len(short.words) == 1
        and 2 <= len(short.text) <= 6
        and _ACRONYM.fullmatch(short.text) is not None
        and short.text[1:] not in short.text.lower()
    )


def _initials_of(short: Surface, ordered: list[Surface]) -> Surface | None:
    for full in ordered:
        if len(full.words) > 2 and _initials(full.words, short.text) and short.text.isupper():
            return full
    return None


def _initials(parts: tuple[str, ...], short: str) -> bool:
    """Tell whether first letters spell an acronym, small words counted or not: IMF, OECD, "Acpo"."""
    letters = short.replace("&", "").replace(".", "").lower()
    every = "".join(part[0] for part in parts).lower()
    major = "".join(part[0] for part in parts if part not in _MINOR).lower()
    return (
        letters in (every, major)
        or (len(letters) > 2 and major.startswith(letters))
        or (len(letters) > 3 and every.startswith(letters))
    )


def _best_full(short: Surface, longer: list[Surface]) -> Surface | None:
    """The fuller form a short one repeats: the nearest introduced before, else the first after."""
    if len(short.words) == 1 and short.text in words("organisations", "generic"):
        return _holder(short, longer)
    options = [full for full in longer if _abbreviates(short, full)]
    if not options:
        return None
    before = [full for full in options if full.first <= short.first]
    if before:
        return max(before, key=lambda each: (each.count > 1, each.first))
    return options[0]


def _firm_of(short: Surface, full: Surface) -> bool:
    """Tell a firm's short name that spaCy takes for a place: "Delmar" after "Delmar Instruments Inc"."""
    starts = full.words[: len(short.words)] == short.words and full.first < short.first
    return (
        starts
        and full.sure
        and full.types["ORG"] > 0
        and full.words[-1] in words("organisations", "suffixes")
    )


def _holder(short: Surface, longer: list[Surface]) -> Surface | None:
    """The body a general word stands for: "the Department" after "Labor Department"."""
    holders = [
        full for full in longer if short.text in full.words and full.types["ORG"] and full.first < short.first
    ]
    return max(holders, key=lambda each: each.first, default=None)


def _abbreviates(short: Surface, full: Surface) -> bool:
    """Tell whether a short form repeats a longer one: a surname, or the first words of a company's name."""
    size = len(short.words)
    person = full.types.most_common(1)[0][0] == "PERSON" if full.types else False
    if short.titled or person:
        if not person:
            return False
        if full.words[-size:] != short.words:
            return (
                size == 1
                and full.words[0] == short.words[0]
                and len(full.words) > 1
                and not short.titled
                and full.first < short.first
                and short.types.get("ORG", 0) == 0
            )
        return short.titled or full.titled or full.first < short.first or short.types.get("PERSON", 0) > 0
    kind = short.types.most_common(1)[0][0] if short.types else None
    full_kind = full.types.most_common(1)[0][0] if full.types else None
    if kind in ("GPE", "LOC") and full_kind not in ("GPE", "LOC") and not _firm_of(short, full):
        return False
    if full.words[:size] == short.words:
        rest = full.words[size:]
        named_body = rest[0] == "of" and size > 1 and short.words[-1] in words("organisations", "of")
        if (rest[0] in ("of", "for") and not named_body) or full_kind in ("EVENT", "LAW", "WORK_OF_ART"):
            return False
        return full.first < short.first or all(
            word in words("organisations", "suffixes") or word in words("organisations", "heads")
            for word in rest
        )
    if full.words[-size:] == short.words and full.words[-size - 1] not in _MINOR and full_kind == "ORG":
        return full.first < short.first and short.words[0] not in words("organisations", "heads")
    return False
