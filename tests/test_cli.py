"""The command line as a whole: help, version, speed of both, wrong use, and what no user shall see."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from factextract import __version__
from factextract.cli import app as cli_app
from tests.conftest import Cli

COMMANDS = ("run", "show", "mentions", "evaluate", "schema", "corpus")


def factextract(*words: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "factextract", *words],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_version(cli: Cli) -> None:
    result = cli("--version")
    assert (result.exit_code, result.stdout) == (0, f"factextract {__version__}\n")


def test_help_lists_the_commands(cli: Cli) -> None:
    result = cli("--help")
    assert result.exit_code == 0
    assert all(f" {command} " in result.stdout for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_has_an_example(cli: Cli, command: str) -> None:
    result = cli(command, "--help")
    assert result.exit_code == 0
    assert f"Example: factextract {command}" in result.stdout


@pytest.mark.parametrize("command", ["run", "show", "mentions"])
def test_examples_name_articles_that_are_there(cli: Cli, command: str) -> None:
    example = cli(command, "--help").stdout.split("Example:")[1]
    (named,) = re.findall(r"corpus/\S+", example)
    assert (Path(__file__).parent.parent / named).exists()


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_answer_at_once(option: str) -> None:
    # The processor's time, since the clock also counts what else a busy machine does; the least of a few runs.
    least = 60.0
    for _ in range(3):
        started = _processor_time()
        assert factextract(option).returncode == 0
        least = min(least, _processor_time() - started)
    assert least < 0.5


def _processor_time() -> float:
    """What the processes started here and ended have used so far, in seconds."""
    used = os.times()
    return used.children_user + used.children_system


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_imports_nothing_heavy(option: str) -> None:
    code = (
        "import sys, atexit\n"
        "from factextract.cli import main\n"
        "heavy = {'spacy', 'pydantic', 'numpy', 'dateparser', 'trafilatura', 'babel', 'quantulum3'}\n"
        "atexit.register(lambda: print('heavy:', sorted(heavy & set(sys.modules))))\n"
        f"sys.argv = ['factextract', {option!r}]\n"
        "main()\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1] == "heavy: []"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("frobnicate",), "No such command"),
        (("run",), "Missing argument"),
        (("run", "a.txt", "--frobnicate"), "No such option"),
        (("run", "a.txt", "--published", "yesterday"), "no ISO date"),
        (("run", "a.txt", "--published", "2025-02-30"), "no ISO date"),
        (("run", "a.txt", "--kinds", "quantity,rumour"), "no such kind: rumour"),
        (("run", "a.txt", "--kinds", ""), "no such kind"),
        (("run", ""), "an empty path"),
        (("run", "a.txt", "--output", ""), "an empty path"),
        (("show", ""), "an empty path"),
        (("mentions", "a.txt", ""), "an empty path"),
        (("run", "a.txt", "--min-confidence", "2"), "--min-confidence"),
        (("run", "a.txt", "--model", "no_such_model"), "not installed"),
        (("run", "a.txt", "--with-articles", "--output", "texts.jsonl"), "texts.jsonl"),
        (("show", "a.txt", "--width", "3"), "--width"),
        (("evaluate", "gold", "--format", "poem"), "poem"),
    ],
)
def test_wrong_use_exits_with_2(cli: Cli, words: tuple[str, ...], message: str) -> None:
    result = cli(*words)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())
    assert result.stdout == ""


def test_interruption_is_said_and_exits_with_130(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("factextract.schemas.schema_files", interrupted)
    result = cli("schema", "--check")
    assert (result.exit_code, result.stderr) == (130, "factextract: interrupted\n")


def test_no_traceback_reaches_a_user(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("by design")

    monkeypatch.setattr("factextract.schemas.schema_files", broken)
    monkeypatch.setattr(sys, "argv", ["factextract", "schema", "--check"])
    with pytest.raises(SystemExit) as end:
        cli_app.main()
    assert end.value.code == 1
    assert capsys.readouterr().err.startswith("factextract: unexpected ZeroDivisionError: by design")


def test_a_reader_that_goes_away_is_no_error() -> None:
    code = (
        "import sys; from factextract.cli import main; sys.argv = ['factextract', 'schema', '--help']; main()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert "Traceback" not in process.stderr.read()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_cannot_be_printed_is_said() -> None:
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [sys.executable, "-m", "factextract", "schema", "--help"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert result.returncode == 1
    assert result.stderr == "factextract: standard output: no space left on device\n"
