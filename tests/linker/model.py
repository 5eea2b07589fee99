"""A linker's folder with a seeded random model whose encoder gives back what it gets."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from factextract.linker.encoder import ARRAYS, ENCODER, MANIFEST, SPANS, TOKENIZER
from factextract.linker.heads import FARTHEST, POINTING, SORTS

SIZE, NARROW = 8, 4
LABELS = {"role": ["level", "previous", "increase", "decrease"]}
MARKS = ["-", "value money", "name GPE", "date past year"]
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "exports", "rose", "to", "china", "vietnam", "in", "billion"]


def write_linker(folder: Path) -> Path:
    """Write every file of a model, the manifest last."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_encoder(folder / ENCODER)
    _write_spans(folder / SPANS)
    _write_tokenizer(folder / TOKENIZER)
    _write_arrays(folder / ARRAYS)
    digests = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in (ENCODER, SPANS, ARRAYS, TOKENIZER)
    }
    manifest = {"sha256": digests, "marks": MARKS, "labels": LABELS, "pointing": POINTING}
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def _write_encoder(path: Path) -> None:
    from onnx import helper

    _write_graph(
        path,
        [helper.make_node("Identity", ["embedded"], ["vectors"])],
        embedded=[1, "pieces", SIZE],
        vectors=[1, "pieces", SIZE],
    )


def _write_spans(path: Path) -> None:
    from onnx import helper, numpy_helper

    random = np.random.default_rng(1)
    columns = 2 * NARROW * len(POINTING)
    weights = {"own": random.normal(size=(3 * SIZE, SIZE)), "others": random.normal(size=(SIZE, columns))}
    _write_graph(
        path,
        [
            helper.make_node("MatMul", ["ends", "own"], ["vectors"]),
            helper.make_node("MatMul", ["vectors", "others"], ["offered"]),
        ],
        [numpy_helper.from_array(value.astype(np.float32), name) for name, value in weights.items()],
        ends=["spans", 3 * SIZE],
        vectors=["spans", SIZE],
        offered=["spans", columns],
    )


def _write_graph(path: Path, nodes: list[Any], weights: list[Any] | None = None, **shapes: list[Any]) -> None:
    """``shapes``: the input's, then those of the outputs."""
    import onnx
    from onnx import TensorProto, helper

    given, *told = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in shapes.items()
    ]
    graph = helper.make_graph(nodes, path.stem, [given], told, weights)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), str(path))


def _write_tokenizer(path: Path) -> None:
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.normalizers import BertNormalizer
    from tokenizers.pre_tokenizers import BertPreTokenizer

    tokenizer = Tokenizer(WordLevel({word: number for number, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = BertNormalizer(lowercase=True), BertPreTokenizer()
    tokenizer.save(str(path))


def _write_arrays(path: Path) -> None:
    random = np.random.default_rng(0)
    arrays: dict[str, np.ndarray] = {
        "words": random.integers(-127, 127, (len(WORDS), SIZE)).astype(np.int8),
        "words.scale": np.full((len(WORDS), 1), 0.01, np.float32),
        "marks": random.normal(size=(len(MARKS), SIZE)),
        "cases": random.normal(size=(4, SIZE)),
    }

    def dense(name: str, inputs: int, outputs: int) -> None:
        arrays[f"{name}.weight"] = random.normal(size=(outputs, inputs))
        arrays[f"{name}.bias"] = random.normal(size=outputs)

    for task, labels in LABELS.items():
        dense(f"{task}.hidden", SIZE, NARROW)
        dense(f"{task}.output", NARROW, len(labels))
    for task in POINTING:
        for part in ("query", "match_query", "none.hidden"):
            dense(f"{task}.{part}", SIZE, NARROW)
        dense(f"{task}.output", NARROW, 1)
        dense(f"{task}.none.output", NARROW, 1)
        arrays[f"{task}.distance"] = random.normal(size=(2 * FARTHEST + 1, NARROW))
        arrays[f"{task}.sort"] = random.normal(size=(len(SORTS), NARROW))
        arrays[f"{task}.absent"] = np.array([-1.0])
    for task in (*LABELS, *POINTING):
        arrays[f"{task}.weight"], arrays[f"{task}.trust"] = np.ones(1), np.ones(1)
    np.savez(path, **arrays)
