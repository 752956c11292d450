"""Names of persons, marked in their sentences: [O 李刚] an Official, [P 王海] a Person, [J 赵明] a Journalist; nothing else is one."""

import re
from collections.abc import Callable

import pytest

from kg.find import Finder
from kg.models import Article, EntityType
from kg.rulebook import load_rulebook

KINDS = {"O": EntityType.OFFICIAL, "P": EntityType.PERSON, "J": EntityType.JOURNALIST}
_MARK = re.compile(r"\[([OPJ]) ([^\]]+)\]")

SENTENCES = [
    "省委书记[O 覃万里]，省委副书记、省长[O 欧阳向东]会见了某集团董事长[P 敬大鹏]一行。",
    "市人大常委会主任[O 牛立新]，副主任[P 员道平]、[P 介俊]出席会议。",
    "市领导[O 贺建国]、[O 李 刚]、[O 尹少华]参加。",
    "[P 张建军]、[P 李卫东]、[P 王磊]出席会议。",
    "落实[O 江文博]总书记关于科技创新的要求。",
    "代表双方签约的是副总裁[P 姜 涛]和副市长[O 龙 蕊]。",
    "[P 阿力木·艾山]和村民[P 扎西次仁]一起修渠。",
    "法国总统[O 马克隆]、俄罗斯副总理[O 尼古拉·诺瓦克夫]当天表示欢迎。",
    "评选出[P 郝向前]等10名最美退役军人。",
    "决定任命：\n[P 宋汉卿]为市财政局局长；\n[P 何璐]、[P 田大勇]为市中级人民法院审判员。",
    "[P 周小平]，男，汉族，1974年3月出生，现任某县县长。",
    "总台记者[J 余鹏]在现场报道。",
    "副市长[O 齐木格]、[O 那仁其木格]参加，董事长[P 呼·巴图]介绍，总裁[P 汉斯·维特]等听取了汇报。",
    "任命[P 巴雅尔图]为市林业局局长。\n[P 玛依拉]，女，维吾尔族，拟任副局长。",
    "主席团常务主席[O 季春芳]、[O 资云飞]、[O 吴海]在主席台前排就座。",
    "大会主席团成员：\n[O 王 稳]  [O 牛建荣]  [O 代明英（女）]\n[O 邬 娟]  [O 阮 平]  [O 缪应虎]",
    "曾任市水务局局长的[O 起长江]说，院长由[P 佘长河]担任。",
    "优秀企业家\n[P 谭  勇]  湘江材料股份有限公司总经理\n[P 欧阳静（女）]  湘江陶瓷有限公司董事",
]

EMPTY = [
    "经理于今年三月上任，董事长高度重视安全生产工作，党委书记要亲自抓。",
    "代表们认真审议，主席台上坐满了人，主任医师轮流坐诊。",
    "习总书记向世界宣布，中国将提前实现目标。",
    "白云区和黄河路一带有小雨，市民出行请注意安全，高温天气将持续。",
    "主队以97比92逆转，易边再战连连得手，全场高潮迭起。",
    "印尼前总统和巴西总统到访，津巴布韦举行总统选举。",
    "市场监管司司长介绍，项目总投资同比增长，安全可靠、方便群众。",
    "总统宣布军队进入戒备状态，领导人和贵宾们入场，村民李某、张某某到场。",
    "和工作队员一起，第一书记走进田间，向农户宣传政策。",
]


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(load_rulebook())


@pytest.fixture(scope="module")
def people(finder: Finder) -> Callable[[str], list[tuple[str, EntityType]]]:
    """The persons of a text as (characters, type), in its order."""
    def read(text: str) -> list[tuple[str, EntityType]]:
        article = Article("test#1", "test", "", text, ((0, 0, len(text)),))
        return [(text[m.start : m.end], m.type) for m in finder.find(article) if m.type in KINDS.values() and not m.implied]
    return read


@pytest.mark.parametrize("marked", SENTENCES)
def test_names_are_found_and_nothing_else(marked: str, people: Callable[[str], list[tuple[str, EntityType]]]) -> None:
    wanted = [(found[2].removesuffix("（女）"), KINDS[found[1]]) for found in _MARK.finditer(marked)]
    assert people(_MARK.sub(lambda found: found[2], marked)) == wanted


@pytest.mark.parametrize("text", EMPTY)
def test_words_are_no_names(text: str, people: Callable[[str], list[tuple[str, EntityType]]]) -> None:
    assert people(text) == []
