"""What a check found: which facts it related, what follows from the others for one of them, and what that one states."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from factextract.knowledge.checks.intervals import Interval
from factextract.knowledge.checks.stated import ValueFact

Problem = Literal["values", "units", "periods"]
"""What does not fit: the numbers; or the unit, or the period, of a figure whose number does."""

MOST_ALIKE = 40
"""So many facts of one indicator in one article are a table, whose combinations nobody states in words."""

TELLING = Decimal("0.05")
"""How narrow, for its size, an expected interval must be for a figure in it not to be there by chance."""


@dataclass(frozen=True, slots=True)
class Check:
    """One arithmetic relation between facts of an article; of ``facts``, the last is the one it is checked on.

    ``expected`` and ``stated`` are in ``unit``. ``suspects`` are the ids of the facts that may be wrong: those that no
    relation of the article that holds speaks for.
    """

    name: str
    facts: tuple[ValueFact, ...]
    parts: tuple[str, ...]
    problem: Problem | None
    expected: Interval
    stated: Interval
    unit: str
    suspects: frozenset[str] = field(default=frozenset())

    @property
    def holds(self) -> bool:
        """Whether everything fits."""
        return self.problem is None

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the facts related."""
        return frozenset(fact.id for fact in self.facts)


def judge(
    name: str,
    parts: tuple[str, ...],
    facts: Sequence[ValueFact],
    expected: Interval,
    stated: Interval,
    *,
    units_fit: bool = True,
    periods_fit: bool = True,
    telling: Decimal = TELLING,
) -> Iterator[Check]:
    """The check of one relation, if it is one.

    Facts that differ in unit or period are related only by numbers that fit, and so closely that it is no chance: no
    further apart, for their size, than ``telling``.
    """
    holds = expected.overlaps(stated)
    problem: Problem | None = None if holds else "values"
    if not (units_fit and periods_fit):
        if not holds or expected.relative_width + stated.relative_width > telling:
            return
        problem = "periods" if units_fit else "units"
    yield Check(name, tuple(facts), parts, problem, expected, stated, facts[-1].unit)
