"""Hedges: how a number is qualified (modifier), how a statement is meant (status), and who it is from (source)."""

import re
import tomllib
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from factextract.mentions.model import Modifier
from factextract.parse import Parse, Token
from factextract.syntax import clause_head, is_verb, subject_of, verb_chain

if TYPE_CHECKING:
    pass

_LOOK_LEFT = 40
_LOOK_RIGHT = 20
_BETWEEN = r"(?:\s+(?:a|an|just|only|another|its|their|half))?[\s\-–(“\"]*$"
"""What may stand between a hedge and its number: "more than a $1bn", "nearly another 300"."""


@cache
def table() -> dict[str, Any]:
    """The words of data/hedges.toml."""
    return tomllib.loads((files("factextract.mentions") / "data" / "hedges.toml").read_text(encoding="utf8"))


def _phrase(words: Iterable[str]) -> str:
    """A pattern for any of the phrases, the longest first."""
    alternatives = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in alternatives)


@cache
def _left_patterns() -> tuple[tuple[Modifier, re.Pattern[str]], ...]:
    modifier = table()["modifier"]
    negated = [
        (kind, re.compile(rf"(?<!\w)(?:{_phrase(words)}){_BETWEEN}", re.I))
        for kind, words in modifier["negated_left"].items()
    ]
    plain = [
        (kind, re.compile(rf"(?<!\w)(?:{_phrase(words)}){_BETWEEN}", re.I))
        for kind, words in modifier["left"].items()
    ]
    return tuple(negated + plain)


@cache
def _gone_up() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_phrase(table()['modifier']['going']['verbs'])})\s+up\s+to{_BETWEEN}", re.I)


@cache
def _right_patterns() -> tuple[tuple[Modifier, re.Pattern[str]], ...]:
    right = table()["modifier"]["right"]
    return tuple((kind, re.compile(rf"\s*(?:{_phrase(words)})(?!\w)", re.I)) for kind, words in right.items())


def modifier_of(text: str, start: int, end: int) -> Modifier:
    """How the number at ``start:end`` is hedged: "more than 8.5 million people" is more_than, "30 or so" approximate."""
    left = text[max(0, start - _LOOK_LEFT) : start]
    for kind, pattern in _left_patterns():
        if pattern.search(left) and not _gone_up().search(left):
            return kind
    right = text[end : end + _LOOK_RIGHT]
    for kind, pattern in _right_patterns():
        if pattern.match(right):
            return kind
    return "exact"


def _auxiliaries(verb: Token) -> set[str]:
    return {
        child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass", "advmod", "neg", "mark")
    }


def _inherits_auxiliary(verb: Token) -> bool:
    """A verb joined to another one shares its auxiliary: "will build and operate"."""
    return verb.dep_ == "conj" and not any(
        child.dep_ in ("nsubj", "aux", "nsubjpass") for child in verb.children
    )


def is_future(verb: Token) -> bool:
    """Whether a clause speaks of the future: "will open", "is due to open", "plans to open", "is expected to"."""
    words = table()["status"]
    future = set(words["future_aux"])
    auxiliaries = _auxiliaries(verb)
    while not auxiliaries & future and _inherits_auxiliary(verb):
        verb = clause_head(verb.head)
        auxiliaries = _auxiliaries(verb)
    if auxiliaries & future:
        return True
    if verb.tag_ == "VB" and "to" in auxiliaries and verb.dep_ in ("xcomp", "acl", "ccomp", "advcl"):
        above = verb.head
        if above.dep_ == "ROOT" and above.lemma_ == "be":
            return True
        return (
            above.lemma_ in words["target_verbs"]
            or above.lemma_ in words["forecast_verbs"]
            or above.lemma_ == "agree"
            or above.lower_ in ("due", "set", "going", "about", "likely", "scheduled")
        )
    return verb.tag_ in ("VBZ", "VBP") and verb.lemma_ in words["present_verbs"]


def future_clauses(parse: Parse) -> Callable[[int], bool]:
    """A test of offsets: does the clause at this offset speak of the future?"""

    def at(offset: int) -> bool:
        return len(parse) > 0 and is_future(clause_head(parse.covering(offset, offset + 1)[0]))

    return at


def _is_reporting(verb: Token) -> bool:
    return verb.lemma_ in _say_verbs()


@cache
def _say_verbs() -> frozenset[str]:
    return frozenset(table()["say"]["verbs"])


@cache
def _status_words(name: str) -> frozenset[str]:
    return frozenset(table()["status"][name])


def _complement_status(verb: Token, above: Token) -> str | None:
    """The status that a verb gives its complement: "plans to invest" target, "is expected to grow" forecast."""
    if above.lemma_ in _status_words("forecast_verbs"):
        return "forecast"
    if above.lemma_ in _status_words("target_verbs"):
        return "target"
    adjective = next((child for child in above.children if child.dep_ in ("acomp", "attr", "oprd")), None)
    for word in filter(None, (adjective, above if above.pos_ in ("ADJ", "NOUN") else None)):
        if word.lower_ in _status_words("forecast_words"):
            return "forecast"
        if word.lower_ in _status_words("target_words") or word.lower_ in ("set", "going", "about"):
            return "target"
    if above.lemma_ == "be" and verb.tag_ == "VB":
        return "target"
    return None


def _verb_status(verb: Token, *, agentive: bool) -> str | None:
    """The status that a verb's own auxiliaries and marks state; "would" without a condition is a past "will"."""
    auxiliaries = _auxiliaries(verb)
    perfect = any(child.lower_ == "have" for child in verb.children if child.dep_ == "aux")
    if (auxiliaries & _status_words("hypothetical_marks") and not auxiliaries & {"whether", "should"}) or (
        _has_condition(verb) and auxiliaries & {"would", "could", "might"}
    ):
        return "hypothetical"
    if auxiliaries & {"could", "might", "may"} or (perfect and "would" in auxiliaries):
        return "hypothetical"
    if auxiliaries & _status_words("future_aux") or auxiliaries & {"would", "should"}:
        return "target" if agentive else "forecast"
    return None


def _has_condition(verb: Token) -> bool:
    """Whether an if-clause hangs on a verb: "would fall if prices rose"."""
    return any(
        child.dep_ == "advcl"
        and any(mark.lower_ in ("if", "unless") for mark in child.children if mark.dep_ == "mark")
        for child in verb.children
    )


def _noun_status(token: Token) -> str | None:
    """The status that a noun above the number, or its adjective, gives: "a target of 5%", "an expected 3 pct rise"."""
    word = token
    for _ in range(4):
        if word.pos_ in ("NOUN", "PROPN", "ADJ", "NUM", "SYM"):
            for near in (
                word,
                *(child for child in word.children if child.dep_ in ("amod", "compound", "acl", "advmod")),
            ):
                low = near.lower_
                if low in _status_words("target_words"):
                    return "target"
                if low in _status_words("forecast_words") or low in (
                    "expected",
                    "projected",
                    "predicted",
                    "forecasted",
                    "anticipated",
                ):
                    return "forecast"
        if word.head.i == word.i or is_verb(word.head):
            break
        word = word.head
    return None


def _is_negated(verb: Token, token: Token) -> bool:
    """Whether a verb denies the value it governs: "did not pay $40m", but not "36% of users had never paid"."""
    return token.i > verb.i and any(child.dep_ == "neg" or child.lower_ == "never" for child in verb.children)


def _argument_status(verb: Token) -> str | None:
    """The status that a verb's subject or object gives what follows: "cut its forecast to 1.7 pct"."""
    for child in verb.children:
        if child.dep_ in ("dobj", "nsubj", "nsubjpass", "attr"):
            if child.lemma_.lower() in (
                "forecast",
                "projection",
                "estimate",
                "outlook",
                "prediction",
                "expectation",
                "guidance",
            ):
                return "forecast"
            if child.lemma_.lower() in ("target", "goal"):
                return "target"
    return None


def _own_status(verb: Token) -> str | None:
    """The status of what a verb of expecting or planning takes itself: "forecast 3 percent growth", "pledged $40m"."""
    if verb.lemma_ in ("expect", "forecast", "predict", "project", "anticipate", "foresee"):
        return "forecast"
    if verb.lemma_ in ("plan", "pledge", "target", "propose", "promise", "earmark", "schedule", "seek"):
        return "target"
    return None


def status_of(token: Token, *, agentive: bool = False, earlier: bool = False) -> str:
    """How the statement about a token is meant: reported, forecast, target, hypothetical or negated.

    ``agentive`` tells that somebody's act is stated, so that "will" is a plan and no forecast; ``earlier`` that the
    token is an earlier figure, which has happened unless a noun of its own says otherwise.
    """
    noun = _noun_status(token)
    if earlier:
        return noun or "reported"
    chain = verb_chain(token)
    for position, verb in enumerate(chain):
        if not is_verb(verb):
            break
        if position == 0 and _is_negated(verb, token):
            return "negated"
        status = _verb_status(verb, agentive=agentive)
        if status is None and position == 0:
            status = noun or _argument_status(verb)
        if status is None and position + 1 < len(chain) and verb.dep_ in ("xcomp", "ccomp", "acl", "advcl"):
            above = verb.head if verb.dep_ == "acl" else chain[position + 1]
            to_infinitive = verb.tag_ == "VB" and any(child.lower_ == "to" for child in verb.children)
            if to_infinitive or (
                verb.dep_ in ("ccomp", "xcomp")
                and above.lemma_ in ("expect", "forecast", "predict", "project", "anticipate", "see")
            ):
                status = _complement_status(verb, above)
        if status is None and position == 0:
            status = _own_status(verb)
        if status is not None:
            return status
        if not _passes_status_on(verb):
            break
    return noun or "reported"


def _passes_status_on(verb: Token) -> bool:
    """Whether a clause shares the status of the one above it: a complement does, "after falling" does not."""
    if verb.dep_ == "conj":
        return _inherits_auxiliary(verb)
    if verb.dep_ == "pcomp":
        return verb.head.lower_ not in ("after", "since", "following", "despite", "from", "before")
    return verb.dep_ in ("xcomp", "advcl") and not any(
        child.dep_ in ("mark", "nsubj") for child in verb.children
    )


def source_of(token: Token) -> Token | None:
    """The noun that a statement is said by: of "…, the central bank said" bank; of "according to customs data" data."""
    for verb in verb_chain(token):
        for child in verb.children:
            if child.lower_ == "according":
                inner = next(
                    (grandchild for grandchild in child.children if grandchild.lower_ == "to"), child
                )
                found = next((noun for noun in inner.children if noun.dep_ == "pobj"), None)
                if found is not None:
                    return found
            if child.dep_ in ("ccomp", "parataxis") and _is_reporting(child) and child.i > verb.i:
                subject = subject_of(child)
                if subject is not None and any(part.dep_ == "nsubj" for part in child.children):
                    return subject
        if verb.dep_ == "ccomp" and _is_reporting(verb.head):
            subject = next((child for child in verb.head.children if child.dep_ == "nsubj"), None)
            if subject is not None:
                return subject
    return None
