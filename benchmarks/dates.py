"""Dates against TimeML gold: ``python benchmarks/dates.py TIMEX.json``.

Spans and values as TempEval-3 counts them: strict (same characters), relaxed (any overlap), and value: a
relaxed match whose TIMEX3 value is the gold one. Every gold expression pairs with at most one that was found.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from timex import Timex, read_timexes

from factextract.language import load_pipeline
from factextract.mentions import find_mentions

LEVELS = ("strict", "relaxed", "value")


@dataclass(frozen=True, slots=True)
class Text:
    """An article with its gold expressions."""

    text: str
    published: date
    gold: list[Timex]


def read_gold(path: Path) -> list[Text]:
    """The articles of a JSON list: text, day of publication, time expressions with TIMEX3 values."""
    return [
        Text(
            row["text"],
            date.fromisoformat(row["published"]),
            [Timex(timex["start"], timex["end"], timex["value"]) for timex in row["timexes"]],
        )
        for row in json.loads(path.read_text(encoding="utf-8"))
    ]


def pair(gold: list[Timex], found: list[Timex]) -> list[tuple[Timex | None, Timex | None]]:
    """Gold with found by overlap, the longest first; what has no partner stands alone."""
    left = list(found)
    pairs: list[tuple[Timex | None, Timex | None]] = []
    for wanted in gold:
        best = max(left, key=lambda timex: _overlap(wanted, timex), default=None)
        if best is None or _overlap(wanted, best) <= 0:
            pairs.append((wanted, None))
        else:
            left.remove(best)
            pairs.append((wanted, best))
    return pairs + [(None, timex) for timex in left]


def _overlap(one: Timex, other: Timex) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def levels(gold: Timex, found: Timex) -> Iterator[str]:
    """The levels a pair is right at."""
    yield "relaxed"
    if (gold.start, gold.end) == (found.start, found.end):
        yield "strict"
    if gold.value == found.value:
        yield "value"


def figures(pairs: Iterable[tuple[Timex | None, Timex | None]]) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 at each level, in percent."""
    right: Counter[str] = Counter()
    wanted = predicted = 0
    for gold, found in pairs:
        wanted += gold is not None
        predicted += found is not None
        if gold is not None and found is not None:
            right.update(levels(gold, found))
    return {level: _figure(right[level], wanted, predicted) for level in LEVELS}


def _figure(right: int, gold: int, found: int) -> tuple[float, float, float]:
    precision, recall = right / found if found else 0.0, right / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return 100 * precision, 100 * recall, 100 * f1


def differences(text: str, pairs: Iterable[tuple[Timex | None, Timex | None]]) -> Iterator[str]:
    """What is wrong, a line each: for those who work on the rules."""
    for gold, found in pairs:
        if found is None and gold is not None:
            yield f"missed  {_in_words(text, gold)}"
        elif gold is None and found is not None:
            yield f"extra   {_in_words(text, found)}"
        elif gold is not None and found is not None:
            if "strict" not in levels(gold, found):
                yield f"span    {_in_words(text, gold)} found {text[found.start : found.end]!r}"
            if gold.value != found.value:
                yield f"value   {_in_words(text, gold)} found {found.value}"


def _in_words(text: str, timex: Timex) -> str:
    around = (
        text[max(0, timex.start - 40) : timex.start]
        + "["
        + text[timex.start : timex.end]
        + "]"
        + text[timex.end : timex.end + 20]
    )
    return f"{timex.value}: {' '.join(around.split())}"


def main(
    data: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    errors: Annotated[bool, typer.Option(help="List every difference.")] = False,
) -> None:
    """Score factextract on TimeML-style time expressions."""
    gold = read_gold(data)
    docs = load_pipeline().pipe(text.text for text in gold)
    pairs = []
    for text, doc in zip(gold, docs, strict=True):
        dates = find_mentions(doc, published=text.published).dates
        paired = pair(text.gold, read_timexes(text.text, dates, text.published))
        pairs += paired
        if errors:
            for line in differences(text.text, paired):
                typer.echo(line)
    typer.echo(f"{'':8}{'P':>7}{'R':>7}{'F1':>7}")
    for level, figure in figures(pairs).items():
        typer.echo(f"{level:8}" + "".join(f"{share:7.1f}" for share in figure))


if __name__ == "__main__":
    typer.run(main)
