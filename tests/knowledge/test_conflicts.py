"""Conflicts between sources, and revisions by one."""

import json
from typing import Any

import pytest

from factextract.knowledge.base import Base
from factextract.knowledge.conflicts import find_conflicts
from factextract.knowledge.revisions import find_revisions
from tests.conftest import Cli
from tests.knowledge.conftest import LoadRecords
from tests.knowledge.records import CHINA, Record, amount, trade

BILLION = 10**9
EARLY, LATE = "2025-02-10", "2025-03-10"


def exports(
    written: str, article: str, source: str = "The Post", published: str = EARLY, **fields: Any
) -> Record:
    """Exports of so many billion yuan, as an article says."""
    value = f"{float(written) * BILLION:.0f}"
    return trade(
        f"{written} billion yuan", value, article=article, source=source, published=published, **fields
    )


def conflicts(base: Base) -> list[list[str]]:
    """The evidence of each conflict's figures."""
    with base.reading() as connection:
        return [[said.evidence for said in rivals.said] for rivals in find_conflicts(connection)]


def revisions(base: Base) -> list[tuple[str, str]]:
    """The evidence of each revision's figures, the earlier first."""
    with base.reading() as connection:
        return [(found.earlier.evidence, found.later.evidence) for found in find_revisions(connection)]


def test_two_sources_that_cannot_both_be_right(base: Base, load_records: LoadRecords) -> None:
    load_records(exports("5.2", "a"), exports("5.9", "b", source="The Mail"))
    assert conflicts(base) == [["5.2 billion yuan", "5.9 billion yuan"]]
    assert revisions(base) == []


def test_a_rounding_is_no_conflict(base: Base, load_records: LoadRecords) -> None:
    load_records(
        exports("5.2", "a"), exports("5.23", "b", source="The Mail"), exports("5", "c", source="The Sun")
    )
    assert conflicts(base) == []


@pytest.mark.parametrize(
    "other",
    [
        {"period": ("2023-01-01", "2023-12-31")},
        {"flow": "imports"},
        {"partner": ("Japan", "GPE", "JP")},
        {"status": "forecast"},
        {"commodity": {"text": "rice", "start": 0, "end": 4}},
        {"unit": "USD"},
    ],
)
def test_what_is_of_something_else_is_no_conflict(
    base: Base, load_records: LoadRecords, other: dict[str, Any]
) -> None:
    load_records(exports("5.2", "a"), exports("5.9", "b", source="The Mail", **other))
    assert conflicts(base) == []


def test_what_a_source_says_later_is_a_revision(base: Base, load_records: LoadRecords) -> None:
    load_records(exports("5.9", "b", published=LATE), exports("5.2", "a", published=EARLY))
    assert conflicts(base) == []
    assert revisions(base) == [("5.2 billion yuan", "5.9 billion yuan")]


def test_who_is_named_in_the_text_is_the_source(base: Base, load_records: LoadRecords) -> None:
    customs = {"source": "The Mail", "published": LATE}
    told = exports("5.2", "a"), exports("5.9", "b", **customs)
    for record in told:
        record["source"] = "Customs" if record["article"]["id"] == "a" else "customs"
    load_records(*told)
    assert conflicts(base) == []
    assert revisions(base) == [("5.2 billion yuan", "5.9 billion yuan")]


def test_a_revised_figure_conflicts_with_no_other_source(base: Base, load_records: LoadRecords) -> None:
    load_records(
        exports("5.2", "a"),
        exports("5.9", "b", published=LATE),
        exports("5.9", "c", source="The Mail"),
    )
    assert conflicts(base) == []


def test_figures_of_one_article_are_of_different_things(base: Base, load_records: LoadRecords) -> None:
    load_records(exports("5.2", "a"), exports("5.9", "a", at=400))
    assert conflicts(base) == []


def test_an_article_may_tell_what_two_sources_say(base: Base, load_records: LoadRecords) -> None:
    ours, theirs = exports("5.2", "a"), exports("5.9", "a", at=400)
    load_records({**ours, "source": "Customs"}, {**theirs, "source": "the ministry"})
    assert conflicts(base) == [["5.2 billion yuan", "5.9 billion yuan"]]


def test_an_article_may_tell_what_was_said_before(base: Base, load_records: LoadRecords) -> None:
    forecast = {"status": "forecast", "kind": "quantity", "unit": "tonne", "indicator": "harvest"}
    sentence = "The bureau cut its forecast to 34 tonnes from 38 tonnes."
    now = amount("34 tonnes", 34, sentence=sentence, **forecast)
    then = amount("38 tonnes", 38, sentence=sentence, role="previous", **forecast)
    load_records({**now, "source": "the bureau"}, {**then, "source": "the bureau"})
    assert revisions(base) == [("38 tonnes", "34 tonnes")]
    assert conflicts(base) == []


def test_claims_without_a_subject_or_a_period_are_left_aside(base: Base, load_records: LoadRecords) -> None:
    load_records(
        amount("5 dollars", 5, article="a", subjects=()),
        amount("9 dollars", 9, article="b", subjects=(), source="The Mail"),
        amount("5 dollars", 5, article="c", subjects=(CHINA,), period=None),
        amount("9 dollars", 9, article="d", subjects=(CHINA,), period=None, source="The Mail"),
    )
    assert conflicts(base) == []


def test_the_commands_list_them_with_their_sentences(
    cli: Cli, database: str, load_records: LoadRecords
) -> None:
    load_records(
        exports("5.2", "a"),
        exports("5.9", "b", source="The Mail"),
        exports("6.1", "c", source="The Mail", published=LATE),
    )
    told = cli("kb", "conflicts", "--db", database)
    assert told.exit_code == 0
    assert "Vietnam, China: exports (exports), 2024-01-01 to 2024-12-31, reported" in told.stdout
    assert (
        "6,100,000,000 CNY: The Mail, 2025-03-10, c\n    It was 6.1 billion yuan, they said." in told.stdout
    )
    assert "5,900,000,000" not in told.stdout
    revised = json.loads(cli("kb", "revisions", "--db", database, "--format", "jsonl").stdout)
    assert (revised["earlier"]["value"], revised["later"]["value"]) == (5900000000, 6100000000)
