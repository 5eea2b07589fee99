"""The decisions of a reading, labelled by gold: what the weights are fitted on."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Protocol

from factextract.evaluation.comparing import same_event
from factextract.evaluation.statement import Statement
from factextract.facts.events import Happening
from factextract.facts.linear import Decision, Judge
from factextract.facts.reading import Reading
from factextract.training.labels import EVENT_RULES, VALUE_RULES, Labels, event_labels
from factextract.training.parsed import Parsed


@dataclass(frozen=True, slots=True)
class Example:
    """A decision's candidates by their features, which of them are right, and which one was chosen."""

    task: str
    candidates: Sequence[Sequence[str]]
    right: Labels
    chosen: int

    @property
    def solvable(self) -> bool:
        """Whether a right candidate is there to choose."""
        return any(self.right)

    @property
    def solved(self) -> bool:
        """Whether a right candidate was chosen."""
        return self.right[self.chosen]


class _Stretch(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def examples_of(parsed: Parsed) -> list[Example]:
    """Every decision of an article that gold speaks of, as it comes out with the weights in use."""
    return [_example(decision, right) for decision, right in labelled_decisions(parsed)]


def labelled_decisions(parsed: Parsed, judge: Judge | None = None) -> Iterator[tuple[Decision[Any], Labels]]:
    """The decisions of an article that gold speaks of, each with which of its candidates are right."""
    reading, happenings = parsed.read(judge)
    values = [fact for fact in parsed.gold.facts if not fact.is_event]
    events = [fact for fact in parsed.gold.facts if fact.is_event]
    labelled = chain(
        _of_values(reading, values), _of_dates(reading, events), _of_events(reading, happenings, events)
    )
    return ((decision, right) for decision, right in labelled if right is not None)


_Labelled = tuple[Decision[Any], Labels | None]


def _of_values(reading: Reading, gold: Sequence[Statement]) -> Iterator[_Labelled]:
    """The decisions on values, by the gold fact whose evidence each value overlaps most."""
    facts = {draft.quantity.start: _best_overlap(draft.quantity, gold) for draft in reading.drafts}
    for decision in reading.decisions:
        rule, fact = VALUE_RULES.get(decision.task), facts.get(decision.span[0])
        if rule is not None and fact is not None:
            yield decision, rule(fact, _values(decision))


def _of_dates(reading: Reading, gold: Sequence[Statement]) -> Iterator[_Labelled]:
    """The decisions on what happened on a date; gold may have several events on it, or none."""
    dates = {date.start: date for date in reading.mentions.dates}
    for decision in reading.decisions:
        if decision.task == "event":
            facts = [fact for fact in gold if _overlap(dates[decision.span[0]], fact) > 0]
            yield decision, event_labels(facts, _values(decision))


def _of_events(
    reading: Reading, happenings: Iterable[Happening], gold: Sequence[Statement]
) -> Iterator[_Labelled]:
    """The decisions on an event itself, where gold has it: who took part, and its status."""
    facts: defaultdict[int, list[Statement]] = defaultdict(list)
    for happening in happenings:
        on_the_date = [fact for fact in gold if _overlap(happening.date, fact) > 0]
        word = happening.event.text
        facts[happening.head.idx] += [fact for fact in on_the_date if same_event(fact.event, word)]
    for decision in reading.decisions:
        rule = EVENT_RULES.get(decision.task)
        if rule is not None and facts[decision.span[0]]:
            yield decision, rule(facts[decision.span[0]][0], _values(decision))


def _example(decision: Decision[Any], right: Labels) -> Example:
    features = [candidate.features for candidate in decision.candidates]
    return Example(decision.task, features, right, decision.chosen)


def _values(decision: Decision[Any]) -> list[Any]:
    return [candidate.value for candidate in decision.candidates]


def _best_overlap(stretch: _Stretch, gold: Sequence[Statement]) -> Statement | None:
    best = max(gold, key=lambda fact: _overlap(stretch, fact), default=None)
    return best if best is not None and _overlap(stretch, best) > 0 else None


def _overlap(one: _Stretch, other: _Stretch) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def by_task(examples: Iterable[Sequence[Example]]) -> dict[str, list[Example]]:
    """Examples by article, put together by task."""
    tasks: defaultdict[str, list[Example]] = defaultdict(list)
    for row in examples:
        for example in row:
            tasks[example.task].append(example)
    return dict(sorted(tasks.items()))
