"""Short ways to read in tests: one file to its article, or to its error."""

from pathlib import Path

from factextract.articles import Article, read_articles, read_file
from factextract.errors import ArticleError


def one(path: Path) -> Article:
    """The one article of a file."""
    (item,) = read_file(path)
    assert isinstance(item, Article), item
    return item


def failure(path: Path) -> ArticleError:
    """The one error of a path."""
    (item,) = read_articles([path])
    assert isinstance(item, ArticleError), item
    assert str(path) in str(item)
    return item


def written(path: Path, content: str | bytes) -> Path:
    """A file with this content; text as UTF-8 with its line ends as they are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
