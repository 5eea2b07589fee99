"""`factextract kb`: a base of facts from many articles, and questions to it."""

from pathlib import Path
from typing import Annotated

import typer

from factextract.cli import kb_checks
from factextract.cli.options import DEFAULT_BASE, Database, parse_path
from factextract.cli.terminal import say

kb = typer.Typer(
    help="Keep the facts of many articles in a base, and ask it.\n\n"
    "Example: factextract kb load outputs/facts.jsonl --db sqlite:///outputs/kb.sqlite",
    no_args_is_help=True,
)

Records = Annotated[
    list[Path],
    typer.Argument(
        metavar="FACTS.jsonl", parser=parse_path, help="Records, as `factextract run` writes them."
    ),
]


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
    from factextract.knowledge.load import load as load_files

    with open_base(db, create=True) as base:
        done = load_files(base, files, skip_invalid=skip_invalid)
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
