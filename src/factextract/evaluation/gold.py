"""Gold articles: a file, or a folder of JSON files, each an article with the facts it states."""

import json
import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from factextract.articles.article import Article
from factextract.errors import GoldError
from factextract.evaluation.statement import Statement, from_gold
from factextract.files import reason_of
from factextract.kinds import KINDS

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article and the facts it is held to state."""

    article: Article
    facts: tuple[Statement, ...]


def read_gold(path: Path) -> list[GoldArticle]:
    """The gold articles of a file, or of a folder's JSON files in order of name.

    JSON without ``facts`` is passed over. Raises `GoldError`, which names the file and what is wrong in it.
    """
    if not path.exists():
        raise GoldError(str(path), "no such file or folder")
    articles = list(_read_folder(path) if path.is_dir() else _read_file(path))
    if not articles:
        raise GoldError(str(path), "no gold article in it (a JSON object with `text` and `facts`)")
    times = Counter(entry.article.id for entry in articles)
    if repeated := [article for article, number in times.items() if number > 1]:
        raise GoldError(str(path), f"more than one article has the id {repeated[0]!r}")
    return articles


def _read_folder(folder: Path) -> Iterator[GoldArticle]:
    for path in sorted(folder.glob("*.json")):
        yield from _read_file(path)


def _read_file(path: Path) -> Iterator[GoldArticle]:
    content = _parse(path)
    if isinstance(content, dict) and "facts" in content:
        yield _gold_article(path, content)
    else:
        _log.info("%s: not gold, passed over", path)


def _parse(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except OSError as error:
        raise GoldError(str(path), reason_of(error)) from error
    except ValueError as error:
        raise GoldError(str(path), f"not JSON: {error}") from error


def _gold_article(path: Path, content: Mapping[str, Any]) -> GoldArticle:
    text = content.get("text")
    if not isinstance(text, str) or not isinstance(content["facts"], list):
        raise GoldError(str(path), "a gold article needs `text`, a string, and `facts`, a list")
    published = content.get("published")
    try:
        day = date.fromisoformat(published) if published else None
    except (TypeError, ValueError) as error:
        raise GoldError(str(path), f"`published` is no ISO date: {published!r}") from error
    article = Article(
        id=str(content.get("id") or path.stem),
        text=text,
        title=content.get("title"),
        published=day,
        source=content.get("source"),
        url=content.get("url"),
    )
    facts = tuple(_gold_fact(path, text, number, fact) for number, fact in enumerate(content["facts"], 1))
    return GoldArticle(article, facts)


def _gold_fact(path: Path, text: str, number: int, fact: Any) -> Statement:
    """One fact of a gold article, its offsets checked against the text."""
    where = f"fact {number}"
    try:
        statement = from_gold(fact)
    except KeyError as error:
        raise GoldError(str(path), f"{where} has no {error.args[0]!r}") from error
    except (AttributeError, TypeError, ValueError, ArithmeticError) as error:
        raise GoldError(str(path), f"{where} is no gold fact: {error}") from error
    if statement.kind not in KINDS:
        raise GoldError(str(path), f"{where} is of no kind we know: {statement.kind!r}")
    if text[statement.start : statement.end] != statement.evidence:
        span = f"{statement.start}..{statement.end}"
        raise GoldError(str(path), f"{where}: {statement.evidence!r} does not stand at {span}")
    return statement
