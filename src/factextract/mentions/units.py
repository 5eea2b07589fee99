"""Units: the words and signs of physical measures, durations and percentages.

``data/units.toml`` knows those of the news; a unit word it does not know is put to quantulum3, on the number
and that word alone, so that its whole-text guesses never enter.
"""

import json
import logging
import re
import warnings
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from factextract.mentions.currencies import bare_word, words_after
from factextract.mentions.model import Dimension
from factextract.mentions.numbers import alternation, table

logger = logging.getLogger(__name__)

_LONGEST = 4


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written at ``start:end``, and its name."""

    start: int
    end: int
    dimension: Dimension
    name: str
    factor: Decimal = Decimal(1)


@cache
def _units() -> dict[str, tuple[Dimension, str]]:
    """Every spelling -> dimension and name; signs keep their case ("MW", "mW"), words are in lower case."""
    names = table("units")
    units: dict[str, tuple[Dimension, str]] = {}
    for dimension, group in ((Dimension.DURATION, "duration"), (Dimension.MEASURE, "measure")):
        for name, spellings in names[group].items():
            units.update(dict.fromkeys(spellings, (dimension, name)))
    units.update({sign: (Dimension.MEASURE, row["unit"]) for sign, row in names["scaled"].items()})
    units.update(dict.fromkeys(names["percent"]["words"], (Dimension.PERCENT, "percent")))
    for name in ("percentage_point", "basis_point"):
        units.update(dict.fromkeys(names[name]["words"], (Dimension.POINTS, name)))
    return units


@cache
def _sign_letters() -> frozenset[str]:
    """Spellings of one letter or two, which are units only where they touch the figure."""
    return frozenset(spelling for spelling in _units() if len(spelling) <= 2 and spelling.isalpha())


def unit_after(text: str, end: int) -> Unit | None:
    """The unit right after ``end``, with the time or area it is counted over:
    "million barrels of oil per day", "318 million cu m/d", "7.3t" of "7.3t/ha".
    """
    if text[end : end + 1] in "%°¢" and text[end : end + 1]:
        return _sign_after(text, end)
    words = words_after(text, end, _LONGEST)
    for count in range(len(words), 0, -1):
        chosen = words[:count]
        last = bare_word(chosen[-1][0])
        phrase = " ".join([*(word for word, _, _ in chosen[:-1]), last])
        found = _units().get(phrase) or _units().get(_plain(phrase))
        if found is None and "/" in last:
            cut = len(last) - last.index("/")
            last, phrase = last[:-cut], phrase[:-cut]
            found = _units().get(phrase) or _units().get(_plain(phrase))
        if found is None:
            continue
        start, close = chosen[0][1], chosen[-1][1] + len(last)
        factor = Decimal(table("units")["scaled"].get(phrase, {}).get("factor", 1))
        if phrase in _sign_letters() and start != end and not _stands_apart(text, end, phrase):
            continue
        return _over_time_or_area(text, Unit(start, close, *found, factor))
    return None


_SPACED_THOUSAND = re.compile(r"\d \d{3}$")


def _stands_apart(text: str, end: int, sign: str) -> bool:
    """Whether a short sign after a space is a unit: "37 km", "up to 1 250 m"; "5 m" alone may be millions."""
    names = table("units")
    if sign in names["after_spaced_thousands"]:
        return bool(_SPACED_THOUSAND.search(text, max(0, end - 6), end))
    return sign in names["spaced"]


def _plain(phrase: str) -> str:
    """Words of more than three letters are units in any case; shorter ones are signs and keep theirs."""
    lowered = phrase.lower()
    return lowered if len(phrase) > 3 or lowered in ("day", "pct", "yrs", "ton") else phrase


_SIGN = re.compile(r"%[ -]points?|%|°\s?[CF]\b|°")


def _sign_after(text: str, end: int) -> Unit | None:
    match = _SIGN.match(text, end)
    if match is None:
        return None
    sign = re.sub(r"[ -]", " ", match[0])
    return Unit(end, match.end(), *_units()[sign.replace("° ", "°") if sign.startswith("°") else sign])


@cache
def _rate() -> re.Pattern[str]:
    rates = table("units")["rates"]
    denominators, signs = alternation(rates["denominators"]), alternation(rates["signs"])
    goods = r"oil equivalent|crude oil|crude|fuel oil|oil|gas|natural gas|water|diesel|petrol|gasoline|fuel"
    stuff = rf"(?: (?:of )?(?:{goods}))?"
    return re.compile(
        rf"{stuff}(?:/| ?per |-per-| an? (?!\w+ (?:ago|earlier|later|before|after)\b)|"
        rf"-an?-)(?P<word>{denominators})\b|/(?P<sign>(?-i:{signs}))\b",
        re.I,
    )


def _over_time_or_area(text: str, unit: Unit) -> Unit:
    """ "barrels" followed by "a day" is "barrel/day", "cu m/d" "cubic metre/day"."""
    if unit.name not in table("units")["rates"]["numerators"]:
        return unit
    match = _rate().match(text, unit.end)
    if match is None:
        return unit
    over = match["word"].lower() if match["word"] else table("units")["rates"]["signs"][match["sign"]]
    return Unit(unit.start, match.end(), unit.dimension, f"{unit.name}/{over}", unit.factor)


@cache
def _quantulum_words() -> frozenset[str]:
    """Names and signs quantulum3 has units for, read from its own table without loading its parser."""
    source = files("quantulum3") / "units.json"
    entries = json.loads(source.read_text(encoding="utf-8"))
    rows = entries.values() if isinstance(entries, dict) else entries
    words: set[str] = set()
    for row in rows:
        if isinstance(row, dict):
            words.update(surface.lower() for surface in row.get("surfaces", ()))
            words.add(str(row.get("name", "")).lower())
    return frozenset(word for word in words if len(word) > 3)


@cache
def rare_unit(word: str) -> str | None:
    """The name of a physical unit our table does not know, by quantulum3: "furlongs" gives "furlong"."""
    lowered = word.lower()
    if (
        lowered in _units()
        or not {lowered, lowered.removesuffix("s"), lowered.removesuffix("es")} & _quantulum_words()
    ):
        return None
    names = table("units")["quantulum"]
    if lowered in names["never"]:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        from quantulum3 import parser

        found = parser.parse(f"5 {lowered}")
    if len(found) != 1 or Decimal(str(found[0].value)) != 5 or found[0].unit.entity.name in names["ignored"]:
        return None
    logger.debug("quantulum3 names the unit %r %r", word, found[0].unit.name)
    return str(found[0].unit.name)
