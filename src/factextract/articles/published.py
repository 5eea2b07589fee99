"""Dates of publication: what a file states, as a `date`. Today's is never used, and nothing is guessed."""

import re
from datetime import date, datetime

_LONGEST = 100

_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
# With zone words after the clock time that datetime.fromisoformat does not know ("10:00 UTC").
_ISO_DAY_AND_TIME = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})"
    r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:[A-Za-z]{1,5}|[+-]\d{2}:?\d{2})?)?"
)
_ISO_DAY_IN_NAME = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_NUMBERS_ONLY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")


def parse_published(value: str) -> date:
    """The day a stated date names.

    "2025-05-27", "2025-05-27T23:30:00-08:00", "Tue, 27 May 2025 10:00:00 GMT", "27 May 2025".

    The day is the one written, in the time zone it is written in. Raises ValueError, with the value and
    what is wrong with it, for what is no full date ("May 2025"), is relative ("yesterday") or could be two
    days ("05/04/2025").
    """
    stated = value.strip()
    if not stated or len(stated) > _LONGEST:
        raise ValueError(f"not a date: {_shown(stated)}")
    return _iso(stated) or _in_words(stated)


def date_in_name(name: str) -> date | None:
    """The first ISO date in a file's name: "2025-05-27-trains.txt". "2025-13-45" is none."""
    for match in _ISO_DAY_IN_NAME.finditer(name):
        if (day := _day(match)) is not None:
            return day
    return None


def iso_day(value: str) -> date:
    """The day of "2025-05-27" and of no other shape; ValueError where there is no such day ("2025-02-30")."""
    match = _ISO_DAY.fullmatch(value)
    day = _day(match) if match else None
    if day is None:
        raise ValueError(f"not a date: {_shown(value)}")
    return day


def _iso(stated: str) -> date | None:
    """An ISO 8601 date or date and time; None where the value is of another kind."""
    if match := _ISO_DAY_AND_TIME.fullmatch(stated):
        day = _day(match)
        if day is None:
            raise ValueError(f"not a date: {_shown(stated)}")
        return day
    try:
        return datetime.fromisoformat(stated).date()
    except ValueError:
        return None


def _in_words(stated: str) -> date:
    """A date with the month in words, or in numbers that can be read one way only ("27/05/2025")."""
    if (numbers := _NUMBERS_ONLY.match(stated)) and _reads_two_ways(numbers):
        raise ValueError(f"a date that could be two days: {_shown(stated)}; write it as year-month-day")
    import dateparser

    read = dateparser.parse(
        stated,
        languages=["en"],
        settings={
            "STRICT_PARSING": True,
            "REQUIRE_PARTS": ["day", "month", "year"],
            "PARSERS": ["absolute-time"],
        },
    )
    if read is None or not re.search(rf"(?<!\d){read.year:04}(?!\d)", stated):
        raise ValueError(f"not a date: {_shown(stated)}")
    day: date = read.date()
    return day


def _reads_two_ways(numbers: re.Match[str]) -> bool:
    first, second = int(numbers[1]), int(numbers[2])
    return first <= 12 and second <= 12 and first != second


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _shown(value: str) -> str:
    """A value for a message: quoted, and cut where it is long."""
    return repr(value if len(value) <= _LONGEST else value[:_LONGEST] + "…")
