"""A knowledge base: where it is, which version it has, and transactions on it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any, Self

from alembic.util.exc import CommandError
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from factextract.errors import BaseError, UsageError
from factextract.files import make_folder

VERSION_TABLE = "factextract_version"
_MIGRATIONS = resources.files("factextract.knowledge").joinpath("migrations")
_LOCK = 7_160_811
"""Names the lock of those who write to a PostgreSQL base, among all advisory locks of its database."""
_SECONDS_TO_WAIT = 5
_PRAGMAS = ("foreign_keys = ON", "cache_size = -262144", "temp_store = MEMORY", "analysis_limit = 1000")

_log = logging.getLogger("factextract.knowledge")


class Base:
    """An open knowledge base. ``reading`` and ``writing`` give connections, each in one transaction."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.name = name_of(engine.url)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the base. Raises `BaseError` for what the database refuses."""
        with _told_as_base_error(self.name), self.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose changes are all kept when the block ends well, and none when it does not.

        One writes at a time: another waits, on SQLite for at most five seconds. Raises `BaseError`.
        """
        with _told_as_base_error(self.name), self.engine.connect() as connection:
            connection = connection.execution_options(writing=True)
            with connection.begin():
                if connection.dialect.name == "postgresql":
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
                yield connection

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_base(url: str, *, create: bool = False) -> Base:
    """The knowledge base at a URL of SQLAlchemy's, ``sqlite:///FILE`` or ``postgresql+psycopg://...``.

    Where there is none yet, ``create`` makes it. Raises `UsageError` for a URL that is none and `BaseError` for
    a base that is not there, or of another version.
    """
    base = connect(url, create=create)
    try:
        _check_version(base, create=create)
    except BaseException:
        base.close()
        raise
    return base


def connect(url: str, *, create: bool = False) -> Base:
    """As `open_base`, whatever version the base is of."""
    place = _parsed(url)
    if place.get_backend_name() == "sqlite":
        _check_file(place, create=create)
    try:
        engine = create_engine(place, connect_args=_connect_args(place))
    except ModuleNotFoundError as error:
        raise UsageError(f"{error.name} is not installed: pip install 'factextract[postgres]'") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return Base(engine)


def _parsed(url: str) -> URL:
    try:
        place = make_url(url)
        backend = place.get_backend_name()
        place.get_dialect()
    except (ArgumentError, NoSuchModuleError) as error:
        raise UsageError(f"{url!r} is no URL of a database, such as sqlite:///outputs/kb.sqlite") from error
    except ModuleNotFoundError as error:
        raise UsageError(f"{error.name} is not installed") from error
    if backend not in ("sqlite", "postgresql"):
        raise UsageError(f"a base is kept by SQLite or PostgreSQL, not by {backend}")
    return place.set(drivername="postgresql+psycopg") if place.drivername == "postgresql" else place


def name_of(place: URL) -> str:
    """A base's URL for people to read: without a password."""
    return place.render_as_string(hide_password=True)


def _check_file(place: URL, *, create: bool) -> None:
    """Make the folder of a new file; an address that SQLite reads itself, ``file:...``, is left to it."""
    if place.database in (None, "", ":memory:") or str(place.database).startswith("file:"):
        return
    file = Path(str(place.database))
    if create:
        make_folder(file.parent)
    elif not file.exists():
        raise BaseError(name_of(place), "no such file; `factextract kb load` makes a base")


def _connect_args(place: URL) -> dict[str, Any]:
    if place.get_backend_name() == "sqlite":
        return {"timeout": _SECONDS_TO_WAIT}
    return {"connect_timeout": _SECONDS_TO_WAIT}


def _set_up_sqlite(connection: Any, _: object) -> None:
    """Leave transactions to SQLAlchemy, hold to foreign keys, and keep indexes in memory while they grow."""
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Begin in earnest; who will write takes the lock at once, for one who asks later can be turned away."""
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


_REASONS = {
    "database is locked": "another program is writing to it; nothing was changed, try again when that has ended",
    "attempt to write a readonly database": "it is read-only; nothing was changed",
    "unable to open database file": "the file cannot be opened",
    "file is not a database": "the file is no SQLite database",
}


@contextmanager
def _told_as_base_error(name: str) -> Iterator[None]:
    """Turn what a database refuses into a `BaseError`; what went wrong in Python stays as it is."""
    try:
        yield
    except DBAPIError as error:
        _log.debug("refused", exc_info=True)
        told = str(error.orig).strip() or type(error.orig).__name__
        reason = _REASONS.get(told, told.splitlines()[0])
        if error.connection_invalidated:
            reason = f"the connection was lost; nothing was changed ({reason})"
        raise BaseError(name, reason) from error


def latest_revision() -> str:
    """The version of the tables that this factextract knows: the last of its migrations."""
    return max(_revisions())


def _revisions() -> set[str]:
    """Migrations are files named by their revision: ``0001_tables.py``."""
    versions = _MIGRATIONS.joinpath("versions").iterdir()
    return {file.name.partition("_")[0] for file in versions if file.name[:4].isdecimal()}


def revision_of(connection: Connection) -> str | None:
    """The version of a base, or null where there is none."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    revision: str | None = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))
    return revision


def _check_version(base: Base, *, create: bool) -> None:
    with base.reading() as connection:
        revision = revision_of(connection)
        others = inspect(connection).get_table_names() if revision is None else []
    if others and base.engine.dialect.name == "sqlite":
        raise BaseError(base.name, "is another program's database")
    if revision is None and create:
        upgrade(base)
    elif revision is None:
        raise BaseError(base.name, "holds no facts yet; `factextract kb load` puts them there")
    elif revision not in _revisions():
        raise _newer(base, revision)
    elif revision != latest_revision():
        raise BaseError(
            base.name, f"is of an older version ({revision}): run `factextract kb upgrade --db {base.name}`"
        )


def _newer(base: Base, revision: str) -> BaseError:
    return BaseError(base.name, f"was made by a newer factextract (its version is {revision}); install that")


def upgrade(base: Base) -> tuple[str | None, str]:
    """Bring a base to the latest version, all or nothing; gives its version before and after."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with base.writing() as connection:
        before = revision_of(connection)
        if before is not None and before not in _revisions():
            raise _newer(base, before)
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise BaseError(base.name, str(error)) from error
    return before, latest_revision()
