"""The article on the terminal: highlights in place, a list that fits, nothing that steers it."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from rich.console import Console

from factextract.kinds import KINDS
from factextract.records import Percentage, Quantity
from factextract.show import STYLES, amount, export_svg, highlighted, render, when
from tests.samples import ARTICLE, TEXT, period, sample_facts, value_fact


def printed(width: int = 80, **changes: Any) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=False)
    console.print(render(replace(ARTICLE, **changes), sample_facts()))
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


def test_every_kind_has_a_style_of_its_own() -> None:
    assert set(STYLES) == set(KINDS)
    assert len(set(STYLES.values())) == len(KINDS)


def test_highlights_the_evidence_of_each_fact() -> None:
    shown = highlighted(TEXT, sample_facts())
    assert shown.plain == TEXT
    assert [(TEXT[span.start : span.end], span.style) for span in shown.spans] == [
        (fact.evidence.text, STYLES[fact.kind]) for fact in sample_facts()
    ]


def test_control_characters_keep_their_place_and_lose_their_power() -> None:
    text = TEXT.replace(" rose ", "\x1brose\r").replace("Fish ", "Fish\x9b")
    shown = highlighted(text, sample_facts())
    assert len(shown.plain) == len(text)
    assert not any(character in shown.plain for character in "\x1b\r\x9b")
    assert shown.plain[shown.spans[0].start : shown.spans[0].end] == "8.5 percent"


def test_square_brackets_are_no_markup() -> None:
    assert "[bold]Norland[/]" in printed(title="[bold]Norland[/]")


def test_names_the_article_and_lists_its_facts() -> None:
    shown = printed()
    assert shown.startswith("Norland sells more\nThe Norland Post · 2025-02-03\n")
    assert "+8.5%" in shown
    assert "~300m NOK" in shown
    assert "~3 to 5 ferry/day" in shown
    assert "1 May 2025" in shown


@pytest.mark.parametrize("width", [40, 80, 200])
def test_fits_the_width(width: int) -> None:
    assert max(map(len, printed(width).splitlines())) <= width


def test_says_that_there_are_no_facts() -> None:
    console = Console(file=io.StringIO(), width=80)
    console.print(render(ARTICLE, []))
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue().endswith("no facts\n")


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"value": Decimal("4.1"), "unit": "percent"}, "4.1%"),
        ({"value": Decimal("4.0"), "unit": "percent", "modifier": "more_than"}, ">4%"),
        (
            {"value": Decimal("0.4"), "unit": "percentage_point", "role": "change", "direction": "decrease"},
            "-0.4 points",
        ),
        ({"low": Decimal(3), "high": Decimal(5), "unit": "percent", "modifier": "at_most"}, "≤3 to 5%"),
        ({"value": Decimal(50), "unit": "basis_point"}, "50 basis points"),
    ],
)
def test_amount_of_a_percentage(fields: dict[str, Any], shown: str) -> None:
    assert amount(Percentage(**value_fact("percentage", "15.4%", **fields))) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("1234", "1,234"),
        ("1500000", "1.5m"),
        ("300000000000", "300bn"),
        ("2090000000000", "2.09tn"),
        ("-2500000000", "-2.5bn"),
        ("0", "0"),
    ],
)
def test_amount_is_scaled(number: str, shown: str) -> None:
    assert (
        amount(Quantity(**value_fact("quantity", "15.4%", value=Decimal(number), unit="ship")))
        == f"{shown} ship"
    )


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ((2024, 1, 1), (2024, 12, 31), "2024"),
        ((2020, 1, 1), (2024, 12, 31), "2020-2024"),
        ((2024, 2, 1), (2024, 2, 29), "Feb 2024"),
        ((2024, 1, 1), (2024, 4, 30), "Jan-Apr 2024"),
        ((2024, 4, 1), (2025, 3, 31), "Apr 2024 to Mar 2025"),
        ((2024, 5, 26), (2024, 5, 26), "26 May 2024"),
        ((2024, 5, 26), (2024, 6, 1), "26 May 2024 to 1 Jun 2024"),
    ],
)
def test_period_in_few_words(start: tuple[int, int, int], end: tuple[int, int, int], shown: str) -> None:
    assert when(period("2024", date(*start), date(*end))) == shown


def test_picture_is_the_same_every_time_and_needs_nothing_from_elsewhere() -> None:
    picture = export_svg(ARTICLE, sample_facts(), 80, "a title")
    assert picture == export_svg(ARTICLE, sample_facts(), 80, "a title")
    assert picture.startswith("<svg")
    assert "a&#160;title" in picture
    assert "url(https" not in picture
    assert "font-face" not in picture
