"""Words that stand for a name, and which: "the carrier", "it", "the central bank", "she"."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from ..model import Country, Name
from .countries import is_country
from .spans import Span
from .tables import Kind, central_banks, gazetteer, pointer_heads, pointer_words, words
from .words import Word, split_words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_THING = frozenset({"it", "its"})
_PLURAL = frozenset({"they", "their"})
_PERSON = frozenset({"he", "she", "his", "her"})
_PRONOUNS = _THING | _PLURAL | _PERSON
_DETERMINERS = frozenset({"the", "this", "that"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_STOPPING = frozenset({"of", "which", "who", "behind", "that"})
_OBJECTS = frozenset({"dobj", "pobj", "dative"})
_EXPLETIVE_VERBS = frozenset(
    {"become", "remain", "prove", "mean", "seem", "appear", "happen", "rain", "snow", "take", "emerge"}
)
_CLAUSES = frozenset({"ccomp", "xcomp", "advcl", "csubj"})
_NOT_MODIFIERS = frozenset(
    {"IN", "CC", "TO", "MD", "WDT", "PRP", "PRP$", "RB", "CD", "DT", "VBZ", "VBD", "NNS"}
)
_APART = frozenset({"two", "other", "another", "second", "third", "first", "last", "next", "only"})
_SMALL_WORLD = frozenset({"company", "facility", "product"})
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that may stand for a name: where it is, what kind of name it wants."""

    word: int
    start: int
    end: int
    wants: str
    noun: str


@dataclass(slots=True)
class Story:
    """What the text has named so far, and where."""

    doc: "Doc"
    found: list[Word]
    sentences: list[int]
    starts: list[int]
    home: Country | None
    sex: dict[str, str]
    told: list[Name] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    subjects: list[bool] = field(default_factory=list)
    at_token: dict[int, Name] = field(default_factory=dict)

    def sentence(self, token: int) -> int:
        """The number of the sentence a token stands in."""
        return bisect_right(self.sentences, token) - 1

    def bounds(self, number: int) -> tuple[int, int]:
        """The first token of a sentence and the first after it."""
        last = number + 1 < len(self.sentences)
        return self.sentences[number], self.sentences[number + 1] if last else len(self.doc)

    def tell(self, name: Name) -> None:
        """Add a name as told."""
        word = bisect_right(self.starts, name.start) - 1
        self.numbers.append(self.sentence(self.found[word].token))
        subject = False
        while word < len(self.found) and self.starts[word] < name.end:
            token = self.found[word].token
            self.at_token[token] = name
            subject = subject or self.doc[token].dep_ in _SUBJECTS
            word += 1
        self.subjects.append(subject)
        self.told.append(name)

    def latest(self, before: int) -> Iterator[tuple[Name, int, bool]]:
        """Names told, the latest first, with their distance in sentences and whether they are subjects."""
        for index in range(len(self.told) - 1, -1, -1):
            yield self.told[index], before - self.numbers[index], self.subjects[index]


def find_pointers(
    doc: "Doc", found: list[Word], names: Sequence[Name], home: Country | None, sex: dict[str, str]
) -> list[Name]:
    """All words that point back at one of ``names``, each with the name it stands for.

    ``home`` is the article's country, which "the government" may mean without a name before; ``sex`` tells of
    persons whether "he" or "she" can mean them.
    """
    story = Story(doc, found, _sentence_starts(doc), [word.start for word in found], home, sex)
    taken = _covered(names, story.starts)
    pointers: list[Name] = []
    position = 0
    for candidate in _candidates(found, taken):
        while position < len(names) and names[position].start < candidate.start:
            story.tell(names[position])
            position += 1
        target = _resolve(story, candidate)
        if target is not None:
            pointer = Name(candidate.start, candidate.end, target.name, target.type, target.id, pointer=True)
            pointers.append(pointer)
            story.tell(pointer)
    return pointers


def sexes(found: list[Word], spans: Sequence[Span], names: Sequence[Name]) -> dict[str, str]:
    """Who is "he" and who "she", by title and first name: "Ms Mohd-Saaid", "Philip Knight"."""
    starts = {span.start: span.first for span in spans if span.type == "PERSON"}
    told: dict[str, str] = {}
    for name in names:
        first = starts.get(name.start)
        if name.type != "PERSON" or first is None:
            continue
        title = found[first - 1].text if first else ""
        for sex in ("male", "female"):
            if title in words("titles", f"{sex}_titles") or found[first].text in words(
                "titles", f"{sex}_names"
            ):
                told[name.name] = sex
    return told


def _sentence_starts(doc: "Doc") -> list[int]:
    marks = doc.to_array(["SENT_START"]).tolist()
    return [index for index, mark in enumerate(marks) if mark == 1 or index == 0]


def _covered(names: Sequence[Name], starts: list[int]) -> dict[int, Name]:
    """The name at each word that is part of one."""
    taken: dict[int, Name] = {}
    for name in names:
        word = bisect_right(starts, name.start) - 1
        while word < len(starts) and starts[word] < name.end:
            taken[word] = name
            word += 1
    return taken


def _candidates(found: list[Word], taken: dict[int, Name]) -> Iterable[Candidate]:
    heads = pointer_heads()
    for index, word in enumerate(found):
        if index in taken:
            continue
        text = word.text.lower() if word.opens else word.text
        if text in _PRONOUNS:
            yield Candidate(index, word.start, word.end, text, text)
        elif text in heads:
            wants = heads[text]
            if text == "bank" and index and found[index - 1].text == "central":
                wants = "central_bank"
            if index - 1 in taken and wants in ("government", "country", "central_bank"):
                continue
            first = _phrase_start(found, index, taken, wants)
            if first is not None:
                yield Candidate(index, found[first].start, word.end, wants, text)


def _phrase_start(found: list[Word], index: int, taken: dict[int, Name], wants: str) -> int | None:
    """The first word of the pointing phrase that ends at ``index``, or None where the noun does not point."""
    if index + 1 < len(found):
        after = found[index + 1]
        if after.gap == "-":
            return None
        if after.gap == " " and (
            after.text in _STOPPING or index + 1 in taken or after.tag in ("NN", "NNS", "NNP", "NNPS")
        ):
            return None
    for back in range(index - 1, max(-1, index - 6), -1):
        word = found[back]
        if found[back + 1].gap not in (" ", "-", "'s ", "’s "):
            return None
        if word.text.lower() in _DETERMINERS:
            return back if not any(each in taken for each in range(back, index)) else index
        if back in taken and not is_country(taken[back]) and found[back + 1].gap != "-":
            return None
        counts = word.tag == "CD" and found[back + 1].gap == "-"  # "the 10-member bloc"
        if (word.tag in _NOT_MODIFIERS and not counts) or word.text in _APART:
            return None
        noun = word.tag.startswith("NN") and back not in taken and found[back + 1].gap != "-"
        if noun and wants not in _SMALL_WORLD and word.text not in ("member", "state", "nation", "central"):
            return None
    return None


def _resolve(story: Story, candidate: Candidate) -> Name | None:
    if candidate.wants in _PERSON:
        return _person(story, candidate)
    if candidate.wants in _THING | _PLURAL:
        return _pronoun(story, candidate)
    if candidate.wants in ("government", "central_bank", "country"):
        return _country(story, candidate)
    return _described(story, candidate)


def _person(story: Story, candidate: Candidate) -> Name | None:
    """The person last told, at most three sentences back; the subject of a sentence before others in it."""
    here = story.sentence(story.found[candidate.word].token)
    sought = "male" if candidate.wants in ("he", "his") else "female"
    best: Name | None = None
    at = 0
    for name, distance, subject in story.latest(here):
        if distance > _NEAR or (best is not None and distance > at):
            break
        if name.type == "PERSON" and story.sex.get(name.name, sought) == sought:
            if subject:
                return name
            best, at = best or name, distance
    return best


def _pronoun(story: Story, candidate: Candidate) -> Name | None:
    """What "it" or "they" repeats: who is asked to act, else a subject of this sentence or the one before."""
    token = story.doc[story.found[candidate.word].token]
    plural = candidate.wants in _PLURAL
    if candidate.wants == "it" and (token.dep_ in _OBJECTS or _expletive(token)):
        return None
    beside = _beside(story, candidate)
    if beside is not None:
        return beside
    asked = _asked(story, token)
    if asked is not None and _fits(asked, plural):
        return asked
    number = story.sentence(token.i)
    first, _ = story.bounds(number)
    for subject in reversed(_subjects(story, first, token.i)):
        name = _named(story, subject, plural, candidate.wants == "its")
        if name is not None:
            return name
        if plural and subject.tag_ in ("NNS", "NNPS"):
            return None
        if subject.tag_ in ("NN", "NNP") and _rules_out(subject, token):
            return None
    if number == 0:
        return None
    subjects = _subjects(story, *story.bounds(number - 1))
    if plural and any(each.tag_ in ("NNS", "NNPS") for each in subjects):
        return None
    main = [each for each in subjects if each.head.dep_ == "ROOT"] or subjects[:1]
    for subject in main + [each for each in subjects if each not in main]:
        name = _named(story, subject, plural, True)
        if name is not None:
            return name
    return None


def _beside(story: Story, candidate: Candidate) -> Name | None:
    """The name right before a comma and "its": "Gazprom, its unit Gazpromneft"."""
    word = story.found[candidate.word]
    if candidate.wants != "its" or candidate.word == 0 or word.gap not in (", ", " and "):
        return None
    name = story.at_token.get(story.found[candidate.word - 1].token)
    return name if name is not None and _fits(name, False) else None


def _rules_out(subject: "Token", token: "Token") -> bool:
    """Tell a noun the pronoun must repeat: the subject of its own clause or of the "said" above it."""
    if subject.text in words("titles", "roles"):
        return False
    clause = token.head if token.dep_ in _SUBJECTS else token.head.head
    return subject.head in (token.head, clause) or (clause.dep_ == "ccomp" and clause.head == subject.head)


def _subjects(story: Story, first: int, last: int) -> list["Token"]:
    return [token for token in story.doc[first:last] if token.dep_ in _SUBJECTS]


def _asked(story: Story, token: "Token") -> Name | None:
    """The object that is to act: in "urged Japan to redirect its economy", its is Japan's."""
    for verb in token.ancestors:
        if verb.dep_ in ("xcomp", "ccomp") and verb.i < token.i:
            for child in (*verb.head.children, *verb.children):
                if child.dep_ in ("dobj", "nsubj") and verb.head.i < child.i < verb.i:
                    return story.at_token.get(child.i)
        if verb.pos_ == "VERB" and verb.dep_ not in ("xcomp", "ccomp"):
            return None
    return None


def _expletive(token: "Token") -> bool:
    """Tell the "it" of "it is likely that", "it seems" from one that points."""
    if token.dep_ == "expl":
        return True
    if token.dep_ not in _SUBJECTS:
        return False
    relations = {child.dep_ for child in token.head.children}
    if token.head.lemma_ in _EXPLETIVE_VERBS:
        return bool(relations & _CLAUSES)
    return token.head.lemma_ == "be" and bool(relations & {"acomp", "attr"}) and bool(relations & _CLAUSES)


def _named(story: Story, subject: "Token", plural: bool, loose: bool) -> Name | None:
    """The name a subject is, or where ``loose`` the one it belongs to: "Ford's profit", "shares of Ford"."""
    name = story.at_token.get(subject.i)
    if name is not None:
        return name if _fits(name, plural) else None
    if not loose or plural:
        return None
    for child in subject.children:
        if child.dep_ in ("poss", "compound", "nmod"):
            name = story.at_token.get(child.i)
            if name is not None and _fits(name, plural):
                return name
        if child.dep_ == "prep" and child.lower_ == "of":
            for noun in child.children:
                name = story.at_token.get(noun.i)
                if name is not None and _fits(name, plural):
                    return name
    return None


def _fits(name: Name, plural: bool) -> bool:
    return name.type == "ORG" if plural else name.type != "PERSON"


def _country(story: Story, candidate: Candidate) -> Name | None:
    """The country meant by "the country", "the government", or its central bank where one is named."""
    here = story.sentence(story.found[candidate.word].token)
    if candidate.wants == "central_bank":
        for name, _, _ in story.latest(here):
            if _is_central_bank(name):
                return name
    home = None
    if story.home is not None:
        home = Name(candidate.start, candidate.end, story.home.name, "GPE", story.home.id)
    near: list[Name] = []
    for name, distance, subject in story.latest(here):
        if distance > 1:
            break
        if is_country(name):
            near.append(name)
            if subject and candidate.wants == "country" and distance == 0:
                return name
    if not near:
        return home
    if home is not None and (candidate.wants != "country" or any(name.name == home.name for name in near)):
        return home
    return near[0]


def _is_central_bank(name: Name) -> bool:
    return name.type == "ORG" and (
        name.name.startswith(central_banks("starts")) or name.name in central_banks("names")
    )


def _described(story: Story, candidate: Candidate) -> Name | None:
    """The name a noun describes: the last told of its kind, subjects and much-told names first."""
    here = story.sentence(story.found[candidate.word].token)
    counts: Counter[str] = Counter()
    points: dict[str, int] = {}
    latest: dict[str, tuple[Name, int]] = {}
    for name, distance, subject in story.latest(here):
        if not _suits(candidate, name):
            continue
        counts[name.name] += 1
        latest.setdefault(name.name, (name, distance))
        score = (3 - distance) * 2 + (3 if subject else 0) if distance <= 2 else 0
        points[name.name] = max(points.get(name.name, 0), score)
    if candidate.noun in pointer_words("airline_nouns"):
        flying = {
            each: told for each, told in latest.items() if pointer_words("airlines") & {*split_words(each)}
        }
        latest = flying or latest
    if not latest:
        return None
    best = max(latest, key=lambda each: (points[each] + 2 * min(counts[each], 4), -latest[each][1]))
    name, distance = latest[best]
    if candidate.wants not in ("company", "club", "bloc") and distance > _NEAR + 2:
        return None
    return name


def _suits(candidate: Candidate, name: Name) -> bool:
    """Tell whether a name is of the kind a noun can stand for."""
    wants, noun = candidate.wants, candidate.noun
    if name.type == "ORG":
        return _organisation_suits(wants, noun, name.name)
    if wants == "subdivision":
        return name.type in ("GPE", "LOC") and name.id is not None and len(name.id) > 2
    if wants == "city":
        return name.type == "GPE" and name.id is None and not is_country(name)
    if wants == "index":
        return name.type == "PRODUCT" and _has_kind(name.name, "market")
    if wants == "product":
        return name.type == "PRODUCT" and not _has_kind(name.name, "market")
    if wants == "facility":
        return name.type in ("FAC", "LOC") and _contains(name.name, noun)
    return wants == "law" and name.type == "LAW" and _contains(name.name, noun)


@cache
def _organisation_suits(wants: str, noun: str, name: str) -> bool:
    """Tell whether an organisation can be called by a noun: a ministry is no company, a bank no airline."""
    parts = frozenset(split_words(name))
    if wants == "bloc":
        return _has_kind(name, "bloc")
    if wants == "body":
        return _contains(name, noun)
    if wants == "club":
        return bool(parts & pointer_words("clubs"))
    if wants != "company" or _has_kind(name, "bloc"):
        return False
    if noun in pointer_words("exchange_nouns"):
        return bool(parts & pointer_words("exchanges"))
    if noun in pointer_words("bank_nouns"):
        return bool(parts & pointer_words("banks"))
    return not parts & pointer_words("bodies")


def _contains(name: str, noun: str) -> bool:
    parts = split_words(name)
    return noun in parts or noun.capitalize() in parts


@cache
def _has_kind(name: str, kind: Kind) -> bool:
    first = split_words(name)[0]
    return any(entry.kind == kind and entry.name == name for _, entry in gazetteer().get(first, ()))
