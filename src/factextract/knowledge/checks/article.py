"""All checks of an article's facts, and which of the facts they throw doubt on."""

from collections.abc import Iterable
from dataclasses import replace

from factextract.knowledge.checks.check import Check
from factextract.knowledge.checks.comparisons import compare
from factextract.knowledge.checks.conversions import convert
from factextract.knowledge.checks.measures import is_superseded
from factextract.knowledge.checks.shares import add_shares, divide_parts
from factextract.knowledge.checks.trade import add_up
from factextract.records import EventDate, Fact

_BOUNDS = ("possible_rate", "shares")
"""Checks that set a figure a bound, which a wrong one may keep to as well."""


def check_facts(facts: Iterable[Fact]) -> list[Check]:
    """The arithmetic relations between the facts of one article, those that hold and those that do not.

    A figure may stand in several relations of a kind, as when an article has two growth rates: where one of them
    holds, the others are no relations that the article means.
    """
    stated = [
        fact
        for fact in facts
        if not isinstance(fact, EventDate) and fact.status != "negated" and not is_superseded(fact)
    ]
    found = [*compare(stated), *add_up(stated), *convert(stated), *add_shares(stated), *divide_parts(stated)]
    right = [check for check in found if check.holds]
    wrong = [
        check for check in found if not check.holds and not any(_rivals(check, other) for other in right)
    ]
    return [*right, *(replace(check, suspects=_suspects(check, right)) for check in _nearest(wrong))]


def _rivals(check: Check, other: Check) -> bool:
    """Whether two relations of a kind differ in one figure alone."""
    return check.name == other.name and len(check.facts) == 3 and len(check.ids & other.ids) >= 2


def _nearest(wrong: list[Check]) -> list[Check]:
    """Of relations that do not hold and differ in one figure, the one whose figures stand closest together."""
    kept: list[Check] = []
    for check in sorted(wrong, key=_reach):
        if not any(_rivals(check, other) for other in kept):
            kept.append(check)
    return kept


def _reach(check: Check) -> int:
    """From the first to the last character of its figures."""
    return max(fact.evidence.end for fact in check.facts) - min(fact.evidence.start for fact in check.facts)


def _suspects(check: Check, right: Iterable[Check]) -> frozenset[str]:
    """The facts that no relation that holds speaks for; all of them where there is one for each."""
    spoken_for = frozenset().union(*(other.ids for other in right if other.name not in _BOUNDS))
    return check.ids - spoken_for or check.ids
