"""Facts as Parquet: the same records as the lines of JSON, typed, exact, written whole."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from factextract import parquet
from factextract.errors import OutputError, RecordsError, UsageError
from factextract.files import read_records
from factextract.records import FACT_TYPES, Fact, Quantity
from tests.batch.news import sentence, write_lines
from tests.conftest import Cli
from tests.samples import sample_facts, value_fact

pyarrow = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

README = Path(__file__).parent.parent.parent / "README.md"


def quantity(**fields: object) -> Fact:
    return Quantity(**value_fact("quantity", "3 to 5 ferries", unit="ferry", **fields))


def write(path: Path, facts: list[Fact]) -> Path:
    with parquet.FactsTable(path) as table:
        for fact in facts:
            table.add(fact)
    return path


def test_every_field_of_every_kind_is_a_column_that_is_explained() -> None:
    fields = {name for kind in FACT_TYPES.values() for name in kind.model_fields}
    assert {name for name, _, _ in parquet.columns()} == fields
    assert [name for name, _, told in parquet.columns() if not told] == []


def test_readme_has_the_columns_as_they_are() -> None:
    readme = README.read_text(encoding="utf-8")
    (section,) = re.findall(r"^### Parquet\n(.*?)^##", readme, re.MULTILINE | re.DOTALL)
    rows = re.findall(r"^\| `(\w+)` \| `([^`]+)` \| (.*) \|$", section, re.MULTILINE)
    assert rows == parquet.columns()


def test_types_are_those_that_were_promised() -> None:
    types = {name: type_ for name, type_, _ in parquet.columns()}
    assert types["value"] == types["low"] == types["high"] == "decimal128(38, 12)"
    assert types["confidence"] == "double"
    schema = parquet.schema()
    assert schema.field("evidence").type.field("start").type == pyarrow.int32()
    assert schema.field("period").type.field("start").type == pyarrow.date32()
    assert pyarrow.types.is_list(schema.field("subjects").type)
    assert not schema.field("id").nullable
    assert schema.field("flow").nullable


def test_all_kinds_come_back_as_they_were(tmp_path: Path) -> None:
    facts = sample_facts()
    assert len({fact.kind for fact in facts}) == len(FACT_TYPES)
    assert list(parquet.read_table(write(tmp_path / "facts.parquet", facts))) == facts


@pytest.mark.parametrize("format_", ["folder", "file"])
def test_a_run_writes_the_records_of_the_lines(cli: Cli, tmp_path: Path, format_: str) -> None:
    news = write_lines(tmp_path / "news.jsonl", [sentence(number) for number in range(5)])
    lines = tmp_path / "lines"
    assert cli("run", news, "--output", lines).exit_code == 0
    out = tmp_path / "out" if format_ == "folder" else tmp_path / "out" / "facts.parquet"
    result = cli("run", news, "--output", out, "--format", "parquet")
    assert result.exit_code == 0, result.stderr
    written = tmp_path / "out" / "facts.parquet"
    assert f"in {written}" in result.stderr
    assert list(parquet.read_table(written)) == list(read_records(lines / "facts.jsonl"))
    others = {path.name for path in written.parent.iterdir() if not path.name.startswith(".")}
    assert others == {"facts.parquet"} | (
        {"articles.jsonl", "errors.jsonl", "run.json"} if format_ == "folder" else set()
    )


def test_the_other_format_needs_no_second_reading(cli: Cli, tmp_path: Path) -> None:
    news = write_lines(tmp_path / "news.jsonl", [sentence(1)])
    out = tmp_path / "out"
    assert cli("run", news, "--output", out).exit_code == 0
    assert "1 unit done before" in cli("run", news, "--output", out, "--format", "parquet").stderr
    assert list(parquet.read_table(out / "facts.parquet")) == list(read_records(out / "facts.jsonl"))


@pytest.mark.parametrize(("name", "format_"), [("facts.jsonl", "parquet"), ("facts.parquet", "jsonl")])
def test_a_name_of_another_format_is_refused(cli: Cli, tmp_path: Path, name: str, format_: str) -> None:
    news = write_lines(tmp_path / "news.jsonl", [sentence(1)])
    result = cli("run", news, "--output", tmp_path / name, "--format", format_)
    assert result.exit_code == 2
    assert f"--format {format_}" in " ".join(result.stderr.split())


def test_rows_are_written_a_group_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROW_GROUP", 4)
    facts = sample_facts() * 2
    path = write(tmp_path / "facts.parquet", facts)
    groups = pq.ParquetFile(path).metadata.num_row_groups
    assert groups == -(-len(facts) // 4)
    assert list(parquet.read_table(path)) == facts


@pytest.mark.parametrize(
    "value",
    [Decimal("12345678901234567890123456.123456789012"), Decimal("1E-12"), Decimal("3E+11"), Decimal("-0.5")],
)
def test_numbers_are_exact(tmp_path: Path, value: Decimal) -> None:
    (back,) = parquet.read_table(write(tmp_path / "facts.parquet", [quantity(value=value)]))
    assert back.model_dump()["value"] == value


@pytest.mark.parametrize("value", ["0.1234567890123", "1" + "0" * 26, "1E+400"])
def test_a_number_that_does_not_fit_is_named_and_not_rounded(tmp_path: Path, value: str) -> None:
    path = tmp_path / "facts.parquet"
    bad = quantity(low=Decimal(0), high=Decimal(value))
    with pytest.raises(
        OutputError, match=rf"fact {bad.id} of norland: its high {re.escape(value)} is no exact"
    ):
        write(path, [*sample_facts(), bad])
    assert list(tmp_path.iterdir()) == []


def test_what_was_there_stays_where_writing_fails(tmp_path: Path) -> None:
    path = write(tmp_path / "facts.parquet", sample_facts())
    before = path.read_bytes()
    with pytest.raises(RuntimeError), parquet.FactsTable(path) as table:  # noqa: PT012
        table.add(quantity(value=Decimal(1)))
        raise RuntimeError
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_no_table_of_facts_is_named(tmp_path: Path) -> None:
    path = tmp_path / "facts.parquet"
    with pytest.raises(RecordsError, match=r"facts\.parquet: no such file"):
        next(parquet.read_table(path))
    path.write_bytes(b"PAR1 it is not")
    with pytest.raises(RecordsError, match=r"facts\.parquet"):
        next(parquet.read_table(path))
    pq.write_table(pyarrow.table({"kind": ["quantity"]}), path)
    with pytest.raises(RecordsError, match=r"facts\.parquet: row 1"):
        next(parquet.read_table(path))


def test_without_pyarrow_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pip install 'factextract\[parquet\]'"):
        parquet.FactsTable(tmp_path / "facts.parquet").__enter__()
    assert list(tmp_path.iterdir()) == []
