"""`factextract show`: an article on the terminal with its facts in place."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factextract.cli.options import Linker, Model, Published, TrainedFolder, Verbose, parse_path
from factextract.cli.terminal import say, set_up_logging
from factextract.language import DEFAULT_MODEL
from factextract.linker.setting import LinkerSetting

if TYPE_CHECKING:
    from factextract.articles import Article
    from factextract.records import Fact

SVG_WIDTH = 80


def show(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", parser=parse_path, help="An article, or a file or folder of several."),
    ],
    width: Annotated[int | None, typer.Option(min=40, help="Columns; else as the terminal has.")] = None,
    svg: Annotated[
        Path | None, typer.Option(help="Write a picture of the first article to this file instead.")
    ] = None,
    model: Model = DEFAULT_MODEL,
    trained: TrainedFolder = None,
    linker: Linker = LinkerSetting.FULL,
    published: Published = None,
    verbose: Verbose = False,
) -> None:
    """Show an article with its facts highlighted by kind, and a list of them below.

    Example: factextract show corpus/articles/vietnam-rice-prices.txt
    """
    from factextract.articles import read_articles
    from factextract.errors import ArticleError
    from factextract.running import extract_each
    from factextract.trained import load_trained

    set_up_logging(verbose=verbose)
    failed = False
    articles = read_articles([file], published=published)
    for result in extract_each(articles, model, load_trained(trained, linker)):
        if isinstance(result, ArticleError):
            failed = True
            say(str(result))
        elif svg:
            _write_svg(svg, *result, width or SVG_WIDTH, f"factextract show {file.name}")
            break
        else:
            _print(*result, width)
    if failed:
        raise typer.Exit(1)


def _print(article: "Article", facts: "list[Fact]", width: int | None) -> None:
    from rich.console import Console

    from factextract.show import render

    Console(width=width).print(render(article, facts))


def _write_svg(path: Path, article: "Article", facts: "list[Fact]", width: int, title: str) -> None:
    from factextract.errors import OutputError
    from factextract.files import reason_of
    from factextract.show import export_svg

    try:
        path.write_text(export_svg(article, facts, width, title), encoding="utf-8")
    except OSError as error:
        raise OutputError(str(path), reason_of(error)) from error
