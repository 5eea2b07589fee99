"""`factextract train`: fit what decides among candidates on gold: the features' weights, and the linker's encoder."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factextract.cli.options import Model, Verbose, parse_path
from factextract.cli.terminal import say, set_up_logging
from factextract.language import DEFAULT_MODEL

if TYPE_CHECKING:
    from factextract.training import Fitted, Settings
    from factextract.training.encoder.plan import Plan
    from factextract.training.parsed import Parsed


def train(
    gold: Annotated[
        list[Path],
        typer.Argument(metavar="GOLD", parser=parse_path, help="Gold files, or folders of them."),
    ],
    out: Annotated[
        Path,
        typer.Option(
            metavar="FOLDER", parser=parse_path, help="Where weights.json and the linker's folder go."
        ),
    ],
    weights_only: Annotated[
        bool, typer.Option("--weights-only", help="Fit the features' weights alone, without the encoder.")
    ] = False,
    base: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            parser=parse_path,
            help="The pretrained BERT encoder to begin with; MiniLM where none is named.",
        ),
    ] = None,
    layers: Annotated[
        int | None, typer.Option(min=1, help="Take so many of the base's layers, spread evenly.")
    ] = None,
    epochs: Annotated[
        int, typer.Option(min=1, help="How often the encoder reads all articles, at most.")
    ] = 4,
    hold_out: Annotated[
        float,
        typer.Option(
            min=0.0, max=0.9, metavar="SHARE", help="The share of articles to hold out, at least one."
        ),
    ] = 0.1,
    rounds: Annotated[int, typer.Option(min=1, help="How often the features' weights are fitted.")] = 4,
    folds: Annotated[
        int,
        typer.Option(min=0, help="Cross-validate the weights over so many parts of the articles; 0 for not."),
    ] = 0,
    seed: Annotated[int, typer.Option(help="What decides all that is drawn at random.")] = 0,
    model: Model = DEFAULT_MODEL,
    verbose: Verbose = False,
) -> None:
    """Fit on gold articles what decides among candidates: the weights of features, then the linker's encoder.

    Of a corpus with splits its tune part alone is read, so that the gate stays unseen.

    The encoder needs torch: install factextract with its extra `train`.

    Example: factextract train corpus --out model
    """
    from rich.console import Console

    from factextract.errors import UsageError
    from factextract.facts import linear
    from factextract.trained import LINKER, WEIGHTS
    from factextract.training import Settings, fit_parsed, write_weights
    from factextract.training.encoder.plan import Plan
    from factextract.training.gold import articles_to_fit_on
    from factextract.training.parsed import parse
    from factextract.training.report import as_table, report_on
    from factextract.training.rounds import read_all

    set_up_logging(verbose=verbose, progress=True)
    # All that can be wrong with the call is found before the articles are read.
    begin = None if weights_only else _base(base)
    if weights_only and (out / LINKER).exists():
        raise UsageError(f"{out / LINKER} goes with other weights: name a folder without one")
    articles = list(parse([article for path in gold for article in articles_to_fit_on(path)], model))
    settings = Settings(seed=seed)
    before = read_all(articles, linear.weights())
    fitted = fit_parsed(articles, rounds, settings)
    Console().print(as_table(report_on(before, fitted.examples, settings, folds)))
    if begin is not None:
        plan = Plan(epochs=epochs, hold_out=hold_out, seed=seed, layers=layers)
        _train_encoder(articles, fitted, settings, begin, plan, out / LINKER)
    # Last, as the encoder that is there is one for the weights that are there.
    write_weights(fitted.weights, out / WEIGHTS)
    say(f"{out}: written")


def _base(given: Path | None) -> Path:
    """The encoder to begin with, where all that its training needs is installed."""
    from factextract.training.encoder.base import base_folder, check_installed

    check_installed()
    return base_folder(given)


def _train_encoder(
    articles: "list[Parsed]", fitted: "Fitted", settings: "Settings", base: Path, plan: "Plan", folder: Path
) -> None:
    """The encoder, on articles read with weights that were fitted without them."""
    from rich.console import Console

    from factextract.training.encoder.examples import questioned
    from factextract.training.encoder.fitting import fit_encoder
    from factextract.training.encoder.report import as_table, curve_table
    from factextract.training.rounds import read_cross_fitted

    questions = read_cross_fitted(articles, fitted.examples, settings, questioned)
    outcome = fit_encoder(questions, base, plan, folder)
    Console().print(curve_table(outcome))
    Console().print(as_table(outcome))
