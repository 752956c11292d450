"""What names leave out, which names are one, and which stay two."""

import pytest

from kg.models import EntityType
from tests.reading import graph


def labels(*texts: str, kind: str, place: str = "", pages: bool = False) -> list[str]:
    return [e.label for e in graph(*texts, place=place, pages=pages).entities if e.type.value == kind and e.mentions]


@pytest.mark.parametrize(
    ("text", "place", "label"),
    [
        ("市科技局召开会议", "湖州市", "湖州市科学技术局"),
        ("市委召开会议", "湖州市", "中共湖州市委员会"),
        ("省科技厅召开会议", "湖州市", "浙江省科学技术厅"),
        ("市委组织部召开会议", "湖州市", "中共湖州市委组织部"),
        ("市政协召开会议", "湖州市", "中国人民政治协商会议湖州市委员会"),
        ("市住建局召开会议", "湖州市", "湖州市住房和城乡建设局"),
        ("吴兴区商务局召开会议", "湖州市", "湖州市吴兴区商务局"),
        ("市科技局召开会议", "", "市科技局"),
        ("教育部召开会议", "", "中华人民共和国教育部"),
        ("太原铁路公安处开展活动", "太原市", "太原铁路公安处"),
        ("山西银保监局召开会议", "太原市", "山西银保监局"),
    ],
)
def test_the_place_and_the_core_are_filled_in(text: str, place: str, label: str) -> None:
    assert labels(text, kind="Department", place=place) == [label]


def test_a_bare_county_sign_means_the_county_named_before() -> None:
    text = "长兴县公开招募体验官。体验官可向县政府反映问题。"
    assert labels(text, kind="Department", place="湖州市") == ["长兴县人民政府"]


def test_one_short_name_in_two_cities_is_two_organs() -> None:
    one = graph("市规划和自然资源局召开会议", place="太原市").entities
    two = graph("市规划和自然资源局召开会议", place="晋中市").entities
    ids = [e.id for found in (one, two) for e in found if e.type is EntityType.DEPARTMENT]
    assert ids == ["department/太原市规划和自然资源局", "department/晋中市规划和自然资源局"]


def test_a_firms_short_name_joins_its_long_one_on_the_same_page_with_a_reason() -> None:
    text = "国内云栖钢铁集团、云栖钢铁集团公司"
    built = graph("中国云海云栖集团党委书记、董事长李刚。", "云栖集团投产。", place="湖州市")
    firms = [e for e in built.entities if e.type is EntityType.ENTERPRISE]
    assert [e.label for e in firms] == ["中国云海云栖集团"]
    assert any("one name is the short form of the other" in d for d in firms[0].decisions), text


def test_two_legal_forms_of_one_brand_stay_two_firms() -> None:
    text = "湖州云栖股份有限公司与湖州云栖有限公司签约。"
    assert labels(text, kind="Enterprise") == ["湖州云栖有限公司", "湖州云栖股份有限公司"]


def test_people_of_one_name_stay_apart_unless_a_post_joins_them() -> None:
    apart = graph("市科技局局长李刚讲话。", "市水务局局长李刚讲话。", place="湖州市", pages=True)
    joined = graph("市科技局局长李刚讲话。", "市科技局党组书记李刚讲话。", place="湖州市", pages=True)
    assert len([e for e in apart.entities if e.label == "李刚"]) == 2
    one = [e for e in joined.entities if e.label == "李刚"]
    assert len(one) == 1
    assert "same post in 湖州市科学技术局" in one[0].decisions[0]


def test_adding_an_article_renames_nobody() -> None:
    first = {e.id for e in graph("市科技局局长李刚讲话。", place="湖州市", pages=True).entities}
    both = {e.id for e in graph("市科技局局长李刚讲话。", "市水务局局长李刚讲话。", place="湖州市", pages=True).entities}
    assert first <= both


def test_an_organ_knows_its_place_and_its_committee() -> None:
    built = graph("市委组织部召开会议", place="湖州市")
    assert [(r.subject, r.predicate, r.object) for r in built.relations] == [
        ("department/中共湖州市委组织部", "jurisdiction", "place/湖州市"),
        ("department/中共湖州市委组织部", "partOf", "department/中共湖州市委员会"),
    ]


def test_evidence_stands_at_its_offsets() -> None:
    text = "市科技局党组书记、局长李刚讲话。"
    built = graph(text, place="湖州市")
    found = [e for r in built.relations for e in r.evidence]
    assert found
    assert all(text[e.start : e.end] == e.exact for e in found)
