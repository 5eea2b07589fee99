"""A parse as plain objects says what spaCy's own says."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from factextract.articles import Article, read_articles
from factextract.language import load_pipeline
from factextract.parse import Parse

if TYPE_CHECKING:
    from spacy.tokens import Doc

CORPUS = Path(__file__).parent.parent / "corpus" / "articles"


@pytest.fixture(scope="module")
def docs() -> "list[Doc]":
    """Parsed articles of the corpus."""
    return [load_pipeline()(item.text) for item in read_articles([CORPUS]) if isinstance(item, Article)]


@pytest.fixture(scope="module")
def pairs(docs: "list[Doc]") -> "list[tuple[Doc, Parse]]":
    """Each with its parse."""
    return [(doc, Parse(doc)) for doc in docs]


def test_tokens_are_spacys(pairs: "list[tuple[Doc, Parse]]") -> None:
    for doc, parse in pairs:
        assert len(doc) == len(parse)
        for theirs, ours in zip(doc, parse.tokens, strict=True):
            for name in ("i", "idx", "text", "lower_", "lemma_", "tag_", "pos_", "dep_"):
                assert getattr(ours, name) == getattr(theirs, name)
            assert ours.head.i == theirs.head.i
            assert ours.left_edge.i == theirs.left_edge.i
            for name in ("children", "lefts", "rights"):
                assert [child.i for child in getattr(ours, name)] == [
                    child.i for child in getattr(theirs, name)
                ]
            assert ours.sent.start == theirs.sent.start
            assert (ours.before.i if ours.before else -1) == theirs.i - 1


def test_spans_are_spacys(pairs: "list[tuple[Doc, Parse]]") -> None:
    for doc, parse in pairs:
        for theirs, ours in zip(doc.sents, parse.sents, strict=True):
            assert (ours.start, ours.end, ours.root.i) == (theirs.start, theirs.end, theirs.root.i)
            assert (ours.start_char, ours.end_char) == (theirs.start_char, theirs.end_char)
        for start, end in stretches(doc.text):
            theirs = doc.char_span(start, end, alignment_mode="expand")
            ours = parse.covering(start, end)
            assert (ours.start, ours.end, ours.root.i) == (theirs.start, theirs.end, theirs.root.i)
            within = doc.char_span(start, end, alignment_mode="contract")
            assert [token.i for token in parse.within(start, end)] == [token.i for token in within or ()]


def stretches(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of stretches of some lengths, some within words; mentions neither begin nor end with white space."""
    for start in range(0, len(text) - 60, 37):
        for size in (1, 5, 23, 60):
            if not text[start].isspace() and not text[start + size - 1].isspace():
                yield start, start + size


def test_ancestors_are_spacys(pairs: "list[tuple[Doc, Parse]]") -> None:
    doc, parse = pairs[0]
    for one in range(0, 200, 3):
        for other in range(0, 200, 7):
            assert parse[one].is_ancestor(parse[other]) == doc[one].is_ancestor(doc[other])
