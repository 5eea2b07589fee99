"""An encoder fitted from beginning to end: base and questions in, a model's folder and figures out."""

import logging
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from factextract.errors import UsageError
from factextract.training.encoder.calibration import (
    FEATURES,
    OWN,
    Calibration,
    Measured,
    TaskFigures,
    calibrate,
    figures_of,
    measure,
)
from factextract.training.encoder.examples import Questioned, labels_of, mark_labels
from factextract.training.encoder.plan import LEFT, Plan

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from factextract.training.encoder.loop import Epoch, Vocabulary
    from factextract.training.encoder.model import LinkerModel

_log = logging.getLogger(__name__)

_MASK, _SPECIAL = "[MASK]", ("[PAD]", "[CLS]", "[SEP]")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a training came out: its epochs, and each task's figures on the held-out articles."""

    curve: Sequence["Epoch"]
    figures: Mapping[str, TaskFigures]


def fit_encoder(articles: Sequence[Questioned], base: Path, plan: Plan, folder: Path) -> Outcome:
    """Train an encoder on articles, some of them held out, and write it to a folder.

    ``base`` is a folder of a pretrained BERT encoder, with its tokenizer.json.
    """
    import torch

    from factextract.linker.encoder import Linker
    from factextract.training.encoder import loop
    from factextract.training.encoder.batches import windows_of
    from factextract.training.encoder.export import export, write_arrays
    from factextract.training.encoder.model import LinkerModel

    torch.manual_seed(plan.seed)
    fitted, held_out = _divided(articles, plan)
    tokenizer = tokenizer_of(base)
    labels, marks = labels_of(fitted), mark_labels(fitted)
    numbers = {label: number for number, label in enumerate(marks)}
    windows, held = (
        [window for article in part for window in windows_of(article, tokenizer, numbers)]
        for part in (fitted, held_out)
    )
    model = LinkerModel(base, labels, len(marks), plan.dropout, plan.layers)
    _log.info("%d articles in %d windows, %d held out", len(fitted), len(windows), len(held_out))
    curve = loop.train(model, windows, held, _vocabulary(tokenizer, marks), plan)

    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as unfinished:
        written = Path(unfinished)
        export(model, tokenizer, marks, labels, dict.fromkeys(model.heads, OWN), written)
        measured = measure(Linker(written), held_out)
        calibrations = _calibrations(model, fitted, measured)
        write_arrays(model, calibrations, written)
        folder.mkdir(exist_ok=True)
        for path in written.iterdir():
            path.replace(folder / path.name)
    known = {task: rows for task, rows in measured.items() if task in calibrations}
    return Outcome(curve, figures_of(known, calibrations))


def _calibrations(
    model: "LinkerModel", fitted: Sequence[Questioned], measured: Mapping[str, Sequence[Measured]]
) -> dict[str, Calibration]:
    """How far to trust encoder and features for each task, by what the encoder said to held-out articles."""
    asked = {
        question.task for article in fitted for question in article.questions if question.solvable
    } - LEFT
    return {
        task: calibrate(measured.get(task, ()), _trained(model, task)) if task in asked else FEATURES
        for task in model.heads
    }


def _trained(model: "LinkerModel", task: str) -> Calibration:
    """A task's weights as training had them."""
    return Calibration(1.0, max(0.0, model.heads[task].trust.item()))


def _divided(articles: Sequence[Questioned], plan: Plan) -> tuple[list[Questioned], list[Questioned]]:
    """The articles to fit on and those held out, at random but the same for a seed."""
    if len(articles) < 2:
        raise UsageError("training needs two gold articles or more: one of them is held out")
    shuffled = random.Random(plan.seed).sample(articles, len(articles))
    held = min(len(articles) - 1, max(1, round(plan.hold_out * len(articles))))
    return shuffled[held:], shuffled[:held]


def tokenizer_of(base: Path) -> "Tokenizer":
    """The tokenizer of a base, which cuts nothing off: windows are made of the pieces of a whole article."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _vocabulary(tokenizer: "Tokenizer", marks: Sequence[str]) -> "Vocabulary":
    from factextract.training.encoder.loop import Vocabulary

    number = tokenizer.token_to_id
    hidden = number(_MASK)
    if hidden is None:
        raise UsageError(f"the base's tokenizer has no piece {_MASK}, which training hides words by")
    return Vocabulary(
        hidden=hidden,
        kept=[found for piece in _SPECIAL if (found := number(piece)) is not None],
        names=[mark.startswith("name ") for mark in marks],
    )
