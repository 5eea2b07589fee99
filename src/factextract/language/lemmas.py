"""The rule lemmatizer's results, kept: an English lemma hangs on the word, its part of speech and its morphology.

spaCy keeps the lemmas of inflected words alone, and looks at each other word's morphology anew.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc

_KEPT = 200_000
"""How many words are kept, some 30 MB; then they are learned anew."""


def is_known(lemmatizer: Any) -> bool:
    """Whether a component is spaCy's English lemmatizer by rules."""
    return type(lemmatizer).__name__ == "EnglishLemmatizer" and lemmatizer.mode == "rule"


class Lemmas:
    """A component in place of spaCy's lemmatizer, which it asks about what it has not met yet."""

    def __init__(self, lemmatizer: Any) -> None:
        self._lemmatizer = lemmatizer
        self._known: dict[tuple[int, int, int], int] = {}

    def __call__(self, doc: "Doc") -> "Doc":
        """Set the lemmas of an article's words that have none, or all where the lemmatizer is to overwrite them."""
        import numpy as np

        rows = doc.to_array(["ORTH", "POS", "MORPH", "LEMMA"]).tolist()
        known, overwrite = self._known, self._lemmatizer.overwrite
        lemmas = []
        for place, (orth, pos, morph, lemma) in enumerate(rows):
            if lemma == 0 or overwrite:
                key = (orth, pos, morph)
                lemma = known.get(key) or self._learn(doc, place, key)
            lemmas.append(lemma)
        numbers: Any = np.array(lemmas, np.uint64)
        if lemmas:
            doc.from_array(["LEMMA"], numbers)
        return doc

    def pipe(self, docs: Iterable["Doc"], batch_size: int = 16) -> Iterator["Doc"]:
        """Articles one after the other."""
        return map(self, docs)

    def _learn(self, doc: "Doc", place: int, key: tuple[int, int, int]) -> int:
        if len(self._known) >= _KEPT:
            self._known.clear()
        lemma: int = doc.vocab.strings.add(self._lemmatizer.lemmatize(doc[place])[0])
        self._known[key] = lemma
        return lemma
