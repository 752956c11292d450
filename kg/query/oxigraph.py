"""Oxigraph, the embedded store on disk that answers by default."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.query.answer import STRING, Answer, Ask, Construct, Row, Select, Term, Triple
from kg.query.errors import QueryError, Trouble
from kg.query.prefixes import ONTOLOGY, PREFIXES
from kg.query.text import explain_syntax

_AT = re.compile(r"at (\d+):(\d+)")


class OxigraphStore:
    """A Store over a folder that `load` has filled, opened read only: any number of processes may."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    @classmethod
    def open(cls, folder: Path) -> "OxigraphStore":
        """Open a filled folder."""
        return cls(ox.Store.read_only(str(folder)))

    def query(self, text: str, *, default: tuple[str, ...] = (), named: tuple[str, ...] = ()) -> Answer:
        """See Store."""
        dataset: dict[str, Any] = {}
        if default or named:
            dataset = {
                "default_graph": [ox.NamedNode(g) for g in default],
                "named_graphs": [ox.NamedNode(g) for g in named],
            }
        try:
            result = self._store.query(text, prefixes=PREFIXES, **dataset)
        except SyntaxError as error:
            raise _explain(text, str(error)) from error
        if isinstance(result, ox.QueryBoolean):
            return Ask(bool(result))
        if isinstance(result, ox.QueryTriples):
            return Construct(_triples(result))
        variables = tuple(v.value for v in result.variables)
        return Select(variables, _rows(result))

    def labels(self) -> Iterator[tuple[str, str]]:
        """See Store."""
        for name in ("prefLabel", "altLabel"):
            predicate = ox.NamedNode(PREFIXES["skos"] + name)
            for quad in self._store.quads_for_pattern(None, predicate, None, ox.DefaultGraph()):
                if isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.NamedNode):
                    yield quad.object.value, quad.subject.value


def fill(folder: Path | None, quads: Path, ontology: Path | None) -> ox.Store:
    """A store with each article's graph, the default graph that says everything, and the ontology's graph."""
    store = ox.Store(str(folder)) if folder else ox.Store()
    try:
        store.bulk_load(path=str(quads), format=ox.RdfFormat.N_QUADS)
        with quads.open("rb") as source:
            parsed = ox.parse(source, format=ox.RdfFormat.N_QUADS)
            store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in parsed)
        if ontology and ontology.is_file():
            store.bulk_load(path=str(ontology), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(ONTOLOGY))
    except (SyntaxError, OSError) as error:
        raise QueryError(f"{quads}: cannot be loaded: {error}", Trouble.DATA) from error
    store.flush()
    store.optimize()  # one level instead of two: nearly twice as fast to read
    return store


def _rows(result: ox.QuerySolutions) -> Iterator[Row]:
    for solution in result:
        yield tuple(map(_term, solution))


def _triples(result: ox.QueryTriples) -> Iterator[Triple]:
    for triple in result:
        subject, predicate, object_ = _term(triple.subject), _term(triple.predicate), _term(triple.object)
        assert subject and predicate and object_
        yield subject, predicate, object_


def _term(term: object) -> Term | None:
    if isinstance(term, ox.Literal):  # first, and by position: most terms are literals, and a table may have millions
        if language := term.language:
            return Term("literal", term.value, "", language)
        datatype = term.datatype.value
        return Term("literal", term.value, "" if datatype == STRING else datatype)
    if isinstance(term, ox.NamedNode):
        return Term("uri", term.value)
    if isinstance(term, ox.BlankNode):
        return Term("bnode", term.value)
    return None


def _explain(text: str, message: str) -> QueryError:
    found = _AT.search(message)
    if not found:
        return QueryError(message.split("\n")[0])
    reason = message[found.end() :].lstrip(": ").replace("\n", " ")
    if "Prefix not found" in reason:
        reason = "unknown prefix"
    elif reason.startswith("expected one of ") and len(reason) > 100:
        reason = reason[:100].rpartition(",")[0] + ", …"
    return explain_syntax(text, int(found[1]), int(found[2]), reason)
