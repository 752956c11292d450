"""The query page of `kg serve` in a browser: named queries, their answers, mistakes, downloads."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.query.named import load
from tests.test_serve import Client, serving

REFUSED = "Failed to load resource: the server responded with a status of 400 (Bad Request)"  # how Chromium logs any 400


class Editor:
    """The page opened in a browser, with all that it asked for and complained of."""

    def __init__(self, browser: Any, root: str, **settings: Any) -> None:
        self.root = root
        self.requests: list[str] = []
        self.troubles: list[str] = []
        self.context = browser.new_context(accept_downloads=True, locale="zh-CN", **settings)
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.troubles.append(message.text))
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.goto(root)

    def choose(self, name: str, /, **given: str) -> None:
        """A named query, once its text stands in the editor with the parameters filled in."""
        self._filled(name, lambda: self.page.select_option("#named", name))
        for parameter, value in given.items():
            field = self.page.locator(f'#parameters input[name="{parameter}"]')
            self._filled(name, lambda field=field, value=value: field.fill(value))

    def _filled(self, name: str, act: Callable[[], object]) -> None:
        """Act, and wait until the text that the server answers with stands in the editor."""
        with self.page.expect_response(lambda response: f"/queries/{name}" in response.url) as told:
            act()
        self.page.wait_for_function("text => document.getElementById('query').value === text", arg=told.value.text())

    def run(self, query: str = "") -> None:
        """Run what stands there, or another query by the keyboard."""
        with self.page.expect_response(lambda response: "/sparql" in response.url):
            if query:
                self.page.fill("#query", query)
                self.page.press("#query", "Control+Enter")
            else:
                self.page.click("#run")
        self.page.locator("#run:not([disabled])").wait_for()

    def table(self) -> list[list[str]]:
        rows = self.page.locator("#answer table tr")
        return [[str(cell) for cell in row.locator("th, td").all_inner_texts()] for row in rows.all()]

    def text(self, selector: str) -> str:
        return str(self.page.locator(selector).inner_text())


@pytest.fixture(scope="module")
def server(built: Path) -> Iterator[Client]:
    with serving(built, "--timeout", "5") as client:
        yield client


@pytest.fixture
def edit(browser: Any, server: Client) -> Iterator[Callable[..., Editor]]:
    """Open the page; nothing may go elsewhere, and nobody may complain but of a query that the server refused."""
    made: list[Editor] = []

    def open_page(**settings: Any) -> Editor:
        made.append(Editor(browser, server.root, **settings))
        return made[-1]

    yield open_page
    for one in made:
        one.context.close()
        assert [url for url in one.requests if not url.startswith((server.root, f"blob:{server.root}"))] == []
        assert [trouble for trouble in one.troubles if trouble != REFUSED] == []


def test_a_named_query_is_chosen_filled_in_and_run(edit: Callable[..., Editor]) -> None:
    one = edit()
    assert one.page.locator("#named option").count() == len(load()) + 1
    one.choose("officials", place="太原市", role="局长")
    assert "太原市" in one.page.input_value("#query") and '"局长"' in one.page.input_value("#query")
    one.run()
    head, *rows = one.table()
    assert head == ["person", "role", "body", "status", "from", "until", "asOf"]
    assert ["王强", "局长", "太原市科学技术局", "current", "", "", "2026-03"] in rows and len(rows) == 4
    assert one.text("#status").startswith("4 行 / rows")
    assert one.troubles == []


def test_every_named_query_runs(edit: Callable[..., Editor]) -> None:
    one = edit()
    for name in load():
        one.choose(name)
        one.run()
        assert one.page.locator("#error").is_hidden(), f"{name}: {one.text('#error')}"
        assert len(one.table()) >= 1, name
    assert one.troubles == []


def test_a_mistake_is_shown_until_the_next_answer(edit: Callable[..., Editor]) -> None:
    one = edit()
    one.run("SELECT ?x {\n  ?x kg:undertake ?y }")
    assert "line 2, column 6: kg:undertake is not in the vocabulary" in one.text("#error")
    assert "hint: kg:undertakes is the nearest" in one.text("#error")
    assert one.table() == [] and one.page.locator("#downloads").is_hidden()
    one.run("SELECT * { ?s ?p")
    assert "line 1" in one.text("#error")
    one.choose("person", name="周国平")
    assert one.page.locator("#error").is_hidden()
    one.run("SELECT ?l { ?x a kg:Journalist ; skos:prefLabel ?l } ORDER BY ?l LIMIT 2")
    assert one.page.locator("#error").is_hidden() and len(one.table()) == 3
    assert set(one.troubles) == {REFUSED}


def test_things_lead_to_their_pages(edit: Callable[..., Editor]) -> None:
    one = edit()
    one.run('SELECT ?x { ?x a kg:Official ; skos:prefLabel "王强"@zh }')
    one.page.click("#answer td a")
    assert one.text("h1") == "王强" and one.page.url.startswith(f"{one.root}entity/official/")


def test_other_answers_and_downloads(edit: Callable[..., Editor]) -> None:
    one = edit()
    one.run("ASK { ?x a kg:Project }")
    assert one.text("#answer") == "是 / yes"
    one.run("CONSTRUCT { ?x skos:prefLabel ?l } { ?x a kg:Project ; skos:prefLabel ?l }")
    assert "skos:prefLabel" in one.text("#answer pre")
    one.run("SELECT ?s ?p { ?s ?p ?o }")
    assert len(one.table()) == 1001 and "还有更多" in one.text("#status")
    one.run("SELECT ?l { ?x a kg:Official ; skos:prefLabel ?l } ORDER BY ?l")
    with one.page.expect_download() as download:
        one.page.click('#downloads [data-name="answer.csv"]')
    saved = Path(download.value.path()).read_text("utf-8").split()
    assert saved == [row[0] for row in one.table()]


def test_markup_in_an_answer_is_text(edit: Callable[..., Editor]) -> None:
    one = edit()
    one.run("SELECT ?x { VALUES ?x { '<img src=//evil.example/x onerror=alert(1)>' } }")
    assert one.table()[1] == ["<img src=//evil.example/x onerror=alert(1)>"]
    assert one.page.locator("#answer img").count() == 0
