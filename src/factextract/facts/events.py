"""`event_date`: that something happened, or will, on a stated date."""

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from factextract.facts.change import intransitive_verbs, transitive_verbs
from factextract.facts.parties import clause_names, names_under
from factextract.facts.reading import Phrase, Reading, distinct, table
from factextract.mentions.dates import resolve
from factextract.mentions.hedges import status_of
from factextract.mentions.model import DateMention, Interval, Name
from factextract.syntax import clause_head, is_verb, object_of, prepositional_objects, subject_of, tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_PLACES = ("in", "at", "from")


@dataclass(slots=True)
class Happening:
    """An event on its way to a record."""

    date: DateMention
    interval: Interval
    event: Phrase
    head: "Token"
    status: str
    participants: list[Name] = field(default_factory=list)
    location: Name | None = None
    time: str | None = None
    explicit: bool = True


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(table("events")[name])


def _host(reading: Reading, date: DateMention) -> "Token | None":
    """The word that a date hangs on: a verb, or a noun that names a happening."""
    words = tokens_of(reading.doc, date.start, date.end)
    token = words.root
    for _ in range(8):
        head = token.head
        if head.i == token.i:
            return token if is_verb(token) else None
        if head.i in reading.date_at and reading.date_at[head.i].start == date.start:
            token = head
            continue
        if is_verb(head):
            return head
        if head.pos_ in ("NOUN", "PROPN") and head.i not in reading.quantity_at and head.lemma_.lower() in _words("nouns"):
            return head
        token = head
    return None


def _dates_a_value(reading: Reading, date: DateMention, verb: "Token") -> bool:
    """Whether a date only gives a value its period: a value took it, and the verb is no act of someone's."""
    users = [draft for draft in reading.drafts if draft.period is not None and draft.period.mention.start == date.start and draft.period.explicit]
    if not users:
        return False
    if verb.lemma_ in _words("acts"):
        return any(draft.trigger is not None and draft.trigger.i == verb.i and verb.lemma_ in intransitive_verbs() for draft in users)
    return any(clause_head(draft.anchor).i == verb.i for draft in users) or verb.lemma_ in intransitive_verbs()


def _event_phrase(reading: Reading, head: "Token") -> Phrase | None:
    """The word that names the happening; with a light verb, its object or preposition too: "took effect", "came into force"."""
    if not is_verb(head):
        return Phrase(head.text, head.idx, head.idx + len(head.text))
    lemma = head.lemma_
    if lemma == "be":
        predicate = next((child for child in head.children if child.dep_ in ("acomp", "advmod", "attr", "oprd", "prep") and child.lower_ in _words("predicates")), None)
        if predicate is not None:
            inner = next((child for child in predicate.children if child.dep_ == "xcomp"), predicate)
            return Phrase(inner.text, inner.idx, inner.idx + len(inner.text))
        noun = next((child for child in head.children if child.dep_ in ("nsubj", "attr") and child.lemma_.lower() in _words("nouns")), None)
        return Phrase(noun.text, noun.idx, noun.idx + len(noun.text)) if noun is not None else None
    end = head
    if lemma in _words("light"):
        target = object_of(head) or next(prepositional_objects(head, ("into", "to", "on")), None)
        if target is not None and 0 < target.i - head.i <= 5 and target.i not in reading.quantity_at and target.i not in reading.date_at and target.i not in reading.name_at:
            end = target
        elif lemma in _words("states"):
            return None
    else:
        particle = next((child for child in head.children if child.dep_ == "prt"), None)
        if particle is not None and particle.i == head.i + 1:
            end = particle
    start, stop = head.idx, end.idx + len(end.text)
    return Phrase(reading.doc.text[start:stop], start, stop)


def _is_happening(reading: Reading, date: DateMention, head: "Token") -> bool:
    """Whether the word a date hangs on tells something that happens; speech, states and movements do not."""
    if not is_verb(head):
        return not any(draft.head is not None and draft.head.i == head.i for draft in reading.drafts if draft.period is not None and draft.period.mention.start == date.start)
    lemma = head.lemma_
    if lemma in _words("speech"):
        return False
    if lemma in intransitive_verbs() and lemma not in transitive_verbs() and lemma not in _words("acts"):
        return False
    if lemma in transitive_verbs() and lemma not in _words("acts"):
        return False
    if lemma in _words("states") and lemma not in _words("light") and lemma != "be":
        return False
    return not _dates_a_value(reading, date, head)


def _location(reading: Reading, head: "Token") -> Name | None:
    for noun in prepositional_objects(head, _PLACES):
        name = reading.name_at.get(noun.i)
        if name is not None and name.type in ("GPE", "LOC", "FAC"):
            return name
    return None


def _participants(reading: Reading, head: "Token") -> list[Name]:
    """Who took part: the names the verb takes, or those under the noun and the subject of its clause."""
    if is_verb(head):
        names = clause_names(reading, head)
        if not names:
            names = [name for noun in prepositional_objects(head, ("by", "with", "of", "for")) for name in names_under(reading, noun)]
        return names
    names = names_under(reading, head)
    return names or clause_names(reading, head)


def _reference(reading: Reading, date: DateMention) -> Interval | None:
    """The date that "two days later" counts from: the last one before it that is settled."""
    before = [other for other in reading.mentions.dates if other.start < date.start and other.interval is not None]
    return before[-1].interval if before else None


def read_events(reading: Reading) -> list[Happening]:
    """All dated events of an article, in text order; values must have been read before, as they claim their dates."""
    found: list[Happening] = []
    for date in reading.mentions.dates:
        if date.vague or date.type == "DURATION" and date.interval is None or date.type == "TIME" and date.interval is None:
            continue
        interval = date.interval
        if interval is None and date.shift is not None:
            reference = _reference(reading, date)
            interval = resolve(date, reference) if reference is not None else None
        if interval is None and date.recurrence is not None and reading.article.published is not None:
            interval = Interval(reading.article.published, reading.article.published)
        if interval is None:
            continue
        head = _host(reading, date)
        if head is None or not _is_happening(reading, date, head):
            continue
        event = _event_phrase(reading, head)
        if event is None:
            continue
        subject = subject_of(head) if is_verb(head) else None
        participants = distinct(_participants(reading, head))
        if subject is None and not participants and is_verb(head) and head.lemma_ in _words("states"):
            continue
        status = status_of(head, agentive=True)
        found.append(Happening(date, interval, event, head, status, participants, _location(reading, head), date.time, explicit=date.shift is None or not date.shift.same))
    return found
