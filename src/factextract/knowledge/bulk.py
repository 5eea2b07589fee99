"""Many rows at once: `executemany` on SQLite, COPY on PostgreSQL."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.exc import DBAPIError

Item = TypeVar("Item")
Row = tuple[Any, ...]
"""Values as both databases read them: days and decimals as text, truth as 0 and 1, and none as None."""

IDS_AT_ONCE = 500
"""How many ids a query names. SQLite takes 32,766 values, older ones 999."""


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in order, in lists of at most ``size``."""
    left = iter(items)
    while some := list(islice(left, size)):
        yield some


def columns_of(table: Table) -> tuple[str, ...]:
    """The names of the columns a row gives, in order: all but those the database computes."""
    return tuple(column.name for column in table.columns if column.computed is None)


def insert_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows that have a value for each of `columns_of` the table."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _copy(connection, table, rows)
    else:
        connection.exec_driver_sql(_insertion(table, connection.dialect), list(rows))


@cache
def _insertion(table: Table, dialect: Dialect) -> str:
    return str(table.insert().compile(dialect=dialect, column_keys=list(columns_of(table))))


def _copy(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Send rows by COPY. Raises `DBAPIError`, as SQLAlchemy itself does, which knows nothing of COPY."""
    quote = connection.dialect.identifier_preparer.quote
    named = ", ".join(quote(column) for column in columns_of(table))
    statement = f"COPY {quote(table.name)} ({named}) FROM STDIN"
    cursor: Any = connection.connection.cursor()
    try:
        with cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except connection.dialect.loaded_dbapi.Error as error:
        lost = connection.dialect.is_disconnect(error, connection.connection.driver_connection, cursor)
        raise DBAPIError(statement, None, error, connection_invalidated=lost) from error
