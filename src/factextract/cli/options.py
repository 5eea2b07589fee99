"""Options that several commands share, and how what a user writes for them is read."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from factextract.kinds import KINDS
from factextract.linker.setting import LinkerSetting


def parse_day(written: str) -> date:
    """An ISO date: "2025-05-27"."""
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise typer.BadParameter(f"{written!r} is no ISO date, such as 2025-05-27") from error


def parse_path(written: str) -> Path:
    """A path that names something: Python takes the empty one of an unset variable for the folder it stands in."""
    if not written:
        raise typer.BadParameter("an empty path")
    return Path(written)


def parse_place(written: str) -> str:
    """A path or a URI, as it is written: a path has no two slashes in a row."""
    if not written:
        raise typer.BadParameter("an empty path")
    return written


def parse_kinds(written: list[str] | None) -> list[str]:
    """Kinds of fact, comma-separated or one an option; all of them where none is named."""
    named = [name.strip() for item in written or () for name in item.split(",")]
    if unknown := [name for name in named if name not in KINDS]:
        raise typer.BadParameter(f"no such kind: {', '.join(unknown)}. The kinds are {', '.join(KINDS)}.")
    return named or list(KINDS)


Paths = Annotated[
    list[Path],
    typer.Argument(metavar="PATH", parser=parse_path, help="Articles: files, or folders of them."),
]
Places = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH",
        parser=parse_place,
        help="Articles: files, or folders of them; for --engine ray also URIs, such as s3://bucket/news.",
    ),
]
Model = Annotated[
    str, typer.Option("--model", metavar="NAME", help="An installed English spaCy pipeline: package or path.")
]
TrainedFolder = Annotated[
    Path | None,
    typer.Option(
        "--trained",
        metavar="FOLDER",
        parser=parse_path,
        help="What `factextract train` wrote, in place of the weights that come with the package.",
    ),
]
Linker = Annotated[
    LinkerSetting,
    typer.Option(
        "--linker",
        help="full reads the text with a small encoder as well; fast chooses by features alone.",
    ),
]
Published = Annotated[
    date | None,
    typer.Option(
        "--published",
        metavar="YYYY-MM-DD",
        parser=parse_day,
        help="Publication date of articles that state none.",
    ),
]
Kinds = Annotated[
    list[str] | None,
    typer.Option(
        "--kinds",
        metavar="KIND[,KIND]",
        callback=parse_kinds,
        help=f"Only these kinds of fact: {', '.join(KINDS)}.",
    ),
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Log everything, with tracebacks, on stderr.")]
DEFAULT_BASE = "sqlite:///outputs/kb.sqlite"
Database = Annotated[
    str,
    typer.Option(
        "--db", metavar="URL", help="The base: sqlite:///FILE, or postgresql+psycopg://USER@HOST/DATABASE."
    ),
]
