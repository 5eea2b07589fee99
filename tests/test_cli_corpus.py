"""`factextract corpus check`, `stats` and `split` from end to end."""

import json
from pathlib import Path

import pytest

from tests.conftest import Cli
from tests.evaluation import corpora

CORPUS = Path(__file__).parent.parent / "corpus"


def test_check_says_that_all_is_well(cli: Cli, tmp_path: Path) -> None:
    result = cli("corpus", "check", corpora.write(tmp_path))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "no problem found\n")


def test_check_tells_each_problem_on_a_line_and_fails(cli: Cli, tmp_path: Path) -> None:
    wrong = corpora.article(corpora.share() | {"unit": "%", "status": "rumoured"})
    result = cli("corpus", "check", corpora.write(tmp_path, wrong, corpora.article(name="sudria")))
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    about = f'{tmp_path / "norland.json"}: fact 1 (percentage "15.4%"): '
    assert len(lines) == 2
    assert all(line.startswith(about) for line in lines)
    assert result.stderr == "2 problems in 1 file\n"


def test_check_reads_one_file(cli: Cli, tmp_path: Path) -> None:
    path = corpora.write(tmp_path) / "norland.json"
    assert cli("corpus", "check", path).exit_code == 0


def test_stats_count_by_split_and_kind(cli: Cli, tmp_path: Path) -> None:
    folder = corpora.write(tmp_path, corpora.article(), corpora.article(corpora.share(), name="sudria"))
    plain = cli("corpus", "stats", folder).stdout
    assert [line.split() for line in plain.splitlines()[:2]] == [["all"], ["articles", "2"]]
    (folder / "splits.json").write_text('{"gate": ["sudria"], "tune": ["norland"]}', encoding="utf-8")
    rows = [line.split() for line in cli("corpus", "stats", folder).stdout.splitlines()]
    assert rows[0] == ["all", "gate", "tune"]
    words = len(corpora.TEXT.split())
    assert {row[0]: [int(count) for count in row[1:]] for row in rows[1:]} == {
        "articles": [2, 1, 1],
        "words": [2 * words, words, words],
        "facts": [7, 1, 6],
        "trade_value": [2, 0, 2],
        "monetary_value": [0, 0, 0],
        "growth_percentage": [1, 0, 1],
        "percentage": [2, 1, 1],
        "quantity": [1, 0, 1],
        "event_date": [1, 0, 1],
    }


def test_our_corpus_is_large_enough(cli: Cli) -> None:
    rows = [line.split() for line in cli("corpus", "stats", CORPUS).stdout.splitlines()]
    counts = {row[0]: int(row[1].replace(",", "")) for row in rows[1:]}
    assert counts["articles"] >= 110
    assert counts["facts"] >= 3000
    assert counts["trade_value"] >= 250
    assert min(counts.values()) >= 100


def test_split_puts_new_articles_in(cli: Cli, tmp_path: Path) -> None:
    folder = corpora.write(tmp_path, *(corpora.article(name=name) for name in "abcde"))
    result = cli("corpus", "split", folder)
    assert (result.exit_code, result.stderr) == (0, f"{folder / 'splits.json'}: 1 gate, 4 tune\n")
    first = json.loads((folder / "splits.json").read_text(encoding="utf-8"))
    assert first == {"gate": ["b"], "tune": ["a", "c", "d", "e"]}
    corpora.write(folder, corpora.article(name="0"), corpora.article(name="1"))
    assert cli("corpus", "split", folder).exit_code == 0
    assert json.loads((folder / "splits.json").read_text(encoding="utf-8")) == {
        "gate": ["1", "b"],
        "tune": ["0", "a", "c", "d", "e"],
    }
    assert cli("corpus", "check", folder).exit_code == 0


@pytest.mark.parametrize("command", ["check", "stats", "split"])
def test_a_path_that_is_not_there_is_wrong_use(cli: Cli, tmp_path: Path, command: str) -> None:
    result = cli("corpus", command, tmp_path / "nowhere")
    assert result.exit_code == 2
    assert "nowhere" in result.stderr
    assert result.stdout == ""
    empty = cli("corpus", command, "")
    assert empty.exit_code == 2
    assert "an empty path" in empty.stderr


@pytest.mark.parametrize("command", ["check", "stats", "split"])
def test_help_has_an_example(cli: Cli, command: str) -> None:
    assert f"Example: factextract corpus {command} corpus" in cli("corpus", command, "--help").stdout
