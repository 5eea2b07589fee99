"""A spaCy parse as plain objects, made once: rules ask for heads and children far more often than there are words.

spaCy makes an object anew for each word at each look. These have the same attributes by the same names.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING
from unicodedata import category

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab


class Token:
    """One token, as spaCy's of that name."""

    __slots__ = (
        "before", "children", "dep_", "head", "i", "idx", "left_edge", "lemma_", "lower_", "pos_", "sent", "tag_", "text",
    )  # fmt: skip

    i: int
    idx: int
    text: str
    lower_: str
    lemma_: str
    tag_: str
    pos_: str
    dep_: str
    head: "Token"
    before: "Token | None"
    """The one that stands before it in the text."""
    children: "list[Token]"
    """Those whose head it is, in text order."""
    left_edge: "Token"
    """The first token of all that hang on it."""
    sent: "Span"

    def __repr__(self) -> str:
        return f"{self.text!r} ({self.i}, {self.tag_}, {self.dep_})"

    @property
    def lefts(self) -> "list[Token]":
        """The children that stand before it."""
        return [child for child in self.children if child.i < self.i]

    @property
    def rights(self) -> "list[Token]":
        """The children that stand after it."""
        return [child for child in self.children if child.i > self.i]

    def is_ancestor(self, other: "Token") -> bool:
        """Whether another token hangs on this one, at whatever depth."""
        while other.head is not other:
            other = other.head
            if other is self:
                return True
        return False


class Span(Sequence[Token]):
    """Tokens ``start:end`` of a parse."""

    __slots__ = ("_tokens", "end", "end_char", "start", "start_char")

    def __init__(self, tokens: Sequence[Token], start: int, end: int) -> None:
        self._tokens = tokens[start:end]
        self.start = start
        self.end = end
        self.start_char = self._tokens[0].idx
        self.end_char = self._tokens[-1].idx + len(self._tokens[-1].text)

    def __len__(self) -> int:
        return len(self._tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self._tokens)

    def __getitem__(self, place):  # type: ignore[no-untyped-def]
        return self._tokens[place]

    @property
    def root(self) -> Token:
        """The token that the others hang on; of several with a head outside the one nearest to the sentence's root."""
        for token in self._tokens:
            if token.head is token:
                return token
        outside = [token for token in self._tokens if not self.start <= token.head.i < self.end]
        return min(outside, key=_depth)


def _depth(token: Token) -> float:
    """How far from its sentence's root; marks and white space are farther than any word."""
    if not token.children and (token.text.isspace() or _is_mark(token.text)):
        return inf
    depth = 0
    while token.head is not token:
        token = token.head
        depth += 1
    return depth


@lru_cache(maxsize=1000)
def _is_mark(text: str) -> bool:
    return all(category(character).startswith("P") for character in text)


class Parse:
    """The tokens and sentences of a parsed article."""

    def __init__(self, doc: "Doc") -> None:
        self.tokens: list[Token] = _tokens(doc)
        self._offsets = [token.idx for token in self.tokens]
        starts = [*(sentence.start for sentence in doc.sents), len(self.tokens)]
        self.sents = [Span(self.tokens, start, end) for start, end in pairwise(starts)]
        for sentence in self.sents:
            for token in sentence:
                token.sent = sentence

    def __len__(self) -> int:
        return len(self.tokens)

    def __getitem__(self, place: int) -> Token:
        return self.tokens[place]

    def covering(self, start: int, end: int) -> Span:
        """The tokens that cover characters ``start:end``, widened to whole tokens."""
        first = max(0, bisect_right(self._offsets, start) - 1)
        return Span(self.tokens, first, max(first + 1, bisect_left(self._offsets, end)))

    def within(self, start: int, end: int) -> list[Token]:
        """The tokens that lie in characters ``start:end`` as a whole."""
        first = bisect_left(self._offsets, start)
        inside = self.tokens[first : bisect_left(self._offsets, end)]
        return inside[:-1] if inside and inside[-1].idx + len(inside[-1].text) > end else inside


_ATTRIBUTES = ("ORTH", "LOWER", "LEMMA", "TAG", "POS", "DEP", "HEAD", "LENGTH", "SPACY")


def _tokens(doc: "Doc") -> list[Token]:
    written = _written(doc.vocab)
    rows = doc.to_array(list(_ATTRIBUTES))
    heads = rows[:, _ATTRIBUTES.index("HEAD")].astype("int64").tolist()
    tokens = [Token() for _ in heads]
    offset, before = 0, None
    for i, (token, (orth, lower, lemma, tag, pos, dep, _, length, space)) in enumerate(
        zip(tokens, rows.tolist(), strict=True)
    ):
        token.i, token.idx = i, offset
        token.text, token.lower_, token.lemma_ = written(orth), written(lower), written(lemma)
        token.tag_, token.pos_, token.dep_ = written(tag), written(pos), written(dep)
        token.head = tokens[i + heads[i]]
        token.children = []
        token.left_edge = token
        token.before, before = before, token
        offset += length + space
    for token in tokens:
        if token.head is not token:
            token.head.children.append(token)
    for token in tokens:
        above = token
        # Trees are shallow, and what stands farther left has been there first.
        while above.head is not above and token.i < above.head.left_edge.i:
            above = above.head
            above.left_edge = token
    return tokens


@lru_cache(maxsize=4)
def _written(vocab: "Vocab"):  # type: ignore[no-untyped-def]
    """What spaCy's numbers for strings stand for, by a table that is quicker to ask than its own."""
    strings = vocab.strings
    return lru_cache(maxsize=200_000)(lambda number: strings[number])
