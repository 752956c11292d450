"""Component `aliases`: short forms of names that the article says in full, names defined by 以下简称, bare brands in lists."""

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from kg.find.draft import BREAKS, Draft, draft_of, longest_first
from kg.find.lexicon import occurrences
from kg.find.zonal import zonal
from kg.models import EntityType, Mention

_LEGAL = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|集团公司|总公司|分公司|公司|集团|控股|股份|（集团）|（[\u4e00-\u9fff]{2,6}）)+$")
_DEFINED = re.compile(r"（(?:以?下)?(?:统称|简称|称)(?:为|“|：)*[“]?([\u4e00-\u9fffA-Za-z0-9]{2,14})[”]?）")
_NUMBERED_SCHOOL = re.compile(r"第?([一二三四五六七八九十]+)(?:中学|中学校|小学|医院)$")
_LIST_END = re.compile(
    r"等[\d一二三四五六七八九十百余多]*[家户个]?(?:[\u4e00-\u9fff]{0,4}?)(?:企业|公司|车企|药企|厂商|央企|民企|国企|品牌|商家)(?!负责人|家|代表|职工|管理)"
)
_LISTED = re.compile(
    r"((?:[\u4e00-\u9fffA-Za-z]{2,8}、){0,30}[\u4e00-\u9fffA-Za-z]{2,8})(?:、[\u4e00-\u9fff]{2,8})?" + _LIST_END.pattern)
_LEADERS = re.compile(r"以((?:[\u4e00-\u9fffA-Za-z]{2,8}、){1,30}[\u4e00-\u9fffA-Za-z]{2,8}?)(?:等)?(?:作)?为(?:龙头|代表|引领|核心|主体)的[\u4e00-\u9fff]{2,8}(?:产业|企业|集群)")
_TARGETS = re.compile(r"(?:支持|推动|助力|培育|扶持)((?:[\u4e00-\u9fffA-Za-z]{2,8}、){1,30}[\u4e00-\u9fffA-Za-z]{2,8}?)(?:冲刺|做大|做强|上市|扩产|增产|壮大)")
_NO_BRAND = re.compile(r"(?:产业|企业|项目|行业|领域|部门|技术|装备|制造|材料|能源|汽车|经济|服务|集团|公司|农业|工业|商贸|物流|金融|科技|教育|环境|旅游|文化|医疗|电子|信息|化工|冶金|建材|食品|纺织|医药|机械)$")


_OF_TOWN = re.compile(r"[\u4e00-\u9fff]{2,12}?[县市区旗](?=[\u4e00-\u9fff]{2,3}(?:[镇乡]|街道)[\u4e00-\u9fff]{2})")  # 大关县|寿山镇党委


@Language.component("kg_aliases")
def aliases(doc: Doc) -> Doc:
    """Find short forms; each is a mention that names the full one in `full`."""
    draft = draft_of(doc)
    short: dict[str, Mention] = {}
    for m in [m for m in longest_first(draft.found) if not m.implied]:
        for form in short_forms(draft, m):
            if form not in short and form != m.name and len(form) >= 2 and form not in draft.lexicon.rulebook.words:
                short[form] = m
    for start, end, form in occurrences(short, draft.text):
        _add_short(draft, start, end, form, short[form])
    zonal(draft)
    _brand_lists(draft)
    return doc


def short_forms(draft: Draft, m: Mention) -> Iterator[str]:
    """What a name may be called later in its article."""
    defined = _DEFINED.match(draft.text, m.end)
    if defined:
        yield defined.group(1)
    if m.type is EntityType.ENTERPRISE and m.rule != "enterprise.listed":
        yield from firm_forms(draft, m)
    elif m.type is EntityType.INSTITUTION:
        number = _NUMBERED_SCHOOL.search(m.name)
        if number and m.name.endswith(("中学", "中学校")):
            yield number.group(1) + "中"
        place = _leading_place(draft, m)
        if place and len(m.name) - place >= 4:
            yield draft.text[m.start + place : m.end]
    elif m.type is EntityType.DEPARTMENT and (town := _OF_TOWN.match(m.name)):
        yield m.name[town.end() :]
    elif m.rule == "organ.subunit":
        owner = max((o.end for o in draft.found if o.implied and o.start == m.start and o.end < m.end), default=m.end)
        if m.end - owner >= 5:
            yield draft.text[owner : m.end]
    elif m.type is EntityType.PLACE and m.rule == "place.zone":
        place = _leading_place(draft, m)
        tail = draft.text[m.start + place : m.end]
        if place and (len(tail) >= 5 or tail in draft.lexicon.divisions.by_name):
            yield tail


_ZONES = ("开发区", "高新区", "经开区", "新区", "园区", "工业园", "产业园")

_WHOLE = ("分行", "支行", "合作社")  # What stands before it names the bank, or a village.


def firm_forms(draft: Draft, m: Mention) -> Iterator[str]:
    """The forms of a firm's name: without legal form, without place, and every beginning that is no everyday word."""
    place = _leading_place(draft, m)
    text = draft.text[m.start : m.end]
    bare = _LEGAL.sub("", text).partition("（")[0]
    for start in {0, place, 2 * text.startswith("中国")}:
        stem = bare[start:]
        shortest = len(stem) if stem.endswith(_WHOLE) else 2 if start or not place else place + 2
        for size in range(shortest, len(stem) + 1):
            if size == len(stem) - 1 and m.rule in ("enterprise.brand-trade", "enterprise.share"):
                continue  # 云栖药|业
            if stem[:size].endswith(_ZONES) or stem[size - 1 : size + 1] == "银行":
                continue  # 晋中开发区|聚贤材料有限公司: the zone is no firm; 农商银|行
            if stem[:size] not in draft.lexicon.tagged and not draft.lexicon.everyday(stem[:size]):
                yield stem[:size]
    if text.endswith("集团"):
        yield bare[place:] if len(bare) - place >= 2 else bare


def _leading_place(draft: Draft, m: Mention) -> int:
    ends = [p.end - m.start for p in draft.places_from(m.start) if p.end < m.end]
    return max(ends, default=0)


def _add_short(draft: Draft, start: int, end: int, form: str, m: Mention) -> None:
    end += next((2 for s in ("公司", "集团", "股份") if m.type is EntityType.ENTERPRISE and draft.text.startswith(s, end)), 0)
    covering = draft.covered(start, end)
    if covering is not None and not _gives_way(draft, covering, start, end, m):
        return
    before = draft.text[start - 1] if start else "。"
    after = draft.text[end : end + 1]
    if before not in BREAKS and before + form[0] in draft.lexicon.rulebook.words and not draft.is_cut(start):
        return
    if form[-1] + after in draft.lexicon.rulebook.words and len(form) == 2 and after not in "的是在与和将":
        return
    zone = m.rule == "place.zone"  # 滨海新区 is 绍兴滨海新区 where the article says so
    draft.add(start, end, m.type, "alias.short", full=m.full or m.name, confidence=0.96 if zone or _OF_TOWN.match(m.name) else 0.9,
              notes=(f"short for {m.name}, said in full in the article",))


def _gives_way(draft: Draft, covering: Mention, start: int, end: int, m: Mention) -> bool:
    """Whether what was found there is shorter, or as long and of no known full name; a work's name may open with a firm."""
    longer = covering.end - covering.start - (end - start)
    if m.type is EntityType.ENTERPRISE and covering.type is EntityType.PROJECT and covering.start == start:
        return draft.text[end - 1 : end + 1] not in draft.lexicon.rulebook.words  # 宏远|二期项目
    return longer < 0 or (not longer and (not covering.full or (m.rule == "place.zone" and covering.rule == "place.division")))


def _brandlike(draft: Draft, name: str) -> bool:
    """Whether a name is more than everyday words: 惠科 is, 增资 and 技改升级 are not."""
    words, position = draft.lexicon.rulebook.words, 0
    while position < len(name):
        size = next((n for n in (4, 3, 2) if name[position : position + n] in words), 0)
        if not size:
            return True
        position += size
    return False


def _brand_lists(draft: Draft) -> None:
    """Bare brands in a list that says what they are: A、B、C等企业. Two that are no everyday words vouch for the rest."""
    for pattern, start, end in _stretches(draft):
        for found in pattern.finditer(draft.text, start, end):
            spans = _item_spans(draft, found)
            brands = [span for span in spans if _brandlike(draft, draft.text[span[0] : span[1]])]
            sure = len(brands) >= 2 and 2 * len(brands) >= len(spans) - 1
            for start, end in spans if sure else brands if 2 * len(brands) >= len(spans) else []:
                _add_brand(draft, start, end)


def _stretches(draft: Draft) -> Iterator[tuple[re.Pattern[str], int, int]]:
    """The patterns of lists with where to seek them: one that may begin at any word only in sentences with its end."""
    for start, end in dict.fromkeys(draft.sentence_at(found.start()) for found in _LIST_END.finditer(draft.text)):
        yield _LISTED, start, end
    for pattern in (_LEADERS, _TARGETS):
        yield pattern, 0, len(draft.text)


def _item_spans(draft: Draft, found: re.Match[str]) -> list[tuple[int, int]]:
    spans = [(found.start(1) + i.start(), found.start(1) + i.end()) for i in re.finditer(r"[^、]+", found.group(1))]
    first, end = spans[0]
    return [(max(first, draft.last_cut(end - 2)), end), *spans[1:]]


def _add_brand(draft: Draft, start: int, end: int) -> None:
    name = draft.text[start:end]
    covering = draft.covered(start, end)
    inside = covering is not None and covering.type is EntityType.PLACE and covering.end - covering.start < end - start
    if 2 <= len(name) <= 8 and not _NO_BRAND.search(name) and draft.lexicon.titles.regex.search(name) is None and (
            covering is None or inside):
        draft.add(start, end, EntityType.ENTERPRISE, "enterprise.brand-list", confidence=0.75)
