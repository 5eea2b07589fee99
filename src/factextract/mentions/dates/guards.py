"""What may stand as a date by itself: "2000" and "May" need a word beside them that asks for a date."""

from factextract.mentions.dates.engine import Context, Item, Reading
from factextract.mentions.dates.lexer import Token, tables

_PREPOSITIONS = frozenset(
    [
        "in",
        "on",
        "of",
        "since",
        "by",
        "until",
        "till",
        "before",
        "after",
        "during",
        "for",
        "from",
        "to",
        "between",
        "through",
        "within",
        "and",
        "or",
        "over",
        "as",
        "than",
        "early",
        "late",
        "mid",
        "end",
        "at",
        "the",
        "last",
        "next",
        "this",
        "hyphen",
        "slash",
        "open",
        "dash",
        "fiscal",
        "comma",
        "around",
        "about",
        "early-mid",
        "up",
    ]
)
_MENTION_TAGS = frozenset({"span", "shift", "clock", "duration", "set", "weekday"})
_CURRENCY = frozenset(
    [
        "dollars",
        "dollar",
        "dlrs",
        "dlr",
        "pounds",
        "euros",
        "yuan",
        "yen",
        "marks",
        "francs",
        "people",
        "jobs",
        "mln",
        "bln",
        "million",
        "billion",
        "trillion",
        "pct",
        "percent",
        "points",
        "tonnes",
        "tons",
        "barrels",
        "shares",
        "pages",
        "metres",
        "meters",
        "miles",
        "km",
        "kilometres",
        "mw",
        "mb",
        "gb",
        "homes",
        "workers",
        "employees",
        "troops",
        "staff",
        "cars",
        "units",
        "vehicles",
        "men",
        "women",
        "children",
        "students",
        "members",
        "police",
        "firms",
        "companies",
        "stores",
        "flights",
        "votes",
        "words",
        "feet",
        "acres",
        "hectares",
        "gmt",
    ]
)


def stands_alone(items: list[Item], index: int, context: Context) -> bool:
    """Tell whether what is left after all stages is a date mention."""
    item = items[index]
    if not isinstance(item, Reading):
        return item.tag == "weekday"
    if not (item.tag in _MENTION_TAGS or item.tag.startswith(("dated_", "open_"))):
        return False
    if not item.weak:
        return True
    before = items[index - 1] if index else None
    after = items[index + 1] if index + 1 < len(items) else None
    token = item.value
    tag = token.tag if isinstance(token, Token) else item.tag
    if tag == "year_number":
        return _year_fits(item, before, after)
    if tag == "shortyear":
        return before is not None and before.tag in _PREPOSITIONS
    if tag == "month_abbr":
        return (
            before is not None and before.tag in _PREPOSITIONS and before.tag not in {"the", "comma", "and"}
        )
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
    return before is not None and before.tag in _PREPOSITIONS


def _year_fits(item: Reading, before: Item | None, after: Item | None) -> bool:
    """Accept "in 2004", "(2004)", "its 2004 results"; not "2000 jobs", "No. 1986", "Windows 2000"."""
    year = item.period.year if item.period else None
    if year is None or not 1700 <= year <= 2100:
        return False
    follows = _word(after)
    if follows in _CURRENCY or (
        after is not None and after.tag in {"us_hours", "us_days", "us_years", "slash"}
    ):
        return False
    if before is None:
        return True
    if before.tag in _PREPOSITIONS and before.tag not in {
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
            or (after is not None and after.tag in {"close"})
        )
    return (
        before.tag not in {"hyphen", "slash", "decimal", "count", "blocked", "mark"} or before.tag == "mark"
    )


def _month_fits(token: Token, before: Item | None, after: Item | None) -> bool:
    """Accept "in May" but neither "Theresa May" nor "May I"; other months unless a name follows or precedes."""
    name = token.text.lower()
    asked = before is not None and before.tag in _PREPOSITIONS
    if name in {"may", "march"}:
        return asked and before is not None and before.tag not in {"comma", "about"}
    if name in tables()["ambiguous_months"]["words"]:
        return asked or before is None or not (_capital(after) or _capital(before))
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
