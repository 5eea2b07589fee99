"""factextract as a spaCy component: ``nlp.add_pipe("factextract")`` sets ``doc._.facts``."""

from collections.abc import Callable
from datetime import date
from typing import Any

from pydantic import BaseModel
from spacy.language import Language
from spacy.tokens import Doc
from srsly.msgpack import msgpack_decoders, msgpack_encoders  # type: ignore[import-untyped]

from factextract.articles.article import Article
from factextract.errors import ModelError
from factextract.extractor import facts_of
from factextract.linker.setting import LinkerSetting
from factextract.records import FACT_TYPES, from_json, to_json
from factextract.trained import load_trained

_FACT = "factextract.fact"
_DAY = "factextract.day"
_LAYERS = {"a tagger": "TAG", "a parser": "DEP"}


class FactextractComponent:
    """Reads a parsed `Doc` and sets ``doc._.facts``.

    The publication date, title and id are read from ``doc.user_data["factextract"]``, a dict with any of
    ``published`` (an ISO date or a date), ``title``, ``id`` and ``source``.
    """

    def __init__(self, linker: LinkerSetting = LinkerSetting.FULL) -> None:
        self._linker = linker
        if not Doc.has_extension("facts"):
            Doc.set_extension("facts", default=None)

    def __call__(self, doc: Doc) -> Doc:
        """Set the facts of ``doc``. Raises `ModelError` where no tagger and parser have been at it."""
        missing = [name for name, layer in _LAYERS.items() if not doc.has_annotation(layer)]
        if missing:
            raise ModelError(f"factextract needs {' and '.join(missing)} before it in the pipeline")
        about: dict[str, Any] = doc.user_data.get("factextract", {})
        published = about.get("published")
        article = Article(
            id=str(about.get("id", "text")),
            text=doc.text,
            title=about.get("title"),
            published=date.fromisoformat(published) if isinstance(published, str) else published,
            source=about.get("source"),
        )
        doc._.facts = facts_of(doc, article, load_trained(linker=self._linker))
        return doc


def _pack(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """Facts, and days of publication, as what spaCy can write: `Doc.to_bytes`, `DocBin`, ``nlp.pipe(n_process=2)``."""
    if isinstance(value, BaseModel) and type(value) in FACT_TYPES.values():
        return {_FACT: to_json(value)}  # type: ignore[arg-type]
    if type(value) is date:
        return {_DAY: value.isoformat()}
    return chain(value) if chain else value


def _unpack(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """The way back of `_pack`."""
    if _FACT in value:
        return from_json(value[_FACT])
    if _DAY in value:
        return date.fromisoformat(value[_DAY])
    return chain(value) if chain else value


msgpack_encoders.register("factextract", func=_pack)
msgpack_decoders.register("factextract", func=_unpack)


@Language.factory(
    "factextract",
    default_config={"linker": LinkerSetting.FULL.value},
    requires=["token.tag", "token.dep", "doc.ents"],
    assigns=["doc._.facts"],
)
def create_component(nlp: Language, name: str, linker: str) -> FactextractComponent:
    """The factory spaCy finds by entry point; ``linker`` is "full" or "fast"."""
    return FactextractComponent(LinkerSetting(linker))
