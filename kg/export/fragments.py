"""The files of a build piece by piece: what each page, entity and shared term gives to each file.

A file is its pieces in the order of their keys: first the pages (articles, quotes), then the entities with their posts
and statements, then in Turtle the terms that many share (roles, statuses, amounts). A piece is worked out from what
belongs to its key and from nothing else: it can be made anywhere, in any order, and anew only if that changed.
"""

from collections.abc import Iterable
from typing import Final, Protocol

from kg.export import graphml, tables
from kg.export import vocabulary as v
from kg.export.nodes import Names, Node, article_iri, entity_iri
from kg.export.rdf import describe, nquads, turtle
from kg.export.statements import quote_nodes, relation_nodes
from kg.export.terms import check_base
from kg.export.triples import article_node, entity_nodes, mention_nodes
from kg.models import Block, Reading

COLUMNS: Final = ("nq", "ttl", "nodes", "edges", "vertices", "arcs")
Piece = tuple[bytes, ...]  # one text for each of COLUMNS
HEADS: Final = {"ttl": turtle({}), "nodes": tables.NODE_HEAD, "edges": tables.EDGE_HEAD, "vertices": graphml.HEAD}


class Projector:
    """Pieces for one base IRI."""

    def __init__(self, base: str) -> None:
        self.base = check_base(base)
        self.names = Names(self.base, _Iris(article_iri, self.base), _Iris(entity_iri, self.base))
        self._shared = f"<{self.base}id/role/", f"<{self.base}id/amount/"

    def page(self, reading: Reading) -> Piece:
        """A bound page: its articles and every quote, and the shared terms that it needs in its named graphs."""
        own = [article_node(article, self.names) for article in reading.articles]
        for article, author in reading.authors:
            term = self.names.articles[article]
            own.append(Node(term, ((v.AUTHOR, self.names.entities[author]),), (term,)))
        own += [node for entity in reading.entities for node in mention_nodes(entity, self.names)]
        own += [node for relation in reading.relations for node in quote_nodes(relation, self.names)]
        shared = [node for nodes in self.terms(reading).values() for node in nodes]
        return _piece(_quads(own + shared), _turtle(own))

    def terms(self, reading: Reading) -> dict[str, list[Node]]:
        """What a bound page says of each shared term: but for the named graphs every page says the same."""
        out: dict[str, list[Node]] = {}
        for relation in reading.relations:
            for node in relation_nodes(relation, self.names):
                if self._is_shared(node):
                    out.setdefault(node.subject, []).append(node)
        return out

    def term(self, nodes: Iterable[Node]) -> Piece:
        """A shared term, for the file without named graphs."""
        return _piece(b"", _turtle(nodes))

    def entity(self, block: Block) -> Piece:
        """An entity of all pages."""
        graphs = tuple(self.names.articles[a] for a in block.articles)
        nodes = [*entity_nodes(block.entity, graphs, self.names)]
        nodes += [n for r in block.relations for n in relation_nodes(r, self.names) if not self._is_shared(n)]
        term = self.names.entities[block.entity.id]
        nodes += [Node(entity_iri(own, base=self.base), ((v.REPLACED_BY, term),), ()) for own in block.former]
        texts = tables.node_row(block.entity), tables.edge_rows(block), graphml.vertex(block), graphml.arcs(block)
        return _piece(_quads(nodes), _turtle(nodes), *(_bytes(text) for text in texts))

    def _is_shared(self, node: Node) -> bool:
        return node.subject.startswith(self._shared) or (v.TYPE, v.CONCEPT) in node.pairs


class Iri(Protocol):
    """Id -> term."""

    def __call__(self, name: str, /, *, base: str) -> str:
        """The term."""


class _Iris(dict[str, str]):
    """Ids and their terms, each worked out once."""

    def __init__(self, iri: Iri, base: str) -> None:
        self.iri, self.base = iri, base

    def __missing__(self, name: str) -> str:
        self[name] = term = self.iri(name, base=self.base)
        return term


def _piece(*texts: bytes) -> Piece:
    """What there is, in the order of COLUMNS, and nothing for the other files."""
    return texts + (b"",) * (len(COLUMNS) - len(texts))


def _quads(nodes: Iterable[Node]) -> bytes:
    return _bytes(nquads(describe(nodes)))


def _turtle(nodes: Iterable[Node]) -> bytes:
    return _bytes(turtle(describe(nodes)).removeprefix(HEADS["ttl"]))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
