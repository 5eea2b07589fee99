"""The gate: what an evaluation must reach and must not lose. Each failure is a message to act on."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from factextract.errors import UsageError
from factextract.evaluation.comparison import TOLERANCE, Comparison, FactChange
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
    """A message for each level that lost, with the facts that lost most; each fact is told once."""
    told: set[FactChange] | None = None
    for level in LEVELS:
        if message := loss(comparison, level, told):
            yield message
            told = {*(told or ()), *_lost(comparison, level)}


def loss(comparison: Comparison, level: Level, told: Collection[FactChange] | None = None) -> str | None:
    """That a level lost, with the facts that lost most: all, or those that another level has not told."""
    change = comparison.levels[level]
    if not change.is_loss:
        return None
    fall = f"{level} F1 fell from {change.before.f1:.4f} to {change.after.f1:.4f}"
    chance = f"p = {change.p_value:.3f}; {TOLERANCE} is tolerated where chance can explain it"
    lost = [each for each in _lost(comparison, level) if each not in (told or ())]
    lines = [f"{fall} ({chance})", *_listed("lost", map(str, lost))]
    if told is None:
        lines += _listed("too many now", (f"{article}: {fact}" for article, fact in comparison.extra))
    return "\n".join(lines)


def _listed(title: str, facts: Iterable[str]) -> Iterator[str]:
    """The first facts of a list under its title, and how many more there are."""
    facts = tuple(facts)
    if facts:
        yield f"  {title}: {len(facts)}"
    yield from (f"    {fact}" for fact in facts[:WORST])
    if len(facts) > WORST:
        yield f"    and {len(facts) - WORST} more"


def _lost(comparison: Comparison, level: Level) -> list[FactChange]:
    """The facts that were right at a level and are no more."""
    reached = LEVELS[LEVELS.index(level) :]
    return [each for each in comparison.worse if each.before in reached and each.after not in reached]
