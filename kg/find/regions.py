"""What stands before an organ's core: a place, a zone, or the sign of a level (市, 县)."""

import re

from kg.find.draft import Draft
from kg.organs import LEVELS
from kg.text import is_han

_ZONE = re.compile(r"(?:高新|经开|开发|综保)区\Z")  # 高新区|科技创新局, of the zone that the page is about
_LEVEL = re.compile(rf"(?:{'|'.join(LEVELS)})\Z")
_SIGNS = frozenset(level[-1] for level in LEVELS)  # their last characters
# 全市, 城市, 开发区: the character before a level sign that makes it another word
_NO_LEVEL = {
    "市": frozenset("城都股夜楼超灯菜集上门牛熊入全各两多"),
    "区": frozenset("湾开高社地园校片景厂库矿林灾战辖牧湖港新发小山疫核全各两多术济范改验税"),
    "省": frozenset("全各外两多节"),
    "县": frozenset("全各两多"),
}
_BLOCKED = ("各", "各级", "全", "两", "有关", "相关", "多个", "所属", "部分")


def _ordinary(draft: Draft, text: str) -> bool:
    """Whether two or three characters are more likely words than a division."""
    words = draft.lexicon.rulebook.words
    return text in draft.lexicon.edge_words or text[:2] in words or text[1:3] in words or text[-1] in "为任完了到过着"


def region_before(draft: Draft, start: int) -> str:
    """The place, zone or level sign that ends where the core begins; "" if none."""
    text = draft.text
    zone = draft.zone_ending(start)
    if zone is not None:
        return text[zone.start : start]
    place = draft.place_ending(start)
    if place is not None and (place.division is not None or text[place.end - 1] in "镇乡村道"):
        return text[place.start : start]
    if text.endswith("社区", 0, start):
        cut = max(draft.last_cut(start), start - 14)
        own = text[max((p.end for p in draft.places_from(cut) if p.end < start), default=cut) : start - 2]
        return text[cut:start] if 2 <= len(own) <= 6 and is_han(own) and not (own == "老旧" or draft.lexicon.everyday(own)) else ""
    if text[start - 1 : start] not in _SIGNS:
        return ""  # most cores: no region ends here
    bare_zone = _ZONE.search(text, max(0, start - 4), start)
    if bare_zone is not None and draft.is_cut(bare_zone.start()):
        return bare_zone.group()
    level = _LEVEL.search(text, max(0, start - 3), start)
    bare = level is not None and (level.start() == 0 or draft.is_cut(level.start()) or draft.place_ending(level.start()) is not None)
    if level is None or (level.group() in ("盟", "旗", "州", "地区") and not bare):
        return ""
    short = draft.place_ending(level.start())
    if short is not None and short.division is not None and not short.explicit:
        return text[short.start : start]  # 太原区: the city's part of something
    cut = draft.last_cut(level.start())
    unknown = text[cut : level.start()]  # 红谷滩|区: a division younger than the list
    town = level.group() in ("镇", "乡") and draft.text.startswith(("人民政府", "政府", "党委"), start)
    if town and len(unknown) > 3 and unknown[-4:-2] in draft.lexicon.rulebook.words:
        cut, unknown = level.start() - 2, unknown[-2:]
    if behind := next((unknown.rfind(word) + len(word) for word in ("中共", "为") if word in unknown), 0):  # 中共|平川市, 任命李强为|平川市
        cut, unknown = cut + behind, unknown[behind:]
    young = town or level.group() in ("区", "县", "旗", "市")
    if young and 2 <= len(unknown) <= 3 and is_han(unknown) and not _ordinary(draft, unknown):
        return text[cut:start]
    if level.group() in ("乡", "镇") and not bare:
        return ""
    before = text[level.start() - 1] if level.start() else "。"
    if before in _NO_LEVEL.get(level.group(), "全各") or text.endswith(_BLOCKED, 0, level.start()):
        return ""
    return level.group()
