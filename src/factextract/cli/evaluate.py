"""`factextract evaluate`: how well the facts agree with gold, and whether that is good enough."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factextract.cli.options import Linker, Model, TrainedFolder, Verbose, parse_path
from factextract.cli.terminal import say, set_up_logging
from factextract.language import DEFAULT_MODEL
from factextract.linker.setting import LinkerSetting

if TYPE_CHECKING:
    from factextract.evaluation import Evaluation, Report


class Format(StrEnum):
    """What the report is written as."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


def evaluate(
    gold: Annotated[Path, typer.Argument(parser=parse_path, help="A gold file, or a folder of them.")],
    predictions: Annotated[
        Path | None,
        typer.Argument(
            parser=parse_path,
            help="Records as `run` writes them; without it the articles of gold are read now.",
        ),
    ] = None,
    split: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only this split of the corpus: gate or tune.")
    ] = None,
    errors: Annotated[
        bool, typer.Option("--errors", help="List what is wrong in the text report; the others always do.")
    ] = False,
    output_format: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.TEXT,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", parser=parse_path, help="Write the report to this file.")
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option(
            metavar="BASELINE.json", parser=parse_path, help="Save how it came out, unless a gate fails."
        ),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(
            metavar="BASELINE.json", parser=parse_path, help="Tell what got better and worse since."
        ),
    ] = None,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(metavar="LEVEL=F1", help="Fail if F1 is less: core=0.75. May be given for each level."),
    ] = None,
    fail_on_loss: Annotated[
        bool,
        typer.Option(
            "--fail-on-loss",
            help="Fail if F1 fell since the baseline: significantly (p < 0.05), or by more than 0.01.",
        ),
    ] = False,
    model: Model = DEFAULT_MODEL,
    trained: TrainedFolder = None,
    linker: Linker = LinkerSetting.FULL,
    verbose: Verbose = False,
) -> None:
    """Compare facts with gold facts: precision, recall and F1 of values, of core fields and of whole records.

    Exits with 1 if a gate fails (--fail-under, --fail-on-loss), 2 if the call itself is wrong.

    Example: factextract evaluate corpus --split gate --against corpus/baseline.json --fail-on-loss
    """
    if fail_on_loss and against is None:
        raise typer.BadParameter("needs --against, to know what was lost", param_hint="--fail-on-loss")

    from factextract.evaluation import compare, make_report, read_baseline, write_baseline
    from factextract.evaluation.gate import losses, parse_floor, under_floor

    set_up_logging(verbose=verbose)
    # All that can be wrong with the call is found before the articles are read.
    floors = dict(map(parse_floor, fail_under or ()))
    baseline = read_baseline(against) if against else None
    result = _evaluate(gold, split, predictions, model, trained, linker)
    for problem in result.problems:
        say(problem)
    comparison = compare(result, baseline) if baseline else None
    failures = list(under_floor(result.score, floors))
    if fail_on_loss and comparison:
        failures += losses(comparison)
    _write(make_report(result, comparison, failures), output_format, output, errors)
    for failure in failures:
        for line in f"gate failed: {failure}".splitlines():
            say(line)
    if failures:
        if save:
            say(f"{save} is left as it was")
        raise typer.Exit(1)
    if save:
        write_baseline(save, result)


def _evaluate(
    gold: Path,
    split: str | None,
    predictions: Path | None,
    model: str,
    trained: Path | None,
    linker: LinkerSetting,
) -> "Evaluation":
    from factextract.errors import UsageError
    from factextract.evaluation import evaluate_extractor, evaluate_records, read_gold
    from factextract.evaluation.splits import select
    from factextract.files import read_records
    from factextract.trained import load_trained

    for path in (gold, predictions):
        if path and not path.exists():
            raise UsageError(f"{path}: no such file or folder")
    articles = read_gold(gold)
    if split:
        articles = select(articles, gold, split)
    if predictions is None:
        return evaluate_extractor(articles, model, load_trained(trained, linker))
    return evaluate_records(articles, read_records(predictions))


def _write(report: "Report", output_format: Format, output: Path | None, errors: bool) -> None:
    """The report to a file, or to stdout."""
    from factextract.files import LinesFile

    if output is None:
        _print(report, output_format, errors)
        return
    with LinesFile(output) as file:
        file.write(_rendered(report, output_format, errors).removesuffix("\n").encode())


def _print(report: "Report", output_format: Format, errors: bool) -> None:
    if output_format is not Format.TEXT:
        typer.echo(_rendered(report, output_format, errors), nl=False)
        return
    from rich.console import Console
    from rich.text import Text

    from factextract.evaluation.report import as_text

    console = Console(highlight=False)
    for part in as_text(report, with_mistakes=errors):
        # Into a pipe, a sentence goes as one line.
        console.print(part, soft_wrap=isinstance(part, Text) and not console.is_terminal)


def _rendered(report: "Report", output_format: Format, errors: bool) -> str:
    if output_format is Format.HTML:
        from factextract.evaluation.html import as_html

        return as_html(report)
    if output_format is Format.JSON:
        import json

        from factextract.evaluation.report import as_json

        return json.dumps(as_json(report), indent=2, ensure_ascii=False) + "\n"
    import io

    from rich.console import Console
    from rich.text import Text

    from factextract.evaluation.report import as_text

    buffer = io.StringIO()
    console = Console(file=buffer, width=120, highlight=False)
    for part in as_text(report, with_mistakes=errors):
        console.print(part, soft_wrap=isinstance(part, Text))
    return buffer.getvalue()
