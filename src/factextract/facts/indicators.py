"""What a value measures: the noun phrase, found from the word that governs the value."""

from functools import cache
from typing import TYPE_CHECKING

from factextract.facts.change import intransitive_verbs, noun_directions, verb_directions
from factextract.facts.reading import Draft, Phrase, Reading, table
from factextract.mentions.model import Dimension
from factextract.syntax import clause_head, is_verb, object_of, prepositional_objects, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_LINKING_VERBS = frozenset(("be", "reach", "total", "hit", "near", "average", "exceed", "stand", "amount", "come", "remain", "stay", "top", "number", "equal", "represent", "become",
                            "account", "surpass", "approach", "run", "range", "worth", "make", "constitute", "comprise", "post", "see", "record", "show", "report", "register", "mean", "measure", "start",
                            "begin", "end", "close", "settle", "trade", "go", "swing", "turn", "touch", "breach", "weigh"))
_MODIFIERS = frozenset(("compound", "amod", "nmod", "npadvmod", "advmod"))
_OF = ("of", "in", "for", "from", "on", "at", "to")
_LIGHT = frozenset(("number", "amount", "level", "value", "volume", "total", "sum", "figure", "rate", "average", "increase", "rise", "fall", "drop", "decline", "decrease", "worth", "price"))


@cache
def _verb_nouns(group: str) -> dict[str, str]:
    nouns: dict[str, str] = table("verb_nouns")[group]
    return nouns


def _is_nominal(token: "Token") -> bool:
    return token.pos_ in ("NOUN", "PROPN", "SYM", "NUM", "ADJ", "X") and token.pos_ != "PRON"


def noun_phrase(reading: Reading, head: "Token") -> Phrase:
    """A head with its own modifiers and an "of" phrase, without article, number, date or possessor: "sales of durable goods"."""
    first = head
    for token in reversed([child for child in head.lefts]):
        if token.dep_ not in _MODIFIERS or token.tag_ in ("DT", "CD", "PRP$", "JJS", "JJR") or token.i in reading.quantity_at or token.i in reading.date_at:
            break
        if token.i in reading.name_at and reading.name_at[token.i].type in ("GPE", "NORP", "LOC"):
            break
        first = token.left_edge if token.left_edge.i not in reading.quantity_at and token.left_edge.tag_ not in ("DT", "CD", "PRP$") else token
    last = head
    for child in head.rights:
        if child.dep_ == "prep" and child.lower_ == "of" and child.i == last.i + 1:
            inner = next((noun for noun in child.children if noun.dep_ == "pobj"), None)
            if inner is None or inner.i - child.i > 4 or any(i in reading.name_at or i in reading.date_at or i in reading.quantity_at for i in range(child.i, inner.i + 1)):
                break
            last = inner
        break
    start, end = first.idx, last.idx + len(last.text)
    return Phrase(reading.doc.text[start:end], start, end)


def _usable(reading: Reading, token: "Token | None") -> bool:
    """Whether a token can head an indicator: a common noun (or a name that is no place), and no value or date."""
    if token is None or token.pos_ in ("PRON", "DET") or token.i in reading.quantity_at or token.i in reading.date_at:
        return False
    if token.i in reading.name_at and reading.name_at[token.i].type in ("GPE", "ORG", "PERSON", "NORP", "LOC", "FAC", "PRODUCT"):
        return False
    return token.pos_ in ("NOUN", "PROPN", "ADJ", "VERB", "X")


def _of_trigger_noun(reading: Reading, noun: "Token") -> "Token | None":
    """What a noun of change is about: of "a 19 pct increase in construction output", output; of "GDP growth", GDP."""
    for found in prepositional_objects(noun, ("in", "of", "for", "on", "to")):
        if _usable(reading, found) and found.lemma_ not in ("comparison", "term", "line", "fact"):
            return found
    for child in noun.children:
        if child.dep_ in ("compound", "amod", "nmod", "poss") and child.i < noun.i and child.pos_ in ("NOUN", "PROPN") and _usable(reading, child):
            return child
    return None


def _host_of_noun(reading: Reading, noun: "Token") -> "Token | None":
    """What a noun of change without its own object hangs on: "Exports posted a 3% rise", "…, a 16.4-percent increase"."""
    token = noun
    while token.dep_ in ("compound", "conj", "pobj", "prep", "attr", "dobj", "appos", "nsubj", "npadvmod", "pcomp", "advcl", "dep") and token.head.i != token.i:
        token = token.head
        if is_verb(token):
            subject = subject_of(token)
            if subject is not None and subject.i != noun.i and _usable(reading, subject):
                return subject
            if subject is not None and subject.i == noun.i:
                return None
    return None


def _from_verb(reading: Reading, draft: Draft, verb: "Token") -> "Token | None":
    """The argument of a verb that its change or level is about: the object that is changed, else the subject."""
    target = object_of(verb)
    if target is not None and verb.lemma_ not in _LINKING_VERBS and target.i != draft.anchor.i and _usable(reading, target) and not draft.anchor.is_ancestor(target):
        return target
    subject = subject_of(verb)
    return subject if _usable(reading, subject) else None


def _level_host(reading: Reading, draft: Draft) -> "Token | None":
    """The noun that a level belongs to by the parse: "a $2bn loan", "a profit of £1.1m", "the deficit was 2bn"."""
    token = draft.anchor
    for _ in range(6):
        head = token.head
        if head.i == token.i:
            return None
        if token.dep_ in ("compound", "nummod", "amod", "nmod", "quantmod", "poss") and _usable(reading, head):
            return head
        if token.dep_ == "pobj" and head.lower_ in ("of", "at", "in", "with", "for", "to", "from", "worth", "between", "than") and _usable(reading, head.head) and not is_verb(head.head):
            return head.head
        if token.dep_ == "appos" and _usable(reading, head):
            return head
        if is_verb(head):
            return None
        token = head
    return None


def _of_complement(reading: Reading, draft: Draft) -> "Token | None":
    """The noun that follows with "of" or "in": "$41bn in sales", "10 days of talks", "a third of exports"."""
    last = draft.anchor
    for found in prepositional_objects(last, ("of", "in", "worth", "for")):
        if _usable(reading, found):
            return found
    return None


def _named_by_verb(draft: Draft, verb: "Token") -> Phrase | None:
    """The noun for what a verb says of its amount: "raised $62m" funding, "160 workers died" deaths."""
    group = "money" if draft.dimension is Dimension.MONEY else "count"
    noun = _verb_nouns(group).get(verb.lemma_)
    return Phrase(noun, verb.idx, verb.idx + len(verb.text)) if noun else None


def _counted(reading: Reading, draft: Draft) -> Phrase | None:
    """The counted noun phrase itself: "nine highways" measures highways."""
    quantity = draft.quantity
    if draft.dimension is not Dimension.COUNT or quantity.unit_start >= quantity.unit_end:
        return None
    start = quantity.number_end
    text = reading.doc.text[start : quantity.unit_end]
    stripped = text.lstrip(" -–\n")
    start += len(text) - len(stripped)
    return Phrase(stripped, start, quantity.unit_end) if stripped else None


def _host(reading: Reading, draft: Draft) -> "Token | None":
    """The head noun of the indicator, by the word that gave the value its role, else by the parse."""
    trigger = draft.trigger
    if draft.follows is not None and draft.follows.head is not None and draft.role == draft.follows.role:
        own = _own_noun(reading, draft)
        return own if own is not None else draft.follows.head
    if trigger is not None:
        if trigger.pos_ == "NOUN" and trigger.lemma_.lower() in noun_directions():
            return _of_trigger_noun(reading, trigger) or _host_of_noun(reading, trigger)
        verb = trigger if is_verb(trigger) else clause_head(trigger)
        if trigger.i != verb.i:
            noun = trigger.head
            if trigger.dep_ in ("amod", "advmod", "acl", "prep", "appos") and _usable(reading, noun) and not is_verb(noun):
                return noun
        return _from_verb(reading, draft, verb)
    return None


def _own_noun(reading: Reading, draft: Draft) -> "Token | None":
    """The noun right before a value in an elided clause: "exports rose 7.5%, [imports] 3%"."""
    if draft.follows is None:
        return None
    between = reading.doc.char_span(draft.follows.quantity.end, draft.quantity.start, alignment_mode="contract")
    nouns = [token for token in between or () if token.pos_ in ("NOUN", "PROPN") and _usable(reading, token)]
    return nouns[-1] if nouns else None


def link_indicator(reading: Reading, draft: Draft) -> None:
    """Set a draft's indicator and its head token; leave them null where nothing in the text names it."""
    head = _host(reading, draft)
    if head is None and draft.trigger is None or head is None and draft.role == "level":
        head = _level_host(reading, draft)
        if head is None and draft.dimension is not Dimension.COUNT:
            head = _of_complement(reading, draft)
    if head is not None and draft.dimension is Dimension.COUNT and draft.role == "level" and is_verb(draft.anchor.head):
        head = None
    verb = clause_head(draft.anchor)
    if head is None:
        phrase = _named_by_verb(draft, verb) or _counted(reading, draft)
        if phrase is not None:
            draft.indicator = phrase
            draft.head = draft.head or (verb if phrase.start == verb.idx else draft.anchor)
            return
        if draft.dimension is not Dimension.COUNT:
            head = _from_verb(reading, draft, verb)
    if head is None and draft.dimension in (Dimension.MONEY, Dimension.PERCENT, Dimension.POINTS, Dimension.MULTIPLE, Dimension.BARE):
        earlier = _earlier_draft(reading, draft)
        if earlier is not None and earlier.indicator is not None:
            draft.indicator, draft.head = earlier.indicator, earlier.head
            return
    if head is not None:
        if head.lemma_ in _LIGHT:
            inner = next(iter(prepositional_objects(head, ("of", "in", "for"))), None)
            if inner is not None and _usable(reading, inner):
                draft.head = inner
                phrase = noun_phrase(reading, inner)
                start = min(noun_phrase(reading, head).start, phrase.start)
                draft.indicator = Phrase(reading.doc.text[start : phrase.end], start, phrase.end)
                return
        draft.head = head
        draft.indicator = noun_phrase(reading, head)


def _earlier_draft(reading: Reading, draft: Draft) -> Draft | None:
    """The draft before this one, in its sentence or the one before."""
    if not reading.drafts:
        return None
    last = reading.drafts[-1]
    near = reading.sentence_number(draft.quantity.start) - reading.sentence_number(last.quantity.start)
    return last if near <= 1 else None


def is_subject_of_change(verb: "Token") -> bool:
    """Whether a verb's subject is what changes: "rise", not "cut"."""
    return verb.lemma_ in intransitive_verbs() and verb.lemma_ in verb_directions()


__all__ = ["link_indicator", "noun_phrase"]
