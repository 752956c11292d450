"""The panel: a node, a line, an article, each with its sentences."""

from collections.abc import Callable
from pathlib import Path

from kg.export.evidence import sentence
from kg.models import Graph
from tests.explorer.conftest import Visit

OFFICE = "太原市科学技术局"


def test_an_official_with_his_posts_and_the_sentence(visit: Callable[..., Visit]) -> None:
    one = visit()
    one.pick("王强")
    panel = one.panel()
    assert panel.startswith("王强\n") and "官员" in panel
    assert "任职时间线" in panel
    posts = one.page.locator(".timeline li")
    texts = [" ".join(text.split()) for text in posts.all_inner_texts()]
    assert any(f"王强任{OFFICE}局长" in text for text in texts)
    post = posts.nth(next(n for n, text in enumerate(texts) if f"{OFFICE}局长" in text))
    assert OFFICE in post.locator("mark").first.inner_text() and "王强" in post.locator("mark").first.inner_text()
    assert OFFICE in post.locator("mark .name.own").all_inner_texts()
    footer = post.locator("footer").first.inner_text()
    assert "《坚决扛起科技创新省会担当》" in footer and "2026-03" in footer and "000_f26b6ce511f970a9.txt" in footer and "post." in footer


def test_everything_links_on(visit: Callable[..., Visit]) -> None:
    one = visit()
    one.pick("王强")
    one.page.locator(".timeline button.link", has_text=OFFICE).first.click()
    one.wait("document.querySelector('#panel h2').textContent === '太原市科学技术局'")
    assert "又作" in one.panel() and "市科技局" in one.panel()
    one.page.locator("blockquote footer button").first.click()
    one.wait("state.article")
    assert "坚决扛起科技创新省会担当" in one.panel()
    one.page.locator(".text .name", has_text="王强").first.click()
    one.wait("document.querySelector('#panel h2').textContent === '王强'")


def test_the_page_cuts_the_sentences_that_python_cuts(visit: Callable[..., Visit], real: Graph) -> None:
    one = visit()
    articles = {article.id: article for article in real.articles}
    expected = {"".join(sentence(articles[e.article], e)).strip() for relation in real.relations for e in relation.evidence}
    assert set(one.js("facts.flatMap(fact => fact.at.map(plain))")) == expected
    quotes = {"".join(e.exact.split()) for relation in real.relations for e in relation.evidence}
    assert {"".join(text.split()) for text in one.js("facts.flatMap(fact => fact.at.map(at => cut(at[0], at[1], at[2])))")} == quotes


def test_the_quote_is_marked_in_every_sentence(visit: Callable[..., Visit]) -> None:
    one = visit()
    wrong = one.js("""facts.flatMap(fact => fact.at.map(at => [fact, at])).filter(([fact, at]) => {
        const made = quoteOf(at, [fact.s, fact.o]); const marked = [...made.querySelectorAll('mark')].map(mark => mark.textContent).join('');
        return marked !== cut(at[0], at[1], at[2]); }).length""")
    assert wrong == 0


def test_inferred_aliases_conflicts_and_reasons(visit: Callable[..., Visit], harmful: Path) -> None:
    one = visit(path=harmful)
    one.pick(OFFICE)
    assert one.page.locator(".chip.guess").all_inner_texts() == ["太原市科技局 · 推定"]
    assert "市科技局" in one.page.locator(".chip.alias").all_inner_texts()
    assert "全称系推定" in one.panel()
    one.page.locator("details summary").click()
    assert "joined by test.join" in one.panel()
    one.pick("蓝天项目")
    investment = one.page.locator(".attribute", has_text="投资额")
    assert investment.locator(".value strong").all_inner_texts() == ["140亿元", "500万美元", "投资数亿元"[2:]]
    assert "说法不一" in investment.inner_text()
    assert investment.locator("mark").all_inner_texts() == ["总投资140亿元", "外资500万美元", "投资数亿元"]
    boxes = [box.bounding_box() for box in investment.locator(".value").all()]
    assert boxes[0]["y"] == boxes[1]["y"] and boxes[0]["x"] < boxes[1]["x"]
    assert "说法不一" not in one.page.locator(".attribute", has_text="面积").inner_text()


def test_posts_by_time_with_their_state(visit: Callable[..., Visit], harmful: Path) -> None:
    one = visit(path=harmful)
    one.pick("王强")
    rows = [" ".join(text.split()) for text in one.page.locator(".timeline li").all_inner_texts()]
    assert rows[0].startswith("见报 2026-03") and "王强曾任太原市科学技术局党组书记" in rows[0]
    assert rows[1].startswith("2026-01 –") and "王强任太原市科学技术局局长" in rows[1]
    assert "王强主持大会" in one.panel()


def test_a_line_shows_its_sentences(visit: Callable[..., Visit]) -> None:
    one = visit()
    one.pick("王强")
    one.page.wait_for_timeout(200)
    edge = one.js("E.find(edge => [N[edge.from].label, N[edge.to].label].sort().join() === '太原市科学技术局,王强').id")
    x, y = one.js("id => { const a = onScreen(placeOf(N[E[id].from])), b = onScreen(placeOf(N[E[id].to])), box = container.getBoundingClientRect(); return [box.x + a.x * .4 + b.x * .6, box.y + a.y * .4 + b.y * .6]; }", edge)
    one.page.mouse.click(x, y)
    one.wait("state.edge")
    assert one.page.locator(".fact").count() >= 2
    assert "太原市科学技术局党组书记、局长" in one.panel()


def test_a_click_on_a_dot_opens_its_dossier_and_hovering_tells_its_name(visit: Callable[..., Visit]) -> None:
    one = visit()
    name, x, y = one.js("(() => { const node = ranked[0], p = onScreen(placeOf(node)), box = container.getBoundingClientRect(); return [node.label, p.x + box.x, p.y + box.y]; })()")
    one.page.mouse.move(x - 4, y - 4)
    one.page.mouse.move(x, y)
    one.page.locator("#tip").wait_for(state="visible")
    assert name in one.page.locator("#tip").inner_text()
    one.page.mouse.click(x, y)
    one.wait("state.node")
    assert one.page.locator("#panel h2").inner_text() == name


def test_journalists_show_what_they_wrote(visit: Callable[..., Visit], real: Graph) -> None:
    one = visit()
    _, author = real.authors[0]
    name = next(entity.label for entity in real.entities if entity.id == author)
    one.js("key => pick(byKey.get(key))", author)
    one.wait("name => document.querySelector('#panel h2').textContent === name", name)
    assert "署名的报道" in one.panel()
