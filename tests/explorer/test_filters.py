"""The filters that double as the legend, and the time slider."""

from collections.abc import Callable

from kg.export.look import EVENTS
from kg.models import Graph, Literal
from tests.explorer.conftest import Visit


def test_the_legend_counts_types_and_relations(visit: Callable[..., Visit], real: Graph) -> None:
    one = visit()
    rows = {key: int(count) for key, count in one.js("[...document.querySelectorAll('[data-filter*=\":\"]')].map(box => [box.dataset.filter, box.parentNode.querySelector('small').textContent])")}
    for kind in {entity.type for entity in real.entities}:
        assert rows[f"types:{kind.value}"] == sum(entity.type is kind for entity in real.entities)
    for predicate in {relation.predicate for relation in real.relations if not isinstance(relation.object, Literal)}:
        assert rows[f"relations:{predicate}"] == sum(relation.predicate == predicate for relation in real.relations)
    for source in {article.source for article in real.articles}:
        assert rows[f"sources:{source}"] == sum(article.source == source for article in real.articles)


def test_a_type_is_switched_off_and_on(visit: Callable[..., Visit], real: Graph) -> None:
    one = visit()
    officials = {entity.label for entity in real.entities if entity.type == "Official"}
    others = {entity.label for entity in real.entities if entity.type != "Official"}
    one.filter("types:Official")
    one.wait("state.types.has('Official')")
    assert one.seen() == others
    assert one.js("drawn.get().filter(dot => dot.group === 'Official').length") == 0
    one.filter("types:Official")
    one.wait("!state.types.size")
    assert officials <= one.seen()


def test_a_relation_is_switched_off(visit: Callable[..., Visit]) -> None:
    one = visit()
    count = "lines.get().filter(line => E[line.id].shown.some(fact => fact.p === 'holdsPost')).length"
    assert one.js(count) > 20
    one.filter("relations:holdsPost")
    one.wait("state.relations.size")
    assert one.js(count) == 0
    one.pick("太原市科学技术局")
    assert "任职时间线" not in one.panel()


def test_events_are_lighter_and_can_be_switched_off(visit: Callable[..., Visit]) -> None:
    one = visit()
    assert set(one.js("[...predicateOf.values()].filter(p => p.event).map(p => p.name)")) == EVENTS
    event, standing = one.js("""[true, false].map(kind => lines.get().filter(line => E[line.id].shown.every(fact => fact.event === kind) && strength(E[line.id]) === 1)
        .map(line => [line.width, line.color.color]))""")
    assert event and standing
    assert max(width for width, _ in event) < min(width for width, _ in standing)
    assert {colour for _, colour in event}.isdisjoint({colour for _, colour in standing})
    one.filter("events")
    one.wait("!state.events")
    assert one.js("seen.edges.some(edge => edge.shown.some(fact => fact.event))") is False
    assert one.js("lines.length") == one.js("E.filter(edge => edge.facts.some(fact => !fact.event)).length")


def test_a_line_is_as_thick_as_it_has_independent_articles(visit: Callable[..., Visit]) -> None:
    one = visit()
    rows = one.js("lines.get().filter(line => !E[line.id].shown.every(fact => fact.event)).map(line => [new Set(E[line.id].facts.flatMap(f => f.at.map(at => at[0]))).size, line.width])")
    widths = {count: {width for n, width in rows if n == count} for count, _ in rows}
    assert len(widths) > 1
    assert all(len(own) == 1 for own in widths.values())
    assert sorted(widths) == sorted(widths, key=lambda count: max(widths[count]))


def test_one_page_alone(visit: Callable[..., Visit], real: Graph) -> None:
    one = visit()
    source = sorted({article.source for article in real.articles})[1]
    for other in sorted({article.source for article in real.articles} - {source}):
        one.filter(f"sources:{other}")
        one.wait("name => state.sources.has(name)", other)
    assert one.js("seen.edges.every(edge => edge.shown.every(fact => fact.at.some(at => articles[at[0]].source === name)))".replace("name", f"'{source}'"))
    assert "太原市科学技术局" not in one.seen()
    one.page.click("#reset")
    one.wait("!state.sources.size")
    assert "太原市科学技术局" in one.seen()


def test_the_time_slider(visit: Callable[..., Visit], real: Graph) -> None:
    one = visit()
    dates = sorted({article.date for article in real.articles if article.date})
    assert one.js("periods") == dates and len(dates) > 2
    assert one.page.locator("#bars i").count() == len(dates)
    everything = one.seen()
    one.page.focus("#until")
    one.page.keyboard.press("Home")
    one.wait("state.until")
    assert one.js("[...$('range').textContent.matchAll(/\\d{4}-\\d\\d/g)].map(m => m[0])") == [dates[0], dates[0]]
    assert one.js("seen.edges.every(edge => edge.shown.every(fact => fact.articles.some(a => articles[a].date === periods[0])))")
    assert one.seen() < everything
    assert "太原市科学技术局" in one.seen()  # named on that page as 市科技局
    assert "王强" not in one.seen()
    one.page.keyboard.press("End")
    one.wait("!state.until")
    assert one.seen() == everything


def test_entities_without_relations_can_go(visit: Callable[..., Visit]) -> None:
    one = visit()
    one.filter("loners")
    one.wait("!state.loners")
    assert one.js("[...seen.nodes].every(id => N[id].edges.some(edge => edge.shown.length))")
    assert one.js("drawn.length === seen.nodes.size")


def test_sliding_is_one_step_back(visit: Callable[..., Visit]) -> None:
    one = visit()
    everything = one.seen()
    box = one.page.locator("#until").bounding_box()
    assert box is not None
    one.page.mouse.move(box["x"] + box["width"] - 8, box["y"] + box["height"] / 2)
    one.page.mouse.down()
    for share in (0.8, 0.6, 0.4, 0.1):
        one.page.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] / 2)
        one.page.wait_for_timeout(60)
    one.page.mouse.up()
    one.wait("state.until === periods[0]")
    one.page.click("#back")
    one.wait("!state.until")
    assert one.seen() == everything
