"""`factextract run` from end to end: what is written, where, and what is said of bad input."""

import gzip
import json
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from factextract.articles import Article, read_articles
from factextract.files import read_records
from factextract.records import Fact, json_schema, spans
from tests.conftest import Cli
from tests.samples import sample_facts

CORPUS = Path(__file__).parent.parent / "corpus" / "articles"
GOOD = "Norland's exports rose 3 percent to $5 billion in 2024. Last month 40 ships sailed and unemployment was 4.1%.\n"


@pytest.fixture(scope="module")
def corpus_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder a run over the corpus wrote."""
    from factextract.cli.app import app

    out = tmp_path_factory.mktemp("run")
    result = CliRunner().invoke(app, ["run", str(CORPUS), "--output", str(out), "--with-articles"])
    assert result.exit_code == 0, result.stderr
    assert "articles, " in result.stderr
    assert "words per second" in result.stderr
    return out


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """An article that states a few facts."""
    path = tmp_path / "2025-02-03-exports.txt"
    path.write_text(GOOD, encoding="utf-8")
    return path


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def facts(path: Path) -> list[Fact]:
    return list(read_records(path))


def test_corpus_gives_records_of_every_kind(corpus_run: Path) -> None:
    kinds = {fact.kind for fact in facts(corpus_run / "facts.jsonl")}
    assert len(kinds) == 6


def test_every_span_of_every_record_stands_in_its_article(corpus_run: Path) -> None:
    texts = {article["id"]: article["text"] for article in lines(corpus_run / "texts.jsonl")}
    checked = 0
    for fact in facts(corpus_run / "facts.jsonl"):
        for start, end, words in spans(fact):
            assert texts[fact.article.id][start:end] == words
            checked += 1
    assert checked > 500


def test_every_offset_of_every_record_lies_in_its_article(corpus_run: Path) -> None:
    lengths = {article["id"]: len(article["text"]) for article in lines(corpus_run / "texts.jsonl")}

    def pairs(value: Any) -> Iterator[tuple[int, int]]:
        if isinstance(value, dict):
            if "end" in value and isinstance(value["end"], int):
                yield value["start"], value["end"]
            for part in value.values():
                yield from pairs(part)
        elif isinstance(value, list):
            for part in value:
                yield from pairs(part)

    for record in lines(corpus_run / "facts.jsonl"):
        assert all(0 <= start < end <= lengths[record["article"]["id"]] for start, end in pairs(record))


def test_every_record_fits_the_schema(corpus_run: Path) -> None:
    validator = Draft202012Validator(json_schema())
    for record in lines(corpus_run / "facts.jsonl"):
        validator.validate(record)


def test_records_have_ids_of_their_own(corpus_run: Path) -> None:
    ids = [fact.id for fact in facts(corpus_run / "facts.jsonl")]
    assert len(ids) == len(set(ids))


def test_records_come_in_article_and_text_order(corpus_run: Path) -> None:
    order = [article["id"] for article in lines(corpus_run / "texts.jsonl")]
    places = [
        (order.index(fact.article.id), fact.evidence.start) for fact in facts(corpus_run / "facts.jsonl")
    ]
    assert places == sorted(places)


def test_a_second_run_writes_the_same_bytes(corpus_run: Path, cli: Cli, tmp_path: Path) -> None:
    assert cli("run", CORPUS, "--output", tmp_path, "--quiet").exit_code == 0
    assert (tmp_path / "facts.jsonl").read_bytes() == (corpus_run / "facts.jsonl").read_bytes()


def test_writes_a_file_named_directly(cli: Cli, article: Path, tmp_path: Path) -> None:
    target = tmp_path / "deep" / "mine.jsonl"
    result = cli("run", article, "--output", target)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert f"in {target}" in result.stderr
    assert len(facts(target)) >= 2
    assert [path.name for path in target.parent.iterdir()] == ["mine.jsonl"]


def test_leaves_out_kinds_not_asked_for(cli: Cli, article: Path, tmp_path: Path) -> None:
    target = tmp_path / "facts.jsonl"
    assert cli("run", article, "--output", target, "--kinds", "growth_percentage").exit_code == 0
    assert {fact.kind for fact in facts(target)} == {"growth_percentage"}
    repeated = ("--kinds", "growth_percentage,event_date", "--kinds", "percentage")
    assert cli("run", article, "--output", target, *repeated).exit_code == 0
    assert {fact.kind for fact in facts(target)} == {"growth_percentage", "percentage"}


def test_leaves_out_facts_it_is_not_sure_of(
    cli: Cli, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [
        fact.model_copy(update={"confidence": 0.5 + place / 10}) for place, fact in enumerate(sample_facts())
    ]
    monkeypatch.setattr("factextract.running.facts_of", lambda *_: found)
    target = tmp_path / "facts.jsonl"
    assert cli("run", article, "--output", target, "--min-confidence", "0.7").exit_code == 0
    assert facts(target) == found[2:]


def test_published_anchors_articles_without_a_date(cli: Cli, tmp_path: Path) -> None:
    undated, target = tmp_path / "undated.txt", tmp_path / "facts.jsonl"
    undated.write_text(GOOD, encoding="utf-8")
    result = cli("run", undated, "--output", target, "--published", "2025-02-03")
    assert result.exit_code == 0
    assert "WARNING" not in result.stderr
    assert {str(fact.article.published) for fact in facts(target)} == {"2025-02-03"}
    assert "2025-01-01" in {str(fact.period.start) for fact in facts(target) if fact.period}


def test_warns_of_articles_without_a_date(cli: Cli, tmp_path: Path) -> None:
    undated = tmp_path / "undated.txt"
    undated.write_text(GOOD, encoding="utf-8")
    assert f"{undated}: no publication date" in cli("run", undated, "--output", tmp_path / "out").stderr
    assert cli("run", undated, "--output", tmp_path / "out", "--quiet").stderr == ""


def test_a_text_without_facts_is_no_failure(cli: Cli, tmp_path: Path) -> None:
    plain = tmp_path / "2025-02-03-plain.txt"
    plain.write_text("There is nothing to count here.\n", encoding="utf-8")
    result = cli("run", plain, "--output", tmp_path)
    assert result.exit_code == 0
    assert "1 article, 0 facts" in result.stderr
    assert (tmp_path / "facts.jsonl").read_bytes() == b""


@pytest.mark.parametrize(
    "text",
    [
        "Exports 🚢🇫🇷 rose 3 percent to $5 billion in 2024. 👩‍👩‍👧 bought 40 ships.",
        "שר האוצר said exports rose 3 percent to $5 billion in 2024, وقال 40 ships sailed.",
        "Exports rose\u00a03\u00a0percent to \uff04\uff15 billion\u2028in 2024.\r\n40\u2028 ships\u0085sank.",
        "E\u0301xports rose 3 percent \x07\x1b[31mto $5 billion\x00 in 2024.",
    ],
    ids=["emoji", "right to left", "odd spaces", "combining and control"],
)
def test_offsets_hold_whatever_the_characters(cli: Cli, tmp_path: Path, text: str) -> None:
    source = tmp_path / "articles.json"
    source.write_text(json.dumps({"id": "odd", "published": "2025-02-03", "text": text}), encoding="utf-8")
    result = cli("run", source, "--output", tmp_path / "out", "--with-articles")
    assert result.exit_code == 0, result.stderr
    (written,) = lines(tmp_path / "out" / "texts.jsonl")
    records = facts(tmp_path / "out" / "facts.jsonl")
    assert records
    for fact in records:
        assert all(written["text"][start:end] == words for start, end, words in spans(fact))


BAD_FILES = [
    ("empty.txt", b"", "empty"),
    ("blank.txt", b" \n\n\t\n", ""),
    ("broken.json", b'{"text": ', "broken JSON"),
    ("notext.json", b'{"title": "Norland"}', "text"),
    ("binary.txt", bytes(range(256)) * 20, "binary"),
    ("picture.html", b"\x89PNG\r\n\x1a\n" + bytes(64), ""),
    ("broken.txt.gz", b"\x1f\x8b not gzip", ""),
    ("cut.txt.gz", gzip.compress(GOOD.encode())[:-12], ""),
    ("paper.pdf", b"%PDF-1.7", "kind of file"),
]


@pytest.mark.parametrize(("name", "content", "reason"), BAD_FILES, ids=[name for name, _, _ in BAD_FILES])
def test_a_bad_file_is_named_and_the_rest_goes_on(
    cli: Cli, article: Path, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    bad = tmp_path / name
    bad.write_bytes(content)
    result = cli("run", bad, article, "--output", tmp_path / "out")
    assert result.exit_code == 1
    assert f"{bad}: " in result.stderr
    assert reason in result.stderr
    assert "Traceback" not in result.stderr
    assert "1 article, " in result.stderr
    assert "1 failure" in result.stderr
    assert facts(tmp_path / "out" / "facts.jsonl")


def test_a_path_that_is_not_there_is_a_failure(cli: Cli, article: Path, tmp_path: Path) -> None:
    result = cli("run", tmp_path / "nowhere", article, "--output", tmp_path / "out")
    assert result.exit_code == 1
    assert f"{tmp_path / 'nowhere'}: no such file or folder" in result.stderr
    assert facts(tmp_path / "out" / "facts.jsonl")


def test_what_was_there_stays_if_no_article_could_be_read(cli: Cli, tmp_path: Path) -> None:
    target = tmp_path / "facts.jsonl"
    target.write_text("precious\n", encoding="utf-8")
    result = cli("run", tmp_path / "nowhere", "--output", target)
    assert result.exit_code == 1
    assert "nothing was written" in result.stderr
    assert target.read_text(encoding="utf-8") == "precious\n"
    assert list(tmp_path.iterdir()) == [target]


def test_an_article_that_breaks_the_extractor_is_named(
    cli: Cli, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from factextract import running

    facts_of = running.facts_of

    def fragile(doc: Any, of: Article, trained: Any) -> list[Fact]:
        if "fragile" in of.id:
            raise ZeroDivisionError("by design")
        return facts_of(doc, of, trained)

    monkeypatch.setattr(running, "facts_of", fragile)
    bad = tmp_path / "2025-02-03-fragile.txt"
    bad.write_text(GOOD, encoding="utf-8")
    result = cli("run", bad, article, "--output", tmp_path / "out")
    assert result.exit_code == 1
    assert f"{bad}: extraction failed: ZeroDivisionError: by design" in result.stderr
    assert "Traceback" not in result.stderr
    assert {fact.article.id for fact in facts(tmp_path / "out" / "facts.jsonl")} == {article.name}
    again = ("run", bad, article, "--output", tmp_path / "out", "--verbose")
    assert "Traceback" not in cli(*again).stderr
    assert "Traceback" in cli(*again, "--retry-failed").stderr


def test_an_output_that_cannot_be_written_is_named(cli: Cli, article: Path, tmp_path: Path) -> None:
    result = cli("run", article, "--output", article)
    assert result.exit_code == 1
    assert f"{article}: the folder cannot be made" in result.stderr
    (tmp_path / "folder.jsonl").mkdir()
    result = cli("run", article, "--output", tmp_path / "folder.jsonl")
    assert result.exit_code == 1
    assert "folder.jsonl: is a folder" in result.stderr


def test_a_file_that_is_read_is_not_written_over(cli: Cli, tmp_path: Path) -> None:
    news = tmp_path / "news" / "articles.jsonl"
    news.parent.mkdir()
    news.write_text(json.dumps({"text": GOOD, "published": "2025-02-03"}), encoding="utf-8")
    before = news.read_bytes()
    for call in (
        ("run", news, "--output", news),
        ("run", news.parent, "--output", news.parent, "--with-articles"),
    ):
        result = cli(*call)
        assert result.exit_code == 2
        assert "is among the articles to read" in " ".join(result.stderr.split())
        assert [path.name for path in news.parent.iterdir()] == [news.name]
        assert news.read_bytes() == before


def test_an_article_of_many_is_named_by_its_file_and_line(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("factextract.running.MAX_CHARACTERS", 50)
    news = tmp_path / "news.jsonl"
    articles = [{"id": "short", "text": "It hired 25 people."}, {"id": "long", "text": GOOD}]
    news.write_text("\n".join(map(json.dumps, articles)), encoding="utf-8")
    result = cli("run", news, "--output", tmp_path / "out")
    assert result.exit_code == 1
    assert f"{news}: line 1: no publication date" in result.stderr
    assert f"{news}: line 2: {len(GOOD)} characters, more than 50" in result.stderr


def test_messages_do_not_steer_the_terminal(cli: Cli, tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "up\n\x1b[31mred.txt").write_text(GOOD, encoding="utf-8")
    (news / "down\n\x1b[31mred.txt").write_bytes(b"")
    result = cli("run", news, "--output", tmp_path / "out")
    assert "down\ufffd\ufffd[31mred.txt: empty file" in result.stderr
    assert "up\ufffd\ufffd[31mred.txt: no publication date" in result.stderr
    assert "\x1b" not in result.stderr


@pytest.mark.parametrize("room", [100, 90_000], ids=["for nothing", "for what is done, not for the facts"])
def test_a_full_disk_is_said_and_keeps_what_was_there(article: Path, tmp_path: Path, room: int) -> None:
    article.write_text(GOOD * 200, encoding="utf-8")
    target = tmp_path / "out" / "facts.jsonl"
    target.parent.mkdir()
    target.write_text("precious\n", encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "factextract", "run", str(article), "--output", str(target)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
        env={"PYTHONPATH": ":".join(sys.path), "PYTHONDONTWRITEBYTECODE": "1", "FACTEXTRACT_WORKERS": "0"},
    )
    assert result.returncode == 1
    assert re.search(r"factextract: \S+(?:facts.jsonl: file too large|sqlite: disk I/O error)", result.stderr)
    assert "Traceback" not in result.stderr
    assert target.read_text(encoding="utf-8") == "precious\n"
    assert list(target.parent.iterdir()) == [target]


def test_the_sample_holds_records_of_the_corpus() -> None:
    texts = {item.id: item.text for item in read_articles([CORPUS]) if isinstance(item, Article)}
    records = facts(CORPUS.parent.parent / "outputs" / "sample.jsonl")
    assert len({fact.kind for fact in records}) > 3
    for fact in records:
        assert all(texts[fact.article.id][start:end] == words for start, end, words in spans(fact))
