"""Sentences as they are shown."""

import pytest

from factextract.evaluation.sentences import passage_around

TEXT = (
    "Sales rose 3.5 percent on Jan. 5, said Mr. Dale of the U.S. Steel Guild. “It was 42 tons.” Then came 7 more!\n"
    "A new line had 8\n\nand a new paragraph 9"
)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("3.5 percent", "Sales rose 3.5 percent on Jan. 5, said Mr. Dale of the U.S. Steel Guild."),
        ("Guild", "Sales rose 3.5 percent on Jan. 5, said Mr. Dale of the U.S. Steel Guild."),
        ("42 tons", "“It was 42 tons.”"),
        ("7 more", "Then came 7 more!"),
        ("8", "A new line had 8"),
        ("paragraph 9", "and a new paragraph 9"),
    ],
)
def test_sentence_around(words: str, sentence: str) -> None:
    start = TEXT.index(words)
    found = passage_around(TEXT, start, start + len(words))
    assert found.text == sentence
    assert TEXT[found.start : found.end] == sentence


def test_evidence_over_two_sentences_has_both() -> None:
    start, end = TEXT.index("42"), TEXT.index("more") + 4
    assert passage_around(TEXT, start, end).text == "“It was 42 tons.” Then came 7 more!"
