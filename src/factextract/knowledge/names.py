"""Names compared: what two spellings have in common, and which differences never mean the same."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources
from typing import Any, Literal

Sort = Literal["place", "person", "other"]

_WORD = re.compile(r"[^\W_]+(?:'[^\W\d_]+)?|[&+]")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_POSSESSIVE = re.compile(r"['’]s?\b(?=\s|$)")
_PLACES = frozenset({"GPE", "LOC", "FAC", "NORP"})
_LONGEST_FORM = 3

SIMILAR = 90.0
"""Least `ratio` of RapidFuzz between two names that are taken for one spelled in two ways."""
_SHORTEST_WORD = 6
_LONG_WORD = 12
"""A word of six letters may differ by one of them, of twelve by two."""


@cache
def table() -> dict[str, Any]:
    """The words of names that say little: legal forms, articles, other spellings."""
    source = resources.files("factextract.knowledge").joinpath("data", "names.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Spelling:
    """A name in words to compare: without case, accents, dots and possessive."""

    words: tuple[str, ...]
    sort: Sort

    @cached_property
    def key(self) -> str:
        """The words as one string."""
        return " ".join(self.words)

    @cached_property
    def bare(self) -> tuple[str, ...]:
        """The words without the legal form at the end; all of them where little else would be left."""
        words = self.words
        while True:
            for length in range(_LONGEST_FORM, 0, -1):
                if len(words) > length and " ".join(words[-length:]) in _legal_forms():
                    words = words[:-length]
                    break
            else:
                break
        if words[-1] == "and":
            words = words[:-1]
        return words if sum(map(len, words)) > 2 else self.words


@lru_cache(maxsize=65536)
def spelling(name: str, label: str) -> Spelling:
    """A name, with spaCy's label for it, as it is compared with others."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(char for char in plain if not unicodedata.combining(char)).casefold()
    plain = _DOTTED.sub(lambda match: match.group().replace(".", ""), plain)
    plain = _POSSESSIVE.sub("", plain.replace("’", "'"))
    spellings = table()["spellings"]
    words = tuple(spellings.get(word, word).replace("'", "") for word in _WORD.findall(plain))
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return Spelling(words or (name,), _sort(label))


def _sort(label: str) -> Sort:
    if label == "PERSON":
        return "person"
    return "place" if label in _PLACES else "other"


@cache
def _legal_forms() -> frozenset[str]:
    return frozenset(table()["legal_forms"])


def blocks_of_similar(words: tuple[str, ...]) -> list[tuple[object, ...]]:
    """Keys of which two names share one if they are alike but for one word, and its first or last letters."""
    keys: list[tuple[object, ...]] = []
    for index, word in enumerate(words):
        if _may_vary(word):
            rest = words[:index] + words[index + 1 :]
            keys += [(index, *rest, word[:3], ""), (index, *rest, "", word[-3:])]
    return keys


def similarity(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """How alike two names are, 0 to 100, if they may be one name spelled in two ways, else 0.

    They may where a single word of them differs by a letter, or by two if it is long. A word that is short, or has
    a digit, or names a place has no second spelling.
    """
    from rapidfuzz import fuzz
    from rapidfuzz.distance import OSA

    differing = [pair for pair in zip(one, other, strict=False) if pair[0] != pair[1]]
    if len(one) != len(other) or len(differing) != 1:
        return 0.0
    left, right = differing[0]
    if not (_may_vary(left) and _may_vary(right)) or {left, right} & place_words():
        return 0.0
    allowed = 2 if min(len(left), len(right)) >= _LONG_WORD else 1
    if OSA.distance(left, right, score_cutoff=allowed) > allowed:
        return 0.0
    return fuzz.ratio(" ".join(one), " ".join(other))


def _may_vary(word: str) -> bool:
    return len(word) >= _SHORTEST_WORD and word.isalpha()


@cache
def place_words() -> frozenset[str]:
    """The words in the names of countries and their parts, of nationals, and of the points of the compass."""
    import pycountry

    from factextract.mentions.names.tables import countries

    names = [place.name for place in pycountry.countries] + [place.name for place in pycountry.subdivisions]
    for row in countries().values():
        names += [row["name"], *row.get("adjectives", ()), *row.get("seats", ()), *row.get("aliases", ())]
    return frozenset(word for name in names for word in spelling(name, "GPE").words)
