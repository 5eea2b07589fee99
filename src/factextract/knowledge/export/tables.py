"""Tables of facts as files: CSV and Parquet."""

import csv
from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import StringIO
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from factextract.errors import OutputError
from factextract.knowledge.export.flat import COLUMNS

if TYPE_CHECKING:
    import pyarrow as pa

Rows = Iterable[dict[str, Any]]

_ROWS_AT_ONCE = 10_000
_PRECISION, _SCALE = 38, 16
"""Digits of the widest decimal that readers of Parquet have in common, and how many of them stand behind the point."""


def csv_lines(rows: Rows) -> Iterator[bytes]:
    """Rows as CSV (RFC 4180) in UTF-8 under a line of names, many at once. Lists are joined by "; "."""
    names = [name for name, _ in COLUMNS]
    rows = iter(rows)
    yield _csv([names])
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        yield _csv([[_plain(row[name]) for name in names] for row in some])


def _csv(lines: list[list[str]]) -> bytes:
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue().encode().removesuffix(b"\n")


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, list):
        return "; ".join(map(_plain, value))
    if isinstance(value, dict):
        number = "-".join(f"{value[end]:f}" for end in ("value", "low", "high") if value[end] is not None)
        return f"{number} {value['unit']}"
    return str(value)


def write_parquet(rows: Rows, file: IO[bytes], name: str) -> None:
    """Rows as a Parquet file, called ``name`` in messages: exact decimals, days as dates, lists as lists.

    Raises `OutputError` for a number of more than 22 digits before the point or 16 behind it.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = parquet_schema()
    rows = iter(rows)
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        while some := list(islice(rows, _ROWS_AT_ONCE)):
            try:
                writer.write_batch(pa.RecordBatch.from_pylist(some, schema=schema))
            except pa.ArrowInvalid as error:
                reason = f"a number has too many digits for Parquet, CSV and RDF take it: {error}"
                raise OutputError(name, reason) from error


def parquet_schema() -> "pa.Schema":
    """The columns with Arrow's types."""
    import pyarrow as pa

    decimal = pa.decimal128(_PRECISION, _SCALE)
    amount = pa.struct({"value": decimal, "low": decimal, "high": decimal, "unit": pa.string()})
    types = {
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "integer": pa.int32(),
        "decimal": decimal,
        "float": pa.float64(),
        "date": pa.date32(),
        "boolean": pa.bool_(),
        "amounts": pa.list_(amount),
    }
    return pa.schema([pa.field(name, types[kind]) for name, kind in COLUMNS])
