"""Who links A and B, the neighbourhood of a node, hiding, pinning, and the way back."""

from collections.abc import Callable
from pathlib import Path

import networkx as nx

from kg.models import Graph
from tests.explorer.conftest import Visit


def choose(one: Visit, which: str, typed: str) -> None:
    one.page.fill(f"#pick-{which}", typed)
    one.page.press(f"#pick-{which}", "Enter")


def network(real: Graph) -> "nx.Graph[str]":
    made: nx.Graph[str] = nx.Graph()
    made.add_edges_from((r.subject, r.object) for r in real.relations if isinstance(r.object, str))
    return made


def test_the_shortest_paths_between_two_with_their_sentences(visit: Callable[..., Visit], real: Graph) -> None:
    one = visit()
    one.page.click("#path")
    one.page.fill("#pick-a", "wangqiang")
    one.page.press("#pick-a", "Enter")
    one.wait("byKey.get(state.a)?.label === '王强'")
    choose(one, "b", "太原市水务局")
    one.wait("byKey.get(state.b)?.label === '太原市水务局'")
    if not one.page.locator(".route").count():
        assert "经由地点有" in one.page.locator("#path-count").inner_text()
    one.page.check("#places")
    one.wait("state.places")
    a, b = one.js("[state.a, state.b]")
    expected = {tuple(path) for path in nx.all_shortest_paths(network(real), a, b)}
    shown = {tuple(path) for path in one.js("found().map(path => [path[0].from.key, ...path.map(step => step.to.key)])")}
    assert shown and shown <= expected and len(shown) == min(len(expected), 12)
    assert f"{len(next(iter(expected))) - 1} 步" in one.page.locator("#path-count").inner_text()
    route = one.page.locator(".route").first
    assert route.locator("summary").inner_text().startswith("王强 → 太原市科学技术局 → ")
    assert "太原市科学技术局党组书记、局长 王强" in " ".join(route.locator("mark").all_inner_texts())
    assert one.js("view.named.length") >= len(next(iter(expected))) - 1
    assert one.js("[...view.lit.nodes].every(id => view.labels.some(box => box.owner === id))")


def test_two_people_by_way_of_what_both_have_to_do_with(visit: Callable[..., Visit], harmful: Path, real: Graph) -> None:
    one = visit()
    made = network(real)
    people = [e.id for e in real.entities if e.type in ("Official", "Person") and e.id in made]
    a, b = next((a, b) for a in people for b in people if a < b and nx.has_path(made, a, b) and nx.shortest_path_length(made, a, b) >= 2)
    one.js("([a, b]) => change({ a, b, places: true })", [a, b])
    one.wait("state.b")
    assert one.js("found()[0].length") == nx.shortest_path_length(made, a, b)
    assert one.page.locator(".route blockquote mark").count() >= 2


def test_no_path_is_said_and_filters_hold_for_paths(visit: Callable[..., Visit]) -> None:
    one = visit()
    one.js("change({ a: N.find(n => n.label === '王强').key, b: N.find(n => n.label === '太原市科学技术局').key })")
    one.wait("document.querySelectorAll('.route').length === 1")
    one.filter("relations:holdsPost")
    one.wait("state.relations.size")
    assert "没有通路" in one.page.locator("#path-count").inner_text()
    assert one.page.locator(".route").count() == 0


def test_neighbourhood_of_one_and_two_steps(visit: Callable[..., Visit], real: Graph) -> None:
    one = visit()
    one.pick("太原市科学技术局")
    made, key = network(real), one.js("state.node")
    labels = {entity.id: entity.label for entity in real.entities}
    for steps in (1, 2):
        one.page.click(f'[data-do="focus{steps}"]')
        one.wait("n => state.steps === n", steps)
        assert one.seen() == {labels[n] for n in nx.single_source_shortest_path_length(made, key, cutoff=steps)}
    one.page.click("#unfocus")
    one.wait("!state.steps")
    assert len(one.seen()) > 100


def test_hide_and_pin(visit: Callable[..., Visit]) -> None:
    one = visit()
    one.pick("王强")
    one.page.click('[data-do="pin"]')
    one.wait("state.pinned.size")
    assert one.js("drawn.get().filter(dot => dot.fixed).map(dot => N[dot.id].label)") == ["王强"]
    one.pick("太原市科学技术局")
    one.page.click('[data-do="hide"]')
    one.wait("state.hidden.size")
    assert "太原市科学技术局" not in one.seen()
    assert "已隐藏 1 个" in one.page.locator("#status").inner_text()
    assert one.js("view.labels.some(box => N[box.owner]?.label === '王强')")  # pinned: labelled in the overview
    one.page.locator("#status button").first.click()
    one.wait("!state.hidden.size")
    assert "太原市科学技术局" in one.seen()


def test_back_and_forward(visit: Callable[..., Visit]) -> None:
    one = visit()
    one.pick("王强")
    one.pick("太原市水务局")
    one.page.click("#back")
    one.wait("document.querySelector('#panel h2').textContent === '王强'")
    one.page.click("#forward")
    one.wait("document.querySelector('#panel h2').textContent === '太原市水务局'")
    one.page.go_back()
    one.page.go_back()
    one.wait("!state.node")
