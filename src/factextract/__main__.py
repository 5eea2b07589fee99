"""``python -m factextract``: the command line."""

from factextract.cli import main

main()
