"""The cascade: rules are patterns over the tags of tokens; each stage reduces what they match to readings.

A rule's pattern is a row of tags ("month dayno comma? year"), with the regex operators ``( | ) ?``. A name of
``CLASSES`` stands for any of its tags. Of the matches of a stage the leftmost win, and of those the longest.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from factextract.mentions.dates.calendar import Period
from factextract.mentions.dates.fiscal import FiscalCalendar
from factextract.mentions.dates.lexer import Token
from factextract.mentions.dates.symbols import tags_of
from factextract.mentions.model import Interval, Recurrence, Shift


@dataclass(frozen=True, slots=True)
class Context:
    """What a reading depends on beside its words."""

    text: str
    published: date | None
    is_future: Callable[[int], bool]
    fiscal: FiscalCalendar | None = None
    quarters: Mapping[int, int] = field(default_factory=dict)
    """The months that the article's quarters end in, where it states them: {4: 9}."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A stretch of text read as a date.

    ``tag`` is ``dated_<unit>``, ``open_<unit>`` (no year yet) or another kind: span, shift, clock, set ...
    A ``weak`` reading needs a word beside it that asks for a date: "May", "2000".
    """

    tag: str
    start: int
    end: int
    period: Period | None = None
    interval: Interval | None = None
    timex3: str | None = None
    type: Literal["DATE", "TIME", "DURATION", "SET"] = "DATE"
    time: str | None = None
    recurrence: Recurrence | None = None
    shift: Shift | None = None
    boundary: str | None = None
    vague: bool = False
    named: Interval | None = None
    weak: bool = False
    value: Any = None

    @property
    def days(self) -> Interval | None:
        """The days it covers, where known."""
        if self.interval:
            return self.interval
        return self.period.interval if self.period else None

    @property
    def timex(self) -> str | None:
        """Its TIMEX3 value."""
        if self.timex3:
            return self.timex3
        return self.period.timex3 if self.period else None


Item = Token | Reading


@dataclass(frozen=True, slots=True)
class Match:
    """The items a rule's pattern matched, with those around them."""

    items: list[Item]
    first: int
    last: int  # exclusive

    @property
    def start(self) -> int:
        """Offset of the first character."""
        return self.items[self.first].start

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.items[self.last - 1].end

    @property
    def matched(self) -> list[Item]:
        """The matched items."""
        return self.items[self.first : self.last]

    def all(self, name: str) -> list[Any]:
        """Return the matched items of a tag or class."""
        tags = tags_of(name)
        return [item for item in self.matched if item.tag in tags]

    def one(self, name: str) -> Any:
        """Return the first matched item of a tag or class, or None."""
        found = self.all(name)
        return found[0] if found else None

    def before(self, distance: int = 1) -> str:
        """Return the tag of the item before the match."""
        index = self.first - distance
        return self.items[index].tag if index >= 0 else "start"

    def after(self) -> str:
        """Return the tag of the item after the match."""
        return self.items[self.last].tag if self.last < len(self.items) else "end_of_text"

    def is_joined_on(self) -> bool:
        """Whether the item after the match follows without a space: of "April 10-year", the hyphen."""
        return self.last < len(self.items) and self.items[self.last].start == self.end

    def reading(self, period: Period | None = None, tag: str | None = None, **fields: Any) -> Reading:
        """Make a reading of the whole match."""
        if tag is None:
            tag = f"{'open' if period.year is None else 'dated'}_{period.unit}" if period else "span"
        fields = {"start": self.start, "end": self.end} | fields
        return Reading(tag, period=period, **fields)


RuleFunction = Callable[[Match, Context], Reading | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over tags and the function that reads what it matches."""

    pattern: re.Pattern[str]
    read: RuleFunction


class _Symbols(dict[str, str]):
    """One private-use character a tag, given out as tags are met."""

    def __missing__(self, tag: str) -> str:
        self[tag] = chr(0xE000 + len(self))
        return self[tag]


_symbols = _Symbols()


def symbol(tag: str) -> str:
    """Return the character that stands for a tag in the strings patterns run over."""
    return _symbols[tag]


def compile_pattern(template: str) -> re.Pattern[str]:
    """Turn a row of tags into a regex over their characters."""

    def symbols(name: re.Match[str]) -> str:
        return f"[{''.join(map(symbol, tags_of(name.group())))}]"

    return re.compile(re.sub(r"\s+", "", re.sub(r"\w+", symbols, template)))


def _read(rule: Rule, match: Match, context: Context) -> Reading | None:
    """Apply a rule; what lies outside the calendar ("99 centuries ago", 31 June) is no date."""
    try:
        return rule.read(match, context)
    except (OverflowError, ValueError):
        return None


class Stage:
    """One pass of the cascade, with its rules."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []

    def rule(self, *templates: str) -> Callable[[RuleFunction], RuleFunction]:
        """Register a function as the reading of some patterns."""

        def register(read: RuleFunction) -> RuleFunction:
            self.rules += [Rule(compile_pattern(template), read) for template in templates]
            return read

        return register

    def reduce(self, items: list[Item], context: Context) -> list[Item]:
        """Replace what the rules match by its readings."""
        tags = "".join([_symbols[item.tag] for item in items])
        found: list[tuple[int, int, int, Reading]] = []
        for order, rule in enumerate(self.rules):
            for match in rule.pattern.finditer(tags):
                reading = _read(rule, Match(items, match.start(), match.end()), context)
                if reading is not None:
                    found.append((match.start(), -match.end(), order, reading))
        found.sort(key=lambda entry: entry[:3])
        reduced: list[Item] = []
        position = 0
        for start, negative_end, _, reading in found:
            if start >= position:
                reduced += [*items[position:start], reading]
                position = -negative_end
        return reduced + items[position:]
