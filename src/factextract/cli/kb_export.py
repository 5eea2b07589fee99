"""`factextract kb export`: the facts of a base as a file in another form."""

from pathlib import Path
from typing import Annotated

import typer

from factextract.cli.options import DEFAULT_BASE, Database, parse_path
from factextract.cli.terminal import say
from factextract.knowledge.export.form import Form


def export(
    form: Annotated[
        Form,
        typer.Option(
            "--format", help="RDF as turtle, jsonld or ntriples, which is fastest; a table as parquet or csv."
        ),
    ],
    output: Annotated[
        Path, typer.Option("--output", metavar="FILE", parser=parse_path, help="The file to write.")
    ],
    db: Database = DEFAULT_BASE,
    root: Annotated[
        str | None,
        typer.Option(
            "--root", metavar="IRI", help="What the IRIs of facts, articles and entities in RDF begin with."
        ),
    ] = None,
) -> None:
    """Write every fact of the base to a file, with its evidence, entities and claim.

    schemas/vocabulary.ttl explains the RDF, schemas/facts.shacl.ttl has its shapes. What `kb check` threw doubt on is
    marked: fx:failedCheck, or the column failed_checks.

    Example: factextract kb export --format turtle --output outputs/facts.ttl
    """
    from factextract.knowledge.base import open_base
    from factextract.knowledge.export.write import export as export_base

    with open_base(db) as base:
        number = export_base(base, output, form, root=root)
    say(f"{output}: {number:,} facts")
