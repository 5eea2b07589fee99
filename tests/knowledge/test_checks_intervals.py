"""Interval arithmetic holds every result of its members; a figure stands for what rounds to it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factextract.knowledge.checks.intervals import Interval, grown
from factextract.knowledge.checks.stated import figure_interval

numbers = st.decimals(-1000, 1000, places=2)


@st.composite
def members(draw: st.DrawFn) -> tuple[Interval, Decimal]:
    """An interval and a number in it."""
    low, number, high = sorted(draw(st.tuples(numbers, numbers, numbers)))
    return Interval(low, high), number


def holds(interval: Interval, number: Decimal) -> bool:
    slack = Decimal("1e-20") * max(1, abs(number))
    return interval.low - slack <= number <= interval.high + slack


@given(members(), members())
def test_results_of_members_are_in_the_result(
    one: tuple[Interval, Decimal], other: tuple[Interval, Decimal]
) -> None:
    (left, a), (right, b) = one, other
    assert holds(left + right, a + b)
    assert holds(left - right, a - b)
    assert holds(left * right, a * b)
    assert holds(left.size, abs(a))
    if right.low > 0 or right.high < 0:
        assert holds(left / right, a / b)
    else:
        with pytest.raises(ZeroDivisionError):
            left / right


@given(members(), st.decimals(-99, 300, places=1))
def test_growth_of_a_member_is_in_the_grown_interval(one: tuple[Interval, Decimal], percent: Decimal) -> None:
    interval, number = one
    assert holds(grown(interval, Interval(percent, percent)), number * (1 + percent / 100))


@pytest.mark.parametrize(
    ("value", "written", "modifier", "low", "high"),
    [
        ("938600000000", "938.6 billion yuan", "exact", "938550000000", "938650000000"),
        ("5", "5 percent", "exact", "4.5", "5.5"),
        ("150000", "150,000 jobs", "exact", "145000", "155000"),  # the zeros may be rounding
        ("1000000", "1 million", "exact", "500000", "1500000"),
        ("1234", "1,234 homes", "exact", "1233.5", "1234.5"),
        ("100", "doubled", "exact", "90", "110"),
        ("0", "0 percent", "exact", "-0.5", "0.5"),
        ("211000000000", "211 billion", "approximate", "205225000000", "216775000000"),
        ("300", "300 homes", "more_than", "295", "335"),
        ("300", "300 homes", "at_most", "265", "305"),
        ("-12.5", "12.5 percent", "exact", "-12.55", "-12.45"),
    ],
)
def test_a_figure_stands_for_what_rounds_to_it(
    value: str, written: str, modifier: str, low: str, high: str
) -> None:
    interval = figure_interval(Decimal(value), None, None, written, modifier)  # type: ignore[arg-type]
    assert interval == Interval(Decimal(low), Decimal(high))


def test_a_range_reaches_over_both_its_ends() -> None:
    interval = figure_interval(None, Decimal(3), Decimal(5), "3 to 5 percent", "exact")
    assert interval == Interval(Decimal("2.5"), Decimal("5.5"))


def test_without_a_number_there_is_no_interval() -> None:
    with pytest.raises(ValueError, match="needs a value"):
        figure_interval(None, None, None, "some", "exact")
