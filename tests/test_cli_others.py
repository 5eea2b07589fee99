"""`factextract show`, `mentions` and `schema` from end to end."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Cli

TEXT = "Norland's exports rose 3 percent to $5 billion last month. On 3 May 2024 the port reopened."


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "2025-02-03-exports.txt"
    path.write_text(TEXT, encoding="utf-8")
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
