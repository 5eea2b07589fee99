"""The entity recogniser's choices for all sentences of a batch side by side, in numpy.

spaCy decides word by word, article by article. Its rules keep entities within sentences, and a choice looks at nothing
but the word, the first word of the entity it may go on with, and the word before: so every sentence can be decided by
itself, and all of a batch at once, a word of each at a time. The scores are the same sums in the same order, and so are
the entities, which the tests compare; spaCy's loop takes twice as long for them as the network does, for taking and
giving back the interpreter's lock at every look at a word.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.tokens import Doc

    Floats = NDArray[np.float32]
    Numbers = NDArray[np.int64]

_CONTEXT = 3
"""What a choice looks at: the word, the first word of an entity that is open, the word before if one is."""


def is_known(recogniser: Any) -> bool:
    """Whether a component is the entity recogniser that this module knows: greedy, of three context words, with maxout."""
    if type(recogniser).__name__ != "EntityRecognizer":
        return False
    model = recogniser.model
    return (
        model.name == "parser_model"
        and bool(model.attrs.get("has_upper"))
        and not model.attrs.get("unseen_classes")
        and recogniser.cfg.get("beam_width") == 1
        and len(model.layers) == _CONTEXT
        and model.layers[1].get_dim("nF") == _CONTEXT
        and model.layers[1].get_dim("nP") >= 2
    )


class Entities:
    """A component in place of spaCy's entity recogniser, whose model it uses."""

    def __init__(self, recogniser: Any) -> None:
        self._embed, self._lower, self._upper = recogniser.model.layers
        names = [recogniser.moves.get_class_name(number) for number in range(recogniser.moves.n_moves)]
        self._actions = _Actions.of(names)

    def __call__(self, doc: "Doc") -> "Doc":
        """Set the entities of one article."""
        self._recognise([doc])
        return doc

    def pipe(self, docs: Iterable["Doc"], batch_size: int = 16) -> Iterator["Doc"]:
        """Set the entities of articles, so many at a time."""
        rest = iter(docs)
        while batch := list(islice(rest, batch_size)):
            self._recognise(batch)
            yield from batch

    def _recognise(self, docs: Sequence["Doc"]) -> None:
        words = [doc for doc in docs if len(doc)]
        if not words:
            return
        import numpy as np

        scores = self._lower.predict(self._embed.predict(words))
        spaces = np.concatenate([doc.to_array("IS_SPACE") == 1 for doc in words])
        starts = np.concatenate([_sentence_starts(doc) for doc in words])
        found = self._decide(scores, spaces, np.flatnonzero(starts))
        offset = 0
        for doc in words:
            _set(doc, found[offset : offset + len(doc)], self._actions)
            offset += len(doc)

    def _decide(self, scores: "Floats", spaces: "NDArray[np.bool_]", starts: "Numbers") -> "Numbers":
        """The action at each word. ``scores`` has a row for "no word" before those of the words."""
        import numpy as np

        actions = self._actions
        bias, weights, upper_bias = (
            self._lower.get_param("b"), self._upper.get_param("W"), self._upper.get_param("b"),
        )  # fmt: skip
        lengths = np.diff(np.append(starts, len(spaces)))
        longest_first = np.argsort(-lengths, kind="stable")
        starts, lengths = starts[longest_first], lengths[longest_first]
        chosen = np.zeros(len(spaces), np.int64)
        # The entity that is open in each sentence: its first word, -1 for none, and the actions that may go on with it.
        first, kind = np.full(len(starts), -1), np.zeros(len(starts), np.int64)
        for step in range(int(lengths[0])):
            on = int(np.searchsorted(-lengths, -step))  # sentences that have a word at this step
            word, open_word = starts[:on] + step, first[:on]
            is_open = open_word >= 0
            hidden = scores[word + 1, 0]
            hidden = hidden + scores[open_word + 1, 1]
            hidden += scores[np.where(is_open, word, 0), 2]
            hidden += bias
            rated = self._lower.ops.gemm(hidden.max(axis=-1), weights, trans2=True)
            rated += upper_bias
            last = lengths[:on] == step + 1
            rated[~actions.valid(is_open, kind[:on], last, spaces[word])] = -np.inf
            action = rated.argmax(axis=1)
            chosen[word] = action
            begun = actions.begins[action]
            first[:on] = np.where(begun, word, np.where(actions.ends[action], -1, open_word))
            kind[:on] = np.where(begun, actions.kinds[action], kind[:on])
        return chosen


@dataclass(frozen=True, slots=True)
class _Actions:
    """The actions by number: which of them begin, go on with, end or are an entity, and of which kind (0 for none)."""

    labels: Sequence[str]
    kinds: "Numbers"
    begins: "NDArray[np.bool_]"
    inside: "NDArray[np.bool_]"
    lasts: "NDArray[np.bool_]"
    units: "NDArray[np.bool_]"
    outs: "NDArray[np.bool_]"

    @classmethod
    def of(cls, names: Sequence[str]) -> "_Actions":
        """From spaCy's names: "B-ORG", "I-ORG", "L-ORG", "U-ORG", "O"."""
        import numpy as np

        labels = ["", *dict.fromkeys(name[2:] for name in names if name[2:])]
        kinds = np.array([labels.index(name[2:]) for name in names])

        def of_move(move: str) -> "NDArray[np.bool_]":
            return np.array([name[:1] == move and (move == "O" or bool(name[2:])) for name in names])

        return cls(labels, kinds, *map(of_move, "BILUO"))

    @property
    def ends(self) -> "NDArray[np.bool_]":
        """The actions after which no entity is open."""
        return self.lasts | self.units | self.outs

    def valid(
        self,
        is_open: "NDArray[np.bool_]",
        kind: "Numbers",
        last: "NDArray[np.bool_]",
        space: "NDArray[np.bool_]",
    ) -> "NDArray[np.bool_]":
        """Which actions a word allows, a row a word.

        An entity goes on as what it was begun, and ends with its sentence; white space begins none.
        """
        same = self.kinds == kind[:, None]
        closed = ~is_open[:, None]
        allowed: NDArray[np.bool_] = (
            (closed & self.outs)
            | (closed & ~space[:, None] & self.units)
            | (closed & ~(space | last)[:, None] & self.begins)
            | (~closed & same & self.lasts)
            | (~closed & same & ~last[:, None] & self.inside)
        )
        return allowed


def _sentence_starts(doc: "Doc") -> "NDArray[np.bool_]":
    starts: NDArray[np.bool_] = doc.to_array("SENT_START") == 1
    starts[0] = True
    return starts


def _set(doc: "Doc", actions: "Numbers", known: _Actions) -> None:
    from spacy.tokens import Span

    spans, first = [], 0
    for place in (~known.outs[actions]).nonzero()[0].tolist():
        action = actions[place]
        if known.begins[action]:
            first = place
        elif known.units[action]:
            spans.append(Span(doc, place, place + 1, label=known.labels[known.kinds[action]]))
        elif known.lasts[action]:
            spans.append(Span(doc, first, place + 1, label=known.labels[known.kinds[action]]))
    doc.set_ents(spans)
