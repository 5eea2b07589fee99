"""Which entity a name means: found by rule when it is first read, decided by a person where one looks."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations, product
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from factextract.knowledge.bulk import Row, insert_rows
from factextract.knowledge.names import SIMILAR, Spelling, blocks_of_similar, similarity, spelling
from factextract.knowledge.schema import (
    acronyms,
    aliases,
    claim_entities,
    claims,
    decisions,
    entities,
    fact_entities,
)
from factextract.mentions.names.countries import country_name

PROGRAM, PERSON = "program", "person"


@dataclass
class Alias:
    """A name as records have it, with the entity it means."""

    id: int
    name: str
    type: str
    iso: str | None
    entity: int

    @property
    def spelling(self) -> Spelling:
        """The name as it is compared with others."""
        return spelling(self.name, self.type)


Pair = frozenset[int]
"""The ids of two aliases."""


class Entities:
    """The names of a base and what they mean. Changes are kept by `save` and by `unite`.

    A new name means the entity that has its ISO code, or else its name as `names.spelling` compares it, or else its
    name but for the legal form. `link` then finds what takes all names together: acronyms and second spellings.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._aliases: dict[tuple[str, str, str | None], Alias] = {}
        self._by_id: dict[int, Alias] = {}
        self._of_entity: defaultdict[int, list[Alias]] = defaultdict(list)
        self._by_key: defaultdict[tuple[str, ...], list[Alias]] = defaultdict(list)
        self._decided: dict[Pair, bool | None] = {}
        self._kept_apart: defaultdict[int, set[int]] = defaultdict(set)
        self._new_entities: list[Alias] = []
        self._new_aliases: list[Alias] = []
        self._new_decisions: list[Row] = []
        self._changed: set[int] = set()
        self._unlinked: list[Alias] = []
        self._to_unite: list[tuple[Alias, Alias, str]] = []
        self._read()

    def _read(self) -> None:
        for row in self._connection.execute(select(aliases).order_by(aliases.c.id)):
            self._add(Alias(*row))
        self._next_alias = max(self._by_id, default=0) + 1
        self._next_entity = max(self._of_entity, default=0) + 1
        self._next_decision = 1
        for row in self._connection.execute(select(decisions)):
            self._next_decision = max(self._next_decision, row.id + 1)
            self._note(row.alias_id, row.other_id, row.same, row.decided_by)

    def _add(self, alias: Alias) -> None:
        self._aliases[alias.name, alias.type, alias.iso] = alias
        self._by_id[alias.id] = alias
        self._of_entity[alias.entity].append(alias)
        for _, key in _keys(alias):
            self._by_key[key].append(alias)

    def _note(self, one: int, other: int, same: bool | None, decided_by: str) -> None:
        self._decided[frozenset((one, other))] = same
        if same is False and decided_by == PERSON:
            self._kept_apart[one].add(other)
            self._kept_apart[other].add(one)

    def resolve(self, name: str, label: str, iso: str | None) -> Alias:
        """The alias for a name as read, which tells its entity. Both are made where the name is new."""
        known = self._aliases.get((name, label, iso))
        return known if known is not None else self._new(name, label, iso)

    def _new(self, name: str, label: str, iso: str | None) -> Alias:
        alias = Alias(self._next_alias, name, label, iso, self._next_entity)
        self._next_alias += 1
        for rule, other in self._alike(alias):
            if alias.entity == self._next_entity:
                alias.entity = other.entity
                self._decide(alias, other, True, rule)
            elif other.entity != alias.entity:
                self._to_unite.append((alias, other, rule))
        if alias.entity == self._next_entity:
            self._next_entity += 1
            self._new_entities.append(alias)
        self._add(alias)
        self._new_aliases.append(alias)
        self._unlinked.append(alias)
        self._changed.add(alias.entity)
        return alias

    def _alike(self, alias: Alias) -> Iterator[tuple[str, Alias]]:
        """The first name of each entity that a new name means by rule, the surest first."""
        for rule, key in _keys(alias):
            found = {other.entity: other for other in reversed(self._by_key.get(key, ()))}
            coded = {self._iso(entity) for entity in found} - {None}
            if rule != "iso" and len(coded | ({alias.iso} - {None})) > 1:
                # The country Georgia or the state? Each keeps its own, and the bare name is left to a person.
                found = {entity: other for entity, other in found.items() if self._iso(entity) == alias.iso}
                for other in self._by_key[key]:
                    if other.entity not in found:
                        self._decide(alias, other, None, rule)
            for entity, other in sorted(
                found.items(), key=lambda item: (self._iso(item[0]) is None, item[0])
            ):
                # "China Co" is not China, whatever label that was read with.
                if rule != "legal_form" or self._iso(entity) is None:
                    yield rule, other

    def _iso(self, entity: int) -> str | None:
        return next((alias.iso for alias in self._of_entity[entity] if alias.iso), None)

    def _decide(
        self, one: Alias, other: Alias, same: bool | None, rule: str, score: float | None = None
    ) -> None:
        """Note what the program finds, unless there is a decision on the two names."""
        pair = frozenset((one.id, other.id))
        if len(pair) == 1 or pair in self._decided:
            return
        self._decided[pair] = same
        told = _now().isoformat(sep=" ")
        self._new_decisions.append(
            (self._next_decision, min(pair), max(pair), same, rule, score, PROGRAM, told)
        )
        self._next_decision += 1

    def save(self) -> None:
        """Write new entities and names, and the decisions that led to them."""
        insert_rows(
            self._connection,
            entities,
            [(alias.entity, alias.name, alias.type, alias.iso) for alias in self._new_entities],
        )
        insert_rows(
            self._connection,
            aliases,
            [(alias.id, alias.name, alias.type, alias.iso, alias.entity) for alias in self._new_aliases],
        )
        insert_rows(self._connection, decisions, self._new_decisions)
        self._new_entities, self._new_aliases, self._new_decisions = [], [], []

    def link(self) -> None:
        """Find which of the names that are new since the last time mean one entity, and make them one."""
        for one, other, rule in self._to_unite:
            self._unite_by_rule(one, other, rule)
        self._to_unite = []
        if self._unlinked:
            self._link_acronyms()
            self._link_similar()
        self._unlinked = []
        self.save()
        self.rename()

    def _link_acronyms(self) -> None:
        """An acronym means what the articles say it stands for, if all of them say the same."""
        meanings: defaultdict[str, set[str]] = defaultdict(set)
        for short, long in self._connection.execute(select(acronyms.c.short, acronyms.c.long).distinct()):
            meanings[spelling(short, "ORG").key].add(long)
        for short, longs in meanings.items():
            shorts = self._by_key.get(("name", "other", short), [])
            for long in longs:
                bare = " ".join(spelling(long, "ORG").bare)
                for one, other in product(shorts, self._by_key.get(("form", bare), [])):
                    clear = len({" ".join(spelling(text, "ORG").bare) for text in longs}) == 1
                    if clear:
                        self._unite_by_rule(other, one, "acronym")
                    else:
                        self._decide(one, other, None, "acronym")

    def _link_similar(self) -> None:
        """Names of organisations and the like that differ by a letter in one long word are one; people are left open."""
        groups: defaultdict[tuple[object, ...], list[Alias]] = defaultdict(list)
        for alias in self._by_id.values():
            if alias.iso is None and alias.spelling.sort != "place":
                for block in blocks_of_similar(alias.spelling.words):
                    groups[(alias.spelling.sort, *block)].append(alias)
        new = {alias.id for alias in self._unlinked}
        for group in groups.values():
            if len(group) > 1 and not new.isdisjoint(alias.id for alias in group):
                for one, other in combinations(group, 2):
                    if one.entity != other.entity and (one.id in new or other.id in new):
                        self._compare(one, other)

    def _compare(self, one: Alias, other: Alias) -> None:
        score = similarity(one.spelling.words, other.spelling.words)
        if score >= SIMILAR and one.spelling.sort == "other":
            self._unite_by_rule(one, other, "similar", score)
        elif score:
            self._decide(one, other, None, "similar", score)

    def _unite_by_rule(self, one: Alias, other: Alias, rule: str, score: float | None = None) -> None:
        """Make the entities of two names one, unless they have two ISO codes or a person keeps them apart."""
        codes = {self._iso(one.entity), self._iso(other.entity)} - {None}
        if one.entity == other.entity or len(codes) > 1 or self._apart(one.entity, other.entity):
            return
        if self._decided.get(frozenset((one.id, other.id)), True) is not None:
            self._decide(one, other, True, rule, score)
            self.unite(one.entity, other.entity)

    def _apart(self, one: int, other: int) -> bool:
        """Whether a person said that a name of one entity is no name of the other."""
        others = {alias.id for alias in self._of_entity[other]}
        return any(not self._kept_apart[alias.id].isdisjoint(others) for alias in self._of_entity[one])

    def unite(self, one: int, other: int) -> int:
        """Make two entities one, the older; gives its id. Facts follow, and their claims are taken down."""
        self.save()
        kept, gone = sorted((one, other))
        self._move(self._of_entity[gone], gone, kept)
        self._connection.execute(delete(entities).where(entities.c.id == gone))
        del self._of_entity[gone]
        self._changed.discard(gone)
        return kept

    def _move(self, moved: Iterable[Alias], source: int, target: int) -> None:
        moved = list(moved)
        ids = [alias.id for alias in moved]
        told = select(claim_entities.c.claim_id).where(claim_entities.c.entity_id == source)
        self._connection.execute(delete(claims).where(claims.c.id.in_(told)))
        self._connection.execute(
            update(fact_entities)
            .where(fact_entities.c.entity_id == source, fact_entities.c.alias_id.in_(ids))
            .values(entity_id=target)
        )
        self._connection.execute(update(aliases).where(aliases.c.id.in_(ids)).values(entity_id=target))
        for alias in moved:
            alias.entity = target
            self._of_entity[target].append(alias)
        self._changed |= {source, target}

    def part(self, names: Sequence[Alias]) -> int:
        """Give some names of an entity one of their own; gives its id."""
        source, target = names[0].entity, self._next_entity
        self._next_entity += 1
        values = {"id": target, "name": names[0].name, "type": names[0].type, "iso": None}
        self._connection.execute(insert(entities).values(values))
        self._of_entity[source] = [alias for alias in self._of_entity[source] if alias not in names]
        self._move(names, source, target)
        self.rename()
        return target

    def decide(self, ones: Iterable[Alias], others: Iterable[Alias], same: bool) -> None:
        """Keep what a person says of the names of two entities, in place of what was decided before."""
        self.save()
        for one, other in product(ones, others):
            pair = sorted((one.id, other.id))
            self._connection.execute(
                delete(decisions).where(decisions.c.alias_id == pair[0], decisions.c.other_id == pair[1])
            )
            values: dict[str, Any] = dict(zip(("alias_id", "other_id"), pair, strict=True))
            values |= {"id": self._next_decision, "same": same, "rule": PERSON, "score": None}
            self._connection.execute(
                insert(decisions).values(values | {"decided_by": PERSON, "decided_at": _now()})
            )
            self._next_decision += 1
            self._kept_apart[one.id].discard(other.id)
            self._kept_apart[other.id].discard(one.id)
            self._note(one.id, other.id, same, PERSON)

    def named(self, name: str) -> list[Alias]:
        """The aliases that are written like this, or else compare as equal, or have this ISO code."""
        exact = [alias for alias in self._by_id.values() if name in (alias.name, alias.iso)]
        key = spelling(name, "ORG").key
        return exact or [alias for alias in self._by_id.values() if alias.spelling.key == key]

    def of(self, entity: int) -> list[Alias]:
        """The aliases of an entity."""
        return self._of_entity[entity]

    def forget(self, ids: Iterable[int]) -> None:
        """Remove names that no fact has any more, but those that a person decided on, and entities without a name."""
        wanted = list(ids)
        used = select(fact_entities.c.fact_id).where(
            fact_entities.c.entity_id == aliases.c.entity_id, fact_entities.c.alias_id == aliases.c.id
        )
        decided = select(decisions.c.id).where(
            decisions.c.decided_by == PERSON,
            (decisions.c.alias_id == aliases.c.id) | (decisions.c.other_id == aliases.c.id),
        )
        unused = select(aliases.c.id).where(
            aliases.c.id == bindparam("wanted"), ~used.exists(), ~decided.exists()
        )
        for alias_id in wanted:
            if self._connection.scalar(unused, {"wanted": alias_id}) is not None:
                self._forget(self._by_id.pop(alias_id))
        self.rename()

    def _forget(self, alias: Alias) -> None:
        self._connection.execute(delete(aliases).where(aliases.c.id == alias.id))
        del self._aliases[alias.name, alias.type, alias.iso]
        for _, key in _keys(alias):
            self._by_key[key].remove(alias)
        left = self._of_entity[alias.entity]
        left.remove(alias)
        if left:
            self._changed.add(alias.entity)
        else:
            self._connection.execute(delete(entities).where(entities.c.id == alias.entity))
            del self._of_entity[alias.entity]
            self._changed.discard(alias.entity)

    def rename(self) -> None:
        """Name entities whose aliases changed: a country as usual, others by the fullest name they have."""
        rows = []
        for entity in sorted(self._changed):
            best = min(self._of_entity[entity], key=_fullest_first)
            name = country_name(best.iso or "") or best.name
            rows.append({"entity": entity, "name": name, "type": best.type, "iso": best.iso})
        if rows:
            self._connection.execute(update(entities).where(entities.c.id == bindparam("entity")), rows)
        self._changed = set()


def _fullest_first(alias: Alias) -> tuple[bool, int, str, str]:
    return (alias.iso is None, -len(alias.name), alias.name, alias.type)


def _keys(alias: Alias) -> list[tuple[str, tuple[str, ...]]]:
    """The rules by which a name is found, the surest first, each with what it looks for."""
    parts = alias.spelling
    group = "person" if parts.sort == "person" else "other"
    keys: list[tuple[str, tuple[str, ...]]] = [("name", ("name", group, parts.key))]
    if alias.iso is not None:
        return [("iso", ("iso", alias.iso)), *keys]
    if parts.sort == "other":
        keys.append(("legal_form", ("form", " ".join(parts.bare))))
    return keys


def _now() -> datetime:
    return datetime.now(UTC)
