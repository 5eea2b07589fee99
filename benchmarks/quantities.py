"""Quantities against NewsQuant: ``python benchmarks/quantities.py NEWSQUANT.json``.

F1 as the evaluation published with CQE counts it: within a sentence every gold quantity, in order of its
unit, meets the predictions in order of theirs; values match within 1e-5; a prediction is used up only once
value and unit both match, so that equal values may count twice for change and concept.
"""

import json
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from newsquant import Entry, Value, read_entries

from factextract.language import load_pipeline

LEVELS = ("value", "value+unit", "value+change", "value+concept")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its gold quantities and those found."""

    text: str
    gold: list[Entry]
    found: list[Entry]


def read_gold(path: Path) -> list[tuple[str, list[Entry]]]:
    """The sentences of a file in NewsQuant's format."""
    return [
        (row["text"], [_gold_entry(quantity) for quantity in row["quantities"]])
        for row in json.loads(path.read_text(encoding="utf-8"))
    ]


def _gold_entry(quantity: dict[str, Any]) -> Entry:
    concepts = quantity["referred_concepts"].replace(",", " ").split()
    return Entry(
        _gold_value(str(quantity["value"])), quantity["normalized_unit"].lower(), quantity["change"], concepts
    )


def _gold_value(written: str) -> Value:
    """ "252.0-287.0" is a range, "-5.0" and "2.998E-08" are numbers."""
    if "E" in written or written.startswith("-") or "-" not in written:
        return float(written)
    low, high = written.split("-")
    return float(low), float(high)


def same_value(gold: Value, found: Value) -> bool:
    """Numbers within 1e-5 of each other; a range only matches a range."""
    if isinstance(gold, tuple) and isinstance(found, tuple):
        return all(_close(one, other) for one, other in zip(gold, found, strict=True))
    if isinstance(gold, tuple) or isinstance(found, tuple):
        return False
    return _close(gold, found)


def _close(gold: float, found: float) -> bool:
    return math.isclose(gold, found, rel_tol=0, abs_tol=1e-8 + 1e-5 * abs(found))


def count_right(sentence: Sentence) -> Counter[str]:
    """How many quantities of a sentence are right at each level."""
    right: Counter[str] = Counter()
    found = sorted(sentence.found, key=lambda entry: entry.unit)
    for gold in sorted(sentence.gold, key=lambda entry: entry.unit):
        for entry in list(found):
            if not same_value(gold.value, entry.value):
                continue
            right["value"] += right["value"] < len(sentence.gold)
            right["value+change"] += entry.change == gold.change
            right["value+concept"] += bool(
                {word.lower() for word in gold.concepts} & {word.lower() for word in entry.concepts}
            )
            if entry.unit.lower() == gold.unit:
                right["value+unit"] += 1
                found.remove(entry)
                break
    return right


def figures(sentences: Iterable[Sentence]) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 at each level, in percent."""
    right: Counter[str] = Counter()
    gold = found = 0
    for sentence in sentences:
        right.update(count_right(sentence))
        gold += len(sentence.gold)
        found += len(sentence.found)
    return {level: _figure(right[level], gold, found) for level in LEVELS}


def _figure(right: int, gold: int, found: int) -> tuple[float, float, float]:
    precision, recall = right / found if found else 0.0, right / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return 100 * precision, 100 * recall, 100 * f1


def differences(sentence: Sentence) -> list[str]:
    """What a sentence has wrong, in words: for those who work on the rules."""
    left = list(sentence.found)
    lines = []
    for gold in sentence.gold:
        same = [entry for entry in left if same_value(gold.value, entry.value)]
        entry = next((entry for entry in same if entry.unit.lower() == gold.unit), same[0] if same else None)
        if entry is None:
            lines.append(f"missed    {_in_words(gold)}")
            continue
        left.remove(entry)
        wrong = [
            name
            for name, differs in (
                ("unit", entry.unit.lower() != gold.unit),
                ("change", entry.change != gold.change),
                (
                    "concept",
                    not {word.lower() for word in gold.concepts} & {word.lower() for word in entry.concepts},
                ),
            )
            if differs
        ]
        if wrong:
            lines.append(f"{'+'.join(wrong):10}{_in_words(gold)}   found {_in_words(entry)}")
    return lines + [f"extra     {_in_words(entry)}" for entry in left]


def _in_words(entry: Entry) -> str:
    return f"{entry.change} {entry.value} [{entry.unit}] {' '.join(entry.concepts)}"


def main(
    data: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    errors: Annotated[bool, typer.Option(help="List every difference.")] = False,
) -> None:
    """Score factextract on a file in NewsQuant's format."""
    gold = read_gold(data)
    docs = load_pipeline().pipe(text for text, _ in gold)
    sentences = [
        Sentence(text, entries, read_entries(doc)) for (text, entries), doc in zip(gold, docs, strict=True)
    ]
    if errors:
        for sentence in sentences:
            if lines := differences(sentence):
                typer.echo("\n".join([f"# {sentence.text}", *(f"  {line}" for line in lines)]))
    typer.echo(f"{'':16}{'P':>7}{'R':>7}{'F1':>7}")
    for level, figure in figures(sentences).items():
        typer.echo(f"{level:16}" + "".join(f"{share:7.1f}" for share in figure))


if __name__ == "__main__":
    typer.run(main)
