"""A corpus of one sound article, to be broken one rule at a time."""

import json
from pathlib import Path
from typing import Any

TITLE = "Norland sold 7 ships"
TEXT = (
    f"{TITLE}\n\nExports to Sudria rose 4 percent to about $3 billion (2.6 billion euros) in 2024, and the surplus "
    "was $1 billion. Fish made up 15.4% of them. On 1 May 2025 three ferries will sail at 09:00."
)

_EVERY: dict[str, Any] = {"period": None, "period_explicit": True, "status": "reported", "source": None}
_VALUE = _EVERY | {
    "modifier": "exact",
    "role": "level",
    "direction": None,
    "indicator": None,
    "subjects": [],
    "per": None,
    "equivalents": [],
}
_TRADE = _VALUE | {"unit": "USD", "reporter": "Norland", "partner": "Sudria", "commodity": None}
YEAR = {"start": "2024-01-01", "end": "2024-12-31"}
DAY = {"start": "2025-05-01", "end": "2025-05-01"}


def fact(kind: str, evidence: str, **fields: Any) -> dict[str, Any]:
    """A fact of the article, with its offsets."""
    start = TEXT.index(evidence)
    return {"kind": kind, "evidence": evidence, "start": start, "end": start + len(evidence), **fields}


def growth() -> dict[str, Any]:
    """Exports rose 4 percent."""
    change = _VALUE | {"role": "change", "direction": "increase", "indicator": "exports", "period": YEAR}
    return fact("growth_percentage", "4 percent", **change, value=4, unit="percent", basis=None)


def exports() -> dict[str, Any]:
    """About $3 billion of exports."""
    parties = {"indicator": "exports", "subjects": ["Norland", "Sudria"], "flow": "exports"}
    euros = {"equivalents": [{"value": 2_600_000_000, "unit": "EUR"}]}
    return fact("trade_value", "$3 billion", **(_TRADE | parties | euros), value=3_000_000_000)


def surplus() -> dict[str, Any]:
    """A surplus of $1 billion."""
    parties = {"indicator": "surplus", "subjects": ["Norland", "Sudria"], "flow": "balance"}
    return fact("trade_value", "$1 billion", **(_TRADE | parties), value=1_000_000_000)


def share() -> dict[str, Any]:
    """Fish's share."""
    return fact(
        "percentage", "15.4%", **(_VALUE | {"indicator": "Fish"}), value=15.4, unit="percent", whole="them"
    )


def ferries() -> dict[str, Any]:
    """Three ferries."""
    return fact("quantity", "three ferries", **_VALUE, value=3, unit="ferry")


def sailing() -> dict[str, Any]:
    """They sail on 1 May."""
    when = _EVERY | {"period": DAY, "status": "target"}
    rest = {"participants": [], "location": None, "time": "09:00", "recurrence": None}
    return fact("event_date", "1 May 2025", **when, event="sail", **rest)


def article(*facts: dict[str, Any], name: str = "norland", **fields: Any) -> dict[str, Any]:
    """The article with the facts given; without any, with all of them."""
    sound = (growth(), exports(), surplus(), share(), ferries(), sailing())
    content = {"id": name, "title": TITLE, "published": "2025-02-10", "source": None, "text": TEXT}
    return content | {"facts": list(facts or sound)} | fields


def write(folder: Path, *articles: dict[str, Any]) -> Path:
    """A corpus folder with the articles, or with the sound one, under their ids."""
    folder.mkdir(exist_ok=True)
    for content in articles or (article(),):
        (folder / f"{content['id']}.json").write_text(json.dumps(content), encoding="utf-8")
    return folder
