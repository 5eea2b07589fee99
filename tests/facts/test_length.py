"""Facts of an article take time by its length, and not by the square of it."""

import gc
from dataclasses import replace
from time import process_time
from typing import TYPE_CHECKING, Any

from factextract.articles.article import Article
from factextract.facts import build_facts
from factextract.language import load_pipeline
from factextract.mentions import find_mentions
from factextract.mentions.model import Mentions
from factextract.parse import Parse

if TYPE_CHECKING:
    from spacy.tokens import Doc

TEXT = "Harrow of Norway said on 3 May 2021 its sales to China rose 3 percent in March from 2 percent in April.\n\n"


def _again(found: tuple[Any, ...], times: int) -> tuple[Any, ...]:
    """The mentions of a text that tells the same so many times."""
    return tuple(
        replace(mention, start=mention.start + away, end=mention.end + away)
        for away in range(0, times * len(TEXT), len(TEXT))
        for mention in found
    )


def _seconds(doc: "Doc", mentions: Mentions, times: int) -> float:
    from spacy.tokens import Doc

    long = Doc.from_docs([doc] * times, ensure_whitespace=False)
    told = Mentions(
        *(_again(found, times) for found in (mentions.quantities, mentions.dates, mentions.names))
    )
    article = Article(id="long", text=TEXT * times, title="", published=None, source=None)
    # How often garbage is collected hangs on what other tests have left behind.
    gc.disable()
    start = process_time()
    facts = build_facts(Parse(long), told, article)
    taken = process_time() - start
    gc.enable()
    assert len(facts) > times
    return taken


def test_eight_times_the_text_takes_about_eight_times_as_long() -> None:
    doc = load_pipeline()(TEXT)
    mentions = find_mentions(doc, "", None)
    _seconds(doc, mentions, 1)
    short, long = (min(_seconds(doc, mentions, times) for _ in range(2)) for times in (100, 800))
    assert long < 16 * short
