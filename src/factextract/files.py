"""Files of records and articles: JSON Lines, written whole or not at all, and read strictly."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import ValidationError

from factextract.articles.article import Article
from factextract.errors import OutputError, RecordsError
from factextract.records import Fact, from_json, json_line


class LinesFile:
    """A file of lines that appears under its name only when all of it is written.

    Lines go to a temporary file beside it, which takes its place when the ``with`` block ends well and is
    removed when it does not. Raises `OutputError` where the file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        # A link stays one, to a new file.
        self._target = Path(os.path.realpath(path))
        self._temporary = self._target.with_name(f".{path.name}.{os.getpid()}.part")

    def __enter__(self) -> Self:
        make_folder(self._target.parent)
        try:
            if self.path.is_dir():
                raise OutputError(str(self.path), "is a folder")
            if self.path.exists() and not self.path.is_file():
                raise OutputError(str(self.path), "is no regular file")
            self.file = self._temporary.open("wb")
        except OSError as error:
            raise OutputError(str(self.path), reason_of(error)) from error
        return self

    def write(self, line: bytes) -> None:
        """Add one line; its end is added here."""
        try:
            self.file.write(line)
            self.file.write(b"\n")
        except OSError as error:
            raise OutputError(str(self.path), reason_of(error)) from error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._discard()
            return
        try:
            self.file.flush()
            os.fsync(self.file.fileno())
            self.file.close()
            self._temporary.replace(self._target)
        except OSError as failure:
            self._discard()
            raise OutputError(str(self.path), reason_of(failure)) from failure

    def _discard(self) -> None:
        """Remove the temporary file, whatever state its writing is in."""
        # Closing writes out what is buffered, which fails again on the full disk that brought us here.
        with contextlib.suppress(OSError):
            self.file.close()
        self._temporary.unlink(missing_ok=True)


def make_folder(folder: Path) -> None:
    """Make a folder to write to, where it is not there. Raises `OutputError` where it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise OutputError(str(folder), "the folder cannot be made: a file has its name") from error
    except OSError as error:
        raise OutputError(str(folder), f"the folder cannot be made: {reason_of(error)}") from error


def reason_of(error: OSError) -> str:
    """What the system says is wrong, for a message: "no such file or directory"."""
    return error.strerror.lower() if error.strerror else str(error)


def article_line(article: Article) -> bytes:
    """An article as one line of JSON, so that the text its records' offsets count in can be had back."""
    return json_line(
        {
            "id": article.id,
            "title": article.title,
            "published": article.published,
            "source": article.source,
            "url": article.url,
            "text": article.text,
        }
    )


def read_records(path: Path) -> Iterator[Fact]:
    """The records of a JSON Lines file, in order. Raises `RecordsError`, which names file and line."""
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield read_record(f"{path}:{number}", line)
    except OSError as error:
        raise RecordsError(str(path), reason_of(error)) from error


def read_record(where: str, line: bytes) -> Fact:
    """The record on a line of JSON; ``where`` names the line. Raises `RecordsError`."""
    try:
        return from_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise RecordsError(where, f"{field}: {first['msg']}" if field else first["msg"]) from error
