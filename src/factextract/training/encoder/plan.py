"""How the encoder is trained."""

from dataclasses import dataclass
from typing import Final

LEFT: Final = frozenset(("period", "carried period", "role", "status", "event status", "trade flow"))
"""The tasks that are trained along, as the others gain by it, and left to the features: there the encoder chooses no
better on held-out articles, or (periods) better and makes worse facts."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The settings of a training, by default those that came out best on our gold."""

    epochs: int = 4
    """How often all articles are read, at most."""
    patience: int = 3
    """After how many epochs that are no better on held-out articles to stop."""
    hold_out: float = 0.1
    """The share of articles that are held out."""
    seed: int = 0
    layers: int | None = None
    """How many of the base's layers to take, spread evenly; all of them where it is None."""
    batch: int = 4
    """How many windows make a step."""
    encoder_rate: float = 1e-4
    head_rate: float = 5e-4
    dropout: float = 0.2
    hidden_names: float = 0.3
    """The share of names whose pieces are hidden in a step."""
    hidden_words: float = 0.08
    """The share of other pieces that are hidden in a step."""
