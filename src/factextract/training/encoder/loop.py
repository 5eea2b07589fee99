"""The training loop: likelihood of right candidates, the best state on held-out articles kept."""

import dataclasses
import logging
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import torch
from torch import Tensor

from factextract.training.encoder.batches import AskedWindow, Batch, collate
from factextract.training.encoder.model import LinkerModel
from factextract.training.encoder.plan import Plan

_log = logging.getLogger(__name__)

_WEIGHT_OF: Final[Mapping[str, float]] = {"event": 0.5, "period": 1.5, "subject": 1.5, "indicator": 1.5}
"""How much a decision of a task counts, where not 1."""
_A_WINDOW: Final = 12
"""About how many decisions a window has: by it losses come out near 1."""
_WARM_UP: Final = 60
"""How many steps the rate takes to rise, at most; of few steps a tenth."""
_LEAST_SHARE: Final = 0.02
"""The share of the rate that is left at the end."""
_WEIGHT_DECAY: Final = 0.01
_LONGEST_GRADIENT: Final = 1.0
_NEVER: Final = -1e4


@dataclass(frozen=True, slots=True)
class Epoch:
    """How one pass over the articles came out: mean losses a decision, and decisions right on held-out articles."""

    number: int
    loss: float
    held_out_loss: float
    held_out_right: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the augmentation has to know of pieces and marks by their numbers."""

    hidden: int
    """The piece that stands for a hidden one."""
    kept: Sequence[int]
    """Pieces that are never hidden."""
    names: Sequence[bool]
    """By mark: whether it is that of a name."""


def train(
    model: LinkerModel,
    windows: Sequence[AskedWindow],
    held_out: Sequence[AskedWindow],
    vocabulary: Vocabulary,
    plan: Plan,
) -> list[Epoch]:
    """Train a model in place and leave it in its best state on the held-out windows; the curve of epochs."""
    order, generator = random.Random(plan.seed), torch.Generator().manual_seed(plan.seed)
    optimiser = _optimiser(model, plan)
    steps = math.ceil(len(windows) / plan.batch) * plan.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _share(step, steps))
    curve: list[Epoch] = []
    best: dict[str, Tensor] = {}
    for number in range(1, plan.epochs + 1):
        model.train()
        shuffled = order.sample(windows, len(windows))
        total = 0.0
        for first in range(0, len(shuffled), plan.batch):
            batch = hide(collate(shuffled[first : first + plan.batch]), vocabulary, plan, generator)
            loss = loss_of(model(batch), batch) / (plan.batch * _A_WINDOW)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), _LONGEST_GRADIENT)
            optimiser.step()
            schedule.step()
            total += loss.item() * plan.batch * _A_WINDOW
            _log.debug("epoch %d: window %d of %d", number, first + 1, len(shuffled))
        curve.append(Epoch(number, total / _questions(windows), *measure(model, held_out, plan)))
        _log.info("epoch %d: loss %.4f, held out %.4f, %.4f right", *dataclasses.astuple(curve[-1]))
        if curve[-1].held_out_right >= max(epoch.held_out_right for epoch in curve):
            best = {name: value.clone() for name, value in model.state_dict().items()}
        elif _best(curve) <= number - plan.patience:
            _log.info("no better for %d epochs", plan.patience)
            break
    model.load_state_dict(best)
    model.eval()
    return curve


def _best(curve: Sequence[Epoch]) -> int:
    """The number of the epoch that chose best on held-out articles; how sure it was is for calibration to mend."""
    return max(curve, key=lambda epoch: epoch.held_out_right).number


def _optimiser(model: LinkerModel, plan: Plan) -> Any:
    encoder = [value for value in model.encoder.parameters() if value.requires_grad]
    others = [value for name, value in model.named_parameters() if not name.startswith("encoder.")]
    groups = [
        {"params": encoder, "lr": plan.encoder_rate},
        {"params": others, "lr": plan.head_rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=_WEIGHT_DECAY)


def _share(step: int, steps: int) -> float:
    """The share of the full rate at a step: up within the first ones, then down in a line."""
    rising = min(_WARM_UP, steps // 10 + 1)
    return min(1.0, (step + 1) / rising) * max(_LEAST_SHARE, 1 - step / steps)


def loss_of(scores: Mapping[str, Tensor], batch: Batch) -> Tensor:
    """How unlikely the right candidates are, summed over a batch's questions by the weight of their tasks."""
    losses = [
        _WEIGHT_OF.get(task, 1.0)
        * (torch.logsumexp(rows, 1) - _of_right(rows, batch.asked[task].right)).sum()
        for task, rows in scores.items()
    ]
    return torch.stack(losses).sum()


def _of_right(rows: Tensor, right: Tensor) -> Tensor:
    return torch.logsumexp(rows.masked_fill(~right, _NEVER), 1)


def measure(model: LinkerModel, windows: Sequence[AskedWindow], plan: Plan) -> tuple[float, float]:
    """The mean loss a question, and the share of questions answered right."""
    model.eval()
    loss, right = 0.0, 0
    with torch.no_grad():
        for first in range(0, len(windows), plan.batch):
            batch = collate(windows[first : first + plan.batch])
            scores = model(batch)
            loss += loss_of(scores, batch).item()
            for task, rows in scores.items():
                chosen = rows.argmax(1, keepdim=True)
                right += int(batch.asked[task].right.gather(1, chosen).sum())
    return loss / _questions(windows), right / _questions(windows)


def _questions(windows: Sequence[AskedWindow]) -> int:
    return max(1, sum(len(each.questions) for each in windows))


def hide(batch: Batch, vocabulary: Vocabulary, plan: Plan, generator: Any) -> Batch:
    """A batch with some names hidden, each as a whole, and some other pieces: answers are not to hang on the words."""
    names = torch.tensor(vocabulary.names)[batch.marks]
    begins = names & ~torch.nn.functional.pad(names[:, :-1], (1, 0))
    number = begins.cumsum(1)
    chosen = torch.rand(len(names), int(number.max()) + 1, generator=generator) < plan.hidden_names
    words = batch.inside.bool() & ~torch.isin(batch.ids, torch.tensor(vocabulary.kept)) & ~names
    hidden = names & chosen.gather(1, number)
    hidden |= words & (torch.rand(batch.ids.shape, generator=generator) < plan.hidden_words)
    return dataclasses.replace(batch, ids=batch.ids.masked_fill(hidden, vocabulary.hidden))
