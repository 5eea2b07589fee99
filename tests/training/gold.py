"""A small gold of our own, in which what the weights must learn is plain."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from factextract.articles import Article
from factextract.evaluation import GoldArticle
from factextract.evaluation.statement import from_gold

YEAR = {"start": "2024-01-01", "end": "2024-12-31"}
SENTENCES = (
    ("Exports of Norway rose {percent} percent in 2024.", "exports", "Norway"),
    ("Tourism in Portugal grew {percent} percent in 2024.", "tourism", "Portugal"),
    ("In 2024 imports of Chile went up {percent} percent.", "imports", "Chile"),
    ("Output of Kenya climbed {percent} percent in 2024.", "output", "Kenya"),
)


def fact(text: str, evidence: str, **fields: Any) -> dict[str, Any]:
    start = text.index(evidence)
    common = {"start": start, "end": start + len(evidence), "evidence": evidence, "status": "reported"}
    return common | {"period": YEAR, "period_explicit": True} | fields


def growth(text: str, percent: int, indicator: str, subject: str) -> dict[str, Any]:
    return fact(
        text,
        f"{percent} percent",
        kind="growth_percentage",
        value=percent,
        unit="percent",
        modifier="exact",
        role="change",
        direction="increase",
        indicator=indicator,
        subjects=[subject],
    )


def gold_json() -> list[dict[str, Any]]:
    """Eight articles of two sentences, all of them growth."""
    articles = []
    for number in range(8):
        text, facts = "", []
        for turn, percent in enumerate((number + 2, number + 21)):
            sentence, indicator, subject = SENTENCES[(number + turn) % len(SENTENCES)]
            text += sentence.format(percent=percent) + " "
            facts.append(growth(text, percent, indicator, subject))
        articles.append(
            {"id": f"growth-{number}", "title": None, "published": "2025-03-03", "text": text, "facts": facts}
        )
    return articles


def gold_articles() -> list[GoldArticle]:
    return [
        GoldArticle(
            Article(id=entry["id"], text=entry["text"], title=None, published=date(2025, 3, 3)),
            tuple(from_gold(fact) for fact in entry["facts"]),
        )
        for entry in gold_json()
    ]


def write_gold(folder: Path) -> Path:
    folder.mkdir()
    for entry in gold_json():
        (folder / f"{entry['id']}.json").write_text(json.dumps(entry), encoding="utf8")
    return folder
