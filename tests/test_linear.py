"""Stages 2 to 4 take time in proportion to the text, whatever it holds: no pattern goes back over a page."""

import time

import pytest

from kg.models import Page
from kg.pipeline import Reader
from kg.rulebook import Rulebook

SHORT, TIMES, WORST = 1000, 4, 8  # characters; how much longer the second text is; how much more time it may take
UNITS = {
    "one character": "国",
    "surnames": "李",
    "names": "李刚、",
    "marks": "、",
    "brackets": "（（））",
    "quotes": "“集团”",
    "dots": "阿里·",
    "deputies": "副",
    "ranks": "第一",
    "titles": "市委副书记、",
    "organs": "太原市财政局",
    "places": "太原市",
    "posts in brackets": "李刚（市财政局局长）",
    "firms": "有限公司",
    "lists of firms": "等企业",
    "works": "项目",
    "named works": "太原市供水项目、",
    "meetings": "第一次会议",
    "dates": "2026年1月",
    "sums": "投资1亿元",
    "papers": "关于",
    "lines": "李刚\n",
}


@pytest.fixture(scope="module")
def reader(rulebook: Rulebook) -> Reader:
    reader = Reader(rulebook)
    seconds(reader, "太原市", 1)
    return reader


def seconds(reader: Reader, unit: str, size: int) -> float:
    """The shortest of three runs over a page of one paragraph that repeats a unit."""
    page = Page("page.txt", f"要闻一则\n\n本报讯 {unit * (size // len(unit))}。\n")
    times = []
    for _ in range(3):
        start = time.process_time()
        for article in reader.splitter.split(page):
            reader.facts(article)
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_time_grows_with_the_text(reader: Reader, unit: str) -> None:
    assert seconds(reader, unit, SHORT * TIMES) < WORST * seconds(reader, unit, SHORT)
