"""Relations and attributes beyond the examples in rules/relations.toml: tours, scenes, forms, hard negatives."""

from dataclasses import replace

import pytest

from kg.models import Literal, Mention
from kg.relate import relate
from tests.reading import article, finder, read, rulebook

TOUR = ("市委书记李刚赴德清县、安吉县调研。\n"
        "在位于德清经济开发区的江北精密轴承股份有限公司，李刚走进智能车间，详细了解技术研发情况。\n"
        "随后，李刚一行来到安吉县，检查凤山污水处理厂二期工程建设进展。该工程由安吉城市建设投资集团有限公司实施，总投资4.8亿元，主体结构已封顶。")


def relations(text: str, predicate: str, *, place: str = "湖州市") -> set[str]:
    """Facts of one predicate as "subject object", with the role behind a slash."""
    return {f"{f.subject.name} {f.object.name}" + (f"/{f.role}" if f.role else "")
            for f in read(text, place=place) if f.predicate == predicate and isinstance(f.object, Mention)}


def values(text: str, predicate: str) -> list[tuple[str, str, float | None]]:
    """Attributes: (holder, as written, number)."""
    return [(f.subject.name, f.object.text, f.object.number) for f in read(text, place="湖州市")
            if f.predicate == predicate and isinstance(f.object, Literal)]


def test_a_tour_has_one_leader() -> None:
    assert relations(TOUR, "inspects") == {
        "李刚 德清县", "李刚 安吉县", "李刚 江北精密轴承股份有限公司", "李刚 凤山污水处理厂二期工程"}
    assert relations(TOUR, "locatedIn") == {"江北精密轴承股份有限公司 德清经济开发区"}
    assert relations(TOUR, "undertakes") == {"安吉城市建设投资集团有限公司 凤山污水处理厂二期工程"}
    assert values(TOUR, "investment") == [("凤山污水处理厂二期工程", "4.8亿元", 4.8e8)]


def test_subjects_over_clauses() -> None:
    text = "市规划和自然资源局联合市公安局、市市场监督管理局，在吴兴区开展“爱鸟周”主题宣传活动。"
    assert relations(text, "organizes") == {f"{s} “爱鸟周”主题宣传活动" for s in ("市规划和自然资源局", "市公安局", "市市场监督管理局")}


def test_attendance_lists_refer_to_the_meeting_named_before() -> None:
    text = ("市政协召开市政协十二届三次主席会议。市政协主席李刚，副主席陈新、王海，秘书长周敏出席会议。"
            "会议由李刚主持。副市长吴勇参加调研。")
    event = "市政协十二届三次主席会议"
    assert relations(text, "attends") == {f"李刚 {event}", f"李刚 {event}/主持", f"陈新 {event}", f"王海 {event}", f"周敏 {event}"}


def test_a_speaker_stands_for_his_firm() -> None:
    text = "“今年我们计划投资3.2亿元，在德清县建设城轨车辆制动系统扩能项目。”江北轨道装备有限公司董事长王海说。"
    assert relations(text, "undertakes") == {"江北轨道装备有限公司 城轨车辆制动系统扩能项目"}
    assert values(text, "investment") == [("城轨车辆制动系统扩能项目", "3.2亿元", 3.2e8)]


def test_the_company_is_the_one_of_the_headline() -> None:
    """公司 in an article about one firm means that firm, though a customer was named since."""
    headline = "江北轴承有限公司扩建二期项目"
    text = headline + "\n日前，云溪钢铁集团有限公司订购首批产品。\n公司被工业和信息化部认定为专精特新企业。"
    told = replace(article(text), headline=headline)
    commended = {f.object.name for f in relate(told, finder().find(told), rulebook()) if f.predicate == "commends" and isinstance(f.object, Mention)}
    assert commended == {"江北轴承有限公司"}


def test_a_decision_is_issued_by_its_headline_and_commends_its_list() -> None:
    text = ("市委 市人民政府\n关于表彰2020年度先进单位的决定\n市委、市政府决定，授予吴兴区人民政府等2个单位“先进单位”称号。\n"
            "附件：表彰名单\n吴兴区人民政府\n江北航空动力有限公司\n")
    assert {"市委 关于表彰2020年度先进单位的决定"} <= relations(text, "issues")
    assert {"市委 江北航空动力有限公司", "市政府 江北航空动力有限公司", "市政府 吴兴区人民政府"} <= relations(text, "commends")


def test_units_are_part_of_the_organ_they_are_named_after() -> None:
    assert relations("市委组织部干部监督处发布公告。", "partOf") == {"市委组织部干部监督处 市委组织部"}
    assert relations("市交通运输局召开会议。", "partOf") == set()


def test_one_project_takes_its_own_amounts() -> None:
    text = ("投资8.5亿元启动高纯材料工厂二期项目，项目占地126亩，全部达产后新增就业岗位800个。"
            "今年现代家具产业集群产值突破2500亿元。")
    assert values(text, "investment") == [("高纯材料工厂二期项目", "8.5亿元", 8.5e8)]
    assert values(text, "area") == [("高纯材料工厂二期项目", "126亩", 84000.0)]
    assert values(text, "jobs") == [("高纯材料工厂二期项目", "800个", 800.0)]
    assert values(text, "outputValue") == []


ANAPHORS = [
    ("云溪水库除险加固工程复工。该工程由江北实业集团总承包。", "undertakes", {"江北实业集团 云溪水库除险加固工程"}),
    ("德清县人民政府与江北智能装备有限公司签约，后者将投资20亿元建设云溪机械再制造基地。", "undertakes",
     {"江北智能装备有限公司 云溪机械再制造基地"}),
    ("德清县、安吉县分别携手江北饲料有限公司、云溪水产有限公司。", "cooperatesWith",
     {"德清县 江北饲料有限公司", "安吉县 云溪水产有限公司"}),
    ("江北饲料有限公司与云溪大学签下协议，双方将共建云溪新材料研究院。", "undertakes",
     {"江北饲料有限公司 云溪新材料研究院", "云溪大学 云溪新材料研究院"}),
    ("云溪大学、江北大学、北岭学院三所高校将共建实验平台。", "cooperatesWith",
     {"云溪大学 江北大学", "云溪大学 北岭学院", "江北大学 北岭学院"}),
]


@pytest.mark.parametrize(("text", "predicate", "expected"), ANAPHORS)
def test_words_that_stand_for_names(text: str, predicate: str, expected: set[str]) -> None:
    assert relations(text, predicate) == expected


def test_names_on_lines_of_their_own_attend() -> None:
    text = ("市政协召开市政协十二届三次主席会议。在主席台就座的还有：\n李  刚  王海燕（女）  陈新\n会议听取了汇报。")
    event = "市政协十二届三次主席会议"
    assert {f"王海燕 {event}", f"陈新 {event}"} <= relations(text, "attends")


def test_amounts_are_shared_out() -> None:
    text = "云溪新区中心医院工程、北岭科技馆工程分别投资9.2亿元、3.4亿元。"
    shares = [(holder, written) for holder, written, _ in values(text, "investment")]
    assert shares == [("云溪新区中心医院工程", "9.2亿元"), ("北岭科技馆工程", "3.4亿元")]


def test_a_project_in_the_name_of_a_ceremony_is_what_the_next_sentence_is_about() -> None:
    text = "3月20日，德清县云溪煤电项目开工仪式在德清县举行。该项目总投资53亿元，由江北电力建设有限公司承建。"
    assert values(text, "investment") == [("德清县云溪煤电项目", "53亿元", 5.3e9)]
    assert relations(text, "undertakes") == {"江北电力建设有限公司 德清县云溪煤电项目"}


@pytest.mark.parametrize(("text", "expected"), [
    ("建成凤山隧道、云溪大桥，开工建设云溪港铁路专用线。", [("凤山隧道", "建成"), ("云溪大桥", "建成"), ("云溪港铁路专用线", "开工")]),
    ("加快推进云溪水库除险加固工程前期。", [("云溪水库除险加固工程", "拟建")]),
    ("确保云溪抽水蓄能电站年内开工。", []),
    ("推动云溪水库除险加固工程早日竣工。", []),
    ("云溪长江大桥通车后将缩短车程。", []),
    ("云溪水库除险加固工程尚未开工。", []),
    ("云溪水库除险加固工程计划今年6月开工，2028年建成。", [("云溪水库除险加固工程", "拟建")]),
    ("正在建设的云溪长江大桥全长5公里。", [("云溪长江大桥", "在建")]),
])
def test_stages(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(s, t) for s, t, _ in values(text, "projectStatus")] == expected


@pytest.mark.parametrize("text", [
    "昨晚，江城队以97比92逆转黔龙队，后卫司徒凯砍下31分，主帅卫国强赛后说，这场球赢在防守。",
    "今天夜里到明天，全市有一次降温过程，无为县、南陵县局部阵风可达7级。",
    "作者柏小禾写父亲，写十里长街，一座城市的记忆，有一半藏在舌尖上。",
    "记者走进国际商贸城，了解外贸订单情况。",
    "在市委、市政府坚强领导下，全市上下攻坚克难。",
    "市长李刚因病未出席市委十二届三次全会。",
    "江北轴承有限公司未承建云溪大桥项目。",
    "江北轴承有限公司没有与云溪钢铁集团合作建设云溪新材料产业园项目。",
    "云溪新材料产业园项目未获省发展改革委批复。",
])
def test_hard_negatives_stay_empty(text: str) -> None:
    assert [f for f in read(text, place="芜湖市") if f.predicate != "holdsPost"] == []
