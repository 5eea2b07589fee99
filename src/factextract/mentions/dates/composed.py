"""Dates put together with their year: "third quarter of this year", "the year to March 1987"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from factextract.mentions.dates.calendar import (
    MONTHS_IN,
    Period,
    add_months,
    period_around,
    upcoming,
    week_period,
)
from factextract.mentions.dates.durations import duration, move
from factextract.mentions.dates.engine import Context, Item, Match, Reading, Stage
from factextract.mentions.dates.tense import ends_sentence, ground, points_ahead, settle_end
from factextract.mentions.model import Interval, Shift

compose = Stage()


def within(match: Match, part: Reading, whole: Reading) -> Reading | None:
    """Put an open part into its year: "third quarter" into "last year"."""
    if part.period is None:
        return None
    if whole.tag == "shift":
        return match.reading(tag="shift", shift=whole.shift, timex3=part.period.timex3)
    if whole.period is None or whole.period.year is None:
        return match.reading(part.period)
    if whole.interval and part.period.unit in {"quarter", "half"}:
        months = MONTHS_IN[part.period.unit]
        start = add_months(whole.interval.start, months * (part.period.part - 1))
        return match.reading(
            part.period.in_year(whole.period.year),
            interval=Interval(start, add_months(start, months) - timedelta(days=1)),
        )
    return match.reading(part.period.in_year(whole.period.year))


@compose.rule("open_part comma? of? shift")
def part_of_that_year(match: Match, context: Context) -> Reading | None:
    """Read the "July 1 that year" of "It won 12 seats in 2018. On July 1 that year": of the year last told of."""
    shift = match.one("shift")
    if shift.timex3 != "XXXX" or not shift.shift.same:
        return None
    told = next((year for item in reversed(match.items[: match.first]) if (year := _year_of(item))), None)
    if told is None:
        return within(match, match.one("open_part"), shift) if match.one("of") else None
    return match.reading(match.one("open_part").period.in_year(told))


@compose.rule("open_part comma? (of|in)? (the)? dated_year", "open_part of (the)? shift")
def part_of_year(match: Match, context: Context) -> Reading | None:
    """Read "third quarter of this year", "April 13 last year", "May this year", "April 20 of that year"."""
    whole = match.matched[-1]
    if not isinstance(whole, Reading) or (whole.tag == "shift" and whole.timex3 != "XXXX"):
        return None
    return within(match, match.one("open_part"), whole)


def _year_of(item: Item) -> int | None:
    """The year that a date names."""
    return item.period.year if isinstance(item, Reading) and item.period is not None else None


_GOES_ON = re.compile(r",? (?:which|when|where|and|but|before|only to)\b")
"""What follows a date whose story goes on: not the comma that ends an aside, "the firm, founded in 1921, will"."""
_LATELY = 45
"""How many days before publication a day without a year is no part of a story of before."""


@compose.rule("open_day")
def day_of_story(match: Match, context: Context) -> Reading | None:
    """Read the "May 6" of "proposed on 30 April 2024, which the board rejected on May 6": the next after the other."""
    day: Reading = match.matched[0]  # type: ignore[assignment]
    published, usual = context.published, ground(day, context)
    if published is None or usual is None or usual.interval is None or points_ahead(context, match.start):
        return None
    told = next((item for item in reversed(match.items[: match.first]) if _year_of(item)), None)
    if not isinstance(told, Reading) or told.period is None or told.days is None:
        return None
    if ends_sentence(context.text, told.end, match.start) or not _GOES_ON.match(context.text, told.end):
        return None
    when = context.text.startswith((" when", ", when"), told.end)
    if told.period.unit != "day" and not when and usual.start <= published:
        return None
    meant = upcoming(day.period, told.days.start)  # type: ignore[arg-type]
    if meant.interval is None or meant.start > published or meant.start == usual.start:
        return None
    return None if 0 <= (published - usual.start).days <= _LATELY else match.reading(meant)


@compose.rule("open_day", "open_month")
def day_of_chronology(match: Match, context: Context) -> Reading | None:
    """Read the "May 16" of "War began on 24 February 2022. On May 16 the king spoke" and of "2022: On May 16 …".

    The paragraph has told a day with its year, or opens with a year, and goes on in the past: the next such day.
    """
    day: Reading = match.matched[0]  # type: ignore[assignment]
    published, paragraph = context.published, context.text.rfind("\n", 0, match.start) + 1
    if published is None or day.period is None or match.after() in _RUNS_ON or match.before() in _RUNS_ON:
        return None
    told = _year_told(match.items[: match.first], paragraph)
    if told is None or told.period is None or told.days is None:
        return None
    heads = told.period.unit == "year" and _opens(context.text, paragraph, told)
    follows = told.period.unit == day.period.unit == "day" and ends_sentence(
        context.text, told.end, match.start
    )
    if not (heads or follows) or told.days.start.year >= published.year:
        return None
    usual, meant = ground(day, context), upcoming(day.period, told.days.start)
    if usual is None or usual.interval is None or 0 <= (published - usual.start).days <= _LATELY:
        return None
    if meant.interval is None or meant.start > published or meant.start == usual.start:
        return None
    return None if points_ahead(context, match.start) else match.reading(meant)


def _year_told(items: Sequence[Item], paragraph: int) -> Reading | None:
    """The last date with a year that a paragraph tells, where none counts from another since: "the following March"."""
    for item in reversed(items):
        if item.start < paragraph or item.tag == "shift":
            return None
        if _year_of(item):
            return item if isinstance(item, Reading) else None
    return None


_RUNS_ON = frozenset({"hyphen", "dash", "to", "through", "of", "period"})
_BEFORE_YEAR = re.compile(r"(?:[Ii]n )?")


def _opens(text: str, paragraph: int, year: Reading) -> bool:
    """Whether a paragraph opens with a year: "2022: …", "In 2018 the case …"."""
    return _BEFORE_YEAR.fullmatch(text, paragraph, year.start) is not None


@compose.rule(
    "dated_year (apostrophe)? (fiscal hyphen?)? (open_quarter|open_half|open_season|open_month|open_day)"
)
def year_and_part(match: Match, context: Context) -> Reading | None:
    """Read "last year's third quarter", "the 1988 second quarter"."""
    return within(match, match.one("open_part"), match.one("dated_year"))


@compose.rule("shift (open_quarter|open_half)")
def part_a_year_before(match: Match, context: Context) -> Reading | None:
    """Read "the year-ago third quarter": that quarter of the year before."""
    shift = match.one("shift").shift
    if shift.years != -1:
        return None
    return within(match, match.one("open_part"), replace(match.one("shift"), shift=Shift(years=-1)))


@compose.rule("(open_quarter|dated_quarter) (ended|ending|to) on? (run_end|the end of run_end)")
def quarter_to(match: Match, context: Context) -> Reading | None:
    """Read "its fourth quarter ended Sept. 30" as the three months to that day."""
    last = settle_end(match.matched[-1], context, match.start)
    if last is None or last.interval is None or last.unit not in {"day", "month"}:
        return None
    start = add_months(last.end + timedelta(days=1), -3)
    return match.reading(tag="span", interval=Interval(start, last.end), timex3=last.timex3)


@compose.rule("open_part of (the|its) (fiscal|financial)? u_year")
def part_of_the_year(match: Match, context: Context) -> Reading | None:
    """Read "second half of the year"."""
    part: Reading = match.matched[0]  # type: ignore[assignment]
    return match.reading(ground(part, context))


@compose.rule("u_week (of|beginning|starting) (open_day|dated_day)")
def week_of(match: Match, context: Context) -> Reading | None:
    """Read "the week of March 6" as the week that day lies in, "the week beginning May 8" as that from it on."""
    first = ground(match.matched[-1], context)
    if first is None or first.interval is None:
        return None
    week = week_period(first.start)
    if match.one("of"):
        return match.reading(week)
    days = Interval(first.start, first.start + timedelta(days=6))
    return match.reading(week, interval=days)


@compose.rule("nth u_week (of|in) (dated_month|open_month)", "nth (dated_month|open_month) u_week")
def week_of_month(match: Match, context: Context) -> Reading | None:
    """Read "first week of May", "the first March week" as the month's first seven days."""
    month = ground(match.one("dated_month") or match.one("open_month"), context)
    if month is None or month.interval is None:
        return None
    days = month.interval
    start = days.start + timedelta(days=7 * (match.one("nth").value - 1))
    if not days.start <= start <= days.end:
        return None
    end = min(start + timedelta(days=6), days.end)
    return match.reading(tag="span", interval=Interval(start, end), timex3=week_period(start).timex3)


@compose.rule("nth (and|to|or|through|hyphen|dash) nth us_quarters ((of|in)? dated_year)?")
def quarters(match: Match, context: Context) -> Reading | None:
    """Read "the first and second quarters of 2024"; quarters that do not follow one another are no period."""
    first, last = (item.value for item in match.all("nth")[:2])
    if not first < last <= 4 or (last > first + 1 and (match.one("and") or match.one("or"))):
        return None
    whole = match.one("dated_year")
    end = ground(match.reading(Period("quarter", whole.period.year if whole else None, last)), context)
    if end is None or end.interval is None:
        return None
    start = replace(end, part=first)
    return match.reading(
        tag="span", interval=Interval(start.start, end.end), timex3=f"{start.timex3}/{end.timex3}"
    )


@compose.rule("open_half of (the)? (dated_month|open_month|dated_decade|dated_half|dated_quarter)")
def half_of(match: Match, context: Context) -> Reading | None:
    """Read "first half of October", "second half of the 1990s"."""
    which, whole = match.matched[0].period.part, match.matched[-1]  # type: ignore[union-attr]
    period = ground(whole, context)
    if period is None or period.interval is None:
        return None
    days = period.interval
    if period.unit == "month":
        middle = days.start.replace(day=15)
    elif period.unit == "decade":
        return match.reading(period)
    else:
        middle = add_months(days.start, MONTHS_IN[period.unit] // 2) - timedelta(days=1)
    interval = Interval(days.start, middle) if which == 1 else Interval(middle + timedelta(days=1), days.end)
    return match.reading(interval=interval, timex3=period.timex3)


@compose.rule(
    "(ordinal_word|last|final) number hyphen? (run_unit|us_days) (of|in)? (the)?"
    " (dated|open_month|open_season|shift)",
    "(ordinal_word|last|final) number hyphen? run_unit of (the|its) kind_of_year? u_year",
    "(ordinal_word) number hyphen? (us_months|us_quarters|u_month)",
)
def first_units(match: Match, context: Context) -> Reading | None:
    """Read "first nine months of 2004", "first five months of FY25", "last three months of 1999", "first four months"."""
    nth = match.one("ordinal_word")
    if nth and nth.value != 1:
        return None
    number = match.one("number").value
    unit: str = next(item.value for item in match.matched if item.tag.startswith(("us_", "u_")))
    whole = match.matched[-1]
    if whole.tag == "shift":
        return None
    if isinstance(whole, Reading):
        period = ground(whole, context)
    elif context.published is not None:
        period = Period("year", context.published.year)
    else:
        return match.reading(tag="span", type="DURATION", timex3=duration(number, unit))
    if period is None or period.interval is None or unit == "Y":
        return None
    whole_days = whole.interval if isinstance(whole, Reading) and whole.interval else period.interval
    interval = _part_run(whole_days, number, unit, first=nth is not None)
    published = context.published
    if (
        not isinstance(whole, Reading)
        and published
        and interval.end > published
        and not context.is_future(match.start)
    ):
        interval = Interval(
            add_months(interval.start, -12),
            add_months(interval.end + timedelta(days=1), -12) - timedelta(days=1),
        )
    return match.reading(tag="span", interval=interval, type="DURATION", timex3=duration(number, unit))


def _part_run(days: Interval, number: int, unit: str, *, first: bool) -> Interval:
    one = timedelta(days=1)
    if first:
        return Interval(days.start, move(days.start, number, unit) - one)
    return Interval(move(days.end + one, -number, unit), days.end)


@compose.rule(
    "(the)? (number hyphen?)? run_unit (which|that)? up? run_to (on|in|at)? (the)?"
    " ((end|late|early|mid) hyphen? (of)?)? run_end",
    "half hyphen? u_year run_to on? (the)? (end hyphen? of?)? run_end",
    "(fiscal|financial) u_year that? run_to (on|in)? (the)? (end hyphen? of?)? run_end",
)
def run_to(match: Match, context: Context) -> Reading | None:
    """Read "three months to December", "the year to March 1987", "12 months ended June 30"."""
    unit_item = next((item for item in match.matched if item.tag.startswith(("us_", "u_"))), None)
    if unit_item is None:
        return None
    number = match.one("number")
    plural = unit_item.tag.startswith("us_")
    if plural and number is None:
        return None
    count = number.value if number else 1
    unit: str = unit_item.value
    if match.one("half"):
        count, unit = 6, "M"
    if unit == "D" or count > 60:
        return None
    last = settle_end(match.matched[-1], context, unit_item.start)
    if last is None or last.interval is None:
        return None
    end = last.interval.end
    start = move(end + timedelta(days=1), -count, unit)
    skipped = match.one("the")
    begin = match.matched[1].start if skipped is match.matched[0] else match.start
    return match.reading(
        tag="span", start=begin, interval=Interval(start, end), timex3=f"{start:%Y-%m-%d}/{end:%Y-%m-%d}"
    )


@compose.rule("the open_month u_year")
def year_to(match: Match, context: Context) -> Reading | None:
    """Read "the June year", as in New Zealand, as the latest twelve months to the end of that month."""
    last = settle_end(match.matched[1], context, match.start)
    if last is None or last.interval is None or match.after() == "hyphen":
        return None
    start = move(last.end + timedelta(days=1), -1, "Y")
    return match.reading(tag="span", interval=Interval(start, last.end), timex3=f"{start}/{last.end}")


@compose.rule(
    "(fiscal|financial)? u_year (that|which)? (beginning|starting|begins|starts) (on|in)?"
    " (open_day|dated_day|open_month|dated_month)"
)
def year_from(match: Match, context: Context) -> Reading | None:
    """Read "the fiscal year beginning April 1" as the twelve months from then on."""
    first = ground(match.matched[-1], context)
    if first is None or first.interval is None:
        return None
    start = first.start
    end = add_months(start, 12) - timedelta(days=1)
    return match.reading(tag="span", interval=Interval(start, end), timex3=f"{start}/{end}")


@compose.rule(
    "so far (in|this)? (dated)",
    "(dated_year|dated_month|dated_quarter|dated_week) (so far|to date)",
    "u_year hyphen? to hyphen? date",
    "the u_year (so far|to date)",
)
def so_far(match: Match, context: Context) -> Reading | None:
    """Read "so far this year", "year-to-date": to the day of publication."""
    dated = match.one("dated")
    if context.published is None:
        return match.reading(tag="span", timex3="PRESENT_REF")
    days = dated.days if dated else period_around("year", context.published).interval
    if days is None or days.start > context.published:
        return None
    interval = Interval(days.start, min(context.published, days.end))
    return match.reading(tag="span", interval=interval, timex3=dated.timex if dated else f"{days.start.year}")
