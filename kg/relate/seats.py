"""Whose a title is: the government, firm or body that it has by itself, shares with the title before, or means."""

import re
from bisect import bisect_left
from operator import attrgetter
from typing import NamedTuple

from kg.models import EntityType, Mention
from kg.relate.reading import ORGANISATIONS, Reading, implied

_COMMITTEE_OF = re.compile(r"(.{0,12}?[省市区县州盟旗镇乡])(?:委|人|政|党)")
_NEAR = 200  # names: no bare title means one further back
_DOUBLED = re.compile(r"([市区县旗州])\1$")  # 东港市|市委
# Bare titles that mean the firm or school named before, by their last characters: 院长 -> …研究院.
_HEAD_OF = re.compile(r"(院|校|馆|所|厂|行|社|台|园|局|会|厅|署|司|部)长$")
# Bare titles that mean the body named before, in the same sentence where the title says little.
_BODIES = ((re.compile("检察[长员]$"), ("检察院",), False), (re.compile("审判[长员]$|庭长$"), ("法院",), False),
           (re.compile("^副?书记$"), ("委",), True),
           (re.compile("^副?主席$"), ("政协", "总工会", "妇联", "科协", "文联"), True))
_RANK_ONLY = re.compile(r"(?<!总)(?:工程|经济|会计)师$")  # by itself what somebody is, no seat in a firm
_LEGAL_FORM = re.compile(r"(?:股份)?有限(?:责任)?公司$")
_OF_COURT = re.compile(r"(.+(?:法院|检察院))(?:.*庭|执行局|政治部|研究室|办公室)")
_SCHOOLS = ("学校", "大学", "中学", "小学", "学院", "一中", "二中")
OFFICE = re.compile(r"(?:办公室|[\u4e00-\u9fff]{1,5}[科处股室])(?=副?主任|副?[科处股]长)")


class Seat(NamedTuple):
    """One title of a chain with its organisation, None where it has the one before."""

    organisation: Mention | None
    title: str
    start: int
    end: int
    former: bool = False
    stray: bool = False  # of an organisation that the text names and no rule knows: never of another one


def last_named(reading: Reading, position: int, head: str = "") -> Mention | None:
    """The organisation that a bare title means: the firm, or the body whose name ends so, named before it.

    One that opens a sentence is what the paragraph is about and goes before one named in passing.
    """
    line = reading.text.rfind("\n", 0, max(0, reading.text.rfind("\n", 0, position))) + 1
    low, high = (bisect_left(reading.all, at, key=attrgetter("start")) for at in (line, position))
    named = [m for m in reading.all[max(low, high - _NEAR) : high] if m.end <= position and (head or not m.implied)]
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


def filled(reading: Reading, seats: list[Seat], near: Mention | None = None) -> list[Seat]:
    """Every title with an organisation: its own, the government its title implies, or the one before it."""
    out: list[Seat] = []
    current: Mention | None = near
    for seat in seats:
        if "原" in seat.title:  # 党委原委员
            seat = seat._replace(title=seat.title.replace("原", ""), former=True)
        level = reading.rulebook.titles.level(seat.title)
        own = _state(reading, seat, current, first=not out) or seat.organisation or executive(seat, current)
        if level and not seat.stray and (own is None or own.type is EntityType.PLACE):
            own = government(reading, seat, own or current, level)
        elif own is not None and own.type is EntityType.PLACE and own.rule not in ("place.zone", "place.country"):
            own = None
        stray = own is None and (seat.stray or bool(out and out[-1].stray))
        organisation = None if stray else _of_court(reading, own or _inherited(seat, current) or _meant(reading, seat), seat.title)
        if organisation is not None and seat.organisation is None and OFFICE.match(seat.title):
            organisation = _whole(reading, organisation)
        former = seat.former or bool(out and out[-1].former and seat.organisation is None)  # 原党组书记、局长
        if stray or current is None or (own is not None and not own.implied):
            current = organisation
        out.append(seat._replace(organisation=organisation, former=former, stray=stray))
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


def executive(seat: Seat, current: Mention | None) -> Mention | None:
    """The office or committee whose 主任 stands behind the secretary of its working committee: 街道党工委书记…、主任…."""
    if current is None or seat.title not in ("主任", "副主任") or not current.name.endswith("党工委"):
        return None
    body = "办事处" if current.name.endswith("街道党工委") else "管委会"
    full = current.full.removesuffix("党工委") + body if current.full.endswith("党工委") else ""
    name = current.name.removesuffix("党工委") + body
    return implied(EntityType.DEPARTMENT, name, seat.start, seat.end, "post.implied-government", full=full)


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
        body = "行政公署" if near.name.endswith(("盟", "地区")) else "人民政府"
        return implied(EntityType.DEPARTMENT, near.name + body, seat.start, seat.end, "post.implied-government")
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
