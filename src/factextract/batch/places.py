"""Files and folders by path, or by a URI of another file system (`s3://bucket/news`): listed, read, fetched and put.

URIs are read through fsspec, which has an implementation for each scheme, some in packages of their own.
"""

import contextlib
import errno
import io
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from factextract.articles.raw import shown, why
from factextract.articles.read import SUFFIXES, files_of, suffix_of
from factextract.errors import ArticleError, OutputError, UsageError

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def is_remote(place: str) -> bool:
    """Whether a place is a URI and no path."""
    return _SCHEME.match(place) is not None


def joined(folder: str, name: str) -> str:
    """The place of a name in a folder."""
    return f"{folder.rstrip('/')}/{name}" if is_remote(folder) else str(Path(folder) / name)


def file_system(uri: str) -> tuple[Any, str]:
    """The fsspec file system of a URI, and what that calls it. Raises `UsageError` where there is none for its scheme."""
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise UsageError(f"{uri} needs what is not installed: pip install 'factextract[ray]'") from error
    try:
        fs, name = url_to_fs(uri)
    except (ImportError, ValueError) as error:
        raise UsageError(f"{uri}: {error}") from error
    # Other processes write there too, so what was listed before may be so no more.
    fs.invalidate_cache()
    return fs, name


def files_in(place: str) -> Iterator[tuple[str | ArticleError, str | None, int]]:
    """The files a place stands for, as `files_of` gives them, with the folder their ids count from, and their bytes."""
    if is_remote(place):
        yield from _remote_files(place)
        return
    for file, root in files_of(Path(place)):
        if isinstance(file, ArticleError):
            yield file, None, 0
            continue
        size = 0
        # What is wrong with it is said when it is read.
        with contextlib.suppress(OSError):
            size = file.stat().st_size
        yield os.fspath(file), None if root is None else os.fspath(root), size


def _remote_files(uri: str) -> Iterator[tuple[str | ArticleError, str | None, int]]:
    fs, name = file_system(uri)
    try:
        with _article_errors(uri):
            state = fs.info(name)
            found = fs.find(name, detail=True) if state["type"] == "directory" else None
    except ArticleError as error:
        yield error, None, 0
        return
    if found is None:
        yield uri, None, state["size"] or 0
        return
    root = uri.rstrip("/")
    prefix = f"{name.rstrip('/')}/"
    below = {path.removeprefix(prefix): state for path, state in found.items()}
    for path in sorted(below, key=lambda path: path.split("/")):
        hidden = any(part.startswith(".") for part in path.split("/"))
        if not hidden and suffix_of(Path(path)) in SUFFIXES:
            yield f"{root}/{path}", root, below[path]["size"] or 0


def _why(error: OSError) -> str:
    """What a failure means; those of object stores often come without a number."""
    kinds = ((FileNotFoundError, errno.ENOENT), (PermissionError, errno.EACCES))
    number = error.errno or next((number for kind, number in kinds if isinstance(error, kind)), 0)
    return why(OSError(number, os.strerror(number)) if number else error)


@contextlib.contextmanager
def _article_errors(place: str) -> Iterator[None]:
    """Whatever a file system has to say is an ArticleError."""
    try:
        yield
    except OSError as error:
        raise ArticleError(shown(Path(place)) if not is_remote(place) else place, _why(error)) from error
    except Exception as error:
        raise ArticleError(place, f"cannot be read: {type(error).__name__}: {error}") from error


@contextlib.contextmanager
def opened(place: str) -> Iterator[io.BufferedReader]:
    """A file's bytes as they lie there, as a stream. Failures while it is read are `ArticleError`s too."""
    with _article_errors(place), contextlib.ExitStack() as stack:
        if is_remote(place):
            fs, name = file_system(place)
            yield io.BufferedReader(stack.enter_context(fs.open(name, "rb")), 1024 * 1024)
        else:
            yield stack.enter_context(Path(place).open("rb"))


def read_range(place: str, offset: int, length: int) -> bytes:
    """Some bytes of a file. Raises `ArticleError`."""
    with opened(place) as stream:
        stream.seek(offset)
        return stream.read(length)


def fetch(uri: str, target: Path) -> None:
    """Copy a remote file to one here. Raises `ArticleError`."""
    fs, name = file_system(uri)
    with _article_errors(uri):
        target.parent.mkdir(parents=True, exist_ok=True)
        fs.get_file(name, os.fspath(target))


@contextlib.contextmanager
def _output_errors(place: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(place, _why(error)) from error
    except Exception as error:
        raise OutputError(place, f"cannot be written: {type(error).__name__}: {error}") from error


def put(source: Path, uri: str) -> None:
    """Copy a file from here to a remote one. Raises `OutputError`."""
    fs, name = file_system(uri)
    with _output_errors(uri):
        fs.makedirs(name.rpartition("/")[0], exist_ok=True)
        fs.put_file(os.fspath(source), name)


@contextlib.contextmanager
def copy_of(place: str, scratch: Path) -> Iterator[Path]:
    """A file of a run's output as one here: itself, or a copy that is gone afterwards. Raises `OutputError`."""
    if not is_remote(place):
        yield Path(place)
        return
    target = scratch / f"copy-{place.rpartition('/')[2]}"
    fs, name = file_system(place)
    with _output_errors(place):
        fs.get_file(name, os.fspath(target))
    yield target
    target.unlink()


def exists(place: str) -> bool:
    """Whether there is a file or folder. Raises `OutputError` where that cannot be told."""
    if not is_remote(place):
        return Path(place).exists()
    fs, name = file_system(place)
    with _output_errors(place):
        return bool(fs.exists(name))


def remove(place: str) -> None:
    """Remove a file, or a folder with all that is in it, where there is one. Raises `OutputError`."""
    if is_remote(place):
        fs, name = file_system(place)
        with _output_errors(place):
            if fs.exists(name):
                fs.rm(name, recursive=True)
        return
    with _output_errors(place):
        if Path(place).is_dir():
            shutil.rmtree(place)
        else:
            Path(place).unlink(missing_ok=True)
