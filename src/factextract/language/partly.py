"""Components that are given only the stretches of an article that need them, and set the rest aside."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from factextract.language.first_pass import FirstPass, Stretch, parsed, recognised

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc


def pass_over(nlp: "Language") -> None:
    """Have a pipeline's parser and entity recogniser pass over what no fact can hang on.

    Only where they read words from the pipeline's ``tok2vec``: a transformer's are not kept with the article.
    """
    if "tok2vec" not in nlp.pipe_names:
        return
    first_pass = FirstPass(nlp.vocab)
    parser, recogniser = nlp.get_pipe("parser"), nlp.get_pipe("ner")
    replaced = {
        "parser": Partly(parser, first_pass.read, parsed, _set_heads),
        "ner": Partly(recogniser, first_pass.take, recognised, _set_entities),
    }
    nlp._components = [(name, replaced.get(name, component)) for name, component in nlp._components]


@dataclass(frozen=True, slots=True)
class Part:
    """The words of an article that a component is given; ``places`` tells where each stands in the ``whole``."""

    whole: "Doc"
    stretches: Sequence[Stretch]
    doc: "Doc"
    places: "NDArray[np.int64]"

    @classmethod
    def of(cls, doc: "Doc", stretches: Sequence[Stretch], needed: Sequence[bool]) -> "Part":
        """The stretches that are needed; each that follows on one left out begins a sentence."""
        import numpy as np
        from spacy.tokens import Doc

        kept = np.repeat(needed, [each.end - each.start for each in stretches])
        places = np.flatnonzero(kept)
        words, spaces, starts = (doc.to_array(["ORTH", "SPACY", "SENT_START"])[places]).T
        part = Doc(doc.vocab, words=words.tolist(), spaces=(spaces != 0).tolist())
        part.tensor = doc.tensor[places]
        starts[1:][np.diff(places) > 1] = 1
        part.from_array(["SENT_START"], starts)
        return cls(doc, stretches, part, places)


class Partly:
    """A component in place of another, to which it gives the stretches that are ``needed``.

    ``read`` finds an article's stretches, ``set_found`` sets in it what the other component found.
    """

    def __init__(
        self,
        component: Any,
        read: Callable[["Doc"], list[Stretch]],
        needed: Callable[[Sequence[Stretch]], list[bool]],
        set_found: Callable[["Part"], None],
    ) -> None:
        self.component = component
        self._read = read
        self._needed = needed
        self._set_found = set_found

    def __call__(self, doc: "Doc") -> "Doc":
        """Annotate one article."""
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable["Doc"], batch_size: int = 16) -> Iterator["Doc"]:
        """Annotate articles, so many at a time; one of which all is needed goes through as it is."""
        rest = iter(docs)
        while batch := list(islice(rest, batch_size)):
            parts = [self._part(doc) for doc in batch]
            given = [doc if part is None else part.doc for doc, part in zip(batch, parts, strict=True)]
            for _ in self.component.pipe(given, batch_size=batch_size):
                pass
            for part in parts:
                if part is not None:
                    self._set_found(part)
            yield from batch

    def _part(self, doc: "Doc") -> Part | None:
        stretches = self._read(doc)
        needed = self._needed(stretches)
        return None if all(needed) else Part.of(doc, stretches, needed)


def _set_heads(part: Part) -> None:
    """The relations of what was parsed; a stretch that was not is a sentence whose words all hang on the first."""
    import numpy as np

    whole, places, size = part.whole, part.places, len(part.whole)
    strings = whole.vocab.strings
    starts = np.array([each.start for each in part.stretches])
    heads = np.repeat(starts, np.diff(np.append(starts, size)))
    relations = np.full(size, strings.add("dep"), np.uint64)
    relations[starts] = strings.add("ROOT")
    if len(places):
        above, relations[places] = part.doc.to_array(["HEAD", "DEP"]).T
        heads[places] = places[np.arange(len(places)) + above.astype(np.int64)]
    found: Any = np.stack([(heads - np.arange(size)).astype(np.uint64), relations], axis=1)
    whole.from_array(["HEAD", "DEP"], found)


def _set_entities(part: Part) -> None:
    from spacy.tokens import Span

    places = part.places.tolist()
    part.whole.set_ents(
        [
            Span(part.whole, places[span.start], places[span.end - 1] + 1, label=span.label)
            for span in part.doc.ents
        ]
    )
