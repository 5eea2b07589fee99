"""The attribute ruler's results, looked up: what it sets on a word hangs on its tag, its relation and a few words.

spaCy matches all patterns against every word of every article. Here the ruler sees each tag, relation and word that its
patterns can tell apart once, as a text of one word, and words that a pattern matches together as a text of these.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc

_READ = frozenset(("TAG", "LOWER", "DEP", "IS_SPACE"))
_Key = tuple[int, int, int]


def is_known(ruler: Any) -> bool:
    """Whether a component is an attribute ruler whose patterns look at nothing but what this module does."""
    return type(ruler).__name__ == "AttributeRuler" and all(
        set(token) <= _READ for pattern in _patterns(ruler) for token in pattern
    )


def _patterns(ruler: Any) -> list[list[dict[str, Any]]]:
    return [pattern for rule in ruler.patterns for pattern in rule["patterns"]]


@dataclass(frozen=True, slots=True)
class _Word:
    """What the ruler makes of a word: tag, part of speech, morphology and lemma, and a relation where it sets one."""

    row: tuple[int, int, int, int]
    dep: int
    begins: bool = False
    """Whether a pattern of several words may begin with it."""


class Attributes:
    """A component in place of spaCy's attribute ruler, which it asks about what it has not met yet."""

    def __init__(self, ruler: Any) -> None:
        from spacy.matcher import Matcher

        self._ruler = ruler
        self._words, self._expressions = _told_apart(_patterns(ruler))
        self._known: dict[_Key, _Word] = {}
        self._tells: dict[int, int] = {}
        several = [pattern for pattern in _patterns(ruler) if len(pattern) > 1]
        self._longest = max(map(len, several), default=0)
        self._several, self._firsts = Matcher(ruler.vocab), Matcher(ruler.vocab)
        self._runs: dict[tuple[_Key, ...], list[_Word]] = {}
        if several:
            self._several.add("several", several)
            self._firsts.add("first", [pattern[:1] for pattern in several])

    def __call__(self, doc: "Doc") -> "Doc":
        """Set on the words of an article what the ruler would."""
        import numpy as np

        if not len(doc):
            return doc
        keys = [
            (tag, dep, self._telling(lower, doc))
            for tag, dep, lower in doc.to_array(["TAG", "DEP", "LOWER"]).tolist()
        ]
        known = self._known
        words = [known.get(key) or self._learn(doc, place, key) for place, key in enumerate(keys)]
        for start, end in self._matched(doc, [place for place, word in enumerate(words) if word.begins]):
            words[start:end] = self._of_run(doc, start, end, tuple(keys[start:end]))
        rows: Any = np.array([word.row for word in words], np.uint64)
        doc.from_array(["TAG", "POS", "MORPH", "LEMMA"], rows)
        for place, word in enumerate(words):
            if word.dep:
                doc[place].dep = word.dep
        return doc

    def pipe(self, docs: Iterable["Doc"], batch_size: int = 16) -> Iterator["Doc"]:
        """Articles one after the other."""
        return map(self, docs)

    def _telling(self, lower: int, doc: "Doc") -> int:
        """A word in lower case, or 0 for one that no pattern asks for."""
        found = self._tells.get(lower)
        if found is None:
            text = doc.vocab.strings[lower]
            asked = (
                text in self._words or text.isspace() or any(one.search(text) for one in self._expressions)
            )
            found = self._tells[lower] = lower if asked else 0
        return found

    def _learn(self, doc: "Doc", place: int, key: _Key) -> _Word:
        """Ask the ruler about a word, as a text of its own."""
        begins = bool(self._firsts(self._apart(doc, place, place + 1), allow_missing=True))
        [word] = self._ruled(doc, place, place + 1)
        learned = self._known[key] = replace(word, begins=begins)
        return learned

    def _of_run(self, doc: "Doc", start: int, end: int, keys: tuple[_Key, ...]) -> list[_Word]:
        """As `_learn`, of words that patterns match together."""
        found = self._runs.get(keys)
        if found is None:
            found = self._runs[keys] = self._ruled(doc, start, end)
        return found

    def _ruled(self, doc: "Doc", start: int, end: int) -> list[_Word]:
        apart = self._apart(doc, start, end)
        before = [token.dep for token in apart]
        return [
            _Word((made.tag, made.pos, made.morph.key, made.lemma), made.dep if made.dep != dep else 0)
            for made, dep in zip(self._ruler(apart), before, strict=True)
        ]

    def _apart(self, doc: "Doc", start: int, end: int) -> "Doc":
        """Words as a text of their own, with their tags and relations."""
        from spacy.tokens import Doc

        run = list(doc[start:end])
        deps = [token.dep_ for token in run] if all(token.dep for token in run) else None
        return Doc(
            doc.vocab,
            words=[token.text for token in run],
            tags=[token.tag_ for token in run],
            deps=deps,
            heads=[0] * len(run) if deps else None,
        )

    def _matched(self, doc: "Doc", begins: Sequence[int]) -> list[tuple[int, int]]:
        """The words that patterns of several match, from where one may begin; matches that overlap are one run."""
        runs: list[tuple[int, int]] = []
        for place in begins:
            stretch = doc[place : place + self._longest]
            matches = self._several(stretch, allow_missing=True)
            ends = [place + end for _, start, end in matches if start == 0]
            if not ends:
                continue
            if runs and place < runs[-1][1]:
                runs[-1] = (runs[-1][0], max(runs[-1][1], *ends))
            else:
                runs.append((place, max(ends)))
        return runs


def _told_apart(
    patterns: Iterable[list[dict[str, Any]]],
) -> tuple[frozenset[str], list[re.Pattern[str]]]:
    """The words, and the expressions for words, that patterns name."""
    words: set[str] = set()
    expressions = []
    for asked in (token["LOWER"] for pattern in patterns for token in pattern if "LOWER" in token):
        if isinstance(asked, str):
            words.add(asked)
            continue
        for values in (value for name, value in asked.items() if name != "REGEX"):
            words.update([values] if isinstance(values, str) else values)
        if "REGEX" in asked:
            expressions.append(re.compile(asked["REGEX"]))
    return frozenset(words), expressions
