"""Calendar periods: what a date names before it is known which year is meant, and the days it covers."""

import calendar
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from factextract.mentions.model import Interval

Unit = Literal["day", "week", "weekend", "month", "quarter", "half", "season", "year", "decade", "century"]

MONTHS_IN = {"month": 1, "quarter": 3, "half": 6, "season": 3, "year": 12, "decade": 120, "century": 1200}
_SEASON_NAMES = {1: "SP", 2: "SU", 3: "FA", 4: "WI"}


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """Return the day so many months later (or earlier), the last of the month where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        raise OverflowError(f"no such year: {year}")
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (Butcher's rule)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """Return the nth weekday of a month; -1 is the last."""
    if nth < 0:
        last = month_end(year, month)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar period, with no ``year`` where the words leave it open.

    ``part`` is the number of the month, quarter, half or season in the year. Weeks and weekends carry the
    date they begin with. ``year`` is a decade's or a century's first.
    """

    unit: Unit
    year: int | None = None
    part: int = 0
    day: int = 0

    @property
    def start(self) -> date:
        """The first day. The year must be known."""
        year = self._known_year()
        match self.unit:
            case "day" | "week" | "weekend":
                return date(year, self.part, self.day)
            case "month":
                return date(year, self.part, 1)
            case "quarter":
                return date(year, 3 * self.part - 2, 1)
            case "half":
                return date(year, 6 * self.part - 5, 1)
            case "season":
                return date(year - 1, 12, 1) if self.part == 4 else date(year, 3 * self.part, 1)
            case "year" | "decade" | "century":
                return date(year, 1, 1)

    @property
    def end(self) -> date:
        """The last day. The year must be known."""
        match self.unit:
            case "day":
                return self.start
            case "week":
                return self.start + timedelta(days=6)
            case "weekend":
                return self.start + timedelta(days=1)
            case unit:
                return add_months(self.start, MONTHS_IN[unit]) - timedelta(days=1)

    @property
    def interval(self) -> Interval | None:
        """The days covered, or None while the year is open or where there is no such day (30 February)."""
        if self.year is None:
            return None
        try:
            return Interval(self.start, self.end)
        except (ValueError, OverflowError):
            return None

    @property
    def timex3(self) -> str:
        """The TIMEX3 value: 2024-Q1, 198 for a decade, XXXX-05 while the year is open."""
        year = "XXXX" if self.year is None else f"{self.year:04d}"
        match self.unit:
            case "day":
                return f"{year}-{self.part:02d}-{self.day:02d}"
            case "week" | "weekend":
                iso = self.start.isocalendar()
                return f"{iso.year:04d}-W{iso.week:02d}" + ("-WE" if self.unit == "weekend" else "")
            case "month":
                return f"{year}-{self.part:02d}"
            case "quarter":
                return f"{year}-Q{self.part}"
            case "half":
                return f"{year}-H{self.part}"
            case "season":
                return f"{year}-{_SEASON_NAMES[self.part]}"
            case "year":
                return year
            case "decade":
                return year[:3]
            case "century":
                return year[:2]

    def in_year(self, year: int) -> "Period":
        """Return the same period of a given year."""
        return replace(self, year=year)

    def _known_year(self) -> int:
        if self.year is None:
            raise ValueError("the year is open")
        return self.year


def day_period(day: date) -> Period:
    """Return the period of one day."""
    return Period("day", day.year, day.month, day.day)


def week_period(day: date) -> Period:
    """Return the week, Monday to Sunday, that a day lies in."""
    monday = day - timedelta(days=day.weekday())
    return Period("week", monday.year, monday.month, monday.day)


def weekend_period(day: date) -> Period:
    """Return the weekend of the week that a day lies in."""
    saturday = day + timedelta(days=5 - day.weekday())
    return Period("weekend", saturday.year, saturday.month, saturday.day)


def period_around(unit: Unit, day: date) -> Period:
    """Return the period of a unit that a day lies in: its week, month, quarter, year, decade."""
    match unit:
        case "day":
            return day_period(day)
        case "week":
            return week_period(day)
        case "weekend":
            return weekend_period(day)
        case "month":
            return Period("month", day.year, day.month)
        case "quarter":
            return Period("quarter", day.year, (day.month + 2) // 3)
        case "half":
            return Period("half", day.year, (day.month + 5) // 6)
        case "season":
            return Period("season", day.year + day.month // 12, day.month % 12 // 3 or 4)
        case "year":
            return Period("year", day.year)
        case "decade":
            return Period("decade", day.year // 10 * 10)
        case "century":
            return Period("century", day.year // 100 * 100)


def step(unit: Unit, day: date, count: int) -> Period:
    """Return the period of a unit so many units after the one a day lies in."""
    if unit in {"day", "week", "weekend"}:
        return period_around(unit, day + timedelta(days=count * (1 if unit == "day" else 7)))
    return period_around(unit, add_months(period_around(unit, day).start, count * MONTHS_IN[unit]))


def latest(period: Period, reference: date, *, ended: bool = False) -> Period:
    """Return a period of open year as the latest that began (or, with ``ended``, ended) by a day."""
    return _nearest(
        period,
        [reference.year + 1 - back for back in range(10)],
        lambda days: (days.end if ended else days.start) <= reference,
    )


def upcoming(period: Period, reference: date, *, begun: bool = True) -> Period:
    """Return a period of open year as the next not over on a day (or not ``begun``, where told)."""
    return _nearest(
        period,
        [reference.year - 1 + ahead for ahead in range(10)],
        lambda days: days.end >= reference if begun else days.start > reference,
    )


def _nearest(period: Period, years: list[int], holds: Callable[[Interval], bool]) -> Period:
    for year in years:
        dated = period.in_year(year)
        days = dated.interval
        if days and holds(days):
            return dated
    return period
