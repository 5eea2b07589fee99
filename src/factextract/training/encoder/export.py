"""From torch to the files that `factextract.linker` loads."""

import hashlib
import json
import logging
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch
from torch import Tensor, nn

from factextract.linker.encoder import ARRAYS, ENCODER, MANIFEST, SPANS, TOKENIZER
from factextract.linker.heads import POINTING
from factextract.training.encoder.calibration import Calibration
from factextract.training.encoder.model import Layers, LinkerModel, Spans, rounded_words

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_OPERATORS = 17
"""The version of ONNX's set of operators."""
_PIECES: Final = {"embedded": {1: "pieces"}, "vectors": {1: "pieces"}}
_SPANS: Final = {"ends": {0: "spans"}, "vectors": {0: "spans"}, "offered": {0: "spans"}}
_READING_SPANS: Final = ("key.", "match_key.")
"""Layers of a head that the graph of spans has."""


def export(
    model: LinkerModel,
    tokenizer: "Tokenizer",
    marks: Sequence[str],
    labels: Mapping[str, Sequence[str]],
    calibrations: Mapping[str, Calibration],
    folder: Path,
    *,
    quantised: bool = True,
) -> None:
    """Write a model's folder; ``quantised`` has the encoder's layers in eight bits."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_encoder(model, folder / ENCODER, quantised)
    tokenizer.save(str(folder / TOKENIZER), pretty=False)
    (folder / MANIFEST).write_text(json.dumps({"marks": marks, "labels": labels}), encoding="utf-8")
    write_arrays(model, calibrations, folder)


def write_arrays(model: LinkerModel, calibrations: Mapping[str, Calibration], folder: Path) -> None:
    """Write all but the encoder's layers, with the weights of each task, and what the files of the folder are."""
    arrays = _arrays(model, calibrations)
    np.savez_compressed(folder / ARRAYS, allow_pickle=False, **arrays)
    pointing = [task for task in POINTING if f"{task}.weight" in arrays]
    ends = torch.zeros(2, model.span.in_features)
    _write_graph(Spans(model, pointing), ends, folder / SPANS, _SPANS)
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    manifest["pointing"] = pointing
    manifest["sha256"] = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in (ARRAYS, ENCODER, SPANS, TOKENIZER)
    }
    text = json.dumps(manifest, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _arrays(model: LinkerModel, calibrations: Mapping[str, Calibration]) -> dict[str, Any]:
    words, scales = rounded_words(model.encoder.embeddings.word_embeddings.weight.detach())
    arrays = {
        "words": words.numpy().astype(np.int8),
        "words.scale": scales.numpy().astype(np.float32),
        "marks": _half(model.marks.weight),
        "cases": _half(model.cases.weight),
    }
    for task, calibration in calibrations.items():
        if calibration.weight > 0:
            head = model.heads[task].state_dict()
            arrays |= {
                f"{task}.{name}": _half(value)
                for name, value in head.items()
                if not name.startswith(_READING_SPANS)
            }
            arrays[f"{task}.weight"] = np.array([calibration.weight], np.float32)
            arrays[f"{task}.trust"] = np.array([calibration.trust], np.float32)
    return arrays


def _half(values: Tensor) -> Any:
    return values.detach().numpy().astype(np.float16)


def _write_encoder(model: LinkerModel, path: Path, quantised: bool) -> None:
    config = model.encoder.config
    fast = config._attn_implementation
    config._attn_implementation = "eager"
    with TemporaryDirectory() as scratch:
        plain = Path(scratch) / "encoder.onnx" if quantised else path
        _write_graph(Layers(model.encoder), torch.zeros(1, 40, config.hidden_size), plain, _PIECES)
        if quantised:
            _quantise(plain, path)
    config._attn_implementation = fast


def _write_graph(
    module: nn.Module, example: Tensor, path: Path, axes: Mapping[str, Mapping[int, str]]
) -> None:
    """Write a module as a graph; ``axes`` names its input, then its outputs, and what of their shapes is open."""
    names = list(axes)
    with warnings.catch_warnings():
        # The exporter by tracing is deprecated; the new one needs a package more and does not do this encoder better.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module.eval(),
            (example,),
            str(path),
            input_names=names[:1],
            output_names=names[1:],
            dynamic_axes=axes,
            opset_version=_OPERATORS,
            dynamo=False,
        )


def _quantise(plain: Path, path: Path) -> None:
    """The layers' weights in eight bits, a scale a column."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.ERROR)
    prepared = plain.with_name("prepared.onnx")
    quant_pre_process(str(plain), str(prepared), skip_symbolic_shape=True)
    # With one bit less, sums of products cannot overflow on processors without VNNI: the same result on all of them.
    quantize_dynamic(
        str(prepared),
        str(path),
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        op_types_to_quantize=["MatMul"],
    )
    root.setLevel(level)
