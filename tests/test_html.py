"""graph.html in a browser: it opens, draws, asks nothing of the net, and shows hostile text as text."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.export.evidence import sentence
from kg.export.html import write_html
from kg.models import Article, Evidence, Graph
from tests.sample_graphs import HOSTILE, IMAGE, sample, synthetic

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not CHROMIUM.exists() and not os.environ.get("CI"):
        pytest.skip(f"no {CHROMIUM}: the page is not tried in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


class Visit:
    """A page opened in the browser, with all that it asked for, said and complained of."""

    def __init__(self, browser: Any, path: Path):
        self.requests: list[str] = []
        self.troubles: list[str] = []
        self.page = browser.new_page(viewport={"width": 1400, "height": 860})
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.troubles.append(message.text))
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.troubles.append(dialog.message), dialog.dismiss()))
        self.page.goto(path.as_uri())
        self.page.wait_for_function("network.canvas.frame.canvas.width > 0")
        self.page.wait_for_timeout(300)


@pytest.fixture
def visit(browser: Any, tmp_path: Path) -> Iterator[Visit]:
    write_html(sample(), tmp_path / "graph.html")
    visit = Visit(browser, tmp_path / "graph.html")
    yield visit
    visit.page.close()


def painted(page: Any) -> int:
    """How many pixels of the canvas are not blank."""
    return page.evaluate(
        """() => { const c = network.canvas.frame.canvas, d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n; }"""
    )


def test_the_page_opens_draws_and_asks_for_nothing(visit: Visit) -> None:
    assert [url for url in visit.requests if not url.startswith("file:")] == []
    assert len(visit.requests) == 1
    assert visit.troubles == []
    assert painted(visit.page) > 1000


def test_the_legend_is_in_two_languages(visit: Visit) -> None:
    legend = visit.page.locator("#legend")
    assert legend.is_visible()
    assert legend.inner_text().split() == ["官员", "Official", "1", "记者", "Journalist", "1", "部门", "Department", "1", "企业", "Enterprise", "2", "项目", "Project", "2", "地点", "Place", "1", "活动", "Event", "1"]
    legend.locator("button").first.click()
    assert visit.page.evaluate("nodes.get({filter: n => n.hidden}).map(n => n.name)") == ["王强"]


def test_hostile_text_is_text(visit: Visit) -> None:
    page = visit.page
    for name in (HOSTILE, IMAGE):
        node = page.evaluate("name => nodes.get({filter: n => n.name === name})[0].id", name)
        page.evaluate("id => show(id)", node)
        assert page.locator("#panel h2").inner_text() == name
        assert page.evaluate("id => nodes.get(id).title", node).startswith(name + "\n")
        page.wait_for_timeout(400)
        x, y = page.evaluate("id => { const p = network.canvasToDOM(network.getPosition(id)), b = container.getBoundingClientRect(); return [p.x + b.x, p.y + b.y]; }", node)
        page.mouse.move(x - 3, y - 3)
        page.mouse.move(x, y)
        page.locator(".vis-tooltip").wait_for(state="visible")
        assert name in page.locator(".vis-tooltip").inner_text()
        page.mouse.move(2, 2)
    assert page.evaluate("document.querySelectorAll('#panel img, #panel script, .vis-tooltip > :not(br)').length") == 0
    assert visit.troubles == []


def test_search_and_panel_show_the_sentence_and_its_article(visit: Visit) -> None:
    page = visit.page
    page.fill("#query", "市科技局")
    assert page.locator("#hits li").all_inner_texts() == ["太原市科学技术局"]
    page.press("#query", "Enter")
    panel = page.locator("#panel").inner_text()
    assert panel.startswith("太原市科学技术局")
    assert "又作 also: 太原市科技局、市科技局" in panel
    assert "市科技局党组书记、局长王强调研蓝天项目。" in panel
    assert f"《王强调研{HOSTILE}》 2026-03 某日报/1版.txt · 9–13 · test.rule" in panel
    assert "局长王强" in page.locator("#panel mark").all_inner_texts()
    page.fill("#query", "没有这个")
    assert "没有找到" in page.locator("#hits").inner_text()


def test_an_edge_tells_its_facts(visit: Visit) -> None:
    tip = visit.page.evaluate("edges.get({filter: e => e.facts.length === 2})[0].title")
    assert tip.startswith("王强 → 太原市科学技术局\n任职：局长（自 2026-01）\n“市科技局党组书记、局长王强调研蓝天项目。”\n— 《王强调研")
    assert "任职：党组书记（曾任）" in tip
    visit.page.evaluate("showEdge(edges.get({filter: e => e.facts.length === 2})[0].id)")
    assert visit.page.locator("#panel .fact").count() == 2


def test_a_large_graph_draws_at_once(browser: Any, tmp_path: Path) -> None:
    write_html(synthetic(500, 900), tmp_path / "large.html")
    visit = Visit(browser, tmp_path / "large.html")
    assert painted(visit.page) > 10_000
    assert visit.troubles == []
    assert visit.page.evaluate("network.physics.physicsEnabled") is False
    visit.page.close()


def test_the_page_without_a_browser(tmp_path: Path) -> None:
    write_html(sample(), tmp_path / "graph.html")
    html = (tmp_path / "graph.html").read_text("utf-8")
    assert re.findall(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="(?!data:,")', html) == []
    assert "alert(1)</script>" not in html
    assert "default-src 'none'" in html
    assert "unsafe-eval" not in html


def test_an_empty_graph_is_a_page(tmp_path: Path) -> None:
    write_html(Graph((), (), ()), tmp_path / "graph.html")
    assert "mynetwork" in (tmp_path / "graph.html").read_text("utf-8")


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
