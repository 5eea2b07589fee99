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
    for level, floor in floors.items():
        reached = score.levels[level].f1
        if reached < floor:
            yield f"{level} F1 is {reached:.4f}, less than {floor}"


def losses(comparison: Comparison) -> Iterator[str]:
    """A message for each level that lost, with the facts that lost most."""
    for change in comparison.levels.values():
        if change.is_loss:
            fall = f"{change.level} F1 fell from {change.before.f1:.4f} to {change.after.f1:.4f}"
            chance = f"p = {change.p_value:.3f}; {TOLERANCE} is tolerated where chance can explain it"
            yield "\n".join([f"{fall} ({chance})", *_worst(comparison, change.level)])


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
