"""factextract's reading of a sentence in NewsQuant's shape: value, unit, change and concepts.

NewsQuant also keeps quantities that state no fact ("one solution", ages), so the mentions are read with
``everything``; units, ranges ("from 5 to 8 km" is one) and changes are renamed to its conventions, and
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
from factextract.parse import Parse, Token
from factextract.records import EventDate, Fact
from factextract.syntax import prepositional_objects, subject_of, verb_chain

if TYPE_CHECKING:
    from spacy.tokens import Doc

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
    facts = _value_facts(build_facts(Parse(doc), mentions, article))
    reading = _Reading(doc, mentions, facts)
    return [reading.entry(each) for each in _as_newsquant_counts(reading.text, quantities)]


def _value_facts(facts: list[Fact]) -> dict[int, ValueFact]:
    return {fact.evidence.start: fact for fact in facts if not isinstance(fact, EventDate)}


_FROM = re.compile(r"\b(?:from|of) (?:about |around |roughly |up to |as low as |as little as )*$", re.I)
_TO = re.compile(
    r"(?! \()[^\d,.;:]{0,40}?(?: (?:in|on|per) [^,.;:]{1,20}?)? ?(?:to|until) "
    r"(?:about |around |roughly |as much as )*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Counted:
    """A quantity as NewsQuant counts them; ``model`` is the one whose facts and concepts it shares."""

    quantity: Quantity
    model: Quantity
    plain: bool = False
    """Whether no hedge or change of the model's holds for it."""


def _as_newsquant_counts(text: str, quantities: list[Quantity]) -> Iterator[_Counted]:
    """Restated amounts and alternatives by themselves, "from 5 km in May to 8 km" as one range."""
    quantities = [
        quantity
        for quantity in quantities
        if not _A.fullmatch(text, quantity.number_start, quantity.number_end)
    ]
    index = 0
    model: Quantity | None = None
    while index < len(quantities):
        quantity = quantities[index]
        following = quantities[index + 1] if index + 1 < len(quantities) else None
        if model is None or not _RESTATES.fullmatch(text, model.end, quantity.start):
            model = quantity
        if following is not None and _is_from_to(text, quantity, following):
            yield _Counted(
                replace(
                    following, start=quantity.start, value=None, low=quantity.value, high=following.value
                ),
                quantity,
                plain=True,
            )
            index += 1
        else:
            yield from _alternatives(text, quantity, model, plain=model is not quantity)
        yield from (
            _Counted(_as_quantity(quantity, restated), quantity, plain=True)
            for restated in quantity.equivalents
        )
        index += 1


_A = re.compile(r"an?(?: single)?|single", re.I)
_RESTATES = re.compile(r" ?\((?:or |about )?")


def _alternatives(text: str, quantity: Quantity, model: Quantity, *, plain: bool) -> Iterator[_Counted]:
    """ "six or seven pounds" are two quantities, not a range; a hedge belongs to the first."""
    if quantity.low is None or not re.search(r"\bor\b", text[quantity.number_start : quantity.number_end]):
        yield _Counted(quantity, model, plain)
        return
    yield _Counted(replace(quantity, value=quantity.low, low=None, high=None), model, plain)
    yield _Counted(replace(quantity, value=quantity.high, low=None, high=None), model, plain=True)


def _is_from_to(text: str, low: Quantity, high: Quantity) -> bool:
    if (
        low.value is None
        or high.value is None
        or (low.unit != high.unit and low.dimension is not Dimension.BARE)
    ):
        return False
    return bool(_FROM.search(text, 0, low.start)) and bool(_TO.fullmatch(text, low.end, high.start))


def _as_quantity(amount: Quantity, restated: Equivalent) -> Quantity:
    return replace(
        amount,
        start=restated.start,
        end=restated.end,
        number_start=restated.start,
        number_end=restated.end,
        unit_start=restated.start,
        unit_end=restated.end,
        unit=restated.unit,
        value=restated.value,
        low=restated.low,
        high=restated.high,
        equivalents=(),
    )


def _last_word(text: str, end: int) -> str:
    """The word before a number, past "the"."""
    match = re.search(r"(\w+) (?:the )?$", text[max(0, end - 30) : end])
    return match[1].lower() if match else ""


_ADVERB = re.compile(r" (?:annually|yearly|monthly|weekly|daily|hourly)\b")
_MOVED = re.compile(r"\b(up|down)(?: by)? $", re.I)
_COMPARED = re.compile(r",? (?:higher|lower|more|less|off|cheaper|dearer|stronger|weaker)\b")
_WHOLE = re.compile(r" of (?:all )?(?:the |its |their |his |her |our )?(?=\w)")


def ancestors_of(token: Token) -> Iterator[Token]:
    """What a token hangs on, up to its sentence's root."""
    while token.head is not token:
        token = token.head
        yield token


def subtree_of(token: Token) -> list[Token]:
    """A token and all that hang on it, in text order."""
    below = [other for child in token.children for other in subtree_of(child)]
    return sorted([token, *below], key=lambda other: other.i)


class _Reading:
    """One sentence with its mentions and facts."""

    def __init__(self, doc: "Doc", mentions: Mentions, facts: dict[int, ValueFact]) -> None:
        self.parse = Parse(doc)
        self.text = doc.text
        self.mentions = mentions
        self.facts = facts

    def entry(self, counted: _Counted) -> Entry:
        """A quantity in NewsQuant's shape."""
        fact = self.facts.get(counted.model.start)
        value, unit = self._value_and_unit(counted.quantity, self.facts.get(counted.quantity.start))
        change = "=" if counted.plain else self._change(counted.quantity, fact)
        return Entry(value, unit, change, self._concepts(counted.model, fact) or ["-"])

    def _value_and_unit(self, quantity: Quantity, fact: ValueFact) -> tuple[Value, str]:
        factor = Decimal(1)
        unit = fact.unit if fact is not None else quantity.unit
        written = self.text[quantity.unit_start : quantity.unit_end].lower()
        if quantity.dimension is Dimension.MULTIPLE:
            return _numbers(quantity, Decimal("0.01"), Decimal(1)), "count"
        if quantity.dimension is Dimension.PERCENT and not written:
            factor, name = Decimal("0.01"), self._share_of(quantity)
        elif quantity.dimension is Dimension.MONEY:
            factor, name = _money(unit, quantity, self.text[quantity.start : quantity.end].lower())
        elif quantity.dimension is Dimension.COUNT:
            name = self._counted(quantity)
        else:
            name = table()["units"].get(unit, unit) or "-"
        per = None if _ADVERB.match(self.text, quantity.end) else quantity.per
        return _numbers(quantity, factor), _with_denominator(name, per)

    def _share_of(self, quantity: Quantity) -> str:
        """A share's unit is "%" with the words for the whole, or "-": "% population"."""
        whole = _WHOLE.match(self.text, quantity.end)
        if whole is None:
            return "% -"
        words = []
        for token in self.parse.covering(whole.end(), len(self.text)):
            if token.tag_ not in ("JJ", "NN", "NNS", "NNP", "NNPS"):
                break
            words.append(token.lemma_)
        return " ".join(["%", *words]) if words else "% -"

    def _counted(self, quantity: Quantity) -> str:
        """The counted phrase without function words, its head in the singular: "new season"."""
        unit = str(table()["units"].get(quantity.unit, quantity.unit))
        if quantity.unit_end <= quantity.number_end or quantity.unit in table()["words"]["times"]:
            return unit
        between = [
            token
            for token in self.parse.covering(quantity.number_end, quantity.unit_start + 1)
            if quantity.number_end <= token.idx < quantity.unit_start
        ]
        words = [
            token.lemma_ if token.tag_ == "JJS" else token.text
            for token in between
            if token.tag_ in ("JJ", "JJS", *_NOUNS) and token.lower_ not in table()["words"]["no_modifiers"]
        ]
        if any(token.tag_ in ("JJS", "RBS") for token in between):
            return " ".join([*words, unit, *self._restriction(quantity)])
        return " ".join([*words, unit])

    def _restriction(self, quantity: Quantity) -> list[str]:
        """Where a superlative holds: "one of the tallest towers in Asia" is a "tall tower Asia"."""
        head = self.parse.covering(quantity.unit_start, quantity.unit_end).root
        beyond = {token for child in head.rights if child.lower_ == "with" for token in subtree_of(child)}
        return [
            token.lemma_ if token.tag_ not in ("NNP", "NNPS") else token.text
            for token in subtree_of(head)
            if token.i > head.i and token not in beyond and token.tag_ in (*_NOUNS, "JJ", "VB")
        ]

    def _change(self, quantity: Quantity, fact: ValueFact) -> str:
        """Hedges first ("about 40" is ~), then the direction of a change."""
        modifier = fact.modifier if fact is not None else modifier_of(self.text, quantity.start, quantity.end)
        word = _last_word(self.text, quantity.start)
        if modifier != "exact" and word not in table()["plain"]["hedges"]:
            return str(table()["changes"][modifier])
        if word in table()["plain"]["changes"]:
            return "="
        if fact is not None and fact.role == "change" and self._is_moved(quantity):
            return "down" if fact.direction == "decrease" else "up"
        moved = _MOVED.search(self.text, 0, quantity.start)
        return moved[1].lower() if moved else "="

    def _is_moved(self, quantity: Quantity) -> bool:
        """ "rose 3%" and "up 3%" are changes to NewsQuant; "a 3% rise" and "3% higher" are not."""
        anchor = self.parse.covering(quantity.start, quantity.end).root
        if anchor.dep_ in ("compound", "nummod", "amod", "nmod") or _COMPARED.match(self.text, quantity.end):
            return False
        return not (anchor.dep_ == "pobj" and anchor.head.lower_ == "of")

    def _concepts(self, quantity: Quantity, fact: ValueFact) -> list[str]:
        """The nouns of the indicator and the subjects, and of what the number stands with in its clause."""
        words = (
            self._names_for_pronoun(quantity, fact)
            if quantity.dimension is Dimension.COUNT
            else self._words_of_fact(fact)
        )
        for token in self._phrase_around(quantity):
            if token.tag_ in _NOUNS and not self._is_measured(token):
                words.append(token.text)
        return list(dict.fromkeys(words))

    def _is_measured(self, token: "Token") -> bool:
        """Whether a token is part of some quantity, or of what that is per."""
        return any(
            quantity.start <= token.idx < quantity.end
            or (quantity.per and quantity.end <= token.idx < quantity.end + len(quantity.per) + 6)
            for quantity in self.mentions.quantities
        )

    def _names_for_pronoun(self, quantity: Quantity, fact: ValueFact) -> list[str]:
        """Whom "it" or "he" stands for, where that has the counted things: "it has 40 ships"."""
        subject = self._subject(self.parse.covering(quantity.start, quantity.end).root)
        if fact is None or subject is None or subject.tag_ != "PRP":
            return []
        return [word for name in fact.subjects for word in name.name.split()]

    def _subject(self, anchor: "Token") -> "Token | None":
        """The subject of the nearest clause that has one."""
        return next(
            (subject for verb in verb_chain(anchor) if (subject := subject_of(verb)) is not None), None
        )

    def _words_of_fact(self, fact: ValueFact) -> list[str]:
        if fact is None:
            return []
        spans = [(fact.indicator.start, fact.indicator.end)] if fact.indicator is not None else []
        spans += [(name.start, name.end) for name in fact.subjects]
        tokens = [token for start, end in spans for token in self.parse.covering(start, end)]
        named = [word for name in fact.subjects for word in name.name.split()]
        return [token.text for token in tokens if token.tag_ in _NOUNS or token.tag_ == "JJ"] + named

    def _phrase_around(self, quantity: Quantity) -> Iterator["Token"]:
        """The noun a value belongs to with its modifiers, what it is of or for, and its clause's subject."""
        anchor = self.parse.covering(quantity.start, quantity.end).root
        if quantity.dimension is not Dimension.COUNT:
            noun = anchor
            while noun.dep_ in _MODIFYING and noun.head.tag_ in _NOUNS:
                noun = noun.head
            yield from (token for token in subtree_of(noun) if abs(token.i - noun.i) < 6)
        elif anchor.dep_ == "pobj" and anchor.head.lower_ == "of" and anchor.head.head.tag_ in _NOUNS:
            yield anchor.head.head
        for noun in prepositional_objects(anchor, ("of", "for")):
            yield from (token for token in subtree_of(noun) if not _is_beyond(token, noun))
        subject = self._subject(anchor)
        if subject is not None and subject.i != anchor.i:
            yield from (
                token
                for token in subtree_of(subject)
                if token is not anchor and not _is_beyond(token, subject)
            )


_MODIFYING = frozenset({"nummod", "compound", "amod", "nmod", "quantmod", "npadvmod", "appos"})
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})


def _is_beyond(token: "Token", head: "Token") -> bool:
    """Whether a clause lies between the two: "the firm, which makes cars"."""
    return any(
        above.dep_ in ("relcl", "acl", "advcl")
        for above in (token, *ancestors_of(token))
        if head.is_ancestor(above)
    )


def _numbers(quantity: Quantity, factor: Decimal, offset: Decimal = Decimal(0)) -> Value:
    def scaled(value: Decimal) -> float:
        return float(value * factor + offset)

    if quantity.value is not None:
        return scaled(quantity.value)
    if quantity.low is None or quantity.high is None:
        raise ValueError(f"a quantity without a number at {quantity.start}")
    return scaled(quantity.low), scaled(quantity.high)


_FIGURE = re.compile(r"\d+(?:\.\d+)?")


@cache
def _currency(code: str) -> str:
    """The name of a currency as NewsQuant has it: its own table first, then CLDR's English singular."""
    from babel.numbers import get_currency_name

    known = table()["currencies"].get(code)
    return str(known) if known else get_currency_name(code, 1, locale="en").lower()


def _money(code: str, quantity: Quantity, written: str) -> tuple[Decimal, str]:
    """ "66.5 cents" is in cents, "90p" in pence; so is a figure that took its unit from one of them."""
    if _FIGURE.fullmatch(written) and quantity.value is not None and quantity.value * 100 == Decimal(written):
        return Decimal(100), "cent"
    for ending, name in table()["minor_units"].items():
        if re.search(rf"(?:\d|\b){ending}$", written):
            return Decimal(100), str(name)
    return Decimal(1), _currency(code)


def _with_denominator(unit: str, per: str | None) -> str:
    return f"{unit} per {per}" if per else unit
