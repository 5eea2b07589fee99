"""The tables of names: countries, subdivisions, blocs, bodies, markets, currencies, and telling words."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

Kind = Literal[
    "country",
    "demonym",
    "seat",
    "historic",
    "subdivision",
    "bloc",
    "body",
    "region",
    "market",
    "currency",
    "city",
]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a known spelling names: "Chinese" is China, GPE, CN."""

    name: str
    type: str
    kind: Kind
    id: str | None = None


# Spellings by their first word, longest first: {"South": [(("South", "Korea"), entry), ...]}.
Gazetteer = dict[str, list[tuple[tuple[str, ...], Entry]]]


def _load(name: str) -> dict[str, Any]:
    text = resources.files("factextract").joinpath("mentions", "data", name).read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def countries() -> dict[str, dict[str, Any]]:
    """The table of countries by ISO 3166-1 alpha-2 code."""
    return _load("names_countries.toml")


@cache
def words(table: str, field: str) -> frozenset[str]:
    """A set of telling words: ``words("titles", "heads")`` holds "President"."""
    return frozenset(_load_words()[table][field].split())


@cache
def _load_words() -> dict[str, Any]:
    return _load("names_words.toml")


@cache
def pointer_heads() -> dict[str, str]:
    """The class of name each pointing noun can stand for: {"carrier": "company", ...}."""
    return {
        head: kind for kind, heads in _load("names_pointers.toml")["heads"].items() for head in heads.split()
    }


@cache
def pointer_words(field: str) -> frozenset[str]:
    """Words in a company's name that prove its trade: "Airways" for the airlines."""
    return frozenset(_load("names_pointers.toml")["trades"][field].split())


@cache
def central_banks(field: str) -> tuple[str, ...]:
    """Names of central banks, and how such names start: "Bank of Japan", "Reserve Bank of"."""
    return tuple(_load("names_pointers.toml")["central_banks"][field].split("|"))


@cache
def evidence(table: str) -> dict[str, str]:
    """Country codes by what tells them: ``evidence("money")["baht"]`` is "TH"."""
    rows = _load("names_evidence.toml")[table]
    if table == "successors":
        return dict(rows)
    separator = " " if table == "money" else "|"
    return {word: code for code, telling in rows.items() for word in telling.split(separator)}


@cache
def blocs() -> frozenset[str]:
    """Canonical names of the groups of countries: "ASEAN", "EU"."""
    return frozenset(_load("names_groups.toml")["blocs"])


@cache
def seats() -> dict[str, str]:
    """Country codes by the city of government: {"Jakarta": "ID", ...}."""
    return {city: code for code, row in countries().items() for city in row.get("seats", ())}


@cache
def gazetteer() -> Gazetteer:
    """Every known spelling, keyed by its first word."""
    entries: dict[str, Entry] = {}
    for city, code in seats().items():
        entries[city] = Entry(city, "GPE", "seat", code)
    for code, row in countries().items():
        for spelling in (row["name"], *row.get("aliases", ())):
            entries[spelling] = Entry(row["name"], "GPE", "country", code)
        for spelling in row.get("adjectives", ()):
            entries[spelling] = Entry(row["name"], "GPE", "demonym", code)
    for code, spellings in _load("names_subdivisions.toml").items():
        for spelling in spellings:
            entries.setdefault(spelling, Entry(spellings[0], "GPE", "subdivision", code))
    groups = _load("names_groups.toml")
    kinds: tuple[tuple[str, Kind, str], ...] = (
        ("historic", "historic", "GPE"),
        ("blocs", "bloc", "ORG"),
        ("bodies", "body", "ORG"),
        ("regions", "region", "LOC"),
        ("markets", "market", "PRODUCT"),
        ("currencies", "currency", "CURRENCY"),
    )
    for table, kind, label in kinds:
        for name, spellings in groups[table].items():
            for spelling in (name, *spellings):
                entries[spelling] = Entry(name, label, kind)
    return _by_first_word(entries)


def _by_first_word(entries: dict[str, Entry]) -> Gazetteer:
    from .words import split_words

    found: Gazetteer = {}
    for spelling, entry in entries.items():
        parts = split_words(spelling)
        found.setdefault(parts[0], []).append((parts, entry))
    for rows in found.values():
        rows.sort(key=lambda row: -len(row[0]))
    return found
