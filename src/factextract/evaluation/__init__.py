"""How well the records agree with gold facts: reading gold, pairing, comparing, counting, telling."""

from factextract.evaluation.baseline import Baseline, read_baseline, write_baseline
from factextract.evaluation.comparison import Comparison, compare
from factextract.evaluation.errors import Mistake, mistakes
from factextract.evaluation.evaluation import (
    Evaluation,
    Result,
    evaluate_extractor,
    evaluate_records,
    evaluate_statements,
)
from factextract.evaluation.gold import GoldArticle, read_gold
from factextract.evaluation.report import Report, make_report
from factextract.evaluation.scoring import Figure, Pair, Score, SlotFigure, align, score
from factextract.evaluation.statement import Statement, from_gold, from_record

__all__ = [
    "Baseline",
    "Comparison",
    "Evaluation",
    "Figure",
    "GoldArticle",
    "Mistake",
    "Pair",
    "Report",
    "Result",
    "Score",
    "SlotFigure",
    "Statement",
    "align",
    "compare",
    "evaluate_extractor",
    "evaluate_records",
    "evaluate_statements",
    "from_gold",
    "from_record",
    "make_report",
    "mistakes",
    "read_baseline",
    "read_gold",
    "score",
    "write_baseline",
]
