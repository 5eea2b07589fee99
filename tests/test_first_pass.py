"""The first pass: which sentences are parsed and searched for names, and that the article stays as it is."""

from pathlib import Path

import pytest

from factextract.articles import Article, read_articles
from factextract.extractor import extract
from factextract.language import load_pipeline
from factextract.language.first_pass import FirstPass, parsed, recognised, tells
from factextract.mentions.dates import find_dates
from factextract.mentions.quantities import find_quantities

CORPUS = Path(__file__).parent.parent / "corpus"

PASSED = "Dealers were pleased with the weather."
TOLD = "Exports rose 3 percent in Chile."


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Articles of the corpus."""
    articles = [item for item in read_articles([CORPUS]) if isinstance(item, Article)]
    return [article.text for article in articles[:60]]


def stretches_of(text: str) -> list[str]:
    nlp = load_pipeline()
    doc = nlp.make_doc(text)
    return [doc[each.start : each.end].text for each in FirstPass(nlp.vocab).read(doc)]


def chosen(text: str) -> tuple[list[bool], list[bool]]:
    """Which stretches of a text are parsed, and which are searched for names."""
    nlp = load_pipeline()
    stretches = FirstPass(nlp.vocab).read(nlp.make_doc(text))
    return parsed(stretches), recognised(stretches)


@pytest.mark.parametrize(
    "word",
    [
        "3", "$", "½", "%", "five", "twenty-five", "two-thirds", "half", "quarter", "tenfold", "doubled", "bn",
        "May", "Monday", "Sept.", "Christmas", "summer", "year", "mid-year", "yesterday", "daily", "nineties",
    ],
)  # fmt: skip
def test_words_that_tell(word: str) -> None:
    assert tells(word)


@pytest.mark.parametrize("word", ["ships", "may", "march", "sun", "Peru", "new", "The", ".", "-", "\n\n"])
def test_words_that_do_not(word: str) -> None:
    assert not tells(word)


def test_texts_are_cut_where_a_sentence_surely_ends() -> None:
    assert stretches_of(
        "Ships came home. They were late. “Better late.” Nobody cared.\n\nno stop\n\nAn end"
    ) == [
        "Ships came home.",
        "They were late.",
        "“Better late.”",
        "Nobody cared.\n\n",
        "no stop\n\n",
        "An end",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "He met Mr. Smith of Acme Co. Ltd. in the U.S. Then he left",
        "Capt. Hale sailed",
        'He said "they sail. They come back" and left',
        "It sails (in time. Or so they say) to Peru",
        "He knew No. One from J. P. Hale",
        "Will it sail? Who knows",
    ],
)
def test_other_stops_do_not_cut(text: str) -> None:
    assert stretches_of(text) == [text]


def test_nothing_to_read_is_cut_into_nothing() -> None:
    assert stretches_of("") == []
    assert load_pipeline()("").text == ""


def test_what_tells_nothing_is_passed_over() -> None:
    assert chosen(f"{PASSED} {TOLD} {PASSED}") == ([False, True, False], [False, True, False])


def test_a_sentence_is_parsed_for_a_pronoun_after_it() -> None:
    assert chosen(f"Harrow makes ships. It sold 3 of them. {PASSED}")[0] == [True, True, False]
    assert chosen("Harrow makes ships. It is old. Exports rose 3 percent.")[0] == [False, False, True]


def test_names_are_sought_where_they_are_told_again() -> None:
    text = "Harrow was pleased. Delmar was not. Exports rose 3 percent, said Delmar again. Nobody cared."
    assert chosen(text)[1] == [False, True, True, False]


def test_a_capital_of_a_sentence_is_a_name_unless_common_or_written_small_elsewhere() -> None:
    assert chosen("Prices fell 3 percent. The prices of 4 ships rose.")[1] == [False, False]
    assert chosen("Prices fell 3 percent. The rest of 4 ships rose.")[1] == [True, False]


def test_what_is_passed_over_is_one_flat_sentence_without_names() -> None:
    doc = load_pipeline()(f"{PASSED} {TOLD} Lima was pleased.")
    passed, told, last = doc.sents
    assert [passed.text, told.text, last.text] == [PASSED, TOLD, "Lima was pleased."]
    for flat in (passed, last):
        assert all(token.head == flat[0] for token in flat)
        assert flat[0].dep_ == "ROOT"
        assert not flat.ents
    assert [token.tag_ for token in passed][:2] == ["NNS", "VBD"]
    assert told.root.text == "rose"
    assert "Chile" in [entity.text for entity in told.ents]


def test_a_kept_sentence_is_parsed_as_it_is_among_others() -> None:
    nlp, everything = load_pipeline(), load_pipeline(first_pass=False)
    text = f"{PASSED} {TOLD} {PASSED} Imports fell by 4 tonnes to 9 in Brazil. {PASSED}"
    for sentence, whole in zip(nlp(text).sents, everything(text).sents, strict=True):
        assert sentence.text == whole.text
        if sentence.text != PASSED:
            assert [(t.head.i, t.dep_, t.lemma_) for t in sentence] == [
                (t.head.i, t.dep_, t.lemma_) for t in whole
            ]
            assert [(e.text, e.label_) for e in sentence.ents] == [(e.text, e.label_) for e in whole.ents]


def test_where_nothing_is_passed_over_all_is_as_without() -> None:
    nlp, everything = load_pipeline(), load_pipeline(first_pass=False)
    text = "Exports of Peru rose 3 percent.\n\nIn May Chile bought 5 ships. They cost $4 million in Lima."
    assert nlp(text).to_bytes() == everything(text).to_bytes()


def test_the_words_stay_where_they_are(texts: list[str]) -> None:
    nlp = load_pipeline()
    for text, doc in zip(texts, nlp.pipe(texts), strict=True):
        assert doc.text == text
        assert [token.idx for token in doc] == [token.idx for token in nlp.make_doc(text)]
        for sentence in doc.sents:
            assert all(sentence.start <= token.head.i < sentence.end for token in sentence)
        assert doc.user_data == {}


def test_no_figure_or_day_is_passed_over(texts: list[str]) -> None:
    nlp = load_pipeline(first_pass=False)
    first_pass = FirstPass(nlp.vocab)
    for doc in nlp.pipe(texts):
        passed = [doc[each.start : each.end] for each in first_pass.read(doc) if not each.tells]
        dates = [date for date in find_dates(doc.text, None) if not date.vague]
        for found in [*find_quantities(doc), *dates]:
            assert not any(span.start_char <= found.start < span.end_char for span in passed)


def test_evidence_after_what_is_passed_over_stands_in_the_text() -> None:
    text = f"{PASSED}\n\n{PASSED} {TOLD}"
    (fact,) = extract(text, published="2024-06-10")
    assert text[fact.evidence.start : fact.evidence.end] == fact.evidence.text
    assert fact.evidence.start > 2 * len(PASSED)
