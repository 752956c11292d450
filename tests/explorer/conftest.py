"""A browser, the explorer of the five pages and that of a graph that means harm."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.export import write_all
from kg.export.html import write_html
from kg.load import collect, read_all
from kg.models import Graph
from kg.pipeline import build
from kg.rulebook import load_rulebook
from kg.vocab import BASE
from tests.sample_graphs import sample

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SEEDS = Path(__file__).resolve().parents[2] / "seeds"


class Visit:
    """The explorer opened in a browser, with all that it asked for, said and complained of."""

    def __init__(self, browser: Any, path: Path, fragment: str, **settings: Any):
        self.requests: list[str] = []
        self.troubles: list[str] = []
        settings = {"viewport": {"width": 1440, "height": 900}, "locale": "zh-CN", "color_scheme": "light", "reduced_motion": "reduce"} | settings
        self.context = browser.new_context(accept_downloads=True, **settings)
        self.page = self.context.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.troubles.append(message.text))
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.troubles.append(dialog.message), dialog.dismiss()))
        self.page.goto(f"{path.as_uri()}#{fragment}")
        self.ready()

    def ready(self) -> None:
        self.wait("document.body.dataset.ready && (view.labels.length > 0 || !N.length)")

    def wait(self, condition: str, argument: object = None) -> None:
        """Until it holds. Playwright's own way needs eval, which the page's policy forbids."""
        until = time.monotonic() + 8
        while not self.js(condition, argument):
            assert time.monotonic() < until, condition
            self.page.wait_for_timeout(20)

    def js(self, script: str, argument: object = None) -> Any:
        return self.page.evaluate(script, argument)

    def panel(self) -> str:
        return str(self.page.locator("#panel").inner_text())

    def find(self, text: str) -> list[str]:
        """The names that the search box offers for what is typed."""
        self.page.fill("#query", text)
        return [str(name) for name in self.js("[...document.querySelectorAll('#hits .hit')].map(hit => hit.firstChild.textContent)")]

    def pick(self, name: str) -> None:
        """Choose a node by its name, as a reader does."""
        assert self.find(name)[0] == name
        self.page.press("#query", "Enter")
        self.wait("name => document.querySelector('#panel h2')?.textContent === name", name)

    def seen(self) -> set[str]:
        """The names of the entities that the filters leave."""
        return set(self.js("[...seen.nodes].map(id => N[id].label)"))

    def filter(self, key: str) -> None:
        self.page.locator(f'[data-filter="{key}"]').click()

    def saved(self, button: str) -> bytes:
        """The file that a button gives."""
        with self.page.expect_download() as download:
            self.page.locator(f'[data-take="{button}"]').click()
        return Path(download.value.path()).read_bytes()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if not CHROMIUM.exists() and not os.environ.get("CI"):
        pytest.skip(f"no {CHROMIUM}: the page is not tried in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def real() -> Graph:
    return build(read_all(collect([str(SEEDS)])), rulebook=load_rulebook())


@pytest.fixture(scope="session")
def outputs(real: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("outputs")
    write_all(real, folder, base=BASE)
    return folder


@pytest.fixture(scope="session")
def harmful(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("harmful") / "graph.html"
    write_html(sample(), path)
    return path


@pytest.fixture
def visit(browser: Any, request: pytest.FixtureRequest) -> Iterator[Callable[..., Visit]]:
    """Open the explorer of the five pages, or another one; nobody may complain, and nothing may leave the page."""
    visits: list[Visit] = []

    def open_page(fragment: str = "", *, path: Path | None = None, **settings: Any) -> Visit:
        chosen = path or request.getfixturevalue("outputs") / "graph.html"
        visits.append(Visit(browser, chosen, fragment, **settings))
        return visits[-1]

    yield open_page
    for made in visits:
        made.context.close()
        assert [url for url in made.requests if not url.startswith(("file:", "blob:", "data:"))] == []
        assert made.troubles == []
