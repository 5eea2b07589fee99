"""``python -m factextract.training``: fit the weights on gold, and say how well they choose."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factextract.cli.options import Model
from factextract.cli.terminal import say, set_up_logging
from factextract.errors import FactextractError
from factextract.language import DEFAULT_MODEL

if TYPE_CHECKING:
    from factextract.evaluation import GoldArticle

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def training(
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD", help="Gold files, or folders of them.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the weights go.")],
    rounds: Annotated[int, typer.Option(min=1, help="How often to read and fit.")] = 4,
    folds: Annotated[
        int, typer.Option(min=0, help="Cross-validate over so many parts of the articles; 0 for not.")
    ] = 0,
    seed: Annotated[int, typer.Option(help="Which order examples and articles are shuffled in.")] = 0,
    model: Model = DEFAULT_MODEL,
) -> None:
    """Fit the weights that choose among candidates on gold articles.

    Of a corpus with splits its tune part alone is read, so that the gate stays unseen.

    Example: python -m factextract.training corpus/gold --out weights.json --folds 4
    """
    from rich.console import Console

    from factextract.facts import linear
    from factextract.training import Settings, fit_parsed, write_weights
    from factextract.training.parsed import parse
    from factextract.training.report import as_table, report_on
    from factextract.training.rounds import read_all

    set_up_logging(verbose=True)
    articles = list(parse([article for path in gold for article in _to_fit_on(path)], model))
    settings = Settings(seed=seed)
    before = read_all(articles, linear.weights())
    fitted = fit_parsed(articles, rounds, settings)
    Console().print(as_table(report_on(before, fitted.examples, settings, folds)))
    write_weights(fitted.weights, out)


def _to_fit_on(path: Path) -> "list[GoldArticle]":
    from factextract.evaluation import read_gold
    from factextract.evaluation.splits import FILE, TUNE, select

    articles = read_gold(path)
    return select(articles, path, TUNE) if (path / FILE).is_file() else articles


def main() -> None:
    """Run the command. What is wrong with a path or a file is told in a line, without a traceback."""
    try:
        app(prog_name="python -m factextract.training")
    except FactextractError as error:
        say(f"factextract.training: {error}")
        sys.exit(1)


if __name__ == "__main__":
    main()
