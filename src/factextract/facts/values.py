"""The five kinds of value: from quantity mentions to linked drafts, one after the other in text order."""

from decimal import Decimal

from factextract.facts.change import is_act, read_change
from factextract.facts.counts import settle_bare
from factextract.facts.growth import is_growth, settle_growth
from factextract.facts.indicators import link_indicator
from factextract.facts.money import is_money
from factextract.facts.parties import link_subjects
from factextract.facts.periods import link_period
from factextract.facts.reading import Draft, Reading
from factextract.facts.shares import is_percentage
from factextract.facts.trade import flow_of, is_trade, link_trade
from factextract.mentions.hedges import modifier_of, source_of, status_of
from factextract.mentions.model import Quantity
from factextract.syntax import clause_head, tokens_of


def _begin(reading: Reading, quantity: Quantity) -> Draft:
    span = tokens_of(reading.doc, quantity.start, quantity.end)
    return Draft(
        quantity=quantity,
        anchor=span.root,
        sentence=reading.sentence_at(quantity.start),
        unit=quantity.unit,
        dimension=quantity.dimension,
        per=quantity.per,
        modifier=modifier_of(reading.doc.text, quantity.start, quantity.end),
    )


def _settle_kind(reading: Reading, draft: Draft) -> None:
    """Set a draft's kind, now that its indicator is known."""
    if is_growth(draft):
        settle_growth(draft)
        draft.kind = "growth_percentage"
        if flow_of(reading, draft) is not None and is_trade(reading, draft):
            link_trade(reading, draft)
    elif is_percentage(draft):
        draft.kind = "percentage"
    elif is_money(draft):
        if is_trade(reading, draft):
            draft.kind = "trade_value"
            link_trade(reading, draft)
        else:
            draft.kind = "monetary_value"


def _source(reading: Reading, draft: Draft) -> str | None:
    noun = source_of(draft.anchor)
    if noun is None or noun.pos_ == "PRON" and noun.i not in reading.name_at:
        return None
    name = reading.name_at.get(noun.i)
    if name is not None:
        return name.name
    words = [token for token in noun.lefts if token.dep_ in ("compound", "amod", "poss", "nmod")] + [noun]
    return reading.doc.text[words[0].left_edge.idx if words[0].dep_ != "poss" else words[0].idx : noun.idx + len(noun.text)]


def _begin_value(reading: Reading, quantity: Quantity) -> Draft | None:
    """One quantity with its role and unit; None where it states nothing (a bare number that continues no value)."""
    draft = _begin(reading, quantity)
    change = read_change(reading, draft)
    draft.role, draft.direction, draft.trigger = change.role, change.direction, change.trigger
    if not settle_bare(reading, draft):
        return None
    if draft.role == "change" and draft.direction is None and quantity.value != Decimal(0):
        draft.role = "level"
    return draft


def _status(draft: Draft) -> str:
    """A draft's status: an earlier figure has happened, whatever the clause it is compared in says of the future."""
    if draft.follows is not None and draft.follows.role == draft.role and draft.role != "previous":
        return draft.follows.status
    return status_of(draft.anchor, earlier=draft.role == "previous", agentive=is_act(clause_head(draft.anchor)))


def _link(reading: Reading, draft: Draft) -> None:
    draft.status = _status(draft)
    link_indicator(reading, draft)
    link_subjects(reading, draft)
    link_period(reading, draft)
    _settle_kind(reading, draft)
    draft.source = _source(reading, draft)


def read_values(reading: Reading) -> None:
    """Read every quantity of the article into ``reading.drafts``: first what each is by itself, then what it belongs to."""
    for quantity in reading.mentions.quantities:
        draft = _begin_value(reading, quantity)
        if draft is not None:
            reading.begun.append(draft)
    for draft in reading.begun:
        last = reading.drafts[-1] if reading.drafts else None
        draft.earlier = last if last is not None and last.sentence.start == draft.sentence.start else None
        _link(reading, draft)
        reading.drafts.append(draft)
