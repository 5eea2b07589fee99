"""Pairing and counting."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from factextract.evaluation import Evaluation, Mistake, Statement, align, evaluate_records, mistakes, score
from factextract.evaluation.errors import reading
from factextract.evaluation.gold import GoldArticle
from factextract.evaluation.statement import Days, from_record
from tests.samples import ARTICLE, sample_facts

YEAR = Days(date(2024, 1, 1), date(2024, 12, 31))


def level(start: int = 0, **fields: Any) -> Statement:
    """42 jobs at some place of the text."""
    usual = {
        "kind": "quantity",
        "start": start,
        "end": start + 7,
        "evidence": "42 jobs",
        "status": "reported",
        "value": Decimal(42),
        "unit": "job",
        "modifier": "exact",
        "role": "level",
        "indicator": "jobs",
        "subjects": ("Norland",),
    }
    return Statement(**(usual | fields))


def wrong_in(gold: list[Statement], predicted: list[Statement]) -> list[Mistake]:
    """The mistakes of an article of nothing but the words in question."""
    return list(mistakes("jobs", "42 jobs. " * 20, gold, predicted, align(gold, predicted)))


def figures(gold: list[Statement], predicted: list[Statement]) -> dict[str, tuple[float, float]]:
    """Precision and recall at each level."""
    levels = score([(gold, predicted)]).levels
    return {name: (figure.precision, figure.recall) for name, figure in levels.items()}


def test_the_same_facts_score_one() -> None:
    gold = [from_record(fact) for fact in sample_facts()]
    assert figures(gold, gold) == {"value": (1, 1), "core": (1, 1), "record": (1, 1)}
    assert wrong_in(gold, gold) == []


def test_nothing_scores_nothing() -> None:
    assert figures([level()], []) == {"value": (0, 0), "core": (0, 0), "record": (0, 0)}
    assert score([([level()], [])]).levels["value"].f1 == 0
    assert figures([], [level()])["value"] == (0, 0)


def test_f1_is_the_harmonic_mean() -> None:
    figure = score([([level(), level(20)], [level()])]).levels["record"]
    assert (figure.precision, figure.recall) == (1, 0.5)
    assert figure.f1 == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("wrong", "held"),
    [
        ({"value": Decimal(43)}, {"value": 0, "core": 0, "record": 0}),
        ({"status": "forecast"}, {"value": 1, "core": 0, "record": 0}),
        ({"modifier": "approximate"}, {"value": 1, "core": 0, "record": 0}),
        ({"role": "previous"}, {"value": 1, "core": 0, "record": 0}),
        ({"period": YEAR}, {"value": 1, "core": 0, "record": 0}),
        ({"kind": "monetary_value"}, {"value": 1, "core": 0, "record": 0}),
        ({"direction": "increase"}, {"value": 1, "core": 1, "record": 1}),
        ({"indicator": "vacancies"}, {"value": 1, "core": 1, "record": 0}),
        ({"subjects": ("Sudria",)}, {"value": 1, "core": 1, "record": 0}),
    ],
)
def test_each_level_needs_its_fields(wrong: dict[str, Any], held: dict[str, int]) -> None:
    found = figures([level()], [level(**wrong)])
    assert {name: recall for name, (_, recall) in found.items()} == held


def test_trade_needs_flow_and_both_parties() -> None:
    trade = {
        "kind": "trade_value",
        "unit": "USD",
        "flow": "exports",
        "reporter": "Norland",
        "partner": "Sudria",
        "subjects": ("Norland", "Sudria"),
    }
    gold = level(**trade)
    assert figures([gold], [replace(gold, flow="imports")])["core"] == (0, 0)
    assert figures([gold], [replace(gold, partner=None)])["record"] == (0, 0)
    assert figures([gold], [replace(gold, partner=None)])["core"] == (1, 1)


def test_pairs_need_overlap() -> None:
    assert align([level(0)], [level(7)]) == []
    assert len(align([level(0)], [level(6)])) == 1


def test_pairs_are_one_to_one_and_prefer_what_agrees() -> None:
    gold = level()
    wrong, right = level(value=Decimal(1)), level()
    (pair,) = align([gold], [wrong, right])
    assert pair.predicted is right
    assert figures([gold], [wrong, right])["value"] == (0.5, 1)


def test_events_pair_with_events_only() -> None:
    event = level(kind="event_date", period=YEAR, event="opened")
    assert align([event], [level()]) == []


def test_kinds_count_only_their_own() -> None:
    found = score([([level(), level(20)], [level(), level(20, kind="monetary_value")])])
    assert found.kinds["quantity"]["value"].right == 1
    assert found.kinds["monetary_value"]["value"].right == 0
    assert found.levels["value"].right == 2
    assert "percentage" not in found.kinds


def test_slots_are_counted_over_pairs() -> None:
    found = score([([level(), level(20), level(40)], [level(), level(20, role="previous")])])
    assert (found.slots["role"].right, found.slots["role"].pairs) == (1, 2)
    assert found.slots["role"].share == 0.5


@pytest.mark.parametrize(
    ("wrong", "causes"),
    [
        ({"value": Decimal(43)}, ("value",)),
        ({"unit": "person"}, ("unit",)),
        ({"value": Decimal(43), "unit": "person"}, ("value", "unit")),
        ({"kind": "monetary_value", "unit": "USD"}, ("unit", "kind")),
        ({"period": YEAR}, ("period",)),
        ({"status": "forecast"}, ("status",)),
        ({"modifier": "at_most"}, ("modifier",)),
        ({"role": "change", "direction": "increase"}, ("role",)),
        ({"indicator": "vacancies", "subjects": ()}, ("indicator", "subjects")),
    ],
)
def test_mistakes_name_their_causes(wrong: dict[str, Any], causes: tuple[str, ...]) -> None:
    (mistake,) = wrong_in([level()], [level(**wrong)])
    assert mistake.causes == causes


def test_a_wrong_direction_is_told_of_changes() -> None:
    gold = level(role="change", direction="increase")
    (mistake,) = wrong_in([gold], [replace(gold, direction="decrease")])
    assert mistake.causes == ("direction",)


def test_mistakes_stand_in_the_order_of_the_text_with_their_sentence() -> None:
    found = wrong_in([level(9), level(27)], [level(27, value=Decimal(43)), level(45)])
    assert [(mistake.causes, mistake.fact.start) for mistake in found] == [
        (("missed",), 9),
        (("value",), 27),
        (("extra",), 45),
    ]
    assert {mistake.passage.text for mistake in found} == {"42 jobs."}
    assert [mistake.passage.start for mistake in found] == [9, 27, 45]


def test_reading_leaves_out_what_is_empty() -> None:
    assert reading(level(period=None)) == {
        "kind": "quantity",
        "value": "42 job",
        "role": "level",
        "indicator": "jobs",
        "subjects": "Norland",
        "status": "reported",
    }


def test_slots_have_precision_and_recall() -> None:
    found = score([([level(), level(20)], [level(), level(20, modifier="at_most"), level(40)])])
    figure = found.slots["modifier"]
    assert (figure.right, figure.gold, figure.predicted, figure.pairs) == (1, 2, 3, 2)
    assert (figure.precision, figure.recall, figure.share) == (1 / 3, 1 / 2, 1 / 2)
    assert "event" not in found.slots


def evaluation() -> Evaluation:
    """The sample records against gold that has them all, but for one that is different."""
    statements = [from_record(fact) for fact in sample_facts()]
    statements[3] = replace(statements[3], period=YEAR)
    return evaluate_records([GoldArticle(ARTICLE, tuple(statements))], sample_facts())


def test_records_against_gold() -> None:
    found = evaluation()
    assert found.problems == []
    assert found.score.levels["value"].right == 6
    assert [mistake.causes for mistake in found.mistakes] == [("period",)]


def test_records_of_other_articles_are_told() -> None:
    other = GoldArticle(replace(ARTICLE, id="other"), ())
    found = evaluate_records([other], sample_facts())
    assert found.problems == ["6 records are of other articles, and left out"]


def test_records_that_do_not_stand_in_the_text_are_told() -> None:
    shifted = GoldArticle(replace(ARTICLE, text=" " + ARTICLE.text), ())
    found = evaluate_records([shifted], sample_facts()[:1])
    assert [problem.split()[-4:] for problem in found.problems] == [["stand", "at", "its", "offsets"]]
