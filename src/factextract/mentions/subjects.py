"""Subjects of bare counts: what the number after a verb of movement or level counts, read from the verb's subject.

"Homicides dropped to 535 from 568", "passenger numbers climbed 8% to 89.7 million", "net migration came to 429,000".
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from factextract.mentions.counts import CountedNouns, is_plural, lemma
from factextract.mentions.numbers import table

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_VERBS = frozenset({"VB", "VBD", "VBZ", "VBP", "VBN", "VBG"})
_ASKING = frozenset({"WDT", "WP", "WRB", "WP$"})
_OPENING = frozenset({"DT", "PRP$", "NN", "NNS", "NNP", "NNPS", "JJ", "CD"})
_LARGE = re.compile(r"\d{1,3}[,.]\d|\d{3}")
"""Not "the boys were 12": a copula before a small number tells ages and prices, too."""
_FURTHEST = 16
"""How many tokens before its number a verb may stand: "fell by 3,100 in the three months to June to 112,842"."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a clause says it counts: the unit itself, or that it goes on about the last thing counted or sold."""

    unit: str = ""
    goes_back: bool = False
    sold: bool = False


@cache
def _words(group: str, key: str) -> frozenset[str]:
    return frozenset(table("subjects")[group][key])


class Subjects:
    """Finds the counted subjects of one article's clauses."""

    def __init__(self, nouns: CountedNouns) -> None:
        self._nouns = nouns
        self._doc = nouns.doc
        self._starts = nouns.starts

    def of(self, start: int, number: int) -> Subject | None:
        """What the bare number at ``number`` counts, by the subject of its clause;
        ``start`` is where its sentence begins.
        """
        first, index = bisect_left(self._starts, start), bisect_left(self._starts, number)
        apposed = self._apposed(first, index)
        if apposed is not None:
            return apposed
        changed = self._changed(first, index)
        if changed is not None:
            return changed
        verb = self._verb(first, index)
        return None if verb is None else self._of_verb(first, verb)

    def _apposed(self, first: int, index: int) -> Subject | None:
        """ "Crimes against women, at 448,211, were higher"."""
        doc = self._doc
        if index - first < 3 or index + 1 >= len(doc):
            return None
        if doc[index - 1].lower_ != "at" or doc[index - 2].text != "," or doc[index + 1].text != ",":
            return None
        return self._phrase(first, index - 3)

    def _changed(self, first: int, index: int) -> Subject | None:
        """ "reduce its plants from 17 to 10", "lift its staff to 300": the object that someone changes."""
        doc, position = self._doc, index - 1
        if position > first + 2 and doc[position].lower_ == "to" and doc[position - 1].tag_ == "CD":
            position -= 2
        if position <= first + 1 or doc[position].lower_ not in ("from", "to"):
            return None
        thing = doc[position - 1]
        changed = any(
            token.lemma_.lower() in _words("verbs", "changing") and token.tag_ in _VERBS
            for token in doc[max(first, position - 6) : position - 1]
        )
        return self._of_noun(thing, position - 1) if changed and thing.tag_ in ("NNS", "NN") else None

    def _verb(self, first: int, index: int) -> int | None:
        """The verb of movement or level that the number belongs to: "dropped" of "dropped in May to 535"."""
        doc = self._doc
        if index <= first or self._doc[index - 1].tag_ in ("NNP", "NNPS"):
            return None
        position = index - 1
        while position >= max(first, index - _FURTHEST):
            token = doc[position]
            if token.tag_ in _ASKING or token.text in (";", ":", "(", ")", "—", "–"):
                return None
            if token.tag_ in ("NNS", "NNPS") and token.lower_ not in _words("nouns", "between"):
                return None
            if token.tag_ in _VERBS and token.lower_ not in _words("verbs", "adjusted"):
                return position if self._moves(position, index) else None
            position -= 1
        return None

    def _moves(self, position: int, index: int) -> bool:
        """Whether a verb leads to its number: "rose to", "fell by", "stood at", "reached", "numbered"."""
        verb, following = self._doc[position].lemma_.lower(), self._doc[position + 1 : index]
        if verb in _words("verbs", "moving"):
            return True
        if verb == "be" and not _LARGE.match(self._doc[index].text):
            return bool(following) and following[0].lower_ in ("up", "down")
        if not following:
            return verb in _words("verbs", "reaching")
        if verb in _words("verbs", "standing") and following[0].lower_ in _words("verbs", "stating"):
            return True
        return verb in _words("verbs", "reaching") and not any(
            token.tag_ in ("IN", "JJ") and token.lower_ not in _words("verbs", "hedging")
            for token in following
        )

    def _of_verb(self, first: int, verb: int) -> Subject | None:
        """The subject of a verb, past its auxiliaries; of a later verb of the same subject, the first one's."""
        doc = self._doc
        position = verb - 1
        while position >= first and (
            doc[position].tag_ in ("MD", "RB", "TO") or doc[position].lower_ in _words("verbs", "auxiliary")
        ):
            position -= 1
        if position < first:
            return None
        token = doc[position]
        again = doc[verb].tag_ == "VBG" and token.text == ","
        if again or (token.lower_ in ("and", "but") and doc[verb].tag_ != "VBG"):
            earlier = self._verb_before(first, position)
            return None if earlier is None else self._of_verb(first, earlier)
        if token.tag_ == "WDT":
            position -= 1 if doc[position - 1].text != "," else 2
            nearest = doc[max(position, first)]
            return self._of_noun(nearest, first) if is_plural(nearest) else None
        if token.text == ",":
            opened = self._comma_before(first, position)
            if opened is None:
                return None
            position = opened - 1
        return self._phrase(first, position)

    def _verb_before(self, first: int, position: int) -> int | None:
        """The finite verb of the clause that a participle or a second verb goes on with, if it moves a figure too."""
        for index in range(position - 1, max(first, position - _FURTHEST) - 1, -1):
            token = self._doc[index]
            if token.tag_ in ("VBD", "VBZ", "VBP", "VBN", "VB") and token.lower_ not in _words(
                "verbs", "adjusted"
            ):
                known = token.lemma_.lower() in _words("verbs", "moving") | _words(
                    "verbs", "standing"
                ) | _words("verbs", "reaching")
                return index if known else None
        return None

    def _comma_before(self, first: int, position: int) -> int | None:
        """Where the aside begins that ends at ``position``: "marriages, a guide to future births, fell"."""
        for index in range(position - 1, max(first, position - 2 * _FURTHEST), -1):
            if self._doc[index].text == ",":
                return index
        return None

    def _phrase(self, first: int, end: int) -> Subject | None:
        """The counted head of the noun phrase that ends at ``end``."""
        doc = self._doc
        begin = self._phrase_start(first, end)
        if self._goes_on_after_comma(first, begin):
            return None
        if doc[begin].tag_ == "IN":
            begin += 1
        head: Token | None = None
        for index in range(begin, end + 1):
            token = doc[index]
            if token.tag_ in _NOUNS or token.tag_ == "PRP":
                head = token
            elif token.lower_ in ("those", "that") and head is None:
                return Subject(goes_back=True)
            elif head is not None and (
                token.tag_ in ("IN", "TO", "VBN", "VBG", ",") or token.tag_ in _ASKING
            ):
                break
        return None if head is None else self._of_noun(head, begin)

    def _goes_on_after_comma(self, first: int, begin: int) -> bool:
        """Whether a phrase after a comma is no clause's beginning but a list's or an aside's end:
        "murders, rapes and thefts rose".
        """
        doc = self._doc
        if begin <= first or doc[begin - 1].text != "," or doc[first].tag_ not in _OPENING:
            return False
        return not any(
            token.tag_ in _FINITE or token.lower_ in _words("nouns", "times") for token in doc[first:begin]
        )

    def _phrase_start(self, first: int, end: int) -> int:
        doc = self._doc
        index = end
        while index >= first:
            token = doc[index]
            if (
                token.tag_ in _FINITE
                or token.tag_ in _ASKING
                or token.text in (",", ";", ":", "(", ")", "—", "–", '"', "“", "”")
                or (token.lower_ in _words("nouns", "conjunctions") and not self._compares(index))
                or (token.tag_ == "CC" and self._clause_before(first, index))
            ):
                return index + 1
            index -= 1
        return first

    def _compares(self, index: int) -> bool:
        """ "waiting for more than a year"."""
        return self._doc[index].lower_ == "than" and index > 0 and self._doc[index - 1].tag_ in ("JJR", "RBR")

    def _clause_before(self, first: int, index: int) -> bool:
        """ "arrivals fell by 300 and departures rose": what stands before "and" is a clause of its own."""
        return index == first or any(
            token.tag_ in _FINITE for token in self._doc[max(first, index - 40) : index]
        )

    def _of_noun(self, head: "Token", begin: int) -> Subject | None:
        """The unit of a subject's head noun."""
        word = head.lower_
        if word in _words("nouns", "back"):
            return Subject(goes_back=True)
        if word in ("number", "numbers"):
            return self._of_number(head, begin)
        known = table("subjects")["units"].get(word)
        if known:
            return Subject(unit=str(known))
        if word in _words("nouns", "sold"):
            return self._of_sold(head, begin)
        if not is_plural(head) or head.tag_ not in ("NNS", "NNP", "NNPS", "NN"):
            return None
        if word in table("nouns")["uncounted"]["words"] or word in _words("nouns", "uncounted"):
            return None
        if head.tag_ in ("NNP", "NNPS") and not self._opens_sentence(head):
            return None
        return Subject(unit=lemma(head).lower())

    def _opens_sentence(self, head: "Token") -> bool:
        """A tagger takes a first word for a name: "Homicides dropped"."""
        return (
            head.i == 0
            or self._doc[head.i - 1].text in (".", "\n", "!", "?", "”", '"')
            or self._doc[head.i - 1].is_space
        )

    def _of_number(self, head: "Token", begin: int) -> Subject | None:
        """ "the number of confirmed dead", "customer numbers", "the number waiting for a year", "the number"."""
        doc, following = self._doc, head.i + 1
        if following + 1 < len(doc) and doc[following].lower_ == "of":
            noun = self._nouns.head(doc[following + 1].idx)
            return None if noun is None else Subject(unit=noun)
        if head.i > begin and doc[head.i - 1].tag_ in _NOUNS:
            before = doc[head.i - 1]
            known = table("subjects")["units"].get(before.lower_)
            return Subject(unit=str(known) if known else lemma(before).lower())
        if following < len(doc) and (
            doc[following].lower_ in _words("nouns", "people") or doc[following].tag_ == "WP"
        ):
            return Subject(unit="person")
        return Subject(goes_back=True) if head.lower_ == "number" else None

    def _of_sold(self, head: "Token", begin: int) -> Subject | None:
        """ "vehicle sales", "sales of homes", and "sales" alone, of what the article tells."""
        doc, following = self._doc, head.i + 1
        if following + 1 < len(doc) and doc[following].lower_ == "of":
            noun = self._nouns.head(doc[following + 1].idx)
            return None if noun is None else Subject(unit=noun)
        before = doc[head.i - 1] if head.i > begin else None
        if before is not None and (before.lemma_.lower() in _words("nouns", "products")):
            return Subject(unit=before.lemma_.lower())
        return Subject(sold=True)
