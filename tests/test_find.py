"""Names of organs, firms, institutions and places: what is found, and what is left alone."""

import pytest

from tests.reading import article, find, finder, named


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("市科技局召开会议", ["市科技局"]),
        ("湖州市吴兴区市场监督管理局检查酒店", ["湖州市吴兴区市场监督管理局"]),
        ("市委常委、组织部部长李刚", ["市委", "市委组织部"]),
        ("市公安局刑侦支队、吴兴分局开展活动", ["市公安局刑侦支队", "市公安局吴兴分局"]),
        ("吴兴区商务局、投促中心共同制定方案", ["吴兴区商务局", "吴兴区投促中心"]),
        ("省纪委监委驻省国资委纪检监察组", ["省纪委监委驻省国资委纪检监察组"]),
        ("国家发展改革委、工业和信息化部联合印发通知", ["国家发展改革委", "工业和信息化部"]),
        ("农业农村部农产品质量安全监管司负责人", ["农业农村部农产品质量安全监管司"]),
        ("宜昌市水利和湖泊局局长", ["宜昌市水利和湖泊局"]),
        ("绵阳高新区管委会主任", ["绵阳高新区管委会"]),
        ("在市委、市政府坚强领导下", ["市委", "市政府"]),
        ("市工商联（总商会）换届", ["市工商联（总商会）"]),
    ],
)
def test_departments(text: str, names: list[str]) -> None:
    assert named(text, "Department") == names


@pytest.mark.parametrize(
    "text",
    ["各级政府和有关部门要压实责任", "全市公安机关", "城市公共服务中心建设", "社区办公室", "自然资源部门", "区域医疗中心", "市场监管力度"],
)
def test_unnamed_bodies_are_no_departments(text: str) -> None:
    assert named(text, "Department") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("与湖州云栖光伏新材股份有限公司签约", ["湖州云栖光伏新材股份有限公司"]),
        ("国家开发银行浙江省分行行长", ["国家开发银行浙江省分行"]),
        ("开工企业云栖重工集团投资扩产", ["云栖重工集团"]),
        ("国际能源集团董事长曹阳", ["国际能源集团"]),
        ("由中建三局承建", ["中建三局"]),
        ("中国建设银行浙江省分行与中国建筑第二工程局有限公司签约", ["中国建设银行浙江省分行", "中国建筑第二工程局有限公司"]),
        ("支持云栖、惠科、百信等企业上市", ["云栖", "惠科", "百信"]),
        ("湖州云栖模具制造有限公司投产，云栖模具订单充足", ["湖州云栖模具制造有限公司", "云栖模具"]),
    ],
)
def test_enterprises(text: str, names: list[str]) -> None:
    assert named(text, "Enterprise") == names


@pytest.mark.parametrize("text", ["多家上市公司参会", "办理银行卡业务", "保险公司理赔", "七国集团峰会", "中小企业集团发展", "该集团负责人"])
def test_generic_firms_are_none(text: str) -> None:
    assert named(text, "Enterprise") == []


@pytest.mark.parametrize("text", ["全市中小学校开学", "二十届二中、三中全会精神", "各大医院", "建设一批重点实验室", "大学生就业", "把伤员送往医院"])
def test_generic_institutions_are_none(text: str) -> None:
    assert named(text, "Institution") == []


def test_one_firm_is_not_the_other_whose_short_name_its_own_begins_with() -> None:
    found = finder().find(article("中国石油化工股份有限公司签约。"))
    assert {m.full or m.name for m in found} == {"中国石油化工股份有限公司"}


def test_a_short_name_points_to_the_full_one() -> None:
    short = find("湖州云栖模具制造有限公司投产，云栖模具订单充足")[1]
    assert short.full == "湖州云栖模具制造有限公司"
    assert "said in full" in short.notes[0]


@pytest.mark.parametrize(
    ("text", "place", "full"),
    [
        ("浙江省湖州市吴兴区织里镇举行活动", "", ["湖州市吴兴区织里镇"]),
        ("吉林、河北两省", "太原市", ["吉林省", "河北省"]),
        ("我县与阳曲县接壤", "太原市", ["阳曲县"]),
        ("顺应城市发展规律", "", []),
        ("太原街改造完成", "太原市", []),
        ("吴兴区推进乡村振兴", "", ["湖州市吴兴区"]),
        ("吴兴区督导乡镇消防", "", ["湖州市吴兴区"]),
        ("吴兴区改造集镇环境", "", ["湖州市吴兴区"]),
    ],
)
def test_divisions(text: str, place: str, full: list[str]) -> None:
    assert [m.full for m in find(text, place=place) if m.type.value == "Place"] == full


@pytest.mark.parametrize("text", ["打造国家级先行示范区", "旅游度假景区迎客", "各类开发区"])
def test_unnamed_zones_are_none(text: str) -> None:
    assert named(text, "Place") == []


def test_the_pipeline_shows_its_names_as_spans_of_the_doc() -> None:
    text = "市科技局召开会议"
    doc = finder().doc(article(text))
    assert [(span.text, span.label_, span.id_) for span in doc.spans["kg"]] == [("市科技局", "Department", "organ.state")]
    assert finder().nlp.pipe_names[0] == "kg_places"
