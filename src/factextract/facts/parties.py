"""Whose a value is: the names measured, from the indicator's phrase outwards."""

from typing import TYPE_CHECKING

from factextract.facts.reading import Draft, Reading, distinct
from factextract.mentions.model import Name
from factextract.syntax import clause_head, subject_of, verb_chain

if TYPE_CHECKING:
    from spacy.tokens import Token

_PARTY_TYPES = frozenset(("GPE", "NORP", "ORG", "PERSON", "FAC", "PRODUCT", "LOC", "CURRENCY", "EVENT", "INDEX", "WORK_OF_ART", "LAW"))


def names_under(reading: Reading, token: "Token | None") -> list[Name]:
    """The names in a token's subtree, clauses below it apart: of "China's exports to ASEAN", China and ASEAN."""
    if token is None:
        return []
    found: list[Name] = []
    pending = [token]
    while pending:
        word = pending.pop()
        name = reading.name_at.get(word.i)
        if name is not None and name.type in _PARTY_TYPES:
            found.append(name)
        pending += [child for child in word.children if child.dep_ not in ("relcl", "acl", "advcl", "ccomp", "appos", "conj", "parataxis")
                    or child.dep_ in ("conj", "appos") and name is not None]
    return distinct(sorted(found, key=lambda name: name.start))


def _subject_names(reading: Reading, token: "Token") -> list[Name]:
    """The names in the subject of the clause, else of the clauses around it that do not merely report."""
    for verb in verb_chain(token):
        subject = subject_of(verb)
        names = names_under(reading, subject)
        if names:
            return names
    return []


def _before_in_sentence(reading: Reading, draft: Draft) -> list[Name]:
    """The nearest name before the value in its sentence."""
    names = [name for name in reading.names_in(draft.sentence.start_char, draft.quantity.start) if name.type in _PARTY_TYPES]
    return names[-1:]


def _carried(reading: Reading, draft: Draft) -> list[Name]:
    """The subjects of the draft before, in the sentence or the one before it."""
    for earlier in reversed(reading.drafts[-3:]):
        near = reading.sentence_number(draft.quantity.start) - reading.sentence_number(earlier.quantity.start)
        if near <= 2 and earlier.subjects:
            return earlier.subjects
    return []


def _topic(reading: Reading) -> list[Name]:
    """The article's first name, where nothing nearer names a subject."""
    return list(reading.mentions.names[:1])


def link_subjects(reading: Reading, draft: Draft) -> None:
    """Set a draft's subjects: names in the indicator's phrase, else the clause's subject, else those carried over."""
    rules = (
        lambda: names_under(reading, draft.head) if draft.head is not None else [],
        lambda: names_under(reading, draft.anchor),
        lambda: draft.follows.subjects if draft.follows is not None else [],
        lambda: _subject_names(reading, draft.anchor),
        lambda: _carried(reading, draft),
        lambda: _before_in_sentence(reading, draft),
        lambda: _topic(reading),
    )
    for rule in rules:
        names = rule()
        if names:
            draft.subjects = list(names)[:2]
            return


def clause_names(reading: Reading, token: "Token") -> list[Name]:
    """The names that a clause's verb takes as subject or object: who took part in what it tells."""
    verb = clause_head(token)
    found: list[Name] = []
    subject = subject_of(verb)
    for child in (subject, *(child for child in verb.children if child.dep_ in ("dobj", "nsubjpass", "dative", "oprd", "attr"))):
        found += names_under(reading, child)
    return distinct(found)
