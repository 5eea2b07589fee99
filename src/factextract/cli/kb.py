"""`factextract kb`: a base of facts from many articles, and questions to it."""

import os
from calendar import monthrange
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, cast

import typer

from factextract.cli import kb_checks, kb_export
from factextract.cli.options import DEFAULT_BASE, Database, parse_kinds, parse_path
from factextract.cli.terminal import say
from factextract.errors import UsageError
from factextract.kinds import KINDS, Kind

kb = typer.Typer(no_args_is_help=True)

Records = Annotated[
    list[Path],
    typer.Argument(
        metavar="FACTS.jsonl", parser=parse_path, help="Records, as `factextract run` writes them."
    ),
]


_STATUSES = ("reported", "forecast", "target", "hypothetical", "negated")


class Format(StrEnum):
    """How answers are printed."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


class Per(StrEnum):
    """Lengths of a period."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


def parse_first_day(written: str) -> date:
    """The first day of 2020, 2020-03 or 2020-03-08."""
    return _days(written)[0]


def parse_last_day(written: str) -> date:
    """The last day of 2020, 2020-03 or 2020-03-08."""
    return _days(written)[1]


def _days(written: str) -> tuple[date, date]:
    try:
        if len(written) == len("2020"):
            return date(int(written), 1, 1), date(int(written), 12, 31)
        if len(written) == len("2020-03"):
            first = date.fromisoformat(f"{written}-01")
            return first, first.replace(day=monthrange(first.year, first.month)[1])
        day = date.fromisoformat(written)
    except ValueError as error:
        raise typer.BadParameter(f"{written!r} is no ISO date, month or year, such as 2025-05-27") from error
    return day, day


def parse_status(written: str) -> str:
    """One of the statuses of facts."""
    if written not in _STATUSES:
        raise typer.BadParameter(f"{written!r} is none of {', '.join(_STATUSES)}")
    return written


def parse_kind(written: str) -> str:
    """One kind of fact."""
    return parse_kinds([written])[0]


Subject = Annotated[
    str | None, typer.Option(help="Whom claims are about, or who takes part: a name or an ISO code.")
]
Partner = Annotated[
    str | None,
    typer.Option(help="The other party: of exports and imports the partner, else another subject."),
]
KindsAsked = Annotated[
    list[str] | None,
    typer.Option(
        "--kind",
        metavar="KIND[,KIND]",
        callback=parse_kinds,
        help=f"Only these kinds of fact: {', '.join(KINDS)}.",
    ),
]
Form = Annotated[Format, typer.Option("--format", help="How to print.")]


@kb.callback()
def check_installed() -> None:
    """Keep the facts of many articles in a base, and ask it.

    Example: factextract kb load outputs/facts.jsonl --db sqlite:///outputs/kb.sqlite
    """
    if find_spec("sqlalchemy") is None or find_spec("alembic") is None or find_spec("rapidfuzz") is None:
        raise UsageError("a base needs what is not installed: pip install 'factextract[kb]'")


@kb.command("load")
def load(
    files: Records,
    db: Database = DEFAULT_BASE,
    skip_invalid: Annotated[
        bool, typer.Option("--skip-invalid", help="Load the rest where lines are no valid records.")
    ] = False,
) -> None:
    """Put records into the base, which is made where there is none: all of them, or none where something is wrong.

    A file holds all facts of the articles it names, in place of what the base had of them. Loading a file again
    changes nothing.

    Example: factextract kb load outputs/facts.jsonl --db sqlite:///outputs/kb.sqlite
    """
    from factextract.knowledge.base import open_base
    from factextract.knowledge.load import check_files, load_checked

    processes = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    # Before there is a base: records that are refused leave none behind.
    found = check_files(files, skip_invalid=skip_invalid, processes=processes)
    with open_base(db, create=True) as base:
        done = load_checked(base, found)
    for error in done.rejected:
        say(str(error))
    say(
        f"{base.name}: {done.facts:,} facts of {done.new:,} new and {done.replaced:,} replaced articles;"
        f" {done.unchanged:,} articles as before"
    )
    if done.rejected:
        say(f"{len(done.rejected):,} lines are no valid records and were left out")
        raise typer.Exit(1)


kb.command("check")(kb_checks.check)
kb.command("conflicts")(kb_checks.conflicts)
kb.command("revisions")(kb_checks.revisions)
kb.command("export")(kb_export.export)


@kb.command("upgrade")
def upgrade(db: Database = DEFAULT_BASE) -> None:
    """Bring a base that an older factextract made to the version of this one.

    Example: factextract kb upgrade --db sqlite:///outputs/kb.sqlite
    """
    from factextract.knowledge.base import connect
    from factextract.knowledge.base import upgrade as upgrade_base

    with connect(db) as base:
        before, after = upgrade_base(base)
        say(
            f"{base.name}: version {after}, " + ("as before" if before == after else f"was {before or 'new'}")
        )


@kb.command("query")
def query(
    subject: Subject = None,
    partner: Partner = None,
    kinds: KindsAsked = None,
    since: Annotated[
        date | None,
        typer.Option("--from", metavar="DATE", parser=parse_first_day, help="A day, or 2020, 2020-03."),
    ] = None,
    until: Annotated[
        date | None,
        typer.Option("--until", metavar="DATE", parser=parse_last_day, help="The same, its end included."),
    ] = None,
    status: Annotated[
        str | None,
        typer.Option(parser=parse_status, help="reported, forecast, target, hypothetical or negated."),
    ] = None,
    words: Annotated[
        str | None, typer.Option(help="Only claims that a sentence with these words stands behind.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many claims.")] = None,
    form: Form = Format.TABLE,
    db: Database = DEFAULT_BASE,
) -> None:
    """Print the claims on a subject: what is told, and in how many articles. Claims are in order of time.

    Example: factextract kb query --subject Vietnam --kind trade_value --partner China --from 2020 --until 2025
    """
    from factextract.cli.answers import print_claims
    from factextract.knowledge.base import open_base
    from factextract.knowledge.query import Question, ask

    if since is not None and until is not None and since > until:
        raise typer.BadParameter("it is after --until", param_hint="--from")
    question = Question(
        subject=subject,
        partner=partner,
        kinds=cast("list[Kind]", kinds),
        status=status,
        since=since,
        until=until,
        words=words,
        limit=limit,
    )
    with open_base(db) as base, base.reading() as connection:
        claims = ask(connection, question)
    print_claims(claims, form)


@kb.command("series")
def series(
    measure: Annotated[str, typer.Argument(help='What is measured, in words: "exports", "rice exports".')],
    subject: Annotated[str, typer.Option(help="Whose it is: a name or an ISO code.")],
    per: Annotated[Per | None, typer.Option(help="Only periods of this length.")] = None,
    partner: Partner = None,
    kind: Annotated[
        str | None, typer.Option(parser=parse_kind, metavar="KIND", help="The kind of fact.")
    ] = None,
    unit: Annotated[str | None, typer.Option(help="The unit, such as USD, if there are several.")] = None,
    form: Form = Format.TABLE,
    db: Database = DEFAULT_BASE,
) -> None:
    """Print one measure over time, put together from all articles: a value for each period, and its support.

    Where articles differ, the value that most of them state is shown and the others are named.

    Example: factextract kb series exports --subject China --per month
    """
    from factextract.cli.answers import print_series
    from factextract.knowledge.base import open_base
    from factextract.knowledge.query import series as find_series

    with open_base(db) as base, base.reading() as connection:
        points, counts = find_series(
            connection,
            measure,
            subject,
            per=per.value if per else None,
            partner=partner,
            kind=cast("Kind | None", kind),
            unit=unit,
        )
    print_series(points, form)
    shown = (points[0].claim["kind"], points[0].claim["unit"]) if points else None
    left = [
        f"{number} as {each} in {of}" for (each, of), number in sorted(counts.items()) if (each, of) != shown
    ]
    if left:
        say(f"not shown: {', '.join(left)} (--kind, --unit)")


@kb.command("show")
def show(
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="The id of a claim, or of a fact behind it.")],
    form: Form = Format.TABLE,
    db: Database = DEFAULT_BASE,
) -> None:
    """Print a claim with every sentence behind it, and where each stands.

    Example: factextract kb show 48acf8f357ebd1ba
    """
    from factextract.cli.answers import print_evidence
    from factextract.knowledge.base import open_base
    from factextract.knowledge.query import explain

    with open_base(db) as base, base.reading() as connection:
        answer, evidence = explain(connection, claim)
    print_evidence(answer, evidence, form)


@kb.command("entities")
def entities(
    review: Annotated[
        bool,
        typer.Option("--review", help="Show which names were taken for one entity, and which are left open."),
    ] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    form: Form = Format.TABLE,
    db: Database = DEFAULT_BASE,
) -> None:
    """List the entities with their names, or what was decided on names.

    Example: factextract kb entities --review
    """
    from factextract.cli.answers import print_rows
    from factextract.knowledge.base import open_base
    from factextract.knowledge.identity import list_decisions, list_entities

    with open_base(db) as base, base.reading() as connection:
        rows = list_decisions(connection)[:limit] if review else list_entities(connection, limit)
    print_rows([asdict(row) for row in rows], form)


@kb.command("forget")
def forget(
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE", help="Articles by their id.")],
    db: Database = DEFAULT_BASE,
) -> None:
    """Take articles out of the base, with their facts and what only they support.

    Example: factextract kb forget ricenews --db sqlite:///outputs/kb.sqlite
    """
    from factextract.knowledge.base import open_base
    from factextract.knowledge.load import forget as forget_articles

    with open_base(db) as base:
        gone = forget_articles(base, articles)
    say(f"{base.name}: {gone:,} facts of {len(set(articles)):,} articles are gone")


@kb.command("merge")
def merge(
    one: Annotated[
        str, typer.Argument(metavar="A", help="A name, an ISO code, or the number of an entity: #12.")
    ],
    other: Annotated[str, typer.Argument(metavar="B")],
    db: Database = DEFAULT_BASE,
) -> None:
    """Decide that two names mean one entity. The program keeps to it from then on.

    Example: factextract kb merge "Vietnam News Agency" VNA
    """
    from factextract.knowledge.base import open_base
    from factextract.knowledge.identity import merge as merge_entities

    with open_base(db) as base, base.writing() as connection:
        name = merge_entities(connection, one, other)
    say(f"{one} and {other} are {name}")


@kb.command("split")
def split(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name that means something else.")],
    other: Annotated[
        str | None,
        typer.Argument(metavar="[OTHER]", help="What it does not mean, where it is no name of that yet."),
    ] = None,
    db: Database = DEFAULT_BASE,
) -> None:
    """Decide that a name does not mean what its entity's other names mean. The program keeps to it from then on.

    Example: factextract kb split "Georgia Power" "Georgia"
    """
    from factextract.knowledge.base import open_base
    from factextract.knowledge.identity import split as split_entity

    with open_base(db) as base, base.writing() as connection:
        rest = split_entity(connection, name, other)
    say(f"{name} is not {rest}")
