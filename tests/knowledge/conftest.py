"""A knowledge base on each of the two databases: a file of SQLite's, and a PostgreSQL server of the tests' own."""

import glob
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from factextract.knowledge.base import Base, open_base
from factextract.knowledge.load import Loaded, load
from factextract.records import json_line

REQUIRED = "FACTEXTRACT_TEST_POSTGRES"
"""An environment variable: if it is "required", a missing server is an error and not a reason to skip."""
_SECONDS_TO_START = 30
_USER = "factextract"
_numbers = count(1)

LoadRecords = Callable[..., Loaded]


def _binaries() -> Path | None:
    """The folder with PostgreSQL's server programs, which Debian keeps out of the path."""
    if shutil.which("postgres") and shutil.which("initdb"):
        return Path(str(shutil.which("initdb"))).parent
    folders = sorted(glob.glob("/usr/lib/postgresql/*/bin"))  # noqa: PTH207
    if shutil.which("pg_config"):
        told = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=True)
        folders.append(told.stdout.strip())
    return next((Path(folder) for folder in reversed(folders) if (Path(folder) / "initdb").exists()), None)


def _as_other_user() -> list[str]:
    """What to put before a command of the server's, which refuses to run as root."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a server that lives as long as the tests, without the name of a database."""
    binaries = _binaries()
    if binaries is None:
        if os.environ.get(REQUIRED) == "required":
            pytest.fail("PostgreSQL's server programs are not installed")
        pytest.skip("PostgreSQL's server programs are not installed")
    # Not below pytest's own folder, which another user may not enter.
    folder = Path(tempfile.mkdtemp(prefix="factextract-postgres-"))
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    try:
        yield from _serve(binaries, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serve(binaries: Path, folder: Path) -> Iterator[str]:
    user = _as_other_user()
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    made = subprocess.run(
        [
            *user,
            binaries / "initdb",
            "-D",
            folder / "data",
            "-U",
            _USER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        ],
        capture_output=True,
        text=True,
        cwd="/",
        env=environment,
    )
    assert made.returncode == 0, made.stderr
    port = _free_port()
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": "",
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
    }
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [*user, binaries / "postgres", "-D", folder / "data", *options],
            stdout=log,
            stderr=log,
            cwd="/",
            env=environment,
        )
    url = f"postgresql+psycopg://{_USER}@127.0.0.1:{port}"
    try:
        _wait_for(url, server, folder / "log")
        yield url
    finally:
        server.terminate()
        server.wait(_SECONDS_TO_START)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_for(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    import psycopg

    address = f"{url.replace('+psycopg', '')}/postgres"
    until = time.monotonic() + _SECONDS_TO_START
    while True:
        try:
            psycopg.connect(address).close()
            return
        except psycopg.OperationalError:
            assert server.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < until, log.read_text(encoding="utf-8")
            time.sleep(0.05)


@pytest.fixture(scope="session")
def made_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base without facts to copy, as making one takes a while."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.sqlite"
    open_base(f"sqlite:///{path}", create=True).close()
    return path


@pytest.fixture(scope="session")
def made_postgres(postgres: str) -> str:
    """The name of a database that holds a base without facts."""
    create_database(postgres, "made")
    open_base(f"{postgres}/made", create=True).close()
    return "made"


def create_database(server: str, database: str, template: str = "template1") -> None:
    """Make a database on the server."""
    engine = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {database} TEMPLATE {template}"))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a base without facts, on each of the two."""
    if request.param == "sqlite":
        path = tmp_path / "kb.sqlite"
        shutil.copy(request.getfixturevalue("made_sqlite"), path)
        return f"sqlite:///{path}"
    server, template = request.getfixturevalue("postgres"), request.getfixturevalue("made_postgres")
    name = f"test_{next(_numbers)}"
    create_database(server, name, template)
    return f"{server}/{name}"


@pytest.fixture
def base(database: str) -> Iterator[Base]:
    """An open base without facts."""
    with open_base(database) as opened:
        yield opened


@pytest.fixture
def load_records(base: Base, tmp_path: Path) -> LoadRecords:
    """Loads records into the base, from a file of them."""

    def load_them(*records: dict[str, Any], skip_invalid: bool = False) -> Loaded:
        return load(base, [write(tmp_path / f"{next(_numbers)}.jsonl", *records)], skip_invalid=skip_invalid)

    return load_them


def write(path: Path, *records: dict[str, Any]) -> Path:
    """A file of records."""
    path.write_bytes(b"".join(json_line(record) + b"\n" for record in records))
    return path
