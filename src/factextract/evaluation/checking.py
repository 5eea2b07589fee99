"""Whether gold is as a fact must be: offsets, fields, values, and the rules of reading that a program can check.

Each rule is a function that yields what is wrong with one fact (or article), in words for the person who wrote it.
"""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, get_args

from factextract.errors import GoldError, UsageError
from factextract.evaluation.splits import FILE as SPLITS_FILE
from factextract.evaluation.splits import read_splits
from factextract.files import reason_of
from factextract.kinds import KINDS
from factextract.records import (
    Basis,
    Direction,
    Flow,
    Modifier,
    PercentUnit,
    Recurrence,
    Role,
    Status,
    currency_codes,
)

Fact = Mapping[str, Any]

_EVERY = frozenset(("kind", "evidence", "start", "end", "period", "period_explicit", "status", "source"))
_VALUE = _EVERY | {"unit", "modifier", "role", "direction", "indicator", "subjects", "per", "equivalents"}
_FIELDS: Final = {
    "trade_value": _VALUE | {"flow", "reporter", "partner", "commodity"},
    "monetary_value": _VALUE,
    "growth_percentage": _VALUE | {"basis"},
    "percentage": _VALUE | {"whole"},
    "quantity": _VALUE,
    "event_date": _EVERY | {"event", "participants", "location", "time", "recurrence"},
}
_NUMBER = frozenset(("value", "low", "high"))
_CHOICES: Final[dict[str, tuple[tuple[str, ...], bool]]] = {
    "status": (get_args(Status), False),
    "modifier": (get_args(Modifier), False),
    "role": (get_args(Role), False),
    "direction": (get_args(Direction), True),
    "flow": (get_args(Flow), False),
    "basis": (get_args(Basis), True),
    "recurrence": (get_args(Recurrence), True),
}
"""What a field may hold, and whether it may be null."""

_MONEY = frozenset(("trade_value", "monetary_value"))
_PERCENT = frozenset(("growth_percentage", "percentage"))
_TEXTS = ("source", "indicator", "per", "reporter", "partner", "commodity", "whole", "event", "location")
_LISTS = ("subjects", "participants")

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_LEADING = re.compile(
    r"(?P<modifier>about|around|approximately|roughly|nearly|almost|some|close to|just|only|over|more than|above"
    r"|in excess of|less than|fewer than|under|below|up to|as (?:much|many|high|low|few|little) as|at least"
    r"|at most|no (?:more|less|fewer) than|an estimated)\b"
    r"|(?P<preposition>in|on|at|by|from|to|of|for|since|until|till|during|before|after|between|within|through)\s",
    re.IGNORECASE,
)
_NO_VALUE = re.compile(
    r"(?P<ordinal>\d+(?:st|nd|rd|th))\b"
    r"|(?P<vague>several|dozens|scores|a few|many|a number of|tens|hundreds|thousands|millions|billions|trillions)\b"
    r"|(?P<back>both|the|these|those|all)\s",
    re.IGNORECASE,
)
_NO_VALUE_REASONS = {
    "ordinal": "is an ordinal, which is no fact",
    "vague": "is vague, and so no fact",
    "back": "only points back, or is no part of the evidence",
}
_NO_DATE = re.compile(
    r"(?:recent(?:ly)?|in recent \w+|now|nowadays|soon|lately|at the time|these days|over the past few \w+)",
    re.IGNORECASE,
)
_RESTATED_WITHIN = 40
_DIGITS = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?")
_WORKED_OUT = re.compile(r"\b(?:times|in|out of|of every)\b|fold\b|\dx\b|/|[½¼¾⅓⅔]", re.IGNORECASE)
_TRAILING = re.compile(r"[\s,;:]$")
_ARTICLE = re.compile(r"(?:the|a|an|its|their)\s", re.IGNORECASE)
_DEFICIT = re.compile(r"\bdeficits?\b", re.IGNORECASE)
_SURPLUS = re.compile(r"\bsurplus(?:es)?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a corpus file; ``number`` counts its facts from 1."""

    file: str
    message: str
    number: int | None = None
    about: str = ""

    def __str__(self) -> str:
        if self.number is None:
            return f"{self.file}: {self.message}"
        return f"{self.file}: fact {self.number} ({self.about}): {self.message}"


def check_corpus(path: Path) -> list[Problem]:
    """All that is wrong with a corpus folder, or with one gold file. Raises `UsageError` if there is none."""
    if not path.exists():
        raise UsageError(f"{path}: no such file or folder")
    problems = []
    ids: dict[str, list[str]] = {}
    for file, content in _articles(path):
        if isinstance(content, str):
            problems.append(Problem(file, content))
            continue
        problems += _check_article(file, content)
        ids.setdefault(str(content.get("id")), []).append(file)
    if not ids and not problems:
        raise UsageError(f"{path}: no gold article in it (a JSON object with `text` and `facts`)")
    for article, named in ids.items():
        if len(named) > 1:
            problems.append(Problem(named[-1], f"the id {article!r} is also that of {', '.join(named[:-1])}"))
    if (path / SPLITS_FILE).is_file():
        problems += _check_splits(path, ids.keys())
    return problems


def _articles(path: Path) -> Iterator[tuple[str, dict[str, Any] | str]]:
    """The articles of a corpus by file; in the place of one that is none, what is wrong with it."""
    for file in sorted(path.glob("*.json")) if path.is_dir() else [path]:
        if file.name == SPLITS_FILE:
            continue
        try:
            content = json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
        except OSError as error:
            yield str(file), reason_of(error)
        except ValueError as error:
            yield str(file), f"not JSON: {error}"
        else:
            if isinstance(content, dict) and ("facts" in content or "text" in content):
                yield str(file), content
            elif not path.is_dir():
                yield str(file), "no gold article (a JSON object with `text` and `facts`)"


def _check_splits(folder: Path, ids: Any) -> Iterator[Problem]:
    file = str(folder / SPLITS_FILE)
    try:
        splits = read_splits(folder)
    except GoldError as error:
        yield Problem(file, error.reason)
        return
    named = Counter(article for articles in splits.values() for article in articles)
    for article, times in named.items():
        if article not in ids:
            yield Problem(file, f"names {article!r}, and there is no such article")
        elif times > 1:
            yield Problem(file, f"names {article!r} {times} times")
    for article in sorted(set(ids) - named.keys()):
        yield Problem(file, f"does not name {article!r} (`factextract corpus split` puts new articles in)")


def _check_article(file: str, content: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong with one article, then with each of its facts."""
    for message in _article_messages(Path(file), content):
        yield Problem(file, message)
    text, facts = content.get("text"), content.get("facts")
    if not isinstance(text, str) or not isinstance(facts, list):
        return
    sound = []
    for number, fact in enumerate(facts, 1):
        if not isinstance(fact, dict) or fact.get("kind") not in KINDS:
            yield Problem(file, f"is of none of the kinds {', '.join(KINDS)}", number, _about(fact))
            continue
        messages = [*_place_messages(fact, text, content.get("title"))]
        if not messages:
            sound.append((number, fact))
        for rule in _RULES:
            messages += rule(fact)
        messages += _event_messages(fact, text)
        yield from (Problem(file, message, number, _about(fact)) for message in messages)
    for number, fact, message in (*_overlaps(sound), *_restatements(sound)):
        yield Problem(file, message, number, _about(fact))


def _about(fact: Any) -> str:
    """A fact in a few words: quantity "nine gates"."""
    return f'{fact.get("kind")} "{fact.get("evidence")}"' if isinstance(fact, dict) else repr(fact)


def _article_messages(file: Path, content: Mapping[str, Any]) -> Iterator[str]:
    if content.get("id") != file.stem:
        yield f"its id is {content.get('id')!r}, and its file's name wants {file.stem!r}"
    if not isinstance(content.get("text"), str) or not content["text"].strip():
        yield "it has no `text`"
    if not isinstance(content.get("facts"), list):
        yield "it has no list of `facts`"
    for field in ("title", "source"):
        if not isinstance(content.get(field), str | None):
            yield f"`{field}` is neither text nor null"
    if not _is_day(content.get("published")):
        yield f"`published` is no ISO date: {content.get('published')!r}"
    if strange := sorted(content.keys() - {"id", "title", "published", "source", "url", "text", "facts"}):
        yield f"it has fields that no article has: {', '.join(strange)}"


def _is_day(written: Any) -> bool:
    try:
        return isinstance(written, str) and date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


def _place_messages(fact: Fact, text: str, title: Any) -> Iterator[str]:
    """The evidence stands at its offsets, in the body."""
    start, end, evidence = fact.get("start"), fact.get("end"), fact.get("evidence")
    if type(start) is not int or type(end) is not int or not isinstance(evidence, str) or not evidence:
        yield "needs `evidence`, text, and `start` and `end`, whole numbers"
    elif text[max(start, 0) : max(end, 0)] != evidence:
        places = [match.start() for match in re.finditer(re.escape(evidence), text)]
        stands = " or ".join(f"{place}..{place + len(evidence)}" for place in places[:5])
        yield (
            f"does not stand at {start}..{end}, where the text has {text[max(start, 0) : max(end, 0)]!r}; "
            + (f"it stands at {stands}" if places else "it stands nowhere in the text")
        )
    elif isinstance(title, str) and title and text.startswith(title) and start < len(title):
        yield "stands in the headline, which yields no facts"


def _field_messages(fact: Fact) -> Iterator[str]:
    """It has the fields of its kind and no others."""
    kind = fact["kind"]
    numbers = frozenset() if kind == "event_date" else _NUMBER
    if missing := sorted(_FIELDS[kind] - fact.keys()):
        yield f"has no {', '.join(missing)}"
    if strange := sorted(fact.keys() - _FIELDS[kind] - numbers):
        yield f"has fields that no {kind} has: {', '.join(strange)}"


def _choice_messages(fact: Fact) -> Iterator[str]:
    """Fields with a closed list of values hold one of them."""
    for field in _CHOICES.keys() & fact.keys():
        choices, may_be_null = _CHOICES[field]
        if fact[field] not in choices and not (may_be_null and fact[field] is None):
            yield f"`{field}` is {fact[field]!r}, which is none of {', '.join(choices)}"


def _text_messages(fact: Fact) -> Iterator[str]:
    """Fields of words hold words or null, lists of names hold names."""
    for field in _TEXTS:
        content = fact.get(field)
        if content is not None and not (isinstance(content, str) and content == content.strip() != ""):
            yield f"`{field}` is {content!r}, and must be words or null"
    if not isinstance(fact.get("period_explicit", True), bool):
        yield "`period_explicit` must be true or false"
    for field in _LISTS:
        names = fact.get(field, [])
        if not isinstance(names, list) or not all(isinstance(name, str) and name.strip() for name in names):
            yield f"`{field}` must be a list of names"
        elif len(set(names)) < len(names):
            yield f"`{field}` names one twice: {', '.join(names)}"


def _name_messages(fact: Fact) -> Iterator[str]:
    """Names and indicators stand without article, countries by their names."""
    listed = [fact.get(field) for field in _LISTS]
    names = [name for each in listed if isinstance(each, list) for name in each]
    names += [fact.get("reporter"), fact.get("partner"), fact.get("location")]
    for name in dict.fromkeys(name for name in names if isinstance(name, str)):
        if match := _ARTICLE.match(name):
            yield f"the name {name!r} has an article or possessive before it: {match[0].strip()!r}"
        if country := _countries_by_adjective().get(name):
            yield f"the name {name!r} is an adjective; the country is {country!r}"
    if isinstance(fact.get("indicator"), str) and (match := _ARTICLE.match(fact["indicator"])):
        yield f"the indicator {fact['indicator']!r} begins with {match[0].strip()!r}"


@cache
def _countries_by_adjective() -> Mapping[str, str]:
    """Countries by the words for what and who is theirs: "Chinese" is China."""
    path = files("factextract") / "mentions" / "data" / "names_countries.toml"
    countries = tomllib.loads(path.read_text(encoding="utf-8")).values()
    return {word: country["name"] for country in countries for word in country.get("adjectives", ())}


def _evidence_messages(fact: Fact) -> Iterator[str]:
    """The evidence is the value mention alone: not "about 5", not "in May"."""
    evidence = fact.get("evidence")
    if not isinstance(evidence, str):
        return
    if match := _LEADING.match(evidence):
        yield f"the evidence begins with the {match.lastgroup} {match[0].strip()!r}, which is no part of it"
    if fact["kind"] == "event_date":
        if _NO_DATE.fullmatch(evidence):
            yield "a vague date gives no event"
    elif match := _NO_VALUE.match(evidence):
        yield f"{match[0].strip()!r} {_NO_VALUE_REASONS[str(match.lastgroup)]}"
    if evidence[:1].isspace() or _TRAILING.search(evidence):
        yield "the evidence has a space or a mark at an end"


def _period_messages(fact: Fact) -> Iterator[str]:
    """A period is two ISO dates in order; an event has one."""
    period = fact.get("period")
    if period is None:
        if fact["kind"] == "event_date":
            yield "an event needs a period, its date"
    elif not isinstance(period, dict) or period.keys() != {"start", "end"}:
        yield "`period` must have `start` and `end` and no more"
    elif not _is_day(period["start"]) or not _is_day(period["end"]):
        yield f"`period` needs two ISO dates, not {period['start']!r} and {period['end']!r}"
    elif period["end"] < period["start"]:
        yield f"the period runs backwards: {period['start']} to {period['end']}"


def _number_messages(fact: Fact) -> Iterator[str]:
    """A number is a value, or a low and a high in order."""
    if fact["kind"] != "event_date":
        yield from _amount_messages(fact)


def _amount_messages(amount: Fact) -> Iterator[str]:
    given = {field: amount[field] for field in sorted(_NUMBER) if amount.get(field) is not None}
    if not all(_is_number(number) for number in given.values()):
        yield f"{', '.join(given)} must be a number"
    elif given.keys() == {"low", "high"}:
        if given["low"] >= given["high"]:
            yield f"the range runs backwards: {given['low']} to {given['high']}"
    elif given.keys() != {"value"}:
        yield "needs a value, or a low and a high, and not both"


def _is_number(number: Any) -> bool:
    try:
        return (
            isinstance(number, int | Decimal) and not isinstance(number, bool) and Decimal(number).is_finite()
        )
    except InvalidOperation:
        return False


def _digit_messages(fact: Fact) -> Iterator[str]:
    """The digits of the evidence are those of the value, whatever the scale: "1.2 million", 1200000.

    Values worked out from two numbers ("9 in 10", "2.5 times", "147.15/25") are left aside.
    """
    evidence = fact.get("evidence")
    if fact["kind"] == "event_date" or not isinstance(evidence, str) or _WORKED_OUT.search(evidence):
        return
    numbers = [fact[field] for field in ("value", "low", "high") if _is_number(fact.get(field))]
    written = _DIGITS.findall(evidence)
    if len(written) == len(numbers) and sorted(map(_significant, written)) != sorted(
        _significant(f"{Decimal(number):f}") for number in numbers
    ):
        yield f"the evidence has {' and '.join(written)}, and the number is {' to '.join(map(str, numbers))}"


def _significant(number: str) -> str:
    """The digits of a number without sign, point, marks of thousands, and zeros at its ends."""
    digits = number.lstrip("-").replace(",", "")
    return (digits.rstrip("0") if "." in digits else digits).replace(".", "").strip("0")


def _unit_messages(fact: Fact) -> Iterator[str]:
    """Money has an ISO 4217 code, a percentage one of three units, a quantity neither."""
    kind, unit = fact["kind"], fact.get("unit")
    if kind == "event_date":
        return
    if not isinstance(unit, str) or not unit:
        yield f"`unit` is {unit!r}"
    elif kind in _MONEY and unit not in currency_codes():
        yield f"the unit {unit!r} is no ISO 4217 code"
    elif kind in _PERCENT and unit not in get_args(PercentUnit):
        yield f"the unit {unit!r} is none of {', '.join(get_args(PercentUnit))}"
    elif kind == "quantity" and (unit in get_args(PercentUnit) or unit in currency_codes()):
        yield f"a quantity is not in {unit!r}"


def _equivalent_messages(fact: Fact) -> Iterator[str]:
    """The same amount restated is in another currency, and only money has that."""
    equivalents = fact.get("equivalents", [])
    if not isinstance(equivalents, list) or not all(isinstance(each, dict) for each in equivalents):
        yield "`equivalents` must be a list of amounts"
        return
    if equivalents and fact["kind"] not in _MONEY:
        yield f"a {fact['kind']} has no equivalents"
    for each in equivalents:
        yield from (f"equivalent: {message}" for message in _amount_messages(each))
        if not isinstance(each.get("unit"), str) or each["unit"] not in currency_codes():
            yield f"equivalent: the unit {each.get('unit')!r} is no ISO 4217 code"
        elif each["unit"] == fact.get("unit"):
            yield f"equivalent: {each['unit']} is the unit of the fact itself"


def _direction_messages(fact: Fact) -> Iterator[str]:
    """A change has a direction and nothing else has; growth bears its sign, other changes none."""
    if fact["kind"] == "event_date":
        return
    role, direction = fact.get("role"), fact.get("direction")
    numbers = [fact[field] for field in _NUMBER if _is_number(fact.get(field))]
    if role == "change" and direction is None and any(numbers):
        yield "a change needs a direction"
    if role != "change" and direction is not None:
        yield f"only a change has a direction, not a {role}"
    if fact["kind"] != "growth_percentage":
        if role == "change" and any(number < 0 for number in numbers):
            yield "an amount of change is positive; its direction tells the rest"
        return
    if role != "change":
        yield f"growth is a change, not a {role}"
    if numbers and any(numbers) and direction is not None:
        against = max(numbers) > 0 if direction == "decrease" else min(numbers) < 0
        if against:
            yield f"growth of {', '.join(map(str, sorted(numbers)))} is no {direction}"


def _trade_messages(fact: Fact) -> Iterator[str]:
    """Trade's subjects are its parties; a deficit is negative and a surplus is not."""
    if fact["kind"] != "trade_value":
        return
    parties = [name for name in (fact.get("reporter"), fact.get("partner")) if name is not None]
    if fact.get("subjects") != parties:
        yield f"its subjects must be reporter and partner, {parties}, and are {fact.get('subjects')}"
    if len(parties) == 2 and parties[0] == parties[1]:
        yield f"{parties[0]} is both reporter and partner"
    indicator = fact.get("indicator")
    if fact.get("flow") != "balance" or fact.get("role") == "change" or not isinstance(indicator, str):
        return
    numbers = [fact[field] for field in _NUMBER if _is_number(fact.get(field))]
    if _DEFICIT.search(indicator) and any(number > 0 for number in numbers):
        yield "a deficit is a negative value"
    if _SURPLUS.search(indicator) and any(number < 0 for number in numbers):
        yield "a surplus is a positive value"


def _event_messages(fact: Fact, text: str) -> Iterator[str]:
    """An event's word stands in the text; its time is HH:MM."""
    if fact["kind"] != "event_date":
        return
    event, time = fact.get("event"), fact.get("time")
    if not isinstance(event, str) or not event:
        yield "an event needs `event`, the word that names it"
    elif missing := [word for word in event.split() if not _stands(word, text)]:
        yield f"the event is {event!r}, and {', '.join(map(repr, missing))} stands nowhere in the text"
    if time is not None and not (isinstance(time, str) and _TIME.fullmatch(time)):
        yield f"`time` is {time!r}, and must be HH:MM or null"


def _stands(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


_RULES: Final[Sequence[Callable[[Fact], Iterator[str]]]] = (
    _field_messages,
    _choice_messages,
    _text_messages,
    _name_messages,
    _evidence_messages,
    _period_messages,
    _number_messages,
    _digit_messages,
    _unit_messages,
    _equivalent_messages,
    _direction_messages,
    _trade_messages,
)


def _overlaps(facts: Sequence[tuple[int, Fact]]) -> Iterator[tuple[int, Fact, str]]:
    """Two value facts do not share characters; no event stands twice."""
    values = sorted(
        ((fact["start"], fact["end"], number) for number, fact in facts if fact["kind"] != "event_date")
    )
    by_number = dict(facts)
    for (_, end, one), (start, _, other) in pairwise(values):
        if start < end:
            yield other, by_number[other], f'overlaps fact {one} ("{by_number[one]["evidence"]}")'
    seen: dict[tuple[Any, ...], int] = {}
    for number, fact in facts:
        if fact["kind"] == "event_date":
            event = (fact["start"], fact["end"], str(fact.get("event")))
            if event in seen:
                yield number, fact, f"is fact {seen[event]} again"
            seen.setdefault(event, number)


def _restatements(facts: Sequence[tuple[int, Fact]]) -> Iterator[tuple[int, Fact, str]]:
    """The same amount restated in brackets is no fact of its own."""
    for number, fact in facts:
        for other, stated in facts:
            if fact["start"] - _RESTATED_WITHIN < stated["end"] <= fact["start"] and _restates(fact, stated):
                yield (
                    number,
                    fact,
                    f'is an equivalent of fact {other} ("{stated["evidence"]}"), and no fact of its own',
                )


def _restates(fact: Fact, stated: Fact) -> bool:
    equivalents = stated.get("equivalents")
    amount = (fact.get("value"), fact.get("unit"))
    return isinstance(equivalents, list) and any(
        isinstance(each, dict) and amount == (each.get("value"), each.get("unit")) for each in equivalents
    )
