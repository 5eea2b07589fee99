"""The types of mention: what a stretch of text names, with its offsets and its normalised value.

Mentions know nothing of facts. ``start`` and ``end`` always count characters of the article's text,
so that ``text[mention.start:mention.end]`` is the mention as written.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

Modifier = Literal["exact", "approximate", "at_least", "at_most", "more_than", "less_than"]
Recurrence = Literal["daily", "weekly", "monthly", "yearly"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written: ``value`` for one number, ``low`` and ``high`` for a range.

    "8.5 million" is Decimal("8500000"); "3 to 5" has low 3 and high 5; "two-thirds" is 2/3 with ``fraction`` set.
    """

    start: int
    end: int
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    fraction: bool = False


class Dimension(StrEnum):
    """What a quantity measures; decides which kinds of fact it can become."""

    MONEY = "money"  # unit: ISO 4217 code
    PERCENT = "percent"  # unit: percent; fractions of a whole ("a third of") too, as percent
    POINTS = "points"  # unit: percentage_point or basis_point
    MULTIPLE = (
        "multiple"  # "doubled", "twice", "threefold", "halved": the change as percent (100, 100, 200, -50)
    )
    DURATION = "duration"  # unit: year, month, week, day, hour, minute, ...
    MEASURE = "measure"  # unit: a physical unit's English name in the singular
    COUNT = "count"  # unit: the lemma of the noun counted
    BARE = "bare"  # a number with no unit of its own


@dataclass(frozen=True, slots=True)
class Equivalent:
    """The same amount restated in another currency in brackets: "300 billion yuan ($41.7 billion)"."""

    start: int
    end: int
    unit: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: the evidence span of a value fact.

    ``number_start:number_end`` is the number alone; ``unit_start:unit_end`` the unit's or counted noun's own
    characters (equal offsets where the unit is not written, as for a bare number).
    """

    start: int
    end: int
    number_start: int
    number_end: int
    dimension: Dimension
    unit: str
    unit_start: int
    unit_end: int
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    per: str | None = None
    equivalents: tuple[Equivalent, ...] = ()


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of days, both ends included."""

    start: date
    end: date

    def side_of(self, day: date) -> Literal["past", "now", "future"]:
        """Whether these days are over by ``day``, still to come, or hold it."""
        return "past" if self.end < day else "future" if self.start > day else "now"


@dataclass(frozen=True, slots=True)
class Shift:
    """How a date that points at another period gets there from it: "a year earlier" is years=-1, "two days later" days=2.

    ``month`` or ``weekday`` (0 is Monday) name the unit sought from the reference: "the following January" is
    month=1, forward.
    ``same`` marks "the same period", "that year": the reference itself, before the shift is applied.
    """

    years: int = 0
    months: int = 0
    days: int = 0
    month: int | None = None
    weekday: int | None = None
    forward: bool = False
    same: bool = False


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date, time, duration or recurrence expression, by TIMEX3.

    ``interval`` is null where the text does not tell (no publication date, a bare duration, a date that points at another).
    ``shift`` is set for dates that count from another period of the text, which linking finds.
    ``boundary``: "by the end of", "before", "since", "until" and the like have already been read into ``interval``;
    the word is kept here for those who need it, and ``named`` keeps the days of the date itself ("since 2019": 2019).
    """

    start: int
    end: int
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    timex3: str | None
    interval: Interval | None = None
    time: str | None = None
    recurrence: Recurrence | None = None
    shift: Shift | None = None
    boundary: str | None = None
    vague: bool = False
    named: Interval | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A named thing: ``name`` is canonical ("China" for "Chinese"), ``type`` spaCy's label, ``id`` an ISO 3166 code or None.

    ``pointer`` marks words that stand for a name: "the company", "it", "its", "the country".
    """

    start: int
    end: int
    name: str
    type: str
    id: str | None = None
    pointer: bool = False


@dataclass(frozen=True, slots=True)
class Country:
    """A country by name, with its ISO 3166-1 code where it has one of today's."""

    name: str
    id: str | None


@dataclass(frozen=True, slots=True)
class Mentions:
    """All mentions of one article, each list in text order; ``home`` is the country it is chiefly about."""

    quantities: tuple[Quantity, ...] = field(default=())
    dates: tuple[DateMention, ...] = field(default=())
    names: tuple[Name, ...] = field(default=())
    home: Country | None = None
