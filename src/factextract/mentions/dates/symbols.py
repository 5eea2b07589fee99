"""The classes of tags that rules share, and the reading of numbers and open periods."""

from datetime import date, timedelta
from typing import Any

from factextract.mentions.dates.calendar import Period, Unit, day_period, latest, upcoming
from factextract.mentions.dates.engine import Context, Item, Reading, define

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
define("to", "to", "through", "thru", "until", "till", "dash", "hyphen")
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
define("period", "dated", "open", "weekday", "span")
define("dash_", "dash", "hyphen")


def amount(item: Any) -> int:
    """The number a count item stands for; an article is one."""
    return 1 if item.tag in {"a", "an"} else int(item.value)


def ground(reading: Item, context: Context) -> Period | None:
    """Settle which year an open period, or which date a weekday, means: the latest, or in future clauses the next."""
    published = context.published
    if reading.tag == "weekday":
        return weekday(int(reading.value), context, reading.start)
    if not isinstance(reading, Reading) or reading.period is None:
        return None
    period = reading.period
    if period.year is not None or published is None:
        return period
    return settle(period, published, future=context.is_future(reading.start))


def settle(period: Period, published: date, *, future: bool) -> Period:
    """Choose the year of an open period: "the first quarter" is the latest that had ended, "January" that had begun."""
    if future:
        return upcoming(period, published)
    return latest(period, published, ended=period.unit in {"quarter", "half"})


def weekday(number: int, context: Context, offset: int) -> Period | None:
    """Return the day a bare weekday names: the latest on or before publication, or the next on or after it."""
    if context.published is None:
        return None
    if context.is_future(offset):
        return day_period(context.published + timedelta(days=(number - context.published.weekday()) % 7))
    return day_period(context.published - timedelta(days=(context.published.weekday() - number) % 7))
