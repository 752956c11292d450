"""The vocabulary, and the shapes that a graph must keep."""

import random
from dataclasses import replace
from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, RDFS, SH, Namespace
from rdflib import Graph as RdfGraph
from rdflib.namespace import OWL, SKOS
from shacl import Shapes

from kg.errors import OutputError
from kg.export import write_all
from kg.export.rdf import describe, turtle, write_ontology, write_turtle
from kg.export.triples import project
from kg.export.validate import explain, validate
from kg.models import Entity, EntityType, Literal, Relation
from kg.vocab import BASE, KG, SIDES, allows
from tests.sample_graphs import sample

SHAPES = Path(__file__).parent.parent / "kg" / "ontology" / "shapes.ttl"
ID = Namespace(BASE + "id/")


def test_the_ontology_tells_of_every_term_in_two_languages(tmp_path: Path) -> None:
    write_ontology(tmp_path / "ontology.ttl")
    ontology = RdfGraph().parse(tmp_path / "ontology.ttl")
    told = {s for s in ontology.subjects(RDF.type) if str(s).startswith(str(KG._NS))}
    assert told == {KG[name] for name in KG.__annotations__ if not name.startswith("_")}
    for term in told:
        labels = [*ontology.objects(term, RDFS.label), *ontology.objects(term, SKOS.prefLabel)]
        assert sorted(label.language for label in labels) == ["en", "zh"], term
    assert set(ontology.subjects(RDF.type, OWL.Class)) >= {KG[t.value] for t in EntityType}


def test_a_misspelt_term_raises() -> None:
    with pytest.raises(AttributeError):
        KG["holdPost"]
    graph = sample()
    with pytest.raises(OutputError, match="holdPost"):
        list(project(replace(graph, relations=(replace(graph.relations[0], predicate="holdPost"),)), base=BASE))


def test_a_relation_to_nothing_is_refused() -> None:
    graph = sample()
    with pytest.raises(OutputError, match="place/无"):
        list(project(replace(graph, relations=(replace(graph.relations[0], object="place/无"),)), base=BASE))


@pytest.mark.parametrize("predicate", SIDES)
def test_the_shapes_and_the_vocabulary_agree_on_who_may_stand_in_a_relation(predicate: str) -> None:
    kinds = [t for t in EntityType if t not in (EntityType.JOURNALIST, EntityType.INSTITUTION)]
    pairs = [(s, o) for s in kinds for o in kinds]
    ends = [tuple(Entity(f"{t.value.lower()}/{side}{n}", t, side, (), ()) for t, side in zip(pair, "甲乙", strict=True)) for n, pair in enumerate(pairs)]
    graph, role = sample(), "主任" if predicate == "holdsPost" else ""
    relations = tuple(Relation(s.id, predicate, o.id, graph.relations[0].evidence, role) for s, o in ends)
    graph = replace(graph, entities=tuple(e for pair in ends for e in pair), relations=relations, authors=())
    data = RdfGraph().parse(data=turtle(describe(project(graph, base=BASE))), format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=RdfGraph().parse(SHAPES), inplace=True)
    refused = set(report.objects(None, SH.focusNode))
    conforming = {pair for pair, (s, _) in zip(pairs, ends, strict=True) if ID[s.id] not in refused}
    assert conforming == {(s, o) for s, o in pairs if allows(predicate, s.value, o.value)}


def test_the_whole_graph_conforms(tmp_path: Path) -> None:
    write_turtle(sample(), tmp_path / "graph.ttl", base=BASE)
    validate(tmp_path / "graph.ttl")
    explain(tmp_path / "graph.ttl")


def test_a_broken_graph_is_refused_with_a_readable_message(tmp_path: Path) -> None:
    graph = sample()
    broken = replace(graph.relations[0], role="")
    with pytest.raises(OutputError) as caught:
        write_all(replace(graph, relations=(broken, *graph.relations[1:])), tmp_path, base=BASE)
    assert "https://kg.example/id/role/" in str(caught.value)
    assert "a role has one skos:prefLabel @zh" in str(caught.value)


def test_a_base_that_is_no_iri_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="percent encoding"):
        write_all(sample(), tmp_path, base="https://kg.example/%zz/")


def test_an_unknown_project_status_is_refused(tmp_path: Path) -> None:
    graph = sample()
    odd = Relation("project/蓝天项目", "projectStatus", Literal("热火朝天"), graph.relations[-1].evidence)
    with pytest.raises(OutputError, match="热火朝天"):
        write_all(replace(graph, relations=(odd,)), tmp_path, base=BASE)


def test_the_engine_refuses_what_pyshacl_refuses(tmp_path: Path) -> None:
    """Were the engine the stricter one, pySHACL would overrule it; here it has to agree on every node."""
    dice, path = random.Random(3), tmp_path / "graph.ttl"
    whole = describe(project(sample(), base=BASE))
    shapes = RdfGraph().parse(SHAPES)
    engine = Shapes.from_file(str(SHAPES))
    refused = 0
    for _ in range(40):
        subjects = {s: {p: dict(o) for p, o in properties.items()} for s, properties in whole.items()}
        break_something(subjects, dice)
        path.write_text(turtle(subjects), "utf-8")
        conforms, report, _ = pyshacl.validate(RdfGraph().parse(path), shacl_graph=shapes, inplace=True)
        to_blame = {result.focus_node for result in engine.validate_file(str(path)).results}
        assert to_blame == {report.value(r, SH.focusNode).n3() for r in report.objects(None, SH.result)}
        assert refusal(path) is not conforms
        refused += not conforms
    assert 10 < refused < 40


def refusal(path: Path) -> bool:
    try:
        validate(path)
    except OutputError:
        return True
    return False


def break_something(subjects: dict[str, dict[str, dict[str, None]]], dice: random.Random) -> None:
    """Take a value away, put one in its place, or add one."""
    subject = dice.choice(sorted(subjects))
    predicate = dice.choice(sorted(subjects[subject]))
    values = [o for properties in subjects.values() for objects in properties.values() for o in objects]
    match dice.randrange(4):
        case 0:
            del subjects[subject][predicate]
        case 1:
            subjects[subject][predicate] = {dice.choice(sorted(values)): None}
        case 2:
            subjects[subject][predicate][dice.choice(sorted(values))] = None
        case 3:
            subjects[subject][predicate] = {dice.choice(['""', '"-3"^^<http://www.w3.org/2001/XMLSchema#integer>', '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"2026-13"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>']): None}
