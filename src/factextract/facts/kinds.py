"""Which of the five value kinds a draft is: the rules of each kind propose, fitted weights decide between neighbours."""

from factextract.facts.growth import is_growth, settle_growth, settle_off_level
from factextract.facts.linear import classify
from factextract.facts.parties import valued
from factextract.facts.reading import Draft, Reading, table, words_of
from factextract.facts.trade import (
    flow_of,
    is_economy,
    is_trade,
    link_trade,
    settle_balance,
    tells_balance,
    trade_density,
)
from factextract.mentions.model import Dimension

_FLOWS = ("none", "total", "exports", "imports", "balance")


def _shared_features(reading: Reading, draft: Draft) -> list[str]:
    """What speaks for a kind: the indicator's words, the role, the value before, the subject's type."""
    head = draft.head.lemma_.lower() if draft.head is not None else "-"
    subject = draft.subjects[0] if draft.subjects else None
    words = draft.indicator.text.lower().split() if draft.indicator is not None else []
    features = [
        "bias",
        f"head {head}",
        f"head {head} {draft.role}",
        f"role {draft.role} {draft.direction}",
        f"verb {draft.verb.lemma_}",
        f"trigger {draft.trigger.lemma_ if draft.trigger is not None else '-'}",
    ]
    features += [f"word {word}" for word in words[:6]]
    features.append(
        f"subject {subject.type if subject is not None else '-'} country {subject is not None and subject.id is not None}"
    )
    if draft.earlier is not None:
        features += [
            f"earlier {draft.earlier.kind} {draft.earlier.role} {draft.role}",
            f"earlier {draft.earlier.kind} follows {draft.follows is not None}",
        ]
    elif reading.drafts:
        features.append(f"before {reading.drafts[-1].kind}")
    return features


def _percent_kind(reading: Reading, draft: Draft) -> str:
    """Growth or percentage: "rose 9.2 percent", but "unemployment at 4.1%"."""
    following = next((child.lower_ for child in draft.anchor.children if child.dep_ == "prep"), "-")
    near, rates = reading.words_in(draft.sentence), words_of("indicators", "near", "rates")
    features = [
        *_shared_features(reading, draft),
        f"rule {is_growth(draft)} {draft.role}",
        f"followed by {following}",
        f"followed by {following} {draft.role}",
        f"dep {draft.anchor.dep_}",
        f"growth near {'growth' in near} {draft.role}",
        f"rate near {bool(near & rates)} {draft.role}",
    ]
    decision = classify(
        "percent kind", draft.span, ("growth_percentage", "percentage"), features, reading.judge
    )
    reading.decisions.append(decision)
    draft.certainty["kind"] = decision.probability
    return decision.value


def _size(draft: Draft) -> str:
    """How large an amount is, by its thousands: trade comes in millions, "415 USD" is a price."""
    value = draft.quantity.value if draft.quantity.value is not None else draft.quantity.high
    return "none" if not value else str(max(0, value.adjusted()) // 3)


def _trade_flow(reading: Reading, draft: Draft) -> str:
    """The trade flow an amount states, or none: "exports of 613 million USD", but "sales of $5bn"."""
    telling: dict[str, list[str]] = table("indicators")["telling"]
    near = reading.words_in(draft.sentence)
    flow, trade = flow_of(reading, draft), is_trade(reading, draft)
    features = [*_shared_features(reading, draft), f"flow {flow}", f"flow {flow} trade {trade}"]
    features += [f"near {word}" for word in telling["trade"] + telling["other"] if word in near]
    features += [f"size {_size(draft)}", f"size {_size(draft)} flow {flow}", f"per {draft.per is not None}"]
    told = trade_density(reading)
    subject = draft.subjects[0] if draft.subjects else None
    foreign = (
        subject is not None
        and is_economy(subject)
        and reading.home is not None
        and subject.name != reading.home.name
    )
    features += [
        f"article {told}",
        f"article {told} flow {flow}",
        f"article {told} foreign {foreign}",
        f"foreign {foreign} {draft.verb.lemma_}",
    ]
    recent = [other.flow for other in reading.drafts[-6:] if other.dimension is Dimension.MONEY]
    features.append(
        f"recent {sum(flow is not None for flow in recent[-3:])} of {len(recent[-3:])} article {told}"
    )
    last = reading.drafts[-1] if reading.drafts else None
    features.append(
        f"last flow {last.flow if last is not None else None} same sentence {draft.earlier is not None} {draft.role}"
    )
    features.append(
        f"last flow {last.flow if last is not None else None} follows {draft.follows is not None} flow {flow}"
    )
    text = reading.text[max(0, draft.quantity.start - 30) : draft.quantity.end + 15].lower()
    features += [f"beside {word}" for word in table("indicators")["near"]["trade"] if word in text]
    decision = classify("trade flow", draft.span, _FLOWS, features, reading.judge)
    reading.decisions.append(decision)
    draft.certainty["kind"] = decision.probability
    return decision.value


def _flow_of_goods(reading: Reading, draft: Draft) -> str | None:
    """The flow of goods that a sum is the value of: of "Vietnam's exports hit 9 million tonnes worth $5.6bn", exports."""
    subject = draft.subjects[0] if draft.subjects else None
    flow = flow_of(reading, draft)
    if flow not in ("exports", "imports") or subject is None or not is_economy(subject):
        return None
    return flow if valued(reading, draft) is not None else None


def settle_kind(reading: Reading, draft: Draft) -> None:
    """Set a draft's kind, and what follows from it: growth is a change, trade has its parties as subjects."""
    if (
        draft.dimension is Dimension.MULTIPLE
        or settle_off_level(reading, draft)
        or (draft.dimension is Dimension.PERCENT and _percent_kind(reading, draft) == "growth_percentage")
    ):
        settle_growth(draft)
        draft.kind = "growth_percentage"
        if flow_of(reading, draft) is not None and is_trade(reading, draft):
            link_trade(reading, draft)
    elif draft.dimension in (Dimension.PERCENT, Dimension.POINTS):
        draft.kind = "percentage"
    elif draft.dimension is Dimension.MONEY:
        chosen = "balance" if tells_balance(reading, draft) else _trade_flow(reading, draft)
        flow = _flow_of_goods(reading, draft) or chosen
        if flow == "none":
            draft.kind = "monetary_value"
        else:
            draft.kind, draft.flow = "trade_value", flow
            if flow == "balance":
                settle_balance(reading, draft)
            link_trade(reading, draft)
