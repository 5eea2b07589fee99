"""How many planted errors the arithmetic checks catch: ``python benchmarks/planted_errors.py corpus``.

Every gold fact that stands in an arithmetic relation gets one error of each kind that it can have, in its fields and,
where it is one of digits, in its evidence too. The error is caught where a check of the article with it in does not
hold that relates the fact. Beside that stands how many checks of the articles as they are do not hold: false alarms.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer
from gold_records import read_gold_records

from factextract.knowledge.checks import check_facts
from factextract.records import EventDate, Fact, GrowthPercentage, MonetaryValue, TradeValue

BOUNDS = ("possible_rate", "shares")
"""Checks that set a figure a bound, and relate it to no other."""

Plant = Callable[[Any, random.Random], dict[str, Any] | None]
"""What an error changes in a fact's fields; None where the fact cannot have it."""

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")


def slipped_decimal(fact: Any, _: random.Random) -> dict[str, Any] | None:
    """The decimal point one place to the left."""
    figure = _figure(fact)
    return None if figure is None else _rewritten(fact, figure, f"{_number(figure) / 10:f}")


def swapped_digits(fact: Any, chance: random.Random) -> dict[str, Any] | None:
    """Two digits side by side in each other's place."""
    figure = _figure(fact)
    if figure is None:
        return None
    digits = figure.replace(",", "")
    places = [
        place
        for place in range(len(digits) - 1)
        if "." not in digits[place : place + 2] and digits[place] != digits[place + 1]
    ]
    if not places:
        return None
    place = chance.choice(places)
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    return _rewritten(fact, figure, swapped)


def wrong_scale(fact: Any, _: random.Random) -> dict[str, Any] | None:
    """Millions for billions."""
    if fact.value is None or abs(fact.value) < 10**9:
        return None
    written = re.sub("tr(illio)?n", r"b\1n", re.sub("b(illio)?n", r"m\1n", fact.evidence.text))
    return {"value": fact.value / 1000, **_evidence(fact, written)}


def wrong_unit(fact: Any, _: random.Random) -> dict[str, Any] | None:
    """Dollars for another currency, and another for dollars."""
    if not isinstance(fact, TradeValue | MonetaryValue):
        return None
    return {"unit": "EUR" if fact.unit == "USD" else "USD"}


def wrong_period(fact: Any, _: random.Random) -> dict[str, Any] | None:
    """The year before."""
    if fact.period is None:
        return None
    first, last = (
        day.replace(year=day.year - 1, day=min(day.day, 28)) for day in (fact.period.start, fact.period.end)
    )
    return {"period": fact.period.model_copy(update={"start": first, "end": last})}


def wrong_direction(fact: Any, _: random.Random) -> dict[str, Any] | None:
    """A rise for a fall, and a deficit for a surplus."""
    if isinstance(fact, GrowthPercentage) or (isinstance(fact, TradeValue) and fact.flow == "balance"):
        return None if fact.value is None else {"value": -fact.value}
    return None


ERRORS: dict[str, Plant] = {
    "slipped decimal": slipped_decimal,
    "swapped digits": swapped_digits,
    "wrong scale": wrong_scale,
    "wrong unit": wrong_unit,
    "wrong period": wrong_period,
    "wrong direction": wrong_direction,
}


def _figure(fact: Any) -> str | None:
    """The digits of a fact's number, where it has one and they are not all zero."""
    match = _FIGURE.search(fact.evidence.text)
    return match[0] if fact.value is not None and match and _number(match[0]) else None


def _number(figure: str) -> Decimal:
    return Decimal(figure.replace(",", ""))


def _rewritten(fact: Any, old: str, new: str) -> dict[str, Any]:
    """A fact's fields with other digits."""
    value = fact.value * _number(new) / _number(old)
    return {"value": value, **_evidence(fact, fact.evidence.text.replace(old, new, 1))}


def _evidence(fact: Any, written: str) -> dict[str, Any]:
    return {"evidence": fact.evidence.model_copy(update={"text": written})}


def planted(facts: list[Fact], plant: Plant, chance: random.Random) -> Iterator[tuple[str, list[Fact]]]:
    """Each related fact's id, with the article's facts in which that one has an error."""
    related = {key for check in check_facts(facts) if check.name not in BOUNDS for key in check.ids}
    for number, fact in enumerate(facts):
        if fact.id not in related or isinstance(fact, EventDate):
            continue
        if changed := plant(fact, chance):
            yield fact.id, [*facts[:number], fact.model_copy(update=changed), *facts[number + 1 :]]


def measure(articles: Mapping[str, list[Fact]]) -> tuple[dict[str, Counter[str]], Counter[str]]:
    """For each kind of error how many were planted, caught and pinned down; and of the articles as they are, the checks."""
    figures: dict[str, Counter[str]] = {name: Counter() for name in ERRORS}
    unplanted: Counter[str] = Counter()
    for facts in articles.values():
        for check in check_facts(facts):
            unplanted["hold" if check.holds else "do not hold"] += 1
            unplanted["related"] += check.name not in BOUNDS
        for name, plant in ERRORS.items():
            for key, wrong in planted(facts, plant, random.Random(0)):
                alarms = [check for check in check_facts(wrong) if not check.holds and key in check.ids]
                figures[name]["planted"] += 1
                figures[name]["caught"] += bool(alarms)
                figures[name]["pinned down"] += any(check.suspects == {key} for check in alarms)
    return figures, unplanted


def main(
    gold: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="A folder of gold articles.")],
) -> None:
    """Plant errors in gold facts and count those that a check catches."""
    articles = read_gold_records(gold)
    figures, unplanted = measure(articles)
    facts = sum(not isinstance(fact, EventDate) for each in articles.values() for fact in each)
    typer.echo(f"{len(articles)} articles, {facts} facts with a number")
    typer.echo(
        f"as they are: {unplanted['hold']} checks hold, {unplanted['do not hold']} do not;"
        f" {unplanted['related']} relate figures"
    )
    typer.echo(f"{'error':16}{'planted':>9}{'caught':>9}{'share':>8}{'pinned down':>13}")
    together = sum(figures.values(), Counter[str]())
    for name, counts in [*figures.items(), ("all", together)]:
        share = 100 * counts["caught"] / max(counts["planted"], 1)
        typer.echo(
            f"{name:16}{counts['planted']:9}{counts['caught']:9}{share:7.1f}%{counts['pinned down']:13}"
        )


if __name__ == "__main__":
    typer.run(main)
