"""Dates made of dates: ranges, ends and beginnings, days with a time, and the words that bound them."""

import itertools
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from factextract.mentions.dates.calendar import (
    Period,
    add_months,
    day_period,
    latest,
    period_around,
    upcoming,
)
from factextract.mentions.dates.engine import Context, Item, Match, Reading, Stage
from factextract.mentions.dates.symbols import UNIT_NAMES
from factextract.mentions.dates.tense import ground, leaning, points_ahead, settle_end
from factextract.mentions.model import Interval

times = Stage()


@times.rule(
    "clock (on|comma)? (weekday|dated_day|open_day)",
    "clock (part_of_day) (on|comma)? (weekday|dated_day|open_day)",
    "(dated_day|open_day|weekday) comma? (at|from|by)? clock",
    "clock (dated_day|weekday) (part_of_day)",
)
def day_with_time(match: Match, context: Context) -> Reading | None:
    """Read "5:30 am local time on Monday", "9 a.m. Tuesday", "Oct. 3 at noon"."""
    clock = match.one("clock")
    day = next(item for item in match.matched if item.tag in {"weekday", "dated_day", "open_day"})
    period = ground(day, context)
    if period is None:
        return match.reading(tag="dated_day", type="TIME", time=clock.time)
    return match.reading(period, type="TIME", time=clock.time, timex3=f"{period.timex3}T{clock.time}")


@times.rule(
    "(early|late|mid)? hyphen? (weekday|dated_day|open_day) part_of_day",
    "(early|late|mid) hyphen? part_of_day on? (weekday|dated_day|open_day)",
    "(the)? part_of_day of (the)? (weekday|dated_day|open_day)",
    "weekday_any open_day",
    "weekday_any comma open_day",
)
def part_of_a_day(match: Match, context: Context) -> Reading | None:
    """Read "Friday evening", "yesterday morning", "mid-afternoon Friday", "the night of March 3"."""
    day = next(item for item in match.matched if item.tag in {"weekday", "dated_day", "open_day"})
    part = match.one("part_of_day")
    period = ground(day, context)
    if part is None:
        return match.reading(match.matched[-1].period)  # type: ignore[union-attr]
    narrowed = any(match.one(word) for word in ("early", "late", "mid"))
    start = day.start
    if part.start < day.start:
        start = match.start if narrowed else part.start
    if period is None:
        return match.reading(tag="dated_day", start=start, type="TIME")
    return match.reading(period, start=start, type="TIME", timex3=f"{period.timex3}T{part.value}")


ends = Stage()


@ends.rule(
    "(end|beginning|start|close|turn) (of|hyphen) (the|its|their)? (when)",
    "end (open_month|dated_month|dated_year|open_day)",
    "(end|start|mid) hyphen? dated_year",
)
def edge(match: Match, context: Context) -> Reading | None:
    """Read "end of this month" as its last day, "beginning of 2006" as its first."""
    period_item: Any = match.matched[-1]
    if match.last - match.first == 2 and context.text[period_item.start].islower():
        return None  # "to end last year" is a verb
    period = ground(period_item, context)
    days = getattr(period_item, "interval", None) or (period.interval if period else None)
    if match.one("mid"):
        return match.reading(period)
    return _edge(match, days, period)


def _edge(match: Match, days: Interval | None, period: Period | None) -> Reading | None:
    word: Any = match.matched[0]
    if days is None:
        return match.reading(period)
    if period and period.unit == "week":
        return match.reading(period)
    day = days.end if word.tag in {"end", "close"} else days.start
    return match.reading(day_period(day))


@ends.rule(
    "(end|beginning|start|middle|close|turn) (of|hyphen) (the|its|their)? kind_of_year? calendar_unit",
    "calendar_unit (apostrophe|hyphen)? end",
    "midyear",
    "(early|later|late|earlier|mid) (in|on)? the calendar_unit",
    "(mid) hyphen? u_year",
)
def edge_of_current(match: Match, context: Context) -> Reading | None:
    """Read "the end of the year", "year-end", "later in the week", "the end of the decade", "mid-year"."""
    published = context.published
    unit = "year" if match.one("midyear") else UNIT_NAMES[match.one("calendar_unit").value]
    if published is None or unit == "day":
        return match.reading(tag=f"dated_{unit}")
    period = period_around(unit, published)
    if (match.one("mid") or match.one("midyear")) and unit == "year":
        return match.reading(day_period(date(published.year, 6, 30)))
    if any(match.one(word) for word in ("later", "earlier", "early", "late", "middle", "mid")) or unit in {
        "week",
        "weekend",
    }:
        return match.reading(period)
    if (
        match.one("end")
        and unit == "year"
        and context.fiscal
        and (match.one("fiscal") or match.one("financial"))
    ):
        return match.reading(day_period(context.fiscal.around(published).end))
    day = period.end if match.one("end") else period.start
    if match.one("end") and unit == "decade":
        day = date(period.start.year + 10, 12, 31)  # as people count: the decade to 2030
    if (
        match.one("end")
        and unit == "year"
        and published.month <= 3
        and (not match.one("of") or leaning(context.text, match.start) == "past")
        and not context.is_future(match.start)
    ):
        day = date(published.year - 1, 12, 31)
    return match.reading(day_period(day))


@ends.rule("(end|beginning|start) (of|hyphen) shift")
def edge_of_shift(match: Match, context: Context) -> Reading:
    """Read "the end of that month": which month is found later."""
    shift: Any = match.matched[-1]
    word = "end" if match.one("end") else "start"
    return match.reading(tag="shift", shift=shift.shift, timex3=shift.timex3, boundary=word)


@ends.rule(
    "(early|late|mid|later|earlier|middle|sometime) (in|on|of|hyphen)? (the)? (when)",
    "(most|much|whole|course|part) of (dated|open)",
)
def part_narrowing_nothing(match: Match, context: Context) -> Reading | None:
    """Read "early 1980s", "mid-2024", "late May", "later this month": the whole of it."""
    item: Any = match.matched[-1]
    if item.tag == "weekday":
        return match.reading(ground(item, context))
    narrowed: Reading = replace(item, start=match.start, weak=False)
    return narrowed


@ends.rule("(rest|remainder) of (the|this) (calendar_unit)", "(rest|remainder) of dated")
def rest_of(match: Match, context: Context) -> Reading | None:
    """Read "the rest of the year": from publication to its end."""
    unit, dated, published = match.one("calendar_unit"), match.one("dated"), context.published
    if published is None:
        return None
    period = dated.period if dated else period_around(UNIT_NAMES[unit.value], published)
    if period is None or period.interval is None or period.end < published:
        return None
    interval = Interval(max(published, period.start), period.end)
    return match.reading(tag="span", interval=interval, timex3=period.timex3)


@ends.rule("(open_month|dated_month) hyphen? u_quarter")
def quarter_to_month(match: Match, context: Context) -> Reading | None:
    """Read "the December quarter", "the March 1986 quarter" as the three months to that month."""
    if match.before() in {"hyphen", "dash", "to", "through", "slash"}:
        return None
    last = settle_end(match.matched[0], context, match.start)
    if last is None or last.interval is None:
        return None
    start = add_months(last.start, -2)
    return match.reading(
        tag="span", interval=Interval(start, last.end), timex3=f"{start:%Y-%m}/{last.timex3}"
    )


ranges = Stage()


@ranges.rule("(on|by|until|since) the ordinal")
def day_of_month(match: Match, context: Context) -> Reading | None:
    """Read "on the 18th": of the month named just before, else by tense."""
    token, published = match.one("ordinal"), context.published
    if published is None or match.after() not in {"dot", "comma", "mark", "and", "end_of_text", "gap"}:
        return None
    for item in reversed(match.items[max(0, match.first - 30) : match.first]):
        period = ground(item, context) if item.tag.endswith(("_day", "_month")) else None
        if period and period.year and period.unit in {"day", "month"} and period.day < token.value:
            return match.reading(Period("day", period.year, period.part, token.value), start=token.start)
    ahead = points_ahead(context, match.start)
    months = [add_months(published.replace(day=1), count) for count in ((0, 1, 2) if ahead else (0, -1, -2))]
    for month in months:
        period = Period("day", month.year, month.month, token.value)
        if period.interval and (period.start >= published if ahead else period.start <= published):
            return match.reading(period, start=token.start)
    return None


@ranges.rule("open_quarter")
def stated_quarter(match: Match, context: Context) -> Reading | None:
    """Read the "fourth-quarter" of an article that told of "its fourth quarter ended Sept. 30"."""
    number = match.matched[0].period.part  # type: ignore[union-attr]
    month = context.quarters.get(number)
    if month is None or month == 3 * number or context.published is None:
        return None
    ended = latest(Period("month", None, month), context.published, ended=True)
    start = add_months(ended.start, -2)
    year = add_months(ended.start, 3 * (4 - number)).year
    return match.reading(Period("quarter", year, number), interval=Interval(start, ended.end))


@ranges.rule(
    "(in|for|over|during) the number us_months", "(in|for|over|during) the number hyphen u_month period"
)
def months_told_of(match: Match, context: Context) -> Reading | None:
    """Read "in the nine months", "in the nine-month period" as those to the end of the quarter or run told of before."""
    months = match.one("number").value
    if match.after() in {"of", "to", "ended", "ending", "before", "after", "from", "through", "up"}:
        return None
    for item in reversed(match.items[max(0, match.first - 80) : match.first]):
        days = _months_of(item, months, context)
        if days:
            start = match.one("number").start
            return match.reading(
                tag="span", start=start, type="DURATION", interval=days, timex3=f"P{months}M"
            )
    return None


def _months_of(item: Item, months: int, context: Context) -> Interval | None:
    """The days of a run of so many months, or the months of the year up to the end of a quarter."""
    if not isinstance(item, Reading):
        return None
    if item.interval and (item.tag == "span" or (item.timex3 or "").startswith("P")):
        return item.interval if add_months(item.interval.start, months) == _day_after(item.interval) else None
    period = ground(item, context) if item.tag.endswith("_quarter") else None
    days = item.interval or (period.interval if period else None)
    if period is None or days is None or months not in {6, 9} or period.part * 3 != months:
        return None
    return Interval(add_months(_day_after(days), -months), days.end)


def _day_after(days: Interval) -> date:
    return days.end + timedelta(days=1)


@ranges.rule("nth")
def bare_ordinal(match: Match, context: Context) -> Reading | None:
    """Read the "second" of "8.1% in the third quarter, from 12.6% in the second": no quarter still to come."""
    number = match.one("nth").value
    if match.before() != "the" or match.before(2) not in {"in", "for", "from", "of"} or number > 4:
        return None
    if match.after() not in {"dot", "comma", "mark", "end_of_text"}:
        return None
    earlier = [
        item for item in match.items[max(0, match.first - 40) : match.first] if item.tag.endswith("_quarter")
    ]
    if not earlier or not isinstance(earlier[-1], Reading):
        return None
    named = ground(earlier[-1], context)
    if named is None or named.year is None or named.unit != "quarter":
        return None
    told = Period("quarter", named.year, number)
    days, published = told.interval, context.published
    is_to_come = days is not None and published is not None and days.start > published
    if is_to_come and number > named.part and not points_ahead(context, match.start):
        told = told.in_year(named.year - 1)
    return match.reading(told)


@ranges.rule(
    "(from|between)? when (up_to|and|or|slash) when",
    "(between|from)? when comma when (and|or) when",
    "open_month hyphen (to|and) hyphen open_month",
    "from when up? up_to when",
    "when up_to end when",
)
def period_range(match: Match, context: Context) -> Reading | None:
    """Read "January to April this year", "between 2008 and 2012", "May or June"."""
    parts = match.all("when")
    left, right = parts[0], parts[-1]
    joined = match.one("and")
    if joined and not match.one("between") and not _consecutive(parts, context):
        return None
    if match.one("up_to") and _MOVED.search(context.text[max(0, match.start - 40) : match.start + 5]):
        return None
    if match.one("hyphen") and left.tag == "dated_year" and left.start + 4 != left.end:
        return None
    interval = _range(left, right, context)
    if interval is None:
        return None
    return match.reading(
        tag="span", start=left.start, interval=interval, timex3=f"{interval.start}/{interval.end}"
    )


_MOVED = re.compile(
    r"\b(?:push|slip|delay|postpone|mov|brought|bring|defer|extend|shift|change|reschedul)\w*\b[^.;]*\bfrom\b"
)  # "slipped from June to July" names two dates


def _consecutive(parts: list[Any], context: Context) -> bool:
    """Tell whether the parts of "April and May" follow one another, so that they make one period."""
    units = {part.period.unit if getattr(part, "period", None) else part.tag for part in parts}
    if len(units) > 1:
        return False
    if parts[0].tag == "weekday":
        return all((after.value - before.value) % 7 == 1 for before, after in itertools.pairwise(parts))
    if any(part.tag == "span" for part in parts):
        return False
    unit = parts[0].period.unit
    if unit not in {"month", "quarter", "year"}:
        return False
    if unit == "year":
        places = [part.period.year for part in parts]
        return None not in places and all(b - a == 1 for a, b in itertools.pairwise(places))
    size = 12 if unit == "month" else 4
    return all((b.period.part - a.period.part) % size == 1 for a, b in itertools.pairwise(parts))


def _range(left: Any, right: Any, context: Context) -> Interval | None:
    """Give both ends their years: the one that has none takes the other's."""
    if left.tag == "weekday" or right.tag == "weekday":
        return _weekday_range(left, right, context)
    first, last = left.days, right.days
    if first is None and last is None:
        if left.period is None or right.period is None or left.period.unit == "year":
            return None
        settled = ground(right, context)
        last = settled.interval if settled else None
    if last is None and first is not None:
        if right.period is None:
            return None
        last = upcoming(right.period, first.start).interval
    if first is None and last is not None:
        if left.period is None:
            return None
        first = latest(left.period, last.end).interval
    if first is None or last is None or first.start > last.end:
        return None
    return Interval(first.start, last.end)


def _weekday_range(left: Any, right: Any, context: Context) -> Interval | None:
    first, last = ground(left, context), ground(right, context)
    if first is None or last is None or first.interval is None or last.interval is None:
        return None
    start, end = first.interval.start, last.interval.end
    if left.tag == "weekday" and start > end:
        if context.is_future(left.start) or start == context.published:
            end += timedelta(days=7)
        else:
            start -= timedelta(days=7)
    return Interval(start, end) if start <= end else None


@ranges.rule("open_days", "dated_days")
def day_range(match: Match, context: Context) -> Reading | None:
    """Settle "May 9-13"."""
    item: Any = match.matched[0]
    first, last = item.period, item.value
    if first.year is None:
        if context.published is None:
            return match.reading(tag="span", timex3=f"{first.timex3}/{last.timex3}")
        settled = ground(replace(item, tag="open_day"), context)
        if settled is None or settled.year is None:
            return None
        first, last = settled, last.in_year(settled.year)
    days = first.interval, last.interval
    if None in days:
        return None
    return match.reading(
        tag="span", interval=Interval(days[0].start, days[1].end), timex3=f"{first.timex3}/{last.timex3}"
    )


@ranges.rule("open_days (of|in)? dated_year", "open_days of shift")
def day_range_in_year(match: Match, context: Context) -> Reading | None:
    """Read "3 to 7 June last year"."""
    item, whole = match.matched[0], match.matched[-1]
    if whole.tag == "shift" or whole.period is None or whole.period.year is None:  # type: ignore[union-attr]
        return None
    year = whole.period.year  # type: ignore[union-attr]
    first, last = item.period.in_year(year), item.value.in_year(year)  # type: ignore[union-attr]
    return match.reading(
        tag="span", interval=Interval(first.start, last.end), timex3=f"{first.timex3}/{last.timex3}"
    )


bounds = Stage()


@bounds.rule("weekday")
def weekday_alone(match: Match, context: Context) -> Reading:
    """Read "Monday"."""
    return match.reading(ground(match.matched[0], context), tag="dated_day")


@bounds.rule("from when (on|onward|onwards)", "when (onward|onwards)")
def onwards(match: Match, context: Context) -> Reading | None:
    """Read "from 2000 onwards" as 2000 to publication, or all from a day to come."""
    item: Any = match.one("when")
    days, timex3 = item_days(item, context)
    if days is None or context.published is None:
        return None
    until = max(days.end, context.published)
    return match.reading(
        tag="span",
        start=item.start,
        end=item.end,
        interval=Interval(days.start, until),
        timex3=timex3,
        boundary="from",
        named=days,
    )


@bounds.rule(
    "(by|before|since|until|till|after|from) (the|about|around)? (when)",
    "(up) to (the)? when",
    "(ever) since (the)? when",
    "prior to (the)? when",
)
def bounded(match: Match, context: Context) -> Reading | None:
    """Read "since March 2020" as March 2020 to publication, "before June" as publication to 31 May."""
    item = match.matched[-1]
    word = match.matched[0].tag
    word = {"prior": "before", "till": "until", "up": "until"}.get(word, word)
    days, timex3 = item_days(item, context)
    if days is None:
        return None
    bounded_days = _bounded_days(word, days, match, context)
    if not isinstance(item, Reading):
        item = match.reading(tag="span", start=item.start)
    return replace(item, weak=False, boundary=word, interval=bounded_days, timex3=timex3, named=days)


@bounds.rule("since (its|their) other other? (in|on) when", "since the other (in|on) when")
def since_happening(match: Match, context: Context) -> Reading | None:
    """Read the "May 2020" of "since its launch in May 2020" as that month to publication."""
    item: Any = match.matched[-1]
    days, timex3 = item_days(item, context)
    if days is None or context.published is None or days.start > context.published:
        return None
    until = Interval(days.start, context.published)
    if not isinstance(item, Reading):
        item = match.reading(tag="span", start=item.start)
    since: Reading = replace(item, weak=False, interval=until, timex3=timex3, named=days)
    return since


def _bounded_days(word: str, days: Interval, match: Match, context: Context) -> Interval:
    """Return the days "since", "until" or "before" some days; "not before 2030" is 2030 itself."""
    published = context.published
    if published is None:
        return days
    if word == "since" and days.start <= published:
        return Interval(days.start, published)
    if word == "until" and days.start > published:
        return Interval(published, days.end)
    if word == "before" and days.start > published and not _is_negated(context.text, match.start):
        return Interval(published, days.start - timedelta(days=1))
    return days


_NEGATION = re.compile(r"(?:\bnot|n['’]t|\bunlikely|\bnever|\bhardly)\b[^.;\n]{0,60}$", re.IGNORECASE)


def _is_negated(text: str, offset: int) -> bool:
    return _NEGATION.search(text[max(0, offset - 80) : offset]) is not None


def item_days(item: Any, context: Context) -> tuple[Interval | None, str | None]:
    """The days and TIMEX3 value of a period or weekday, settled."""
    if isinstance(item, Reading) and item.days:
        return item.days, item.timex
    period = ground(item, context)
    return (period.interval, period.timex3) if period else (None, None)
