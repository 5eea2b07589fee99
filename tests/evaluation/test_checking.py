"""What is wrong with gold is found and said: each case breaks one rule of a sound article."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from factextract.errors import UsageError
from factextract.evaluation.checking import check_corpus
from tests.evaluation import corpora
from tests.evaluation.corpora import TEXT, exports, ferries, growth, sailing, share, surplus

ROOT = Path(__file__).parent.parent.parent


def messages(folder: Path, *articles: dict[str, Any]) -> list[str]:
    """What is wrong, without the folder before it."""
    return [
        str(problem).removeprefix(f"{folder}/") for problem in check_corpus(corpora.write(folder, *articles))
    ]


def moved(found: dict[str, Any], evidence: str) -> dict[str, Any]:
    """A fact with other evidence, at the offsets of that."""
    start = TEXT.index(evidence)
    return found | {"evidence": evidence, "start": start, "end": start + len(evidence)}


def without(found: dict[str, Any], field: str) -> dict[str, Any]:
    """A fact that lacks a field."""
    return {name: content for name, content in found.items() if name != field}


def test_our_corpus_is_sound() -> None:
    assert check_corpus(ROOT / "corpus") == []


def test_a_sound_article_is_sound(tmp_path: Path) -> None:
    assert messages(tmp_path) == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": "norland", "id": "sudria"}, "its id is 'sudria', and its file's name wants 'norland'"),
        ({"text": " ", "facts": []}, "it has no `text`"),
        ({"facts": None}, "it has no list of `facts`"),
        ({"source": 5}, "`source` is neither text nor null"),
        ({"published": "10 February 2025"}, "`published` is no ISO date: '10 February 2025'"),
        ({"published": None}, "`published` is no ISO date: None"),
        ({"author": "A. Nyman"}, "it has fields that no article has: author"),
    ],
)
def test_an_article_that_is_wrong(tmp_path: Path, fields: dict[str, Any], message: str) -> None:
    path = tmp_path / "norland.json"
    path.write_text(json.dumps(corpora.article(**fields)), encoding="utf-8")
    assert [str(problem) for problem in check_corpus(tmp_path)] == [f"{path}: {message}"]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        # Where it stands
        (without(ferries(), "end"), "needs `evidence`, text, and `start` and `end`, whole numbers"),
        (ferries() | {"start": 0}, "where the text has 'Norland sold 7 ships"),
        (ferries() | {"start": 0}, f"it stands at {ferries()['start']}..{ferries()['end']}"),
        (ferries() | {"evidence": "3 ferries"}, "it stands nowhere in the text"),
        (moved(ferries(), "7 ships") | {"value": 7, "unit": "ship"}, "stands in the headline, which yields no facts"),
        # Fields
        (without(share(), "whole"), "has no whole"),
        (share() | {"flow": "total"}, "has fields that no percentage has: flow"),
        (share() | {"kind": "rate"}, "is of none of the kinds trade_value, monetary_value, "),
        (share() | {"status": "expected"}, "`status` is 'expected', which is none of reported, forecast, "),
        (share() | {"modifier": None}, "`modifier` is None, which is none of exact, "),
        (share() | {"indicator": ""}, "`indicator` is '', and must be words or null"),
        (share() | {"whole": " them"}, "`whole` is ' them', and must be words or null"),
        (share() | {"period_explicit": None}, "`period_explicit` must be true or false"),
        (share() | {"subjects": "Norland"}, "`subjects` must be a list of names"),
        (share() | {"subjects": ["Norland", "Norland"]}, "`subjects` names one twice: Norland, Norland"),
        # Names and evidence
        (share() | {"subjects": ["the Norland Bank"]}, "the name 'the Norland Bank' has an article or possessive"),
        (sailing() | {"location": "The Hague"}, "the name 'The Hague' has an article or possessive"),
        (share() | {"indicator": "its fish"}, "the indicator 'its fish' begins with 'its'"),
        (moved(exports(), "about $3 billion"), "the evidence begins with the modifier 'about', which is no part of it"),
        (moved(sailing(), "On 1 May 2025"), "the evidence begins with the preposition 'On'"),
        (moved(ferries(), "three ferries "), "the evidence has a space or a mark at an end"),
        (share() | {"subjects": ["Chinese"]}, "the name 'Chinese' is an adjective; the country is 'China'"),
        # Period
        (share() | {"period": {"start": "2024-01-01"}}, "`period` must have `start` and `end` and no more"),
        (share() | {"period": {"start": "2024", "end": "2024"}}, "`period` needs two ISO dates, not '2024' and '2024'"),
        (
            share() | {"period": {"start": "2024-12-31", "end": "2024-01-01"}},
            "the period runs backwards: 2024-12-31 to 2024-01-01",
        ),
        (sailing() | {"period": None}, "an event needs a period, its date"),
        # Number and unit
        (without(share(), "value"), "needs a value, or a low and a high, and not both"),
        (share() | {"low": 15, "high": 16}, "needs a value, or a low and a high, and not both"),
        (without(share(), "value") | {"low": 16, "high": 15}, "the range runs backwards: 16 to 15"),
        (share() | {"value": "15.4"}, "value must be a number"),
        (share() | {"value": 14.5}, "the evidence has 15.4, and the number is 14.5"),
        (exports() | {"value": 3_500_000_000}, "the evidence has 3, and the number is 3500000000"),
        (share() | {"unit": None}, "`unit` is None"),
        (share() | {"unit": "%"}, "the unit '%' is none of percent, percentage_point, basis_point"),
        (surplus() | {"unit": "dollar"}, "the unit 'dollar' is no ISO 4217 code"),
        (ferries() | {"unit": "percent"}, "a quantity is not in 'percent'"),
        (ferries() | {"equivalents": [{"value": 3, "unit": "EUR"}]}, "a quantity has no equivalents"),
        (exports() | {"equivalents": "2.6 billion euros"}, "`equivalents` must be a list of amounts"),
        (exports() | {"equivalents": [{"value": 2, "unit": "euro"}]}, "the unit 'euro' is no ISO 4217 code"),
        (exports() | {"equivalents": [{"value": 2, "unit": "USD"}]}, "USD is the unit of the fact itself"),
        (exports() | {"equivalents": [{"unit": "EUR"}]}, "equivalent: needs a value"),
        # Change
        (growth() | {"direction": None}, "a change needs a direction"),
        (share() | {"direction": "increase"}, "only a change has a direction, not a level"),
        (ferries() | {"role": "change", "direction": "decrease", "value": -3}, "an amount of change is positive"),
        (growth() | {"role": "level", "direction": None}, "growth is a change, not a level"),
        (growth() | {"direction": "decrease"}, "growth of 4 is no decrease"),
        (growth() | {"value": -4}, "growth of -4 is no increase"),
        # Trade
        (surplus() | {"subjects": ["Norland"]}, "its subjects must be reporter and partner, ['Norland', 'Sudria']"),
        (surplus() | {"partner": "Norland", "subjects": ["Norland"] * 2}, "Norland is both reporter and partner"),
        (surplus() | {"indicator": "deficit"}, "a deficit is a negative value"),
        (surplus() | {"value": -1_000_000_000}, "a surplus is a positive value"),
        # Events
        (sailing() | {"event": None}, "an event needs `event`, the word that names it"),
        (sailing() | {"event": "sail away"}, "the event is 'sail away', and 'away' stands nowhere in the text"),
        (sailing() | {"time": "9 am"}, "`time` is '9 am', and must be HH:MM or null"),
    ],
)  # fmt: skip
def test_a_fact_that_is_wrong(tmp_path: Path, wrong: dict[str, Any], message: str) -> None:
    found = messages(
        tmp_path, corpora.article(share(), wrong) if wrong["kind"] == "event_date" else corpora.article(wrong)
    )
    number = 2 if wrong["kind"] == "event_date" else 1
    about = f'norland.json: fact {number} ({wrong["kind"]} "{wrong["evidence"]}"): '
    assert all(line.startswith(about) for line in found)
    assert any(message in line for line in found), found
    assert len(found) <= 2


def test_something_that_is_no_fact(tmp_path: Path) -> None:
    (found,) = messages(tmp_path, corpora.article(facts=["15.4%"]))
    assert found.startswith("norland.json: fact 1 ('15.4%'): is of none of the kinds")


@pytest.mark.parametrize("sound", [growth, exports, share, ferries, sailing])
@pytest.mark.parametrize(
    "content",
    [None, True, -1, 2.5, 10**400, "", "é", [], [[]], {}, [{}], [{"unit": []}], {"start": [], "end": 1}],
)
def test_whatever_a_field_holds_it_is_told_and_nothing_breaks(
    tmp_path: Path, sound: Callable[[], dict[str, Any]], content: Any
) -> None:
    for field in sound():
        folder = corpora.write(tmp_path, corpora.article(sound() | {field: content}, sound()))
        assert all(str(problem).startswith(f"{folder}/norland.json: ") for problem in check_corpus(folder))


@pytest.mark.parametrize(
    ("sound", "evidence", "message"),
    [
        (ferries(), "3rd", "'3rd' is an ordinal, which is no fact"),
        (ferries(), "millions of people", "'millions' is vague, and so no fact"),
        (ferries(), "a number of ships", "'a number of' is vague, and so no fact"),
        (ferries(), "the two countries", "'the' only points back, or is no part of the evidence"),
        (ferries(), "both sides", "'both' only points back, or is no part of the evidence"),
        (sailing(), "in recent years", "a vague date gives no event"),
        (sailing(), "now", "a vague date gives no event"),
    ],
)
def test_what_is_no_fact(tmp_path: Path, sound: dict[str, Any], evidence: str, message: str) -> None:
    text = f"They sail: {evidence}, and more."
    start = text.index(evidence)
    wrong = sound | {"evidence": evidence, "start": start, "end": start + len(evidence)}
    found = messages(tmp_path, corpora.article(wrong, text=text))
    assert any(line.endswith(message) for line in found), found


def test_an_amount_restated_is_no_fact_of_its_own(tmp_path: Path) -> None:
    euros = surplus() | {"value": 2_600_000_000, "unit": "EUR"}
    assert messages(tmp_path, corpora.article(exports(), moved(euros, "2.6 billion euros"))) == [
        'norland.json: fact 2 (trade_value "2.6 billion euros"): '
        'is an equivalent of fact 1 ("$3 billion"), and no fact of its own'
    ]


def test_facts_that_overlap(tmp_path: Path) -> None:
    two = moved(ferries(), "ferries")
    assert messages(tmp_path, corpora.article(ferries(), two)) == [
        'norland.json: fact 2 (quantity "ferries"): overlaps fact 1 ("three ferries")'
    ]


def test_an_event_may_share_its_date_but_not_stand_twice(tmp_path: Path) -> None:
    other = sailing() | {"event": "ferries"}
    assert messages(tmp_path, corpora.article(sailing(), other)) == []
    assert messages(tmp_path, corpora.article(sailing(), other, sailing())) == [
        'norland.json: fact 3 (event_date "1 May 2025"): is fact 1 again'
    ]


@pytest.mark.parametrize(
    ("kind", "evidence", "value"),
    [
        ("growth_percentage", "2.5 times", 150),
        ("percentage", "9 in 10", 90),
        ("quantity", "two", 2),
        ("quantity", "1,23,456", 123456),
        ("quantity", "4.50 million", 4500000),
        ("quantity", "an A321", 1),
        ("quantity", "3½", 3.5),
    ],
)
def test_digits_need_only_agree_where_they_are_the_value(
    tmp_path: Path, kind: str, evidence: str, value: float
) -> None:
    sound = growth() if kind == "growth_percentage" else share() if kind == "percentage" else ferries()
    text = f"There: {evidence} and more."
    here = {"evidence": evidence, "start": 7, "end": 7 + len(evidence), "value": value}
    assert messages(tmp_path, corpora.article(sound | here, text=text)) == []


def test_files_that_are_no_gold(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text('{"text": ', encoding="utf-8")
    (tmp_path / "baseline.json").write_text('{"version": 1}', encoding="utf-8")
    (found,) = messages(tmp_path)
    assert found.startswith("broken.json: not JSON: ")
    (alone,) = check_corpus(tmp_path / "baseline.json")
    assert alone.message == "no gold article (a JSON object with `text` and `facts`)"


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    (found,) = messages(tmp_path)
    assert found.startswith("folder.json: ")


def test_two_articles_of_one_id(tmp_path: Path) -> None:
    (tmp_path / "copy.json").write_text(json.dumps(corpora.article()), encoding="utf-8")
    assert messages(tmp_path) == [
        "copy.json: its id is 'norland', and its file's name wants 'copy'",
        f"norland.json: the id 'norland' is also that of {tmp_path / 'copy.json'}",
    ]


@pytest.mark.parametrize(
    ("splits", "message"),
    [
        ({"gate": ["norland"], "tune": ["sudria"]}, "names 'sudria', and there is no such article"),
        ({"gate": ["norland"], "tune": ["norland"]}, "names 'norland' 2 times"),
        (
            {"gate": [], "tune": []},
            "does not name 'norland' (`factextract corpus split` puts new articles in)",
        ),
        (["norland"], 'must be {"gate": [ids], "tune": [ids]}'),
    ],
)
def test_splits_that_do_not_fit(tmp_path: Path, splits: Any, message: str) -> None:
    (tmp_path / "splits.json").write_text(json.dumps(splits), encoding="utf-8")
    assert messages(tmp_path) == [f"splits.json: {message}"]


def test_nothing_to_check_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file or folder"):
        check_corpus(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="no gold article in it"):
        check_corpus(tmp_path)
