"""Mentions as marks on the words of an article: what the encoder is told of them."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from factextract.mentions.model import DateMention, Interval, Mentions


class Mark(NamedTuple):
    """What stands at ``start:end`` of a text: "value money", "date past month", "name GPE"."""

    start: int
    end: int
    label: str


def marks_of(mentions: Mentions, published: date | None) -> Iterator[Mark]:
    """The mentions of an article as marks; of two on the same words the later one wins, and names give way."""
    for name in mentions.names:
        yield Mark(name.start, name.end, f"name {name.type}{' pointer' if name.pointer else ''}")
    for quantity in mentions.quantities:
        yield Mark(quantity.start, quantity.end, f"value {quantity.dimension.value}")
    for mention in mentions.dates:
        yield Mark(
            mention.start, mention.end, f"date {_side(mention, published)} {_length(mention.interval)}"
        )


def _side(mention: DateMention, published: date | None) -> str:
    if mention.shift is not None:
        return "shift"
    if mention.interval is None:
        return "none"
    return mention.interval.side_of(published) if published is not None else "unknown"


def _length(interval: Interval | None) -> str:
    if interval is None:
        return "-"
    days = (interval.end - interval.start).days + 1
    return "day" if days == 1 else "month" if days <= 31 else "quarter" if days <= 92 else "year"
