"""The first view: at once, still, legible, an overview and no hairball."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.export.html import write_html
from kg.models import Graph
from tests.explorer.conftest import Visit
from tests.synthetic import archive

OVERLAPS = """() => { const boxes = view.labels; let n = 0;
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach(b => { if (overlap(a, b)) n++; })); return n; }"""


def painted(visit: Visit) -> int:
    """How many pixels of the canvas are not blank."""
    return int(visit.js("""() => { const c = network.canvas.frame.canvas, d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n; }"""))


def test_it_opens_at_once_still_and_asks_for_nothing(visit: Callable[..., Visit]) -> None:
    one = visit()
    assert len(one.requests) == 1
    assert int(one.js("document.body.dataset.ready")) < 3000
    assert one.js("network.physics.physicsEnabled") is False
    assert painted(one) > 10_000
    before = one.js("N.map(node => { const p = placeOf(node); return [p.x, p.y]; })")
    one.page.wait_for_timeout(300)
    assert one.js("N.map(node => { const p = placeOf(node); return [p.x, p.y]; })") == before


def test_no_label_covers_another_at_any_zoom(visit: Callable[..., Visit]) -> None:
    one = visit()
    overview = one.js("view.labels.length")
    assert overview > 30
    assert one.js(OVERLAPS) == 0
    assert one.js("view.labels.every(box => box.x >= 0 && box.x + box.w <= container.clientWidth)")
    drawn_share = one.js("[...seen.nodes].filter(id => { const p = onScreen(placeOf(N[id])); return p.x > 0 && p.x < container.clientWidth && p.y > 0 && p.y < container.clientHeight; }).length / seen.nodes.size")
    assert drawn_share > 0.95
    for _ in range(4):
        one.page.click("#zoomIn")
    one.page.wait_for_timeout(250)
    assert one.js(OVERLAPS) == 0
    near = one.js("view.labels.length / ranked.filter(n => { const p = onScreen(placeOf(n)); return p.x > 0 && p.x < container.clientWidth && p.y > 0 && p.y < container.clientHeight; }).length")
    assert near > overview / one.js("N.length")


def test_the_strongest_are_labelled_in_the_overview(visit: Callable[..., Visit]) -> None:
    one = visit()
    shown = set(one.js("view.labels.map(box => box.owner)"))
    assert set(one.js("ranked.slice(0, 5).map(node => node.id)")) <= shown
    assert one.js("view.hulls.length") >= 5
    assert "群落" in one.panel()
    one.page.locator("#panel section", has_text="群落").locator("button").first.click()
    one.wait("state.group > 0")
    assert "成员" in one.panel()


def test_nodes_do_not_lie_on_each_other_and_lone_ones_are_packed(visit: Callable[..., Visit]) -> None:
    one = visit()
    assert one.js("""() => { let n = 0; N.forEach((a, i) => N.slice(i + 1).forEach(b => {
        if (Math.hypot(a.x - b.x, a.y - b.y) < Math.min(a.size, b.size)) n++; })); return n; }""") == 0
    lone, joined = one.js("[N.filter(n => !n.community), N.filter(n => n.community)].map(own => { const ys = own.map(n => n.y); return [Math.min(...ys), Math.max(...ys)]; })")
    assert lone[0] > joined[1]
    assert lone[1] - lone[0] < (joined[1] - joined[0]) / 2


def test_physics_only_when_asked_for(visit: Callable[..., Visit]) -> None:
    one = visit()
    one.page.click("#physics")
    assert one.js("network.physics.physicsEnabled") is True
    one.page.click("#physics")
    assert one.js("network.physics.physicsEnabled") is False


@pytest.mark.parametrize("make", [lambda: archive(300, 700), lambda: Graph((), (), ())], ids=["archive", "empty"])
def test_other_graphs_open_too(visit: Callable[..., Visit], tmp_path: Path, make: Callable[[], Graph]) -> None:
    write_html(make(), tmp_path / "graph.html")
    one = visit(path=tmp_path / "graph.html")
    assert one.js("N.length") in (0, 300)
    assert one.js(OVERLAPS) == 0
    for control in ("#path", "#take", "#fit", "#overview", "#theme", "#language"):
        one.page.click(control)


def test_same_graph_same_bytes(real: Graph, tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        write_html(real, tmp_path / name)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
