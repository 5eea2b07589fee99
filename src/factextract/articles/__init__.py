"""Reading articles: one file in, one or many `Article` out.

`read_articles` takes files and folders; `.txt`, `.md`, `.html`, `.htm`, `.json` and `.jsonl` are read, and
each of them with `.gz`. What gives no article comes back as an `ArticleError` in its place, so that one bad
file stops nothing.
"""

from factextract.articles.article import Article
from factextract.articles.read import SUFFIXES, read_articles, read_file
from factextract.articles.units import Unit, read_unit, units_of

__all__ = ["SUFFIXES", "Article", "Unit", "read_articles", "read_file", "read_unit", "units_of"]
