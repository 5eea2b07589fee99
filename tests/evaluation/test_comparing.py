"""What the scorer takes for the same: numbers, units, names, periods, event words, indicators."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from factextract.evaluation.comparing import (
    head_word,
    same_event,
    same_indicator,
    same_number,
    same_period,
    same_unit,
    same_value,
)
from factextract.evaluation.names import all_same, same_name, share_a_name
from factextract.evaluation.statement import Days, Statement

YEAR = Days(date(2024, 1, 1), date(2024, 12, 31))
MAY = Days(date(2024, 5, 1), date(2024, 5, 31))


def fact(kind: Any = "quantity", **fields: Any) -> Statement:
    return Statement(kind=kind, start=0, end=2, evidence="42", status="reported", **fields)


@pytest.mark.parametrize(
    ("gold", "predicted"), [("5", "5.0"), ("3000000", "3000001"), ("0", "0.0000000001"), ("-2", "-2")]
)
def test_same_number(gold: str, predicted: str) -> None:
    assert same_number(Decimal(gold), Decimal(predicted))


@pytest.mark.parametrize(
    ("gold", "predicted"), [("5", "5.001"), ("5", "-5"), ("0", "0.001"), ("5", None), (None, "5")]
)
def test_different_number(gold: str | None, predicted: str | None) -> None:
    one, other = (Decimal(digits) if digits else None for digits in (gold, predicted))
    assert not same_number(one, other)


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        ("USD", "USD"),
        ("person", "people"),
        ("barrel/day", "barrel per day"),
        ("barrel/day", "bpd"),
        ("kilometre", "kilometers"),
        ("border gate", "gate"),
        ("company", "companies"),
        ("percentage_point", "percentage points"),
        ("tonne", "metric ton"),
    ],
)
def test_same_unit(gold: str, predicted: str) -> None:
    assert same_unit(gold, predicted)


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [("USD", "GBP"), ("barrel", "barrel/day"), ("job", "worker"), ("percent", None), ("business", "busines")],
)
def test_different_unit(gold: str, predicted: str | None) -> None:
    assert not same_unit(gold, predicted)


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        ("United States", "the U.S."),
        ("China", "China's"),
        ("United Kingdom", "Britain"),
        ("Norland Steel Corp", "Norland Steel"),
        ("Ostra Bay Authority", "Ostra Bay"),
        ("Bank of Norland", "Norland"),
        ("Group", "the group"),
    ],
)
def test_same_name(gold: str, predicted: str) -> None:
    assert same_name(gold, predicted)
    assert same_name(predicted, gold)


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        ("Guinea", "Equatorial Guinea"),
        ("China", "South China"),
        ("China", "Bank of China"),
        ("Norland Steel", "Norland Glass"),
        ("Great Norland Steel", "Great Steel"),
        ("Norland", ""),
    ],
)
def test_different_name(gold: str, predicted: str) -> None:
    assert not same_name(gold, predicted)
    assert not same_name(predicted, gold)


def test_names_share_one_with_at_most_one_more() -> None:
    assert share_a_name([], [])
    assert share_a_name(["Norland"], ["Sudria", "Norland"])
    assert share_a_name(["Norland", "Sudria"], ["Norland"])
    assert not share_a_name(["Norland"], ["Norland", "Sudria", "Ostra"])
    assert not share_a_name(["Norland"], [])
    assert not share_a_name([], ["Norland"])
    assert not share_a_name(["Norland"], ["Sudria"])


def test_trade_needs_all_the_same_names() -> None:
    assert all_same(["Norland", "Sudria"], ["Sudria", "Norland"])
    assert not all_same(["Norland", "Sudria"], ["Norland"])
    assert not all_same(["Norland", "Norland"], ["Norland", "Sudria"])


def test_value_needs_the_unit() -> None:
    gold = fact(value=Decimal(5), unit="job")
    assert same_value(gold, fact(value=Decimal(5), unit="jobs"))
    assert not same_value(gold, fact(value=Decimal(5), unit="person"))


def test_range_needs_both_ends() -> None:
    gold = fact(low=Decimal(3), high=Decimal(5), unit="job")
    assert same_value(gold, fact(low=Decimal(3), high=Decimal(5), unit="job"))
    assert not same_value(gold, fact(low=Decimal(3), high=Decimal(6), unit="job"))
    assert not same_value(gold, fact(value=Decimal(5), unit="job"))
    assert not same_value(fact(value=Decimal(5), unit="job"), gold)


def test_sign_counts_within_a_kind_only() -> None:
    gold = fact("growth_percentage", value=Decimal(-3), unit="percent")
    assert not same_value(gold, fact("growth_percentage", value=Decimal(3), unit="percent"))
    assert same_value(gold, fact("percentage", value=Decimal(3), unit="percent"))


def test_value_of_an_event_is_its_period() -> None:
    assert same_value(fact("event_date", period=YEAR), fact("event_date", period=YEAR))
    assert not same_value(fact("event_date", period=YEAR), fact("event_date", period=MAY))
    assert not same_value(fact("event_date", period=YEAR), fact(period=YEAR))


def test_period_carried_over_may_be_missing() -> None:
    assert same_period(fact(period=YEAR), fact(period=YEAR))
    assert not same_period(fact(period=YEAR), fact(period=MAY))
    assert not same_period(fact(period=YEAR), fact())
    assert same_period(fact(period=YEAR, period_explicit=False), fact())
    assert not same_period(fact(period=YEAR, period_explicit=False), fact(period=MAY))
    assert not same_period(fact(), fact(period=MAY))


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [("suspended", "suspending"), ("plans", "planned"), ("took office", "office"), ("acquire", "acquired")],
)
def test_same_event(gold: str, predicted: str) -> None:
    assert same_event(gold, predicted)


@pytest.mark.parametrize(("gold", "predicted"), [("opened", "closed"), ("the", "the"), ("opened", None)])
def test_different_event(gold: str, predicted: str | None) -> None:
    assert not same_event(gold, predicted)


@pytest.mark.parametrize(
    ("phrase", "head"),
    [
        ("net profit", "profit"),
        ("number of new jobs", "job"),
        ("unemployment rate", "rat"),
        ("exports of fish", "export"),
        ("amount", "amount"),
        ("", None),
    ],
)
def test_head_word(phrase: str, head: str | None) -> None:
    assert head_word(phrase) == head


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [("net profit", "profit"), ("profit for the year", "annual profit"), ("number of jobs", "jobs")],
)
def test_same_indicator(gold: str, predicted: str) -> None:
    assert same_indicator(gold, predicted)


@pytest.mark.parametrize(("gold", "predicted"), [("profit", "sales"), ("profit", None), (None, None)])
def test_different_indicator(gold: str | None, predicted: str | None) -> None:
    assert not same_indicator(gold, predicted)
