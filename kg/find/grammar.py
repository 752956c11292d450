"""The words of works (rules/works.toml) as patterns, and whether a phrase names one work."""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.find.context import Context
from kg.models import EntityType
from kg.rulebook import Rulebook
from kg.text import any_of, is_han
from kg.text import either as tree

_CARRIED = re.compile(r"(?:打造|建设|实施|投建|兴建|新建|开发|主导|运营|承建|承担|申报|牵头|元)的$")  # by whom or for how much
_NUMBERED_PART = re.compile(r"\d+[号#](?!线)[\u4e00-\u9fff]{1,6}")  # 2号冷库
_QUANTITY = re.compile(
    r"^(?:第?[\d一二三四五六七八九十百两几数多]+(?:余|多)?(?:个|项|处|条|座|批|大|类|件|家)|首[个批]|"
    r"一系列|多[个项处条])")
_HEAD = re.compile(r"(?:项目|工程)(?:（?[一二三四五六七八九十\d]+期）?)?$")
_PHASE = re.compile(r"[一二三四五六七八九十]期")
_NO_NAME = re.compile(r"在.{2,8}方面|进一步|^(?:[\d.]+万?|两|多|几)(?:个|艘|轮|批)|(?:\d+万?[个艘]|^[\d.]+公里)$|^集(?![团装成宁安美贤约中])|^(?:上述|前述|以下|下列|其余|其他)|最[大长高深早快]|首[个座条]|第一[个座条]|标志着|^第|^[\d.]+米|是一|[该这其]")
_ZONES = ("经济区", "开发区", "示范区", "新区", "高新区", "园区", "新城", "片区", "保税区", "自贸区")
_COUNTED_BEFORE = re.compile(r"[\d一二三四五六七八九十百几两多批余][个项处条座批]?$")
_MANAGED = re.compile(
    r"(?:梳理|谋划|掀起|服务|策划|包装|储备|对接|引进|招引|争取|盘活|跟踪|调度|推介|落地|开展|组织|"
    r"承接|做实|包联|领办|洽谈)$")
_QUOTED = re.compile("([^“‘]*)[“‘]([^”’]*)[”’](.*)")
_EMPTY = re.compile(r"[、“”‘’和与及的]|\d+年度?|^[一二三四五六七八九十]期")
_NO_LAST = frozenset("为抓上引谋争强做是大高强好优多的实")
_JOINED = re.compile("[、与和及等]|[市县区]的")
_CLAUSE_END = re.compile("[，。；、]")
PARTS = ("主体", "厂房", "结构", "工程", "车间", "建筑", "土建", "部分", "地块")  # of a work, said behind its head
_OPEN_ENDS = ("”", *PARTS)  # behind these a name has ended before
_WHEN = (r"[左右双单]线|首段|主桥|主塔|全容量|\d{1,2}日|(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|底|初|[上中下]旬)?|年[内底初]|今年|去年|近日|日前|目前|"
         "现已|主体结构|主体|已经|已|全部|正式|"
         "顺利|相继|同[时步]|将|拟|全面|全线|如期|累计|分别|仍在|[也均都]|计划|预计")
_WHEN_FIRST = r"左右双单首主全\d年今去近日目现已正顺相同将拟如累分仍也均都计预"
_SIZES = (6, 5, 4, 3, 2)
_WORD_SIZES = (4, 3, 2)
_DIGITS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list of works: its span and the name it has with the shared head."""

    start: int
    end: int
    name: str


class Grammar:
    """The words of rules/works.toml as patterns."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        def either(key: str) -> str:
            return (tree if all(map(is_han, table[key])) else any_of)(table[key])

        behind = "".join(sorted({word[0] for word in table["behind"]}))
        phase = rf"(?:（?[{_DIGITS}\d]+期）?)?"
        thing, work = either("things"), either("works")
        self.not_followed_by = tuple(table["not_followed_by"])
        self.generic = re.compile(either("generic"))
        self.allowed = frozenset([*table["works"], *table["generic"], *table["things"]])
        self._openings = frozenset(word[:2] for word in self.allowed)
        self.head = re.compile(rf"(?:项目|工程){phase}")
        self.before = re.compile(rf"(?:{any_of(table['strong'])}|{any_of(table['weak'])})(?:建设|实施|推进|推动|启动|建成|了|好)*")
        self.strong = re.compile(either("strong"))
        self.behind = re.compile(
            rf"(?=[{_WHEN_FIRST}等于在{behind}])(?:等[^，。；、]{{0,6}}(?:项目|工程))?(?:[于在][\u4e00-\u9fff]{{2,14}}?)?(?:{_WHEN}|[于在](?=\d)){{0,6}}"
            rf"(?:{either('behind')})")
        # where words that stand behind a work are, in short: every match of `behind` shares a character with one
        self.said = re.compile("|".join(w for w in table["behind"] if not is_han(w) or not any(v in w and v != w for v in table["behind"])))
        self.tail = re.compile(rf"等?(?:{either('tail')})(?!项目|工程|[及与和、等])|等[^，。；、]{{0,12}}(?:项目|工程)")
        self.things = re.compile(rf"(?:{thing}|项目|工程){phase}(?:[\u4e00-\u9fff]{{0,3}}段)?$|[{_DIGITS}\d]期$")
        self.worked = re.compile(rf"(?:{work}){phase}$")
        self.governing = re.compile(rf"^[^、“”]{{0,20}}?(?:{either('governing')})(?:{either('governing')}|并|和|了|的)*"
                                    rf"(?!{work}|区|站|与|和|、)(?=.{{4}})")
        self.governs = re.compile(any_of(table["governing"]))
        site = rf"(?:{thing}|{either('sites')}|大街|大道|[街路河渠湖桥])"
        self.built = re.compile(rf"{site}(?:[\u4e00-\u9fff]{{1,3}}段)?{phase}(?:{work}){{1,3}}{phase}$")
        self.site = re.compile(r"^.{2,9}(?:大街|大道|[街路河渠桥巷]|(?<![隧通管轨渠频赛])道|至.{2,6}|经.{4,9})$")
        self.street = re.compile(r"^[\u4e00-\u9fff]{2,6}?(?:大街|大道|[街路])(?=.{4})")
        last = {word[-1] for key in ("things", "works") for word in table[key]}
        self._ending = re.compile(rf"[街道路河渠桥巷目程段期）{_DIGITS}\d{''.join(sorted(last))}]”*(?:$|[、与和及以等的])")
        self.activity = re.compile(rf"(?:{either('activities')})(?:项目|工程)$")
        self.loose = re.compile(rf"(?:{either('loose')})$")
        self.inner = re.compile(rf"(?:{work})$")
        self.action = re.compile(rf"(?:{work}|{thing}|项目|工程|[{_DIGITS}]期)$")

    def names_one(self, context: Context, item: Item) -> bool:
        """Whether the name says which project it is."""
        own = context.text[item.start : item.end]
        bare = _HEAD.sub("", own).removesuffix("的")
        stem = bare if item.name == own else _HEAD.sub("", item.name).removesuffix("的")
        if not bare or not 3 <= len(stem) <= 45 or (len(stem) == 3 and not self.things.search(stem)):
            return False
        joined = stem[0] in "的和与及等，、）" and not stem.startswith(tuple(p for p in context.place_names if len(p) > 2))
        if joined or bare[-1] in _NO_LAST or _QUANTITY.match(stem) or _NUMBERED_PART.fullmatch(stem):
            return False
        if (item.name.endswith(("项目", "工程")) and self.activity.search(item.name)) or (own.endswith("工程项目") and len(bare) < 9):
            return False
        if own.count("”") > own.count("“") or (own != bare and bare.endswith(_ZONES)):
            return False
        if own[0] in "条座个项家栋处所" and context.text[item.start - 1 : item.start] in tuple("这那该此每一两三几首"):
            return False  # 这|条生产线
        if _COUNTED_BEFORE.search(context.text, max(0, item.start - 3), item.start):
            return False
        if item.name != own and self.site.match(own):
            return True
        street = self.street.match(bare)
        begin = street.end() if street else 0
        if not self._nominal(context, item.start + own.find(bare) + begin, bare[begin:]):
            return False
        placed = [(p.start, p.end) for p in context.places(item.start, item.end)]
        placed += [(m.start, m.end) for m in context.overlapping(item.start, item.end) if m.type is EntityType.PLACE
                   and item.start <= m.start and m.end <= item.end and m.end - m.start < len(bare)]
        for a, b in placed:
            bare = bare.replace(context.text[a:b], "")
        quoted = _QUOTED.fullmatch(bare)
        if quoted and not placed and not _CARRIED.search(context.text, max(0, item.start - 4), item.start) and not self.specific(quoted[1] + quoted[3]) and (
                len(quoted[2]) <= 5 or (not own.endswith("工程") and not self.action.search(quoted[2]))):
            return False
        if own != bare and self._institution(context, item.start, item.start + len(own) - len(item.name) + len(stem)):
            return True
        # 抽水蓄能电站, 智能工厂: a kind of work, unless it is the second part of one
        if own == bare and not placed and not _PHASE.match(own) and not self.specific(self.things.sub("", bare)):
            return False
        return len(self.specific(bare)) >= 2 or (bool(placed) and self.action.search(bare) is not None)

    def may_name(self, phrase: str) -> bool:
        """Whether an item of a list may end like something built: asked before the list is read, as most may not."""
        if phrase.endswith(_OPEN_ENDS):
            return True
        if _JOINED.search(phrase):
            return self._ending.search(phrase) is not None or "至" in phrase or "经" in phrase
        return bool(self.things.search(phrase) or self.built.search(phrase))

    def verbs_behind(self, context: Context) -> Iterator[re.Match[str]]:
        """The verbs behind a work with what says when. None holds a mark: only the clauses with such a word are searched."""
        text, done = context.text, 0
        for start, end in context.spans(self.said):
            if start >= done:
                clause = max(done, *(text.rfind(mark, done, start) + 1 for mark in "，。；、"))
                stop = _CLAUSE_END.search(text, end)
                done = stop.end() if stop else len(text)
                yield from self.behind.finditer(text, clause, done)

    def _institution(self, context: Context, start: int, end: int) -> bool:
        """Whether what stands before the head is the whole name of an institution: 市食品药品检验检测中心|项目."""
        return any(m.start == start for m in context.ending(end, (EntityType.INSTITUTION,)))

    def spans(self, text: str, cut: int) -> bool:
        """Whether a word that works' names contain stands across a cut: 除|险加固, 合作|园."""
        return any(text[start : start + size] in self.allowed
                   for size in (2, 3, 4) for start in range(max(0, cut - size + 1), cut))

    def specific(self, text: str) -> str:
        """What is left of a name when the words that say nothing are taken away, read from the left."""
        return self.generic.sub("", _EMPTY.sub("", text))

    def everyday(self, context: Context, own: str) -> bool:
        """Whether an item of a list is made of everyday words alone: 篮球, 林下经济 name kinds, not works."""
        if self.site.match(own) or self.things.search(own) or self.built.search(own):
            return False
        if any(p in own for p in context.place_names):
            return False
        words, position = context.words, 0
        while position < len(own):
            size = max(len(_longest(own, position, _SIZES, words)), len(self._allowed_at(own, position)))
            if not size:
                return False
            position += size
        return True

    def _allowed_at(self, own: str, position: int) -> str:
        """The longest word here that works' names contain; "" if none."""
        return _longest(own, position, _SIZES, self.allowed) if own[position : position + 2] in self._openings else ""

    def _nominal(self, context: Context, start: int, own: str) -> bool:
        """Whether the words are such as names have: no adverb, pronoun or particle, no verb in front but works' own."""
        if _MANAGED.search(own) or _NO_NAME.search(own):
            return False
        words = context.words
        placed = {m.start - start: m.end - m.start for m in context.overlapping(start, start + len(own)) if m.type is EntityType.PLACE}
        placed |= {p.start - start: p.end - p.start for p in context.places(start, start + len(own))}
        position = 0
        while position < len(own):
            known = placed.get(position) or len(self._allowed_at(own, position))
            word = "" if known else _longest(own, position, _WORD_SIZES, words)
            if word and not word.endswith(("期", "段")) and (words[word].startswith(("d", "r", "c", "p", "u", "t", "y", "z"))
                                                     or (words[word] == "v" and position == 0 and word not in context.draft.lexicon.trades)):
                return False
            position += known or len(word) or 1
        return True


def _longest(text: str, position: int, sizes: tuple[int, ...], known: Container[str]) -> str:
    """The longest of some words that stands at a position; "" if none."""
    for size in sizes:
        if (word := text[position : position + size]) in known:
            return word
    return ""


@lru_cache(maxsize=2)
def grammar_of(rulebook: Rulebook) -> Grammar:
    """The grammar of a rulebook, compiled once."""
    return Grammar(rulebook.tables["works"])
