"""What may stand as a date by itself: "2000" and "May" need a word beside them that asks for a date."""

import re
from functools import cache

from factextract.mentions.dates.engine import Context, Item, Reading
from factextract.mentions.dates.lexer import Token, tables


@cache
def _asking() -> frozenset[str]:
    return frozenset(tables()["guards"]["asking"])


@cache
def _counted() -> frozenset[str]:
    return frozenset(tables()["guards"]["counted"])


_FIRM = frozenset({"in", "since", "during", "until", "by", "last", "next", "this"})
_BREAKS = frozenset({"dot", "gap", "mark", "start"})
_MENTION_TAGS = frozenset({"span", "shift", "clock", "duration", "set", "vague"})


def stands_alone(items: list[Item], index: int, context: Context) -> bool:
    """Tell whether what is left after all stages is a date mention."""
    item = items[index]
    if not isinstance(item, Reading):
        return False
    if not (item.tag in _MENTION_TAGS or item.tag.startswith(("dated_", "open_"))):
        return False
    if not item.weak:
        return True
    before = items[index - 1] if index else None
    after = items[index + 1] if index + 1 < len(items) else None
    token = item.value
    tag = token.tag if isinstance(token, Token) else item.tag
    if tag == "year_number":
        return _year_fits(context.text, item, before, after, index < 2 or items[index - 2].tag in _BREAKS)
    if tag == "shortyear":
        return before is not None and before.tag in _asking()
    if tag == "month_abbr":
        return before is not None and before.tag in _asking() and before.tag not in {"the", "comma", "and"}
    if tag == "month":
        return _month_fits(token, before, after)
    if item.tag.endswith("season"):
        return _season_fits(context.text[item.start : item.end], before, after)
    if item.tag == "clock":
        return before is not None and before.tag in {
            "at",
            "by",
            "until",
            "from",
            "before",
            "after",
            "around",
            "to",
        }
    return before is not None and before.tag in _asking()


_BASE = frozenset({"base", "prices"})  # of an index or a series: "base 1980", "in 1981 prices"


_MATURES = re.compile(
    r"(?:(?:government|federal|sovereign|benchmark|dollar|Treasury|euro) )*(?:bonds?|notes?|gilts?|maturit\w+|Bunds?)\b"
)
"""After the year in which a loan falls due: "the yield on the 2035 government bond"."""


def _year_fits(
    text: str, item: Reading, before: Item | None, after: Item | None, begins_sentence: bool
) -> bool:
    """Accept "in 2004", "(2004)", "its 2004 results"; not "2000 jobs", "No. 1986", "in 1981 prices"."""
    year = item.period.year if item.period else None
    if year is None or not 1700 <= year <= 2100:
        return False
    follows = _word(after)
    if follows in _BASE or _word(before) in _BASE:
        return False
    if after is not None and _MATURES.match(text, after.start):
        return False
    if follows in _counted() or (
        after is not None and after.tag in {"us_hours", "us_days", "us_years", "slash"}
    ):
        return False
    if before is None:
        return True
    if before.tag in _asking() and before.tag not in {
        "the",
        "comma",
        "and",
        "hyphen",
        "slash",
        "about",
        "around",
        "at",
    }:
        return year >= 1800 or before.tag in {"in", "since", "of"}
    if not 1900 <= year <= 2060:
        return False
    if before.tag == "other":
        word = before.text  # type: ignore[union-attr]
        return (
            not word[0].isupper()
            or word.lower() in {"in", "christmas"}
            or (after is not None and after.tag in {"unparen"})
        )
    return (
        before.tag not in {"hyphen", "slash", "decimal", "count", "blocked", "mark"} or before.tag == "mark"
    )


def _month_fits(token: Token, before: Item | None, after: Item | None) -> bool:
    """Accept "in May" but neither "Theresa May" nor "May I"; other months unless beside a name."""
    name = token.text.lower()
    asked = before is not None and before.tag in _asking() | {"a", "its", "their"}
    if name in {"may", "march"}:
        if asked and before is not None:
            return before.tag not in {"comma", "about"}
        noun = isinstance(after, Token) and after.tag == "other" and after.text.islower()
        lower = isinstance(before, Token) and before.tag == "other" and before.text.islower()
        starts = before is None or before.tag in _BREAKS
        return noun and (lower or starts) and _word(after) not in tables()["guards"]["after_wish"]
    if name in tables()["ambiguous_months"]["words"]:
        firmly = before is not None and before.tag in _FIRM
        return firmly or not (_capital(after) or _capital(before))
    return True


def _season_fits(text: str, before: Item | None, after: Item | None) -> bool:
    """Accept "in the autumn", "this spring"; "fall" and "spring" only with a word that asks for a date."""
    asked = before is not None and before.tag in {
        "in",
        "the",
        "last",
        "next",
        "this",
        "by",
        "during",
        "since",
        "until",
        "of",
        "early",
        "late",
        "mid",
        "from",
        "for",
        "over",
        "through",
        "to",
    }
    if text.lower() in {"fall", "spring"}:
        return asked and not (
            before is not None and before.tag in {"to", "of", "the"} and text.lower() == "fall"
        )
    return asked


def _word(item: Item | None) -> str:
    return item.text.lower() if isinstance(item, Token) else ""


def _capital(item: Item | None) -> bool:
    return isinstance(item, Token) and item.tag == "other" and item.text[:1].isupper()
