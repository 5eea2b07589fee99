"""The fitted model: word pieces to vectors by onnxruntime, with the heads that read them."""

import hashlib
import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factextract.errors import ModelError
from factextract.linker.heads import Heads
from factextract.linker.pieces import Window

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

    Array = NDArray[np.float32]

MANIFEST, TOKENIZER = "linker.json", "tokenizer.json"
"""Files of a model: what it is and the SHA-256 of the others; the word pieces."""
ENCODER, SPANS, ARRAYS = "encoder.onnx", "spans.onnx", "arrays.npz"
"""The encoder's layers, the heads' layers that read spans, all other arrays."""
_SLOWER = "SkipLayerNormFusion"
"""An optimization of onnxruntime's whose operator takes ten times as long as the two that it stands for (1.32)."""


class Linker:
    """A fitted linker, loaded from a folder. Raises `ModelError` where a file is missing or not what it was."""

    def __init__(self, folder: Path) -> None:
        manifest = _manifest(folder)
        for name, digest in manifest["sha256"].items():
            _check(folder / name, digest)
        import numpy as np
        from threadpoolctl import ThreadpoolController
        from tokenizers import Tokenizer

        self._session = _session(folder / ENCODER)
        stored = np.load(folder / ARRAYS)
        self._words: NDArray[np.int8] = stored["words"]
        self._scales: Array = stored["words.scale"]
        arrays: dict[str, Array] = {
            name: stored[name].astype(np.float32) for name in stored.files if not name.startswith("words")
        }
        self._marks, self._cases = arrays.pop("marks"), arrays.pop("cases")
        self.tokenizer: Any = Tokenizer.from_file(str(folder / TOKENIZER))
        self.marks: Mapping[str, int] = {label: number for number, label in enumerate(manifest["marks"])}
        self._threads = ThreadpoolController()
        self.heads = Heads(arrays, _session(folder / SPANS), manifest["pointing"])

    def one_thread(self) -> AbstractContextManager[Any]:
        """Have numpy multiply in one thread: the heads' matrices are small, and ten times slower in several."""
        limited: AbstractContextManager[Any] = self._threads.limit(limits=1, user_api="blas")
        return limited

    def encode(self, window: Window) -> "Array":
        """One vector a piece of a window, of shape (pieces, size)."""
        embedded = self._words[window.ids] * self._scales[window.ids]
        embedded += self._marks[window.marks]
        embedded += self._cases[window.cases]
        vectors: Array = self._session.run(None, {"embedded": embedded[None]})[0][0]
        return vectors


def _session(path: Path) -> "InferenceSession":
    """A graph to run in one thread."""
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=[_SLOWER]
    )


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{folder} holds no linker: {error}") from error
    return manifest


def _check(path: Path, digest: str) -> None:
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError(f"{path}: {error.strerror}") from error
    if found != digest:
        raise ModelError(f"{path} is not the file it was written as (its SHA-256 differs); install it anew")
