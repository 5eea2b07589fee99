"""`growth_percentage`: a relative change, and what it is set against (its basis)."""

import re

from factextract.facts.reading import Draft, Reading, words_of
from factextract.mentions.model import Dimension

_BASES = (
    ("annualised", re.compile(r"\bannuali[sz]ed\b|\bannual (?:rate|pace)\b", re.I)),
    (
        "yoy",
        re.compile(
            r"year[- ](?:on|over)[- ]year|\byoy\b|\by/y\b|from (?:a|the) (?:year|previous year)|year[- ]ago|12[- ]month"
            r"|a year (?:earlier|ago|before)|same (?:period|month|quarter|time) (?:of )?(?:a|the|last|in)|on (?:the|a) year"
            r"|\bannual(?:ly)?\b|than (?:in )?(?:the )?(?:same|a year)|the previous year|last year's",
            re.I,
        ),
    ),
    (
        "qoq",
        re.compile(
            r"quarter[- ](?:on|over)[- ]quarter|\bqoq\b|\bq/q\b|previous quarter|quarterly|on the quarter|prior quarter",
            re.I,
        ),
    ),
    (
        "mom",
        re.compile(
            r"month[- ](?:on|over)[- ]month|\bmom\b|\bm/m\b|previous month|monthly|on the month|month earlier|prior month",
            re.I,
        ),
    ),
    ("ytd", re.compile(r"\byear[- ]to[- ]date\b|so far this year|since the start of the year", re.I)),
)


def is_growth(draft: Draft) -> bool:
    """Whether a percentage is a relative change: "rose 9.2 percent", "GDP growth of 5.1%", "slowed to 2.1% growth"."""
    if draft.dimension is Dimension.MULTIPLE:
        return True
    if draft.dimension is not Dimension.PERCENT:
        return False
    if draft.role == "change" or _continues_growth(draft):
        return True
    head = draft.head
    words = {head.lemma_.lower()} if head is not None else set()
    if draft.indicator is not None and draft.indicator.text:
        words.add(draft.indicator.text.split()[-1].lower())
        if re.search(r"\bgrowth\b(?! (?:in|of) )", draft.indicator.text, re.I):
            words.add("growth")
    if (
        draft.head is not None
        and (draft.role == "previous" or draft.trigger is not None)
        and words & words_of("indicators", "magnitudes")
        and not _share(draft)
    ):
        return True
    return bool(words & words_of("indicators", "growth"))


_OFF = re.compile(
    r" (?:(?P<under>below|short of|shy of)|above) (?:the|its|their|his|her|last|that|those|what|where|a|an|January|"
    r"February|March|April|May|June|July|August|September|October|November|December|(?:19|20)\d\d)\b"
)


def settle_off_level(reading: Reading, draft: Draft) -> bool:
    """Whether a percentage is told as a distance from a level, which is growth, and which way:
    "wheat is now 20 percent below the peak"; but a rate below another is a percentage.
    """
    match = _OFF.match(reading.text, draft.quantity.end) if draft.dimension is Dimension.PERCENT else None
    if match is None or (
        draft.head is not None and draft.head.lemma_.lower() in words_of("indicators", "rates")
    ):
        return False
    draft.role, draft.direction = "change", "decrease" if match["under"] else "increase"
    return True


def _share(draft: Draft) -> bool:
    """A percentage "of" something is a share, whatever moved."""
    return any(child.lower_ == "of" for child in draft.anchor.children)


def _continues_growth(draft: Draft) -> bool:
    """An earlier or further rate beside a growth: "grow by 2.5 pct, against a target of 2.8 pct"."""
    return (
        draft.earlier is not None and draft.earlier.kind == "growth_percentage" and draft.role == "previous"
    )


def settle_growth(draft: Draft) -> None:
    """Growth is always a change: a level or an earlier figure has the direction of the growth beside it or of its noun."""
    if draft.role == "change" and draft.direction is not None:
        return
    if draft.role == "previous" and draft.earlier is not None and draft.earlier.kind == "growth_percentage":
        draft.direction = draft.earlier.direction
    else:
        words = (
            (draft.head.lemma_.lower() if draft.head is not None else "")
            + " "
            + (draft.indicator.text.lower() if draft.indicator else "")
        )
        shrinking = any(word in words for word in words_of("indicators", "shrinking"))
        draft.direction = "decrease" if shrinking else "increase"
    draft.role = "change"


def basis_of(reading: Reading, draft: Draft) -> str | None:
    """What a growth is set against, where words near it in its sentence say so."""
    text = reading.text
    after = text[draft.quantity.end : min(draft.sentence.end_char, draft.quantity.end + 60)]
    before = text[max(draft.sentence.start_char, draft.quantity.start - 40) : draft.quantity.start]
    for window in (after, before):
        hits = [(match.start(), name) for name, pattern in _BASES if (match := pattern.search(window))]
        if hits:
            return min(hits)[1] if window is after else max(hits)[1]
    return None
