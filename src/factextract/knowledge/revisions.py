"""Revisions: a source says of the same thing later, or instead, what its earlier figure is no rounding of."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from factextract.knowledge.rivals import Rivals, Said, find_rivals


@dataclass(frozen=True, slots=True)
class Revision:
    """What a source said first, and what it made of it; ``of`` is all that is said of the same thing."""

    of: Rivals
    earlier: Said
    later: Said


def find_revisions(connection: Connection) -> Iterator[Revision]:
    """The revisions in a base: each figure with the next one of its source that revises it."""
    for rivals in find_rivals(connection):
        for earlier in rivals.said:
            later = next((one for one in rivals.said if revises(one, earlier)), None)
            if later is not None:
                yield Revision(rivals, earlier, later)


def revises(later: Said, earlier: Said) -> bool:
    """Whether a statement takes the place of another by the same source.

    It does if it was published later; or, in one article, if the text sets it against the other as what was said
    before: "cut its forecast to 2.9 percent from 3.1".
    """
    if not later.differs_from(earlier) or not later.has_source_of(earlier):
        return False
    if later.article == earlier.article:
        return earlier.role == "previous" and later.role != "previous"
    if earlier.published is None or later.published is None:
        return False
    return later.published > earlier.published
