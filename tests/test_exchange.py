"""`kg export`: every form read back by a library of its own, and the counts of the build."""

import json
import os
import subprocess
import sys
from collections import Counter
from io import BytesIO
from pathlib import Path

import networkx as nx
import pytest
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic

from kg.exchange.cli import FORMATS


@pytest.fixture(scope="session")
def counts(built: Path) -> dict[str, dict[str, int]]:
    return json.loads((built / "build.json").read_text("utf-8"))["counts"]


@pytest.fixture(scope="session")
def turtle(built: Path) -> Graph:
    return Graph().parse(built / "graph.ttl", format="turtle")


def exported(kg, built: Path, format_: str) -> bytes:
    result = kg("export", format_, "--out", built)
    assert result.exit_code == 0, result.stderr
    return result.stdout_bytes


@pytest.mark.parametrize(("format_", "parser"), [("jsonld", "json-ld"), ("rdfxml", "xml")])
def test_rdf_says_what_the_turtle_says(kg, built: Path, turtle: Graph, format_: str, parser: str) -> None:
    content = exported(kg, built, format_)
    again = Graph().parse(BytesIO(content), format=parser)
    assert list(set(again) ^ set(turtle))[:3] == []


def test_rdf_of_a_page_is_isomorphic(kg, news: Path, tmp_path: Path) -> None:
    assert kg("build", news, "--out", tmp_path / "out").exit_code == 0
    expected = Graph().parse(tmp_path / "out" / "graph.ttl")
    for format_, parser in (("jsonld", "json-ld"), ("rdfxml", "xml")):
        assert isomorphic(Graph().parse(BytesIO(exported(kg, tmp_path / "out", format_)), format=parser), expected)


def test_json_ld_has_a_compact_context(kg, built: Path) -> None:
    document = json.loads(exported(kg, built, "jsonld"))
    nodes = {node["@id"]: node for node in document["@graph"]}
    bureau = nodes["https://kg.example/id/department/太原市科学技术局"]
    assert (bureau["@type"], bureau["skos:prefLabel"]) == ("kg:Department", "太原市科学技术局")
    assert bureau["jurisdiction"] == "https://kg.example/id/place/太原市"


def test_trig_has_the_graph_of_every_article(kg, built: Path) -> None:
    again, expected = Dataset(), Dataset()
    again.parse(BytesIO(exported(kg, built, "trig")), format="trig")
    expected.parse(built / "graph.nq", format="nquads")
    assert list(set(again.quads()) ^ set(expected.quads()))[:3] == []


def test_gexf_has_every_node_and_edge(kg, built: Path, counts: dict[str, dict[str, int]]) -> None:
    network = nx.read_gexf(BytesIO(exported(kg, built, "gexf")))
    assert Counter(data["class"] for _, data in network.nodes(data=True)) == counts["nodes"]
    expected = nx.read_graphml(built / "graph.graphml", force_multigraph=True)
    assert network.number_of_edges() == expected.number_of_edges()
    (edge,) = [d for _, v, d in network.edges(data=True) if d["label"] == "renamedTo"]
    assert "更名" in edge["quote"] and edge["quoteStart"] < edge["quoteEnd"]


def test_follow_the_money_is_valid(kg, built: Path, counts: dict[str, dict[str, int]], turtle: Graph) -> None:
    model = pytest.importorskip("followthemoney").model
    rows = [json.loads(line) for line in exported(kg, built, "ftm").splitlines()]
    entities = {row["id"]: model.get_proxy(row, cleaned=False) for row in rows}
    assert len(entities) == len(rows)
    for row in rows:
        entity = entities[row["id"]]
        entity.schema.validate(row)
        cleaned = model.get_proxy(row, cleaned=False)
        for name, values in row["properties"].items():
            prop = entity.schema.properties[name]
            assert sorted(cleaned.get(name)) == sorted(values) and all(prop.type.validate(v) for v in values), (name, values)
            if prop.range:
                assert all(entities[value].schema.is_a(prop.range) for value in values), (row["schema"], name)
    found = Counter(row["schema"] for row in rows)
    nodes = counts["nodes"]
    assert found["Person"] == nodes["Official"] + nodes["Person"] + nodes["Journalist"]
    names = {"PublicBody": "Department", "Company": "Enterprise", "Organization": "Institution", "Project": "Project", "Address": "Place", "Event": "Event", "Document": "Document"}
    assert {schema: found[schema] for schema in names} == {schema: nodes[kind] for schema, kind in names.items()}
    assert found["Article"] == counts["articles"]["Article"]
    assert found["Occupancy"] == counts["edges"]["holdsPost"]
    values = {"area", "capacity", "completionDate", "founded", "investment", "jobs", "outputValue", "projectStatus", "startDate", "holdsPost"}
    links = sum(found[s] for s in ("UnknownLink", "ProjectParticipant", "Ownership", "Succession", "Documentation"))
    assert links == sum(n for name, n in counts["edges"].items() if name not in values)


def test_follow_the_money_tells_a_post_with_its_proof(kg, invented: Path) -> None:
    rows = {row["id"]: row for row in map(json.loads, exported(kg, invented, "ftm").splitlines())}
    (person,) = [r for r in rows.values() if r["properties"].get("name") == ["周国平"]]
    (post,) = [r for r in rows.values() if r["properties"].get("holder") == [person["id"]]]
    properties = post["properties"]
    assert (post["schema"], properties["status"], properties["endDate"]) == ("Occupancy", ["former"], ["2026-02-03"])
    position = rows[properties["post"][0]]
    assert (position["schema"], position["properties"]["name"]) == ("Position", ["太原市水务局局长"])
    assert rows[position["properties"]["organization"][0]]["schema"] == "PublicBody"
    proof = rows[properties["proof"][0]]
    assert (proof["schema"], proof["properties"]["publishedAt"]) == ("Article", ["2026-02-03"])
    (project,) = [r for r in rows.values() if r["schema"] == "Project"]
    assert (project["properties"]["amount"], project["properties"]["currency"]) == (["2000000000", "2500000000"], ["CNY"])
    (participant,) = [r for r in rows.values() if r["schema"] == "ProjectParticipant"]
    assert participant["properties"]["project"] == [project["id"]]


def test_a_firm_that_is_part_of_another_is_owned(tmp_path: Path) -> None:
    from kg.exchange.ftm import ftm

    text = """@prefix kg: <https://kg.example/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
    <x:a> a kg:Enterprise ; skos:prefLabel "甲"@zh . <x:b> a kg:Enterprise ; skos:prefLabel "乙"@zh .
    <x:s> a rdf:Statement ; rdf:subject <x:a> ; rdf:predicate kg:partOf ; rdf:object <x:b> ."""
    (tmp_path / "graph.ttl").write_text(text, "utf-8")
    (tmp_path / "ontology.ttl").write_text("", "utf-8")
    rows = {row["id"]: row for row in map(json.loads, ftm(tmp_path).splitlines())}
    (link,) = [row["properties"] for row in rows.values() if row["schema"] == "Ownership"]
    assert [rows[link[end][0]]["properties"]["name"] for end in ("owner", "asset")] == [["乙"], ["甲"]]


def test_the_same_bytes_whatever_the_hash_seed(built: Path) -> None:
    code = (
        "import hashlib, sys; from pathlib import Path; from kg.exchange.cli import FORMATS, writer\n"
        "print([hashlib.sha256(writer(f)(Path(sys.argv[1]))).hexdigest() for f in FORMATS])"
    )
    said = {
        subprocess.run([sys.executable, "-c", code, str(built)], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


@pytest.mark.parametrize("format_", list(FORMATS))
def test_export_writes_a_whole_file(kg, invented: Path, tmp_path: Path, format_: str) -> None:
    target = tmp_path / "graph.out"
    assert kg("export", format_, "--out", invented, "-o", target).exit_code == 0
    assert target.read_bytes() == exported(kg, invented, format_)
    assert [path.name for path in tmp_path.iterdir()] == ["graph.out"]


def test_errors(kg, built: Path, tmp_path: Path) -> None:
    assert kg("export", "docx", "--out", built).exit_code == 2
    result = kg("export", "ftm", "--out", tmp_path)
    assert (result.exit_code, "no build there" in result.stderr) == (1, True)
    result = kg("export", "ftm", "--out", built, "-o", tmp_path / "no" / "x")
    assert (result.exit_code, "cannot write" in result.stderr) == (1, True)
