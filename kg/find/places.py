"""Component `places`: administrative divisions and countries, nested names joined (山西省太原市小店区)."""

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from kg.divisions import Division
from kg.find.draft import BREAKS, Draft, PlaceSpan, draft_of
from kg.models import EntityType
from kg.text import is_han

# Divisions whose full name is an everyday word: only read with the division around it before them.
_EVERYDAY = frozenset(("城区", "郊区", "矿区", "市辖区", "新区", "东区", "西区", "新城区", "老城区", "城中区", "城关区", "江北区", "前进区"))
_COMMON_ENDS = frozenset(("城市", "地区", "市区", "社区", "山区", "灾区", "林区", "城区", "小区", "园区", "县城"))
_NOT_AFTER = re.compile(r"[路街巷道桥站湖江河山寺庙镇乡村小大]")  # 太原街, 上海路: a street called by a place
_FEATURE = re.compile("石窟|峡谷|草原|沙漠|盆地|平原|高原|海峡|半岛|群岛|油田|灌区|遗址|机场")  # 大同|云冈石窟: called by a village
_MISREAD = re.compile(r"[局厅委办院部会司府处署]会同县|.?代县长")  # 县应急局|会同|县公安局, 代|县长
_STREET = re.compile(r"(?:路|街|大道|大街|巷|街道)")


@Language.component("kg_places")
def places(doc: Doc) -> Doc:
    """Find divisions and countries; short names only where nothing speaks against them."""
    draft = draft_of(doc)
    hits = draft.hits("places")
    full_here = {name for _, _, name in hits if name in draft.lexicon.divisions.by_name}
    begun = {start for start, _, _ in hits}  # 扬州|镇江: no town of 扬州
    spans: list[PlaceSpan] = []
    words = draft.lexicon.rulebook.words
    for start, end, name in hits:
        previous = spans[-1] if spans and spans[-1].end == start else None
        division = _division(draft, name, previous, full_here)
        if division is None:
            _country(draft, start, end, name)
            continue
        if start and draft.text[start - 1 : start + 1] in draft.lexicon.edge_words:
            continue  # 拟任|县
        joins = name[0] == "和" and (len(name) == 2 or name[1:] in draft.lexicon.all_places)
        if start and joins and (is_han(draft.text[start - 1]) or draft.text[start - 1] in "）”》") and not any(p.end == start for p in spans):
            continue  # 市政府|和|县委, but 来到|和静县
        if name == "任县" and draft.home not in draft.lexicon.divisions.chain(division):
            continue  # 2019年1月任|县委常委, 批准李刚任|县人民检察院检察长
        if _MISREAD.match(draft.text, max(0, start - 1)) and draft.home != division:
            continue
        if start and previous is None and draft.text[start - 1 : start + 1] in words and draft.text[start + 1 : end] in _COMMON_ENDS:
            continue  # 顺应|城市
        explicit = name in draft.lexicon.divisions.by_name
        if not explicit and previous is None and _within_foreign(draft, start):
            continue  # 别尔哥罗|德州
        around = previous if previous and previous.division in draft.lexicon.divisions.chain(division)[1:] else None
        if name == "古县" and around is None and draft.text.startswith("城", end):
            continue  # 平遥|古县城
        plain = words.get(name, "ns") == "ns" and _FEATURE.match(draft.text, end) is None
        sure = around and (plain or not division.level.startswith("county"))  # 山西|长治
        sure = sure or (end in begun and division.level == "prefecture")
        if not explicit and not sure and not _short_name_stands(draft, start, end, name, division, full_here):
            continue
        if around is not None:
            draft.add(around.start, around.end, EntityType.PLACE, "place.around", full=_full(draft, around), implied=True)
            spans[-1] = PlaceSpan(around.start, end, division, explicit)
        else:
            spans.append(PlaceSpan(start, end, division, explicit))
    spans = [_with_town(draft, span) for span in spans] + _bare_towns(draft, spans)
    draft.places.extend(spans)
    for span in spans:
        if not _STREET.match(draft.text, span.end):
            draft.add(span.start, span.end, EntityType.PLACE, "place.division" if span.explicit else "place.short",
                      full=_full(draft, span),
                      confidence=0.95 if span.explicit else 0.85)
    return doc


_TOWN = re.compile(r"[\u4e00-\u9fff]{1,4}?(?:镇|(?<!城)乡(?![村镇])|苏木|街道)(?![长政企亲])(?:[\u4e00-\u9fff]{1,4}?(?:村|社区)(?![民委]))?|[\u4e00-\u9fff]{2,3}村(?=[，。、；的党])")


def _with_town(draft: Draft, span: PlaceSpan) -> PlaceSpan:
    """A county's town behind it belongs to the name: 镇海区澥浦镇."""
    if span.division is None or not span.division.level.startswith("county") or not span.explicit:
        return span
    town = _TOWN.match(draft.text, span.end)
    if town is None or any(c in "的和与及等在各是" for c in town.group()) or town.group().endswith(("乡镇", "县乡", "小镇", "古镇")):
        return span
    opening, verb = town.group()[:2], draft.lexicon.rulebook.words.get(town.group()[:2], "").startswith("v")
    if opening in draft.lexicon.edge_words or (verb and town.group()[3:4] in ("乡", "镇")):
        return span  # 鸠江区|检查城镇燃气, 镜湖区|改造集镇环境
    draft.add(span.start, span.end, EntityType.PLACE, "place.around", full=_full(draft, span), implied=True)
    draft.add(town.start(), town.end(), EntityType.PLACE, "place.around", implied=True,
              full=_full(draft, PlaceSpan(span.start, town.end(), span.division, True)))
    return PlaceSpan(span.start, town.end(), span.division, True)


_SYLLABLE = r"(?:(?![在到赴至与和及被的了对向])[\u4e00-\u9fff])"
_BEFORE_TOWN = (r"(?:^|(?<=[，。、：；\n“（ 在到赴至与和对于了及区])"
                r"|(?<=走进|建设|新建|推进|完成|实施|选址|家住|启动|走访|慰问|深入|位于|来到|支持|前往|援建))")
_BARE_TOWN = re.compile(
    rf"{_BEFORE_TOWN}({_SYLLABLE}{{2,3}}(?:镇|苏木|乡(?![村镇土亲愁里间下贤级办情音邻]))(?:{_SYLLABLE}{{1,3}}村(?![民委级里]))?"
    rf"|{_SYLLABLE}{{2,3}}村(?=[，。、；的党村有]|[也已]?被|获评)"
    rf"|{_SYLLABLE}{{2,3}}街道(?=[，。、；的作党办]|社区|老旧|辖区|督导|调研|检查|走访|看望|慰问|[\u4e00-\u9fff]{{2,3}}社区)"
    rf"|(?<=[在于赴]){_SYLLABLE}{{2,3}}岛(?=[，。、的]))(?!长)")
_TOWN_HEAD = re.compile("[镇乡村岛]|苏木|街道")
_NO_TOWN = tuple("为各该全小某本两老这那每多一二三四五六七八九十数我在到赴至与和对从向把了返")
_TOWNISH = ("城乡", "返乡", "县乡", "下乡", "回乡", "家乡", "故乡", "水乡", "侨乡", "老乡", "同乡", "离乡", "还乡", "思乡", "城镇", "村镇", "乡镇", "集镇", "小镇", "古镇", "重镇", "市镇", "当地镇", "主街道", "条街道", "半岛", "海岛", "群岛", "小岛", "离岛", "全岛", "孤岛", "岛上")
_VILLAGES = ("渔村", "农村", "山村", "乡村")  # any village, but 随阳|山村 is one


def _bare_towns(draft: Draft, spans: list[PlaceSpan]) -> list[PlaceSpan]:
    """Towns and villages named without their county, at the head of a clause or behind a preposition: 来到中界镇."""
    out = []
    for found in _towns(draft.text):
        own = found.group(1)
        free = not any(p.start < found.end(1) and found.start(1) < p.end for p in spans)
        if own[:-1] in draft.lexicon.edge_words:
            continue  # 叮嘱|镇上
        if free and not draft.lexicon.everyday(own) and (own[-1] == "岛" or not own.startswith(_NO_TOWN)) and not own.endswith(_TOWNISH) and not (
                own.endswith(_VILLAGES) and len(own) < 4) and "的" not in own:
            out.append(PlaceSpan(found.start(1), found.end(1), None, True))
    return out


def _towns(text: str) -> Iterator[re.Match[str]]:
    """What `_BARE_TOWN.finditer` finds, tried only where one of its heads follows two or three characters behind."""
    end = 0
    for start in sorted({found.start() - size for found in _TOWN_HEAD.finditer(text) for size in (2, 3)}):
        if start >= end and (found := _BARE_TOWN.match(text, start)):
            yield found
            end = found.end()


def _division(draft: Draft, name: str, previous: PlaceSpan | None, full_here: set[str]) -> Division | None:
    divisions = draft.lexicon.divisions
    near = previous.division if previous else draft.home
    found = divisions.by_name.get(name) or divisions.by_short.get(name) or ()
    if previous is not None and previous.division is not None:
        inside = [d for d in found if previous.division in divisions.chain(d)[1:]]
        if inside:
            return min(inside, key=lambda d: d.level.startswith("county"))  # 吉林通化: the city before the county
    if name in _EVERYDAY and not (draft.home and any(draft.home in divisions.chain(d) for d in found)):
        return None
    if len(found) > 1:
        # a homonym is the one inside a division that the article names in full
        named = [d for d in found if any(up.name in full_here for up in divisions.chain(d)[1:])]
        if len(named) == 1 and divisions.named(name, near=near) not in found:
            return named[0]
    return divisions.named(name, near=near)


def _short_name_stands(draft: Draft, start: int, end: int, name: str, division: Division, full_here: set[str]) -> bool:
    """Whether a short name (太原, 阳曲) means the place here."""
    text = draft.text
    if division.level.startswith("county"):
        chain = draft.lexicon.divisions.chain(division)
        near = draft.home is not None and draft.home in chain
        if not (near or division.name in full_here) or len(name) < 2:
            return False
    if name in draft.lexicon.rulebook.words and division.name not in full_here and division != draft.home:
        return False
    if _NOT_AFTER.match(text, end) and not text.startswith(("路桥", "山区", "大地", "大会", "河谷"), end):
        return _ORGANISED.match(text, end) is not None
    before = text[start - 1] if start else "。"
    return before in BREAKS or (before + name[0]) not in draft.lexicon.rulebook.words or division.level != "county"


def _within_foreign(draft: Draft, start: int) -> bool:
    """Whether the two characters before are such as transliterated names are made of: 佛罗里|达州."""
    odds = draft.lexicon.rulebook.characters
    before = draft.text[max(0, start - 2) : start]
    return len(before) == 2 and before not in draft.lexicon.rulebook.words and before not in draft.lexicon.all_places and all(
        c in odds and odds[c][3] >= 2 for c in before)


def _full(draft: Draft, span: PlaceSpan) -> str:
    if span.division is None:  # 石岭村 is 云溪县东和乡石岭村 of the same article
        own = draft.text[span.start : span.end]
        longer = {m.full for m in draft.found if m.type is EntityType.PLACE and m.full.endswith(own) and m.full != own}
        return longer.pop() if len(longer) == 1 else ""
    town = _TOWN.search(draft.text, span.start, span.end)
    name = draft.lexicon.divisions.full_name(span.division)
    at = draft.text.find(span.division.name, span.start, span.end)
    return name + draft.text[at + len(span.division.name) : span.end] if town and at >= 0 else name


_ORGANISED = re.compile(r"(?:大学|大会|站派出所|小学|小商品)")


_THEN = re.compile("前|时任|新任|候任|现任")


def _country(draft: Draft, start: int, end: int, name: str) -> None:
    if name in draft.lexicon.full_countries or (name in draft.lexicon.rulebook.countries and len(name) >= 2):
        draft.places.append(PlaceSpan(start, end, None, True))
        then = _THEN.match(draft.text, end)
        title = draft.lexicon.titles.regex.match(draft.text, then.end() if then else end)
        if title and draft.text[start - 1 : start] != "驻" and draft.lexicon.titles.public(title.group()) and not draft.text.startswith("中国", start):
            draft.add(start, end, EntityType.PLACE, "place.country", full=draft.lexicon.rulebook.countries.get(name, ""))
