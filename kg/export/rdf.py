"""graph.ttl, graph.nq and ontology.ttl: sorted, so that the same graph gives the same bytes.

Written directly: rdflib's serialisers take 30 microseconds a triple, which would cost more than reading the pages.
"""

from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Final

from kg.export.nodes import Node
from kg.export.triples import project
from kg.export.vocabulary import TYPE
from kg.models import Graph
from kg.vocab import PREFIXES

Graphs = tuple[str, ...] | set[str]  # the named graphs in which a triple stands; "" is the default graph
Description = Mapping[str, Mapping[str, Graphs]]  # predicate -> object -> graphs
_INTEGER: Final = "^^<http://www.w3.org/2001/XMLSchema#integer>"
_PREFIX_OF: Final = {namespace: prefix for prefix, namespace in PREFIXES.items()}


def write_turtle(graph: Graph, path: Path, *, base: str) -> None:
    """Write the whole graph as Turtle."""
    write(path, turtle(describe(project(graph, base=base))))


def write_nquads(graph: Graph, path: Path, *, base: str) -> None:
    """Write one named graph per article; together they say what the Turtle says."""
    write(path, nquads(describe(project(graph, base=base))))


def write(path: Path, text: str) -> None:
    """Write a text as UTF-8 with the line ends it has; a lone surrogate, which UTF-8 cannot hold, becomes ?."""
    path.write_text(text, "utf-8", errors="replace", newline="\n")


def write_ontology(path: Path) -> None:
    """Write the vocabulary beside the graph that uses it."""
    path.write_bytes(files("kg").joinpath("ontology/kg.ttl").read_bytes())


def describe(nodes: Iterable[Node]) -> dict[str, dict[str, dict[str, Graphs]]]:
    """The nodes of each subject as one: subject -> predicate -> object -> the named graphs that say so."""
    subjects: dict[str, dict[str, dict[str, Graphs]]] = {}
    for subject, pairs, named in nodes:
        properties, graphs = subjects.setdefault(subject, {}), named or ("",)
        for predicate, object_ in pairs:
            objects = properties.setdefault(predicate, {})
            known = objects.setdefault(object_, graphs)
            if known is not graphs and known != graphs:
                objects[object_] = _both(known, graphs)
    return subjects


def _both(known: Graphs, more: tuple[str, ...]) -> set[str]:
    if isinstance(known, set):
        known.update(more)
        return known
    return {*known, *more}


def turtle(subjects: Mapping[str, Description]) -> str:
    """Turtle, sorted by subject; a subject's class first, then its properties by name."""
    short = _Short()
    verbs = _Verbs(short)
    head = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
    return head + "".join([_block(subject, subjects[subject], short, verbs) for subject in sorted(subjects)])


def _block(subject: str, properties: Description, short: "_Short", verbs: "_Verbs") -> str:
    lines = []
    for predicate, verb in verbs[tuple(properties)]:
        objects = properties[predicate]
        if len(objects) == 1:  # nine in ten
            [object_] = objects
            lines.append(f"{verb} {short[object_]}")
        else:
            lines.append(f"{verb} {', '.join([short[o] for o in sorted(objects)])}")
    return f"\n{short[subject]} " + " ;\n    ".join(lines) + " .\n"


class _Verbs(dict[tuple[str, ...], list[tuple[str, str]]]):
    """Predicates that come together, sorted, each with its Turtle form: worked out once."""

    def __init__(self, short: "_Short") -> None:
        self.short = short

    def __missing__(self, predicates: tuple[str, ...]) -> list[tuple[str, str]]:
        order = sorted(predicates, key=lambda p: (p != TYPE, p))
        self[predicates] = verbs = [(p, "a" if p == TYPE else self.short[p]) for p in order]
        return verbs


class _Short(dict[str, str]):
    """The Turtle form of a term, worked out once."""

    def __missing__(self, term: str) -> str:
        self[term] = short = _short(term)
        return short


def _short(term: str) -> str:
    if term[-1] != ">":
        return term
    if term.endswith(_INTEGER):
        return term[1 : -len(_INTEGER) - 1]
    literal, mark, name = ("", "", term) if term[0] == "<" else term.rpartition("^^")
    cut = max(name.rfind("/"), name.rfind("#")) + 1
    prefix, local = _PREFIX_OF.get(name[1:cut]), name[cut:-1]
    return f"{literal}{mark}{prefix}:{local}" if prefix and local.isalnum() else term


def nquads(subjects: Mapping[str, Description]) -> str:
    """N-Quads, sorted; what no article says stands in the default graph."""
    lines = []
    for subject in sorted(subjects):
        properties = subjects[subject]
        for predicate in sorted(properties):
            objects = properties[predicate]
            for object_ in sorted(objects) if len(objects) > 1 else objects:
                graphs = objects[object_]
                for graph in sorted(graphs) if len(graphs) > 1 else graphs:
                    lines.append(f"{subject} {predicate} {object_} {graph}{' ' if graph else ''}.\n")
    return "".join(lines)
