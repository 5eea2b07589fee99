"""`factextract evaluate` from end to end, on saved predictions but for one test."""

import json
from pathlib import Path

import pytest

from tests.conftest import Cli
from tests.evaluation.gold_files import gold_fact, gold_file, write_gold, write_predictions


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return gold_file(tmp_path)


@pytest.fixture
def predictions(tmp_path: Path) -> Path:
    return write_predictions(tmp_path / "facts.jsonl")


def test_prints_figures_as_json(cli: Cli, gold: Path, predictions: Path) -> None:
    result = cli("evaluate", gold, predictions, "--format", "json")
    assert result.exit_code == 0, result.stderr
    value = json.loads(result.stdout)["levels"]["value"]
    assert {name: value[name] for name in ("right", "gold", "predicted")} == {
        "right": 1,
        "gold": 3,
        "predicted": 6,
    }
    assert (value["precision"], value["recall"], value["f1"]) == (0.1667, 0.3333, 0.2222)
    # One article: every draw is that article.
    assert value["f1_interval"] == [0.2222, 0.2222]


def test_lists_errors_by_what_went_wrong(cli: Cli, gold: Path, predictions: Path) -> None:
    plain = cli("evaluate", gold, predictions).stdout
    assert "By kind" in plain
    assert "calibration" in plain
    assert "What went wrong" in plain
    assert "missed: 1" not in plain
    listed = cli("evaluate", gold, predictions, "--errors").stdout
    assert "missed: 1" in listed
    assert "extra: 4" in listed
    assert "wrong value: 1" in listed
    assert "wrong kind: 1" in listed
    assert "gold    value: 9 percent" in listed
    assert "program value: 8.5 percent" in listed
    data = json.loads(cli("evaluate", gold, predictions, "--format", "json").stdout)
    assert {cause for mistake in data["mistakes"] for cause in mistake["causes"]} >= {
        "missed",
        "extra",
        "value",
    }
    assert data["causes"]["extra"] == 4


def test_reads_the_gold_articles_itself(cli: Cli, gold: Path) -> None:
    result = cli("evaluate", gold, "--format", "json")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["kinds"]["percentage"]["value"]["gold"] == 3


@pytest.mark.parametrize("output_format", ["text", "json", "html"])
def test_writes_the_report_to_a_file(
    cli: Cli, gold: Path, predictions: Path, tmp_path: Path, output_format: str
) -> None:
    path = tmp_path / "reports" / "report"
    result = cli("evaluate", gold, predictions, "--format", output_format, "--output", path)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "core" in path.read_text(encoding="utf-8")


def test_fails_under_a_floor(cli: Cli, gold: Path, predictions: Path) -> None:
    assert cli("evaluate", gold, predictions, "--fail-under", "value=0.2").exit_code == 0
    floors = ("--fail-under", "value=0.2", "--fail-under", "core=0.5", "--fail-under", "record=0.25")
    result = cli("evaluate", gold, predictions, *floors)
    assert result.exit_code == 1
    shares = "(precision 0.1667, recall 0.3333)"
    assert f"gate failed: core F1 is 0.2222, less than 0.5 {shares}\n" in result.stderr
    assert f"gate failed: record F1 is 0.2222, less than 0.25 {shares}\n" in result.stderr
    assert "value F1" not in result.stderr


def test_saves_a_baseline_and_fails_on_loss_against_it(
    cli: Cli, gold: Path, predictions: Path, tmp_path: Path
) -> None:
    baseline = tmp_path / "baseline.json"
    assert cli("evaluate", gold, predictions, "--save", baseline).exit_code == 0
    gate = ("--against", baseline, "--fail-on-loss")
    assert cli("evaluate", gold, predictions, *gate).exit_code == 0
    saved = baseline.read_bytes()
    lines = predictions.read_bytes().splitlines(keepends=True)
    predictions.write_bytes(b"".join(line for line in lines if b'"15.4%"' not in line))
    result = cli("evaluate", gold, predictions, *gate, "--save", baseline)
    assert result.exit_code == 1
    assert "gate failed: core F1 fell from 0.2222 to 0.0000" in result.stderr
    assert "\n    norland: percentage 15.4%: record -> missed\n" in result.stderr
    assert "worse: 1" in result.stdout
    assert baseline.read_bytes() == saved, "a failed gate must not move the baseline"
    # Without the gate the same comparison is only told, and the baseline moves.
    assert cli("evaluate", gold, predictions, "--against", baseline, "--save", baseline).exit_code == 0
    assert baseline.read_bytes() != saved


def test_evaluates_one_split(cli: Cli, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("one", "other"):
        write_gold(corpus / f"{name}.json", [gold_fact("15.4%", 15.4)], name)
    (corpus / "splits.json").write_text('{"gate": ["one"], "tune": ["other"]}', encoding="utf-8")
    predictions = write_predictions(tmp_path / "facts.jsonl", ["one", "other"])
    result = cli("evaluate", corpus, predictions, "--split", "gate", "--format", "json")
    assert json.loads(result.stdout)["articles"] == 1
    wrong = cli("evaluate", corpus, predictions, "--split", "test")
    assert wrong.exit_code == 2
    assert "has no split 'test'; it has gate, tune" in wrong.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--fail-on-loss",), "needs --against"),
        (("--fail-under", "core"), "no least F1"),
        (("--fail-under", "poetry=0.5"), "no least F1"),
        (("--fail-under", "core=high"), "no least F1"),
        (("--fail-under", "core=75"), "between 0 and 1"),
        (("--fail-under", "core=nan"), "between 0 and 1"),
        (("--against", "nowhere.json"), "nowhere.json: no such baseline"),
        (("--against", ""), "an empty path"),
        (("--split", "gate"), "has no splits"),
        (("--format", "poem"), "poem"),
    ],
)
def test_wrong_use_exits_with_2(
    cli: Cli, gold: Path, predictions: Path, words: tuple[str, ...], message: str
) -> None:
    result = cli("evaluate", gold, predictions, *words)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())
    assert result.stdout == ""


def test_names_a_line_that_is_no_record(cli: Cli, gold: Path, predictions: Path) -> None:
    predictions.write_bytes(predictions.read_bytes() + b'{"kind": "rumour"}\n')
    result = cli("evaluate", gold, predictions)
    assert result.exit_code == 1
    assert f"{predictions}:7: " in result.stderr
    assert "rumour" in result.stderr
    assert "Traceback" not in result.stderr


def test_names_what_is_not_there(cli: Cli, gold: Path, tmp_path: Path) -> None:
    for words in ((tmp_path / "nowhere",), (gold, tmp_path / "nowhere")):
        result = cli("evaluate", *words)
        assert result.exit_code == 2
        assert "nowhere: no such file or folder" in result.stderr
