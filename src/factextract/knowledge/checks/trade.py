"""Exports and imports against the balance and the two-way trade that the article states of the same parties and days."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import combinations, product

from factextract.knowledge.checks.check import MOST_ALIKE, Check, judge
from factextract.knowledge.checks.measures import measure_of, parties, table
from factextract.knowledge.checks.stated import ValueFact, stated_interval
from factextract.records import TradeValue

_MOST_UNLIKE = 3
"""Units and periods together of three figures, of which at most one may be of another unit or another period."""

_TELLING = Decimal("0.02")
"""Tighter than in one sentence: an article has many sums and differences to fit by chance."""

_RE_EXPORT = re.compile(r"\bre-?export", re.IGNORECASE)


def add_up(facts: Sequence[ValueFact]) -> Iterator[Check]:
    """The checks of one article's facts on flows of trade: exports less imports, and exports and imports together."""
    groups = defaultdict(list)
    for fact in facts:
        if isinstance(fact, TradeValue) and fact.role != "change" and fact.per is None:
            groups[parties(fact), fact.status].append(fact)
    for group in groups.values():
        if len(group) <= MOST_ALIKE:
            yield from _of_parties(group)


def _of_parties(facts: Sequence[TradeValue]) -> Iterator[Check]:
    """The checks of each balance and each total; where exports and imports fit one, no others are meant by it."""
    flows = defaultdict(list)
    for fact in facts:
        flows[fact.flow].append(fact)
    for result in [*flows["balance"], *(() if _has_re_exports(facts) else flows["total"])]:
        found = list(_of_result(flows["exports"], flows["imports"], result))
        yield from [check for check in found if check.holds] or found


def _of_result(
    sales: Iterable[TradeValue], purchases: Iterable[TradeValue], result: TradeValue
) -> Iterator[Check]:
    """The checks of a balance or a total against the exports and imports that may make it up."""
    for exports, imports in product(sales, purchases):
        sold, bought = stated_interval(exports), stated_interval(imports)
        together = (exports, imports, result)
        units = len({fact.unit for fact in together})
        days = len({(fact.period.start, fact.period.end) for fact in together if fact.period})
        expected = sold - bought if result.flow == "balance" else sold + bought
        stated = stated_interval(result)
        if units + max(days, 1) > _MOST_UNLIKE or not _are_of_one_goods(together):
            continue
        if (_are_of_one_time(together) and _are_with_the_same(together)) or expected.overlaps(stated):
            yield from judge(
                f"trade_{result.flow}",
                ("exports", "imports", result.flow),
                together,
                expected,
                stated,
                units_fit=units == 1,
                periods_fit=days <= 1,
                telling=_TELLING,
            )


def _are_of_one_goods(facts: Sequence[TradeValue]) -> bool:
    """Whether figures are of the same goods: in the same words, or in more or fewer where one sentence tells them."""
    goods = [measure_of(fact).words for fact in facts]
    if len({fact.sentence.start for fact in facts}) == 1:
        return all(one <= other or other <= one for one, other in combinations(goods, 2))
    return len(set(goods)) == 1


def _are_of_one_time(facts: Sequence[TradeValue]) -> bool:
    """Whether the text tells of one time: in one sentence, or by days. Figures without days are of any time."""
    return all(fact.period for fact in facts) or len({fact.sentence.start for fact in facts}) == 1


def _are_with_the_same(facts: Sequence[TradeValue]) -> bool:
    """Whether figures are with the same partners: those "with the rest of the world" may be with all, or all but one."""
    return len({_is_with_others(fact) for fact in facts}) == 1


def _is_with_others(fact: TradeValue) -> bool:
    """Whether a sentence tells a figure of partners that it has no name for: "sales to other countries"."""
    return fact.partner is None and bool(_others().search(fact.sentence.text))


@cache
def _others() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(table('words')['other_partners'])})\b", re.IGNORECASE)


def _has_re_exports(facts: Iterable[TradeValue]) -> bool:
    """Whether goods only pass through: these are part of two-way trade, but mostly not of the exports stated."""
    return any(_RE_EXPORT.search(fact.sentence.text) for fact in facts)
