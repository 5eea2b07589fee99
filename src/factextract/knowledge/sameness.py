"""Which facts state the same thing. Facts are compared within blocks, so that work grows with their number alone.

A block has the facts of one kind, status, period, subjects and head of the indicator (of trade: its flow, of events:
their word), and of one unit, but for money, which may be restated in other currencies. Within it the most exact
figure of each claim stands, and a fact joins the claim whose figure it may be a rounding of.
"""

import re
import tomllib
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache
from hashlib import blake2b
from importlib import resources
from itertools import chain
from typing import Any

from factextract.knowledge.checks.intervals import Interval
from factextract.knowledge.checks.measures import content_words
from factextract.knowledge.checks.measures import table as words_table
from factextract.knowledge.checks.stated import figure_interval
from factextract.records import Modifier

_MONEY = frozenset({"trade_value", "monetary_value"})
_TELLING_DIGITS = 2
"""Significant digits of a figure that is hardly the same by chance, for the same subject and period."""
_FARTHEST = Decimal("0.1")
"""How far a figure may be from what it is a rounding of, for its size: "3 percent" is not 3.4."""
_UNKNOWN = "9999-12-31"
_SHORTEST_STEM = 3

Names = dict[str, tuple[int, ...]]
"""The entities of a fact, by role."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure and the words it was written with: the fact's own, or an equivalent in another currency."""

    unit: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    written: str
    modifier: Modifier

    def rounded_from(self, value: Decimal) -> Interval:
        """The numbers that its figure, ``value``, may be a rounding of: a tenth away at most.

        A bound ("more than") is near, and on its side.
        """
        hedge = self.modifier if self.modifier in ("exact", "approximate") else "approximate"
        near = figure_interval(value, None, None, self.written, hedge)
        most = abs(value) * _FARTHEST
        low = value if self.modifier in ("more_than", "at_least") else max(near.low, value - most)
        high = value if self.modifier in ("less_than", "at_most") else min(near.high, value + most)
        return Interval(low, high)

    def significant_digits(self) -> int:
        """How many digits the figure has, without zeros at its ends."""
        return max(
            len(str(number).replace(".", "").strip("-0"))
            for number in (self.value, self.low)
            if number is not None
        )


@dataclass(slots=True, eq=False)
class Statement:
    """A fact as it is compared: days as ISO text, entities by their ids."""

    id: str
    article: str
    published: str | None
    publisher: str | None
    evidence: str
    kind: str
    period_start: str | None
    period_end: str | None
    status: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    modifier: Modifier | None
    role: str | None
    direction: str | None
    indicator: str | None
    per: str | None
    flow: str | None
    commodity: str | None
    basis: str | None
    whole: str | None
    event: str | None
    time: str | None
    recurrence: str | None
    confidence: float
    names: Names = field(default_factory=dict)
    restated: tuple[Amount, ...] = ()

    def amounts(self) -> tuple[Amount, ...]:
        """Its figure, then the equivalents."""
        if self.unit is None or self.modifier is None:
            return ()
        own = Amount(self.unit, self.value, self.low, self.high, self.evidence, self.modifier)
        return (own, *self.restated)


def block_of(fact: Statement) -> str:
    """The block of a fact, as 16 hex digits."""
    return blake2b(repr(_block(fact)).encode(), digest_size=8).hexdigest()


def _block(fact: Statement) -> tuple[Any, ...]:
    when = (fact.period_start, fact.period_end)
    if fact.period_start is None:
        # Without a period, what is told on one day is told of one time.
        when = ("published", fact.published or fact.article)
    if fact.kind == "event_date":
        return (fact.kind, fact.status, when, fact.recurrence, event_stem(fact.event or ""))
    who: Any = sorted(set(fact.names.get("subject", ())))
    what = fact.flow or indicator_head(fact.indicator or "")
    if fact.kind == "trade_value":
        who = (fact.names.get("reporter"), fact.names.get("partner"))
    unit = None if fact.kind in _MONEY else fact.unit
    change = (fact.role == "change", fact.direction if fact.kind != "growth_percentage" else None)
    alone = fact.article if not (who or what) else None
    return (fact.kind, fact.status, when, who, what, unit, change, fact.per, alone)


def claims_of(facts: Sequence[Statement]) -> list[list[Statement]]:
    """The facts of a block, parted into those that state the same thing; the most exact of each comes first."""
    if len(facts) == 1:
        return [list(facts)]
    if facts[0].kind == "event_date":
        return _same_events(facts)
    return _same_figures(facts)


@dataclass(eq=False)
class _Claim:
    """Facts that state the same figure, of something that has these qualifiers."""

    qualifiers: frozenset[str]
    facts: list[Statement] = field(default_factory=list)
    stated: dict[str, Decimal | None] = field(default_factory=dict)

    def add(self, fact: Statement) -> None:
        """Add a fact."""
        self.facts.append(fact)
        if fact.modifier == "exact":
            self.stated[fact.article] = fact.value

    def may_have(self, fact: Statement) -> bool:
        """Whether its article does not state another figure for this: no text rounds what it has told exactly."""
        return fact.modifier != "exact" or self.stated.get(fact.article, fact.value) == fact.value


def _same_figures(facts: Sequence[Statement]) -> list[list[Statement]]:
    found: list[_Claim] = []
    figures: defaultdict[tuple[str, frozenset[str]], list[tuple[Decimal, int]]] = defaultdict(list)
    ranges: dict[tuple[Any, ...], int] = {}
    for fact in sorted(facts, key=_least_exact_last):
        qualifiers = qualifiers_of(fact)
        amounts = fact.amounts()
        own = amounts[0]
        if own.value is None:
            number = ranges.setdefault((own.unit, qualifiers, own.low, own.high), len(found))
        else:
            homes = (_nearest(figures[amount.unit, qualifiers], amount) for amount in amounts)
            number = next((home for home in homes if home is not None), len(found))
        if number < len(found) and found[number].may_have(fact):
            found[number].add(fact)
            continue
        number = len(found)
        found.append(_Claim(qualifiers))
        found[number].add(fact)
        for amount in amounts:
            if amount.value is not None:
                insort(figures[amount.unit, qualifiers], (amount.value, number))
    return [claim.facts for claim in _join_less_qualified(found)]


def _nearest(figures: Sequence[tuple[Decimal, int]], amount: Amount) -> int | None:
    """The claim with the figure nearest to an amount, among those the amount may be a rounding of."""
    if not figures or amount.value is None:
        return None
    value, interval = amount.value, amount.rounded_from(amount.value)
    at = bisect_left(figures, (value, -1))
    near = [
        figure for figure in figures[max(at - 1, 0) : at + 1] if interval.low <= figure[0] <= interval.high
    ]
    return min(near, key=lambda figure: abs(figure[0] - value))[1] if near else None


def _join_less_qualified(found: list[_Claim]) -> list[_Claim]:
    """Make one of claims with a telling figure in common, where one says in fewer words what it is of.

    "A profit of 1,234m" is the "net profit of 1,234m", but for there being an "operating profit of 1,234m" too.
    """
    alike: defaultdict[tuple[Any, ...], list[_Claim]] = defaultdict(list)
    for claim in found:
        own = claim.facts[0].amounts()[0]
        if own.significant_digits() >= _TELLING_DIGITS:
            alike[own.unit, own.value, own.low, own.high].append(claim)
    gone: set[int] = set()
    for claims in alike.values():
        claims.sort(key=lambda claim: len(claim.qualifiers))
        for index, claim in enumerate(claims):
            fuller = [other for other in claims[index + 1 :] if claim.qualifiers < other.qualifiers]
            fullest = [
                one for one in fuller if not any(one.qualifiers < other.qualifiers for other in fuller)
            ]
            if len(fullest) == 1:
                fullest[0].facts += claim.facts
                gone.add(id(claim))
    return [claim for claim in found if id(claim) not in gone]


def _least_exact_last(fact: Statement) -> tuple[Any, ...]:
    own = fact.amounts()[0]
    return (own.modifier != "exact", -own.significant_digits(), fact.published or _UNKNOWN, fact.id)


def _same_events(facts: Sequence[Statement]) -> list[list[Statement]]:
    """Events of one word and date are one if all who take part in one of them take part in the other.

    Those without a participant are one where they have a place in common, or an article.
    """
    found: list[list[Statement]] = []
    by_name: defaultdict[Any, list[int]] = defaultdict(list)
    order = sorted(
        facts,
        key=lambda fact: (-len(_participants(fact)), fact.time is None, fact.published or _UNKNOWN, fact.id),
    )
    for fact in order:
        who = _participants(fact)
        keys: list[Any] = list(who) or [("place", *(fact.names.get("location") or (fact.article,)))]
        number = next((at for at in by_name[keys[0]] if _agree(found[at][0], fact)), len(found))
        if number == len(found):
            found.append([])
            for key in keys:
                by_name[key].append(number)
        found[number].append(fact)
    return found


def _participants(fact: Statement) -> frozenset[int]:
    return frozenset(fact.names.get("participant", ()))


def _agree(fuller: Statement, fact: Statement) -> bool:
    if not _participants(fact) <= _participants(fuller):
        return False
    return fact.time is None or fuller.time is None or fact.time == fuller.time


def earliest(facts: Iterable[Statement]) -> Statement:
    """The fact published first, which names its claim."""
    return min(facts, key=lambda fact: (fact.published or _UNKNOWN, fact.id))


def qualifiers_of(fact: Statement) -> frozenset[str]:
    """What narrows down what is measured: words of the indicator and the goods, the whole of a share, the basis."""
    words = content_words(fact.indicator or "")
    if fact.kind == "trade_value":
        words = (words | content_words(fact.commodity or "")) - words_for_any_trade()
    more = [f"of {word}" for word in content_words(fact.whole)] if fact.whole else []
    if fact.basis:
        more.append(f"by {fact.basis}")
    return words.union(more) if more else words


@cache
def words_for_any_trade() -> frozenset[str]:
    """The words that tell a flow or trade at large, and no goods."""
    words = words_table("words")
    return frozenset(chain(words["generic"], *words["flows"].values()))


@lru_cache(maxsize=65536)
def indicator_head(phrase: str) -> str:
    """The noun a phrase is built on, in the singular: "export" for "exports of rice"; "" where it has none.

    Light words such as "value" are looked through.
    """
    for part in _prepositions().split(phrase.casefold()):
        words = re.findall(r"[^\W\d_]+", part)
        content = content_words(part)
        for word in reversed(words):
            singular = content_words(word)
            if singular and singular <= content:
                return next(iter(singular))
    return ""


@cache
def _prepositions() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_table()['prepositions'])})\b")


@lru_cache(maxsize=65536)
def event_stem(word: str) -> str:
    """What forms of a word have in common: "suspen" of "suspended" and "suspension"."""
    word = word.casefold()
    for ending in _table()["endings"]:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word.removesuffix(ending)
            break
    return word[:-1] if word.endswith(("d", "t")) and len(word) > _SHORTEST_STEM else word


@cache
def _table() -> dict[str, Any]:
    source = resources.files("factextract.knowledge").joinpath("data", "claims.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))
