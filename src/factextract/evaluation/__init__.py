"""How well the records agree with gold facts: reading gold, pairing, comparing, counting."""

from factextract.evaluation.errors import Mistake, mistakes
from factextract.evaluation.evaluation import Evaluation, evaluate_extractor, evaluate_records
from factextract.evaluation.gold import GoldArticle, read_gold
from factextract.evaluation.scoring import Accuracy, Figure, Pair, Score, align, score
from factextract.evaluation.statement import Statement, from_gold, from_record

__all__ = [
    "Accuracy",
    "Evaluation",
    "Figure",
    "GoldArticle",
    "Mistake",
    "Pair",
    "Score",
    "Statement",
    "align",
    "evaluate_extractor",
    "evaluate_records",
    "from_gold",
    "from_record",
    "mistakes",
    "read_gold",
    "score",
]
