"""The sentence that words stand in, near enough to show them in: no parse is needed for that."""

import re
from dataclasses import dataclass

_END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9])|\n\s*\n|\n")
_ABBREVIATION = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|Gen|Sen|Rep|Gov|No|vs|Inc|Corp|Co|Ltd|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov"
    r"|Dec|approx|est|[ap]\.m|[A-Z]\.[A-Z]))\.$"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an article with its offsets."""

    start: int
    end: int
    text: str


def passage_around(text: str, start: int, end: int) -> Passage:
    """The sentence, or the sentences, that the characters from ``start`` to ``end`` stand in."""
    first, last = 0, len(text)
    for gap in _END.finditer(text):
        ending = text[gap.start() : gap.end()].rstrip()
        if ending == "." and _ABBREVIATION.search(text, 0, gap.start() + 1):
            continue
        if gap.end() <= start:
            first = gap.end()
        elif gap.start() >= end - 1:
            last = gap.start() + len(ending)
            break
    return Passage(first, last, text[first:last])
