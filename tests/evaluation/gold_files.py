"""Gold and predictions as files, small enough to know every figure by heart."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from factextract.records import to_json
from tests.samples import ARTICLE, sample_facts


def gold_fact(evidence: str, value: float) -> dict[str, Any]:
    """A percentage that the sample article states."""
    return {
        "kind": "percentage",
        "evidence": evidence,
        "start": ARTICLE.text.index(evidence),
        "end": ARTICLE.text.index(evidence) + len(evidence),
        "value": value,
        "unit": "percent",
        "modifier": "exact",
        "role": "level",
        "direction": None,
        "status": "reported",
        "period": None,
        "period_explicit": True,
        "indicator": "fish",
        "subjects": [],
    }


def write_gold(path: Path, facts: Iterable[dict[str, Any]], article: str = ARTICLE.id) -> Path:
    """The sample article with the gold facts given."""
    content = {"id": article, "title": ARTICLE.title, "text": ARTICLE.text, "facts": list(facts)}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def gold_file(folder: Path) -> Path:
    """Gold for the sample article: one fact right, one with another value, one that is not found."""
    facts = [gold_fact("15.4%", 15.4), gold_fact("8.5 percent", 9), gold_fact("2024", 2024)]
    return write_gold(folder / "gold.json", facts)


def write_predictions(path: Path, articles: Iterable[str] = (ARTICLE.id,)) -> Path:
    """The sample facts as `run` writes them, for each article id."""
    lines = (
        to_json(fact.model_copy(update={"article": fact.article.model_copy(update={"id": article})}))
        for article in articles
        for fact in sample_facts()
    )
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return path
