"""factextract as a spaCy component: ``nlp.add_pipe("factextract")`` sets ``doc._.facts``."""

from datetime import date
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from factextract.articles.article import Article
from factextract.extractor import facts_of


class FactextractComponent:
    """Reads a parsed `Doc` and sets ``doc._.facts``.

    The publication date, title and id are read from ``doc.user_data["factextract"]``, a dict with any of
    ``published`` (an ISO date or a date), ``title``, ``id`` and ``source``.
    """

    def __init__(self) -> None:
        if not Doc.has_extension("facts"):
            Doc.set_extension("facts", default=None)

    def __call__(self, doc: Doc) -> Doc:
        """Set the facts of ``doc``."""
        about: dict[str, Any] = doc.user_data.get("factextract", {})
        published = about.get("published")
        article = Article(
            id=str(about.get("id", "text")),
            text=doc.text,
            title=about.get("title"),
            published=date.fromisoformat(published) if isinstance(published, str) else published,
            source=about.get("source"),
        )
        doc._.facts = facts_of(doc, article)
        return doc


@Language.factory("factextract", requires=["token.tag", "token.dep", "doc.ents"], assigns=["doc._.facts"])
def create_component(nlp: Language, name: str) -> FactextractComponent:
    """The factory spaCy finds by entry point."""
    return FactextractComponent()
