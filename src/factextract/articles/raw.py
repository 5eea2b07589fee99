"""Opening files, plain or gzipped, whole or line by line; each failure is an `ArticleError`."""

import errno
import gzip
import hashlib
import io
import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from factextract.articles.encoding import NotTextError, check_text, decode, marked_wide, unmarked_utf16
from factextract.errors import ArticleError

#: The most bytes one article file, or one line of a .jsonl file, may have, unpacked.
SIZE_LIMIT = 50 * 1024 * 1024

HEAD = 4096
"""How many bytes of a file tell of what kind it is."""

_REASONS = {
    errno.ENOENT: "no such file or folder",
    errno.EACCES: "no permission to read it",
    errno.EPERM: "no permission to read it",
    errno.ELOOP: "a link that leads back to itself",
    errno.EISDIR: "a folder, not a file",
    errno.ENAMETOOLONG: "the name is too long",
}


_LOST_LINK = "a link to a file that is not there"


def shown(path: Path) -> str:
    """A path as text, with "/" between its parts and replacement characters for bytes that are no text."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def why(error: OSError | ValueError) -> str:
    """What a failure of the file system means, in a few words."""
    if isinstance(error, ValueError):
        return "not a path a file can have"
    return _REASONS.get(error.errno or 0, error.strerror or "cannot be read")


def digest_of(path: Path) -> tuple[str, int]:
    """The SHA-256 of a file's bytes as they lie on the disk, in hexadecimal, and how many they are."""
    try:
        _check_regular(path)
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest(), stream.tell()
    except OSError as error:
        raise ArticleError(shown(path), _why_not_opened(path, error)) from error


def read_bytes(path: Path) -> bytes:
    """All bytes of a file, unpacked; ArticleError where it cannot be read or is over `SIZE_LIMIT`."""
    with _opened(path) as stream:
        raw = stream.read(SIZE_LIMIT + 1)
    if len(raw) > SIZE_LIMIT:
        raise ArticleError(shown(path), f"larger than {_size_limit()}")
    if not raw:
        raise ArticleError(shown(path), "empty file")
    return raw


def read_text(path: Path) -> str:
    """All text of a file, decoded; line ends are as they are."""
    try:
        return decode(read_bytes(path), name=shown(path))
    except NotTextError as error:
        raise ArticleError(shown(path), str(error)) from error


def read_lines(path: Path) -> Iterator[tuple[int, str | ArticleError]]:
    """The lines of a file, one at a time, numbered from 1; one that is no text is an error in its place."""
    with _opened(path) as stream:
        head = stream.peek(HEAD)[:HEAD]
        try:
            check_text(head)
        except NotTextError as error:
            raise ArticleError(shown(path), str(error)) from error
        wide = wide_encoding(head)
        yield from _wide_lines(path, stream, wide) if wide else byte_lines(path, stream)


def wide_encoding(head: bytes) -> str | None:
    """The encoding of text that begins so, where a line end in it is more than one byte."""
    return marked_wide(head) or unmarked_utf16(head)


def byte_lines(
    path: Path, stream: io.BufferedIOBase, first: int = 1
) -> Iterator[tuple[int, str | ArticleError]]:
    """The lines of a stream of bytes, which messages call ``path``, as `read_lines` gives them, numbered from ``first``."""
    number = first - 1
    while raw := stream.readline(SIZE_LIMIT + 1):
        number += 1
        if len(raw) > SIZE_LIMIT:
            _skip_line(stream, raw)
            yield number, ArticleError(shown(path), f"line {number}: longer than {_size_limit()}")
            continue
        try:
            yield number, decode(raw, name=f"{shown(path)}: line {number}")
        except NotTextError as error:
            yield number, ArticleError(shown(path), f"line {number}: {error}")


def _wide_lines(
    path: Path, stream: io.BufferedReader, encoding: str
) -> Iterator[tuple[int, str | ArticleError]]:
    """Lines of UTF-16, where a line end is two bytes."""
    number = 0
    text = io.TextIOWrapper(stream, encoding=encoding, newline="\n")
    try:
        while line := text.readline(SIZE_LIMIT + 1):
            number += 1
            if len(line) > SIZE_LIMIT:
                raise ArticleError(shown(path), f"line {number}: longer than {_size_limit()}")
            yield number, line.removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise ArticleError(shown(path), f"not valid {encoding.upper()} after line {number}") from error
    finally:
        text.detach()


def _skip_line(stream: io.BufferedIOBase, read: bytes) -> None:
    """Moves past the rest of a line of which ``read`` has been read."""
    while read and not read.endswith(b"\n"):
        read = stream.readline(1024 * 1024)


@contextmanager
def _opened(path: Path) -> Iterator[io.BufferedReader]:
    """The file's bytes, unpacked, as a stream. Failures while it is read are ArticleErrors too."""
    try:
        _check_regular(path)
        if path.suffix.lower() == ".gz":
            with gzip.open(path, "rb") as packed:
                yield io.BufferedReader(cast("io.RawIOBase", packed))
        else:
            with path.open("rb") as stream:
                yield stream
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ArticleError(shown(path), f"corrupt .gz: {_gzip_reason(error)}") from error
    except OSError as error:
        raise ArticleError(shown(path), _why_not_opened(path, error)) from error


def _why_not_opened(path: Path, error: OSError) -> str:
    lost_link = isinstance(error, FileNotFoundError) and path.is_symlink()
    return _LOST_LINK if lost_link else why(error)


def _check_regular(path: Path) -> None:
    """A pipe or a device would be waited on for ever."""
    try:
        mode = path.stat().st_mode
    except ValueError as error:
        raise ArticleError(shown(path), why(error)) from error
    if stat.S_ISDIR(mode):
        raise ArticleError(shown(path), "a folder, not a file")
    if not stat.S_ISREG(mode):
        raise ArticleError(shown(path), "not a regular file")


def _gzip_reason(error: Exception) -> str:
    if isinstance(error, EOFError):
        return "it ends too early"
    return str(error) or "it cannot be unpacked"


def _size_limit() -> str:
    return f"{SIZE_LIMIT / (1024 * 1024):g} MB"
