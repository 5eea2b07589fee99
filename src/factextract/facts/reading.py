"""What is known of an article while its facts are built: its parse, its mentions by token, and the drafts so far."""

import tomllib
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

from factextract.articles.article import Article
from factextract.facts.linear import Decision, Judge
from factextract.linker.heads import Places
from factextract.mentions.model import DateMention, Dimension, Interval, Mentions, Name, Quantity
from factextract.mentions.names import mention_of
from factextract.parse import Parse, Span, Token

STATUSES = ("reported", "forecast", "target", "hypothetical", "negated")


@cache
def table(name: str) -> dict[str, Any]:
    """A table of facts/data, by file name without ending."""
    return tomllib.loads((files("factextract.facts") / "data" / f"{name}.toml").read_text(encoding="utf8"))


@cache
def words_of(name: str, *path: str) -> frozenset[str]:
    """The words of one group of a table, by the keys that lead to it."""
    group: Any = table(name)
    for key in path:
        group = group[key]
    return frozenset(group)


_Mention = Quantity | DateMention | Name


@dataclass(frozen=True, slots=True)
class Words:
    """The tokens a mention covers: the first and last by number, and the one that heads them in the parse."""

    first: int
    last: int
    root: Token


@dataclass(slots=True)
class Phrase:
    """Words of the text that fill a slot; ``text`` may be their noun form ("deaths" where ``start:end`` is "died")."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class DatedPeriod:
    """A period with the date mention it was read from, which may stand in an earlier sentence (``explicit`` False)."""

    interval: Interval
    mention: DateMention
    explicit: bool


@dataclass(slots=True)
class Draft:
    """A value on its way to a fact: slots are filled one after the other by the modules of this folder."""

    quantity: Quantity
    anchor: Token
    verb: Token
    """The verb of the value's clause."""
    sentence: Span
    kind: str = "quantity"
    unit: str = ""
    dimension: Dimension = Dimension.BARE
    modifier: str = "exact"
    status: str = "reported"
    role: str = "level"
    direction: str | None = None
    trigger: Token | None = None
    head: Token | None = None
    indicator: Phrase | None = None
    subjects: list[Name] = field(default_factory=list)
    period: DatedPeriod | None = None
    source: str | None = None
    flow: str | None = None
    reporter: Name | None = None
    partner: Name | None = None
    certainty: dict[str, float] = field(default_factory=dict)
    """The probability of each slot that was chosen among candidates."""
    per: str | None = None
    follows: "Draft | None" = None
    """The draft this one continues ("… and imports 3 percent"), whose slots it takes where it has none of its own."""
    earlier: "Draft | None" = None
    """The draft before this one in its sentence."""
    before: list[Token] | None = None
    """The words before it and its hedge, once they have been looked for."""

    @property
    def span(self) -> tuple[int, int]:
        """Where its value stands."""
        return self.quantity.start, self.quantity.end


def _outside_amounts(mentions: Mentions) -> tuple[Name, ...]:
    """The names but those within an amount, as "US" in "US$3m"; a counted one stays one: "12 Chinese firms"."""
    within: set[int] = set()
    for quantity in mentions.quantities:
        if quantity.dimension is not Dimension.COUNT:
            within.update(range(quantity.start, quantity.end))
        for equivalent in quantity.equivalents:
            within.update(range(equivalent.start, equivalent.end))
    return tuple(name for name in mentions.names if within.isdisjoint(range(name.start, name.end)))


class Reading:
    """One article being read: tokens to mentions, sentences to drafts."""

    def __init__(self, doc: Parse, mentions: Mentions, article: Article, judge: Judge | None = None) -> None:
        self.doc = doc
        self.judge = judge
        self.text = article.text
        """The article's text; spaCy joins ``doc.text`` anew at every look."""
        self.article = article
        self.home = mentions.home
        self.home_mention = mention_of(mentions.home, mentions.names) if mentions.home is not None else None
        """What names the country the article is chiefly about, or only tells it: "the Bank of England"."""
        self.begun: list[Draft] = []
        """Every value with its unit and role, before any is linked: linking looks both ways."""
        self.drafts: list[Draft] = []
        """The values linked so far."""
        self.dated: list[tuple[Draft, DatedPeriod]] = []
        """Those of them that have a period, with it."""
        self.decisions: list[Decision[Any]] = []
        self.phrase_of: dict[int, Phrase] = {}
        """The phrases that nouns head, by the noun's number: the values of a sentence have the same to choose among."""
        self.trade_words: float | None = None
        self.topics: dict[str, int] | None = None
        self._sentence_words: dict[int, frozenset[str]] = {}
        self._words: dict[tuple[int, int], Words] = {}
        self._sentences = doc.sents
        self._starts = [sentence.start_char for sentence in self._sentences]
        self.mentions = replace(mentions, names=_outside_amounts(mentions))
        self._name_starts = [name.start for name in self.mentions.names]
        self.mentions_of: defaultdict[str, list[Name]] = defaultdict(list)
        """The mentions of each name, by its canonical form."""
        self.name_at: dict[int, Name] = {}
        for name in self.mentions.names:
            self.mentions_of[name.name].append(name)
            words = self.words(name)
            self.name_at.update(dict.fromkeys(range(words.first, words.last + 1), name))
        self._dates_of: defaultdict[int, list[DateMention]] = defaultdict(list)
        self.date_at: dict[int, DateMention] = {}
        for date in mentions.dates:
            self._dates_of[self.sentence_at(date.start).start].append(date)
            words = self.words(date)
            self.date_at.update(dict.fromkeys(range(words.first, words.last + 1), date))
        self.quantity_at: dict[int, Quantity] = {}
        for quantity in mentions.quantities:
            words = self.words(quantity)
            self.quantity_at.update(dict.fromkeys(range(words.first, words.last + 1), quantity))
        self._begun_of: defaultdict[int, list[Draft]] = defaultdict(list)
        self._users: defaultdict[int, list[Draft]] = defaultdict(list)

    def begin(self, draft: Draft) -> None:
        """Take in a value that has its unit and role."""
        self.begun.append(draft)
        self._begun_of[draft.sentence.start].append(draft)

    def finish(self, draft: Draft) -> None:
        """Take in a value that has been linked."""
        self.drafts.append(draft)
        if draft.period is not None:
            self.dated.append((draft, draft.period))
            if draft.period.explicit:
                self._users[draft.period.mention.start].append(draft)

    def words(self, mention: _Mention) -> Words:
        """The tokens that a mention covers."""
        key = (mention.start, mention.end)
        found = self._words.get(key)
        if found is None:
            span = self.doc.covering(*key)
            found = self._words[key] = Words(span.start, span.end - 1, span.root)
        return found

    def words_in(self, sentence: Span) -> frozenset[str]:
        """The words of a sentence, in lower case."""
        found = self._sentence_words.get(sentence.start)
        if found is None:
            found = self._sentence_words[sentence.start] = frozenset([token.lower_ for token in sentence])
        return found

    def first_mention(self, canonical: str) -> Name:
        """The first mention of a name; what tells the home country, where that is never named."""
        named = self.mentions_of.get(canonical)
        if named is None and self.home_mention is not None and self.home_mention.name == canonical:
            return self.home_mention
        return self.mentions_of[canonical][0]

    def places_of(self, name: Name | None) -> Places:
        """Where the text has a name: all its mentions, before and after."""
        if name is None:
            return Places("none")
        mentions = self.mentions_of.get(name.name, (name,))
        return Places("other", [(mention.start, mention.end) for mention in mentions])

    def sentence_at(self, offset: int) -> Span:
        """The sentence that holds a character offset."""
        return self._sentences[max(0, bisect_right(self._starts, offset) - 1)]

    def sentence_number(self, offset: int) -> int:
        """The position in the article of the sentence that holds an offset."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def dates_in(self, sentence: Span) -> Sequence[DateMention]:
        """The date mentions that stand in a sentence."""
        return self._dates_of.get(sentence.start, ())

    def values_in(self, sentence: Span) -> Sequence[Draft]:
        """The values begun so far that stand in a sentence."""
        return self._begun_of.get(sentence.start, ())

    def users_of(self, date: DateMention) -> Sequence[Draft]:
        """The values linked so far whose period a date tells in their own sentence."""
        return self._users.get(date.start, ())

    def names_in(self, start: int, end: int) -> list[Name]:
        """The names that stand between two offsets."""
        first, stop = (bisect_left(self._name_starts, offset) for offset in (start, end))
        return [name for name in self.mentions.names[first:stop] if name.end <= end]

    def names_near(self, sentence: int, before: int, stop: int) -> Sequence[Name]:
        """The names from so many sentences ``before`` a sentence, told by its number, up to the offset ``stop``."""
        first, last = (
            bisect_left(self._name_starts, offset)
            for offset in (self._starts[max(0, sentence - before)], stop)
        )
        return self.mentions.names[first:last]


def distinct(names: "list[Name]") -> list[Name]:
    """Names without repetition, in order."""
    seen: dict[str, Name] = {}
    for name in names:
        seen.setdefault(name.name, name)
    return list(seen.values())
