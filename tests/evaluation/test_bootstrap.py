"""Intervals and p-values: the same every time, and as wide as the articles differ."""

from collections import Counter

import pytest

from factextract.evaluation.bootstrap import intervals, paired_p_value
from factextract.evaluation.scoring import Figure, Tally

CORE = ("level", "core")


def article(right: int, facts: int = 10) -> Tally:
    """An article of as many predictions as gold facts."""
    return Tally(Counter({CORE: right}), Counter({CORE: facts}), Counter({CORE: facts}), Counter())


def test_articles_alike_leave_no_doubt() -> None:
    found = intervals([article(7)] * 20, [CORE])[CORE].f1
    assert (found.low, found.high) == (0.7, 0.7)


def test_interval_holds_the_figure_and_narrows_with_more_articles() -> None:
    few = intervals([article(5), article(9)] * 5, [CORE])[CORE].f1
    many = intervals([article(5), article(9)] * 50, [CORE])[CORE].f1
    assert few.low < many.low < 0.7 < many.high < few.high
    assert 0.1 < few.high - few.low < 0.3


def test_the_same_draws_every_time() -> None:
    tallies = [article(right) for right in (1, 5, 7, 9, 10)]
    assert intervals(tallies, [CORE]) == intervals(tallies, [CORE])
    # The draws are Python's own random(): a change of them would change every p-value in a log.
    assert intervals(tallies, [CORE])[CORE].f1.low == pytest.approx(0.34)


def figures(*right: int) -> list[Figure]:
    return [Figure(count, 10, 10) for count in right]


def test_nothing_facts_nothing_to_count() -> None:
    nothing = Tally(Counter(), Counter(), Counter(), Counter())
    assert intervals([nothing], [CORE])[CORE].f1.high == 0.0
    assert paired_p_value([Figure(0, 0, 0)], [Figure(0, 0, 0)]) == 1


def test_no_difference_is_chance() -> None:
    assert paired_p_value(figures(5, 7, 9), figures(5, 7, 9)) == 1


def test_the_same_fall_everywhere_is_none() -> None:
    before, after = figures(*[7, 8, 9, 6] * 5), figures(*[6, 7, 8, 5] * 5)
    assert paired_p_value(before, after) < 0.01
    assert paired_p_value(after, before) < 0.01


def test_one_article_that_fell_may_be_chance() -> None:
    assert paired_p_value(figures(*[8] * 20), figures(2, *[8] * 19)) > 0.3
