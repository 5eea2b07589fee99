"""Words that stand for a name: "the carrier", "it", "the central bank", "she" — and which name each stands for."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ..model import Name
from .countries import country_name
from .tables import gazetteer, pointer_heads, pointer_words
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
_EXPLETIVE_VERBS = frozenset({"seem", "appear", "happen", "rain", "snow", "take", "emerge"})
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
    home: str | None
    told: list[Name] = field(default_factory=list)
    at_token: dict[int, Name] = field(default_factory=dict)

    def sentence(self, start: int) -> int:
        """The number of the sentence a character stands in."""
        return bisect_right(self.sentences, start) - 1

    def tell(self, name: Name, tokens: Iterable[int]) -> None:
        """Add a name as told."""
        self.told.append(name)
        for token in tokens:
            self.at_token[token] = name


def find_pointers(doc: "Doc", found: list[Word], names: Sequence[Name], home: str | None) -> list[Name]:
    """All words that point back at one of ``names``, each with the name it stands for; ``home`` is the article's country."""
    story = Story(doc, found, [sentence.start_char for sentence in doc.sents], home)
    starts = [word.start for word in found]
    taken = _covered(names, starts)
    pointers: list[Name] = []
    queue = list(names)
    position = 0
    for candidate in _candidates(found, taken):
        while position < len(queue) and queue[position].start < candidate.start:
            _tell(story, queue[position], starts)
            position += 1
        target = _resolve(story, candidate)
        if target is None:
            continue
        pointer = Name(candidate.start, candidate.end, target.name, target.type, target.id, pointer=True)
        pointers.append(pointer)
        story.tell(pointer, (found[candidate.word].token,))
    return pointers


def _covered(names: Sequence[Name], starts: list[int]) -> set[int]:
    taken: set[int] = set()
    for name in names:
        first = bisect_right(starts, name.start) - 1
        while first < len(starts) and starts[first] < name.end:
            taken.add(first)
            first += 1
    return taken


def _tell(story: Story, name: Name, starts: list[int]) -> None:
    first = bisect_right(starts, name.start) - 1
    tokens = []
    while first < len(starts) and starts[first] < name.end:
        tokens.append(story.found[first].token)
        first += 1
    story.tell(name, tokens)


def _candidates(found: list[Word], taken: set[int]) -> Iterable[Candidate]:
    heads = pointer_heads()
    for index, word in enumerate(found):
        if index in taken:
            continue
        text = word.text.lower() if word.opens else word.text
        if text in _PRONOUNS:
            yield Candidate(index, word.start, word.end, text, text)
        elif text in heads or (text == "bank" and index and found[index - 1].text == "central"):
            noun = _pointing_noun(found, index, taken)
            if noun is not None:
                wants = (
                    "central_bank" if text == "bank" and found[index - 1].text == "central" else heads[text]
                )
                yield Candidate(index, found[noun].start, word.end, wants, text)


def _pointing_noun(found: list[Word], index: int, taken: set[int]) -> int | None:
    """The first word of the pointing phrase that ends at ``index``, or None where the noun does not point."""
    after = found[index + 1] if index + 1 < len(found) else None
    if after is not None:
        if after.gap == " " and (
            after.text in _STOPPING or index + 1 in taken or after.tag in ("NN", "NNS", "NNP", "NNPS")
        ):
            return None
        if after.gap == "-":
            return None
    for back in range(index - 1, max(-1, index - 6), -1):
        word = found[back]
        if found[back + 1].gap not in (" ", "-", "'s ", "’s "):
            return None
        if word.text.lower() in _DETERMINERS:
            return back if not any(each in taken for each in range(back, index)) else index
        if (
            word.tag in ("IN", "CC", "TO", "MD", "WDT", "PRP", "PRP$", "RB", "CD", "DT")
            or word.tag.startswith("VBZ")
            or word.text in ("two", "other", "another", "second", "third")
        ):
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
    here = story.sentence(candidate.start)
    best: Name | None = None
    for name in reversed(story.told):
        distance = here - story.sentence(name.start)
        if distance > _NEAR or (best is not None and story.sentence(name.start) < story.sentence(best.start)):
            break
        if name.type == "PERSON":
            if _is_subject(story, name):
                return name
            best = best or name
    return best


def _is_subject(story: Story, name: Name) -> bool:
    """Tell whether the name is the subject of its clause."""
    return any(token.dep_ in _SUBJECTS for token in _tokens_of(story, name))


def _tokens_of(story: Story, name: Name) -> list["Token"]:
    index = bisect_right([word.start for word in story.found], name.start) - 1
    tokens = []
    while index < len(story.found) and story.found[index].start < name.end:
        tokens.append(story.doc[story.found[index].token])
        index += 1
    return tokens


def _pronoun(story: Story, candidate: Candidate) -> Name | None:
    """The subject that "it", "its", "they" repeats: one of the same sentence, else that of the sentence before."""
    token = story.doc[story.found[candidate.word].token]
    plural = candidate.wants in _PLURAL
    if candidate.wants == "it" and _expletive(token):
        return None
    sentence = token.sent
    for subject in reversed(
        [each for each in story.doc[sentence.start : token.i] if each.dep_ in _SUBJECTS and each.i < token.i]
    ):
        name = _named(story, subject, plural, candidate.wants == "its")
        if name is not None:
            return name
        if subject.tag_ in ("NN", "NNP") and subject.head == token.head:
            return None
    if sentence.start == 0:
        return None
    before = story.doc[sentence.start - 1].sent
    subjects = [each for each in before if each.dep_ in _SUBJECTS]
    main = [each for each in subjects if each.head == before.root] or subjects[:1]
    for subject in main + [each for each in subjects if each not in main]:
        name = _named(story, subject, plural, True)
        if name is not None:
            return name
    return None


def _expletive(token: "Token") -> bool:
    """Tell the "it" of "it is likely that", "it seems" from one that points."""
    if token.dep_ == "expl":
        return True
    verb = token.head
    if token.dep_ not in _SUBJECTS:
        return False
    if verb.lemma_ in _EXPLETIVE_VERBS:
        return any(child.dep_ in ("ccomp", "xcomp", "advcl") for child in verb.children)
    if verb.lemma_ == "be":
        return any(child.dep_ in ("acomp", "attr") for child in verb.children) and any(
            child.dep_ in ("ccomp", "xcomp", "advcl", "csubj") for child in verb.children
        )
    return False


def _named(story: Story, subject: "Token", plural: bool, loose: bool) -> Name | None:
    """The name a subject is, or where ``loose`` the one it belongs to: "Ford's profit"."""
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
    return None


def _fits(name: Name, plural: bool) -> bool:
    if plural:
        return name.type == "ORG"
    return name.type != "PERSON"


def _country(story: Story, candidate: Candidate) -> Name | None:
    """The country meant by "the country", "the government", or its central bank where one is named."""
    if candidate.wants == "central_bank":
        for name in reversed(story.told):
            if _is_central_bank(name):
                return name
    here = story.sentence(candidate.start)
    near = [
        name
        for name in story.told
        if name.type == "GPE"
        and (name.id is None or len(name.id) == 2)
        and here - story.sentence(name.start) <= 1
        and _is_country(name)
    ]
    codes = {name.name for name in near}
    if len(codes) == 1:
        return near[-1]
    home = country_name(story.home) if story.home is not None else None
    if home is not None and (not codes or home in codes):
        return Name(candidate.start, candidate.end, home, "GPE", story.home, pointer=True)
    return near[-1] if near else None


def _is_country(name: Name) -> bool:
    if name.id is not None:
        return len(name.id) == 2
    rows = gazetteer().get(split_words(name.name)[0], ())
    return any(entry.name == name.name and entry.kind == "historic" for _, entry in rows)


def _is_central_bank(name: Name) -> bool:
    return name.type == "ORG" and (
        name.name.startswith(
            (
                "Bank of ",
                "Reserve Bank",
                "People's Bank",
                "State Bank of",
                "National Bank of",
                "Central Bank",
                "Bangko Sentral",
            )
        )
        or name.name in ("Federal Reserve", "Bundesbank", "European Central Bank", "Riksbank", "Norges Bank")
    )


def _described(story: Story, candidate: Candidate) -> Name | None:
    """The name a noun describes: the one last told of the kind it can stand for, subjects and much-told names first."""
    here = story.sentence(candidate.start)
    counts: Counter[str] = Counter()
    points: dict[str, int] = {}
    latest: dict[str, Name] = {}
    for name in story.told:
        if not _suits(candidate, name):
            continue
        counts[name.name] += 1
        latest[name.name] = name
        distance = here - story.sentence(name.start)
        score = 0
        if distance <= 2:
            score = (3 - distance) * 2 + (3 if _is_subject(story, name) else 0)
        points[name.name] = max(points.get(name.name, 0), score)
    if not latest:
        return None
    best = max(latest, key=lambda each: (points[each] + 2 * min(counts[each], 4), latest[each].start))
    if (
        candidate.wants not in ("company", "club", "bloc", "subdivision")
        and here - story.sentence(latest[best].start) > _NEAR + 2
    ):
        return None
    return latest[best]


def _suits(candidate: Candidate, name: Name) -> bool:
    """Tell whether a name is of the kind a noun can stand for."""
    parts = frozenset(split_words(name.name))
    if candidate.wants == "company":
        return name.type == "ORG" and _is_company(candidate.noun, name, parts)
    if candidate.wants == "body":
        return name.type == "ORG" and (candidate.noun.capitalize() in parts or candidate.noun in parts)
    if candidate.wants == "club":
        return name.type == "ORG" and bool(parts & pointer_words("clubs"))
    if candidate.wants == "bloc":
        return name.type == "ORG" and name.id is None and _is_bloc(name)
    if candidate.wants == "subdivision":
        return name.type in ("GPE", "LOC") and name.id is not None and len(name.id) > 2
    if candidate.wants == "city":
        return name.type == "GPE" and name.id is None and not _is_country(name)
    if candidate.wants == "facility":
        return name.type in ("FAC", "LOC") and (
            candidate.noun in parts or candidate.noun.capitalize() in parts
        )
    if candidate.wants == "law":
        return name.type == "LAW" and (candidate.noun in parts or candidate.noun.capitalize() in parts)
    if candidate.wants == "index":
        return name.type == "PRODUCT" and _is_market(name)
    return name.type == "PRODUCT" and not _is_market(name)


def _is_company(noun: str, name: Name, parts: frozenset[str]) -> bool:
    if parts & pointer_words("bodies") or _is_bloc(name):
        return noun in pointer_words("exchange_nouns") and bool(parts & pointer_words("exchanges"))
    if noun in pointer_words("bank_nouns"):
        return bool(parts & pointer_words("banks"))
    return True


def _is_bloc(name: Name) -> bool:
    return _has_kind(name, "bloc")


def _is_market(name: Name) -> bool:
    return _has_kind(name, "market")


def _has_kind(name: Name, kind: Literal["bloc", "market"]) -> bool:
    parts = split_words(name.name)
    return any(entry.kind == kind and entry.name == name.name for _, entry in gazetteer().get(parts[0], ()))
