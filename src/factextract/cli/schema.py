"""`factextract schema`: the JSON Schema of the records."""

from pathlib import Path
from typing import Annotated

import typer


def schema(
    out: Annotated[Path, typer.Option("--out", help="Folder for the schema files.")] = Path("schemas"),
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 if a file there is not up to date.")
    ] = False,
) -> None:
    """Write the JSON Schema (draft 2020-12) of each kind of record, and fact.json for any of them.

    Example: factextract schema --out schemas
    """
    from factextract.schemas import outdated_schemas, write_schemas

    if not check:
        for path in write_schemas(out):
            typer.echo(path)
        return
    outdated = outdated_schemas(out)
    for path in outdated:
        typer.echo(f"{path}: missing or not up to date", err=True)
    if outdated:
        raise typer.Exit(1)
