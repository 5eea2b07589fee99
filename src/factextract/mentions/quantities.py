"""Quantities: numbers with their units, the evidence of value facts.

A number is read together with what stands around it: a currency, a unit, a counted noun, or nothing.
What only looks like a value (a date, an age, a score, a name with a number) is left out before; ranges,
restated amounts and units that one number lends another are settled after.
"""

import itertools
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from factextract.mentions.counts import CountedNouns
from factextract.mentions.currencies import Money, money_after, money_before, resolver
from factextract.mentions.ellipsis import lend_back, lend_forward
from factextract.mentions.model import Dimension, Equivalent, Number, Quantity
from factextract.mentions.numbers import (
    JOINT,
    alternation,
    find_numbers,
    is_between,
    is_change,
    is_former_range,
    table,
    tidy,
)
from factextract.mentions.rates import read_levels
from factextract.mentions.units import Unit, rare_unit, unit_after

if TYPE_CHECKING:
    from spacy.tokens import Doc


def find_quantities(
    doc: "Doc",
    country: str | None = None,
    published: date | None = None,
    *,
    everything: bool = False,
    text: str | None = None,
) -> list[Quantity]:
    """All quantities of the article, in order, none inside another;
    ``country`` says whose bare "dollars" are meant, ``published`` of what day.

    ``everything`` reads also what states no fact: "one solution", ages, "the two companies", durations that
    only date ("two years later"), measures restated in brackets, and small numbers without a unit.
    ``text`` is that of ``doc``, where it is at hand.
    """
    text = doc.text if text is None else text
    nouns = CountedNouns(doc, text, everything=everything)
    pounds = country in _POUNDS_OF_WEIGHT and " pounds" in text and not _PAID_IN_POUNDS.search(text)
    resolve, sentences = resolver(text, country, published), _sentence_starts(text)
    article = _Article(text, nouns, resolve, sentences, everything, pounds)
    numbers = find_numbers(text)
    found = [*_ratios(text, numbers), *_multiples(text), *_times(text, numbers), *_single_units(article)]
    if everything:
        found += _ages(text, numbers)
    found += (quantity for number in numbers if (quantity := _read(article, number)) is not None)
    quantities = [_negated(text, quantity) for quantity in _without_overlap(found)]
    quantities = lend_back(text, quantities)
    quantities = _join_ranges(article, quantities)
    quantities = [replace(quantity, per=_per(text, quantity)) for quantity in quantities]
    quantities = read_levels(text, article.resolve, article.sentence, quantities)
    quantities = _further_sums(text, quantities)
    quantities = _attach_equivalents(article, quantities)
    quantities = lend_forward(text, article.nouns, article.sentence, quantities)
    return [
        quantity
        for quantity in quantities
        if quantity.dimension is not Dimension.BARE or _could_be_value(article, quantity)
    ]


@dataclass(frozen=True, slots=True)
class _Article:
    """What reading one number needs to know of its article."""

    text: str
    nouns: CountedNouns
    resolve: Callable[[str], str]
    sentences: list[int]
    everything: bool = False
    weighs_pounds: bool = False
    """Whether its bare pounds are weights: an American article with no word of British money."""

    def sentence(self, position: int) -> tuple[int, int]:
        """The bounds of the sentence around ``position``; of a table without stops, the stretch nearby."""
        index = bisect_right(self.sentences, position)
        start = self.sentences[index - 1]
        end = self.sentences[index] if index < len(self.sentences) else len(self.text)
        return max(start, position - _LONGEST_SENTENCE), min(end, position + _LONGEST_SENTENCE)


_LONGEST_SENTENCE = 500
_SENTENCE = re.compile(
    r"(?<!\bNo)(?<!\b[A-Z])(?<!\bInc)(?<!\bCo)(?<!\bMr)(?<!\bDr)(?<!\bSt)[.!?][\"”’')]*\s+(?=[\"“‘'(]?[A-Z\d])|\n+"
)


def _sentence_starts(text: str) -> list[int]:
    """Where sentences begin: good enough to keep units from crossing into the next, without a parse."""
    return [0, *(match.end() for match in _SENTENCE.finditer(text))]


# --- numbers that are no values ---------------------------------------------------------------------------

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|"
    r"Sep(?:tember|t\.?|\.)?|"
    r"Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEARS = r"(?:19|20)\d\d"
_ONES = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_TENS = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_AGE = rf"(?:\d{{1,3}}|{_TENS}(?:-{_ONES})?|[a-z]+teen|ten|eleven|twelve|{_ONES})"
_NO_UNIT = (
    r"(?! ?(?:%|percent|per cent|pct|million|billion|trillion|thousand|mln|bn|bln|crore|lakh|"
    r"tonnes|dlrs|dollars|yen|euros))"
)

_DATES = (
    rf"\b{_MONTH} {_DAY}(?![\d.,]*\d)(?: ?(?:[-–/]|to|and|or|"
    rf"&) ?(?:{_MONTH} )?{_DAY}(?!\d))?(?:,? {_YEARS}\b)?{_NO_UNIT}",
    rf"\b{_DAY}(?: ?(?:[-–/]|to|and|or) ?{_DAY})?(?: of)?[ -]{_MONTH}(?!\w)(?:,? {_YEARS}\b)?",
    rf"\b{_YEARS}-\d\d-\d\d\b",
    r"\b\d{1,2}[/.]\d{1,2}[/.](?:19|20)?\d\d\b",
    rf"\b(?:1[6-9]|20)\d\d ?[-–/] ?(?:{_YEARS}|\d\d)\b",
    rf"\b(?:by|before|until|in|through|beyond) 21\d\d\b{_NO_UNIT}",
    r"\b(?:A\.D\.|AD) \d{1,4}(?: ?(?:[-–]|to|and) ?\d{1,4})?\b",
    r"\b\d{1,4}(?: ?(?:[-–]|to|and) ?\d{1,4})? ?(?:BCE?|CE|AD)\b|\b\d{1,4} (?:B\.C\.|A\.D\.)",
    r"\b(?:9/11|7/7)\b",
)
_CLOCK_TIMES = (
    r"\b\d{1,2}(?:[:.]\d\d)?(?: ?[-–] ?\d{1,2}(?:[:.]\d\d)?)? ?(?:a\.m|p\.m|am|pm|o'clock|noon)\b",
    r"\b\d{1,2}:\d\d(?:[:.]\d\d)?\b",
    r"\b[012]?\d[.:]?[0-5]\d ?(?:hours )?(?:GMT|UTC|EST|EDT|BST|CET|IST|ET|local time)\b",
    r"\b(?:half|quarter) past \w+",
)
_PERSON_IS = r"\b(?:who|[Hh]e|[Ss]he) (?:is|was|turned|turns) (?:just |only |now )?"
_AGE_ENDS = r"(?=[.,;]? ?$|[.,;] | and | when )"
_NO_THINGS = rf"{_NO_UNIT}(?![-,.]\d|-[a-z]| (?:kg|km|feet|people|men|women|children)\b| (?!was |is |has |as )[A-Za-z]+s\b)"
_PEOPLE = (
    r"\b(?:[Pp]eople|[Pp]ersons|[Aa]dults|[Mm]en|[Ww]omen|[Cc]hildren|[Kk]ids|[Gg]irls|[Bb]oys|[Tt]eenagers|[Tt]hose|[Aa]ny(?:one|body)|"
    r"[Ee]very(?:one|body)|[Vv]oters|[Dd]rivers|[Ww]orkers|[Ee]mployees|[Pp]atients|[Pp]layers|[Rr]esidents|[Cc]itizens|"
    r"[Cc]ustomers|[Uu]sers|[Pp]ensioners|[Pp]assengers|[Vv]ictims|[Mm]ales|[Ff]emales|them|they)"
)
_AGES = (
    rf"\b(?:{_AGE}(?:-?[ -](?:to|or|and)[ -]|-))?{_AGE}[- ](?:years?|months?|weeks?|days?)[- ](?:olds?\b|"
    rf"of age)",
    rf"\b[Aa]ge[ds]?(?: between| over| under| from| of| at least)? {_AGE}(?: ?(?:to|and|or|[-–]) ?{_AGE})?\b",
    r"(?<=[A-Za-z], )\d\d(?=,(?: [a-z“\"A-Z]|$)|\.(?:\s|$))",
    r"(?<=[a-z] )\(\d\d\)(?=[ ,])",
    rf"{_PERSON_IS}\d{{1,2}}{_AGE_ENDS}",
    rf"\b(?:man|woman|boy|girl|lad|lass|widow|widower|youth|child|teenager|baby|toddler|pensioner) of "
    rf"(?:just |only )?{_AGE}\b{_NO_THINGS}",
    r"\b(?:has|have|had) (?:just |only just |now |recently )?turned \d\d\b(?![.,]?\d)",
    rf"\b(?:turn(?:ed|s|ing)?|(?:died|dies|die|retired?|retires|retiring) at) (?:just |only )?\d\d\b{_AGE_ENDS}",
)
_OLDER = (
    rf"{_PEOPLE}(?: who)?(?: are| were)?(?: aged)? (?:over|under|above|below|older than|younger than|between) {_AGE}"
    rf"(?: (?:and|to) {_AGE})?\b{_NO_THINGS}",
)
"""Ages as bounds: "people over 65"."""
_SCORES_AND_CALLS = (
    r"\b\d{1,2}-\d{1,2}(?:-\d{1,2})?\b(?![-\d]|\.\d| ?(?:%|pct|per|million|billion|mln|bn|[a-z]+s\b|year|"
    r"month|week|day|hour|inch|foot))",
    r"\+\d[\d ()-]{7,20}\d",
    r"\b(?:0|1-)\d{2,4}[- ]\d{3}[- ]\d{3,4}\b",
    r"\b\d{3}-\d{3,4}(?:-\d{4})?\b(?! ?[A-Za-z$%€£])",
    r"\b(?:24/7|50[-/]50|fifty-fifty)\b",
)
_RUNS = (
    r"\b(?:[Tt]he|[Aa]|[Nn]umber) \d{1,3}[A-Z]? (?:bus|tram|trolleybus|night bus)"
    r"(?: stops (?:outside|at|near|here|by|opposite))?\b(?! (?:stops|drivers|routes|lanes|services|companies|passengers)\b)",
    r"\b[Tt]he [012]?\d[.:][0-5]\d (?:train|bus|ferry|flight|sailing|departure|service|coach|tram|express|"
    r"carries|departs|leaves|arrives|pulls|calls)\b",
)
"""Buses by their number, trains by their time: "the 612 bus", "the 9.05 train"."""
_STREET_NUMBERS = (
    r"\b\d{1,5}(?: [A-Z][\w.'’-]*){1,3} (?:Street|St\b\.?|Road|Rd\b\.?|Avenue|Ave\b\.?|Boulevard|Blvd\b\.?|Lane|Drive|"
    r"Parkway|Terrace|Broadway)(?!\w| [a-z]+s\b)",
)
_PLATES_AND_SEATS = (
    r"\b\d{2}[A-Z]{1,2}\d?-\d{3}\.?\d{2}\b",
    r"\bW?PC \d{2,5}\b(?= [A-Z])",
    r"\b(?:[Ss]at in|[Ss]eats?|[Rr]ow)\b[^.;:()\d]{0,24} \d{1,2}[A-K]\b",
    r"\b[Rr]ow [A-Z\d]{1,2},? seats? \d{1,3}\b",
)
_MODELS = (
    r"\b7[0-8]7(?:-\d{1,3}|(?:-\d{1,2})? M(?:AX|ax)|s)\b",
    r"\b[Tt]he 7[0-8]7\b(?![,.]\d| (?:\w+ )?[a-z]+s\b| (?:million|billion|people|men|women|children)\b|%)",
)
_MARKS = (
    r"\b(?:an?|scored?|rate[sd]?|marks?|gave|give|gives|given|awarded|of)(?: it| him| her| them)? "
    r"(?:\d|\w+) out of (?:10|ten|five|5)\b(?! (?:\w+ )?(?:chances?|odds|[a-z]+s)\b)",
    rf"\b(?:gave|gives?|given|awarded|earned|got|gets)(?: it| him| her| them)? (?:only |just )?(?:\d|{_ONES}) stars?\b",
)
_DENOMINATORS = (
    r"\b(?:[Pp]rices? (?:of|for)|cost of|paid for) a dozen\b",
    r"\ba dozen (?:[a-z]+ )?eggs (?=(?:sold|sells?|costs?|fetche[sd]) )",
    r"\bone of (?:them|these|those|the|its|their|his|her|our|[A-Z][\w.'’ ]+['’]s)\b",
    r"\b(?:per|for every|in every) (?:\d[\d,]*(?: million)?|one|two|three|four|five|six|seven|eight|nine|"
    r"ten|hundred|thousand|million|lakh)\b",
)
_IDIOMS = (
    r"\b(?:Group of|Big|Class of) (?:\d+|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Tt]en|"
    r"[Tt]wenty)\b",
    r"\b(?i:one another|one by one|one day|on the one hand|no one|at one point|zero[- ]sum|square one|"
    r"one time|one thing|one or the other|a hundred and one things|(?<!for )(?<!only )(?<!just )(?<!than )one night)\b",
    r"\b(?i:(?:first|second|latter|better|other)[- ]half)\b(?! of (?:the|its|all) [a-z]+s\b)",
    r"\b(?:[Ii]n|[Ff]or|[Dd]uring|[Oo]ver) the half\b(?! of| a|-)",
    r"\bhalf[- ](?:year|time|term|yearly|hearted|brother|sister|empty|full|built|finished|baked|way|price|"
    r"century)\b",
)


@cache
def _not_values(*, everything: bool) -> re.Pattern[str]:
    """Dates, clock times, ages, scores, phone numbers, idioms and numbers inside names, as one pattern;
    "for every six months" counts where everything is wanted.
    """
    names = table("nouns")
    labels, indices = alternation(names["labels"]["words"]), alternation(names["indices"]["names"])
    verbs, places = alternation(names["labels"]["verbs"]), alternation(names["labels"]["places"])
    in_names = (
        rf"\b{indices}[ -]?\d{{2,4}}\b",
        rf"\b(?!(?<=\bto ){verbs} )(?i:{labels})[ -]?\d[\d.]*[A-Z]?(?:-\d+)?(?:\([a-z0-9]\))*(?: (?:and|to|or) \d+)?\b"
        r"(?!,\d| (?:[a-z]+ )?(?:percent|per cent|pct|million|billion|mln|bn|years|months|weeks|days|hours)\b|%)",
        rf"\b{places}s? \d{{1,4}}[A-Z]?(?: (?:and|to|or) \d+)?\b(?!,\d|[.]\d|%| (?:percent|per cent|million|billion)\b)",
        r"\b(?i:covid ?-?19)\b",
        rf"\b\d+m {alternation(table('scales')['metres']['races'])}\b",
    )
    denominators = () if everything else (*_DENOMINATORS, *_OLDER)
    labelled = (*_RUNS, *_STREET_NUMBERS, *_PLATES_AND_SEATS, *_MODELS, *_MARKS)
    patterns = (
        *_DATES,
        *_CLOCK_TIMES,
        *_AGES,
        *_SCORES_AND_CALLS,
        *labelled,
        *denominators,
        *_IDIOMS,
        *in_names,
    )
    return re.compile(_any_of(patterns))


def _any_of(patterns: Iterable[str]) -> str:
    """A pattern for any of the patterns; those that begin at a word's edge ask for it once, not each at every letter."""
    edge: list[str] = []
    other: list[str] = []
    for pattern in patterns:
        bounded = pattern.startswith(r"\b")
        (edge if bounded else other).append(f"(?:{pattern[2:] if bounded else pattern})")
    return "|".join([rf"\b(?:{'|'.join(edge)})", *other])


@cache
def _names() -> re.Pattern[str]:
    names = table("nouns")["names"]
    return re.compile(
        rf"(?<![$£€\w]){alternation(names['words'])}(?![\w.]*\d|[ ]?(?:people|%))(?!\w)|"
        rf"\b{alternation(names['meetings'])}[ -]?\d{{1,2}}(?![\d.,]*\d|[a-z])(?! ?(?:million|billion|mln|bn|trillion))"
    )


def _is_in_name(text: str, number: Number) -> bool:
    """ "3M said", "a 7-Eleven", "agreed at COP30": part of a name."""
    around = _names().finditer(text, max(0, number.start - 14), min(len(text), number.end + 14))
    return any(match.start() <= number.start < match.end() and number.end <= match.end() for match in around)


_PLAIN = re.compile(r"[\d.:/\- ]+(?: (?:to|and|or) [\d.:/]+)?|[A-Za-z -]+|\d{1,2}[BKM]")
_IS_PERCENT = re.compile(r" ?%| (?:percent|per cent|pct)\b")
_WINDOW = 34


def _is_no_value(article: _Article, number: Number) -> bool:
    """Whether the number is part of a date, an age, a score, a name or an idiom;
    those are short and plainly written.
    """
    text = article.text
    if not _PLAIN.fullmatch(text, number.start, number.end) or _IS_PERCENT.match(text, number.end):
        return False
    around = _not_values(everything=article.everything).finditer(
        text, max(0, number.start - _WINDOW), min(len(text), number.end + _WINDOW)
    )
    within = any(match.start() <= number.start and match.end() >= number.end for match in around)
    return within or _is_score(text, number)


_SCORE = re.compile(r"(?<![\d.,-])(\d{1,2})-(\d{1,2})(?![\d-]|[.,]\d)")


def _is_score(text: str, number: Number) -> bool:
    """ "won 4-3 thanks to": a range does not run down."""
    match = _SCORE.match(text, number.start) or _SCORE.search(text, max(0, number.start - 3), number.end)
    return match is not None and match.end() >= number.end and int(match[1]) >= int(match[2])


_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


def _is_year(text: str, number: Number) -> bool:
    """Four figures without a separator are a year unless a unit says otherwise."""
    return bool(_YEAR.fullmatch(text, number.start, number.end))


# --- one number -------------------------------------------------------------------------------------------


def _read(article: _Article, number: Number) -> Quantity | None:
    """The quantity a number states with what stands beside it; null where it states none."""
    text = article.text
    if _is_in_name(text, number):
        return None
    blocked = _is_no_value(article, number)
    money = _pounds_of_goods(article, number) or _money(article, number)
    if money is not None:
        return money
    lettered = text[max(0, number.start - 1) : number.start].isalpha()
    if lettered or _follows_vague_word(text, number.start):
        return None
    of_a = (_OF_A if number.fraction else _PART_OF_A_POINT).match(text, number.end)
    odd = _ODD.match(text, number.end)
    end = of_a.end() if of_a else odd.end() if odd else number.end
    unit = unit_after(text, end)
    if unit is not None and not (unit.name == "second" and _means_next(text, number, unit)):
        states_nothing = number.low is None or _OLD.match(text, number.end)
        if blocked and unit.dimension in (Dimension.DURATION, Dimension.MEASURE) and states_nothing:
            return None
        return _measured(article, number, unit, end)
    if (
        blocked
        or _is_name_part(article, number)
        or _HYPHENED_ON.search(text, max(0, number.start - 2), number.start)
    ):
        return None
    if number.fraction:
        return None if _counts_on(article, number) else _fraction(text, number)
    if number.value == 0 and text[number.start].isalpha():
        return _zero(article, number)
    if text[number.end : number.end + 1].isalpha() or _is_year(text, number):
        return None
    return _counted(article, number) or _bare(number)


_ZERO_GROWTH = re.compile(r" (?:\w+ )?(?:growth|inflation|increase|expansion)\b")
_ZERO_LEVEL = re.compile(
    r"\b(?:at|to|of|as low as|around|near|nearly|close to|from|virtually|almost|been|was|were|is|be|remain(?:s|ed)?) $",
    re.I,
)
_ZERO_OF = re.compile(
    r"\b(?:rates?|growth|inflation|yields?|tariffs?|dut(?:y|ies)|levy|economy|GDP|expansion)\b"
    r"[^.;:()\"“”]{0,60}$",
    re.I,
)
_ZERO_ENDS = re.compile(
    r"[,.;:)]|$| (?:in|on|from|for|by|this|last|next|since|until|and|or|after|while|when|before|to|with|as|but|at)\b"
)


def _zero(article: _Article, number: Number) -> Quantity | None:
    """ "zero growth", "held its rate at zero": no percent; "zero deaths" counts, "zero-tariff goods" do not."""
    text = article.text
    if text[number.end : number.end + 1] == "-":
        return None
    before = text[article.sentence(number.start)[0] : number.start]
    if _ZERO_GROWTH.match(text, number.end) or (
        _ZERO_LEVEL.search(before) and _ZERO_OF.search(before) and _ZERO_ENDS.match(text, number.end)
    ):
        return _quantity(number, Dimension.PERCENT, "percent", number.end, number.end)
    return _counted(article, number) or _bare(number)


def _quantity(
    number: Number, dimension: Dimension, unit: str, start: int, end: int, factor: Decimal = Decimal(1)
) -> Quantity:
    def scaled(value: Decimal | None) -> Decimal | None:
        return None if value is None else tidy(value * factor)

    return Quantity(
        start=min(number.start, start),
        end=max(number.end, end),
        number_start=number.start,
        number_end=number.end,
        dimension=dimension,
        unit=unit,
        unit_start=start,
        unit_end=end,
        value=scaled(number.value),
        low=scaled(number.low),
        high=scaled(number.high),
    )


def _bare(number: Number) -> Quantity:
    return _quantity(number, Dimension.BARE, "", number.end, number.end)


def _pound_as_hash(text: str, number: Number) -> Money | None:
    """ "#89.7 million": old wires wrote the pound sign so; "#2" is a rank."""
    value = number.value if number.value is not None else number.high
    if text[max(0, number.start - 1) : number.start] != "#" or value is None or value < 10_000:
        return None
    return Money(number.start - 1, number.start, "GBP")


_CENTS = re.compile(r" ?(?:¢|c(?!\w)|cents\b)")


def _money(article: _Article, number: Number) -> Quantity | None:
    """ "US$5m", "300 billion yuan", "Rs 500 crore", "65 Canadian cents"."""
    text = article.text
    if number.fraction:
        return _part_of_money(article, number)
    money = money_before(text, number.start, article.resolve) or _pound_as_hash(text, number)
    if money is not None:
        if _follows_vague_word(text, money.start) or _is_championship(text, number, money):
            return None
        money = _of_country(text, number, money)
        cents = _CENTS.match(text, number.end)
        if cents is not None:
            return _quantity(number, Dimension.MONEY, money.code, money.start, cents.end(), Decimal("0.01"))
        return _quantity(number, Dimension.MONEY, money.code, money.start, money.end)
    money = money_after(text, number.end, article.resolve)
    if money is None or _follows_vague_word(text, number.start):
        return None
    if number.low is None and _is_no_value(article, number):
        return None
    money = _of_giver(article, number, money)
    return _quantity(number, Dimension.MONEY, money.code, money.start, money.end, money.factor)


_BRITAIN = re.compile(
    r"\b(?:United Kingdom|UK|U\.K\.|Britain|British|London|England|Scotland|Wales|Welsh|Scottish)\b(?!['’]s embassy)"
)


def _of_giver(article: _Article, number: Number, money: Money) -> Money:
    """ "London will give 205 million pounds": its own, whatever country the article is about."""
    text = article.text
    if text[money.start : money.end].lower() not in ("pounds", "pound") or money.code == "GBP":
        return money
    start, _ = article.sentence(number.start)
    return replace(money, code="GBP") if _BRITAIN.search(text, start, number.start) else money


_DOLLARS_OF = re.compile(
    r" (?P<country>US|U\.S\.|Canadian|Cdn\.?|Australian|AUD|CAD|USD)"
    r"(?= (?:per|a|an|in|to|for|and|or|from|on|at|by|each|this|last)\b|[,;:)]|\.?$|\. )"
)


def _of_country(text: str, number: Number, money: Money) -> Money:
    """ "$500 US", as Canadian papers tell their neighbour's dollars from their own."""
    match = _DOLLARS_OF.match(text, number.end) if text[money.start : number.start] == "$" else None
    if match is None:
        return money
    code = {"C": "CAD", "A": "AUD"}.get(match["country"][0], "USD")
    return Money(money.start, match.end(), code)


def _is_championship(text: str, number: Number, money: Money) -> bool:
    """ "the Euro 2024 qualifiers", "the COP30 talks": a name with its year or number."""
    before = text[money.start : number.start]
    return (before == "Euro " and _is_year(text, number)) or (
        before == "COP" and number.value is not None and number.value < 60
    )


@cache
def _mass_in_pounds() -> re.Pattern[str]:
    goods = alternation(table("units")["pounds"]["goods"])
    return re.compile(rf"[ -]pounds?(?= (?:of )?(?:[a-z]+ ){{0,2}}?{goods}\b)")


_POUNDS_OF_WEIGHT = ("US", "CA")
_PAID_IN_POUNDS = re.compile(
    r"£|\b(?:sterling|pence|UK|U\.K\.|Brit(?:ain|ish|on)|England|London|Scotland|Wales|Egypt|Leban|Syria|Sudan)"
)
_BARE_POUNDS = re.compile(r"[ -]pounds?\b")


def _pounds_of_goods(article: _Article, number: Number) -> Quantity | None:
    """ "120 million pounds of coffee" are weighed, not paid; in Quebec "the crop came to 239 million pounds" too."""
    text = article.text
    match = _mass_in_pounds().match(text, number.end)
    if match is None and article.weighs_pounds:
        match = _BARE_POUNDS.match(text, number.end)
    if match is None:
        return None
    return _quantity(number, Dimension.MEASURE, "pound", match.start() + 1, match.end())


def _part_of_money(article: _Article, number: Number) -> Quantity | None:
    """ "half a cent", "a quarter of a dollar"."""
    of_a = _OF_A.match(article.text, number.end)
    money = money_after(article.text, of_a.end(), article.resolve) if of_a else None
    return (
        _quantity(number, Dimension.MONEY, money.code, money.start, money.end, money.factor)
        if money
        else None
    )


_VAGUE = re.compile(r"\b(?:several|few|many|some of the|couple of|tens of|dozens of|hundreds of) $", re.I)


def _follows_vague_word(text: str, start: int) -> bool:
    """ "several hundred", "a few million" say no amount."""
    return bool(_VAGUE.search(text, max(0, start - 14), start))


def _means_next(text: str, number: Number, unit: Unit) -> bool:
    """ "six second hand cars": an order, not a time; "a 2.6 second delay" is one."""
    if "." in text[number.start : number.end]:
        return False
    return text[unit.start : unit.end] == "second" and text[unit.start - 1] == " "


# "TA-125", "Cox-2": a number hyphened to a word belongs to its name.
_HYPHENED_ON = re.compile(r"[A-Za-z]-$")


def _is_name_part(article: _Article, number: Number) -> bool:
    """A number word with a capital inside a sentence is part of a name: "the Three Gorges"."""
    if not article.text[number.start].isupper():
        return False
    start, _ = article.sentence(number.start)
    return bool(re.search(r"[a-z,] $", article.text[start : number.start]))


_ODD = re.compile(r"-(?:odd|plus)(?= )")
_OF_A = re.compile(r"[ -](?:of )?an?(?=[ -])")
_PART_OF_A_POINT = re.compile(r"(?<=\.\d|\d\d) of a(?= (?:percentage |per ?cent )?point\b)")


def _measured(article: _Article, number: Number, unit: Unit, end: int) -> Quantity | None:
    """ "16.4-percent", "8 GW", "50 basis points", "a quarter of a percentage point", "five-year"."""
    text = article.text
    dimension, name = unit.dimension, unit.name
    if dimension is Dimension.DURATION and (
        _is_year(text, number) or (not article.everything and _tells_a_date(text, number.start, unit))
    ):
        return None
    if name in _TEMPERATURES and _is_seat(text, number, unit):
        return None
    if text[unit.start : unit.end] == "kt" and _SPEEDS.search(text, *article.sentence(number.start)):
        return _quantity(number, dimension, "knot", unit.start, unit.end)
    if name == "point" and _means_percentage_points(article, number):
        dimension, name = Dimension.POINTS, "percentage_point"
    touches = end == number.end and text[end] != "-"
    if (
        number.fraction
        and touches
        and dimension in (Dimension.DURATION, Dimension.MEASURE)
        and name != "point"
        and "/" not in text[number.start : number.end]
    ):
        return None
    return _quantity(number, dimension, name, unit.start, unit.end, unit.factor)


# "kt" is a thousand tonnes, but a knot of what flies, sails or blows.
_SPEEDS = re.compile(r"\b(?:speeds?|winds?|gusts?|gusting|sailing|airspeed|cruising)\b", re.I)
_TEMPERATURES = ("degree Celsius", "degree Fahrenheit")
_SEATED = re.compile(
    r"\b(?:seats?|sat in|sitting in|sits in|plates?|registered|galley|aisle|gate|row|room|flat|apartment|bus|route|"
    r"locker|cabin|berth|stand|bay|block|exit|class|form|unit|question|appendix|schedule)\b[^.;!?]{0,40}$",
    re.I,
)


def _is_seat(text: str, number: Number, unit: Unit) -> bool:
    """ "she sat in 14F", "the plate 24C-087": a capital after a whole number that is no temperature."""
    letter = unit.end - unit.start == 1 and unit.start == number.end
    if not letter or not text[number.start : number.end].isdigit():
        return False
    if text[unit.end : unit.end + 1] == "-" and text[unit.end + 1 : unit.end + 2].isdigit():
        return True
    return bool(_SEATED.search(text, max(0, number.start - 60), number.start))


_INDEX_TALK = re.compile(
    r"\b(?:index|indices|Dow|Nasdaq|FTSE|Nikkei|Sensex|Hang Seng|S&P|DAX|Dax|CAC|Nifty|Footsie|benchmark|"
    r"bourse|shares|stocks|contract|futures|closed|bond|bonds)\b",
    re.I,
)
_RATE_TALK = re.compile(
    r"%|\b(?:percent|per cent|pct|percentage|rates?|inflation|unemployment|jobless|yields?|polls?|approval|"
    r"margin|margins|share of|turnout|swings?|swung|lead|leads|leading|ahead|"
    r"(?:won|win|wins|winning|carried|lost|beat|trail(?:s|ed|ing)?)"
    r"(?= [^.;]{0,40}\bby [\w.]+ points))\b",
    re.I,
)


def _means_percentage_points(article: _Article, number: Number) -> bool:
    """ "points" in talk of rates and percentages, not of an index, are percentage points."""
    if number.fraction:
        return True
    start, end = article.sentence(number.start)
    if _INDEX_TALK.search(article.text, start, end):
        return False
    value = number.value if number.value is not None else number.high
    return bool(_RATE_TALK.search(article.text, start, end)) and value is not None and value < 100


_DATE_BEFORE = re.compile(
    r"\b(?:(?:first|(?<!to )(?<!will )(?<!would )(?<!could )(?<!can )(?<!may )(?<!might )(?<!should )(?<!not )last|"
    r"past|next|previous|final|latest|prior|every|these|those|same|(?:for|in|during|over) the)"
    r"|(?:the|its|their|our) (?:following|preceding|coming|recent|closing|opening|initial|"
    r"remaining)) (?:\w+ )?$",
    re.I,
)
_DATE_AFTER = re.compile(
    r"['’] time\b|[,]? (?:ago|(?:earlier|later)(?! than\b)|before|after|previously|hence|from now|"
    r"to (?:the end of |end-?|early |late |mid-?)?(?:January|February|March|April|May|June|July|"
    r"August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|19|20|"
    r"this|last)|ended|ending|through|immediately|up to \d|to \d|to end|of (?:this|last|the|19\d\d|20\d\d|"
    r"its(?! own\b)|fiscal)\b)",
    re.I,
)


_RANKED_OVER = re.compile(
    r"\b(?:\w{3,}est|best|worst|most|least|first|time)\b[^.;()]{0,45} in (?:(?:more than|over|nearly|almost|about|"
    r"at least|just over|some|the) )?$"
)
"""A rank before the time it holds for: "the lowest level in four years", "the first time in three years"."""
_TENOR = re.compile(
    r"[- ](?:(?:government|Treasury|bank|benchmark|fixed|fixed-rate|interbank|reference|dated|federal|sovereign|state|"
    r"U\.S\.|US|[A-Z][a-z]+(?:ese|ish|an|ch)) )*(?:bonds?|yields?|"
    r"notes?|bills?|gilts?|Treasury|Treasur(?:ies|ys)|mortgages?|fix|copper|swaps?|"
    r"paper|rates?|futures|average|moving)\b"
)


_MEASURED_FROM = re.compile(
    r"\b(?:just|only|within|nearly|almost|barely|exactly|less than|more than) $",
    re.I,
)
"""Before a duration that is measured from something: "just 24 hours after the launch"."""
_FROM_EVENT = re.compile(r" (?:after|before)\b")
_STRETCH = re.compile(r" (?:periods?|average|rates?|inflation|ended|ending|to)\b")


def _tells_a_date(text: str, start: int, unit: Unit) -> bool:
    """Durations that only date or name something: "the first three months of", "two days later",
    "ten-year bonds", "the lowest in four years"; but not "the three-day meeting".
    """
    end = unit.end
    if _TENOR.match(text, end) or _RANKED_OVER.search(text, max(0, start - 80), start):
        return True
    if _FROM_EVENT.match(text, end) and _MEASURED_FROM.search(text, max(0, start - 16), start):
        return False
    adjective = text[unit.start - 1] == "-"
    if adjective and not _STRETCH.match(text, end):
        return bool(_DATE_AFTER.match(text, end))
    return bool(_DATE_BEFORE.search(text, max(0, start - 30), start) or _DATE_AFTER.match(text, end))


_HALF_NOT_SHARE = re.compile(
    rf"(?:\b(?:first|second|latter|better|last|next|current|half|this|and a|year's|each|per) |-|-{_MONTH} )$",
    re.I,
)
_AFTER_SECOND = re.compile(r"\ba second\b")


def _counts_on(article: _Article, number: Number) -> bool:
    """ "one blamed rain, a second the strike and a third the price": the next of them, and no share."""
    text = article.text
    if not text.startswith(("a third", "a fourth", "a fifth"), number.start):
        return False
    return _AFTER_SECOND.search(text, article.sentence(number.start)[0], number.start) is not None


def _fraction(text: str, number: Number) -> Quantity | None:
    """A fraction without a unit is a share in percent: "a third of exports", "by half"."""
    if _HALF_NOT_SHARE.search(text, max(0, number.start - 12), number.start):
        return None
    if text[number.end : number.end + 1] == "-" and text[number.end + 1 : number.end + 2].isalpha():
        return None
    if "/" in text[number.start : number.end]:
        return _bare(number)
    value = number.value if number.value is not None else None
    if value is None:
        return None
    return replace(
        _quantity(number, Dimension.PERCENT, "percent", number.end, number.end), value=_percent(value)
    )


def _percent(share: Decimal) -> Decimal:
    """A share as percent; thirds and the like come from the fraction itself, not from its rounded value."""
    for bottom in (3, 6, 7, 9):
        top = (share * bottom).quantize(Decimal(1))
        if abs(share * bottom - top) < Decimal("1e-9"):
            return tidy(top * 100 / bottom)
    return tidy(share * 100)


def _counted(article: _Article, number: Number) -> Quantity | None:
    """ "nine land border gates", "8.5 million people", "10-member", "30 of the aircraft";
    rare units by quantulum3.
    """
    if article.text[number.start : number.end].lower() == "one" and not article.everything:
        return None
    noun = article.nouns.after(number)
    if noun is None:
        return None
    unit = rare_unit(article.text[noun.start : noun.end])
    if unit is not None:
        return _quantity(number, Dimension.MEASURE, unit, noun.start, noun.end)
    return _quantity(number, Dimension.COUNT, noun.lemma, noun.start, noun.end)


# --- multiples and ratios ---------------------------------------------------------------------------------

_MULTIPLE = re.compile(
    r"\b(?:(?P<double>doubl(?:e|ed|es|ing)|two-?fold|twice(?= (?:as|the|its|their|his|what|that|this|last|"
    r"those|a)\b| [A-Z]\w+['’]s\b))|(?P<triple>tripl(?:e|ed|es|ing)|trebl(?:e|ed|"
    r"es|ing)|three-?fold|thrice)"
    r"|(?P<four>quadrupl(?:e|ed|es|ing)|four-?fold)|(?P<five>quintupl(?:e|ed|es|ing)|five-?fold)|"
    r"(?P<half>halv(?:e|ed|es|ing))"
    r"|(?P<fold>\d+(?:\.\d+)?|six|seven|eight|nine|ten|twelve|twenty|hundred)-? ?fold)\b",
    re.I,
)
_NO_MULTIPLE = re.compile(
    r"[- ](?:digit|digits|check|glazing|standards?|dip|bed|room|rooms|blow|murder|taxation|counting|agent|"
    r"edged|bill|decker|album|whammy|bottom|"
    r"bluff|act|life|lock|faults?|figures?|vision|entry|jeopardy|bogey|header|crown|shift|A|B|jump|time|gold|"
    r"the size|a year|a week|a day|a month|annually|"
    r"before|daily|weekly|world|champion|winner|champions)\b|-",
    re.I,
)
_NTH = re.compile(r"\b(?:first|second|third|fourth|fifth|latest|next|previous|bitcoin) $", re.I)
_FOLDS = {"six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "twenty": 20, "hundred": 100}


def _multiples(text: str) -> Iterator[Quantity]:
    """ "doubled", "twice", "threefold", "halved": the change as percent; "its fourth halving" is an event."""
    for match in _MULTIPLE.finditer(text):
        if _NO_MULTIPLE.match(text, match.end()) or (
            match["half"] and _NTH.search(text, max(0, match.start() - 10), match.start())
        ):
            continue
        group = match.lastgroup or ""
        if group == "fold":
            times = Decimal(_FOLDS.get(match["fold"].lower()) or match["fold"])
        else:
            times = {
                "double": Decimal(2),
                "triple": Decimal(3),
                "four": Decimal(4),
                "five": Decimal(5),
                "half": Decimal("0.5"),
            }[group]
        number = Number(match.start(), match.end(), value=(times - 1) * 100)
        yield _quantity(number, Dimension.MULTIPLE, "percent", match.end(), match.end())


_TIMES = re.compile(
    r" times(?= (?:as (?:many|much|high|large|big|likely|fast|great|long|often|expensive)|more\b|higher|"
    r"larger|bigger|faster|greater|(?:the|its|their|his|her|our|what)\b|(?:that|those) of\b|"
    r"last (?:year|quarter|month|week|season)['’]s\b|(?:[A-Z]{1,3})?[$€£¥₹]\d))"
)
_PRICED = re.compile(
    r"\bat (?:about |around |some |roughly |nearly |almost |just |only |a mere |more than |less than |over |under )?$"
)
_EARNED = re.compile(
    r" times (?:the|its|their|his|her|our)\b(?: \S+){0,3} (?:earnings|revenues?|sales|profits?|turnover|EBITDA|ebitda|"
    r"cash flow|book value)\b"
)


def _is_valuation(text: str, number: Number) -> bool:
    """ "it trades at 14 times its forecast earnings": a price in years of earnings, and no change."""
    return bool(
        _EARNED.match(text, number.end) and _PRICED.search(text, max(0, number.start - 16), number.start)
    )


def _times(text: str, numbers: list[Number]) -> Iterator[Quantity]:
    """ "three times as many", "ten times the level", "four times the $3m of May": the change as percent."""
    for number in numbers:
        match = _TIMES.match(text, number.end)
        if match is None or number.fraction or _is_valuation(text, number):
            continue
        grown = replace(number, value=_grown(number.value), low=_grown(number.low), high=_grown(number.high))
        yield _quantity(grown, Dimension.MULTIPLE, "percent", match.start() + 1, match.end())


def _grown(times: Decimal | None) -> Decimal | None:
    return None if times is None else (times - 1) * 100


_SINGLE = re.compile(
    r"\b(?:more than|less than|over|under|almost|nearly|up to|at least|about|around|by|"
    r"half) (?P<span>an? (?P<unit>decade|year|month|week|day|hour|century|fortnight))\b"
    r"(?! (?:ago|earlier|later|before|after|or|and|half))"
)
_SINGLE_LASTING = re.compile(
    r"\b(?:(?:out of \w+|closed|shut|shut down|suspended|halted|stopped|idle|banned) for|lasts?|lasted|lasting|"
    r"for(?= an? (?:whole|full))) (?P<span>an? (?:whole |full )?(?P<unit>year|month|week|day|decade|hour|fortnight))"
    r"(?=[.,;:)]|$| (?:to|in|on|at|from|because|while|as|by|with|until|due|but|when)\b)"
)
_SINGLE_MONEY = re.compile(
    r"\b(?P<span>(?:a|single|a single) (?P<unit>cent|penny|dollar|pound|euro))(?= (?:more|less|better|"
    r"higher|lower|stronger|weaker|above|below|cheaper|dearer|a share|per share))"
)


def _single_units(article: _Article) -> Iterator[Quantity]:
    """ "more than a year", "shut for a month", "a dollar less": one of a unit;
    "the first in more than a decade" only ranks.
    """
    lasting = itertools.chain(_SINGLE.finditer(article.text), _SINGLE_LASTING.finditer(article.text))
    for match in lasting:
        start = match.start("span")
        if not article.everything and _RANKED_OVER.search(article.text, max(0, start - 80), start):
            continue
        number = Number(match.start("span"), match.start("unit") - 1, value=Decimal(1))
        yield _quantity(number, Dimension.DURATION, match["unit"], *match.span("unit"))
    for match in _SINGLE_MONEY.finditer(article.text):
        money = money_after(article.text, match.start("unit") - 1, article.resolve)
        if money is not None:
            number = Number(match.start("span"), match.start("unit") - 1, value=Decimal(1))
            yield _quantity(number, Dimension.MONEY, money.code, money.start, money.end, money.factor)


_MARKED = re.compile("|".join(_MARKS))
_IN = re.compile(r"(?: (?!in\b|out\b)[a-z]+)? (?:in|out of)(?: every)? ")
_NOT_RATIO = re.compile(
    r" (?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|quarters?|decades?|countries|cities)\b|[-.%]\d"
)


def _ratios(text: str, numbers: list[Number]) -> Iterator[Quantity]:
    """ "one in five", "nine out of 10": a share in percent."""
    for part, whole in itertools.pairwise(numbers):
        gap = _IN.fullmatch(text, part.end, whole.start)
        if gap is None or (
            gap[0][:4] not in (" in ", " out") and text[part.start : part.end].lower() != "one"
        ):
            continue
        if (
            part.value is None
            or whole.value is None
            or part.fraction
            or whole.fraction
            or not 0 < part.value < whole.value <= 10000
        ):
            continue
        if (
            _is_year(text, whole)
            or _NOT_RATIO.match(text, whole.end)
            or text[part.start - 1 : part.start] in ("$", "£", "€")
            or any(
                mark.end() >= whole.end
                for mark in _MARKED.finditer(text, max(0, part.start - 20), whole.end + 20)
            )
        ):
            continue
        number = Number(part.start, whole.end, value=tidy(part.value * 100 / whole.value))
        yield _quantity(number, Dimension.PERCENT, "percent", whole.end, whole.end)


_AGED = re.compile(rf"{_PERSON_IS}(?P<age>\d{{1,2}}){_AGE_ENDS}")
_OLD = re.compile(r"[- ](?P<unit>year|month|week|day)s?[- ](?:olds?\b|of age\b)")


def _ages(text: str, numbers: list[Number]) -> Iterator[Quantity]:
    """ "a 17-year-old", "four months old", "she is 58": an age, which states no fact."""
    for said in _AGED.finditer(text):
        number = Number(*said.span("age"), value=Decimal(said["age"]))
        yield _quantity(number, Dimension.DURATION, "year of age", number.end, number.end)
    for number in numbers:
        match = _OLD.match(text, number.end)
        if match is not None:
            yield _quantity(
                number, Dimension.DURATION, f"{match['unit']} of age", match.start() + 1, match.end()
            )


def _without_overlap(found: list[Quantity]) -> list[Quantity]:
    """In order; of two that overlap the one that starts first, then the longer."""
    kept: list[Quantity] = []
    for quantity in sorted(found, key=lambda q: (q.start, -q.end, q.dimension == Dimension.BARE)):
        if kept and quantity.start < kept[-1].end:
            continue
        kept.append(quantity)
    return kept


_MINUS = re.compile(r"(?<!\bor )\bminus[ -]$", re.I)


def _negated(text: str, quantity: Quantity) -> Quantity:
    """ "minus $40.32", "minus-5 degrees": below nothing; but not "plus or minus two points"."""
    minus = _MINUS.search(text, max(0, quantity.start - 9), quantity.start)
    if minus is None or quantity.value is None:
        return quantity
    return replace(quantity, start=minus.start(), value=-quantity.value)


# --- units lent, ranges joined ----------------------------------------------------------------------------

# What may stand between an amount and its "to": "$60,000 (£30,800) and", "$1.65/lb and", "$70 a barrel to".
_JOINT_WITH_BRACKET = re.compile(
    r" \([^()]{1,30}\)| ?/ ?[A-Za-z]{1,6}\b| (?:an?|per) (?!and\b|to\b|or\b)[a-z]+(?= (?:and|to|or) )"
)


def _join_ranges(article: _Article, quantities: list[Quantity]) -> list[Quantity]:
    """ "3% to 5%", "between $1bn and $2bn", "$11.5-$12bn"."""
    joined: list[Quantity] = []
    for quantity in quantities:
        before = joined[-2] if len(joined) > 1 and joined[-2].low is not None else None
        if joined and (whole := _range(article.text, joined[-1], quantity, before)) is not None:
            joined[-1] = whole
        else:
            joined.append(quantity)
    return joined


def _range(text: str, low: Quantity, high: Quantity, before: Quantity | None) -> Quantity | None:
    """Two quantities a range joins, the more readily after another range, ``before``."""
    if low.value is None or high.value is None or low.dimension != high.dimension or low.unit != high.unit:
        return None
    if low.dimension in (Dimension.BARE, Dimension.MULTIPLE) or high.start - low.end > 50:
        return None
    bracket = _JOINT_WITH_BRACKET.match(text, low.end)
    joint = JOINT.fullmatch(text, bracket.end() if bracket else low.end, high.start)
    if joint is None:
        return None
    low_value = _with_scale_of(text, low, high)
    if not low_value < high.value:
        return None
    word = (joint["word"] or "-").lower()
    if word == "and" and not is_between(text, low.start):
        return None
    if word == "to" and before is not None and is_former_range(text, before.end, low.start):
        return _spanning(low, low_value, high)
    amounts = low.dimension not in (Dimension.PERCENT, Dimension.POINTS)
    if word == "to" and is_change(text, low.start, low_value, high.value, amounts=amounts):
        return None
    if (
        word == "to"
        and low.dimension is Dimension.MONEY
        and _MOVED.search(text, max(0, low.start - 12), low.start)
    ):
        return None
    if low.dimension is Dimension.COUNT and word == "or" and low.value + 1 != high.value:
        return None
    return _spanning(low, low_value, high)


def _spanning(low: Quantity, low_value: Decimal, high: Quantity) -> Quantity:
    return replace(
        high, start=low.start, number_start=low.number_start, value=None, low=low_value, high=high.value
    )


# "fell $28.63 to $38.65": by an amount, to a price.
_MOVED = re.compile(
    r"\b(?:rose|fell|gained|lost|added|slipped|jumped|dropped|climbed|slid|sank|tumbled|surged|shed|up|"
    r"down|off) $"
)
_LEADING = re.compile(r"\d[\d,]*(?:\.\d+)?")


def _with_scale_of(text: str, low: Quantity, high: Quantity) -> Decimal:
    """ "$11.5-$12bn": the low end shares the scale word of the high end,
    where it has none and is the smaller figure.
    """
    low_text, high_text = text[low.number_start : low.number_end], text[high.number_start : high.number_end]
    low_figure, high_figure = _LEADING.fullmatch(low_text), _LEADING.match(high_text)
    if (
        low.value is None
        or high.value is None
        or low_figure is None
        or high_figure is None
        or high_figure.end() == len(high_text)
    ):
        return low.value if low.value is not None else Decimal(0)
    figure = Decimal(high_figure[0].replace(",", ""))
    if figure == 0 or not Decimal(low_figure[0].replace(",", "")) < figure:
        return low.value
    return tidy(low.value * high.value / figure) if high.dimension is Dimension.MONEY else low.value


_VALUE_BEFORE = re.compile(
    r"\b(?:from|to|at|against|versus|vs\.?|with|of|than|by|was|were|is|stood|reached|hit|rose|fell|"
    r"totalled|totaled|up|down|gained|lost|about|around|nearly|"
    r"almost|some|over|under|below|above|reaching|for|and|or|between|points,?|near|only|just|record|"
    r"another)(?: a| the)? ?$|[(,:–—]\s?$",
    re.I,
)


# "the Pixel Fold 9", "Round 3".
_AFTER_NAME = re.compile(r"\b[A-Z][\w'’]*:? \(?$")


def _could_be_value(article: _Article, bare: Quantity) -> bool:
    """A number without a unit is kept only where it can be a level or a count:
    it has a scale, decimals or a comparing word.
    """
    text = article.text
    written = text[bare.start : bare.end]
    if text[bare.end : bare.end + 1] == "-" or text[max(0, bare.start - 1) : bare.start] == "-":
        return False
    if bare.low is not None and re.fullmatch(r"\d+-\d+", written):
        return False
    value = bare.value if bare.value is not None else bare.high
    if article.everything:
        return not (written.lower() == "one" or _AFTER_NAME.search(text, max(0, bare.start - 20), bare.start))
    if (value is not None and abs(value) >= 1000) or "." in written or "/" in written:
        return True
    return written.isdigit() and bool(_VALUE_BEFORE.search(text, max(0, bare.start - 16), bare.start))


# --- per and restatements ---------------------------------------------------------------------------------


@cache
def _per_pattern() -> re.Pattern[str]:
    names = table("units")["per"]
    nouns = alternation({*names["nouns"], *names["names"]} - {*names["slashed"]})
    slashed = alternation({*names["nouns"], *names["names"], *names["slashed"]})
    return re.compile(
        rf"""(?:\ ?/\ ?(?P<slash>{slashed})\b
        |[ -](?:an?|each)[ -](?P<each>{nouns})\b(?!\ (?:ago|earlier|later|before|after|previously))
        |[ -]per[ -](?P<known>(?:thousand|million|hundred)\ (?:people|board\ feet)|{nouns})\b
        |[ -]per[ -](?P<any>(?:(?:US|U\.S\.|Australian|Canadian)\ )?[A-Za-z]+(?:-[A-Za-z]+)*)
        |\ (?:to|against|for|on)\ (?:the|one|a)\ (?:US\ |U\.S\.\ |American\ )?(?P<dollar>dollar|euro|pound|yen)\b)""",
        re.VERBOSE,
    )


_FURTHER = re.compile(
    r"\b(?:a further|another|an additional|an extra|the remaining|the other|the rest,) (?:about |around |some )?$",
    re.I,
)
_IS_FOR = re.compile(
    r"(?: (?:is|was|are|were|goes|went|will go|will be|has gone|would go))?"
    r"(?: set aside| earmarked)? (?:for|towards) "
)
_IS_SPENT = re.compile(r" (?:is|was|are|were|goes|went|will|would|had|has|comes|came)\b")
_WITH_SCALE = re.compile(r"[\d.,]+ ?(?:million|billion|trillion|mln|bln|bn|m|crore|lakh)")
_SUM_BEFORE = 300


def _further_sums(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """ "It will pay 240 million euros. A further 40 million is for repairs, and 35 million for fees": money again."""
    told: list[Quantity] = []
    sums: Quantity | None = None
    for quantity in quantities:
        if quantity.dimension is Dimension.MONEY:
            sums = quantity
        elif sums is not None and _is_further_sum(text, quantity, sums):
            quantity = sums = replace(quantity, dimension=Dimension.MONEY, unit=sums.unit)
        told.append(quantity)
    return told


def _is_further_sum(text: str, bare: Quantity, sums: Quantity) -> bool:
    near = bare.dimension is Dimension.BARE and bare.start - sums.end < _SUM_BEFORE
    if not near or not _WITH_SCALE.fullmatch(text, bare.start, bare.end):
        return False
    if _IS_FOR.match(text, bare.end):
        return True
    further = _FURTHER.search(text, max(0, bare.start - 32), bare.start)
    return further is not None and bool(_IS_SPENT.match(text, bare.end))


_EVERY = re.compile(
    r" (?:(?P<year>annually|yearly)|(?P<month>monthly)|(?P<week>weekly)|(?P<day>daily)|(?P<hour>hourly))\b"
)


def _per(text: str, quantity: Quantity) -> str | None:
    """The denominator after an amount: "a barrel", "per tonne", "/MWh", "annually", "to the dollar"."""
    if quantity.dimension is Dimension.MULTIPLE:
        return None
    relative = quantity.dimension in (Dimension.PERCENT, Dimension.POINTS)
    match = _per_pattern().match(text, quantity.end)
    if match is None or (relative and match["dollar"]):
        every = None if relative else _EVERY.match(text, quantity.end)
        return every.lastgroup if every else None
    word = match["slash"] or match["each"] or match["known"] or match["any"] or match["dollar"]
    return str(table("units")["per"]["names"].get(word, word))


_OPENS = re.compile(
    r"(?:[^\d().;\n]{0,40}(?:\b(?:19|20)\d\d\b)?)?\s?[(\[]\s?(?:(?:about|around|roughly|approximately|approx\.?|some|or|over|"
    r"nearly|almost|just|under|more than|less than|equal to|equivalent to|"
    r"worth|the equivalent of|or about|=|~|≈)\s?)*"
)
_GOES_ON = re.compile(r"\s?(?:[;:,/]|or|and)\s?(?:or |about )?")
_CLOSES = re.compile(r"[^\d()]{0,40}[)\]]")


def _attach_equivalents(article: _Article, quantities: list[Quantity]) -> list[Quantity]:
    """ "300 billion yuan ($41.7 billion)", "£1.1m (€1.3m; $1.5m)":
    the bracketed amounts belong to the first; "80 feet (24 metres)" says the same measure twice.
    """
    kept: list[Quantity] = []
    index = 0
    while index < len(quantities):
        amount = quantities[index]
        restated = _restated(article.text, amount, quantities[index + 1 : index + 5])
        if article.everything and amount.dimension is Dimension.MEASURE:
            restated = []
        if amount.dimension is Dimension.MONEY:
            amount = replace(amount, equivalents=tuple(_equivalent(other) for other in restated))
        kept.append(amount)
        index += 1 + len(restated)
    return kept


def _restated(text: str, amount: Quantity, following: list[Quantity]) -> list[Quantity]:
    """What brackets restate; a bare "$" after "240 million Australian dollars" is the American one."""
    if amount.dimension not in (Dimension.MONEY, Dimension.MEASURE):
        return []
    restated: list[Quantity] = []
    end = amount.end
    for other in following:
        gap = (_GOES_ON if restated else _OPENS).fullmatch(text, end, other.start)
        if (
            other.unit == amount.unit
            and text[other.unit_start : other.unit_end] == "$" != text[amount.unit_start]
        ):
            other = replace(other, unit="USD")
        if gap is None or other.dimension is not amount.dimension or other.unit == amount.unit:
            break
        restated.append(other)
        end = other.end
    return restated if restated and _CLOSES.match(text, end) else []


def _equivalent(quantity: Quantity) -> Equivalent:
    return Equivalent(
        quantity.start, quantity.end, quantity.unit, quantity.value, quantity.low, quantity.high
    )
