"""What spares time must not change what is found: anchors, trees of words, an article's own words."""

import random
import re

import pytest

from kg.anchors import Sieve, anchors, fits
from kg.find.lexicon import Automaton, occurrences
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


def test_words_as_a_tree_match_like_the_longest_of_them() -> None:
    chance = random.Random(1)
    words = {"".join(chance.choices("甲乙丙丁戊己庚辛壬癸-", k=chance.randint(1, 4))) for _ in range(60)}
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
