"""The linker in torch: an encoder with the heads of `factextract.linker.heads`, their parameters named as there."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel
from transformers.utils import logging

from factextract.linker.heads import FARTHEST, POINTING, SORTS
from factextract.training.encoder.batches import Asked, Batch

NARROW = 128
"""The size of a head's hidden vectors."""
_CASES = 4
_NEVER = -1e4


class _Dense(nn.Module):
    """Two layers, the second one to scores."""

    def __init__(self, size: int, scores: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.hidden = nn.Linear(size, NARROW)
        self.output = nn.Linear(NARROW, scores)
        self.drop = nn.Dropout(dropout)

    def forward(self, vectors: Tensor) -> Tensor:
        return self.output(self.drop(functional.gelu(self.hidden(vectors))))


class LabelHead(_Dense):
    """Chooses among the labels of a task."""

    def __init__(self, size: int, labels: int, dropout: float) -> None:
        super().__init__(size, labels, dropout)
        self.trust = nn.Parameter(torch.ones(1))

    def scores(self, spans: Tensor, asked: Asked) -> Tensor:
        """The scores of labels, without what the features say."""
        return self(spans[asked.anchor])


class PointHead(nn.Module):
    """Chooses among candidates by the spans where the text has them."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.query, self.key = nn.Linear(size, NARROW), nn.Linear(size, NARROW)
        self.match_query, self.match_key = nn.Linear(size, NARROW), nn.Linear(size, NARROW)
        self.distance = nn.Parameter(torch.randn(2 * FARTHEST + 1, NARROW))
        self.sort = nn.Parameter(torch.randn(len(SORTS), NARROW))
        self.output = nn.Linear(NARROW, 1)
        self.none = _Dense(size, 1)
        self.absent = nn.Parameter(torch.zeros(1))
        self.trust = nn.Parameter(torch.ones(1))

    def scores(self, spans: Tensor, asked: Asked) -> Tensor:
        """The scores of candidates, without what the features say."""
        anchors = spans[asked.anchor]
        outside = torch.where(asked.nowhere, self.none(anchors), self.absent)
        mentions = asked.mentions
        if mentions is None or not len(mentions.slots):
            return outside
        hidden = functional.gelu(
            self.query(anchors).index_select(0, mentions.question)
            + self.key(spans).index_select(0, mentions.span)
            + self.distance.index_select(0, mentions.distance)
            + self.sort.index_select(0, mentions.sort)
        )
        wanted = self.match_query(anchors).index_select(0, mentions.question)
        offered = self.match_key(spans).index_select(0, mentions.span)
        single = self.output(hidden).squeeze(-1) + (wanted * offered).sum(-1) / math.sqrt(NARROW)
        summed, found = _logsumexp_by(mentions.slots, single, outside.numel())
        return torch.where(found.view_as(outside), summed.view_as(outside), outside)


def _logsumexp_by(groups: Tensor, values: Tensor, number: int) -> tuple[Tensor, Tensor]:
    """The logarithm of the sum of the powers of each group's values, and which groups have any."""
    top = values.new_full((number,), _NEVER).scatter_reduce(0, groups, values.detach(), "amax")
    sums = values.new_zeros(number).scatter_add(0, groups, torch.exp(values - top[groups]))
    return top + torch.log(sums.clamp(min=1e-9)), sums > 0


def _pretrained(base: Path) -> nn.Module:
    """The encoder of a folder. transformers is kept from telling that parts for other uses are left out."""
    verbosity, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    # Without dropout on attention, torch has a kernel for it that is ten times faster on a CPU.
    encoder = AutoModel.from_pretrained(
        base, add_pooling_layer=False, attention_probs_dropout_prob=0.0, attn_implementation="sdpa"
    )
    logging.set_verbosity(verbosity)
    if bars:
        logging.enable_progress_bar()
    return encoder


class LinkerModel(nn.Module):
    """An encoder with the heads of all tasks. ``layers`` takes so many of the base's, spread evenly."""

    def __init__(
        self,
        base: Path,
        labels: Mapping[str, Sequence[str]],
        marks: int,
        dropout: float,
        layers: int | None = None,
    ) -> None:
        super().__init__()
        self.encoder = _pretrained(base)
        if layers is not None:
            self._keep_layers(layers)
        size = self.encoder.config.hidden_size
        words = self.encoder.embeddings.word_embeddings.weight
        words.requires_grad = False
        # What training reads is what the run time will: words rounded to eight bits.
        rounded, scales = rounded_words(words)
        words.copy_(rounded * scales)
        self.marks, self.cases = nn.Embedding(marks, size), nn.Embedding(_CASES, size)
        for table in (self.marks, self.cases):
            nn.init.normal_(table.weight, std=0.01)
        self.span = nn.Linear(3 * size, size)
        self.drop = nn.Dropout(dropout)
        heads = {task: LabelHead(size, len(names), dropout) for task, names in labels.items()}
        self.heads = nn.ModuleDict(heads | {task: PointHead(size) for task in POINTING})

    def _keep_layers(self, number: int) -> None:
        every = self.encoder.encoder.layer
        last = len(every) - 1
        kept = [round(place * last / max(1, number - 1)) for place in range(number)]
        self.encoder.encoder.layer = nn.ModuleList([every[place] for place in kept])
        self.encoder.config.num_hidden_layers = number

    def vectors(self, batch: Batch) -> Tensor:
        """One vector a piece."""
        embedded = self.encoder.embeddings.word_embeddings(batch.ids)
        embedded = embedded + self.marks(batch.marks) + self.cases(batch.cases)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):
            encoded = self.encoder(inputs_embeds=embedded, attention_mask=batch.inside)
        return encoded.last_hidden_state.float()

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        """The scores of each task's candidates, a row a question."""
        spans = self._spans(self.vectors(batch), *batch.spans)
        scores = {}
        for task, asked in batch.asked.items():
            head = self.heads[task]
            scores[task] = head.scores(spans, asked) + head.trust * asked.rates
        return scores

    def _spans(self, vectors: Tensor, row: Tensor, low: Tensor, high: Tensor) -> Tensor:
        """One vector a span."""
        sums = functional.pad(vectors.cumsum(1), (0, 0, 1, 0))
        mean = (sums[row, high + 1] - sums[row, low]) / (high + 1 - low).unsqueeze(-1)
        ends = torch.cat([vectors[row, low], vectors[row, high], mean], -1)
        return self.drop(functional.gelu(self.span(ends)))


class Layers(nn.Module):
    """The encoder from words' vectors on, for one window without filling."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, embedded: Tensor) -> Tensor:
        """One vector a piece."""
        # Past the encoder's own `forward`, which adds a mask of nothing to every attention: a tenth of the time.
        return self.encoder.encoder(self.encoder.embeddings(inputs_embeds=embedded)).last_hidden_state


class Spans(nn.Module):
    """The layers that read spans: each one's vector, and what it offers to the heads of tasks that point."""

    def __init__(self, model: LinkerModel, tasks: Sequence[str]) -> None:
        super().__init__()
        self.span = model.span
        size = model.span.out_features
        self.offered = nn.Linear(size, 2 * NARROW * len(tasks))
        layers = [layer for task in tasks for layer in (model.heads[task].key, model.heads[task].match_key)]
        with torch.no_grad():
            self.offered.weight.copy_(torch.cat([layer.weight for layer in layers]))
            self.offered.bias.copy_(torch.cat([layer.bias for layer in layers]))

    def forward(self, ends: Tensor) -> tuple[Tensor, Tensor]:
        """Both of spans, given the vectors of their ends and means."""
        vectors = functional.gelu(self.span(ends))
        return vectors, self.offered(vectors)


def rounded_words(words: Tensor) -> tuple[Tensor, Tensor]:
    """Words' vectors as whole numbers from -127 to 127, and by what each row is to be multiplied."""
    scales = words.abs().amax(1, keepdim=True) / 127
    scales[scales == 0] = 1
    return torch.round(words / scales), scales
