"""Chains of posts: 区域 + 机构 + 职务, joined by 、 and 兼 (市委副书记、市长), before or behind a name."""

import re
from dataclasses import dataclass, replace

from kg.models import EntityType, Mention
from kg.relate.reading import ORGANISATIONS, Reading, implied
from kg.text import is_han

_HOLDERS = ORGANISATIONS | {EntityType.PLACE}
_UNIT_OWNERS = frozenset({EntityType.ENTERPRISE, EntityType.INSTITUTION})
_COMMITTEE_OF = re.compile(r"(.{0,12}?[省市区县州盟旗镇乡])(?:委|人|政|党)")
_DOUBLED = re.compile(r"([市区县旗州])\1$")  # 东港市|市委
# 团市委, 民盟市委 are no party committees.
_OTHER_PARTY = re.compile(r"(?:共青团|团|民革|民盟|民建|民进|农工党|致公党|九三学社|台盟)$")
_FORMER = re.compile(r"(?:原任?|时任|前任?|曾任)$")
_FORMER_FIRST = re.compile(r"原任?|时任|前")
_NOW = re.compile(r"现任?$")  # 原厂长、现任|公司党委书记
_THEIR = re.compile(r"[及和与、]其$")  # 甲公司及其|董事长
_ANAPHOR_FIRST = re.compile(r"该(?:公司|集团|企业|校|院|所|馆|行|厂|局|中心|协会|商会|委)|(?P<bare>集团|公司)(?:公司)?")
_UNDER = re.compile(r"该(?:公司|集团|企业|[校院所行厂局])(?:所属|下属|旗下)(?:的)?")  # 曾任|该集团所属|选矿厂厂长
_LINK = re.compile(r"[为由是](?:[^，。；、\n]{0,10}(?:代表|家属|创始人))?$")
_HOLDING = re.compile(r"(?P<former>曾任|曾担任|原任|时任)$|(?:担任|现任|身为|作为|任)$")
_JOINT = re.compile(r"(?:、|，|兼|、兼|，兼|和|及|暨)$")
_JOINT_FIRST = re.compile(r"、兼任?|，兼任?|、|兼任?|和|及|暨")
_ASIDE = re.compile(r"（[^（）\n]{1,14}）(?=、)")  # 副秘书长（挂职）、办公室主任
_ANAPHOR = re.compile(
    r"该?(?<!下属)(?<!旗下)(?<![子分])(?:公司|集团|企业)$|该(?:校|院|所|馆|行|厂|局|中心|协会|商会)$|学校$|(?<=[，。、；由被])(?:研究院|医院|学院|大学|银行)$|(?<![\u4e00-\u9fff])[校院厂行局厅]$")
_SHAREHOLDER = re.compile(r"(?:该?公司|其)?(?:第[一二三]大|控股)股东(?=.{4})")
_CANDIDATE = re.compile(r"(?:的)?(?:候选人?|人选)")
# Bare titles that mean the firm or school named before, by their last characters: 院长 -> …研究院.
_HEAD_OF = re.compile(r"(院|校|馆|所|厂|行|社|台|园|局|会|厅|署|司|部)长$")
# Bare titles that mean the body named before, in the same sentence where the title says little.
_BODIES = ((re.compile("检察[长员]$"), ("检察院",), False), (re.compile("审判[长员]$|庭长$"), ("法院",), False),
           (re.compile("^副?书记$"), ("委",), True),
           (re.compile("^副?主席$"), ("政协", "总工会", "妇联", "科协", "文联"), True))
_RANK_ONLY = re.compile(r"(?<!总)(?:工程|经济|会计)师$")  # by itself what somebody is, no seat in a firm
_LEGAL_FORM = re.compile(r"(?:股份)?有限(?:责任)?公司$")
_SITE_OF = re.compile(r"[^，。；、：“”\n]*(?:标段?|项目|工程|工地|项目部)$")  # 中铁二局|昭青高速三标段|项目经理
_ELECTED = re.compile(r"(?:当选|出任|担任|履新)[^，。；\n ]{2,16}$")
_OF_COURT = re.compile(r"(.+(?:法院|检察院))(?:.*庭|执行局|政治部|研究室|办公室)")
_UNKNOWN = re.compile(r"、(?=[^，。；、：\n“”（） ]{2,18}$)")
_OFFICE = re.compile(r"(?:办公室|[\u4e00-\u9fff]{1,5}[科处股室])(?=副?主任|副?[科处股]长)")
_FUNCTION = frozenset("和与及由对请向兼是为在让随同据经以的了将把给跟任")
_SCHOOLS = ("学校", "大学", "中学", "小学", "学院", "一中", "二中")


@dataclass(frozen=True, slots=True)
class Seat:
    """One title of a chain with its organisation, None where it has the one before."""

    organisation: Mention | None
    title: str
    start: int
    end: int
    former: bool = False
    stray: bool = False  # of an organisation that the text names and no rule knows: never of another one


def chain_before(reading: Reading, position: int) -> tuple[list[Seat], int]:
    """The chain of posts that ends at a position, left to right, and where it begins."""
    text = reading.text
    end = position
    while end > 0 and text[end - 1] in " ：":
        end -= 1
    if end < position and end in reading.title_ends and _ELECTED.search(text, max(0, end - 24), end):
        return [], position  # 李刚当选市长 王海…: the headline's next line
    if (end not in reading.title_ends or text.endswith("代表", 0, end)) and (link := _LINK.search(text, max(0, end - 14), end)):
        end = link.start()  # 院长由|李刚担任
    elif text[end - 1 : end] == "的":
        return _relative(reading, end - 1, position)
    seats: list[Seat] = []
    while (start := reading.title_ends.get(end)) is not None:
        seats.append(_seat(reading, start, end))
        begin = seats[-1].start
        joint = _JOINT.search(text, max(0, begin - 2), begin)
        if seats[-1].stray and (unknown := _UNKNOWN.search(text, max(0, begin - 20), begin)):
            joint = unknown  # 省水利厅副厅长、|驻岳防汛督导组|组长
        if joint is None or reading.title_ends.get(joint.start()) is None:
            return _filled(reading, seats[::-1]), begin
        end = joint.start()
    return [], position


def _relative(reading: Reading, end: int, position: int) -> tuple[list[Seat], int]:
    """曾任市财政局局长的|李刚."""
    seats, begin = chain_before(reading, end) if end in reading.title_ends else ([], position)
    if seats and reading.text.startswith("现任", begin):  # of the chain already
        return seats, begin
    holding = _HOLDING.search(reading.text, max(0, begin - 3), begin)
    if holding is None:
        return [], position
    return [replace(s, former=s.former or bool(holding["former"])) for s in seats], holding.start()


def chain_after(reading: Reading, position: int, near: Mention | None = None) -> tuple[list[Seat], int]:
    """The chain of posts that begins at a position, and where it ends. Titles without any are of `near`."""
    text = reading.text
    while text[position : position + 1] in (" ", "：", "了", "“"):
        position += 1
    holder = _SHAREHOLDER.match(text, position)
    position = holder.end() if holder else position
    seats: list[Seat] = []
    stop = position
    while (seat := _seat_from(reading, position) or (_office_from(reading, position) if seats else None)) is not None:
        seats.append(seat)
        candidate = _CANDIDATE.match(text, seat.end)
        stop = candidate.end() if candidate else seat.end
        aside = _ASIDE.match(text, stop)
        following = _JOINT_FIRST.match(text, aside.end() if aside else stop)
        if not following:
            break
        position = following.end()
    return _filled(reading, seats, near), stop


def _seat(reading: Reading, start: int, end: int) -> Seat:
    """A title with the organisation right before it; 原 may stand between or before."""
    text, begin = reading.text, start
    mark = _FORMER.search(text, max(0, start - 2), start)
    now = None if mark else _NOW.search(text, max(0, start - 2), start)
    begin = mark.start() if mark else now.start() if now else start
    owner = reading.ending(begin, _HOLDERS) or _sharing(reading, start)
    organisation = _region(reading, begin, start, end) or _fitting(reading, owner, text[start:end])
    if organisation is None and text[start:end] in ("项目经理", "项目负责人", "经理") and (site := _SITE_OF.search(text, max(0, begin - 24), begin)):
        builder = next((o for p in range(site.start(), begin) if (o := reading.ending(p, _UNIT_OWNERS)) is not None), None)
        if builder is not None:
            return Seat(builder, text[start:end], builder.start, end)
    if organisation is None and not mark and (unit := _unit(reading, begin)) < begin:
        whole = _seat(reading, unit, end)
        if whole.organisation is not None and whole.organisation.type in _UNIT_OWNERS:
            return whole
    if organisation is None and (their := _THEIR.search(text, max(0, begin - 2), begin)):
        organisation = reading.ending(their.start(), ORGANISATIONS)
        begin = their.end() - 1 if organisation else begin
    elif organisation is None and (word := _ANAPHOR.search(text, max(0, begin - 4), begin)):
        organisation = last_named(reading, begin, "" if word.group()[-1] in "司团业" else word.group()[-1])
        begin = word.start() if organisation else begin
    elif organisation is not None:
        begin = organisation.start
        if organisation.name.endswith("委") and (other := _OTHER_PARTY.search(text, max(0, begin - 4), begin)):
            return Seat(None, text[start:end], other.start(), end, stray=True)
    before = _FORMER.search(text, max(0, begin - 2), begin)
    now = _NOW.search(text, max(0, begin - 2), begin)
    begin = before.start() if before else now.start() if now else begin
    stray = organisation is None and _owned(reading, begin)
    return Seat(organisation, text[start:end], begin, end, bool(mark or before), stray)


def _sharing(reading: Reading, start: int) -> Mention | None:
    """The place whose last character the title begins with: 麻城市|长, of 麻城市."""
    own = reading.ending(start + 1, frozenset({EntityType.PLACE}))
    return own if own is not None and reading.rulebook.titles.level(reading.text[start] + "长") and own.start < start else None


def _unit(reading: Reading, position: int) -> int:
    """Where a unit of a firm or school begins that ends here behind its name (该公司|生产部, 维斯科公司|亚太区)."""
    text = reading.text
    if position == 0 or text[position - 1] not in "部区心处间站科":
        return position
    for start in range(position - 2, max(0, position - 9), -1):
        if not is_han(text[start]):
            break
        owner = reading.ending(start, _UNIT_OWNERS)
        if owner is not None or _ANAPHOR.search(text, max(0, start - 4), start):
            return start
    return position


def _region(reading: Reading, begin: int, start: int, end: int) -> Mention | None:
    """The government of an autonomous region, whose head is a 主席: 自治区|副主席, 广西壮族自治区|主席."""
    if reading.rulebook.titles.head(reading.text[start:end]) != "主席" or not reading.text.endswith("自治区", 0, begin):
        return None
    place = reading.ending(begin, frozenset({EntityType.PLACE}))
    name = (place.name if place else "自治区") + "人民政府"
    return implied(EntityType.DEPARTMENT, name, place.start if place else begin - 3, begin, "post.implied-government")


def _owned(reading: Reading, begin: int) -> bool:
    """Whether characters before a title name its organisation: 煤矿军团|董事长, but not 与|院长, 听取|局长."""
    text = reading.text
    if begin == 0 or not is_han(text[begin - 1]) or text[begin - 1] in _FUNCTION or text[begin - 1] in "年月日":
        return False
    return not reading.rulebook.words.get(text[max(0, begin - 2) : begin], "n").startswith("v")


def _seat_from(reading: Reading, position: int) -> Seat | None:
    """The organisation and title that begin at a position, None if no title stands there."""
    text = reading.text
    mark = None if reading.starting(position, _HOLDERS) else _FORMER_FIRST.match(text, position)
    begin = mark.end() if mark else position
    under = _UNDER.match(text, begin)
    begin = under.end() if under else begin
    that = _ANAPHOR_FIRST.match(text, begin)
    if that and (end := reading.title_starts.get(that.end())) is not None:  # 该集团|董事长: of the one before
        firm = last_named(reading, begin, that["bare"] if that["bare"] == "集团" else "") if that["bare"] else None
        return Seat(firm, text[that.end() : end], position, end, stray=bool(that["bare"]) and firm is None)
    owners = reading.all_starting(begin, _HOLDERS)
    for owner in [*sorted(owners, key=lambda m: (m.implied, -m.end)), None]:
        start = owner.end if owner else begin
        former = mark is not None or (text.startswith("原", start) and start not in reading.title_starts)
        start += 1 if text.startswith("原", start) and start not in reading.title_starts else 0
        start += 1 if owner and text.startswith(" ", start) and start + 1 in reading.title_starts else 0
        start += 2 if text.startswith(("首任", "新任", "现任", "候任"), start) else 0
        end = reading.title_starts.get(start)
        if end is not None:
            return Seat(_fitting(reading, owner, text[start:end]), text[start:end], position, end, former)
    around = reading.starting(begin, frozenset({EntityType.PLACE}))
    if around is not None and reading.starting(around.end, frozenset({EntityType.DEPARTMENT})):
        return _seat_from(reading, around.end)  # 三江侗族自治县|县委常委
    return None


def _office_from(reading: Reading, position: int) -> Seat | None:
    """The head of an unnamed office of the body before: 市审计局科员、|办公室主任."""
    office = _OFFICE.match(reading.text, position)
    end = reading.title_starts.get(office.end()) if office else None
    return Seat(None, reading.text[position:end], position, end) if end is not None else None


def _fitting(reading: Reading, owner: Mention | None, title: str) -> Mention | None:
    """The owner of a title; a plain place only where the title implies its government or is of a foreign state."""
    if owner is None or owner.type is not EntityType.PLACE or owner.rule in ("place.zone", "place.country"):
        return owner
    titles = reading.rulebook.titles
    return owner if titles.level(title) or titles.sphere(title) in ("party", "foreign") else None


def last_named(reading: Reading, position: int, head: str = "") -> Mention | None:
    """The organisation that a bare title means: the firm, or the body whose name ends so, named before it.

    One that opens a sentence is what the paragraph is about and goes before one named in passing.
    """
    line = reading.text.rfind("\n", 0, max(0, reading.text.rfind("\n", 0, position))) + 1
    named = [m for m in reading.all if line <= m.start and m.end <= position and (head or not m.implied)]
    fitting = [m for m in named if _headed(m, head)]
    whole = {m.start for m in fitting if not m.implied}
    fitting = [m for m in fitting if not (m.implied and m.start in whole)]  # the branch, not its bank
    alone = [m for m in fitting if "、" not in (reading.text[m.start - 1 : m.start], reading.text[m.end : m.end + 1])]
    fitting = alone or fitting  # one of a list is rarely what a text goes on about
    openings = {start for start, _ in reading.sentences}
    sentence = max((start for start in openings if start <= position), default=0)
    fitting = [m for m in fitting if m.start >= sentence] or fitting
    return next(reversed([m for m in fitting if m.start in openings] or fitting), None)


def _headed(m: Mention, head: str) -> bool:
    """Whether the leader of this organisation is called so: 校长 of a school, 院长 of what ends in 院, "" of a firm."""
    if head in ("", "集团"):
        return m.type is EntityType.ENTERPRISE and head in m.name
    name = _LEGAL_FORM.sub("", m.name)
    if head == "校" and m.type is EntityType.INSTITUTION:
        return m.name.endswith(_SCHOOLS)
    return m.type in ORGANISATIONS and name.endswith(head)


def _filled(reading: Reading, seats: list[Seat], near: Mention | None = None) -> list[Seat]:
    """Every title with an organisation: its own, the government its title implies, or the one before it."""
    out: list[Seat] = []
    current: Mention | None = near
    for seat in seats:
        if "原" in seat.title:  # 党委原委员
            seat = replace(seat, title=seat.title.replace("原", ""), former=True)
        level = reading.rulebook.titles.level(seat.title)
        own = _state(reading, seat, current, first=not out) or seat.organisation
        if level and not seat.stray and (own is None or own.type is EntityType.PLACE):
            own = government(reading, seat, own or current, level)
        elif own is not None and own.type is EntityType.PLACE and own.rule not in ("place.zone", "place.country"):
            own = None
        stray = own is None and (seat.stray or bool(out and out[-1].stray))
        organisation = None if stray else _of_court(reading, own or _inherited(seat, current) or _meant(reading, seat), seat.title)
        if organisation is not None and seat.organisation is None and _OFFICE.match(seat.title):
            organisation = _whole(reading, organisation)
        former = seat.former or bool(out and out[-1].former and seat.organisation is None)  # 原党组书记、局长
        if stray or current is None or (own is not None and not own.implied):
            current = organisation
        out.append(replace(seat, organisation=organisation, former=former, stray=stray))
    return out


_STATE = re.compile(r"国家副?主席|国务委员长|副?总统|副?总理|首相")
_FIELD = {"外交大臣": "外交部", "国防大臣": "国防部", "财政大臣": "财政部", "内政大臣": "内政部", "外长": "外交部", "防长": "国防部", "财长": "财政部"}


def _state(reading: Reading, seat: Seat, current: Mention | None, *, first: bool) -> Mention | None:
    """The state whose 国家主席 this is, the ministry of its 外交大臣; None where a title means neither.

    朝鲜劳动党总书记、国务委员长: of the country whose party was named; 国家主席 alone, or behind a post of ours: of China.
    """
    own = seat.organisation or current
    if own is not None and own.rule == "place.country" and seat.title in _FIELD:
        return implied(EntityType.DEPARTMENT, own.name + _FIELD[seat.title], own.start, own.end, "post.implied-ministry")
    if seat.organisation is not None or not _STATE.fullmatch(seat.title):
        return None
    if current is not None and current.rule in ("organ.abroad", "place.country"):
        name = next((c for c in reading.rulebook.countries if (current.full or current.name).startswith(c)), "")
        full = reading.rulebook.countries.get(name, "")
        return implied(EntityType.PLACE, name, current.start, current.end, "place.country", full=full) if name else None
    if not seat.title.startswith("国家") or (first and reading.text[seat.start - 1 : seat.start] == "、"):
        return None
    return implied(EntityType.PLACE, "中国", seat.start, seat.start + 2, "place.country", full="中华人民共和国")


def _inherited(seat: Seat, current: Mention | None) -> Mention | None:
    """The organisation of the title before, if it can have this one: a 局长 is of a 局, the 国家主席 of none."""
    head = _HEAD_OF.search(seat.title)
    if current is None or seat.title.startswith("国家") or (head and not _headed(current, head.group(1))):
        return None
    return current


def _of_court(reading: Reading, owner: Mention | None, title: str) -> Mention | None:
    """The court of its 审判委员会委员、审判员: judges and prosecutors sit in the court, not in its committee."""
    part = _OF_COURT.fullmatch(owner.name) if owner is not None and title in ("审判员", "检察员") else None
    if owner is not None and part:
        return implied(owner.type, part[1], owner.start, owner.end, owner.rule)
    if owner is None or not owner.name.endswith(("审判委员会", "检察委员会")) or title.endswith("委员"):
        return owner
    return _whole(reading, owner)


def _whole(reading: Reading, unit: Mention) -> Mention:
    """The organ whose name a unit's name opens with: 市财政局 of 市财政局预算科; the unit if there is none."""
    inner = [m for m in reading.all if m.implied and m.start == unit.start and m.end < unit.end]
    return max(inner, key=lambda m: m.end, default=unit)


def _meant(reading: Reading, seat: Seat) -> Mention | None:
    """The organisation of a title without any: 院长 after …研究院, 董事长 after the firm named last."""
    head = _HEAD_OF.search(seat.title)
    if head:
        body = last_named(reading, seat.start, head.group(1))
        sentence, _ = reading.sentence_at(seat.start) or (0, 0)
        return body if head.group(1) != "部" or (body is not None and body.start >= sentence) else None
    for title, kinds, near in _BODIES:
        if title.search(seat.title):
            start = max((s for s, _ in reading.sentences if s <= seat.start), default=0) if near else 0
            found = [last_named(reading, seat.start, body) for body in kinds]
            return next((m for m in found if m is not None and m.start >= start), None)
    rank = _RANK_ONLY.search(seat.title) is not None
    return last_named(reading, seat.start) if reading.rulebook.titles.sphere(seat.title) == "enterprise" and not rank else None


def government(reading: Reading, seat: Seat, near: Mention | None, level: str) -> Mention | None:
    """The government that 市长, 副县长 … means: of the place before it, of the organ's place, else of home."""
    if near is not None and near.type is EntityType.PLACE:
        return implied(EntityType.DEPARTMENT, near.name + "人民政府", seat.start, seat.end, "post.implied-government")
    if near is None and not reading.article.place.endswith(level):
        around = _around(reading, seat.start, level)
        if around:
            name = around + "人民政府"
            return implied(EntityType.DEPARTMENT, name, seat.start, seat.end, "post.implied-government")
    if (level in ("镇", "乡") and not (near is not None and _COMMITTEE_OF.match(near.name.removeprefix("中共")))) or (level == "区" and near is None and not reading.article.place.endswith("区")):
        return None
    prefix = ""
    if near is not None and near.type is EntityType.DEPARTMENT:
        name = near.name.removeprefix("中共")
        found = _COMMITTEE_OF.match(name)
        prefix = _DOUBLED.sub(r"\1", found.group(1)) if found else ""
    if not prefix.endswith(level):
        prefix = level
    return implied(EntityType.DEPARTMENT, prefix + "政府", seat.start, seat.end, "post.implied-government", full=" ")


def _around(reading: Reading, position: int, level: str) -> str:
    """The one place of a level that the sentence names: 区长李刚在|大兴区|黄村镇检查; "" if none or several."""
    names = reading.places(reading.sentence_at(position) or (0, 0))
    found = {name[: name.find(level) + 1] for name in names if name.find(level) > 0}
    return found.pop() if len(found) == 1 else ""
