"""Every example of facts/examples: a sentence, the facts it must give, and what must give none."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

import factextract
from factextract.records import Fact

PATH = Path(factextract.__file__).parent / "facts" / "examples" / "facts.yaml"
GROUPS: dict[str, list[dict[str, Any]]] = yaml.safe_load(PATH.read_text(encoding="utf8"))
CASES = [
    pytest.param(case, id=f"{group}: {case['text']}") for group, cases in GROUPS.items() for case in cases
]
PUBLISHED = date(2024, 6, 10)


def shown(fact: Fact, field: str) -> Any:
    """A field as the examples write it."""
    value = getattr(fact, field)
    if isinstance(value, Decimal):
        return float(value)
    if field == "period":
        return f"{value.start}..{value.end}" if value is not None else None
    if isinstance(value, tuple):
        return [name.name for name in value]
    if hasattr(value, "name"):
        return value.name
    return value.text if hasattr(value, "text") else value


@pytest.mark.parametrize("case", CASES)
def test_example(case: dict[str, Any]) -> None:
    facts = factextract.extract(case["text"], published=PUBLISHED)
    for expected in case.get("facts", []):
        found = [fact for fact in facts if fact.evidence.text == expected["evidence"]]
        assert len(found) == 1, (
            f"{len(found)} facts on {expected['evidence']!r} of {[f.evidence.text for f in facts]}"
        )
        differing = {
            field: (value, shown(found[0], field))
            for field, value in expected.items()
            if field != "evidence" and shown(found[0], field) != value
        }
        assert not differing
    for words in case.get("nothing", []):
        start = case["text"].index(words)
        covering = [
            fact for fact in facts if fact.evidence.start < start + len(words) and start < fact.evidence.end
        ]
        assert not covering


def test_every_span_of_every_example_stands_in_its_text() -> None:
    from factextract.records import spans

    for cases in GROUPS.values():
        for case in cases:
            for fact in factextract.extract(case["text"], published=PUBLISHED):
                for start, end, text in spans(fact):
                    assert case["text"][start:end] == text
