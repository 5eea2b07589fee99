"""The five kinds of value: from quantity mentions to linked drafts, one after the other in text order."""

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from itertools import islice, takewhile

from factextract.facts.change import is_act, read_change
from factextract.facts.counts import settle_bare
from factextract.facts.indicators import link_indicator
from factextract.facts.kinds import settle_kind
from factextract.facts.linear import classify
from factextract.facts.parties import link_subjects
from factextract.facts.periods import link_period
from factextract.facts.reading import STATUSES, Draft, Reading, table, words_of
from factextract.mentions.hedges import modifier_of, source_of, status_of
from factextract.mentions.model import Quantity
from factextract.parse import Token
from factextract.syntax import clause_head, subject_of, verb_chain


def _begin(reading: Reading, quantity: Quantity) -> Draft:
    span = reading.words(quantity)
    return Draft(
        quantity=quantity,
        anchor=span.root,
        verb=clause_head(span.root),
        sentence=reading.sentence_at(quantity.start),
        unit=quantity.unit,
        dimension=quantity.dimension,
        per=quantity.per,
        modifier=modifier_of(reading.text, quantity.start, quantity.end),
    )


def _source(reading: Reading, draft: Draft) -> str | None:
    noun = source_of(draft.anchor)
    if noun is None or (noun.pos_ == "PRON" and noun.i not in reading.name_at):
        return None
    name = reading.name_at.get(noun.i)
    if name is not None:
        return name.name
    modifiers = [token for token in noun.lefts if token.dep_ in ("compound", "amod", "poss", "nmod")]
    first = modifiers[0] if modifiers else noun
    return reading.text[first.idx : noun.idx + len(noun.text)]


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


_NEXT = 16
"""How many characters from its value a date may start and still be the value's next."""


def _given(reading: Reading, draft: Draft) -> list[str]:
    """Whether a value describes what is there already: "the 55,000 staff", "its 400 brands", "the 12-nation bloc"."""
    first = reading.words(draft.quantity).first
    before = reading.doc[first - 1].lower_ if first > draft.sentence.start else "^"
    definite = before in ("the", "its", "their", "his", "our", "these", "those") or before in ("'s", "’s")
    written = reading.text[draft.quantity.start : draft.quantity.end]
    hyphenated = "-" in written and draft.dimension.value in ("count", "duration", "measure")
    return [
        f"definite {definite} {draft.dimension.value}",
        f"definite {definite} {draft.anchor.dep_}",
        f"hyphenated {hyphenated}",
    ]


def _status_by_rule(draft: Draft) -> str:
    """What the verbs and nouns above a value say of its status, before its period is known."""
    return status_of(draft.anchor, earlier=draft.role == "previous", agentive=is_act(draft.verb))


def _status_in_time(reading: Reading, draft: Draft, rule: str) -> list[str]:
    """What a period tells of status: of "two pct in 1988 from 2.5 pct this year and 2.7 pct last year", what is past."""
    period, today = draft.period, reading.article.published
    words = sorted(reading.words_in(draft.sentence) & words_of("status", "value"))
    if period is None or today is None:
        return ["no period", f"no period rule {rule}", *(f"told {word}" for word in words)]
    side = period.interval.side_of(today)
    day = period.interval.start == period.interval.end
    features = [
        f"period {side} {draft.role}",
        f"period {side} rule {rule}",
        f"period {side} rule {rule} {draft.role}",
        f"period {side} day {day} rule {rule}",
        f"period {side} stated {period.explicit}",
        *(f"told {word} {side}" for word in words),
        *(f"told {word} {side} {draft.role}" for word in words),
    ]
    last = reading.drafts[-1] if reading.drafts else None
    if last is not None and last.sentence.start == draft.sentence.start:
        same = last.period is not None and last.period.interval == period.interval
        features += [
            f"last {last.status} same period {same}",
            f"last {last.status} period {side} same {same} {draft.role}",
        ]
    return features


_REACH = 7
"""How many words before and after a value tell how it is meant, up to the next value."""


@cache
def _kind_of_word() -> dict[str, str]:
    """What words make of a statement, by lemma."""
    return {lemma: kind for kind, lemmas in table("status")["kinds"].items() for lemma in lemmas}


def _beside(reading: Reading, tokens: Iterable[Token]) -> list[Token]:
    """The words from a value on, up to the next value and no farther than ``_REACH``."""
    return list(islice(takewhile(lambda token: token.i not in reading.quantity_at, tokens), _REACH))


def _words_beside(reading: Reading, draft: Draft) -> list[str]:
    """The words on each side of a value: of "the 39,000 forecast before", after it; of "an estimate of 40", before."""
    span = reading.words(draft.quantity)
    tokens, sentence = reading.doc.tokens, draft.sentence
    listed, kinds = words_of("status", "value"), _kind_of_word()
    features = []
    for side, beside in (
        ("left", _beside(reading, reversed(tokens[sentence.start : span.first]))),
        ("right", _beside(reading, tokens[span.last + 1 : sentence.end])),
    ):
        words = [token.lower_ for token in beside]
        features += [f"{side} {word}" for word in words if word in listed]
        features += [f"{side} 1 {' '.join(words[:1])}", f"{side} 2 {' '.join(words[:2])}"]
        found = [kinds[token.lemma_] for token in beside if token.lemma_ in kinds]
        features += [f"{side} kind {kind} {draft.role}" for kind in sorted(set(found))]
        features.append(f"{side} first kind {found[0] if found else None}")
    return features


def _told_by(draft: Draft) -> list[str]:
    """What the verbs above a value and their doer make of it: "traders see 3%", "it needs 257 votes"."""
    kinds = _kind_of_word()
    features = [
        f"verb {depth} kind {kinds[verb.lemma_]} {verb.tag_} {draft.role}"
        for depth, verb in enumerate(verb_chain(draft.anchor)[:3])
        if verb.lemma_ in kinds
    ]
    subject = subject_of(draft.verb)
    if subject is not None:
        features += [
            f"subject {subject.lemma_}",
            f"subject {subject.lemma_} {draft.verb.lemma_}",
            f"subject kind {kinds.get(subject.lemma_)} {draft.verb.lemma_}",
            f"is subject {subject.i == draft.anchor.i}",
        ]
    return features


def _so_far(reading: Reading) -> str:
    """How much of what the article has stated so far has not happened yet: a budget's sums, a plant's plans."""
    if not reading.drafts:
        return "so far nothing"
    ahead = sum(draft.status != "reported" for draft in reading.drafts)
    return f"so far {4 * ahead // len(reading.drafts)} {len(reading.drafts) > _FEW}"


_FEW = 3
"""As many values tell little of the article they stand in."""


def _status_features(reading: Reading, draft: Draft) -> list[str]:
    """What tells a status: the rules' answer, the verbs above with their auxiliaries, the nouns, the value before."""
    agentive = is_act(draft.verb)
    rule = draft.status
    features = [
        "bias",
        f"rule {rule}",
        f"rule {rule} {draft.role} {draft.dimension.value}",
        f"rule {rule} act {agentive}",
    ]
    for depth, verb in enumerate(verb_chain(draft.anchor)[:3]):
        auxiliaries = "+".join(
            sorted(child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass", "mark", "neg"))
        )
        features += [
            f"verb {depth} {verb.lemma_}",
            f"aux {depth} {auxiliaries}",
            f"tag {depth} {verb.tag_}",
            f"aux {depth} {auxiliaries} act {is_act(verb)}",
            f"link {depth} {verb.dep_}",
        ]
    head = draft.anchor.head
    features += [f"noun {head.lemma_.lower()}", f"dimension {draft.dimension.value}"]
    features += _words_beside(reading, draft)
    features += _told_by(draft)
    features.append(_so_far(reading))
    features += [f"beside {child.lower_}" for child in head.children if child.dep_ in ("amod", "compound")]
    last = reading.drafts[-1] if reading.drafts else None
    if last is not None and last.sentence.start == draft.sentence.start:
        features += [
            f"last {last.status} {last.role} {draft.role}",
            f"last {last.status} follows {draft.follows is last}",
        ]
    elif last is not None:
        features.append(f"sentence before {last.status}")
    features += _given(reading, draft)
    features += _status_in_time(reading, draft, rule)
    today = reading.article.published
    for date in reading.dates_in(draft.sentence):
        if date.interval is not None and today is not None:
            side = date.interval.side_of(today)
            features.append(f"a date {side} {draft.role}")
            if 0 <= date.start - draft.quantity.end < _NEXT:
                features += [f"next date {side} {draft.role}", f"next date {side} rule {rule}"]
    return features


def _status(reading: Reading, draft: Draft) -> str:
    """A draft's status; the rules propose, fitted weights decide."""
    decision = classify("status", draft.span, STATUSES, _status_features(reading, draft), reading.judge)
    reading.decisions.append(decision)
    draft.certainty["status"] = decision.probability
    return decision.value


def _link(reading: Reading, draft: Draft) -> None:
    draft.status = _status_by_rule(draft)
    link_indicator(reading, draft)
    link_subjects(reading, draft)
    link_period(reading, draft)
    draft.status = _status(reading, draft)
    settle_kind(reading, draft)
    draft.source = _source(reading, draft)


def read_values(reading: Reading) -> None:
    """Read every quantity of the article into ``reading.drafts``: first what each is by itself, then what it belongs to."""
    for quantity in reading.mentions.quantities:
        draft = _begin_value(reading, quantity)
        if draft is not None:
            reading.begin(draft)
    for draft in reading.begun:
        last = reading.drafts[-1] if reading.drafts else None
        draft.earlier = last if last is not None and last.sentence.start == draft.sentence.start else None
        _link(reading, draft)
        reading.finish(draft)
