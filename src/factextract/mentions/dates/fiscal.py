"""The fiscal calendar an article uses: the one it states, else its country's."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from factextract.mentions.dates.calendar import add_months, month_end
from factextract.mentions.dates.lexer import tables
from factextract.mentions.model import Interval


@dataclass(frozen=True, slots=True)
class FiscalCalendar:
    """When fiscal years end, and whether "fiscal 2024" is named by the year it starts in (as in Japan)."""

    end_month: int
    named_by_start: bool = False

    def year(self, ends_in: int) -> Interval:
        """Return the fiscal year that ends in a calendar year."""
        last = month_end(ends_in, self.end_month)
        return Interval(add_months(last + timedelta(days=1), -12), last)

    def named(self, year: int) -> Interval:
        """Return the year that "fiscal 2024" names."""
        return self.year(year + 1 if self.named_by_start and self.end_month < 12 else year)

    def around(self, day: date, count: int = 0) -> Interval:
        """Return the fiscal year a day lies in, or so many years after it."""
        return self.year(day.year + (day.month > self.end_month) + count)

    def quarter(self, number: int, published: date) -> Interval:
        """Return the latest first, second ... quarter that had ended."""
        start = add_months(self.around(published, 1).start, 3 * (number - 1))
        while add_months(start, 3) > published:
            start = add_months(start, -12)
        return Interval(start, add_months(start, 3) - timedelta(days=1))


_STARTS = ("beg", "start", "from", "run", "-", "–")
"""What a fiscal year's first month stands with; with any other words it is the last."""


@cache
def _statements() -> tuple[re.Pattern[str], ...]:
    names = sorted(tables()["months"] | tables()["month_abbreviations"], key=len, reverse=True)
    months = "|".join(name.title() for name in names)
    month = rf"(?P<month>{months})\b"
    seasons = "season|campaign|(?:crop|marketing|harvest|grain|sugar|coffee|cotton|water) year"
    runs = "runs? from|running from|beg[aiu]ns?|beginning|start(?:s|ed|ing)?|end(?:s|ed|ing)"
    verbs = r"\b(?P<verb>end(?:s|ed|ing)?|beg(?:ins?|inning|an|un)|start(?:s|ed|ing)?)\b"
    nth = "first|second|third|fourth"
    link = r"(?: (?:on|in|at|the|last|this|of|end)){0,3} (?:\d{1,2} |end-)?"
    return (
        re.compile(rf"\b(?:fiscal|financial)[ -]years?\b[\w ,’'/-]{{0,40}}?{verbs}{link}{month}"),
        re.compile(
            rf"\b(?:fiscal|financial)[ -]years? [\w ]{{0,12}}?\b(?P<verb>to|through|from)\b{link}{month}"
        ),
        re.compile(rf"\bfiscal[ -](?P<nth>{nth})[ -]quarter,? (?:which |that )?{verbs}{link}{month}"),
        re.compile(rf"\b(?:fiscal|financial|FY) ?(?:19|20)?\d\d,? (?:which |that )?{verbs}{link}{month}"),
        re.compile(rf"\b(?:19|20)\d\d/\d\d (?P<verb>to){link}{month}"),
        re.compile(rf"\byears? (?:(?:19|20)?\d\d[/-]\d{{2,4}} )?\((?P<month>{months}) ?(?P<verb>[-–])"),
        re.compile(rf"\b(?:{seasons}),? (?:(?:which|that) )?(?P<verb>{runs}){link}{month}"),
        re.compile(
            rf"\b(?:year|12 months|twelve months) (?:that )?(?P<verb>to|ended|ending|ends)\b{link}{month}"
        ),
    )


@cache
def _quarter_ends() -> re.Pattern[str]:
    names = sorted(tables()["months"] | tables()["month_abbreviations"], key=len, reverse=True)
    month = rf"(?P<month>{'|'.join(name.title() for name in names)})\b"
    nth = "[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth"
    return re.compile(
        rf"\b(?:(?P<nth>{nth})[ -]quarter|year),? (?:(?:which|that) )?end(?:ed|ing) (?:on )?{month}"
    )


def stated_quarters(text: str) -> dict[int, int]:
    """The months that an article says quarters end in: "its fourth quarter ended Sept. 30" gives 4: 9.

    So does "for the year ended Sept. 30": a year's results come with those of its last quarter.
    """
    if "quarter" not in text or " end" not in text:
        return {}
    months = tables()["months"] | tables()["month_abbreviations"]
    return {
        tables()["ordinals"][(found["nth"] or "fourth").lower()]: months[found["month"].lower()]
        for found in _quarter_ends().finditer(text)
    }


_TOLD_WITH = ("iscal", "inancial", "FY", "/", "season", " year", "campaign")


def fiscal_calendar(text: str, country: str | None) -> FiscalCalendar | None:
    """Find an article's fiscal calendar: "its fiscal year, which ends in June", else the country's own.

    A season's or crop year's counts as well: "the season, which runs from October to September".
    """
    if any(word in text for word in _TOLD_WITH):
        for statement in _statements():
            found = statement.search(text)
            if found:
                months = tables()["months"] | tables()["month_abbreviations"]
                month: int = months[found["month"].lower()]
                if "nth" in found.groupdict():
                    month = (month + 3 * (4 - tables()["ordinals"][found["nth"]]) - 1) % 12 + 1
                starts = found["verb"].startswith(_STARTS)
                return FiscalCalendar((month - 2) % 12 + 1 if starts else month, country == "JP")
    end = tables()["fiscal_years"].get(country)
    return FiscalCalendar(end, country == "JP") if end else None
