"""The pipeline's networks in a fifth of the time: other matrix products, and each word embedded once.

Nearly all the time of spaCy's networks is spent multiplying matrices, by a library that takes six times as long for them
as onnxruntime does. Like spaCy's, its product of a row does not hang on the rows beside it, so that an article is read as
the same whichever others are read with it; numpy's does, in the last digits.

The first layers of a network look at each word by itself, and what they make of it is kept.
"""

from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.language import Language

    Floats = NDArray[np.float32]

PRODUCT = "product.onnx"
"""The product of two matrices, as a graph: it has no weights."""

_HIDDEN = ("maxout>>layernorm", "dropout")
"""The layers of a chain that spaCy's hidden layers are."""

_EMBEDDING = ("extract_features", "list2ragged", "with_array", "with_array", "ragged2list")
"""The kinds of the layers that look at each word by itself."""

_KEPT = 50_000
"""How many words a network keeps vectors of, some 20 MB; then they are made anew."""

_LEAST = 1e-8
"""What thinc's layer norm adds to a variance."""


def quicken(nlp: "Language") -> None:
    """Have the networks of a pipeline on a CPU, in 32 bits, work so; others are left as they are."""
    from thinc.api import Model, NumpyOps

    models = [
        model
        for _, component in nlp.pipeline
        if isinstance(model := getattr(component, "model", None), Model)
    ]
    for node in {id(node): node for model in models for node in model.walk()}.values():
        if type(node.ops) is not NumpyOps:
            continue
        node.ops = _operations()
        layers = tuple(layer.name for layer in node.layers)
        if layers == _HIDDEN:
            node._func = _hidden(node)
        elif tuple(name.partition("(")[0] for name in layers) == _EMBEDDING:
            node._func = _Embedding(node)


@cache
def product() -> "Callable[[Floats, Floats], Floats]":
    """What multiplies two matrices of 32-bit numbers, none of them empty."""
    import numpy as np
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    # One thread: the other cores have articles of their own to read.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    graph = resources.files("factextract.language").joinpath("data", PRODUCT).read_bytes()
    session = InferenceSession(graph, options, providers=["CPUExecutionProvider"])

    def multiply(left: "Floats", right: "Floats") -> "Floats":
        if len(left) == 1:  # by itself a row would be multiplied in another way
            return multiply(np.concatenate([left, left]), right)[:1]
        result: Floats = session.run(None, {"left": left, "right": right})[0]
        return result

    return multiply


@cache
def _operations() -> Any:
    """thinc's operations, but for the product."""
    import numpy as np
    from thinc.api import NumpyOps

    class Operations(NumpyOps):  # type: ignore[misc]
        def gemm(
            self,
            x: "Floats",
            y: "Floats",
            out: "Floats | None" = None,
            trans1: bool = False,
            trans2: bool = False,
        ) -> "Floats":
            if not (x.size and y.size and x.dtype == y.dtype == np.float32):
                other: Floats = super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
                return other
            left = np.ascontiguousarray(x.T if trans1 else x)
            result = product()(left, np.ascontiguousarray(y.T if trans2 else y))
            if out is None:
                return result
            out[...] = result
            return out

    return Operations()


def _hidden(node: Any) -> Callable[[Any, Any, bool], Any]:
    """What a chain of maxout, layer norm and dropout does when nothing is learned.

    The pieces of a hidden layer are laid one after the other, so that the largest is taken along rows.
    """
    import numpy as np

    learning = node._func
    maxout, norm = node.layers[0].layers
    weights, bias = maxout.get_param("W"), maxout.get_param("b")
    size, pieces, width = weights.shape
    side_by_side = np.ascontiguousarray(weights.transpose(2, 1, 0).reshape(width, pieces * size))
    biases = np.ascontiguousarray(bias.T.reshape(pieces * size))
    scale, shift = norm.get_param("G"), norm.get_param("b")

    def forward(model: Any, inputs: Any, is_train: bool) -> Any:
        if is_train or not isinstance(inputs, np.ndarray) or not inputs.size:
            return learning(model, inputs, is_train)
        rated = product()(np.ascontiguousarray(inputs), side_by_side)
        rated += biases
        largest = rated[:, :size].copy()
        for begin in range(size, pieces * size, size):
            np.maximum(largest, rated[:, begin : begin + size], out=largest)
        largest -= largest.mean(axis=1, keepdims=True)
        largest *= (np.square(largest).mean(axis=1, keepdims=True) + _LEAST) ** -0.5
        largest *= scale
        largest += shift
        return largest, _only_predicts

    return forward


class _Embedding:
    """What the first layers of a network make of words, each kind of word once."""

    def __init__(self, node: Any) -> None:
        import numpy as np

        self._learning = node._func
        self._extract, _, self._embed, self._mix, _ = node.layers
        self._places: dict[bytes, int] = {}
        self._vectors: Floats = np.empty((0, node.get_dim("nO")), np.float32)

    def __call__(self, model: Any, docs: Sequence[Any], is_train: bool) -> Any:
        """One array a doc, of shape (words, size), as thinc's layers would give."""
        import numpy as np

        if is_train:
            return self._learning(model, docs, is_train)
        features = self._extract.predict(docs)
        rows = np.ascontiguousarray(np.concatenate(features))
        if not len(rows):
            return self._learning(model, docs, is_train)
        kinds = rows.view(f"V{rows.strides[0]}").ravel().tolist()
        self._learn(rows, kinds)
        vectors = self._vectors[[self._places[kind] for kind in kinds]]
        return np.split(vectors, np.cumsum([len(words) for words in features])[:-1]), _only_predicts

    def _learn(self, rows: Any, kinds: Sequence[bytes]) -> None:
        """Make the vectors of the kinds of words that are new, each of which has a row."""
        import numpy as np

        if len(self._places) > _KEPT:
            self._places = {}
        new = {kind: row for row, kind in enumerate(kinds) if kind not in self._places}
        if new:
            made = self._mix.predict(self._embed.predict(rows[list(new.values())]))
            first, after = len(self._places), len(self._places) + len(new)
            if after > len(self._vectors):  # twice as many, lest each batch copy all there are
                room = np.empty((max(after, 2 * len(self._vectors)), made.shape[1]), np.float32)
                room[:first] = self._vectors[:first]
                self._vectors = room
            self._vectors[first:after] = made
            self._places.update(zip(new, range(first, after), strict=True))


def _only_predicts(_: Any) -> Any:
    raise NotImplementedError("this network only predicts")
