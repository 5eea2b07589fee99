"""Pairs predictions with gold and counts: precision, recall and F1 at three levels, by kind, by slot."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from factextract.evaluation.comparing import core_slots, record_slots, same_event, same_value
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

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels this pair holds at: each needs the one before it."""
        held = (self.value, all(self.core_slots.values()), all(self.record_slots.values()))
        return LEVELS[: held.index(False)] if False in held else LEVELS

    @property
    def slots(self) -> dict[str, bool]:
        """Every field compared."""
        return {"value": self.value, **self.core_slots, **self.record_slots}


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


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How often a field was right, over the pairs that have it."""

    right: int
    pairs: int

    @property
    def share(self) -> float:
        """Right over all."""
        return self.right / self.pairs


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one evaluation."""

    articles: int
    levels: dict[Level, Figure]
    kinds: dict[str, dict[Level, Figure]]
    slots: dict[str, Accuracy]


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
    return Pair(gold, predicted, value, core_slots(gold, predicted), record_slots(gold, predicted))


def score(articles: Iterable[tuple[Sequence[Statement], Sequence[Statement]]]) -> Score:
    """The figures over all articles, each given as its gold facts and the predictions for it."""
    count = 0
    gold_of_kind: Counter[str] = Counter()
    predicted_of_kind: Counter[str] = Counter()
    right: Counter[Level] = Counter()
    right_of_kind: Counter[tuple[str, Level]] = Counter()
    slot_right: Counter[str] = Counter()
    slot_pairs: Counter[str] = Counter()
    for gold, predicted in articles:
        count += 1
        gold_of_kind.update(fact.kind for fact in gold)
        predicted_of_kind.update(fact.kind for fact in predicted)
        for pair in align(gold, predicted):
            right.update(pair.levels)
            if pair.core_slots["kind"]:
                right_of_kind.update((pair.gold.kind, level) for level in pair.levels)
            slot_pairs.update(pair.slots.keys())
            slot_right.update(name for name, agrees in pair.slots.items() if agrees)
    return Score(
        articles=count,
        levels={
            level: Figure(right[level], gold_of_kind.total(), predicted_of_kind.total()) for level in LEVELS
        },
        kinds={
            kind: {
                level: Figure(right_of_kind[kind, level], gold_of_kind[kind], predicted_of_kind[kind])
                for level in LEVELS
            }
            for kind in KINDS
            if gold_of_kind[kind] or predicted_of_kind[kind]
        },
        slots={name: Accuracy(slot_right[name], pairs) for name, pairs in slot_pairs.items()},
    )
