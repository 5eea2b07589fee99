"""Articles to facts, in one function that reads top to bottom."""

import logging
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from factextract.articles.article import Article
from factextract.facts import build_facts, linear
from factextract.facts.linear import Judge
from factextract.language import DEFAULT_MODEL, load_pipeline
from factextract.mentions import find_mentions
from factextract.mentions.model import Mentions
from factextract.parse import Parse
from factextract.records import Fact
from factextract.trained import Trained, load_trained

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from factextract.linker import Linker

_log = logging.getLogger(__name__)


class Extractor:
    """Reads facts with one spaCy pipeline, which is loaded on first use.

    ``model`` names any installed English spaCy pipeline that has a tagger, parser, lemmatizer and entity recogniser;
    ``trained`` is what `load_trained` gives: ``load_trained(linker="fast")`` leaves the encoder out, a folder that
    `factextract train` wrote is used in place of what comes with the package.
    """

    def __init__(self, model: str = DEFAULT_MODEL, trained: Trained | None = None) -> None:
        self.model = model
        self.trained = trained

    def extract(self, article: Article) -> list[Fact]:
        """All facts of one article, in text order. Raises `ModelError` where the pipeline cannot be loaded."""
        return facts_of(load_pipeline(self.model)(article.text), article, self.trained)

    def extract_many(
        self, articles: Iterable[Article], batch_size: int = 16
    ) -> Iterator[tuple[Article, list[Fact]]]:
        """Articles with their facts, in the order given; texts go through ``nlp.pipe`` in batches."""
        pairs = ((article.text, article) for article in articles)
        for doc, article in load_pipeline(self.model).pipe(pairs, as_tuples=True, batch_size=batch_size):
            yield article, facts_of(doc, article, self.trained)

    def mentions(self, article: Article) -> Mentions:
        """The quantities, dates and names an article names, before any fact is made of them."""
        return find_mentions(load_pipeline(self.model)(article.text), article.title, article.published)


def facts_of(doc: "Doc", article: Article, trained: Trained | None = None) -> list[Fact]:
    """The facts of a parsed article: find its mentions, then build facts from them."""
    if article.published is None:
        _log.warning("%s: no publication date, so relative dates stay unresolved", article.where)
    decides = trained or load_trained()
    parse = Parse(doc)
    mentions = find_mentions(doc, article.title, article.published, parse)
    with linear.using(decides.tables):
        if decides.linker is None:
            return build_facts(parse, mentions, article)
        with decides.linker.one_thread():
            return build_facts(parse, mentions, article, _judge(decides.linker, mentions, article))


def _judge(linker: "Linker", mentions: Mentions, article: Article) -> Judge:
    from factextract.linker import ArticleJudge
    from factextract.linker.marks import marks_of

    marks = marks_of(mentions, article.published)
    return ArticleJudge(linker, article.text, article.title, marks)


def extract(
    text: str, *, published: date | str | None = None, title: str | None = None, model: str = DEFAULT_MODEL
) -> list[Fact]:
    """The facts of a text: ``extract("Exports rose 3 percent to $5bn in May.", published="2024-06-10")``.

    ``published`` is a date or an ISO date string, against which "last month" and the like are read. Raises ``ValueError``
    for a string that is no ISO date.
    """
    day = date.fromisoformat(published) if isinstance(published, str) else published
    return Extractor(model).extract(Article(id="text", text=text, title=title, published=day))
