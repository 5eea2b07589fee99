"""How well weights choose, task by task."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from factextract.training.examples import Example, by_task
from factextract.training.folds import assign_folds, of_fold, without_fold
from factextract.training.softmax import Settings, choose, fit_task

if TYPE_CHECKING:
    from rich.table import Table


@dataclass(frozen=True, slots=True)
class TaskReport:
    """The figures of one task, each a share of its decisions but for the first."""

    decisions: int
    before: float
    """Right with the weights that were in use."""
    solvable: float
    """Where a right candidate was there: the most that weights can reach."""
    held_out: float | None
    """Right with weights fitted on other articles; None where it was not measured."""


def report_on(
    before: Sequence[list[Example]], fitted: Sequence[list[Example]], settings: Settings, folds: int = 0
) -> dict[str, TaskReport]:
    """Each task's figures, from the examples as they came out before and those fitted on, by article."""
    earlier, later = by_task(before), by_task(fitted)
    held_out = cross_validate(fitted, settings, folds) if folds > 1 else {}
    return {
        task: TaskReport(
            decisions=len(examples),
            before=_share(example.solved for example in earlier.get(task, [])),
            solvable=_share(example.solvable for example in examples),
            held_out=held_out.get(task),
        )
        for task, examples in later.items()
    }


def cross_validate(examples: Sequence[list[Example]], settings: Settings, folds: int) -> dict[str, float]:
    """For each task, how often weights fitted on all folds but one choose right in that one."""
    fold_of = assign_folds(len(examples), folds, settings.seed + 1)
    right: defaultdict[str, list[bool]] = defaultdict(list)
    for fold in range(folds):
        held_out = by_task(of_fold(examples, fold_of, fold))
        for task, found in by_task(without_fold(examples, fold_of, fold)).items():
            weights = fit_task(found, settings)
            chosen = [(example, choose(weights, example.candidates)) for example in held_out.get(task, [])]
            right[task] += [example.right[candidate] for example, candidate in chosen]
    return {task: _share(hits) for task, hits in right.items()}


def _share(hits: Iterable[bool]) -> float:
    every = list(hits)
    return sum(every) / len(every) if every else 0.0


def as_table(report: Mapping[str, TaskReport]) -> "Table":
    """The figures for people to read."""
    from rich.table import Table

    table = Table("task")
    for heading in ("decisions", "right before", "right on other articles", "right candidate there"):
        table.add_column(heading, justify="right")
    for task, row in report.items():
        held_out = "-" if row.held_out is None else f"{row.held_out:.3f}"
        table.add_row(task, f"{row.decisions:,}", f"{row.before:.3f}", held_out, f"{row.solvable:.3f}")
    return table
