"""One module per projection of a Graph, siblings, none made from another."""

from pathlib import Path

from kg.export.graphml import write_graphml
from kg.export.html import write_html
from kg.export.rdf import describe, nquads, turtle, write, write_ontology
from kg.export.tables import write_edges, write_nodes
from kg.export.triples import project
from kg.export.validate import validate
from kg.models import Graph


def write_all(graph: Graph, directory: Path, *, base: str) -> None:
    """Write every projection into an existing directory; OutputError if the graph breaks its SHACL shapes."""
    subjects = describe(project(graph, base=base))
    write(directory / "graph.ttl", turtle(subjects))
    validate(directory / "graph.ttl")
    write(directory / "graph.nq", nquads(subjects))
    write_ontology(directory / "ontology.ttl")
    write_graphml(graph, directory / "graph.graphml")
    write_nodes(graph, directory / "nodes.csv")
    write_edges(graph, directory / "edges.csv")
    write_html(graph, directory / "graph.html", base=base)
