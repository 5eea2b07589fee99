"""What decides among candidates: weights of features, and a linker that reads the text. Both come with the package.

`factextract train` writes others, to be used in their place.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from factextract.errors import ModelError
from factextract.facts import linear
from factextract.facts.linear import Tables
from factextract.linker.setting import LinkerSetting

if TYPE_CHECKING:
    from factextract.linker import Linker

WEIGHTS, LINKER = "weights.json", "linker"
"""The parts of a folder: the weights as JSON, and the folder of the encoder, which may be missing."""


@dataclass(frozen=True, slots=True)
class Trained:
    """What decides among candidates: weights, and where there is one an encoder that reads the text."""

    tables: Tables
    linker: "Linker | None"


def load_trained(folder: Path | None = None, linker: LinkerSetting = LinkerSetting.FULL) -> Trained:
    """Load what comes with the package, or a folder that `factextract train` wrote.

    Raises `ModelError` where the folder is none, or not what it was.
    """
    return _own(linker) if folder is None else _of_folder(folder, linker)


@cache
def _own(linker: LinkerSetting) -> Trained:
    from factextract.linker import Linker

    with as_file(files("factextract.linker") / "model") as folder:
        return Trained(Tables(linear.weights()), Linker(folder) if linker is LinkerSetting.FULL else None)


def _of_folder(folder: Path, linker: LinkerSetting) -> Trained:
    path = folder / WEIGHTS
    try:
        weights = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(f"{path}: {error.strerror}; `factextract train` writes it") from error
    except ValueError as error:
        raise ModelError(f"{path} holds no weights: {error}") from error
    if not linear.are_weights(weights):
        raise ModelError(f"{path} holds no weights: it must have a number for each feature of each task")
    return Trained(Tables(weights), _linker(folder / LINKER) if linker is LinkerSetting.FULL else None)


def _linker(folder: Path) -> "Linker | None":
    if not folder.exists():
        return None
    from factextract.linker import Linker

    return Linker(folder)
