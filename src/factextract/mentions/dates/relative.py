"""Dates that count from publication: "last month", "three years ago", "the next seven years"."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from factextract.mentions.dates.calendar import (
    Period,
    Unit,
    day_period,
    latest,
    period_around,
    step,
    upcoming,
    weekend_period,
)
from factextract.mentions.dates.durations import duration, move
from factextract.mentions.dates.engine import Context, Match, Reading, Stage
from factextract.mentions.dates.lexer import tables
from factextract.mentions.dates.symbols import CLAUSE_ENDS, COUNTS_ON, GOES_ON, NARROWING, UNIT_NAMES, amount
from factextract.mentions.dates.tense import leaning, points_ahead
from factextract.mentions.model import Interval, Shift

relative = Stage()

_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0}


@relative.rule("this time (last|next) u_year")
def this_time_last_year(match: Match, context: Context) -> Reading:
    """Read "this time last year" as this month of that year."""
    if context.published is None:
        return match.reading(tag="dated_month")
    return match.reading(step("month", context.published, 12 if match.one("next") else -12))


@relative.rule(
    "in (number|a|an) (unit|units) apostrophe? time", "(number|a|an) (unit|units) (hence|from now)"
)
def time_ahead(match: Match, context: Context) -> Reading | None:
    """Read "in two years' time", "a week from now"."""
    first: Any = next(item for item in match.matched if item.tag != "in")
    count = 1 if first.tag in {"a", "an"} else int(first.value)
    unit = next(item.value for item in match.matched if item.tag.startswith(("u_", "us_")))
    if context.published is None or unit not in UNIT_NAMES:
        return None
    if unit == "W":
        period = day_period(context.published + timedelta(days=7 * count))
    else:
        period = step(UNIT_NAMES[unit], context.published, count)
    return match.reading(period, start=first.start)


@relative.rule("within count_of units", "within (a|the)? (next)? count_of units")
def time_within(match: Match, context: Context) -> Reading | None:
    """Read "within five years": from publication on, unless the words before tell of the past."""
    if context.published is None or match.after() in {"of", "ago", "earlier", "later", "before", "after"}:
        return None
    if leaning(context.text, match.start) == "past" and not context.is_future(match.start):
        return None
    reading = _run(match, match.one("count_of").value, match.one("units").value, context, back=False)
    first = match.one("next") or match.one("count_of")
    return replace(reading, start=first.start) if reading else None


@relative.rule("(for|during) the (fiscal|financial) u_year")
def reported_fiscal_year(match: Match, context: Context) -> Reading | None:
    """Read "sales for the fiscal year": the one under way, by the calendar the article states."""
    if match.after() in COUNTS_ON | {"that", "which"}:
        return None
    if context.fiscal is None or context.published is None:
        return full_year(match, context)
    days = context.fiscal.around(context.published)
    return match.reading(Period("year", days.end.year), start=match.matched[-2].start, interval=days)


@relative.rule("(for|during) the u_year")
def reported_year(match: Match, context: Context) -> Reading | None:
    """Read "exports for the year": early in a year, of past verbs, the year before."""
    return (
        full_year(match, context) if match.after() not in GOES_ON | {"before", "after", "ago", "as"} else None
    )


@relative.rule("(the|its|a)? (full|whole) hyphen? u_year", "the u_year as a whole")
def full_year(match: Match, context: Context) -> Reading | None:
    """Read "for the full year", "full-year profit": early in a year, of past verbs, the year before."""
    if (
        (match.one("a") and not match.one("as"))
        or match.after() in {"of", "to", "ended", "ending", "beginning", "starting", "year_number"}
        or context.published is None
    ):
        return None
    year = context.published.year - (context.published.month <= 4 and not context.is_future(match.start))
    start = next(
        item.start for item in match.matched if item.tag in {"full", "whole", "fiscal", "financial", "u_year"}
    )
    return match.reading(Period("year", year), start=start)


@relative.rule("(this|last|current|next|past) fiscal")
def bare_fiscal(match: Match, context: Context) -> Reading | None:
    """Read the "this fiscal" of the Indian press."""
    if (
        match.after() in {"u_year", "u_quarter", "hyphen", "nth"}
        or not context.fiscal
        or not context.published
    ):
        return None
    count = -1 if match.one("last") or match.one("past") else 1 if match.one("next") else 0
    days = context.fiscal.around(context.published, count)
    return match.reading(Period("year", days.end.year), interval=days)


_OTHER_ONE = re.compile(
    r"\b(?P<word>this|last) (?P<unit>year|quarter|month|week)(?:['’]s)?(?P<joint> (?:and|or|as|than|from|to|,))? ?$"
)
_OTHERS = {("this", "next"): 1, ("this", "last"): -1, ("last", "this"): 0}


@relative.rule("next", "last", "this")
def other_one(match: Match, context: Context) -> Reading | None:
    """Read the "next" of "this year and next", the "last" of "as much this year as last"."""
    published = context.published
    if published is None or match.after() not in CLAUSE_ENDS | {"and", "to"}:
        return None
    before = context.text[max(0, match.start - 30) : match.start]
    named = _OTHER_ONE.search(before)
    count = _OTHERS.get((named["word"], match.matched[0].tag)) if named and named["joint"] else None
    if named and count is not None:
        return match.reading(step(UNIT_NAMES[tables()["units"][named["unit"]]], published, count))
    sentence = context.text[max(0, match.start - 120) : match.start]
    if match.one("next") and "this year" in sentence and match.after() in {"dot", "comma", "mark"}:
        return match.reading(Period("year", published.year + 1))
    return None


@relative.rule("(today|tomorrow|weekday) u_week")
def day_next_week(match: Match, context: Context) -> Reading | None:
    """Read "tomorrow week", "Monday week": a week after that day."""
    first: Any = match.matched[0]
    if context.published is None:
        return None
    ahead = (first.value - context.published.weekday()) % 7 if first.tag == "weekday" else _DAYS[first.tag]
    return match.reading(day_period(context.published + timedelta(days=ahead + 7)))


@relative.rule("today", "yesterday", "tomorrow")
def day_word(match: Match, context: Context) -> Reading:
    """Read "yesterday"."""
    if context.published is None:
        return match.reading(tag="dated_day")
    return match.reading(day_period(context.published + timedelta(days=_DAYS[match.matched[0].tag])))


_NIGHTLY = re.compile(
    r"\b(?:stay(?:s|ed|ing)?|sle(?:ep|pt|eping)|kept)\b[^.;,]{0,15}\bovernight\b"
    r"|\bovernight[ -](?:stay|guest|visitor|visit|trip|train|bus|ferr|flight|rate|index|loan|lend|money|deliver|parking)",
    re.IGNORECASE,
)


@relative.rule("tonight", "this part_of_day", "last part_of_day", "overnight")
def part_of_today(match: Match, context: Context) -> Reading | None:
    """Read "this morning", "last night", "tonight"; who stays overnight does so on any night."""
    if match.one("overnight") and _NIGHTLY.search(context.text, max(0, match.start - 24), match.end + 24):
        return None
    part = match.one("part_of_day")
    last = match.one("last") is not None
    if last and part.value != "NI":
        return None
    code = part.value if part else "NI"
    if context.published is None:
        return match.reading(tag="dated_day", type="TIME")
    period = day_period(context.published - timedelta(days=1 if last else 0))
    return match.reading(period, type="TIME", timex3=f"{period.timex3}T{code}")


@relative.rule("the u_day before yesterday", "the u_day after tomorrow")
def day_beside(match: Match, context: Context) -> Reading:
    """Read "the day before yesterday"."""
    if context.published is None:
        return match.reading(tag="dated_day")
    return match.reading(day_period(context.published + timedelta(days=-2 if match.one("before") else 2)))


@relative.rule("this past (u_week|u_weekend|u_month|u_quarter|u_year|season|month_any)")
def this_past(match: Match, context: Context) -> Reading | None:
    """Read "this past week", "this past summer": the latest that is over."""
    published, named = context.published, match.matched[-1]
    if published is None:
        return None
    if match.one("u_weekend"):
        return match.reading(weekend_period(published - timedelta(days=5)))
    if unit := match.one("calendar_unit"):
        return match.reading(step(UNIT_NAMES[unit.value], published, -1))
    period = Period("season" if match.one("season") else "month", None, named.value)
    return match.reading(latest(period, published, ended=match.one("season") is None))


@relative.rule(
    "(last|past|this|current|next|coming|latest) (fiscal|financial|calendar|full)? calendar_unit",
    "(the)? (current|latest|coming) (fiscal|financial|calendar|full)? calendar_unit",
)
def unit_around(match: Match, context: Context) -> Reading | None:
    """Read "last month", "this year", "next week", "the current quarter", "the latest fiscal year"."""
    unit = UNIT_NAMES[match.one("calendar_unit").value]
    if context.text[match.start : match.end].istitle():
        return None  # the programme "This Week"
    if context.published is None:
        return match.reading(tag=f"dated_{unit}")
    fiscal = match.one("fiscal") or match.one("financial")
    if match.one("coming") and not (unit == "year" and fiscal and context.fiscal):
        return _run(match, 1, match.one("calendar_unit").value, context, back=False)
    if match.one("past") and not fiscal:
        return _run(match, 1, match.one("calendar_unit").value, context, back=True)
    count = -1 if match.one("last") else 1 if match.one("next") or match.one("coming") else 0
    if match.one("latest") or match.one("past"):
        count = -1
    if unit == "year" and fiscal and context.fiscal:
        days = context.fiscal.around(context.published, count)
        return match.reading(Period("year", days.end.year), interval=days)
    return match.reading(step(unit, context.published, count))


def _run(match: Match, count: int | Decimal, unit: str, context: Context, *, back: bool) -> Reading | None:
    """Read so many units before or after publication: "the past five years", "the next 18 months"."""
    published = context.published
    timex3 = duration(count, unit)
    if published is None or unit in {"H", "MIN", "SEC"}:
        return match.reading(tag="span", type="DURATION", timex3=timex3)
    sign = -1 if back else 1
    other = move(published, count * sign, unit)
    interval = Interval(min(other, published), max(other, published))
    return match.reading(tag="span", type="DURATION", timex3=timex3, interval=interval)


@relative.rule(
    "(last|past|previous|preceding) (number (to|or))? count_of (full|straight|consecutive|trading)? units",
    "(past|last) (couple) of units",
)
def past_run(match: Match, context: Context) -> Reading | None:
    """Read "the past five years", "the last three quarters"; "last three months of 2004" is no such run."""
    if match.after() == "of":
        return None
    numbers = match.all("count_of")
    return _run(match, numbers[-1].value if numbers else 2, match.one("units").value, context, back=True)


@relative.rule(
    "(next|coming|following) (number (to|or))? count_of (full|trading)? units",
    "(next|coming) couple of units",
)
def next_run(match: Match, context: Context) -> Reading | None:
    """Read "the next seven years", "the coming 12 months"."""
    numbers = match.all("count_of")
    return _run(match, numbers[-1].value if numbers else 2, match.one("units").value, context, back=False)


@relative.rule(
    "(count_of|a|an) any_unit (or so)? (ago)", "number hyphen any_unit ago", "(a|an|one) unit and a half ago"
)
def ago(match: Match, context: Context) -> Reading | None:
    """Read "three years ago" as that year, "two days ago" as that day; "a year ago" is what is compared."""
    count, unit = amount(match.matched[0]), match.one("any_unit").value
    count += Decimal("0.5") if match.one("half") else 0
    if count == 1 and unit == "Y" and not match.one("or"):
        return match.reading(tag="shift", shift=Shift(years=-1))
    if unit in {"H", "MIN", 2}:
        today = day_period(context.published) if context.published else None
        return match.reading(today, tag="dated_day", type="TIME")
    if context.published is None:
        return match.reading(tag="dated_year")
    if unit in {"W", "F"}:
        return match.reading(day_period(move(context.published, -count, unit)))
    name: Unit = "year" if unit in {"E", "C"} else UNIT_NAMES[unit]
    return match.reading(period_around(name, move(context.published, -count, unit)))


@relative.rule("(for|in|during|over) the u_week", "the u_week apostrophe")
def the_week(match: Match, context: Context) -> Reading | None:
    """Read the "week" of "for the week, shares fell": that of publication; on a Monday, the week before."""
    published = context.published
    if published is None or match.after() in COUNTS_ON or match.before() in NARROWING:
        return None
    article, unit = match.one("the"), match.one("u_week")
    over = published.weekday() == 0 and not points_ahead(context, match.start)
    week = step("week", published, -1 if over else 0)
    return match.reading(week, start=article.start, end=unit.end)


@relative.rule("(the)? (last|next|this|following|previous|preceding|that|same) (season|month_any dayno?)")
def named_part(match: Match, context: Context) -> Reading | None:
    """Read "last December", "next November", "this spring", "the following January", "that autumn"."""
    named, day = match.one("month_any"), match.one("dayno")
    if named and day:
        period = Period("day", None, named.value, day.value)
    elif named:
        period = Period("month", None, named.value)
    else:
        period = Period("season", None, match.one("season").value)
    word: Any = next(item for item in match.matched if item.tag != "the")
    start = {} if word.tag == "following" else {"start": word.start}
    if word.tag in {"following", "previous", "preceding", "that", "same"}:
        shift = Shift(
            month=period.part if period.unit != "season" else None,
            forward=word.tag not in {"previous", "preceding"},
            same=word.tag in {"that", "same"},
        )
        return match.reading(tag="shift", shift=shift, timex3=period.timex3, **start)
    if context.published is None:
        return match.reading(period, **start)
    if word.tag == "next":
        return match.reading(upcoming(period, context.published, begun=False), **start)
    if word.tag == "last":
        return match.reading(latest(period, context.published - timedelta(days=1), ended=True), **start)
    dated = period.in_year(context.published.year)
    if context.is_future(match.start) and dated.interval and dated.end < context.published:
        dated = period.in_year(context.published.year + 1)
    return match.reading(dated, **start)


@relative.rule(
    "(the)? (last|next|this|following|previous|coming|that|same) (coming)? weekday"
    " (comma? (the)? (month_any dayno|dayno of? month_any))?"
)
def named_weekday(match: Match, context: Context) -> Reading | None:
    """Read "last Friday", "next Monday", "the following Thursday", "last Thursday, 29 February"."""
    day, month = match.one("dayno"), match.one("month_any")
    if day and month:
        return match.reading(Period("day", None, month.value, day.value))
    number = match.one("weekday").value
    word: Any = next(item for item in match.matched if item.tag != "the")
    if word.tag in {"following", "previous", "that", "same"}:
        shift = Shift(weekday=number, forward=word.tag != "previous", same=word.tag in {"that", "same"})
        return match.reading(tag="shift", shift=shift, timex3="XXXX-XX-XX")
    published = context.published
    if published is None:
        return match.reading(tag="dated_day")
    today = published.weekday()
    if word.tag == "last":
        return match.reading(day_period(published - timedelta(days=(today - number - 1) % 7 + 1)))
    if word.tag in {"next", "coming"}:
        return match.reading(day_period(published + timedelta(days=(number - today - 1) % 7 + 1)))
    ahead = (number - today) % 7
    past = not context.is_future(match.start) and not match.one("coming") and number <= today
    return match.reading(day_period(published + timedelta(days=ahead - (7 if past and ahead else 0))))


@relative.rule("the u_weekend", "u_weekend")
def weekend(match: Match, context: Context) -> Reading | None:
    """Read "the weekend": the latest that has begun, or the next."""
    published = context.published
    if published is None:
        return None
    this = weekend_period(published)
    if this.start > published and not points_ahead(context, match.start):
        this = weekend_period(published - timedelta(days=7))
    return match.reading(this, weak=match.first == match.last - 1, value=match.matched[0])


@relative.rule("(past|last|next|coming|previous|following) (few|several|many) units")
def vague_run(match: Match, context: Context) -> Reading:
    """Read "the past few years", "the next several months": no certain time."""
    ahead = match.one("next") or match.one("coming") or match.one("following")
    return match.reading(tag="vague", vague=True, timex3="FUTURE_REF" if ahead else "PAST_REF")
