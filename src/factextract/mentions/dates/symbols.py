"""The classes of tags that rules share."""

from decimal import Decimal
from typing import Any

from factextract.mentions.dates.calendar import Unit

CLASSES: dict[str, tuple[str, ...]] = {}


def define(name: str, *tags: str) -> None:
    """Name a class of tags (or of other classes) for use in patterns."""
    CLASSES[name] = tuple(tag for given in tags for tag in CLASSES.get(given, (given,)))


def tags_of(name: str) -> tuple[str, ...]:
    """Return the tags a name of a pattern stands for."""
    return CLASSES.get(name, (name,))


UNIT_NAMES: dict[str, Unit] = {
    "D": "day",
    "W": "week",
    "WE": "weekend",
    "M": "month",
    "Q": "quarter",
    "Y": "year",
    "E": "decade",
    "C": "century",
}

define("month_any", "month", "month_abbr")
define("weekday_any", "weekday", "weekday_abbr")
define("dayno", "small", "ordinal")
define("year", "year_number", "shortyear")
define("nth", "ordinal_word", "second", "ordinal")
define(
    "unit",
    "u_day",
    "u_week",
    "u_weekend",
    "u_fortnight",
    "u_month",
    "u_quarter",
    "u_year",
    "u_decade",
    "u_century",
    "u_hour",
    "u_minute",
)
define(
    "units",
    "us_days",
    "us_weeks",
    "us_weekends",
    "us_fortnights",
    "us_months",
    "us_quarters",
    "us_years",
    "us_decades",
    "us_centuries",
    "us_hours",
    "us_minutes",
    "us_seconds",
)
define("any_unit", "unit", "units", "second")
define(
    "calendar_unit", "u_day", "u_week", "u_weekend", "u_month", "u_quarter", "u_year", "u_decade", "u_century"
)
define("number", "small", "count", "word_number", "tens", "year_number")
define("count_of", "number", "mixed")
define("up_to", "to", "through", "thru", "until", "till", "dash", "hyphen")
define("link", "and", "or")
define("dated_part", "dated_quarter", "dated_half", "dated_month", "dated_season", "dated_day")
define("open_part", "open_quarter", "open_half", "open_month", "open_season", "open_day")
define(
    "dated",
    "dated_day",
    "dated_week",
    "dated_weekend",
    "dated_month",
    "dated_quarter",
    "dated_half",
    "dated_season",
    "dated_year",
    "dated_decade",
    "dated_century",
)
define("open", "open_part")
define("when", "dated", "open", "weekday", "span")


def amount(item: Any) -> int | Decimal:
    """The number a count item stands for; an article is one."""
    if item.tag == "mixed":
        return Decimal(item.value)
    return 1 if item.tag in {"a", "an"} else int(item.value)


define("alike", "same", "corresponding", "comparable", "equivalent", "similar")
define("backward", "previous", "preceding", "prior")
define("kind_of_year", "fiscal", "financial", "calendar", "full", "current")
define("stretch", "u_quarter", "period", "us_months", "u_month", "half", "u_week", "u_day")
define(
    "run_unit",
    "us_months",
    "us_quarters",
    "us_weeks",
    "us_years",
    "u_month",
    "u_quarter",
    "u_year",
    "u_week",
    "period",
)
define("run_to", "to", "through", "ended", "ending", "till", "until")
define("run_end", "dated_month", "dated_day", "open_month", "open_day", "dated_year", "weekday")

# Tags after which "the year", "the quarter" or "the week" is not yet whole, is counted from, or is no noun.
GOES_ON = frozenset({"of", "to", "ended", "ending", "through", "hyphen", "from", "between", "till", "until"})
COUNTS_ON = GOES_ON | frozenset(
    {"before", "after", "ago", "as", "earlier", "later", "since", "beginning", "starting", "following"}
)
FISCAL_NOUNS = frozenset({"u_year", "u_quarter", "hyphen", "ordinal_word", "second"})
# Tags before "in the week", "in the month" that narrow it.
NARROWING = frozenset({"early", "earlier", "late", "later", "mid", "sometime"})

CLAUSE_ENDS = frozenset({"dot", "comma", "mark", "end_of_text", "gap"})
"""What stands after the last word of a clause."""
