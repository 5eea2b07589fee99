"""Facilities and services named by a place and common words: "Dongxing crossing", "Nanning-Hanoi train"."""

from .runs import POSSESSIVE
from .spans import Span
from .tables import words
from .words import Word

_LONGEST = 5
_FUND = ["sovereign", "wealth", "fund"]
_PLACE_KINDS = frozenset({"country", "subdivision", "seat", "region", "bloc", "city"})


def named_services(found: list[Word], spans: list[Span]) -> list[Span]:
    """Join names and the lower-case words that make them a facility or a service; the rest as they are."""
    joined: list[Span] = []
    position = 0
    while position < len(spans):
        start, span, last = position, spans[position], _pair_end(found, spans, position)
        position = last + 1
        final = spans[last]
        stop = spans[position].first if position < len(spans) else len(found)
        head = _service_head(found, final.last, stop)
        hyphened = final is not span or any(word.gap == "-" for word in found[span.first + 1 : span.last + 1])
        fund = _fund_end(found, span)
        if fund is not None:
            joined.append(_whole(found, span, fund, "ORG"))
        elif head is not None and (hyphened or _is_own(span, found[head])):
            joined.append(_whole(found, span, head, "FAC"))
        elif position < len(spans) and _place_like(span) and _continues(found, final, spans[position]):
            joined.append(_whole(found, span, spans[position].last, spans[position].type or "FAC"))
            position += 1
        else:
            joined.extend(spans[index] for index in range(start, last + 1))
    return joined


def _fund_end(found: list[Word], span: Span) -> int | None:
    """The last word of a state's fund that has no other name: "Norway's sovereign wealth fund"."""
    after = found[span.last + 1 : span.last + 4]
    if span.entry is None or span.entry.kind != "country" or [word.text for word in after] != _FUND:
        return None
    return span.last + len(_FUND) if after[0].gap in POSSESSIVE else None


def _pair_end(found: list[Word], spans: list[Span], position: int) -> int:
    """The last of the places joined by hyphens from here on: "China-Vietnam", "Kirkuk-Ceyhan"."""
    last = position
    while (
        last + 1 < len(spans)
        and _place_like(spans[position])
        and _place_like(spans[last + 1])
        and not spans[last + 1].sure_thing
        and _hyphen_between(found, spans[last], spans[last + 1])
    ):
        last += 1
    return last


def _hyphen_between(found: list[Word], first: Span, second: Span) -> bool:
    return second.first == first.last + 1 and found[second.first].gap == "-"


def _continues(found: list[Word], place: Span, thing: Span) -> bool:
    """Tell the second half of a hyphenated name: "Laos Railway" after "China-", "ASEAN Expo"."""
    return place.entry is not None and thing.sure_thing and _hyphen_between(found, place, thing)


def _whole(found: list[Word], first: Span, last: int, label: str) -> Span:
    return Span(first.first, last, first.start, found[last].end, label, None, sure=True, opens=first.opens)


def _is_own(span: Span, head: Word) -> bool:
    return head.text not in words("services", "shared") and _names_place(span)


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
