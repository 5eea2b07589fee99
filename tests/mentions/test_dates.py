import datetime
import itertools
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import factextract.mentions as mentions_package
from factextract.mentions.dates import find_dates, resolve
from factextract.mentions.dates.calendar import Period, add_months, easter, latest, month_end, upcoming
from factextract.mentions.model import DateMention, Interval, Shift

PUBLISHED = datetime.date(2025, 5, 27)
CASES = yaml.safe_load((Path(mentions_package.__file__).parent / "examples/dates.yaml").read_text("utf-8"))

SOON = 5.0
"""Seconds of the processor that a text of some ten thousand characters may take, were it all one run."""


def find(text: str, case: dict[str, Any] | None = None) -> list[DateMention]:
    case = case or {}
    future = bool(case.get("future"))
    return find_dates(text, case.get("published", PUBLISHED), lambda offset: future, case.get("country"))


def interval(days: list[datetime.date] | None) -> Interval | None:
    return Interval(*days) if days else None


@pytest.mark.parametrize("case", CASES["examples"], ids=lambda case: case["text"])
def test_example(case: dict[str, Any]) -> None:
    found = {case["text"][mention.start : mention.end]: mention for mention in find(case["text"], case)}
    assert case["find"] in found
    mention = found[case["find"]]
    if "from" in case:
        assert mention.interval is None
        assert resolve(mention, Interval(*case["from"])) == interval(case["is"])
    else:
        assert mention.interval == interval(case.get("is"))
        assert mention.shift is None
    assert mention.vague == case.get("vague", False)
    for name in ("timex3", "type", "time", "recurrence"):
        if name in case:
            assert getattr(mention, name) == case[name]
    if "named" in case:
        assert mention.named == interval(case["named"])


@pytest.mark.parametrize("text", CASES["counter_examples"])
def test_counter_example(text: str) -> None:
    assert [text[mention.start : mention.end] for mention in find(text)] == []


def test_without_publication_only_absolute_dates_have_days() -> None:
    text = "It shut on Monday, in May 2004, last year and on June 3."
    found = {text[mention.start : mention.end]: mention.interval for mention in find_dates(text, None)}
    assert found["May 2004"] == Interval(datetime.date(2004, 5, 1), datetime.date(2004, 5, 31))
    assert {found[words] for words in ("Monday", "last year", "June 3")} == {None}


def test_mentions_come_in_order_without_overlaps() -> None:
    text = (
        "In May 2004, two days later, on Monday and recently, for five years, trade grew from 2008 to 2012."
    )
    found = find(text)
    assert len(found) >= 6
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))


WORDS = st.sampled_from(
    [
        "last",
        "next",
        "this",
        "the",
        "of",
        "in",
        "on",
        "to",
        "by",
        "since",
        "until",
        "before",
        "May",
        "March",
        "3",
        "21",
        "2004",
        "1987",
        "first",
        "quarter",
        "year",
        "months",
        "Monday",
        "and",
        "a",
        "ago",
        "earlier",
        "end",
        "early",
        "fiscal",
        "2004-05",
        "'87",
        "10:30",
        "pm",
        "Easter",
        "three",
        "half",
        "week",
        "every",
        "daily",
        "-",
        ",",
        ".",
        "/",
        "(",
        ")",
        "Jan.",
        "99",
        "30",
        "Q1",
    ]
)


@given(st.lists(WORDS, max_size=12).map(" ".join), st.booleans(), st.none() | st.dates())
def test_any_row_of_date_words_gives_grounded_mentions(
    text: str, future: bool, published: datetime.date | None
) -> None:
    end = 0
    for mention in find(text, {"future": future, "published": published}):
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end].strip() == text[mention.start : mention.end]
        assert mention.interval is None or mention.interval.start <= mention.interval.end
        end = mention.end


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2090, 12, 31)))
def test_a_written_day_is_that_day(day: datetime.date) -> None:
    for text in (f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%B} {day.year}", f"{day:%Y-%m-%d}"):
        (mention,) = find_dates(f"It opened on {text} in Rome.", PUBLISHED)
        assert mention.interval == Interval(day, day)
        assert mention.timex3 == day.isoformat()


@given(st.integers(1, 12), st.dates(datetime.date(1950, 1, 1), datetime.date(2090, 12, 31)))
def test_an_open_month_is_settled_around_its_reference(month: int, reference: datetime.date) -> None:
    period = Period("month", None, month)
    before, after = latest(period, reference), upcoming(period, reference)
    assert before.start <= reference <= after.end
    assert 0 <= (reference - before.start).days <= 366
    assert 0 <= (after.end - reference).days <= 366


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2090, 12, 31)), st.integers(-40, 40))
def test_months_add_up(day: datetime.date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day == min(day.day, month_end(moved.year, moved.month).day)


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2090, 12, 31)), st.integers(1, 30))
def test_a_shift_there_and_back_is_the_same_month(day: datetime.date, years: int) -> None:
    month = Interval(day.replace(day=1), month_end(day.year, day.month))
    there = DateMention(0, 1, "DATE", None, shift=Shift(years=years))
    back = DateMention(0, 1, "DATE", None, shift=Shift(years=-years))
    moved = resolve(there, month)
    assert moved is not None
    assert resolve(back, moved) == month


@pytest.mark.parametrize(
    ("year", "expected"),
    [(1987, (4, 19)), (2005, (3, 27)), (2024, (3, 31)), (2025, (4, 20)), (2038, (4, 25))],
)
def test_easter(year: int, expected: tuple[int, int]) -> None:
    assert easter(year) == datetime.date(year, *expected)


def test_long_rows_of_numbers_take_no_long_time() -> None:
    text = "1987-88/89, 3 to 5 and 7 or 9 May - 12-13-14 " * 400
    begun = time.process_time()
    find(text)
    assert time.process_time() - begun < SOON


def test_what_counts_from_an_event_is_no_date() -> None:
    text = (
        "The two sides signed it last Saturday, 26 years after the first handshake, and met six weeks after."
    )
    found = {text[mention.start : mention.end]: mention for mention in find(text)}
    assert "26 years after" not in found
    assert found["six weeks after"].shift is not None


def test_a_colon_ends_what_speaks_of_the_future() -> None:
    (mention,) = find("It will cost more: it costs 5.4%, against 4.9% in mid-December.")
    assert mention.interval is not None
    assert mention.interval.end < PUBLISHED
