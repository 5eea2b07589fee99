"""How a training came out, as tables for people to read."""

from typing import TYPE_CHECKING

from factextract.training.encoder.fitting import Outcome

if TYPE_CHECKING:
    from rich.table import Table


def as_table(outcome: Outcome) -> "Table":
    """Decisions on held-out articles, by features alone and with the encoder."""
    from rich.table import Table

    title = "Held-out articles: by features alone, then with the encoder"
    table = Table("task", title=title, title_justify="left")
    for heading in ("decisions", "right", "loss", "weight", "trust"):
        table.add_column(heading, justify="right")
    for task, row in outcome.figures.items():
        table.add_row(
            task,
            f"{row.questions:,}",
            f"{row.by_features:.3f} {row.with_encoder:.3f}",
            f"{row.loss_by_features:.3f} {row.loss_with_encoder:.3f}",
            f"{row.calibration.weight:.2f}",
            f"{row.calibration.trust:.2f}",
        )
    return table


def curve_table(outcome: Outcome) -> "Table":
    """The held-out curve."""
    from rich.table import Table

    table = Table("epoch", title="A pass over the articles", title_justify="left")
    for heading in ("loss", "held out", "right, held out"):
        table.add_column(heading, justify="right")
    for epoch in outcome.curve:
        losses = (epoch.loss, epoch.held_out_loss, epoch.held_out_right)
        table.add_row(str(epoch.number), *(f"{figure:.4f}" for figure in losses))
    return table
