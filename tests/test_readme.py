"""README says nothing that is not so: its commands exist, its examples run, its record is what is written."""

import json
import re
from pathlib import Path

import pytest

from factextract.articles import Article, read_articles
from factextract.extractor import Extractor
from factextract.records import from_json, to_json
from tests.conftest import Cli

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The code blocks of a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


def test_opens_with_the_two_commands() -> None:
    run, tests = blocks("sh")[0].splitlines()
    assert run.endswith("factextract run corpus/articles --output outputs")
    assert tests.endswith("pytest")


def test_ci_runs_what_it_says() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "pip install --quiet --disable-pip-version-check -e '.[dev,ray]'" in script
    assert "factextract run corpus/articles --output" in script
    assert script.rstrip().endswith("step pytest")


def test_record_is_the_one_written() -> None:
    shown = json.loads(blocks("json")[0])
    assert from_json(json.dumps(shown)).kind == shown["kind"]
    (article,) = (
        item
        for item in read_articles([ROOT / "corpus" / "articles"])
        if isinstance(item, Article) and item.id == shown["article"]["id"]
    )
    written = {fact.id: json.loads(to_json(fact)) for fact in Extractor().extract(article)}
    # How sure it is may be tuned without README being wrong about what a record is.
    confidence = {"confidence": shown["confidence"]}
    assert written[shown["id"]] | confidence == shown, "README shows an earlier state of this record"
    assert f'From "{shown["sentence"]["text"]}"' in README


@pytest.mark.parametrize("example", blocks("python"), ids=lambda example: example.splitlines()[0])
def test_python_examples_run(
    example: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(example, "README.md", "exec"), {})
    assert capsys.readouterr().out.strip() not in ("", "[]")


def test_commands_and_options_it_names_exist(cli: Cli) -> None:
    for command in re.findall(r"^\| `factextract (\w+)", README, flags=re.MULTILINE):
        assert cli(command, "--help").exit_code == 0, command
    helped = cli("run", "--help").stdout
    (sentence,) = re.findall(r"`run` takes (.*?)\n\n", README, flags=re.DOTALL)
    options = re.findall(r"`(--[\w-]+)`", sentence)
    assert len(options) == 7
    assert all(option in helped for option in options)


def test_files_it_names_exist() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
