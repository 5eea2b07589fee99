"""`factextract kb check`, `conflicts` and `revisions`: what in a base does not add up, or is disputed or revised."""

from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factextract.cli.options import DEFAULT_BASE, Database
from factextract.cli.terminal import say

if TYPE_CHECKING:
    from factextract.knowledge.checks.intervals import Interval
    from factextract.knowledge.checks.store import Doubt
    from factextract.knowledge.rivals import Rivals, Said


class Form(StrEnum):
    """How a list is printed."""

    TEXT = "text"
    JSONL = "jsonl"


AsForm = Annotated[Form, typer.Option("--format", help="For people, or a line of JSON each.")]


def check(
    db: Database = DEFAULT_BASE,
    form: AsForm = Form.TEXT,
    fail: Annotated[
        bool, typer.Option("--fail-on-doubt", help="Exit with 1 if something does not add up.")
    ] = False,
) -> None:
    """Check the arithmetic that each article's own figures allow, keep it in the base, list what does not add up.

    Levels against growth and the earlier level, exports less imports against the balance, amounts against their
    conversions, shares against their whole. A fact that may be wrong is marked with "?".

    Example: factextract kb check --db sqlite:///outputs/kb.sqlite
    """
    from factextract.knowledge.base import open_base
    from factextract.knowledge.checks.store import read_doubts, run_checks

    with open_base(db) as base:
        done = run_checks(base)
        with base.reading() as connection:
            for doubt in read_doubts(connection):
                _print(form, doubt, _doubt_lines(doubt))
    say(f"{base.name}: {done.holding + done.failing:,} checks, {done.failing:,} do not hold")
    if fail and done.failing:
        raise typer.Exit(1)


def conflicts(db: Database = DEFAULT_BASE, form: AsForm = Form.TEXT) -> None:
    """List what the sources of a base disagree on: figures for one thing that cannot all be right.

    A later statement by the same source is a revision of the earlier one, and no conflict.

    Example: factextract kb conflicts --db sqlite:///outputs/kb.sqlite
    """
    from factextract.knowledge.base import open_base
    from factextract.knowledge.conflicts import find_conflicts

    found = 0
    with open_base(db) as base, base.reading() as connection:
        for rivals in find_conflicts(connection):
            found += 1
            _print(form, rivals, [_thing(rivals), *(_said_line(said, rivals.unit) for said in rivals.said)])
    say(f"{base.name}: {found:,} conflicts")


def revisions(db: Database = DEFAULT_BASE, form: AsForm = Form.TEXT) -> None:
    """List what sources revised: a figure, and the one they gave for the same thing later.

    Example: factextract kb revisions --db sqlite:///outputs/kb.sqlite
    """
    from factextract.knowledge.base import open_base
    from factextract.knowledge.revisions import find_revisions

    found = 0
    with open_base(db) as base, base.reading() as connection:
        for revision in find_revisions(connection):
            found += 1
            told = (revision.earlier, revision.later)
            _print(
                form, revision, [_thing(revision.of), *(_said_line(said, revision.of.unit) for said in told)]
            )
    say(f"{base.name}: {found:,} revisions")


def _print(form: Form, item: Any, lines: Iterable[str]) -> None:
    """Print an item as a line of JSON, or its lines and an empty one."""
    if form is Form.JSONL:
        from factextract.records import json_line

        typer.echo(json_line(asdict(item)))
    else:
        typer.echo("\n".join((*lines, "")))


def _doubt_lines(doubt: "Doubt") -> list[str]:
    expected, stated = _range(doubt.expected), _range(doubt.stated)
    sentences = dict.fromkeys(fact.sentence for fact in doubt.facts)
    return [
        f"{doubt.article}: {doubt.name}, {doubt.problem} do not fit",
        f"  stated {stated}, expected {expected} {doubt.unit}",
        *(
            f"  {'?' if fact.suspect else ' '} {fact.part}: {fact.evidence}  [{fact.id}]"
            for fact in doubt.facts
        ),
        *(f"    {_one_line(sentence)}" for sentence in sentences),
    ]


def _thing(rivals: "Rivals") -> str:
    """What rivalling claims are about."""
    what = rivals.indicator if rivals.flow is None else f"{rivals.indicator or 'trade'} ({rivals.flow})"
    days = f"{rivals.period_start} to {rivals.period_end}"
    return f"{', '.join(rivals.subjects)}: {what}, {days}, {rivals.status}"


def _said_line(said: "Said", unit: str) -> str:
    """One figure with its source, article and sentence."""
    if said.value is not None:
        figure = _number(said.value)
    else:
        figure = " to ".join(_number(end) for end in (said.low, said.high) if end is not None)
    source = f"{said.source or 'no source'}, {said.published or 'no date'}"
    return f"  {figure} {unit}: {source}, {said.article}\n    {_one_line(said.sentence)}"


def _range(interval: "Interval") -> str:
    return f"{_number(interval.low)} to {_number(interval.high)}"


def _number(number: Decimal) -> str:
    """A number in digits with commas, of what is small no more than six decimals."""
    digits = f"{number:,.6f}" if number != number.to_integral_value() else f"{number:,.0f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _one_line(text: str) -> str:
    return " ".join(text.split())
