"""What spares time must not change what is found: anchors, trees of words, an article's own words."""

import random
import re

import pytest

from kg.anchors import Sieve, anchors, fits
from kg.find.lexicon import Automaton, occurrences
from kg.relate import anaphora
from kg.relate.attributes import _AMOUNTS, _STAFF, _TELLS
from kg.text import either, fold, fold_table

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


@pytest.mark.parametrize(("words", "patterns", "sign"), [
    (STAND_INS, [anaphora._WORK, anaphora._BOTH, anaphora._SEVERAL, anaphora._VENTURE, anaphora._ONE, anaphora._FIRM, anaphora._HE],
     anaphora._ANY),
    (SUMS, [_STAFF, *(pattern for *_, pattern in _AMOUNTS)], _TELLS),
    *((SUMS, [pattern], sign) for _, sign, pattern in _AMOUNTS),
], ids=["stand-ins", "amounts", *(name for name, *_ in _AMOUNTS)])
def test_no_text_matches_without_a_word_that_is_sought_first(words: str, patterns: list[re.Pattern[str]], sign: re.Pattern[str]) -> None:
    chance = random.Random(1)
    texts = {"".join(chance.choices(words.split(), k=chance.randint(2, 4))) for _ in range(20_000)}
    matching = [text for text in texts if any(pattern.search(text) for pattern in patterns)]
    assert len(matching) > 10
    assert [text for text in matching if not sign.search(text)] == []


def test_words_as_a_tree_match_like_the_longest_of_them() -> None:
    chance = random.Random(1)
    words = {"".join(chance.choices("甲乙丙丁戊己庚辛壬癸-", k=chance.randint(2, 4))) for _ in range(60)}
    text = "".join(chance.choices("甲乙丙丁戊己庚辛壬癸-子", k=2000))
    plain = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
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
