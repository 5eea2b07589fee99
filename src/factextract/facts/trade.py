"""`trade_value`: the money value of exports, imports, two-way trade or a trade balance between economies."""

import re
from bisect import bisect_left
from dataclasses import replace
from functools import cache
from operator import attrgetter

from factextract.facts.parties import names_under
from factextract.facts.reading import Draft, Phrase, Reading, distinct, table, words_of
from factextract.mentions.model import Name
from factextract.mentions.names import blocs
from factextract.parse import Token
from factextract.syntax import prepositional_objects, subject_of

_ECONOMIES = frozenset(("GPE", "NORP", "LOC"))
_PARTNER_CARRIES = 1
"""Over how many sentences a partner is carried."""
_TO, _FROM, _WITH = ("to",), ("from",), ("with", "between")


@cache
def _flows() -> dict[str, str]:
    """Trade words by lemma, to their flow."""
    flows: dict[str, list[str]] = table("indicators")["flow"]
    return {word: flow for flow, words in flows.items() for word in words}


def is_economy(name: Name) -> bool:
    """Whether a name can trade as an economy: a country, a region or a bloc, and no company."""
    return name.type in _ECONOMIES or name.id is not None or name.name in blocs()


def flow_of(reading: Reading, draft: Draft) -> str | None:
    """The trade flow that a draft's indicator names, or None: "exports", "trade deficit", "two-way trade"."""
    if draft.indicator is None or draft.head is None:
        return None
    words = [word.strip(".,'’").lower() for word in draft.indicator.text.replace("-", " ").split()]
    way = _way_of_goods(draft.head.lemma_.lower(), words)
    if way is not None:
        return way
    flow = _flows().get(draft.head.lemma_.lower()) or _flows().get(words[-1] if words else "")
    if flow == "balance":
        return flow if _is_trade_balance(reading, draft, words) else None
    if flow == "total":
        return (
            None
            if (draft.head.lemma_ == "turnover" and "trade" not in words)
            or set(words) & words_of("indicators", "not_trade")
            else flow
        )
    return flow


def _way_of_goods(head: str, words: list[str]) -> str | None:
    """Exports or imports, or both as the total: "exports of rice", "export revenue", "import-export turnover"."""
    takings = head in words_of("indicators", "takings")
    ways = {
        flow
        for word in words
        if (flow := _flows().get(word)) in ("exports", "imports") and (takings or word.endswith("ports"))
    }
    return "total" if len(ways) == 2 else next(iter(ways), None)


def _is_trade_balance(reading: Reading, draft: Draft, words: list[str]) -> bool:
    """A deficit or surplus of trade: named so, or met after other trade figures."""
    if set(words) & words_of("indicators", "not_balance"):
        return False
    if "trade" in words or "goods" in words or "merchandise" in words:
        return True
    earlier = reading.drafts[-1] if reading.drafts else None
    near = reading.words_in(draft.sentence)
    if near & {"budget", "account", "fiscal", "payments"}:
        return False
    return (earlier is not None and earlier.kind == "trade_value") or bool(
        near & {"export", "exports", "import", "imports", "trade"}
    )


_BALANCE = r"(?:gap|shortfall|deficit|surplus)"
_GOODS = r"(?:goods|services|merchandise)"
_NO_FLOW = r"(?:(?!\b(?:exports?|imports?|shipments?|sales|purchases|trade)\b).){0,70}$"
_OF_GOODS = re.compile(rf"\b(?:{_GOODS} (?:trade )?{_BALANCE}|{_BALANCE} in {_GOODS})\b{_NO_FLOW}", re.I)
_WITH_SOME = re.compile(rf"\b{_BALANCE} with (?:the )?(?=[A-Z]){_NO_FLOW}")
_BETWEEN_FLOWS = re.compile(
    r"\bgap between (?:\S+ ){0,3}?(?:exports and (?:\S+ )?imports|imports and (?:\S+ )?exports)\b(?:(?!\d{3}).){0,60}$",
    re.I,
)
_NEGATIVE = re.compile(r"\bnegative (?:trade )?balance\b.{0,30}$", re.I)
_COLOUR_AFTER = re.compile(r" in the (red|black)\b")
_COLOUR_BEFORE = re.compile(r"\bin the (red|black) (?:by|to the tune of) (?:\w+ ){0,2}$")
_OF_STATES = frozenset(("budget", "budgetary", "account", "fiscal", "payments"))


def _before(reading: Reading, draft: Draft) -> str:
    """The sentence up to a value."""
    return reading.text[draft.sentence.start_char : draft.quantity.start]


def _colour(reading: Reading, draft: Draft) -> str | None:
    """Red or black: "was $3 billion in the red", "in the black by $2 billion"."""
    match = _COLOUR_AFTER.match(reading.text, draft.quantity.end) or _COLOUR_BEFORE.search(
        _before(reading, draft)
    )
    return match[1] if match else None


def tells_balance(reading: Reading, draft: Draft) -> bool:
    """Whether a value's words leave no doubt that it is a trade balance: "the gap in goods was $3bn",
    "the shortfall with Mexico widened to $5bn", "in the red by $2bn with China".
    """
    if reading.words_in(draft.sentence) & _OF_STATES:
        return False
    before = _before(reading, draft)
    if _OF_GOODS.search(before) or _BETWEEN_FLOWS.search(before):
        return True
    partnered = _WITH_SOME.search(before)
    if partnered is None and _colour(reading, draft) is None:
        return False
    since = draft.sentence.start_char + (partnered.start() if partnered else 0)
    until = draft.quantity.start if partnered else draft.sentence.end_char
    return any(
        is_economy(name)
        and re.search(r"\b[Ww]ith (?:the )?$", reading.text[max(since, name.start - 9) : name.start])
        for name in reading.names_in(since, until)
    )


def settle_balance(reading: Reading, draft: Draft) -> None:
    """A deficit is below nothing, where the words beside the indicator tell so, or the balance it is compared with:
    "a negative trade balance of $3bn", "a deficit of $2bn, compared to $4bn in May".
    """
    quantity = draft.quantity
    if draft.role == "change" or quantity.value is None:
        return
    before = _before(reading, draft)
    compared = (
        draft.role == "previous"
        and draft.earlier is not None
        and draft.earlier.flow == "balance"
        and re.search(r"\b(?:deficit|shortfall|gap)\b(?!.*\bsurplus\b)", before) is not None
    )
    if (
        compared
        or _colour(reading, draft) == "red"
        or _NEGATIVE.search(before)
        or _BETWEEN_FLOWS.search(before)
    ):
        draft.quantity = replace(quantity, value=-abs(quantity.value))


def is_trade(reading: Reading, draft: Draft) -> bool:
    """Whether an amount is trade between economies: a trade word, and no company whose trade it is."""
    if flow_of(reading, draft) is None:
        return False
    own = names_under(reading, draft.head)
    if own:
        return any(is_economy(name) for name in own)
    return not draft.subjects or reading.home is not None or any(is_economy(name) for name in draft.subjects)


def commodity_of(reading: Reading, draft: Draft) -> Phrase | None:
    """The goods traded: of "rice exports" rice, of "exports of garments" garments."""
    head = draft.head
    if head is None:
        return None
    for child in head.lefts:
        if (
            child.dep_ in ("compound", "amod")
            and reading.text[child.idx - 1 : child.idx] != "-"
            and child.pos_ in ("NOUN", "PROPN")
            and child.i not in reading.name_at
            and child.i not in reading.date_at
            and child.lemma_.lower() not in words_of("indicators", "not_goods")
        ):
            return Phrase(child.text, child.idx, child.idx + len(child.text))
    for child in prepositional_objects(head, ("of",)):
        if child.i not in reading.name_at and child.i not in reading.quantity_at and child.pos_ == "NOUN":
            return Phrase(child.text, child.idx, child.idx + len(child.text))
    return None


def _objects_named(reading: Reading, head: Token, prepositions: tuple[str, ...]) -> list[Name]:
    found: list[Name] = []
    for noun in prepositional_objects(head, prepositions):
        found += _economies_under(reading, noun)
    return found


def _economies_under(reading: Reading, token: Token) -> list[Name]:
    """The economies a phrase names, without the country that one is said to lie in: of "China's Guangxi", Guangxi."""
    economies = [name for name in names_under(reading, token) if is_economy(name)]
    parts = tuple(name.id for name in economies if name.id is not None and "-" in name.id)
    return [name for name in economies if not any(part.startswith(f"{name.id}-") for part in parts)]


def trading_parties(reading: Reading, draft: Draft) -> tuple[Name | None, Name | None]:
    """Reporter and partner: of "China's exports to ASEAN", China and ASEAN; of "trade between A and B", A and B."""
    head = draft.head
    flow = draft.flow or flow_of(reading, draft)
    if head is None:
        return None, None
    economies = _economies_under(reading, head)
    partners = _partners(reading, draft, head, flow)
    partner_names = {name.name for name in partners}
    own = [name for name in economies if name.name not in partner_names]
    if flow == "total" and len(partners) >= 2 and _objects_named(reading, head, ("between",)):
        return partners[0], partners[1]
    partner = partners[_step(draft, len(partners))] if partners else None
    if own:
        return own[0], partner
    reporter = _reporter_so_far(reading, draft)
    told = _told_by_verb(draft, flow, reporter) if partner is None else None
    if told is not None:
        return told
    if reporter is None or (partner is not None and reporter.name == partner.name):
        reporter = _carried_reporter(reading, draft, partner)
    if partner is None and draft.follows is None and not economies:
        partner = _carried_partner(reading, draft, reporter)
    return reporter, partner


def _partners(reading: Reading, draft: Draft, head: Token, flow: str | None) -> list[Name]:
    """The other side of the trade, by its preposition: exports to, imports from, trade with or between."""
    prepositions = _FROM if flow == "imports" else _TO + _WITH
    partners = _objects_named(reading, head, prepositions)
    subject = subject_of(draft.verb)
    if partners or subject is None or subject.i != head.i:
        return partners
    own = {name.name for name in names_under(reading, head)}
    return [name for name in _objects_named(reading, draft.verb, prepositions) if name.name not in own]


def _step(draft: Draft, partners: int) -> int:
    """Which of a list's partners a value is of: of "down 1.8 and 6.6 percent, respectively", first and second."""
    step = 0
    while draft.follows is not None:
        step, draft = step + 1, draft.follows
    return step if step < partners else 0


def _told_by_verb(
    draft: Draft, flow: str | None, reporter: Name | None
) -> tuple[Name | None, Name | None] | None:
    """Who deals, where another economy is the subject: "Japan bought $2.9 billion worth" of the reporter's exports.

    The seller of exports reports, the buyer is the partner of the one reported before; for imports the other way round.
    """
    subject = draft.subjects[0] if draft.subjects else None
    if subject is None or not is_economy(subject) or reporter is None or reporter.name == subject.name:
        return None
    sells, buys = (draft.verb.lemma_ in words_of("indicators", "deals", side) for side in ("sell", "buy"))
    if (flow == "exports" and sells) or (flow == "imports" and buys):
        return subject, None
    return reporter, subject


def _reporter_so_far(reading: Reading, draft: Draft) -> Name | None:
    """Who reports: the reporter of the same sentence, else the country the article is about, else the one told before."""
    if draft.earlier is not None and draft.earlier.flow is not None and draft.earlier.subjects:
        return draft.earlier.subjects[0]
    home = _home_before(reading, draft)
    if home is not None:
        return home
    for earlier in reversed(reading.drafts[-8:]):
        if earlier.flow is not None and earlier.subjects:
            return earlier.subjects[0]
    return None


def trade_density(reading: Reading) -> str:
    """How much an article is about trade, by its words: "none", "some", "much" or "all"."""
    if reading.trade_words is None:
        telling = words_of("indicators", "telling", "trade")
        words = [token.lower_ for token in reading.doc.tokens]
        reading.trade_words = sum(word in telling for word in words) / max(1, len(words))
    share = reading.trade_words
    return "none" if share < 0.004 else "some" if share < 0.015 else "much" if share < 0.03 else "all"


def _earlier_trade(reading: Reading, draft: Draft) -> Draft | None:
    """The last draft about trade, in this sentence or the two before."""
    here = reading.sentence_number(draft.quantity.start)
    for earlier in reversed(reading.drafts[-6:]):
        if here - reading.sentence_number(earlier.quantity.start) <= 2 and (
            earlier.flow or flow_of(reading, earlier)
        ):
            return earlier
    return None


def _carried_reporter(reading: Reading, draft: Draft, partner: Name | None) -> Name | None:
    """The reporter of the trade told before; else the country the article is about."""
    earlier = _earlier_trade(reading, draft)
    near = [*earlier.subjects, *draft.subjects] if earlier is not None else draft.subjects
    for name in near:
        if is_economy(name) and (partner is None or name.name != partner.name):
            return name
    home = _home_before(reading, draft)
    return home if home is not None and (partner is None or home.name != partner.name) else None


def _home_before(reading: Reading, draft: Draft) -> Name | None:
    """The mention, nearest before a value or else first after it, of the country the article is about."""
    if reading.home is None:
        return None
    named = reading.mentions_of.get(reading.home.name)
    if named is None:
        return reading.home_mention
    before = bisect_left(named, draft.quantity.start, key=attrgetter("start"))
    return named[max(0, before - 1)]


def _carried_partner(reading: Reading, draft: Draft, reporter: Name | None) -> Name | None:
    """The partner of the trade told just before, in the same sentence or the one before: "… and imports fell"."""
    earlier = _earlier_trade(reading, draft)
    if earlier is None or len(earlier.subjects) < 2 or reporter is None:
        return None
    if earlier.subjects[0].name != reporter.name:
        return None
    away = reading.sentence_number(draft.quantity.start) - reading.sentence_number(earlier.quantity.start)
    return earlier.subjects[1] if away <= _PARTNER_CARRIES else None


def link_trade(reading: Reading, draft: Draft) -> None:
    """Set the subjects of a trade figure, amount or growth, to its trading parties."""
    draft.reporter, draft.partner = trading_parties(reading, draft)
    draft.subjects = distinct([name for name in (draft.reporter, draft.partner) if name is not None])
