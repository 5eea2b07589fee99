"""When two names are one: "the U.S." and "United States", "Guangxi" and "Guangxi Autonomous Region"."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_DETERMINER = re.compile(r"^(the|a|an|its|their|his|her|our)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s$|['’]$")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Table:
    aliases: dict[str, str]
    countries: frozenset[str]
    company_words: frozenset[str]


@cache
def _table() -> _Table:
    read = tomllib.loads((files(__package__) / "data" / "names.toml").read_text(encoding="utf-8"))
    return _Table(read["aliases"], frozenset(read["countries"]), frozenset(read["company_words"]))


@lru_cache(maxsize=4096)
def canonical(name: str) -> str:
    """A name without article, possessive and case, spelled as usual: "the U.S.'s" gives "united states"."""
    bare = _POSSESSIVE.sub("", _DETERMINER.sub("", name.strip())).lower().strip(" .,")
    bare = _SPACE.sub(" ", bare)
    return _table().aliases.get(bare, bare)


@lru_cache(maxsize=4096)
def _telling_words(name: str) -> tuple[str, ...]:
    """The words of a name but for "Corp", "Group" and the like: Apple Inc gives apple."""
    words = _WORD.findall(name)
    return tuple(word for word in words if word not in _table().company_words) or tuple(words)


def same_name(one: str, other: str) -> bool:
    """Equal names; or, where neither is a country or bloc, one the start or the end of the other."""
    one, other = canonical(one), canonical(other)
    if one == other:
        return True
    shorter, longer = sorted((_telling_words(one), _telling_words(other)), key=len)
    if not shorter:
        return False
    if set(shorter) == set(longer):
        return True
    if not _table().countries.isdisjoint((one, other)):
        return False
    inside = set(shorter) < set(longer)
    return inside and shorter in (longer[: len(shorter)], longer[-len(shorter) :])


def share_a_name(gold: Sequence[str], predicted: Sequence[str]) -> bool:
    """Both empty; or one name in common, and at most one name more than gold has."""
    if not gold or not predicted:
        return not gold and not predicted
    if len(predicted) > len(gold) + 1:
        return False
    return any(same_name(one, other) for one in gold for other in predicted)


def all_same(gold: Sequence[str], predicted: Sequence[str]) -> bool:
    """The same names, in whatever order."""
    if len(gold) != len(predicted):
        return False
    rest = list(predicted)
    for one in gold:
        match = next((other for other in rest if same_name(one, other)), None)
        if match is None:
            return False
        rest.remove(match)
    return True
