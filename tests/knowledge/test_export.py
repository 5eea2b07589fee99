"""Exports: RDF that has the shapes it says, identifiers that are right, tables that keep every value."""

import csv
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pycountry
import pyshacl
import pytest
from rdflib import Graph, Literal, URIRef, namespace
from rdflib.compare import isomorphic

from factextract.errors import OutputError, UsageError
from factextract.knowledge.base import Base, open_base
from factextract.knowledge.checks.store import run_checks
from factextract.knowledge.export.flat import COLUMNS
from factextract.knowledge.export.form import Form
from factextract.knowledge.export.identifiers import FX, OA, QUDT, Identifiers, country_iris, unit_iri
from factextract.knowledge.export.write import export
from factextract.knowledge.load import load
from factextract.knowledge.stored import read_facts
from factextract.records import from_json, json_line, to_json
from tests.conftest import Cli
from tests.knowledge.conftest import LoadRecords, write
from tests.knowledge.records import CHINA, VIETNAM, Record, amount, event, phrase, trade
from tests.samples import sample_facts

SCHEMAS = Path(__file__).parents[2] / "schemas"
RDF_FORMATS = {Form.TURTLE: "turtle", Form.JSON_LD: "json-ld", Form.NTRIPLES: "nt"}
ADB = ("Asian Development Bank", "ORG", None)
OF = Identifiers()


@pytest.fixture
def records() -> list[Record]:
    """A record of each kind and shape, with what is hard to write: quotes, line ends, slashes, other scripts."""
    hard = 'They said "5 billion yuan" \\ for\nHồ Chí Minh.'
    undated: dict[str, Any] = {"published": None, "source": None}
    return [
        trade("5 billion yuan", 5 * 10**9, sentence=hard, article='a/b "c"'),
        trade(
            "9 billion yuan",
            9 * 10**9,
            article="d",
            flow="total",
            commodity=phrase("rice"),
        ),
        amount(
            "62.50 dollars", "62.5", article="d", at=300, per="barrel", indicator="oil price", subjects=()
        ),
        amount(
            "3 to 5 percent",
            None,
            "percent",
            article="d",
            at=500,
            kind="growth_percentage",
            role="change",
            direction="increase",
            basis="yoy",
            low=3,
            high=5,
            status="forecast",
            subjects=(ADB,),
        ),
        amount(
            "14.7 percent", "14.7", "percent", article="d", at=700, kind="percentage", whole=phrase("all")
        ),
        amount("3 tonnes", 3, "tonne", article="e", at=900, kind="quantity", period=None, **undated),
        event(
            "opened",
            "2024-05-03",
            article="e",
            participants=(VIETNAM, ADB),
            location=CHINA,
            time="09:30",
            recurrence="yearly",
            **undated,
        ),
    ]


@pytest.fixture
def filled(base: Base, load_records: LoadRecords, records: list[Record], tmp_path: Path) -> Base:
    """A base of these records and of those that other tests use."""
    path = tmp_path / "samples.jsonl"
    path.write_bytes(b"".join(to_json(fact) + b"\n" for fact in sample_facts()))
    load_records(*records)
    load(base, [path])
    return base


def written(base: Base, folder: Path, form: Form) -> Path:
    path = folder / f"facts.{form}"
    export(base, path, form)
    return path


def graph(base: Base, folder: Path, form: Form = Form.NTRIPLES) -> Graph:
    return Graph().parse(written(base, folder, form), format=RDF_FORMATS[form])


def test_facts_are_read_back_as_they_were_loaded(filled: Base, records: list[Record]) -> None:
    loaded = {str(record["id"]): from_json(json_line(record)) for record in records}
    loaded |= {fact.id: fact for fact in sample_facts()}
    with filled.reading() as connection:
        read = {stored.fact.id: stored.fact for stored in read_facts(connection)}
    assert {key: to_json(fact) for key, fact in read.items()} == {
        key: to_json(fact) for key, fact in loaded.items()
    }


def test_the_three_forms_of_rdf_say_the_same(filled: Base, tmp_path: Path) -> None:
    turtle, json_ld, ntriples = (graph(filled, tmp_path, form) for form in RDF_FORMATS)
    assert len(ntriples) > 300
    assert isomorphic(turtle, ntriples)
    assert isomorphic(json_ld, ntriples)


def test_the_rdf_has_its_shapes(filled: Base, tmp_path: Path) -> None:
    conforms, _, report = pyshacl.validate(graph(filled, tmp_path), shacl_graph=shapes())
    assert conforms, report


def shapes() -> Graph:
    return Graph().parse(SCHEMAS / "facts.shacl.ttl")


@pytest.mark.parametrize(
    ("pattern", "instead"),
    [
        ((None, FX.status, None), Literal("rumoured")),
        ((None, FX.confidence, None), Literal(Decimal("1.5"))),
        ((None, namespace.PROV.wasDerivedFrom, None), None),
        ((None, namespace.PROV.hadPrimarySource, None), URIRef("urn:x-nothing")),
        ((None, namespace.SOSA.hasResult, None), None),
        ((None, QUDT.numericValue, None), None),
        ((None, QUDT.hasUnit, None), URIRef("http://example.org/dollar")),
        ((None, OA.start, None), Literal(10**6)),
        ((None, OA.hasSelector, None), None),
        ((None, FX.flow, None), Literal("smuggled")),
        ((None, namespace.SDO.startDate, None), Literal(date(2030, 1, 1))),
        ((None, namespace.TIME.inXSDDate, None), Literal("last year")),
        ((None, FX.isoCode, None), Literal("Vietnam")),
        ((None, namespace.OWL.sameAs, None), Literal("Q881")),
        ((None, namespace.DCTERMS.identifier, None), None),
    ],
)
def test_what_is_wrong_has_not_the_shapes(
    on_sqlite: Base, tmp_path: Path, pattern: tuple[None, URIRef, None], instead: object
) -> None:
    """One value taken away or put in another's place is told."""
    found = graph(on_sqlite, tmp_path)
    subject, predicate, value = sorted(found.triples(pattern))[0]
    found.remove((subject, predicate, value))
    if instead is not None:
        found.add((subject, predicate, instead))  # type: ignore[arg-type]
    conforms, _, _ = pyshacl.validate(found, shacl_graph=shapes())
    assert not conforms


@pytest.fixture
def on_sqlite(tmp_path: Path, made_sqlite: Path, records: list[Record]) -> Iterator[Base]:
    """The same base on SQLite alone, for what does not depend on the database."""
    path = tmp_path / "one.sqlite"
    shutil.copy(made_sqlite, path)
    with open_base(f"sqlite:///{path}") as opened:
        load(opened, [write(tmp_path / "records.jsonl", *records)])
        yield opened


def test_every_word_of_the_vocabulary_is_explained(filled: Base, tmp_path: Path) -> None:
    vocabulary = Graph().parse(SCHEMAS / "vocabulary.ttl")
    terms = {term for triple in graph(filled, tmp_path) for term in triple if str(term).startswith(str(FX))}
    assert terms
    assert terms <= set(vocabulary.subjects())


def test_a_fact_leads_back_to_the_characters_it_was_read_from(
    filled: Base, tmp_path: Path, records: list[Record]
) -> None:
    found = graph(filled, tmp_path)
    fact = OF.fact(str(records[0]["id"]))
    passage = found.value(fact, namespace.PROV.wasDerivedFrom)
    assert str(passage) == "urn:x-factextract:article/a%2Fb%20%22c%22#char=111,125"
    article = found.value(passage, OA.hasSource)
    assert found.value(article, namespace.DCTERMS.identifier) == Literal('a/b "c"')
    selectors = {
        found.value(each, namespace.RDF.type): each for each in found.objects(passage, OA.hasSelector)
    }
    position, quotation = selectors[OA.TextPositionSelector], selectors[OA.TextQuoteSelector]
    assert (int(found.value(position, OA.start)), int(found.value(position, OA.end))) == (111, 125)  # type: ignore[arg-type]
    assert str(found.value(quotation, OA.exact)) == "5 billion yuan"
    assert str(found.value(quotation, OA.prefix)) == 'They said "'
    assert str(found.value(quotation, OA.suffix)) == '" \\ for\nHồ Chí Minh.'


def test_values_have_their_units(filled: Base, tmp_path: Path, records: list[Record]) -> None:
    found = graph(filled, tmp_path)

    def result(number: int, *words: URIRef) -> list[object]:
        node = found.value(OF.fact(str(records[number]["id"])), namespace.SOSA.hasResult)
        values = [found.value(node, word) for word in words]
        return [value.toPython() if isinstance(value, Literal) else value for value in values]

    assert result(0, QUDT.numericValue, QUDT.hasUnit) == [
        Decimal(5 * 10**9),
        URIRef("http://qudt.org/vocab/unit/CCY_CNY"),
    ]
    # A price is no amount of money: no unit of QUDT's is "dollar a barrel".
    assert result(2, QUDT.numericValue, FX.unit, FX.per, QUDT.hasUnit) == [
        Decimal("62.5"),
        "USD",
        "barrel",
        None,
    ]
    assert result(3, QUDT.numericValue, namespace.SDO.minValue, namespace.SDO.maxValue, QUDT.hasUnit) == [
        None,
        Decimal(3),
        Decimal(5),
        URIRef("http://qudt.org/vocab/unit/PERCENT"),
    ]


def test_countries_are_linked(filled: Base, tmp_path: Path, records: list[Record]) -> None:
    found = graph(filled, tmp_path)
    vietnam = found.value(OF.fact(str(records[0]["id"])), FX.reporter)
    assert set(found.objects(vietnam, namespace.OWL.sameAs)) == {
        URIRef("http://www.wikidata.org/entity/Q881"),
        URIRef("https://sws.geonames.org/1562822/"),
    }
    bank = found.value(OF.fact(str(records[3]["id"])), namespace.SOSA.hasFeatureOfInterest)
    assert str(bank) == "urn:x-factextract:entity/ORG/Asian%20Development%20Bank"
    assert list(found.objects(bank, namespace.OWL.sameAs)) == []


def test_every_country_has_its_own_identifiers() -> None:
    codes = [country.alpha_2 for country in pycountry.countries]
    iris = [iri for code in codes for iri in country_iris(code)]
    assert len(iris) == len(set(iris)) == 2 * len(codes)
    known = {"US": "Q30", "CN": "Q148", "GB": "Q145", "FR": "Q142", "DE": "Q183", "DK": "Q35", "NL": "Q55"}
    assert {code: str(country_iris(code)[0]).rpartition("/")[2] for code in known} == known
    assert country_iris("CN-GX") == ()


def test_units_that_could_be_several_have_no_iri() -> None:
    assert unit_iri("gallon") is None
    assert unit_iri("highway") is None
    assert str(unit_iri("tonne")) == "http://qudt.org/vocab/unit/TONNE"


def test_root_is_what_iris_begin_with(filled: Base, tmp_path: Path) -> None:
    path = tmp_path / "facts.nt"
    export(filled, path, Form.NTRIPLES, root="https://data.example.org/")
    found = Graph().parse(path, format="nt")
    facts = set(found.subjects(namespace.RDF.type, FX.Fact))
    assert facts
    assert all(str(fact).startswith("https://data.example.org/fact/") for fact in facts)
    for root in ("facts", "https://data.example.org", "https://a b/", 'urn:"x:'):
        with pytest.raises(UsageError, match="is no IRI"):
            export(filled, path, Form.NTRIPLES, root=root)


def test_what_a_check_throws_doubt_on_is_marked(
    base: Base, load_records: LoadRecords, tmp_path: Path
) -> None:
    load_records(
        *(
            trade(f"{number} billion yuan", number * 10**9, flow=flow, at=at)
            for number, flow, at in ((5, "exports", 100), (3, "imports", 300), (9, "balance", 500))
        )
    )
    run_checks(base)
    assert set(graph(base, tmp_path).objects(None, FX.failedCheck)) == {Literal("trade_balance")}
    rows = list(csv.DictReader(written(base, tmp_path, Form.CSV).open(encoding="utf-8")))
    assert {row["failed_checks"] for row in rows} == {"trade_balance"}


def test_csv_has_every_fact_and_value(filled: Base, tmp_path: Path, records: list[Record]) -> None:
    with written(filled, tmp_path, Form.CSV).open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert len(rows) == len(records) + len(sample_facts())
    first, last = rows[str(records[0]["id"])], rows[str(records[-1]["id"])]
    assert list(first) == [name for name, _ in COLUMNS]
    assert first["sentence"] == 'They said "5 billion yuan" \\ for\nHồ Chí Minh.'
    assert (first["value"], first["unit"], first["reporter_iso"], first["low"]) == (
        "5000000000",
        "CNY",
        "VN",
        "",
    )
    assert (last["participants"], last["location"], last["time"]) == (
        "Vietnam; Asian Development Bank",
        "China",
        "09:30",
    )
    restated = next(row for row in rows.values() if row["equivalents"])
    assert restated["equivalents"] == "28000000 USD"


def test_parquet_is_typed(filled: Base, tmp_path: Path, records: list[Record]) -> None:
    table = pq.read_table(written(filled, tmp_path, Form.PARQUET))
    assert str(table.schema.field("value").type) == "decimal128(38, 16)"
    assert str(table.schema.field("period_start").type) == "date32[day]"
    rows = {row["id"]: row for row in table.to_pylist()}
    assert len(rows) == len(records) + len(sample_facts())
    price = rows[str(records[2]["id"])]
    assert (price["value"], price["per"], price["subjects"]) == (Decimal("62.5"), "barrel", [])
    assert price["period_start"] == date(2024, 1, 1)
    assert rows[str(records[-1]["id"])]["participants_iso"] == ["VN", ""]
    restated = next(row for row in rows.values() if row["equivalents"])
    assert restated["equivalents"] == [
        {"value": Decimal(28_000_000), "low": None, "high": None, "unit": "USD"}
    ]


def test_a_number_too_long_for_parquet_is_told(base: Base, load_records: LoadRecords, tmp_path: Path) -> None:
    load_records(amount("9 dollars", "9" * 25))
    with pytest.raises(OutputError, match="too many digits for Parquet"):
        export(base, tmp_path / "facts.parquet", Form.PARQUET)
    assert list(tmp_path.glob("*facts.parquet*")) == []
    assert export(base, tmp_path / "facts.csv", Form.CSV) == 1


@pytest.mark.parametrize("form", Form)
def test_an_empty_base_gives_an_empty_file(base: Base, tmp_path: Path, form: Form) -> None:
    assert export(base, tmp_path / "facts", form) == 0
    if form in RDF_FORMATS:
        assert len(Graph().parse(tmp_path / "facts", format=RDF_FORMATS[form])) == 0


@pytest.mark.parametrize("form", Form)
def test_an_export_is_the_same_in_every_run(on_sqlite: Base, tmp_path: Path, form: Form) -> None:
    script = (
        "import sys; from pathlib import Path; from factextract.knowledge.base import open_base;"
        "from factextract.knowledge.export.write import export;"
        "export(open_base(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])"
    )
    contents = set()
    for seed in ("1", "2"):
        path = tmp_path / f"facts{seed}"
        command = [sys.executable, "-c", script, str(on_sqlite.engine.url), str(path), form]
        subprocess.run(command, check=True, env={"PYTHONHASHSEED": seed, "PATH": ""})
        contents.add(path.read_bytes())
    assert len(contents) == 1


def test_the_query_in_the_readme_finds_its_values(
    base: Base, load_records: LoadRecords, tmp_path: Path
) -> None:
    load_records(
        trade("5 billion yuan", 5 * 10**9, reporter=CHINA, partner=VIETNAM),
        trade("3 billion yuan", 3 * 10**9, at=300),
    )
    readme = (SCHEMAS.parent / "README.md").read_text(encoding="utf-8")
    query = readme.partition("```sparql\n")[2].partition("```")[0]
    found = [(value.toPython(), str(unit)) for value, unit in graph(base, tmp_path).query(query)]  # type: ignore[misc]
    assert found == [(Decimal(5 * 10**9), "CNY")]


def test_the_command_writes_a_file(cli: Cli, filled: Base, database: str, tmp_path: Path) -> None:
    path = tmp_path / "new" / "facts.ttl"
    told = cli("kb", "export", "--db", database, "--format", "turtle", "--output", path)
    assert told.exit_code == 0, told.stderr
    assert f"{path}: 13 facts" in told.stderr
    assert path.read_text(encoding="utf-8").startswith("@prefix fx:")


def test_wrong_calls_of_the_command(cli: Cli, database: str, tmp_path: Path) -> None:
    assert cli("kb", "export", "--db", database, "--format", "xml", "--output", tmp_path / "x").exit_code == 2
    assert cli("kb", "export", "--db", database, "--format", "csv").exit_code == 2
    told = cli("kb", "export", "--db", database, "--format", "csv", "--output", tmp_path)
    assert told.exit_code == 1
    assert "is a folder" in told.stderr


def test_a_missing_library_is_told(
    cli: Cli, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    told = cli("kb", "export", "--db", database, "--format", "parquet", "--output", tmp_path / "x.parquet")
    assert told.exit_code == 2
    assert "pip install 'factextract[parquet]'" in told.stderr
    assert not (tmp_path / "x.parquet").exists()


def test_a_base_is_not_written_over(on_sqlite: Base, cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "one.sqlite"
    before = path.read_bytes()
    result = cli("kb", "export", "--format", "csv", "--output", path, "--db", f"sqlite:///{path}")
    assert result.exit_code == 2
    assert "is a database: write to another file" in result.stderr
    assert path.read_bytes() == before
