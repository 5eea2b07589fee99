"""`percentage`: a level or a share in percent, and the whole that a share is of."""

from factextract.facts.indicators import noun_phrase
from factextract.facts.reading import Draft, Phrase, Reading
from factextract.mentions.model import Dimension
from factextract.syntax import prepositional_objects


def is_percentage(draft: Draft) -> bool:
    """Whether a draft is a level, a share or a change in points; growth has been told apart before."""
    return draft.dimension in (Dimension.PERCENT, Dimension.POINTS)


def whole_of(reading: Reading, draft: Draft) -> Phrase | None:
    """The words for the whole that a share is of: of "15.4% of foreign trade", foreign trade."""
    if draft.dimension is not Dimension.PERCENT:
        return None
    for noun in prepositional_objects(draft.anchor, ("of",)):
        phrase = noun_phrase(reading, noun)
        start = min(
            [
                phrase.start,
                *(
                    child.left_edge.idx
                    for child in noun.lefts
                    if child.dep_ in ("poss", "amod", "compound", "nmod")
                ),
            ]
        )
        return Phrase(reading.text[start : phrase.end], start, phrase.end)
    return None
