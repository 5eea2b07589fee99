"""Claims: which facts state the same thing, and what support they give."""

from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from factextract.knowledge import sameness
from factextract.knowledge.base import Base
from factextract.knowledge.sameness import Statement, claims_of, event_stem, indicator_head
from factextract.knowledge.schema import claim_facts, claims
from tests.knowledge.conftest import LoadRecords
from tests.knowledge.records import CHINA, VIETNAM, YEAR, Record, amount, event, trade

BILLION = 10**9


def one(evidence: str, value: int | str, **fields: Any) -> Record:
    return trade(evidence, value, article="a", **fields)


def other(evidence: str, value: int | str, **fields: Any) -> Record:
    return trade(evidence, value, article="b", **fields)


def growth(evidence: str, value: str, article: str, **fields: Any) -> Record:
    fields = {
        "kind": "growth_percentage",
        "unit": "percent",
        "role": "change",
        "direction": "increase",
    } | fields
    return amount(evidence, value, article=article, **fields)


def ranged(evidence: str, low: int, high: int, article: str) -> Record:
    return amount(evidence, None, article=article, low=low, high=high)


def restated(record: Record, words: str, value: int, unit: str = "USD") -> Record:
    """The record with an equivalent, which must stand in its sentence."""
    start = record["sentence"]["start"] + record["sentence"]["text"].index(words)
    equivalent = {
        "value": value,
        "low": None,
        "high": None,
        "unit": unit,
        "start": start,
        "end": start + len(words),
    }
    return record | {"equivalents": [equivalent]}


SAME = {
    "equal": (one("5 yuan", 5), other("5 yuan", 5)),
    "about, and the figure": (
        one("about 300 billion yuan", 300 * BILLION, modifier="approximate"),
        other("298.6 billion yuan", 298_600_000_000),
    ),
    "a digit less": (one("1.15 trillion yuan", 1150 * BILLION), other("1.2 trillion yuan", 1200 * BILLION)),
    "more than, and a little more": (
        one("4,000 yuan", 4000, modifier="more_than"),
        other("4,079 yuan", 4079),
    ),
    "restated in dollars": (
        restated(
            one("300 billion yuan", 300 * BILLION, sentence="It was 300 billion yuan ($41.7 billion)."),
            "$41.7 billion",
            41_700_000_000,
        ),
        other("$41.72 billion", 41_720_000_000, unit="USD"),
    ),
    "an earlier level told later": (one("5 yuan", 5), other("5 yuan", 5, role="previous")),
    "said in other words": (
        amount("$1,234m", 1_234_000_000, article="a", indicator="net profit"),
        amount("$1,234m", 1_234_000_000, article="b", indicator="profit"),
    ),
    "the plural": (
        amount("5 jobs", 5, "job", kind="quantity", article="a", indicator="number of new jobs"),
        amount("5 jobs", 5, "job", kind="quantity", article="b", indicator="new job"),
    ),
    "year on year, or not said": (
        growth("3.4 percent", "3.4", "a", basis="yoy"),
        growth("3.4 percent", "3.4", "b"),
    ),
    "without a period, on one day": (one("5 yuan", 5, period=None), other("5 yuan", 5, period=None)),
    "a range": (ranged("$3 to $5", 3, 5, "a"), ranged("$3 to 5", 3, 5, "b")),
    "an event in another form": (
        event("suspended", "2025-01-03", article="a"),
        event("suspension", "2025-01-03", article="b"),
    ),
    "an event with fewer who take part": (
        event("met", "2025-01-03", article="a", participants=(VIETNAM, CHINA)),
        event("met", "2025-01-03", article="b", participants=(CHINA,)),
    ),
    "an event at one place": (
        event("opening", "2025-01-03", article="a", participants=(), location=("Hanoi", "GPE", None)),
        event("opened", "2025-01-03", article="b", participants=(), location=("Hanoi", "GPE", None)),
    ),
}

NOT_SAME = {
    "another figure": (one("298.6 billion yuan", 298_600_000_000), other("301 billion yuan", 301 * BILLION)),
    "too far for about": (
        one("about 300 billion yuan", 300 * BILLION, modifier="approximate"),
        other("320 billion yuan", 320 * BILLION),
    ),
    "less than what it is more than": (
        one("4,000 yuan", 4000, modifier="more_than"),
        other("3,950 yuan", 3950),
    ),
    "one digit that rounds far": (growth("3 percent", "3", "a"), growth("3.4 percent", "3.4", "b")),
    "another period": (one("5 yuan", 5), other("5 yuan", 5, period=("2023-01-01", "2023-12-31"))),
    "another flow": (one("5 yuan", 5), other("5 yuan", 5, flow="imports")),
    "the other way": (one("5 yuan", 5), other("5 yuan", 5, reporter=CHINA, partner=VIETNAM)),
    "other goods": (
        one("55 yuan", 55, indicator="fish exports"),
        other("55 yuan", 55, indicator="rice exports"),
    ),
    "another range": (ranged("$3 to $5", 3, 5, "a"), ranged("$3 to $6", 3, 6, "b")),
    "another unit": (one("5 yuan", 5), other("5 dollars", 5, unit="USD")),
    "only forecast": (one("5 yuan", 5), other("5 yuan", 5, status="forecast")),
    "a change": (one("5 yuan", 5), other("5 yuan", 5, role="change", direction="increase")),
    "two figures of one article": (
        growth("1.5 percent", "1.5", "a"),
        growth("1.4 percent", "1.4", "a", at=300),
    ),
    "a rounder figure of one article": (
        growth("4.81 percent", "4.81", "a"),
        growth("5 percent", "5", "a", at=300),
    ),
    "another subject": (
        amount("$5", 5, article="a"),
        amount("$5", 5, article="b", subjects=(CHINA,)),
    ),
    "another price": (amount("$5", 5, article="a", per="barrel"), amount("$5", 5, article="b", per="tonne")),
    "month on month": (
        growth("3.4 percent", "3.4", "a", basis="yoy"),
        growth("3.4 percent", "3.4", "b", basis="mom"),
    ),
    "without a period, on two days": (
        one("5 yuan", 5, period=None),
        other("5 yuan", 5, period=None, published="2025-03-01"),
    ),
    "of nothing that is named": (
        amount("$5", 5, article="a", subjects=(), indicator=None),
        amount("$5", 5, article="b", subjects=(), indicator=None),
    ),
    "an event of others": (
        event("met", "2025-01-03", article="a"),
        event("met", "2025-01-03", article="b", participants=(CHINA,)),
    ),
    "an event at another time": (
        event("met", "2025-01-03", article="a", time="10:00"),
        event("met", "2025-01-03", article="b", time="11:00"),
    ),
    "an event of nobody": (
        event("opened", "2025-01-03", article="a", participants=()),
        event("opened", "2025-01-03", article="b", participants=()),
    ),
}


@pytest.mark.parametrize("pair", SAME.values(), ids=SAME)
@pytest.mark.parametrize("turned", [False, True])
def test_facts_that_state_the_same(
    base: Base, load_records: LoadRecords, pair: tuple[Record, Record], turned: bool
) -> None:
    for each in reversed(pair) if turned else pair:
        load_records(each)
    with base.reading() as connection:
        (claim,) = connection.execute(select(claims))
        assert (claim.fact_count, claim.article_count) == (2, 2)
        assert len(connection.execute(select(claim_facts)).all()) == 2


@pytest.mark.parametrize("pair", NOT_SAME.values(), ids=NOT_SAME)
def test_facts_that_state_other_things(
    base: Base, load_records: LoadRecords, pair: tuple[Record, Record]
) -> None:
    load_records(*pair)
    with base.reading() as connection:
        assert connection.scalars(select(claims.c.fact_count)).all() == [1, 1]


def test_claim_has_the_most_exact_figure_and_all_support(base: Base, load_records: LoadRecords) -> None:
    rough = one(
        "about 300 billion yuan", 300 * BILLION, modifier="approximate", published="2025-01-20", source="A"
    )
    exact = other("298.6 billion yuan", 298_600_000_000, published="2025-03-01", source="B")
    again = exact | {
        "article": exact["article"] | {"id": "c", "published": "2025-02-01", "source": "A"},
        "id": "00000000000000ff",
        "confidence": 0.9,
    }
    load_records(rough, exact, again)
    with base.reading() as connection:
        (claim,) = connection.execute(select(claims))
    assert claim.id == rough["id"], "a claim is named by its earliest fact"
    assert (claim.value, claim.modifier) == (298_600_000_000, "exact")
    assert (claim.fact_count, claim.article_count, claim.sources) == (3, 3, "A; B")
    assert (str(claim.first_published), str(claim.last_published)) == ("2025-01-20", "2025-03-01")
    assert claim.confidence == 0.9


def test_rough_figure_joins_the_nearest(base: Base, load_records: LoadRecords) -> None:
    """Two figures that differ do not become one because a rough one is near to both."""
    load_records(
        one("298.6 billion yuan", 298_600_000_000),
        other("301 billion yuan", 301 * BILLION),
        trade("about 300 billion yuan", 300 * BILLION, modifier="approximate", article="c"),
    )
    with base.reading() as connection:
        found = {int(row.value): row.fact_count for row in connection.execute(select(claims))}
    assert found == {298_600_000_000: 1, 301 * BILLION: 2}


def test_rather_named_measure_is_open_where_two_fit(base: Base, load_records: LoadRecords) -> None:
    load_records(
        amount("$1,234m", 1_234_000_000, article="a", indicator="net profit"),
        amount("$1,234m", 1_234_000_000, article="b", indicator="operating profit"),
        amount("$1,234m", 1_234_000_000, article="c", indicator="profit"),
    )
    with base.reading() as connection:
        assert connection.scalars(select(claims.c.fact_count)).all() == [1, 1, 1]


def statement(number: int, article: int, value: int, modifier: Any) -> Statement:
    """Exports as an article tells them."""
    return Statement(
        f"{number:04}", f"a{article}", None, None, f"{value} yuan", "trade_value", *YEAR, "reported", Decimal(value),
        None, None, "CNY", modifier, "level", None, "exports", None, "exports", None, None, None, None, None, None, 0.8,
    )  # fmt: skip


told = st.tuples(
    st.integers(0, 3),
    st.sampled_from([2986, 2990, 3000, 3010, 3100, 300]),
    st.sampled_from(["exact", "approximate", "more_than", "at_most"]),
)


@given(st.lists(told, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_claims_part_the_facts_whatever_their_order(figures: list[Any], random: Random) -> None:
    facts = [statement(number, *figure) for number, figure in enumerate(figures)]
    found = {frozenset(fact.id for fact in claim) for claim in claims_of(facts)}
    assert sorted(fact for claim in found for fact in claim) == [fact.id for fact in facts]
    for claim in claims_of(facts):
        for article in {fact.article for fact in claim}:
            exact = {fact.value for fact in claim if fact.article == article and fact.modifier == "exact"}
            assert len(exact) <= 1, "no article states two exact figures for one thing"
    random.shuffle(facts)
    assert {frozenset(fact.id for fact in claim) for claim in claims_of(facts)} == found


def test_work_grows_with_the_number_of_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the worst of cases too: all facts in one block."""
    compared = 0
    usual = sameness.figure_interval

    def count(*arguments: Any) -> Any:
        nonlocal compared
        compared += 1
        return usual(*arguments)

    monkeypatch.setattr(sameness, "figure_interval", count)
    facts = [statement(number, number, 1000 + number, "exact") for number in range(500)]
    claims_of(facts)
    assert compared <= len(facts)


@pytest.mark.parametrize(
    ("phrase", "head"),
    [
        ("exports of rice", "export"),
        ("value of exports", "export"),
        ("net profit for the year", "profit"),
        ("unemployment rate", "rate"),
        ("number of new jobs", "job"),
        ("total", ""),
        ("", ""),
    ],
)
def test_head_of_an_indicator(phrase: str, head: str) -> None:
    assert indicator_head(phrase) == head


@pytest.mark.parametrize(
    "words",
    [
        ["suspended", "suspension", "suspend", "suspends"],
        ["arrived", "arrival", "arrives"],
        ["opened", "opening", "opens"],
        ["elected", "election", "elections"],
        ["merger", "merged", "merging"],
    ],
)
def test_forms_of_an_event_have_one_stem(words: list[str]) -> None:
    assert len({event_stem(word) for word in words}) == 1
