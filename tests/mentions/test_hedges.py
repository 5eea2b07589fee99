"""Every example of examples/hedges.yaml: modifiers, statuses and sources."""

from pathlib import Path
from typing import Any

import pytest
import yaml

import factextract
from factextract.language import load_pipeline
from factextract.mentions.hedges import modifier_of, source_of, status_of
from factextract.parse import Parse

PATH = Path(factextract.__file__).parent / "mentions" / "examples" / "hedges.yaml"
EXAMPLES: dict[str, list[dict[str, Any]]] = yaml.safe_load(PATH.read_text(encoding="utf8"))


def marked(text: str) -> tuple[str, int, int]:
    """A text without its square brackets, and the offsets they stood at."""
    start, end = text.index("["), text.index("]") - 1
    return text.replace("[", "").replace("]", ""), start, end


@pytest.mark.parametrize("case", EXAMPLES["modifiers"], ids=lambda case: case["text"])
def test_modifier(case: dict[str, Any]) -> None:
    assert modifier_of(*marked(case["text"])) == case["modifier"]


@pytest.mark.parametrize("case", EXAMPLES["statuses"], ids=lambda case: case["text"])
def test_status(case: dict[str, Any]) -> None:
    text, start, end = marked(case["text"])
    assert status_of(Parse(load_pipeline()(text)).covering(start, end).root) == case["status"]


@pytest.mark.parametrize("case", EXAMPLES["sources"], ids=lambda case: case["text"])
def test_source(case: dict[str, Any]) -> None:
    text, start, end = marked(case["text"])
    noun = source_of(Parse(load_pipeline()(text)).covering(start, end).root)
    assert (noun.text if noun is not None else None) == case["source"]
