"""What the text says about its mentions: values and dates are read into drafts, linked, and built into records."""

from factextract.articles.article import Article
from factextract.facts.build import build_event, build_value
from factextract.facts.events import read_events
from factextract.facts.linear import Judge
from factextract.facts.reading import Reading
from factextract.facts.values import read_values
from factextract.mentions.model import Mentions
from factextract.parse import Parse
from factextract.records import Fact

__all__ = ["build_facts"]


def build_facts(parse: Parse, mentions: Mentions, article: Article, judge: Judge | None = None) -> list[Fact]:
    """All facts of a parsed article from its mentions, in text order; without a judge by features alone."""
    reading = Reading(parse, mentions, article, judge)
    read_values(reading)
    facts = [build_value(reading, draft) for draft in reading.drafts]
    facts += [build_event(reading, happening) for happening in read_events(reading)]
    return sorted(facts, key=lambda fact: (fact.evidence.start, fact.evidence.end, fact.kind, fact.id))
