"""Does the graph keep the SHACL shapes? Every build asks, and fails loudly if it does not.

pySHACL takes longer over a page than reading it did. But shapes.ttl asks little at a time: how many values of a
property a node of some class has, or what one of them looks like, its datatype or its class (its first lines demand
so). Ten thousand quotes show it nothing that ten do not. So a build validates the nodes that show something new.
`validate` on a whole graph says the same, slower; a test holds the two against each other on broken graphs.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

import pyshacl
from rdflib import SH, URIRef
from rdflib import Graph as RdfGraph
from rdflib import Literal as RdfLiteral

from kg.errors import OutputError
from kg.export.rdf import Description
from kg.export.vocabulary import END, START, TYPE
from kg.vocab import KG

SHOWN: Final = 5
ENOUGH: Final = 2  # the shapes tell none, one and more from each other, no further
_OWN: Final = "<" + str(KG._NS)

Types = tuple[str, ...]
Look = tuple[object, ...]  # what a shape can see of a value
Feature = tuple[object, ...]  # what a shape can ask of a node


def validate(data: RdfGraph) -> None:
    """Raise OutputError with the first violations if the graph breaks a shape."""
    conforms, report, _ = pyshacl.validate(data, shacl_graph=_shapes(), inplace=True)
    if not conforms:
        raise OutputError(_message(report))


@lru_cache(maxsize=1)
def _shapes() -> RdfGraph:
    return RdfGraph().parse(data=files("kg").joinpath("ontology/shapes.ttl").read_text("utf-8"), format="turtle")


def validate_sample(subjects: Mapping[str, Description]) -> None:
    """Raise OutputError if a node breaks a shape, by way of the nodes that show the shapes something new."""
    try:
        validate(_parse(_sample(subjects)))
    except OutputError as error:
        found = error
    else:
        return
    # once more in full, for the names of the nodes that are to blame
    validate(_parse((s, p, o) for s, properties in subjects.items() for p in properties for o in properties[p]))
    raise found


def _parse(triples: Iterable[tuple[str, str, str]]) -> RdfGraph:
    return RdfGraph().parse(data="".join(f"{s} {p} {o} .\n" for s, p, o in triples), format="nt")


def _sample(subjects: Mapping[str, Description]) -> Iterator[tuple[str, str, str]]:
    """The triples of the nodes that show something new, each other node in them replaced by one of its classes."""
    chosen, stand_ins = _choose(subjects)
    for subject in chosen:
        for predicate, objects in subjects[subject].items():
            counts: dict[Types, int] = {}
            for object_ in objects:
                types = _types(object_, subjects)
                if object_ not in subjects or object_.startswith(_OWN):
                    yield subject, predicate, object_
                    yield from ((object_, TYPE, kind) for kind in types)
                    continue
                counts[types] = counts.get(types, 0) + 1
                if counts[types] <= len(stand_ins[types]):
                    yield subject, predicate, stand_ins[types][counts[types] - 1]


def _choose(subjects: Mapping[str, Description]) -> tuple[list[str], dict[Types, list[str]]]:
    """The nodes that show something new, and those among them that stand for all nodes of their classes."""
    predicates = frozenset(predicate for properties in subjects.values() for predicate in properties)
    known: dict[str, Look] = {}
    seen: set[Feature] = set()
    combinations: set[Feature] = set()
    chosen: list[str] = []
    stand_ins: dict[Types, list[str]] = {}
    # nodes with many properties first: fewer of them show everything
    for subject, properties in sorted(subjects.items(), key=lambda item: (-sum(map(len, item[1].values())), item[0])):
        types = _types(subject, subjects)
        features = _features(types, properties, subjects, known)
        present = frozenset(properties)
        if (types, present) not in combinations:
            combinations.add((types, present))
            features |= {(types, absent, 0) for absent in predicates - present}
        few = len(stand_ins.setdefault(types, [])) < ENOUGH
        if few:
            stand_ins[types].append(subject)
        if few or not features <= seen:
            chosen.append(subject)
            seen |= features
    return chosen, stand_ins


def _types(subject: str, subjects: Mapping[str, Description]) -> Types:
    return tuple(sorted(subjects.get(subject, {}).get(TYPE, ())))


def _features(
    types: Types, properties: Description, subjects: Mapping[str, Description], known: dict[str, Look]
) -> set[Feature]:
    """All that a shape can see of a node: of each property how many values, and what each looks like."""
    features: set[Feature] = set()
    for predicate, objects in properties.items():
        features.add((types, predicate, min(len(objects), ENOUGH)))
        features.update((types, predicate, _look(object_, subjects, known)) for object_ in objects)
    ends = [[_number(o) for o in properties.get(p, ())] for p in (START, END)]
    features.add((types, all(start < end for start in ends[0] for end in ends[1])))
    return features


def _look(object_: str, subjects: Mapping[str, Description], known: dict[str, Look]) -> Look:
    """What a shape can see of a value: classes, a term of the vocabulary, or a literal's kind."""
    if object_[0] == "<":
        return (object_,) if object_.startswith(_OWN) else _types(object_, subjects)
    if object_[-1] != ">":
        return object_.rpartition('"')[2], object_.startswith('""')
    if object_ not in known:
        known[object_] = _kind(object_)
    return known[object_]


def _kind(term: str) -> Look:
    """A typed literal's datatype, whether it is a value of it, and where it stands between the bounds of the shapes."""
    lexical, _, datatype = term[1:-1].rpartition('"^^<')
    literal = RdfLiteral(lexical, datatype=URIRef(datatype))
    bounds = (literal.value >= 0, literal.value <= 1) if isinstance(literal.value, int | Decimal) else ()
    return datatype, literal.ill_typed, bounds


def _number(term: str) -> int:
    digits = term[1:].partition('"')[0]
    return int(digits) if digits.lstrip("-").isdigit() else -1


def _message(report: RdfGraph) -> str:
    """The first violations, one a line."""
    lines = sorted({_line(report, result) for result in report.objects(None, SH.result)})
    more = f"\n  … and {len(lines) - SHOWN} more" if len(lines) > SHOWN else ""
    return "the graph breaks its SHACL shapes:\n  " + "\n  ".join(lines[:SHOWN]) + more


def _line(report: RdfGraph, result: Any) -> str:
    focus, path = report.value(result, SH.focusNode), report.value(result, SH.resultPath)
    value, message = report.value(result, SH.value), report.value(result, SH.resultMessage)
    return f"{focus} {path or ''} {value if value is not None else ''}: {message}"
