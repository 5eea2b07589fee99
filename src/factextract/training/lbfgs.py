"""Minimises a smooth function of many variables: L-BFGS, which learns the curvature from its last few steps.

Nocedal & Wright, Numerical Optimization (2006), algorithms 7.4 and 7.5, with a backtracking line search.
"""

import math
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float64]

_REMEMBERED = 8
_STEPS = 200
_ENOUGH = 1e-5
"""The share of the value that a step must gain for another one to follow."""
_SUFFICIENT_DECREASE = 1e-4
_SHORTEST = 1e-6


def minimise(function: "Callable[[Vector], tuple[float, Vector]]", start: "Vector") -> "Vector":
    """Where a function that gives its value and gradient is least, from a start; the same on every run."""
    point = start
    value, gradient = function(point)
    steps: deque[tuple[Vector, Vector]] = deque(maxlen=_REMEMBERED)
    for _ in range(_STEPS):
        direction = _direction(gradient, steps)
        slope = float(gradient @ direction)
        length = 1.0
        following, (lower, steepness) = point + direction, function(point + direction)
        while lower > value + _SUFFICIENT_DECREASE * length * slope and length > _SHORTEST:
            length /= 2
            following = point + length * direction
            lower, steepness = function(following)
        gained = value - lower
        if gained <= 0:
            break
        moved, bent = following - point, steepness - gradient
        if moved @ bent > 0:
            steps.append((moved, bent))
        point, value, gradient = following, lower, steepness
        if gained < _ENOUGH * abs(value):
            break
    return point


def _direction(gradient: "Vector", steps: "deque[tuple[Vector, Vector]]") -> "Vector":
    """Downhill, as the curvature seen in the last steps bends it (the two-loop recursion)."""
    direction: Vector = -gradient
    if not steps:
        return direction / max(1.0, math.sqrt(gradient @ gradient))
    shares = []
    for moved, bent in reversed(steps):
        share = (moved @ direction) / (moved @ bent)
        shares.append(share)
        direction = direction - share * bent
    moved, bent = steps[-1]
    direction = direction * ((moved @ bent) / (bent @ bent))
    for (moved, bent), share in zip(steps, reversed(shares), strict=True):
        direction = direction + (share - (bent @ direction) / (moved @ bent)) * moved
    return direction
