"""What a value measures: the noun phrase, found from the word that governs the value."""

from functools import cache

from factextract.facts.change import noun_directions
from factextract.facts.linear import Candidate, decide
from factextract.facts.reading import Draft, Phrase, Reading, table, words_of
from factextract.linker.heads import Places
from factextract.mentions.model import Dimension
from factextract.parse import Token
from factextract.syntax import clause_head, is_verb, object_of, prepositional_objects, subject_of, verb_chain

_MODIFIERS = frozenset(("compound", "amod", "nmod", "npadvmod", "advmod"))


@cache
def _verb_nouns(group: str) -> dict[str, str]:
    nouns: dict[str, str] = table("verb_nouns")[group]
    return nouns


def _is_nominal(token: Token) -> bool:
    return token.pos_ in ("NOUN", "PROPN", "SYM", "NUM", "ADJ", "X") and token.pos_ != "PRON"


def noun_phrase(reading: Reading, head: Token) -> Phrase:
    """A head with its own modifiers and an "of" phrase, without article, number or possessor: "sales of durable goods"."""
    first = head
    for token in reversed(list(head.lefts)):
        if (
            token.dep_ not in _MODIFIERS
            or token.tag_ in ("DT", "CD", "PRP$", "JJS", "JJR")
            or token.i in reading.quantity_at
            or token.i in reading.date_at
        ):
            break
        if token.i in reading.name_at and reading.name_at[token.i].type in ("GPE", "NORP", "LOC"):
            break
        first = (
            token.left_edge
            if token.left_edge.i not in reading.quantity_at
            and token.left_edge.tag_ not in ("DT", "CD", "PRP$")
            else token
        )
    last = head
    for child in head.rights:
        if child.dep_ == "prep" and child.lower_ == "of" and child.i == last.i + 1:
            inner = next((noun for noun in child.children if noun.dep_ == "pobj"), None)
            if (
                inner is None
                or inner.i - child.i > 4
                or any(
                    i in reading.name_at or i in reading.date_at or i in reading.quantity_at
                    for i in range(child.i, inner.i + 1)
                )
            ):
                break
            last = inner
        break
    start, end = first.idx, last.idx + len(last.text)
    return Phrase(reading.text[start:end], start, end)


def _usable(reading: Reading, token: Token | None) -> bool:
    """Whether a token can head an indicator: a common noun (or a name that is no place), and no value or date."""
    if (
        token is None
        or token.pos_ in ("PRON", "DET")
        or token.i in reading.quantity_at
        or token.i in reading.date_at
    ):
        return False
    if token.i in reading.name_at and reading.name_at[token.i].type in (
        "GPE",
        "ORG",
        "PERSON",
        "NORP",
        "LOC",
        "FAC",
        "PRODUCT",
    ):
        return False
    return token.pos_ in ("NOUN", "PROPN", "ADJ", "VERB", "X")


def _of_trigger_noun(reading: Reading, noun: Token) -> Token | None:
    """What a noun of change is about: of "a 19 pct increase in construction output", output; of "GDP growth", GDP."""
    for found in prepositional_objects(noun, ("in", "of", "for", "on", "to")):
        if _usable(reading, found) and found.lemma_ not in ("comparison", "term", "line", "fact"):
            return found
    for child in noun.children:
        if (
            child.dep_ in ("compound", "amod", "nmod", "poss")
            and child.i < noun.i
            and child.pos_ in ("NOUN", "PROPN")
            and _usable(reading, child)
        ):
            return child
    return None


def _host_of_noun(reading: Reading, noun: Token) -> Token | None:
    """What a noun of change without its own object hangs on: "Exports posted a 3% rise", "…, a 16.4-percent increase"."""
    token = noun
    while (
        token.dep_
        in (
            "compound",
            "conj",
            "pobj",
            "prep",
            "attr",
            "dobj",
            "appos",
            "nsubj",
            "npadvmod",
            "pcomp",
            "advcl",
            "dep",
        )
        and token.head.i != token.i
    ):
        token = token.head
        if is_verb(token):
            subject = subject_of(token)
            if subject is not None and subject.i != noun.i and _usable(reading, subject):
                return subject
            if subject is not None and subject.i == noun.i:
                return None
    return None


def _from_verb(reading: Reading, draft: Draft, verb: Token) -> Token | None:
    """The argument of a verb that its change or level is about: the object that is changed, else the subject."""
    target = object_of(verb)
    if (
        target is not None
        and verb.lemma_ not in words_of("verbs", "linking")
        and target.i != draft.anchor.i
        and _usable(reading, target)
        and not draft.anchor.is_ancestor(target)
    ):
        return target
    subject = subject_of(verb)
    return subject if _usable(reading, subject) else None


def _level_host(reading: Reading, draft: Draft) -> Token | None:
    """The noun that a level belongs to by the parse: "a $2bn loan", "a profit of £1.1m", "the deficit was 2bn"."""
    token = draft.anchor
    for _ in range(6):
        head = token.head
        if head.i == token.i:
            return None
        if token.dep_ in ("compound", "nummod", "amod", "nmod", "quantmod", "poss") and _usable(
            reading, head
        ):
            return head
        if (
            token.dep_ == "pobj"
            and head.lower_ in words_of("indicators", "before_levels")
            and _usable(reading, head.head)
            and not is_verb(head.head)
        ):
            return head.head
        if token.dep_ == "appos" and _usable(reading, head):
            return head
        if is_verb(head):
            return None
        token = head
    return None


def _of_complement(reading: Reading, draft: Draft) -> Token | None:
    """The noun that follows with "of" or "in": "$41bn in sales", "10 days of talks", "a third of exports"."""
    last = draft.anchor
    for found in prepositional_objects(last, ("of", "in", "worth", "for")):
        if _usable(reading, found):
            return found
    return None


_VERB_GROUPS = {Dimension.MONEY: "money", Dimension.DURATION: "duration", Dimension.PERCENT: "percent"}


def _verb_group(draft: Draft) -> str:
    """Which verbs name what a value measures: of kilometres "lie" is a distance, of hectares "cover" an area."""
    return _VERB_GROUPS.get(draft.dimension) or _verb_nouns("units").get(draft.unit, "count")


def _named_by_verb(draft: Draft, verb: Token) -> Phrase | None:
    """The noun for what a verb says of its amount: "raised $62m" funding, "160 died" deaths, "covers 9 acres" area."""
    noun = _verb_nouns(_verb_group(draft)).get(verb.lemma_)
    return Phrase(noun, verb.idx, verb.idx + len(verb.text)) if noun else None


def _counted(reading: Reading, draft: Draft) -> Phrase | None:
    """The counted noun phrase itself: "nine highways" measures highways."""
    quantity = draft.quantity
    if draft.dimension is not Dimension.COUNT or quantity.unit_start >= quantity.unit_end:
        return None
    start = quantity.number_end
    text = reading.text[start : quantity.unit_end]
    stripped = text.lstrip(" -–\n")
    start += len(text) - len(stripped)
    return Phrase(stripped, start, quantity.unit_end) if stripped else None


def _host(reading: Reading, draft: Draft) -> Token | None:
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
            if (
                trigger.dep_ in ("amod", "advmod", "acl", "prep", "appos")
                and _usable(reading, noun)
                and not is_verb(noun)
            ):
                return noun
        return _from_verb(reading, draft, verb)
    return None


def _own_noun(reading: Reading, draft: Draft) -> Token | None:
    """The noun right before a value in an elided clause: "exports rose 7.5%, [imports] 3%"."""
    if draft.follows is None:
        return None
    between = reading.doc.within(draft.follows.quantity.end, draft.quantity.start)
    nouns = [token for token in between if token.pos_ in ("NOUN", "PROPN") and _usable(reading, token)]
    return nouns[-1] if nouns else None


def _rule_proposals(reading: Reading, draft: Draft) -> "dict[int, list[str]]":
    """The heads that the rules propose, by token, each with the names of the rules."""
    verb = draft.verb
    proposals = {
        "host": _host(reading, draft),
        "level host": _level_host(reading, draft),
        "of complement": _of_complement(reading, draft),
        "from verb": _from_verb(reading, draft, verb),
        "own noun": _own_noun(reading, draft),
    }
    found: dict[int, list[str]] = {}
    for rule, token in proposals.items():
        if token is not None:
            found.setdefault(token.i, []).append(rule)
    return found


def _phrase_at(reading: Reading, head: Token) -> Phrase:
    """The phrase that a head stands for; a light head ("number of", "value of") takes its inner noun along."""
    found = reading.phrase_of.get(head.i)
    if found is None:
        found = reading.phrase_of[head.i] = _with_inner_noun(reading, head)
    return found


def _with_inner_noun(reading: Reading, head: Token) -> Phrase:
    phrase = noun_phrase(reading, head)
    if head.lemma_.lower() in words_of("indicators", "light"):
        inner = next(iter(prepositional_objects(head, ("of", "in", "for"))), None)
        if inner is not None and _usable(reading, inner) and inner.i - head.i <= 5:
            end = noun_phrase(reading, inner).end
            return Phrase(reading.text[phrase.start : end], phrase.start, end)
    return phrase


def _path(token: Token, anchor: Token) -> str:
    """How a noun lies to the value in the parse, in a few words: "above compound", "below prep of", "sibling nsubj"."""
    up: list[str] = []
    step = anchor
    while step.head.i != step.i and len(up) < 4:
        up.append(f"{step.dep_} {step.lower_}" if step.dep_ == "prep" else step.dep_)
        step = step.head
        if step.i == token.i:
            return "above " + " ".join(up[-3:])
    down: list[str] = []
    step = token
    while step.head.i != step.i and len(down) < 4:
        down.append(f"{step.dep_} {step.lower_}" if step.dep_ == "prep" else step.dep_)
        step = step.head
        if step.i == anchor.i:
            return "below " + " ".join(down[-3:])
        if anchor.is_ancestor(token):
            continue
        if step.is_ancestor(anchor):
            return f"beside {' '.join(down[-2:])} {'verb' if is_verb(step) else 'noun'}"
    return "far"


@cache
def _deed_endings() -> tuple[str, ...]:
    """How nouns for what is done end: "clearance", "construction"."""
    return tuple(table("indicators")["deed_endings"])


def _token_features(reading: Reading, draft: Draft, head: Token, rules: list[str]) -> list[str]:
    role = draft.role
    dimension = draft.dimension.value
    lemma = head.lemma_.lower()
    path = _path(head, draft.anchor)
    gap = head.i - draft.anchor.i
    side = "after" if gap > 0 else "before"
    distance = "1-2" if abs(gap) < 3 else "3-5" if abs(gap) < 6 else "6-10" if abs(gap) < 11 else "11+"
    between = range(min(head.i, draft.anchor.i) + 1, max(head.i, draft.anchor.i))
    values = len(
        {
            reading.quantity_at[i].start
            for i in between
            if i in reading.quantity_at and reading.quantity_at[i].start != draft.quantity.start
        }
    )
    features = [
        "noun",
        f"noun {dimension} {role}",
        f"path {path}",
        f"path {path} {role}",
        f"{side} {distance}",
        f"{side} {distance} {dimension}",
        f"{side} values {min(values, 3)} {role}",
        f"dep {head.dep_} {role}",
        f"lemma {lemma} {dimension}",
        f"lemma {lemma}",
        f"pos {head.pos_} {head.tag_}",
        f"named {head.i in reading.name_at}",
    ]
    features += [f"rule {rule} {role}" for rule in rules]
    features += [f"rule {rule} {dimension}" for rule in rules]
    if not rules:
        features.append("no rule")
    verb = draft.verb
    features.append(f"same clause {clause_head(head).i == verb.i}")
    if draft.trigger is not None and draft.trigger.i == head.i:
        features.append(f"is the trigger {dimension}")
    if lemma in noun_directions():
        features.append(f"a change {role} {dimension}")
    if lemma in words_of("indicators", "light"):
        features.append("light")
    deed = lemma.endswith(_deed_endings())
    features.append(f"deed {deed} {dimension}")
    if gap < 0 and not values:
        joining = [reading.doc[i].lower_ for i in between if reading.doc[i].dep_ == "prep"]
        plain = all(
            reading.doc[i].dep_ == "prep" or reading.doc[i].tag_ in _PLAIN_TAGS or i in reading.quantity_at
            for i in between
        )
        if plain and len(joining) <= 1 + (draft.modifier in ("more_than", "less_than")):
            features += [
                f"joined by {joining[0] if joining else 'nothing'} {dimension}",
                f"joined by {joining[0] if joining else 'nothing'} {role}",
                f"joined by {joining[0] if joining else 'nothing'} {dimension} deed {deed}",
            ]
    features += _wording(draft, head)
    if head.dep_ == "nsubj" and head.head.lemma_ in ("say", "show", "report", "tell"):
        features.append("says")
    if any(other.head is not None and other.head.i == head.i for other in reading.drafts[-2:]):
        features.append(f"had before {draft.follows is not None} {role}")
    return features


def _wording(draft: Draft, head: Token) -> list[str]:
    """The words a noun goes with: the verbs above it and the value, its own determiner and modifier, how it ends."""
    verb, lemma = draft.verb, head.lemma_.lower()
    same = clause_head(head).i == verb.i
    determiner = next((child.lower_ for child in head.children if child.dep_ in ("det", "poss")), "-")
    modifier = next((child.lower_ for child in head.children if child.dep_ in ("amod", "compound")), "-")
    trigger = draft.trigger.lemma_ if draft.trigger is not None else "-"
    return [
        f"verb {verb.lemma_} {head.dep_} {same}",
        f"verb {verb.lemma_} {lemma}",
        f"governor {head.head.lemma_} {head.dep_}",
        f"lemma {lemma} {draft.role}",
        f"determiner {determiner}",
        f"modifier {modifier}",
        f"trigger {trigger} {head.dep_} {same}",
        f"ends {lemma[-4:]} {draft.dimension.value}",
    ]


def _word_before(reading: Reading, draft: Draft) -> str:
    """The word a value hangs on from the left, its hedge passed over: of "for more than 8.5 million people", for."""
    index = reading.words(draft.quantity).first - 1
    hedges = words_of("indicators", "passed_over")
    while index >= draft.sentence.start and reading.doc[index].lower_ in hedges:
        index -= 1
    return reading.doc[index].lower_ if index >= draft.sentence.start else "^"


def _candidates(reading: Reading, draft: Draft) -> list[Candidate[tuple[Phrase, Token] | None]]:
    """What may be measured: the nouns of the sentence, the counted noun, the noun for the verb, the indicators before."""
    rules = _rule_proposals(reading, draft)
    role, dimension = draft.role, draft.dimension.value
    found: list[Candidate[tuple[Phrase, Token] | None]] = []
    first, last = (
        max(draft.sentence.start, draft.anchor.i - _REACH),
        min(draft.sentence.end, draft.anchor.i + _REACH),
    )
    for i in sorted({*range(first, last), *rules}):
        head = reading.doc[i]
        if i in rules or (
            head.pos_ in ("NOUN", "PROPN")
            and head.dep_ not in ("compound", "amod", "nmod")
            and _usable(reading, head)
        ):
            found.append(
                Candidate(
                    (_phrase_at(reading, head), head), _token_features(reading, draft, head, rules.get(i, []))
                )
            )
    counted = _counted(reading, draft)
    if counted is not None:
        lemma = draft.unit.split()[-1]
        near = draft.verb
        found.append(
            Candidate(
                (counted, draft.anchor),
                [
                    "counted",
                    f"counted {role}",
                    f"counted {draft.anchor.dep_}",
                    f"counted {lemma}",
                    f"counted verb {near.lemma_}",
                    f"counted after {_word_before(reading, draft)}",
                    f"counted rules {bool(rules)} {draft.anchor.dep_}",
                    f"counted verb {near.lemma_} {draft.anchor.dep_}",
                    f"counted {lemma} after {_word_before(reading, draft)}",
                ],
            )
        )
    for depth, verb in enumerate(verb_chain(draft.anchor)[:2]):
        named = _named_by_verb(draft, verb)
        if named is not None:
            found.append(
                Candidate(
                    (named, verb),
                    [
                        "by verb",
                        f"by verb {verb.lemma_} {dimension}",
                        f"by verb {depth} {draft.anchor.dep_} {dimension}",
                        f"by verb {role}",
                    ],
                )
            )
    for back, earlier in enumerate(reversed(reading.drafts[-3:])):
        if earlier.indicator is None or earlier.head is None:
            continue
        away = min(
            reading.sentence_number(draft.quantity.start) - reading.sentence_number(earlier.quantity.start), 3
        )
        features = [
            "earlier",
            f"earlier {back} away {away}",
            f"earlier {role} from {earlier.role} {earlier.dimension is draft.dimension}",
            f"earlier follows {draft.follows is earlier}",
            f"earlier {dimension} {role}",
            f"earlier unit {earlier.unit == draft.unit} {role}",
            f"earlier away {away} {role}",
            f"earlier rules {bool(rules)} {role}",
            f"earlier left {_word_before(reading, draft)}",
            f"earlier lemma {earlier.head.lemma_.lower()}",
        ]
        found.append(Candidate((earlier.indicator, earlier.head), features))
    return found


_PLAIN_TAGS = frozenset(("DT", "JJR", "JJ", "RB", "IN", "$", "CD", "HYPH", "RBR", "PRP$"))
_SET_APART = 4
_REACH = 17
"""How many words from a value its indicator's head may be."""


def _places(candidate: Candidate[tuple[Phrase, Token] | None]) -> Places:
    """Where the text has an indicator: its phrase and the head of it; its sort is told by the first feature."""
    if candidate.value is None:
        return Places("none")
    phrase, head = candidate.value
    return Places(candidate.features[0], [(phrase.start, phrase.end), (head.idx, head.idx + len(head.text))])


def _is_set_against(reading: Reading, draft: Draft, other: Draft) -> bool:
    """Whether nothing but words of comparison stands between a figure and an earlier one of its unit."""
    if draft.role != "previous" or draft.unit != other.unit:
        return False
    between = reading.doc.within(other.quantity.end, draft.quantity.start)
    return 0 < len(between) <= _SET_APART and all(
        token.lower_ in words_of("indicators", "set_against") for token in between
    )


def link_indicator(reading: Reading, draft: Draft) -> None:
    """Set a draft's indicator and its head token; the rules propose, fitted weights decide.

    An earlier figure right after the one that it is set against has that one's: "a deficit of $1bn, compared to $2bn".
    """
    other = draft.earlier
    if other is not None and other.indicator is not None and _is_set_against(reading, draft, other):
        draft.indicator, draft.head = other.indicator, other.head
        draft.certainty["indicator"] = other.certainty.get("indicator", 1.0)
        return
    candidates = _candidates(reading, draft)
    if not candidates:
        return
    decision = decide("indicator", draft.span, candidates, _places, reading.judge)
    reading.decisions.append(decision)
    draft.certainty["indicator"] = decision.probability
    chosen = decision.value
    if chosen is not None:
        draft.indicator, draft.head = chosen
