"""Posts read from sentences: person | role | organisation as written | status, with the dates that the text states."""

import pytest

from kg.find import Finder
from kg.models import Article, Mention
from kg.relate import relate
from kg.rulebook import load_rulebook

CASES = [
    ("市委书记王建国，市委副书记、市长李立新会见了中海建材集团董事长周育仁一行。", [
        "李立新 | 副书记 | 市委 | current", "李立新 | 市长 | 市政府 | current", "周育仁 | 董事长 | 中海建材集团 | current",
        "王建国 | 书记 | 市委 | current"]),
    ("副市长王磊、李娜参加。市人大常委会主任张力，副主任刘洋、秘书长赵林出席。", [
        "刘洋 | 副主任 | 市人大常委会 | current", "张力 | 主任 | 市人大常委会 | current", "李娜 | 副市长 | 市政府 | current",
        "王磊 | 副市长 | 市政府 | current", "赵林 | 秘书长 | 市人大常委会 | current"]),
    ("冀海钢铁有限公司党委书记、董事长于勇，公司总经理刘键陪同。该公司副总经理李毅说。", [
        "于勇 | 党委书记 | 冀海钢铁有限公司 | current", "于勇 | 董事长 | 冀海钢铁有限公司 | current",
        "刘键 | 总经理 | 冀海钢铁有限公司 | current", "李毅 | 副总经理 | 冀海钢铁有限公司 | current"]),
    ("市财政局原党组书记、局长陈大海接受审查调查。", [
        "陈大海 | 党组书记 | 市财政局 | former", "陈大海 | 局长 | 市财政局 | former"]),
    ("李明，男，汉族，1970年3月生，现任市财政局副局长，拟任市水利局党组书记，提名为局长人选。", [
        "李明 | 党组书记 | 市水利局 | proposed", "李明 | 副局长 | 市财政局 | current", "李明 | 局长 | 市水利局 | proposed"]),
    ("（2023年6月30日市第十五届人民代表大会常务委员会第十八次会议通过）\n任命：\n王 伟为市财政局局长；\n免去：\n赵军的市审计局局长职务。", [
        "王伟 | 局长 | 市财政局 | current 2023-06-30", "赵军 | 局长 | 市审计局 | former  2023-06-30"]),
    ("接受马俊辞去石家庄市人民政府市长职务的请求，决定由张超代理石家庄市人民政府市长职务。", [
        "张超 | 市长 | 石家庄市人民政府 | acting", "马俊 | 市长 | 石家庄市人民政府 | former"]),
    ("王强，男，汉族，1968年5月出生。\n2001.03—2004.05 任正定县财政局局长\n2004.05— 正定县委副书记、县长", [
        "王强 | 副书记 | 正定县委 | current 2004-05", "王强 | 局长 | 正定县财政局 | former 2001-03 2004-05",
        "王强 | 县长 | 正定县政府 | current 2004-05"]),
    ("会议选举周建军为市政协主席，吴小平、郑红为副主席。", [
        "吴小平 | 副主席 | 市政协 | current", "周建军 | 主席 | 市政协 | current", "郑红 | 副主席 | 市政协 | current"]),
    ("代市长马俊主持，李刚（市财政局局长）参加。", ["李刚 | 局长 | 市财政局 | current", "马俊 | 代市长 | 市政府 | acting"]),
    # an organisation that no rule knows has its own head: never that of the one before
    ("市委常委刘洋，煤矿战队总裁邹磊，民盟市委主委张红，马累市市长穆伊出席。",
     ["刘洋 | 常委 | 市委 | current", "张红 | 主委 | 民盟市委 | current"]),
    ("帕提古丽，女，维吾尔族，1980年5月生，中共党员。现任正定县委常委，拟任正定县委副书记，提名为县长候选人。", [
        "帕提古丽 | 副书记 | 正定县委 | proposed", "帕提古丽 | 县长 | 正定县政府 | proposed",
        "帕提古丽 | 常委 | 正定县委 | current"]),
    ("李明，男，1970年3月生，市水利局副局长，拟任市农业局局长；王芳，女，汉族，现任冀农集团总经理，拟任该集团董事长。", [
        "李明 | 副局长 | 市水利局 | current", "李明 | 局长 | 市农业局 | proposed",
        "王芳 | 总经理 | 冀农集团 | current", "王芳 | 董事长 | 冀农集团 | proposed"]),
    ("提请任命高文洁为石家庄市中级人民法院副院长。刘洋利用担任市财政局局长职务上的便利收受财物。", [
        "刘洋 | 局长 | 市财政局 | former", "高文洁 | 副院长 | 石家庄市中级人民法院 | proposed"]),
    ("市政协主席周建军讲话，副主席吴小平、郑红出席。县长李刚在正定县调研。", [
        "吴小平 | 副主席 | 市政协 | current", "周建军 | 主席 | 市政协 | current", "李刚 | 县长 | 正定县人民政府 | current",
        "郑红 | 副主席 | 市政协 | current"]),
    ("习近平总书记强调，市领导王建国、李刚参加，记者李明报道。", ["习近平 | 总书记 | 中共中央 | current"]),
    ("越共中央总书记阮富重出席。阮富重总书记表示欢迎。", []),
]


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(load_rulebook())


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_posts(text: str, wanted: list[str], finder: Finder) -> None:
    article = Article("test#1", "test", "", text, ((0, 0, len(text)),), place="石家庄市")
    facts = [f for f in relate(article, finder.find(article), finder.lexicon.rulebook) if f.predicate == "holdsPost"]
    names = [f.object.name for f in facts if isinstance(f.object, Mention)]
    rows = [f"{f.subject.name} | {f.role} | {name} | {f.status} {f.valid_from} {f.valid_until}".rstrip()
            for f, name in zip(facts, names, strict=True)]
    assert sorted(rows) == sorted(wanted)
