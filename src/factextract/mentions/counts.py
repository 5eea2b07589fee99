"""Counted nouns: what a number counts, read from part-of-speech tags."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from factextract.mentions.model import Number
from factextract.mentions.numbers import table

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_MODIFIERS = frozenset({"JJ", "JJR", "JJS", "VBN", "VBG", "POS", "HYPH", "AFX"})
_FURTHEST = 12


@dataclass(frozen=True, slots=True)
class CountedNoun:
    """The head noun of a counted phrase: its characters and its lemma."""

    start: int
    end: int
    lemma: str


@cache
def _set(group: str, key: str) -> frozenset[str]:
    return frozenset(table("nouns")[group][key])


class CountedNouns:
    """Finds what the numbers of one article count."""

    def __init__(self, doc: "Doc", text: str, *, everything: bool = False) -> None:
        self.doc = doc
        self._everything = everything
        self._text = text
        self.starts: list[int] = doc.to_array("IDX").tolist()

    def after(self, number: Number) -> CountedNoun | None:
        """The noun that a number counts: "gates" of "nine land border gates", "member" of "10-member"."""
        text = self._text
        if text[number.end : number.end + 1] == "-":
            hyphened = self._hyphened(number.end + 1)
            if hyphened is not None or not _SKIPPED_HYPHEN.match(text, number.end):
                return hyphened
        ended = text[number.end : number.end + 1] == "."
        if ended or (not self._everything and self._points_back(number)):
            return None
        index = bisect_left(self.starts, number.end)
        skipped = _SKIPPED_HYPHEN.match(text, number.end)
        if skipped:
            index = bisect_left(self.starts, skipped.end())
        if index >= len(self.doc) or "\n" in text[number.end : self.starts[index]]:
            return None
        head = self._head(index, single=number.value == 1)
        if head is None or self._is_no_thing(head):
            return None
        if self._other_number_between(index, head):
            # "22 of the 30 projects": the noun is the next number's own evidence.
            return CountedNoun(number.end, number.end, lemma(head))
        return self._with_letter(head) or CountedNoun(head.idx, head.idx + len(head), lemma(head))

    def _is_no_thing(self, head: "Token") -> bool:
        never = head.lower_ in _set("never", "heads")
        return never or (not self._everything and head.lower_ in _set("never", "talk"))

    def _with_letter(self, head: "Token") -> CountedNoun | None:
        """ "e-mails", which the tokens part."""
        if head.i < 2 or self.doc[head.i - 1].text != "-" or len(self.doc[head.i - 2]) > 1:
            return None
        letter = self.doc[head.i - 2]
        return CountedNoun(letter.idx, head.idx + len(head), f"{letter.lower_}-{lemma(head)}")

    def _other_number_between(self, index: int, head: "Token") -> bool:
        return self.doc[index].lower_ == "of" and any(
            token.tag_ == "CD" for token in self.doc[index : head.i]
        )

    def _hyphened(self, position: int) -> CountedNoun | None:
        match = _WORD.match(self._text, position)
        if match is None or match[0].lower() in _set("hyphened", "never") or _PARTICIPLE.fullmatch(match[0]):
            return None
        index = bisect_left(self.starts, position)
        if index >= len(self.doc) or self.starts[index] != position:
            return CountedNoun(match.start(), match.end(), singular(match[0].lower()))
        token = self.doc[index]
        if token.tag_ not in _NOUNS and token.tag_ not in ("CD", "JJ", "VB", "VBP", "JJR", "RB", "FW"):
            return None
        return CountedNoun(token.idx, token.idx + len(token), lemma(token))

    def verb_follows(self, end: int) -> bool:
        """Whether a finite verb comes right after: "six have failed", "41 had no booking"."""
        index = bisect_left(self.starts, end)
        return index < len(self.doc) and self.doc[index].tag_ in ("VBD", "VBP", "MD")

    def plural_before(self, start: int, end: int) -> str | None:
        """The first plural noun of a stretch, as what a later bare number counts:
        "Transits totalled 14,080".
        """
        index = bisect_left(self.starts, start)
        while index < len(self.doc) and self.starts[index] < end:
            token = self.doc[index]
            if (
                is_plural(token)
                and token.tag_ in ("NNS", "NN")
                and token.lower_ not in _set("never", "heads")
                and token.lower_ not in _set("uncounted", "words")
            ):
                return lemma(token)
            index += 1
        return None

    def head(self, position: int) -> str | None:
        """The plural that a phrase from the character ``position`` is about: "confirmed dead", "dengue cases"."""
        head = self._head(bisect_left(self.starts, position), single=False)
        return None if head is None or self._is_no_thing(head) else lemma(head)

    def whole(self, position: int) -> str | None:
        """What a whole at the character ``position`` counts, past its number: "16 cases", "victims"."""
        index = bisect_left(self.starts, position)
        while index < len(self.doc) - 1 and self.doc[index].tag_ == "CD":
            index += 1
        return self.head(self.doc[index].idx) if index < len(self.doc) else None

    def last_plural(self, start: int, end: int) -> str | None:
        """The last plural noun of a stretch: "its cranes in Cape Town, nine of which"."""
        index = bisect_left(self.starts, end) - 1
        while index >= 0 and self.starts[index] >= start:
            token = self.doc[index]
            if token.tag_ == "NNS" and token.lower_ not in _set("uncounted", "words"):
                return lemma(token)
            index -= 1
        return None

    def _points_back(self, number: Number) -> bool:
        """ "the two countries", "both sides", "these three": counts of things already named."""
        small = (
            number.value is not None
            and number.value <= 12
            and not any(c.isdigit() for c in self._text[number.start : number.end])
        )
        before = _POINTER.search(self._text, max(0, number.start - 12), number.start)
        if before is None or not small:
            return False
        index = bisect_left(self.starts, number.end)
        following = self.doc[index : index + 2]
        if len(following) < 2 or following[0].tag_ not in (
            "NNS",
            "NNPS",
            "CC",
            "VBD",
            "VBP",
            "VBZ",
            "VBN",
            ",",
            ".",
            "IN",
            "MD",
        ):
            return False
        return not (is_plural(following[0]) and following[1].lower_ in _RESTRICTS)

    def _head(self, index: int, *, single: bool) -> "Token | None":
        """The head of the noun phrase from ``index``: its last plural noun, or for "one" its last noun."""
        doc = self.doc
        head: Token | None = None
        position = self._after_of_the(index)
        partitive, begin = position > index, position
        limit = min(len(doc), position + _FURTHEST)
        if self._everything and not single and not partitive and self._counts_in_compound(position):
            return doc[position]
        while position < limit:
            token = doc[position]
            if token.is_space or (token.text in _set("never", "stops")):
                break
            if token.tag_ in _NOUNS or token.lower_ in _set("invariant", "words"):
                if is_plural(token) or (single and not partitive):
                    head = token
                elif head is not None and single is False and not self._plural_ahead(position, limit):
                    break
            elif head is None and not single and self._plural_read_as_verb(position, begin):
                return token
            elif (
                (head is not None and is_plural(head))
                or (head is not None and single and token.tag_ not in ("HYPH", "POS"))
                or not self._goes_on(position, begin)
            ):
                break
            position += 1
        return head

    def _counts_in_compound(self, position: int) -> bool:
        """ "a 5 door hatchback", which others write with a hyphen."""
        following = self.doc[position : position + 2]
        return len(following) == 2 and following[0].tag_ == "NN" and following[1].tag_ == "NN"

    def _plural_read_as_verb(self, position: int, begin: int) -> bool:
        """A tagger takes "cargoes" in "60 cargoes through" for a verb; after a number it is none."""
        token = self.doc[position]
        if token.tag_ != "VBZ" or not token.text.endswith("s") or len(token) < 4:
            return False
        return position == begin or self.doc[position - 1].tag_ in ("NN", "JJ")

    def _after_of_the(self, index: int) -> int:
        """ "30 of the aircraft", "two of our pensioners", "nine of 14 economists": past "of" and its determiner."""
        doc = self.doc
        if index + 2 < len(doc) and doc[index].lower_ == "more" and doc[index + 1].lower_ == "of":
            index += 1
        if index + 2 >= len(doc) or doc[index].lower_ != "of":
            return index
        owned = self._after_owner(index + 1)
        if owned is not None:
            return owned
        if doc[index + 1].tag_ in ("DT", "PRP$"):
            return index + 3 if doc[index + 2].tag_ == "CD" else index + 2
        whole = doc[index + 1].tag_ == "CD" and _WHOLE.fullmatch(doc[index + 1].text)
        return index + 2 if whole and doc[index + 2].tag_ in ("NNS", "NN", "JJ", "VBN") else index

    def _after_owner(self, index: int) -> int | None:
        """ "121 of the state's 243 seats", "four million of Telnor's 13 million shares": past the owner and the whole."""
        for position in range(index, min(len(self.doc) - 2, index + 6)):
            token = self.doc[position]
            if token.tag_ == "POS":
                position += 1
                while position < len(self.doc) - 1 and self.doc[position].tag_ == "CD":
                    position += 1
                return position if self.doc[position - 1].tag_ == "CD" else None
            if token.tag_ not in _NOUNS and token.tag_ not in ("DT", "PRP$", "JJ"):
                return None
        return None

    def _plural_ahead(self, position: int, limit: int) -> bool:
        for token in self.doc[position:limit]:
            if token.tag_ not in _NOUNS:
                return False
            if is_plural(token):
                return True
        return False

    def _goes_on(self, position: int, start: int) -> bool:
        """Whether the token can stand between a number and the noun it counts."""
        token = self.doc[position]
        if token.tag_ in _MODIFIERS or token.lower_ in _ADDED:
            return True
        following = self.doc[position + 1] if position + 1 < len(self.doc) else None
        if following is None:
            return False
        if token.tag_ == "CD":
            return (
                following.tag_ == "HYPH"
                or (following.text == "G" and not token.whitespace_)
                or self.doc[position - 1].tag_ == "HYPH"
                or (
                    not token.text.isdigit()
                    and any(c.isalpha() for c in token.text)
                    and any(c.isdigit() for c in token.text)
                )
            )
        if token.tag_ in ("CC", ","):
            return position > start and following.tag_ in (*_NOUNS, "JJ", "VBG", "VBN")
        if token.tag_ in ("RBS", "RBR"):
            return following.tag_ in ("JJ", "VBN", "VBG")
        return token.tag_ == "RB" and following.tag_ in ("JJ", "VBN", "VBG") and token.text.endswith("ly")


_ADDED = frozenset(
    {
        "more",
        "fewer",
        "less",
        "other",
        "further",
        "additional",
        "new",
        "such",
        "then",
        "extra",
        "so-called",
        "or",
        "so",
    }
)
_WHOLE = re.compile(r"\d{1,3}(?:,\d{3})*|[a-z]+")
_WORD = re.compile(r"[A-Za-z]+")
_PARTICIPLE = re.compile(r"[A-Za-z]{2,}ed")
_SKIPPED_HYPHEN = re.compile(r"-(?:odd|plus)\b ?|\+ ?")
_POINTER = re.compile(r"\b(?:the|these|those|both)(?: other)? $", re.I)
# A phrase that goes on like this says which are meant: "the nine members of the committee".
_RESTRICTS = frozenset({"of", "that", "which", "who", "whose", "sharing", "in"})


def is_plural(token: "Token") -> bool:
    """Plural by tag or by list: "gates", "people", "aircraft"."""
    if token.tag_ in ("NNS", "NNPS") or token.lower_ in _set("invariant", "words"):
        return True
    if token.text in _set("singular", "names"):
        return False
    return (
        token.tag_ == "NNP"
        and len(token) > 3
        and token.text.endswith("s")
        and not token.text.endswith("ss")
        and token.text[-2].isalnum()
    )


def lemma(token: "Token") -> str:
    """The singular of a counted noun; names keep their capital: "person", "Mexican"."""
    known = table("nouns")["lemmas"].get(token.lower_)
    if known:
        return str(known)
    if (token.tag_ in ("NNP", "NNPS") or token.text[:2].isupper()) and token.text[:1].isupper():
        return singular(token.text) if is_plural(token) else token.text
    if token.tag_ == "VBZ" or token.lower_.endswith("oes"):
        return singular(token.lower_)
    return token.lemma_.lower()


def singular(word: str) -> str:
    """The singular of a regular plural, for words the lemmatizer does not know."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "oes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
