"""RDF files: N-Triples and Turtle some facts after others, JSON-LD as one graph in memory."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import orjson
from rdflib import Graph, Literal
from rdflib.term import Node

from factextract.knowledge.export.graph import PREFIXES, Describer, Triple
from factextract.knowledge.stored import StoredFact

_FACTS_AT_ONCE = 200
_ESCAPES = str.maketrans(
    {"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t", "\b": r"\b", "\f": r"\f"}
)
"""What may not stand in a literal as it is (N-Triples, section 2.4)."""


def ntriples(facts: Iterable[StoredFact], describer: Describer) -> Iterator[bytes]:
    """Facts as N-Triples, the lines of a fact at once."""
    for stored in facts:
        yield "\n".join(map(_line, describer.describe(stored))).encode()


def _line(triple: Triple) -> str:
    """A triple as a line of N-Triples. Without a graph between, this takes a third of the time."""
    subject, predicate, value = triple
    return f"{_term(subject)} {_term(predicate)} {_term(value)} ."


def _term(term: Node) -> str:
    if not isinstance(term, Literal):
        return term.n3()
    text = f'"{str(term).translate(_ESCAPES)}"'
    if term.language:
        return f"{text}@{term.language}"
    return f"{text}^^<{term.datatype}>" if term.datatype else text


def turtle(facts: Iterable[StoredFact], describer: Describer) -> Iterator[bytes]:
    """Facts as Turtle, many lines at once: the prefixes, then some facts with all they refer to, then others."""
    yield b"\n".join(f"@prefix {prefix}: <{namespace}> .".encode() for prefix, namespace in PREFIXES.items())
    for graph in _graphs(facts, describer):
        text = graph.serialize(format="turtle", encoding="utf-8")
        # The serialiser writes the prefixes before every graph, up to the first empty line.
        yield b"\n" + text.partition(b"\n\n")[2].strip()


def json_ld(facts: Iterable[StoredFact], describer: Describer) -> Iterator[bytes]:
    """Facts as one document of JSON-LD 1.1, with prefixes as its context; in memory as a whole."""
    context = {prefix: str(namespace) for prefix, namespace in PREFIXES.items()}
    text = as_graph(facts, describer).serialize(
        format="json-ld", encoding="utf-8", context=context, auto_compact=True
    )
    yield orjson.dumps(_ordered(orjson.loads(text)), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)


def _ordered(value: Any) -> Any:
    """JSON-LD with its arrays in an order that is the same in every run; they have none that means something."""
    if isinstance(value, dict):
        return {key: _ordered(member) for key, member in value.items()}
    if isinstance(value, list):
        members = map(_ordered, value)
        return sorted(members, key=lambda member: orjson.dumps(member, option=orjson.OPT_SORT_KEYS))
    return value


def _graphs(facts: Iterable[StoredFact], describer: Describer) -> Iterator[Graph]:
    """Facts as graphs of some of them each, so that memory does not grow with their number."""
    facts = iter(facts)
    while some := list(islice(facts, _FACTS_AT_ONCE)):
        yield as_graph(some, describer)


def as_graph(facts: Iterable[StoredFact], describer: Describer) -> Graph:
    """Facts as one graph, with prefixes for every vocabulary used."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for stored in facts:
        for triple in describer.describe(stored):
            graph.add(triple)
    return graph
