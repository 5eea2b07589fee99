"""`event_date`: that something happened, or will, on a stated date."""

import re
from dataclasses import dataclass, field
from itertools import islice
from operator import attrgetter

from factextract.facts.change import intransitive_verbs, transitive_verbs
from factextract.facts.linear import Candidate, Decision, classify, decide
from factextract.facts.parties import clause_names, names_under, topics
from factextract.facts.reading import STATUSES, Phrase, Reading, distinct, table, words_of
from factextract.linker.heads import Places
from factextract.mentions.dates import resolve
from factextract.mentions.hedges import status_of
from factextract.mentions.model import DateMention, Interval, Name
from factextract.parse import Token
from factextract.syntax import clause_head, is_verb, object_of, prepositional_objects, subject_of, verb_chain

_PLACES = ("in", "at", "from")


_DAY_AFTER_TIME = re.compile(r".*\bon\s+(?=\S)", re.S)


def evidence_of(reading: Reading, date: DateMention) -> tuple[int, int]:
    """The words that name the day: of "5:30 am local time on Monday", Monday."""
    before = _DAY_AFTER_TIME.match(reading.text, date.start, date.end) if date.type == "TIME" else None
    return (before.end() if before is not None else date.start), date.end


@dataclass(slots=True)
class Happening:
    """An event on its way to a record."""

    date: DateMention
    interval: Interval
    event: Phrase
    head: Token
    status: str
    participants: list[Name] = field(default_factory=list)
    location: Name | None = None
    time: str | None = None
    explicit: bool = True
    certainty: dict[str, float] = field(default_factory=dict)
    """The probability of each choice that was made for it."""


_DATELINE = re.compile(r"\s*(?:\([^)\n]{0,40}\)\s*)?(?:--|[-–—(])")
"""What follows the date of a dateline: "HANOI, May 27 (MNA) -"."""


_NO_EVENT = 0.6
"""A date dates an event unless this likely that it does not: the words that may name one share what is left.

Cross-validated F1 of events is highest, and flat, from 0.5 to 0.7.
"""


def _host(reading: Reading, date: DateMention) -> Token | None:
    """The word that a date hangs on: a verb, or a noun that names a happening."""
    words = reading.words(date)
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
        if (
            head.pos_ in ("NOUN", "PROPN")
            and head.i not in reading.quantity_at
            and head.lemma_.lower() in words_of("events", "nouns")
        ):
            return head
        token = head
    return None


def _event_phrase(reading: Reading, head: Token) -> Phrase | None:
    """The word that names the happening; with a light verb its object too: "took effect", "came into force"."""
    if not is_verb(head):
        return Phrase(head.text, head.idx, head.idx + len(head.text))
    lemma = head.lemma_
    if lemma == "be":
        predicate = next(
            (
                child
                for child in head.children
                if child.dep_ in ("acomp", "advmod", "attr", "oprd", "prep")
                and child.lower_ in words_of("events", "predicates")
            ),
            None,
        )
        if predicate is not None:
            inner = next((child for child in predicate.children if child.dep_ == "xcomp"), predicate)
            return Phrase(inner.text, inner.idx, inner.idx + len(inner.text))
        noun = next(
            (
                child
                for child in head.children
                if child.dep_ in ("nsubj", "attr") and child.lemma_.lower() in words_of("events", "nouns")
            ),
            None,
        )
        return Phrase(noun.text, noun.idx, noun.idx + len(noun.text)) if noun is not None else None
    end = head
    if lemma in words_of("events", "light"):
        target = object_of(head) or next(prepositional_objects(head, ("into", "to", "on")), None)
        if (
            target is not None
            and 0 < target.i - head.i <= 5
            and target.i not in reading.quantity_at
            and target.i not in reading.date_at
            and target.i not in reading.name_at
        ):
            end = target
    else:
        particle = next((child for child in head.children if child.dep_ == "prt"), None)
        if particle is not None and particle.i == head.i + 1:
            end = particle
    start, stop = head.idx, end.idx + len(end.text)
    return Phrase(reading.text[start:stop], start, stop)


def _class(head: Token) -> str:
    """What sort of word a date hangs on: speech, a state, a movement, an act, a noun that names a happening."""
    lemma = head.lemma_.lower()
    if not is_verb(head):
        return "event noun" if lemma in words_of("events", "nouns") else "noun"
    for name in ("speech", "acts", "light", "states"):
        if lemma in words_of("events", name):
            return name
    return "movement" if lemma in intransitive_verbs() or lemma in transitive_verbs() else "verb"


def _proposals(reading: Reading, date: DateMention) -> "dict[int, str]":
    """The words that may name what happened on a date, by token, with how each lies to the date."""
    span = reading.words(date)
    sentence = reading.sentence_at(date.start)
    found: dict[int, str] = {}
    host = _host(reading, date)
    if host is not None:
        found[host.i] = "host"
        verb = clause_head(host)
        if is_verb(verb):
            found.setdefault(verb.i, "clause")
            for child in verb.children:
                if child.dep_ in (
                    "dobj",
                    "nsubj",
                    "nsubjpass",
                    "attr",
                    "xcomp",
                    "acomp",
                    "oprd",
                    "conj",
                ) and child.pos_ in ("NOUN", "VERB", "PROPN", "ADJ"):
                    found.setdefault(child.i, f"clause {child.dep_}")
            for noun in prepositional_objects(verb, words_of("events", "prepositions")):
                found.setdefault(noun.i, "clause pobj")
        for depth, above in enumerate(verb_chain(host)[1:3]):
            found.setdefault(above.i, f"above {depth}")
    for i in range(max(sentence.start, span.first - 8), min(sentence.end, span.last + 7)):
        token = reading.doc[i]
        if (is_verb(token) and token.lemma_ != "be") or (
            token.lemma_.lower() in words_of("events", "nouns") and token.pos_ in ("NOUN", "PROPN")
        ):
            found.setdefault(i, "near")
    return {
        i: how
        for i, how in found.items()
        if i not in reading.date_at
        and i not in reading.quantity_at
        and (is_verb(reading.doc[i]) or i not in reading.name_at or how == "host")
        and not (is_verb(reading.doc[i]) and reading.doc[i].lemma_ in words_of("events", "spoken"))
    }


def _word_features(reading: Reading, date: DateMention, head: Token, how: str) -> list[str]:
    span = reading.words(date)
    kind = _class(head)
    gap = head.i - span.root.i
    side = "after" if gap > 0 else "before"
    distance = "1-2" if abs(gap) < 3 else "3-5" if abs(gap) < 6 else "6-10" if abs(gap) < 11 else "11+"
    lemma = head.lemma_.lower()
    preposition = _preposition(reading, date)
    users = reading.users_of(date)
    features = [
        f"how {how}",
        f"how {how} {kind}",
        f"class {kind}",
        f"lemma {lemma}",
        f"lemma {lemma} {how}",
        f"tag {head.tag_} {how}",
        f"prep {preposition} {kind}",
        f"dep {head.dep_}",
    ]
    if users:
        same = any(draft.verb.i == clause_head(head).i for draft in users)
        features += [
            f"dates a value {same} {kind}",
            f"dates a value {same} {lemma}",
            f"triggers it {any(draft.trigger is not None and draft.trigger.i == head.i for draft in users)} {kind}",
        ]
    else:
        features += ["dates no value", f"dates no value {kind}", f"dates no value {kind} {how}"]
    if gap > 0 and span.first <= reading.sentence_at(date.start).start + 3:
        features.append(f"fronted {how} {kind}")
    else:
        features += [f"{side} {distance}", f"{side} {distance} {kind}"]
    if any(
        draft.head is not None and draft.head.i == head.i
        for draft in reading.values_in(reading.sentence_at(date.start))
    ):
        features.append("an indicator")
    return features


def _preposition(reading: Reading, date: DateMention) -> str:
    """The word a date hangs on; the day of a time of day hangs on "on", whatever stands before the hour."""
    if date.type == "TIME":
        return "on"
    first = reading.words(date).first
    index = first - 1
    while index >= 0 and first - index < 3 and reading.doc[index].tag_ in ("DT", "JJ", "PRP$"):
        index -= 1
    return reading.doc[index].lower_ if index >= 0 else "^"


def _no_event_features(reading: Reading, date: DateMention) -> list[str]:
    """What speaks for a date that dates no event: a value's period, a day of speaking, a dateline, a comparison."""
    span = reading.words(date)
    host = _host(reading, date)
    preposition = _preposition(reading, date)
    users = reading.users_of(date)
    values = len(reading.values_in(reading.sentence_at(date.start)))
    host_word = host.lemma_.lower() if host is not None else "-"
    host_class = _class(host) if host is not None else "-"
    single = date.interval is not None and date.interval.start == date.interval.end
    size = span.last - span.first + 1
    written = reading.text[date.start : date.end].lower()
    features = [
        "no event",
        f"no event prep {preposition}",
        f"no event host {host_class}",
        f"no event host {host_word}",
        f"no event used {bool(users)} {host_class}",
        f"no event used {bool(users)} {preposition}",
        f"no event duration {date.type == 'DURATION'}",
        f"no event values {min(values, 3)}",
        f"no event values {min(values, 3)} used {bool(users)}",
        f"no event shift {date.shift is not None}",
        f"no event boundary {date.boundary}",
        f"no event root {span.root.dep_}",
        f"no event text {written if size < 3 and written.isalpha() else '#'}",
        f"no event size {size}",
    ]
    if date.interval is not None:
        days = (date.interval.end - date.interval.start).days
        length = (
            "day"
            if days == 0
            else "week"
            if days < 8
            else "month"
            if days < 32
            else "quarter"
            if days < 93
            else "year"
            if days < 367
            else "years"
        )
        features += [
            f"no event length {length}",
            f"no event length {length} used {bool(users)}",
            f"no event length {length} host {host_class}",
        ]
        today = reading.article.published
        if today is not None:
            features.append(f"no event {date.interval.side_of(today)} {length}")
    if date.start < 60 and _DATELINE.match(reading.text, date.end):
        features.append("no event dateline")
    if values and (
        preposition in ("from", "than", "since", "against") or (preposition == "on" and not single)
    ):
        features.append("no event compared")
    return features


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The word that names what happened on a date, and how sure that is."""

    head: Token
    event: Phrase
    probability: float
    time: str | None


def _span(token: Token) -> tuple[int, int]:
    return token.idx, token.idx + len(token.text)


def _places(candidate: Candidate[tuple[Token, Phrase] | None]) -> Places:
    """Where the text has the word that names what happened."""
    return Places("none") if candidate.value is None else Places("other", [_span(candidate.value[0])])


def _choose(reading: Reading, date: DateMention) -> _Chosen | None:
    """The word that names what happened on a date; None where the date dates no event."""
    candidates: list[Candidate[tuple[Token, Phrase] | None]] = [
        Candidate(None, _no_event_features(reading, date))
    ]
    for i, how in sorted(_proposals(reading, date).items()):
        head = reading.doc[i]
        phrase = _event_phrase(reading, head)
        if phrase is not None:
            candidates.append(Candidate((head, phrase), _word_features(reading, date, head, how)))
    decision = decide("event", (date.start, date.end), candidates, _places, reading.judge)
    reading.decisions.append(decision)
    none, *words = decision.probabilities
    if none >= _NO_EVENT or not words:
        return None
    best = max(range(len(words)), key=lambda index: words[index])
    chosen = candidates[best + 1].value
    return None if chosen is None else _Chosen(*chosen, words[best], date.time)


_SCHEDULED = 0.6
"""The chance that a recurrence with a verb of schedules is an event; too few are annotated to fit it."""


def _scheduled(reading: Reading, date: DateMention) -> _Chosen | None:
    """What happens by a schedule: "the market opens every Monday", "the train runs daily, departing at 6:05 pm".

    Where the sentence gives a time of day, what happens at that time is the happening.
    """
    host = _host(reading, date)
    if host is None:
        return None
    verb, time = clause_head(host), date.time
    if verb.lemma_ not in words_of("events", "schedule"):
        return None
    for clock in reading.dates_in(reading.sentence_at(date.start)):
        at = _host(reading, clock) if clock.type == "TIME" and clock.interval is None else None
        if at is not None and at.lemma_ in words_of("events", "schedule"):
            verb, time = at, clock.time
            break
    phrase = _event_phrase(reading, verb)
    return _Chosen(verb, phrase, _SCHEDULED, time) if phrase is not None else None


def _location(reading: Reading, head: Token) -> Name | None:
    for noun in prepositional_objects(head, _PLACES):
        name = reading.name_at.get(noun.i)
        if name is not None and name.type in ("GPE", "LOC", "FAC"):
            return name
    return None


def _name_features(reading: Reading, head: Token, name: Name, rank: dict[str, int]) -> list[str]:
    """How a name lies to the word that names a happening: its subject, its object, beside it, or only in the article."""
    token = reading.words(name).root
    place = min(rank.get(name.name, 9), 5)
    away = reading.sentence_number(head.idx) - reading.sentence_number(name.start)
    features = [
        f"topic {place}",
        f"type {name.type}",
        f"topic {place} {name.type}",
        f"away {min(away, 3)}",
        f"pointer {name.pointer} {min(away, 1)}",
    ]
    if away:
        return [*features, f"away subject {token.dep_ in ('nsubj', 'nsubjpass')} {name.type}"]
    steps: list[str] = []
    step = token
    while step.i != head.i and step.head.i != step.i and len(steps) < 4:
        steps.append(f"prep {step.lower_}" if step.dep_ == "prep" else step.dep_)
        step = step.head
    path = " ".join(steps[-2:]) if step.i == head.i else "none"
    features += [f"path {path} {head.pos_}", f"path {path} {name.type}"]
    if path == "none":
        verb = clause_head(head)
        subject = subject_of(verb)
        inside = subject is not None and (subject.i == token.i or subject.is_ancestor(token))
        features += [
            f"in the subject {inside} {head.pos_}",
            f"same clause {clause_head(token).i == verb.i}",
            f"deep {verb.is_ancestor(token)} {head.dep_}",
        ]
    if token.dep_ == "nsubj" and token.head.lemma_ in words_of("events", "speech"):
        features.append(f"speaks {name.type}")
    gap = abs(token.i - head.i)
    features.append(
        f"{'before' if token.i < head.i else 'after'} {'near' if gap < 4 else 'mid' if gap < 9 else 'far'} {name.type}"
    )
    features.append(f"dep {token.dep_} {name.type}")
    return features


_NEAR_SENTENCES = 2
_TOPICS = 3


def _participants(reading: Reading, head: Token) -> list[Name]:
    """Who took part: the likeliest names of the sentence and those before it, at most two; none where nobody is named."""
    rank = topics(reading)
    gathered: dict[str, list[Name]] = {}
    here = reading.sentence_number(head.idx)
    for name in reading.names_near(here, _NEAR_SENTENCES, head.sent.end_char):
        gathered.setdefault(name.name, []).append(name)
    firsts = [reading.mentions_of[topic][0] for topic in islice(rank, _TOPICS)]
    for name in sorted(firsts, key=attrgetter("start")):
        if name.start < head.idx:
            gathered.setdefault(name.name, [name])
    candidates: list[Candidate[Name | None]] = [
        Candidate(
            None,
            [
                "nobody",
                f"nobody {head.pos_}",
                f"nobody {head.lemma_.lower()}",
                f"nobody among {min(len(gathered), 3)}",
            ],
        )
    ]
    for mentions in gathered.values():
        features = dict.fromkeys(
            feature for mention in mentions for feature in _name_features(reading, head, mention, rank)
        )
        candidates.append(Candidate(mentions[-1], list(features)))
    decision = decide(
        "participant",
        _span(head),
        candidates,
        lambda candidate: reading.places_of(candidate.value),
        reading.judge,
    )
    reading.decisions.append(decision)
    chosen = decision.value
    return [] if chosen is None else [chosen, *_second(reading, head, chosen)]


def _second(reading: Reading, head: Token, first: Name) -> list[Name]:
    """Another name that the same verb or noun takes itself: "Harrow completed its takeover of Delmar"."""
    near = clause_names(reading, head) if is_verb(head) else names_under(reading, head)
    return [name for name in near if name.name != first.name and name.type != "PERSON"][:1]


def _status(reading: Reading, head: Token, interval: Interval) -> Decision[str]:
    """An event's status: the rules propose, the side of publication its date is on tells more, fitted weights decide."""
    today = reading.article.published
    tense = "unknown" if today is None else interval.side_of(today)
    rule = status_of(head, agentive=True)
    features = [
        "bias",
        f"rule {rule}",
        f"tense {tense}",
        f"rule {rule} {tense}",
        f"tag {head.tag_} {tense}",
        f"verb {is_verb(head)} {tense}",
        f"lemma {head.lemma_.lower()}",
    ]
    for depth, verb in enumerate(verb_chain(head)[:3]):
        auxiliaries = "+".join(
            sorted(child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass", "mark", "neg"))
        )
        features += [
            f"verb {depth} {verb.lemma_} {tense}",
            f"aux {depth} {auxiliaries} {tense}",
            f"aux {depth} {auxiliaries}",
            f"tag {depth} {verb.tag_} {tense}",
        ]
    words = reading.words_in(reading.sentence_at(head.idx))
    features += [f"near {word} {tense}" for word in table("status")["event"] if word in words]
    decision = classify("event status", _span(head), STATUSES, features, reading.judge)
    reading.decisions.append(decision)
    return decision


def _day_of(reading: Reading, time: DateMention) -> Interval | None:
    """The day of publication for a time of day beside which no day is named: "the meeting is to start at 1830 GMT".

    What is told in the present is a habit: "he wakes at 5:30 am".
    """
    today = reading.article.published
    sentence = reading.dates_in(reading.sentence_at(time.start))
    if today is None or time.time is None or any(date is not time for date in sentence):
        return None
    host = _host(reading, time)
    habit = host is not None and host.tag_ in ("VBZ", "VBP")
    return None if habit else Interval(today, today)


def _interval(reading: Reading, date: DateMention, settled: Interval | None) -> Interval | None:
    """The days of an event's date: its own, those it counts to, or for a recurrence the day of publication.

    "Two days later" counts from ``settled``, the last date before it that tells its days.
    """
    if date.vague:
        return None
    own = date.named or date.interval
    if own is not None or date.type == "DURATION":
        return own
    if date.type == "TIME":
        return _day_of(reading, date)
    if date.shift is not None:
        return resolve(date, settled) if settled is not None else None
    today = reading.article.published
    return Interval(today, today) if date.recurrence is not None and today is not None else None


def read_events(reading: Reading) -> list[Happening]:
    """All dated events of an article, in text order; values must have been read before, as they claim their dates."""
    found: list[Happening] = []
    settled: Interval | None = None
    for date in reading.mentions.dates:
        interval = _interval(reading, date, settled)
        settled = date.interval or settled
        if interval is None:
            continue
        chosen = _choose(reading, date) if date.recurrence is None else _scheduled(reading, date)
        if chosen is None:
            continue
        participants = distinct(_participants(reading, chosen.head))
        status = _status(reading, chosen.head, interval)
        found.append(
            Happening(
                date=date,
                interval=interval,
                event=chosen.event,
                head=chosen.head,
                status=status.value,
                participants=participants,
                location=_location(reading, chosen.head),
                time=chosen.time,
                explicit=date.shift is None or not date.shift.same,
                certainty={"event": chosen.probability, "status": status.probability},
            )
        )
    return found
