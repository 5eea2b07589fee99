"""Numbers: digits and number words of a text, read exactly.

A number is first read on its own ("8.5 million", "two-thirds", "3-1/2"); two that a range joins
("3 to 5", "$1-2 billion") then become one with a low and a high end.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from factextract.mentions.model import Number

_PLACES = Decimal("0.000000000001")
_EXACT = Context(prec=80)
_MOST_FIGURES = 27
"""Figures in a row beyond which they are a code, not a number."""
_LARGEST = Decimal(10) ** 24
"""What words may come to: "a million million", but not "bn bn bn"."""


@cache
def table(name: str) -> dict[str, Any]:
    """A table of ``mentions/data``, read once."""
    source = files("factextract") / "mentions" / "data" / f"{name}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def alternation(words: Iterable[str]) -> str:
    """A regex group of literal words, the longest first so that "bln" is not read as "b"."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w))) + ")"


@dataclass(frozen=True, slots=True)
class _Atom:
    """One number on its own; ``mantissa`` is its value before the scale word,
    which a range's low end may borrow.
    """

    start: int
    end: int
    mantissa: Decimal
    scale: Decimal
    fraction: bool = False
    quote_high: Decimal | None = None  # "146.40/50": the upper end of a market quote

    @property
    def value(self) -> Decimal:
        return tidy(_EXACT.multiply(self.mantissa, self.scale))


def tidy(value: Decimal) -> Decimal:
    """The value without exponent or trailing zeros, repeating fractions rounded to twelve decimals."""
    if value == value.to_integral_value():
        return value.quantize(Decimal(1), context=_EXACT)
    return Decimal(f"{value.quantize(_PLACES, context=_EXACT):f}".rstrip("0"))


@cache
def _scale_values() -> dict[str, Decimal]:
    names = table("scales")
    return {
        word: Decimal(value)
        for group in ("scales", "abbreviations", "letters")
        for word, value in names[group].items()
    }


_SPACED_THOUSANDS = re.compile(r"(?<![\d.,])[1-9]\d{0,2} (?:000(?!\d|[.,]\d)|\d{3} t\b)")
_COMMA_THOUSANDS = re.compile(r"\d,\d{3}\b")


def _spaces_part_thousands(text: str) -> bool:
    """Whether the text writes "11 200" for 11,200, as some countries' press does."""
    spaced = len(_SPACED_THOUSANDS.findall(text))
    return spaced > 0 and spaced > len(_COMMA_THOUSANDS.findall(text))


@cache
def _figures(*, spaced: bool = False) -> re.Pattern[str]:
    """Figures with separators, decimals, simple fractions and scale:
    "1,234.5", "3-1/2", "2½", "8.5 million", "5m".
    """
    names = table("scales")
    letters_before = sorted(table("currencies")["attached"], key=len)
    unit_letters = alternation(table("units")["attached"])
    before = "|".join(
        [
            r"(?<![\w.,:/’'·])(?<!\d[-–])",
            r"(?<=\d[-–])(?<![\w.,:/]\d[-–]0)",
            *(rf"(?<={re.escape(p)})" if p[0] == "$" else rf"(?<=\b{p})" for p in letters_before),
        ]
    )
    metres = alternation([*names["metres"]["after"], *names["metres"]["races"]])
    restated = alternation(names["metres"]["restated"])
    scale = (
        rf"(?:[ \u00a0-]?(?i:{alternation({**names['scales'], **names['abbreviations']})})(?![\w])"
        rf"|{alternation(names['letters'])}(?!\w)(?![ ]{metres}\b|[ ]\(\d[\d,.]*[ -]?{restated}\b))"
    )
    thin = r"[\ \u00a0\u202f\u2009]" if spaced else r"[\u00a0\u202f\u2009]"
    return re.compile(
        rf"""(?:{before})
        (?P<sign>(?<=[\s(])[-−–+](?=[\d.]))?
        (?:
          (?P<quote>\d+\.\d{{1,6}})/(?P<tail>\d{{1,4}})(?![\d/])
        | (?:(?P<whole>\d{{1,6}})[ -])?(?P<top>\d{{1,2}})/(?P<bottom>2|3|4|5|6|8|10|16|32|64)(?![\d/-])
        | (?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d{{1,2}}(?:,\d\d)+,\d{{3}}
            |\d{{1,3}}(?:{thin}\d{{3}})+(?:[.,]\d+)?
            |\d{{1,3}}(?:\.\d{{3}}){{2,}}|\d+(?:[.·]\d+)?|\.\d+)(?P<part>{alternation(names["signs"])})?
        | (?P<alone>{alternation(names["signs"])})
        )
        (?P<scale>{scale}(?:\ (?i:thousand|million|billion|lakh|crore|lakhs|crores)\b)?)?
        (?!\d|,\d{{3}}|[.:·]\d|(?:st|nd|rd|th|s)\b)
        (?:(?![A-Za-z])|(?={unit_letters}(?![A-Za-z0-9])))""",
        re.VERBOSE,
    )


def _spoken_short() -> dict[str, int]:
    """Scale abbreviations that also follow number words: "three mln bags"."""
    return {
        word: value
        for word, value in table("scales")["abbreviations"].items()
        if word in ("mln", "bln", "bn", "mn")
    }


@cache
def _words() -> re.Pattern[str]:
    """Number words: "two hundred and five", "a dozen", "half a million", "two and a half", "two-thirds",
    "half".
    """
    names = table("scales")
    small = alternation({**names["ones"], **names["tens"]})
    scale = alternation({**names["scales"], **_spoken_short()})
    part = alternation(names["fractions"])
    return re.compile(
        rf"""(?<![\w-])(?:
          (?P<share>(?:(?:one|three)[ -]quarters?|a[ -]quarter|quarter
              |an?[ -]half|half|one[ -]third|a[ -]third)
              (?:[ -]of[ -]an?|[ -]an?)?[ -](?P<share_scale>{scale})\b)
        | (?P<top>{small}|an?)[ -](?P<bottom>{part})\b
        | (?P<half>half)\b
        | (?P<quarter_point>quarter)(?=[ -](?:of[ -]an?[ -])?(?:percentage[ -])?point)
        | (?P<cardinal>(?:(?:an?[ -](?={scale}\b))?(?:{small}|{scale})\b)
              (?:(?:[ -]|(?<=hundred)[ ]and[ ]|(?<=thousand)[ ]and[ ]|(?<=million)[ ]and[ ])
                  (?:{small}|{scale})\b)*
              (?P<and_half>[ -]and[ -]a[ -](?:half|quarter)\b(?:[ -](?P<half_scale>{scale})\b)?)?)
        )""",
        re.VERBOSE | re.IGNORECASE,
    )


@cache
def _starts_number_word() -> re.Pattern[str]:
    """A cheap sieve: where number words can begin at all."""
    names = table("scales")
    heads = {**names["ones"], **names["tens"], **names["scales"], "half": 2, "a": 1, "an": 1, "quarter": 4}
    return re.compile(rf"\b{alternation(heads)}\b", re.IGNORECASE)


def find_numbers(text: str) -> list[Number]:
    """All numbers of the text, in order, none inside another."""
    return [_number(atom) for atom in _join_ranges(text, _atoms(text))]


def _number(atom: "_Atom | tuple[_Atom, _Atom]") -> Number:
    if isinstance(atom, tuple):
        low, high = atom
        return Number(
            low.start, high.end, low=low.value, high=high.value, fraction=low.fraction and high.fraction
        )
    if atom.quote_high is not None:
        return Number(atom.start, atom.end, low=atom.value, high=tidy(atom.quote_high * atom.scale))
    return Number(atom.start, atom.end, value=atom.value, fraction=atom.fraction)


def _atoms(text: str) -> list[_Atom]:
    found = [*_figure_atoms(text), *_word_atoms(text)]
    found.sort(key=lambda atom: (atom.start, -atom.end))
    kept: list[_Atom] = []
    for atom in found:
        if not kept or atom.start >= kept[-1].end:
            kept.append(atom)
    return kept


_FIGURE_BEGINS = re.compile(r"(?<!\d)(?:(?<=[\s(])[-−–+])?\.?\d|[¼½¾⅓⅔⅛⅜⅝⅞]")


def _figure_atoms(text: str) -> Iterator[_Atom]:
    figures, end = _figures(spaced=_spaces_part_thousands(text)), 0
    for head in _FIGURE_BEGINS.finditer(text):
        match = figures.match(text, head.start()) if head.start() >= end else None
        atom = _read_figures(match) if match else None
        if match and atom:
            end = match.end()
            yield _with_and_a_half(text, atom)


def _read_figures(match: re.Match[str]) -> _Atom | None:
    if match.end() - match.start() > _MOST_FIGURES:
        return None
    signs = table("scales")["signs"]
    quote_high = None
    fraction = False
    if match["quote"]:
        mantissa = Decimal(match["quote"])
        head, tail = match["quote"], match["tail"]
        quote_high = Decimal(head[: -len(tail)] + tail) if len(tail) <= len(head.partition(".")[2]) else None
        if quote_high is None or quote_high <= mantissa:
            return None
    elif match["top"]:
        top, bottom = Decimal(match["top"]), Decimal(match["bottom"])
        if top >= bottom:
            return None
        mantissa = Decimal(match["whole"] or 0) + top / bottom
        fraction = match["whole"] is None
    elif match["alone"]:
        mantissa, fraction = Decimal(signs[match["alone"]]), True
    else:
        mantissa = _decimal(match["digits"]) + Decimal(signs.get(match["part"], 0))
    if match["sign"] and match["sign"] != "+":
        mantissa = -mantissa
    scale = Decimal(1)
    for word in re.findall(r"[A-Za-z]+", match["scale"] or ""):
        scale *= _scale_values().get(word) or _scale_values()[word.lower()]
    return _Atom(match.start(), match.end(), mantissa, scale, fraction and scale == 1, quote_high)


def _decimal(digits: str) -> Decimal:
    """The value of figures with thousands separators: "1,234.5", "1.234.567", "12 345,6" with thin spaces; a raised
    point parts decimals too: "27·3".
    """
    digits = digits.replace("·", ".")
    if digits.count(".") > 1:
        digits = digits.replace(".", "")
    if re.search(r"\s", digits):
        digits = re.sub(r"\s", "", digits).replace(",", ".")
    return Decimal(digits.replace(",", ""))


_AND_A_HALF = re.compile(
    r"(?: and|-and) ?-?a[ -](half|quarter)\b(?:[ -](thousand|million|billion|trillion|crore|lakh)\b)?", re.I
)


def _with_and_a_half(text: str, atom: _Atom) -> _Atom:
    """ "2 and a half million" adds its half before the scale."""
    match = _AND_A_HALF.match(text, atom.end)
    if match is None or atom.scale != 1:
        return atom
    extra = Decimal("0.5") if match[1].lower() == "half" else Decimal("0.25")
    scale = _scale_values()[match[2].lower()] if match[2] else Decimal(1)
    return replace(atom, end=match.end(), mantissa=atom.mantissa + extra, scale=scale, fraction=False)


def _word_atoms(text: str) -> Iterator[_Atom]:
    end = 0
    for head in _starts_number_word().finditer(text):
        if head.start() < end:
            continue
        match = _words().match(text, head.start())
        atom = _read_words(text, match) if match else None
        if atom is not None:
            end = atom.end
            yield atom


def _read_words(text: str, match: re.Match[str]) -> _Atom | None:
    if match["share"]:
        words = match["share"].lower()
        part = Decimal(1) / 2 if "half" in words else Decimal(1) / 3 if "third" in words else Decimal(1) / 4
        top = 3 if words.startswith("three") else 1
        return _Atom(match.start(), match.end(), part * top, _scale_values()[match["share_scale"].lower()])
    if match["half"]:
        return _Atom(match.start(), match.end(), Decimal("0.5"), Decimal(1), fraction=True)
    if match["quarter_point"]:
        return _Atom(match.start(), match.end(), Decimal("0.25"), Decimal(1), fraction=True)
    if match["bottom"]:
        return _fraction(text, match) or _whole(match)
    return _cardinal(match)


def _whole(match: re.Match[str]) -> _Atom | None:
    """ "six quarters" is six of them, "a third party" nothing."""
    names = table("scales")
    value = {**names["ones"], **names["tens"]}.get(match["top"].lower())
    return None if value is None else _Atom(match.start("top"), match.end("top"), Decimal(value), Decimal(1))


_SHARE_FOLLOWS = re.compile(
    r"(?:[,.;:)?!—–\"”’]|$| \(| (?:of|from|to|in|on|off|by|this|last|since|over|compared|after|when|while|"
    r"as|and|but|or|more|less|fewer|"
    r"higher|lower|larger|smaller|bigger|faster|the|its|their|his|are|were|was|is|had|have|has|said|say|"
    r"did|do|between|than|at|during|"
    r"stake|share|interest|owned|saying|came|come|comes|went|would|will|came)\b| ?-+ )",
    re.I,
)
_QUARTER_FOLLOWS = re.compile(
    r"[ -]of (?!growth|decline|contraction|recession|loss|negative|falling|rising|the year|an hour|20|19)|-",
    re.I,
)
_NEVER_SHARE_BEFORE = re.compile(
    r"(?:\b(?:first|last|past|next|for|in|consecutive|straight|previous|final|per|every) )$", re.I
)


def _fraction(text: str, match: re.Match[str]) -> _Atom | None:
    """ "two-thirds", "a third of", "three quarters of"; not "a third party" or "two quarters of growth"."""
    names = table("scales")
    top_word, bottom_word = match["top"].lower(), match["bottom"].lower()
    top = Decimal(1) if top_word in ("a", "an") else Decimal({**names["ones"], **names["tens"]}[top_word])
    bottom = Decimal(names["fractions"][bottom_word])
    if not 0 < top < bottom:
        return None
    ending = bottom_word.endswith("s")
    if (top > 1) != ending:
        return None
    if bottom_word == "half":
        return _Atom(match.start(), match.end(), Decimal("0.5"), Decimal(1), fraction=True)
    if bottom_word.startswith("quarter") and "-" not in match[0]:
        before = _NEVER_SHARE_BEFORE.search(text, max(0, match.start() - 12), match.start())
        share = (
            _SHARE_FOLLOWS.match(text, match.end()) if top == 1 else _QUARTER_FOLLOWS.match(text, match.end())
        )
        if before or not share:
            return None
    elif top == 1 and "-" not in match[0] and not _SHARE_FOLLOWS.match(text, match.end()):
        return None
    return _Atom(match.start(), match.end(), top / bottom, Decimal(1), fraction=True)


def _cardinal(match: re.Match[str]) -> _Atom | None:
    """ "two hundred and five", "a million", "three and a half billion":
    the longest grammatical run of number words.
    """
    names = table("scales")
    small, scales = {**names["ones"], **names["tens"]}, {**names["scales"], **_spoken_short()}
    body_end = match.start("and_half") if match["and_half"] else match.end()
    total = group = Decimal(0)
    last, end, biggest = Decimal(0), match.start(), Decimal(0)
    scale_word = Decimal(1)
    for word in re.finditer(r"[A-Za-z]+", match.string[match.start() : body_end]):
        key = word[0].lower()
        if key == "and":
            continue
        if key in ("a", "an"):
            group = Decimal(1)
            continue
        if key in small:
            value = Decimal(small[key])
            fits = (
                last == 0 or (last >= 20 and last % 10 == 0 and last < 100 and 0 < value < 10) or last >= 100
            )
            if not fits:
                break
            group += value
            last = value
        else:
            scale = Decimal(scales[key])
            if (total + (group or Decimal(1))) * scale > _LARGEST:
                break
            if scale == 100 or key == "dozen":
                group = (group or Decimal(1)) * scale
            elif biggest and scale >= biggest:
                total, group = (total + group) * scale, Decimal(0)
            else:
                total, group = total + (group or Decimal(1)) * scale, Decimal(0)
                biggest = scale
            scale_word, last = scale, scale
        end = match.start() + word.end()
    value = total + group
    if end == match.start():
        return None
    if match["and_half"] and end == body_end:
        extra = Decimal("0.25") if "quarter" in match["and_half"].lower() else Decimal("0.5")
        if match["half_scale"]:
            return _Atom(
                match.start(), match.end(), value + extra, _scale_values()[match["half_scale"].lower()]
            )
        return _Atom(match.start(), match.end(), value + extra * scale_word, Decimal(1))
    mantissa_scale = scale_word if scale_word >= 1000 and value % scale_word == 0 else Decimal(1)
    return _Atom(match.start(), end, value / mantissa_scale, mantissa_scale)


JOINT = re.compile(
    r" ?(?P<dash>[-–—]|- ?to ?-) ?|-? (?P<word>to|or|and) (?:nearly |almost |about |around |as much as |"
    r"over )?",
    re.I,
)
_BETWEEN = re.compile(r"\bbetween (?:an? |about |around |roughly |record )?[^\s\d]{0,4} ?$", re.I)
_FROM = re.compile(r"\bfrom (?:about |around |roughly |nearly |almost |[^\s\d]{0,4})?$", re.I)
_RANGES = re.compile(
    r"\b(?:rang(?:e|es|ed|ing)|var(?:y|ies|ied|ying)|between|anywhere|estimates?|guess(?:es)?|running|spann(?:ed|ing))"
    r"(?: \w+){0,2} $",
    re.I,
)
_BY = re.compile(
    r"\bby (?:about |around |nearly |almost |more than |another |an? (?:\w+ )?)?[^\s\d]{0,4}$", re.I
)
_SENTENCE_PART = re.compile(r"[.;!?]\s")
_AFTER_FIGURE = re.compile(r"\d[-–/]$")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


def _join_ranges(text: str, atoms: list[_Atom]) -> Iterator["_Atom | tuple[_Atom, _Atom]"]:
    index = 0
    range_end: int | None = None
    while index < len(atoms):
        low = atoms[index]
        high = atoms[index + 1] if index + 1 < len(atoms) else None
        joined = high and _range(text, low, high, range_end)
        if joined:
            yield joined
            index += 2
            range_end = joined[1].end
        else:
            yield low
            index += 1
            range_end = None


def _range(text: str, low: _Atom, high: _Atom, range_end: int | None = None) -> "tuple[_Atom, _Atom] | None":
    """Two numbers a range joins: "3 to 5", "10-15", "one or two", "between 5 and 7";
    the low end shares the scale of the high one. After a range that ends at ``range_end``, "from 3 to 5" is no change.
    """
    if high.start - low.end > 20 or low.quote_high is not None or high.quote_high is not None:
        return None
    joint = JOINT.fullmatch(text, low.end, high.start)
    if _AFTER_FIGURE.search(text, max(0, low.start - 2), low.start):
        return None
    if joint is None or low.fraction != high.fraction or _looks_like_years(text, low, high):
        return None
    high = replace(high, mantissa=abs(high.mantissa)) if joint["dash"] else high
    if low.scale == 1 and high.scale > 1 and low.mantissa < high.mantissa:
        low = replace(low, scale=high.scale)
    if not low.value < high.value:
        return None
    word = (joint["word"] or "-").lower()
    if word == "and" and not is_between(text, low.start):
        return None
    if word == "to" and range_end is not None and is_former_range(text, range_end, low.start):
        return low, high
    if word == "to" and is_change(text, low.start, low.value, high.value, amounts=low.value >= 1000):
        return None
    return low, high


_MONTH_BEFORE = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan\.?|"
    r"Feb\.?|Aug\.?|Sept\.?|Oct\.?|Nov\.?|Dec\.?) $"
)


def _looks_like_years(text: str, low: _Atom, high: _Atom) -> bool:
    """ "1986-87", "2024 to 2026" and "January 28 to 285 mln" have a date in them."""
    if _MONTH_BEFORE.search(text, max(0, low.start - 11), low.start) and high.end - high.start > 2:
        return True
    if not _YEAR.fullmatch(text, low.start, low.end):
        return False
    return (
        high.end - high.start in (2, 4)
        or high.scale > 1
        or "," in text[high.start : high.end]
        or "." in text[high.start : high.end]
    )


@cache
def _change_words() -> re.Pattern[str]:
    return re.compile(rf"\b{alternation(table('scales')['change']['words'])}\b", re.I)


def is_between(text: str, start: int) -> bool:
    """Whether "between" opens the range that begins at ``start``."""
    return bool(_BETWEEN.search(text, max(0, start - 30), start))


_FORMER = re.compile(
    r"(?: (?:an?|per) \w+)?(?: (?!and\b|or\b|but\b)\w+)?,? (?:up |down |raised |lowered |revised |narrowed |cut )?from "
    r"(?:an? |the |about |around |between |previous |earlier |its |guidance of |\w+ range of )*[^\s\d]{0,4}"
)


def is_former_range(text: str, end: int, start: int) -> bool:
    """Whether the numbers at ``start`` are what a range that ends at ``end`` was before:
    "between 250 and 300 million euros, from 350 million to 450 million previously".
    """
    return start - end <= 80 and _FORMER.fullmatch(text, end, start) is not None


def is_change(text: str, start: int, low: Decimal, high: Decimal, *, amounts: bool = False) -> bool:
    """Whether "low to high" at ``start`` are two values of a change ("rose from 3 to 5") rather than a range.

    Of ``amounts`` a change can be named before its outcome: "raised income by 400m euros to 2.5bn euros",
    "claims dropped by 193,000 to 576,000".
    """
    since = max(0, start - 140)
    before = text[since:start]
    for part in _SENTENCE_PART.finditer(before):
        before = text[since + part.end() : start]
    if _RANGES.search(before):
        return False
    if _FROM.search(before):
        return bool(_change_words().search(before))
    if amounts and _BY.search(before) and low > 0 and high / low >= Decimal("1.6"):
        return True
    return bool(_change_words().search(before[-40:])) and low > 0 and high / low >= 4
