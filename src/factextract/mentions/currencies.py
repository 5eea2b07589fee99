"""Currencies: what the signs, codes and words of money stand for.

The broad table (names, plurals, codes) is CLDR's; the news usage is ``data/currencies.toml``. A word that several
currencies share ("dollars", "francs") is a family, which the article decides: the currency it names in full
elsewhere, else that of its country, else the family's usual one.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from factextract.mentions.numbers import alternation, table

_HUNDREDTH = Decimal("0.01")
_RECORDS_BEGIN = date(1980, 1, 1)


@dataclass(frozen=True, slots=True)
class Money:
    """A currency as written at ``start:end``: its ISO code and what one of the word is worth of it (a cent 0.01)."""

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
    return {**words, **table("currencies")["words"]}


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
        return None
    sign = match[0].rstrip("- \u00a0")
    code = table("currencies")["prefixes"].get(sign, sign)
    if len(sign) < 2 and sign.isalpha() and match[0] != sign:
        return None
    return Money(match.start(), start, resolve(code))


_WORD = re.compile(r"[ \u00a0-]{0,2}([^\s,;:()\[\]\"”“?!—–-]+)")


def words_after(text: str, position: int, limit: int) -> list[tuple[str, int, int]]:
    """Up to ``limit`` words right after ``position``, each with its start and end; hyphens part words as spaces do."""
    words: list[tuple[str, int, int]] = []
    while len(words) < limit and (match := _WORD.match(text, position)):
        words.append((match[1], match.start(1), match.end(1)))
        position = match.end()
    return words


def bare_word(word: str) -> str:
    """The word without what a sentence's end leaves on it: "yen." is "yen", "p.c." stays."""
    stripped = word.rstrip(".'’")
    return word if "." in stripped else stripped


def money_after(text: str, end: int, resolve: Callable[[str], str]) -> Money | None:
    """The currency word or code right after ``end``: "billion yuan", "389 USD", "65 Canadian cents", "300p"."""
    names = table("currencies")
    words = words_after(text, end, _longest_word())
    for count in range(len(words), 0, -1):
        chosen = words[:count]
        last = bare_word(chosen[-1][0])
        phrase = " ".join([*(word for word, _, _ in chosen[:-1]), last])
        close = chosen[-1][1] + len(last)
        key = phrase.lower().replace("dlrs", "dollars").replace("dlr", "dollar")
        if key in _words():
            return Money(chosen[0][1], close, resolve(_words()[key]))
        if key.replace("-", " ") in names["cents"] and not (key in ("c", "p", "ct") and chosen[0][1] != end):
            return Money(chosen[0][1], close, resolve(names["cents"][key]), _HUNDREDTH)
        if count == 1 and last in _codes():
            return Money(chosen[0][1], close, last)
    return None


def resolver(text: str, country: str | None) -> Callable[[str], str]:
    """A function from a code or "~family" to the code it means in this article."""
    known: dict[str, str] = {}

    def resolve(code: str) -> str:
        if not code.startswith("~"):
            return code
        if code not in known:
            known[code] = _family_code(code[1:], text, country)
        return known[code]

    return resolve


def _family_code(family: str, text: str, country: str | None) -> str:
    names = table("currencies")["families"][family]
    own = names.get(country) if country else None
    own = own or (_own_currency(family, country) if country else None)
    named = _named_in_full(family, text)
    if own and own in named and family in ("dollar", "cent"):
        # An article that writes "A$" for its own dollars leaves the bare sign to the US dollar.
        return str(names["default"])
    if own:
        return own
    if len(named) == 1 and family not in ("dollar", "cent", "pound"):
        return named.pop()
    return str(names["default"])


@cache
def _own_currency(family: str, country: str) -> str | None:
    """The newest currency of the country whose name has the family's word; the cents of a country are those of its dollar."""
    from babel.numbers import get_currency_name, get_territory_currencies

    word = {"cent": "dollar", "cfa franc": "cfa franc"}.get(family, family)
    codes: list[str] = get_territory_currencies(country, start_date=_RECORDS_BEGIN, end_date=date.today())
    for code in reversed(codes):
        name = get_currency_name(code, count=1, locale="en").lower()
        if word in name.split() or (word in name and " " in word) or (family == "cent" and code in ("EUR", "ZAR", "KES")):
            return code
    return None


def _named_in_full(family: str, text: str) -> set[str]:
    """Codes of the family's currencies that the text names with their country: "Swiss francs", "A$"."""
    word = {"cent": "dollar"}.get(family, family)
    found: set[str] = set()
    if family in ("dollar", "cent"):
        for sign in re.findall(r"(?<![A-Za-z])([A-Z][A-Za-z]{0,2}\$)", text):
            found.add(table("currencies")["prefixes"].get(sign, sign))
    plural = rf"(?:{re.escape(word)}s?|dlrs?)" if word == "dollar" else rf"{re.escape(word)}s?"
    for match in re.finditer(rf"\b((?:[A-Z][\w.]+ )?[A-Z][\w.]+) {plural}\b", text):
        phrase = f"{match[1].lower()} {word}s"
        for key in (phrase, phrase.partition(" ")[2]):
            code = _words().get(key)
            if code and not code.startswith("~"):
                found.add(code)
    return found
