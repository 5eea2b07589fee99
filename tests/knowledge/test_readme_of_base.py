"""What README says of a knowledge base: its commands work as written, and its queries on both databases."""

import re
import shlex
from pathlib import Path

import pytest
from sqlalchemy import text

from factextract.articles import Article, read_articles
from factextract.extractor import Extractor
from factextract.knowledge.base import Base
from factextract.knowledge.load import load
from factextract.records import to_json
from tests.conftest import Cli

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SECTION = README[README.index("\n## A knowledge base\n") : README.index("\n## The spaCy model\n")]
QUERIES = re.findall(r"^```sql\n(.*?);\n```$", SECTION, flags=re.MULTILINE | re.DOTALL)
(EXAMPLE,) = re.findall(r"^```py\n(.*?)^```$", SECTION, flags=re.MULTILINE | re.DOTALL)
COMMANDS, *_ = re.findall(r"^```sh\n(pip install .*?)^```$", SECTION, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `factextract run` writes for the articles of the first command in README."""
    path = tmp_path_factory.mktemp("readme") / "facts.jsonl"
    articles = (item for item in read_articles([ROOT / "corpus" / "articles"]) if isinstance(item, Article))
    with path.open("wb") as file:
        for _, found in Extractor().extract_many(articles):
            file.writelines(to_json(fact) + b"\n" for fact in found)
    return path


@pytest.fixture
def outputs(facts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder to work in where that run has been."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "outputs").mkdir()
    (tmp_path / "outputs" / "facts.jsonl").write_bytes(facts.read_bytes())


@pytest.mark.usefixtures("outputs")
def test_python(capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(EXAMPLE, "README.md", "exec"), {})
    assert "exports 1150000000000 CNY 1" in capsys.readouterr().out


@pytest.mark.usefixtures("outputs")
def test_commands(cli: Cli) -> None:
    _, load_, query, series, show = COMMANDS.splitlines()
    assert cli(*shlex.split(load_)[1:]).exit_code == 0
    assert "1,150,000,000,000 CNY" in cli(*shlex.split(query)[1:]).stdout
    assert "5,660,000,000 USD" in cli(*shlex.split(series)[1:]).stdout
    assert "[1.15 trillion yuan]" in cli(*shlex.split(show)[1:]).stdout
    for words in re.findall(r"`(kb [a-z]+)[ `]", SECTION):
        assert cli(*words.split(), "--help").exit_code == 0, words


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.split("FROM ")[1].split()[0])
def test_queries(base: Base, facts: Path, query: str) -> None:
    load(base, [facts])
    with base.reading() as connection:
        assert connection.execute(text(query)).all()
