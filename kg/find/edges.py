"""Component `edges`: where a name may begin. Names are recognised by their last characters; this finds the first."""

import re

from spacy.language import Language
from spacy.tokens import Doc

from kg.find.draft import BREAKS, Draft, draft_of

_COUNTING = frozenset("0123456789一二三四五六七八九十百千万两几多余数各每首")
_BEFORE_WITH = frozenset("我你他她它您谁刚又还已也曾再将均拟即仅）")
_ADVERBIAL = frozenset("在是有要将能已会可被为得没不把让给很来去做从由以与和说想应须需必像对到")
_BREAK = re.compile(f"[{re.escape(''.join(sorted(BREAKS)))} ]")


@Language.component("kg_edges")
def edges(doc: Doc) -> Doc:
    """Note every position behind a mark or a word that cannot stand inside a name."""
    draft = draft_of(doc)
    text = draft.text
    open_to = bytearray(b"\1") * len(text)  # 0 where a word of names or a known firm stands: 比亚迪
    for start, end, _ in draft.hits("protected"):
        open_to[start:end] = bytes(end - start)
    cuts = {found.end() for found in _BREAK.finditer(text)}
    for start, end, word in draft.hits("edges"):
        if open_to.find(1, start, end) < 0 or draft.places_on(start, end):
            continue
        if len(word) > 1 or _stands(draft, start, cuts):
            cuts.add(end)
    draft.cuts = sorted(cuts)
    return doc


def _stands(draft: Draft, position: int, cuts: set[int]) -> bool:
    """Whether a single character that may be an edge is one here; `cuts` are the edges before it."""
    text, words, behind = draft.text, draft.lexicon.rulebook.words, position + 1
    if text[position - 1 : behind] in words or (text[position : behind + 1] in words and not text.startswith("中国", behind)):
        return False  # 国家, 时代: half of an everyday word; but 从|中国
    c = text[position]
    if c == "都":
        return text[behind : behind + 1] in _ADVERBIAL  # 中都路, but 都在
    if c in "家所个":
        return text[position - 1] in _COUNTING  # 霍家街, but 十家
    if c in "和与同":
        ours = text[position - 2 : position - 1] == "我" and text[position - 1] in "省市县区州旗镇乡校院国"  # 我县|与
        if position - 1 in cuts and position not in cuts and text[position - 1] not in _BEFORE_WITH and not ours:
            return False  # 走访|亨和光电: nothing that it could join begins right before it
        owner = draft.place_ending(position - 1)
        return owner is None or not owner.explicit  # 岳阳市|康和医院
    return True


def left_edge(draft: Draft, head: int, *, window: int) -> int:
    """The start of the name whose head begins at `head`: behind the last cut, at a place name if one opens it."""
    start = max(draft.last_cut(head), head - window, 0)
    if start and draft.text[start - 1] in "与和":
        before = draft.last_cut(start - 1)
        other = draft.text.startswith("中国", start) or draft.places_from(start)  # 海南大学与|中国热带农业科学院
        if not other and draft.text[head : head + 2] in _FACULTIES and re.search("大学|学院", draft.text[before : start - 3]):
            start = before  # 大理大学农学|与|生物科学学院
        elif draft.text.startswith(_UNIONS, head) and _trades_of(draft, before, start - 1):
            start = before  # 瑞典海员|和|码头工人联合会
    owner = draft.organ_inside(start, head)
    if owner is not None and draft.text[owner.end] in "为与和向对在到由给同赴将把":
        start = owner.end + 1
    inner = _open_bracket(draft.text, start, head)
    start = max(start, inner)
    run = _behind_places(draft, start, head)
    if run:
        return run
    opening = next(iter(draft.places_from(start)), None)
    if opening is not None:
        short = opening.division.short if opening.division else " "
        again = draft.text.startswith(short, opening.end) and opening.end + len(short) < head  # 丹寨县|丹寨蜡染…有限公司
        return opening.end if again else start
    for place in draft.places_on(start, head):
        if start < place.start and place.end <= head and not _carries_on(draft, draft.text[start : place.start]):
            return place.start
    return start


_FACULTIES = ("学院", "学部", "研究")  # what a university is divided into
_UNIONS = ("联合会", "协会", "学会", "研究会", "促进会", "商会", "基金会")
_GROUPS = ("企业", "公司", "政府", "民众", "人民", "代表", "专家", "学者", "学生", "青年", "居民", "官员", "媒体", "议员", "各界", "方面", "政党")


def _trades_of(draft: Draft, start: int, end: int) -> bool:
    """Whether a country's name and nouns stand here that 和 may join to what follows; 美国企业 is a party of its own."""
    country = next((p.end for p in draft.places_from(start) if p.division is None), 0)
    if draft.text.startswith(("中国", "中华", "全国"), start):
        country = start + 2
    if not country or not 2 <= end - country <= 6 or draft.text.endswith(_GROUPS, 0, end):
        return False
    words = draft.lexicon.words_of(draft.text[country:end])
    return sum(b - a for a, b, tag in words if tag.startswith(("n", "vn"))) == end - country


def _behind_places(draft: Draft, start: int, head: int) -> int:
    """Behind three or more places without a mark between them (榆次太谷灵石…综改区); 0 if there is no such run."""
    if not draft.places_from(start):
        return 0
    count, position = 0, start
    for place in draft.places:
        if place.start == position and place.end < head - 1:
            count, position = count + 1, place.end
    return position if count >= 3 else 0


_ORGANISATION_ENDS = ("银行", "人行", "集团", "公司", "大学", "中国", "保险", "电信", "移动", "联通", "石化", "石油", "电网", "国网", "烟草", "邮政", "院", "局", "馆",
                      "中铁", "中建", "中交", "中车", "中信", "中电", "中核", "中航", "中粮", "中化", "华能", "大唐", "国电", "华润", "保利", "招商局", "铁路", "税务总局", "总社", "信托", "证券", "（")


def _carries_on(draft: Draft, text: str) -> bool:
    """Whether what stands before a place name belongs to one name with it: 国家开发银行|山西省分行."""
    if text.endswith(_ORGANISATION_ENDS) or any(head in text for head in _HEADS):
        return True
    if text in draft.lexicon.rulebook.enterprises:
        return True
    return len(text) <= 4 and not draft.lexicon.everyday(text)  # 建行|泉州分行, 中海油|惠州石化有限公司


_HEADS = ("大学", "学院", "医院", "集团", "银行", "油田", "研究院", "公司")


def _open_bracket(text: str, start: int, head: int) -> int:
    """Behind a bracket that is opened but not closed before the head; 0 if none."""
    position = text.rfind("（", start, head)
    return position + 1 if position >= 0 and text.find("）", position, head) < 0 else 0
