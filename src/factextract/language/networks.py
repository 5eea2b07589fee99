"""The pipeline's networks by numpy's matrix products: the same sums in a third of the time.

Nearly all the time of spaCy's networks is spent multiplying matrices, by a library that is slower at it than the one that
comes with numpy. A hidden layer's pieces are laid one after the other, so that the largest of them is taken along rows.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.language import Language

    Floats = NDArray[np.float32]

_HIDDEN = ("maxout>>layernorm", "dropout")
"""The layers of a chain that spaCy's hidden layers are."""


def quicken(nlp: "Language") -> None:
    """Have the networks of a pipeline on a CPU, in 32 bits, multiply by numpy; others are left as they are."""
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
        if tuple(layer.name for layer in node.layers) == _HIDDEN:
            node._func = _hidden(node)


@cache
def _operations() -> Any:
    """thinc's operations, but for the product."""
    import numpy as np
    from thinc.api import NumpyOps
    from threadpoolctl import ThreadpoolController

    threads = ThreadpoolController()

    class Operations(NumpyOps):  # type: ignore[misc]
        def gemm(
            self,
            x: "Floats",
            y: "Floats",
            out: "Floats | None" = None,
            trans1: bool = False,
            trans2: bool = False,
        ) -> "Floats":
            # One thread: the other cores have articles of their own to read.
            with threads.limit(limits=1, user_api="blas"):
                product: Floats = np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)
            return product

    return Operations()


def _hidden(node: Any) -> Callable[[Any, Any, bool], Any]:
    """What a chain of maxout, layer norm and dropout does when nothing is learned."""
    import numpy as np

    learning = node._func
    maxout, norm = node.layers[0].layers
    weights, bias = maxout.get_param("W"), maxout.get_param("b")
    size, pieces, width = weights.shape
    side_by_side = np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(pieces * size, width))
    biases = np.ascontiguousarray(bias.T.reshape(pieces * size))
    scale, shift = norm.get_param("G"), norm.get_param("b")

    def forward(model: Any, inputs: Any, is_train: bool) -> Any:
        if is_train or not isinstance(inputs, np.ndarray):
            return learning(model, inputs, is_train)
        rated = model.ops.gemm(inputs, side_by_side, trans2=True)
        rated += biases
        largest = _largest(rated, size)
        largest -= largest.mean(axis=1, keepdims=True)
        spread = np.einsum("ij,ij->i", largest, largest)
        spread /= size
        spread += _LEAST
        largest *= (1 / np.sqrt(spread))[:, None]
        largest *= scale
        largest += shift
        return largest, _not_learning

    return forward


_LEAST = 1e-8
"""What thinc's layer norm adds to a variance."""


def _largest(rated: "Floats", size: int) -> "Floats":
    """The largest piece of each number of a row."""
    import numpy as np

    first, *others = _pieces(rated, size)
    largest = first.copy()
    for piece in others:
        np.maximum(largest, piece, out=largest)
    return largest


def _pieces(rated: "Floats", size: int) -> "Iterator[Floats]":
    return (rated[:, begin : begin + size] for begin in range(0, rated.shape[1], size))


def _not_learning(_: Any) -> Any:
    raise NotImplementedError("this network only predicts")
