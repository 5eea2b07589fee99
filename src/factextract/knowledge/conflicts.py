"""Conflicts: figures for the same thing that cannot all be right, and that no later word of their source withdraws."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from sqlalchemy import Connection

from factextract.knowledge.revisions import revises
from factextract.knowledge.rivals import Rivals, Said, find_rivals


def find_conflicts(connection: Connection) -> Iterator[Rivals]:
    """What the sources of a base disagree on, each with what is said of it and not revised.

    Two figures that one article gives, and not as the word of two sources, are of different things: parts, or other
    terms. They are no conflict.
    """
    for rivals in find_rivals(connection):
        standing = _standing(rivals.said)
        at_odds = {one.fact for pair in combinations(standing, 2) if _conflict(*pair) for one in pair}
        if at_odds:
            yield replace(rivals, said=tuple(one for one in standing if one.fact in at_odds))


def _standing(said: Sequence[Said]) -> list[Said]:
    """What no later statement of the same source revises."""
    return [one for one in said if not any(revises(other, one) for other in said)]


def _conflict(one: Said, other: Said) -> bool:
    if not one.differs_from(other):
        return False
    if one.article == other.article:
        return one.named and other.named and not one.has_source_of(other)
    return True
