"""What a person sees and decides of entities: lists of them and of decisions, merging two, splitting one."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, or_, select

from factextract.errors import UsageError
from factextract.knowledge.claims import build_claims
from factextract.knowledge.entities import Alias, Entities
from factextract.knowledge.schema import aliases, decisions, entities, fact_entities


@dataclass(frozen=True)
class Entity:
    """An entity with all its names, and how many facts name it."""

    id: int
    name: str
    type: str
    iso: str | None
    aliases: tuple[str, ...]
    facts: int


def list_entities(connection: Connection, limit: int | None = None) -> list[Entity]:
    """The entities of a base, those that most facts name first."""
    count = func.count(fact_entities.c.fact_id.distinct())
    query = (
        select(entities, count.label("facts"))
        .join(fact_entities, fact_entities.c.entity_id == entities.c.id, isouter=True)
        .group_by(*entities.c)
        .order_by(count.desc(), entities.c.id)
        .limit(limit)
    )
    rows = connection.execute(query).all()
    named: dict[int, set[str]] = {row.id: set() for row in rows}
    for row in connection.execute(select(aliases.c.entity_id, aliases.c.name)):
        if row.entity_id in named:
            named[row.entity_id].add(row.name)
    return [
        Entity(row.id, row.name, row.type, row.iso, tuple(sorted(named[row.id] - {row.name})), row.facts)
        for row in rows
    ]


@dataclass(frozen=True)
class Decision:
    """Whether two names mean one entity; ``same`` is null where it is left to a person.

    ``entity`` and ``other_entity`` are the numbers of the entities they mean now.
    """

    name: str
    entity: int
    other: str
    other_entity: int
    same: bool | None
    rule: str
    score: float | None
    decided_by: str


def list_decisions(connection: Connection) -> list[Decision]:
    """The decisions that are open, then those on names that differ: the program's, the least sure first, and yours."""
    other = aliases.alias("other")
    query = (
        select(
            aliases.c.name,
            aliases.c.entity_id,
            other.c.name,
            other.c.entity_id,
            decisions.c.same,
            decisions.c.rule,
            decisions.c.score,
            decisions.c.decided_by,
        )
        .join(aliases, aliases.c.id == decisions.c.alias_id)
        .join(other, other.c.id == decisions.c.other_id)
        .where(or_(aliases.c.name != other.c.name, decisions.c.same.is_(None)))
    )
    found = {Decision(*row) for row in connection.execute(query)}
    return sorted(
        found,
        key=lambda each: (
            each.same is not None,
            each.decided_by == "person",
            100.0 if each.score is None else each.score,
            each.rule,
            each.name,
            each.other,
            each.entity,
            each.other_entity,
        ),
    )


def merge(connection: Connection, one: str, other: str) -> str:
    """Make the entities of two names one, whatever the program thinks; gives its name. Raises `UsageError`."""
    known = Entities(connection)
    ones, others = _one_entity(known, one), _one_entity(known, other)
    known.decide(ones, others, same=True)
    kept = ones[0].entity
    if kept != others[0].entity:
        kept = known.unite(kept, others[0].entity)
        known.rename()
        build_claims(connection)
    return _name_of(connection, kept)


def split(connection: Connection, name: str, other: str | None = None) -> str:
    """Give a name an entity of its own, apart from another name or all others; gives what it was split from.

    Raises `UsageError` where the name has no entity, or the entity no other name.
    """
    known = Entities(connection)
    names = _one_entity(known, name)
    rest = [alias for alias in known.of(names[0].entity) if alias not in names]
    if other is not None:
        others = _one_entity(known, other)
        if others[0].entity != names[0].entity:
            known.decide(names, others, same=False)
            return _name_of(connection, others[0].entity)
        if not rest or any(alias in names for alias in others):
            raise UsageError(f"{name!r} and {other!r} are one name")
    if not rest:
        raise UsageError(f"{name!r} is the only name of its entity")
    source = names[0].entity
    known.decide(names, rest, same=False)
    known.part(names)
    build_claims(connection)
    return _name_of(connection, source)


def _one_entity(known: Entities, name: str) -> Sequence[Alias]:
    """The aliases a name means, which are of one entity: a name, an ISO code, or an entity's number as "#12"."""
    number = name.removeprefix("#")
    found = known.of(int(number)) if name.startswith("#") and number.isdecimal() else known.named(name)
    numbers = sorted({alias.entity for alias in found})
    if not numbers:
        raise UsageError(f"no entity is named {name!r}")
    if len(numbers) > 1:
        told = ", ".join(f"#{number}" for number in numbers)
        raise UsageError(f"{name!r} is a name of several entities: {told}. Say which by its number.")
    return list(found)


def _name_of(connection: Connection, entity: int) -> str:
    return str(connection.scalar(select(entities.c.name).where(entities.c.id == entity)))
