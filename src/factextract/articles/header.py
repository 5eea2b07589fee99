"""What stands above a text article's body: front matter, header lines, a dated line, a heading."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from factextract.articles.published import iso_day, parse_published
from factextract.errors import ArticleError

_LONGEST_LINE = 2000

_FRONT_MATTER = re.compile(
    r"---[^\S\n]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_HEADER_LINE = re.compile(r"\s*(?P<key>title|date|published|source|url)\s*:(?P<value>.*)", re.IGNORECASE)
_MARKED_HEADER_LINE = re.compile(
    r"\s*(?P<mark>\*\*|__|\*|_)(?P<key>title|date|published|source|url)\s*"
    r"(?::(?P=mark)|(?P=mark)\s*:)(?P<value>.*)",
    re.IGNORECASE,
)
_DATED_LINE = re.compile(r"\s*date\s+(?P<date>\d{4}-\d{2}-\d{2})(?:\s+(?P<title>.*))?", re.IGNORECASE)
_HEADING = re.compile(r" {0,3}#\s+(?P<title>.*?)(?:\s+#+)?\s*")
_UNDERLINE = re.compile(r" {0,3}=+\s*")

_FIELD_OF = {
    "id": "id",
    "title": "title",
    "headline": "title",
    "published": "published",
    "date": "published",
    "source": "source",
    "publisher": "source",
    "url": "url",
    "link": "url",
}


@dataclass(slots=True)
class Header:
    """What the top of a file states of its article; the first line to state a field is believed."""

    id: str | None = None
    title: str | None = None
    published: date | None = None
    source: str | None = None
    url: str | None = None

    def state(self, field: str, value: str, where: str) -> None:
        """Takes one stated field; ArticleError where it is a date and wrong."""
        value = value.strip()
        if not value or getattr(self, field) is not None:
            return
        setattr(self, field, _published(value, where) if field == "published" else value)


def split_header(text: str, where: str, *, markdown: bool = False) -> tuple[Header, str]:
    """The header a text begins with, and the body after it. ``text`` has its line ends normalised."""
    header = Header()
    body = _read_front_matter(text, header, where)
    lines = _Lines(body)
    if not _read_dated_line(lines, header, where):
        _read_header_lines(lines, header, where, markdown=markdown)
        if markdown and _read_heading(lines, header):
            _read_header_lines(lines, header, where, markdown=markdown)
    return header, body[lines.position :]


class _Lines:
    """A text read line by line from the top; ``position`` is where the lines taken so far end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0

    def ahead(self) -> Iterator[tuple[str, int]]:
        """The lines to come that are not blank, each with the position after it; none after a long one."""
        start = self.position
        while start < len(self.text):
            end = self.text.find("\n", start)
            after = len(self.text) if end < 0 else end + 1
            line = self.text[start:after].rstrip("\n")
            if len(line) > _LONGEST_LINE:
                return
            if line.strip():
                yield line, after
            start = after

    def next(self) -> tuple[str, int]:
        """The next line that is not blank, and the position after it."""
        return next(self.ahead(), ("", self.position))


def _read_front_matter(text: str, header: Header, where: str) -> str:
    """Takes YAML between two lines of "---" at the very top, and gives what follows it.

    What is no mapping there is text: a rule in Markdown looks the same.
    """
    match = _FRONT_MATTER.match(text)
    if match is None:
        return text
    stated = _yaml(match["yaml"], where)
    if not isinstance(stated, dict):
        return text
    # "published" is believed before "date", wherever it stands.
    for name in _FIELD_OF:
        for key, value in stated.items():
            if str(key).lower() == name and value is not None:
                if not isinstance(value, str):
                    raise ArticleError(where, f"front matter: {key} is not a text")
                header.state(_FIELD_OF[name], value, where)
    return text[match.end() :]


def _yaml(source: str, where: str) -> Any:
    """YAML by the safe loader, with every scalar as the text it is written as: dates are read elsewhere."""
    import yaml

    class Loader(yaml.SafeLoader):
        """The safe loader, without its resolvers of dates and numbers."""

        yaml_implicit_resolvers = {  # noqa: RUF012 - the base class declares it so
            first: [
                (tag, pattern)
                for tag, pattern in resolvers
                if tag in ("tag:yaml.org,2002:null", "tag:yaml.org,2002:merge")
            ]
            for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

    try:
        return yaml.load(source, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 2}: " if error.problem_mark else ""
        raise ArticleError(where, f"front matter: {line}{error.problem}") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise ArticleError(where, f"front matter is no YAML: {type(error).__name__}") from error


def _read_dated_line(lines: _Lines, header: Header, where: str) -> bool:
    """A first line such as " date 2025-05-27 Resumption of trains": its date, and its title."""
    line, after = lines.next()
    match = _DATED_LINE.fullmatch(line)
    if match is None:
        return False
    try:
        published = iso_day(match["date"])
    except ValueError as error:
        raise ArticleError(where, f"first line: {error}") from error
    header.published = header.published or published
    header.state("title", match["title"] or "", where)
    lines.position = after
    return True


def _read_header_lines(lines: _Lines, header: Header, where: str, *, markdown: bool) -> None:
    """Lines "Title: …", "Date: …", "Published: …", "Source: …", "URL: …", each once.

    In Markdown they may be marked: "**Date:** …".
    """
    seen: set[str] = set()
    while True:
        line, after = lines.next()
        match = _HEADER_LINE.fullmatch(line) or (_MARKED_HEADER_LINE.fullmatch(line) if markdown else None)
        if match is None or (key := match["key"].lower()) in seen:
            return
        seen.add(key)
        header.state(_FIELD_OF[key], match["value"], where)
        lines.position = after


def _read_heading(lines: _Lines, header: Header) -> bool:
    """A Markdown heading of the first level at the top: "# Title", or "Title" over a line of "="."""
    ahead = lines.ahead()
    line, after = next(ahead, ("", lines.position))
    under, after_under = next(ahead, ("", after))
    if (match := _HEADING.fullmatch(line)) is not None:
        title = match["title"]
    elif _UNDERLINE.fullmatch(under) and "\n\n" not in lines.text[after:after_under]:
        title, after = line, after_under
    else:
        return False
    header.title = header.title or title.strip() or None
    lines.position = after
    return True


def _published(value: str, where: str) -> date:
    try:
        return parse_published(value)
    except ValueError as error:
        raise ArticleError(where, f"published: {error}") from error
