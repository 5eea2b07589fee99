"""The IRIs of exported things, and the identifiers that others have given them (tables in ``data/``)."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from urllib.parse import quote

from rdflib import Namespace, URIRef

from factextract.knowledge.stored import Entity
from factextract.records import Period

FX = Namespace("urn:x-factextract:vocabulary#")
"""The words of ``schemas/vocabulary.ttl``, for what no vocabulary in use has."""
QUDT = Namespace("http://qudt.org/schema/qudt/")
UNIT = Namespace("http://qudt.org/vocab/unit/")
OA = Namespace("http://www.w3.org/ns/oa#")
_WIKIDATA = Namespace("http://www.wikidata.org/entity/")
_GEONAMES = "https://sws.geonames.org/{}/"

DEFAULT_ROOT = "urn:x-factextract:"


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Makes the IRIs of a base's things from what is the same in every base: records' ids, names, days."""

    root: str = DEFAULT_ROOT

    def _iri(self, *parts: str) -> URIRef:
        return URIRef(self.root + "/".join(quote(part, safe="") for part in parts))

    def fact(self, fact_id: str) -> URIRef:
        """A fact, by the id of its record."""
        return self._iri("fact", fact_id)

    def claim(self, claim_id: str) -> URIRef:
        """A claim."""
        return self._iri("claim", claim_id)

    def article(self, article_id: str) -> URIRef:
        """An article, by its id."""
        return self._iri("article", article_id)

    def passage(self, article_id: str, start: int, end: int) -> URIRef:
        """Characters of an article, as RFC 5147 has it for plain text: ``#char=570,588``."""
        return URIRef(f"{self.article(article_id)}#char={start},{end}")

    def entity(self, entity: Entity) -> URIRef:
        """An entity, by its ISO code, or else by its type and name."""
        return (
            self._iri("entity", entity.iso) if entity.iso else self._iri("entity", entity.type, entity.name)
        )

    def source(self, name: str) -> URIRef:
        """Who the text says a fact from."""
        return self._iri("source", name)

    def measure(self, words: str) -> URIRef:
        """What is measured, by its words whatever their case."""
        return self._iri("property", " ".join(words.casefold().split()))

    def interval(self, period: Period) -> URIRef:
        """The days of a period, in ISO 8601's form of an interval."""
        return self._iri("interval", f"{period.start}/{period.end}")


def unit_iri(unit: str) -> URIRef | None:
    """QUDT's unit, for a unit or a currency that it has."""
    name = _units().get(unit)
    return UNIT[name] if name else None


def country_iris(iso: str) -> tuple[URIRef, ...]:
    """The Wikidata item and the GeoNames feature of a country of ISO 3166-1; none for its subdivisions."""
    known = _countries().get(iso)
    if known is None:
        return ()
    wikidata, geonames = known
    return _WIKIDATA[wikidata], URIRef(_GEONAMES.format(geonames))


@cache
def _units() -> dict[str, str]:
    return {row["unit"]: row["qudt"] for row in _table("qudt_units")}


@cache
def _countries() -> dict[str, tuple[str, str]]:
    return {row["alpha_2"]: (row["wikidata"], row["geonames"]) for row in _table("countries")}


def _table(name: str) -> list[dict[str, str]]:
    source = resources.files("factextract.knowledge.export").joinpath("data", f"{name}.csv")
    return list(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))
