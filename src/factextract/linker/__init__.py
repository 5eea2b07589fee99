"""A small encoder that reads an article once and tells what belongs to what.

The article's words, with its mentions marked, go through one encoder; the vectors that come out score the candidates
that the rules propose (`factextract.facts`). Nothing is generated: the linker only chooses among spans of the text.
"""

from factextract.linker.encoder import Linker
from factextract.linker.judge import ArticleJudge

__all__ = ["ArticleJudge", "Linker"]
