"""Chains of posts: 区域 + 机构 + 职务, joined by 、 and 兼 (市委副书记、市长), before or behind a name."""

import re

from kg.models import EntityType, Mention
from kg.relate.reading import ACTORS, ORGANISATIONS, Reading, implied
from kg.relate.seats import OFFICE, Seat, filled, last_named
from kg.text import is_han

_UNIT_OWNERS = frozenset({EntityType.ENTERPRISE, EntityType.INSTITUTION})
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
_IN_BRACKETS = re.compile(r"（(?:挂职|兼|主持工作|代理?|[正副][\u4e00-\u9fff]级)）$")
_ASIDE = re.compile(r"（[^（）\n]{1,14}）(?=、)")  # 副秘书长（挂职）、办公室主任
_ANAPHOR = re.compile(
    r"该?(?<!下属)(?<!旗下)(?<![子分])(?:公司|集团|企业)$|该(?:校|院|所|馆|行|厂|局|中心|协会|商会)$|学校$|(?<=[，。、；由被])(?:研究院|医院|学院|大学|银行)$|(?<![\u4e00-\u9fff])[校院厂行局厅]$")
_SHAREHOLDER = re.compile(r"(?:该?公司|其)?(?:第[一二三]大|控股)股东(?=.{4})")
CANDIDATE = re.compile(r"(?:的)?(?:提名)?(?:候选人?|人选)")
_SITE_OF = re.compile(r"[^，。；、：“”\n]*(?:标段?|项目|工程|工地|项目部)$")  # 中铁二局|昭青高速三标段|项目经理
_ELECTED = re.compile(r"(?:当选|出任|担任|履新)[^，。；\n ]{2,16}$")
_UNKNOWN = re.compile(r"、(?=[^，。；、：\n“”（） ]{2,18}$)")
_FUNCTION = frozenset("和与及由对请向兼是为在让随同据经以的了将把给跟任")


def chain_before(reading: Reading, position: int) -> tuple[list[Seat], int]:
    """The chain of posts that ends at a position, left to right, and where it begins."""
    text = reading.text
    end = position
    while end > 0 and text[end - 1] in " ：":
        end -= 1
    if text[end - 1 : end] == "）" and (aside := _IN_BRACKETS.search(text, max(0, end - 8), end)):
        end = aside.start()  # 副县长（挂职）|李刚
    if (candidate := CANDIDATE.search(text, max(0, end - 5), end)) and candidate.end() == end:
        end = candidate.start()  # 市政协主席候选人|李刚
    if end < position and reading.title_to(end) is not None and _ELECTED.search(text, max(0, end - 24), end):
        return [], position  # 李刚当选市长 王海…: the headline's next line
    if (reading.title_to(end) is None or text.endswith("代表", 0, end)) and (link := _LINK.search(text, max(0, end - 14), end)):
        end = link.start()  # 院长由|李刚担任
    elif text[end - 1 : end] == "的":
        return _relative(reading, end - 1, position)
    seats: list[Seat] = []
    while (start := reading.title_to(end)) is not None:
        seats.append(_seat(reading, start, end))
        begin = seats[-1].start
        joint = _JOINT.search(text, max(0, begin - 2), begin)
        if seats[-1].stray and (unknown := _UNKNOWN.search(text, max(0, begin - 20), begin)):
            joint = unknown  # 省水利厅副厅长、|驻岳防汛督导组|组长
        if joint is None or reading.title_to(joint.start()) is None:
            return filled(reading, seats[::-1]), begin
        end = joint.start()
    return [], position


def _relative(reading: Reading, end: int, position: int) -> tuple[list[Seat], int]:
    """曾任市财政局局长的|李刚."""
    seats, begin = chain_before(reading, end) if reading.title_to(end) is not None else ([], position)
    if seats and reading.text.startswith("现任", begin):  # of the chain already
        return seats, begin
    holding = _HOLDING.search(reading.text, max(0, begin - 3), begin)
    if holding is None:
        return [], position
    return [s._replace(former=s.former or bool(holding["former"])) for s in seats], holding.start()


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
        candidate = CANDIDATE.match(text, seat.end)
        stop = candidate.end() if candidate else seat.end
        aside = _ASIDE.match(text, stop)
        following = _JOINT_FIRST.match(text, aside.end() if aside else stop)
        if not following:
            break
        position = following.end()
    return filled(reading, seats, near), stop


def _seat(reading: Reading, start: int, end: int) -> Seat:
    """A title with the organisation right before it; 原 may stand between or before."""
    text, begin = reading.text, start
    mark = _FORMER.search(text, max(0, start - 2), start)
    now = None if mark else _NOW.search(text, max(0, start - 2), start)
    begin = mark.start() if mark else now.start() if now else start
    owner = reading.ending(begin, ACTORS) or _sharing(reading, start)
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
        firm = reading.headline_firm if word.group() == "公司" else None
        organisation = firm or last_named(reading, begin, "" if word.group()[-1] in "司团业" else word.group()[-1])
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
    mark = None if reading.starting(position, ACTORS) else _FORMER_FIRST.match(text, position)
    begin = mark.end() if mark else position
    under = _UNDER.match(text, begin)
    begin = under.end() if under else begin
    that = _ANAPHOR_FIRST.match(text, begin)
    if that and (end := reading.title_from(that.end())) is not None:  # 该集团|董事长: of the one before
        firm = last_named(reading, begin, that["bare"] if that["bare"] == "集团" else "") if that["bare"] else None
        return Seat(firm, text[that.end() : end], position, end, stray=bool(that["bare"]) and firm is None)
    owners = reading.all_starting(begin, ACTORS)
    for owner in [*sorted(owners, key=lambda m: (m.implied, -m.end)), None]:
        start = owner.end if owner else begin
        former = mark is not None or (text.startswith("原", start) and reading.title_from(start) is None)
        start += 1 if text.startswith("原", start) and reading.title_from(start) is None else 0
        start += 1 if owner and text.startswith(" ", start) and reading.title_from(start + 1) is not None else 0
        start += 2 if text.startswith(("首任", "新任", "现任", "候任"), start) else 0
        end = reading.title_from(start)
        if end is not None:
            return Seat(_fitting(reading, owner, text[start:end]), text[start:end], position, end, former)
    around = reading.starting(begin, frozenset({EntityType.PLACE}))
    if around is not None and reading.starting(around.end, frozenset({EntityType.DEPARTMENT})):
        return _seat_from(reading, around.end)  # 三江侗族自治县|县委常委
    return None


def _office_from(reading: Reading, position: int) -> Seat | None:
    """The head of an unnamed office of the body before: 市审计局科员、|办公室主任."""
    office = OFFICE.match(reading.text, position)
    end = reading.title_from(office.end()) if office else None
    return Seat(None, reading.text[position:end], position, end) if end is not None else None


def _fitting(reading: Reading, owner: Mention | None, title: str) -> Mention | None:
    """The owner of a title; a plain place only where the title implies its government or is of a foreign state."""
    if owner is None or owner.type is not EntityType.PLACE or owner.rule in ("place.zone", "place.country"):
        return owner
    titles = reading.rulebook.titles
    return owner if titles.level(title) or titles.sphere(title) in ("party", "foreign") else None
