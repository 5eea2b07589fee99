"""The benchmarks count as the published evaluations do, and run from their command line."""

import json
import sys
from datetime import date
from pathlib import Path

import pytest

_FOLDER = Path(__file__).parents[2] / "benchmarks"
sys.path.insert(0, str(_FOLDER))

import dates as dates_benchmark  # noqa: E402
import planted_errors  # noqa: E402
import quantities as quantities_benchmark  # noqa: E402
from gold_records import read_gold_records  # noqa: E402
from newsquant import Entry  # noqa: E402
from timex import Timex, read_timexes  # noqa: E402

from factextract.mentions.dates import find_dates  # noqa: E402


def entry(value: float | tuple[float, float], unit: str, change: str = "=", concept: str = "-") -> Entry:
    return Entry(value, unit, change, [concept])


def test_values_match_within_a_hundred_thousandth() -> None:
    assert quantities_benchmark.same_value(100000.0, 100000.9)
    assert not quantities_benchmark.same_value(100000.0, 100002.0)
    assert quantities_benchmark.same_value((3.0, 5.0), (3.0, 5.0))
    assert not quantities_benchmark.same_value((3.0, 5.0), 4.0)


def test_a_prediction_is_used_up_once_its_unit_matches() -> None:
    gold = [entry(5, "mile"), entry(5, "mile")]
    sentence = quantities_benchmark.Sentence("", gold, [entry(5, "mile")])
    assert quantities_benchmark.count_right(sentence)["value+unit"] == 1


def test_a_wrong_unit_still_has_the_value_and_the_change() -> None:
    sentence = quantities_benchmark.Sentence("", [entry(5, "mile", "up")], [entry(5, "metre", "up", "speed")])
    right = quantities_benchmark.count_right(sentence)
    assert (right["value"], right["value+unit"], right["value+change"], right["value+concept"]) == (
        1,
        0,
        1,
        0,
    )


def test_quantities_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "sentences.json"
    quantity = {"change": "~", "unit": "miles", "normalized_unit": "mile", "referred_concepts": "canal"}
    rows = [{"text": "The canal is about 40 miles long.", "quantities": [quantity | {"value": "40.0"}]}]
    data.write_text(json.dumps(rows), encoding="utf-8")
    quantities_benchmark.main(data)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines[1:]] == [
        [level, "100.0", "100.0", "100.0"] for level in quantities_benchmark.LEVELS
    ]


def test_dates_pair_by_the_longest_overlap() -> None:
    gold = [Timex(0, 10, "2024")]
    found = [Timex(8, 12, "2023"), Timex(0, 9, "2024")]
    assert dates_benchmark.pair(gold, found) == [(gold[0], found[1]), (None, found[0])]
    assert list(dates_benchmark.levels(gold[0], found[1])) == ["relaxed", "value"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rose in the third quarter.", [("the third quarter", "2024-Q3")]),
        ("Nearly two years ago it shut.", [("Nearly two years ago", "2022")]),
        ("It runs from Oct. 3 to Oct. 9.", [("Oct. 3", "2024-10-03"), ("Oct. 9", "2024-10-09")]),
        ("It is due by the end of 2025.", [("the end of 2025", "2025")]),
        ("Things changed in recent years.", [("recent years", "PXY")]),
        (
            "The nine months ended Sept. 30 were poor.",
            [("The nine months", "P9M"), ("Sept. 30", "2024-09-30")],
        ),
    ],
)
def test_time_expressions_as_timeml_tags_them(text: str, expected: list[tuple[str, str]]) -> None:
    published = date(2024, 10, 26)
    found = read_timexes(text, find_dates(text, published), published)
    assert [(text[timex.start : timex.end], timex.value) for timex in found] == expected


def test_planted_errors_are_caught_and_nothing_else_is() -> None:
    figures, unplanted = planted_errors.measure(read_gold_records(_FOLDER.parent / "corpus"))
    assert unplanted["do not hold"] <= 1
    digits = [figures[name] for name in ("slipped decimal", "swapped digits", "wrong scale")]
    assert sum(counts["caught"] for counts in digits) > 0.85 * sum(counts["planted"] for counts in digits)
    assert all(counts["planted"] > 20 for counts in figures.values())
