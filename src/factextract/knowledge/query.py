"""Questions to a base: claims by subject, kind and time, a series of one measure, and what stands behind a claim."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal_column, or_, select, text

from factextract.errors import UsageError
from factextract.kinds import KINDS, Kind
from factextract.knowledge.bulk import IDS_AT_ONCE, batches
from factextract.knowledge.checks.measures import content_words
from factextract.knowledge.checks.measures import table as words_table
from factextract.knowledge.names import spelling
from factextract.knowledge.sameness import words_for_any_trade
from factextract.knowledge.schema import (
    aliases,
    articles,
    claim_entities,
    claim_facts,
    claims,
    entities,
    facts,
    sentences,
)
from factextract.mentions.names.countries import known_country

Per = Literal["day", "month", "quarter", "year"]
_MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "year": 12}

_MOST_SUGGESTED = 3

Answer = dict[str, Any]
"""A claim: the columns of ``claims`` but block, and the names of its entities by role."""

_COLUMNS = [column for column in claims.columns if column.name not in ("block", "lowest", "highest")]
_SLOTS = [f"{column.name}" for column in _COLUMNS]
"""Their names. SQLAlchemy's are strings of its own, which JSON writers refuse as keys."""


@dataclass(frozen=True)
class Question:
    """Which claims are asked for. A claim's period must touch the days from ``since`` to ``until``."""

    subject: str | None = None
    partner: str | None = None
    kinds: Sequence[Kind] = KINDS
    status: str | None = None
    since: date | None = None
    until: date | None = None
    words: str | None = None
    limit: int | None = None


def ask(connection: Connection, question: Question) -> list[Answer]:
    """The claims that answer a question, by time. Raises `UsageError` for a name that no entity has."""
    query, when = _by_subject(connection, question)
    if question.partner is not None:
        query = query.where(_with_partner(entities_named(connection, question.partner)))
    if question.status is not None:
        query = query.where(claims.c.status == question.status)
    if question.since is not None:
        query = query.where(claims.c.period_end >= question.since)
    if question.until is not None:
        query = query.where(when <= question.until)
    if question.words is not None and question.words.strip():
        query = query.where(claims.c.id.in_(_with_words(connection, question.words)))
    rows = connection.execute(query.order_by(when.nulls_last(), claims.c.id).limit(question.limit))
    return _with_names(connection, [_answer(row) for row in rows])


def _by_subject(connection: Connection, question: Question) -> tuple[Select[Any], ColumnElement[Any]]:
    """The claims of a subject and of some kinds, and the column to order them by, which an index has in order."""
    if question.subject is None:
        return select(*_COLUMNS).where(claims.c.kind.in_(question.kinds)), claims.c.period_start
    ids = entities_named(connection, question.subject)
    named = claim_entities.alias("named")
    figures = [kind for kind in question.kinds if kind != "event_date"]
    roles = []
    if figures:
        roles.append(and_(named.c.role == "subject", named.c.kind.in_(figures)))
    if "event_date" in question.kinds:
        roles.append(and_(named.c.role == "participant", named.c.kind == "event_date"))
    query = select(*_COLUMNS).join(named, named.c.claim_id == claims.c.id)
    return query.where(named.c.entity_id.in_(ids), or_(*roles)), named.c.period_start


def _with_partner(ids: Sequence[int]) -> ColumnElement[bool]:
    """Whether some entity is the other party: of exports and imports the partner, else any other subject."""
    other = claim_entities.alias("other")
    one_way = claims.c.flow.in_(("exports", "imports", "balance"))
    role = or_(
        other.c.role == "partner",
        and_(other.c.role.in_(("subject", "participant")), ~func.coalesce(one_way, False)),
    )
    return (
        select(other.c.claim_id)
        .where(other.c.claim_id == claims.c.id, other.c.entity_id.in_(ids), role)
        .exists()
    )


def _with_words(connection: Connection, words: str) -> Select[Any]:
    """The claims that a sentence with these words stands behind, whatever the forms of the words."""
    found: ColumnElement[bool]
    if connection.dialect.name == "sqlite":
        # In quotes, as FTS5 has operators that a user's words could be.
        match = " ".join('"' + word.replace('"', '""') + '"' for word in words.split())
        rows = text("SELECT rowid FROM sentence_words WHERE sentence_words MATCH :match").bindparams(
            match=match
        )
        found = facts.c.sentence_id.in_(rows.columns(literal_column("rowid")))
    else:
        vector = func.to_tsvector(literal_column("'english'"), sentences.c.text)
        matching = select(sentences.c.id).where(vector.op("@@")(func.plainto_tsquery("english", words)))
        found = facts.c.sentence_id.in_(matching)
    return select(claim_facts.c.claim_id).join(facts, facts.c.id == claim_facts.c.fact_id).where(found)


def entities_named(connection: Connection, name: str) -> list[int]:
    """The entities a name means: as it is written, by ISO code, as any name of a country, or as names
    compare. Raises `UsageError` for none."""
    told = or_(
        aliases.c.name == name, aliases.c.iso == name.upper(), func.lower(aliases.c.name) == name.lower()
    )
    found = list(connection.scalars(select(aliases.c.entity_id).where(told).distinct()))
    country = None if found else known_country(name)
    if country is not None and country.id is not None:
        same = aliases.c.iso == country.id
        found = list(connection.scalars(select(aliases.c.entity_id).where(same).distinct()))
    if not found:
        key = spelling(name, "ORG").key
        rows = connection.execute(select(aliases.c.name, aliases.c.type, aliases.c.entity_id)).all()
        found = sorted({row.entity_id for row in rows if spelling(row.name, row.type).key == key})
        if not found:
            raise UsageError(f"no entity is named {name!r}{_suggestion(name, [row.name for row in rows])}")
    return found


def _suggestion(name: str, known: Iterable[str]) -> str:
    from rapidfuzz import process

    near = process.extract(name, sorted(set(known)), limit=_MOST_SUGGESTED, score_cutoff=75)
    return f"; there is {', '.join(repr(each) for each, *_ in near)}" if near else ""


def _answer(row: Any) -> Answer:
    answer = dict(zip(_SLOTS, row, strict=True))
    answer["sources"] = answer["sources"].split("; ") if answer["sources"] else []
    return answer


def _with_names(connection: Connection, answers: list[Answer]) -> list[Answer]:
    """Add the names of entities: lists of subjects and participants, reporter, partner and location."""
    names: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for some in batches((answer["id"] for answer in answers), IDS_AT_ONCE):
        query = (
            select(claim_entities.c.claim_id, claim_entities.c.role, entities.c.name)
            .join(entities, entities.c.id == claim_entities.c.entity_id)
            .where(claim_entities.c.claim_id.in_(some))
            .order_by(claim_entities.c.claim_id, claim_entities.c.role, claim_entities.c.position)
        )
        for row in connection.execute(query):
            names[row.claim_id][row.role].append(row.name)
    for answer in answers:
        roles = names[answer["id"]]
        answer["subjects"], answer["participants"] = roles["subject"], roles["participant"]
        for role in ("reporter", "partner", "location"):
            answer[role] = next(iter(roles[role]), None)
    return answers


@dataclass(frozen=True)
class Point:
    """A value of a series: the claim with most support for a period, and the claims that say otherwise."""

    period: str
    claim: Answer
    others: tuple[Answer, ...]


def series(
    connection: Connection,
    measure: str,
    subject: str,
    *,
    per: Per | None = None,
    partner: str | None = None,
    kind: Kind | None = None,
    unit: str | None = None,
) -> tuple[list[Point], dict[tuple[str, str], int]]:
    """One measure of a subject over time, and how many periods there are of each kind and unit it is told in.

    ``measure`` is in words ("exports", "rice exports", "net profit"): claims of it have these words and no other. Of
    several kinds and units the one with most periods is taken. Only what is reported counts, and only levels, but for
    growth, which has none. Raises `UsageError` for a name that no entity has.
    """
    kinds = (
        (kind,)
        if kind is not None
        else tuple(each for each in KINDS if each not in ("growth_percentage", "event_date"))
    )
    asked = _measure(measure)
    found: defaultdict[tuple[str, str], defaultdict[str, list[Answer]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for claim in ask(connection, Question(subject=subject, partner=partner, kinds=kinds, status="reported")):
        period = _label(claim, per)
        level = claim["role"] == ("change" if claim["kind"] == "growth_percentage" else "level")
        between = partner is None and (len(claim["subjects"]) > 1 or claim["partner"] is not None)
        if period is not None and level and not between and _measured(claim) == asked:
            found[claim["kind"], claim["unit"]][period].append(claim)
    counts = {key: len(periods) for key, periods in found.items()}
    wanted = {key: count for key, count in counts.items() if unit is None or key[1] == unit}
    if not wanted:
        return [], counts
    chosen = found[max(wanted, key=lambda key: (wanted[key], key))]
    points = []
    for period, told in chosen.items():
        told.sort(key=_support, reverse=True)
        points.append(Point(period, told[0], tuple(told[1:])))
    return sorted(points, key=lambda point: point.claim["period_start"]), counts


def _support(claim: Answer) -> tuple[Any, ...]:
    return (claim["article_count"], claim["last_published"] or date.min, claim["confidence"], claim["id"])


def _measure(words: str) -> tuple[str | None, frozenset[str]]:
    """What words measure: the flow, where they name one, and the words beside it."""
    content = content_words(words)
    for flow, names in words_table("words")["flows"].items():
        if not content.isdisjoint(names):
            return flow, content - words_for_any_trade()
    return None, content


def _measured(claim: Answer) -> tuple[str | None, frozenset[str]]:
    if claim["flow"] is not None:
        words = content_words(claim["indicator"] or "") | content_words(claim["commodity"] or "")
        return claim["flow"], words - words_for_any_trade()
    return _measure(claim["indicator"] or "")


def _label(claim: Answer, per: Per | None) -> str | None:
    """The name of a claim's period, if it is of the length asked for: 2025-03-08, 2025-03, 2025-Q1, 2025."""
    start, end = claim["period_start"], claim["period_end"]
    if start is None:
        return None
    if per is None:
        return f"{start}/{end}" if start != end else str(start)
    if per == "day":
        return str(start) if start == end else None
    months = _MONTHS[per]
    if start.day != 1 or (start.month - 1) % months:
        return None
    last = start.month + months - 1
    if end != date(start.year, last, monthrange(start.year, last)[1]):
        return None
    return {"month": f"{start:%Y-%m}", "quarter": f"{start.year}-Q{last // 3}", "year": f"{start.year}"}[per]


@dataclass(frozen=True)
class Evidence:
    """A fact behind a claim, with the sentence it was read in and where that stands."""

    fact: str
    article: str
    title: str | None
    published: date | None
    publisher: str | None
    said_by: str | None
    sentence: str
    sentence_start: int
    sentence_end: int
    evidence: str
    evidence_start: int
    evidence_end: int
    confidence: float


def explain(connection: Connection, number: str) -> tuple[Answer, list[Evidence]]:
    """A claim, by its id or that of a fact behind it, and the facts behind it by date. Raises `UsageError`."""
    claim_id = connection.scalar(select(claim_facts.c.claim_id).where(claim_facts.c.fact_id == number))
    row = connection.execute(select(*_COLUMNS).where(claims.c.id == (claim_id or number))).first()
    if row is None:
        raise UsageError(f"no claim or fact has the id {number!r}")
    return _with_names(connection, [_answer(row)])[0], list(_evidence(connection, row.id))


def _evidence(connection: Connection, claim_id: str) -> Iterator[Evidence]:
    query = (
        select(
            facts.c.id,
            facts.c.article_id,
            articles.c.title,
            articles.c.published,
            articles.c.source,
            facts.c.source,
            sentences.c.text,
            sentences.c.start_char,
            sentences.c.end_char,
            facts.c.evidence,
            facts.c.evidence_start,
            facts.c.evidence_end,
            facts.c.confidence,
        )
        .select_from(claim_facts)
        .join(facts, facts.c.id == claim_facts.c.fact_id)
        .join(articles, articles.c.id == facts.c.article_id)
        .join(sentences, sentences.c.id == facts.c.sentence_id)
        .where(claim_facts.c.claim_id == claim_id)
        .order_by(articles.c.published, facts.c.article_id, facts.c.evidence_start)
    )
    rows: Iterable[Any] = connection.execute(query)
    for row in rows:
        yield Evidence(*row)
