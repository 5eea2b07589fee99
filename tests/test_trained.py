"""Runs with what `factextract train` wrote, through the real command line."""

import json
import shutil
from pathlib import Path

import pytest

import factextract.linker
from factextract.facts import linear
from tests.conftest import Cli

ARTICLES = Path(__file__).parents[1] / "corpus" / "articles"
ARTICLE = ARTICLES / "vietnam-rice-prices.txt"


def trained(folder: Path, weights: object) -> Path:
    (folder / "weights.json").write_text(json.dumps(weights), encoding="utf-8")
    return folder


def test_the_package_weights_from_a_folder_change_nothing(cli: Cli, tmp_path: Path) -> None:
    folder = trained(tmp_path, linear.weights())
    usual, own = tmp_path / "usual.jsonl", tmp_path / "own.jsonl"
    assert cli("run", str(ARTICLE), "--output", str(usual), "--linker", "fast").exit_code == 0
    assert cli("run", str(ARTICLE), "--output", str(own), "--trained", str(folder)).exit_code == 0
    assert own.read_bytes() == usual.read_bytes()


def test_the_package_linker_from_a_folder_changes_nothing(cli: Cli, tmp_path: Path) -> None:
    folder = trained(tmp_path, linear.weights())
    shutil.copytree(Path(factextract.linker.__file__).parent / "model", folder / "linker")
    usual, own, fast = (tmp_path / f"{name}.jsonl" for name in ("usual", "own", "fast"))
    assert cli("run", str(ARTICLE), "--output", str(usual)).exit_code == 0
    assert cli("run", str(ARTICLE), "--output", str(own), "--trained", str(folder)).exit_code == 0
    assert own.read_bytes() == usual.read_bytes()
    call = ("run", str(ARTICLE), "--output", str(fast), "--trained", str(folder), "--linker", "fast")
    assert cli(*call).exit_code == 0
    assert fast.read_bytes() != usual.read_bytes()


def test_no_other_setting_of_the_linker_is_taken(cli: Cli, tmp_path: Path) -> None:
    result = cli("run", str(ARTICLE), "--output", str(tmp_path / "out"), "--linker", "best")
    assert result.exit_code == 2
    assert "'best' is not one of" in " ".join(result.stderr.split())


def test_other_weights_decide_otherwise(cli: Cli, tmp_path: Path) -> None:
    folder = trained(tmp_path, {})
    usual, own = tmp_path / "usual.jsonl", tmp_path / "own.jsonl"
    cli("run", str(ARTICLE), "--output", str(usual))
    assert cli("run", str(ARTICLE), "--output", str(own), "--trained", str(folder)).exit_code == 0
    assert own.read_bytes() != usual.read_bytes()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "weights.json: No such file or directory; `factextract train` writes it"),
        ("[", "weights.json holds no weights"),
        (
            '{"role": {"bias": "much"}}',
            "weights.json holds no weights: it must have a number for each feature",
        ),
    ],
)
def test_a_folder_that_is_none_is_wrong_use(
    cli: Cli, tmp_path: Path, content: str | None, message: str
) -> None:
    if content is not None:
        (tmp_path / "weights.json").write_text(content, encoding="utf-8")
    result = cli("run", str(ARTICLE), "--output", str(tmp_path / "out"), "--trained", str(tmp_path))
    assert result.exit_code == 2
    assert message in result.stderr.replace("\n", " ")


def test_a_linker_takes_part(cli: Cli, tmp_path: Path) -> None:
    for package in ("onnx", "onnxruntime", "tokenizers"):
        pytest.importorskip(package)
    from tests.linker.model import write_linker

    folder = tmp_path / "trained"
    folder.mkdir()
    trained(folder, linear.weights())
    write_linker(folder / "linker")
    usual, own = tmp_path / "usual.jsonl", tmp_path / "own.jsonl"
    cli("run", str(ARTICLE), "--output", str(usual))
    assert cli("run", str(ARTICLE), "--output", str(own), "--trained", str(folder)).exit_code == 0
    assert own.read_bytes() != usual.read_bytes()
