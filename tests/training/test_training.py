"""Fitting from end to end, on a small gold of our own."""

import json
from pathlib import Path

import pytest

from factextract.facts import linear
from factextract.training import Settings, fit, fit_parsed, write_weights
from factextract.training.examples import Example, by_task
from factextract.training.gold import articles_to_fit_on
from factextract.training.parsed import Parsed, parse
from factextract.training.report import report_on
from factextract.training.rounds import read_all
from tests.conftest import Cli
from tests.training.gold import gold_articles, write_gold


@pytest.fixture(scope="module")
def parsed() -> list[Parsed]:
    return list(parse(gold_articles()))


def right(examples: list[list[Example]]) -> int:
    return sum(example.solved for row in examples for example in row)


def test_fitted_weights_decide_better(parsed: list[Parsed]) -> None:
    before = read_all(parsed, {})
    after = read_all(parsed, fit_parsed(parsed, rounds=2).weights)
    assert right(after) > right(before)
    roles = by_task(after)["role"]
    assert len(roles) == 16
    assert all(role.solved for role in roles)


def test_the_same_gold_gives_the_same_weights_whatever_is_in_use(parsed: list[Parsed]) -> None:
    weights = fit(gold_articles(), rounds=2)
    with linear.using({"role": {"level: bias": 9.0}}):
        assert fit_parsed(parsed, rounds=2).weights == weights


def test_reading_with_weights_leaves_the_packages_alone(parsed: list[Parsed]) -> None:
    own = read_all(parsed[:1], linear.weights())
    read_all(parsed[:1], {})
    assert read_all(parsed[:1], linear.weights()) == own


def test_report(parsed: list[Parsed]) -> None:
    before = read_all(parsed, {})
    fitted = fit_parsed(parsed, rounds=2)
    report = report_on(before, fitted.examples, Settings(), folds=4)
    assert report["role"].decisions == 16
    assert report["role"].before < report["role"].held_out <= report["role"].solvable == 1.0
    assert report_on(before, fitted.examples, Settings())["role"].held_out is None


def test_the_file_has_one_feature_a_line_sorted(tmp_path: Path) -> None:
    write_weights({"b": {"y": 0.5, "x": -1.25}, "a": {"é": 2.0}}, tmp_path / "weights.json")
    lines = (tmp_path / "weights.json").read_text(encoding="utf8").splitlines()
    assert lines == ["{", '"a": {', '"é": 2.0', "},", '"b": {', '"x": -1.25,', '"y": 0.5', "}", "}"]


def test_command(cli: Cli, tmp_path: Path) -> None:
    gold = write_gold(tmp_path / "gold")
    result = cli("train", gold, "--out", tmp_path / "model", "--weights-only", "--rounds", 1, "--folds", 2)
    assert result.exit_code == 0, result.stderr
    assert "role" in json.loads((tmp_path / "model" / "weights.json").read_text(encoding="utf8"))
    assert [path.name for path in (tmp_path / "model").iterdir()] == ["weights.json"]
    assert "percent kind" in result.stdout


def test_command_says_which_path_is_wrong(cli: Cli, tmp_path: Path) -> None:
    result = cli("train", tmp_path / "nowhere", "--out", tmp_path / "model", "--weights-only")
    assert result.exit_code == 1
    assert "nowhere: no such file or folder" in result.stderr.replace("\n", "")
    assert not (tmp_path / "model").exists()


def test_weights_are_not_put_beside_an_encoder_for_others(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "model" / "linker").mkdir(parents=True)
    result = cli("train", write_gold(tmp_path / "gold"), "--out", tmp_path / "model", "--weights-only")
    assert result.exit_code == 2
    assert "goes with other weights" in result.stderr
    assert not (tmp_path / "model" / "weights.json").exists()


def test_command_says_what_is_not_installed(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("factextract.training.encoder.base.find_spec", lambda _: None)
    result = cli("train", write_gold(tmp_path / "gold"), "--out", tmp_path / "model")
    assert result.exit_code == 2
    assert "training needs torch" in result.stderr
    assert "factextract[train]" in result.stderr


def test_only_tune_is_fitted_on(tmp_path: Path) -> None:
    folder = write_gold(tmp_path / "gold")
    splits = {"gate": ["growth-0"], "tune": ["growth-3", "growth-4"]}
    (folder / "splits.json").write_text(json.dumps(splits), encoding="utf8")
    assert [entry.article.id for entry in articles_to_fit_on(folder)] == splits["tune"]
    assert len(articles_to_fit_on(folder / "growth-0.json")) == 1
