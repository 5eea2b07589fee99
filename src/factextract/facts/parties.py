"""Whose a value is: the name measured, chosen among those of the sentence, of the sentences before and of the article."""

import re
from collections import Counter
from collections.abc import Callable
from itertools import islice

from factextract.facts.change import intransitive_verbs
from factextract.facts.linear import Candidate, decide
from factextract.facts.reading import Draft, Reading, distinct, words_of
from factextract.mentions.model import Dimension, Name
from factextract.mentions.names import blocs, is_country
from factextract.parse import Token
from factextract.syntax import clause_head, is_verb, subject_of, verb_chain

_NEAR_SENTENCES = 2
_WORDS = 5
"""How many of an indicator's words tell whose it may be."""
_TOPICS = 4


def names_under(reading: Reading, token: Token | None) -> list[Name]:
    """The names in a token's subtree, clauses below it apart: of "China's exports to ASEAN", China and ASEAN."""
    if token is None:
        return []
    found: list[Name] = []
    pending = [token]
    while pending:
        word = pending.pop()
        name = reading.name_at.get(word.i)
        if name is not None:
            found.append(name)
        pending += [
            child
            for child in word.children
            if child.dep_ not in ("relcl", "acl", "advcl", "ccomp", "appos", "conj", "parataxis")
            or (child.dep_ in ("conj", "appos") and name is not None)
        ]
    return distinct(sorted(found, key=lambda name: name.start))


def topics(reading: Reading) -> dict[str, int]:
    """The names of an article with their ranks by how much it is about them: named often, early, in the headline."""
    if reading.topics is None:
        first = reading.sentence_at(0).end_char
        title = (reading.article.title or "").lower()
        weight: dict[str, float] = {}
        for name in reading.mentions.names:
            told = 1.0 + 2.0 * (name.start < first) + 1.0 * (name.name.lower() in title)
            weight[name.name] = weight.get(name.name, 0.0) + told * (
                0.3 if name.type in ("PERSON", "CURRENCY") else 1.0
            )
        ordered = sorted(weight.items(), key=lambda item: (-item[1], item[0]))
        reading.topics = {name: rank for rank, (name, _) in enumerate(ordered)}
    return reading.topics


_GROUPS = {"ORG": "org", "PERSON": "person", "CURRENCY": "currency"}


def _group(name: Name) -> str:
    """What sort of party a name is: a country, another place, an organisation, a person, a currency, or a thing."""
    if is_country(name) or name.type == "NORP" or name.name in blocs():
        return "country"
    if name.type in ("GPE", "LOC"):
        return "place"
    return _GROUPS.get(name.type, "thing")


def _is_home(reading: Reading, name: Name) -> bool:
    """Whether a name is the country the article is chiefly about, by today's code or as it was called then."""
    return reading.home is not None and name.name == reading.home.name


def _relation(token: Token, head: Token) -> str:
    """How a name hangs on the indicator's head: "poss", "compound", "prep in"; "far" beyond two steps."""
    steps: list[str] = []
    while token.i != head.i and token.head.i != token.i and len(steps) < 4:
        steps.append(f"prep {token.lower_}" if token.dep_ == "prep" else token.dep_)
        token = token.head
    if token.i != head.i:
        return "none"
    return " ".join(steps[-2:]) if len(steps) < 4 else "far"


def _place(reading: Reading, draft: Draft, name: Name, group: str) -> list[str]:
    """Where one mention of a name stands: in the sentence and its parse, or how many sentences before."""
    token = reading.words(name).root
    away = reading.sentence_number(draft.quantity.start) - reading.sentence_number(name.start)
    if away > 0:
        governs = token.dep_ in ("nsubj", "nsubjpass", "poss")
        return [f"away {away}", f"away {away} subject {governs} {group}"]
    features = [
        f"here pointer {name.pointer}",
        "here after" if name.start >= draft.quantity.end else "here before",
    ]
    relation = _relation(token, draft.head) if draft.head is not None else "none"
    same_clause = clause_head(token).i == draft.verb.i
    features += [
        f"same clause {same_clause}",
        f"same clause {same_clause} pointer {name.pointer}",
        f"under head {relation}",
        f"under head {relation != 'none'}",
    ]
    if relation == "none":
        features.append(f"under value {_relation(token, draft.anchor)}")
    chain = verb_chain(draft.anchor)
    for depth, verb in enumerate(chain[:3]):
        subject = subject_of(verb)
        if subject is not None and (subject.i == token.i or _relation(token, subject) not in ("none", "far")):
            direct = "is" if subject.i == token.i else "in"
            saying = verb.lemma_ in words_of("verbs", "saying")
            features.append(f"{direct} subject {min(depth, 2)} saying {saying} {group}")
            features.append(f"subject of {verb.lemma_} {direct}")
            features.append(f"{direct} subject {min(depth, 2)} saying {saying}")
            if verb.dep_ == "relcl" and verb.head.i == subject.i:
                features.append("told by a relative clause")
            break
    if token.dep_ == "nsubj" and token.head.lemma_ in words_of("verbs", "saying"):
        features.append(f"says {group}")
    in_subject = any(" subject " in feature for feature in features)
    if token.dep_ == "pobj" and relation == "none" and not in_subject:
        features.append(f"after {token.head.lower_} aside {same_clause}")
    if is_verb(token.head):
        features.append(f"dep {token.dep_} {group}")
    features += _between(reading, draft, name)
    gap = abs(token.i - draft.anchor.i)
    features.append(f"gap {'near' if gap < 4 else 'mid' if gap < 10 else 'far'}")
    return features


def _between(reading: Reading, draft: Draft, name: Name) -> list[str]:
    """What stands between a name and the value: of "Peru sold 3 tonnes and Chile 5" nothing between Chile and 5.

    Of lists told in step, "Peru and Chile sold 3 and 5 tonnes", the name at the value's place.
    """
    after = name.start >= draft.quantity.end
    side, (low, high) = (
        ("after", (draft.quantity.end, name.start)) if after else ("before", (name.end, draft.quantity.start))
    )
    starts = [other.quantity.start for other in reading.values_in(draft.sentence)]
    names = reading.names_in(draft.sentence.start_char, draft.sentence.end_char)
    values = min(sum(low <= start < high for start in starts), 3)
    others = min(sum(low <= other.start < high for other in names), 3)
    features = [
        f"between {side} values {values}",
        f"between {side} values {values} names {others}",
    ]
    told = [other for other in names if other.end <= draft.quantity.start]
    if 2 <= len(starts) == len(told) and told[-1].end <= starts[0]:
        features.append(
            f"in step {told.index(name) == starts.index(draft.quantity.start) if name in told else None}"
        )
    return features


def _same_indicator(one: Draft, other: Draft) -> bool:
    """Whether two values measure what the text calls by the same words."""
    if one.indicator is None or other.indicator is None:
        return False
    return one.indicator.text.lower() == other.indicator.text.lower()


def _nearest(reading: Reading, here: int, mentions: list[Name]) -> list[Name]:
    """The mentions of a name in the value's own sentence; where there are none, the last one before it."""
    own = [mention for mention in mentions if reading.sentence_number(mention.start) == here]
    return own or mentions[-1:]


def _stands_for_indicator(reading: Reading, draft: Draft, name: Name) -> bool:
    """Whether a pronoun is what is measured, and nobody: "Exports rose last year. They hit a record $5bn"."""
    if not name.pointer or draft.indicator is None or draft.indicator.start >= draft.sentence.start_char:
        return False
    if reading.text[name.start : name.end].lower() not in ("it", "they"):
        return False
    subject = subject_of(draft.verb)
    is_measured = (
        draft.verb.lemma_ in words_of("verbs", "measured") or draft.verb.lemma_ in intransitive_verbs()
    )
    return is_measured and subject is not None and subject.idx == name.start


def _measured(draft: Draft) -> list[str]:
    """The words of an indicator: of "the jobless rate", by "jobless" more than by "rate" it is a country's."""
    return draft.indicator.text.lower().split()[:_WORDS] if draft.indicator is not None else []


def _paragraph(reading: Reading, offset: int) -> int:
    """Where the paragraph starts that an offset stands in."""
    return reading.text.rfind("\n", 0, offset) + 1


def _teller(draft: Draft) -> str:
    """The noun that does what a value's clause tells: of "the agency spent $5m", agency."""
    subject = subject_of(draft.verb)
    return subject.lemma_.lower() if subject is not None else "-"


def _history(reading: Reading, draft: Draft) -> Callable[[str, str, bool], list[str]]:
    """Features of a name by whose the values before were: all of them, the last in this unit, the paragraph's first."""
    shares = Counter(name.name for other in reading.drafts for name in other.subjects)
    count = max(len(reading.drafts), 1)
    paragraph = _paragraph(reading, draft.quantity.start)
    opens = not reading.text[paragraph : draft.sentence.start_char].strip()
    named = bool(reading.names_in(draft.sentence.start_char, draft.sentence.end_char))
    alike = {
        "of unit": next((other for other in reversed(reading.drafts[:-1]) if other.unit == draft.unit), None),
        "of paragraph": next((other for other in reading.drafts if other.quantity.start >= paragraph), None),
    }
    whose = {
        what: {name.name for name in other.subjects} for what, other in alike.items() if other is not None
    }
    teller, dimension = _teller(draft), draft.dimension.value

    def features(canonical: str, group: str, is_home: bool) -> list[str]:
        share = min(4 * shares[canonical] // count, 3)
        found = [
            f"share {share} named {named}",
            f"share {share} opens {opens}",
            f"teller {teller} {group}",
            f"teller {teller} home {is_home}",
        ]
        for what, names in whose.items():
            found += [
                f"{what} {canonical in names}",
                f"{what} {canonical in names} named {named} opens {opens}",
                f"{what} {canonical in names} {dimension}",
            ]
        return found

    return features


def _candidates(reading: Reading, draft: Draft) -> list[Candidate[Name | None]]:
    """One candidate for each canonical name: the name's best-placed mention, with the features of all near ones."""
    here = reading.sentence_number(draft.quantity.start)
    rank = topics(reading)
    near: dict[str, list[Name]] = {}
    for name in reading.names_near(here, _NEAR_SENTENCES, draft.sentence.end_char + 1):
        if not _stands_for_indicator(reading, draft, name):
            near.setdefault(name.name, []).append(name)
    for topic in islice(rank, _TOPICS):
        if reading.mentions_of[topic][0].start <= draft.sentence.end_char:
            near.setdefault(topic, [])
    for earlier in reading.drafts[-3:]:
        for name in earlier.subjects:
            near.setdefault(name.name, [])
    home = reading.home_mention
    unnamed = home is not None and home.name not in rank
    if home is not None and (unnamed or home.start < draft.sentence.end_char):
        near.setdefault(home.name, [])
    title = (reading.article.title or "").lower()
    measured = _measured(draft)
    history = _history(reading, draft)
    head = draft.head.lemma_.lower() if draft.head is not None else "-"
    dimension = draft.dimension.value
    there_is = any(child.dep_ == "expl" for child in draft.verb.children)
    found: list[Candidate[Name | None]] = []
    for canonical, mentions in near.items():
        sample = mentions[-1] if mentions else reading.first_mention(canonical)
        group, is_home = _group(sample), _is_home(reading, sample)
        place = min(rank.get(canonical, 9), 5)
        features = [
            f"topic {place}",
            f"topic {place} {dimension}",
            f"type {group}",
            f"{head} {group}",
            f"country {is_home} {dimension}",
            f"in title {canonical.lower() in title}",
            f"verb {draft.verb.lemma_} {group}",
            *(f"measured {word} {group} {is_home}" for word in measured),
        ]
        features += history(canonical, group, is_home)
        for mention in _nearest(reading, here, mentions):
            features.extend(_place(reading, draft, mention, group))
        if not mentions:
            features.append("not near")
        if unnamed and is_home:
            features += ["home unnamed", f"home unnamed {dimension}", f"home unnamed {head}"]
        for back, earlier in enumerate(reversed(reading.drafts[-2:])):
            if any(name.name == canonical for name in earlier.subjects):
                same = earlier.sentence.start == draft.sentence.start
                features.append(f"had {back} same sentence {same} follows {draft.follows is earlier}")
                features.append(
                    f"had {back} role {earlier.role} {draft.role} {earlier.dimension is draft.dimension}"
                )
                features.append(f"had {back} same indicator {_same_indicator(earlier, draft)}")
                features.append(f"had {back} there is {there_is} {same}")
        best = next(
            (mention for mention in reversed(mentions) if mention.start < draft.quantity.start), sample
        )
        found.append(Candidate(best, list(dict.fromkeys(features)) if len(mentions) > 1 else features))
    _note_rivals(found, dimension)
    return found


_CLAIMS = (
    "told by a relative clause",
    "is subject 0 saying False",
    "in subject 0 saying False",
    "under head True",
)
"""The places in the parse that most claim a value: the subject of its own clause, and the indicator's phrase."""


def _note_rivals(candidates: list[Candidate[Name | None]], dimension: str) -> None:
    """Tell each candidate without a claim of its own that another has one."""
    for claim in _CLAIMS:
        having = [claim in candidate.features for candidate in candidates]
        if any(having):
            for candidate, has in zip(candidates, having, strict=True):
                side = "own" if has else "rival"
                candidate.features.append(f"{side} claim: {claim}")


def _nobody(reading: Reading, draft: Draft) -> Candidate[Name | None]:
    head = draft.head.lemma_.lower() if draft.head is not None else "-"
    features = [
        "nobody",
        f"nobody {draft.dimension.value}",
        f"nobody head {head}",
        f"nobody per {draft.per is not None}",
        f"nobody unit {draft.unit}",
        f"nobody here {min(len(reading.names_in(draft.sentence.start_char, draft.sentence.end_char)), 2)}",
    ]
    if draft.earlier is not None:
        features.append(f"nobody earlier {not draft.earlier.subjects} {draft.follows is not None}")
    features += [f"nobody measured {word}" for word in _measured(draft)]
    return Candidate(None, features)


_WORTH = re.compile(r"[ ,(]*(?:of \w+ )?(?:worth|valued at|with a value of)(?: \w+)? ")
_WORTH_REACHES = 40
"""Within how many characters a sum of money follows on what it is the value of."""


def valued(reading: Reading, draft: Draft) -> Draft | None:
    """What a sum is the value of, whose it is too: of "a record 9 million tonnes worth 5.6 billion USD", the tonnes."""
    earlier = draft.earlier
    if earlier is None or draft.dimension is not Dimension.MONEY or earlier.dimension is Dimension.MONEY:
        return None
    between = reading.text[earlier.quantity.end : draft.quantity.start]
    return earlier if len(between) < _WORTH_REACHES and _WORTH.fullmatch(between) else None


_RECENT = 4
"""Among how many of the last values the one is whose measure a pronoun means."""


def _meant_again(reading: Reading, draft: Draft) -> Draft | None:
    """The value whose measure "it" or "they" means: of "It forecasts exports of 7 tonnes. They hit 9 in 2023", 7 tonnes."""
    subject = subject_of(draft.verb)
    if draft.indicator is None or subject is None or subject.lower_ not in ("it", "they"):
        return None
    if draft.indicator.start >= draft.sentence.start_char or subject.i >= draft.anchor.i:
        return None
    return next(
        (
            other
            for other in reversed(reading.drafts[-_RECENT:])
            if other.indicator is not None and other.indicator.start == draft.indicator.start
        ),
        None,
    )


def link_subjects(reading: Reading, draft: Draft) -> None:
    """Set a draft's subject: the likeliest name near it, or nobody; "nine highways and two railways" have the same."""
    last = draft.follows or valued(reading, draft)
    if last is not None and reading.names_in(last.quantity.end, draft.quantity.start):
        last = None
    last = last or _meant_again(reading, draft)
    if last is not None:
        draft.subjects = last.subjects
        draft.certainty["subject"] = last.certainty.get("subject", 1.0)
        return
    decision = decide(
        "subject",
        draft.span,
        [_nobody(reading, draft), *_candidates(reading, draft)],
        lambda candidate: reading.places_of(candidate.value),
        reading.judge,
    )
    reading.decisions.append(decision)
    draft.certainty["subject"] = decision.probability
    chosen = decision.value
    draft.subjects = [chosen] if chosen is not None else []


def clause_names(reading: Reading, token: Token) -> list[Name]:
    """The names that a clause's verb takes as subject or object: who took part in what it tells."""
    verb = clause_head(token)
    found: list[Name] = []
    subject = subject_of(verb)
    for child in (
        subject,
        *(child for child in verb.children if child.dep_ in ("dobj", "nsubjpass", "dative", "oprd", "attr")),
    ):
        found += names_under(reading, child)
    return distinct(found)
