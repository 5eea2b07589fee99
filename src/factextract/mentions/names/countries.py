"""Countries: their names by code, and the one an article is chiefly about."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from ..model import Name
from .tables import countries, seats

if TYPE_CHECKING:
    from spacy.tokens import Doc

_DATELINE = re.compile(r"\s*((?:[A-ZÀ-Ý][\w.'’ÀÁÉÍÓÚÃÕÇ-]*\s?){1,4})[,(–—/-]")


@cache
def country_name(code: str) -> str | None:
    """The common English name of a country by its ISO 3166-1 alpha-2 code: "KR" is South Korea."""
    row = countries().get(code)
    return None if row is None else str(row["name"])


def main_country(names: Sequence[Name], doc: "Doc") -> str | None:
    """The ISO code of the country an article is chiefly about, or None where it names none.

    Each mention counts once, one in the first paragraph three times; a province, a state or a capital counts for
    its country, and so does a capital in the dateline.
    """
    opening = _opening_end(doc.text)
    votes: Counter[str] = Counter()
    for name in names:
        code = _country_of(name)
        if code is None or name.pointer:
            continue
        weight = 4 if name.id is not None else 2
        votes[code] += weight * 3 if name.start < opening else weight
    dateline = _DATELINE.match(doc.text)
    if dateline is not None:
        code = seats().get(dateline.group(1).strip().title())
        if code is not None:
            votes[code] += 8
    if not votes:
        return None
    return max(votes, key=lambda each: (votes[each], each))


def _country_of(name: Name) -> str | None:
    if name.id is not None:
        return name.id[:2]
    if name.type == "GPE":
        return seats().get(name.name)
    return None


def _opening_end(text: str) -> int:
    """Where the first paragraph ends, at most 400 characters."""
    end = text.find("\n\n")
    return min(end if end > 0 else len(text), 400)
