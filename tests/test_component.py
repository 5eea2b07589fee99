"""factextract in a spaCy pipeline."""

from datetime import date
from typing import Any

import pytest

from factextract import extract
from factextract.errors import ModelError
from factextract.language import DEFAULT_MODEL

TEXT = "Norland's exports rose 3 percent to $5 billion last month."


@pytest.fixture(scope="module")
def nlp() -> Any:
    import spacy

    pipeline = spacy.load(DEFAULT_MODEL)
    pipeline.add_pipe("factextract")
    return pipeline


def test_sets_the_facts_of_a_doc(nlp: Any) -> None:
    facts = nlp(TEXT)._.facts
    assert [fact.evidence.text for fact in facts] == ["3 percent", "$5 billion"]


@pytest.mark.parametrize("published", ["2025-02-03", date(2025, 2, 3)])
def test_reads_what_is_known_of_the_article(nlp: Any, published: Any) -> None:
    doc = nlp.make_doc(TEXT)
    doc.user_data["factextract"] = {"published": published, "id": "norland", "source": "The Post"}
    first = nlp(doc)._.facts[0]
    assert first.article.id == "norland"
    assert first.article.source == "The Post"
    assert str(first.period.start) == "2025-01-01"


def test_gives_what_the_library_gives(nlp: Any) -> None:
    doc = nlp.make_doc(TEXT)
    doc.user_data["factextract"] = {"published": "2025-02-03"}
    assert nlp(doc)._.facts == extract(TEXT, published="2025-02-03")


def test_works_on_a_stream(nlp: Any) -> None:
    assert [len(doc._.facts) for doc in nlp.pipe([TEXT, "", TEXT])] == [2, 0, 2]


def test_docs_keep_their_facts_apart(nlp: Any) -> None:
    one, other = nlp(TEXT), nlp("Nothing to count here.")
    assert len(one._.facts) == 2
    assert other._.facts == []


def test_tells_what_it_needs_and_sets(nlp: Any) -> None:
    analysis = nlp.analyze_pipes()
    assert analysis["summary"]["factextract"]["assigns"] == ["doc._.facts"]
    assert analysis["problems"]["factextract"] == []


def test_survives_being_saved_and_loaded(nlp: Any, tmp_path: Any) -> None:
    import spacy

    nlp.to_disk(tmp_path)
    assert len(spacy.load(tmp_path)(TEXT)._.facts) == 2


def dated(nlp: Any, count: int) -> list[Any]:
    docs = [nlp.make_doc(TEXT) for _ in range(count)]
    for number, doc in enumerate(docs):
        doc.user_data["factextract"] = {"published": date(2025, 2, 3), "id": str(number)}
    return docs


def test_facts_come_back_from_other_processes(nlp: Any) -> None:
    found = [doc._.facts for doc in nlp.pipe(dated(nlp, 3), n_process=2, batch_size=1)]
    assert found == [doc._.facts for doc in nlp.pipe(dated(nlp, 3))]


def test_facts_are_kept_with_their_docs(nlp: Any) -> None:
    from spacy.tokens import Doc, DocBin

    (doc,) = nlp.pipe(dated(nlp, 1))
    assert Doc(nlp.vocab).from_bytes(doc.to_bytes())._.facts == doc._.facts
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (read,) = DocBin(store_user_data=True).from_bytes(stored).get_docs(nlp.vocab)
    assert list(read._.facts) == doc._.facts
    assert read.user_data["factextract"]["published"] == date(2025, 2, 3)


def test_a_pipeline_that_does_not_parse_is_told_what_it_lacks() -> None:
    import spacy

    blank = spacy.blank("en")
    blank.add_pipe("factextract")
    with pytest.raises(ModelError, match="needs a tagger and a parser before it"):
        blank(TEXT)
