"""JSON and JSON Lines.

An article is an object with "text" and, if known, "id", "title", "published", "source" and "url".
Other keys are passed over, so a gold file, which has "facts" too, is an article like any other. The text is
taken as it stands, but for its line ends.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from factextract.articles.encoding import normalise_line_ends
from factextract.articles.parts import Parts
from factextract.articles.published import parse_published
from factextract.articles.raw import read_lines, read_text, shown
from factextract.errors import ArticleError

_TYPE_NAMES = {
    dict: "an object",
    list: "a list",
    str: "a text",
    int: "a number",
    float: "a number",
    bool: "true or false",
}


def read_json_file(path: Path) -> Iterator[Parts | ArticleError]:
    """The one article of a .json file, or the many of a list, where a wrong one is an error in its place."""
    where = shown(path)
    try:
        content = orjson.loads(read_text(path))
    except orjson.JSONDecodeError as error:
        raise ArticleError(where, f"line {error.lineno}: broken JSON: {_problem(error)}") from error
    if not isinstance(content, list):
        yield _article(content, where, at="")
        return
    if not content:
        raise ArticleError(where, "a list of no articles")
    for index, item in enumerate(content):
        yield _article_or_error(item, where, at=f"item {index}: ", place=str(index))


def read_jsonl_file(path: Path) -> Iterator[Parts | ArticleError]:
    """The articles of a .jsonl file, one line at a time; a bad line is an error in its place."""
    where = shown(path)
    empty = True
    for number, line in read_lines(path):
        if isinstance(line, ArticleError):
            yield line
        elif not line.strip():
            continue
        else:
            yield read_jsonl_line(line, number, where)
        empty = False
    if empty:
        raise ArticleError(where, "empty file")


def read_jsonl_line(line: str, number: int, where: str) -> Parts | ArticleError:
    """The article of one line of a .jsonl file."""
    try:
        content = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return ArticleError(where, f"line {number}: broken JSON: {_problem(error)}")
    return _article_or_error(content, where, at=f"line {number}: ", place=str(number))


def _article_or_error(content: Any, where: str, at: str, place: str) -> Parts | ArticleError:
    try:
        return _article(content, where, at, place)
    except ArticleError as error:
        return error


def _article(content: Any, where: str, at: str, place: str | None = None) -> Parts:
    """An article from its object. ``at`` begins each message: the line or item that is wrong."""
    if not isinstance(content, dict):
        raise ArticleError(
            where, f'{at}not an article: {_type(content)} where an object with "text" should be'
        )
    text = content.get("text")
    if text is None:
        raise ArticleError(where, f'{at}no "text"')
    if not isinstance(text, str):
        raise ArticleError(where, f'{at}"text" is {_type(text)}, not a text')
    return Parts(
        text=normalise_line_ends(text),
        id=_id(content, where, at),
        title=_string(content, "title", where, at),
        published=_published(content, where, at),
        source=_string(content, "source", where, at),
        url=_string(content, "url", where, at),
        place=place,
    )


def _id(content: dict[str, Any], where: str, at: str) -> str | None:
    """The given id; a whole number is one too, as many collections count their articles."""
    value = content.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _string(content, "id", where, at)


def _string(content: dict[str, Any], key: str, where: str, at: str) -> str | None:
    value = content.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ArticleError(where, f'{at}"{key}" is {_type(value)}, not a text')
    return value if value.strip() else None


def _published(content: dict[str, Any], where: str, at: str) -> date | None:
    value = _string(content, "published", where, at)
    if value is None:
        return None
    try:
        return parse_published(value)
    except ValueError as error:
        raise ArticleError(where, f'{at}"published": {error}') from error


def _type(value: object) -> str:
    return _TYPE_NAMES.get(type(value), "null")


def _problem(error: orjson.JSONDecodeError) -> str:
    return f"{error.msg} (column {error.colno})"
