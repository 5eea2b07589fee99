"""Currencies: what the signs, codes and words of money stand for.

The broad table (names, plurals, codes) is CLDR's; the news usage is ``data/currencies.toml``. A word that
several currencies share ("dollars", "francs") is a family, which the article decides: that of its country,
else the currency it names in full elsewhere, else the family's usual one.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from factextract.mentions.numbers import alternation, table

_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Money:
    """A currency as written at ``start:end``: its ISO code and what one of the word is worth of it (a
    cent 0.01).
    """

    start: int
    end: int
    code: str
    factor: Decimal = Decimal(1)


@cache
def _codes() -> frozenset[str]:
    from babel import Locale

    return frozenset(Locale("en").currencies) - set(table("currencies")["code_words"]["never"])


@cache
def _words() -> dict[str, str]:
    """Every word or phrase for money, in lower case -> code or "~family"."""
    from babel.numbers import get_currency_name

    words: dict[str, str] = {}
    for code in sorted(_codes()):
        for count in (None, 1, 2):
            name = get_currency_name(code, count=count, locale="en").lower()
            if " " in name and not re.search(r"[(\d]", name):
                words.setdefault(name, code)
    words.update(table("currencies")["words"])
    words.update({phrase[:-1]: code for phrase, code in words.items() if phrase.endswith(" dollars")})
    return words


@cache
def _prefix() -> re.Pattern[str]:
    signs = alternation(table("currencies")["prefixes"])
    codes = alternation(_codes())
    return re.compile(rf"(?:(?<![A-Za-z$])|(?<=[A-Z]\.))(?:{signs}|{codes})[ \u00a0]?-?$")


@cache
def _longest_word() -> int:
    return max(phrase.count(" ") for phrase in _words()) + 1


def money_before(text: str, start: int, resolve: Callable[[str], str]) -> Money | None:
    """The currency sign or code right before ``start``: "US$", "Rs ", "EUR"."""
    match = _prefix().search(text, max(0, start - 8), start)
    if match is None:
        return _words_before(text, start, resolve)
    sign = match[0].rstrip("- \u00a0")
    code = resolve(table("currencies")["prefixes"].get(sign, sign))
    if not code or (len(sign) < 2 and sign.isalpha() and match[0] != sign):
        return None
    return Money(match.start(), start, code)


_WORDS_BEFORE = re.compile(
    r"(?<![\w.])((?:[A-Za-z][\w.]*[ \u00a0]){0,2}(?:dollars?|dlrs|pounds|francs|yuan|yen|rupees|pesos|"
    r"euros?|marks|lire|riyals?))[ \u00a0]$",
    re.I,
)


def _words_before(text: str, start: int, resolve: Callable[[str], str]) -> Money | None:
    """A currency written out before its figure: "Australian dollars 648m", "dlrs 1.2 billion"."""
    match = _WORDS_BEFORE.search(text, max(0, start - 36), start)
    if match is None:
        return None
    words = _SHORT_MONEY.sub(lambda short: _SHORT_WORDS[short[0]], match[1].lower()).split()
    for first in range(len(words)):
        code = _words().get(" ".join(words[first:]))
        if code and not code.startswith("~"):
            begin = start - 1 - sum(len(word) + 1 for word in match[1].split()[first:]) + 1
            return Money(begin, start, resolve(code))
    return None


_WORD = re.compile(r"[ \u00a0-]{0,2}([^\s,;:()\[\]\"”“?!—–-]+)")


def words_after(text: str, position: int, limit: int) -> list[tuple[str, int, int]]:
    """Up to ``limit`` words right after ``position``, each with its start and end;
    hyphens part words as spaces do.
    """
    words: list[tuple[str, int, int]] = []
    while len(words) < limit and (match := _WORD.match(text, position)):
        words.append((match[1], match.start(1), match.end(1)))
        position = match.end()
    return words


def bare_word(word: str) -> str:
    """The word without what a sentence's end leaves on it: "yen." is "yen", "p.c." stays."""
    stripped = word.rstrip(".'’")
    return word if "." in stripped else stripped


_SHORT_WORDS = {"dlrs": "dollars", "dlr": "dollar", "dls": "dollars", "cts": "cents"}
_SHORT_MONEY = re.compile(r"\b(?:dlrs?|dls|cts)\b")
# In the singular these name other things as readily: "12 Euro zone countries", "the 25,000 mark".
_ADJECTIVES = frozenset({"euro", "mark", "crown", "real", "pound", "sterling"})
_NAMES_SOMETHING = re.compile(
    r" (?:zone|area|bloc|countries|members?|states|for|in|on|level|set|barrier|this|last|when|as|estate|"
    r"world|life|silver|area's|separating|dividing|that|which|between|and|to|from|at|by|since|after|before|"
    r"during|but|again|early|late|yesterday|today|ever|earlier)\b|[.,;:)]|$"
)


def money_after(text: str, end: int, resolve: Callable[[str], str]) -> Money | None:
    """The currency word or code right after ``end``:
    "billion yuan", "389 USD", "65 Canadian cents", "300p", "640p/kg"; a capital C is no cent.
    """
    names = table("currencies")
    words = words_after(text, end, _longest_word())
    for count in range(len(words), 0, -1):
        chosen = words[:count]
        last = bare_word(chosen[-1][0]).partition("/")[0]
        phrase = " ".join([*(word for word, _, _ in chosen[:-1]), last])
        close = chosen[-1][1] + len(last)
        key = _SHORT_MONEY.sub(lambda short: _SHORT_WORDS[short[0]], phrase.lower())
        if len(last) == 1 and last.isupper():
            continue
        if key in _words() and not (last.lower() in _ADJECTIVES and _NAMES_SOMETHING.match(text, close)):
            return Money(chosen[0][1], close, resolve(_words()[key]))
        if key.replace("-", " ") in names["cents"] and not (key in ("c", "p", "ct") and chosen[0][1] != end):
            return Money(chosen[0][1], close, resolve(names["cents"][key]), _HUNDREDTH)
        if count == 1 and last in _codes():
            return Money(chosen[0][1], close, last)
    return None


def currency_named(words: str, resolve: Callable[[str], str]) -> str | None:
    """The code of a currency spoken of in the singular: "euro", "Australian dollar", "greenback"."""
    spoken = table("currencies")["spoken"]["words"]
    parts = words.split()
    named = _words().get(words.lower()) or _words().get(f"{words.lower()}s") if len(parts) > 1 else None
    code = named or spoken.get(parts[-1]) or spoken.get(words)
    return resolve(code) or None if code else None


def resolver(text: str, country: str | None, published: date | None = None) -> Callable[[str], str]:
    """A function from a code or "~family" to the code it means in this article, none for a letter that is no money
    there; an old one's money is that of its day.
    """
    known: dict[str, str] = {}
    year = _year_told(text, published)

    def resolve(code: str) -> str:
        if not code.startswith("~"):
            return code
        if code not in known:
            known[code] = _family_code(code[1:], text, country, year)
        return known[code]

    return resolve


def _letter_code(letter: str, text: str, country: str | None) -> str:
    """A capital is money where the article has that money: "N17" is 17 naira in Nigeria, a road in Ireland."""
    meant: dict[str, str] = table("currencies")["letters"][letter]
    return next((code for told, code in meant.items() if told == country or told in text), "")


def _family_code(family: str, text: str, country: str | None, year: int) -> str:
    if family in table("currencies")["letters"]:
        return _letter_code(family, text, country)
    names = table("currencies")["families"][family]
    own = _own_of(family, names, country, year) if country else None
    named = _named_in_full(family, text)
    if own and not _is_written_bare(own, named, text):
        own = None
    if own and family in ("dollar", "cent") and own in _signs(text) and "USD" not in named:
        # An article that writes "A$" for its own dollars leaves the bare sign to the US dollar.
        return str(names["default"])
    if own:
        return own
    if len(named) == 1 and family not in ("dollar", "cent", "pound"):
        return named.pop()
    return str(names["default"])


def _is_written_bare(code: str, named: set[str], text: str) -> bool:
    """Whether an article leaves the country's name off its own dollars: that of Taiwan's press never does, that of
    Jamaica's only beside "US$", or where dollars are written out and once named: "3 billion H.K. dlrs".
    """
    bare = table("currencies")["bare_dollars"]
    if code in bare["never"]:
        return False
    written_out = "$" not in text and code in named and "USD" not in named
    return code not in bare["beside_american"] or "US$" in text or written_out


def _own_of(family: str, names: dict[str, str], country: str, year: int) -> str | None:
    """A country's money of a family: the dinar of Serbia, in 1987 of Yugoslavia."""
    return _of_the_day(family, country, year) or names.get(country) or _own_currency(family, country, year)


_YEARS = re.compile(r"\b(?:19[5-9]\d|20[0-4]\d)\b")


_NOW = 2025
"""The year of an article that tells none."""


def _year_told(text: str, published: date | None) -> int:
    """The year an article was published, else the latest it speaks of."""
    if published is not None:
        return published.year
    return max((int(year) for year in _YEARS.findall(text)), default=_NOW)


def _of_the_day(family: str, country: str, year: int) -> str | None:
    """A currency that ended with its country, by the country that took its place: Serbia's dinar in 1987 is YUD."""
    for past in table("currencies")["past"]:
        if past["family"] == family and country in past["countries"] and year <= past["until"]:
            return str(past["code"])
    return None


_STILL_NAMED = 3
"""For how many years after its end money is still written of as a country's own: German marks in 2003."""


@cache
def _own_currency(family: str, country: str, year: int) -> str | None:
    """The newest currency of the country whose name has the family's word;
    the cents of a country are those of its dollar.
    """
    from babel.numbers import get_currency_name, get_territory_currencies

    word = {"cent": "dollar", "cfa franc": "cfa franc"}.get(family, family)
    codes: list[str] = get_territory_currencies(
        country, start_date=date(year - _STILL_NAMED, 1, 1), end_date=date(year, 12, 31)
    )
    for code in reversed(codes):
        name = get_currency_name(code, count=1, locale="en").lower()
        if (
            word in name.split()
            or (word in name and " " in word)
            or (family == "cent" and code in ("EUR", "ZAR", "KES"))
        ):
            return code
    return None


def _signs(text: str) -> set[str]:
    """The dollars whose sign names their country: "A$", "US$"."""
    signs = re.findall(r"(?<![A-Za-z])([A-Z][A-Za-z]{0,2}\$)", text)
    return {table("currencies")["prefixes"].get(sign, sign) for sign in signs}


def _named_in_full(family: str, text: str) -> set[str]:
    """Codes of the family's currencies that the text names with their country: "Swiss francs", "A$"."""
    word = {"cent": "dollar"}.get(family, family)
    found = _signs(text) if family in ("dollar", "cent") else set()
    plural = rf"(?i:{re.escape(word)}s?|dlrs?)" if word == "dollar" else rf"{re.escape(word)}s?"
    for match in re.finditer(rf"\b((?:[A-Z][\w.]+ )?[A-Z][\w.]+) {plural}\b", text):
        phrase = f"{match[1].lower()} {word}s"
        for key in (phrase, phrase.partition(" ")[2]):
            code = _words().get(key)
            if code and not code.startswith("~"):
                found.add(code)
    return found


@cache
def _rate_words() -> re.Pattern[str]:
    """Names of currencies other than the US dollar, as a sentence on exchange rates has them."""
    single = {
        word
        for word, code in _words().items()
        if code not in ("USD", "~dollar", "~pound") and len(word) > 2 and word not in _PLAIN_WORDS
    }
    return re.compile(rf"\b({alternation(single)})\b", re.IGNORECASE)


_PLAIN_WORDS = frozenset(
    {
        "real",
        "reals",
        "won",
        "mark",
        "marks",
        "crown",
        "crowns",
        "rand",
        "quid",
        "lats",
        "sterling",
        "inti",
        "punt",
        "lei",
        "kip",
        "kina",
        "taka",
    }
)


def rate_currency(sentence: str) -> str | None:
    """The one currency besides the dollar that a sentence on exchange rates names."""
    codes = {_words()[match.lower()] for match in _rate_words().findall(sentence)}
    if re.search(r"\bthe won\b", sentence):
        codes.add("KRW")
    codes = {
        table("currencies")["families"][code[1:]]["default"] if code.startswith("~") else code
        for code in codes
    }
    return codes.pop() if len(codes) == 1 else None
