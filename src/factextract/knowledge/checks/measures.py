"""Which facts of an article are about one thing, so that arithmetic can relate them."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from operator import attrgetter
from typing import Any

from factextract.knowledge.checks.stated import ValueFact
from factextract.records import Flow, GrowthPercentage, Name, Percentage, TradeValue

_NEXT_TO = 30
"""So few characters part figures of one comparison, whatever they are said to be of: "to $5 billion, up from $4 billion"."""

_WORDS_BEFORE_A_MARK = 5
"""So many words before a figure tell what it is to another: "short of the record of 80"."""

_BREAK = re.compile(r";|\b(?:and|but|while|whereas|with|whose|which)\b", re.IGNORECASE)
_REVISED = re.compile(r"\brevised\b[^.;,]{0,25}\bfrom (?:an? )?$", re.IGNORECASE)

_LETTERS = re.compile(r"[^\W\d_]+")


@cache
def table(name: str) -> dict[str, Any]:
    """A table of ``checks/data``, read once."""
    source = files("factextract.knowledge.checks") / "data" / f"{name}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


@lru_cache(maxsize=8192)
def content_words(phrase: str) -> frozenset[str]:
    """The words of a phrase that tell what it is about, in the singular."""
    words = (_singular(word.lower()) for word in _LETTERS.findall(phrase))
    return frozenset(word for word in words if word not in _light())


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word.removesuffix("ies") + "y"
    return word.removesuffix("s") if len(word) > 3 and not word.endswith(("ss", "us")) else word


@cache
def _light() -> frozenset[str]:
    return frozenset(table("words")["light"])


@cache
def _flow_words() -> dict[str, Flow]:
    return {word: flow for flow, words in table("words")["flows"].items() for word in words}


@cache
def _said_of_all_trade() -> frozenset[str]:
    return frozenset((*table("words")["generic"], *_flow_words()))


@dataclass(frozen=True, slots=True)
class Measure:
    """What a figure measures: the flow, where it is one of trade, and the words for what else it is."""

    flow: Flow | None
    words: frozenset[str]

    def may_be(self, other: "Measure") -> bool:
        """Whether the words of one are among the other's, and the flows do not differ."""
        if self.flow != other.flow:
            return False
        if self.flow is None and not (self.words and other.words):
            return False
        return self.words <= other.words or other.words <= self.words


def measure_of(fact: ValueFact) -> Measure:
    """What a fact measures. Growth has no flow of its own: the words of its indicator tell."""
    words = content_words(fact.indicator.text) if fact.indicator else frozenset()
    if isinstance(fact, TradeValue):
        if fact.commodity:
            words |= content_words(fact.commodity.text)
        return Measure(fact.flow, _without_generic(words))
    return (
        measure_of_words(words) if isinstance(fact, (GrowthPercentage, Percentage)) else Measure(None, words)
    )


def measure_of_words(words: frozenset[str]) -> Measure:
    """What words alone say is measured: "farm exports" is a flow of trade, "farm wages" is none."""
    flow = _flow_named(words)
    return Measure(flow, _without_generic(words)) if flow else Measure(None, words)


def words_beyond(words: frozenset[str], fact: ValueFact) -> frozenset[str]:
    """The words that say more than what a fact measures and whose it is: "farm" of exports, but not "Peru's"."""
    names = (content_words(name.name) for name in fact.subjects if name)
    return words.difference(measure_of(fact).words, *names)


def _without_generic(words: frozenset[str]) -> frozenset[str]:
    """Words without those for all trade; goods and services together are all trade too."""
    rest = words - _said_of_all_trade()
    return rest - {"service"} if "good" in words else rest


def _flow_named(words: frozenset[str]) -> Flow | None:
    named = {_flow_words()[word] for word in words & _flow_words().keys()}
    flows: Iterable[Flow] = table("words")["flows"]
    return next((flow for flow in flows if flow in named), None)


def may_share_owners(one: ValueFact, other: ValueFact) -> bool:
    """Whether the subjects of one are among the other's."""
    return owners(one) <= owners(other) or owners(other) <= owners(one)


def owners(fact: ValueFact) -> frozenset[str]:
    """Whose figure it is, each by its ISO code or else its name."""
    return frozenset(filter(None, map(_key, fact.subjects)))


def _key(name: Name | None) -> str | None:
    return (name.id or name.name.casefold()) if name else None


def parties(fact: TradeValue) -> tuple[str | None, str | None]:
    """Reporter and partner, each by its ISO code or else its name."""
    return _key(fact.reporter), _key(fact.partner)


def gap(one: ValueFact, other: ValueFact) -> int:
    """How many characters lie between two figures."""
    return max(one.evidence.start, other.evidence.start) - min(one.evidence.end, other.evidence.end)


def are_in_one_breath(one: ValueFact, other: ValueFact) -> bool:
    """Whether figures of one sentence stand next to each other and no new clause begins between them."""
    if not -1 <= gap(one, other) <= _NEXT_TO:
        return False
    first, last = sorted((one.evidence, other.evidence), key=attrgetter("start"))
    between = one.sentence.text[first.end - one.sentence.start : last.start - one.sentence.start]
    return not _BREAK.search(between)


def is_mark(fact: ValueFact) -> bool:
    """Whether a figure is told as what another falls short of or passes: "below the peak of 80", not "from a peak of 80"."""
    before = fact.sentence.text[: fact.evidence.start - fact.sentence.start]
    words = _LETTERS.findall(before.lower())[-_WORDS_BEFORE_A_MARK:]
    return not _marks().isdisjoint(words) and "from" not in words


@cache
def _marks() -> frozenset[str]:
    return frozenset(table("words")["marks"])


def is_superseded(fact: ValueFact) -> bool:
    """Whether the text gives a figure as what was said before a revision: "revised down from 271 million"."""
    return bool(_REVISED.search(fact.sentence.text, 0, fact.evidence.start - fact.sentence.start))
