"""Text that means harm is text, wherever it shows."""

from collections.abc import Callable
from pathlib import Path

from tests.explorer.conftest import Visit
from tests.sample_graphs import HOSTILE, IMAGE

FOREIGN = "document.querySelectorAll('#panel img, #panel script, #tip img, #tip script, #hits img, #options img, #dialog img, svg script').length"


def test_hostile_names_in_search_dossier_tooltip_and_dialog(visit: Callable[..., Visit], harmful: Path) -> None:
    one = visit(path=harmful)
    for name in (HOSTILE, IMAGE):
        one.pick(name)
        one.wait("name => view.labels.some(box => N[box.owner]?.label === name)", name)
        x, y = one.js("() => { const p = onScreen(placeOf(byKey.get(state.node))), box = container.getBoundingClientRect(); return [p.x + box.x, p.y + box.y]; }")
        one.page.mouse.move(x - 3, y - 3)
        one.page.mouse.move(x, y)
        one.page.locator("#tip").wait_for(state="visible")
        assert name in one.page.locator("#tip").inner_text()
        one.page.mouse.move(2, 2)
        one.page.click('[data-do="dispute"]')
        assert name in one.page.locator("#dialog").inner_text()
        one.page.fill("#comment", IMAGE)
        one.page.click("#save")
        one.page.click('[data-do="focus1"]')
        one.page.click('[data-do="copy"]')
        assert one.js(FOREIGN) == 0


def test_hostile_text_in_articles_paths_and_files(visit: Callable[..., Visit], harmful: Path) -> None:
    one = visit(path=harmful)
    for number in (0, 1):
        one.js("number => pickArticle(number)", number)
        one.wait("number => state.article === String(number)", number)
    assert IMAGE in one.panel() and HOSTILE in one.panel()
    one.js("([a, b]) => change({ ...NOTHING, a: N.find(n => n.label === a).key, b: N.find(n => n.label === b).key })", [IMAGE, HOSTILE])
    one.wait("document.querySelector('.route')")
    assert IMAGE in one.panel()
    one.page.click("#take")
    drawing = one.saved("svg").decode()
    assert "<script" not in drawing and "<img" not in drawing
    one.page.click('[data-take="sparql"]')
    assert one.js(FOREIGN) == 0


def test_a_hostile_address_does_nothing(visit: Callable[..., Visit], harmful: Path) -> None:
    one = visit("node=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&sources=%3Cscript%3Ealert(1)%3C/script%3E&from=%22%3E%3Cimg%3E", path=harmful)
    assert one.js(FOREIGN) == 0


def test_the_policy_forbids_all_but_the_page_itself(visit: Callable[..., Visit], harmful: Path) -> None:
    one = visit(path=harmful)
    policy = one.js("document.querySelector('meta[http-equiv]').content")
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-eval" not in policy and "unsafe-inline" not in policy.split("style-src")[0]
    refused = one.js("fetch('https://example.org/').then(() => 'sent', error => error.name)")
    assert refused == "TypeError"
    one.js("() => { const made = document.createElement('script'); made.textContent = 'window.ran = 1'; document.body.append(made); }")
    assert one.js("window.ran === undefined")
    assert one.troubles and all("Content Security Policy" in text or "Refused" in text for text in one.troubles)
    one.troubles.clear()
