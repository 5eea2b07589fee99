"""Numbers: the corpus beside the rules, and what must hold for any text."""

import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import factextract.mentions.numbers as numbers_module
from factextract.mentions.model import Number
from factextract.mentions.numbers import find_numbers

_CORPUS = yaml.safe_load(
    (Path(numbers_module.__file__).parent / "examples" / "numbers.yaml").read_text(encoding="utf-8")
)

SOON = 5.0
"""Seconds of the processor that a text of some ten thousand characters may take, were it all one run."""


def _as_written(number: Number) -> str | list[str]:
    return str(number.value) if number.value is not None else [str(number.low), str(number.high)]


@pytest.mark.parametrize("case", _CORPUS["examples"], ids=lambda case: case["text"])
def test_reads(case: dict[str, Any]) -> None:
    assert [_as_written(number) for number in find_numbers(case["text"])] == case["numbers"]


@pytest.mark.parametrize("case", _CORPUS["counter_examples"], ids=lambda case: case["text"])
def test_reads_nothing(case: dict[str, Any]) -> None:
    assert find_numbers(case["text"]) == []


@given(st.integers(min_value=0, max_value=10**12))
def test_whole_numbers_round_trip(value: int) -> None:
    assert [n.value for n in find_numbers(f"{value:,} in all")] == [Decimal(value)]


@given(st.decimals(min_value=0, max_value=10**6, places=3))
def test_decimals_are_exact(value: Decimal) -> None:
    (number,) = find_numbers(f"about {value} of it")
    assert number.value == value


_WORDS = [
    "three",
    "a",
    "half",
    "million",
    "and",
    "to",
    "from",
    "5",
    "7.5",
    "bn",
    "1,200",
    "-",
    "quarter",
    "of",
    "dozen",
    "thirds",
    "$",
    "%",
    "1/2",
    "2004",
    "m",
]


@given(st.lists(st.sampled_from(_WORDS), max_size=12).map(" ".join) | st.text(max_size=60))
def test_numbers_are_in_order_and_apart(text: str) -> None:
    end = 0
    for number in find_numbers(text):
        assert end <= number.start < number.end <= len(text)
        assert (number.value is None) == (number.low is not None and number.high is not None)
        assert number.low is None or number.high is None or number.low < number.high
        end = number.end


@pytest.mark.parametrize("piece", ["1,", "5 ", "three ", "1/", "half a ", "5-", "$"])
def test_long_runs_end_soon(piece: str) -> None:
    begun = time.process_time()
    find_numbers(piece * 3000)
    assert time.process_time() - begun < SOON
