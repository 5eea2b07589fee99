"""`factextract show`, `mentions`, `evaluate` and `schema` from end to end."""

import json
from pathlib import Path
from typing import Any

import pytest

from factextract.records import to_json
from tests.conftest import Cli
from tests.samples import ARTICLE, sample_facts

TEXT = "Norland's exports rose 3 percent to $5 billion last month. On 3 May 2024 the port reopened."


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "2025-02-03-exports.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def gold_file(folder: Path) -> Path:
    """Gold for the sample article: one fact right, one with another value, one that is not found."""
    facts = [
        {
            "kind": "percentage",
            "evidence": evidence,
            "start": ARTICLE.text.index(evidence),
            "end": ARTICLE.text.index(evidence) + len(evidence),
            "value": value,
            "unit": "percent",
            "modifier": "exact",
            "role": "level",
            "direction": None,
            "status": "reported",
            "period": None,
            "period_explicit": True,
            "indicator": "fish",
            "subjects": [],
        }
        for evidence, value in (("15.4%", 15.4), ("8.5 percent", 9), ("2024", 2024))
    ]
    path = folder / "gold.json"
    path.write_text(json.dumps({"id": ARTICLE.id, "text": ARTICLE.text, "facts": facts}), encoding="utf-8")
    return path


@pytest.fixture
def predictions(tmp_path: Path) -> Path:
    path = tmp_path / "facts.jsonl"
    path.write_bytes(b"".join(to_json(fact) + b"\n" for fact in sample_facts()))
    return path


def test_show_prints_text_and_facts(cli: Cli, article: Path) -> None:
    result = cli("show", article, "--width", "80")
    assert result.exit_code == 0, result.stderr
    assert TEXT.split(".")[0] in result.stdout
    assert "+3%" in result.stdout
    assert "reopened" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_show_writes_a_picture(cli: Cli, article: Path, tmp_path: Path) -> None:
    result = cli("show", article, "--svg", tmp_path / "picture.svg")
    assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / "picture.svg").read_text(encoding="utf-8").startswith("<svg")


def test_show_names_a_picture_it_cannot_write(cli: Cli, article: Path, tmp_path: Path) -> None:
    result = cli("show", article, "--svg", tmp_path / "nowhere" / "picture.svg")
    assert result.exit_code == 1
    assert "picture.svg: no such file or directory" in result.stderr


def test_show_names_what_it_cannot_read(cli: Cli, tmp_path: Path) -> None:
    result = cli("show", tmp_path / "nowhere.txt")
    assert result.exit_code == 1
    assert "nowhere.txt: no such file" in result.stderr


def test_mentions_are_lines_of_json_with_offsets(cli: Cli, article: Path, tmp_path: Path) -> None:
    result = cli("mentions", article, tmp_path / "nowhere.txt", article.with_name("nowhere"))
    assert result.exit_code == 1
    assert result.stderr.count("no such file") == 2
    (line,) = result.stdout.splitlines()
    found: dict[str, Any] = json.loads(line)
    assert list(found) == ["id", "quantities", "dates", "names"]
    for kind in ("quantities", "dates", "names"):
        assert found[kind], kind
        assert all(TEXT[each["start"] : each["end"]] == each["text"] for each in found[kind])
    assert '"value":5000000000,' in line


def test_evaluate_prints_figures(cli: Cli, predictions: Path, tmp_path: Path) -> None:
    result = cli("evaluate", gold_file(tmp_path), predictions, "--format", "json")
    assert result.exit_code == 0, result.stderr
    levels = json.loads(result.stdout)["levels"]
    assert levels["value"] == {
        "precision": pytest.approx(1 / 6, abs=1e-4),
        "recall": pytest.approx(1 / 3, abs=1e-4),
        "f1": pytest.approx(2 / 9, abs=1e-4),
        "right": 1,
        "gold": 3,
        "predicted": 6,
    }


def test_evaluate_lists_errors_by_what_went_wrong(cli: Cli, predictions: Path, tmp_path: Path) -> None:
    gold = gold_file(tmp_path)
    plain = cli("evaluate", gold, predictions).stdout
    assert "F1 by kind" in plain
    assert "missed: 1" not in plain
    listed = cli("evaluate", gold, predictions, "--errors").stdout
    assert "missed: 1" in listed
    assert "extra: 4" in listed
    assert "value: 1" in listed
    data = json.loads(cli("evaluate", gold, predictions, "--errors", "--format", "json").stdout)
    assert {mistake["group"] for mistake in data["mistakes"]} >= {"missed", "extra", "value", "kind"}


def test_evaluate_reads_the_gold_articles_itself(cli: Cli, tmp_path: Path) -> None:
    result = cli("evaluate", gold_file(tmp_path), "--format", "json")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["kinds"]["percentage"]["value"]["gold"] == 3


def test_evaluate_names_a_line_that_is_no_record(cli: Cli, predictions: Path, tmp_path: Path) -> None:
    predictions.write_bytes(predictions.read_bytes() + b'{"kind": "rumour"}\n')
    result = cli("evaluate", gold_file(tmp_path), predictions)
    assert result.exit_code == 1
    assert f"{predictions}:7: " in result.stderr
    assert "rumour" in result.stderr
    assert "Traceback" not in result.stderr


def test_evaluate_names_what_is_not_there(cli: Cli, tmp_path: Path) -> None:
    assert "nowhere: no such file or folder" in cli("evaluate", tmp_path / "nowhere").stderr
    result = cli("evaluate", gold_file(tmp_path), tmp_path / "nowhere.jsonl")
    assert result.exit_code == 1
    assert "nowhere.jsonl: no such file or directory" in result.stderr


def test_schema_writes_and_checks(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "schemas"
    assert cli("schema", "--out", folder, "--check").exit_code == 1
    written = cli("schema", "--out", folder)
    assert written.exit_code == 0
    assert set(written.stdout.splitlines()) == {str(path) for path in folder.iterdir()}
    assert cli("schema", "--out", folder, "--check").exit_code == 0
    (folder / "fact.json").write_text("{}", encoding="utf-8")
    stale = cli("schema", "--out", folder, "--check")
    assert stale.exit_code == 1
    assert stale.stderr == f"{folder / 'fact.json'}: missing or not up to date\n"


def test_schema_names_a_folder_it_cannot_write(cli: Cli, article: Path) -> None:
    result = cli("schema", "--out", article)
    assert result.exit_code == 1
    assert f"{article}: " in result.stderr
