"""The gate: what an evaluation must reach and must not lose. Each failure is a message to act on."""

from collections.abc import Iterator, Mapping

from factextract.errors import UsageError
from factextract.evaluation.comparison import TOLERANCE, Comparison
from factextract.evaluation.scoring import LEVELS, Level, Score

WORST = 10
"""How many lost facts a message lists."""


def parse_floor(written: str) -> tuple[Level, float]:
    """A least F1: "core=0.75". Raises `UsageError`."""
    name, _, share = written.partition("=")
    try:
        level = next(level for level in LEVELS if level == name.strip())
        floor = float(share)
    except (StopIteration, ValueError) as error:
        raise UsageError(f"{written!r} is no least F1: write LEVEL=SHARE, such as core=0.75") from error
    if not 0 <= floor <= 1:
        raise UsageError(f"{written!r}: an F1 lies between 0 and 1")
    return level, floor


def under_floor(score: Score, floors: Mapping[Level, float]) -> Iterator[str]:
    """A message for each level that does not reach its least F1."""
    yield from filter(None, (shortfall(score, level, floor) for level, floor in floors.items()))


def shortfall(score: Score, level: Level, floor: float) -> str | None:
    """That a level does not reach its least F1."""
    reached = score.levels[level]
    if reached.f1 >= floor:
        return None
    shares = f"precision {reached.precision:.4f}, recall {reached.recall:.4f}"
    return f"{level} F1 is {reached.f1:.4f}, less than {floor} ({shares})"


def losses(comparison: Comparison) -> Iterator[str]:
    """A message for each level that lost, with the facts that lost most."""
    yield from filter(None, (loss(comparison, level) for level in LEVELS))


def loss(comparison: Comparison, level: Level) -> str | None:
    """That a level lost, with the facts that lost most."""
    change = comparison.levels[level]
    if not change.is_loss:
        return None
    fall = f"{level} F1 fell from {change.before.f1:.4f} to {change.after.f1:.4f}"
    chance = f"p = {change.p_value:.3f}; {TOLERANCE} is tolerated where chance can explain it"
    return "\n".join([f"{fall} ({chance})", *_worst(comparison, level)])


def _worst(comparison: Comparison, level: Level) -> Iterator[str]:
    lost = [change for change in comparison.worse if _lost_level(change.before, change.after, level)]
    for change in lost[:WORST]:
        yield f"  {change}"
    if len(lost) > WORST:
        yield f"  and {len(lost) - WORST} more"
    if comparison.extra:
        shown = [f"{article}: {fact}" for article, fact in comparison.extra[:WORST]]
        yield f"  new facts too many ({len(comparison.extra)}): {'; '.join(shown)}"


def _lost_level(before: str, after: str, level: Level) -> bool:
    """Whether a fact was right at a level and is no more."""
    reached = LEVELS[LEVELS.index(level) :]
    return before in reached and after not in reached
