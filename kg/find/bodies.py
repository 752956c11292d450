"""Component `bodies`: organs of party, state, congress, CPPCC, courts, army and mass organisations.

A name is read as prefix + core + sub-unit: [太原市|市|山西] [公安局] [刑侦支队]. The prefix may be left out in a list
(小店区商务局、投促中心) and behind the organ's own committee (市委常委、组织部部长): then it is the one before.
"""

import re
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.find.branches import special
from kg.find.draft import BREAKS, Draft, draft_of
from kg.find.regions import region_before
from kg.models import EntityType, Mention
from kg.organs import LEVELS, Core
from kg.text import is_han

_SUBUNIT = re.compile(
    r"(?:研究室|秘书处|办公室|特勤站|消防站|第[一二三四五六七八九十]+检察部)|(?:[\u4e00-\u9fff]{1,8}?(?:与|和)?[\u4e00-\u9fff]{0,6}?)(?:(?:支队|总队|大队)(?:[\u4e00-\u9fff]{1,4}中队)?|中队|人民法庭|分局|派出所|中心(?!工作|任务|组|环节|城|大局)|办公室|指挥部|领导小组|工作站|(?:管理|监测|监督|推广)站(?=副?站长|[，。、；\s]|$|党支部|技术员|工程师|职工)|[\u4e00-\u9fff]站(?=副?站长)|监察室|管理处|管理所|服务站|分中心|突击队|考古队|编辑部|研究室|分院|第[一二三四五六七八九十]+师|(?:工作|专门)委员会|纪检监察组|[\u4e00-\u9fff]{2}(?<!处)处(?![于理在置事分罚所以处])|[\u4e00-\u9fff](?<!处)处(?=处长|副处长)|[\u4e00-\u9fff][科股](?=[，。、；：）\s]|[科股]?长|副|干部|民警|四级|三级|二级|一级|工作人员|负责|反映|联系|$)|特勤站|消防站|[\u4e00-\u9fff]庭(?=[副庭审，。、；])|[\u4e00-\u9fff]{1,10}委员会)"
)
_SUB_STOP = re.compile(r"^[与和及原]|认定|[一二]审|公开|开庭|审理|巡回(?!法)|对(?!外)|[的了在向把被将等及是为由从于到这该各]|经(?![济贸营信开])|联合|组织(?!部)|开展|举办|召开|出席|参加|主持|推进(?!中心|办)|成立|给予|提请|决定|授权|建立|已|派出(?!所)|派员|签下|以|判处|(?<!犯)罪|因|[队局处室所心院]原|建设(?!局|和|委|厅|管理|司|处|科)|印发|批复|批准|同意|筹建|发布|联系|走访|调研|会同|指导|负责|书记|主任|局长|部长|主席|有关|相关|关于|获悉|了解|介绍|决定|通报|要求|表示|副|党组|领导|工作人员|牵头|依托|设立|打造|(?<!科技)创新(?!局|委|办)|积极|持续|深入|首个|第一个")
_OPEN_HEADS = re.compile(r"(?:管理委员会|管委会|委员会|办公室|管理局|服务局|促进局|监管局|保护局|发展局|事务局|分局|中心(?!组(?!织)|[中小]学|校|卫生|医院|幼儿)|指挥部|领导小组|工作专班|专班|执法队|支队|总队|大队|派出所|管理处|管理所|监督所|地质队|服务站|党工委|工委|街道办事处|联络处|街道办|街道党工委|居委会|村委会|公安处|调研组|督查组|督导组|巡视组|巡察组|工作队|检查组|代表团|考察团|局|(?<![告餐展客大])厅|(?<![会协主承督催])办|会(?!办))")
_PLAIN = f"[^{re.escape(''.join(sorted(BREAKS)))} ]"
_HEADED = re.compile(f"(?=({_PLAIN}{{,16}})){_PLAIN}{{1,15}}?[委会室局心部组班队所处站厅办团]")  # the last of an open head; group 1: where to seek it
_LEVEL_SIGN = re.compile("[省市区县旗州](?![域场民容值郊际划块长])")  # 区域, 市场
_BARE_ZONE = re.compile("(?:高新|经开|开发|综保)区")
_FIRMS = re.compile("公司|集团|医院|大学|学院|银行|博物馆|图书馆|文化馆|展览馆|体育馆|剧院|宾馆|酒店")
_GROUPS = re.compile(r"(?:调研组|督查组|督导组|检查组|代表团|考察团|考察组|工作队|会)$")

_YOUTH_OFFICE = re.compile(r"办公室|[\u4e00-\u9fff]{2,6}部(?=副?部长)|[\u4e00-\u9fff]{2,6}中心(?=副?主任)")
_TOWN = re.compile(r"[\u4e00-\u9fff]{2}[乡镇](?=党委|人民政府|政府)")
_MINISTRY_UNIT = re.compile(r"(?:[\u4e00-\u9fff]{2}水利委员会|[\u4e00-\u9fff]{2,8}处(?=副?处长)|[\u4e00-\u9fff]{2,14}?(?:司|局)(?![法令机长部势面])|办公厅|[\u4e00-\u9fff]{2,8}(?:办公室|调查总?队|监管办|专员办|特派员办事处))")
_TEAM = re.compile(r"(?:(?![的了在与和对向把将被])[\u4e00-\u9fff]){1,6}?(?:支队|大队|派出所)")
_STANDING = re.compile(r"常委会|常务委员会")
_RESIDENT = re.compile(r"派?驻([\u4e00-\u9fff]{2,16}?)(?:纪检监察组|纪检组)")


@Language.component("kg_bodies")
def bodies(doc: Doc) -> Doc:
    """Find departments: closed cores first, then any name between a place and an organ's head."""
    draft = draft_of(doc)
    pending: list[tuple[int, int, Core]] = []
    others = any(m.rule in _ABROAD for m in draft.found)
    for start, end, form in draft.hits("organs"):
        central = draft.lexicon.organs.central.get(form)
        if others and _abroad(draft, start, end, form):
            continue
        if central is not None and not region_before(draft, start):
            park = draft.last_cut(start)
            if form == "国家公园管理局" and 2 <= start - park <= 8:  # 三江源|国家公园管理局
                _with_subunit(draft, park, end, "", "organ.zone", 0.85)
            elif _stands_alone(draft, start, end, form):
                unit = _MINISTRY_UNIT.match(draft.text, end) if form[-1] in "部署会院委局办" else None
                if unit and not _SUB_STOP.search(unit.group()) and not _function_words(draft, unit.group()):
                    inner = _MINISTRY_UNIT.match(draft.text, unit.end())  # 消防救援局|防火监督司
                    nested = inner is not None and not (
                        _SUB_STOP.search(inner.group()) or _function_words(draft, inner.group()))
                    if inner is not None and nested:
                        draft.add(start, inner.end(), EntityType.DEPARTMENT, "organ.subunit", confidence=0.9)
                    draft.add(start, unit.end(), EntityType.DEPARTMENT, "organ.subunit", name=form + unit.group(), confidence=0.9, implied=nested)
                    draft.add(start, end, EntityType.DEPARTMENT, "organ.central", full=central.full, implied=True)
                else:
                    _with_subunit(draft, start, end, central.full, "organ.central", 0.95)
            continue
        core = draft.lexicon.organs.by_form.get(form)
        if core is None:
            continue
        prefix = region_before(draft, start)
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
    special(draft)
    return doc


_OURS = ("中国", "我国", "我")
_ABROAD = ("organ.abroad", "organ.embassy")


def _abroad(draft: Draft, start: int, end: int, form: str) -> bool:
    """Whether a core is another country's: 美国|财政部, or 财政部 alone where the paragraph named that one before."""
    if not draft.free(start, end):
        return any(m.rule in _ABROAD and m.start <= start < m.end for m in draft.found)
    line = draft.text.rfind("\n", 0, start) + 1
    before = [m for m in draft.found if m.rule == "organ.abroad" and line <= m.start and m.end <= start]
    same = next((m for m in reversed(before) if m.name.endswith(form)), None)
    if same is None or draft.text.endswith(_OURS, 0, start):
        return False
    draft.add(start, end, EntityType.DEPARTMENT, "organ.abroad", name=same.full or same.name, confidence=0.8,
              notes=(f"{form} stands behind {same.name}",))
    return True


def _unlisted_zone(draft: Draft, start: int) -> int:
    """Where the name of a zone or a scenic area that no rule found begins: 科技城|党工委, 丹霞山|管委会; `start` if there is none."""
    cut = draft.last_cut(start)
    return cut if 2 <= start - cut <= 14 and draft.text[start - 1] in "区城园港岛山湖" else start


def _stands_alone(draft: Draft, start: int, end: int, form: str) -> bool:
    before = draft.text[start - 1] if start else "。"
    after = draft.text[end : end + 1]
    if form == "中央":
        return draft.text.startswith(("决策", "部署", "批准", "同意"), end) and not is_han(before)
    if draft.text.endswith(_OURS[:2], 0, start):
        return after != "长"
    return not ("\u4e00" <= before <= "\u9fff" and before + form[0] in draft.lexicon.rulebook.words and not form.startswith("中国")) and after != "长" and not (form.endswith("部") and after == "门")


def _organ(draft: Draft, place: int, start: int, end: int, core: Core) -> None:
    text = draft.text
    if (core.system == "committee-of-region" or core.form.startswith("党委")) and text[start - 1] not in "区州盟团古疆藏西夏镇乡道":
        return  # 自治区党委, 州党委; a 党委 anywhere else is a post's
    towns = _TOWN.findall(text, max(0, place - 200), place) if text[place:start] in ("乡", "镇") else []
    if towns:  # 东和乡党委副书记…，拟任|乡党委书记
        draft.add(place, end, EntityType.DEPARTMENT, "organ.town-again", name=towns[-1] + text[start:end], confidence=0.9,
                  notes=(f"{text[place:start]} is {towns[-1]}, named before",))
        return
    if core.form == "办事处" and text[start - 1] != "道":
        return
    if core.form.endswith("委") and text[end : end + 1] in ("托", "派", "员", "屈") and not _RESIDENT.match(text, end):
        return
    if core.system == "discipline" and (standing := _STANDING.match(text, end)):
        end = standing.end()
    if core.system == "committee" and (text[end : end + 1] in tuple("员托派会") or (
            text.startswith(("书", "托", "屈"), end) and not text.startswith("书记", end))):
        return
    if (core.form == "委" or core.system == "committee-of-region") and text.startswith("常委会", end):
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
            team = _TEAM.match(draft.text, tail.end()) if tail.group().endswith(("分局", "支队", "总队")) else None
            team = None if team is not None and _SUB_STOP.search(team.group()) else team
            if team is not None:  # 县公安局城东分局|禁毒大队
                draft.add(start, team.end(), EntityType.DEPARTMENT, "organ.subunit", confidence=0.9)
            draft.add(start, tail.end(), EntityType.DEPARTMENT, "organ.subunit", confidence=0.9, implied=team is not None)
            draft.add(start, end, EntityType.DEPARTMENT, rule, full=full, confidence=confidence, implied=True)
            return
    draft.add(start, end, EntityType.DEPARTMENT, rule, full=full, confidence=confidence)


def _function_words(draft: Draft, text: str) -> bool:
    """Whether an adverb, pronoun or preposition stands in what may be a unit's name."""
    return any(tag.startswith(("p", "c", "d", "r", "u")) for _, _, tag in draft.lexicon.words_of(text))


@lru_cache(maxsize=2)
def _chain_gap(title: str) -> re.Pattern[str]:
    return re.compile(f"(?:{title}|[、，和及与]|以及|党组|兼|原|前|同志|\\s)*$")


@lru_cache(maxsize=2)
def _colleague(title: str) -> re.Pattern[str]:
    """The post of the one named before in a list: 市教育局|局长李刚、财政局副局长王海."""
    return re.compile(f"(?:党组书记、)?(?:{title})(?:、(?:{title}))? ?[\u4e00-\u9fff]{{2,4}}[、，]$")


def _next_office(draft: Draft, before: Mention, end: int, core: Core) -> bool:
    """Whether a core is the next office in a list of officials; a 局 behind a 厅 may be a city's."""
    alike = core.form[-1] == before.name[-1] or (core.form[-1] != "厅" and before.name[-1] in "局委办" and "省" not in before.name)
    titles = draft.lexicon.titles
    return alike and core.system == "state" and before.type is EntityType.DEPARTMENT and titles.regex.match(draft.text, end) is not None and (
        _colleague(titles.pattern).match(draft.text[before.end : end - len(core.form)]) is not None)


def _elliptical(draft: Draft, start: int, end: int, core: Core) -> None:
    """A core without a place: it has the place of the organ before it in the chain or list."""
    text = draft.text
    if core.system in ("committee", "government") or text[end : end + 1] == "人":
        return
    if core.form in ("党支部", "党总支") and text.startswith(("书记", "副书记"), end):
        return  # 交警大队党支部书记: a post there
    before = [m for m in draft.found if m.end <= start and m.type in (EntityType.DEPARTMENT, EntityType.PLACE)
              and not m.implied and start - m.end <= 24]
    for m in sorted(before, key=lambda m: -m.end):
        gap = text[m.end : start]
        if not _next_office(draft, m, end, core) and (not _chain_gap(draft.lexicon.titles.pattern).match(gap) or not gap):
            break
        if core.form in ("办公室", "办公厅", "研究室") and m.rule in ("organ.congress-committee", "organ.cppcc", "organ.government"):
            draft.add(start, end, EntityType.DEPARTMENT, "organ.listed", name=m.name + core.form, confidence=0.9)
            return
        if core.form in ("办公室", "办公厅", "研究室") and m.rule in ("organ.state", "organ.subunit", "organ.court"):
            return  # 审计局科员、办公室主任: of the bureau, not of the party committee
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


_VILLAGE = re.compile("[\u4e00-\u9fff]+(?:村|社区)(?=党支部|党总支|党委)")  # …书记、村委会主任


def _organ_prefix(draft: Draft, m: Mention) -> str:
    """The place or level sign that an organ's name begins with."""
    name = m.name.removeprefix("中共")
    if m.type is EntityType.PLACE:
        return name if m.rule in ("place.zone", "place.division") else ""
    if m.rule == "organ.listed":
        return name.removesuffix(draft.text[m.start : m.end]).removesuffix("委")
    for p in draft.places_on(m.start, m.end):
        if p.start <= m.start + 2 and m.start <= p.start < p.end <= m.end:
            return draft.text[p.start : p.end]
    if village := _VILLAGE.match(name):
        return village.group()
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
    starts += [m.span() for m in _LEVEL_SIGN.finditer(text)
               if _HEADED.match(text, m.end()) and region_before(draft, m.end()) == m.group()]
    starts += [m.span() for m in _BARE_ZONE.finditer(text) if draft.is_cut(m.start())]
    begun = {m.start for m in draft.found if m.type is EntityType.DEPARTMENT}
    for start, end in sorted(set(starts)):
        headed = _HEADED.match(text, end)
        if headed is None or text.endswith(("大学", "学院"), 0, start):
            continue  # 浙江大学|杭州国际科创中心
        heads = [h for h in _OPEN_HEADS.finditer(text, *headed.span(1)) if h.start() > end]
        for head in heads[:2]:
            middle = text[end : head.start()]
            if len(middle) > 12 or "）" in middle or _cut_between(draft, end, head.start()) or _stopped(middle, head.group()):
                break
            if not begun.isdisjoint(range(end + 1, head.end())):
                break  # 市委常委会…市交通运输局: another organ begins inside
            if _plausible(draft, middle, head.group(), head.end()):
                begin = draft.last_cut(start) if _UNVEILED.match(text, head.end()) and start - draft.last_cut(start) <= 12 else start
                _with_subunit(draft, begin, head.end(), "", "organ.open", 0.8)
                begun.add(begin)


def _stopped(middle: str, head: str) -> bool:
    """Whether a word of no name begins before the head: 建设 alone does, 引洮工程建设|管理局 has none."""
    found = _SUB_STOP.search(middle + head)
    return found is not None and found.start() < len(middle)


def _cut_between(draft: Draft, start: int, end: int) -> bool:
    """Whether a word that ends names lies between; 和 and 与 join fields of work (水利和湖泊局)."""
    cut = draft.last_cut(end)
    while cut > start + 1 and draft.text[cut - 1] in "和与" and draft.text[cut - 2] not in "局厅委办会府行司团院校" and not (
            draft.places_from(cut) or draft.text.startswith("中国", cut)):
        cut = draft.last_cut(cut - 1)
    return cut > start


def _plausible(draft: Draft, middle: str, head: str, end: int) -> bool:
    if draft.text[end : end + 1] == "长":
        return False
    if draft.text[end : end + 1] in ("员", "面", "势", "部", "地", "议", "见", "谈", "场", "公", "理", "法", "学", "同"):
        return False
    if head.endswith("专班") and middle.endswith(("管委会", "局", "委", "厅", "办")):
        return False  # 要求高新区管委会|专班盯守
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
