"""Which candidates gold calls right, task by task."""

from datetime import date
from types import SimpleNamespace as Thing
from typing import Any

import pytest

from factextract.evaluation.statement import Days, Statement
from factextract.training.labels import EVENT_RULES, VALUE_RULES, event_labels

LEVELS = ["level", "previous", "increase", "decrease"]
YEAR = Days(date(2024, 1, 1), date(2024, 12, 31))


def value(**fields: Any) -> Statement:
    defaults: dict[str, Any] = {"kind": "monetary_value", "status": "reported", "role": "level"}
    return Statement(start=0, end=3, evidence="5bn", **(defaults | fields))


def event(**fields: Any) -> Statement:
    return Statement(kind="event_date", start=0, end=4, evidence="2024", status="reported", **fields)


def named(name: str) -> Thing:
    return Thing(name=name)


def dated(start: date, end: date) -> Thing:
    return Thing(interval=Thing(start=start, end=end))


def phrase(text: str) -> Thing:
    return Thing(text=text)


@pytest.mark.parametrize(
    ("gold", "right"),
    [
        (value(), "level"),
        (value(role="previous"), "previous"),
        (value(role="change", direction="decrease"), "decrease"),
        (value(kind="growth_percentage", role="change", direction="increase"), "increase"),
    ],
)
def test_role(gold: Statement, right: str) -> None:
    assert VALUE_RULES["role"](gold, LEVELS) == [label == right for label in LEVELS]


def test_zero_growth_tells_no_role() -> None:
    assert VALUE_RULES["role"](value(kind="growth_percentage", role="change"), LEVELS) is None


def test_status() -> None:
    assert VALUE_RULES["status"](value(status="target"), ["reported", "target"]) == [False, True]


def test_percent_kind() -> None:
    kinds = ["growth_percentage", "percentage"]
    assert VALUE_RULES["percent kind"](value(kind="percentage"), kinds) == [False, True]


def test_trade_flow_is_none_for_other_money() -> None:
    rule, flows = VALUE_RULES["trade flow"], ["none", "exports"]
    assert rule(value(kind="trade_value", flow="exports"), flows) == [False, True]
    assert rule(value(flow="exports"), flows) == [True, False]


def test_indicator_by_its_head() -> None:
    found = [(phrase("net profit for the year"), None), (phrase("sales"), None), None]
    assert VALUE_RULES["indicator"](value(indicator="profit"), found) == [True, False, False]
    assert VALUE_RULES["indicator"](value(), found) is None


def test_all_forms_of_a_subject_are_right() -> None:
    found = [None, named("the U.S."), named("United States"), named("Chile")]
    assert VALUE_RULES["subject"](value(subjects=("United States",)), found) == [False, True, True, False]
    assert VALUE_RULES["subject"](value(), found) == [True, False, False, False]


def test_period() -> None:
    rule = VALUE_RULES["period"]
    found = [None, dated(YEAR.start, YEAR.end), dated(YEAR.start, YEAR.start)]
    assert rule(value(period=YEAR), found) == [False, True, False]
    assert rule(value(), found) == [True, False, False]


def test_a_period_from_afar_may_be_left_out() -> None:
    found = [None, dated(YEAR.start, YEAR.start)]
    assert VALUE_RULES["period"](value(period=YEAR, period_explicit=False), found) == [True, False]
    assert VALUE_RULES["period"](value(period=YEAR), found) == [False, False]


def test_event() -> None:
    found = [None, (None, phrase("suspended")), (None, phrase("said"))]
    assert event_labels([event(event="suspending"), event(event="opened")], found) == [False, True, False]
    assert event_labels([], found) == [True, False, False]


def test_participant() -> None:
    found = [None, named("Chile"), named("Kenya")]
    assert EVENT_RULES["participant"](event(participants=("Kenya",)), found) == [False, False, True]
    assert EVENT_RULES["participant"](event(), found) == [True, False, False]
