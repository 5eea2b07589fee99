"""factextract reads news articles and writes what they state as typed, grounded records.

The public face: `extract`, `Extractor`, `Article`, and the record types. Nothing heavy is imported until it is used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from factextract.articles.article import Article
    from factextract.extractor import Extractor, extract
    from factextract.records import (
        EventDate,
        Fact,
        GrowthPercentage,
        MonetaryValue,
        Percentage,
        Quantity,
        TradeValue,
    )

_HOMES = {
    "Article": "factextract.articles.article",
    "Extractor": "factextract.extractor",
    "extract": "factextract.extractor",
    **dict.fromkeys(
        ("EventDate", "Fact", "GrowthPercentage", "MonetaryValue", "Percentage", "Quantity", "TradeValue"),
        "factextract.records",
    ),
}

__all__ = [
    "Article",
    "EventDate",
    "Extractor",
    "Fact",
    "GrowthPercentage",
    "MonetaryValue",
    "Percentage",
    "Quantity",
    "TradeValue",
    "__version__",
    "extract",
]


def __getattr__(name: str) -> Any:
    """Import a public name from its home when it is first used (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
