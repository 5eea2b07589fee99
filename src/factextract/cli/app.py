"""The `factextract` command: its subcommands, and what every one of them does with errors."""

import logging
import signal
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from factextract import __version__
from factextract.cli import corpus, evaluate, kb, mentions, run, schema, show, train
from factextract.errors import FactextractError, ModelError, StoppedError, UsageError

FAILED = 1
WRONG_USE = 2
INTERRUPTED = 130

_log = logging.getLogger("factextract.cli")


class _Commands(TyperGroup):
    """Turns what a command raises on purpose, and Ctrl-C, into a message on stderr and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            _complain("interrupted")
            raise typer.Exit(INTERRUPTED) from None
        except StoppedError as error:
            _complain(str(error))
            raise typer.Exit(128 + error.number) from None
        except FactextractError as error:
            _complain(str(error))
            wrong_use = isinstance(error, (ModelError, UsageError))
            raise typer.Exit(WRONG_USE if wrong_use else FAILED) from error


def _complain(message: str) -> None:
    typer.echo(f"factextract: {message}", err=True)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"factextract {__version__}")
        raise typer.Exit


app = typer.Typer(
    name="factextract",
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("run")(run.run)
app.command("show")(show.show)
app.command("mentions")(mentions.mentions)
app.command("evaluate")(evaluate.evaluate)
app.command("schema")(schema.schema)
app.command("train")(train.train)
app.add_typer(corpus.corpus, name="corpus")
app.add_typer(kb.kb, name="kb")


@app.callback()
def factextract(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Read the trade values, growth rates, amounts, shares, counts and dated events that news articles state.

    Example: factextract run corpus/articles --output outputs
    """


def _end(number: int, _: object) -> None:
    """Ends as an error does, so that files that are half written are removed."""
    raise SystemExit(128 + number)


def main() -> None:
    """Run the command line. No traceback reaches a user, whatever happens."""
    signal.signal(signal.SIGTERM, _end)
    try:
        app()
    except OSError as error:
        # Writing to what is open already, as standard output is, fails without a name.
        from factextract.files import reason_of

        _log.debug("unexpected", exc_info=True)
        _complain(f"{error.filename or 'standard output'}: {reason_of(error)}")
        raise SystemExit(FAILED) from None
    except Exception as error:  # noqa: BLE001 - the last resort: a message rather than a traceback
        _log.debug("unexpected", exc_info=True)
        _complain(f"unexpected {type(error).__name__}: {error} (--verbose shows where)")
        raise SystemExit(FAILED) from None
