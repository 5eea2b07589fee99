"""factextract's reading of a sentence in NewsQuant's shape: value, unit, change and concepts.

NewsQuant also keeps quantities that state no fact ("one solution", ages), so the mentions are read with
``everything``; units, ranges ("from 20 to 29 mpg" is one) and changes are renamed to its conventions, and
concepts are the words of the facts' indicators and subjects.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factextract.articles.article import Article
from factextract.facts import build_facts
from factextract.mentions import find_mentions
from factextract.mentions.hedges import modifier_of
from factextract.mentions.model import Dimension, Equivalent, Mentions, Quantity
from factextract.mentions.quantities import find_quantities
from factextract.records import EventDate, Fact
from factextract.syntax import clause_head, subject_of, tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Value = float | tuple[float, float]
ValueFact = Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One quantity as NewsQuant has it; ``concepts`` is ``["-"]`` where none is meant."""

    value: Value
    unit: str
    change: str
    concepts: list[str]


@cache
def table() -> dict[str, Any]:
    """NewsQuant's names for units, and the words it leaves out."""
    return tomllib.loads((Path(__file__).parent / "newsquant.toml").read_text(encoding="utf-8"))


def read_entries(doc: "Doc") -> list[Entry]:
    """The quantities of a parsed sentence."""
    article = Article(id="sentence", text=doc.text, title=None, published=None)
    quantities = find_quantities(doc, everything=True)
    mentions = replace(find_mentions(doc), quantities=tuple(quantities))
    facts = _value_facts(build_facts(doc, mentions, article))
    reading = _Reading(doc, mentions, facts)
    return [reading.entry(quantity) for quantity in _with_equivalents(reading.text, quantities)]


def _value_facts(facts: list[Fact]) -> dict[int, ValueFact]:
    return {fact.evidence.start: fact for fact in facts if not isinstance(fact, EventDate)}


_FROM = re.compile(r"\bfrom (?:about |around |roughly |up to |as low as |as little as )*$", re.I)
_TO = re.compile(r"(?! \()[^\d,.;:]{0,40}?(?: (?:in|on|per) [^,.;:]{1,20}?)? ?(?:to|until) (?:about |around |roughly |as much as )*$", re.I)


def _with_equivalents(text: str, quantities: list[Quantity]) -> Iterator[Quantity]:
    """Restated amounts as quantities of their own, and "from 20 mpg in 2008 to 29 mpg" as one range."""
    index = 0
    while index < len(quantities):
        quantity = quantities[index]
        following = quantities[index + 1] if index + 1 < len(quantities) else None
        if following is not None and _is_from_to(text, quantity, following):
            yield replace(following, start=quantity.start, value=None, low=quantity.value, high=following.value)
            index += 1
        else:
            yield quantity
        yield from (_as_quantity(quantity, restated) for restated in quantity.equivalents)
        index += 1


def _is_from_to(text: str, low: Quantity, high: Quantity) -> bool:
    if low.value is None or high.value is None or (low.unit != high.unit and low.dimension is not Dimension.BARE):
        return False
    return bool(_FROM.search(text, 0, low.start)) and bool(_TO.fullmatch(text, low.end, high.start))


def _as_quantity(amount: Quantity, restated: Equivalent) -> Quantity:
    return replace(
        amount, start=restated.start, end=restated.end, number_start=restated.start, number_end=restated.end,
        unit_start=restated.start, unit_end=restated.end, unit=restated.unit, value=restated.value,
        low=restated.low, high=restated.high, equivalents=(),
    )


class _Reading:
    """One sentence with its mentions and facts."""

    def __init__(self, doc: "Doc", mentions: Mentions, facts: dict[int, ValueFact]) -> None:
        self.doc = doc
        self.text = doc.text
        self.mentions = mentions
        self.facts = facts

    def entry(self, quantity: Quantity) -> Entry:
        """A quantity in NewsQuant's shape."""
        fact = self.facts.get(quantity.start)
        value, unit = self._value_and_unit(quantity, fact)
        return Entry(value, unit, self._change(quantity, fact), self._concepts(quantity, fact) or ["-"])

    def _value_and_unit(self, quantity: Quantity, fact: ValueFact) -> tuple[Value, str]:
        factor = Decimal(1)
        unit = fact.unit if fact is not None else quantity.unit
        written = self.text[quantity.unit_start : quantity.unit_end].lower()
        if quantity.dimension is Dimension.MULTIPLE:
            return _numbers(quantity, Decimal("0.01"), Decimal(1)), "count"
        if quantity.dimension is Dimension.PERCENT and not written:
            factor, name = Decimal("0.01"), self._share_of(quantity)
        elif quantity.dimension is Dimension.MONEY:
            factor, name = _money(unit, self.text[quantity.start : quantity.end].lower())
        elif quantity.dimension is Dimension.COUNT:
            name = self._counted(quantity)
        else:
            name = table()["units"].get(unit, unit) or "-"
        return _numbers(quantity, factor), _with_denominator(name, quantity.per)

    def _share_of(self, quantity: Quantity) -> str:
        return "-"

    def _counted(self, quantity: Quantity) -> str:
        """The counted phrase without function words, its head in the singular: "Liverpool fan", "new season"."""
        unit = table()["units"].get(quantity.unit, quantity.unit)
        if quantity.unit_end <= quantity.number_end:
            return unit
        between = [
            token.text for token in tokens_of(self.doc, quantity.number_end, quantity.unit_start + 1)
            if quantity.number_end <= token.idx < quantity.unit_start and token.tag_ in ("JJ", "NN", "NNS", "NNP", "NNPS")
            and token.lower_ not in table()["words"]["no_modifiers"]
        ]
        return " ".join([*between, unit])

    def _change(self, quantity: Quantity, fact: ValueFact) -> str:
        """Hedges first ("about 35" is ~), then the direction of a change."""
        modifier = fact.modifier if fact is not None else modifier_of(self.text, quantity.start, quantity.end)
        if modifier != "exact":
            return str(table()["changes"][modifier])
        if fact is not None and fact.role == "change":
            return "down" if fact.direction == "decrease" else "up"
        return "="

    def _concepts(self, quantity: Quantity, fact: ValueFact) -> list[str]:
        """The words of the indicator and of the subjects, or of the clause's subject where no fact was made."""
        spans = [] if fact is None else [fact.indicator, *fact.subjects]
        phrases = [self.text[span.start : span.end] for span in spans if span is not None]
        if not phrases and (subject := self._clause_subject(quantity)) is not None:
            phrases = [token.text for token in subject.subtree if token.pos_ in ("NOUN", "PROPN")]
        return [word for phrase in phrases for word in re.split(r"[\s,]+", phrase) if word.lower() not in table()["words"]["stop"]]

    def _clause_subject(self, quantity: Quantity) -> "Token | None":
        anchor = tokens_of(self.doc, quantity.start, quantity.end).root
        return subject_of(clause_head(anchor))


def _numbers(quantity: Quantity, factor: Decimal, offset: Decimal = Decimal(0)) -> Value:
    def scaled(value: Decimal) -> float:
        return float(value * factor + offset)

    if quantity.value is not None:
        return scaled(quantity.value)
    if quantity.low is None or quantity.high is None:
        raise ValueError(f"a quantity without a number at {quantity.start}")
    return scaled(quantity.low), scaled(quantity.high)


@cache
def _currency(code: str) -> str:
    """The name of a currency as NewsQuant has it: its own table first, then CLDR's English singular."""
    from babel.numbers import get_currency_name

    known = table()["currencies"].get(code)
    return str(known) if known else get_currency_name(code, 1, locale="en").lower()


def _money(code: str, written: str) -> tuple[Decimal, str]:
    """ "84.75 cents" is in cents, "164p" in pence."""
    for ending, name in table()["minor_units"].items():
        if re.search(rf"(?:\d|\b){ending}$", written):
            return Decimal(100), str(name)
    return Decimal(1), _currency(code)


def _with_denominator(unit: str, per: str | None) -> str:
    return f"{unit} per {per}" if per else unit
