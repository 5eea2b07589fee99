"""Reading gold, and what is said of gold that is none."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from factextract.errors import GoldError
from factextract.evaluation import read_gold
from tests.evaluation.gold_files import write_gold

FACT = {
    "kind": "percentage",
    "evidence": "15.4%",
    "start": 13,
    "end": 18,
    "status": "reported",
    "period": {"start": "2024-01-01", "end": "2024-12-31"},
    "period_explicit": False,
    "value": 15.4,
    "unit": "percent",
    "modifier": "exact",
    "role": "level",
    "direction": None,
    "indicator": "fish",
    "subjects": ["Norland"],
}
ARTICLE = {
    "id": "fish",
    "title": "Fish",
    "published": "2025-02-03",
    "text": "Fish made up 15.4% of it.",
    "facts": [FACT],
}


def write(path: Path, content: Any) -> Path:
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_reads_a_file(tmp_path: Path) -> None:
    (article,) = read_gold(write(tmp_path / "a.json", ARTICLE))
    assert article.article.id == "fish"
    (fact,) = article.facts
    assert fact.value == Decimal("15.4")
    assert str(fact.period) == "2024-01-01..2024-12-31"
    assert fact.subjects == ("Norland",)
    assert not fact.period_explicit


def test_reads_a_folder_in_order_of_name(tmp_path: Path) -> None:
    write(tmp_path / "b.json", ARTICLE | {"id": "b"})
    write(tmp_path / "a.json", ARTICLE | {"id": "a"})
    write(tmp_path / "notes.json", {"title": "not gold"})
    assert [article.article.id for article in read_gold(tmp_path)] == ["a", "b"]


def test_reads_the_corpus() -> None:
    articles = read_gold(Path(__file__).parents[2] / "corpus")
    assert len({article.article.id for article in articles}) == len(articles)
    assert sum(len(article.facts) for article in articles) > 1000


def test_names_the_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"nowhere: no such file or folder"):
        read_gold(tmp_path / "nowhere")


def test_a_folder_without_gold_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="no gold article in it"):
        read_gold(tmp_path)


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe\x00", b""])
def test_names_the_file_that_is_not_json(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "broken.json").write_bytes(content)
    with pytest.raises(GoldError, match=r"broken\.json: not JSON"):
        read_gold(tmp_path)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"text": None}, "needs `text`"),
        ({"facts": {}}, "`facts`, a list"),
        ({"published": "yesterday"}, "no ISO date: 'yesterday'"),
        ({"facts": [FACT | {"kind": "rumour"}]}, "fact 1 is of no kind we know: 'rumour'"),
        ({"facts": [FACT, FACT | {"start": 12}]}, "fact 2: '15.4%' does not stand at 12..18"),
        ({"facts": [FACT | {"period": {"start": "2024-13-01", "end": "x"}}]}, "fact 1 is no gold fact"),
        ({"facts": [{key: FACT[key] for key in FACT if key != "status"}]}, "fact 1 has no 'status'"),
        ({"facts": ["15.4%"]}, "fact 1 is no gold fact"),
        ({"facts": [FACT | {"value": "many"}]}, "fact 1 is no gold fact"),
    ],
)
def test_says_what_is_wrong_with_it(tmp_path: Path, wrong: dict[str, Any], reason: str) -> None:
    path = write(tmp_path / "a.json", ARTICLE | wrong)
    with pytest.raises(GoldError) as caught:
        read_gold(path)
    assert caught.value.path == str(path)
    assert reason in caught.value.reason


def test_two_articles_of_one_id_are_refused(tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_gold(tmp_path / f"{name}.json", [])
    with pytest.raises(GoldError, match="more than one article has the id 'norland'"):
        read_gold(tmp_path)
