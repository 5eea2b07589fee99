"""How well the records agree with gold facts: reading gold, pairing, comparing, counting."""

from factextract.evaluation.errors import Mistake, mistakes
from factextract.evaluation.gold import GoldArticle, read_gold
from factextract.evaluation.scoring import Figure, Score, score
from factextract.evaluation.statement import Statement

__all__ = ["Figure", "GoldArticle", "Mistake", "Score", "Statement", "mistakes", "read_gold", "score"]
