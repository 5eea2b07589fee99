"""Runs with worker processes, as they are: killed, crashed, hung, ended, and gone on with."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from factextract.batch.store import NAME
from tests.batch.news import DANGEROUS, begin, call, environment, lines, sentence, write_lines

FILES = ("facts.jsonl", "articles.jsonl", "errors.jsonl")


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some hundred articles in a file."""
    return write_lines(tmp_path_factory.mktemp("news") / "news.jsonl", [sentence(n) for n in range(600)])


@pytest.fixture(scope="module")
def straight(news: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an undisturbed run in two processes writes."""
    out = tmp_path_factory.mktemp("straight")
    code, told = call("run", news, "--output", out, "--workers", 2)
    assert code == 0, told
    assert "600 articles, " in told
    return out


def wait_for_work(out: Path, process: "subprocess.Popen[str]") -> None:
    """Until something is done and kept."""
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if (out / NAME).exists() and (out / NAME).stat().st_size > 60_000:
            return
        time.sleep(0.02)
    raise AssertionError("nothing was done, or all")


def same(one: Path, other: Path) -> bool:
    return all((one / name).read_bytes() == (other / name).read_bytes() for name in FILES)


def test_the_number_of_processes_changes_nothing(news: Path, straight: Path, tmp_path: Path) -> None:
    code, told = call("run", news, "--output", tmp_path, "--workers", 0)
    assert code == 0, told
    assert same(tmp_path, straight)


def test_a_killed_run_goes_on(news: Path, straight: Path, tmp_path: Path) -> None:
    with begin("run", news, "--output", tmp_path) as process:
        wait_for_work(tmp_path, process)
        process.kill()
    assert not (tmp_path / "facts.jsonl").exists()
    code, told = call("run", news, "--output", tmp_path)
    assert code == 0, told
    kept = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["counts"]["kept_from_before"]
    assert 0 < kept < 600
    assert f"{kept} units done before" in told
    assert same(tmp_path, straight)


@pytest.mark.parametrize(("ending", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_is_ended_says_how_to_go_on(
    news: Path, straight: Path, tmp_path: Path, ending: signal.Signals, code: int
) -> None:
    with begin("run", news, "--output", tmp_path) as process:
        wait_for_work(tmp_path, process)
        process.send_signal(ending)
        _, told = process.communicate(timeout=60)
    assert process.returncode == code
    assert "the same command goes on from there" in told
    assert "Traceback" not in told
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    assert call("run", news, "--output", tmp_path)[0] == 0
    assert same(tmp_path, straight)


def test_processes_end_with_a_run_that_is_killed(news: Path, tmp_path: Path) -> None:
    with begin("run", news, "--output", tmp_path) as process:
        wait_for_work(tmp_path, process)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        if not children.exists():
            pytest.skip("needs /proc")
        workers = [int(child) for child in children.read_text(encoding="utf-8").split()]
        process.kill()
    deadline = time.monotonic() + 10
    while any(_alive(worker) for worker in workers) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert workers
    assert not any(_alive(worker) for worker in workers)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{process}/stat").read_text(encoding="utf-8").split()[2]


def test_a_process_that_is_lost_while_it_begins_is_replaced(
    news: Path, straight: Path, tmp_path: Path
) -> None:
    with begin("run", news, "--output", tmp_path, "--workers", 2) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        if not children.exists():
            pytest.skip("needs /proc")
        deadline = time.monotonic() + 30
        killed = False
        while not killed and time.monotonic() < deadline:
            for child in children.read_text(encoding="utf-8").split():
                # Of what Python begins along, the workers alone are spawned like this.
                if not killed and b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                    os.kill(int(child), signal.SIGKILL)
                    killed = True
            time.sleep(0.01)
        _, told = process.communicate(timeout=120)
    assert killed
    assert process.returncode == 0, told
    assert same(tmp_path, straight)


def test_an_article_that_crashes_or_hangs_costs_itself_alone(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(DANGEROUS, encoding="utf-8")
    texts = [sentence(number) for number in range(40)]
    texts[7] += " CRASH"
    texts[20] += " HANG"
    news = write_lines(tmp_path / "news.jsonl", texts)
    many = tmp_path / "many.json"
    many.write_text(json.dumps([{"text": sentence(1)}, {"text": "It CRASHED."}, {"text": sentence(2)}]))
    out = tmp_path / "out"
    code, told = call("run", news, many, "--output", out, "--timeout", 4, site=site)
    assert code == 1, told
    assert [(error["path"], error["stage"]) for error in lines(out / "errors.jsonl")] == [
        (f"{news}: line 8", "crash"),
        (f"{news}: line 21", "timeout"),
        (str(many), "crash"),
    ]
    assert "SIGSEGV" in told
    assert "not done within 4 seconds" in told
    done = {article["id"] for article in lines(out / "articles.jsonl") if article["status"] == "done"}
    assert done == {f"news.jsonl#{n + 1}" for n in range(40) if n not in (7, 20)} | {
        "many.json#0",
        "many.json#2",
    }
    code, told = call("run", news, many, "--output", out, "--retry-failed")
    assert code == 0, told
    assert len(lines(out / "articles.jsonl")) == 43


def test_facts_come_out_of_a_pipe_as_articles_go_in() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "factextract", "run", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        bufsize=1,
        env=environment(),
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(3):
            article = {"id": f"a{number}", "text": sentence(number), "published": "2025-02-03"}
            process.stdin.write(json.dumps(article) + "\n")
            process.stdin.flush()
            # Each is read before the next one is written.
            assert json.loads(process.stdout.readline())["article"]["id"] == f"a{number}"
            while not json.loads(process.stdout.readline())["evidence"]["text"].endswith(" ships"):
                pass
        process.stdin.write('{"text": \n')
        process.stdin.close()
        assert process.stdout.read() == ""
        assert process.stderr is not None
        assert "stdin: line 4: broken JSON" in process.stderr.read()
    assert process.returncode == 1
