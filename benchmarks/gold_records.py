"""Gold facts as records, so that what works on records can be measured without what extracts them."""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from factextract.evaluation.sentences import passage_around
from factextract.records import FACT_TYPES, Fact, Span, fact_adapter, fact_id, json_line

_BRACKETED = re.compile(r"[^()]{0,40}\(([^()]+)\)")


def read_gold_records(folder: Path) -> dict[str, list[Fact]]:
    """The facts of each gold article of a folder, by the article's id.

    Gold has neither offsets for names nor for conversions: names get those of the evidence, a conversion those of
    the next words in brackets.
    """
    found = {}
    for path in sorted(folder.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        if "facts" in content:
            found[content["id"]] = list(_records(content))
    return found


def _records(article: Mapping[str, Any]) -> Iterator[Fact]:
    reference = {key: article.get(key) for key in ("id", "title", "published", "source")}
    for fact in article["facts"]:
        yield fact_adapter().validate_json(json_line(_record(fact, reference, article["text"])))


def _record(fact: Mapping[str, Any], reference: Mapping[str, Any], text: str) -> dict[str, Any]:
    place = {"start": fact["start"], "end": fact["end"]}
    sentence = passage_around(text, fact["start"], fact["end"])
    evidence = Span(**place, text=fact["evidence"])

    def filled(slot: str, value: Any) -> Any:
        if value is None:
            return None
        if slot in ("subjects", "participants"):
            return [{"name": name, "type": "GPE", **place} for name in value]
        if slot in ("reporter", "partner", "location"):
            return {"name": value, "type": "GPE", **place}
        if slot in ("indicator", "commodity", "whole", "event"):
            return {"text": value, **place}
        if slot == "period":
            return {**value, "text": fact["evidence"], "text_start": place["start"], "text_end": place["end"]}
        if slot == "equivalents":
            return [{**amount, **_bracket(text, place["end"])} for amount in value]
        return value

    slots = FACT_TYPES[fact["kind"]].model_fields.keys() & fact.keys()
    return {
        **{slot: filled(slot, fact[slot]) for slot in slots},
        "id": fact_id(reference["id"], fact["kind"], evidence),
        "article": reference,
        "evidence": evidence.model_dump(),
        "sentence": {"start": sentence.start, "end": sentence.end, "text": sentence.text},
        "confidence": 1.0,
    }


def _bracket(text: str, start: int) -> dict[str, int]:
    match = _BRACKETED.match(text, start)
    return {"start": match.start(1), "end": match.end(1)} if match else {"start": start, "end": start + 1}
