"""Baselines: their keys, their bytes, and what is told against them."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from factextract.articles import Article
from factextract.errors import UsageError
from factextract.evaluation import (
    Baseline,
    Evaluation,
    GoldArticle,
    compare,
    evaluate_statements,
    read_baseline,
    write_baseline,
)
from factextract.evaluation.baseline import BaselineError, baseline_of, keys_of
from factextract.evaluation.gate import losses
from factextract.evaluation.statement import Days, Statement

SENTENCE = "There were 42 jobs. "


def jobs(place: int, **fields: Any) -> Statement:
    """The jobs of one sentence."""
    start = place * len(SENTENCE) + SENTENCE.index("42")
    usual = {
        "kind": "quantity",
        "evidence": "42 jobs",
        "status": "reported",
        "value": Decimal(42),
        "unit": "job",
        "modifier": "exact",
        "role": "level",
        "indicator": "jobs",
    }
    return Statement(**(usual | {"start": start, "end": start + 7} | fields))


def evaluation(
    articles: int = 30, facts: int = 10, wrong: dict[str, dict[int, Statement | None]] | None = None
) -> Evaluation:
    """Articles whose facts are all found, but for what ``wrong`` says of some places in some articles."""
    gold = [
        GoldArticle(
            Article(id=f"a{number:02}", text=SENTENCE * facts), tuple(jobs(place) for place in range(facts))
        )
        for number in range(articles)
    ]
    predicted = {}
    for entry in gold:
        found = dict(enumerate(entry.facts)) | (wrong or {}).get(entry.article.id, {})
        predicted[entry.article.id] = [fact for fact in found.values() if fact]
    return evaluate_statements(gold, predicted)


def test_keys_tell_facts_apart() -> None:
    day = Days(date(2024, 5, 1), date(2024, 5, 1))
    event = jobs(0, kind="event_date", evidence="1\nMay", event="opened", period=day)
    assert keys_of([jobs(0), event, jobs(1)]) == [
        "quantity 42 jobs",
        "event_date 1 May [opened]",
        "quantity 42 jobs (2)",
    ]


def test_written_and_read_again_it_is_the_same(tmp_path: Path) -> None:
    wrong = {
        "a01": {0: None, 1: jobs(1, value=Decimal(1)), 2: jobs(2, status="target"), 3: jobs(3, indicator="x")}
    }
    found = evaluation(3, wrong=wrong)
    path = tmp_path / "new" / "baseline.json"
    write_baseline(path, found)
    assert read_baseline(path) == baseline_of(found)
    grades = list(read_baseline(path).articles["a01"].facts.values())
    assert grades == ["missed", "wrong", "value", "core", *["record"] * 6]
    first = path.read_bytes()
    write_baseline(path, evaluation(3, wrong=wrong))
    assert path.read_bytes() == first
    for level in ("value", "core", "record"):
        counted = [article.figure(level) for article in read_baseline(path).articles.values()]  # type: ignore[arg-type]
        assert sum(figure.right for figure in counted) == found.score.levels[level].right  # type: ignore[index]
        assert sum(figure.predicted for figure in counted) == found.score.levels[level].predicted  # type: ignore[index]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "not JSON"),
        ("[]", "no baseline, which"),
        ('{"version": 99}', "version 99"),
        ('{"version": 1}', "no baseline"),
        (
            '{"version": 1, "articles": {"a": {"gold": "", "facts": {"x": "splendid"}, "extra": []}}}',
            "splendid",
        ),
    ],
)
def test_says_what_is_wrong_with_it(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BaselineError, match=reason):
        read_baseline(path)


def test_tells_better_and_worse_fact_by_fact() -> None:
    before = evaluation(
        wrong={"a00": {0: None}, "a02": {0: jobs(0, end=jobs(0).end), 99: jobs(3, start=0, end=3)}}
    )
    after = evaluation(
        wrong={"a01": {4: jobs(4, status="target"), 5: None}, "a03": {99: jobs(3, start=0, end=3)}}
    )
    found = compare(after, baseline_of(before))
    assert [str(change) for change in found.better] == ["a00: quantity 42 jobs: missed -> record"]
    assert [str(change) for change in found.worse] == [
        "a01: quantity 42 jobs (6): record -> missed",
        "a01: quantity 42 jobs (5): record -> value (wrong status: target, in gold reported)",
    ]
    assert found.extra == (("a03", "quantity 42 jobs"),)
    assert found.gone == (("a02", "quantity 42 jobs"),)
    assert found.notes == ()


def test_a_small_loss_in_one_article_passes() -> None:
    found = compare(evaluation(wrong={"a01": {0: None}}), baseline_of(evaluation()))
    assert found.levels["value"].difference < 0
    assert list(losses(found)) == []


def test_a_small_loss_in_many_articles_fails() -> None:
    """A fall of less than the tolerance, but hardly by chance."""
    before, after = (
        evaluation(facts=100),
        evaluation(facts=100, wrong={f"a{n:02}": {0: None} for n in range(30)}),
    )
    found = compare(after, baseline_of(before))
    assert -0.01 < found.levels["core"].difference < 0
    assert found.levels["core"].p_value < 0.05
    failures = list(losses(found))
    assert [failure.split()[0] for failure in failures] == ["value", "core", "record"]
    assert "and 20 more" in failures[0]


def test_a_large_loss_in_one_article_fails() -> None:
    """It may be chance, but it is more than the tolerance. Only the level that fell is told."""
    after = evaluation(wrong={"a01": {place: jobs(place, status="target") for place in range(10)}})
    found = compare(after, baseline_of(evaluation()))
    assert found.levels["core"].p_value > 0.05
    first, second = losses(found)
    assert first.startswith("core F1 fell from 1.0000 to 0.9667 (p = ")
    assert (
        "\n  lost: 10\n    a01: quantity 42 jobs: record -> value (wrong status: target, in gold reported)\n"
        in first
    )
    assert second.startswith("record F1 fell")
    assert "\n" not in second, "the facts it lost have been told"


def test_facts_too_many_are_a_loss_that_is_told() -> None:
    extra = {f"a{n:02}": {99: jobs(3, start=0, end=3)} for n in range(12)}
    first, *others = losses(compare(evaluation(wrong=extra), baseline_of(evaluation())))
    assert "\n  too many now: 12\n    a00: quantity 42 jobs\n" in first
    assert first.endswith("\n    and 2 more")
    assert not any("too many" in other for other in others)


def test_a_rise_is_no_loss() -> None:
    found = compare(evaluation(), baseline_of(evaluation(wrong={f"a{n:02}": {0: None} for n in range(30)})))
    assert found.levels["core"].p_value < 0.05
    assert list(losses(found)) == []


def test_articles_with_other_gold_are_left_out_and_told() -> None:
    before = evaluation(3)
    after = evaluation(4)
    results = [after.results[0], replace(after.results[1], gold=after.results[1].gold[1:]), after.results[3]]
    found = compare(Evaluation(results, []), baseline_of(before))
    assert found.articles == 1
    assert [note.rsplit(": ", 1)[1] for note in found.notes] == ["a01", "a03", "a02"]


def test_an_article_whose_facts_in_the_baseline_are_others_is_left_out_and_told() -> None:
    before = baseline_of(evaluation(2))
    facts = {f"quantity {key}": grade for key, grade in before.articles["a00"].facts.items()}
    odd = Baseline({**before.articles, "a00": replace(before.articles["a00"], facts=facts)})
    found = compare(evaluation(2), odd)
    assert found.articles == 1
    assert found.notes[0].endswith("have other gold facts than the baseline was made with: a00")


def test_a_fact_that_moves_in_the_text_stays_the_same() -> None:
    before = evaluation(1, facts=3)
    moved = [replace(fact, start=fact.start + 5, end=fact.end + 5) for fact in before.results[0].gold]
    article = replace(before.results[0].article, text="Well " + before.results[0].article.text)
    after = evaluate_statements([GoldArticle(article, tuple(moved))], {article.id: moved})
    assert compare(after, baseline_of(before)).articles == 1


def test_nothing_in_common_is_wrong_use() -> None:
    with pytest.raises(UsageError, match="save it anew"):
        compare(evaluation(1, facts=3), baseline_of(evaluation(1, facts=4)))


def test_the_file_is_no_gold_article(tmp_path: Path) -> None:
    write_baseline(tmp_path / "baseline.json", evaluation(1))
    assert "facts" not in json.loads((tmp_path / "baseline.json").read_text(encoding="utf-8"))
