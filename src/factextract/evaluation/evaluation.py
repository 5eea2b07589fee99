"""An evaluation from end to end: gold articles against records, or against what the extractor finds now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from factextract.articles.article import Article
from factextract.errors import ArticleError
from factextract.evaluation.errors import Mistake, mistakes
from factextract.evaluation.gold import GoldArticle
from factextract.evaluation.scoring import Pair, Score, Tally, align, tally, total
from factextract.evaluation.statement import Statement, from_record
from factextract.language import DEFAULT_MODEL
from factextract.records import Fact, spans
from factextract.trained import Trained


@dataclass(frozen=True)
class Result:
    """One article: the facts of gold, those predicted, and which of them are paired."""

    article: Article
    gold: Sequence[Statement]
    predicted: Sequence[Statement]
    pairs: Sequence[Pair]

    @cached_property
    def tally(self) -> Tally:
        """What the article adds to the figures."""
        return tally(self.gold, self.predicted, self.pairs)

    @cached_property
    def mistakes(self) -> tuple[Mistake, ...]:
        """What is wrong in it, in the order of its text."""
        found = mistakes(self.article.id, self.article.text, self.gold, self.predicted, self.pairs)
        return tuple(found)


@dataclass(frozen=True)
class Evaluation:
    """The articles compared, and what is wrong with the predictions as such."""

    results: Sequence[Result]
    problems: Sequence[str]

    @cached_property
    def score(self) -> Score:
        """The figures over all articles."""
        return total(result.tally for result in self.results)

    @cached_property
    def mistakes(self) -> tuple[Mistake, ...]:
        """What is wrong in all of them."""
        return tuple(mistake for result in self.results for mistake in result.mistakes)


def evaluate_records(gold: Sequence[GoldArticle], records: Iterable[Fact]) -> Evaluation:
    """Records against gold. Records of other articles are left out; a gold article without records counts."""
    texts = {entry.article.id: entry.article.text for entry in gold}
    predicted: defaultdict[str, list[Statement]] = defaultdict(list)
    problems = []
    strangers = 0
    for record in records:
        text = texts.get(record.article.id)
        if text is None:
            strangers += 1
            continue
        if any(text[start:end] != words for start, end, words in spans(record)):
            problems.append(f"{record.article.id}: record {record.id} does not stand at its offsets")
        predicted[record.article.id].append(from_record(record))
    if strangers:
        problems.append(f"{strangers:,} records are of other articles, and left out")
    return evaluate_statements(gold, predicted, problems)


def evaluate_extractor(
    gold: Sequence[GoldArticle], model: str = DEFAULT_MODEL, trained: Trained | None = None
) -> Evaluation:
    """What the extractor finds in the gold articles, against gold."""
    from factextract.running import extract_each

    predicted: dict[str, list[Statement]] = {}
    problems = []
    for result in extract_each((entry.article for entry in gold), model, trained):
        if isinstance(result, ArticleError):
            problems.append(str(result))
        else:
            article, facts = result
            predicted[article.id] = [from_record(fact) for fact in facts]
    return evaluate_statements(gold, predicted, problems)


def evaluate_statements(
    gold: Sequence[GoldArticle],
    predicted: Mapping[str, Sequence[Statement]],
    problems: Sequence[str] = (),
) -> Evaluation:
    """Statements by article id against gold."""
    results = []
    for entry in gold:
        found = predicted.get(entry.article.id, ())
        results.append(Result(entry.article, entry.facts, found, align(entry.facts, found)))
    return Evaluation(results, problems)
