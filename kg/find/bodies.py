"""Component `bodies`: organs of party, state, congress, CPPCC, courts, army and mass organisations.

A name is read as prefix + core + sub-unit: [太原市|市|山西] [公安局] [刑侦支队]. The prefix may be left out in a list
(小店区商务局、投促中心) and behind the organ's own committee (市委常委、组织部部长): then it is the one before.
"""

import re
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.find.draft import BREAKS, Draft, draft_of
from kg.models import EntityType, Mention
from kg.organs import LEVELS, Core
from kg.text import is_han

_LEVEL = re.compile(f"(?:{'|'.join(LEVELS)})$")
# 全市, 城市, 开发区: the character before a level sign that makes it another word
_NO_LEVEL = {
    "市": frozenset("城都股夜楼超灯菜集上门牛熊入全各两多"),
    "区": frozenset("开高社地园校片景厂库矿林灾战辖牧湖港新发小山疫核全各两多术济范改验税"),
    "省": frozenset("全各外两多节"),
    "县": frozenset("全各两多"),
}
_BLOCKED = ("各", "各级", "全", "两", "有关", "相关", "多个", "所属", "部分")
_SUBUNIT = re.compile(
    r"(?:研究室|秘书处|办公室|特勤站|消防站)|(?:[\u4e00-\u9fff]{1,8}?(?:与|和)?[\u4e00-\u9fff]{0,6}?)(?:(?:支队|总队|大队)(?:[\u4e00-\u9fff]{1,4}中队)?|中队|人民法庭|分局|派出所|中心(?!工作|任务|组|环节|城|大局)|办公室|指挥部|领导小组|工作站|监察室|管理处|管理所|服务站|分中心|突击队|考古队|编辑部|研究室|分院|第[一二三四五六七八九十]+师|(?:工作|专门)委员会|纪检监察组|[\u4e00-\u9fff]{2}(?<!处)处(?![于理在置事分罚所以处])|[\u4e00-\u9fff](?<!处)处(?=处长|副处长)|[\u4e00-\u9fff][科股](?=[，。、；：）\s]|[科股]?长|副|干部|民警|四级|三级|二级|一级|工作人员|负责|反映|联系|$)|第[一二三四五六七八九十]+检察部|特勤站|消防站|[\u4e00-\u9fff]庭(?=[副庭审，。、；])|[\u4e00-\u9fff]{1,10}委员会)"
)
_SUB_STOP = re.compile(r"^[与和及原]|[一二]审|公开|开庭|审理|巡回(?!法)|对(?!外)|[的了在向把被将等及是为经由从于到这该各]|联合|组织(?!部)|开展|举办|召开|出席|参加|主持|推进(?!中心|办)|成立|给予|提请|决定|授权|已|派出(?!所)|派员|签下|以|判处|(?<!犯)罪|因|[队局处室所心院]原|建设(?!局|和|委|厅|管理|司|处|科)|印发|发布|联系|走访|调研|会同|指导|负责|书记|主任|局长|部长|主席|有关|相关|关于|获悉|了解|介绍|决定|通报|要求|表示|副|党组|领导|工作人员|牵头|依托|设立|打造|创新|积极|持续|深入")
_OPEN_HEADS = re.compile(r"(?:管理委员会|管委会|委员会|办公室|管理局|服务局|促进局|监管局|保护局|发展局|事务局|分局|中心|指挥部|领导小组|工作专班|专班|执法队|支队|总队|大队|派出所|管理处|管理所|监督所|地质队|服务站|党工委|工委|街道办事处|街道办|街道党工委|居委会|村委会|公安处|调研组|督查组|督导组|巡视组|巡察组|工作队|检查组|代表团|考察团|局|厅|办|会)")
_FIRMS = re.compile("公司|集团|医院|大学|学院|银行|博物馆|图书馆|文化馆|展览馆|体育馆|剧院|宾馆|酒店")
_GROUPS = re.compile(r"(?:调研组|督查组|督导组|检查组|代表团|考察团|考察组|工作队|会)$")

_MINISTRY_UNIT = re.compile(r"(?:[\u4e00-\u9fff]{2,14}?(?:司|局)(?![法令机长部势面])|办公厅|[\u4e00-\u9fff]{2,8}办公室)")
_RESIDENT = re.compile(r"派?驻([\u4e00-\u9fff]{2,16}?)(?:纪检监察组|纪检组)")


@Language.component("kg_bodies")
def bodies(doc: Doc) -> Doc:
    """Find departments: closed cores first, then any name between a place and an organ's head."""
    draft = draft_of(doc)
    pending: list[tuple[int, int, Core]] = []
    for start, end, form in draft.lexicon.organ_cores.hits(draft.text):
        central = draft.lexicon.organs.central.get(form)
        if central is not None and not _prefix(draft, start):
            if _stands_alone(draft, start, end, form):
                unit = _MINISTRY_UNIT.match(draft.text, end) if form[-1] in "部署会院委局办" else None
                if unit and not _SUB_STOP.search(unit.group()) and not _function_words(draft, unit.group()):
                    inner = _MINISTRY_UNIT.match(draft.text, unit.end())  # 消防救援局|防火监督司
                    if inner and not _SUB_STOP.search(inner.group()) and not _function_words(draft, inner.group()):
                        draft.add(start, inner.end(), EntityType.DEPARTMENT, "organ.subunit", confidence=0.9)
                    draft.add(start, unit.end(), EntityType.DEPARTMENT, "organ.subunit", name=form + unit.group(), confidence=0.9)
                    draft.add(start, end, EntityType.DEPARTMENT, "organ.central", full=central.full, implied=True)
                else:
                    _with_subunit(draft, start, end, central.full, "organ.central", 0.95)
            continue
        core = draft.lexicon.organs.by_form.get(form)
        if core is None:
            continue
        prefix = _prefix(draft, start)
        if core.system == "zone" and len(prefix) == 1 and (zone := _unlisted_zone(draft, start)) < start:
            _with_subunit(draft, zone, end, "", "organ.zone", 0.85)
        elif prefix:
            _organ(draft, start - len(prefix), start, end, core)
        elif core.form == "海关" and 2 <= start - draft.last_cut(start) <= 4:
            draft.add(draft.last_cut(start), end, EntityType.DEPARTMENT, "organ.customs", confidence=0.9)
        elif core.form in ("行署", "行政公署"):
            draft.add(start, end, EntityType.DEPARTMENT, "organ.prefecture", name=core.form, confidence=0.9)
        elif core.system == "zone" and (zone := _unlisted_zone(draft, start)) < start:
            _with_subunit(draft, zone, end, "", "organ.zone", 0.85)
        else:
            pending.append((start, end, core))
    for start, end, core in pending:
        _elliptical(draft, start, end, core)
    _open_names(draft)
    _branches(draft)
    _parties(draft)
    for found in _PREFECTURE.finditer(draft.text):
        draft.add(found.start(), found.start() + 2, EntityType.DEPARTMENT, "organ.prefecture", name="地区党委", confidence=0.9)
    return doc


_PREFECTURE = re.compile(r"地委(?<![\u4e00-\u9fff]..)(?![托员会])")
_BRANCH = re.compile(r"(?<=[、和与及])([\u4e00-\u9fff]{2,4}?)(分局|派出所|支队|大队)")


def _branches(draft: Draft) -> None:
    """Branches that share the organ before them: 市公安局刑侦支队、小店分局."""
    for found in _BRANCH.finditer(draft.text):
        owner = next((m for m in draft.found if m.implied and m.rule.startswith("organ.") and m.end <= found.start()
                      and any(s.start == m.start and s.end == found.start() - 1 for s in draft.found)), None)
        if owner is not None and draft.covered(found.start(), found.end()) is None:
            draft.add(found.start(), found.end(), EntityType.DEPARTMENT, "organ.branch", name=owner.name + found.group(),
                      notes=(f"{found.group()} is listed behind a unit of {owner.name}",))


def _prefix(draft: Draft, start: int) -> str:
    """The place, zone or level sign that ends where the core begins; "" if none."""
    text = draft.text
    zone = draft.zone_ending(start)
    if zone is not None:
        return text[zone.start : start]
    place = draft.place_ending(start)
    if place is not None and (place.division is not None or text[place.end - 1] in "镇乡村"):
        return text[place.start : start]
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
    at_break = cut == 0 or text[cut - 1] in BREAKS
    young = town or level.group() in ("区", "县", "旗") or (level.group() == "市" and at_break)
    ordinary = any(unknown[i : i + 2] in draft.lexicon.rulebook.words for i in range(2)) or unknown.endswith(tuple("为完了到过着"))
    if young and 2 <= len(unknown) <= 3 and is_han(unknown) and not ordinary:
        return text[cut:start]
    if level.group() in ("乡", "镇") and not bare:
        return ""
    before = text[level.start() - 1] if level.start() else "。"
    if before in _NO_LEVEL.get(level.group(), "全各") or text.endswith(_BLOCKED, 0, level.start()):
        return ""
    return level.group()


def _unlisted_zone(draft: Draft, start: int) -> int:
    """Where the name of a zone that no rule found begins: 科技城|党工委; `start` if there is none."""
    cut = draft.last_cut(start)
    return cut if 2 <= start - cut <= 14 and draft.text[start - 1] in "区城园港岛" else start


def _stands_alone(draft: Draft, start: int, end: int, form: str) -> bool:
    before = draft.text[start - 1] if start else "。"
    after = draft.text[end : end + 1]
    if form == "中央":
        return draft.text.startswith(("决策", "部署", "批准", "同意"), end) and not is_han(before)
    return not ("\u4e00" <= before <= "\u9fff" and before + form[0] in draft.lexicon.rulebook.words) and after != "长" and not (form.endswith("部") and after == "门")


def _organ(draft: Draft, place: int, start: int, end: int, core: Core) -> None:
    text = draft.text
    if (core.system == "committee-of-region" or core.form.startswith("党委")) and text[start - 1] not in "区州盟团古疆藏西夏镇乡道":
        return  # 自治区党委, 州党委; a 党委 anywhere else is a post's
    if core.form == "办事处" and text[start - 1] != "道":
        return
    if core.form.endswith("委") and text[end : end + 1] in ("托", "派", "员", "屈"):
        return
    if core.system == "committee":
        if text[end : end + 1] in tuple("员托派会") or (text.startswith(("书", "托", "屈"), end) and not text.startswith("书记", end)):
            return
        if core.form == "委" and text.startswith("常委会", end):
            end += 3
    if text[max(0, place - 2) : place] == "中共":
        place -= 2
    elif core.system == "committee" and text[:place].endswith(("团", "共青团")):
        place -= 3 if text[:place].endswith("共青团") else 1
        office = _YOUTH_OFFICE.match(text, end)
        if office:
            draft.add(place, office.end(), EntityType.DEPARTMENT, "organ.subunit", confidence=0.9)
        draft.add(place, end, EntityType.DEPARTMENT, "organ.youth", confidence=0.9, implied=office is not None)
        return
    full = ""
    if core.system in ("committee", "government") and (named := draft.place_ending(place)) and named.explicit and (
            text[place - 1] == text[place]):
        own = text[named.start : named.end]  # 三江县|县委
        full = f"中共{own}委员会" if core.system == "committee" else own + "人民政府"
    if core.system == "government":
        inner = next((f for f in ("国有资产监督管理委员会", "国资委", "研究室", "办公厅", "办公室", "外办", "法制办") if text.startswith(f, end)), "")
        end += len(inner)
    resident = _RESIDENT.match(text, end) if core.system in ("discipline", "discipline-both", "state") else None
    if resident:
        draft.add(place, resident.end(), EntityType.DEPARTMENT, "organ.resident", confidence=0.9)
        return
    _with_subunit(draft, place, end, full, f"organ.{core.system}", 0.95)


def _with_subunit(draft: Draft, start: int, end: int, full: str, rule: str, confidence: float) -> None:
    """Add the organ, or with a sub-unit behind it the sub-unit and the organ as implied."""
    tail = _SUBUNIT.match(draft.text, end)
    if tail is not None and not _SUB_STOP.search(tail.group()) and not any(c in BREAKS for c in tail.group()):
        known = draft.places_from(tail.start())
        if not known or tail.group().endswith(("派出所", "分局")):
            draft.add(start, tail.end(), EntityType.DEPARTMENT, "organ.subunit", confidence=0.9)
            draft.add(start, end, EntityType.DEPARTMENT, rule, full=full, confidence=confidence, implied=True)
            return
    draft.add(start, end, EntityType.DEPARTMENT, rule, full=full, confidence=confidence)


def _function_words(draft: Draft, text: str) -> bool:
    """Whether an adverb, pronoun or preposition stands in what may be a unit's name."""
    return any(tag.startswith(("p", "c", "d", "r", "u")) for _, _, tag in draft.lexicon.words_of(text))


@lru_cache(maxsize=2)
def _chain_gap(title: str) -> re.Pattern[str]:
    return re.compile(f"(?:{title}|[、，和及与]|以及|党组|兼|原|前|同志|\\s)*$")


_PARTY = re.compile(r"(民革|民盟|民建|民进|农工党|致公党|九三学社|台盟|中国民主同盟|中国民主建国会)([\u4e00-\u9fff]{1,12}?)委(?:员会|会)?(?![员托])")
_ARMED = re.compile(r"武警([\u4e00-\u9fff]{2,8}?)(?:支队|总队|中队)|[东南西北中]部战区(?:陆军|海军|空军|机关)?")
_CONGRESS_TERM = re.compile(r"第[一二三四五六七八九十]+届人民代表大会(?!第|常|会议|一次|二次)")
_YOUTH_OFFICE = re.compile(r"办公室|[\u4e00-\u9fff]{2,6}部(?=副?部长)|[\u4e00-\u9fff]{2,6}中心(?=副?主任)")
_COMMITTEE_OF = re.compile(r"[\u4e00-\u9fff]{2,12}?委员会(?=副?主任|委员|[，。、])")
_AVIATION = re.compile(r"(?:民航|中国民用航空)([\u4e00-\u9fff]{2,3}?)(?:安全)?(?:监管局|监督管理局|地区管理局)")
_DISTRICT = re.compile(r"(?:.*(?:省|自治区))?(.+?市)(.{2,6}?)区")
_POLICE = re.compile(r"(?<![\u4e00-\u9fff])区?公安分局")
_TERMED = re.compile(r"第?[一二三四五六七八九十]+届(人大常委会|人民代表大会常务委员会|政协常委会)(?!第?[一二三四五六七八九十]+次)")  # 区|十六届人大常委会
_DIVISION = re.compile(r"(?<=[、，为的])([\u4e00-\u9fff]{2,8}庭|政治部|执行局|反贪局|办公室|研究室)(?=副?[庭局]长|审判员|副?主任)")
_TERM = re.compile(r"(?:中国人民政治协商会议|政协)([\u4e00-\u9fff]{2,12}?)(第[一二三四五六七八九十]+届)?委员会(?:常务委员会|常委会)?")


def _parties(draft: Draft) -> None:
    """Committees of the other parties (民盟曲靖市委), and the CPPCC by its full name with its term."""
    for found in _PARTY.finditer(draft.text):
        if found.group(2)[-1] in "省市区县州" and (len(found.group(2)) == 1 or draft.places_from(found.start(2))):
            full = draft.lexicon.organs.central[found.group(1)].full + found.group(2) + "委员会"
            draft.add(found.start(), found.end(), EntityType.DEPARTMENT, "organ.party-branch", full=full)
    for found in _ARMED.finditer(draft.text):
        if not found.group(1) or draft.places_from(found.start(1)):
            draft.add(found.start(), found.end(), EntityType.DEPARTMENT, "organ.armed", confidence=0.9)
    for found in _CONGRESS_TERM.finditer(draft.text):
        place = draft.place_ending(found.start())
        if place is not None:
            draft.add(place.start, found.end(), EntityType.DEPARTMENT, "organ.congress-term", confidence=0.9,
                      full=draft.text[place.start : found.end()])
    for found in _TERMED.finditer(draft.text):
        prefix = _prefix(draft, found.start())
        if prefix:
            draft.add(found.start() - len(prefix), found.end(), EntityType.DEPARTMENT, "organ.congress-committee", confidence=0.9,
                      name=prefix + found.group(1))
    district = _DISTRICT.fullmatch(draft.article.place)
    for found in _POLICE.finditer(draft.text) if district else ():
        full = f"{district[1]}公安局{district[2]}分局" if district else ""
        draft.add(found.start(), found.end(), EntityType.DEPARTMENT, "organ.police-branch", full=full, confidence=0.9)
    for found in _DIVISION.finditer(draft.text):
        courts = [m for m in draft.found if m.end <= found.start() and m.rule in ("organ.court", "organ.congress-committee", "organ.cppcc") and found.start() - m.end < 40]
        if courts and draft.covered(found.start(), found.end()) is None:
            court = courts[-1]
            draft.add(found.start(), found.end(), EntityType.DEPARTMENT, "organ.branch", name=court.name + found.group(1),
                      notes=(f"{found.group(1)} is listed behind {court.name}",))
    for found in _AVIATION.finditer(draft.text):
        if draft.places_from(found.start(1)) or found[1] in ("华北", "华东", "中南", "西南", "西北", "东北", "新疆"):
            region = found[1] + ("地区管理局" if found.group().endswith("地区管理局") else "安全监督管理局")
            draft.add(found.start(), found.end(), EntityType.DEPARTMENT, "organ.aviation", full="中国民用航空" + region)
    for found in _TERM.finditer(draft.text):
        inner = _COMMITTEE_OF.match(draft.text, found.end()) if found.group().endswith("委员会") else None
        if inner and draft.places_from(found.start(1)):
            draft.add(found.start(), inner.end(), EntityType.DEPARTMENT, "organ.cppcc-committee", confidence=0.95)
            continue
        if draft.places_from(found.start(1)) and not draft.text.startswith(("第", "副"), found.end()):
            draft.add(found.start(), found.end(), EntityType.DEPARTMENT, "organ.cppcc-term", full=found.group(), confidence=0.9)


def _elliptical(draft: Draft, start: int, end: int, core: Core) -> None:
    """A core without a place: it has the place of the organ before it in the chain or list."""
    text = draft.text
    if core.system in ("committee", "government") or text[end : end + 1] == "人":
        return
    before = [m for m in draft.found if m.end <= start and m.type in (EntityType.DEPARTMENT, EntityType.PLACE)
              and not m.implied and start - m.end <= 24]
    for m in sorted(before, key=lambda m: -m.end):
        gap = text[m.end : start]
        if not _chain_gap(draft.lexicon.titles.pattern).match(gap) or not gap:
            break
        if core.form in ("办公室", "办公厅", "研究室") and m.rule in ("organ.congress-committee", "organ.cppcc"):
            draft.add(start, end, EntityType.DEPARTMENT, "organ.listed", name=m.name + core.form, confidence=0.9)
            return
        zone = re.sub("(?:党工委|管委会|管理委员会|工委)$", "", m.name)
        prefix = zone if core.system == "zone" and zone != m.name else _organ_prefix(draft, m)
        if prefix and (core.system == "zone") == (m.rule == "place.zone" or ("区" in m.name and "管" in core.form)):
            _named_with_prefix(draft, start, end, prefix, core, "organ.listed")
            return
        if prefix and m.type is EntityType.DEPARTMENT and core.system != "zone":
            _named_with_prefix(draft, start, end, prefix, core, "organ.listed")
            return


def _named_with_prefix(draft: Draft, start: int, end: int, prefix: str, core: Core, rule: str) -> None:
    name = f"{prefix}委{core.form}" if core.system == "party" and not core.form.startswith("委") else prefix + core.form
    draft.add(start, end, EntityType.DEPARTMENT, rule, name=name, confidence=0.9,
              notes=(f"{core.form} stands behind an organ of {prefix}",))


def _organ_prefix(draft: Draft, m: Mention) -> str:
    """The place or level sign that an organ's name begins with."""
    name = m.name.removeprefix("中共")
    if m.type is EntityType.PLACE:
        return name if m.rule in ("place.zone", "place.division") else ""
    for p in draft.places_on(m.start, m.end):
        if p.start <= m.start + 2 and m.start <= p.start < p.end <= m.end:
            return draft.text[p.start : p.end]
    within = re.match(r"(.+?[县市区旗州省])(?=委|政府|人民政府)", m.full.removeprefix("中共"))  # 三江县|县委、宣传部
    if within:
        return within[1]
    level = re.match("|".join(LEVELS), name)
    return level.group() if level else ""


_UNVEILED = re.compile(r"(?:正式)?(?:揭牌|挂牌|成立)")  # what is unveiled is named in full


def _open_names(draft: Draft) -> None:
    """Organs outside the closed list: a place or level sign, up to ten characters, an organ's head."""
    text = draft.text
    starts = [(p.start, p.end) for p in draft.places if p.division is not None]
    starts += [(m.start, m.end) for m in draft.found if m.rule == "place.zone"]
    for found in re.finditer("[省市区县旗州]", text):
        if text[found.end() : found.end() + 1] in ("域", "场", "民", "容", "值", "郊", "际", "划", "块", "长"):
            continue  # 区域, 市场
        if _prefix(draft, found.end()) == found.group():
            starts.append((found.start(), found.end()))
    begun = {m.start for m in draft.found if m.type is EntityType.DEPARTMENT}
    for start, end in sorted(set(starts)):
        limit = min(end + 16, len(text))
        stop = next((i for i in range(end, limit) if text[i] in BREAKS or text[i] == " "), limit)
        heads = [h for h in _OPEN_HEADS.finditer(text, end, stop) if h.start() - end >= 1]
        for head in heads[:2]:
            middle = text[end : head.start()]
            if _SUB_STOP.search(middle) or "）" in middle or _cut_between(draft, end, head.start()) or len(middle) > 12:
                break
            if not begun.isdisjoint(range(end + 1, head.end())):
                break  # 市委常委会…市交通运输局: another organ begins inside
            if _plausible(draft, middle, head.group(), head.end()):
                begin = draft.last_cut(start) if _UNVEILED.match(text, head.end()) and start - draft.last_cut(start) <= 12 else start
                _with_subunit(draft, begin, head.end(), "", "organ.open", 0.8)
                begun.add(begin)


def _cut_between(draft: Draft, start: int, end: int) -> bool:
    """Whether a word that ends names lies between; 和 and 与 join fields of work (水利和湖泊局)."""
    cut = draft.last_cut(end)
    while cut > start and draft.text[cut - 1] in "和与" and draft.text[cut - 2] not in "局厅委办会":
        cut = draft.last_cut(cut - 1)
    return cut > start


def _plausible(draft: Draft, middle: str, head: str, end: int) -> bool:
    if draft.text[end : end + 1] == "长":
        return False
    if draft.text[end : end + 1] in ("员", "面", "势", "部", "议", "见", "谈", "场", "公", "理", "法", "学", "同"):
        return False
    if _FIRMS.search(middle):
        return False  # 三明供电公司输电运检|中心
    if _GROUPS.search(head):
        return False  # 市卫健委调研组 is a group of the organ, not an organ
    if head == "中心":
        return len(middle) >= 2 and not middle.endswith(("城市", "区域", "政治", "文化", "经济", "区", "博览", "会展", "体育", "奥体", "活动", "购物", "商务", "国际"))
    if head == "办" and (draft.text[end : end + 1] in "了起好得成理事公学案法证结展实" or middle.endswith(("举", "主", "承", "协", "联", "交", "督"))):
        return False
    if head in ("办", "局", "厅"):
        return len(middle) >= 2 and middle + head not in draft.lexicon.rulebook.words and middle[-1] + head not in (
            draft.lexicon.rulebook.words)
    return True
