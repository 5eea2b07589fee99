"""The forms that a base's facts can be written in."""

from enum import StrEnum


class Form(StrEnum):
    """The form of a file. All but JSON-LD are written as the facts are read."""

    TURTLE = "turtle"
    JSON_LD = "jsonld"
    NTRIPLES = "ntriples"
    PARQUET = "parquet"
    CSV = "csv"
