"""The gold articles that may be fitted on."""

from pathlib import Path

from factextract.evaluation import GoldArticle, read_gold
from factextract.evaluation.splits import FILE, TUNE, select


def articles_to_fit_on(path: Path) -> list[GoldArticle]:
    """The gold articles of a file or folder; of a corpus with splits its tune part, so that the gate stays unseen."""
    articles = read_gold(path)
    return select(articles, path, TUNE) if (path / FILE).is_file() else articles
