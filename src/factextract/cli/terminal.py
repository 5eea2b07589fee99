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


def say(message: str) -> None:
    """One line on stderr, as it is."""
    stderr().print(message, markup=False, highlight=False, soft_wrap=True)


def set_up_logging(*, verbose: bool = False, quiet: bool = False) -> None:
    """Send the library's log to stderr: warnings, or everything if ``verbose``, or errors if ``quiet``."""
    handler: logging.Handler
    if stderr().is_terminal:
        from rich.logging import RichHandler

        handler = RichHandler(console=stderr(), show_time=False, show_path=False)
    else:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    logger = logging.getLogger("factextract")
    logger.handlers = [handler]
    logger.propagate = False
    logger.setLevel(logging.DEBUG if verbose else logging.ERROR if quiet else logging.WARNING)
