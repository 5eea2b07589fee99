"""factextract's dates in TimeML's shape: spans with their article, TIMEX3 values, one tag a date.

TimeML keeps "the" and hedges in the span ("the third quarter", "nearly two years"), tags both ends of a range
and both parts of "the nine months ended Sept. 30", gives the year for "the end of 2020" and a day for a bare
time. A date that counts from another ("a year earlier") has a value of its own, from the dates before it.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from factextract.mentions.dates import find_dates, resolve
from factextract.mentions.dates.lexer import tables as tables_of_dates
from factextract.mentions.model import DateMention, Interval, Shift


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression with its TIMEX3 value; None where there is none to give."""

    start: int
    end: int
    value: str | None


@cache
def table() -> dict[str, Any]:
    """TimeML's conventions as words: timex.toml."""
    return tomllib.loads((Path(__file__).parent / "timex.toml").read_text(encoding="utf-8"))


def read_timexes(text: str, dates: Iterable[DateMention], published: date) -> list[Timex]:
    """The time expressions of an article, from its date mentions in text order."""
    reader = _Reader(text, published)
    return [timex for mention in dates for timex in reader.read(mention)]


_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_ENDED = re.compile(
    rf"(?P<length>(?:[Tt]he )?(?!this|last|next)[\w-]+(?: [\w-]+)??) (?:ended|ending|to|through) (?:the )?"
    rf"(?P<day>{_MONTH}\S* \d+(?:, \d{{4}})?|yesterday|today|tomorrow)"
)
_FIRST_OF = re.compile(r"(?P<length>[\w ]+ (?:months|weeks|days)) of (?P<whole>.+)")
_MONTHS = re.compile(r"(three|six|nine|\d+) months")
_COUNTS = {"three": 3, "six": 6, "nine": 9}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_TWO_DATES = re.compile(
    r"(?P<first>.+?)(?: (?:and|to|through|until) (?:the )?| ?[–-] ?)(?P<second>.+)", re.DOTALL
)


_LATELY = 270  # days that a period that is compared with another may be over


@dataclass(frozen=True, slots=True)
class _Known:
    """A date that others count from: its TIMEX3 value and days."""

    value: str
    days: Interval | None


class _Reader:
    """Goes through an article's dates in order and keeps those that later ones count from."""

    def __init__(self, text: str, published: date) -> None:
        self.text = text
        self.published = published
        self.period: _Known | None = None
        """The last period that is over and wider than a day or a week, which comparisons count from."""
        self.quarter: _Known | None = None
        """The last such quarter."""
        self.date: _Known | None = None
        """The last date of any width."""

    def read(self, mention: DateMention) -> Iterator[Timex]:
        """The tags of one mention: two for a range or a length that ends on a day, none for "shortly"."""
        words = self.text[mention.start : mention.end]
        if words.lower() in table()["untagged"]["words"]:
            return
        start = _with_article(self.text, mention)
        ended = _ENDED.fullmatch(self.text, start, mention.end)
        length = _length(ended["length"], mention.interval) if ended and mention.interval else None
        if ended and mention.interval and length:
            if ended["length"].lower() == "the quarter" and self.quarter:
                length = self.quarter.value
            yield Timex(start, ended.end("length"), length)
            yield Timex(ended.start("day"), mention.end, mention.interval.end.isoformat())
            self._remember(length, mention.interval)
            return
        parts = self._parts(mention)
        if parts:
            yield from parts
            self._remember(mention.timex3, mention.interval)
            return
        split = _FIRST_OF.fullmatch(self.text, mention.start, mention.end)
        whole = self._whole_year(split["whole"]) if split and mention.type == "DURATION" else None
        if split and whole:
            yield Timex(start, split.end("length"), mention.timex3)
            yield Timex(split.start("whole"), mention.end, whole)
            self._remember(mention.timex3, mention.interval)
            return
        start, end = _trimmed(self.text, start, mention)
        value = (
            self._value(mention) if end >= mention.end else _duration(self.text[start:end]) or mention.timex3
        )
        yield Timex(_with_hedge(self.text, start, mention), end, value)
        if mention.shift is None or (mention.timex3 == "XXXX-QX" and mention.shift.same):
            self._remember(value, mention.interval or self._same(mention))

    def _parts(self, mention: DateMention) -> list[Timex]:
        """ "from May 3 to Friday", "2011 and 2014": each by itself, where both are dates."""
        match = (
            _TWO_DATES.fullmatch(self.text, mention.start, mention.end) if mention.type == "DATE" else None
        )
        if match is None:
            return []
        spans = [match.span("first"), match.span("second")]
        parts = []
        for start, end in spans:
            found = self._alone(self._with_month(self.text[start:end], match["first"]))
            if found is None or found.interval is None:
                return []
            parts.append(Timex(start, end, found.timex3))
        return parts

    @staticmethod
    def _with_month(words: str, first: str) -> str:
        """ "April 24 and 25": the second is a day of the first's month."""
        month = re.match(rf"{_MONTH}\S* ", first)
        return f"{month[0]}{words}" if month and re.fullmatch(r"\d{1,2}", words) else words

    def _alone(self, words: str) -> DateMention | None:
        """The date that words name which are nothing else."""
        found = find_dates(words, self.published)
        return (
            found[0]
            if len(found) == 1 and found[0].end - found[0].start == len(words.removeprefix("the "))
            else None
        )

    def _whole_year(self, words: str) -> str | None:
        """The year that "the first nine months of 1997" or "of the year" are of."""
        return str(self.published.year) if words == "the year" else self._value_of(words)

    def _value_of(self, words: str) -> str | None:
        mention = self._alone(words)
        return mention.timex3 if mention else None

    def _same(self, mention: DateMention) -> Interval | None:
        """The days of "the quarter": those of the quarter before."""
        return self.quarter.days if mention.shift and self.quarter else None

    def _remember(self, value: str | None, days: Interval | None) -> None:
        """Keep a date for those that count from it; what is to come or long past is compared with nothing."""
        if value is None:
            return
        known = _Known(value, days)
        if re.fullmatch(r"P(?:3|6|9|12)M|P1Y", value):
            self.period = known
        if days is None:
            return
        self.date = known
        lately = days.end <= self.published and (self.published - days.end).days < _LATELY
        if lately and not re.match(r"\d{4}-(?:\d\d-\d\d|W)|P|T", value):
            self.period = known
            self.quarter = known if "-Q" in value else self.quarter

    def _value(self, mention: DateMention) -> str | None:
        words = self.text[mention.start : mention.end]
        if mention.vague:
            return _vague_length(words.lower()) or mention.timex3
        if mention.interval and (convention := self._by_convention(words, mention)):
            return convention
        if mention.timex3 and mention.timex3.startswith("T"):
            return f"{self._day()}{mention.timex3}"
        if mention.timex3 is None and words.endswith("the day"):
            return self._day()
        if mention.shift is None:
            return mention.timex3
        return self._counted(mention, mention.shift)

    def _by_convention(self, words: str, mention: DateMention) -> str | None:
        """ "the end of the year" is the year, "the past year" the one before this."""
        if mention.interval is None:
            return None
        if bounded := _BOUNDED.match(words):
            return self._value_of(words[bounded.end() :]) or _whole(words, mention.interval)
        if _YEAR_END.match(words):
            return str(mention.interval.end.year)
        if words.lower() == "past year":
            return str(self.published.year - 1)
        return None

    def _day(self) -> str:
        """The day a bare time is meant on: that of the date before, else the day of publication."""
        known = re.match(r"\d{4}-\d\d-\d\d", self.date.value) if self.date else None
        return known[0] if known else self.published.isoformat()

    def _counted(self, mention: DateMention, shift: Shift) -> str | None:
        """The value of a date that counts from another: "a year earlier", "the quarter", "two days later"."""
        template = mention.timex3
        words = self.text[mention.start : mention.end].lower()
        part = _PART_OF_DAY.search(words)
        if part and mention.type == "TIME":
            return f"{self._moved(mention, shift)}{_PARTS[part[0]]}"
        if words.endswith("quarter") and template in (None, "XXXX-QX"):
            quarter = self.quarter.value if self.quarter else _quarter_before(self.published)
            return _years_later(quarter, shift.years)
        if months := _MONTHS.search(words):
            return f"P{_COUNTS.get(months[1]) or months[1]}M"
        if words == "latest period" and self.period and not self.period.value.startswith("P"):
            return self.quarter.value if self.quarter else self.period.value
        if template is not None and shift.same and template.isdigit():
            return self._in_year(int(template), words)
        if shift.years and template is None:
            return self._years_from_period(shift.years, words)
        return self._moved(mention, shift)

    def _in_year(self, year: int, words: str) -> str:
        """ "the 1988 period": that quarter of 1988 where a quarter is told of, else the year."""
        if words.endswith("quarter") or (self.period and "-Q" in self.period.value):
            quarter = self.quarter.value if self.quarter else _quarter_before(self.published)
            return f"{year}{quarter[4:]}"
        return str(year)

    def _years_from_period(self, years: int, words: str) -> str:
        """ "a year earlier" than a quarter is that quarter, than a length of months the year before."""
        period = self.period
        if period is None:
            return str(self.published.year + years)
        if not period.value.startswith("P"):
            return _years_later(period.value, years) or str(self.published.year + years)
        if words.endswith("period"):
            return period.value
        return str((period.days.end.year if period.days else self.published.year) + years)

    def _moved(self, mention: DateMention, shift: Shift) -> str | None:
        """The days counted out, written as the template asks for."""
        template = mention.timex3
        nearest = shift.days or shift.weekday is not None or template in ("XXXX-XX-XX", "XXXX-WXX")
        reference = self.date if nearest else self.period or self.date
        if reference is None or reference.days is None:
            return template
        days = resolve(mention, reference.days)
        if days is None:
            return template
        return _filled(template, days) if template else _written(days)


def _with_article(text: str, mention: DateMention) -> int:
    """Where a span begins with its "the": "the third quarter", but "the eight-year war"."""
    article = _ARTICLE.search(text, max(0, mention.start - 5), mention.start)
    if article is None or mention.type == "SET":
        return mention.start
    if _NO_ARTICLE.match(text, mention.start, mention.end):
        return mention.start
    return article.start()


_ARTICLE = re.compile(r"\bthe\s+$", re.IGNORECASE)
_NO_ARTICLE = re.compile(
    rf"(?:\d+|{_MONTH}.*|[\w-]+-(?:quarter|year|month|week|day|ago|earlier|{_MONTH}\w*)|(?:current|recent)"
    r"|[\w-]+-(?:decade|hour|minute)|\w+ days?|\w+day)$"
)


def _trimmed(text: str, start: int, mention: DateMention) -> tuple[int, int]:
    """Without what stands outside TimeML's span: "so far" before, "after" behind."""
    lead = _LEAD.match(text, start, mention.end)
    tail = _TAIL.search(text, start, mention.end) if mention.shift else None
    more = _OR_SO.match(text, mention.end)
    return (lead.end() if lead else start), (tail.start() if tail else more.end() if more else mention.end)


@cache
def _hedges() -> re.Pattern[str]:
    lengths, points, ago = ("|".join(table()["hedges"][name]) for name in ("lengths", "points", "ago"))
    return re.compile(
        rf"\b(?:{lengths}|(?P<point>{points})|(?P<ago>{ago})|(?P<length_of_one>over))\s+$", re.IGNORECASE
    )


def _with_hedge(text: str, start: int, mention: DateMention) -> int:
    """ "nearly two years ago", "at least 30 days": the hedge is in the span."""
    hedge = _hedges().search(text, max(0, start - 14), start)
    if hedge is None or (hedge["point"] and _WEEKDAY.match(text, start)):
        return start
    if hedge["length_of_one"] and not _ONE.match(text, start):
        return start
    return start if hedge["ago"] and not text.endswith("ago", start, mention.end) else hedge.start()


_LEAD = re.compile(
    r"(?:(?i:so far|sometime|part of|in(?= the past)|later in(?= the day))"
    r"|(?i:earlier|later|late)(?= [A-Z]\w+day))\s+"
)
_WEEKDAY = re.compile(r"[A-Z]\w+day\b")
_ONE = re.compile(r"an? ")
_OR_SO = re.compile(r" or so\b")
_TAIL = re.compile(r"\s+(?:after|before)$")
_BOUNDED = re.compile(r"(?:the )?(?:end|beginning|start|close) of (?:the )?(?=(?:\w+ )?\S)")
_YEAR_END = re.compile(r"year(?:'s|’s)? end$", re.IGNORECASE)
_UNITS = {
    "year": "PXY",
    "month": "PXM",
    "week": "PXW",
    "day": "PXD",
    "hour": "PTXH",
    "minute": "PTXM",
    "quarter": "PXQ",
    "decade": "PXE",
}


def _vague_length(words: str) -> str | None:
    """ "recent years", "the next few weeks": a number of years or weeks; "these days" is now."""
    unit = re.search(r"(?<!these )(year|month|week|day|hour|minute|quarter|decade)s$", words)
    return _UNITS[unit[1]] if unit else None


def _whole(words: str, days: Interval) -> str | None:
    """ "the end of the year" is the year, "the end of the month" the month."""
    if words.endswith("month"):
        return days.end.isoformat()[:7]
    return str(days.end.year) if "year" in words else None


_PARTS = {"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI"}
_PART_OF_DAY = re.compile("|".join(_PARTS))
_LENGTH = re.compile(
    r"(?:(?:[\w ]+ )?(?P<number>\w+) )(?P<unit>year|month|week|day|hour|minute|decade)s?", re.IGNORECASE
)
_LETTERS = {
    "year": "P{}Y",
    "month": "P{}M",
    "week": "P{}W",
    "day": "P{}D",
    "hour": "PT{}H",
    "minute": "PT{}M",
    "decade": "P{}E",
}


@cache
def _numbers() -> dict[str, int]:
    words: dict[str, int] = tables_of_dates()["numbers"] | tables_of_dates()["tens"]
    return words


def _duration(words: str) -> str | None:
    """ "a month", of "a month after", is P1M."""
    match = _LENGTH.fullmatch(words)
    if match is None:
        return None
    number = match["number"].lower()
    count = number if number.isdigit() else 1 if number in ("a", "an") else _numbers().get(number)
    return _LETTERS[match["unit"].lower()].format(count) if count else None


def _quarter_before(day: date) -> str:
    quarter = (day.month - 1) // 3
    return f"{day.year}-Q{quarter}" if quarter else f"{day.year - 1}-Q4"


def _years_later(value: str, years: int) -> str | None:
    """ "a year earlier" than 1989-Q3 is 1988-Q3."""
    known = re.fullmatch(r"(\d{4})(-(?:\d\d|[QH]\d|SU|SP|FA|WI))?", value)
    return f"{int(known[1]) + years}{known[2] or ''}" if known else None


def _filled(template: str, days: Interval) -> str:
    first = days.start
    known = {
        "XXXX": str(first.year),
        "XXXX-XX": first.isoformat()[:7],
        "XXXX-XX-XX": first.isoformat(),
        "XXXX-QX": f"{first.year}-Q{(first.month + 2) // 3}",
    }
    return known.get(template) or template.replace("XXXX", str(first.year))


def _written(days: Interval) -> str:
    """A period by its length: a day, a month, a quarter, a year."""
    length = (days.end - days.start).days
    if length == 0:
        return days.start.isoformat()
    if 27 <= length <= 31:
        return days.start.isoformat()[:7]
    if 85 < length < 95:
        middle = days.end - timedelta(days=45)
        return f"{middle.year}-Q{(middle.month + 2) // 3}"
    return str(days.end.year)


def _length(words: str, days: Interval) -> str | None:
    """ "the nine months" is P9M, "the fourth quarter" that of its year, "the quarter" the one it ends."""
    if words.endswith("quarter"):
        middle = days.end - timedelta(days=45)
        named = next((number for name, number in _ORDINALS.items() if name in words), (middle.month + 2) // 3)
        return f"{middle.year}-Q{named}"
    if words.endswith("year"):
        return "P1Y"
    months = _MONTHS.search(words)
    return f"P{_COUNTS.get(months[1]) or months[1]}M" if months else None
