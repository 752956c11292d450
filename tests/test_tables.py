"""Tables in plain text: which lines are rows, and what a row of works says."""

import pytest

from kg.models import Literal, Page
from kg.pipeline import build
from kg.rulebook import load_rulebook
from kg.tables import is_row

PAGE = """洛川苹果节集中签约项目一览表

本报讯 9月6日，洛川县举行集中签约仪式，签约项目2个。

序号  项目名称  投资企业  落户地  投资额（亿元）  备注
1  年产3万吨果汁浓缩项目  陕西塬上果业有限公司、延安凤岭冷链有限公司  洛川县旧县镇  3.6  合资
2  苹果冷链物流中心  西安沐原供应链有限公司  黄陵县  1.25

上述项目明年建成。
"""


@pytest.mark.parametrize(("line", "row"), [
    ("序号  项目名称  投资企业  落户地  投资额（亿元）", True),
    ("1  年产3万吨果汁浓缩项目  陕西塬上果业有限公司  洛川县  3.6", True),
    ("王 稳  牛建荣  代明英  哈斯其其格", False),
    ("李刚  市财政局局长", False),
    ("洛川县举行签约仪式。  共签约  2个  项目", False),
])
def test_rows_have_four_cells_and_are_neither_sentences_nor_names(line: str, row: bool) -> None:
    assert is_row(line) is row


def test_a_row_says_who_builds_where_and_for_how_much() -> None:
    graph = build([Page("table.txt", PAGE)], rulebook=load_rulebook())
    labels = {e.id: e.label for e in graph.entities}
    said = {(labels[r.subject], r.predicate, r.object.number or r.object.text if isinstance(r.object, Literal) else labels[r.object])
            for r in graph.relations}
    juice, centre = "年产3万吨果汁浓缩项目", "苹果冷链物流中心"
    assert {("陕西塬上果业有限公司", "undertakes", juice), ("延安凤岭冷链有限公司", "undertakes", juice),
            ("西安沐原供应链有限公司", "undertakes", centre), (centre, "locatedIn", "黄陵县"),
            (juice, "investment", 360_000_000.0), (centre, "investment", 125_000_000.0),
            (juice, "projectStatus", "签约"), (centre, "projectStatus", "签约")} <= said
    assert ("西安沐原供应链有限公司", "undertakes", juice) not in said
