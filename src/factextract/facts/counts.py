"""`quantity`: counts, measures and durations, and the bare numbers that take their unit from what stands around them."""

from factextract.facts.reading import Draft, Reading, words_of
from factextract.mentions.ellipsis import is_age
from factextract.mentions.model import Dimension


def _index_points(reading: Reading, draft: Draft) -> bool:
    """A level of a share or price index counts points: "the index stood at 104.1"."""
    sentence = reading.text[draft.sentence.start_char : draft.sentence.end_char].lower()
    return (
        any(word in sentence for word in words_of("indicators", "near", "indices"))
        and (draft.quantity.value or 0) > 10
    )


def settle_bare(reading: Reading, draft: Draft) -> bool:
    """Give a bare number the unit of the value it continues or is compared with; False where there is none."""
    if draft.dimension is not Dimension.BARE:
        return True
    if is_age(reading.text, draft.quantity):
        return False
    if _index_points(reading, draft):
        draft.unit, draft.dimension = "point", Dimension.COUNT
        return True
    if not reading.begun:
        return False
    last = reading.begun[-1]
    near = reading.sentence_number(draft.quantity.start) - reading.sentence_number(last.quantity.start)
    if near > 1 or (draft.role == "level" and near > 0):
        return False
    if last.dimension in (Dimension.DURATION, Dimension.MULTIPLE, Dimension.POINTS):
        return False
    if (
        last.dimension is Dimension.PERCENT
        and draft.quantity.value is not None
        and draft.quantity.value > 200
    ):
        return False
    draft.unit, draft.dimension = last.unit, last.dimension
    return True
