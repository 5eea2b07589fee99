"""Entities: which names are made one, what is left to a person, and that what a person decides stays."""

from typing import Any

import pytest
from sqlalchemy import select

from factextract.knowledge.base import Base
from factextract.knowledge.identity import list_decisions, list_entities
from factextract.knowledge.schema import claims
from tests.conftest import Cli
from tests.knowledge.conftest import LoadRecords
from tests.knowledge.records import Named, amount

ORG, GPE, PERSON = "ORG", "GPE", "PERSON"


def figures(*names: Named, **fields: Any) -> list[dict[str, Any]]:
    """A fact of its own article about each of the names; figures differ."""
    return [
        amount(f"${number + 1}", number + 1, article=f"{name[0]}-{name[1]}", subjects=(name,), **fields)
        for number, name in enumerate(names)
    ]


def groups(base: Base) -> set[frozenset[str]]:
    """The names of each entity."""
    with base.reading() as connection:
        return {frozenset((entity.name, *entity.aliases)) for entity in list_entities(connection)}


def assert_named(base: Base, name: str) -> None:
    with base.reading() as connection:
        assert [entity.name for entity in list_entities(connection)] == [name]


@pytest.mark.parametrize(
    ("names", "rule"),
    [
        ([("South Korea", GPE, "KR"), ("Republic of Korea", GPE, "KR")], "iso"),
        ([("Marlowe & Finch", ORG, None), ("Marlowe and Finch", ORG, None)], "name"),
        ([("Quillbrook Inc.", ORG, None), ("Quillbrook", ORG, None)], "legal_form"),
        ([("Quillbrook plc", ORG, None), ("Quillbrook Ltd", ORG, None)], "legal_form"),
        ([("World Trade Organization", ORG, None), ("World Trade Organisation", ORG, None)], "similar"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_names_of_one_entity(
    base: Base, load_records: LoadRecords, names: list[Named], rule: str, turned: bool
) -> None:
    for record in figures(*(reversed(names) if turned else names)):
        load_records(record)
    assert groups(base) == {frozenset(name for name, *_ in names)}
    if rule == "iso":
        assert_named(base, "South Korea")
    with base.reading() as connection:
        (decision,) = list_decisions(connection)
    assert (decision.same, decision.rule, decision.decided_by) == (True, rule, "program")


@pytest.mark.parametrize("turned", [False, True])
def test_country_without_its_code_is_the_country(base: Base, load_records: LoadRecords, turned: bool) -> None:
    names: list[Named] = [("China", GPE, "CN"), ("China", ORG, None)]
    for record in figures(*(reversed(names) if turned else names)):
        load_records(record)
    with base.reading() as connection:
        (entity,) = list_entities(connection)
    assert (entity.name, entity.type, entity.iso, entity.facts) == ("China", GPE, "CN", 2)


@pytest.mark.parametrize(
    "names",
    [
        [("Georgia", GPE, "GE"), ("Georgia", GPE, "US-GA")],
        [("Washington", GPE, None), ("Washington", PERSON, None)],
        [("Harrow", GPE, None), ("Harrow Ltd", ORG, None)],
        [("Airbus A320", "PRODUCT", None), ("Airbus A330", "PRODUCT", None)],
        [("Shanxi Coal", ORG, None), ("Shaanxi Coal", ORG, None)],
        [("Springfield", GPE, None), ("Springfeild", GPE, None)],
    ],
)
def test_names_of_two_entities(base: Base, load_records: LoadRecords, names: list[Named]) -> None:
    load_records(*figures(*names))
    with base.reading() as connection:
        assert len(list_entities(connection)) == 2
        assert not any(decision.same for decision in list_decisions(connection))


def test_company_named_after_a_country_is_not_the_country(base: Base, load_records: LoadRecords) -> None:
    load_records(*figures(("China", GPE, "CN"), ("China", ORG, None), ("China Co", ORG, None)))
    assert groups(base) == {frozenset({"China"}), frozenset({"China Co"})}


@pytest.mark.parametrize("turned", [False, True])
def test_bare_name_of_two_places_is_left_to_a_person(
    base: Base, load_records: LoadRecords, turned: bool
) -> None:
    names: list[Named] = [("Georgia", GPE, "GE"), ("Georgia", GPE, "US-GA"), ("Georgia", ORG, None)]
    for number, name in enumerate(names):
        load_records(amount("$5", 5, article=f"{number}", subjects=(name,)))
    with base.reading() as connection:
        found = list_decisions(connection)
        assert len(list_entities(connection)) == 3
    assert [(decision.same, decision.rule) for decision in found] == [(None, "name")] * 3
    assert len({(decision.entity, decision.other_entity) for decision in found}) == 3


def test_people_of_similar_names_are_left_to_a_person(base: Base, load_records: LoadRecords) -> None:
    load_records(*figures(("Margaret Peterson", PERSON, None), ("Margaret Petersen", PERSON, None)))
    with base.reading() as connection:
        (decision,) = list_decisions(connection)
        assert len(list_entities(connection)) == 2
    assert (decision.same, decision.rule) == (None, "similar")


def defined(article: str, sentence: str, name: Named) -> dict[str, Any]:
    return amount("$5", 5, article=article, sentence=sentence, subjects=(name,))


ADB, BANK = ("ADB", ORG, None), ("Asian Development Bank", ORG, None)


@pytest.mark.parametrize("turned", [False, True])
def test_acronym_means_what_a_text_says(base: Base, load_records: LoadRecords, turned: bool) -> None:
    records = [
        defined("a", "The Asian Development Bank (ADB) lent $5.", BANK),
        defined("b", "The ADB lent $5.", ADB),
    ]
    for record in reversed(records) if turned else records:
        load_records(record)
    assert groups(base) == {frozenset({"ADB", "Asian Development Bank"})}
    with base.reading() as connection:
        # They are one claim as well, of the bank by its full name.
        (claim,) = connection.execute(select(claims.c.article_count))
        assert list_entities(connection)[0].name == "Asian Development Bank"
    assert claim.article_count == 2


def test_acronym_of_two_meanings_is_left_to_a_person(base: Base, load_records: LoadRecords) -> None:
    load_records(
        defined("a", "The Asian Development Bank (ADB) lent $5.", BANK),
        defined("b", "The African Data Board (ADB) lent $5.", ("African Data Board", ORG, None)),
        defined("c", "The ADB lent $5.", ADB),
    )
    assert len(groups(base)) == 3
    with base.reading() as connection:
        assert {decision.same for decision in list_decisions(connection)} == {None}


def test_person_merges_and_the_program_keeps_to_it(
    base: Base, load_records: LoadRecords, database: str, cli: Cli
) -> None:
    figure = {"subjects": (("Meridian", ORG, None),)}
    load_records(
        amount("$5 million", 5_000_000, article="a", subjects=(("Meridian Newswire", ORG, None),)),
        amount("$5 million", 5_000_000, article="b", **figure),
    )
    result = cli("kb", "merge", "Meridian Newswire", "Meridian", "--db", database)
    assert result.exit_code == 0, result.stderr
    assert groups(base) == {frozenset({"Meridian Newswire", "Meridian"})}
    with base.reading() as connection:
        assert connection.scalars(select(claims.c.article_count)).all() == [2]
    load_records(amount("$6 million", 6_000_000, article="a", **figure))
    assert groups(base) == {frozenset({"Meridian Newswire", "Meridian"})}
    review = cli("kb", "entities", "--review", "--db", database)
    assert "person" in review.stdout


def test_person_splits_and_the_program_keeps_to_it(
    base: Base, load_records: LoadRecords, database: str, cli: Cli
) -> None:
    same = {"indicator": "profit"}
    load_records(
        amount("$5 million", 5_000_000, article="a", subjects=(("Quillbrook Inc.", ORG, None),), **same),
        amount("$5 million", 5_000_000, article="b", subjects=(("Quillbrook", ORG, None),), **same),
    )
    with base.reading() as connection:
        assert connection.scalars(select(claims.c.article_count)).all() == [2]
    result = cli("kb", "split", "Quillbrook", "--db", database)
    assert result.exit_code == 0, result.stderr
    two = {frozenset({"Quillbrook Inc."}), frozenset({"Quillbrook"})}
    assert groups(base) == two
    with base.reading() as connection:
        assert connection.scalars(select(claims.c.article_count)).all() == [1, 1]
    # Neither the same names again nor a name that is like both brings them together.
    load_records(*figures(("Quillbrook", ORG, None), ("Quillbrook Inc.", ORG, None)))
    assert groups(base) == two
    load_records(*figures(("Quillbrook Ltd", ORG, None)))
    assert len(groups(base)) == 2
    assert not any({"Quillbrook", "Quillbrook Inc."} <= group for group in groups(base))
    # A person may think again.
    cli("kb", "merge", "Quillbrook", "Quillbrook Inc.", "--db", database)
    assert len(groups(base)) == 1


def test_person_says_that_two_are_two(base: Base, load_records: LoadRecords, database: str, cli: Cli) -> None:
    load_records(*figures(("World Trade Organization", ORG, None)))
    load_records(*figures(("World Trade Centre", ORG, None)))
    cli("kb", "split", "World Trade Centre", "World Trade Organization", "--db", database)
    with base.reading() as connection:
        (decision,) = list_decisions(connection)
    assert (decision.same, decision.decided_by) == (False, "person")


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (["merge", "Georgia", "China"], "a name of several entities: #"),
        (["merge", "Nowhere", "China"], "no entity is named 'Nowhere'"),
        (["split", "China"], "'China' is the only name of its entity"),
        (["split", "China", "CN"], "one name"),
    ],
)
def test_unclear_names_are_wrong_use(
    load_records: LoadRecords, database: str, cli: Cli, command: list[str], reason: str
) -> None:
    load_records(*figures(("Georgia", GPE, "GE")), *figures(("China", GPE, "CN")))
    load_records(amount("$7", 7, article="z", subjects=(("Georgia", GPE, "US-GA"),)))
    result = cli("kb", *command, "--db", database)
    assert result.exit_code == 2
    assert reason in " ".join(result.stderr.split())


def test_entities_are_merged_by_number(
    base: Base, load_records: LoadRecords, database: str, cli: Cli
) -> None:
    load_records(*figures(("Georgia", GPE, "GE")))
    load_records(amount("$7", 7, article="z", subjects=(("Georgia", GPE, "US-GA"),)))
    with base.reading() as connection:
        one, other = (entity.id for entity in list_entities(connection))
    assert cli("kb", "merge", f"#{one}", f"#{other}", "--db", database).exit_code == 0
    assert groups(base) == {frozenset({"Georgia"})}
