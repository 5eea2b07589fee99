"""Is a number a level, a change or an earlier level, and which way did things go?"""

from dataclasses import dataclass
from functools import cache

from factextract.facts.linear import classify
from factextract.facts.reading import Draft, Reading, table, words_of
from factextract.mentions.model import DateMention, Dimension
from factextract.parse import Token
from factextract.syntax import auxiliaries_of, clause_head, is_verb, subject_of

_SKIPPED_TAGS = frozenset(
    (
        "DT",
        "RB",
        "RBR",
        "JJ",
        "PRP$",
        "PDT",
        "HYPH",
        "``",
        "''",
        ":",
        "VBN",
        "CD",
        "$",
        "JJS",
        "RBS",
        "#",
        "-LRB-",
        "PRP",
    )
)
_COMPARED = ("with", "to", "against")


_REACH = 8
"""How many words from a value the word that states its role may be."""


@dataclass(frozen=True, slots=True)
class Change:
    """A role with, for a change, its direction and the word that states it."""

    role: str
    direction: str | None = None
    trigger: Token | None = None


@cache
def verb_directions() -> dict[str, str]:
    """Verbs of change by lemma, to increase or decrease."""
    verbs = table("change")["verbs"]
    return {
        lemma: direction
        for direction, groups in verbs.items()
        for lemmas in groups.values()
        for lemma in lemmas
    }


@cache
def transitive_verbs() -> frozenset[str]:
    """Verbs by which somebody changes an object: "cut", "raise"."""
    return frozenset(lemma for groups in table("change")["verbs"].values() for lemma in groups["transitive"])


@cache
def intransitive_verbs() -> frozenset[str]:
    """Verbs whose subject changes: "rise", "fall"."""
    return frozenset(
        lemma for groups in table("change")["verbs"].values() for lemma in groups["intransitive"]
    )


@cache
def noun_directions() -> dict[str, str]:
    """Nouns of change by lemma: "rise", "decline"."""
    nouns = table("change")["nouns"]
    return {lemma: direction for direction in ("increase", "decrease") for lemma in nouns[direction]}


@cache
def amount_nouns() -> frozenset[str]:
    """Nouns that name an amount as often as a change: "a loss of $3m"."""
    return words_of("change", "nouns", "amounts")


@cache
def comparative_directions() -> dict[str, str]:
    """Comparatives: "higher", "down"."""
    return {word: direction for direction, words in table("change")["comparatives"].items() for word in words}


def _before(reading: Reading, draft: Draft) -> list[Token]:
    """The tokens before the value and its hedge, the nearest first: of "fall by up to five percent", by and fall."""
    if draft.before is not None:
        return draft.before
    first = reading.words(draft.quantity).first
    hedges = words_of("change", "beside", "hedging") if draft.modifier != "exact" else ()
    for hedge in hedges:
        words = hedge.split()
        begin = first - len(words)
        if begin >= draft.sentence.start and [reading.doc[i].lower_ for i in range(begin, first)] == words:
            first = begin
            break
    start = max(draft.sentence.start, first - _REACH)
    draft.before = reading.doc.tokens[start:first][::-1]
    return draft.before


def _after(reading: Reading, draft: Draft) -> list[Token]:
    """The tokens after the value in its sentence."""
    last = reading.words(draft.quantity).last
    return [reading.doc[i] for i in range(last + 1, min(draft.sentence.end, last + 1 + _REACH))]


def _is_skipped(token: Token, reading: Reading) -> bool:
    """Words that may stand between a value and the word that governs it: "rose [a provisional] 3.2 pct"."""
    if token.tag_ == "POS" or (
        token.i in reading.date_at
        and token.i + 1 < len(reading.doc)
        and reading.doc[token.i + 1].tag_ == "POS"
    ):
        return True
    if (
        token.i in reading.date_at
        and (token.i + 1 in reading.date_at or token.tag_ in ("NNP", "CD"))
        and token.lower_ not in ("to", "from", "by")
    ):
        return True
    if token.i in reading.quantity_at or (
        token.lower_ in comparative_directions()
        and token.lower_ not in ("more", "less", "above", "below", "under", "short", "better")
    ):
        return False
    if token.tag_ in _SKIPPED_TAGS and token.lower_ != "or":
        return True
    return token.lower_ in words_of("change", "beside", "skipped")


def _left_word(reading: Reading, draft: Draft) -> Token | None:
    """The word that governs a value from the left: "to", "by", "from", a verb, "up"; "below" as in "fell below 150 yen"."""
    for distance, token in enumerate(_before(reading, draft)[:8]):
        if distance == 0 and token.lower_ in ("below", "above", "past", "under"):
            return token
        if token.lower_ == "of" and token.head.lemma_ not in ("average", "total", "record"):
            return token
        if is_verb(token) and token.lemma_ in verb_directions() and token.tag_ != "VBN":
            return token
        if not _is_skipped(token, reading):
            return token
    return None


def change_after(reading: Reading, draft: Draft) -> Change | None:
    """A change named right after the value: "a 16.4-percent increase", "25.7 pct higher", "3 percent more"."""
    for distance, token in enumerate(_after(reading, draft)[:6]):
        low = token.lower_
        if (
            low in comparative_directions()
            and (distance == 0 or token.tag_ in ("JJR", "RBR"))
            and not _is_position(token)
        ):
            return Change("change", comparative_directions()[low], token)
        lemma = token.lemma_.lower()
        if (
            lemma in noun_directions()
            and token.pos_ in ("NOUN", "PROPN", "VERB")
            and _stands_under(draft.anchor, token)
        ):
            if draft.dimension in (Dimension.MONEY, Dimension.COUNT) and lemma in amount_nouns():
                return None
            return Change("change", noun_directions()[lemma], token)
        if (
            token.pos_ in ("VERB", "AUX", "ADP", "SCONJ", "CCONJ", "PUNCT")
            and low not in ("-", "year", "on", "over")
            and token.tag_ != "HYPH"
        ):
            return None
    return None


def _is_position(token: Token) -> bool:
    """ "5 million under the plan", "3 percent off the coast": a preposition of place and no comparison."""
    return (
        token.lower_ in ("under", "off", "behind", "short", "above", "below", "ahead")
        and token.dep_ == "prep"
        and token.head.pos_ in ("VERB", "AUX")
    )


def _stands_under(token: Token, noun: Token) -> bool:
    """Whether a value is part of the noun phrase that a noun heads."""
    while token.head.i != token.i and token.dep_ in (
        "compound",
        "nummod",
        "amod",
        "nmod",
        "quantmod",
        "npadvmod",
        "appos",
        "dep",
        "pobj",
        "conj",
        "poss",
    ):
        token = token.head
        if token.i == noun.i:
            return True
    return token.i == noun.i


def _verb_change(verb: Token, draft: Draft) -> Change | None:
    """The change that a verb states of the value that follows it: "rose 3 percent", "shed 120,000 jobs"."""
    direction = verb_directions().get(verb.lemma_)
    if direction is None:
        return None
    if (
        verb.lemma_ == "lose"
        and draft.dimension is Dimension.MONEY
        and draft.per is None
        and "cent" not in draft.quantity.unit
        and (draft.quantity.value or 0) > 1000
    ):
        return None
    if verb.lemma_ in ("top", "exceed", "pick", "drive", "push", "overshoot"):
        return None
    return Change("change", direction, verb)


def _is_compared(token: Token) -> bool:
    """ "compared with 344 mln", "against 123,000", "versus 3 percent"."""
    low = token.lower_
    if low in ("against", "versus", "vs", "vs.", "v"):
        return True
    previous = token.before.lower_ if token.before is not None and token.i > token.sent.start else ""
    return low in _COMPARED and previous in words_of("change", "beside", "compared")


def change_before(reading: Reading, draft: Draft) -> Change | None:
    """A role stated by the word before the value: "rose 3", "by 3", "up 3", "to 3", "from 3", "a decline of 3"."""
    word = _left_word(reading, draft)
    if word is None:
        return None
    low = word.lower_
    verb = clause_head(word)
    moved = _moving_word(word, verb)
    if low in ("up", "down", "higher", "lower", "off") and (
        word.before is None or word.before.lower_ != "made"
    ):
        return Change("change", comparative_directions()[low], word)
    if _is_compared(word):
        return Change("previous")
    if low == "from":
        return Change("previous", None, moved) if moved is not None else None
    if low == "by" and moved is not None:
        return Change("change", _direction(moved), moved)
    if low in ("below", "above", "past", "under"):
        return Change("level")
    if low in ("after", "following") and _after_like(reading, draft):
        return Change("previous")
    if low in ("to", "at", "towards", "toward") and moved is not None:
        return Change("level", None, moved)
    if low == "of" and word.head.lemma_.lower() in noun_directions():
        noun = word.head
        if (
            draft.dimension not in (Dimension.PERCENT, Dimension.POINTS)
            and noun.lemma_.lower() in amount_nouns()
        ):
            return None
        return Change("change", noun_directions()[noun.lemma_.lower()], noun)
    if is_verb(word):
        return _verb_change(word, draft)
    return None


def _after_like(reading: Reading, draft: Draft) -> bool:
    """ "rose to 149.7 in March after 149.3": an earlier figure of the same unit as the one before it."""
    last = reading.begun[-1] if reading.begun else None
    return last is not None and last.sentence.start == draft.sentence.start and last.unit == draft.unit


def _direction(word: Token) -> str | None:
    return (
        verb_directions().get(word.lemma_)
        or noun_directions().get(word.lemma_.lower())
        or comparative_directions().get(word.lower_)
    )


def _moving_word(word: Token, verb: Token) -> Token | None:
    """The word of change that a preposition belongs to: of "rose … to", rose; of "up from", up; of "a fall from", fall."""
    head = word.head
    for candidate in (head, head.head) if not is_verb(head) else (head,):
        if candidate.lemma_ in verb_directions() and is_verb(candidate) and candidate.i < word.i:
            return candidate
        if candidate.lower_ in comparative_directions() and candidate.i < word.i:
            return candidate
        if (
            candidate.lemma_.lower() in noun_directions()
            and candidate.pos_ == "NOUN"
            and candidate.i < word.i
        ):
            return candidate
    if verb.lemma_ in verb_directions():
        return verb
    if verb.lemma_ in words_of("verbs", "moving"):
        up = next(
            (
                child
                for child in verb.children
                if child.lower_ in ("up", "down", "upwards", "downwards", "higher", "lower")
            ),
            None,
        )
        return up if up is not None else (verb if verb.lemma_ != "be" else None)
    return None


def _governing_verb(draft: Draft) -> Change | None:
    """A value that a verb of change takes as its object or measure, words between or not: "rose in May 3 percent"."""
    token = draft.anchor
    for _ in range(4):
        if token.dep_ in ("dobj", "npadvmod", "attr", "advmod", "dep") and is_verb(token.head):
            return _verb_change(token.head, draft)
        if token.dep_ in ("npadvmod", "nummod") and token.head.lower_ in comparative_directions():
            if token.head.dep_ == "prep" and is_verb(token.head.head):
                return None
            return Change("change", comparative_directions()[token.head.lower_], token.head)
        if token.dep_ not in ("nummod", "compound", "quantmod", "nmod", "amod") or token.head.i == token.i:
            return None
        token = token.head
    return None


def _continued(reading: Reading, draft: Draft) -> Change | None:
    """A value joined to the one before it: "4.77 billion dlrs, or 4.1 pct", "by 3 and 4 percent", "imports 8.5 percent"."""
    if not reading.begun or reading.begun[-1].sentence.start != draft.sentence.start:
        return None
    last = reading.begun[-1]
    first = reading.words(last.quantity).last + 1
    stop = reading.words(draft.quantity).first
    tokens = [reading.doc[i] for i in range(first, stop) if i not in reading.date_at]
    dated = len(tokens) < stop - first
    words = [
        token.text
        for token in tokens
        if not (dated and token.lower_ in ("in", "on", "for", "at", "of", "the", "a"))
    ]
    for equivalent in last.quantity.equivalents:
        words = [token.text for token in tokens if not equivalent.start - 1 <= token.idx <= equivalent.end]
    links = words_of("change", "beside", "joining")
    if len(words) <= 5 and all(word.lower() in links for word in words):
        if ("to" in words and "equivalent" not in words and "equal" not in words) or not words:
            return None
        if dated and last.role != "previous" and "and" not in words and "," not in words:
            return None
        draft.follows = last
        return Change(last.role, last.direction, last.trigger)
    return None


_PRESENT = frozenset(("VBZ", "VBP", "VB"))


def _states(token: Token, last: Draft) -> bool:
    """Whether a word is the verb of a clause; not "imports" in "exports fell 3% and imports 5%", a verb to the tagger."""
    if not is_verb(token) or token.tag_ not in ("VBD", "MD", *_PRESENT):
        return False
    return not (token.dep_ == "conj" and token.tag_ in _PRESENT and last.verb.tag_ == "VBD")


def _elided(reading: Reading, draft: Draft) -> Change | None:
    """A clause whose verb is left out, which has that of the clause before: "nickel lost 0.7% to $15, tin 0.2% to $33"."""
    last = next((other for other in reading.begun[:-3:-1] if other.dimension is draft.dimension), None)
    if last is None or last.sentence.start != draft.sentence.start or last.role != "change":
        return None
    start = reading.words(last.quantity).last + 1
    end = reading.words(draft.quantity).first
    between = [reading.doc[i] for i in range(start, end)]
    if len(between) > 14 or any(_states(token, last) for token in between):
        return None
    if not any(token.lower_ in ("and", ",", "while", "but", ";", "with") for token in between):
        return None
    if any(
        token.lower_ in ("to", "from", "of", "at", "compared", "against") and token.i >= end - 3
        for token in between
    ):
        return None
    draft.follows = last
    return Change("change", last.direction, last.trigger)


def _earlier(reading: Reading, draft: Draft) -> Change | None:
    """A value called earlier: "the previous 3 percent", "a year ago, the rate was 2.8 pct"."""
    words = {token.lower_ for token in _before(reading, draft)[:3]}
    if words & words_of("change", "beside", "previous"):
        return Change("previous")
    if draft.dimension in (Dimension.DURATION, Dimension.MULTIPLE):
        return None
    for date in reading.dates_in(draft.sentence):
        if date.shift is not None and date.shift.years == -1 and not date.shift.days:
            near = reading.words(date)
            distance = near.first - draft.anchor.i
            if 0 < distance <= 4 and all(
                i not in reading.quantity_at or reading.quantity_at[i].start == draft.quantity.start
                for i in range(draft.anchor.i, near.first)
            ):
                return Change("previous")
            if near.first <= draft.sentence.start + 2 and clause_head(near.root).i == draft.verb.i:
                return Change("previous")
    return None


def _replaced(reading: Reading, draft: Draft) -> Change | None:
    """A figure that another one takes the place of: "3 percent, instead of the 5 percent proposed at first"."""
    words = [token.lower_ for token in _before(reading, draft) if token.tag_ not in ("DT", "PRP$", "JJ")][:2]
    return Change("previous") if words in (["of", "instead"], ["than", "rather"]) else None


def _ranked(reading: Reading, draft: Draft) -> Change | None:
    """A place in an order, told with its figure: "Italy and Japan followed with 9.8 percent and 7.1 percent"."""
    left = _left_word(reading, draft)
    if left is None or left.lower_ != "with" or left.head.lemma_ not in words_of("verbs", "ranking"):
        return None
    return Change("level")


def _jobs_go(reading: Reading, draft: Draft) -> Change | None:
    """Things counted that come or go, as the subject: "104,000 new jobs were created", "1,100 jobs will go"."""
    token = draft.anchor
    if draft.dimension is not Dimension.COUNT or token.dep_ not in ("nsubj", "nsubjpass"):
        return None
    verb = token.head
    if verb.lemma_ in words_of("verbs", "staffing"):
        return Change("change", verb_directions()[verb.lemma_], verb)
    if draft.unit in ("job", "post", "position") and verb.lemma_ in ("go", "disappear", "vanish"):
        return Change("change", "decrease", verb)
    return None


def _told_of_a_change(reading: Reading, draft: Draft) -> Change | None:
    """A change named by the subject, its size by what it is: "the drop was 11%"."""
    verb = draft.verb
    if draft.dimension is not Dimension.PERCENT or draft.anchor.dep_ != "attr" or verb.lemma_ != "be":
        return None
    subject = subject_of(verb)
    noun = subject.lemma_.lower() if subject is not None else ""
    if noun not in noun_directions() or noun in amount_nouns():
        return None
    return Change("change", noun_directions()[noun], subject)


def _verb_or_none(reading: Reading, draft: Draft) -> Change | None:
    """The parse's word for it, where the words next to the value say nothing; not across a preposition that says level."""
    word = _left_word(reading, draft)
    if word is not None and word.lower_ in words_of("change", "beside", "apart"):
        return None
    return _governing_verb(draft)


def rule_change(reading: Reading, draft: Draft) -> tuple[str, Change]:
    """The role that the first rule to tell gives a value, with the rule's name; a level where none tells."""
    if draft.unit == "time":
        return "times", Change("level")
    if draft.dimension is Dimension.MULTIPLE:
        value = draft.quantity.value or draft.quantity.low or 0
        return "multiple", Change("change", "decrease" if value < 0 else "increase", draft.anchor)
    for rule in (
        _ranked,
        _replaced,
        change_after,
        change_before,
        _continued,
        _jobs_go,
        _earlier,
        _told_of_a_change,
        _verb_or_none,
        _elided,
    ):
        found = rule(reading, draft)
        if found is not None:
            return rule.__name__.strip("_"), found
    return "none", Change("level")


def _label(change: Change) -> str:
    return change.direction if change.role == "change" and change.direction is not None else change.role


_LABELS = ("level", "previous", "increase", "decrease")


def _word(token: Token | None) -> str:
    return (
        "-"
        if token is None
        else verb_directions().get(token.lemma_)
        or noun_directions().get(token.lemma_.lower())
        or token.lower_
    )


def _masked(reading: Reading, token: Token) -> str:
    """A word beside a value; which month, which number or whose name stands there tells nothing of the role."""
    date = reading.date_at.get(token.i)
    if date is not None:
        return "<date>" if date.shift is None else "<shifted date>"
    if token.pos_ == "NUM" or token.i in reading.quantity_at:
        return "<number>"
    return "<name>" if token.i in reading.name_at else token.lower_


def _features(reading: Reading, draft: Draft, rule: str, change: Change) -> list[str]:
    """What tells a value's role: the rule that fired, the words around it, its governor, the value before."""
    before, after = _before(reading, draft), _after(reading, draft)
    left = _left_word(reading, draft)
    verb = draft.verb
    label = _label(change)
    dimension = draft.dimension.value
    features = [
        "bias",
        dimension,
        f"rule {rule} {label}",
        f"rule {label} {dimension}",
        f"left {left.lower_ if left is not None else '-'}",
        f"left {left.lower_ if left is not None else '-'} {_word(verb)}",
        f"verb {_word(verb)}",
        f"verb {verb.lemma_} {draft.anchor.dep_}",
        f"dep {draft.anchor.dep_}",
        f"unit {draft.unit}",
        f"trigger {_word(change.trigger)} {label}",
    ]
    features += [f"before {index} {_masked(reading, token)}" for index, token in enumerate(before[:3])]
    features += [f"after {index} {_masked(reading, token)}" for index, token in enumerate(after[:3])]
    if left is not None:
        features.append(f"left head {left.lower_} {_word(left.head)}")
    head = draft.anchor.head
    features.append(f"head {draft.anchor.dep_} {_word(head)}")
    last = (
        reading.begun[-1]
        if reading.begun and reading.begun[-1].sentence.start == draft.sentence.start
        else None
    )
    if last is not None:
        same = last.dimension is draft.dimension
        features += [
            f"last {last.role} same {same}",
            f"last {last.role} {last.direction} {left.lower_ if left is not None else '-'} {same}",
            f"last follows {draft.follows is not None} {last.role} {last.direction}",
        ]
    else:
        features.append("first")
    for date in reading.dates_in(draft.sentence):
        if date.shift is not None and 0 <= date.start - draft.quantity.end < 25:
            features.append("shifted date next")
    if (
        reading.words_in(draft.sentence) & {"growth", "gdp", "gnp", "economy"}
        and draft.dimension is Dimension.PERCENT
    ):
        features.append(f"growth about {label}")
    return [*features, *_told(reading, draft, label)]


_AGES = ((0, "ahead"), (45, "new"), (200, "recent"), (550, "last year"))
"""How long before publication a period ended, in days; what is over longer is old."""


def _age(reading: Reading, date: DateMention) -> str:
    today = reading.article.published
    if date.shift is not None:
        return f"shift {date.shift.years}"
    if date.interval is None or today is None:
        return "open"
    days = (today - date.interval.end).days
    return next((name for most, name in _AGES if days < most), "old")


def _told(reading: Reading, draft: Draft, label: str) -> list[str]:
    """How a clause tells a figure: of whom, in which tense, of when. "In May 2023 it was 22.4 percent" is an earlier one."""
    verb, dimension = draft.verb, draft.dimension.value
    auxiliaries = auxiliaries_of(verb)
    subject = subject_of(verb)
    who = (
        "-"
        if subject is None
        else subject.lower_
        if subject.tag_ in ("PRP", "EX", "WDT", "DT")
        or subject.lemma_ in ("figure", "number", "rate", "total")
        else "noun"
    )
    features = [
        f"told {who} {verb.lemma_}",
        f"aux {auxiliaries} {verb.tag_} {label}",
        f"aux {auxiliaries} {draft.anchor.dep_} {dimension}",
    ]
    dates = reading.dates_in(draft.sentence)
    if not dates:
        return [*features, f"undated {who} {label}"]
    date = min(dates, key=lambda each: abs(each.start - draft.quantity.start))
    age = _age(reading, date)
    fronted = reading.words(date).first <= draft.sentence.start + 2
    side = "fronted" if fronted else "after" if date.start > draft.quantity.start else "before"
    lone = len(reading.values_in(draft.sentence)) < 2
    return [
        *features,
        f"date {side} {age} {label}",
        f"date {side} {age} {label} {dimension}",
        f"date {side} {age} {who} {verb.lemma_}",
        f"date {age} {auxiliaries} {label}",
        f"date {side} {age} first {lone} {label}",
    ]


def read_change(reading: Reading, draft: Draft) -> Change:
    """The role of a value: level, previous, or a change and its direction; the rules propose, fitted weights decide."""
    rule, change = rule_change(reading, draft)
    decision = classify("role", draft.span, _LABELS, _features(reading, draft, rule, change), reading.judge)
    reading.decisions.append(decision)
    draft.certainty["role"] = decision.probability
    label = decision.value
    if label == _label(change):
        return change
    if label in ("level", "previous"):
        return Change(label, None, change.trigger)
    return Change("change", label, change.trigger)


def is_act(verb: Token) -> bool:
    """Whether a verb tells what somebody does, not what becomes of something: "invest", but not "rise" or "reach"."""
    return verb.lemma_ not in intransitive_verbs() and verb.lemma_ not in words_of("verbs", "outcomes")
