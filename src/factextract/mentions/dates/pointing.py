"""Dates that count from another period of the text, which is found later: "a year earlier", "that month", "the quarter"."""

from decimal import Decimal
from typing import Any

from factextract.mentions.dates.absolute import year_of
from factextract.mentions.dates.calendar import MONTHS_IN
from factextract.mentions.dates.engine import Context, Match, Reading, Stage
from factextract.mentions.dates.symbols import (
    CLAUSE_ENDS,
    COUNTS_ON,
    FISCAL_NOUNS,
    GOES_ON,
    NARROWING,
    UNIT_NAMES,
    amount,
)
from factextract.mentions.model import Shift

pointing = Stage()

_TEMPLATES = {
    "D": "XXXX-XX-XX",
    "W": "XXXX-WXX",
    "M": "XXXX-XX",
    "Q": "XXXX-QX",
    "Y": "XXXX",
    "WE": "XXXX-WXX-WE",
    "H": "XXXX-HX",
}


@pointing.rule(
    "the? alike number? stretch (of|in) year",
    "the? alike? year (period|u_quarter)",
)
def same_period_of_year(match: Match, context: Context) -> Reading:
    """Read "the same months of 2022", "the 1988 period", "the 1988 quarter": the reference in that year."""
    return match.reading(tag="shift", shift=Shift(same=True), timex3=str(year_of(match.one("year"))))


@pointing.rule("(the)? backward fiscal")
def fiscal_before(match: Match, context: Context) -> Reading | None:
    """Read "the previous fiscal"."""
    if match.after() in FISCAL_NOUNS:
        return None
    return match.reading(tag="shift", shift=Shift(years=-1))


@pointing.rule("(that|that same|the same|the next|the following) part_of_day")
def part_of_that_day(match: Match, context: Context) -> Reading:
    """Read "that evening", "the next morning": of the day told of, or the one after."""
    shift = Shift(days=1) if match.one("next") or match.one("following") else Shift(same=True)
    start = match.matched[1].start if match.one("the") else match.start
    return match.reading(tag="shift", start=start, type="TIME", shift=shift, timex3=_TEMPLATES["D"])


@pointing.rule("(count_of|a|an) any_unit (earlier|later|before|after)")
def shifted(match: Match, context: Context) -> Reading | None:
    """Read "a year earlier", "two days later", "six weeks after.": counted from another period.

    "Six weeks after the vote" counts from the vote, whose day it does not tell.
    """
    told = match.one("before") or match.one("after")
    if told and match.after() not in CLAUSE_ENDS | {"and"}:
        return None
    count, unit = amount(match.matched[0]), match.one("any_unit").value
    sign = -1 if match.one("earlier") or match.one("before") else 1
    return _shift_by(match, count * sign, unit)


def _shift_by(match: Match, count: int | Decimal, unit: Any) -> Reading | None:
    if isinstance(count, Decimal):
        if unit not in {"Y", "M", "Q"}:
            return None
        months = Shift(months=int(count * MONTHS_IN[UNIT_NAMES[unit]]))
        return match.reading(tag="shift", shift=months, timex3=_TEMPLATES["M"])
    wide = abs(count) > 1
    if unit == "M" and count % 12 == 0:
        return match.reading(tag="shift", shift=Shift(years=count // 12))
    match unit:
        case "Y" | "E":
            count *= 10 if unit == "E" else 1
            return match.reading(
                tag="shift", shift=Shift(years=count), timex3="XXXX" if wide or unit == "E" else None
            )
        case "M" | "Q":
            return match.reading(
                tag="shift",
                shift=Shift(months=count * (3 if unit == "Q" else 1)),
                timex3=_TEMPLATES[unit] if wide or count > 0 else None,
            )
        case "D" | "W" | "F" | "WE":
            days = count * {"D": 1, "W": 7, "F": 14, "WE": 7}[unit]
            return match.reading(tag="shift", shift=Shift(days=days))
    return None


@pointing.rule(
    "the calendar_unit (before|after)",
    "the (fiscal)? calendar_unit (earlier)",
    "(the)? (backward|following) (kind_of_year|trading|comparable)? calendar_unit",
    "the (very)? next (u_day)",
)
def unit_beside(match: Match, context: Context) -> Reading | None:
    """Read "the previous year", "the following day", "the day before": counted from another period."""
    unit = match.one("calendar_unit").value
    back = any(match.one(word) for word in ("before", "previous", "preceding", "prior", "earlier"))
    sign = -1 if back else 1
    match unit:
        case "Y":
            shift = Shift(years=sign)
        case "M" | "Q":
            shift = Shift(months=sign * (3 if unit == "Q" else 1))
        case "D":
            shift = Shift(days=sign)
        case "W" | "WE":
            shift = Shift(days=7 * sign)
        case "E":
            shift = Shift(years=10 * sign)
        case _:
            return None
    return match.reading(tag="shift", shift=shift, timex3=_TEMPLATES.get(unit))


@pointing.rule(
    "(that|the same|that same) calendar_unit", "(the same|that|the) (period|term)", "the u_quarter"
)
def same_unit(match: Match, context: Context) -> Reading | None:
    """Read "that month", "the same day", "that year", "the quarter", "the period"."""
    unit = match.one("calendar_unit")
    if [item.tag for item in match.items[match.last : match.last + 2]] == ["and", "u_year"]:
        return None  # "for the quarter and year 1986": both
    if not match.one("same") and not match.one("that") and match.after() in GOES_ON:
        return None
    return match.reading(
        tag="shift", shift=Shift(same=True), timex3=_TEMPLATES.get(unit.value) if unit else None
    )


@pointing.rule("(for|in|during|over) the u_month")
def the_month(match: Match, context: Context) -> Reading | None:
    """Read the "month" of "imports for the month were flat": the one told of before."""
    if match.after() in COUNTS_ON or match.before() in NARROWING:
        return None
    return match.reading(
        tag="shift", start=match.matched[-1].start, shift=Shift(same=True), timex3=_TEMPLATES["M"]
    )


@pointing.rule("(for|in|during|over) the half")
def the_half(match: Match, context: Context) -> Reading | None:
    """Read "the half" of "profit fell 3% in the half": the half-year told of before; not "in the half of the town"."""
    if match.after() in COUNTS_ON | {"of", "that", "which", "hyphen"}:
        return None
    return match.reading(
        tag="shift", start=match.matched[1].start, shift=Shift(same=True), timex3=_TEMPLATES["H"]
    )


@pointing.rule("the same time (last u_year|the u_year before|a u_year (ago|earlier|before))")
def same_time_year_before(match: Match, context: Context) -> Reading:
    """Read "the same time last year": the time told of, a year before."""
    return match.reading(tag="shift", shift=Shift(years=-1, same=True))


@pointing.rule(
    "(the|(the)? alike number?) stretch (of|in|the)?"
    " (last u_year|the backward u_year|the u_year (before|earlier)|(a|one) u_year (ago|earlier|before))",
    "last u_year apostrophe alike? (u_quarter|period|u_month|half)",
    "the? alike? u_year hyphen (ago|earlier) (u_quarter|period|u_month|half|level|number us_months)?",
    "the? (last|prior|previous) hyphen u_year (u_quarter|period|u_month|half|level)?",
)
def same_period_year_before(match: Match, context: Context) -> Reading:
    """Read "the same period last year", "the year-ago quarter", "last year's quarter"."""
    return match.reading(tag="shift", shift=Shift(years=-1, same=True))


@pointing.rule("(the)? latest period")
def latest_period(match: Match, context: Context) -> Reading:
    """Read "the latest period": the one reported."""
    return match.reading(tag="shift", shift=Shift(same=True))
