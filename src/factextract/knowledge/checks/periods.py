"""How the periods of two figures stand to each other."""

from datetime import date, timedelta

from factextract.records import Basis, Period

_MONTHS = {"yoy": 12, "qoq": 3, "mom": 1}
"""How many months lie between the starts of the two periods that a growth compares."""

_YEAR = 350
_LONGEST_YEAR = 366
_WEEK = 7
_RECENT = 100
"""How many days may lie between a period and the one that a change is counted from."""


def may_be_same(one: Period | None, other: Period | None) -> bool:
    """Whether two periods are the same days; one that the text does not tell may be any."""
    return one is None or other is None or same_days(one, other)


def same_days(one: Period, other: Period) -> bool:
    """Whether both cover the same days."""
    return (one.start, one.end) == (other.start, other.end)


def may_be_of_one_year(one: Period | None, other: Period | None) -> bool:
    """Whether both lie within twelve months, whichever; one that the text does not tell may lie anywhere."""
    if one is None or other is None:
        return True
    return (max(one.end, other.end) - min(one.start, other.start)).days < _LONGEST_YEAR


def may_precede(earlier: Period | None, later: Period | None, basis: Basis | None) -> bool:
    """Whether a level of the one period is what a growth on this basis compares one of the other with.

    Without a basis any period will do that begins before, or one that ends as the other begins.
    """
    if earlier is None or later is None:
        return True
    months = _MONTHS.get(basis or "")
    if months is None:
        return earlier.start < later.start and not _is_of_a_longer_time(earlier, later)
    return _are_apart(earlier.start, later.start, months) and _are_apart(earlier.end, later.end, months)


def _is_of_a_longer_time(earlier: Period, later: Period) -> bool:
    """Whether a figure is of a year and another of some months: "$54m in nine months, more than the $48m of last year".

    Nor is a month's price what a day's rise is measured from: "traded at 57 cents in July, jumped 40% on Monday".
    """
    days, before = (later.end - later.start).days, (earlier.end - earlier.start).days
    return 0 < days < _YEAR <= before or (days == 0 and before > _WEEK)


def is_long_before(earlier: Period | None, later: Period | None) -> bool:
    """Whether a period was over long before the other began, and is not the same of the year before.

    Of "dropped 5 percent to $5.8bn last year, compared with $12.8bn in 2021" it is not told what the drop is from.
    """
    if earlier is None or later is None or is_year_before(earlier, later):
        return False
    return (later.start - earlier.end).days > _RECENT


def is_year_before(earlier: Period, later: Period) -> bool:
    """Whether the one period is the other a year before."""
    return may_precede(earlier, later, "yoy")


def _months_before(day: date, months: int) -> date:
    """The first day of the month so many months before a day's."""
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1) if index >= 12 else date.min


def _are_apart(earlier: date, later: date, months: int) -> bool:
    """Whether days lie so many months apart, give or take a week: of "26 weeks to 28 June" the first half is the like."""
    return _same_month(earlier, _months_before(later, months)) or any(
        _same_month(earlier + timedelta(days=days), _months_before(later + timedelta(days=days), months))
        for days in (-_WEEK, _WEEK)
    )


def _same_month(one: date, other: date) -> bool:
    return (one.year, one.month) == (other.year, other.month)
