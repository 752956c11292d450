"""rdflib, the store that needs nothing but the file: slow, in memory, the same answers."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyparsing
import rdflib
from rdflib import SKOS, BNode, Dataset, Graph, Literal, URIRef
from rdflib.plugins import sparql
from rdflib.plugins.sparql import prepareQuery

from kg.query.answer import STRING, Answer, Ask, Construct, Row, Select, Term, Triple
from kg.query.errors import QueryError, Trouble
from kg.query.prefixes import ONTOLOGY, PREFIXES
from kg.query.text import explain_syntax


class RdflibStore:
    """A Store in memory."""

    def __init__(self, quads: Path, ontology: Path | None) -> None:
        rdflib.NORMALIZE_LITERALS = False  # "0.90" stays as it is written
        sparql.SPARQL_LOAD_GRAPHS = False  # FROM would fetch
        self._data = Dataset(default_union=False)
        try:
            self._data.parse(quads, format="nquads")
            every = self._data.default_graph
            for graph in list(self._data.graphs()):
                if graph.identifier != every.identifier:
                    for triple in graph:
                        every.add(triple)
            if ontology and ontology.is_file():
                self._data.graph(URIRef(ONTOLOGY)).parse(ontology, format="turtle")
        except Exception as error:  # rdflib's parsers raise what they like
            raise QueryError(f"{quads}: cannot be loaded: {error}", Trouble.DATA) from error

    def query(self, text: str, *, default: tuple[str, ...] = (), named: tuple[str, ...] = ()) -> Answer:
        """See Store."""
        try:
            prepared = prepareQuery(text, initNs=PREFIXES)
        except pyparsing.ParseBaseException as error:
            raise explain_syntax(text, error.lineno, error.col, str(error).split(" (at")[0]) from error
        except Exception as error:  # the translation to algebra raises plain Exceptions
            found = re.search(r"Unknown namespace prefix : (\S+)", str(error))
            position = text.find(f"{found[1]}:") if found else 0
            line, column = text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)
            raise explain_syntax(text, line, column, "unknown prefix" if found else str(error)) from error
        clause = prepared.algebra.datasetClause or ()
        if not (default or named):
            default = tuple(str(c.default) for c in clause if c.default)
            named = tuple(str(c.named) for c in clause if c.named)
        prepared.algebra.datasetClause = None
        data = self._dataset(default, named) if default or named else self._data
        return _answer(data.query(prepared))

    def _dataset(self, default: tuple[str, ...], named: tuple[str, ...]) -> Dataset:
        """The dataset of FROM and FROM NAMED, from what is loaded."""
        data = Dataset(default_union=False)
        for name in default:
            for triple in self._data.graph(URIRef(name)):
                data.default_graph.add(triple)
        for name in named:
            for triple in self._data.graph(URIRef(name)):
                data.graph(URIRef(name)).add(triple)
        return data

    def labels(self) -> Iterator[tuple[str, str]]:
        """See Store."""
        for predicate in (SKOS.prefLabel, SKOS.altLabel):
            for subject, label in self._data.default_graph.subject_objects(predicate):
                yield str(label), str(subject)


def _answer(result: Any) -> Answer:
    if result.type == "ASK":
        return Ask(bool(result.askAnswer))
    if result.type == "SELECT":
        variables = tuple(str(v) for v in result.vars)
        return Select(variables, _rows(result))
    return Construct(_triples(result.graph))


def _rows(result: Any) -> Iterator[Row]:
    for row in result:
        yield tuple(_term(value) for value in row)


def _triples(graph: Graph) -> Iterator[Triple]:
    for s, p, o in graph:
        subject, predicate, object_ = _term(s), _term(p), _term(o)
        assert subject and predicate and object_
        yield subject, predicate, object_


def _term(term: Any) -> Term | None:
    if isinstance(term, Literal):
        datatype = str(term.datatype or "")
        return Term("literal", str(term), "" if datatype == STRING or term.language else datatype, term.language or "")
    if isinstance(term, URIRef):
        return Term("uri", str(term))
    return Term("bnode", str(term)) if isinstance(term, BNode) else None
