"""Markup is blanked without moving a character, in linear time."""

import time

import pytest

from kg.markup import JOIN, front_matter, mask


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("太原<b>市</b>", "太原~~~市~~~~"),
        ("<p>甲</p><p>乙<br/>丙", "|  甲|   |  乙|    丙"),
        ("<td>甲</td><td>乙</td></tr>", "|   甲|    |   乙|    |    "),
        ("增长<5%，a<b且c>d", "增长<5%，a<b且c>d"),
        ("<太原日报> <ABC> 1 < 2", "<太原日报> <ABC> 1 < 2"),
        ('<img alt="a > b">字', "~" * 17 + "字"),
        ("甲<!-- <p> -->乙", "甲            乙"),
        ("甲<script>if(a<b){}</script>乙", "甲|" + " " * 25 + "乙"),
        ("<style>未完", "|      未完"),
        ("&nbsp;&amp;&lt;b&gt;&ldquo;&#20013;&bogus; AT&T", "      &~~~~<~~~b>~~~“~~~~~~中~~~~~~~        AT&T"),
        ("[查看原文](http://x/a_(b).html)\n文", " " * 27 + "\n文"),
        ("见[全文](x \"t\")。", "见~全文~~~~~~~~。"),
        ("## [标题](u)", "## ~标题~~~~"),
        ("![图](u)字", "       字"),
        ("**央视网**消息，张**和李**", "~~央视网~~消息，张**和李**"),
        ("---\ntitle: 甲\n---\n乙", "   \n        \n   \n乙"),
        ("<html><body>太\r\n原</body>", "|     |     太~~原|      "),
        ("# 标题\r\n正文 & [注]", "# 标题\r\n正文 & [注]"),
    ],
)
def test_mask(text: str, seen: str) -> None:
    assert mask(text).replace(JOIN, "~") == seen.replace("|", "\n")
    assert len(mask(text)) == len(text)


def test_a_text_without_markup_is_given_back() -> None:
    text = "太原市科学技术局" * 1000
    assert mask(text) is text


@pytest.mark.parametrize(
    "unit",
    ["<", "<!--", "<a ", "<script>", '<a "', "<p>", "[", "[](", '[a](b "', "[a](x(", "&", "&#", "**a", "<a-", "</", "![[](("],
)
def test_mask_is_linear(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    start = time.perf_counter()
    assert len(mask(text)) == len(text)
    assert time.perf_counter() - start < 3  # 0.25 s here; a quadratic scan takes hours


@pytest.mark.parametrize("text", ["---\n没有冒号\n---\n", "---\ntitle: x\n正文", "正文\n---\ntitle: x\n---\n", "", "---"])
def test_what_is_no_front_matter(text: str) -> None:
    assert front_matter(text) == ({}, 0)
