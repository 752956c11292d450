"""Stage 2: lines of a column of fixed width are put together, lines of a list are not."""

import pytest

from kg.models import Page
from kg.rulebook import Rulebook
from kg.split import Splitter


@pytest.fixture(scope="module")
def splitter(rulebook: Rulebook) -> Splitter:
    return Splitter(rulebook)


def cut(splitter: Splitter, *lines: str) -> str:
    return "\n".join(article.text for article in splitter.split(Page("p.txt", "\n".join(lines))))


COLUMN = (
    "    本报讯 会议由青禾市中心医院牵头,东溪县人民医",
    "院、西溪县中医院参与的联盟10日成立。即日起三家医",
    "院的数据互联互通。会后参会人员来到东溪县人民",
    "医院参观。",
)


def test_a_column_among_long_paragraphs_is_one_paragraph(splitter: Splitter) -> None:
    long = "青禾市发展和改革委员会副主任王海在会上介绍，今年全市将新开工重点项目120个，总投资超过600亿元，" * 2 + "力争早日投产。"
    texts = cut(splitter, "三家医院牵手", *COLUMN, "", long, "", long)
    assert "东溪县人民医院、西溪县中医院参与" in texts
    assert "来到东溪县人民医院参观" in texts


def test_short_lines_of_a_list_stay_lines(splitter: Splitter) -> None:
    rows = ("青禾市东溪县电池材料产业园基础设施项目", "青禾市西溪县智能装备制造基地扩建工程项", "青禾市南溪县现代农业冷链物流中心项目二")
    texts = cut(splitter, "青禾市重点项目名单公布", "本报讯 名单如下。", *rows)
    assert all(f"{row}\n" in texts + "\n" for row in rows)
