"""What an article is, whatever file it came from."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Article:
    """One news article. All offsets anywhere in factextract count characters of ``text``.

    ``published`` anchors relative dates; where it is None they stay unresolved.
    """

    id: str
    text: str
    title: str | None = None
    published: date | None = None
    source: str | None = None
    url: str | None = None
