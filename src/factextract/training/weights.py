"""The file of weights: JSON sorted by task and feature, one feature a line, so that changes can be read."""

import json
from pathlib import Path

from factextract.errors import OutputError
from factextract.facts.linear import Weights
from factextract.files import reason_of


def write_weights(weights: Weights, path: Path) -> None:
    """Write weights where `linear` can read them. Raises `OutputError` where the file cannot be written."""
    text = json.dumps(weights, sort_keys=True, indent=0, ensure_ascii=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf8")
    except OSError as error:
        raise OutputError(str(path), reason_of(error)) from error
