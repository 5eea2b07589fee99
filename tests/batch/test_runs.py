"""Runs that follow each other in one folder, in this process."""

import json
import os
from pathlib import Path

import pytest

from factextract.batch.store import NAME
from tests.batch.news import lines, sentence, write_lines
from tests.conftest import Cli


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three articles, each in a file."""
    news = tmp_path / "news"
    news.mkdir()
    for number in range(3):
        (news / f"2025-02-03-{number}.txt").write_text(sentence(number), encoding="utf-8")
    return news


def counts(out: Path) -> dict[str, int]:
    told = json.loads((out / "run.json").read_text(encoding="utf-8"))["counts"]
    return {name: told[name] for name in ("read_by_this_run", "kept_from_before", "gone_since")}


def test_what_is_done_is_not_done_again(cli: Cli, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert cli("run", folder, "--output", out).exit_code == 0
    before = (out / "facts.jsonl").read_bytes()
    assert counts(out) == {"read_by_this_run": 3, "kept_from_before": 0, "gone_since": 0}
    assert "3 units done before" in cli("run", folder, "--output", out).stderr
    assert counts(out) == {"read_by_this_run": 0, "kept_from_before": 3, "gone_since": 0}
    assert (out / "facts.jsonl").read_bytes() == before


def test_what_is_new_changed_or_gone_is_taken_up(cli: Cli, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert cli("run", folder, "--output", out).exit_code == 0
    (folder / "2025-02-03-0.txt").unlink()
    (folder / "2025-02-03-1.txt").write_text(sentence(10), encoding="utf-8")
    (folder / "2025-02-03-11.txt").write_text(sentence(11), encoding="utf-8")
    assert cli("run", folder, "--output", out).exit_code == 0
    assert counts(out) == {"read_by_this_run": 2, "kept_from_before": 1, "gone_since": 1}
    fresh = tmp_path / "fresh"
    assert cli("run", folder, "--output", fresh).exit_code == 0
    for name in ("facts.jsonl", "articles.jsonl", "errors.jsonl"):
        assert (out / name).read_bytes() == (fresh / name).read_bytes()


def test_each_line_of_a_file_is_done_once(cli: Cli, tmp_path: Path) -> None:
    news, out = tmp_path / "news.jsonl", tmp_path / "out"
    assert cli("run", write_lines(news, [sentence(1), sentence(2)]), "--output", out).exit_code == 0
    write_lines(news, [sentence(1), sentence(3), sentence(4)])
    assert cli("run", news, "--output", out).exit_code == 0
    assert counts(out) == {"read_by_this_run": 2, "kept_from_before": 1, "gone_since": 0}
    assert [article["id"] for article in lines(out / "articles.jsonl")] == [
        f"news.jsonl#{n}" for n in (1, 2, 3)
    ]


def test_articles_are_listed_with_what_became_of_them(cli: Cli, folder: Path, tmp_path: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    assert cli("run", folder, tmp_path / "lost", "--output", tmp_path / "out").exit_code == 1
    *done, empty, lost = lines(tmp_path / "out" / "articles.jsonl")
    assert [(article["id"], article["status"]) for article in done] == [
        (f"2025-02-03-{number}.txt", "done") for number in range(3)
    ]
    assert all(len(article["sha256"]) == 64 and article["published"] == "2025-02-03" for article in done)
    assert sum(done[0]["facts"].values()) == sum(
        fact["article"]["id"] == done[0]["id"] for fact in lines(tmp_path / "out" / "facts.jsonl")
    )
    assert (empty["status"], lost["status"], lost["sha256"]) == ("failed", "failed", None)
    assert [
        (error["path"], error["stage"], error["message"])
        for error in lines(tmp_path / "out" / "errors.jsonl")
    ] == [
        (str(folder / "empty.txt"), "read", "empty file"),
        (str(tmp_path / "lost"), "read", "no such file or folder"),
    ]


def test_of_two_articles_with_one_id_the_first_has_it(cli: Cli, tmp_path: Path) -> None:
    news = tmp_path / "news.jsonl"
    news.write_text("".join(json.dumps({"id": "one", "text": sentence(n)}) + "\n" for n in range(2)))
    result = cli("run", news, "--output", tmp_path / "out")
    assert result.exit_code == 1
    (error,) = lines(tmp_path / "out" / "errors.jsonl")
    assert error["message"] == f"the id 'one' is already used by {news}: line 1"
    assert error["message"] in result.stderr
    assert {fact["article"]["id"] for fact in lines(tmp_path / "out" / "facts.jsonl")} == {"one"}


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (("--min-confidence", "0.5"), "min_confidence 0.0, now 0.5"),
        (("--kinds", "quantity"), "now quantity"),
        (("--published", "2025-01-01"), "published None, now 2025-01-01"),
        (("--with-articles",), "texts False, now True"),
    ],
)
def test_other_settings_are_refused(
    cli: Cli, folder: Path, tmp_path: Path, option: tuple[str, ...], said: str
) -> None:
    out = tmp_path / "out"
    assert cli("run", folder, "--output", out).exit_code == 0
    before = (out / "facts.jsonl").read_bytes()
    refused = cli("run", folder, "--output", out, *option)
    assert refused.exit_code == 2
    assert said in refused.stderr
    assert "--restart" in refused.stderr
    assert (out / "facts.jsonl").read_bytes() == before
    assert cli("run", folder, "--output", out, *option, "--restart").exit_code == 0
    assert counts(out)["read_by_this_run"] == 3


def test_a_folder_is_the_same_however_it_is_written(
    cli: Cli, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    assert cli("run", folder, "--output", out).exit_code == 0
    monkeypatch.chdir(tmp_path)
    assert cli("run", "./news/", "--output", out).exit_code == 0
    assert counts(out) == {"read_by_this_run": 0, "kept_from_before": 3, "gone_since": 0}
    assert lines(out / "articles.jsonl")[0]["path"] == "news/2025-02-03-0.txt"


def test_what_is_gone_is_told(cli: Cli, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert cli("run", folder, "--output", out).exit_code == 0
    assert "2 units gone since" in cli("run", folder / "2025-02-03-0.txt", "--output", out).stderr


def test_a_restart_leaves_nothing_of_earlier_runs(cli: Cli, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert cli("run", folder, "--output", out, "--with-articles").exit_code == 0
    assert (out / "texts.jsonl").exists()
    assert cli("run", folder, "--output", out, "--restart").exit_code == 0
    assert not (out / "texts.jsonl").exists()
    assert (out / "facts.jsonl").exists()


def test_a_link_stays_one(cli: Cli, folder: Path, tmp_path: Path) -> None:
    target, link = tmp_path / "target.jsonl", tmp_path / "link.jsonl"
    link.symlink_to(target)
    assert cli("run", folder, "--output", link).exit_code == 0
    assert link.is_symlink()
    assert lines(target)


def test_what_is_no_file_is_not_written_over(cli: Cli, folder: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    result = cli("run", folder, "--output", pipe)
    assert result.exit_code == 1
    assert "is no regular file" in result.stderr
    assert pipe.is_fifo()


def test_too_many_failures_stop_a_run(cli: Cli, folder: Path, tmp_path: Path) -> None:
    for number in range(5):
        (folder / f"a{number}.txt").write_bytes(b"")
    result = cli("run", folder, "--output", tmp_path / "out", "--max-errors", "2")
    assert result.exit_code == 1
    assert "stopped after 3 failures, more than --max-errors 2" in result.stderr
    assert not (tmp_path / "out" / "facts.jsonl").exists()
    assert cli("run", folder, "--output", tmp_path / "out", "--max-errors", "5").exit_code == 1
    assert len(lines(tmp_path / "out" / "articles.jsonl")) == 8


def test_a_store_that_is_none_is_said(cli: Cli, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / NAME).write_bytes(b"no store" * 1000)
    result = cli("run", folder, "--output", out)
    assert result.exit_code == 1
    assert "is damaged" in result.stderr
    assert "--restart" in result.stderr
    assert cli("run", folder, "--output", out, "--restart").exit_code == 0


def test_two_runs_do_not_write_to_one_folder(cli: Cli, folder: Path, tmp_path: Path) -> None:
    from factextract.batch.store import Store

    out = tmp_path / "out"
    out.mkdir()
    with Store(out / NAME):
        result = cli("run", folder, "--output", out)
    assert result.exit_code == 1
    assert "another run is writing to this folder" in result.stderr


def test_an_output_in_a_folder_that_is_read_is_refused(cli: Cli, folder: Path) -> None:
    result = cli("run", folder, "--output", folder / "out")
    assert result.exit_code == 2
    assert "is among the articles to read" in " ".join(result.stderr.split())


def test_standard_input_goes_alone(cli: Cli, folder: Path) -> None:
    assert cli("run", "-", folder).exit_code == 2


@pytest.mark.parametrize(
    "option", [("--output", "out"), ("--with-articles",), ("--max-errors", "3"), ("--restart",)]
)
def test_a_pipe_takes_no_option_that_means_nothing_to_it(cli: Cli, option: tuple[str, ...]) -> None:
    result = cli("run", "-", *option)
    assert result.exit_code == 2
    assert "does not go with -" in " ".join(result.stderr.split())
