"""Fits the weights that choose among candidates, on gold articles: ``python -m factextract.training``."""

from factextract.training.rounds import Fitted, fit, fit_parsed
from factextract.training.softmax import Settings
from factextract.training.weights import write_weights

__all__ = ["Fitted", "Settings", "fit", "fit_parsed", "write_weights"]
