"""Loading: the same twice as once, all or nothing, corrections in place, every field kept exactly."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import MetaData, Table, func, select, text

from factextract.errors import RecordsError, RejectedError, UsageError
from factextract.knowledge import load as load_module
from factextract.knowledge import reading
from factextract.knowledge.base import Base, open_base
from factextract.knowledge.load import forget, load
from factextract.knowledge.query import Question, ask
from factextract.knowledge.reading import parse_exactly, survey
from factextract.knowledge.schema import (
    acronyms,
    articles,
    claims,
    entities,
    equivalents,
    fact_entities,
    facts,
    metadata,
    sentences,
)
from factextract.records import json_line, to_json
from tests.conftest import Cli
from tests.knowledge.conftest import LoadRecords, write
from tests.knowledge.records import VIETNAM, amount, event, trade
from tests.samples import ARTICLE, sample_facts

COMPANY = ("Quillbrook Inc.", "ORG", None)


def content(base: Base) -> dict[str, list[Any]]:
    """Everything in a base."""
    with base.reading() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in metadata.sorted_tables
        }


def meaning(base: Base) -> list[Any]:
    """What a base says, whatever numbers its rows have: each fact with its names and claim."""
    with base.reading() as connection:
        rows = connection.execute(
            text(
                "SELECT p.*, e.name, fe.role, fe.position, c.value, c.article_count, c.sources FROM provenance p"
                " JOIN claims c ON c.id = p.claim_id LEFT JOIN fact_entities fe ON fe.fact_id = p.fact_id"
                " LEFT JOIN entities e ON e.id = fe.entity_id"
            )
        )
        return sorted(tuple(map(str, row)) for row in rows)


def count(base: Base, table: Table) -> int:
    with base.reading() as connection:
        return int(connection.scalar(select(func.count()).select_from(table)) or 0)


def test_loads_every_field_of_every_kind(base: Base, tmp_path: Path) -> None:
    path = tmp_path / "samples.jsonl"
    path.write_bytes(b"\n".join(map(to_json, sample_facts())))
    done = load(base, [path])
    assert (done.facts, done.new, done.replaced, done.unchanged) == (6, 1, 0, 0)
    with base.reading() as connection:
        rows = {row.kind: row for row in connection.execute(select(facts))}
        trade_value, range_, event_ = rows["trade_value"], rows["quantity"], rows["event_date"]
        assert trade_value.value == Decimal(300_000_000)
        assert (trade_value.lowest, trade_value.highest) == (3e8, 3e8)
        assert (trade_value.period_start.isoformat(), trade_value.period_end.isoformat()) == (
            "2024-01-01",
            "2024-12-31",
        )
        assert (trade_value.flow, trade_value.modifier, trade_value.unit) == ("exports", "approximate", "NOK")
        assert (range_.value, range_.low, range_.high, range_.lowest, range_.highest) == (
            None,
            3,
            5,
            3.0,
            5.0,
        )
        assert (range_.per, range_.period_start, range_.status) == ("day", None, "target")
        assert (event_.event, event_.recurrence, event_.value, event_.lowest) == ("sail", "daily", None, None)
        assert rows["percentage"].whole == "them"
        assert rows["growth_percentage"].role == "change"
        for row in rows.values():
            # Every offset leads to its words in the article.
            assert ARTICLE.text[row.evidence_start : row.evidence_end] == row.evidence
            sentence = connection.execute(select(sentences).where(sentences.c.id == row.sentence_id)).one()
            assert ARTICLE.text[sentence.start_char : sentence.end_char] == sentence.text
        restated = connection.execute(select(equivalents)).one()
        assert (restated.fact_id, restated.value, restated.unit) == (
            trade_value.id,
            Decimal(28_000_000),
            "USD",
        )
        assert ARTICLE.text[restated.start_char : restated.end_char] == "$28 million"
        named = connection.execute(
            select(fact_entities.c.role, entities.c.name)
            .join(entities, entities.c.id == fact_entities.c.entity_id)
            .where(fact_entities.c.fact_id == trade_value.id)
            .order_by(fact_entities.c.role, fact_entities.c.position)
        )
        assert [tuple(row) for row in named] == [
            ("partner", "Sudria"),
            ("reporter", "Norland"),
            ("subject", "Norland"),
            ("subject", "Sudria"),
        ]


@given(
    number=st.decimals(allow_nan=False, allow_infinity=False, places=9, min_value=-(10**24), max_value=10**24)
)
def test_numbers_are_read_exactly(number: Decimal) -> None:
    record = amount("5 dollars", str(number), kind="quantity", unit="dollar")
    assert Decimal(str(parse_exactly(json_line(record))["value"])) == number


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    number=st.decimals(allow_nan=False, allow_infinity=False, places=9, min_value=-(10**24), max_value=10**24)
)
def test_numbers_come_back_exactly(number: Decimal, base: Base, load_records: LoadRecords) -> None:
    load_records(amount("5 dollars", str(number), kind="quantity", unit="dollar"))
    with base.reading() as connection:
        (found,) = connection.execute(select(facts.c.value, facts.c.lowest))
        claimed = connection.scalar(select(claims.c.value))
    assert found.value == claimed == number
    assert found.lowest == pytest.approx(float(number))


def test_numbers_are_in_order_of_size(base: Base, load_records: LoadRecords) -> None:
    load_records(*(amount(f"{value} dollars", value, at=100 * value) for value in (9, 100, 20, 3)))
    with base.reading() as connection:
        query = select(facts.c.value).where(facts.c.lowest > 5).order_by(facts.c.lowest)
        assert [int(value) for value in connection.scalars(query) if value is not None] == [9, 20, 100]


def test_loading_twice_changes_nothing(base: Base, load_records: LoadRecords) -> None:
    records = (
        trade("5 yuan", 5),
        amount("6 dollars", 6, article="b"),
        event("met", "2025-01-03", article="c"),
    )
    load_records(*records)
    before = content(base)
    done = load_records(*records)
    assert (done.facts, done.new, done.replaced, done.unchanged) == (0, 0, 0, 3)
    assert content(base) == before
    # Nor does the order of lines, or a line that is there twice.
    done = load_records(*reversed(records), records[0])
    assert done.unchanged == 3
    assert content(base) == before


def test_one_file_given_twice_is_loaded_once(base: Base, tmp_path: Path) -> None:
    path = write(tmp_path / "f.jsonl", trade("5 yuan", 5))
    assert load(base, [path, path]).facts == 1
    assert count(base, facts) == 1


def test_a_corrected_article_replaces_its_facts(base: Base, load_records: LoadRecords) -> None:
    kept = trade("7 yuan", 7, article="b", reporter=COMPANY)
    load_records(trade("5 yuan", 5), amount("6 dollars", 6, subjects=(COMPANY,)), kept)
    corrected = trade("8 yuan", 8, reporter=("Laos", "GPE", "LA"))
    done = load_records(corrected)
    assert (done.facts, done.new, done.replaced, done.unchanged) == (1, 0, 1, 0)
    with base.reading() as connection:
        assert set(connection.scalars(select(facts.c.evidence))) == {"8 yuan", "7 yuan"}
        # Names that only the old facts had are gone.
        assert set(connection.scalars(select(entities.c.name))) == {"Laos", "China", "Quillbrook Inc."}


def test_words_of_replaced_sentences_are_forgotten(base: Base, load_records: LoadRecords) -> None:
    load_records(trade("5 yuan", 5, sentence="Durian brought 5 yuan."))
    load_records(trade("6 yuan", 6, sentence="Mango brought 6 yuan."))
    with base.writing() as connection:
        assert ask(connection, Question(words="durian")) == []
        assert len(ask(connection, Question(words="mangos"))) == 1
        if connection.dialect.name == "sqlite":
            connection.execute(text("INSERT INTO sentence_words (sentence_words) VALUES ('integrity-check')"))


def test_the_last_of_two_files_counts(base: Base, tmp_path: Path) -> None:
    old = write(tmp_path / "old.jsonl", trade("5 yuan", 5), trade("6 yuan", 6, article="b"))
    new = write(tmp_path / "new.jsonl", trade("7 yuan", 7))
    assert load(base, [old, new]).facts == 2
    with base.reading() as connection:
        assert set(connection.scalars(select(facts.c.evidence))) == {"6 yuan", "7 yuan"}


def varied_records() -> list[dict[str, Any]]:
    """Facts of several articles, some of which state the same, or name one company in two ways."""
    return [
        trade("298.6 billion yuan", 298_600_000_000, article="a"),
        trade(
            "about 300 billion yuan",
            300_000_000_000,
            article="b",
            modifier="approximate",
            published="2025-03-01",
        ),
        trade("301 billion yuan", 301_000_000_000, article="c", source="The Mail"),
        amount("$5 million", 5_000_000, article="a", at=300, subjects=(COMPANY,)),
        amount("$5 million", 5_000_000, article="c", at=300, subjects=(("Quillbrook", "ORG", None),)),
        event("suspended", "2025-01-03", article="b", at=300, participants=(VIETNAM, COMPANY)),
        event("suspension", "2025-01-03", article="c", at=500, participants=(VIETNAM,)),
    ]


def test_corrected_base_says_what_a_new_one_says(
    base: Base, load_records: LoadRecords, tmp_path: Path
) -> None:
    records = varied_records()
    load_records(*records)
    # Another extraction of b and c, and then the first again.
    load_records(
        trade("300 billion yuan", 300_000_000_000, article="b"),
        amount("$6 million", 6_000_000, article="c", subjects=(("Quillbrook Ltd", "ORG", None),)),
    )
    load_records(*records)
    with open_base(f"sqlite:///{tmp_path / 'new.sqlite'}", create=True) as new:
        load(new, [write(tmp_path / "all.jsonl", *records)])
        assert meaning(base) == meaning(new)


@pytest.mark.parametrize("seed", range(3))
def test_order_of_loading_makes_no_difference(
    base: Base, load_records: LoadRecords, tmp_path: Path, seed: int
) -> None:
    records = varied_records()
    by_article = {name: [each for each in records if each["article"]["id"] == name] for name in "abc"}
    for name in ("abc", "cba", "bca")[seed]:
        load_records(*by_article[name])
    with open_base(f"sqlite:///{tmp_path / 'new.sqlite'}", create=True) as new:
        load(new, [write(tmp_path / "all.jsonl", *records)])
        assert meaning(base) == meaning(new)


def test_a_forgotten_article_leaves_what_the_others_say(
    base: Base, load_records: LoadRecords, tmp_path: Path
) -> None:
    records = varied_records()
    load_records(*records)
    gone = [each for each in records if each["article"]["id"] == "a"]
    assert forget(base, ["a"]) == len(gone)
    with open_base(f"sqlite:///{tmp_path / 'new.sqlite'}", create=True) as new:
        load(new, [write(tmp_path / "rest.jsonl", *(each for each in records if each not in gone))])
        assert meaning(base) == meaning(new)
    before = content(base)
    with pytest.raises(UsageError, match="no article 'a'; nothing was forgotten"):
        forget(base, ["b", "a"])
    assert content(base) == before


def test_command_forgets(cli: Cli, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'kb.sqlite'}"
    cli("kb", "load", write(tmp_path / "f.jsonl", trade("5 yuan", 5, article="a")), "--db", url)
    assert "1 facts of 1 articles are gone" in cli("kb", "forget", "a", "--db", url).stderr.replace("\n", "")
    assert cli("kb", "forget", "a", "--db", url).exit_code == 2


def test_failure_leaves_the_base_as_it_was(
    base: Base, load_records: LoadRecords, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_records(trade("5 yuan", 5))
    before = content(base)

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(load_module, "build_claims", fail)
        with pytest.raises(KeyboardInterrupt):
            load_records(trade("6 yuan", 6), trade("7 yuan", 7, article="b"))
    assert content(base) == before


def test_invalid_lines_are_told_and_nothing_is_loaded(base: Base, tmp_path: Path) -> None:
    path = write(tmp_path / "f.jsonl", trade("5 yuan", 5))
    with path.open("ab") as lines:
        lines.write(b"no JSON\n\n")
        lines.write(json_line(trade("6 yuan", 6, article="b") | {"unit": "XYZ"}) + b"\n")
    with pytest.raises(RejectedError) as caught:
        load(base, [path])
    assert [error.path for error in caught.value.rejected] == [f"{path}:2", f"{path}:4"]
    assert "'XYZ' is no ISO 4217 code" in str(caught.value)
    assert count(base, articles) == 0
    done = load(base, [path], skip_invalid=True)
    assert (done.facts, len(done.rejected)) == (1, 2)


def test_two_facts_of_one_id_are_told(base: Base, tmp_path: Path) -> None:
    one = trade("5 yuan", 5)
    path = write(tmp_path / "f.jsonl", one, one | {"confidence": 0.1})
    with pytest.raises(RejectedError, match=r"f.jsonl:2: says something else than another line of the id"):
        load(base, [path])


@pytest.mark.parametrize("size", [1, 700, 5000])
@pytest.mark.parametrize("processes", [1, 2])
def test_parts_of_a_file_are_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, processes: int
) -> None:
    path = write(tmp_path / "f.jsonl", *varied_records())
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], b"no JSON\n\n", *lines[2:], lines[0], b"{}"]))
    whole = survey([path])
    monkeypatch.setattr(reading, "_PART", size)
    parts = survey([path], processes=processes)
    assert (parts.articles, parts.left_out) == (whole.articles, whole.left_out)
    assert list(map(str, parts.rejected)) == list(map(str, whole.rejected))
    assert [error.path for error in whole.rejected] == [f"{path}:3", f"{path}:11"]
    assert sum(listing.facts for listing in parts.articles.values()) == len(lines)


def test_nothing_to_load(base: Base, tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    assert load(base, [empty]).facts == load(base, []).facts == 0


def test_missing_file_is_told(base: Base, tmp_path: Path) -> None:
    with pytest.raises(RecordsError, match=r"none\.jsonl: no such file"):
        load(base, [tmp_path / "none.jsonl"])


def test_command_tells_what_it_did(cli: Cli, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'kb.sqlite'}"
    path = write(tmp_path / "f.jsonl", trade("5 yuan", 5))
    result = cli("kb", "load", path, "--db", url)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "1 facts of 1 new and 0 replaced articles; 0 articles as before" in result.stderr.replace("\n", "")
    with path.open("ab") as lines:
        lines.write(b"{}\n")
    result = cli("kb", "load", path, "--db", url)
    assert result.exit_code == 1
    assert "nothing was loaded" in result.stderr
    result = cli("kb", "load", path, "--db", url, "--skip-invalid")
    assert result.exit_code == 1
    assert f"{path}:2: " in result.stderr
    assert "1 articles as before" in result.stderr


def test_records_that_are_refused_leave_no_base(cli: Cli, tmp_path: Path) -> None:
    path = write(tmp_path / "f.jsonl", {"no": "record"})
    result = cli("kb", "load", path, "--db", f"sqlite:///{tmp_path / 'base' / 'kb.sqlite'}")
    assert result.exit_code == 1
    assert not (tmp_path / "base").exists()


def test_acronyms_lead_to_their_sentence(base: Base, load_records: LoadRecords) -> None:
    load_records(
        amount("$5 million", 5_000_000, sentence="The Asian Development Bank (ADB) lent $5 million.", at=7)
    )
    with base.reading() as connection:
        row = connection.execute(
            select(acronyms.c.short, acronyms.c.long, sentences.c.start_char).join(
                sentences, sentences.c.id == acronyms.c.sentence_id
            )
        ).one()
    assert tuple(row) == ("ADB", "Asian Development Bank", 7)


@pytest.mark.parametrize("words", ['"; DROP TABLE facts; --', "Ĳssel\u2028x", "a\tb\\N", "\\."])
def test_any_text_is_kept(base: Base, load_records: LoadRecords, words: str) -> None:
    load_records(amount("$5 million", 5_000_000, subjects=((words, "ORG", None),), source=words))
    with base.reading() as connection:
        assert connection.scalar(select(articles.c.source)) == words
        assert connection.scalar(select(entities.c.name)) == words
    assert count(base, facts) == 1


def test_rows_of_all_tables_lead_to_an_article(base: Base, load_records: LoadRecords) -> None:
    load_records(*varied_records())
    with base.reading() as connection:
        queries = {
            "claims": text("SELECT id FROM claims WHERE id NOT IN (SELECT claim_id FROM provenance)"),
            "facts": text("SELECT id FROM facts WHERE id NOT IN (SELECT fact_id FROM provenance)"),
            "claim_entities": text(
                "SELECT claim_id FROM claim_entities WHERE claim_id NOT IN (SELECT claim_id FROM provenance)"
            ),
            "aliases": text("SELECT id FROM aliases WHERE id NOT IN (SELECT alias_id FROM fact_entities)"),
            "entities": text("SELECT id FROM entities WHERE id NOT IN (SELECT entity_id FROM aliases)"),
        }
        for table, query in queries.items():
            assert connection.execute(query).all() == [], table
        provenance = Table("provenance", MetaData(), autoload_with=connection)
        rows = connection.execute(select(provenance)).all()
        assert len(rows) == len(varied_records())
        for row in rows:
            first = row.evidence_start - row.sentence_start
            assert row.sentence[first:].startswith(row.evidence)


def test_a_record_is_parsed_as_it_is_written() -> None:
    record = amount("5 dollars", "0.1234567890123456789")
    assert (
        json.loads(json_line(record), parse_float=Decimal)["value"]
        == parse_exactly(json_line(record))["value"]
    )
