"""Articles to facts, in one function that reads top to bottom."""

import logging
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from factextract.articles.article import Article
from factextract.facts import build_facts
from factextract.language import DEFAULT_MODEL, load_pipeline
from factextract.mentions import find_mentions
from factextract.mentions.model import Mentions
from factextract.records import Fact

if TYPE_CHECKING:
    from spacy.tokens import Doc

_log = logging.getLogger(__name__)


class Extractor:
    """Reads facts with one spaCy pipeline, which is loaded on first use.

    ``model`` names any installed English spaCy pipeline that has a tagger, parser, lemmatizer and entity recogniser.
    """

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self.model = model

    def extract(self, article: Article) -> list[Fact]:
        """All facts of one article, in text order. Raises `ModelError` where the pipeline cannot be loaded."""
        return facts_of(load_pipeline(self.model)(article.text), article)

    def extract_many(
        self, articles: Iterable[Article], batch_size: int = 16
    ) -> Iterator[tuple[Article, list[Fact]]]:
        """Articles with their facts, in the order given; texts go through ``nlp.pipe`` in batches."""
        pairs = ((article.text, article) for article in articles)
        for doc, article in load_pipeline(self.model).pipe(pairs, as_tuples=True, batch_size=batch_size):
            yield article, facts_of(doc, article)

    def mentions(self, article: Article) -> Mentions:
        """The quantities, dates and names an article names, before any fact is made of them."""
        return find_mentions(load_pipeline(self.model)(article.text), article.title, article.published)


def facts_of(doc: "Doc", article: Article) -> list[Fact]:
    """The facts of a parsed article: find its mentions, then build facts from them."""
    if article.published is None:
        _log.warning("%s: no publication date, so relative dates stay unresolved", article.where)
    mentions = find_mentions(doc, article.title, article.published)
    return build_facts(doc, mentions, article)


def extract(
    text: str, *, published: date | str | None = None, title: str | None = None, model: str = DEFAULT_MODEL
) -> list[Fact]:
    """The facts of a text: ``extract("Exports rose 3 percent to $5bn in May.", published="2024-06-10")``.

    ``published`` is a date or an ISO date string, against which "last month" and the like are read. Raises ``ValueError``
    for a string that is no ISO date.
    """
    day = date.fromisoformat(published) if isinstance(published, str) else published
    return Extractor(model).extract(Article(id="text", text=text, title=title, published=day))
