"""The linker's run time on a tiny model: windows, scores, files that are not what they were."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factextract.errors import ModelError
from factextract.linker import ArticleJudge, Linker
from factextract.linker.heads import FARTHEST, Places, distance_class, gelu
from factextract.linker.marks import Mark
from factextract.linker.pieces import LONGEST, Pieces
from tests.linker.model import write_linker

for package in ("onnx", "onnxruntime", "tokenizers"):
    pytest.importorskip(package)

TEXT = "Exports of China to Vietnam rose to 5 billion in 2023."
CHINA, VIETNAM, VALUE = (11, 16), (20, 27), (36, 45)
MARKS = [Mark(*CHINA, "name GPE"), Mark(*VIETNAM, "name GPE"), Mark(*VALUE, "value money")]
RATES = [-0.7, -0.7, -3.0]


@pytest.fixture(scope="module")
def linker(tmp_path_factory: pytest.TempPathFactory) -> Linker:
    return Linker(write_linker(tmp_path_factory.mktemp("linker")))


def judge(linker: Linker, text: str = TEXT, title: str | None = None) -> ArticleJudge:
    return ArticleJudge(linker, text, title, MARKS)


def candidates() -> list[Places]:
    return [Places("none"), Places("other", [CHINA]), Places("other", [VIETNAM])]


def test_a_candidate_is_scored_by_where_it_stands(linker: Linker) -> None:
    nobody, china, vietnam = judge(linker).point("subject", VALUE, candidates(), RATES)
    assert len({round(score, 4) for score in (nobody, china, vietnam)}) == 3


def test_two_mentions_have_the_sum_of_their_powers(linker: Linker) -> None:
    told = judge(linker)
    _, china, vietnam = told.point("subject", VALUE, candidates(), [0.0, 0.0, 0.0])
    _, both = told.point("subject", VALUE, [Places("none"), Places("other", [CHINA, VIETNAM])], [0.0, 0.0])
    assert both == pytest.approx(np.logaddexp(china, vietnam), abs=1e-4)


def test_what_features_say_is_added(linker: Linker) -> None:
    told = judge(linker)
    plain = told.point("period", VALUE, candidates(), [0.0, 0.0, 0.0])
    weighed = told.point("period", VALUE, candidates(), RATES)
    assert weighed == pytest.approx(np.add(plain, RATES), abs=1e-5)
    assert told.label("role", VALUE, [0.0] * 4) != told.label("role", CHINA, [0.0] * 4)


def test_a_task_that_is_not_fitted_is_left_to_the_features(linker: Linker) -> None:
    assert judge(linker).label("status", VALUE, [-1.0, -0.5]) == [-1.0, -0.5]


def test_a_mention_outside_the_window_has_the_score_of_the_absent(linker: Linker) -> None:
    text = TEXT + " rose" * 1200 + " in China."
    far = (len(text) - 6, len(text) - 1)
    assert text[slice(*far)] == "China"
    scores = judge(linker, text).point(
        "subject", VALUE, [Places("none"), Places("other", [far])], [0.0, -0.25]
    )
    assert scores[1] == pytest.approx(-1.25)


@given(words=st.integers(0, 3000), title=st.one_of(st.none(), st.text(max_size=300)))
def test_windows_cover_all_pieces_and_fit(linker: Linker, words: int, title: str | None) -> None:
    pieces = Pieces("rose " * words, title, (), linker.tokenizer, linker.marks)
    seen: set[int] = set()
    for number in range(len(pieces.firsts)):
        window = pieces.window(number)
        assert len(window.ids) == len(window.marks) == len(window.cases) <= LONGEST
        seen.update(range(window.first, window.first + len(window.ids) - window.head - 1))
    assert set(range(len(pieces))) <= seen


@given(words=st.integers(1, 2000), at=st.integers(0, 1999))
def test_the_best_window_holds_its_span(linker: Linker, words: int, at: int) -> None:
    pieces = Pieces("rose " * words, None, (), linker.tokenizer, linker.marks)
    span = pieces.span(5 * min(at, words - 1), 5 * min(at, words - 1) + 4)
    assert span == (min(at, words - 1),) * 2
    window = pieces.window(pieces.best_window(span))
    assert window.place(span) is not None


@given(st.integers(-600, 600))
def test_distances_have_classes(pieces: int) -> None:
    assert 0 <= distance_class(pieces) <= 2 * FARTHEST
    assert distance_class(pieces) - FARTHEST == FARTHEST - distance_class(-pieces)


def test_gelu_is_the_exact_one() -> None:
    from math import erf, sqrt

    values = np.linspace(-6, 6, 101, dtype=np.float32)
    exact = [value * 0.5 * (1 + erf(value / sqrt(2))) for value in values.tolist()]
    assert gelu(values) == pytest.approx(exact, abs=1e-5)


@pytest.mark.parametrize("name", ["encoder.onnx", "spans.onnx", "arrays.npz", "tokenizer.json"])
def test_a_file_that_was_changed_is_refused(tmp_path: Path, name: str) -> None:
    folder = write_linker(tmp_path / "linker")
    path = folder / name
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(ModelError, match=rf"{name} is not the file it was written as"):
        Linker(folder)


def test_a_folder_that_is_no_linker_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no linker"):
        Linker(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder = write_linker(tmp_path / "linker")
    (folder / "arrays.npz").unlink()
    with pytest.raises(ModelError, match=r"arrays\.npz: No such file"):
        Linker(folder)
