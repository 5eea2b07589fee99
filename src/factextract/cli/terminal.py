"""What goes to stderr: the log, failures, progress. Facts and figures go to files or stdout."""

import logging
import sys
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


@cache
def stderr() -> "Console":
    """The one console on stderr, which progress and messages share."""
    from rich.console import Console

    return Console(stderr=True)


_CONTROLS = dict.fromkeys((*range(32), *range(127, 160), 0x2028, 0x2029), "\N{REPLACEMENT CHARACTER}")
"""What a file's name or an article holds must neither steer the terminal nor begin a line."""


def say(message: str) -> None:
    """One line on stderr, as it is but for control characters."""
    stderr().print(message.translate(_CONTROLS), markup=False, highlight=False, soft_wrap=True)


def _on_one_line(record: logging.LogRecord) -> bool:
    """A filter that lets every message through, without the control characters in it."""
    record.msg, record.args = record.getMessage().translate(_CONTROLS), None
    return True


def set_up_logging(*, verbose: bool = False, quiet: bool = False, progress: bool = False) -> None:
    """Send the library's log to stderr: warnings; with steps if ``progress``, all if ``verbose``, errors if ``quiet``."""
    handler: logging.Handler
    if stderr().is_terminal:
        from rich.logging import RichHandler

        handler = RichHandler(console=stderr(), show_time=False, show_path=False)
    else:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    handler.addFilter(_on_one_line)
    logger = logging.getLogger("factextract")
    logger.handlers = [handler]
    logger.propagate = False
    usual = logging.INFO if progress else logging.WARNING
    logger.setLevel(logging.DEBUG if verbose else logging.ERROR if quiet else usual)
