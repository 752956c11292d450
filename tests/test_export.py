"""The files of a build: all there, the same bytes twice, tables that a spreadsheet may open, GraphML that reads back."""

import csv
from dataclasses import replace
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from rdflib import Graph as RdfGraph
from rdflib import Literal as RdfLiteral
from rdflib.namespace import SKOS

from kg.export import write_all
from kg.export.layout import place
from kg.export.rdf import describe, nquads, write_nquads, write_turtle
from kg.export.triples import project
from kg.export.validate import validate
from kg.models import Graph
from kg.vocab import BASE
from tests.sample_graphs import FORMULA, HOSTILE, IMAGE, sample, synthetic

FILES = ["edges.csv", "graph.graphml", "graph.html", "graph.nq", "graph.ttl", "nodes.csv", "ontology.ttl"]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("out")
    write_all(sample(), directory, base=BASE)
    return directory


def test_all_files_are_written_and_the_same_twice(out: Path, tmp_path: Path) -> None:
    write_all(sample(), tmp_path, base=BASE)
    assert sorted(p.name for p in out.iterdir()) == FILES
    assert {name: (out / name).read_bytes() for name in FILES} == {name: (tmp_path / name).read_bytes() for name in FILES}


def test_single_writers_write_what_write_all_writes(out: Path, tmp_path: Path) -> None:
    write_turtle(sample(), tmp_path / "a", base=BASE)
    write_nquads(sample(), tmp_path / "b", base=BASE)
    for whole, pieces, between in ((tmp_path / "a", out / "graph.ttl", "\n\n"), (tmp_path / "b", out / "graph.nq", "\n")):
        assert sorted(whole.read_text("utf-8").split(between)) == sorted(pieces.read_text("utf-8").split(between))


def test_the_empty_graph_is_written(tmp_path: Path) -> None:
    write_all(Graph((), (), ()), tmp_path, base=BASE)
    assert len(RdfGraph().parse(tmp_path / "graph.ttl")) == 0


def test_a_text_with_marks_that_no_format_likes_is_written(tmp_path: Path) -> None:
    graph = sample()
    odd = replace(graph.entities[0], label="太\x0b原\x00\ud800\u2028市\\n\r\n局")
    write_all(replace(graph, entities=(odd, *graph.entities[1:])), tmp_path, base=BASE)
    rdf = RdfGraph().parse(tmp_path / "graph.ttl")
    assert RdfLiteral("太\x0b原\x00?\u2028市\\n\r\n局", lang="zh") in set(rdf.objects(None, SKOS.prefLabel))
    assert nx.read_graphml(tmp_path / "graph.graphml").nodes[odd.id]["label"].startswith("太\ufffd原\ufffd\ufffd")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_tables(out: Path) -> None:
    nodes, edges = rows(out / "nodes.csv"), rows(out / "edges.csv")
    assert len(nodes) == len(sample().entities)
    assert len(edges) == len(sample().relations)
    assert (out / "edges.csv").read_bytes().count(b"\r\n") == len(edges) + 1
    post = next(row for row in edges if row["role"] == "局长")
    assert post == {
        "subject": "official/王强", "subject_label": "王强", "predicate": "holdsPost", "object": "department/太原市科学技术局",
        "object_label": "太原市科学技术局", "role": "局长", "status": "current", "valid_from": "2026-01", "valid_until": "",
        "number": "", "unit": "", "confidence": "0.98", "articles": "2", "source": "某日报/1版.txt", "start": "9", "end": "13",
        "quote": "局长王强", "rule": "test.rule",
    }
    investment = next(row for row in edges if row["object_label"] == "140亿元")
    assert (investment["number"], investment["unit"]) == ("14000000000", "CNY")


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    graph = sample()
    named = replace(graph.entities[0], label=FORMULA)
    write_all(replace(graph, entities=(named, *graph.entities[1:])), tmp_path, base=BASE)
    cells = [cell for name in ("nodes.csv", "edges.csv") for row in rows(tmp_path / name) for cell in row.values()]
    assert "'" + FORMULA in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_graphml_reads_back(out: Path) -> None:
    network = nx.read_graphml(out / "graph.graphml", force_multigraph=True)
    assert len(network) == len(sample().entities)
    assert network.number_of_edges() == sum(isinstance(r.object, str) for r in sample().relations)
    assert network.nodes["project/蓝天项目"]["investment"] == "140亿元|500万美元|数亿元"
    assert f"enterprise/{IMAGE}" in network
    assert f"project/{HOSTILE}" in network


def test_graphml_says_what_the_tables_say(out: Path) -> None:
    network = nx.read_graphml(out / "graph.graphml", force_multigraph=True)
    told = [(s, t, d["label"], d["role"], d["status"], d["confidence"], d["quote"]) for s, t, d in network.edges(data=True)]
    expected = [(r["subject"], r["object"], r["predicate"], r["role"], r["status"], float(r["confidence"]), r["quote"])
                for r in rows(out / "edges.csv") if r["object"]]
    assert sorted(told) == sorted(expected)


def test_no_two_nodes_stand_on_each_other() -> None:
    graph = synthetic(300, 500)
    index = {e.id: n for n, e in enumerate(graph.entities)}
    edges = [(index[r.subject], index[r.object]) for r in graph.relations if isinstance(r.object, str)]
    sizes = np.full((len(index), 2), (120.0, 40.0))
    places = place(edges, sizes).positions
    assert places == place(edges, sizes).positions
    close = sum(abs(a[0] - b[0]) < 60 and abs(a[1] - b[1]) < 20 for i, a in enumerate(places) for b in places[:i])
    assert close <= 3
    assert place([], np.zeros((0, 2))).positions == []


def test_a_graph_of_an_archive_is_written_quickly(tmp_path: Path) -> None:
    graph = synthetic(500, 900)
    write_turtle(graph, tmp_path / "graph.ttl", base=BASE)
    validate(tmp_path / "graph.ttl")
    assert len(nquads(describe(project(graph, base=BASE))).splitlines()) > 20_000
