"""Settles dates whose words leave the year or the week open: "January", "May 14", "Friday", "third quarter".

The caller tells where a clause has a future verb. Where it has none, a date may still lie ahead ("meets on
11 April", "the election in May"): a near one does unless a past verb stands before it.
"""

import re
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal

from factextract.mentions.dates.calendar import Period, Unit, day_period, latest, upcoming
from factextract.mentions.dates.engine import Context, Item, Reading
from factextract.mentions.dates.lexer import tables

_FRONTED = 30  # characters of a sentence before a date that its verb follows: "On Tuesday, the bank cut ..."
_REACH = 110  # characters of a sentence before a date that are searched for a verb

# How many days ahead a date without a future verb may lie, where nothing tells and after words of plans.
_NEAR: dict[Unit | Literal["weekday"], int] = {"day": 92, "month": 62, "season": 62, "weekday": 2}
# Further ahead than this, a date is the one just past even in a future clause: "Q3 profit will disappoint".
_FARTHEST: dict[Unit, int] = {"day": 300, "month": 320, "quarter": 240, "half": 240}
_PLANNED: dict[Unit | Literal["weekday"], int] = {
    "day": 300,
    "month": 300,
    "quarter": 240,
    "half": 240,
    "season": 270,
    "weekday": 6,
}


def ground(item: Item, context: Context) -> Period | None:
    """Settle which year an open period, or which date a weekday, means; a dated period is as it is."""
    if item.tag == "weekday":
        return _weekday(int(item.value), context, item.start)
    if not isinstance(item, Reading) or item.period is None:
        return None
    period, published = item.period, context.published
    if period.year is not None or published is None:
        return period
    following = upcoming(period, published)
    preceding = latest(period, published, ended=period.unit in {"quarter", "half"})
    if following.year is None or preceding.year is None or following == preceding:
        return following
    ahead = (following.start - published).days
    if _SINCE.search(context.text, max(0, item.start - 25), item.start):
        return latest(period, published)
    if _was_due(context, item.start):
        near = period.unit == "day" and ahead < (published - preceding.end).days
        return following if near else preceding
    if _is_reported(period, preceding, context, item):
        return preceding
    if period.unit == "month" and ahead <= _FORWARD and _FORWARDS.match(context.text, item.end):
        return following
    if ahead <= 0 and (published - following.start).days > _RUNNING.get(period.unit, 366):
        return following
    if context.is_future(item.start):
        over = period.unit in _FARTHEST and (published - preceding.end).days <= _JUST_OVER and ahead > _FAR
        return preceding if over or ahead > _FARTHEST.get(period.unit, 366) else following
    return following if _lies_ahead(period.unit, ahead, context, item.start) else preceding


def _weekday(number: int, context: Context, offset: int) -> Period | None:
    """Return the day a bare weekday names: the latest up to publication, or the next from it on."""
    published = context.published
    if published is None:
        return None
    ahead = (number - published.weekday()) % 7
    if (
        ahead
        and not _was_due(context, offset)
        and (context.is_future(offset) or _lies_ahead("weekday", ahead, context, offset))
    ):
        return day_period(published + timedelta(days=ahead))
    return day_period(published - timedelta(days=(7 - ahead) % 7))


_WAS_DUE = re.compile(
    r"\bhad (?:previously |originally |already )?been (?:due|scheduled|set|supposed|expected|planned)\b"
    r"|\b(?:could|would)(?:n['’]t| not)(?: immediately)? be (?:reached|located|contacted|determined)\b"
)


def _was_due(context: Context, offset: int) -> bool:
    """ "had been due to expire Friday", "could not be reached Sunday": by now that is past."""
    sentence = _SENTENCE_BREAK.split(context.text[max(0, offset - _REACH) : offset])[-1]
    return bool(_WAS_DUE.search(sentence))


_REPORTS = re.compile(r"\b(?:report|post|announce|release|publish|disclose)\b(?: [\w-]+){0,3} $")
_RESULTS = re.compile(
    r" (?:net |operating |financial |fiscal )?"
    r"(?:results|earnings|profits?|income|loss|sales|revenues?|figures|data|numbers|GDP)\b"
)
_FORWARD = 200  # days ahead that goods are mostly sold for
_FORWARDS = re.compile(r" (?:[\w-]+ ){0,2}?(?:futures|contracts?|delivery|deliveries|options)\b")
# Days into a quarter or half after which it is meant rather than that of the year before.
_RUNNING: dict[Unit, int] = {"quarter": 30, "half": 150}
# Of a month or quarter that is over as recently, and comes again only as far ahead, what is forecast is still to be told:
# "figures on Thursday are forecast to show a surplus in October".
_JUST_OVER, _FAR = 75, 200
_LATELY = 100  # days within which a quarter that has ended is still to be reported


def _is_reported(period: Period, preceding: Period, context: Context, item: Item) -> bool:
    """ "expects to report third-quarter earnings": of the quarter just ended, the report being to come."""
    if period.unit not in {"quarter", "half"} or context.published is None or preceding.interval is None:
        return False
    if (context.published - preceding.interval.end).days > _LATELY:
        return False
    before = context.text[max(0, item.start - 50) : item.start]
    return bool(_REPORTS.search(before) and _RESULTS.match(context.text, item.end))


def _lies_ahead(unit: Unit | Literal["weekday"], ahead: int, context: Context, offset: int) -> bool:
    if ahead > _PLANNED.get(unit, -1):
        return False
    if points_ahead(context, offset):
        return True
    direction = leaning(context.text, offset)
    return ahead <= _NEAR.get(unit, -1) and (direction is None or unit == "day")


def points_ahead(context: Context, offset: int) -> bool:
    """Tell whether a date's clause, or failing that the words before it, speak of what is to come."""
    if context.is_future(offset):
        return True
    direction = leaning(context.text, offset)
    deadline = _DEADLINE.search(context.text, max(0, offset - 25), offset)
    return direction == "future" or (direction is None and deadline is not None)


def leaning(text: str, offset: int) -> Literal["past", "future"] | None:
    """Tell from the nearest verb of its sentence, before it or else after, which way a date points."""
    before = _SENTENCE_BREAK.split(text[max(0, offset - _REACH) : offset])[-1]
    signs = list(_signs().finditer(before))
    if signs:
        return _direction(signs[-1])
    if len(before) > _FRONTED:
        return None
    after = _SENTENCE_BREAK.split(text[offset : offset + _REACH])[0]
    sign = _signs().search(after)
    return _direction(sign) if sign else None


def _direction(sign: re.Match[str]) -> Literal["past", "future"]:
    return "future" if sign.lastgroup == "future" else "past"


_SENTENCE_BREAK = re.compile(r"(?<!\b[A-Z][a-z]{2})[.!?;:][\"”’']?\s|\n")
_SINCE = re.compile(r"\b(?:since|as recently as)(?: the| early| late| end| of|-){0,4} ?$")
_DEADLINE = re.compile(r"\b(?:by|until|till)(?: the| early| late| end| of|-){0,4} ?$")


@cache
def _signs() -> re.Pattern[str]:
    words = tables()["tense"]
    future, past, other = ("|".join(words[name]) for name in ("future", "past", "no_verbs"))
    return re.compile(rf"\b(?P<future>{future})\b|\b(?P<past>{past}|(?!(?:{other})\b)\w{{2,}}ed)\b")


_ENDING = re.compile(r"\bending (?:in |on |this |next )?$")
_FORESEEN = re.compile(
    r"[^.;]{0,40}\b(?:sees?|expects?|forecasts?|projects?|predicts?|anticipates?|guides?)\b"
)
"""After the end of a year that is not over: "for the year ending in January, the chain now sees profit of $8"."""
_WILL = re.compile(r"[ ,]*(?:will|would|should|could|is expected|are expected|is due|to be)\b")


def settle_end(item: Any, context: Context, offset: int) -> Period | None:
    """Settle the end of a run, "the three months to December": the latest that has ended, or the next."""
    if item.tag.startswith("dated") or item.tag == "weekday" or context.published is None:
        return ground(item, context)
    ending = _ENDING.search(context.text, max(0, item.start - 20), item.start)
    ahead = (
        _clause_points_ahead(context, offset)
        or _WILL.match(context.text, item.end)
        or (ending and _FORESEEN.match(context.text, item.end))
    )
    if ahead:
        return upcoming(item.period, context.published)
    return latest(item.period, context.published, ended=True)


def ends_sentence(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence ends between two offsets."""
    return _SENTENCE_BREAK.search(text, start, end) is not None


def _clause_points_ahead(context: Context, offset: int) -> bool:
    """As ``points_ahead``, but of the words since the last comma alone."""
    if context.is_future(offset):
        return True
    sentence = _SENTENCE_BREAK.split(context.text[max(0, offset - _REACH) : offset])[-1]
    signs = list(_signs().finditer(sentence.rpartition(",")[2]))
    return bool(signs) and _direction(signs[-1]) == "future"


def nearest_with_weekday(period: Period, weekday: int, published: date) -> Period:
    """Find the year in which a day falls on the weekday named: "Sunday, 12 December"."""
    years = sorted(range(published.year - 3, published.year + 4), key=lambda year: abs(year - published.year))
    for year in years:
        dated = period.in_year(year)
        if dated.interval and dated.start.weekday() == weekday:
            return dated
    return period
