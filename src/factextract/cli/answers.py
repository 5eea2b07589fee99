"""How the answers of a base are printed: as a table to read, as JSON Lines, as CSV."""

import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import typer

from factextract.records import json_line

if TYPE_CHECKING:
    from factextract.knowledge.query import Answer, Evidence, Point

_WIDEST = 60
_SIGNS = {
    "exact": "",
    "approximate": "~",
    "at_least": ">=",
    "at_most": "<=",
    "more_than": ">",
    "less_than": "<",
}


def print_claims(claims: Sequence["Answer"], form: str) -> None:
    """Print claims: in a table the fields that matter to a reader, else all of them."""
    print_rows([_brief(claim) for claim in claims] if form == "table" else claims, form)


def print_series(points: Sequence["Point"], form: str) -> None:
    """Print a series: for each period its value, the support for it, and what other articles state."""
    rows = []
    for point in points:
        claim = point.claim
        row: dict[str, Any] = {"period": point.period}
        if form == "table":
            row |= {"value": _figure(claim)}
        else:
            row |= {
                name: claim[name]
                for name in ("period_start", "period_end", "value", "low", "high", "unit", "modifier")
            }
        row |= {
            name: claim[name] for name in ("article_count", "sources", "first_published", "last_published")
        }
        others = [_figure(other) for other in point.others]
        rows.append(row | {"claim": claim["id"], "others": others})
    print_rows(rows, form)


def print_evidence(claim: "Answer", evidence: Sequence["Evidence"], form: str) -> None:
    """Print a claim, and under it every sentence behind it with the evidence marked."""
    from dataclasses import asdict

    if form != "table":
        print_rows([{"claim": claim["id"], **asdict(one)} for one in evidence], form)
        return
    typer.echo(_printable("  ".join(str(cell) for cell in map(_cell, _brief(claim).values()) if cell)))
    for one in evidence:
        first = one.evidence_start - one.sentence_start
        last = first + len(one.evidence)
        marked = f"{one.sentence[:first]}[{one.sentence[first:last]}]{one.sentence[last:]}"
        where = f"{one.article}, characters {one.evidence_start} to {one.evidence_end}"
        told = ", ".join(str(part) for part in (one.published, one.publisher) if part)
        typer.echo(_printable(f"\n{where}" + (f" ({told})" if told else "")))
        typer.echo(_printable("  " + " ".join(marked.split())))


def print_rows(rows: Sequence[Mapping[str, Any]], form: str) -> None:
    """Print rows that have the same fields."""
    if form == "jsonl":
        for row in rows:
            typer.echo(json_line(dict(row)))
    elif form == "csv":
        if rows:
            writer = csv.writer(sys.stdout, lineterminator="\n")
            writer.writerow(rows[0])
            writer.writerows([_cell(value) for value in row.values()] for row in rows)
    else:
        _print_table(rows)


def _print_table(rows: Sequence[Mapping[str, Any]]) -> None:
    """Columns side by side, without those that are empty."""
    if not rows:
        typer.echo("nothing found", err=True)
        return
    columns = {name: [_short(_cell(row[name])) for row in rows] for name in rows[0]}
    columns = {name: cells for name, cells in columns.items() if any(cells)}
    widths = {name: max(len(name), *map(len, cells)) for name, cells in columns.items()}
    _print_line(columns, widths.values())
    for line in zip(*columns.values(), strict=True):
        _print_line(line, widths.values())


def _print_line(cells: Iterable[str], widths: Iterable[int]) -> None:
    typer.echo("  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip())


def _brief(claim: "Answer") -> dict[str, Any]:
    event = claim["kind"] == "event_date"
    return {
        "claim": claim["id"],
        "kind": claim["kind"],
        "subjects": claim["participants"] if event else claim["subjects"],
        "what": claim["event"] if event else _what(claim),
        "value": "" if event else _figure(claim),
        "from": claim["period_start"],
        "until": claim["period_end"],
        "status": claim["status"],
        "articles": claim["article_count"],
        "sources": claim["sources"],
    }


def _what(claim: "Answer") -> str:
    """What is measured: "exports, rice (change)"."""
    flow = claim["flow"]
    words = [word for word in (flow, claim["commodity"]) if word] if flow else [claim["indicator"] or ""]
    told = ", ".join(words)
    return (
        f"{told} ({claim['direction']})"
        if claim["kind"] != "growth_percentage" and claim["direction"]
        else told
    )


def _figure(claim: "Answer") -> str:
    """A value with its hedge and unit: "~298,600,000,000 CNY", "389 to 393 USD/tonne"."""
    value, low, high = claim["value"], claim["low"], claim["high"]
    number = f"{_number(low)} to {_number(high)}" if value is None else _number(value)
    per = f"/{claim['per']}" if claim["per"] else ""
    return f"{_SIGNS.get(claim['modifier'], '')}{number} {claim['unit']}{per}"


def _number(value: Decimal) -> str:
    return f"{value:,f}"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return "; ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else str(value)


def _short(cell: str) -> str:
    cell = _printable(cell)
    return cell if len(cell) <= _WIDEST else f"{cell[: _WIDEST - 1]}…"


def _printable(cell: str) -> str:
    """Without control characters, which would steer a terminal; line ends of our own stay."""
    return "".join(
        char if char.isprintable() or char == "\n" else "\N{REPLACEMENT CHARACTER}" for char in cell
    )
