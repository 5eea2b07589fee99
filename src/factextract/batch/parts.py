"""The parts that the output of a run over a cluster is in: a file a block for the facts, and one for the texts."""

import contextlib
import logging
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from factextract.articles.units import Unit
from factextract.batch.choices import Format
from factextract.batch.output import file_of_lines
from factextract.batch.places import copy_of, is_remote, joined, put
from factextract.batch.results import Result
from factextract.batch.settings import Settings
from factextract.errors import ArticleError
from factextract.files import LinesFile
from factextract.parquet import read_table
from factextract.records import to_json

FACTS, TEXTS = "facts", "texts"
"""The folders of parts."""

Item = tuple[Unit, list[Result]] | ArticleError
"""A unit with what became of it, or what could not be opened."""


@dataclass(frozen=True, slots=True)
class Job:
    """What every worker is to know of a run."""

    settings: Settings
    output: str
    """A folder, or the URI of one."""
    format: Format
    timeout: float
    digits: int
    """How many digits the numbers of parts have: names sort as numbers do."""
    folder: Path
    """The folder that paths count from, on every node that has it."""
    level: int = logging.WARNING
    """From which level on workers keep what they would log."""

    def parts(self, number: int) -> dict[str, str]:
        """The names of a part's files, by their folder."""
        name = f"part-{number:0{self.digits}d}"
        facts = {FACTS: f"{FACTS}/{name}.{self.format}"}
        return facts | {TEXTS: f"{TEXTS}/{name}.jsonl"} if self.settings.texts else facts


def write_part(job: Job, number: int, items: Iterable[Item]) -> list[Item]:
    """Write the facts of a block as its part, and give what is left to know: results without facts and texts.

    Of two articles of the block with one id the first one has it. Raises `OutputError`.
    """
    told: list[Item] = []
    ids: set[str | None] = {None}
    with _opened(job, number) as files:
        for item in items:
            if isinstance(item, ArticleError):
                told.append(item)
                continue
            unit, results = item
            for result in results:
                if result.failure is None and result.id not in ids:
                    _write(files, result)
                ids.add(result.id)
            told.append((unit, [replace(result, facts=(), text=None) for result in results]))
    return told


def _write(files: dict[str, LinesFile], result: Result) -> None:
    for line in result.facts:
        files[FACTS].write(line)
    if result.text is not None and TEXTS in files:
        files[TEXTS].write(result.text)


def drop_from_part(job: Job, number: int, ids: Collection[str]) -> None:
    """Write a part anew without the articles of some ids. Raises `OutputError`."""
    with TemporaryDirectory(prefix="factextract-") as scratch, ExitStack() as stack:
        copies = {
            kind: stack.enter_context(copy_of(joined(job.output, name), Path(scratch)))
            for kind, name in job.parts(number).items()
        }
        with _opened(job, number) as files:
            for kind, copy in copies.items():
                for line in _lines(copy):
                    record = orjson.loads(line)
                    if (record["article"] if kind == FACTS else record)["id"] not in ids:
                        files[kind].write(line)


def _lines(part: Path) -> Iterator[bytes]:
    if part.suffix == f".{Format.PARQUET}":
        yield from map(to_json, read_table(part))
        return
    with part.open("rb") as lines:
        for line in lines:
            yield line.removesuffix(b"\n")


@contextmanager
def _opened(job: Job, number: int) -> Iterator[dict[str, LinesFile]]:
    """The files of a part by their folder; they are there when the ``with`` block has ended well."""
    with output_folder(job.output) as folder, ExitStack() as stack:
        yield {
            kind: stack.enter_context(file_of_lines(folder / name))
            for kind, name in job.parts(number).items()
        }


@contextmanager
def output_folder(output: str) -> Iterator[Path]:
    """A folder of this file system for files of the output, which are there when the ``with`` block has ended well."""
    if not is_remote(output):
        yield Path(output)
        return
    with TemporaryDirectory(prefix="factextract-") as scratch:
        yield Path(scratch)
        for path in sorted(Path(scratch).rglob("*")):
            if path.is_file():
                put(path, joined(output, path.relative_to(scratch).as_posix()))


def remove_unfinished(output: str) -> None:
    """Remove what workers that were lost have left half written."""
    if is_remote(output):
        return
    for folder in (FACTS, TEXTS):
        for path in (Path(output) / folder).glob(".part-*.part"):
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
