"""Take the pictures of docs/ from the explorer of the five pages: python docs/make_screenshots.py (needs Chromium)."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import sync_playwright

from kg.export.html import write_html
from kg.load import collect, read_all
from kg.pipeline import build
from kg.rulebook import load_rulebook

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PATH = """(() => { let best = null; const people = ranked.filter(n => n.group === 'Official');
    for (const a of people) for (const b of people) {
        const way = a.id < b.id && shortest(a, b, false)[0];
        if (way && (!best || way.length > best[2])) best = [a.key, b.key, way.length]; }
    change({ links: true, a: best[0], b: best[1] }); })()"""  # the two officials who are farthest apart
PROJECT = """pick(ranked.filter(n => n.group === 'Project').sort((a, b) => b.facts.length - a.facts.length)[0])"""
OFFICE = """pick(N.find(n => n.label === '太原市科学技术局'))"""
PICTURES: dict[str, tuple[dict[str, int], str, str]] = {
    "overview": (DESK, "light", ""),
    "dossier": (DESK, "light", OFFICE),
    "path": (DESK, "light", PATH),
    "figures-dark": (DESK, "dark", PROJECT),
    "phone": (PHONE, "light", OFFICE),
}


def take(browser: Any, page_path: Path, name: str) -> None:
    """One picture into docs/."""
    size, scheme, script = PICTURES[name]
    page = browser.new_page(viewport=size, color_scheme=scheme, locale="zh-CN", reduced_motion="reduce")
    page.goto(page_path.as_uri())
    if script:
        page.evaluate(script)
    page.wait_for_timeout(700)
    page.screenshot(path=ROOT / "docs" / f"{name}.png")
    page.close()


def main() -> None:
    """Build the graph, open the page, take what is named on the command line or all."""
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "graph.html"
        write_html(build(read_all(collect([str(ROOT / "seeds")])), rulebook=load_rulebook()), path)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name in sys.argv[1:] or PICTURES:
            take(browser, path, name)
        browser.close()


if __name__ == "__main__":
    main()
