"""What `factextract train` wrote, in place of what comes with the package: weights of features, and a linker."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from factextract.errors import ModelError
from factextract.facts import linear
from factextract.facts.linear import Tables

if TYPE_CHECKING:
    from factextract.linker import Linker

WEIGHTS, LINKER = "weights.json", "linker"
"""The parts of a folder: the weights as JSON, and the folder of the encoder, which may be missing."""


@dataclass(frozen=True, slots=True)
class Trained:
    """What decides among candidates: weights, and where there is one an encoder that reads the text."""

    tables: Tables
    linker: "Linker | None"


def load_trained(folder: Path) -> Trained:
    """Load a folder that `factextract train` wrote. Raises `ModelError` where it is none, or not what it was."""
    path = folder / WEIGHTS
    try:
        weights = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(f"{path}: {error.strerror}; `factextract train` writes it") from error
    except ValueError as error:
        raise ModelError(f"{path} holds no weights: {error}") from error
    if not linear.are_weights(weights):
        raise ModelError(f"{path} holds no weights: it must have a number for each feature of each task")
    return Trained(Tables(weights), _linker(folder / LINKER))


def _linker(folder: Path) -> "Linker | None":
    if not folder.exists():
        return None
    from importlib.util import find_spec

    if missing := [name for name in ("onnxruntime", "tokenizers") if find_spec(name) is None]:
        raise ModelError(f"{folder} needs {' and '.join(missing)}: pip install 'factextract[linker]'")
    from factextract.linker import Linker

    return Linker(folder)
