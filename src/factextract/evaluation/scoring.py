"""Pairs predictions with gold and counts: precision, recall and F1 at three levels, by kind, by slot."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from factextract.evaluation.comparing import (
    core_slots,
    other_slots,
    record_slots,
    same_event,
    same_value,
    slots_of,
)
from factextract.evaluation.statement import Statement
from factextract.kinds import KINDS

Level = Literal["value", "core", "record"]
LEVELS: tuple[Level, ...] = get_args(Level)


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold fact and the prediction that speaks of the same words, compared field by field."""

    gold: Statement
    predicted: Statement
    value: bool
    core_slots: dict[str, bool]
    record_slots: dict[str, bool]
    other_slots: dict[str, bool]

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels this pair holds at: each needs the one before it."""
        held = (self.value, all(self.core_slots.values()), all(self.record_slots.values()))
        return LEVELS[: held.index(False)] if False in held else LEVELS

    @property
    def slots(self) -> dict[str, bool]:
        """Every field compared."""
        return {"value": self.value, **self.core_slots, **self.record_slots, **self.other_slots}


@dataclass(frozen=True, slots=True)
class Figure:
    """Precision, recall and F1 from counts."""

    right: int
    gold: int
    predicted: int

    @property
    def precision(self) -> float:
        """The share of predictions that are right."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of gold facts that were found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def as_data(self) -> dict[str, float]:
        """The shares, rounded to four digits, and the counts."""
        return {
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "right": self.right,
            "gold": self.gold,
            "predicted": self.predicted,
        }


@dataclass(frozen=True, slots=True)
class SlotFigure(Figure):
    """The same of one field: gold and predicted are the facts that have it, ``pairs`` those compared."""

    pairs: int

    @property
    def share(self) -> float:
        """How often the field was right where a fact was found at all."""
        return self.right / self.pairs if self.pairs else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one evaluation."""

    articles: int
    levels: dict[Level, Figure]
    kinds: dict[str, dict[Level, Figure]]
    slots: dict[str, SlotFigure]


Measure = tuple[str, ...]
"""What is counted: ``("level", "core")``, ``("kind", "quantity", "core")`` or ``("slot", "period")``."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of one article, or of several together, by what is counted."""

    right: Counter[Measure]
    gold: Counter[Measure]
    predicted: Counter[Measure]
    pairs: Counter[Measure]

    def figure(self, measure: Measure) -> Figure:
        """Precision, recall and F1 of one thing counted."""
        return Figure(self.right[measure], self.gold[measure], self.predicted[measure])


def align(gold: Sequence[Statement], predicted: Sequence[Statement]) -> list[Pair]:
    """One-to-one pairs whose evidence overlaps, the best agreement first; events pair with events only."""
    candidates = []
    for i, wanted in enumerate(gold):
        for j, found in enumerate(predicted):
            overlap = min(wanted.end, found.end) - max(wanted.start, found.start)
            if overlap <= 0 or wanted.is_event != found.is_event:
                continue
            pair = _compare(wanted, found)
            union = max(wanted.end, found.end) - min(wanted.start, found.start)
            event = wanted.is_event and same_event(wanted.event, found.event)
            rank = (pair.value, event, sum(pair.core_slots.values()), overlap / union, -i, -j)
            candidates.append((rank, i, j, pair))
    candidates.sort(key=lambda candidate: candidate[0], reverse=True)
    pairs, gold_taken, predicted_taken = [], set(), set()
    for _, i, j, pair in candidates:
        if i not in gold_taken and j not in predicted_taken:
            gold_taken.add(i)
            predicted_taken.add(j)
            pairs.append(pair)
    return pairs


def _compare(gold: Statement, predicted: Statement) -> Pair:
    value = same_value(gold, predicted)
    slots = (read(gold, predicted) for read in (core_slots, record_slots, other_slots))
    return Pair(gold, predicted, value, *slots)


def tally(gold: Sequence[Statement], predicted: Sequence[Statement], pairs: Iterable[Pair]) -> Tally:
    """What one article adds to the figures."""
    counts = Tally(Counter(), _measured(gold), _measured(predicted), Counter())
    for pair in pairs:
        counts.right.update(("level", level) for level in pair.levels)
        if pair.core_slots["kind"]:
            counts.right.update(("kind", pair.gold.kind, level) for level in pair.levels)
        for slot, agrees in pair.slots.items():
            counts.pairs["slot", slot] += 1
            counts.right["slot", slot] += agrees
    return counts


def _measured(facts: Iterable[Statement]) -> Counter[Measure]:
    """How many facts there are for each thing counted."""
    counts: Counter[Measure] = Counter()
    for fact in facts:
        counts.update(("level", level) for level in LEVELS)
        counts.update(("kind", fact.kind, level) for level in LEVELS)
        counts.update(("slot", slot) for slot in slots_of(fact))
    return counts


def total(tallies: Iterable[Tally]) -> Score:
    """The figures over articles, from what each adds."""
    articles = 0
    whole = Tally(Counter(), Counter(), Counter(), Counter())
    for each in tallies:
        articles += 1
        whole.right.update(each.right)
        whole.gold.update(each.gold)
        whole.predicted.update(each.predicted)
        whole.pairs.update(each.pairs)
    return Score(
        articles=articles,
        levels={level: whole.figure(("level", level)) for level in LEVELS},
        kinds={
            kind: {level: whole.figure(("kind", kind, level)) for level in LEVELS}
            for kind in KINDS
            if whole.gold["kind", kind, "value"] or whole.predicted["kind", kind, "value"]
        },
        slots={
            measure[1]: SlotFigure(whole.right[measure], whole.gold[measure], whole.predicted[measure], pairs)
            for measure, pairs in whole.pairs.items()
        },
    )


def score(articles: Iterable[tuple[Sequence[Statement], Sequence[Statement]]]) -> Score:
    """The figures over all articles, each given as its gold facts and the predictions for it."""
    return total(tally(gold, predicted, align(gold, predicted)) for gold, predicted in articles)
