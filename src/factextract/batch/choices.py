"""What a user chooses among for a run, by the names that the command line has for it."""

from enum import StrEnum


class Engine(StrEnum):
    """What reads the articles."""

    LOCAL = "local"
    """Processes of this machine."""
    RAY = "ray"
    """The workers of a Ray cluster."""


class Format(StrEnum):
    """What facts are written as; its value is the suffix of their file."""

    JSONL = "jsonl"
    PARQUET = "parquet"
