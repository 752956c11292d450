"""Who reads it and on what: two languages, light and dark, a phone, the keyboard, a screen reader, paper."""

from collections.abc import Callable

import pytest

from tests.explorer.conftest import Visit

CONTRAST = """([front, back]) => {
  const value = name => { const box = document.createElement('i'); box.style.color = `var(${name})`; document.body.append(box); const rgb = getComputedStyle(box).color.match(/\\d+/g).map(Number); box.remove(); return rgb; };
  const light = name => { const [r, g, b] = value(name).map(c => { const s = c / 255; return s <= .03928 ? s / 12.92 : ((s + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
  const [a, b] = [light(front), light(back)].sort((x, y) => y - x); return (a + .05) / (b + .05); }"""


def test_the_language_switch_remembers(visit: Callable[..., Visit]) -> None:
    one = visit()
    assert one.js("document.documentElement.lang") == "zh-CN"
    assert "从哪里看起" in one.panel()
    one.page.click("#language")
    assert "Where to start" in one.panel() and one.js("document.documentElement.lang") == "en"
    one.page.reload()
    one.ready()
    assert "Where to start" in one.panel()
    one.pick("王强")
    assert "Posts over time" in one.panel() and "王强 is 局长 of 太原市科学技术局" in one.panel()
    left = one.js("""[...document.querySelectorAll('header [data-say], #filters legend, #filters .grow, #panel h3, .tools button, #bottom span')].map(node => node.textContent)
        .filter(text => /[\\u4e00-\\u9fff]/.test(text))""")
    assert left == ["中"]


def test_the_browser_tells_the_first_language(visit: Callable[..., Visit]) -> None:
    assert "Where to start" in visit(locale="en-GB").panel()


def test_every_word_is_there_twice(visit: Callable[..., Visit]) -> None:
    assert visit().js("Object.values(WORDS).concat(Object.values(PHRASES), Object.values(STATUS)).every(pair => pair.length === 2 && pair.every(Boolean))")
    assert visit().js("page.predicates.every(([name]) => PHRASES[name])")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_schemes_can_be_read(visit: Callable[..., Visit], scheme: str) -> None:
    one = visit(color_scheme=scheme)
    assert one.js("document.documentElement.dataset.theme") == scheme
    for front in ("--ink", "--dim", "--link"):
        for back in ("--paper", "--soft", "--hull", "--mark"):
            if (front, back) not in (("--dim", "--mark"), ("--link", "--mark")):
                assert one.js(CONTRAST, [front, back]) >= 4.5, (front, back)
    for back in ("--note", "--warn"):
        assert one.js(CONTRAST, ["--ink", back]) >= 4.5
    one.page.click("#theme")
    assert one.js("document.documentElement.dataset.theme") != scheme
    one.page.reload()
    one.ready()
    assert one.js("document.documentElement.dataset.theme") != scheme


def test_on_a_phone(visit: Callable[..., Visit]) -> None:
    one = visit(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    assert one.js("document.documentElement.scrollWidth <= innerWidth")
    assert not one.page.locator("#panel").is_visible() and not one.page.locator("#filters").is_visible()
    one.page.tap("#menu")
    assert one.page.locator("#filters").is_visible()
    one.page.tap("#menu")
    assert one.find("tyskxjsj")[0] == "太原市科学技术局"
    one.page.locator("#hits li").first.tap()
    one.wait("state.node")
    one.page.wait_for_timeout(100)
    assert "任职时间线" in one.panel()
    x, y, top = one.js("(() => { const p = onScreen(placeOf(byKey.get(state.node))), box = container.getBoundingClientRect(); return [p.x, p.y + box.y, $('side').getBoundingClientRect().top]; })()")
    assert 0 < x < 390 and y < top  # not under the panel
    small = one.js("[...document.querySelectorAll('header button, .tools button, #controls button')].filter(b => b.offsetParent && b.getBoundingClientRect().height < 24).map(b => b.textContent)")
    assert small == []
    one.page.tap("#close")
    one.wait("!state.node")


def test_by_keyboard_alone(visit: Callable[..., Visit]) -> None:
    one = visit()
    keys = one.page.keyboard
    keys.press("Tab")
    assert one.js("document.activeElement.className") == "skip"
    keys.press("/")
    keys.type("tyskxjsj")
    keys.press("Enter")
    one.wait("state.node")
    keys.press("Escape")  # leaves the box, keeps the node
    keys.press("f")
    one.wait("state.steps === 1")
    keys.press("f")
    one.wait("!state.steps")
    keys.press("p")
    one.wait("state.pinned.size === 1")
    keys.press("h")
    one.wait("state.hidden.size === 1")
    keys.press("]")
    one.wait("state.node === ranked.find(n => seen.nodes.has(n.id)).key")
    keys.press("[")
    one.wait("state.node === ranked.filter(n => seen.nodes.has(n.id)).at(-1).key")
    keys.press("Escape")
    one.wait("!state.node")
    one.page.focus("#mynetwork")
    before = one.js("[network.getViewPosition().x, network.getScale()]")
    keys.press("ArrowRight")
    keys.press("+")
    after = one.js("[network.getViewPosition().x, network.getScale()]")
    assert after[0] > before[0] and after[1] > before[1]
    keys.press("0")
    one.page.locator("#panel button.link").first.focus()
    keys.press("Enter")
    one.wait("state.node")
    assert one.js("panel.contains(document.activeElement)")
    wanted, reached = {"query", "path", "take", "language", "theme", "mynetwork", "from", "until", "focus1", "hide", "pin", "dispute", "types:Official", "relations:holdsPost", "events"}, set[str]()
    for _ in range(500):
        keys.press("Tab")
        reached.add(one.js("document.activeElement.dataset.do || document.activeElement.dataset.filter || document.activeElement.id"))
        if wanted <= reached:
            break
    assert wanted <= reached


def test_focus_is_kept_when_the_panel_or_the_legend_is_drawn_anew(visit: Callable[..., Visit]) -> None:
    one = visit()
    one.page.focus('[data-filter="types:Official"]')
    one.page.keyboard.press("Space")
    one.wait("state.types.size")
    assert one.js("document.activeElement.dataset.filter") == "types:Official"
    one.pick("太原市科学技术局")
    one.page.focus('[data-do="pin"]')
    one.page.keyboard.press("Enter")
    one.wait("state.pinned.size")
    assert one.js("document.activeElement.dataset.do") == "pin"


def test_a_screen_reader_has_names_for_everything(visit: Callable[..., Visit]) -> None:
    one = visit()
    one.pick("王强")
    nameless = one.js("""[...document.querySelectorAll('button, input, select, textarea, aside, [role]')].filter(node => node.offsetParent && !['status', 'option', 'toolbar', 'search'].includes(node.getAttribute('role')))
        .filter(node => !(node.getAttribute('aria-label') || node.textContent.trim() || node.labels?.length)).map(node => node.outerHTML)""")
    assert nameless == []
    assert one.page.locator("#announcer").inner_text() == "已选 王强"
    assert one.page.locator("#announcer").get_attribute("aria-live") == "polite"
    assert "方向键" in str(one.page.locator("#mynetwork").get_attribute("aria-label"))
    assert one.page.locator("#from").get_attribute("aria-valuetext")
    outline = one.js("(() => { document.querySelector('#take').focus(); return getComputedStyle(document.activeElement).outlineStyle; })()")
    assert outline != "none"


def test_everything_is_on_the_list_too(visit: Callable[..., Visit]) -> None:
    """The picture is not the only way in: a list by type reaches every entity."""
    one = visit()
    for summary in one.page.locator("#panel details summary").all():
        summary.click()
    one.page.wait_for_timeout(100)
    assert one.js("new Set([...document.querySelectorAll('#panel details .link')].map(b => b.dataset.key)).size") == one.js("N.length")


def test_the_dossier_prints(visit: Callable[..., Visit]) -> None:
    one = visit(color_scheme="dark")
    one.pick("太原市科学技术局")
    one.page.emulate_media(media="print")
    for gone in ("header", "#filters", "#mynetwork", ".tools"):
        assert not one.page.locator(gone).is_visible()
    assert one.page.locator("#panel blockquote").first.is_visible()
    assert one.js("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert one.js(CONTRAST, ["--ink", "--paper"]) > 15
    one.js("window.dispatchEvent(new Event('beforeprint'))")
    assert one.js("[...panel.querySelectorAll('details')].every(row => row.open)")
    assert one.page.pdf()[:5] == b"%PDF-"
