"""What went wrong, fact by fact: missed, extra, or found with something wrong in it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from factextract.evaluation.comparing import same_amount, same_unit
from factextract.evaluation.scoring import Level, Pair
from factextract.evaluation.sentences import Passage, passage_around
from factextract.evaluation.statement import Statement

CAUSES = {
    "missed": "missed",
    "extra": "extra",
    "value": "wrong value",
    "unit": "wrong unit",
    "kind": "wrong kind",
    "period": "wrong period",
    "status": "wrong status",
    "modifier": "wrong modifier",
    "role": "wrong role",
    "direction": "wrong direction",
    "flow": "wrong flow",
    "event": "wrong event word",
    "indicator": "wrong indicator",
    "subjects": "wrong subjects",
    "participants": "wrong participants",
}
"""What can go wrong, by the name used in JSON; the gravest first."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One fact that is wrong: what gold reads, what the program reads, and the sentence both read."""

    article: str
    causes: tuple[str, ...]
    held: tuple[Level, ...]
    gold: Statement | None
    predicted: Statement | None
    passage: Passage

    @property
    def fact(self) -> Statement:
        """The gold fact, or the extra one."""
        fact = self.gold or self.predicted
        assert fact is not None, "a mistake is about a fact"
        return fact

    @property
    def main_cause(self) -> str:
        """The gravest of its causes."""
        return min(self.causes, key=list(CAUSES).index)


def mistakes(
    article: str, text: str, gold: Iterable[Statement], predicted: Iterable[Statement], pairs: Iterable[Pair]
) -> Iterator[Mistake]:
    """The mistakes in one article, in the order of its text."""
    pairs = tuple(pairs)
    paired = {id(side) for pair in pairs for side in (pair.gold, pair.predicted)}
    found = [
        Mistake(article, causes, pair.levels, *sides, _passage(text, *sides))
        for pair in pairs
        for sides in [(pair.gold, pair.predicted)]
        if (causes := tuple(_causes(pair)))
    ]
    found += [
        Mistake(article, ("missed",), (), fact, None, _passage(text, fact))
        for fact in gold
        if id(fact) not in paired
    ]
    found += [
        Mistake(article, ("extra",), (), None, fact, _passage(text, fact))
        for fact in predicted
        if id(fact) not in paired
    ]
    yield from sorted(found, key=lambda mistake: (mistake.fact.start, mistake.fact.end))


def _passage(text: str, *facts: Statement) -> Passage:
    return passage_around(text, min(fact.start for fact in facts), max(fact.end for fact in facts))


def _causes(pair: Pair) -> Iterator[str]:
    """The fields that cost this pair a level. Of a wrong role, the direction says nothing more."""
    gold, predicted = pair.gold, pair.predicted
    if not pair.value and not gold.is_event:
        if not same_amount(gold, predicted):
            yield "value"
        if not same_unit(gold.unit, predicted.unit):
            yield "unit"
    for slot, agrees in {**pair.core_slots, **pair.record_slots}.items():
        if not agrees and not (slot == "direction" and not pair.core_slots["role"]):
            yield slot


def reading(fact: Statement) -> dict[str, str]:
    """What a fact says, field by field, for people to read; what is empty is left out."""
    fields = {"kind": fact.kind.replace("_", " ")}
    if fact.is_event:
        fields |= {"event": fact.event or "", "period": str(fact.period or "")}
        fields |= {"participants": "; ".join(fact.participants)}
        fields |= {field: getattr(fact, field) or "" for field in ("location", "time", "recurrence")}
    else:
        fields |= {
            "value": fact.amount,
            "per": fact.per or "",
            "modifier": "" if fact.modifier == "exact" else fact.modifier or "",
            "role": fact.role or "",
            "direction": fact.direction or "",
            "period": str(fact.period or ""),
            "indicator": fact.indicator or "",
            "flow": fact.flow or "",
            "subjects": "; ".join(fact.parties),
        }
    fields["status"] = fact.status
    return {field: content.replace("_", " ") for field, content in fields.items() if content}


def field_of(cause: str) -> str:
    """The field of a reading that a cause shows in: a unit stands with its value."""
    return "value" if cause == "unit" else cause


def content_of(read: Mapping[str, str], field: str) -> str:
    """What a reading has in a field, in words also where it leaves the field out."""
    return read.get(field, "exact" if field == "modifier" else "none")


def told(mistake: Mistake) -> str:
    """What is wrong in a few words: "wrong status: target, in gold reported; wrong flow: none, in gold total"."""
    if not (mistake.gold and mistake.predicted):
        return CAUSES[mistake.main_cause]
    program, gold = reading(mistake.predicted), reading(mistake.gold)
    return "; ".join(
        f"{CAUSES[cause]}: {content_of(program, field)}, in gold {content_of(gold, field)}"
        for cause, field in ((cause, field_of(cause)) for cause in mistake.causes)
    )
