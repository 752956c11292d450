"""What spares time must not change what is found: anchors, trees of words, an article's own words."""

import random
import re

import pytest

from kg.anchors import Sieve, anchors, fits
from kg.find import aliases, bodies, branches, lists, names, openings, works
from kg.find.grammar import grammar_of
from kg.find.lexicon import Automaton, Vocabularies, occurrences
from kg.relate import anaphora
from kg.relate.attributes import _AMOUNTS, _STAFF, _TELLS
from kg.rulebook import shared
from kg.text import any_of, either, fold, fold_table

MATCHING = [
    ("签(?:约|署)了?协议", "双方签署协议"),
    ("(?:甲|乙丙)?丁", "丁"),
    ("投资[^，]{0,9}?(?=项目|工程)", "投资新建工程"),
    ("(?<=市)(?:长|委书记)", "市委书记"),
    (r"[一-龥]{2}[路街]\d+号", "长风街6号"),
    ("甲+乙*丙{2,}", "甲丙丙"),
    ("甲|", "乙"),
    ("(?i)abc", "ABC"),
    ("(?i:a)b", "Ab"),
    ("(?!乙)[^丁]丙", "甲丙"),
]


@pytest.mark.parametrize(("pattern", "text"), MATCHING)
def test_anchors_let_every_match_through(pattern: str, text: str) -> None:
    assert re.search(pattern, text)
    assert fits(frozenset(text), anchors(pattern))


def test_anchors_refuse_what_cannot_match() -> None:
    needed = anchors("(?:签约|签署|合作)[^，]{0,4}项目")
    assert not fits(frozenset("签下一个工程"), needed)
    assert not fits(frozenset("参观项目"), needed)
    assert fits(frozenset("签约一个项目"), needed)


def test_a_sieve_agrees_with_each_test_by_itself() -> None:
    patterns = [anchors(pattern) for pattern, _ in MATCHING]
    sieve = Sieve(patterns)
    for _, text in MATCHING:
        assert list(sieve.passing(text)) == [i for i, needed in enumerate(patterns) if fits(frozenset(text), needed)]


def test_a_sieve_that_lets_nothing_through_says_so() -> None:
    sieve = Sieve([anchors("甲乙"), anchors("丙")])
    assert sieve.lets("丙") and sieve.lets("乙甲") and not sieve.lets("甲丁")


STAND_INS = ("该 这个 这条 这座 这项总投资3亿元的 此 本 项目 工程 园区 公司 集团 企业 行 桥 总投资 占地 将 已 拟 双方 三方 两家 两 "
             "三 十 12 个 家 部门 单位 部委 联合 印发 合资 新 前者 后者 随后 今年 他 她 ， 。 “ 甲")
SUMS = ("总投资 投资额 计划投资 引资 总造价 概算 投入资金 将投入 斥资 花了 年总产值 年营收 年营业收入 年销售收入 占地面积 总用地面积 "
        "建筑面积 总面积 就业 岗位 用工 带动 提供 新增 周边 达 3亿元 500亩 500人 500个就业岗位 500名， 公司 员工 从业人员")
BUILDERS = "中国 省 甲乙 一建 二冶 第三建 十二冶 项目部 承建 中标 ， 、"
SHARES = "甲乙股份 丙丁 （ （股票代码 （证券代码： 002987） 600000.SH） 00700.HK） ，"
ROWS = "甲乙丙丁项目 戊己庚工程 （甲市，总投资 （乙县，投资 （丙丁， 3亿元） 5.2万元） 3亿元 ，"
FIRMS = "甲乙 丙丁 戊己 、 等 等3家 等多家 国内 企业 公司 车企 的 ，"
AGENTS = "甲乙公司 丙局 分两期建设 投资建设 开工建设 打造 改造 实施 戊己大道 庚辛工程 的 、"
SUBJECTS = "。 ； 李甲 王乙丙 张 丁 ，男 ，女 （女 男 汉族，1 回族，男 ，满族，现 ，"
ARMED = "武警 甲乙 丙丁 支队 总队 中队 东部战区 西部战区 陆军 机关 人"
TERMED = "第 十六 二 届 人大常委会 政协常委会 人民代表大会常务委员会 第一次 会议 ，"
OPEN_HEADS = ("甲 管理委员会 管委会 委员会 办公室 管理局 分局 中心 指挥部 领导小组 工作专班 执法队 支队 大队 派出所 管理处 监督所 地质队 服务站 "
              "党工委 街道办事处 街道办 公安处 调研组 工作队 代表团 局 厅 办 会 组织")


@pytest.mark.parametrize(("words", "patterns", "sign"), [
    (BUILDERS, [names._SHORT_BUILDER], names._BUILDS),
    (SHARES, [names._QUOTED_SHARE], names._CODE),
    (ROWS, [works._ROW], works._PAID),
    (FIRMS, [aliases._LISTED], aliases._LIST_END),
    (AGENTS, [lists._AGENT], lists._BUILT),
    (SUBJECTS, [openings.SUBJECT], re.compile("|".join(openings._LINES[1][2]))),
    (ARMED, [branches._ARMED], re.compile("武警|战区")),
    (TERMED, [branches._TERMED], re.compile("届人|届政协")),
    (OPEN_HEADS, [re.compile("甲" + bodies._OPEN_HEADS.pattern)], bodies._HEADED),
    (STAND_INS, [anaphora._WORK, anaphora._BOTH, anaphora._SEVERAL, anaphora._VENTURE, anaphora._ONE, anaphora._FIRM, anaphora._HE],
     anaphora._ANY),
    (SUMS, [_STAFF, *(pattern for *_, pattern in _AMOUNTS)], _TELLS),
    *((SUMS, [pattern], sign) for _, sign, pattern in _AMOUNTS),
], ids=["builders", "shares", "rows", "firms", "agents", "subjects", "armed", "termed", "open heads", "stand-ins", "amounts", *(name for name, *_ in _AMOUNTS)])
def test_no_text_matches_without_a_word_that_is_sought_first(words: str, patterns: list[re.Pattern[str]], sign: re.Pattern[str]) -> None:
    chance = random.Random(1)
    texts = {"".join(chance.choices(words.split(), k=chance.randint(2, 4))) for _ in range(20_000)}
    matching = [text for text in texts if any(pattern.search(text) for pattern in patterns)]
    assert len(matching) > 10
    assert [text for text in matching if not sign.search(text)] == []


def test_whatever_stands_behind_a_work_shares_a_character_with_what_is_sought_first() -> None:
    chance, grammar = random.Random(1), grammar_of(shared())
    words = [*(word for word in shared().tables["works"]["behind"] if "[" not in word), "于", "在甲市", "今年3月", "等重点项目", "由甲乙公司承建", "甲"]
    found = 0
    for _ in range(3_000):
        text = "".join(chance.choices(words, k=3))
        said = [match.span() for match in grammar.said.finditer(text)]
        for match in grammar.behind.finditer(text):
            found += 1
            assert any(start < match.end() and match.start() < end for start, end in said), text
    assert found > 1_000


def test_vocabularies_in_one_pass_are_found_like_each_by_itself() -> None:
    chance = random.Random(1)
    words = [{"".join(chance.choices("甲乙丙丁", k=chance.randint(1, 4))) for _ in range(12)} for _ in range(3)]
    both = Vocabularies(longest={"a": words[0], "b": words[1]}, overlapping={"c": words[2]})
    for _ in range(200):
        text = "".join(chance.choices("甲乙丙丁戊", k=60))
        hits = both.hits(text)
        assert [hits["a"], hits["b"]] == [Automaton(words[0]).hits(text), Automaton(words[1]).hits(text)]
        every = {(at, at + len(w), w) for w in words[2] for at in range(len(text)) if text.startswith(w, at)}
        assert len(hits["c"]) == len(every) and set(hits["c"]) == every


def test_words_as_a_tree_match_like_the_longest_of_them() -> None:
    chance = random.Random(1)
    words = {"".join(chance.choices("甲乙丙丁戊己庚辛壬癸-", k=chance.randint(2, 4))) for _ in range(60)}
    text = "".join(chance.choices("甲乙丙丁戊己庚辛壬癸-子", k=2000))
    plain = any_of(map(re.escape, words))
    assert [m.span() for m in re.finditer(either(words), text)] == [m.span() for m in re.finditer(plain, text)]


@pytest.mark.parametrize("size", [0, 1, 20, 200])
def test_an_articles_own_words_are_found_like_any_others(size: int) -> None:
    chance = random.Random(size)
    words = {"".join(chance.choices("甲乙丙丁", k=chance.randint(1, 6))) for _ in range(size)}
    text = "".join(chance.choices("甲乙丙丁戊", k=1000))
    assert occurrences(words, text) == (Automaton(words).hits(text) if words else [])


def test_folding_replaces_every_character_of_the_table() -> None:
    table = fold_table({"臺": "台", "灣": "湾"})
    assert fold("臺灣５Ａ(甲)﹑\"乙\"", table) == "台湾5A（甲）、“乙”"
