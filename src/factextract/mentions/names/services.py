"""Facilities and services named by a place and common words: "Dongxing crossing", "Nanning-Hanoi train"."""

from .spans import Span
from .tables import words
from .words import Word

_LONGEST = 5
_PLACE_KINDS = frozenset({"country", "subdivision", "seat", "region", "bloc", "city"})


def named_services(found: list[Word], spans: list[Span]) -> list[Span]:
    """Join names and the lower-case words that make them a facility or a service; the rest as they are."""
    joined: list[Span] = []
    position = 0
    while position < len(spans):
        span = spans[position]
        last = span
        paired = False
        while (
            position + 1 < len(spans)
            and spans[position + 1].first == last.last + 1
            and found[spans[position + 1].first].gap == "-"
            and _place_like(spans[position + 1])
            and _place_like(span)
        ):
            position += 1
            last = spans[position]
            paired = True
        head = _service_head(
            found, last.last, spans[position + 1].first if position + 1 < len(spans) else len(found)
        )
        pair = paired or "-" in {word.gap for word in found[span.first + 1 : span.last + 1]}
        own = head is not None and found[head].text not in words("services", "shared") and _names_place(span)
        if head is not None and (pair or own):
            end = found[head].end
            joined.append(Span(span.first, head, span.start, end, "FAC", None, sure=True, opens=span.opens))
        else:
            joined.extend(_between(spans, span, last))
        position += 1
    return joined


def _between(spans: list[Span], first: Span, last: Span) -> list[Span]:
    return [span for span in spans if first.first <= span.first <= last.first]


def _place_like(span: Span) -> bool:
    return span.entry is None or span.entry.kind in _PLACE_KINDS


def _names_place(span: Span) -> bool:
    """Tell whether a name before "plant" is the thing's own: a town's or an unknown word, not a firm's."""
    if span.entry is not None:
        return span.entry.kind == "city"
    return span.type in ("GPE", "LOC", "FAC", None) and not span.opens and not span.titled


def _service_head(found: list[Word], last: int, stop: int) -> int | None:
    """The last word of "international passenger rail service" after a name, or None."""
    heads, modifiers = words("services", "facilities"), words("services", "modifiers")
    head = None
    for index in range(last + 1, min(last + 1 + _LONGEST, stop, len(found))):
        word = found[index]
        if word.gap not in (" ", "-"):
            break
        if word.text in heads:
            head = index
        elif word.text not in modifiers:
            break
    return head
