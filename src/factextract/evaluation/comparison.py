"""What got better and worse since a baseline, fact by fact, and whether that is more than chance."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from factextract.errors import UsageError
from factextract.evaluation.baseline import GRADES, MISSED, ArticleOutcome, Baseline, keys_of, outcome
from factextract.evaluation.bootstrap import paired_p_value
from factextract.evaluation.errors import Mistake, told
from factextract.evaluation.evaluation import Evaluation, Result
from factextract.evaluation.scoring import LEVELS, Figure, Level

SIGNIFICANT = 0.05
"""A fall whose p-value is less is a loss."""

TOLERANCE = 0.01
"""A fall of F1 by more is a loss whatever its p-value; less than that a few facts can do."""


@dataclass(frozen=True, slots=True)
class LevelChange:
    """F1 at one level before and after, over the same articles."""

    level: Level
    before: Figure
    after: Figure
    p_value: float

    @property
    def difference(self) -> float:
        """How much F1 has risen."""
        return self.after.f1 - self.before.f1

    @property
    def is_loss(self) -> bool:
        """Whether it fell by more than chance does, or by more than the tolerance."""
        return self.difference < 0 and (self.p_value < SIGNIFICANT or -self.difference > TOLERANCE)


@dataclass(frozen=True, slots=True)
class FactChange:
    """A gold fact that came out differently: its grades, and what is wrong with it now."""

    article: str
    fact: str
    before: str
    after: str
    mistake: Mistake | None

    @property
    def steps(self) -> int:
        """How many grades it has risen; fallen, if negative."""
        return GRADES.index(self.after) - GRADES.index(self.before)

    def __str__(self) -> str:
        change = f"{self.article}: {self.fact}: {self.before} -> {self.after}"
        return change if self.mistake is None or self.after == MISSED else f"{change} ({told(self.mistake)})"


@dataclass(frozen=True, slots=True)
class Comparison:
    """All of it.

    ``extra`` are facts too many that were not there before, as (article, fact); ``gone`` the reverse.
    """

    articles: int
    levels: dict[Level, LevelChange]
    better: tuple[FactChange, ...]
    worse: tuple[FactChange, ...]
    extra: tuple[tuple[str, str], ...]
    gone: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def compare(evaluation: Evaluation, baseline: Baseline) -> Comparison:
    """An evaluation against a baseline, over the articles whose gold is the same in both.

    Raises `UsageError` where there is no such article.
    """
    now = {result.article.id: (result, outcome(result)) for result in evaluation.results}
    shared = [
        (result, before, after)
        for article, (result, after) in sorted(now.items())
        if (before := baseline.articles.get(article)) and _have_same_gold(before, after)
    ]
    if not shared:
        raise UsageError("the baseline has none of these articles with the gold they have now: save it anew")
    changes = [change for triple in shared for change in _fact_changes(*triple)]
    extra = [(r.article.id, fact) for r, before, after in shared for fact in _more(after.extra, before.extra)]
    gone = [(r.article.id, fact) for r, before, after in shared for fact in _more(before.extra, after.extra)]
    return Comparison(
        articles=len(shared),
        levels={level: _level_change(level, [sides for _, *sides in shared]) for level in LEVELS},
        better=tuple(sorted((c for c in changes if c.steps > 0), key=lambda c: -c.steps)),
        worse=tuple(sorted((c for c in changes if c.steps < 0), key=lambda c: c.steps)),
        extra=tuple(extra),
        gone=tuple(gone),
        notes=tuple(_notes({article: after for article, (_, after) in now.items()}, baseline)),
    )


def _have_same_gold(before: ArticleOutcome, after: ArticleOutcome) -> bool:
    return before.gold == after.gold and before.facts.keys() == after.facts.keys()


def _fact_changes(result: Result, before: ArticleOutcome, after: ArticleOutcome) -> Iterator[FactChange]:
    wrong = {id(mistake.gold): mistake for mistake in result.mistakes if mistake.gold}
    gold = sorted(result.gold, key=lambda fact: (fact.start, fact.end))
    for key, fact in zip(keys_of(gold), gold, strict=True):
        if before.facts[key] != after.facts[key]:
            yield FactChange(result.article.id, key, before.facts[key], after.facts[key], wrong.get(id(fact)))


def _more(these: Sequence[str], those: Sequence[str]) -> Iterator[str]:
    """The extra facts of one side that the other has not."""
    yield from (Counter(these) - Counter(those)).elements()


def _level_change(level: Level, sides: Sequence[Sequence[ArticleOutcome]]) -> LevelChange:
    before = [side.figure(level) for side, _ in sides]
    after = [side.figure(level) for _, side in sides]
    return LevelChange(level, _sum(before), _sum(after), paired_p_value(before, after))


def _sum(figures: Sequence[Figure]) -> Figure:
    return Figure(
        sum(figure.right for figure in figures),
        sum(figure.gold for figure in figures),
        sum(figure.predicted for figure in figures),
    )


def _notes(now: dict[str, ArticleOutcome], baseline: Baseline) -> Iterator[str]:
    """What is left out of the comparison, and why."""
    both = now.keys() & baseline.articles.keys()
    changed = sorted(
        article for article in both if not _have_same_gold(baseline.articles[article], now[article])
    )
    for articles, what in (
        (changed, "have other gold facts than the baseline was made with"),
        (sorted(now.keys() - baseline.articles.keys()), "are not in the baseline"),
        (sorted(baseline.articles.keys() - now.keys()), "are in the baseline only"),
    ):
        if articles:
            yield f"left out of the comparison, since they {what}: {', '.join(articles)}"
