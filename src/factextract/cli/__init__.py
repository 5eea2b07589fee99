"""The command line: one module a command, each a thin skin over the library.

Modules here import nothing heavy at their top, so that ``--help`` and ``--version`` answer at once.
"""

from factextract.cli.app import main

__all__ = ["main"]
