"""Applies the shift of a date that counts from another period of the text."""

from datetime import date, timedelta

from factextract.mentions.dates.calendar import (
    Period,
    Unit,
    add_months,
    day_period,
    latest,
    month_end,
    period_around,
    upcoming,
)
from factextract.mentions.model import DateMention, Interval, Shift

_WIDTHS: dict[str, Unit] = {
    "XXXX": "year",
    "XXXX-XX": "month",
    "XXXX-QX": "quarter",
    "XXXX-HX": "half",
    "XXXX-WXX": "week",
    "XXXX-WXX-WE": "weekend",
    "XXXX-XX-XX": "day",
}
_SEASONS = {"SP": 1, "SU": 2, "FA": 3, "WI": 4}


def resolve(mention: DateMention, reference: Interval) -> Interval | None:
    """Return the days of a mention that counts from another period, given that period.

    "a year earlier" from January to April 2025 gives January to April 2024.
    """
    shift = mention.shift
    if shift is None:
        return mention.interval
    try:
        return _resolve(mention, shift, reference)
    except (OverflowError, ValueError):
        return None


def year_before(interval: Interval) -> Interval:
    """Return the same days a year earlier; the ends of months stay ends of months."""
    back = Shift(years=-1)
    return Interval(_moved(interval.start, back, end=False), _moved(interval.end, back, end=True))


def _resolve(mention: DateMention, shift: Shift, reference: Interval) -> Interval | None:
    moved = Interval(_moved(reference.start, shift, end=False), _moved(reference.end, shift, end=True))
    if shift.weekday is not None:
        return _weekday(shift, reference)
    template = mention.timex3
    if shift.same and template and template.isdigit():
        years = Shift(years=int(template) - reference.start.year)
        return Interval(_moved(reference.start, years, end=False), _moved(reference.end, years, end=True))
    if template is None or not template.startswith("XXXX"):
        return moved
    if template in _WIDTHS:
        return _widened(_WIDTHS[template], shift, moved, mention.boundary)
    return _named(_parse(template), shift, moved, reference)


def _moved(day: date, shift: Shift, *, end: bool) -> date:
    months = 12 * shift.years + shift.months
    if end and months and day == month_end(day.year, day.month):
        target = add_months(day.replace(day=1), months)
        return month_end(target.year, target.month) + timedelta(days=shift.days)
    return add_months(day, months) + timedelta(days=shift.days)


def _widened(unit: Unit, shift: Shift, moved: Interval, boundary: str | None) -> Interval | None:
    """Take the whole month or year the moved period lies in; a longer one stays as it is."""
    if unit == "day" and shift.days > 0:
        return Interval(moved.end, moved.end)
    around = period_around(unit, moved.start).interval
    if around is None:
        return None
    if moved.end > around.end and not shift.same:
        around = moved
    if boundary == "end":
        return Interval(around.end, around.end)
    if boundary == "start":
        return Interval(around.start, around.start)
    return around


def _weekday(shift: Shift, reference: Interval) -> Interval | None:
    """Find "the following Thursday", "the previous Friday"."""
    number = shift.weekday or 0
    if shift.forward:
        after = reference.end if not shift.same else reference.start - timedelta(days=1)
        return day_period(after + timedelta(days=(number - after.weekday() - 1) % 7 + 1)).interval
    before = reference.start
    return day_period(before - timedelta(days=(before.weekday() - number - 1) % 7 + 1)).interval


def _parse(template: str) -> Period:
    """Read back XXXX-05, XXXX-05-20, XXXX-Q1, XXXX-SU."""
    parts = template.split("-")
    if len(parts) == 3:
        return Period("day", None, int(parts[1]), int(parts[2]))
    if parts[1][0] == "Q":
        return Period("quarter", None, int(parts[1][1:]))
    if parts[1][0] == "H":
        return Period("half", None, int(parts[1][1:]))
    if parts[1] in _SEASONS:
        return Period("season", None, _SEASONS[parts[1]])
    return Period("month", None, int(parts[1]))


def _named(period: Period, shift: Shift, moved: Interval, reference: Interval) -> Interval | None:
    """Find the part of a year that is named: "the following January", "April 20 of that year"."""
    if shift.years or shift.months or (shift.same and not shift.forward):
        return period.in_year(moved.start.year).interval
    if shift.same:
        return upcoming(period, reference.start).interval
    if shift.forward:
        return upcoming(period, reference.end, begun=False).interval
    return latest(period, reference.start - timedelta(days=1), ended=True).interval
