"""What a run was asked for, and what it was done with: two runs that agree in this write the same files."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from factextract import __version__
from factextract.errors import ModelError
from factextract.files import reason_of
from factextract.kinds import KINDS
from factextract.language import DEFAULT_MODEL, pipeline_version
from factextract.linker.setting import LinkerSetting

_MAKES_FACTS = frozenset(
    (
        "articles",
        "mentions",
        "syntax",
        "linker",
        "facts",
        "language",
        "records",
        "extractor",
        "running",
        "trained",
    )
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides which facts an article gives; goes to every worker."""

    model: str = DEFAULT_MODEL
    trained: Path | None = None
    linker: LinkerSetting = LinkerSetting.FULL
    published: date | None = None
    kinds: tuple[str, ...] = KINDS
    min_confidence: float = 0.0
    texts: bool = False
    """Whether the articles' texts are kept as well."""


@dataclass(frozen=True, slots=True)
class Versions:
    """What the facts are made with."""

    program: str
    code: str
    """A digest of the program's own files: what an editable installation is at tells no version."""
    schema: str
    model: str
    trained: str | None
    """A digest of what `factextract train` wrote, where that is used."""


def versions_of(settings: Settings) -> Versions:
    """The versions of what is installed. Raises `ModelError` where something needed is not there."""
    from factextract.records import SCHEMA_VERSION

    return Versions(
        program=__version__,
        code=code_digest(),
        schema=SCHEMA_VERSION,
        model=pipeline_version(settings.model),
        trained=_trained_digest(settings.trained) if settings.trained else None,
    )


def identity(settings: Settings, versions: Versions) -> dict[str, str]:
    """What must be the same for two runs to go on from each other, by name."""
    options = {name: str(value) for name, value in asdict(settings).items()}
    options["kinds"] = ", ".join(settings.kinds)
    of_versions = {name: str(value) for name, value in asdict(versions).items()}
    return options | {f"{name} version": value for name, value in of_versions.items()}


def differences(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """What is not the same, each in words: "min_confidence 0.0, now 0.5"."""
    names = sorted(before.keys() | now.keys())
    return [
        f"{name} {before.get(name)}, now {now.get(name)}"
        for name in names
        if before.get(name) != now.get(name)
    ]


@cache
def code_digest() -> str:
    """A digest of the package's code and tables, as far as facts hang on them."""
    package = files("factextract")
    return _digest(entry for entry in package.iterdir() if entry.name.removesuffix(".py") in _MAKES_FACTS)


def _trained_digest(folder: Path) -> str:
    try:
        return _digest(folder.iterdir())
    except OSError as error:
        raise ModelError(f"{folder}: {reason_of(error)}") from error


def _digest(entries: Iterable[Traversable]) -> str:
    whole = hashlib.sha256()
    for name, content in _contents(entries, ""):
        whole.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\0".encode())
    return whole.hexdigest()[:16]


def _contents(entries: Iterable[Traversable], prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(entries, key=lambda entry: entry.name):
        name = f"{prefix}{entry.name}"
        if not entry.is_dir():
            yield name, entry.read_bytes()
        elif entry.name != "__pycache__":
            yield from _contents(entry.iterdir(), f"{name}/")
