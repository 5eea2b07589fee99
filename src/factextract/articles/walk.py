"""Walking a folder: its files, and those of the folders in it, in an order that is always the same."""

import stat
from collections.abc import Iterator
from pathlib import Path

from factextract.articles.raw import shown, why
from factextract.errors import ArticleError


def walk(folder: Path) -> Iterator[Path | ArticleError]:
    """Every file below a folder, sorted as paths sort: by name, folder for folder ("a/x" before "a-b/x").

    Hidden files and folders (".git") are left out. Links are followed; a link back to a folder it stands
    in, and a folder that cannot be opened, are errors in their place.
    """
    # One entry a level: the folder's identity and what is left of it. No recursion: folders nest deep.
    levels: list[tuple[tuple[int, int], Iterator[Path]]] = []
    entered = _enter(folder, levels)
    if entered is not None:
        yield entered
    while levels:
        path = next(levels[-1][1], None)
        if path is None:
            levels.pop()
            continue
        try:
            is_folder = _is_folder(path)
        except OSError as error:
            yield ArticleError(shown(path), why(error))
            continue
        if not is_folder:
            yield path
        elif (failure := _enter(path, levels)) is not None:
            yield failure


def _enter(folder: Path, levels: list[tuple[tuple[int, int], Iterator[Path]]]) -> ArticleError | None:
    """Makes a folder the one that is read next; gives the error where that cannot be."""
    try:
        state = folder.stat()
        identity = (state.st_dev, state.st_ino)
        if any(identity == open_identity for open_identity, _ in levels):
            return ArticleError(shown(folder), "a folder loop: it leads back to a folder it stands in")
        names = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        return ArticleError(shown(folder), why(error))
    levels.append((identity, (folder / name for name in names)))
    return None


def _is_folder(path: Path) -> bool:
    """Whether a path is a folder, through links; a link to nothing is a file that will not open."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except FileNotFoundError:
        return False
