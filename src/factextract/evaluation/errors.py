"""What went wrong, fact by fact: missed, extra, or paired with some field wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from factextract.evaluation.scoring import Pair, align
from factextract.evaluation.statement import Statement


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong. ``group`` is "missed", "extra", or the field that differs."""

    group: str
    kind: str
    start: int
    evidence: str
    wanted: str
    found: str


def mistakes(gold: Sequence[Statement], predicted: Sequence[Statement]) -> Iterator[Mistake]:
    """The mistakes in one article. A pair gives one for each field that differs."""
    pairs = align(gold, predicted)
    paired = {id(side) for pair in pairs for side in (pair.gold, pair.predicted)}
    for fact in gold:
        if id(fact) not in paired:
            yield Mistake("missed", fact.kind, fact.start, fact.evidence, fact.measured or "", "")
    for fact in predicted:
        if id(fact) not in paired:
            yield Mistake("extra", fact.kind, fact.start, fact.evidence, "", fact.measured or "")
    for pair in pairs:
        yield from _wrong_fields(pair)


def _wrong_fields(pair: Pair) -> Iterator[Mistake]:
    for slot, agrees in pair.slots.items():
        if not agrees:
            gold = pair.gold
            wanted, found = _shown(gold, slot), _shown(pair.predicted, slot)
            yield Mistake(slot, gold.kind, gold.start, gold.evidence, wanted, found)


def _shown(fact: Statement, slot: str) -> str:
    """A field's content for people to read; "-" where it is empty."""
    if slot == "value":
        return str(fact.period) if fact.is_event else fact.amount
    content = fact.parties if slot == "subjects" else getattr(fact, slot)
    if isinstance(content, tuple):
        return ", ".join(content) or "-"
    return "-" if content is None else str(content)
