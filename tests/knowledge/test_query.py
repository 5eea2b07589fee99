"""Asking: by name, kind and time; a series; the sentences behind a claim; views; the forms of output."""

import csv
import io
import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text

from factextract.errors import UsageError
from factextract.knowledge.base import Base
from factextract.knowledge.query import Question, ask, explain, series
from tests.conftest import Cli
from tests.knowledge.conftest import LoadRecords
from tests.knowledge.records import CHINA, VIETNAM, amount, event, trade

BILLION = 10**9
MONTHS = {1: ("2024-01-01", "2024-01-31"), 2: ("2024-02-01", "2024-02-29"), 3: ("2024-03-01", "2024-03-31")}


@pytest.fixture
def filled(base: Base, load_records: LoadRecords) -> Base:
    """A base with trade, a rate, growth and an event."""
    growth = {"kind": "growth_percentage", "role": "change", "direction": "increase", "basis": "yoy"}
    load_records(
        trade("5 billion yuan", 5 * BILLION, article="a"),
        trade("5.04 billion yuan", 5_040_000_000, article="b", source="The Mail", published="2025-03-01"),
        trade(
            "4 billion yuan", 4 * BILLION, article="c", flow="imports", period=("2020-01-01", "2020-12-31")
        ),
        trade("9 billion yuan", 9 * BILLION, article="d", reporter=CHINA, partner=VIETNAM),
        trade(
            "9.5 billion yuan",
            "9500000000",
            article="d",
            at=300,
            flow="total",
            reporter=CHINA,
            partner=VIETNAM,
        ),
        amount(
            "2.2 percent", "2.2", "percent", kind="percentage", article="e", indicator="unemployment rate"
        ),
        amount("7 percent", 7, "percent", article="e", at=300, indicator="exports", **growth),
        event(
            "suspended",
            "2025-01-03",
            article="f",
            participants=(VIETNAM, CHINA),
            location=("Lang Son", "GPE", None),
        ),
        amount("$5", 5, article="g", subjects=(("Quillbrook Inc.", "ORG", None),), period=None),
    )
    return base


def values(base: Base, **question: Any) -> list[str]:
    """The figures or events that answer a question, in order."""
    with base.reading() as connection:
        return [
            answer["event"] or f"{answer['value'].normalize():f}"
            for answer in ask(connection, Question(**question))
        ]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (
            {"subject": "Vietnam", "kinds": ["trade_value"], "partner": "China"},
            ["4000000000", "5040000000", "9500000000"],
        ),
        ({"subject": "China", "kinds": ["trade_value"], "partner": "Vietnam"}, ["9000000000", "9500000000"]),
        ({"subject": "VN", "kinds": ["percentage"]}, ["2.2"]),
        ({"subject": "vietnam", "kinds": ["growth_percentage"]}, ["7"]),
        ({"subject": "Vietnam", "kinds": ["event_date"]}, ["suspended"]),
        ({"subject": "Vietnam", "kinds": ["event_date"], "partner": "China"}, ["suspended"]),
        ({"subject": "quillbrook inc"}, ["5"]),
        ({"subject": "Vietnam", "until": date(2020, 12, 31)}, ["4000000000"]),
        ({"subject": "Vietnam", "since": date(2025, 1, 1)}, ["suspended"]),
        # A period counts that has a day in the time asked for.
        ({"subject": "Vietnam", "since": date(2020, 6, 1), "until": date(2020, 6, 30)}, ["4000000000"]),
        ({"subject": "Vietnam", "limit": 1}, ["4000000000"]),
        ({"subject": "Vietnam", "status": "forecast"}, []),
        ({"kinds": ["percentage"]}, ["2.2"]),
        ({"words": "percents said"}, ["2.2", "7"]),
        ({"words": 'yuan" OR 1'}, []),
        ({"words": " ", "kinds": ["percentage"]}, ["2.2"]),
        ({"subject": "Vietnam", "words": "5.04 billion", "kinds": ["trade_value"]}, ["5040000000"]),
    ],
)
def test_questions(filled: Base, question: dict[str, Any], found: list[str]) -> None:
    assert sorted(values(filled, **question)) == sorted(found)


def test_answers_are_in_order_of_time(filled: Base) -> None:
    with filled.reading() as connection:
        days = [answer["period_start"] for answer in ask(connection, Question())]
    known = [day for day in days if day is not None]
    assert known == sorted(known)
    assert days[len(known) :] == [None], "what has no period comes last"


def test_unknown_name_is_told_with_a_guess(filled: Base) -> None:
    with (
        filled.reading() as connection,
        pytest.raises(UsageError, match="no entity is named 'Vietnm'; there is 'Vietnam'"),
    ):
        ask(connection, Question(subject="Vietnm"))


@pytest.fixture
def monthly(base: Base, load_records: LoadRecords) -> Base:
    """Exports of a few months as several articles tell them, among other figures."""
    china = {"reporter": CHINA, "partner": None}
    load_records(
        trade("10 yuan", 10, article="a", period=MONTHS[1], **china),
        trade("20 yuan", 20, article="b", period=MONTHS[2], **china),
        trade("20 yuan", 20, article="c", period=MONTHS[2], **china),
        trade("25 yuan", 25, article="d", period=MONTHS[2], **china),
        trade("30 yuan", 30, article="d", at=300, period=MONTHS[3], status="forecast", **china),
        trade("31 dollars", 31, "USD", article="d", at=500, period=MONTHS[3], **china),
        trade("99 yuan", 99, article="e", period=("2024-01-01", "2024-03-31"), **china),
        trade("7 yuan", 7, article="f", period=MONTHS[1], indicator="rice exports", **china),
        trade("8 yuan", 8, article="f", at=300, period=MONTHS[1], reporter=CHINA, partner=VIETNAM),
        amount(
            "3 percent", 3, "percent", kind="percentage", article="g", subjects=(CHINA,), period=MONTHS[1]
        ),
    )
    return base


def points(base: Base, measure: str, **options: Any) -> dict[str, int]:
    with base.reading() as connection:
        found, _ = series(connection, measure, "China", **options)
    return {point.period: int(point.claim["value"]) for point in found}


def test_series_has_a_value_for_each_period(monthly: Base) -> None:
    assert points(monthly, "exports", per="month") == {"2024-01": 10, "2024-02": 20}
    assert points(monthly, "exports", per="quarter") == {"2024-Q1": 99}
    assert points(monthly, "exports", per="month", unit="USD") == {"2024-03": 31}
    assert points(monthly, "exports of rice", per="month") == {"2024-01": 7}
    assert points(monthly, "exports", per="month", partner="Vietnam") == {"2024-01": 8}
    assert points(monthly, "profit", per="month") == {"2024-01": 3}
    assert points(monthly, "imports") == {}
    assert points(monthly, "exports")["2024-01-01/2024-03-31"] == 99


def test_series_tells_its_support_and_what_differs(monthly: Base) -> None:
    with monthly.reading() as connection:
        found, counts = series(connection, "exports", "China", per="month")
    february = found[1]
    assert february.claim["article_count"] == 2
    assert [int(other["value"]) for other in february.others] == [25]
    assert counts == {("trade_value", "CNY"): 2, ("trade_value", "USD"): 1}


def test_claim_is_shown_with_every_sentence(filled: Base) -> None:
    with filled.reading() as connection:
        (claim,) = ask(connection, Question(words="5.04"))
        found, evidence = explain(connection, claim["id"])
        assert found == claim
        assert [one.evidence for one in evidence] == ["5 billion yuan", "5.04 billion yuan"]
        for one in evidence:
            first = one.evidence_start - one.sentence_start
            assert one.sentence[first : first + len(one.evidence)] == one.evidence
            assert explain(connection, one.fact)[0] == claim
        with pytest.raises(UsageError, match="no claim or fact has the id 'x'"):
            explain(connection, "x")


VIEWS = {
    "trade_flows": (
        "SELECT reporter, partner, flow, value, unit, article_count FROM trade_flows WHERE reporter = 'Vietnam'"
        " AND period_start >= '2024-01-01'",
        [("Vietnam", "China", "exports", "5040000000", "CNY", 2)],
    ),
    "growth_rates": (
        "SELECT subject, indicator, value, basis FROM growth_rates WHERE lowest > 5",
        [("Vietnam", "exports", "7", "yoy")],
    ),
    "timeline": (
        "SELECT CAST(period_start AS VARCHAR(10)), event, participants, location FROM timeline",
        [("2025-01-03", "suspended", "Vietnam; China", "Lang Son")],
    ),
    "provenance": (
        "SELECT article_id, evidence, evidence_start, sentence FROM provenance WHERE evidence = '2.2 percent'",
        [("e", "2.2 percent", 107, "It was 2.2 percent, they said.")],
    ),
}


@pytest.mark.parametrize("view", VIEWS)
def test_views(filled: Base, view: str) -> None:
    query, found = VIEWS[view]
    with filled.reading() as connection:
        rows = connection.execute(text(query)).all()
    assert [tuple(str(cell) if isinstance(cell, Decimal) else cell for cell in row) for row in rows] == found


def test_formats_say_the_same(filled: Base, database: str, cli: Cli) -> None:
    asked = ["kb", "query", "--subject", "Vietnam", "--kind", "trade_value", "--db", database]
    table, lines, sheet = (cli(*asked, "--format", form) for form in ("table", "jsonl", "csv"))
    found = [json.loads(line) for line in lines.stdout.splitlines()]
    rows = list(csv.DictReader(io.StringIO(sheet.stdout)))
    assert [claim["id"] for claim in found] == [row["id"] for row in rows]
    assert [claim["id"] for claim in found] == [line.split()[0] for line in table.stdout.splitlines()[1:]]
    assert [claim["value"] for claim in found] == [int(row["value"]) for row in rows]
    assert "5,040,000,000 CNY" in table.stdout
    supported = next(claim for claim in found if claim["article_count"] == 2)
    assert supported["sources"] == ["The Mail", "The Post"]
    assert (supported["first_published"], supported["last_published"]) == ("2025-02-10", "2025-03-01")


def test_commands_answer(filled: Base, database: str, cli: Cli) -> None:
    asked = [
        "kb",
        "query",
        "--subject",
        "Vietnam",
        "--partner",
        "China",
        "--from",
        "2024-01",
        "--until",
        "2024",
    ]
    result = cli(*asked, "--db", database, "--format", "jsonl")
    assert [json.loads(line)["value"] for line in result.stdout.splitlines()] == [
        5_040_000_000,
        9_500_000_000,
    ]
    claim = json.loads(result.stdout.splitlines()[0])["id"]
    shown = cli("kb", "show", claim, "--db", database)
    assert "It was [5.04 billion yuan], they said." in shown.stdout
    assert "b, characters 107 to 124 (2025-03-01, The Mail)" in shown.stdout
    result = cli(
        "kb", "series", "unemployment rate", "--subject", "Vietnam", "--per", "year", "--db", database
    )
    assert "2.2 percent" in result.stdout
    result = cli("kb", "entities", "--db", database, "--format", "jsonl", "--limit", "1")
    assert json.loads(result.stdout)["name"] == "Vietnam"


@pytest.mark.parametrize(
    "words",
    [
        ["query", "--from", "May"],
        ["query", "--from", "2024-13"],
        ["query", "--kind", "rumour"],
        ["series", "exports"],
        ["series", "exports", "--subject", "Nowhere"],
        ["query", "--format", "xml"],
    ],
)
def test_wrong_calls(filled: Base, database: str, cli: Cli, words: list[str]) -> None:
    assert cli("kb", *words, "--db", database).exit_code == 2


def test_nothing_in_a_table_steers_the_terminal(
    base: Base, load_records: LoadRecords, database: str, cli: Cli
) -> None:
    load_records(amount("$5", 5, subjects=(("Quill\x1b[31mbrook", "ORG", None),)))
    shown = cli("kb", "query", "--db", database).stdout
    assert "Quill" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize("written", ["Viet Nam", "Vietnamese"])
def test_a_country_is_asked_for_by_any_of_its_names(filled: Base, written: str) -> None:
    with filled.reading() as connection:
        by_name = ask(connection, Question(subject="Vietnam"))
        assert by_name
        assert ask(connection, Question(subject=written)) == by_name


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--status", "foo"), "'foo' is none of"),
        (("--from", "2025", "--until", "2020"), "it is after --until"),
    ],
)
def test_questions_that_are_none_are_wrong_use(
    cli: Cli, filled: Base, asked: tuple[str, ...], said: str
) -> None:
    result = cli("kb", "query", *asked, "--db", filled.engine.url.render_as_string(hide_password=False))
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
