"""Component `names`: open names of firms, institutions and zones by their heads (rules/names.toml); listed firms."""

import re
from collections.abc import Container

from spacy.language import Language
from spacy.tokens import Doc

from kg.find.draft import BREAKS, Draft, draft_of
from kg.find.edges import left_edge
from kg.find.known import known_firms
from kg.models import EntityType
from kg.rulebook import NameRule
from kg.text import is_han

_COUNTED = re.compile(r"^[一二三四五六七八九十]+国$|^[第首]?[\d一二三四五六七八九十百千两几多数余]+(?:余|多)?(?:天|个|家|所|座|处|户|批|项|大|类|级|名|位|条)|^(?:首|那|这|某|每)[个家所座批]")
_DATED = re.compile(r".*(?:[+＋]|\d[\d.]*[万亿余多]*(?:年|月|日|个月?|次|家|项|%|元|亩|平方米|吨|台|套|名|人))")
_FIGURE = re.compile(r"[+＋\d]")  # what a date or a number of things must have
_ZONE_VERB = re.compile(r"(?:(?:建设|服务|发展|规划)好|建设|新增|增设|服务|发展|规划|布局|壮大|深耕|融入|扎根|立足|走进|赴)(?=[\u4e00-\u9fff]{2})")
_CAMPUS = re.compile(r"(?:[\u4e00-\u9fff]{2,4}?(?:校区|院区|分校|分院)|新院区|新校区|[\u4e00-\u9fff]{2,8}?[科系](?=副?主任(?!医)|副教授|教授|医生|医师|护士|学生|带头))(?!建设|改造|项目|工程|扩建|迁建|一期|二期)")
_BUILT = re.compile(r"(?:项目|工程)?(?:[一二三]期)?，?(?:总投资|计划投资|投资|占地|总占地|开工|动工|建成|投产|正式投产|竣工|破土|启用)")
_BRACKET = re.compile(r"（([\u4e00-\u9fff]{2,3})）")
_LEVELS = ("省", "市", "区", "县", "州", "自治州", "自治区", "自治县")
_SPACED_PERSON = re.compile(r"[\u4e00-\u9fff] [\u4e00-\u9fff]{1,2}?(?:同志)?[为任](?=[\u4e00-\u9fff]{2})")  # 祁 琳为|自治州人民医院院长
_ENUMERATED = re.compile(r"(?:\d{1,2}[.．]|（[一二三四五六七八九十]{1,2}）)(?=[\u4e00-\u9fff])")
_NOISE = re.compile(r"^(?:.*(?:首个|首家|首座|首所|最大的?)(?:[\u4e00-\u9fff]{0,4}?(?:银行|医院|公司|集团|企业|机场|大学))?(?=.{2})|第[\d一二三四五六七八九十]+届(?=.{3})|.*(?:主席|总理|书记|总统)[\u4e00-\u9fff]{0,4}致(?=.{3})|祝贺(?=.{4})|.*(?:谴责|抗议|认识)(?=.{4})|母公司(?=.{2})|部分(?=.{3})|以来|允许|时任|现任|.*(?:分行|支行|公司|集团)(?:为|给|向|与)(?=.)|(?:公司|该公司)?(?:第[一二三]大|控股|大)股东(?=.)|期间(?=.)|(?:转让|划转|出售)?给|所?持有?(?=.{4})|网传|为(?!民)|的|和|与|及|等|中的|市的)+")


@Language.component("kg_zones")
def zones(doc: Doc) -> Doc:
    """Zones, parks and stations: before the organs, which are named after them (开发区管委会)."""
    _find(draft_of(doc), "place.")
    return doc


@Language.component("kg_names")
def names(doc: Doc) -> Doc:
    """Firms and institutions."""
    draft = draft_of(doc)
    known_firms(draft)
    _find(draft, "enterprise.", "institution.")
    _patterned(draft)
    return doc


def _find(draft: Draft, *prefixes: str) -> None:
    by_head = draft.lexicon.rules_by_head
    for start, end, head in draft.hits("heads"):
        for rule in by_head[head]:
            if rule.id.startswith(prefixes):
                _name(draft, rule, start, end)


def _name(draft: Draft, rule: NameRule, head: int, end: int) -> None:
    start = _start(draft, rule, head, end)
    if start == head or not _stands(draft, rule, start, head, end):
        return
    place = _BRACKET.match(draft.text, end) if rule.type is EntityType.INSTITUTION else None
    if place and (place.group(1) in draft.lexicon.all_places or place.group(1)[0] in "华东南西北中"):
        end = place.end()  # 中国石油大学（华东）
    if rule.id == "place.zone" and draft.text[head:end].endswith("园") and _BUILT.match(draft.text, end):
        draft.add(start, end, EntityType.PROJECT, "project.park", confidence=0.8)
        return
    team = _TEAM.match(draft.text, end) if rule.id in _EMPLOYERS else None
    within = draft.covered(team.start(), team.end()) if team else None
    if team and (within is None or (within.type is EntityType.PLACE and within.end < team.end())):
        own, listed = draft.text[start:end], draft.lexicon.rulebook.enterprises
        draft.add(start, end, rule.type, rule.id, confidence=0.85, full=listed.get(own) or listed.get(own.removesuffix("集团"), ""))
        end = team.end()
    campus = _CAMPUS.match(draft.text, end) if rule.type is EntityType.INSTITUTION else None
    if campus:
        draft.add(start, end, rule.type, rule.id, confidence=0.85)
        end = campus.end()
    kind = EntityType.DEPARTMENT if draft.text.startswith(_CENTRAL_BANK, start) else rule.type
    draft.add(start, end, kind, rule.id, confidence=0.85 + 0.002 * (end - head), full=_branch_in_full(draft, start, end))


_CENTRAL_BANK = ("中国人民银行", "人民银行", "人行")  # whose branches are no firms


def _start(draft: Draft, rule: NameRule, head: int, end: int) -> int:
    """Where the name before a head begins; the head itself if it is no head of a name here."""
    start = left_edge(draft, head, window=rule.window)
    if start == head and draft.text[head - 1 : head] not in ("”", "治"):
        return head  # nothing before it that could open a name
    start = _clause_start(draft, rule, start, head, end)
    if draft.text[start] == "原" and (draft.text[start + 1] not in "平阳州野" or draft.places_from(start + 1)):
        start += 1  # 原平顶山工业学校 was the school of 平顶山
    listed = _ENUMERATED.match(draft.text, start, head)
    start = listed.end() if listed else start
    placed = any(p.end - p.start > 2 for p in draft.places_from(start))  # 和静县|…
    noise = _NOISE.match(draft.text[start:head]) if not placed else None
    start += noise.end() if noise else 0
    modifier = draft.text[start:head]
    if not modifier or _COUNTED.match(modifier) or modifier[-1].isdigit() or modifier[-1] == "·":  # 14日报道, 产业·公司
        return head
    if _word_goes_on(draft, head, end) or draft.text[head - 1 : head + 1] == "部分":  # 部分|行业
        return head
    return _behind_verb(draft, rule, start, head)


def _clause_start(draft: Draft, rule: NameRule, start: int, head: int, end: int) -> int:
    """The left edge, behind dates, verbs and places that only say when and where."""
    if draft.text.endswith("自治", 0, start) and draft.text.startswith(("州", "区", "县"), start):
        start -= 2  # 自治|州人民医院
    spaced = _SPACED_PERSON.match(draft.text, max(0, start - 2), head)
    start = spaced.end() if spaced else start
    if rule.type is EntityType.INSTITUTION:
        start = _placed(draft, start, head)
    dated = _DATED.match(draft.text, start, head) if _FIGURE.search(draft.text, start, head) else None
    start = dated.end() if dated else start
    if rule.type is EntityType.PLACE:
        start += 2 if draft.text.startswith("公司", start) else 0  # 该|公司聚乳酸产业园
        built = _BUILT_BEFORE.match(draft.text[start:head])
        start += built.end() if built and (built[1] or draft.place_ending(start + built.end() - 2)) else 0
        land = next((p for p in draft.places_from(start) if p.division is None and p.end < head - 1), None)
        start = land.end if land and draft.text[start : land.end] in draft.lexicon.rulebook.countries else start  # 阿联酋|迪拜…自贸区
    if rule.type in (EntityType.PLACE, EntityType.INSTITUTION):
        verb = _ZONE_VERB.match(draft.text, start, head)
        start = verb.end() if verb else start
    start = _second_place(draft, start, head) if rule.id in ("enterprise.legal-form", "enterprise.group") else start
    builder = _NUMBERED_BUILDER.search(draft.text, start, end) if rule.type is EntityType.ENTERPRISE else None
    return builder.start() if builder else _behind_person(draft, start, head)


def _stands(draft: Draft, rule: NameRule, start: int, head: int, end: int) -> bool:
    """Whether the words say which one it is, and what is around them leaves them a name."""
    text, modifier = draft.text, draft.text[start:head]
    if not names_something(modifier, rule, places=draft.lexicon.all_places) and not _before_title(draft, rule, start, modifier, end):
        return False
    after = text[end : end + 2]
    if after[:1] in _GOES_ON and after not in _BEGINS_ANEW:
        return False
    match rule.id:
        case "institution.school" if "届" in modifier or text.startswith(_EDUCATED, end):
            return False
        case "place.zone" if _aimed_at(draft, start, head, end):
            return False
        case "enterprise.brand-trade" if not _acts_as_firm(draft, start, head, end):
            return False
    titled = rule.type is EntityType.INSTITUTION and text[start - 1 : start] == "“"  # 被认定为“…示范学校”
    return not titled or _TITLED_SO.search(text, max(0, start - 6), start - 1) is None


_BUILT_BEFORE = re.compile(r".*?(区|园)?(?:投资建设|规划建设|新建|建设|打造)")
_GOES_ON = ("们", "化", "式", "型", "员", "长", "级", "类", "生")
_BEGINS_ANEW = ("长期", "化工", "生产", "员工", "长沙", "长春", "生物", "级联")
_EDUCATED = ("学历", "文化", "本科", "毕业", "专科", "同学")
_WHERE = re.compile(r"(?:[在到从赴于、]|走进|参观|走访)$")


def _placed(draft: Draft, start: int, head: int) -> int:
    """Where a name begins before which the text says where: 在山西长治|八路军太行纪念馆, but 在陕西|西安交通大学.

    A place in front of quotation marks opens the name: 沈阳“九·一八”历史博物馆.
    """
    if draft.text[start - 1 : start] == "”":
        quote = draft.text.rfind("“", max(0, start - 12), start)
        place = draft.place_ending(quote) if quote > 0 else None
        if place is None or place.division is None:
            return start
        return place.start if place.explicit else place.end - len(place.division.short)
    place = next((p for p in draft.places_from(start) if p.end < head), None)
    if place is None or place.division is None or place.explicit or _WHERE.search(draft.text, max(0, start - 2), start) is None:
        return start
    short = len(place.division.short)
    if place.end - start <= short or not draft.text.endswith(place.division.short, 0, place.end):
        return start
    plain = head - place.end <= 4 and draft.lexicon.everyday(draft.text[place.end : head])
    return place.end - short if plain else place.end


# What a firm, school or hospital is made of, where it is honoured, or its head is named: …公司|炼轧车间甲班等5个集体.
_TEAM = re.compile(
    r"[\u4e00-\u9fff]{2,8}?(?:车间(?:[甲乙丙丁一二三四五]班)?|班组|[甲乙丙丁]班|作业班|团队|护理部|工作室|揽投部|项目部|营业厅|营业部|医学科|[内外妇儿骨]科|苗圃场|检修班|运维班|路线|线路)"
    r"(?=等\d|等[一二三四五六七八九十]+|[“\n]|[班队主科]长|主任|荣获|被评|被授|获评|$)"
    r"|[\u4e00-\u9fff]{2,8}?项目部(?=负责|承建|施工|经理|总工|书记)|护理部(?=副?主任)|(?:(?![的了在与和])[\u4e00-\u9fff]){2,8}?中心(?=副?主任)"
    r"|(?:(?![的了在与和])[\u4e00-\u9fff]){1,8}?(?:厂|煤矿|车间|工段|作业区|[采掘]队)(?=副?[厂矿队段班炉区]长|作业长|党委|党支部|副?主任|副?总|高级技师|首席技师|技师|技术员|工程师)")
_EMPLOYERS = frozenset(("enterprise.legal-form", "enterprise.group", "institution.school", "institution.health", "institution.research"))
_MADE = re.compile(r"[\u4e00-\u9fff]{1,2}(?:同志)?[为任](?=[\u4e00-\u9fff]{2})")


def _behind_person(draft: Draft, start: int, head: int) -> int:
    """Behind a person who is made something: 任命辛占海为|菏泽学院院长."""
    surname = draft.lexicon.surname.match(draft.text, start, head)
    made = _MADE.match(draft.text, surname.end()) if surname else None
    return made.end() if made and made.end() <= head else start


def _second_place(draft: Draft, start: int, head: int) -> int:
    """Where a firm's name begins behind the place where it stands: 昌乐县|山东宝城蓝宝石有限公司."""
    chain = draft.lexicon.divisions.chain
    for own in draft.places_on(start + 2, head):
        if own.division is None or own.start <= start or own.end >= head:
            continue
        around = draft.place_ending(own.start)
        apart = around is not None and around.explicit and around.division and around.division not in chain(own.division)
        if apart or draft.zone_ending(own.start):
            return own.start
    return start


_ENDS_HERE = re.compile(r"[，。；、\n]|[两三四五六七八九十\d]+家|等")
_FIRM_ACTS = re.compile(r"(?:共建|共同|联合|中标|收购|续签|拟以|公告|披露|：(?=[^，。]{0,4}(?:公司|控股|拟|收到|中标|签))|领投|跟投|注资|作为战略|作为投资|与|和|同|签|将|投资|承建|承办|董事|总经理|总裁|副总|首席|负责人|等[\d一二三四五六七八九十多]*(?:家|户)?企业|计划|集团|供应|订单|产能|工厂|生产线|党委|党组|工会|团委|旗下|控股的|的(?:控股|全资|子公司|参股)|[在投]产|年产)")


def _acts_as_firm(draft: Draft, start: int, head: int, end: int) -> bool:
    """A brand with its trade (云栖药业) is a firm if the brand is no everyday word and it does what firms do."""
    place = max((p.end for p in draft.places_from(start) if p.end < head), default=start)
    own = draft.text[place:head]  # 广东|讯扬光学: a place before it tells as much as what it does
    free = place > start or draft.is_cut(start) or start == 0
    if not free or not 2 <= len(own) <= 4 or own.startswith(draft.lexicon.states):
        return False
    acts = (place > start and _ENDS_HERE.match(draft.text, end)) or _FIRM_ACTS.match(draft.text, end) or _INVESTED_IN.search(
        draft.text, max(0, start - 12), start)
    if acts is None or any(tag.startswith("v") for _, _, tag in draft.lexicon.words_of(own)):
        return False
    return not draft.lexicon.everyday(own)


def _branch_in_full(draft: Draft, start: int, end: int) -> str:
    """建行泉州分行 -> 中国建设银行泉州分行: a branch bears the full name of its bank; "" for anything else."""
    own, listed = draft.text[start:end], draft.lexicon.rulebook.enterprises
    if own.endswith(("分行", "支行")):
        bank = next((own[:size] for size in range(len(own) - 3, 1, -1) if own[:size] in listed), "")
        return listed[bank] + own[len(bank) :] if bank and listed[bank] != bank else ""
    return ""


def _word_goes_on(draft: Draft, head: int, end: int) -> bool:
    """银行|卡: the head is part of a longer everyday word."""
    words = draft.lexicon.rulebook.words
    if end >= len(draft.text) or draft.lexicon.titles.regex.match(draft.text, end) or draft.text[end] in "内外前后里上下方":
        return False
    return draft.text[head : end + 1] in words or draft.text[end - 1 : end + 1] == "会议"


_TITLED_SO = re.compile(r"(?:定为|评为|名为|授予|创建|获评?|称号|荣获|列为|入选)(?:首批|全[国省市]|国家|省级?|市级?)*$")
_TRADE = re.compile("城市|城乡|集团|控股|实业|科技|产业")
_NEVER_IN_NAMES = ("p", "c", "d", "r", "u", "y")


def _behind_verb(draft: Draft, rule: NameRule, start: int, head: int) -> int:
    """Behind the last verb or function word that no name contains (导致|德意志银行); `head` if nothing is left."""
    own = draft.text[start:head]
    for a, b, tag in reversed(draft.lexicon.words_of(own)):
        if own[a:b] in draft.lexicon.trades or draft.places_on(start + a, start + b):
            continue
        if tag == "v" or tag.startswith(_NEVER_IN_NAMES):
            rest = own[b:]
            placed = any(p.end == start + a for p in draft.places_from(start))
            if _begun(draft, start, start + a) or (placed and rest and draft.lexicon.everyday(_TRADE.sub("", rest))):
                continue  # 平江市启航|城市发展集团: what is left is no name
            if (not rest or a == 0) and draft.lexicon.everyday(own) and not names_something(rest, rule, places=draft.lexicon.all_places):
                return head
            if rest and names_something(rest, rule, places=draft.lexicon.all_places):
                return start + b
    return start


def _begun(draft: Draft, start: int, end: int) -> bool:
    """Whether a name has begun before a verb: 深圳市鹏|鼎新型显示公司, 博恩施特|喷射系统公司; a person's may act."""
    place = max((p.end for p in draft.places_from(start) if p.end <= end), default=start)
    brand = draft.text[place:end]
    person = place == start and len(brand) < 4 and draft.lexicon.surname.match(brand) is not None
    return bool(brand) and is_han(brand) and not person and not draft.lexicon.everyday(brand) and len(brand) < 7


def _aimed_at(draft: Draft, start: int, head: int, end: int) -> bool:
    """打造…先行区: what is to become a zone is a goal; 预制菜|产业园: everyday words alone describe one, they name none."""
    if any(start <= p.start for p in draft.places_on(start, end)):
        return False
    if re.search("[\u4e00-\u9fff]{2}(?:集团|公司)", draft.text[start:head]) or any(hit[0] == start for name in ("firms", "brands") for hit in draft.hits(name)):
        return False  # 东海集团|高端装备产业园
    everyday = draft.lexicon.everyday(draft.text[start:head]) and not draft.text.startswith("新区", head)
    return everyday or _GOAL.search(draft.text, max(0, start - 6), start) is not None


_GOAL = re.compile(r"(?:打造|创建|争创|建设|建成|创成|推进|创新)")


def _before_title(draft: Draft, rule: NameRule, start: int, modifier: str, end: int) -> bool:
    """国际能源集团董事长: generic words name a firm where a leader's title follows and a clause begins."""
    title = draft.lexicon.titles.regex.match(draft.text, end)
    return (rule.id == "enterprise.group" and len(modifier) >= 2 and title is not None and (start == 0 or draft.is_cut(start))
            and (start == 0 or draft.text[start - 1] in BREAKS) and not title.group().endswith("负责人"))


_NUMBERED_BUILDER = re.compile(r"(?:中铁|中建|中交|中水|中国水电|中核|中冶|中铁建|葛洲坝)(?:第?[一二三四五六七八九十]+|隧道|大桥|电气化|建工|北京|上海|广州|武汉)(?:局|院|公司|公局|航局|冶)(?:集团(?!有限|公司|股份))?")
_BUILDS = re.compile("[一二三四五六七八九十][建冶]")  # what the next one must have: seldom, and found fast
_SHORT_BUILDER = re.compile(
    r"((?<![第中])[\u4e00-\u9fff]{2}[一二三四五六七八九十]{1,2}[建冶])([\u4e00-\u9fff]{0,6}?项目部)?(?=承建|中标|负责|施工|经理|联合体|[，、。；）])")
_WORKSHOP = re.compile(r"(?:(?![的这家了在是和与])[\u4e00-\u9fff]){2,8}?(?<!工)厂(?![区房长家商里址界内外矿])")  # 弋阳县|宏云模具厂
_INVESTED_IN = re.compile(r"(?:收购|并购|入股|参股|控股)了?(?:[\u4e00-\u9fff]{2,6}的)?$")
_QUOTED_SHARE = re.compile(  # 胶云重工（002987）
    r"([\u4e00-\u9fffA-Z]{3,8})（(?:股票代码|证券代码)?[：:]?(?:[0368]\d{5}|\d{6}\.S[HZ]|\d{5}\.HK)[^（）]{0,12}）")
_CODE = re.compile(r"（(?:股票代码|证券代码)?[：:]?\d{5}")
_ACCOUNT = re.compile(r"“([^“”]{2,14})”(?=(?:“[^“”]{2,14}”|、){0,12}(?:微信)?(?:公众号|客户端|视频号|APP))")


def _patterned(draft: Draft) -> None:
    """Building firms that are called by number (中建三局), and accounts that a unit runs (“X”微信公众号)."""
    for found in _NUMBERED_BUILDER.finditer(draft.text):
        if draft.text[found.end() : found.end() + 2] not in ("集团", "有限"):
            draft.add(found.start(), found.end(), EntityType.ENTERPRISE, "enterprise.numbered", confidence=0.9)
    for found in _SHORT_BUILDER.finditer(draft.text) if _BUILDS.search(draft.text) else ():
        if draft.is_cut(found.start()) or draft.place_ending(found.start()) is not None:
            draft.add(found.start(1), found.end(1), EntityType.ENTERPRISE, "enterprise.numbered", confidence=0.85)
            if found[2]:
                draft.add(found.start(1), found.end(2), EntityType.ENTERPRISE, "enterprise.numbered", confidence=0.85)
    for place in draft.places:
        near = place.division is not None and draft.text.find("厂", place.end, place.end + 9) >= 0
        works = _WORKSHOP.match(draft.text, place.end) if near else None
        if works and draft.free(*works.span()) and not draft.lexicon.everyday(works.group()):
            draft.add(place.start, works.end(), EntityType.ENTERPRISE, "enterprise.works", confidence=0.8)
    for found in _QUOTED_SHARE.finditer(draft.text) if _CODE.search(draft.text) else ():
        start = max(draft.last_cut(found.end(1) - 2), found.start(1))
        if draft.free(start, found.end(1)):
            draft.add(start, found.end(1), EntityType.ENTERPRISE, "enterprise.share", confidence=0.9)
    for found in _ACCOUNT.finditer(draft.text):
        draft.add(found.start(1), found.end(1), EntityType.INSTITUTION, "institution.account", confidence=0.8)


def names_something(modifier: str, rule: NameRule, *, places: Container[str] = ()) -> bool:
    """Whether what stands before the head is more than generic words: 青山 控股集团, but not 上市 公司."""
    rest = modifier
    while rest:
        said = rest.endswith(rule.generic) and modifier not in places  # 晋中|学院
        generic = next((g for g in rule.generic if rest.endswith(g)), None) if said else None
        if generic is None:
            nested = rule.type is EntityType.INSTITUTION and rest[-1] not in "省市区县"  # 浙江杭州|中小学
            placed = rest in places or (nested and any(rest[:i] in places and rest[i:] in places for i in range(2, len(rest) - 1)))
            bare = rest != modifier and rule.id != "enterprise.group" and (placed or rest in _LEVELS)  # 太原市|中小学: nothing but where
            return not bare and (len(rest) >= 2 or rest in _LEVELS)
        rest = rest[: -len(generic)]
    return False
