"""What a format's reader hands on: the parts of an article as its file states them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Parts:
    """One article as found in a file. What the file does not state is None, and filled in by `read_file`.

    ``place`` is where in a file of many articles this one stands ("3" for the third line), and None in a
    file of one.
    """

    text: str
    id: str | None = None
    title: str | None = None
    published: date | None = None
    source: str | None = None
    url: str | None = None
    place: str | None = None
