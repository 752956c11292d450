"""What one takes away: links, pictures, rows, queries, and corrections."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from rdflib import Graph as RdfGraph

from kg.models import Graph, Literal
from tests.explorer.conftest import Visit
from tests.sample_graphs import FORMULA

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def triples(outputs: Path) -> RdfGraph:
    return RdfGraph().parse(outputs / "graph.ttl", format="turtle")


def rows(one: Visit) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(one.saved("csv").decode("utf-8-sig"))))


def take(one: Visit) -> None:
    one.page.click("#take")
    one.page.locator('[data-take="csv"]').wait_for()


def test_a_link_gives_the_view_again(visit: Callable[..., Visit]) -> None:
    one = visit()
    one.filter("types:Journalist")
    one.wait("state.types.size")
    one.filter("events")
    one.wait("!state.events")
    one.pick("王强")
    one.page.click("#zoomIn")
    link = one.js("address()").split("#")[1]
    two = visit(link)
    assert two.page.locator("#panel h2").inner_text() == "王强"
    assert two.seen() == one.seen()
    assert two.js("state.events") is False
    assert two.js("[network.getScale().toFixed(2), Math.round(network.getViewPosition().x / 5)]") == one.js("[network.getScale().toFixed(2), Math.round(network.getViewPosition().x / 5)]")
    one.page.reload()
    one.ready()
    assert one.page.locator("#panel h2").inner_text() == "王强"
    assert one.js("write(state)") == one.js("write(parse(write(state)))")


def test_a_link_to_a_path_and_to_nothing_that_is(visit: Callable[..., Visit]) -> None:
    one = visit()
    one.js("change({ a: N.find(n => n.label === '王强').key, b: N.find(n => n.label === '太原市科学技术局').key })")
    one.wait("document.querySelector('.route')")
    two = visit(one.js("write(state)"))
    assert two.page.locator(".route").count() == 1
    for fragment in ("node=official/nobody", "edge=99999", "article=-3", "a=x&b=y", "%%%", "view=a,b,c", "steps=1e9&around=", "__proto__=1"):
        three = visit(fragment)
        assert three.js("seen.nodes.size") > 100


def test_pictures(visit: Callable[..., Visit]) -> None:
    one = visit()
    take(one)
    assert one.saved("png")[:8] == b"\x89PNG\r\n\x1a\n"
    drawing = ElementTree.fromstring(one.saved("svg"))
    texts = {node.text for node in drawing.iter(f"{SVG}text")}
    assert "太原市人民政府" in texts
    assert len(list(drawing.iter(f"{SVG}path"))) == one.js("drawn.length")
    assert len(list(drawing.iter(f"{SVG}line"))) == one.js("lines.length")


def test_rows_of_all_that_is_visible(visit: Callable[..., Visit], real: Graph) -> None:
    one = visit()
    take(one)
    found = rows(one)
    assert len(found) == sum(len(relation.evidence) for relation in real.relations)
    labels = {entity.id: entity.label for entity in real.entities}
    expected = {(r.subject, labels[r.subject], r.predicate, r.object.text if isinstance(r.object, Literal) else labels[r.object], r.role, str(e.start), str(e.end)) for r in real.relations for e in r.evidence}
    assert {(f["subject"], f["subject_label"], f["predicate"], f["object_label"], f["role"], f["start"], f["end"]) for f in found} == expected


def test_rows_of_one_node_as_csv_and_json(visit: Callable[..., Visit], real: Graph) -> None:
    one = visit()
    one.pick("太原市科学技术局")
    take(one)
    own = [r for r in real.relations if "department/太原市科学技术局" in (r.subject, r.object)]
    assert len(rows(one)) == sum(len(r.evidence) for r in own)
    data = json.loads(one.saved("json"))
    assert len(data["statements"]) == len(own)
    assert {"王强", "太原市科学技术局"} <= {entity["label"] for entity in data["entities"]}
    assert all(entity["iri"] == f"https://kg.example/id/{entity['id']}" for entity in data["entities"])
    assert all(evidence["exact"] for statement in data["statements"] for evidence in statement["evidence"])


def test_formulas_stay_text(visit: Callable[..., Visit], harmful: Path) -> None:
    one = visit(path=harmful)
    assert one.js("text => cell(text)", FORMULA).startswith("\"'=")


CHOICES: dict[str, str] = {
    "all": "",
    "node": "node=department%2F太原市科学技术局",
    "type off": "types=Department",
    "relation off": "relations=holdsPost&relations=jurisdiction",
    "events off": "events=0",
    "page off": "sources=000_f26b6ce511f970a9.txt",
    "time": "from=2022-03&until=2025-12",
    "hidden": "hidden=department%2F太原市科学技术局",
    "two steps": "around=department%2F太原市科学技术局&steps=1",
    "group": "group=1",
}


@pytest.mark.parametrize("fragment", CHOICES.values(), ids=CHOICES.keys())
def test_the_query_gives_the_selection(visit: Callable[..., Visit], triples: RdfGraph, fragment: str) -> None:
    one = visit(fragment)
    take(one)
    one.page.click('[data-take="sparql"]')
    query = one.page.locator("#panel textarea").input_value()
    result: Any = triples.query(query)
    asked = {(str(r.subject), str(r.relation).split("#")[1], str(r.role or ""), str(r.quote), int(r.start)) for r in result}
    filtered = one.js("""selection().flatMap(fact => fact.at.filter(at => articleOk[at[0]]).map(at =>
        [iriOf(N[fact.s]), fact.p, fact.role || '', at[1] < 0 ? at[7] : null, at[3], at[4]]))""")
    assert filtered
    assert {(subject, predicate, role, start) for subject, predicate, role, _, start in asked} == {(subject, predicate, role, start) for subject, predicate, role, _, start, _ in filtered}


def test_disputes_are_collected_kept_and_taken_away(visit: Callable[..., Visit]) -> None:
    one = visit()
    one.pick("王强")
    one.page.locator(".timeline .dispute").first.click()
    one.page.select_option("#verdict", "wrong")
    one.page.fill("#comment", "见更正启事 <b>")
    one.page.click("#save")
    assert "已存疑" in one.panel()
    assert "show" in str(one.page.locator("#announcer").get_attribute("class"))
    one.page.click('[data-do="dispute"]')
    one.page.select_option("#verdict", "merge")
    one.page.fill("#correction", "王强（市科技局）")
    one.page.keyboard.press("Tab")
    one.page.click("#save")
    one.page.reload()
    one.ready()
    take(one)
    assert "存疑记录（2）" in one.panel()
    file = json.loads(one.saved("disputes"))
    assert file["format"] == "kg-disputes/1" and file["base"] == "https://kg.example/"
    first, second = file["disputes"]
    assert first["target"]["kind"] == "relation" and first["target"]["predicate"] == "holdsPost" and first["target"]["object"] == "department/太原市科学技术局"
    assert (first["verdict"], first["comment"]) == ("wrong", "见更正启事 <b>")
    assert first["evidence"][0]["exact"] == "太原市科学技术局党组书记、局长 王强"
    assert second["target"]["kind"] == "entity" and (second["verdict"], second["correction"]) == ("merge", "王强（市科技局）")
    one.page.locator("#panel li .small").first.click()
    assert "存疑记录（1）" in one.panel()


def test_the_link_is_copied(visit: Callable[..., Visit]) -> None:
    one = visit()
    one.context.grant_permissions(["clipboard-read", "clipboard-write"])
    one.pick("王强")
    one.page.click('[data-do="copy"]')
    one.wait("$('announcer').textContent === '已复制'")
    copied = one.js("navigator.clipboard.readText()")
    assert copied.startswith("file://") and "node=official" in copied and "view=" in copied
