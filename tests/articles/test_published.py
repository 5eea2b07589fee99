from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factextract.articles.published import date_in_name, iso_day, parse_published

MAY_27 = date(2025, 5, 27)


@pytest.mark.parametrize(
    "stated",
    [
        "2025-05-27",
        "  2025-05-27 ",
        "20250527",
        "2025-05-27T10:00:00",
        "2025-05-27 10:00",
        "2025-05-27T10:00:00Z",
        "2025-05-27T10:00:00.123456789Z",
        "2025-05-27T10:00+0700",
        "2025-05-27 10:00:00 UTC",
        "2025-05-27T10:00:00 +00:00",
        "Tue, 27 May 2025 10:00:00 GMT",
        "Tue, 27 May 2025 10:00:00 +0200",
        "27 May 2025",
        "27-May-2025",
        "May 27, 2025",
        "Tuesday, May 27th, 2025 at 3:04 p.m. EDT",
        "27/05/2025",
        "05/27/2025",
        "27.05.2025",
        "2025/05/27",
    ],
)
def test_full_dates_are_read(stated: str) -> None:
    assert parse_published(stated) == MAY_27


@pytest.mark.parametrize(
    "stated",
    [
        "2025-05-27T23:59:59-08:00",
        "2025-05-27T00:01:00+14:00",
        "Tue, 27 May 2025 23:30:00 -0800",
        "Tue, 27 May 2025 00:30:00 +0900",
        "May 27 2025, 11:30 PM PST",
    ],
)
def test_the_day_is_the_one_written_in_its_own_time_zone(stated: str) -> None:
    assert parse_published(stated) == MAY_27


@pytest.mark.parametrize(
    "stated",
    [
        "",
        "   ",
        "soon",
        "today",
        "now",
        "yesterday",
        "3 days ago",
        "in 2 weeks",
        "Monday",
        "27 May",
        "May 2025",
        "2025",
        "2025-05",
        "2025-13-01",
        "2025-02-30",
        "31 February 2025",
        "27 May 25",
        "10:00",
        "1748304000",
        "27 May 2025 in Paris",
        "x" * 5000,
    ],
)
def test_what_is_no_full_date_is_refused(stated: str) -> None:
    with pytest.raises(ValueError, match="not a date"):
        parse_published(stated)


@pytest.mark.parametrize("stated", ["05/04/2025", "5-4-2025", "05.04.2025", "05/04/2025 10:00"])
def test_a_date_of_numbers_that_could_be_two_days_is_refused(stated: str) -> None:
    with pytest.raises(ValueError, match="could be two days"):
        parse_published(stated)


def test_a_date_of_numbers_that_is_one_day_either_way_is_read() -> None:
    assert parse_published("05/05/2025") == date(2025, 5, 5)


def test_the_message_names_the_value() -> None:
    with pytest.raises(ValueError, match="'2025-02-30'"):
        parse_published("2025-02-30")


@given(st.dates(min_value=date(1000, 1, 1)))
def test_iso_dates_round_trip(day: date) -> None:
    assert parse_published(day.isoformat()) == day
    assert iso_day(day.isoformat()) == day
    assert date_in_name(f"a-{day.isoformat()}.txt") == day


@given(st.datetimes(timezones=st.timezones()))
def test_iso_datetimes_keep_their_own_day(moment) -> None:  # type: ignore[no-untyped-def]
    assert parse_published(moment.isoformat()) == moment.date()


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_dates_in_words_round_trip(day: date) -> None:
    assert parse_published(f"{day.day} {day:%B %Y}") == day
    assert parse_published(f"{day:%b} {day.day}, {day.year}") == day


@given(st.text(max_size=40))
def test_any_text_gives_a_date_or_a_value_error(text: str) -> None:
    try:
        day = parse_published(text)
    except ValueError:
        return
    assert isinstance(day, date)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2025-05-27.txt", MAY_27),
        ("2025-05-27-trains.txt.gz", MAY_27),
        ("trains_2025-05-27_final.html", MAY_27),
        ("2025-13-45 then 2025-05-27.txt", MAY_27),
        ("2025-13-45.txt", None),
        ("12025-05-27.txt", None),
        ("2025-05-271.txt", None),
        ("20250527.txt", None),
        ("trains.txt", None),
    ],
)
def test_iso_dates_in_names(name: str, day: date | None) -> None:
    assert date_in_name(name) == day


@pytest.mark.parametrize("value", ["2025-5-27", "2025-05-27T10:00", "27 May 2025", "2025-02-29", ""])
def test_iso_day_takes_one_shape_only(value: str) -> None:
    with pytest.raises(ValueError, match="not a date"):
        iso_day(value)
