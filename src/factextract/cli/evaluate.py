"""`factextract evaluate`: how well the facts agree with gold."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from factextract.cli.options import Model, Verbose
from factextract.cli.terminal import say, set_up_logging
from factextract.language import DEFAULT_MODEL


class Format(StrEnum):
    """How the figures are printed."""

    TABLE = "table"
    JSON = "json"


def evaluate(
    gold: Annotated[Path, typer.Argument(help="A gold file, or a folder of them.")],
    predictions: Annotated[
        Path | None,
        typer.Argument(help="Records as `run` writes them; without it the articles of gold are read now."),
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List what is wrong, grouped by field.")] = False,
    output_format: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
    model: Model = DEFAULT_MODEL,
    verbose: Verbose = False,
) -> None:
    """Compare facts with gold facts: precision, recall and F1 of values, of core fields and of whole records.

    Example: factextract evaluate corpus --errors
    """
    import orjson
    from rich.console import Console

    from factextract.evaluation import evaluate_extractor, evaluate_records, read_gold
    from factextract.evaluation.report import as_json, mistake_tables, score_tables
    from factextract.files import read_records

    set_up_logging(verbose=verbose)
    articles = read_gold(gold)
    if predictions is None:
        result = evaluate_extractor(articles, model)
    else:
        result = evaluate_records(articles, read_records(predictions))
    for problem in result.problems:
        say(problem)
    if output_format is Format.JSON:
        typer.echo(orjson.dumps(as_json(result, with_mistakes=errors), option=orjson.OPT_INDENT_2))
        return
    console = Console()
    for table in score_tables(result.score):
        console.print(table)
    if errors:
        for table in mistake_tables(result.mistakes):
            console.print(table)
