"""Arithmetic that an article's own figures allow: what fits, what does not, and what is no relation."""

import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from factextract.knowledge.base import Base
from factextract.knowledge.checks import Check, check_facts
from factextract.knowledge.checks.store import read_doubts, run_checks
from factextract.records import Fact, from_json, json_line
from tests.conftest import Cli
from tests.knowledge.conftest import LoadRecords
from tests.knowledge.records import CHINA, VIETNAM, Record, amount, phrase, trade

BILLION = 10**9
BEFORE = ("2023-01-01", "2023-12-31")

Make = Callable[..., Record]


def facts(*records: Record) -> list[Fact]:
    return [from_json(json_line(record)) for record in records]


def checks(*records: Record, name: str | None = None) -> list[Check]:
    found = check_facts(facts(*records))
    return [check for check in found if name is None or check.name == name]


def problems(*records: Record) -> list[tuple[str, str | None]]:
    return [(check.name, check.problem) for check in checks(*records) if check.name != "possible_rate"]


def growth(evidence: str, value: str, **fields: Any) -> Record:
    direction = "decrease" if value.startswith("-") else "increase"
    common = {"kind": "growth_percentage", "role": "change", "direction": direction, "basis": None}
    return amount(evidence, value, "percent", **{**common, **fields})


def rise(
    percent: str = "9.2", now: str = "108", then: str = "98.9", *, change: dict[str, Any] | None = None
) -> list[Record]:
    """ "Profit rose 9.2 percent to 108 billion dollars from 98.9 billion dollars." """
    sentence = f"Profit rose {percent} percent to {now} billion dollars from {then} billion dollars."
    change = change or {}
    return [
        growth(f"{percent} percent", percent, sentence=sentence, **change.get("growth", {})),
        amount(f"{now} billion dollars", _billions(now), sentence=sentence, **change.get("level", {})),
        amount(
            f"{then} billion dollars",
            _billions(then),
            sentence=sentence,
            role="previous",
            **{"period": BEFORE, **change.get("previous", {})},
        ),
    ]


def _billions(written: str) -> str:
    return f"{Decimal(written) * BILLION:f}"


def test_growth_that_fits_its_levels_holds() -> None:
    assert problems(*rise()) == [("growth", None)]


@pytest.mark.parametrize(
    "wrong", [{"percent": "92"}, {"percent": "2.9"}, {"now": "10.8"}, {"now": "180"}, {"then": "89.9"}]
)
def test_a_wrong_figure_does_not_fit(wrong: dict[str, str]) -> None:
    assert problems(*rise(**wrong)) == [("growth", "values")]


def test_rounding_as_stated_is_allowed_for() -> None:
    assert problems(*rise(percent="9", now="108", then="99")) == [("growth", None)]
    assert problems(*rise(percent="9.0", now="108.0", then="98.9")) == [("growth", "values")]


def test_about_is_allowed_more() -> None:
    assert problems(*rise(now="111")) == [("growth", "values")]
    assert problems(*rise(now="111", change={"level": {"modifier": "approximate"}})) == [("growth", None)]


def test_a_growth_of_the_wrong_direction_does_not_fit() -> None:
    right, *levels = rise()
    wrong = {**right, "value": Decimal("-9.2"), "direction": "decrease"}
    assert problems(wrong, *levels) == [("growth", "values")]


def test_a_figure_that_fits_but_for_its_unit_has_a_wrong_unit() -> None:
    assert problems(*rise(change={"level": {"unit": "EUR"}})) == [("growth", "units")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"growth": {"period": ("2022-01-01", "2022-12-31")}},
        {"previous": {"period": ("2025-01-01", "2025-12-31")}},
    ],
)
def test_a_figure_that_fits_but_for_its_period_has_a_wrong_period(wrong: dict[str, Any]) -> None:
    assert problems(*rise(change=wrong)) == [("growth", "periods")]


def test_figures_of_different_things_are_not_compared() -> None:
    other = {"indicator": "dividend", "subjects": (CHINA,)}
    sentence = (
        "Profit rose 9.2 percent, said the board, and the dividend went up to 5 dollars from 3 dollars."
    )
    records = [
        growth("9.2 percent", "9.2", sentence=sentence),
        amount("5 dollars", 5, sentence=sentence, **other),
        amount("3 dollars", 3, sentence=sentence, role="previous", period=BEFORE, **other),
    ]
    assert problems(*records) == []


def test_what_is_negated_or_an_annual_rate_is_not_compared() -> None:
    assert problems(*rise(percent="92", change={"growth": {"basis": "annualised"}})) == []
    assert problems(*rise(percent="92", change={"growth": {"status": "negated"}})) == []


def test_of_two_growth_rates_one_need_fit() -> None:
    sentence = "Profit rose 9.2 percent, or 1.1 percent on the month, to 108 billion dollars from 98.9 billion dollars."
    records = [
        growth("9.2 percent", "9.2", sentence=sentence),
        growth("1.1 percent", "1.1", sentence=sentence),
        amount("108 billion dollars", 108 * BILLION, sentence=sentence),
        amount("98.9 billion dollars", "98900000000", sentence=sentence, role="previous", period=BEFORE),
    ]
    assert problems(*records) == [("growth", None)]


def test_a_change_against_a_plan_is_not_what_the_growth_made() -> None:
    sentence = (
        "Profit was up 2.9 percent to 108 billion dollars, 30 billion dollars more than it had budgeted for."
    )
    records = [
        growth("2.9 percent", "2.9", sentence=sentence),
        amount("108 billion dollars", 108 * BILLION, sentence=sentence),
        amount("30 billion dollars", 30 * BILLION, sentence=sentence, role="change", direction="increase"),
    ]
    assert problems(*records) == []


def test_how_many_times_another_figure_is_not_a_growth_from_the_last() -> None:
    sentence = (
        "The rate was 16.16 percent, more than three times the national figure but down from 16.42 percent."
    )
    rate = {"kind": "percentage", "indicator": "rate", "whole": None, "sentence": sentence}
    records = [
        amount("16.16 percent", "16.16", "percent", **rate),
        growth("three times", "200", sentence=sentence, indicator="rate", modifier="more_than"),
        amount("16.42 percent", "16.42", "percent", role="previous", **{**rate, "period": BEFORE}),
    ]
    assert problems(*records) == []


@pytest.mark.parametrize(("now", "problem"), [("225", None), ("290", None), ("330", "values")])
def test_more_than_doubled_is_up_to_threefold(now: str, problem: str | None) -> None:
    sentence = f"Profit more than doubled to {now} billion dollars from 100 billion dollars."
    records = [
        growth("doubled", "100", sentence=sentence, modifier="more_than"),
        amount(f"{now} billion dollars", _billions(now), sentence=sentence),
        amount("100 billion dollars", _billions("100"), sentence=sentence, role="previous", period=BEFORE),
    ]
    assert problems(*records) == [("growth", problem)]


def test_half_years_told_in_weeks_are_a_year_apart() -> None:
    told = {"growth": {"basis": "yoy", "period": ("2023-12-31", "2024-06-29")}}
    told |= {
        "level": {"period": ("2023-12-31", "2024-06-29")},
        "previous": {"period": ("2023-01-01", "2023-06-30")},
    }
    assert set(problems(*rise(change=told))) == {("growth", None)}


def test_a_growth_beside_a_volume_tells_nothing_of_values() -> None:
    volume = "Imports fell 60 percent to 145,000 tonnes."
    records = [
        growth("60 percent", "-60", basis="yoy", sentence=volume),
        amount("145,000 tonnes", 145_000, "tonne", kind="quantity", sentence=volume),
        amount("84 billion dollars", 84 * BILLION, at=300),
        amount("790 billion dollars", 790 * BILLION, at=500, period=BEFORE),
    ]
    assert problems(*records) == []


def test_years_in_different_sentences_are_compared() -> None:
    records = [
        growth("9.2 percent", "9.2", basis="yoy"),
        amount("108 billion dollars", 108 * BILLION, at=300),
        amount("89.9 billion dollars", "89900000000", at=500, period=BEFORE),
    ]
    assert problems(*records) == [("growth", "values")]


@pytest.mark.parametrize(("stated", "problem"), [("3", None), ("13", "values")])
def test_an_amount_of_change_fits_its_levels(stated: str, problem: str | None) -> None:
    sentence = f"Profit fell by {stated} billion dollars to 105 billion dollars from 108 billion dollars."
    records = [
        amount(
            f"{stated} billion dollars",
            _billions(stated),
            sentence=sentence,
            role="change",
            direction="decrease",
        ),
        amount("105 billion dollars", 105 * BILLION, sentence=sentence),
        amount("108 billion dollars", 108 * BILLION, sentence=sentence, role="previous", period=BEFORE),
    ]
    assert ("change", problem) in problems(*records)


def test_points_are_the_change_of_a_rate() -> None:
    sentence = "The rate rose 25 basis points to 5.25 percent from 4.75 percent."
    rate = {"kind": "percentage", "indicator": "rate", "whole": None, "sentence": sentence}
    records = [
        amount("25 basis points", 25, "basis_point", role="change", direction="increase", **rate),
        amount("5.25 percent", "5.25", "percent", **rate),
        amount("4.75 percent", "4.75", "percent", role="previous", **{**rate, "period": BEFORE}),
    ]
    assert problems(*records) == [("change", "values")]


def moved_to(sentence: str) -> list[Record]:
    """ "Copper lost 2 percent to 90 dollars" and an earlier 120 dollars, however the sentence tells them."""
    return [
        growth("2 percent", "-2", sentence=sentence),
        amount("90 dollars", 90, sentence=sentence),
        amount("120 dollars", 120, sentence=sentence, role="previous", period=BEFORE),
    ]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Copper lost 2 percent to 90 dollars, far below its May record of 120 dollars.", []),
        ("Copper lost 2 percent to 90 dollars and stayed short of the 120 dollars of May.", []),
        ("Copper lost 2 percent to 90 dollars from a record of 120 dollars.", [("growth", "values")]),
        ("At 90 dollars, copper is 2 percent below its record of 120 dollars.", [("growth", "values")]),
    ],
)
def test_a_record_is_no_level_that_a_move_began_at(sentence: str, found: list[tuple[str, str]]) -> None:
    assert problems(*moved_to(sentence)) == found


def test_a_change_is_since_no_level_that_another_change_began_at() -> None:
    sentence = (
        "The rate fell 25 basis points to 4 percent, after a cut of 75 basis points from 6 percent in May."
    )
    rate = {"kind": "percentage", "indicator": "rate", "whole": None, "sentence": sentence}
    cut = {"role": "change", "direction": "decrease", **rate}
    records = [
        amount("25 basis points", 25, "basis_point", **cut),
        amount("75 basis points", 75, "basis_point", **{**cut, "period": BEFORE}),
        amount("4 percent", 4, "percent", **rate),
        amount("6 percent", 6, "percent", role="previous", **{**rate, "period": BEFORE}),
    ]
    assert problems(records[0], *records[2:]) == [("change", "values")]
    assert ("change", "values") not in [
        (check.name, check.problem) for check in checks(*records) if records[0]["id"] in check.ids
    ]


def test_three_times_a_limit_is_no_growth() -> None:
    sentence = "The deficit was 9 percent, from 6 percent before and three times the limit of 3 percent."
    rate = {"kind": "percentage", "indicator": "deficit", "whole": phrase("GDP"), "sentence": sentence}
    records = [
        amount("9 percent", 9, "percent", **rate),
        amount("6 percent", 6, "percent", role="previous", **{**rate, "period": BEFORE}),
        growth("three times", "200", sentence=sentence, indicator="deficit"),
        amount("3 percent", 3, "percent", **{**rate, "indicator": "limit"}),
    ]
    assert problems(*records) == []


@pytest.mark.parametrize(("stated", "problem"), [("2.9", None), ("9.2", "values")])
def test_a_change_is_what_the_growth_made(stated: str, problem: str | None) -> None:
    sentence = f"Profit was up 3 billion dollars, or {stated} percent, to 108 billion dollars."
    records = [
        amount("3 billion dollars", 3 * BILLION, sentence=sentence, role="change", direction="increase"),
        growth(f"{stated} percent", stated, sentence=sentence),
        amount("108 billion dollars", 108 * BILLION, sentence=sentence),
    ]
    assert problems(*records) == [("change_and_growth", problem)]


def balance(exports: str = "1.15", imports: str = "0.94", surplus: str = "0.21") -> list[Record]:
    sentence = (
        f"It sold {exports} trillion yuan, bought {imports} trillion yuan: {surplus} trillion yuan remained."
    )
    return [
        trade(
            f"{number} trillion yuan", f"{Decimal(number) * 1000 * BILLION:f}", flow=flow, sentence=sentence
        )
        for number, flow in ((exports, "exports"), (imports, "imports"), (surplus, "balance"))
    ]


def test_exports_less_imports_are_the_balance() -> None:
    assert problems(*balance()) == [("trade_balance", None)]
    assert problems(*balance(exports="1.51")) == [("trade_balance", "values")]
    assert problems(*balance(imports="0.49")) == [("trade_balance", "values")]


def test_a_deficit_is_no_surplus() -> None:
    records = balance()
    records[2]["value"] = -records[2]["value"]
    assert problems(*records) == [("trade_balance", "values")]


def test_exports_and_imports_are_all_trade() -> None:
    records = [
        trade("5 billion yuan", 5 * BILLION, flow="exports"),
        trade("3 billion yuan", 3 * BILLION, flow="imports", at=300),
        trade("9.5 billion yuan", "9500000000", flow="total", indicator="two-way trade", at=500),
    ]
    assert problems(*records) == [("trade_total", "values")]


@pytest.mark.parametrize(("surplus", "found"), [(2, [("trade_balance", None)]), (9, [])])
def test_figures_without_days_in_several_sentences_can_only_fit(
    surplus: int, found: list[tuple[str, None]]
) -> None:
    records = [
        trade(f"{number} billion yuan", number * BILLION, flow=flow, at=at, period=None)
        for number, flow, at in ((5, "exports", 100), (3, "imports", 300), (surplus, "balance", 500))
    ]
    assert problems(*records) == found


def sold_bought_left(sold: str, *, bought: str, left: str) -> list[Record]:
    """Exports of 5, imports of 3 and a balance of 2 or so, each told in a sentence of its own."""
    return [
        trade(words.split(" yuan")[0] + " yuan", value, flow=flow, partner=None, sentence=words, at=at)
        for words, value, flow, at in (
            (sold, 5, "exports", 100),
            (bought, 3, "imports", 300),
            (left, 9, "balance", 500),
        )
    ]


def test_the_rest_of_the_world_is_another_partner() -> None:
    sold, bought = "5 yuan of goods were sold.", "3 yuan of goods were bought."
    assert problems(*sold_bought_left(sold, bought=bought, left="9 yuan remained.")) == [
        ("trade_balance", "values")
    ]
    for elsewhere in (
        "to the rest of the world",
        "to countries other than Laos",
        "outside the customs union",
    ):
        others = f"5 yuan of goods went {elsewhere}."
        assert problems(*sold_bought_left(others, bought=bought, left="9 yuan remained.")) == []


def test_what_remains_of_trade_with_the_others_is_checked() -> None:
    records = sold_bought_left(
        "5 yuan of goods went to other countries.",
        bought="3 yuan came from other countries.",
        left="9 yuan remained of trade with the rest of the world.",
    )
    assert problems(*records) == [("trade_balance", "values")]


def test_a_balance_that_two_flows_make_is_of_no_others() -> None:
    meant, neighbours = balance(), balance(exports="0.5", imports="0.4")[:2]
    elsewhere = [
        trade(record["evidence"]["text"], f"{record['value']:f}", flow=record["flow"], at=900)
        for record in neighbours
    ]
    assert problems(*meant, *elsewhere) == [("trade_balance", None)]


def test_other_goods_are_another_balance() -> None:
    records = [
        trade("5 billion yuan", 5 * BILLION, flow="exports", commodity=phrase("rice")),
        trade("3 billion yuan", 3 * BILLION, flow="imports", at=300),
        trade("9 billion yuan", 9 * BILLION, flow="balance", at=500),
    ]
    assert problems(*records) == []


def test_re_exports_are_part_of_trade_that_exports_may_leave_out() -> None:
    sentence = "Trade was 9 billion yuan with re-exports, exports 5 billion yuan and imports 3 billion yuan."
    records = [
        trade(f"{number} billion yuan", number * BILLION, flow=flow, sentence=sentence)
        for number, flow in ((9, "total"), (5, "exports"), (3, "imports"))
    ]
    assert problems(*records) == []


def converted(evidence: str, value: int, written: str, dollars: int, **fields: Any) -> Record:
    """An amount of yuan with its conversion in brackets."""
    sentence = f"They made {evidence} ({written}) then."
    at = fields.pop("at", 100)
    start = at + sentence.index(written)
    equivalent = {"value": dollars, "unit": "USD", "start": start, "end": start + len(written)}
    return amount(evidence, value, "CNY", sentence=sentence, at=at, equivalents=[equivalent], **fields)


def test_a_rate_that_no_currency_had_is_wrong() -> None:
    right = converted("700 million yuan", 700_000_000, "$100 million", 100_000_000)
    slipped = converted("700 million yuan", 700_000_000, "$10 million", 10_000_000)
    assert [check.problem for check in checks(right, name="possible_rate")] == [None]
    assert [check.problem for check in checks(slipped, name="possible_rate")] == ["values"]


def test_two_rates_of_an_article_are_alike() -> None:
    one = converted("700 million yuan", 700_000_000, "$100 million", 100_000_000)
    alike = converted("350 million yuan", 350_000_000, "$50.5 million", 50_500_000, at=300)
    other = converted("350 million yuan", 350_000_000, "$57 million", 57_000_000, at=300)
    assert problems(one, alike) == [("same_rate", None)]
    assert problems(one, other) == [("same_rate", "values")]


def test_rates_of_different_years_differ() -> None:
    one = converted("700 million yuan", 700_000_000, "$100 million", 100_000_000)
    before = converted("350 million yuan", 350_000_000, "$57 million", 57_000_000, at=300, period=BEFORE)
    undated = converted("350 million yuan", 350_000_000, "$57 million", 57_000_000, at=300, period=None)
    assert problems(one, before) == []
    assert problems(one, undated) == [("same_rate", "values")]


def test_prices_of_different_measures_have_no_rate() -> None:
    sentence = "Gas cost 200 yuan a tonne ($9.60 per million Btu) then."
    start = 100 + sentence.index("$9.60")
    equivalent = {"value": Decimal("9.6"), "unit": "USD", "start": start, "end": start + 5}
    record = amount("200 yuan", 200, "CNY", sentence=sentence, per="tonne", equivalents=[equivalent])
    assert checks(record) == []


def share(evidence: str, value: str, whole: str, **fields: Any) -> Record:
    common = {"kind": "percentage", "whole": phrase(whole)}
    return amount(evidence, value, "percent", **{**common, **fields})


def test_shares_of_one_whole_are_not_more_than_all() -> None:
    sentence = "Of exports, phones made up 48 percent, rice 35 percent and tea 21 percent."
    made = {"whole": "exports", "sentence": sentence}
    phones = share("48 percent", "48", indicator="phones", **made)
    rice = share("35 percent", "35", indicator="rice", **made)
    tea = share("21 percent", "21", indicator="tea", **made)
    assert problems(phones, rice) == [("shares", None)]
    assert problems(phones, rice, tea) == [("shares", "values")]


def test_shares_of_people_asked_overlap() -> None:
    sentence = "Of respondents, 63 percent were for it and 61 percent against."
    made = {"whole": "respondents", "sentence": sentence}
    assert problems(share("63 percent", "63", **made), share("61 percent", "61", **made)) == []


def test_shares_of_two_countries_power_are_of_two_wholes() -> None:
    made = {
        "whole": "electricity",
        "indicator": "wind",
        "sentence": "Wind makes 55 percent of electricity in Vietnam, 63 percent in China.",
    }
    records = [
        share("55 percent", "55", subjects=(VIETNAM,), **made),
        share("63 percent", "63", subjects=(CHINA,), **made),
    ]
    assert problems(*records) == []


def test_shares_of_two_firms_in_a_market_are_of_one() -> None:
    made = {
        "whole": "phone market",
        "indicator": "market share",
        "sentence": "In phones one firm has 55 percent and one 63 percent.",
    }
    records = [
        share("55 percent", "55", subjects=(VIETNAM,), **made),
        share("63 percent", "63", subjects=(CHINA,), **made),
    ]
    assert problems(*records) == [("shares", "values")]


@pytest.mark.parametrize(("stated", "problem"), [("14.7", None), ("17.4", "values")])
def test_a_share_is_its_part_over_the_whole(stated: str, problem: str | None) -> None:
    records = [
        trade("2.09 trillion yuan", 2090 * BILLION, flow="total", indicator="trade"),
        share(
            f"{stated} percent", stated, "foreign trade", indicator="trade", subjects=(VIETNAM, CHINA), at=150
        ),
        trade(
            "14.24 trillion yuan",
            14240 * BILLION,
            flow="total",
            indicator="goods trade",
            partner=None,
            at=400,
        ),
    ]
    assert problems(*records) == [("share_of_whole", problem)]


def exported(commodity: str, value: int, share_of: str, whole: str) -> list[Record]:
    """ "All exports earned 900 dollars. Rice earned 90 dollars, 25 percent of the exports." """
    alone = {"unit": "USD", "partner": None}
    sentence = f"Rice earned {value} dollars, 25 percent of {whole}."
    return [
        trade("900 dollars", 900, **alone, indicator="exports"),
        trade(f"{value} dollars", value, **alone, commodity=phrase(commodity), at=300, sentence=sentence),
        share("25 percent", "25", whole, indicator=f"exports of {share_of}", at=300, sentence=sentence),
    ]


@pytest.mark.parametrize(
    "whole",
    ["exports", "Vietnam's total exports", "all the country's sales abroad", "the 900 dollars earned"],
)
def test_a_whole_is_told_in_many_ways(whole: str) -> None:
    assert problems(*exported("rice", 225, "rice", whole)) == [("share_of_whole", None)]
    assert problems(*exported("rice", 90, "rice", whole)) == [("share_of_whole", "values")]


@pytest.mark.parametrize(
    "whole", ["farm exports", "exports other than oil", "exports to Laos", "foreign trade"]
)
def test_a_share_of_less_than_all_is_none_of_all(whole: str) -> None:
    assert problems(*exported("rice", 90, "rice", whole)) == []


def test_a_share_that_several_goods_make_up_is_none_of_them() -> None:
    assert problems(*exported("rice", 90, "rice, tea and pepper", "exports")) == []


def test_a_figure_that_another_relation_speaks_for_is_not_suspect() -> None:
    exports, imports, surplus = balance(surplus="0.12")
    total = trade("2.09 trillion yuan", 2090 * BILLION, flow="total", indicator="trade", at=400)
    found = checks(exports, imports, surplus, total, name="trade_balance")
    assert [check.suspects for check in found] == [{surplus["id"]}]


def test_a_long_table_of_one_indicator_is_left_alone() -> None:
    records = [
        trade(f"{number} yuan", number, flow=flow, at=1000 * number)
        for number in range(1, 40)
        for flow in ("exports", "imports", "balance")
    ]
    assert problems(*records) == []


def test_time_grows_with_the_number_of_facts_and_not_its_square() -> None:
    def table(rows: int) -> list[Fact]:
        made = []
        for row in range(rows):
            at = 1000 * row
            made += [
                converted(f"{row + 1} yuan", row + 1, "$1", 1, at=at),
                share("5 percent", "5", "exports", at=at + 200),
                growth("5 percent", "5", basis="yoy", at=at + 400),
                trade("5 yuan", 5, at=at + 600),
            ]
        return facts(*made)

    def seconds(stated: list[Fact]) -> float:
        begun = time.process_time()
        check_facts(stated)
        return time.process_time() - begun

    assert seconds(table(2000)) < 25 * seconds(table(200)) + 1


def test_checks_are_kept_in_the_base_and_marked_on_the_facts(base: Base, load_records: LoadRecords) -> None:
    right, wrong = rise(), [{**record} for record in rise(percent="92")]
    load_records(*right, *(moved(record, "b") for record in wrong))
    for _ in range(2):
        done = run_checks(base)
        assert (done.holding, done.failing) == (1, 1)
    with base.reading() as connection:
        (doubt,) = read_doubts(connection)
    assert (doubt.article, doubt.name, doubt.problem) == ("b", "growth", "values")
    assert [fact.part for fact in doubt.facts] == ["previous", "growth", "level"]
    assert all(fact.suspect for fact in doubt.facts)
    assert doubt.stated.low == Decimal("107500000000")
    assert doubt.expected.low > doubt.stated.high


def moved(record: Record, article: str) -> Record:
    """A record as if read in another article."""
    return {
        **record,
        "id": f"{int(record['id'], 16) ^ 1:016x}",
        "article": {**record["article"], "id": article},
    }


def test_an_article_that_is_replaced_takes_its_checks_along(base: Base, load_records: LoadRecords) -> None:
    load_records(*rise(percent="92"))
    run_checks(base)
    load_records(*rise()[:1])
    with base.reading() as connection:
        assert list(read_doubts(connection)) == []


def test_check_lists_what_does_not_add_up(cli: Cli, database: str, load_records: LoadRecords) -> None:
    load_records(*rise(percent="92"))
    result = cli("kb", "check", "--db", database)
    assert result.exit_code == 0
    assert "a: growth, values do not fit" in result.stdout
    assert "? growth: 92 percent" in result.stdout
    assert "1 checks, 1 do not hold" in result.stderr
    assert cli("kb", "check", "--db", database, "--fail-on-doubt").exit_code == 1


def test_check_of_no_base_is_an_error(cli: Cli) -> None:
    result = cli("kb", "check", "--db", "sqlite:///nowhere.sqlite")
    assert result.exit_code == 1
    assert "no such file" in result.stderr
