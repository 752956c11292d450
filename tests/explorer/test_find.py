"""The search box: names, aliases, pinyin, initials, and the keyboard."""

from collections.abc import Callable

import pytest

from tests.explorer.conftest import Visit

OFFICE = "太原市科学技术局"


@pytest.mark.parametrize("typed", ["太原市科学技术局", "科学技术局", "市科技局", "taiyuanshikexuejishuju", "tyskxjsj", "tyskjj", "TYSKJJ", "ty skj", "taiyuanskxjs", "kexuejishu"])
def test_an_office_by_name_alias_pinyin_and_initials(visit: Callable[..., Visit], typed: str) -> None:
    assert visit().find(typed)[0] == OFFICE


def test_every_reading_of_a_character_counts(visit: Callable[..., Visit]) -> None:
    one = visit()
    assert any("银行" in name for name in one.find("yinhang"))
    assert any("银行" in name for name in one.find("yh"))
    assert one.find("wangqiang")[0] == "王强"
    assert "王强" in one.find("wq")


def test_the_box_by_keyboard(visit: Callable[..., Visit]) -> None:
    one = visit()
    one.page.keyboard.press("/")
    assert one.js("document.activeElement.id") == "query"
    one.page.keyboard.type("taiyuanshi")
    assert one.page.get_attribute("#query", "aria-expanded") == "true"
    second = one.js("document.querySelectorAll('#hits .hit')[1].firstChild.textContent")
    one.page.keyboard.press("ArrowDown")
    one.page.keyboard.press("ArrowDown")
    assert one.page.get_attribute("#query", "aria-activedescendant") == "hits-1"
    assert one.js("document.querySelectorAll('#hits [aria-selected=true]').length") == 1
    one.page.keyboard.press("Enter")
    one.wait("state.node")
    assert one.page.locator("#panel h2").inner_text() == second
    assert one.js("view.labels.some(box => N[box.owner]?.key === state.node)")
    one.page.keyboard.press("Escape")
    one.page.keyboard.press("Escape")
    one.wait("!state.node")


def test_nothing_found_is_said_and_hidden_types_are_not_offered(visit: Callable[..., Visit]) -> None:
    one = visit()
    assert one.find("没有这个名字") == []
    assert "没有找到" in one.page.locator("#hits").inner_text()
    assert one.page.locator("#announcer").inner_text() == "没有找到"
    one.filter("types:Department")
    one.wait("state.types.size")
    assert OFFICE not in one.find("tyskxjsj")
