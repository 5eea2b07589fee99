"""Durations and recurrences: "five years", "three-month", "daily", "every Monday"."""

from decimal import Decimal
from typing import Any

from factextract.mentions.dates.durations import duration, vague_duration
from factextract.mentions.dates.engine import Context, Match, Reading, Stage
from factextract.mentions.dates.lexer import Token
from factextract.mentions.model import Recurrence

recurring = Stage()

_ADVERBS: dict[str, tuple[Recurrence | None, str]] = {
    "daily": ("daily", "P1D"),
    "nightly": ("daily", "P1D"),
    "weekly": ("weekly", "P1W"),
    "monthly": ("monthly", "P1M"),
    "yearly": ("yearly", "P1Y"),
    "annually": ("yearly", "P1Y"),
    "hourly": (None, "PT1H"),
}
_UNITS: dict[Any, Recurrence] = {"D": "daily", "W": "weekly", "M": "monthly", "Y": "yearly"}


@recurring.rule("daily", "weekly", "monthly", "yearly", "annually", "hourly", "nightly")
def schedule_word(match: Match, context: Context) -> Reading:
    """Read "daily", "annually"."""
    recurrence, timex3 = _ADVERBS[match.matched[0].tag]
    return match.reading(tag="set", type="SET", recurrence=recurrence, timex3=timex3)


@recurring.rule(
    "(every|each) unit",
    "(every|each) (season|month|part_of_day)",
    "(every|each) number units",
    "every (weekday)",
    "each (weekday)",
)
def every_unit(match: Match, context: Context) -> Reading:
    """Read "every day", "each year", "every Monday", "each July"."""
    item: Any = match.matched[-1]
    number = match.one("number")
    if number:
        return match.reading(tag="set", type="SET", timex3=duration(number.value, item.value))
    if item.tag == "weekday":
        return match.reading(tag="set", type="SET", recurrence="weekly", timex3=f"XXXX-WXX-{item.value + 1}")
    if item.tag == "month":
        return match.reading(tag="set", type="SET", recurrence="yearly", timex3=f"XXXX-{item.value:02d}")
    if item.tag == "season":
        return match.reading(
            tag="set",
            type="SET",
            recurrence="yearly",
            timex3=f"XXXX-{['', 'SP', 'SU', 'FA', 'WI'][item.value]}",
        )
    if item.tag == "part_of_day":
        return match.reading(tag="set", type="SET", recurrence="daily", timex3=f"T{item.value}")
    return match.reading(
        tag="set", type="SET", recurrence=_UNITS.get(item.value), timex3=duration(1, item.value)
    )


@recurring.rule("weekdays")
def on_weekdays(match: Match, context: Context) -> Reading:
    """Read "on Mondays"."""
    item: Any = match.matched[0]
    return match.reading(tag="set", type="SET", recurrence="weekly", timex3=f"XXXX-WXX-{item.value + 1}")


lengths = Stage()


@lengths.rule(
    "(tens) hyphen? (word_number) hyphen? any_unit",
    "(number (to|or|hyphen))? number hyphen? any_unit",
    "number (full|straight|consecutive|trading|or|more) units",
)
def length(match: Match, context: Context) -> Reading | None:
    """Read "five years", "three-month", "12 to 18 months", "two year deal"."""
    unit: Any = match.matched[-1]
    if _is_age(match) or (unit.tag == "us_quarters" and (match.one("hyphen") or match.after() == "of")):
        return None
    numbers = match.all("number")
    hyphenated = match.one("hyphen") is not None
    noun_follows = match.after() == "other" and numbers[-1].tag in {"small", "word_number"}
    if unit.tag == "second" and not hyphenated:
        return None
    if unit.tag.startswith("u_") and numbers[-1].value != 1 and not hyphenated and not noun_follows:
        return None
    spelled = numbers[0].tag == "tens" and len(numbers) == 2 and not match.one("to") and not match.one("or")
    count = sum(item.value for item in numbers) if spelled else numbers[-1].value
    return match.reading(
        tag="duration", type="DURATION", timex3=duration(count, "SEC" if unit.tag == "second" else unit.value)
    )


@lengths.rule("mixed hyphen? any_unit", "(a|an|one) unit and a half")
def length_and_a_half(match: Match, context: Context) -> Reading | None:
    """Read "2 1/2 years", "three and a half months", "a year and a half"."""
    if _is_age(match):
        return None
    unit, mixed = match.one("any_unit"), match.one("mixed")
    if unit.tag == "second":
        return None
    count = mixed.value if mixed else Decimal("1.5")
    return match.reading(tag="duration", type="DURATION", timex3=duration(count, unit.value))


def _is_age(match: Match) -> bool:
    """Tell "a 44-year-old", "52 years old"."""
    after = match.items[match.last : match.last + 2]
    words = [item.text.lower() for item in after if isinstance(item, Token)]
    return words[:1] == ["old"] or (words[1:] in (["old"], ["olds"]) and words[0] == "-")


@lengths.rule("a? (few|several|many|couple) (of)? units", "(for|in|over|within|after|of) units")
def vague_length(match: Match, context: Context) -> Reading | None:
    """Read "a few days", "for years": how long is not told."""
    unit: Any = match.matched[-1]
    if unit.tag == "second":
        return None
    word: Any = match.matched[0]
    start = unit.start if word.tag in {"for", "in", "over", "within", "after", "of"} else match.start
    timex3 = vague_duration("SEC" if unit.tag == "us_seconds" else unit.value)
    return match.reading(tag="duration", start=start, type="DURATION", timex3=timex3, vague=True)


@lengths.rule(
    "(for|in|within|over|after|than|about|of|nearly) (a|an) (full|whole)? unit",
    "half a (u_year|u_century|u_decade)",
)
def length_of_one(match: Match, context: Context) -> Reading | None:
    """Read "for a year", "within an hour"."""
    unit: Any = match.matched[-1]
    if match.matched[0].tag == "half":
        timex3 = {"Y": "P6M", "E": "P5Y", "C": "P50Y"}[unit.value]
        return match.reading(tag="duration", type="DURATION", timex3=timex3)
    if unit.tag == "u_quarter":
        return None
    article = match.matched[1]
    return match.reading(tag="duration", start=article.start, type="DURATION", timex3=duration(1, unit.value))
