"""Projects: where their names begin and end, and what a list of them expands to."""

import pytest

from tests.reading import find, named

LISTS = [
    ("市住建局实施滨江大街、柳河路等维修改造工程。", ["滨江大街维修改造工程", "柳河路维修改造工程"]),
    ("加快实施德清县、安吉县、长兴县的城乡供水一体化项目。",
     ["德清县城乡供水一体化项目", "安吉县城乡供水一体化项目", "长兴县城乡供水一体化项目"]),
    ("完成吴兴区、南浔区老旧小区改造工程，惠及居民。", ["吴兴区老旧小区改造工程", "南浔区老旧小区改造工程"]),
    ("我市先后实施了柳河街（东延）改造、凤山路改造等重点工程。", ["柳河街（东延）改造工程", "凤山路改造工程"]),
    ("开工建设清水河、青松岭两座抽水蓄能电站。", ["清水河抽水蓄能电站", "青松岭抽水蓄能电站"]),
    ("引进总投资52亿元的云溪新材料产业园、总投资31.5亿元的鑫宏永磁电机等项目。", ["云溪新材料产业园", "鑫宏永磁电机项目"]),
    ("云溪水库除险加固及河道清淤工程全面复工。", ["云溪水库除险加固及河道清淤工程"]),
    ("投资8亿元建设的30万头生猪屠宰及肉制品深加工项目开工。", ["30万头生猪屠宰及肉制品深加工项目"]),
]

CONCRETE = [
    ("建成滨江南岸快速路、凤山隧道、云溪大桥。", ["滨江南岸快速路", "凤山隧道", "云溪大桥"]),
    ("启动湖州火车站东站房建设。", ["湖州火车站东站房"]),
    ("加快推进古云高速、太青高速改扩建等建设。", ["古云高速", "太青高速改扩建"]),
    ("确保上云抽水蓄能电站、会青清洁煤电二期年内开工。", ["上云抽水蓄能电站", "会青清洁煤电二期"]),
    ("青松至大岭公路改建工程正式破土动工。", ["青松至大岭公路改建工程"]),
]

NONE = [
    "推进重点项目建设，抓好产业项目。",
    "一着不让抓项目、优环境、稳增长。",
    "着力引进一批投资规模大、科技含量高的重大产业项目。",
    "14个绿色低碳技术中试熟化项目进入产业化阶段。",
    "学校增加跳皮筋、丢沙包等游戏项目。",
    "在篮球、排球等团体大球项目上夺冠。",
    "持续推动审批效能升级，抓好安全生产。",
    "建设区域科技中心，打造国家级研发基地。",
    "推进中国式现代化是一个系统工程。",
    "新建路81号。",
]


@pytest.mark.parametrize(("text", "expected"), [*LISTS, *CONCRETE])
def test_projects(text: str, expected: list[str]) -> None:
    assert sorted(named(text, "Project")) == sorted(expected)


@pytest.mark.parametrize("text", NONE)
def test_no_project(text: str) -> None:
    assert named(text, "Project") == []


def test_a_firm_before_the_name_is_not_part_of_it() -> None:
    text = "在江北冶金机械有限公司年产4000台核心设备的项目工地上，厂房已封顶。"
    assert named(text, "Project") == ["年产4000台核心设备项目"]


def test_a_name_is_found_again_without_its_place() -> None:
    text = "湖州市开工建设湖州数字文创产业园二期。数字文创产业园二期总投资9.3亿元。"
    assert [m.full or m.name for m in find(text) if m.type.value == "Project"] == ["湖州数字文创产业园二期"] * 2


@pytest.mark.parametrize(("text", "expected"), [
    ("3月4日，市水务局召开全市水务工作会议。", ["全市水务工作会议"]),
    ("云溪区召开信访安全保障动员部署会，传达市两会精神。", ["信访安全保障动员部署会"]),
    ("市公安局在云溪南站开展“春运万里行 反诈在身边”主题宣传活动。", ["“春运万里行 反诈在身边”主题宣传活动"]),
    ("12日，湖州市2024年春季项目集中开工活动在吴兴区举行。", ["湖州市2024年春季项目集中开工活动"]),
    ("李强与王海举行工作会谈。", []),
    ("大会在北京人民大会堂举行。", []),
    ("队员出席赛后新闻发布会。", []),
])
def test_events(text: str, expected: list[str]) -> None:
    assert named(text, "Event") == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("市财政局印发《云溪基金管理办法》（以下简称《办法》），《办法》共十条。", ["云溪基金管理办法"] * 3),
    ("会议审议通过市政协主席会议工作规则。", ["市政协主席会议工作规则"]),
    ("会议听取了市人民政府关于2021年度环境状况的报告。", ["关于2021年度环境状况的报告"]),
    ("翻开《云溪往事》，扑面而来的是烟火气。", []),
])
def test_documents(text: str, expected: list[str]) -> None:
    assert named(text, "Document", place="湖州市") == expected
