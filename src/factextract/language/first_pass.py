"""Where a fact can be: a cheap look at an article's words, before any network decides over its sentences.

A fact stands where there is a number or a word of time: of "Shares rose 3 percent. Dealers were pleased." the second
sentence tells none. The text is cut where a sentence surely ends, and each stretch is judged by the words in it.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING
from unicodedata import category

from factextract.mentions.dates.lexer import tables as date_tables
from factextract.mentions.numbers import table

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

_KEPT = 200_000
"""How many words are kept, some 60 MB; then they are judged anew."""

_GO_ALONG = "factextract.stretches"

_NUMBERS = ("ones", "tens", "scales", "abbreviations", "fractions")
_TIMES = ("seasons", "units", "plural_units", "unit_abbreviations", "decades", "parts_of_day")
_CAPITAL = ("months", "month_abbreviations", "weekdays", "weekday_abbreviations")
_HOLIDAYS = ("holidays", "easter", "moving")
_FIGURES = frozenset(("Nd", "Nl", "No", "Sc"))
"""Unicode's categories of digits, fractions and signs of currencies."""

_PARTS = re.compile(r"[-‐–—/'’]")
_MARKS = {".": ".", '"': '"'} | dict.fromkeys("“([", "(") | dict.fromkeys("”)]", ")")

_SMALL_WORD, _CAPITAL_WORD = 2, 5
"""How long a word is that no abbreviation is feared of: not "p", "Co" or "Capt"."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Tokens ``start:end``, a sentence or more.

    ``tells`` where a figure or a day may be told, ``points`` where a pronoun is: "they sold 3 ships". ``names`` are the
    words that may be a name or of one.
    """

    start: int
    end: int
    tells: bool
    points: bool
    names: frozenset[str]


def parsed(stretches: Sequence[Stretch]) -> list[bool]:
    """Which of an article's stretches a parse can help: those that tell something, and those before with a pronoun.

    Of "Harrow makes ships. It sold 3." the first has the subject that "it" stands for.
    """
    looked_back_at = [after.tells and after.points for after in stretches[1:]] + [False]
    return [each.tells or asked for each, asked in zip(stretches, looked_back_at, strict=False)]


def recognised(stretches: Sequence[Stretch]) -> list[bool]:
    """Which stretches may have names that matter: their own where they tell something, else those named there too."""
    told = frozenset[str]().union(*(each.names for each in stretches if each.tells))
    return [bool(each.names) and (each.tells or not told.isdisjoint(each.names)) for each in stretches]


class FirstPass:
    """Finds the stretches of articles; what it learns of a word it keeps."""

    def __init__(self, vocab: "Vocab") -> None:
        self._vocab = vocab
        self._known: dict[int, _Word | None] = {}

    def read(self, doc: "Doc") -> list[Stretch]:
        """An article's stretches in order, which hold all its tokens; they go with it until they are taken."""
        stretches = self._find(doc)
        doc.user_data[_GO_ALONG] = stretches
        return stretches

    def take(self, doc: "Doc") -> list[Stretch]:
        """The stretches that have been read, or are now; the article is left without them."""
        stretches: list[Stretch] | None = doc.user_data.pop(_GO_ALONG, None)
        return self._find(doc) if stretches is None else stretches

    def _find(self, doc: "Doc") -> list[Stretch]:
        orths = doc.to_array("ORTH").tolist()
        present = set(orths)
        if not present <= self._known.keys():
            self._learn(present)
        words = [(place, word) for place, word in enumerate(map(self._known.get, orths)) if word is not None]
        runs = _cut(words, len(orths))
        ends = [*(start for start, _ in runs[1:]), len(orths)]
        return [
            Stretch(
                start,
                end,
                tells=any(word.tells for _, word in run),
                points=any(word.points for _, word in run),
                names=_names(run, start, present),
            )
            for (start, run), end in zip(runs, ends, strict=True)
            if end
        ]

    def _learn(self, orths: set[int]) -> None:
        if len(self._known) > _KEPT:
            self._known.clear()
        strings = self._vocab.strings
        for orth in orths - self._known.keys():
            text = strings[orth]
            common = self._vocab[text.lower()]
            self._known[orth] = _Word.of(text, common.orth, common.is_stop)


@dataclass(frozen=True, slots=True)
class _Word:
    """What a word is by itself.

    ``mark`` is what it does to sentences: a full stop, a quote, "(" or ")" for what opens or closes, a blank line, other
    white space, nothing. ``sure`` where a full stop after it ends the sentence: not "Co". ``lowered`` is its number in
    the vocabulary as a small word, ``common`` tells that it can be capital for its place alone.
    """

    text: str
    mark: str
    sure: bool
    capital: bool
    lowered: int
    common: bool
    tells: bool
    points: bool

    @classmethod
    def of(cls, text: str, lowered: int, stops: bool) -> "_Word | None":
        """The word; None for one like most, which tells nothing: "ships", "and", ","."""
        small = text.lower()
        word = cls(
            text=text,
            mark=_mark(text),
            sure=len(text) >= (_SMALL_WORD if text == small else _CAPITAL_WORD) or not text.isalpha(),
            capital=text not in (small, "I"),
            lowered=lowered,
            common=stops and text[1:].islower(),
            tells=tells(text),
            points=small in _words("pointing"),
        )
        plain = word.sure and not (word.mark or word.capital or word.tells or word.points)
        return None if plain else word


_Run = list[tuple[int, _Word]]


def _mark(text: str) -> str:
    if text.isspace():
        return "\n" if text.count("\n") > 1 else " "
    return _MARKS.get(text, "")


def _names(run: _Run, start: int, present: set[int]) -> frozenset[str]:
    """The capital words, but for an opening one that is common or stands in the text with a small letter too."""
    capitals = [(place, word) for place, word in run if word.capital]
    if capitals:
        first = start + bool(run[0][0] == start and run[0][1].mark)
        place, opener = capitals[0]
        if place == first and (opener.common or opener.lowered in present):
            del capitals[0]
    return frozenset([word.text for _, word in capitals])


def _cut(words: _Run, size: int) -> list[tuple[int, _Run]]:
    """Where stretches start, each with its words: after a blank line, and after a full stop where a capital follows.

    Not within quotes and brackets, nor after what may be an abbreviation.
    """
    runs: list[tuple[int, _Run]] = [(0, [])]
    depth, quoted, begins, before = 0, False, -1, None
    for place, word in words:
        mark = word.mark
        if mark == ".":
            begins = place + 1 if before is None or before[0] < place - 1 or before[1].sure else -1
        elif mark in (" ", ")") or (mark == '"' and quoted):
            begins = place + 1 if begins == place else begins
            depth = max(0, depth - (mark == ")"))
            quoted = quoted and mark != '"'
        elif mark != "\n":
            if place == begins and not (depth or quoted) and (mark or word.capital):
                runs.append((place, []))
            depth += mark == "("
            quoted = quoted or mark == '"'
        before = place, word
        runs[-1][1].append(before)
        if mark == "\n" and place + 1 < size:
            runs.append((place + 1, []))
            depth, quoted, begins = 0, False, -1
    return runs


def tells(text: str) -> bool:
    """Whether a word can tell a figure or a day, or be part of what does: "3m", "twenty-five", "May", "tripled"."""
    if any(character == "%" or category(character) in _FIGURES for character in text):
        return True
    parts = [part for part in _PARTS.split(text.lower().rstrip(".")) if part]
    return any(
        part in _telling()
        or part.endswith(tuple(_words("endings")))
        or (text[0].isupper() and part in _telling_capitals())
        for part in parts
    )


@cache
def _telling() -> frozenset[str]:
    """The words that tell a figure or a time however they are written."""
    scales, dates = table("scales"), date_tables()
    groups: list[Iterable[str]] = [scales[name] for name in _NUMBERS]
    groups += [dates[name] for name in _TIMES]
    return _words("telling").union(*groups)


@cache
def _telling_capitals() -> frozenset[str]:
    """The words that tell a day where they are capital: months, weekdays, holidays."""
    dates = date_tables()
    holidays = frozenset(re.findall(r"\w{2,}", " ".join(each for name in _HOLIDAYS for each in dates[name])))
    names: list[Iterable[str]] = [dates[name] for name in _CAPITAL]
    return (holidays - _words("common")).union(*names)


@cache
def _words(name: str) -> frozenset[str]:
    source = resources.files("factextract.language") / "data" / "first_pass.toml"
    return frozenset(tomllib.loads(source.read_text(encoding="utf-8"))[name])
