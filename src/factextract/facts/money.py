"""`monetary_value`: any amount of money that is no trade between economies."""

from factextract.facts.reading import Draft
from factextract.mentions.model import Dimension


def is_money(draft: Draft) -> bool:
    """Whether a draft is an amount of money."""
    return draft.dimension is Dimension.MONEY
