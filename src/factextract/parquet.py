"""Facts as a Parquet table: one typed column a field of the records, the same for all kinds of fact.

The columns are made from `factextract.records`: texts are strings, offsets int32, numbers decimal128(38, 12), dates
date32, models structs and tuples lists of them; a column of fields that only some kinds have is null for the others.
What a column says stands in the file, as ``description`` in the Arrow metadata of its field.
"""

import types
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, Union, get_args, get_origin

from pydantic import BaseModel

from factextract.errors import OutputError, RecordsError, UsageError
from factextract.files import LinesFile, reason_of
from factextract.records import FACT_TYPES, SCHEMA_VERSION, Fact, from_json, json_line

if TYPE_CHECKING:
    import pyarrow
    from pydantic.fields import FieldInfo

ROW_GROUP = 5_000
"""How many facts are held in memory and written at a time."""

_DIGITS, _FRACTION = 38, 12
"""The precision and scale of numbers; 38 digits are the most that 128 bits hold."""


@cache
def schema() -> "pyarrow.Schema":
    """The columns of a table of facts, in the order in which the records have them.

    Raises `UsageError` where pyarrow is not installed.
    """
    arrow = _arrow()
    return arrow.schema(
        [_field(name, *of_kinds) for name, of_kinds in _columns().items()],
        metadata={"factextract.schema_version": SCHEMA_VERSION},
    )


def _arrow() -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise UsageError("Parquet needs what is not installed: pip install 'factextract[parquet]'") from error
    return pyarrow


def _columns() -> dict[str, "list[FieldInfo | None]"]:
    """Each field of the records by its name: what it is of each kind, None of a kind that does not have it."""
    kinds = [kind.model_fields for kind in FACT_TYPES.values()]
    names = dict.fromkeys(name for fields in kinds for name in fields)
    return {name: [fields.get(name) for fields in kinds] for name in names}


def columns() -> list[tuple[str, str, str]]:
    """Name, Arrow type and description of each column, for people to read."""
    return [
        (
            field.name,
            str(field.type).replace(" not null", ""),
            (field.metadata or {}).get(b"description", b"").decode(),
        )
        for field in schema()
    ]


def _field(name: str, *of_kinds: "FieldInfo | None") -> "pyarrow.Field":
    """A column, or a field of a struct. Raises ``TypeError`` where the kinds have it of several types."""
    present = [field for field in of_kinds if field is not None]
    found = {_type(field.annotation) for field in present}
    if len(found) != 1:
        raise TypeError(f"{name} is of several types: {found}")
    nullable = len(present) < len(of_kinds) or any(_is_optional(field.annotation) for field in present)
    described = next((field.description for field in present if field.description), None)
    metadata = {"description": described} if described else None
    return _arrow().field(name, found.pop(), nullable=nullable, metadata=metadata)


def _is_optional(annotation: Any) -> bool:
    return type(None) in get_args(annotation)


def _type(annotation: Any) -> "pyarrow.DataType":
    """The Arrow type of a field's annotation; of ``X | None`` that of X."""
    arrow = _arrow()
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type(arguments[0])
    if origin in (Union, types.UnionType):
        (kept,) = (argument for argument in arguments if argument is not type(None))
        return _type(kept)
    if origin is tuple:
        return arrow.list_(arrow.field("element", _type(arguments[0]), nullable=False))
    if origin is Literal:
        return _type(type(arguments[0]))
    if issubclass(annotation, BaseModel):
        return arrow.struct([_field(name, field) for name, field in annotation.model_fields.items()])
    return {
        str: arrow.string(),
        bool: arrow.bool_(),
        int: arrow.int32(),
        float: arrow.float64(),
        Decimal: arrow.decimal128(_DIGITS, _FRACTION),
        date: arrow.date32(),
    }[annotation]


class FactsTable(LinesFile):
    """A Parquet file of facts that appears under its name only when all of it is written, a row group at a time.

    Raises `OutputError` where it cannot be written, or where a fact has a number that a column cannot hold exactly.
    """

    def __enter__(self) -> Self:
        _arrow()
        super().__enter__()
        from pyarrow.parquet import ParquetWriter

        self._rows: list[dict[str, Any]] = []
        self._writer = ParquetWriter(self.file, schema(), compression="zstd")
        return self

    def add(self, fact: Fact) -> None:
        """Add a fact."""
        self._rows.append(fact.model_dump())
        if len(self._rows) >= ROW_GROUP:
            self._write_rows()

    def write(self, line: bytes) -> None:
        """Add the fact on a line of JSON."""
        self.add(from_json(line))

    def _write_rows(self) -> None:
        arrow = _arrow()
        try:
            self._writer.write_table(arrow.Table.from_pylist(self._rows, schema()))
        except (arrow.ArrowInvalid, ArithmeticError) as error:
            raise OutputError(str(self.path), _misfit(self._rows) or str(error)) from error
        except OSError as error:
            raise OutputError(str(self.path), reason_of(error)) from error
        self._rows = []

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None and self._rows:
                self._write_rows()
            self._writer.close()
        except OSError as failure:
            self._discard()
            if kind is None:
                raise OutputError(str(self.path), reason_of(failure)) from failure
        except OutputError:
            self._writer.close()
            self._discard()
            raise
        else:
            super().__exit__(kind, error, trace)


def _misfit(rows: Iterable[dict[str, Any]]) -> str | None:
    """What is said of the first number that does not fit its column, None where all do."""
    arrow = _arrow()
    number = arrow.decimal128(_DIGITS, _FRACTION)
    for row in rows:
        for amount in (row, *row.get("equivalents", ())):
            for name in ("value", "low", "high"):
                value = amount.get(name)
                try:
                    arrow.scalar(value, number)
                except (arrow.ArrowInvalid, ArithmeticError):
                    return (
                        f"fact {row['id']} of {row['article']['id']}: its {name} {value} is no exact {number},"
                        f" with {_DIGITS - _FRACTION} digits before the point and {_FRACTION} after it"
                    )
    return None


def read_table(path: Path) -> Iterator[Fact]:
    """The records of a Parquet file that `FactsTable` wrote, in order. Raises `RecordsError`, which names file and row."""
    arrow = _arrow()
    from pyarrow.parquet import ParquetFile

    number = 0
    try:
        with path.open("rb") as file, ParquetFile(file) as table:
            for batch in table.iter_batches(ROW_GROUP):
                for row in batch.to_pylist():
                    number += 1
                    yield _record(row)
    except OSError as error:
        raise RecordsError(str(path), reason_of(error)) from error
    except (arrow.ArrowInvalid, KeyError, ValueError) as error:
        raise RecordsError(f"{path}: row {number}" if number else str(path), str(error)) from error


def _record(row: dict[str, Any]) -> Fact:
    """The record of a row, without the columns that its kind does not have."""
    fields = FACT_TYPES[row["kind"]].model_fields
    return from_json(json_line({name: row[name] for name in fields}))
