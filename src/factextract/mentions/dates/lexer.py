"""Cuts a text into the words and numbers that dates are made of; every other word is an ``other`` token."""

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

_TOKEN = r"""
    (?P<gap>\n\s*\n)
  | (?P<iso>(?:1[5-9]|20)\d\d-(?:0[1-9]|1[0-2])-[0-3]\d(?:[T ]\d\d:\d\d(?::\d\d)?Z?)?(?![\d-]))
  | (?P<numeric>\d{1,2}(?P<sep>[/.-])\d{1,2}(?P=sep)(?:(?:19|20)\d\d|\d\d)(?![\w%]))
  | (?P<clock>(?<![\d.,$£€])(?:[01]?\d|2[0-4])(?:[:.][0-5]\d(?::[0-5]\d)?)?[\s-]?
      (?:[aApP]\.[mM]\b\.?|[aApP][mM]\b)
      |(?<![\d.,:])(?:[01]?\d|2[0-4]):[0-5]\d(?![\d:%])
      |(?<![\d.,])(?:[01]\d|2[0-4]):?[0-5]\d(?=\s(?:GMT|UTC|BST|EST|EDT|CET|local\stime)\b)
      |(?<![\d.,])(?:1[0-2]|\d)\so['’]clock\b)
  | (?P<yearpair>(?<![\w$£€.,/-])(?:1[89]|20)\d\d(?:(?:/|[-–—])\d\d|/(?:19|20)\d\d)(?![\d%/-]|,\d|\.\d))
  | (?P<decade>(?:1[5-9]|20)\d0['’]?s\b|['’`‘][2-9]0s\b)
  | (?P<shortyear>(?<![\w])['’‘`][0-9]\d\b(?!['’]))
  | (?P<quarter>\bQ[1-4]|\b[1-4]Q|\bH[12]|\b[12]H)(?=\b|FY)
  | (?P<fyear>\bFY\s?['’]?(?:(?:19|20)\d\d(?:[/-]\d\d)?|\d\d)(?!\d))
  | (?P<mixed>(?=[\d½])(?:(?<![\w$£€¥#.,/])(?:\d{1,3}[\s-])?1/2(?![\w/])|(?<![\w$£€¥#.,])\d{0,3}½))
  | (?P<ordinal>(?<![\d.,$£€])(?:[12]\d|3[01]|0?[1-9])(?i:st|nd|rd|th)\b)
  | (?P<number>(?<![\w$£€¥#])\d+(?:,\d{3})*(?:\.\d+)?(?![\w%]))
  | (?P<blocked>[$£€¥#]?\d[\w.,]*\d[\w%]*|[$£€¥#]?\d[\w%]*)
  | (?P<holiday>\b(?:HOLIDAYS)\b)
  | (?P<abbr>\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun
      |JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT?|OCT|NOV|DEC)\b\.?)
  | (?P<word>[^\W\d_]+)
  | (?P<apostrophe>['’]s?\b|['’])
  | (?P<mark>[^\w\s])
"""
_MARKS = {
    ",": "comma",
    "-": "hyphen",
    "‐": "hyphen",
    "–": "dash",
    "—": "dash",
    "/": "slash",
    "(": "paren",
    ")": "unparen",
    ".": "dot",
    ":": "colon",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark; ``tag`` says what grammar symbol it is, ``value`` what it stands for."""

    tag: str
    start: int
    end: int
    text: str
    value: Any = None


@cache
def tables() -> dict[str, Any]:
    """Load the word tables."""
    return tomllib.loads(files("factextract.mentions").joinpath("data/dates.toml").read_text("utf-8"))


@cache
def _token_pattern() -> re.Pattern[str]:
    names = [name for table in ("holidays", "easter", "moving") for name in tables()[table]]
    phrases = "|".join(
        re.escape(name.title()).replace("'S", "['’][sS]") for name in sorted(names, key=len, reverse=True)
    )
    return re.compile(_TOKEN.replace("HOLIDAYS", phrases), re.VERBOSE)


@cache
def _vocabulary() -> dict[str, tuple[str, Any]]:
    words: dict[str, tuple[str, Any]] = {word: (word, None) for word in tables()["grammar"]["words"]}
    for table, tag in (
        ("months", "month"),
        ("weekdays", "weekday"),
        ("seasons", "season"),
        ("numbers", "word_number"),
        ("tens", "tens"),
        ("ordinals", "ordinal_word"),
        ("decades", "decade_word"),
        ("parts_of_day", "part_of_day"),
    ):
        words |= {word: (tag, value) for word, value in tables()[table].items()}
    words |= {f"{word}s": ("weekdays", value) for word, value in tables()["weekdays"].items()}
    words |= {word: (f"u_{word}", value) for word, value in tables()["units"].items()}
    words |= {word: (f"us_{word}", value) for word, value in tables()["plural_units"].items()}
    words |= {short: words[word] for short, word in tables()["unit_abbreviations"].items()}
    words["second"] = ("second", 2)
    words["seconds"] = ("us_seconds", "SEC")
    return words


@cache
def _abbreviations() -> dict[str, tuple[str, int]]:
    months = {word: ("month_abbr", value) for word, value in tables()["month_abbreviations"].items()}
    return months | {
        word: ("weekday_abbr", value) for word, value in tables()["weekday_abbreviations"].items()
    }


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a text in order, of words that no rule names only those beside others."""
    vocabulary, abbreviations = _vocabulary(), _abbreviations()
    tokens: list[Token] = []
    for found in _token_pattern().finditer(text):
        kind = found.lastgroup or "mark"
        start, end, word = found.start(), found.end(), found.group()
        value: Any = None
        if kind == "word":
            lowered = word.lower()
            kind, value = vocabulary.get(lowered, ("other", None))
            if kind in {"month", "weekday", "weekdays"} and not word[0].isupper():
                kind, value = "other", None
        elif kind == "abbr":
            kind, value = abbreviations[word.rstrip(".").lower()]
        elif kind == "number":
            kind, value = _number(word)
        elif kind == "mixed":
            value = _mixed(word)
        elif kind == "ordinal":
            value = int(word[:-2])
        elif kind == "mark":
            kind = _MARKS.get(word, "mark")
        if kind == "other" and len(tokens) > 1 and tokens[-1].tag == tokens[-2].tag == "other":
            tokens.pop()  # of a run of words no rule names, the first and the last are enough
        token = Token(kind, start, end, word, value)
        if kind == "half" and (joined := _and_a_half(tokens, token)):
            token = joined
            del tokens[-3:]
        tokens.append(token)
    return tokens


def _mixed(word: str) -> Decimal:
    """Read "2 1/2", "3½"."""
    whole = re.match(r"\d+(?=[\s½-])", word)
    return Decimal(whole.group() if whole else 0) + Decimal("0.5")


def _and_a_half(tokens: list[Token], half: Token) -> Token | None:
    """Join "two and a half"."""
    if [token.tag for token in tokens[-2:]] != ["and", "a"] or len(tokens) < 3:
        return None
    whole = tokens[-3]
    if whole.tag not in {"word_number", "small"}:
        return None
    return Token("mixed", whole.start, half.end, "", whole.value + Decimal("0.5"))


def _number(word: str) -> tuple[str, int | None]:
    """Sort a number by what it could be: a day of the month, a year, or any count."""
    if "." in word:
        return "decimal", None
    value = int(word.replace(",", ""))
    if len(word) <= 2 and 1 <= value <= 31:
        return "small", value
    if len(word) == 4 and 1500 <= value <= 2100:
        return "year_number", value
    return "count", value
