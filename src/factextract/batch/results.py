"""What became of an article."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from factextract.articles.article import Article
from factextract.batch.settings import Settings
from factextract.errors import ArticleError
from factextract.files import article_line
from factextract.records import Fact, to_json


@dataclass(frozen=True, slots=True)
class Failure:
    """Why something gave no facts: at which stage, where, and what went wrong."""

    stage: str
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


@dataclass(frozen=True, slots=True)
class Result:
    """One article of a unit: its facts as lines of JSON, or its failure. Of one that could not be read ``id`` is None."""

    id: str | None
    published: str | None = None
    words: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    facts: tuple[bytes, ...] = ()
    text: bytes | None = None
    """The article as a line of JSON, where that was asked for."""
    failure: Failure | None = None


def success(article: Article, found: list[Fact], settings: Settings) -> Result:
    """The result of an article that was read, with the facts asked for."""
    facts = [
        fact for fact in found if fact.kind in settings.kinds and fact.confidence >= settings.min_confidence
    ]
    return Result(
        id=article.id,
        published=article.published.isoformat() if article.published else None,
        words=len(article.text.split()),
        counts=Counter(fact.kind for fact in facts),
        facts=tuple(to_json(fact) for fact in facts),
        text=article_line(article) if settings.texts else None,
    )


def failed(error: ArticleError, id: str | None = None) -> Result:
    """The result of an article that gave none."""
    return Result(id=id, failure=failure_of(error))


def failure_of(error: ArticleError) -> Failure:
    """An error as what is kept of it."""
    return Failure(error.stage, error.path, error.reason)
