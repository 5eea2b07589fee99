"""Files and folders to articles, whatever their format."""

import stat
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from factextract.articles.article import Article
from factextract.articles.html import read_html_file
from factextract.articles.jsonfile import read_json_file, read_jsonl_file, read_jsonl_line
from factextract.articles.parts import Parts
from factextract.articles.published import date_in_name
from factextract.articles.raw import shown, why
from factextract.articles.text import read_text_file
from factextract.articles.walk import walk
from factextract.errors import ArticleError


def _one(read: Callable[[Path], Parts]) -> Callable[[Path], Iterator[Parts | ArticleError]]:
    def read_one(path: Path) -> Iterator[Parts | ArticleError]:
        yield read(path)

    return read_one


_READERS: dict[str, Callable[[Path], Iterator[Parts | ArticleError]]] = {
    ".txt": _one(read_text_file),
    ".md": _one(lambda path: read_text_file(path, markdown=True)),
    ".html": _one(read_html_file),
    ".htm": _one(read_html_file),
    ".json": read_json_file,
    ".jsonl": read_jsonl_file,
}

#: The kinds of file that are read; each may have ".gz" after it, and capitals do not matter.
SUFFIXES = tuple(_READERS)


def read_articles(
    paths: Iterable[Path], *, published: date | None = None
) -> Iterator[Article | ArticleError]:
    """The articles of files and folders, in order; what gives none is an `ArticleError` in its place.

    A folder gives every file below it that has one of `SUFFIXES`, sorted by its path; a file named directly
    must have one. ``published`` is the date of articles for which no other is known. An id that has been
    used in this run is an error for the later article.
    """
    used: dict[str, str] = {}
    for path in paths:
        for file, root in files_of(Path(path)):
            if isinstance(file, ArticleError):
                yield file
                continue
            for item, at in _read(file, root, published):
                yield _first_of_its_id(item, at, shown(file), used) if isinstance(item, Article) else item


def read_file(
    path: Path, root: Path | None = None, published: date | None = None
) -> Iterator[Article | ArticleError]:
    """The article or articles of one file.

    An article's id is the one its file gives, else the file's path below ``root`` (its name, if it is below
    none), with "#" and the line or item in files of many. Its date is the one stated, else an ISO date in
    the name of a file of one article, else ``published``, else None.
    """
    for item, _ in _read(path, root, published):
        yield item


def read_line(
    path: Path, line: str, number: int, root: Path | None = None, published: date | None = None
) -> Article | ArticleError:
    """The article of one line of a .jsonl file, as `read_file` gives it."""
    parts = read_jsonl_line(line, number, shown(path))
    if isinstance(parts, ArticleError):
        return parts
    return _article(parts, _at(path, parts), path, root, published)


def _read(
    path: Path, root: Path | None, published: date | None
) -> Iterator[tuple[Article | ArticleError, str]]:
    """The articles of one file, each with what a message says of where it stands in it: "line 3: "."""
    reader = _READERS.get(suffix_of(path))
    if reader is None:
        yield unread_kind(path), ""
        return
    try:
        for item in reader(path):
            if isinstance(item, ArticleError):
                yield item, ""
            else:
                at = _at(path, item)
                yield _article(item, at, path, root, published), at
    except ArticleError as error:
        yield error, ""


def _first_of_its_id(article: Article, at: str, where: str, used: dict[str, str]) -> Article | ArticleError:
    """The article, or an error where its id has been ``used``, which keeps the file that used each."""
    if article.id in used:
        return ArticleError(where, f"{at}the id {article.id!r} is already used by {used[article.id]}")
    used[article.id] = where
    return article


def files_of(path: Path) -> Iterator[tuple[Path | ArticleError, Path | None]]:
    """The files a path stands for, with the folder their ids count from."""
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError) as error:
        yield ArticleError(shown(path), why(error)), None
        return
    if not is_folder:
        yield path, None
        return
    for found in walk(path):
        if isinstance(found, ArticleError) or suffix_of(found) in _READERS:
            yield found, path


def _article(
    parts: Parts, at: str, path: Path, root: Path | None, published: date | None
) -> Article | ArticleError:
    if not parts.text.strip():
        return ArticleError(shown(path), f"{at}no text")
    in_name = date_in_name(path.name) if parts.place is None else None
    return Article(
        id=parts.id or path_id(path, root, parts.place),
        text=parts.text,
        title=parts.title,
        published=parts.published or in_name or published,
        source=parts.source,
        url=parts.url,
        origin=shown(path) if parts.place is None else f"{shown(path)}: {at.removesuffix(': ')}",
    )


def path_id(path: Path, root: Path | None, place: str | None = None) -> str:
    """The id of an article that has none of its own: its path below ``root``, and its place in a file of many."""
    name = shown(path.relative_to(root) if root and path.is_relative_to(root) else Path(path.name))
    return name if place is None else f"{name}#{place}"


def _at(path: Path, parts: Parts) -> str:
    """What begins a message about one of many: "line 3: "."""
    if parts.place is None:
        return ""
    return f"{'line' if suffix_of(path) == '.jsonl' else 'item'} {parts.place}: "


def suffix_of(path: Path) -> str:
    """The suffix that tells the format, in lower case, looking through ".gz"."""
    name = path.name.lower().removesuffix(".gz")
    return Path(name).suffix


def unread_kind(path: Path) -> ArticleError:
    """What is said of a file that is named and has none of `SUFFIXES`."""
    kind = suffix_of(path) or "no suffix"
    read = f"{', '.join(SUFFIXES)}, each also with .gz"
    return ArticleError(shown(path), f"a kind of file that is not read ({kind}); read are {read}")
