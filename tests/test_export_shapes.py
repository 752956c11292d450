"""The vocabulary, and the shapes that a graph must keep."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, RDFS, SH, Namespace
from rdflib import Graph as RdfGraph
from rdflib.namespace import OWL, SKOS

from kg.errors import OutputError
from kg.export import write_all
from kg.export.rdf import describe, turtle, write_ontology
from kg.export.triples import project
from kg.export.validate import validate, validate_sample
from kg.models import Entity, EntityType, Literal, Relation
from kg.vocab import BASE, KG, SIDES, allows
from tests.sample_graphs import sample

ROOT = Path(__file__).parent.parent
ID = Namespace(BASE + "id/")


@pytest.fixture(scope="module")
def rdf() -> RdfGraph:
    return RdfGraph().parse(data=turtle(describe(project(sample(), base=BASE))), format="turtle")


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
    _, report, _ = pyshacl.validate(data, shacl_graph=RdfGraph().parse(ROOT / "kg" / "ontology" / "shapes.ttl"), inplace=True)
    refused = set(report.objects(None, SH.focusNode))
    conforming = {pair for pair, (s, _) in zip(pairs, ends, strict=True) if ID[s.id] not in refused}
    assert conforming == {(s, o) for s, o in pairs if allows(predicate, s.value, o.value)}


def test_the_whole_graph_conforms(rdf: RdfGraph) -> None:
    validate(rdf)


def test_a_broken_graph_is_refused_with_a_readable_message(tmp_path: Path) -> None:
    graph = sample()
    broken = replace(graph.relations[0], role="")
    with pytest.raises(OutputError) as caught:
        write_all(replace(graph, relations=(broken, *graph.relations[1:])), tmp_path, base=BASE)
    assert "https://kg.example/id/role/" in str(caught.value)
    assert "a role has one skos:prefLabel @zh" in str(caught.value)


def test_an_unknown_project_status_is_refused() -> None:
    graph = sample()
    odd = Relation("project/蓝天项目", "projectStatus", Literal("热火朝天"), graph.relations[-1].evidence)
    with pytest.raises(OutputError, match="热火朝天"):
        validate_sample(describe(project(replace(graph, relations=(odd,)), base=BASE)))


def test_a_sample_of_the_nodes_says_what_the_whole_graph_says() -> None:
    dice = random.Random(3)
    whole = describe(project(sample(), base=BASE))
    refused = 0
    for _ in range(20):
        subjects = {s: {p: dict(o) for p, o in properties.items()} for s, properties in whole.items()}
        break_something(subjects, dice)
        verdict = refusal(lambda broken=subjects: validate_sample(broken))
        full = RdfGraph().parse(data=turtle(subjects), format="turtle")
        assert verdict == refusal(lambda broken=full: validate(broken))
        refused += verdict
    assert 5 < refused < 20


def refusal(check: Callable[[], None]) -> bool:
    try:
        check()
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
