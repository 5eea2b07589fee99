"""The contract: what a record refuses, how it is written, and that it reads back as it was."""

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from factextract.kinds import KINDS
from factextract.records import (
    EventDate,
    Fact,
    GrowthPercentage,
    MonetaryValue,
    Name,
    Percentage,
    Period,
    Quantity,
    Span,
    TradeValue,
    fact_id,
    from_json,
    spans,
    to_json,
)
from tests.samples import TEXT, name, period, phrase, sample_facts, span, statement, value_fact

numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**24), max_value=10**24)


def percentage(**fields: Any) -> Percentage:
    plain = {"value": Decimal("15.4"), "unit": "percent"}
    return Percentage(**value_fact("percentage", "15.4%", **(plain | fields)))


def growth(**fields: Any) -> GrowthPercentage:
    rise = {"value": Decimal("8.5"), "unit": "percent", "role": "change", "direction": "increase"}
    return GrowthPercentage(**value_fact("growth_percentage", "8.5 percent", **(rise | fields)))


def written_value(fact: Fact) -> str:
    found = re.search(rb'"value":([^,]*),"low"', to_json(fact))
    assert found
    return found[1].decode()


def test_samples_cover_every_kind() -> None:
    assert sorted(fact.kind for fact in sample_facts()) == sorted(KINDS)


@pytest.mark.parametrize("fact", sample_facts(), ids=lambda fact: fact.kind)
def test_reads_back_as_written(fact: Fact) -> None:
    line = to_json(fact)
    assert b"\n" not in line
    assert from_json(line) == fact
    assert from_json(line.decode()) == fact


@given(numbers)
def test_any_number_reads_back_as_written(number: Decimal) -> None:
    fact = percentage(value=number)
    assert from_json(to_json(fact)) == fact
    assert re.fullmatch(r"-?\d+(\.\d*[1-9])?", written_value(fact))


@given(numbers, numbers)
def test_any_range_reads_back_as_written(one: Decimal, other: Decimal) -> None:
    fact = percentage(value=None, low=min(one, other), high=max(one, other))
    assert from_json(to_json(fact)) == fact


@given(st.floats(min_value=0, max_value=1))
def test_confidence_has_four_digits(confidence: float) -> None:
    fact = percentage(confidence=confidence)
    assert len(repr(fact.confidence)) <= 6
    assert from_json(to_json(fact)) == fact


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("3E+11", "300000000000"),
        ("16.40", "16.4"),
        ("5.00", "5"),
        ("-0", "0"),
        ("-3", "-3"),
        ("0.3", "0.3"),
        ("1E-7", "0.0000001"),
        ("12345678901234567890.123", "12345678901234567890.123"),
    ],
)
def test_numbers_are_written_plainly(number: str, written: str) -> None:
    assert written_value(percentage(value=Decimal(number))) == written


def test_line_is_plain_json_in_the_order_of_the_contract() -> None:
    record = json.loads(to_json(sample_facts()[1]))
    assert list(record)[:5] == ["schema_version", "id", "kind", "article", "evidence"]
    assert record["article"]["published"] == "2025-02-03"
    assert record["period"]["start"] == "2024-01-01"
    assert record["evidence"] == {"start": 54, "end": 71, "text": "300 million krone"}
    assert record["commodity"] is None


@pytest.mark.parametrize("fact", sample_facts(), ids=lambda fact: fact.kind)
def test_spans_stand_in_the_text(fact: Fact) -> None:
    found = list(spans(fact))
    assert len(found) >= 2
    assert all(TEXT[start:end] == words for start, end, words in found)


def test_id_is_the_same_on_every_machine() -> None:
    # A changed id breaks every knowledge base that holds it: change this only with SCHEMA_VERSION.
    assert fact_id("a", "quantity", Span(start=3, end=5, text="42")) == "0aab2f9f455f2b8f"


def test_id_tells_facts_apart() -> None:
    place = span("15.4%")
    ids = {
        fact_id("a", "quantity", place),
        fact_id("b", "quantity", place),
        fact_id("a", "percentage", place),
        fact_id("a", "quantity", span("8.5 percent")),
        fact_id("a", "event_date", place, phrase("sail")),
        fact_id("a", "event_date", place, phrase("rose")),
    }
    assert len(ids) == 6


def test_records_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        percentage().value = Decimal(1)  # type: ignore[misc]


def test_refuses_an_unknown_field() -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        percentage(flow="exports")


def test_refuses_a_float_for_a_number() -> None:
    with pytest.raises(ValidationError, match="Decimal"):
        percentage(value=15.4)


@pytest.mark.parametrize("number", ["NaN", "Infinity"])
def test_refuses_what_is_no_finite_number(number: str) -> None:
    with pytest.raises(ValidationError, match="finite"):
        percentage(value=Decimal(number))


def test_refuses_a_value_and_a_range() -> None:
    with pytest.raises(ValidationError, match="not both"):
        percentage(low=Decimal(1), high=Decimal(2))


def test_refuses_half_a_range() -> None:
    with pytest.raises(ValidationError, match="both a low and a high"):
        percentage(value=None, low=Decimal(1))


def test_refuses_no_number() -> None:
    with pytest.raises(ValidationError, match="needs a value"):
        percentage(value=None)


def test_refuses_a_range_that_runs_backwards() -> None:
    with pytest.raises(ValidationError, match="runs backwards"):
        percentage(value=None, low=Decimal(2), high=Decimal(1))


def test_refuses_a_currency_that_is_none() -> None:
    with pytest.raises(ValidationError, match="no ISO 4217 code"):
        MonetaryValue(**value_fact("monetary_value", "$28 million", value=Decimal(28), unit="US$"))
    with pytest.raises(ValidationError, match="no ISO 4217 code"):
        TradeValue(**value_fact("trade_value", "$28 million", value=Decimal(28), unit="QQQ", flow="total"))


@pytest.mark.parametrize("code", ["USD", "DEM", "FRF", "XEU"])
def test_takes_currencies_of_old(code: str) -> None:
    assert (
        MonetaryValue(**value_fact("monetary_value", "$28 million", value=Decimal(28), unit=code)).unit
        == code
    )


def test_refuses_a_unit_that_is_no_percent() -> None:
    with pytest.raises(ValidationError, match="percentage_point"):
        percentage(unit="USD")


def test_refuses_a_change_without_direction() -> None:
    with pytest.raises(ValidationError, match="needs a direction"):
        percentage(role="change")


def test_takes_zero_growth_without_direction() -> None:
    assert growth(value=Decimal(0), direction=None).direction is None


def test_refuses_a_level_with_direction() -> None:
    with pytest.raises(ValidationError, match="only a change has a direction"):
        percentage(direction="increase")


@pytest.mark.parametrize(("value", "direction"), [("-3", "increase"), ("3", "decrease")])
def test_refuses_growth_whose_sign_is_against_its_direction(value: str, direction: str) -> None:
    with pytest.raises(ValidationError, match=f"is no {direction}"):
        growth(value=Decimal(value), direction=direction)


def test_growth_is_always_a_change() -> None:
    with pytest.raises(ValidationError, match="'change'"):
        growth(role="level", direction=None)


def test_refuses_a_period_that_runs_backwards() -> None:
    with pytest.raises(ValidationError, match="runs backwards"):
        period("2024", date(2024, 12, 31), date(2024, 1, 1))


def test_refuses_a_period_whose_words_do_not_fit_their_offsets() -> None:
    with pytest.raises(ValidationError, match="do not span"):
        Period(start=date(2024, 1, 1), end=date(2024, 1, 1), text="2024", text_start=0, text_end=5)


def test_refuses_a_span_whose_words_do_not_fit_its_offsets() -> None:
    with pytest.raises(ValidationError, match="do not span"):
        Span(start=0, end=3, text="four")


def test_refuses_a_name_that_covers_nothing() -> None:
    with pytest.raises(ValidationError, match="cover nothing"):
        Name(name="Norland", type="GPE", start=4, end=4)


def test_refuses_evidence_that_is_not_at_its_place_in_the_sentence() -> None:
    with pytest.raises(ValidationError, match="does not stand at its offsets"):
        percentage(sentence=span("Some 3 to 5 ferries a day"))
    start = span("made").start + 1
    with pytest.raises(ValidationError, match="does not stand at its offsets"):
        percentage(sentence=Span(start=start, end=start + 13, text="made up 15.4%"))


@pytest.mark.parametrize("time", ["24:00", "9:30", "12:60", "noon"])
def test_refuses_a_time_that_is_none(time: str) -> None:
    day = period("1 May 2025", date(2025, 5, 1), date(2025, 5, 1))
    with pytest.raises(ValidationError, match="pattern"):
        EventDate(**statement("event_date", "1 May 2025", period=day, event=phrase("sail"), time=time))


def test_an_event_needs_a_period() -> None:
    with pytest.raises(ValidationError, match="period"):
        EventDate(**statement("event_date", "1 May 2025", event=phrase("sail"), period=None))


@pytest.mark.parametrize("confidence", [-0.1, 1.1])
def test_refuses_a_confidence_beyond_certainty(confidence: float) -> None:
    with pytest.raises(ValidationError, match="than or equal to"):
        percentage(confidence=confidence)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[]",
        b"{}",
        b'{"kind": "rumour"}',
        b'{"kind": "quantity", "value": 12345678901234567',
        b'{"kind": "quantity", "source": "\xff"}',
        b'{"kind": "quantity", "value": 12345678901234567, "source": "\xff"}',
    ],
)
def test_refuses_lines_that_are_no_record(line: bytes) -> None:
    with pytest.raises(ValidationError):
        from_json(line)


def test_a_name_may_be_said_differently_from_the_text() -> None:
    ferries = {"low": Decimal(3), "high": Decimal(5), "unit": "ferry", "subjects": (name("them", "Fish"),)}
    fact = Quantity(**value_fact("quantity", "3 to 5 ferries", **ferries))
    assert from_json(to_json(fact)) == fact


@pytest.mark.parametrize("code", ["Chi", "cn", "CHN", "CN-", "CN-GUANGXI", ""])
def test_refuses_an_id_of_a_name_that_is_no_iso_code(code: str) -> None:
    with pytest.raises(ValidationError, match="pattern"):
        Name(name="China", type="GPE", id=code, start=0, end=5)


def test_takes_iso_codes_of_countries_and_their_parts() -> None:
    for code in ("CN", "CN-GX", "FR-2A", None):
        assert Name(name="China", type="GPE", id=code, start=0, end=5).id == code


def test_refuses_an_id_that_is_no_hash() -> None:
    with pytest.raises(ValidationError, match="pattern"):
        percentage(id="")
