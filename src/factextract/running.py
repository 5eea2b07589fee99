"""Many articles, one after the other: what fails in one is reported, and the rest goes on."""

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from factextract.articles.article import Article
from factextract.errors import ArticleError, ExtractionError
from factextract.extractor import facts_of
from factextract.language import DEFAULT_MODEL, MAX_CHARACTERS, load_pipeline
from factextract.mentions import find_mentions
from factextract.mentions.model import Mentions
from factextract.records import Fact
from factextract.trained import Trained

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

BATCH = 16
"""How many articles go through the pipeline at a time."""

BATCH_CHARACTERS = 100_000
"""How many characters do, but for one article that is longer by itself: a parse takes 4 kB a character."""

Found = TypeVar("Found")

_log = logging.getLogger(__name__)


def extract_each(
    articles: Iterable[Article | ArticleError], model: str = DEFAULT_MODEL, trained: Trained | None = None
) -> Iterator[tuple[Article, list[Fact]] | ArticleError]:
    """Each article with its facts, in order. Errors among the articles pass through; a failure is one more.

    Raises `ModelError` where the pipeline cannot be loaded, which happens when the first article comes.
    """
    return _each(articles, lambda doc, article: facts_of(doc, article, trained), model)


def mentions_each(
    articles: Iterable[Article | ArticleError], model: str = DEFAULT_MODEL
) -> Iterator[tuple[Article, Mentions] | ArticleError]:
    """Each article with its mentions; all else is as for `extract_each`."""
    return _each(articles, lambda doc, article: find_mentions(doc, article.title, article.published), model)


def _each(
    articles: Iterable[Article | ArticleError], find: "Callable[[Doc, Article], Found]", model: str
) -> Iterator[tuple[Article, Found] | ArticleError]:
    items = map(_of_readable_length, articles)
    for batch in _batches(items):
        docs = iter(_parse([item for item in batch if isinstance(item, Article)], model))
        for item in batch:
            yield _find(item, next(docs), find) if isinstance(item, Article) else item


def _batches(items: Iterable[Article | ArticleError]) -> Iterator[list[Article | ArticleError]]:
    """The items a few at a time, fewer where they are long: what memory is needed stays the same."""
    batch: list[Article | ArticleError] = []
    characters = 0
    for item in items:
        batch.append(item)
        characters += len(item.text) if isinstance(item, Article) else 0
        if len(batch) == BATCH or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _of_readable_length(item: Article | ArticleError) -> Article | ArticleError:
    if isinstance(item, Article) and len(item.text) > MAX_CHARACTERS:
        return ExtractionError(item.where, f"{len(item.text):,} characters, more than {MAX_CHARACTERS:,}")
    return item


def _parse(articles: list[Article], model: str) -> "list[Doc | ArticleError]":
    """The articles' texts through the pipeline, together where that works and else one by one."""
    if not articles:
        return []
    nlp = load_pipeline(model)
    try:
        return list(nlp.pipe([article.text for article in articles], batch_size=BATCH))
    except Exception:  # noqa: BLE001 - whatever one text does to the pipeline, the others are not to suffer for it
        _log.debug("a batch failed; its articles are read one by one", exc_info=True)
        return [_parse_alone(article, nlp) for article in articles]


def _parse_alone(article: Article, nlp: "Language") -> "Doc | ArticleError":
    try:
        return nlp(article.text)
    except Exception as error:  # noqa: BLE001 - reported as this article's failure; the rest goes on
        return _failure(article, error)


def _find(
    article: Article, doc: "Doc | ArticleError", find: "Callable[[Doc, Article], Found]"
) -> tuple[Article, Found] | ArticleError:
    if isinstance(doc, ArticleError):
        return doc
    try:
        return article, find(doc, article)
    except Exception as error:  # noqa: BLE001 - reported as this article's failure; the rest goes on
        return _failure(article, error)


def _failure(article: Article, error: Exception) -> ArticleError:
    _log.debug("%s: extraction failed", article.where, exc_info=error)
    return ExtractionError(article.where, f"extraction failed: {type(error).__name__}: {error}")
