"""Names compared: which spellings are one name, and which never are."""

import pytest

from factextract.knowledge.acronyms import acronyms_in
from factextract.knowledge.names import SIMILAR, similarity, spelling


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Marlowe & Finch", "Marlowe and Finch"),
        ("U.S. Steel", "US Steel"),
        ("Citroën", "Citroen"),
        ("The Gap", "Gap"),
        ("Coca-Cola", "coca cola"),
        ("Int'l Finance", "International Finance"),
    ],
)
def test_spellings_that_are_equal(one: str, other: str) -> None:
    assert spelling(one, "ORG").key == spelling(other, "ORG").key


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Quillbrook Inc.", "quillbrook"),
        ("Grupo Bimbo S.A.B. de C.V.", "grupo bimbo"),
        ("Johnson & Co", "johnson"),
        ("Marlowe Motor Co., Ltd", "marlowe motor"),
        ("Co", "co"),
        ("3M Co", "3m co"),
        ("Limited Brands", "limited brands"),
    ],
)
def test_legal_form_is_left_off(name: str, bare: str) -> None:
    assert " ".join(spelling(name, "ORG").bare) == bare


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("World Health Organization", "World Health Organisation"),
        ("Volkswagen", "Volkswagon"),
        ("Vietnam Airlines", "Vietnam Airline"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert similarity(spelling(one, "ORG").words, spelling(other, "ORG").words) >= SIMILAR


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Numbers.
        ("Airbus A320", "Airbus A330"),
        ("Terminal 12 Company", "Terminal 13 Company"),
        # Places.
        ("Shanxi Coal", "Shaanxi Coal"),
        ("Bank of Slovakia", "Bank of Slovenia"),
        ("Austrian Airlines", "Australian Airlines"),
        ("Nigerian Breweries", "Nigerien Breweries"),
        ("Eastern Electric", "Western Electric"),
        # Short words.
        ("Bank of Korea", "Bank of Kores"),
        ("Delta Air", "Delta Aid"),
        # More than one word, or a word more.
        ("Genral Electrik", "General Electric"),
        ("Royal Bank", "Royal Bank Group"),
        # Other words.
        ("General Electric", "General Electronics"),
    ],
)
def test_names_that_are_two(one: str, other: str) -> None:
    assert similarity(spelling(one, "ORG").words, spelling(other, "ORG").words) == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Asian Development Bank (ADB) lent it.", [("ADB", "Asian Development Bank")]),
        ("the Ministry of Trade and Industry (MOTI)", [("MOTI", "Ministry of Trade and Industry")]),
        ("Vietnam's General Statistics Office (G.S.O.) said", [("G.S.O.", "General Statistics Office")]),
        ("profit (EBITDA) rose", []),
        ("a bank of England (ABE)", []),
        ("exports (USD) of the Republic (B)", []),
        ("(ADB)", []),
        ("no brackets", []),
    ],
)
def test_acronyms_that_a_text_defines(text: str, found: list[tuple[str, str]]) -> None:
    assert list(acronyms_in(text)) == found
