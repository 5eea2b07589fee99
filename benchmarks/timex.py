"""factextract's dates in TimeML's shape: spans with their article, TIMEX3 values, one tag a date.

TimeML keeps "the" in the span ("the third quarter"), tags "the nine months ended Sept. 30" as a duration and a day,
and gives a date that counts from another ("a year earlier") a value of its own, which here is read from the dates before.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from factextract.mentions.dates import resolve
from factextract.mentions.model import DateMention, Interval


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression with its TIMEX3 value; None where there is none to give."""

    start: int
    end: int
    value: str | None


def read_timexes(text: str, dates: Iterable[DateMention], published: date) -> list[Timex]:
    """The time expressions of an article, from its date mentions in text order."""
    reader = _Reader(text, published)
    return [timex for mention in dates for timex in reader.read(mention)]


_ENDED = re.compile(
    r"(?P<length>(?:the )?[\w-]+(?: [\w-]+)??) (?:ended|ending|to|through) (?:the )?"
    r"(?P<day>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\S* \d+(?:, \d{4})?)"
)
_MONTHS = re.compile(r"(three|six|nine|\d+) months")
_COUNTS = {"three": 3, "six": 6, "nine": 9}
_ARTICLE = re.compile(r"\bthe\s+$", re.IGNORECASE)
_NO_ARTICLE = re.compile(r"\d+[^s]*$|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|[\w-]+-quarter|(?:current|recent)$")


class _Reader:
    """Goes through an article's dates in order and keeps those that later ones count from."""

    def __init__(self, text: str, published: date) -> None:
        self.text = text
        self.published = published
        self.period: DateMention | None = None
        """The last date wider than a day or a week, which comparisons count from."""
        self.date: DateMention | None = None
        """The last date of any width."""

    def read(self, mention: DateMention) -> Iterator[Timex]:
        """The tags of one mention: one, or two for a length that ends on a day."""
        start = self._with_article(mention)
        ended = _ENDED.fullmatch(self.text, start, mention.end)
        if ended and mention.interval:
            yield Timex(start, ended.end("length"), _length(ended["length"], mention.interval))
            yield Timex(ended.start("day"), mention.end, mention.interval.end.isoformat())
            self.period = self.date = mention
            return
        yield Timex(start, mention.end, self._value(mention))
        self._remember(mention)

    def _with_article(self, mention: DateMention) -> int:
        article = _ARTICLE.search(self.text, max(0, mention.start - 5), mention.start)
        if article is None or mention.type == "SET" or _NO_ARTICLE.match(self.text, mention.start, mention.end):
            return mention.start
        return article.start()

    def _remember(self, mention: DateMention) -> None:
        if mention.shift or mention.interval is None or mention.type not in ("DATE", "TIME"):
            return
        self.date = mention
        if mention.type == "DATE" and not re.match(r"\d{4}-(?:\d\d-\d\d|W)", mention.timex3 or ""):
            self.period = mention

    def _value(self, mention: DateMention) -> str | None:
        if mention.shift is None:
            return mention.timex3
        template = mention.timex3
        if template == "XXXX-QX" and mention.shift.same and not _is_quarter(self.period):
            return _quarter_before(self.published)
        reference = self.period if template is None or "Q" in template else self.date or self.period
        if reference is None or reference.interval is None:
            return template
        moved = resolve(mention, reference.interval)
        if moved is None:
            return template
        if template is None:
            return _year_moved(reference.timex3, mention) or _written(moved)
        return _filled(template, moved)


def _is_quarter(mention: DateMention | None) -> bool:
    return mention is not None and bool(re.match(r"\d{4}-Q", mention.timex3 or ""))


def _quarter_before(day: date) -> str:
    quarter = (day.month - 1) // 3
    return f"{day.year}-Q{quarter}" if quarter else f"{day.year - 1}-Q4"


def _year_moved(value: str | None, mention: DateMention) -> str | None:
    """ "a year earlier" than 1989-Q3 is 1988-Q3."""
    if value is None or mention.shift is None or mention.shift.years != -1:
        return None
    known = re.fullmatch(r"(\d{4})(-(?:\d\d|[QH]\d|SU|SP|FA|WI))?", value)
    return f"{int(known[1]) - 1}{known[2] or ''}" if known else None


def _filled(template: str, days: Interval) -> str:
    first = days.start
    known = {
        "XXXX": str(first.year),
        "XXXX-XX": first.isoformat()[:7],
        "XXXX-XX-XX": first.isoformat(),
        "XXXX-QX": f"{first.year}-Q{(first.month + 2) // 3}",
    }
    return known.get(template, template)


def _written(days: Interval) -> str:
    """A period by its length: a day, a month, a quarter, a year."""
    length = (days.end - days.start).days
    if length == 0:
        return days.start.isoformat()
    if 27 <= length <= 31:
        return days.start.isoformat()[:7]
    if 85 < length < 95:
        return f"{days.end.year}-Q{(days.end.month + 2) // 3}"
    return str(days.end.year)


def _length(words: str, days: Interval) -> str | None:
    """ "the nine months" is P9M, "the quarter" the quarter it ends."""
    if words.endswith("quarter"):
        return f"{days.end.year}-Q{(days.end.month + 2) // 3}"
    if words.endswith("year"):
        return "P1Y"
    months = _MONTHS.search(words)
    return f"P{_COUNTS.get(months[1]) or months[1]}M" if months else None
