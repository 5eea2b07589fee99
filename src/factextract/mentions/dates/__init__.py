"""Finds the dates, times, durations and recurrences a text names, and the days they cover.

The text is cut into tokens (``lexer``), which a cascade of rules (``engine``) reduces stage by stage:
absolute and relative dates first, then dates put into their year, ranges, and at last the words that
bound them ("since").
"""

import re
from collections.abc import Callable
from datetime import date
from functools import cache

from factextract.mentions.dates.absolute import absolute
from factextract.mentions.dates.composed import compose
from factextract.mentions.dates.engine import Context, Item, Reading
from factextract.mentions.dates.fiscal import fiscal_calendar, stated_quarters
from factextract.mentions.dates.guards import stands_alone
from factextract.mentions.dates.lexer import tables, tokenize
from factextract.mentions.dates.pointing import pointing
from factextract.mentions.dates.recurring import lengths, recurring
from factextract.mentions.dates.relative import relative
from factextract.mentions.dates.shifting import resolve
from factextract.mentions.dates.spans import bounds, ends, item_days, ranges, times
from factextract.mentions.model import DateMention

__all__ = ["find_dates", "resolve"]

absolute.rules += relative.rules + pointing.rules + recurring.rules
_STAGES = (absolute, compose, times, ends, ranges, bounds, lengths)


def never_future(offset: int) -> bool:
    """Say that no clause has a future verb, where nobody knows better."""
    return False


def find_dates(
    text: str,
    published: date | None,
    is_future: Callable[[int], bool] = never_future,
    country: str | None = None,
) -> list[DateMention]:
    """Find the date expressions of a text, in order and without overlaps.

    ``is_future`` tells whether the clause at an offset has a future verb: "Friday" is then the next one.
    ``country`` is the ISO code of the article's country, whose fiscal year holds where the text states none.
    """
    context = Context(text, published, is_future, fiscal_calendar(text, country), stated_quarters(text))
    items: list[Item] = list(tokenize(text))
    for stage in _STAGES:
        items = stage.reduce(items, context)
    found = [
        _mention(item, context) for index, item in enumerate(items) if stands_alone(items, index, context)
    ]
    vague = _vague(text)
    return sorted(_without_overlaps(found, vague), key=lambda mention: mention.start)


def _without_overlaps(found: list[DateMention], vague: list[DateMention]) -> list[DateMention]:
    """Keep a vague phrase before what lies within it ("the past few years"), else what the rules found."""
    kept = [
        mention
        for mention in vague
        if all(_lies_in(other, mention) for other in found if _overlap(mention, other))
    ]
    return kept + [mention for mention in found if not any(_overlap(mention, other) for other in kept)]


def _overlap(one: DateMention, other: DateMention) -> bool:
    return one.start < other.end and other.start < one.end


def _lies_in(one: DateMention, other: DateMention) -> bool:
    return other.start <= one.start and one.end <= other.end


_ARTICLE = re.compile(r"the\s+", re.IGNORECASE)


def _mention(item: Item, context: Context) -> DateMention:
    """Make a mention of a reading, without its article."""
    interval, timex3 = item_days(item, context)
    article = _ARTICLE.match(context.text, item.start, item.end)
    start = article.end() if article else item.start
    if not isinstance(item, Reading):
        return DateMention(start, item.end, "DATE", timex3, interval)
    return DateMention(
        start,
        item.end,
        item.type,
        item.timex3 or timex3 or item.timex,
        None if item.shift else item.interval or interval,
        item.time,
        item.recurrence,
        item.shift,
        item.boundary,
        item.vague,
        item.named,
    )


@cache
def _vague_phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    values = {phrase: value for value, phrases in tables()["vague"].items() for phrase in phrases}
    ordered = sorted(values, key=len, reverse=True)
    return re.compile(
        rf"(?<![\w-])(?<!\bas )(?:{'|'.join(map(re.escape, ordered))})(?![\w-])(?<!soon(?= after))"
        r"(?<!at the time(?= of))",
        re.IGNORECASE,
    ), values


def _vague(text: str) -> list[DateMention]:
    """Find "recently", "now", "in recent years": they point at no certain time."""
    pattern, values = _vague_phrases()
    return [
        DateMention(match.start(), match.end(), "DATE", values[match.group().lower()], vague=True)
        for match in pattern.finditer(text)
    ]
