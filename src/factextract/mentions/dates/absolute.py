"""Dates that name their place in the calendar: "Feb. 21, 2023", "11 October", "Q1", "1980s", "FY24"."""

from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from factextract.mentions.dates.calendar import Period, day_period, easter, nth_weekday
from factextract.mentions.dates.engine import Context, Match, Reading, Stage
from factextract.mentions.dates.lexer import tables
from factextract.mentions.dates.tense import nearest_with_weekday, points_ahead
from factextract.mentions.model import Interval

absolute = Stage()


def year_of(token: Any) -> int:
    """Read "2004" or "'87"."""
    digits = token.text.strip("'’‘`")
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (1900 if int(digits) > 40 else 2000)


def _day(match: Match, day: int, context: Context) -> Reading | None:
    year = match.one("year")
    month = int(match.one("month_any").value)
    period = Period("day", year_of(year) if year else None, month, day)
    if period.in_year(2024).interval is None:
        return None
    weekday = match.one("weekday_any")
    if weekday and not year and context.published:
        period = nearest_with_weekday(period, weekday.value, context.published)
    return match.reading(period)


@absolute.rule("(weekday_any comma? (the)?)? month_any dayno (comma? year)?")
def month_and_day(match: Match, context: Context) -> Reading | None:
    """Read "Feb. 21, 2023", "Oct 20", "Saturday, April 25"; in "the April 10-year bond" there is no day."""
    if match.after() == "hyphen" and match.is_joined_on() and match.matched[-1].tag == "small":
        return None
    return _day(match, match.one("dayno").value, context)


@absolute.rule("(weekday_any comma? (the)?)? dayno of? month_any (comma? of? year)?")
def day_and_month(match: Match, context: Context) -> Reading | None:
    """Read "11 October", "21st of March", "Sunday, 12 December 2004"."""
    return _day(match, match.one("dayno").value, context)


_AFTER_DAY = frozenset({"dot", "comma", "and", "to", "mark", "unparen", "end_of_text", "gap"})


@absolute.rule("month (word_number|ordinal_word) (comma? year)?")
def month_and_spelled_day(match: Match, context: Context) -> Reading | None:
    """Read the "March five" of old wires, where no noun follows that the number could count."""
    named = match.before() in {"the", "on", "of", "since"} and match.after() == "other"
    if not named and match.after() not in _AFTER_DAY:
        return None
    return _day(match, match.matched[1].value, context)


def _days(match: Match, first: int, last: int) -> Reading | None:
    if first >= last:
        return None
    year = match.one("year")
    month = int(match.one("month_any").value)
    period = Period("day", year_of(year) if year else None, month, first)
    other = replace(period, day=last)
    if other.in_year(2024).interval is None:
        return None
    return match.reading(period, tag="dated_days" if year else "open_days", value=other)


@absolute.rule(
    "month_any dayno (up_to|link) dayno (comma? year)?",
    "dayno (up_to|link) (the)? dayno of? month_any (comma? year)?",
)
def days_of_month(match: Match, context: Context) -> Reading | None:
    """Read "May 9-13, 2013", "16 or 17 March", "3 to 7 June"."""
    first, last = match.all("dayno")[:2]
    if match.after() in {"any_unit", "mark"}:
        return None
    return _days(match, first.value, last.value)


@absolute.rule("month_any comma? (of)? year", "month_any (in) year")
def month_and_year(match: Match, context: Context) -> Reading:
    """Read "February 2020", "Sept. 2014"."""
    return match.reading(Period("month", year_of(match.one("year")), match.one("month_any").value))


@absolute.rule("month", "month_abbr")
def month_alone(match: Match, context: Context) -> Reading:
    """Read "January"."""
    token = match.matched[0]
    return match.reading(Period("month", None, token.value), weak=True, value=token)


_BEFORE_FALL = frozenset(
    [
        "the",
        "last",
        "next",
        "this",
        "that",
        "early",
        "late",
        "mid",
        "in",
        "by",
        "since",
        "during",
        "until",
        "hyphen",
    ]
)


@absolute.rule("season of? year", "season")
def season(match: Match, context: Context) -> Reading | None:
    """Read "summer of 2021", "autumn"."""
    year = match.one("year")
    if match.one("season").text.lower() == "fall" and match.before() not in _BEFORE_FALL:
        return None
    return match.reading(
        Period("season", year_of(year) if year else None, match.one("season").value), weak=not year
    )


@absolute.rule("(fiscal hyphen?)? (nth|final|last) hyphen? (fiscal|financial)? hyphen? u_quarter")
def quarter(match: Match, context: Context) -> Reading | None:
    """Read "first quarter", "fourth-quarter", "fiscal second quarter"."""
    named = match.one("nth")
    if named is None and match.one("last"):
        return None
    number = named.value if named else 4
    if number > 4:
        return None
    period = Period("quarter", None, number)
    if match.one("fiscal") and context.fiscal and context.published:
        days = context.fiscal.quarter(number, context.published)
        return match.reading(period.in_year(days.end.year), interval=days)
    return match.reading(period)


@absolute.rule("last u_quarter of year")
def last_quarter_of(match: Match, context: Context) -> Reading:
    """Read "last quarter of 1986"."""
    return match.reading(Period("quarter", year_of(match.one("year")), 4))


@absolute.rule("(nth|last|final) hyphen? half")
def half(match: Match, context: Context) -> Reading | None:
    """Read "first half", "second-half"."""
    named = match.one("nth")
    number = named.value if named else 2
    return match.reading(Period("half", None, number)) if number <= 2 else None


@absolute.rule("quarter", "quarter (fyear|year)", "year quarter", "quarter comma year")
def quarter_sign(match: Match, context: Context) -> Reading:
    """Read "Q1", "1Q", "H2 2024", "Q3 FY24"."""
    sign = match.one("quarter").text
    number = int(sign.strip("QH"))
    year, fiscal = match.one("year"), match.one("fyear")
    named = year_of(year) if year else _fiscal_year_number(fiscal.text) if fiscal else None
    return match.reading(Period("quarter" if "Q" in sign else "half", named, number))


@absolute.rule("new u_year")
def new_year(match: Match, context: Context) -> Reading | None:
    """Read "in the New Year": the one that has begun or is nearest to begin."""
    if context.published is None or not context.text[match.end - 4].isupper():
        return None
    if match.before() != "in" and match.before(2) != "in":
        return match.reading(Period("day", None, 1, 1))
    return match.reading(Period("year", context.published.year + (context.published.month > 6)))


@absolute.rule("iso")
def iso_day(match: Match, context: Context) -> Reading | None:
    """Read "2025-05-27"."""
    text = match.matched[0].text  # type: ignore[union-attr]
    when = datetime.fromisoformat(text)
    time = f"{when:%H:%M}" if len(text) > 10 else None
    return match.reading(
        day_period(when.date()), time=time, timex3=f"{when:%Y-%m-%dT%H:%M}" if time else None
    )


@absolute.rule("numeric")
def numeric_day(match: Match, context: Context) -> Reading | None:
    """Read "27/5/2025", "12.31.2024": where day and month cannot be told apart, nothing."""
    text = match.matched[0].text  # type: ignore[union-attr]
    orders = [found for order in ("DMY", "MDY") if (found := _numeric(text, order))]
    if len(set(orders)) != 1:
        return None
    return match.reading(day_period(orders[0]))


@lru_cache(maxsize=1024)
def _numeric(text: str, order: str) -> date | None:
    """Let dateparser read a numeric date in a given order, strictly."""
    from dateparser import parse  # slow to import, and seldom needed

    settings = {
        "DATE_ORDER": order,
        "REQUIRE_PARTS": ["day", "month", "year"],
        "STRICT_PARSING": True,
        "PARSERS": ["absolute-time"],
    }
    found = parse(text, languages=["en"], settings=settings)
    if (
        found is None
        or int(text.replace("/", "-").replace(".", "-").split("-")[0 if order == "DMY" else 1]) != found.day
    ):
        return None
    return found.date()


@absolute.rule("decade", "decade_word")
def decade(match: Match, context: Context) -> Reading:
    """Read "1990s", "'80s", "the nineties"."""
    token: Any = match.matched[0]
    if token.tag == "decade_word":
        year = token.value
    else:
        digits = "".join(filter(str.isdigit, token.text))
        year = int(digits) if len(digits) == 4 else 1900 + int(digits)
    return match.reading(Period("decade", year), weak=token.tag == "decade_word")


@absolute.rule("nth u_century")
def century(match: Match, context: Context) -> Reading:
    """Read "the 20th century"."""
    return match.reading(Period("century", (match.one("nth").value - 1) * 100))


@absolute.rule("year_number")
def year_alone(match: Match, context: Context) -> Reading | None:
    """Read "2004"; only 1900 to 2100 can stand without words that ask for a year."""
    return match.reading(Period("year", year_of(match.matched[0])), weak=True, value=match.matched[0])


@absolute.rule("shortyear")
def short_year_alone(match: Match, context: Context) -> Reading:
    """Read "'87"."""
    return match.reading(Period("year", year_of(match.matched[0])), weak=True, value=match.matched[0])


@absolute.rule(
    "tens hyphen? tens",
    "word_number tens hyphen? word_number",
    "word_number tens",
)
def spelled_year(match: Match, context: Context) -> Reading | None:
    """Read "nineteen ninety-six"."""
    numbers = [item.value for item in match.matched if item.tag in {"word_number", "tens"}]
    if numbers[0] != 19 or len(numbers) < 2 or numbers[1] < 20:
        return None
    return match.reading(Period("year", 1900 + sum(numbers[1:])))


@absolute.rule("yearpair")
def year_pair(match: Match, context: Context) -> Reading | None:
    """Read "1986/87", "2022/2023" as a fiscal year where its calendar is known, else both years; "1987-90" is a range."""
    text = match.matched[0].text  # type: ignore[union-attr]
    first, short = int(text[:4]), int(text[-2:])
    last = first // 100 * 100 + short + (100 if short < first % 100 else 0)
    if not 0 < last - first <= 30:
        return None
    if last == first + 1 and context.fiscal and context.fiscal.end_month != 12:
        return match.reading(interval=context.fiscal.year(last), timex3=str(last))
    return match.reading(interval=Interval(date(first, 1, 1), date(last, 12, 31)), timex3=f"{first}/{last}")


def _fiscal_year_number(text: str) -> int:
    digits = "".join(filter(str.isdigit, text))
    if len(digits) == 6:
        return int(digits[:4]) + 1
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


@absolute.rule(
    "fyear",
    "(fiscal|financial) (u_year)? (year|yearpair)",
    "year (fiscal|financial) u_year",
    "(fiscal|financial) u_year (yearpair)",
)
def named_fiscal_year(match: Match, context: Context) -> Reading:
    """Read "fiscal 2024", "FY25", "the 1987 financial year", "fiscal 2019-20"."""
    sign, pair, plain = match.one("fyear"), match.one("yearpair"), match.one("year")
    if pair or (sign and "/" in sign.text):
        text = pair.text[:4] + pair.text[-2:] if pair else sign.text
        year = _fiscal_year_number(text)
        days = (
            context.fiscal.year(year)
            if context.fiscal
            else Interval(date(year - 1, 1, 1), date(year, 12, 31))
        )
        return match.reading(Period("year", year), interval=days)
    year = _fiscal_year_number(sign.text) if sign else year_of(plain)
    return match.reading(
        Period("year", year), interval=context.fiscal.named(year) if context.fiscal else None
    )


@absolute.rule("holiday year?", "holiday comma year")
def holiday(match: Match, context: Context) -> Reading | None:
    """Read "Christmas Day", "Easter Monday", "Thanksgiving": of the year named, else the nearest by tense."""
    name = " ".join(match.one("holiday").text.lower().replace("’", "'").split())
    year = match.one("year")
    if year:
        return match.reading(day_period(holiday_date(name, year_of(year))))
    if name in tables()["holidays"]:
        month, day = tables()["holidays"][name]
        return match.reading(Period("day", None, month, day))
    if context.published is None:
        return None
    days = [holiday_date(name, context.published.year + offset) for offset in (-1, 0, 1)]
    if points_ahead(context, match.start):
        return match.reading(day_period(next(day for day in days if day >= context.published)))
    return match.reading(day_period(next(day for day in reversed(days) if day <= context.published)))


def holiday_date(name: str, year: int) -> date:
    """Return the date of a holiday in a year."""
    if name in tables()["holidays"]:
        return date(year, *tables()["holidays"][name])
    if name in tables()["easter"]:
        return date.fromordinal(easter(year).toordinal() + tables()["easter"][name])
    return nth_weekday(year, *tables()["moving"][name])


@absolute.rule("clock (local time)?", "clock other")
def clock(match: Match, context: Context) -> Reading | None:
    """Read "6:05 pm", "1700 GMT", "5:30 am local time"."""
    token = match.one("clock")
    other = match.one("other")
    if other and other.text not in tables()["zones"]["names"]:
        return None
    time = clock_time(token.text)
    return match.reading(tag="clock", type="TIME", time=time, timex3=f"T{time}", value=time) if time else None


@absolute.rule("(small|word_number) in the part_of_day")
def clock_in_words(match: Match, context: Context) -> Reading | None:
    """Read "4 in the morning", "two in the afternoon"; not "two in the night"."""
    hour, part = match.matched[0], match.one("part_of_day").value
    if hour.value > 12 or part == "NI":
        return None
    time = clock_time(f"{hour.value} {'a' if part == 'MO' else 'p'}m")
    if match.before() not in {"at", "by", "until", "from", "around", "before", "after", "about"}:
        return None
    return match.reading(tag="clock", type="TIME", time=time, timex3=f"T{time}", value=time)


@lru_cache(maxsize=1024)
def clock_time(text: str) -> str | None:
    """Return HH:MM of "6:05 p.m.", "0900", "10.30am"."""
    digits = "".join(char if char.isdigit() else " " for char in text).split()
    hour, minute = int(digits[0]), int(digits[1]) if len(digits) > 1 else 0
    if len(digits) == 1 and len(digits[0]) == 4:
        hour, minute = divmod(int(digits[0]), 100)
    lowered = text.lower()
    if "p" in lowered and hour < 12:
        hour += 12
    elif "a" in lowered and hour == 12:
        hour = 0
    return f"{hour % 24:02d}:{minute:02d}" if minute < 60 else None


@absolute.rule("noon", "midday", "midnight")
def noon(match: Match, context: Context) -> Reading:
    """Read "noon", "midnight"."""
    time = "00:00" if match.one("midnight") else "12:00"
    return match.reading(tag="clock", type="TIME", time=time, timex3=f"T{time}", value=time, weak=True)
