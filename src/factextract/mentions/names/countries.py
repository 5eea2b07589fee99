"""Countries: their names by code, and the one an article is chiefly about."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from ..model import Country, Name
from .tables import Entry, countries, evidence, gazetteer, seats
from .words import split_words

if TYPE_CHECKING:
    from spacy.tokens import Doc

_DATELINE = re.compile(r"\s*([A-ZÀ-Ý][\w.'’ -]{2,30}?)\s*[,(–—/:]")
_DOLLARS = re.compile(r"\b[A-Z]{1,3}\$")
_COUNTRY_KINDS = frozenset({"country", "demonym", "historic"})
_MENTION, _PART, _HINT = 4, 3, 1
_MOST_MONEY = 12
_MONEY_READ = 3000
_WELL_NAMED = 4 * _MENTION
"""The votes of a country that an article names more than in passing."""


@cache
def country_name(code: str) -> str | None:
    """The common English name of a country by its ISO 3166-1 alpha-2 code: "KR" is South Korea."""
    row = countries().get(code)
    return None if row is None else str(row["name"])


def main_country(names: Sequence[Name], doc: "Doc", title: str | None = None) -> str | None:
    """The ISO code of the country an article is chiefly about, or None where nothing tells.

    A country of the past gives the code of the one that answers for it today: West Germany gives "DE".
    """
    return code_of(home_country(names, doc.text, title))


def code_of(country: Country | None) -> str | None:
    """The ISO code of a country, or of the one that took its place: DE for West Germany."""
    return None if country is None else country.id or evidence("successors").get(country.name)


def home_country(names: Sequence[Name], text: str, title: str | None = None) -> Country | None:
    """The country an article is chiefly about.

    The most named one, the first paragraph and the headline counting more; its provinces, cities, bodies and
    money count for it too, so that "the rand" and "Eskom" tell South Africa where no one names it.
    """
    votes: Counter[Country] = Counter()
    opening = _opening_end(text)
    opened = False
    for name in names:
        if name.pointer:
            continue
        country, weight = _told_by(name)
        if country is None:
            continue
        if name.start < opening:
            weight *= 2
            if weight >= _MENTION and not opened:
                weight, opened = weight + 2 * _MENTION, True
        votes[country] += weight
    _vote_by_dateline(text, votes)
    _vote_by_title(title, votes)
    _vote_by_money(text, votes)
    _vote_by_office(text, votes)
    if not votes:
        return None
    _vote_by_press(text, votes)
    return max(votes, key=lambda each: (votes[each], each.name))


def mention_of(country: Country, names: Sequence[Name]) -> Name | None:
    """The first mention of a country; of one never named, the first of what tells it: "the Bank of England"."""
    named = next((name for name in names if name.name == country.name), None)
    if named is not None:
        return named
    telling = next((name for name in names if _told_by(name)[0] == country), None)
    return None if telling is None else Name(telling.start, telling.end, country.name, "GPE", country.id)


def _told_by(name: Name) -> tuple[Country | None, int]:
    """The country a name tells, and how surely: China itself, a province of it, or its central bank."""
    if name.id is not None:
        return _of_code(name.id[:2]), _MENTION if len(name.id) == 2 else _PART
    if is_country(name):
        return Country(name.name, None), _MENTION
    if name.type in ("GPE", "LOC", "FAC"):
        code = (
            seats().get(name.name) or evidence("cities").get(name.name) or evidence("bodies").get(name.name)
        )
        return (_of_code(code), _PART) if code is not None else (None, 0)
    if name.type == "CURRENCY":
        code = evidence("money").get(name.name)
        return (_of_code(code), _HINT) if code is not None else (None, 0)
    code = evidence("bodies").get(name.name)
    if code is not None:
        return _of_code(code), _PART
    if name.type == "ORG" and " of " in name.name:
        entry = known_country(name.name.rsplit(" of ", 1)[1])
        if entry is not None:
            return Country(entry.name, entry.id), _PART
    return None, 0


def _of_code(code: str) -> Country | None:
    name = country_name(code)
    return None if name is None else Country(name, code)


def _vote_by_dateline(text: str, votes: Counter[Country]) -> None:
    match = _DATELINE.match(text)
    if match is None:
        return
    city = match.group(1).title()
    code = seats().get(city) or evidence("cities").get(city)
    country = _of_code(code) if code is not None else None
    if country is not None:
        votes[country] += _MENTION


def _vote_by_title(title: str | None, votes: Counter[Country]) -> None:
    """Let countries of the headline count, the first one most: "TAIWAN TO INVEST IN U.S."."""
    if title is None:
        return
    parts = split_words(_DOLLARS.sub("$", title))
    if title.isupper():
        parts = tuple(part if len(part) < 4 or "." in part else part.title() for part in parts)
    weight = 2 * _MENTION
    for first in range(len(parts)):
        entry = _country_at(parts, first)
        if entry is not None:
            votes[Country(entry.name, entry.id)] += weight
            weight = _MENTION


def _country_at(parts: tuple[str, ...], first: int) -> Entry | None:
    for spelling, entry in gazetteer().get(parts[first], ()):
        if entry.kind in _COUNTRY_KINDS and parts[first : first + len(spelling)] == spelling:
            return entry
    return None


def _vote_by_office(text: str, votes: Counter[Country]) -> None:
    """Let the office whose figures an article tells say where it is at home: "Stats NZ said today"."""
    match = _office().search(text, 0, _MONEY_READ)
    if match is None:
        return
    code = evidence("offices")[match[1]]
    told = [country for country in votes if code_of(country) == code]
    country = max(told, key=lambda each: (votes[each], each.name)) if told else _of_code(code)
    if country is not None:
        opens = match.start() < _opening_end(text)
        votes[country] += 4 * _MENTION if opens else 2 * _MENTION


@cache
def _office() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w&])({'|'.join(re.escape(name) for name in evidence('offices'))})(?!\w)")


def _vote_by_press(text: str, votes: Counter[Country]) -> None:
    """Let "per cent" and a bare "$" tell the Australian or Canadian press where a country without an English one is
    named more: "China has bought more than $1 billion worth of Australian wine, 39 per cent of exports".
    """
    if "per cent" not in text or "$" not in text or _DOLLARS.search(text):
        return
    leader = max(votes, key=lambda each: (votes[each], each.name))
    presses = evidence("press")
    own = [country for country in votes if presses.get(country.id or "") == "dollar"]
    if leader.id in presses or not own:
        return
    country = max(own, key=lambda each: (votes[each], each.name))
    if votes[country] >= _WELL_NAMED:
        votes[country] = max(votes[country], votes[leader] + 1)


def _vote_by_money(text: str, votes: Counter[Country]) -> None:
    """Let words and symbols of one country's money count a little each."""
    for code, count in _money_told(text[:_MONEY_READ]).items():
        country = _of_code(code)
        if country is not None:
            votes[country] += min(count, _MOST_MONEY)


@lru_cache(maxsize=1)
def _money_told(text: str) -> Counter[str]:
    """How much the words of each country's money count; kept, for an article's country is asked for twice."""
    counts: Counter[str] = Counter()
    for match in _money().finditer(text):
        counts[evidence("money")[match.group()]] += 2 * _HINT
    return counts


@cache
def _money() -> re.Pattern[str]:
    """Money beside a number or "the": "5bn baht", "the rand", "RM30", but not "she won"."""
    told = sorted(evidence("money"), key=len, reverse=True)
    named = "|".join(re.escape(word) for word in told if word[-1].isalpha())
    signed = "|".join(re.escape(word) for word in told if not word[-1].isalpha())
    amount = r"(?:(?<=\d )|(?<=illion )|(?<=[Tt]he )|(?<=[bl]n ))"
    return re.compile(rf"{amount}(?:{named})\b|\b(?:{named})(?=\s?\d)|(?<![A-Za-z])(?:{signed})")


def known_country(spelling: str) -> Entry | None:
    """The country a spelling names in full: "Pakistan", "West German"; nothing else does."""
    parts = split_words(spelling)
    if not parts:
        return None
    for each, entry in gazetteer().get(parts[0], ()):
        if each == parts and entry.kind in _COUNTRY_KINDS:
            return entry
    return None


def is_country(name: Name) -> bool:
    """Tell whether a name is a country's, one of the past too."""
    if name.type != "GPE":
        return False
    if name.id is not None:
        return len(name.id) == 2
    entry = known_country(name.name)
    return entry is not None and entry.kind == "historic"


def _opening_end(text: str) -> int:
    """Where the first paragraph ends, at most 400 characters."""
    end = text.find("\n\n")
    return min(end if end > 0 else len(text), 400)
