"""What an article is, whatever file it came from."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Article:
    """One news article. All offsets anywhere in factextract count characters of ``text``.

    ``published`` anchors relative dates; where it is None they stay unresolved. ``origin`` is where it was
    read, such as "news.jsonl: line 3": it begins messages about the article, and is no part of it.
    """

    id: str
    text: str
    title: str | None = None
    published: date | None = None
    source: str | None = None
    url: str | None = None
    origin: str | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Takes the day of a moment; TypeError for what is neither, before it fails far from here."""
        if isinstance(self.published, datetime):
            object.__setattr__(self, "published", self.published.date())
        elif not isinstance(self.published, date | None):
            raise TypeError(f"published is a date or None, not {self.published!r}")

    @property
    def where(self) -> str:
        """What a message calls the article: where it was read, or else its id."""
        return self.origin or self.id
