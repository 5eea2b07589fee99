"""Which date gives a value its period: one of its sentence, one carried over from before, the year before, or none."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import chain, islice
from operator import attrgetter

from factextract.facts.linear import Candidate, decide
from factextract.facts.reading import DatedPeriod, Draft, Reading, words_of
from factextract.linker.heads import Places
from factextract.mentions.dates import resolve
from factextract.mentions.dates.shifting import year_before
from factextract.mentions.model import DateMention, Dimension, Interval
from factextract.parse import Token
from factextract.syntax import auxiliaries_of, clause_head, subject_of, verb_chain

_MACRO_UNITS = (Dimension.PERCENT, Dimension.POINTS, Dimension.MULTIPLE)


def _bucket(number: int) -> str:
    """A distance in words, coarser the farther."""
    return (
        str(number)
        if number < 4
        else "4-6"
        if number < 7
        else "7-10"
        if number < 11
        else "11-18"
        if number < 19
        else "19+"
    )


def _preposition(reading: Reading, date: DateMention) -> str:
    """The word a date hangs on: "in", "from", the "than" of "than in May"; determiners and adjectives are passed over."""
    index = reading.words(date).first - 1
    steps = 0
    while index >= 0 and steps < 3 and reading.doc[index].tag_ in ("DT", "JJ", "PRP$", "RB"):
        index -= 1
        steps += 1
    if index > 0 and reading.doc[index].tag_ == "IN" and reading.doc[index - 1].lower_ == "than":
        return "than"
    return reading.doc[index].lower_ if index >= 0 else ""


def _length(interval: Interval) -> str:
    days = (interval.end - interval.start).days + 1
    return (
        "day"
        if days == 1
        else "week"
        if days <= 7
        else "month"
        if days <= 31
        else "quarter"
        if days <= 92
        else "half"
        if days <= 184
        else "year"
        if days <= 366
        else "years"
    )


def _tense(reading: Reading, interval: Interval) -> str:
    """How a period lies to the day of publication."""
    today = reading.article.published
    if today is None:
        return "unknown"
    return interval.side_of(today)


def _between(reading: Reading, draft: Draft, date: DateMention) -> tuple[bool, list[Token]]:
    """Whether a date stands after the value, and the tokens between the two."""
    span = reading.words(draft.quantity)
    words = reading.words(date)
    after = date.start >= draft.quantity.end
    low, high = (span.last + 1, words.first) if after else (words.last + 1, span.first)
    return after, [reading.doc[i] for i in range(low, high)]


def _clause(draft: Draft, date_verb: Token) -> str:
    """Whether a date's clause is the value's own, one above or below it, or another."""
    if date_verb.i == draft.verb.i:
        return "same"
    if date_verb in verb_chain(draft.anchor):
        return "above"
    return "below" if draft.verb in verb_chain(date_verb) else "other"


def _date_features(reading: Reading, draft: Draft, date: DateMention, interval: Interval) -> list[str]:
    """What speaks for a date of the sentence: where it stands, what it hangs on, what it is, which rivals it has."""
    after, between = _between(reading, draft, date)
    side, role, dimension = "after" if after else "before", draft.role, draft.dimension.value
    values = len({reading.quantity_at[token.i].start for token in between if token.i in reading.quantity_at})
    lower = [token.lower_ for token in between]
    preposition = _preposition(reading, date)
    compares = preposition in words_of("periods", "comparing")
    told_by = preposition if compares or preposition in words_of("periods", "plain") else "other"
    comparand = compares and not (
        between and after and preposition == "on" and not values and len(between) < 2
    )
    breaks = sum(word in words_of("periods", "breaks") for word in lower)
    date_verb = clause_head(reading.words(date).root)
    clause = _clause(draft, date_verb)
    features = [
        "date",
        f"date {dimension}",
        f"role {role}",
        f"{side} {_bucket(len(between))}",
        f"{side} values {min(values, 3)}",
        f"{side} {role} values {min(values, 3)}",
        f"prep {told_by} {role}",
        f"comparand {comparand} {role} {side}",
        f"clause {clause}",
        f"clause {clause} {side} {role}",
        f"length {_length(interval)}",
        f"length {_length(interval)} {dimension}",
        f"tense {_tense(reading, interval)} {draft.status}",
        f"shift {date.shift is not None} {role}",
        f"commas {side} {min(lower.count(','), 3)}",
        f"breaks {side} {min(breaks, 2)}",
        f"type {date.type} {dimension}",
        f"boundary {date.boundary}",
    ]
    if reading.words(date).first <= draft.sentence.start + 2 and not after:
        features.append(f"fronted {role} {min(values, 2)}")
    if clause != "same" and date_verb.lemma_ in ("say", "report", "announce", "tell", "add", "show"):
        features.append("said then")
    if not words_of("periods", "earlier").isdisjoint(lower):
        told = (
            f"past an earlier figure {role} {min(values, 1)}" if after else f"before an earlier figure {role}"
        )
        features.append(told)
    return [
        *features,
        *_wording(reading, draft, date, side=side, clause=clause),
        *_next_to(draft, date, preposition, between, after=after, values=values),
        *_aligned(reading, draft, date),
        *_rivals(reading, draft, date, interval, after=after),
    ]


def _wording(reading: Reading, draft: Draft, date: DateMention, *, side: str, clause: str) -> list[str]:
    """The words on each side of a date, and the verbs of its clause and the value's: "in March it had forecast 2.3%"."""
    tokens, words = reading.doc.tokens, reading.words(date)
    lead = [token.lower_ for token in tokens[max(draft.sentence.start, words.first - 2) : words.first]]
    follow = tokens[words.last + 1].lower_ if words.last + 1 < draft.sentence.end else "$"
    verb = clause_head(words.root)
    features = [
        f"lead {' '.join(lead)}",
        f"lead {' '.join(lead[-1:])} {side} {clause}",
        f"follow {follow} {side}",
        f"date verb {verb.lemma_} {clause} {side}",
        f"date verb {verb.lemma_} {auxiliaries_of(verb)}",
        f"date aux {auxiliaries_of(verb)} own {auxiliaries_of(draft.verb)} {clause}",
    ]
    if date.interval is not None:
        features += [
            f"told {draft.status} {clause} {side} {_tense(reading, date.interval)}",
            f"unit {draft.unit} {_length(date.interval)}",
        ]
    return features


def _next_to(
    draft: Draft, date: DateMention, preposition: str, between: list[Token], *, after: bool, values: int
) -> list[str]:
    """How near a date stands: "July's 3 percent", "3 percent in July", or with other values between."""
    side, role, features = "after" if after else "before", draft.role, []
    if not after and between and between[0].tag_ == "POS" and len(between) < 4:
        features.append(f"possessive {role}")
    if (after and between and all(token.tag_ in ("IN", "DT", "TO") for token in between)) or not between:
        features.append(f"adjacent {side} {role}")
    plain = all(token.tag_ in ("IN", "DT", "TO", "JJ", "RB", ",") for token in between)
    if not values and len(between) < 4 and plain:
        features.append(f"next {side} {preposition} {role}")
        features.append(f"next {side} {preposition} {role} {date.shift is not None}")
    if after and not values and len(between) < _OWN and _is_own(between):
        features.append(f"its own {role}")
    if values and not after:
        features.append(f"far before {preposition} {role} {min(values, 2)}")
    return features


_OWN = 6
"""Within how many words a value's own date follows."""


def _is_own(between: list[Token]) -> bool:
    """Whether nothing but what was done then leads to a date: "the 31.88 million, set in 2019", "6 million seen in May"."""
    return (
        bool(between)
        and between[-1].tag_ == "IN"
        and all(
            token.tag_ in ("IN", "VBN", "VBD", "NN", "NNS", ",", "DT", "JJ", "RB")
            and token.lower_ not in words_of("periods", "comparing")
            for token in between
        )
    )


def _of_contract(reading: Reading, date: DateMention) -> bool:
    """Whether a month is when goods sold ahead are due: "robusta futures for November delivery", "the March contract"."""
    after = reading.words(date).last + 1
    return after < len(reading.doc) and reading.doc[after].lower_ in words_of("periods", "sold_ahead")


def _rivals(
    reading: Reading, draft: Draft, date: DateMention, interval: Interval, *, after: bool
) -> list[str]:
    """Whose the date may be as well: a value between the two, the value before; and which other dates there are."""
    role, features = draft.role, []
    owner = [
        other
        for other in reading.values_in(draft.sentence)
        if after and draft.quantity.end <= other.quantity.start < date.start
    ]
    if owner:
        features.append(f"owned by {owner[-1].role} {role}")
    if draft.earlier is not None and draft.earlier.period is not None:
        same = draft.earlier.period.mention.start == date.start
        features.append(
            f"earlier {'has it' if same else 'has another'} {draft.earlier.role} {role} {draft.follows is not None}"
        )
        if draft.earlier.period.interval == interval:
            features.append(f"same period as earlier {draft.earlier.role} {role}")
    only = not any(
        other.start != date.start and (other.interval is not None or other.shift is not None)
        for other in reading.dates_in(draft.sentence)
    )
    features.append(f"only date {only} {draft.dimension.value}")
    return features


def _aligned(reading: Reading, draft: Draft, date: DateMention) -> list[str]:
    """Lists told in step: "the January and December indices at 101.6 and 104.7", as many dates as values."""
    dates = [
        other.start
        for other in reading.dates_in(draft.sentence)
        if other.interval is not None or other.shift is not None
    ]
    values = [other.quantity.start for other in reading.values_in(draft.sentence)]
    if len(dates) < 2 or len(dates) != len(values):
        return []
    apart = dates[-1] < values[0] or values[-1] < dates[0]
    return [f"in step {dates.index(date.start) == values.index(draft.quantity.start)} apart {apart}"]


def _reference(reading: Reading, draft: Draft) -> Interval | None:
    """The period that "a year earlier" counts from: that of the last value that is no earlier figure itself.

    What is reported is not told against what is still to come.
    """
    for other in reversed(reading.drafts[-6:]):
        period = other.period
        if period is None or other.role == "previous" or period.mention.shift is not None:
            continue
        if draft.status != "reported" or _tense(reading, period.interval) != "future":
            return period.interval
    return reading.dated[-1][1].interval if reading.dated else None


_POINTING = {"XXXX-HX": "half", "XXXX-QX": "quarter", "XXXX-XX": "month"}
_POINTS_OVER = 40
"""Over how many dates "the quarter" points back."""


def _named_before(reading: Reading, date: DateMention) -> Interval | None:
    """What "in the week", "in the month", "the quarter" points back to: the last such period told of, else named."""
    if date.shift is not None and date.shift.same:
        length = _POINTING.get(date.timex3 or "")
    else:
        length = "week" if reading.text[date.start : date.end].lower() in ("week", "the week") else None
    if length is None:
        return None
    told = (
        period.interval
        for other, period in reversed(reading.dated[-_POINTS_OVER:])
        if other.role != "previous" and period.mention.shift is None
    )
    dates = reading.mentions.dates
    here = bisect_left(dates, date.start, key=attrgetter("start"))
    named = (
        other.interval
        for other in reversed(dates[max(0, here - _POINTS_OVER) : here])
        if other.interval is not None and other.shift is None
    )
    return next(
        (
            each
            for each in chain(told, named)
            if _length(each) == length and _tense(reading, each) != "future"
        ),
        None,
    )


def _of_its_length(reading: Reading, draft: Draft, date: DateMention) -> Interval | None:
    """What "the same month last year" counts from: the last month told of, not the day on which the bank said so."""
    if date.shift is None or not date.shift.same:
        return None
    words = reading.text[date.start : date.end].lower().split()
    length = next((word for word in words if word in ("month", "quarter", "week")), None)
    if length is None:
        return None
    named = [
        other.interval
        for other in reading.dates_in(draft.sentence)
        if other.start < date.start and other.interval is not None and other.shift is None
    ]
    told = [period.interval for _, period in reading.dated[-_POINTS_OVER:] if period.mention.shift is None]
    return next((each for each in reversed(told + named) if _length(each) == length), None)


def _in_sentence(reading: Reading, draft: Draft) -> list[Candidate[DatedPeriod | None]]:
    reference, today = _reference(reading, draft), reading.article.published
    found: list[Candidate[DatedPeriod | None]] = []
    for date in reading.dates_in(draft.sentence):
        if _of_contract(reading, date):
            continue
        interval = _named_before(reading, date) or date.interval
        if interval is None and date.shift is not None:
            own = next(
                (
                    other.interval
                    for other in reading.dates_in(draft.sentence)
                    if other.start < date.start and other.interval is not None and other.shift is None
                ),
                None,
            )
            base = reference if reference is not None and draft.earlier is not None else own or reference
            base = _of_its_length(reading, draft, date) or base
            interval = resolve(date, base) if base is not None else None
        if interval is not None and today is not None and _is_to_date(reading, draft, date, interval):
            interval = Interval(interval.start, today)
        if interval is not None:
            features = _date_features(reading, draft, date, interval)
            found.append(Candidate(DatedPeriod(interval, date, explicit=True), features))
            found += _since_then(reading, draft, date, interval, features)
    return found


def _is_to_date(reading: Reading, draft: Draft, date: DateMention, interval: Interval) -> bool:
    """Whether "this year" is meant so far: of a change reported ("shares are up 11% this year"), of what has been done."""
    today = reading.article.published
    if today is None or not interval.start < today < interval.end or draft.status != "reported":
        return False
    if not reading.text[date.start : date.end].lower().startswith("this "):
        return False
    if reading.text.startswith(" as a whole", date.end) or not words_of("periods", "foreseeing").isdisjoint(
        token.lemma_ for token in reading.doc.tokens[draft.sentence.start : draft.anchor.i]
    ):
        return False
    done = any(child.dep_ == "aux" and child.lemma_ == "have" for child in draft.verb.children)
    return done or draft.role == "change"


_SINCE_REACHES = 14
"""How many tokens lie at most between a "since" and its date."""


def _since_then(
    reading: Reading, draft: Draft, date: DateMention, interval: Interval, features: list[str]
) -> list[Candidate[DatedPeriod | None]]:
    """From a date in a clause with "since" to publication: "built 540 homes since the two agreed on 2 March 1992"."""
    today, first = reading.article.published, reading.words(date).first
    if today is None or not interval.start < today or interval.end >= today:
        return []
    before = reading.doc.tokens[max(draft.sentence.start, first - _SINCE_REACHES) : first]
    since = next((token.i for token in reversed(before) if token.lower_ == "since"), None)
    if since is None or since == first - 1 or any(i in reading.date_at for i in range(since, first)):
        return []
    role, side = draft.role, "after" if since > draft.anchor.i else "before"
    perfect = any(child.dep_ == "aux" and child.lemma_ == "have" for child in draft.verb.children)
    more = [
        "since then",
        f"since then {role} {side}",
        f"since then perfect {perfect}",
        f"since then {draft.status}",
    ]
    return [Candidate(DatedPeriod(Interval(interval.start, today), date, explicit=True), features + more)]


_CARRIERS = 4
"""How many of the last dated values may carry their period over."""


def _carried(reading: Reading, draft: Draft) -> list[Candidate[DatedPeriod | None]]:
    """The periods of the values before, in earlier sentences: "… in the first half. Exports to ASEAN rose 3.4 percent"."""
    found: list[Candidate[DatedPeriod | None]] = []
    seen: set[Interval] = set()
    here = reading.sentence_number(draft.quantity.start)
    dated = bool(reading.dates_in(draft.sentence))
    before = (
        (other, period)
        for other, period in reversed(reading.dated)
        if other.sentence.start != draft.sentence.start
    )
    for rank, (other, period) in enumerate(islice(before, _CARRIERS)):
        if period.interval in seen:
            continue
        seen.add(period.interval)
        away = here - reading.sentence_number(other.quantity.start)
        same_kind = other.dimension is draft.dimension
        features = [
            "carried",
            f"carried rank {rank}",
            f"carried {draft.dimension.value} {draft.role}",
            f"carried away {min(away, 4)}",
            f"carried dated {dated} {draft.role}",
            f"carried from {other.role} to {draft.role}",
            f"carried same dimension {same_kind} {draft.dimension.value}",
            f"carried status {other.status == draft.status} {draft.status}",
            f"carried length {_length(period.interval)}",
            f"carried trigger {draft.trigger is not None} {draft.dimension.value}",
            f"carried same unit {other.unit == draft.unit}",
            f"carried kind {other.kind}",
            f"carried tense {_tense(reading, period.interval)} {draft.status}",
        ]
        found.append(Candidate(DatedPeriod(period.interval, period.mention, explicit=False), features))
    return found


def _implied(reading: Reading, draft: Draft) -> list[Candidate[DatedPeriod | None]]:
    """The year before the current figure's period: of "in the half profit fell 10 pct to $118m from $130.6m", $130.6m's."""
    current = next((other for other in reversed(reading.drafts[-6:]) if other.role != "previous"), None)
    if draft.role != "previous" or current is None or current.period is None:
        return []
    period, dimension = current.period, draft.dimension.value
    length = _length(period.interval)
    same = current.sentence.start == draft.sentence.start
    dated = any(date.start > current.quantity.start for date in reading.dates_in(draft.sentence))
    features = [
        "implied",
        f"implied {dimension}",
        f"implied length {length}",
        f"implied length {length} dated {dated}",
        f"implied explicit {period.explicit} same sentence {same}",
        f"implied from {current.role} {current.dimension.value} to {dimension}",
        f"implied dated {dated} same sentence {same}",
        f"implied shift {period.mention.shift is not None}",
    ]
    before = DatedPeriod(year_before(period.interval), period.mention, explicit=False)
    return [Candidate(before, features)]


def _undated(reading: Reading, draft: Draft, dates: Sequence[DateMention]) -> list[str]:
    """What tells that a value has no date of its sentence: its verb and subject, the words on each side of it."""
    tokens, span, dimension = reading.doc.tokens, reading.words(draft.quantity), draft.dimension.value
    left = [token.lower_ for token in tokens[max(draft.sentence.start, span.first - 2) : span.first]]
    right = [token.lower_ for token in tokens[span.last + 1 : min(draft.sentence.end, span.last + 3)]]
    subject = subject_of(draft.verb)
    tenses = sorted(_tense(reading, date.interval) for date in dates if date.interval is not None)[:3]
    return [
        f"none aux {auxiliaries_of(draft.verb)} {draft.verb.tag_}",
        f"none subject {subject.lemma_.lower() if subject is not None else '-'}",
        f"none left {' '.join(left)}",
        f"none left {' '.join(left[-1:])} {dimension}",
        f"none right {' '.join(right)}",
        f"none definite {left[-1:] in (['the'], ['its'], ['their'])} {dimension}",
        f"none tenses {'+'.join(tenses)} {draft.status}",
    ]


def _none(reading: Reading, draft: Draft) -> Candidate[DatedPeriod | None]:
    dates = [
        date
        for date in reading.dates_in(draft.sentence)
        if date.interval is not None or date.shift is not None
    ]
    dimension = draft.dimension.value
    head = draft.head.lemma_.lower() if draft.head is not None else ""
    features = [
        "none",
        f"none {dimension}",
        f"none {dimension} {draft.role}",
        f"none dates {min(len(dates), 2)} {dimension}",
        f"none status {draft.status}",
        f"none trigger {draft.trigger is not None} {dimension}",
        f"none unit {draft.unit}",
        f"none head {head}",
        f"none per {draft.per is not None}",
        f"none verb {draft.verb.lemma_}",
    ]
    features += _undated(reading, draft, dates)
    if draft.earlier is not None:
        features.append(f"none earlier {draft.earlier.period is None} {draft.earlier.role} {draft.role}")
    return Candidate(None, features)


_CARRY = 0.7
"""How likely a period from another sentence must be to be written: a null says less, but nothing wrong."""


def _places(candidate: Candidate[DatedPeriod | None]) -> Places:
    """Where the text tells a period: its date; its sort is whether it stands here, counts from another, or is carried."""
    period = candidate.value
    if period is None:
        return Places("none")
    sort = "carried" if not period.explicit else "here" if period.mention.shift is None else "shift"
    return Places(sort, [(period.mention.start, period.mention.end)])


def link_period(reading: Reading, draft: Draft) -> None:
    """Set a draft's period: by a date of its sentence, else carried over or implied, else null.

    Two decisions: which date of the sentence, if one; where none is, whether the values before tell the period.
    """
    none = _none(reading, draft)
    here = [none, *_in_sentence(reading, draft)]
    stated = decide("period", draft.span, here, _places, reading.judge)
    elsewhere = [none, *_implied(reading, draft), *_carried(reading, draft)]
    carried = decide("carried period", draft.span, elsewhere, _places, reading.judge)
    reading.decisions += [stated, carried]
    draft.period, draft.certainty["period"] = stated.value, stated.probability
    if stated.value is None and carried.probability >= _CARRY:
        draft.period = carried.value
        if carried.value is not None:
            draft.certainty["period"] *= carried.probability
