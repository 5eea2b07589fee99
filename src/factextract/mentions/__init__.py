"""What the text names, with offsets: quantities, dates and names. Knows nothing of facts."""

from datetime import date
from typing import TYPE_CHECKING

from factextract.mentions.dates import find_dates
from factextract.mentions.hedges import future_clauses
from factextract.mentions.model import Mentions
from factextract.mentions.names import code_of, find_names, home_country
from factextract.mentions.quantities import find_quantities
from factextract.parse import Parse

if TYPE_CHECKING:
    from spacy.tokens import Doc


def find_mentions(
    doc: "Doc", title: str | None = None, published: date | None = None, parse: Parse | None = None
) -> Mentions:
    """All mentions of a parsed article, each kind in text order, and the country it is chiefly about.

    ``parse`` is the article's, where it has been made already.
    """
    text = doc.text
    names = find_names(doc, title, published, text)
    home = home_country(names, text, title)
    country = code_of(home)
    quantities = find_quantities(doc, country, published, text=text)
    dates = find_dates(text, published, future_clauses(parse or Parse(doc)), country)
    return Mentions(tuple(quantities), tuple(dates), tuple(names), home)
