"""graph.html without a browser: a pyvis page in one file, its data, its layout. In a browser: tests/explorer/."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest

from kg.export.evidence import sentence
from kg.export.html import SCRIPTS, write_html
from kg.export.layout import ROUNDS, SEED, _forces, place
from kg.export.pinyin import readings
from kg.models import Article, Evidence, Graph
from tests.sample_graphs import HOSTILE, IMAGE, sample
from tests.synthetic import archive


def written(graph: Graph, folder: Path) -> str:
    write_html(graph, folder / "graph.html")
    return (folder / "graph.html").read_text("utf-8")


def data(html: str, name: str) -> Any:
    """What the page holds in one of its blocks of JSON."""
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', html, re.S)
    assert found
    return json.loads(found[1])


def test_it_asks_for_nothing_and_text_is_data(tmp_path: Path) -> None:
    html = written(sample(), tmp_path)
    assert re.findall(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="(?!data:,")', html) == []
    assert "alert(1)</script>" not in html and IMAGE not in html
    assert "default-src 'none'" in html and "unsafe-eval" not in html
    assert {node["label"] for node in data(html, "nodes")} >= {HOSTILE, IMAGE}


def test_it_is_a_pyvis_page(tmp_path: Path) -> None:
    html = written(sample(), tmp_path)
    options = data(html, "options-vis")
    assert options["physics"]["enabled"] is False and options["edges"]["smooth"] is False
    assert all({"id", "label", "x", "y", "shape", "group"} <= node.keys() for node in data(html, "nodes"))
    assert all({"from", "to", "arrows", "facts"} <= edge.keys() for edge in data(html, "edges"))
    assert len(re.findall("^<script>", html, re.M)) == len(SCRIPTS) + 1


def test_every_fact_with_its_evidence_is_on_the_page(tmp_path: Path) -> None:
    graph = sample()
    html = written(graph, tmp_path)
    facts = [f for row in (*data(html, "nodes"), *data(html, "edges")) for f in row["facts"]]
    assert sorted(f["p"] for f in facts) == sorted(r.predicate for r in graph.relations)
    texts = [article["text"] for article in data(html, "page")["articles"]]
    quotes = {texts[at[0]][at[1] : at[2]] for fact in facts for at in fact["at"]}
    assert quotes == {e.exact for r in graph.relations for e in r.evidence}


@pytest.mark.parametrize("graph", [Graph((), (), ()), archive(40, 0)], ids=["empty", "no edges"])
def test_a_graph_without_edges_is_a_page(tmp_path: Path, graph: Graph) -> None:
    assert "mynetwork" in written(graph, tmp_path)


def test_the_base_of_the_iris(tmp_path: Path) -> None:
    write_html(sample(), tmp_path / "graph.html", base="https://example.org/x/")
    html = (tmp_path / "graph.html").read_text("utf-8")
    assert data(html, "page")["base"] == "https://example.org/x/"
    named = {node["label"]: node.get("iri", "") for node in data(html, "nodes")}
    assert named["王强"] == "" and named[HOSTILE].startswith("https://example.org/x/id/project/%3Cscript%3E")


def test_readings_without_tones_the_commonest_first() -> None:
    assert readings(["重庆绿地", "行A1"]) == {"地": "di de", "庆": "qing", "绿": "lv lu", "行": "xing hang heng", "重": "zhong chong tong"}


def overlaps(positions: Sequence[tuple[int, int]], sizes: Any) -> int:
    boxes = np.array(positions, dtype=float)
    gap = np.abs(boxes[:, None] - boxes[None, :]) - (sizes[:, None] + sizes[None, :]) / 2
    covered = (gap < -1).all(axis=2)
    return int(np.triu(covered, 1).sum())


@pytest.mark.parametrize(
    "edges",
    [[], [(0, 1)], [(0, n) for n in range(1, 40)], [(n, n + 1) for n in range(39)], [(a, b) for a in range(12) for b in range(a)]],
    ids=["none", "one", "star", "chain", "clique"],
)
def test_nodes_have_room_and_stand_the_same_every_time(edges: list[tuple[int, int]]) -> None:
    sizes = np.array([(60.0 + n % 3 * 10, 40.0) for n in range(40)])
    layout = place(edges, sizes)
    assert overlaps(layout.positions, sizes / 2) == 0  # dots apart; the page sees to the labels
    assert place(edges, sizes) == layout
    assert [n for n, community in enumerate(layout.communities) if community] == sorted({n for edge in edges for n in edge})


def test_the_springs_are_those_of_networkx() -> None:
    network, distance = nx.gnm_random_graph(30, 60, seed=1), 0.3
    theirs = np.array(list(nx.spring_layout(network, k=distance, iterations=ROUNDS, seed=SEED, method="force").values()))
    own = _forces(network, distance)
    own -= own.mean(axis=0)
    assert np.allclose(own / np.abs(own).max(), theirs, atol=1e-6)


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("局长王强", ("市科技局", "局长王强", "到会。")),
        ("开会。", ("他说：“明天", "开会。", "”")),
        ("标题", ("", "标题", "")),
    ],
)
def test_the_sentence_around_a_quote(quote: str, expected: tuple[str, str, str]) -> None:
    # the page breaks the column in mid-sentence: the article's text does not
    page, text = "标题\n市科技局局长\n\n王强到会。他说：“明天开会。”散会", "标题\n市科技局局长王强到会。他说：“明天开会。”散会"
    segments = ((0, 0, 9), (9, 11, 16))
    article = Article("a.txt#1", "a.txt", "标题", text, segments)
    start = text.index(quote)
    place = article.to_page(start, start + len(quote))
    evidence = Evidence("a.txt#1", *place, page[slice(*place)], "r", 0.9, "")
    assert sentence(article, evidence) == expected
