"""The schema files: they hold for what is written, are up to date, and refuse what is not in the contract."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from factextract.kinds import KINDS
from factextract.records import to_json
from factextract.schemas import outdated_schemas, schema_files, write_schemas
from tests.samples import sample_facts

SCHEMAS = Path(__file__).parent.parent / "schemas"


def schema(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    return content


def test_files_in_the_repository_are_up_to_date() -> None:
    assert outdated_schemas(SCHEMAS) == []
    assert {path.name for path in SCHEMAS.glob("*.json")} == set(schema_files())


@pytest.mark.parametrize("name", ["fact", *KINDS])
def test_is_a_schema_of_its_draft(name: str) -> None:
    assert schema(name)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize("fact", sample_facts(), ids=lambda fact: fact.kind)
def test_holds_for_records(fact: Any) -> None:
    record = json.loads(to_json(fact))
    Draft202012Validator(schema("fact")).validate(record)
    Draft202012Validator(schema(fact.kind)).validate(record)


@pytest.mark.parametrize("fact", sample_facts(), ids=lambda fact: fact.kind)
def test_refuses_records_of_other_kinds(fact: Any) -> None:
    record = json.loads(to_json(fact))
    for kind in set(KINDS) - {fact.kind}:
        assert not Draft202012Validator(schema(kind)).is_valid(record)


@pytest.mark.parametrize("fact", sample_facts(), ids=lambda fact: fact.kind)
def test_every_key_is_required_and_no_other_allowed(fact: Any) -> None:
    validator = Draft202012Validator(schema("fact"))
    record = json.loads(to_json(fact))
    for key in record:
        assert not validator.is_valid({name: content for name, content in record.items() if name != key})
    assert not validator.is_valid(record | {"surprise": 1})


def test_files_are_sorted_and_end_with_a_newline() -> None:
    for name, content in schema_files().items():
        assert content.endswith(b"}\n"), name
        assert list(json.loads(content)) == sorted(json.loads(content))


def test_tells_which_files_are_outdated(tmp_path: Path) -> None:
    written = write_schemas(tmp_path / "new")
    assert outdated_schemas(tmp_path / "new") == []
    written[0].write_bytes(b"{}\n")
    written[1].unlink()
    assert outdated_schemas(tmp_path / "new") == written[:2]
