"""Facts as RDF: SOSA observations with QUDT values, OWL-Time intervals, and provenance by PROV and Web Annotation.

A fact with a number is a ``sosa:Observation`` of a property of its subjects. RDF Data Cube was not chosen: its data sets
have one observation for each combination of dimensions, and articles state some things twice and not alike. An event is
a ``schema:Event``. Units and countries are linked to QUDT, Wikidata and GeoNames where these have them.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from hashlib import blake2b

from rdflib import DC, DCTERMS, OWL, PROV, RDF, RDFS, SDO, SOSA, TIME, XSD, BNode, Literal, URIRef
from rdflib.term import Node

from factextract.knowledge.checks.stated import ValueFact
from factextract.knowledge.export.identifiers import FX, OA, QUDT, Identifiers, country_iris, unit_iri
from factextract.knowledge.stored import Entity, StoredFact
from factextract.records import (
    ArticleRef,
    Equivalent,
    EventDate,
    GrowthPercentage,
    Percentage,
    Period,
    Phrase,
    Span,
    TradeValue,
)

Triple = tuple[Node, Node, Node]

PREFIXES = {
    "fx": FX,
    "qudt": QUDT,
    "oa": OA,
    "sosa": SOSA,
    "time": TIME,
    "prov": PROV,
    "schema": SDO,
    "dcterms": DCTERMS,
    "dc": DC,
    "owl": OWL,
    "rdfs": RDFS,
    "xsd": XSD,
}


class Describer:
    """Describes facts one after another; what several have in common (articles, entities, days) is described once."""

    def __init__(self, identifiers: Identifiers, failed: Mapping[str, Sequence[str]]) -> None:
        """``failed``: names of checks that do not hold, by the id of the fact they throw doubt on."""
        self._of = identifiers
        self._failed = failed
        self._described: set[Node] = set()

    def describe(self, stored: StoredFact) -> Iterator[Triple]:
        """The triples of a fact, and of whatever it refers to that was not described yet."""
        fact = stored.fact
        node = self._of.fact(fact.id)
        yield node, RDF.type, FX.Fact
        yield node, RDF.type, FX[type(fact).__name__]
        yield node, FX.status, Literal(fact.status)
        yield node, FX.confidence, _decimal(Decimal(str(fact.confidence)))
        yield from self._provenance(node, stored)
        for name in self._failed.get(fact.id, ()):
            yield node, FX.failedCheck, Literal(name)
        if isinstance(fact, EventDate):
            yield from self._event(node, stored, fact)
        else:
            yield from self._observation(node, stored, fact)

    def _provenance(self, node: URIRef, stored: StoredFact) -> Iterator[Triple]:
        fact = stored.fact
        article = self._of.article(fact.article.id)
        if self._is_new(article):
            yield from _article(article, fact.article)
        yield node, PROV.hadPrimarySource, article
        evidence = self._of.passage(fact.article.id, fact.evidence.start, fact.evidence.end)
        yield node, PROV.wasDerivedFrom, evidence
        yield from self._passage(evidence, article, fact.evidence, fact.sentence)
        sentence = self._of.passage(fact.article.id, fact.sentence.start, fact.sentence.end)
        yield node, FX.sentence, sentence
        yield from self._passage(sentence, article, fact.sentence, None)
        if fact.source:
            source = self._of.source(fact.source)
            yield node, PROV.wasAttributedTo, source
            if self._is_new(source):
                yield source, RDF.type, PROV.Agent
                yield source, RDFS.label, Literal(fact.source)
        if stored.claim:
            claim = self._of.claim(stored.claim)
            yield node, FX.claim, claim
            if self._is_new(claim):
                yield claim, RDF.type, FX.Claim

    def _passage(self, node: URIRef, article: URIRef, span: Span, around: Span | None) -> Iterator[Triple]:
        """Characters of an article by position and by quotation, with what stands around them in the sentence."""
        if not self._is_new(node):
            return
        yield node, RDF.type, OA.SpecificResource
        yield node, OA.hasSource, article
        position, quotation = _unnamed(node, "position"), _unnamed(node, "quotation")
        yield node, OA.hasSelector, position
        yield position, RDF.type, OA.TextPositionSelector
        yield position, OA.start, _count(span.start)
        yield position, OA.end, _count(span.end)
        yield node, OA.hasSelector, quotation
        yield quotation, RDF.type, OA.TextQuoteSelector
        yield quotation, OA.exact, Literal(span.text)
        if around is not None:
            yield quotation, OA.prefix, Literal(around.text[: span.start - around.start])
            yield quotation, OA.suffix, Literal(around.text[span.end - around.start :])

    def _observation(self, node: URIRef, stored: StoredFact, fact: ValueFact) -> Iterator[Triple]:
        yield node, RDF.type, SOSA.Observation
        yield node, FX.role, Literal(fact.role)
        if fact.direction:
            yield node, FX.direction, Literal(fact.direction)
        for subject in stored.all_of("subject"):
            yield node, SOSA.hasFeatureOfInterest, self._of.entity(subject)
            yield from self._entity(subject)
        if fact.indicator:
            yield from self._property(node, fact.indicator)
        if fact.period:
            yield node, SOSA.phenomenonTime, self._of.interval(fact.period)
            yield node, FX.periodStated, Literal(fact.period_explicit)
            yield from self._interval(fact.period)
        yield from self._result(node, fact)
        if isinstance(fact, TradeValue):
            yield from self._trade(node, stored, fact)
        elif isinstance(fact, GrowthPercentage) and fact.basis:
            yield node, FX.basis, Literal(fact.basis)
        elif isinstance(fact, Percentage) and fact.whole:
            yield node, FX.whole, Literal(fact.whole.text)

    def _property(self, node: URIRef, indicator: Phrase) -> Iterator[Triple]:
        measured = self._of.measure(indicator.text)
        yield node, SOSA.observedProperty, measured
        if self._is_new(measured):
            yield measured, RDF.type, SOSA.ObservableProperty
            yield measured, RDFS.label, Literal(indicator.text, lang="en")

    def _result(self, node: URIRef, fact: ValueFact) -> Iterator[Triple]:
        result = URIRef(f"{node}/result")
        yield node, SOSA.hasResult, result
        yield from _quantity(result, fact)
        yield result, FX.modifier, Literal(fact.modifier)
        if fact.per:
            yield result, FX.per, Literal(fact.per)
        for number, amount in enumerate(fact.equivalents, 1):
            restated = URIRef(f"{node}/equivalent/{number}")
            yield result, FX.equivalent, restated
            yield from _quantity(restated, amount)

    def _trade(self, node: URIRef, stored: StoredFact, fact: TradeValue) -> Iterator[Triple]:
        yield node, FX.flow, Literal(fact.flow)
        for role in ("reporter", "partner"):
            if entity := stored.entity(role):
                yield node, FX[role], self._of.entity(entity)
                yield from self._entity(entity)
        if fact.commodity:
            yield node, FX.commodity, Literal(fact.commodity.text)

    def _event(self, node: URIRef, stored: StoredFact, fact: EventDate) -> Iterator[Triple]:
        yield node, RDF.type, SDO.Event
        yield node, SDO.name, Literal(fact.event.text, lang="en")
        yield node, SDO.startDate, Literal(fact.period.start)
        yield node, SDO.endDate, Literal(fact.period.end)
        yield node, TIME.hasTime, self._of.interval(fact.period)
        yield node, FX.periodStated, Literal(fact.period_explicit)
        yield from self._interval(fact.period)
        for participant in stored.all_of("participant"):
            yield node, FX.participant, self._of.entity(participant)
            yield from self._entity(participant)
        if location := stored.entity("location"):
            yield node, SDO.location, self._of.entity(location)
            yield from self._entity(location)
        if fact.time:
            yield node, FX.timeOfDay, Literal(f"{fact.time}:00", datatype=XSD.time)
        if fact.recurrence:
            yield node, FX.recurrence, Literal(fact.recurrence)

    def _entity(self, entity: Entity) -> Iterator[Triple]:
        node = self._of.entity(entity)
        if not self._is_new(node):
            return
        yield node, RDF.type, FX.Entity
        yield node, RDFS.label, Literal(entity.name, lang="en")
        yield node, FX.entityType, Literal(entity.type)
        if entity.iso:
            yield node, FX.isoCode, Literal(entity.iso)
            for same in country_iris(entity.iso):
                yield node, OWL.sameAs, same

    def _interval(self, period: Period) -> Iterator[Triple]:
        """The days of a period; ``time:hasEnd`` is the last of them, which is included."""
        node = self._of.interval(period)
        if not self._is_new(node):
            return
        yield node, RDF.type, TIME.Interval
        for ends, day in ((TIME.hasBeginning, period.start), (TIME.hasEnd, period.end)):
            instant = _unnamed(node, ends)
            yield node, ends, instant
            yield instant, RDF.type, TIME.Instant
            yield instant, TIME.inXSDDate, Literal(day)

    def _is_new(self, node: Node) -> bool:
        """Whether a node was not described yet; from now on it is."""
        if node in self._described:
            return False
        self._described.add(node)
        return True


def _article(node: URIRef, article: ArticleRef) -> Iterator[Triple]:
    yield node, RDF.type, SDO.NewsArticle
    yield node, RDF.type, PROV.Entity
    yield node, DCTERMS.identifier, Literal(article.id)
    if article.title:
        yield node, DCTERMS.title, Literal(article.title)
    if article.published:
        yield node, DCTERMS.issued, Literal(article.published)
    if article.source:
        yield node, DC.publisher, Literal(article.source)


def _quantity(node: URIRef, amount: ValueFact | Equivalent) -> Iterator[Triple]:
    """A number or a range with its unit. A rate's unit is that of its numerator, and so no unit of QUDT."""
    yield node, RDF.type, QUDT.QuantityValue
    for word, number in (
        (QUDT.numericValue, amount.value),
        (SDO.minValue, amount.low),
        (SDO.maxValue, amount.high),
    ):
        if number is not None:
            yield node, word, _decimal(number)
    yield node, FX.unit, Literal(amount.unit)
    is_rate = not isinstance(amount, Equivalent) and amount.per is not None
    if not is_rate and (unit := unit_iri(amount.unit)):
        yield node, QUDT.hasUnit, unit


def _unnamed(node: URIRef, part: str) -> BNode:
    """A blank node for a part of something, of the same label in every run."""
    return BNode("b" + blake2b(f"{node} {part}".encode(), digest_size=12).hexdigest())


def _decimal(number: Decimal) -> Literal:
    """A number in the canonical form of XML Schema 1.0, which has a point; Turtle's short form needs it."""
    digits = f"{number:f}"
    return Literal(digits if "." in digits else f"{digits}.0", datatype=XSD.decimal)


def _count(number: int) -> Literal:
    return Literal(str(number), datatype=XSD.nonNegativeInteger)
