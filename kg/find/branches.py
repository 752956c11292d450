"""Organs that are named in ways of their own: other parties, terms, divisions of courts, police, listed branches."""

import re
from functools import lru_cache

from kg.find.draft import Draft
from kg.find.regions import region_before
from kg.models import EntityType


def special(draft: Draft) -> None:
    """Add them to what the cores gave."""
    _branches(draft)
    _parties(draft)
    _committees(draft)
    _sittings(draft)
    _units(draft)


_BRANCH = re.compile(r"[、和与及]([\u4e00-\u9fff]{2,4}?(?:分局|派出所|支队|大队))")


def _branches(draft: Draft) -> None:
    """Branches that share the organ before them: 市公安局刑侦支队、小店分局."""
    for found in _BRANCH.finditer(draft.text):
        owner = next((m for m in draft.found if m.implied and m.rule.startswith("organ.") and m.end <= found.start(1)
                      and any(s.start == m.start and s.end == found.start() for s in draft.found)), None)
        if owner is not None and draft.covered(*found.span(1)) is None:
            draft.add(*found.span(1), EntityType.DEPARTMENT, "organ.branch", name=owner.name + found[1],
                      notes=(f"{found[1]} is listed behind a unit of {owner.name}",))


_PARTY = re.compile(r"(民革|民盟|民建|民进|农工党|致公党|九三学社|台盟|中国民主同盟|中国民主建国会)([\u4e00-\u9fff]{1,12}?)委(?:员会|会)?(?![员托])")
_ARMED = re.compile(r"武警([\u4e00-\u9fff]{2,8}?)(?:支队|总队|中队)|[东南西北中]部战区(?:陆军|海军|空军|机关)?")
_CORPS = re.compile(r"(?:(?:新疆生产建设)?兵团)?(?P<division>第(?:[一二三四五六七八九]|十[一二三四]?)师)(?=师长|副师长|师党委|党委|政委|[^长范傅徒资])")
_CONGRESS_TERM = re.compile(r"第[一二三四五六七八九十]+届人民代表大会(?!第|常|会议|一次|二次)")
_COMMITTEE_OF = re.compile(r"[\u4e00-\u9fff]{2,12}?委员会(?=副?主任|委员|[，。、])")
_AVIATION = re.compile(r"(?:民航|中国民用航空)([\u4e00-\u9fff]{2,3}?)(?:安全)?(?:监管局|监督管理局|地区管理局)")
_DISTRICT = re.compile(r"(?:.*(?:省|自治区))?(.+?市)(.{2,6}?)区")
_POLICE = re.compile(r"(?<![\u4e00-\u9fff])区?公安分局")
_PREFECTURE = re.compile(r"地委(?<![\u4e00-\u9fff]地委)(?![托员会])")
_FORMER = re.compile(  # 定西地区|农业处|干事: a city was a prefecture when the man of a résumé began
    r"地区[\u4e00-\u9fff]{2,8}?(?:局|处|委员会|办公室)(?=副?(?:局长|处长|主任|科长|股长)|科员|干事|干部|办事员|秘书|党组)")
_TERMED = re.compile(r"第?[一二三四五六七八九十]+届(人大常委会|人民代表大会常务委员会|政协常委会)(?!第?[一二三四五六七八九十]+次)")  # 区|十六届人大常委会
_HOUSES = ("organ.cppcc", "organ.congress", "organ.congress-committee")
_LISTED = re.compile(r"、([\u4e00-\u9fff]{2,12}委员会)(?=副?主任)")
_SEATS = ("organ.court", "organ.congress-committee", "organ.cppcc")
_DIVISION = re.compile(r"[、，为的]([\u4e00-\u9fff]{2,8}庭|政治部|执行局|反贪局|办公室|研究室)(?=副?[庭局]长|审判员|副?主任)")
_TERM = re.compile(r"(?:中国人民政治协商会议|政协)(?P<term>第[一二三四五六七八九十]+届)?(?P<place>[\u4e00-\u9fff]{2,12}?)(?:第[一二三四五六七八九十]+届)?委员会(?:常务委员会|常委会)?")


def _parties(draft: Draft) -> None:
    """Committees of the other parties (民盟曲靖市委), and units of the army."""
    for found in _PARTY.finditer(draft.text):
        if found.group(2)[-1] in "省市区县州" and (len(found.group(2)) == 1 or draft.places_from(found.start(2))):
            full = draft.lexicon.organs.central[found.group(1)].full + found.group(2) + "委员会"
            draft.add(found.start(), found.end(), EntityType.DEPARTMENT, "organ.party-branch", full=full)
    for found in _ARMED.finditer(draft.text) if "武警" in draft.text or "战区" in draft.text else ():
        if not found.group(1) or draft.places_from(found.start(1)):
            draft.add(found.start(), found.end(), EntityType.DEPARTMENT, "organ.armed", confidence=0.9)
    for found in _CORPS.finditer(draft.text) if "兵团" in draft.text else ():
        draft.add(found.start(), found.end(), EntityType.DEPARTMENT, "organ.corps", full="新疆生产建设兵团" + found["division"])


def _committees(draft: Draft) -> None:
    """Committees of a congress or CPPCC behind another post there: 市政协常务委员、文化文史和学习委员会|主任."""
    for found in _LISTED.finditer(draft.text):
        houses = [m for m in draft.found if m.rule in _HOUSES and 0 < found.start(1) - m.end <= 12 and not m.implied]
        if houses and _in_chain(draft.lexicon.titles.pattern).match(draft.text, houses[-1].end, found.start(1)) and (
                draft.covered(*found.span(1)) is None):
            house = houses[-1].name.removesuffix("常委会")
            draft.add(*found.span(1), EntityType.DEPARTMENT, "organ.branch", name=house + found[1],
                      notes=(f"{found[1]} is listed behind {house}",))


@lru_cache(maxsize=2)
def _in_chain(title: str) -> re.Pattern[str]:
    return re.compile(f"(?:{title}|、)+$")


def _sittings(draft: Draft) -> None:
    """Congresses and the CPPCC with their term, and committees of the CPPCC."""
    for found in _CONGRESS_TERM.finditer(draft.text):
        place = draft.place_ending(found.start())
        if place is not None:
            draft.add(place.start, found.end(), EntityType.DEPARTMENT, "organ.congress-term", confidence=0.9,
                      full=draft.text[place.start : found.end()])
    for found in _TERMED.finditer(draft.text) if "届人" in draft.text or "届政协" in draft.text else ():
        prefix = region_before(draft, found.start())
        if prefix:
            draft.add(found.start() - len(prefix), found.end(), EntityType.DEPARTMENT, "organ.congress-committee", confidence=0.9,
                      name=prefix + found.group(1))
    for found in _TERM.finditer(draft.text):
        placed = bool(draft.places_from(found.start("place")))
        inner = _COMMITTEE_OF.match(draft.text, found.end()) if found.group().endswith("委员会") else None
        if inner and placed:
            draft.add(found.start(), inner.end(), EntityType.DEPARTMENT, "organ.cppcc-committee", confidence=0.95)
            continue
        if placed and not draft.text.startswith(("第", "副"), found.end()):
            full = f"中国人民政治协商会议{found['place']}委员会" if found["term"] else found.group()  # 政协第九届海州市委员会
            draft.add(found.start(), found.end(), EntityType.DEPARTMENT, "organ.cppcc-term", full=full, confidence=0.9)


def _units(draft: Draft) -> None:
    """The district's police, divisions of courts, offices of congresses, regional offices of civil aviation, prefectures."""
    district = _DISTRICT.fullmatch(draft.article.place)
    for found in _POLICE.finditer(draft.text) if district else ():
        full = f"{district[1]}公安局{district[2]}分局" if district else ""
        draft.add(found.start(), found.end(), EntityType.DEPARTMENT, "organ.police-branch", full=full, confidence=0.9)
    seats = [m for m in draft.found if m.rule in _SEATS]
    for found in _DIVISION.finditer(draft.text) if seats else ():
        start, end = found.span(1)
        court = next((m for m in reversed(seats) if m.end <= start < m.end + 40), None)
        other = court is not None and any(court.end < m.start and m.end <= start for m in draft.found
                                          if m.type is EntityType.DEPARTMENT and not m.implied and m.rule != "organ.branch")
        if court is not None and not other and draft.covered(start, end) is None:
            draft.add(start, end, EntityType.DEPARTMENT, "organ.branch", name=court.name + found[1],
                      notes=(f"{found[1]} is listed behind {court.name}",))
    for found in _AVIATION.finditer(draft.text):
        if draft.places_from(found.start(1)) or found[1] in ("华北", "华东", "中南", "西南", "西北", "东北", "新疆"):
            region = found[1] + ("地区管理局" if found.group().endswith("地区管理局") else "安全监督管理局")
            draft.add(found.start(), found.end(), EntityType.DEPARTMENT, "organ.aviation", full="中国民用航空" + region)
    for found in _FORMER.finditer(draft.text):
        if (place := draft.place_ending(found.start())) is not None and place.division is not None:
            draft.add(place.start, found.end(), EntityType.DEPARTMENT, "organ.former-prefecture", confidence=0.9)
    for found in _PREFECTURE.finditer(draft.text):
        draft.add(found.start(), found.end(), EntityType.DEPARTMENT, "organ.prefecture", name="地区党委", confidence=0.9)
