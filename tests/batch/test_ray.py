"""Runs over a cluster: the facts of a run on this machine, in parts, whatever becomes of workers."""

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from factextract.articles import read_articles
from factextract.articles.units import Unit, read_unit
from factextract.batch.blocks import Mirror, Source, blocks_of
from factextract.batch.places import files_in
from factextract.errors import ArticleError
from factextract.files import read_records
from factextract.parquet import read_table
from tests.batch.news import DANGEROUS, call, environment, lines, sentence, write_lines
from tests.conftest import Cli

CORPUS = Path(__file__).parent.parent.parent / "corpus" / "articles"

MURDEROUS = DANGEROUS.replace(
    'if "HANG"',
    """mark = os.environ.get("ONCE")
                if mark and ("FATAL" in article.text or "ONCE" in article.text and not os.path.exists(mark)):
                    open(mark, "w").close()
                    os.kill(os.getppid(), 9)
                    time.sleep(1000)
                if "HANG\"""",
)
"""Where ``ONCE`` names a file, articles take down the actor whose process reads them: each time, or the first time."""

CLUSTER = """
import sys
import ray

ray.init(num_cpus=2, object_store_memory=100_000_000, include_dashboard=False, log_to_driver=False)
from factextract.cli.app import app

try:
    for words in sys.stdin.read().splitlines():
        try:
            app(words.split("\\t"), prog_name="factextract")
        except SystemExit as end:
            print("ended with", end.code, flush=True)
finally:
    ray.shutdown()
"""
"""A cluster of two, on which command lines are run one after the other; each writes its exit code among what Ray writes."""


@dataclass(frozen=True)
class Runs:
    """What the same articles gave here, and over a cluster: from folders, and by URI with an article that kills."""

    here: Path
    news: Path
    folders: Path
    uris: Path
    codes: list[str]
    told: str


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    pytest.importorskip("ray", reason="ray is not installed")
    folder = tmp_path_factory.mktemp("cluster")
    site = folder / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(MURDEROUS, encoding="utf-8")
    news = folder / "news"
    (news / "deep").mkdir(parents=True)
    texts = [sentence(number) for number in range(60)]
    texts[11] += " CRASH"
    texts[35] += " ONCE"
    write_lines(news / "deep" / "news.jsonl", texts)
    # An id that a part of its own has had, one of its own part, and one that no part has had.
    again = [
        {"id": id_, "text": sentence(7)}
        for id_ in ("deep/news.jsonl#3", "mine", "mine", "deep/news.jsonl#90")
    ]
    (news / "again.jsonl").write_text("".join(f"{json.dumps(article)}\n" for article in again[1:3]))
    (news / "later.jsonl").write_text("".join(f"{json.dumps(article)}\n" for article in again))
    (news / "empty.txt").write_bytes(b"")
    (news / "deep" / "undated.txt").write_text(sentence(3), encoding="utf-8")
    here, folders, uris = folder / "here", folder / "folders", folder / "uris"
    assert call("run", CORPUS, news, folder / "lost", "--output", here, "--with-articles", site=site)[0] == 1
    fatal = folder / "fatal.jsonl"
    write_lines(fatal, [sentence(1), "It is FATAL.", sentence(2)])
    over = ("--engine", "ray", "--part-bytes", 4000)
    by_uri = [path.as_uri() for path in (news, folder / "lost", fatal)]
    commands = [
        ("run", CORPUS, news, folder / "lost", "--output", folders, "--with-articles", *over),
        ("run", *by_uri, "--output", uris.as_uri(), "--format", "parquet", *over),
        ("run", CORPUS, "--output", folders, *over),
        ("run", folder / "lost", "--output", folder / "nothing", *over),
    ]
    done = subprocess.run(
        [sys.executable, "-c", CLUSTER],
        input="\n".join("\t".join(map(str, words)) for words in commands),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env=environment(site)
        | {"ONCE": str(folder / "once"), "RAY_USAGE_STATS_ENABLED": "0", "RAY_AUTH_MODE": "disabled"},
    )
    assert (folder / "once").exists(), done.stderr
    return Runs(
        here,
        news,
        folders,
        uris,
        re.findall(r"^ended with (\d+)$", done.stdout, re.MULTILINE),
        done.stdout + done.stderr,
    )


def whole(folder: Path) -> bytes:
    """The parts of a folder in the order of their names."""
    return b"".join(part.read_bytes() for part in sorted(folder.iterdir()))


def test_parts_hold_the_facts_of_a_run_here(runs: Runs) -> None:
    assert runs.codes == ["1", "1", "2", "1"], runs.told
    parts = sorted(path.name for path in (runs.folders / "facts").iterdir())
    assert len(parts) > 4
    assert parts == [f"part-{number:05d}.jsonl" for number in range(len(parts))]
    assert whole(runs.folders / "facts") == (runs.here / "facts.jsonl").read_bytes()
    assert whole(runs.folders / "texts") == (runs.here / "texts.jsonl").read_bytes()


@pytest.mark.parametrize("name", ["articles.jsonl", "errors.jsonl"])
def test_what_became_of_articles_is_told_alike(runs: Runs, name: str) -> None:
    assert (runs.folders / name).read_bytes() == (runs.here / name).read_bytes()
    assert {error["stage"] for error in lines(runs.folders / "errors.jsonl")} == {"read", "crash"}
    assert (
        sum("is already used by" in error["message"] for error in lines(runs.folders / "errors.jsonl")) == 4
    )


def test_a_run_is_described_alike(runs: Runs) -> None:
    here, there = (
        json.loads((run / "run.json").read_text(encoding="utf-8")) for run in (runs.here, runs.folders)
    )
    assert there["counts"] == here["counts"]
    assert there["options"] == here["options"]
    assert there["engine"] == "ray"
    assert there["parts"] == len(list((runs.folders / "facts").iterdir()))


def test_files_by_uri_give_the_same_facts_as_a_table(runs: Runs) -> None:
    facts = [fact for part in sorted((runs.uris / "facts").iterdir()) for fact in read_table(part)]
    fatal = [fact for fact in facts if fact.article.id.startswith("fatal.jsonl")]
    articles = lines(runs.here / "articles.jsonl")
    ids = {article["id"] for article in articles if article["path"].startswith(str(runs.news))}
    here = [fact for fact in read_records(runs.here / "facts.jsonl") if fact.article.id in ids]
    assert [fact for fact in facts if fact not in fatal] == here
    assert {fact.article.id for fact in fatal} == {"fatal.jsonl#1", "fatal.jsonl#3"}


def test_messages_call_files_by_their_uris(runs: Runs) -> None:
    errors = lines(runs.uris / "errors.jsonl")
    by_path = [error | {"message": error["message"].replace("file://", "")} for error in errors]
    alike = [error | {"path": error["path"].removeprefix("file://")} for error in by_path]
    assert all(error["path"].startswith("file:///") for error in errors)
    assert [error for error in alike if "fatal" not in error["path"]] == lines(runs.here / "errors.jsonl")
    assert f"{runs.news.as_uri()}/deep/undated.txt: no publication date" in runs.told


def test_an_article_that_takes_down_each_worker_costs_itself_alone(runs: Runs) -> None:
    (error,) = (error for error in lines(runs.uris / "errors.jsonl") if "fatal" in error["path"])
    assert error["path"].endswith("fatal.jsonl: line 2")
    assert error["stage"] == "crash"
    assert "each worker that read it was lost" in error["message"]


def test_nothing_half_done_is_left(runs: Runs) -> None:
    assert "--engine ray goes on from none" in runs.told
    assert "no article could be read, so nothing was written" in runs.told
    assert list((runs.folders.parent / "nothing").iterdir()) == []
    assert "Traceback" not in runs.told
    hidden = [path for run in (runs.folders, runs.uris) for path in run.rglob(".*")]
    assert hidden == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-", "--engine", "ray"), "standard input, goes with --engine local alone"),
        (("news", "--engine", "ray", "--retry-failed"), "goes on from no earlier one"),
        (("news", "--engine", "ray", "--workers", "0"), "--engine local"),
        (("news", "--engine", "ray", "--output", "facts.jsonl"), "writes a folder of parts"),
        (("news", "--engine", "ray", "--output", "news/out"), "is among the articles to read"),
        (("s3://b/news", "--engine", "ray", "--output", "s3://b/news/out"), "is among the articles to read"),
        (("news", "--address", "host:6379"), "--engine ray alone"),
        (("news", "--part-bytes", "1000"), "--engine ray alone"),
        (("s3://bucket/news",), "with --engine ray"),
        (("news", "--output", "s3://bucket/out"), "with --engine ray"),
        (("-", "--format", "parquet"), "does not go with -"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_does_not_fit_an_engine_is_refused(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FACTEXTRACT_WORKERS")
    (tmp_path / "news").mkdir()
    result = cli("run", *words)
    assert result.exit_code == 2
    shown = " ".join(result.stderr.replace("│", " ").split())
    assert said in shown
    assert not (tmp_path / "outputs").exists()


def test_without_ray_it_is_said_what_to_install(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FACTEXTRACT_WORKERS")
    monkeypatch.setitem(sys.modules, "ray", None)
    result = cli("run", CORPUS, "--output", tmp_path / "out", "--engine", "ray")
    assert result.exit_code == 2
    assert "pip install 'factextract[ray]'" in result.stderr


def test_a_cluster_that_does_not_answer_is_said(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("ray", reason="ray is not installed")
    monkeypatch.delenv("FACTEXTRACT_WORKERS")
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
    result = cli("run", CORPUS, "--output", tmp_path / "out", "--engine", "ray", "--address", address)
    assert result.exit_code == 2
    assert f"no Ray cluster at {address}: connection refused" in result.stderr


def articles_of(places: list[str], size: int, scratch: Path) -> Iterator[tuple[str, str]]:
    """Id and text of the articles of blocks, or path and message of what gives none."""
    for block in blocks_of(places, size):
        folder = scratch / str(block.number)
        folder.mkdir()
        mirror = Mirror(folder)
        for source in block.sources:
            for unit in mirror.units(source):
                for item in read_unit(unit) if isinstance(unit, Unit) else (unit,):
                    if isinstance(item, ArticleError):
                        yield mirror.named(item.path), mirror.named(item.reason)
                    else:
                        yield item.id, item.text


@pytest.mark.parametrize("size", [1, 50, 400, 100_000])
@pytest.mark.parametrize("remote", [False, True], ids=["paths", "URIs"])
def test_wherever_blocks_end_they_hold_the_same_articles(tmp_path: Path, size: int, remote: bool) -> None:
    if remote:
        pytest.importorskip("fsspec")
    news = tmp_path / "news"
    (news / "a").mkdir(parents=True)
    (news / ".hidden").mkdir()
    (news / ".hidden" / "no.txt").write_text("No.")
    (news / "a" / "x.txt").write_text("Ships sail.")
    (news / "a.txt").write_text("A port opens.")
    (news / "a" / "empty.txt").write_bytes(b"")
    raw = "".join(
        json.dumps({"text": f"Ship {number} — sails."}, ensure_ascii=False) + "\n" for number in range(9)
    )
    (news / "b.jsonl").write_bytes(
        raw.encode() + b'\n{"text": \n\xff\xfe\n{"text": "It has no end of line."}'
    )
    (news / "wide.jsonl").write_bytes(raw.encode("utf-16"))
    (news / "c.jsonl.gz").write_bytes(__import__("gzip").compress(raw.encode()))
    expected = [
        (item.path, item.reason) if isinstance(item, ArticleError) else (item.id, item.text)
        for item in read_articles([news, news / "a.txt", tmp_path / "lost"])
    ]
    # Read by its name it has another id; here a file is read once, where it comes last.
    expected = [item for item in expected if item != ("a.txt", "A port opens.")]
    place = news.as_uri() if remote else os.fspath(news)
    lost = (tmp_path / "lost").as_uri() if remote else os.fspath(tmp_path / "lost")
    found = list(articles_of([place, f"{place}/a.txt", lost], size, tmp_path))
    assert found.pop(-2) == ("a.txt", "A port opens.")
    expected = [item for item in expected if "already used" not in item[1]]
    assert [(path.removeprefix("file://"), told) for path, told in found] == expected


def test_errors_of_object_stores_are_told_though_they_have_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    memory = pytest.importorskip("fsspec.implementations.memory")

    def refuse(self: object, path: str) -> None:
        raise PermissionError("Access Denied")

    (lost,) = (error for error, _, _ in files_in("memory://nowhere/news"))
    assert str(lost) == "memory://nowhere/news: no such file or folder"
    monkeypatch.setattr(memory.MemoryFileSystem, "info", refuse)
    (closed,) = (error for error, _, _ in files_in("memory://nowhere/news"))
    assert str(closed) == "memory://nowhere/news: no permission to read it"


def test_units_of_copies_are_known_by_their_uris(tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    news = tmp_path / "news" / "a.txt"
    news.parent.mkdir()
    news.write_text("Ships sail.")
    mirror = Mirror(tmp_path / "scratch")
    (unit,) = mirror.units(Source(news.as_uri(), news.parent.as_uri(), 11))
    assert isinstance(unit, Unit)
    named = mirror.named_unit(unit)
    assert (named.where, named.path) == (news.as_uri(), Path(news.as_uri()))
    assert (named.sha256, named.size, named.text) == (unit.sha256, 11, None)


def test_no_copy_is_written_outside_of_its_folder(tmp_path: Path) -> None:
    source = Source("s3://bucket/news/../../up.txt", "s3://bucket/news", 1)
    (error,) = Mirror(tmp_path).units(source)
    assert isinstance(error, ArticleError)
    assert error.reason == "not a path a file can have"
    assert list(tmp_path.iterdir()) == []


def test_long_files_of_lines_are_read_some_lines_at_a_time(tmp_path: Path) -> None:
    news = write_lines(tmp_path / "news.jsonl", [sentence(number) for number in range(20)])
    blocks = list(blocks_of([os.fspath(news)], 500))
    assert len(blocks) == 5
    assert [block.number for block in blocks] == list(range(len(blocks)))
    sources = [source for block in blocks for source in block.sources if isinstance(source, Source)]
    assert sum(source.size for source in sources) == news.stat().st_size
    assert sources[1].line is not None
    assert sources[1].line > 1
