"""The records factextract writes: six kinds of fact as frozen Pydantic models, and their union, `Fact`.

This module is the contract: the JSON Schemas in ``schemas/`` are generated from it. Every ``start`` and
``end`` counts characters of the article's ``text``. Numbers are exact decimals, plain numbers in JSON.
"""

import contextlib
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Final, Literal, Self

import orjson
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    WithJsonSchema,
    model_validator,
)

from factextract.kinds import Kind

SCHEMA_VERSION: Final = "1"

Status = Literal["reported", "forecast", "target", "hypothetical", "negated"]
Modifier = Literal["exact", "approximate", "at_least", "at_most", "more_than", "less_than"]
Role = Literal["level", "change", "previous"]
Direction = Literal["increase", "decrease"]
Flow = Literal["total", "exports", "imports", "balance"]
Basis = Literal["yoy", "qoq", "mom", "annualised", "ytd"]
Recurrence = Literal["daily", "weekly", "monthly", "yearly"]
PercentUnit = Literal["percent", "percentage_point", "basis_point"]

Number = Annotated[Decimal, WithJsonSchema({"type": "number"})]
"""An exact number: a Decimal in Python, a plain number (no exponent) in JSON."""


def _four_digits(share: float) -> float:
    return round(share, 4)


Confidence = Annotated[float, Field(ge=0, le=1), AfterValidator(_four_digits)]


class _Model(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, json_schema_serialization_defaults_required=True
    )


def _check_offsets(start: int, end: int) -> None:
    if end <= start:
        raise ValueError(f"offsets {start}..{end} cover nothing")


class Span(_Model):
    """A stretch of the article: ``article.text[start:end] == text``."""

    start: int = Field(ge=0)
    end: int
    text: str = Field(min_length=1)

    @model_validator(mode="after")
    def _offsets_fit_the_text(self) -> Self:
        if self.end - self.start != len(self.text):
            raise ValueError(f"offsets {self.start}..{self.end} do not span {self.text!r}")
        return self


class Phrase(_Model):
    """Words of the article that fill a slot; ``text`` may be the noun for them: "deaths" for "died"."""

    text: str = Field(min_length=1)
    start: int = Field(ge=0)
    end: int

    @model_validator(mode="after")
    def _covers_something(self) -> Self:
        _check_offsets(self.start, self.end)
        return self


class ArticleRef(_Model):
    """Which article a fact was read in."""

    id: str
    title: str | None = None
    published: date | None = None
    source: str | None = None


class Name(_Model):
    """A canonical name, and where in the article it (or a word that stands for it) was read."""

    name: str = Field(min_length=1)
    type: str = Field(description="spaCy's entity label: GPE, ORG, PERSON, ...")
    id: str | None = Field(
        default=None,
        pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$",
        description="ISO 3166-1 alpha-2 or ISO 3166-2 code",
    )
    start: int = Field(ge=0)
    end: int

    @model_validator(mode="after")
    def _covers_something(self) -> Self:
        _check_offsets(self.start, self.end)
        return self


class Period(_Model):
    """The days a fact holds for, both ends included, with the words they were read from."""

    start: date
    end: date
    text: str = Field(min_length=1)
    text_start: int = Field(ge=0)
    text_end: int
    timex3: str | None = Field(default=None, description="TIMEX3 value of the words")

    @model_validator(mode="after")
    def _does_not_run_backwards(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"the period runs backwards: {self.start} to {self.end}")
        if self.text_end - self.text_start != len(self.text):
            raise ValueError(f"offsets {self.text_start}..{self.text_end} do not span {self.text!r}")
        return self


def _check_number(value: Decimal | None, low: Decimal | None, high: Decimal | None) -> None:
    """One number or a range, never both: the shapes {value} and {low, high}."""
    if value is not None:
        if low is not None or high is not None:
            raise ValueError("a number has either a value or a low and a high, not both")
    elif low is None or high is None:
        raise ValueError("a number needs a value, or both a low and a high")
    elif low > high:
        raise ValueError(f"the range runs backwards: {low} to {high}")


@cache
def currency_codes() -> frozenset[str]:
    """ISO 4217 codes, current and historic, as CLDR lists them."""
    from babel.core import get_global

    return frozenset(get_global("all_currencies"))


def _check_currency(code: str) -> None:
    if code not in currency_codes():
        raise ValueError(f"{code!r} is no ISO 4217 code")


class Equivalent(_Model):
    """The same amount restated in another currency."""

    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    unit: str
    start: int = Field(ge=0)
    end: int

    @model_validator(mode="after")
    def _is_an_amount(self) -> Self:
        _check_offsets(self.start, self.end)
        _check_number(self.value, self.low, self.high)
        _check_currency(self.unit)
        return self


class _Statement(_Model):
    """What every fact has."""

    schema_version: Literal["1"] = Field(default=SCHEMA_VERSION, description="version of this contract")
    id: str = Field(
        pattern="^[0-9a-f]{16}$",
        description="hash of article, kind, evidence and event: the same on every machine",
    )
    kind: Kind = Field(description="what kind of fact it is")
    article: ArticleRef = Field(description="the article it was read in")
    evidence: Span = Field(description="the value mention, or an event's date expression")
    sentence: Span = Field(description="the sentence that states it")
    period: Period | None = Field(default=None, description="the days it holds for, both ends included")
    period_explicit: bool = Field(description="words in the same sentence state the period")
    status: Status = Field(description="whether it holds, or is expected, aimed at, supposed or denied")
    source: str | None = Field(default=None, description="who the text says it from")
    confidence: Confidence = Field(description="the chance that what makes its core is right")

    @model_validator(mode="after")
    def _evidence_stands_in_its_sentence(self) -> Self:
        first = self.evidence.start - self.sentence.start
        if first < 0 or self.sentence.text[first : first + len(self.evidence.text)] != self.evidence.text:
            raise ValueError(f"evidence {self.evidence.text!r} does not stand at its offsets in the sentence")
        return self


class _ValueFact(_Statement):
    """What the five kinds that carry a number have."""

    value: Number | None = Field(default=None, description="in base units, scale words multiplied out")
    low: Number | None = Field(default=None, description="lower end of a range; value is null then")
    high: Number | None = Field(default=None, description="upper end of a range")
    unit: str = Field(
        min_length=1,
        description="ISO 4217 code, percent, percentage_point, basis_point, or a noun in the singular",
    )
    modifier: Modifier = Field(description='how exact the text says it is: "about", "at least"')
    role: Role = Field(description="a level, an amount of change, or the earlier level it is compared with")
    direction: Direction | None = Field(default=None, description="of a change")
    indicator: Phrase | None = Field(default=None, description="what is measured, in the text's words")
    subjects: tuple[Name, ...] = Field(default=(), description="whose it is")
    per: str | None = Field(default=None, description="denominator of a price or rate")
    equivalents: tuple[Equivalent, ...] = Field(
        default=(), description="the same amount restated in other currencies"
    )

    @model_validator(mode="after")
    def _number_and_direction_fit(self) -> Self:
        _check_number(self.value, self.low, self.high)
        if self.role == "change" and self.direction is None and self.value != 0:
            raise ValueError("a change that is not zero needs a direction")
        if self.role != "change" and self.direction is not None:
            raise ValueError(f"only a change has a direction, not a {self.role}")
        return self


class TradeValue(_ValueFact):
    """The money value of trade between economies: "exports to Vietnam neared 300 billion yuan"."""

    kind: Literal["trade_value"] = Field(default="trade_value", description="what kind of fact it is")
    flow: Flow = Field(description="which trade flow it is the value of")
    reporter: Name | None = Field(default=None, description="whose trade it is")
    partner: Name | None = Field(default=None, description="with whom")
    commodity: Phrase | None = Field(default=None, description="the goods, in the text's words")

    @model_validator(mode="after")
    def _is_money(self) -> Self:
        _check_currency(self.unit)
        return self


class MonetaryValue(_ValueFact):
    """Any other amount of money: "a $2bn loan"."""

    kind: Literal["monetary_value"] = "monetary_value"

    @model_validator(mode="after")
    def _is_money(self) -> Self:
        _check_currency(self.unit)
        return self


class GrowthPercentage(_ValueFact):
    """A relative change, signed: "fell 3 percent" is -3."""

    kind: Literal["growth_percentage"] = "growth_percentage"
    unit: PercentUnit
    role: Literal["change"] = "change"
    basis: Basis | None = Field(default=None, description="what the growth is measured against")

    @model_validator(mode="after")
    def _sign_and_direction_agree(self) -> Self:
        low, high = (self.value, self.value) if self.value is not None else (self.low, self.high)
        if low is None or high is None or low == high == 0:
            return self
        if (self.direction == "increase" and low < 0) or (self.direction == "decrease" and high > 0):
            raise ValueError(f"a growth of {low} to {high} is no {self.direction}")
        return self


class Percentage(_ValueFact):
    """A level or a share in percent: "unemployment at 4.1%", "15.4% of foreign trade"."""

    kind: Literal["percentage"] = "percentage"
    unit: PercentUnit
    whole: Phrase | None = Field(default=None, description="for a share: the words for the whole")


class Quantity(_ValueFact):
    """A count, a physical measure or a duration: "nine border gates", "3.2 million barrels per day"."""

    kind: Literal["quantity"] = "quantity"


class EventDate(_Statement):
    """That something happened, or will, on a stated date: "was suspended in February 2020"."""

    kind: Literal["event_date"] = "event_date"
    period: Period = Field(description="the days it happens on, both ends included")
    event: Phrase = Field(description="the word that names the happening")
    participants: tuple[Name, ...] = Field(default=(), description="who takes part")
    location: Name | None = Field(default=None, description="where it happens")
    time: str | None = Field(default=None, pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="HH:MM")
    recurrence: Recurrence | None = Field(default=None, description="how often it happens again")


Fact = Annotated[
    TradeValue | MonetaryValue | GrowthPercentage | Percentage | Quantity | EventDate,
    Field(discriminator="kind"),
]
FACT_TYPES: dict[str, type[_Statement]] = {
    "trade_value": TradeValue,
    "monetary_value": MonetaryValue,
    "growth_percentage": GrowthPercentage,
    "percentage": Percentage,
    "quantity": Quantity,
    "event_date": EventDate,
}


@cache
def fact_adapter() -> TypeAdapter[Fact]:
    """The validator of the union; built on first use."""
    return TypeAdapter(Fact)


def fact_id(article_id: str, kind: str, evidence: Span, event: Phrase | None = None) -> str:
    """What makes a fact this fact (article, kind, evidence, an event's word) as 16 hex digits of SHA-256."""
    parts = [SCHEMA_VERSION, article_id, kind, evidence.start, evidence.end, evidence.text]
    if event is not None:
        parts += [event.start, event.end]
    return hashlib.sha256(orjson.dumps(parts)).hexdigest()[:16]


def plain_number(value: Any) -> orjson.Fragment:
    """A Decimal as the JSON number a person would write: 300000000000, 16.4."""
    if not isinstance(value, Decimal):
        raise TypeError(f"{type(value).__name__} is not JSON serialisable")
    digits = format(value, "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return orjson.Fragment("0" if digits == "-0" else digits)


_LINE_ENDS = tuple((end.encode(), f"\\u{ord(end):04x}".encode()) for end in "\u0085\u2028\u2029")


def json_line(content: Any) -> bytes:
    """Anything as one line of JSON, for readers of any idea of a line end; numbers are exact."""
    line = orjson.dumps(content, default=plain_number)
    for end, escape in _LINE_ENDS:
        line = line.replace(end, escape)
    return line


def to_json(fact: Fact) -> bytes:
    """One record as a line of JSON."""
    return json_line(fact.model_dump())


_LONG_NUMBER = re.compile(rb":\s*-?[\d.]{16}")


def _exact_fraction(digits: str) -> float | str:
    """A fraction as a float where that loses nothing, else as its digits, which make a Decimal too."""
    number = float(digits)
    return number if Decimal(repr(number)) == Decimal(digits) else digits


def from_json(line: str | bytes) -> Fact:
    """A record from its line of JSON. Raises ``pydantic.ValidationError`` for anything else."""
    record = line.encode() if isinstance(line, str) else line
    if _LONG_NUMBER.search(record):
        # Pydantic reads fractions in JSON as floats, of some 15 digits. What is no JSON it shall refuse.
        with contextlib.suppress(ValueError):
            record = json.dumps(json.loads(record, parse_float=_exact_fraction)).encode()
    return fact_adapter().validate_json(record)


def spans(fact: Fact) -> Iterator[tuple[int, int, str]]:
    """Every (start, end, text) of a fact that must stand in the article's text as written."""

    def walk(value: Any) -> Iterator[tuple[int, int, str]]:
        if isinstance(value, Span):
            yield value.start, value.end, value.text
        elif isinstance(value, Period):
            yield value.text_start, value.text_end, value.text

    for name in type(fact).model_fields:
        yield from walk(getattr(fact, name))


def json_schema(kind: str | None = None) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of one kind of record, or of the union of all."""
    adapter: TypeAdapter[Any] = fact_adapter() if kind is None else TypeAdapter(FACT_TYPES[kind])
    title = "Fact" if kind is None else FACT_TYPES[kind].__name__
    schema = adapter.json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **schema}
