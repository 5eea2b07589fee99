"""An evaluation from end to end: gold articles against records, or against what the extractor finds now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from factextract.errors import ArticleError
from factextract.evaluation.errors import Mistake, mistakes
from factextract.evaluation.gold import GoldArticle
from factextract.evaluation.scoring import Score, score
from factextract.evaluation.statement import Statement, from_record
from factextract.language import DEFAULT_MODEL
from factextract.records import Fact, spans


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures, the mistakes by article id, and what is wrong with the predictions as such."""

    score: Score
    mistakes: dict[str, list[Mistake]]
    problems: list[str]


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
        problems.append(f"{strangers} records are of articles that are not in gold")
    return _evaluate(gold, predicted, problems)


def evaluate_extractor(gold: Sequence[GoldArticle], model: str = DEFAULT_MODEL) -> Evaluation:
    """What the extractor finds in the gold articles, against gold."""
    from factextract.running import extract_each

    predicted: dict[str, list[Statement]] = {}
    problems = []
    for result in extract_each((entry.article for entry in gold), model):
        if isinstance(result, ArticleError):
            problems.append(str(result))
        else:
            article, facts = result
            predicted[article.id] = [from_record(fact) for fact in facts]
    return _evaluate(gold, predicted, problems)


def _evaluate(
    gold: Sequence[GoldArticle], predicted: Mapping[str, Sequence[Statement]], problems: list[str]
) -> Evaluation:
    pairs = [(entry.article.id, entry.facts, predicted.get(entry.article.id, ())) for entry in gold]
    return Evaluation(
        score=score((wanted, found) for _, wanted, found in pairs),
        mistakes={article: list(mistakes(wanted, found)) for article, wanted, found in pairs},
        problems=problems,
    )
