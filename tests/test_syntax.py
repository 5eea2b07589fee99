"""Questions to the parse, on sentences longer than Python's stack is deep."""

import sys

import pytest

import factextract
from factextract.mentions.hedges import is_future
from factextract.parse import Parse
from factextract.syntax import subject_of

DEEP = 2 * sys.getrecursionlimit()


def joined_verbs(auxiliary: str) -> Parse:
    """ "Exports will rise fall rise fall …": each verb is joined to the one before it."""
    import spacy
    from spacy.tokens import Doc

    verbs = ["rise", "fall"] * (DEEP // 2)
    doc = Doc(
        spacy.blank("en").vocab,
        words=["Exports", auxiliary, *verbs],
        pos=["NOUN", "AUX", *["VERB"] * DEEP],
        tags=["NNS", "MD", *["VB"] * DEEP],
        deps=["nsubj", "aux", "ROOT", *["conj"] * (DEEP - 1)],
        heads=[2, 2, 2, *range(2, DEEP + 1)],
    )
    return Parse(doc)


def test_the_last_of_many_joined_verbs_has_the_subject_of_the_first() -> None:
    parse = joined_verbs("will")
    assert subject_of(parse[len(parse) - 1]) == parse[0]


@pytest.mark.parametrize(("auxiliary", "future"), [("will", True), ("did", False)])
def test_the_last_of_many_joined_verbs_has_the_time_of_the_first(auxiliary: str, future: bool) -> None:
    parse = joined_verbs(auxiliary)
    assert is_future(parse[len(parse) - 1]) is future


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(" ".join(["China"] * 1500), id="one country"),
        pytest.param(" ".join(["Britain Harrow"] * 750), id="countries and names"),
        pytest.param("It " + " and ".join(["rose", "fell"] * 600) + " by 3 percent.", id="verbs"),
    ],
)
def test_a_sentence_of_one_sort_of_word_is_read(text: str) -> None:
    for fact in factextract.extract(text):
        assert text[fact.evidence.start : fact.evidence.end] == fact.evidence.text
