"""An evaluation for people to read: tables for the terminal, or plain data."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from factextract.evaluation.errors import Mistake
from factextract.evaluation.evaluation import Evaluation
from factextract.evaluation.scoring import LEVELS, Figure, Score

if TYPE_CHECKING:
    from rich.table import Table


def as_json(evaluation: Evaluation, *, with_mistakes: bool = False) -> dict[str, Any]:
    """The figures as plain data, rounded to four digits."""
    score = evaluation.score
    data: dict[str, Any] = {
        "articles": score.articles,
        "levels": {level: _figure(figure) for level, figure in score.levels.items()},
        "kinds": {
            kind: {level: _figure(figure) for level, figure in figures.items()}
            for kind, figures in score.kinds.items()
        },
        "slots": {
            slot: {"accuracy": round(accuracy.share, 4), "right": accuracy.right, "pairs": accuracy.pairs}
            for slot, accuracy in score.slots.items()
        },
    }
    if with_mistakes:
        data["mistakes"] = [
            {"article": article, **asdict(mistake)}
            for article, found in evaluation.mistakes.items()
            for mistake in found
        ]
    return data


def _figure(figure: Figure) -> dict[str, float]:
    return {
        "precision": round(figure.precision, 4),
        "recall": round(figure.recall, 4),
        "f1": round(figure.f1, 4),
        "right": figure.right,
        "gold": figure.gold,
        "predicted": figure.predicted,
    }


def score_tables(score: Score) -> Iterator["Table"]:
    """Three tables: the levels, the kinds, the slots."""
    levels = _table("Facts", "level", "precision", "recall", "F1", "right", "gold", "predicted")
    for level, figure in score.levels.items():
        shares = [f"{share:.3f}" for share in (figure.precision, figure.recall, figure.f1)]
        levels.add_row(level, *shares, str(figure.right), str(figure.gold), str(figure.predicted))
    yield levels
    kinds = _table("F1 by kind", "kind", *LEVELS, "gold", "predicted")
    for kind, figures in score.kinds.items():
        counts = figures["value"]
        kinds.add_row(
            kind, *(f"{figures[level].f1:.3f}" for level in LEVELS), str(counts.gold), str(counts.predicted)
        )
    yield kinds
    slots = _table("Fields of paired facts", "field", "accuracy", "pairs")
    for slot, accuracy in sorted(score.slots.items(), key=lambda item: item[1].share):
        slots.add_row(slot, f"{accuracy.share:.3f}", str(accuracy.pairs))
    yield slots


def mistake_tables(mistakes: Mapping[str, list[Mistake]]) -> Iterator["Table"]:
    """A table for each group of mistakes, the largest group first."""
    from rich.markup import escape

    groups: defaultdict[str, list[tuple[str, Mistake]]] = defaultdict(list)
    for article, found in mistakes.items():
        for mistake in found:
            groups[mistake.group].append((article, mistake))
    for group, members in sorted(groups.items(), key=lambda item: -len(item[1])):
        title = f"{group}: {len(members)}"
        table = _table(title, "article", "kind", "evidence", "gold", "found", numbers=False)
        for article, mistake in members:
            row = (article, mistake.kind, mistake.evidence, mistake.wanted, mistake.found)
            table.add_row(*map(escape, row))
        yield table


def _table(title: str, first: str, *others: str, numbers: bool = True) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column(first, overflow="fold")
    for name in others:
        table.add_column(name, justify="right" if numbers else "left", overflow="fold")
    return table
