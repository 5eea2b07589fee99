"""Gold articles made ready for many readings: parsed once, their mentions found once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from factextract.evaluation import GoldArticle
from factextract.facts.events import Happening, read_events
from factextract.facts.linear import Judge
from factextract.facts.reading import Reading
from factextract.facts.values import read_values
from factextract.language import DEFAULT_MODEL, load_pipeline
from factextract.mentions import find_mentions
from factextract.mentions.model import Mentions
from factextract.parse import Parse

_BATCH = 16


@dataclass(frozen=True, slots=True)
class Parsed:
    """A gold article with its parse and its mentions, which do not hang on the weights."""

    gold: GoldArticle
    parse: Parse
    mentions: Mentions

    def read(self, judge: Judge | None = None) -> tuple[Reading, list[Happening]]:
        """The article read with the weights in use, and the events in it."""
        reading = Reading(self.parse, self.mentions, self.gold.article, judge)
        read_values(reading)
        return reading, read_events(reading)


def parse(articles: Iterable[GoldArticle], model: str = DEFAULT_MODEL) -> Iterator[Parsed]:
    """Each article parsed, in the order given. Raises `ModelError` where the pipeline cannot be loaded."""
    pairs = ((entry.article.text, entry) for entry in articles)
    for doc, entry in load_pipeline(model).pipe(pairs, as_tuples=True, batch_size=_BATCH):
        parse = Parse(doc)
        yield Parsed(entry, parse, find_mentions(doc, entry.article.title, entry.article.published, parse))
