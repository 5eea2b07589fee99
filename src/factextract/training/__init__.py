"""Fits on gold articles what decides among candidates: the weights of features here, the linker's in `encoder`."""

from factextract.training.rounds import Fitted, fit, fit_parsed
from factextract.training.softmax import Settings
from factextract.training.weights import write_weights

__all__ = ["Fitted", "Settings", "fit", "fit_parsed", "write_weights"]
