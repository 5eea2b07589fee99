"""Opening a base: its version, its tables, and what goes wrong with files and servers."""

import shutil
import sqlite3
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, func, select, text

from factextract.errors import BaseError, UsageError
from factextract.knowledge import base as base_module
from factextract.knowledge import load as load_module
from factextract.knowledge.base import VERSION_TABLE, Base, latest_revision, open_base
from factextract.knowledge.load import load
from factextract.knowledge.schema import articles, facts, metadata
from tests.conftest import Cli
from tests.knowledge.conftest import LoadRecords, create_database, write
from tests.knowledge.records import trade


def test_migrations_make_the_tables_of_the_schema(base: Base) -> None:
    with base.reading() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        differences = [
            each
            for each in compare_metadata(context, metadata)
            # The full-text index is no part of the metadata: SQLite has tables for it, PostgreSQL an expression.
            if "sentence_words" not in str(each)
        ]
    assert differences == []


def test_knows_its_latest_migration() -> None:
    assert ScriptDirectory(str(base_module._MIGRATIONS)).get_current_head() == latest_revision()


def test_opening_does_not_change_a_base(database: str) -> None:
    with open_base(database) as base, base.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(facts)) == 0


def test_newer_base_is_refused(database: str) -> None:
    _set_version(database, "9999")
    with pytest.raises(BaseError, match=r"newer factextract \(its version is 9999\)"):
        open_base(database)
    with pytest.raises(BaseError, match="newer"):
        open_base(database, create=True)


def test_newer_base_is_not_upgraded(database: str, cli: Cli) -> None:
    _set_version(database, "9999")
    result = cli("kb", "upgrade", "--db", database)
    assert result.exit_code == 1
    assert "was made by a newer factextract (its version is 9999); install that" in result.stderr


def _set_version(database: str, version: str) -> None:
    engine = create_engine(database)
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = :version"), {"version": version})
    engine.dispose()


def test_old_base_is_upgraded_on_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cli: Cli) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    _make_old(url, monkeypatch)
    with pytest.raises(BaseError, match=r"older version \(0001\): run `factextract kb upgrade --db"):
        open_base(url)
    result = cli("kb", "upgrade", "--db", url)
    assert result.exit_code == 0, result.stderr
    assert f"version {latest_revision()}, was 0001" in result.stderr
    open_base(url).close()
    assert "as before" in cli("kb", "upgrade", "--db", url).stderr


def _make_old(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a base of the first version."""
    from alembic import command

    upgrade = command.upgrade
    with monkeypatch.context() as patched:
        patched.setattr(command, "upgrade", lambda config, revision: upgrade(config, "0001"))
        with base_module.connect(url, create=True) as base:
            base_module.upgrade(base)


def test_new_base_is_made_on_a_server(postgres: str) -> None:
    create_database(postgres, "fresh")
    with pytest.raises(BaseError, match="holds no facts yet"):
        open_base(f"{postgres}/fresh")
    open_base(f"{postgres}/fresh", create=True).close()
    # As many write it, and SQLAlchemy 2 takes it for psycopg2.
    open_base(f"{postgres.replace('+psycopg', '')}/fresh").close()


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BaseError, match=r"none\.sqlite: no such file; `factextract kb load` makes a base"):
        open_base(f"sqlite:///{tmp_path / 'none.sqlite'}")


def test_folders_are_made(tmp_path: Path) -> None:
    open_base(f"sqlite:///{tmp_path / 'one' / 'two' / 'kb.sqlite'}", create=True).close()
    assert (tmp_path / "one" / "two" / "kb.sqlite").is_file()


def test_other_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kb.sqlite"
    path.write_text("This is no database, however long it may be. " * 50)
    with pytest.raises(BaseError, match="no SQLite database"):
        open_base(f"sqlite:///{path}", create=True)
    assert path.read_text().startswith("This is no database")


@pytest.mark.parametrize("url", ["kb.sqlite", "mysql://localhost/x", "sqlite", "nothing://x"])
def test_wrong_url_is_wrong_use(url: str) -> None:
    with pytest.raises(UsageError):
        open_base(url)


def test_locked_file_is_told_and_unchanged(
    made_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base_module, "_SECONDS_TO_WAIT", 0.1)
    path = tmp_path / "kb.sqlite"
    shutil.copy(made_sqlite, path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with (
        open_base(f"sqlite:///{path}") as base,
        pytest.raises(BaseError, match="another program is writing to it; nothing was changed"),
    ):
        load(base, [write(tmp_path / "f.jsonl", trade("5 yuan", 5))])
    other.execute("ROLLBACK")
    assert other.execute("SELECT count(*) FROM facts").fetchone() == (0,)
    other.close()


def test_read_only_file_is_told(made_sqlite: Path, tmp_path: Path) -> None:
    # By SQLite's own address, as root, which tests may run as, can write to any file.
    url = f"sqlite:///file:{shutil.copy(made_sqlite, tmp_path)}?mode=ro&uri=true"
    records = write(tmp_path / "f.jsonl", trade("5 yuan", 5))
    with open_base(url) as base, pytest.raises(BaseError, match="it is read-only; nothing was changed"):
        load(base, [records])


def test_unreachable_server_is_told(cli: Cli) -> None:
    result = cli("kb", "query", "--db", "postgresql+psycopg://someone:secret@127.0.0.1:1/none")
    assert result.exit_code == 1
    assert "127.0.0.1" in result.stderr
    assert "secret" not in result.stderr


@pytest.mark.parametrize("step", ["build_claims", "insert_rows"])
def test_lost_connection_leaves_no_part_of_a_load(
    postgres: str, made_postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    create_database(postgres, f"lost_{step}", made_postgres)
    url = f"{postgres}/lost_{step}"
    usual = getattr(load_module, step)

    def lose(*arguments: object) -> object:
        killer = create_engine(f"{postgres}/postgres", isolation_level="AUTOCOMMIT")
        with killer.connect() as connection:
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'lost%'"
            connection.execute(text(others))
        killer.dispose()
        return usual(*arguments)

    with open_base(url) as base:
        with monkeypatch.context() as patched:
            patched.setattr(load_module, step, lose)
            with pytest.raises(BaseError, match="the connection was lost; nothing was changed"):
                load(base, [write(tmp_path / "f.jsonl", trade("5 yuan", 5))])
        with base.reading() as connection:
            assert connection.scalar(select(func.count()).select_from(articles)) == 0


def test_text_a_server_cannot_keep_is_told(postgres: str, made_postgres: str, tmp_path: Path) -> None:
    create_database(postgres, "nul", made_postgres)
    with open_base(f"{postgres}/nul") as base:
        with pytest.raises(BaseError, match="NUL"):
            load(base, [write(tmp_path / "f.jsonl", trade("5 yuan", 5, source="a\0b"))])
        with base.reading() as connection:
            assert connection.scalar(select(func.count()).select_from(articles)) == 0


def test_writers_wait_for_each_other(database: str, load_records: LoadRecords) -> None:
    """A writer holds the base from its first moment, so that two never work from the same state."""
    with open_base(database) as first, first.writing():
        engine = create_engine(database, connect_args={"timeout": 0.1} if "sqlite" in database else {})
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                connection.connection.dbapi_connection.isolation_level = None  # type: ignore[union-attr]
                with pytest.raises(Exception, match="locked"):
                    connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                free = connection.scalar(text(f"SELECT pg_try_advisory_xact_lock({base_module._LOCK})"))
                assert free is False
        engine.dispose()


def test_what_is_not_installed_is_told(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "psycopg", None)
        with pytest.raises(UsageError, match=r"pip install 'factextract\[postgres\]'"):
            open_base("postgresql+psycopg://someone@127.0.0.1/none")
    monkeypatch.setattr("factextract.cli.kb.find_spec", lambda name: None)
    result = cli("kb", "query", "--db", f"sqlite:///{tmp_path / 'kb.sqlite'}")
    assert result.exit_code == 2
    assert "pip install 'factextract[kb]'" in result.stderr


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE theirs (x)")
    other.close()
    with pytest.raises(BaseError, match="another program's database"):
        open_base(f"sqlite:///{path}", create=True)
