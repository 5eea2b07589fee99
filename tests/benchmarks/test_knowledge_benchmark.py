"""The benchmark of a base makes valid records that vary, and answers all it asks."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import knowledge as knowledge_benchmark
from factextract.records import from_json, json_line
from tests.knowledge.records import CHINA, VIETNAM, trade

LINES = [
    json_line(trade("5 yuan", 5)),
    json_line(trade("6 yuan", 6, reporter=CHINA, partner=("Quillbrook Inc.", "ORG", None), at=300)),
]


def test_three_articles_tell_the_same() -> None:
    records = [knowledge_benchmark.vary(LINES[1], number) for number in range(6)]
    assert len({from_json(json_line(record)).id for record in records}) == 6
    assert [record["partner"]["name"].split()[0] for record in records] == ["Bababa" + "ba"] * 3 + [
        "Babababa"[:-2] + "del"
    ] * 3
    assert [record["period"]["start"] for record in records] == ["2024-01-01"] * 3 + ["2024-01-02"] * 3
    assert records[0]["reporter"]["id"] == CHINA[2]
    assert records[3]["reporter"]["id"] not in (CHINA[2], VIETNAM[2])


def test_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(knowledge_benchmark, "corpus_records", lambda: LINES)
    monkeypatch.setattr(knowledge_benchmark, "RUNS", 1)
    knowledge_benchmark.main(facts=3000)
    told = capsys.readouterr().out
    assert "facts                              3,000" in told
    assert "view provenance of an article" in told
