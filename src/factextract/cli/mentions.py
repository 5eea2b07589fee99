"""`factextract mentions`: what articles name, before any fact is made of it."""

import dataclasses
from typing import TYPE_CHECKING, Any

import typer

from factextract.cli.options import Model, Paths, Published, Verbose
from factextract.cli.terminal import say, set_up_logging
from factextract.language import DEFAULT_MODEL

if TYPE_CHECKING:
    from factextract.articles import Article
    from factextract.mentions.model import Mentions


def mentions(
    paths: Paths, model: Model = DEFAULT_MODEL, published: Published = None, verbose: Verbose = False
) -> None:
    """Print the quantities, dates and names of each article with their offsets, as JSON Lines.

    Example: factextract mentions corpus/articles
    """
    from factextract.articles import read_articles
    from factextract.errors import ArticleError
    from factextract.running import mentions_each

    set_up_logging(verbose=verbose)
    failed = False
    for result in mentions_each(read_articles(paths, published=published), model):
        if isinstance(result, ArticleError):
            failed = True
            say(str(result))
        else:
            typer.echo(_line(*result))
    if failed:
        raise typer.Exit(1)


def _line(article: "Article", found: "Mentions") -> bytes:
    """An article's mentions as one line of JSON."""
    from factextract.records import json_line

    lists = {
        kind: [_shown(article.text, mention) for mention in getattr(found, kind)]
        for kind in ("quantities", "dates", "names")
    }
    return json_line({"id": article.id, **lists})


def _shown(text: str, mention: Any) -> dict[str, Any]:
    """A mention with its own words first."""
    return {"text": text[mention.start : mention.end], **dataclasses.asdict(mention)}
