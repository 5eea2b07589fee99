"""What tests of several modules use."""

import logging
import os
from collections.abc import Callable, Iterator

import pytest
from typer.testing import CliRunner, Result

Cli = Callable[..., Result]

# Most tests of `run` are about what it writes; tests/batch has those that need processes of their own.
os.environ["FACTEXTRACT_WORKERS"] = "0"


@pytest.fixture
def cli() -> Iterator[Cli]:
    """Runs the command line in this process: ``cli("run", "a.txt")``. Leaves the log as it was."""
    from factextract.cli.app import app

    logger = logging.getLogger("factextract")
    before = (logger.handlers, logger.propagate, logger.level)
    yield lambda *words: CliRunner().invoke(app, [str(word) for word in words], prog_name="factextract")
    logger.handlers, logger.propagate = before[:2]
    logger.setLevel(before[2])
