"""Lists of works: A、B等重点工程, 甲区、乙区的供水项目, A及B项目 as items, each with its share of the head."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.find.draft import Draft
from kg.models import EntityType

_STRIP = re.compile(
    r"^(?:的|等|了|一批|省级|市级|国家级|省、市|省市|我市|我省|我县|我区|全市|全省|重点|重大|其中|"
    r"以及|及|和|与|、|”|“(?![^”]+”)|\d{1,4}个|新增|好(?=.{4}))+")
_RELATIVE = re.compile(r"^.*(?:的|[设建处位坐落][于在])(?=.{4})")
_MEASURE = re.compile(r"^(?:总?投资|计划投资|占地|年产值|由)[^、的]{1,24}的|^投资[\d.]+[万亿]+元(?:建设|启动|实施)?")
_FIRM = re.compile(r"^[^年]*(?:公司|集团|厂)(?=年[产加处])")
_AGENT = re.compile(
    r"^分[一二两三四五]期建设|^[^、“]{0,16}?(?:投资建设|开工建设|规划建设|建设|打造|改造|实施)"
    r"(?!.{0,2}[街路镇乡])(?=[^设项工提及与和、一二三四五六七八九十的].{3})")
_QUANTITY = re.compile(
    r"^(?:第?[\d一二三四五六七八九十百两几数多]+(?:余|多)?(?:个|项|处|条|座|批|大|类|件|家)|首[个批]|"
    r"一系列|多[个项处条])")
_SHARED = re.compile(
    r"^(?:[\d一二三四五六七八九十百千万两几]+[余多]?[个条项座处大批]?|标志性|重要|大型|国内|多[个条项]|"
    r"地|市县|重点|重大|一批|省级|市级|续建|在建|[^、]{2,12}的|道路|街巷|街道|市政道路|河道)+")
_SITE = re.compile(r"^.{1,10}?(?:大街|大道|街|路|河|渠|湖|巷|水库|灌区|大桥|片区)(?=(?:[\u4e00-\u9fff]{2,}))")
_COUNTED = re.compile(r"^(.{2,8}?)([两三四五六七八九])[座条个处段](?=.{2})")
_COUNTS = {c: i for i, c in enumerate("两三四五六七八九", 2)}
_JOINT = re.compile(r"、|以及|及|和|与")
_HEAD = re.compile(r"(?:项目|工程)(?:（?[一二三四五六七八九十\d]+期）?)?$")
_NO_NAME = re.compile(r"最[大长高深早快]|首[个座条]|第一[个座条]|标志着|^第|^[\d.]+米|是一|[该这其]")
_ZONE = re.compile(r"(?:经济区|开发区|示范区|新区|高新区|园区|新城|片区|保税区|自贸区)$")
_COUNTED_BEFORE = re.compile(r"[\d一二三四五六七八九十百几两多批余][个项处条座批]?$")
_MANAGED = re.compile(
    r"(?:梳理|谋划|掀起|服务|策划|包装|储备|对接|引进|招引|争取|盘活|跟踪|调度|推介|落地|开展|组织|"
    r"承接|做实|包联|领办|洽谈)$")
_NO_LAST = frozenset("抓上引谋争强做是大高强好优多的实")
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
            return "|".join(sorted(table[key], key=len, reverse=True))

        phase = rf"(?:（?[{_DIGITS}\d]+期）?)?"
        thing, work = either("things"), either("works")
        self.not_followed_by = tuple(table["not_followed_by"])
        self.generic = tuple(sorted(table["generic"], key=len, reverse=True))
        self.allowed = frozenset([*table["works"], *table["generic"], *table["things"]])
        self.head = re.compile(rf"(?:项目|工程){phase}")
        self.before = re.compile(rf"(?:{either('strong')}|{either('weak')})(?:建设|实施|推进|推动|启动|建成|了|好)*")
        self.strong = re.compile(either("strong"))
        self.behind = re.compile(
            rf"(?:等[^，。；、]{{0,6}}(?:项目|工程))?(?:主体|已|全部|正式|顺利|相继|同步|将|全面|年内|今年|"
            rf"全线|如期|日前|近日)*(?:{either('behind')})")
        self.tail = re.compile(rf"等?(?:{either('tail')})(?!项目|工程|[及与和、等])|等[^，。；、]{{0,12}}(?:项目|工程)")
        self.things = re.compile(rf"(?:{thing}|项目|工程){phase}(?:[\u4e00-\u9fff]{{0,3}}段)?$|[{_DIGITS}\d]期$")
        self.worked = re.compile(rf"(?:{work}){phase}$")
        self.built = re.compile(rf"(?:{thing}|大街|大道|[街路河渠湖桥]){phase}(?:{work}){{1,3}}{phase}$")
        self.site = re.compile(r"^.{2,9}(?:大街|大道|[街路河渠桥巷]|至.{2,6}|经.{4,9})$")
        self.activity = re.compile(rf"(?:{either('activities')})(?:项目|工程)$")
        self.loose = re.compile(rf"(?:{either('loose')})$")
        self.inner = re.compile(rf"(?:{work})$")
        self.action = re.compile(rf"(?:{work}|{thing}|项目|工程|[{_DIGITS}]期)$")

    def names_one(self, draft: Draft, item: Item) -> bool:
        """Whether the name says which project it is."""
        own = draft.text[item.start : item.end].strip("、")
        stem, bare = _HEAD.sub("", item.name).removesuffix("的"), _HEAD.sub("", own).removesuffix("的")
        if not bare or not 3 <= len(stem) <= 45 or (len(stem) == 3 and not self.things.search(stem)):
            return False
        if stem[0] in "的和与及等，、）" or bare[-1] in _NO_LAST or _QUANTITY.match(stem):
            return False
        if self.activity.search(item.name) or (own.endswith("工程项目") and len(bare) < 9):
            return False
        if own.count("”") > own.count("“") or (own != bare and _ZONE.search(bare)):
            return False
        if _COUNTED_BEFORE.search(draft.text, max(0, item.start - 3), item.start):
            return False
        if item.name != own and self.site.match(own):
            return True
        if not self._nominal(draft, bare):
            return False
        placed = [(p.start, p.end) for p in draft.places if item.start <= p.start and p.end <= item.end]
        placed += [(m.start, m.end) for m in draft.found if m.type is EntityType.PLACE and item.start <= m.start
                   and m.end <= item.end and (m.end - m.start < len(bare) or own != bare)]
        for a, b in placed:
            bare = bare.replace(draft.text[a:b], "")
        quoted = re.fullmatch(r"(.*?)“([^”]*)”(.*)", bare.replace("‘", "“").replace("’", "”"))
        if quoted and not placed and not self.specific(quoted[1] + quoted[3]) and (
                len(quoted[2]) <= 5 or (not own.endswith("工程") and not self.action.search(quoted[2]))):
            return False
        return len(self.specific(bare)) >= 2 or (bool(placed) and self.action.search(bare) is not None)

    def spans(self, text: str, cut: int) -> bool:
        """Whether a word that works' names contain stands across a cut: 除|险加固, 合作|园."""
        return any(text[start : start + size] in self.allowed
                   for size in (2, 3, 4) for start in range(max(0, cut - size + 1), cut))

    def specific(self, text: str) -> str:
        """What is left of a name when the words that say nothing are taken away, read from the left."""
        out, position = "", 0
        text = re.sub(r"[、“”‘’和与及的]|\d+年度?|^[一二三四五六七八九十]期", "", text)
        while position < len(text):
            word = next((g for g in self.generic if text.startswith(g, position)), "")
            out += "" if word else text[position]
            position += len(word) or 1
        return out

    def everyday(self, draft: Draft, own: str) -> bool:
        """Whether an item of a list is made of everyday words alone: 篮球, 林下经济 name kinds, not works."""
        if self.site.match(own) or self.things.search(own) or self.built.search(own):
            return False
        if any(p in own for p in _places(draft)):
            return False
        words, position = draft.lexicon.rulebook.words, 0
        while position < len(own):
            size = next((n for n in (6, 5, 4, 3, 2) if (part := own[position : position + n]) in words
                         or part in self.allowed), 0)
            if not size:
                return False
            position += size
        return True

    def _nominal(self, draft: Draft, own: str) -> bool:
        """Whether the words are such as names have: no adverb, pronoun or particle, no verb in front but works' own."""
        words = draft.lexicon.rulebook.words
        position = 0
        if _MANAGED.search(own) or _NO_NAME.search(own):
            return False
        while position < len(own):
            known = next((n for n in (6, 5, 4, 3, 2) if own[position : position + n] in self.allowed), 0)
            parts = [own[position : position + n] for n in (4, 3, 2)]
            word = "" if known else next((p for p in parts if p in words), "")
            if word and not word.endswith("期") and (words[word].startswith(("d", "r", "c", "p", "u", "t", "y", "z"))
                                                     or (words[word] == "v" and position == 0)):
                return False
            position += known or len(word) or 1
        return True


def grammar_of(table: Mapping[str, Any]) -> Grammar:
    """The compiled grammar of the table; compiled once for equal tables."""
    return _grammar(tuple((key, tuple(words)) for key, words in table.items() if isinstance(words, list)))


@lru_cache(maxsize=2)
def _grammar(rows: tuple[tuple[str, tuple[str, ...]], ...]) -> Grammar:
    return Grammar(dict(rows))


def _places(draft: Draft) -> set[str]:
    return {draft.text[p.start : p.end] for p in draft.places}


def coordination(draft: Draft, grammar: Grammar, start: int, end: int, head: str) -> list[Item]:
    """The items of the phrase at a span. `head` is what an item without its own takes: 项目, 工程 or nothing."""
    text = draft.text
    phrase = text[start:end]
    listed = [i for i in range(1, len(phrase)) if phrase[i] == "等" and phrase[i + 1 : i + 2] not in ("离", "级")]
    if listed:
        stop = start + listed[-1]
        if text.startswith("系列", stop + 1):
            return []
        shared = _SHARED.sub("", _HEAD.sub("", text[stop + 1 : end]))
        if not grammar.action.search(shared) and not shared.endswith("一体化"):
            shared = ""
        items = [_item(grammar, text, a, b, shared, head) for a, b in _pieces(draft, grammar, start, stop)]
        company = any(grammar.things.search(text[i.start : i.end]) for i in items)
        return [i for i in items if company or not grammar.everyday(draft, text[i.start : i.end])]
    pieces = _pieces(draft, grammar, start, end)
    if not pieces:
        return []
    shared = _shared_tail(draft, grammar, pieces)
    if shared:  # one span for all: the names are not in the text as they stand
        first, last = pieces[0][0], pieces[-1][1]
        own = text[pieces[-1][0] : last].removesuffix(shared) if "的" + shared in text[first:last] else ""
        counted = _COUNTED.match(text[pieces[-1][0] : last])
        own = counted[1] if counted else own
        own = re.sub(r"(?:[两三四五六七八九][县区市座条个处段]|的)+$", "", own)
        names = [text[a:b] + shared for a, b in pieces[:-1]] + [own + shared if own else text[pieces[-1][0] : last]]
        return [Item(first, last, name) for name in names]
    items = [_item(grammar, text, a, b, "", head) for a, b in pieces[:-1]]
    a, b = pieces[-1]
    return [*items, Item(a, b, re.sub("(?<=[市县区])的|的(?=(?:项目|工程)$)", "", text[a:b]))]


def _item(grammar: Grammar, text: str, start: int, end: int, shared: str, head: str) -> Item:
    own = text[start:end]
    if grammar.things.search(own) or (not head and not shared):
        return Item(start, end, own)
    if grammar.worked.search(own):
        shared = ""
    return Item(start, end, own + shared + ("" if shared.endswith(("项目", "工程")) else head))


def _shared_tail(draft: Draft, grammar: Grammar, pieces: list[tuple[int, int]]) -> str:
    """What the last item says of all: 甲区、乙区老旧小区改造工程, 甲路、乙路改造工程; "" if each stands for itself."""
    if len(pieces) < 2:
        return ""
    places = {(p.start, p.end) for p in draft.places}
    last = draft.text[pieces[-1][0] : pieces[-1][1]]
    if all(p in places for p in pieces[:-1]):
        ends = [p.end for p in draft.places if p.start == pieces[-1][0] and p.end < pieces[-1][1]]
        if ends:
            return re.sub(r"^(?:[两三四五]?[县区市]|等地|的)+", "", draft.text[max(ends) : pieces[-1][1]])
    counted = _COUNTED.match(last)
    if counted and len(pieces) >= _COUNTS[counted[2]]:
        return re.sub(r"^(?:道路|街道|街巷|河道|公路)(?=.{4})", "", last[counted.end() :])
    site = _SITE.match(last)
    if site and grammar.worked.search(_HEAD.sub("", last[site.end() :])) and all(
            draft.text[b - 1] in "街道路河渠湖巷库区桥" and b - a <= 10 for a, b in pieces[:-1]):
        return last[site.end() :]
    return ""


def _pieces(draft: Draft, grammar: Grammar, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of a coordination's items, cleaned on their left."""
    out = []
    for a, b in _split(draft, grammar, start, end):
        a = _clean(draft, a, b)
        if draft.text[b - 1] == "”" and draft.text.count("“", a, b) < draft.text.count("”", a, b):
            b -= 1
        if b - a >= 2:
            out.append((a, b))
    return out


def _split(draft: Draft, grammar: Grammar, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut at 、 and where 和, 与, 及 join two names: behind a description of works they join its halves."""
    text, previous = draft.text, start
    open_quote = False
    for joint in _JOINT.finditer(text, start, end):
        left, right = text[previous : joint.start()], text[joint.end() : end]
        open_quote = text.count("“", start, joint.start()) > text.count("”", start, joint.start())
        if open_quote or not left:
            continue
        if joint.group() != "、":
            if joint.end() not in draft.cuts or len(left) < 3 or not right or text[joint.end()] in "其有":
                continue
            if _one_work(draft, grammar, left, right):
                continue
        elif _halves(grammar, left, right):
            continue
        yield previous, joint.start()
        previous = joint.end()
    yield previous, end


def _one_work(draft: Draft, grammar: Grammar, left: str, right: str) -> bool:
    """改造及提升, 屠宰及加工: a verb on the left without a head of its own; a full name on the left is an item."""
    if left.endswith(("项目", "工程")) or (grammar.things.search(left) and not re.search(r"配套$", left)):
        return False
    words = draft.lexicon.rulebook.words
    tail = next((left[-n:] for n in (4, 3, 2) if left[-n:] in words), "")
    return words.get(tail, "n").startswith("v") or grammar.worked.search(left) is not None


def _halves(grammar: Grammar, left: str, right: str) -> bool:
    """防洪能力提升、河道综合治理项目 is one: the right half alone names nothing."""
    return "、" not in right and grammar.worked.search(left) is not None and not grammar.specific(_HEAD.sub("", right))


def _clean(draft: Draft, start: int, end: int) -> int:
    """The name's start: quantities, amounts, whose it is and where it lies are not part of it."""
    text = draft.text
    while True:
        own = text[start:end]
        found = _STRIP.match(own) or _MEASURE.match(own) or _AGENT.match(own) or _FIRM.match(own)
        if found is None or found.end() >= len(own) - 2:
            break
        start += found.end()
    own = text[start:end]
    verb = re.match(r"[\u4e00-\u9fff]{2}(?=[“‘])", own)
    words = draft.lexicon.rulebook.words
    if verb and words.get(verb.group(), "v").startswith("v") and draft.covered(start, start + 2) is None:
        start, own = start + 2, own[2:]
    relative = _RELATIVE.match(own)
    if relative and not re.match(r"^[^的]{2,12}[市县区]的", own) and not re.match("年[产处]", own):
        start += relative.end()
    return start
