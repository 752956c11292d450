"""What a name leaves out: the place that 市, 县 or 全市 means here, and the full core (市科技局 -> 太原市科学技术局)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.divisions import Division
from kg.models import Article, EntityType, Mention
from kg.organs import LEVELS
from kg.resolve.sessions import session
from kg.rulebook import Rulebook

_LEVEL = re.compile("|".join(LEVELS))
_ALL = re.compile(r"^(?:全|我|本)([省市县区州])")
# Organs led from above whose names keep the short place: 山西银保监局 is no organ of the province's government.
_VERTICAL = re.compile(r"^(?:银保监|银监|保监|证监|税务|气象|地震|邮政管理|通信管理|烟草专卖|海关|煤矿安全监察|金融监管|外汇管理|消防)")
_OWN_PLACE = frozenset({EntityType.INSTITUTION, EntityType.PROJECT, EntityType.EVENT, EntityType.DOCUMENT})
_PUBLIC_FIRM = re.compile("[省市县区州](?:城|交|水|文|国|农|建|公|供|燃|热|自来水|粮|产|能|旅|环|轨|住|保障|投|担保|乡村)[\u4e00-\u9fff]{0,12}(?:公司|集团)$")  # 市城投集团
_NOT_LEVEL = re.compile(r"市政(?!府|协)|市场|市民(?!族|政|宗)|[省市县区](?:属|直|级|领导)|区域|区块|县域|省际|省会|市郊|市值|市区|旗舰|县城|市内|市容|市长|省长|县长|区长")


@dataclass(frozen=True, slots=True)
class FullName:
    """A full name, whether something in it was inferred, and how."""

    name: str
    inferred: bool = False
    note: str = ""
    place: str = ""  # full name of the division it belongs to, if any
    core: str = ""  # system of the organ: committee, party, state …


class Ellipsis:
    """Resolves names within one article."""

    def __init__(self, article: Article, mentions: Sequence[Mention], rulebook: Rulebook) -> None:
        self.divisions, self.organs = rulebook.divisions, rulebook.organs
        self.home = self.divisions.path(article.place) if article.place else None
        self.article = article
        self.places = [(m.start, d) for m in mentions if (d := self._mentioned(m)) is not None]

    def _mentioned(self, m: Mention) -> Division | None:
        """The division that a mention names, or that an organ's name begins with."""
        if m.type is EntityType.PLACE and m.full:
            return self.divisions.path(m.full, near=self.home) or self.divisions.named(m.full, near=self.home)
        if m.type in (EntityType.DEPARTMENT, EntityType.INSTITUTION) and not m.implied:
            return self._leading(m.name)[0]
        return None

    def division(self, level: str, position: int) -> Division | None:
        """The division that a bare level sign means here: of home, else the nearest one named before."""
        if self.home is not None:
            for d in self.divisions.chain(self.home):
                if _is_level(d, level):
                    return d
        before = [d for start, d in self.places if start <= position]
        for d in [*reversed(before), *[d for start, d in self.places if start > position][:1]]:
            for up in self.divisions.chain(d):
                if _is_level(up, level):
                    return up
        return None

    def full(self, m: Mention) -> FullName:
        """The full name of a mention."""
        if m.type is EntityType.DEPARTMENT:
            return self._organ(m)
        if m.type is EntityType.PLACE:
            division = self.divisions.path(m.full or m.name, near=self.home) if m.rule != "place.zone" else None
            name = self.divisions.full_name(division) if division else m.full or m.name
            return FullName(name, name != m.name, place=name)
        name = m.full or m.name
        if m.type in _OWN_PLACE or (m.type is EntityType.ENTERPRISE and m.rule == "enterprise.group" and _PUBLIC_FIRM.match(name)):
            return self._placed(m, name)
        return FullName(name, name != m.name, m.notes[0] if m.full and m.notes else "")

    def around(self, m: Mention) -> list[str]:
        """The full names of the divisions around the one that a mention of a place means, inside out."""
        division = self.divisions.path(m.full or m.name, near=self.home) if m.rule != "place.zone" else None
        return [self.divisions.full_name(d) for d in self.divisions.chain(division)[1:]] if division else []

    def _placed(self, m: Mention, name: str) -> FullName:
        if m.type is EntityType.EVENT and (full := self._session(m, name)):
            return FullName(full, full != m.name, f"{m.name} is the session in full")
        around = _ALL.match(name)
        level = around.group(1) if around else ""
        rest = name[around.end() :] if around else name
        if not level and (found := _LEVEL.match(name)) and not _NOT_LEVEL.match(name):
            level, rest = found.group(), name[found.end() :]
        if level:
            division = self.division(level, m.start)
            if division is not None:
                place = self.divisions.full_name(division)
                return FullName(place + rest, True, f"{level} is {place} here", place)
        return FullName(name, name != m.name)

    def _session(self, m: Mention, name: str) -> str:
        level = _LEVEL.match(name.removeprefix("政协"))
        division = self.division(level.group(), m.start) if level else None
        place = self.divisions.full_name(division) if division else ""
        return session(name[level.end() :] if level and place and not name.startswith("政协") else name, place)

    def _organ(self, m: Mention) -> FullName:
        name = m.name.removeprefix("中共").removeprefix("中国共产党")
        if m.rule == "organ.prefecture":
            division = self.division("地区", m.start) or self.division("盟", m.start)
            place = self.divisions.full_name(division) if division else ""
            full = (f"中共{place}委员会" if m.name == "地区党委" else f"{place}行政公署") if place else m.name
            return FullName(full, full != m.name, f"地 is {place} here" if place else "", place)
        if m.rule == "organ.youth":
            league = self._organ(replace(m, name=m.name.removeprefix("共青").removeprefix("团"), rule="organ.committee"))
            full = league.name.replace("中共", "共青团", 1)
            return replace(league, name=full if full != league.name else m.name, inferred=full != m.name, core="youth")
        if m.full.strip() and m.full != m.name and not m.implied:
            return FullName(m.full, True, f"{m.name} is the short form of {m.full}")
        if m.name in self.organs.central:
            full = self.organs.central[m.name].full
            return FullName(full, full != m.name, f"{m.name} is the short form of {full}" if full != m.name else "")
        division, rest = self._leading(name)
        inferred, note = False, ""
        if division is None and (found := _LEVEL.match(name)) and not _NOT_LEVEL.match(name):
            division, rest = self.division(found.group(), m.start), name[found.end() :]
            inferred = division is not None
            note = f"{found.group()} is {division.name} here" if division else ""
        if division is None:
            return FullName(m.name)
        if rest[:1] == division.name[-1] and rest[1:2] == "委":
            rest = rest[1:]  # 容县|县委
        place = self.divisions.full_name(division)
        short = not inferred and name[: len(name) - len(rest)].endswith(division.short) and division.short != division.name
        if short and (_VERTICAL.match(rest) or not self._listed(rest)):
            return FullName(m.name, place=place)  # 太原铁路公安处 is no organ of 太原市
        if rest.startswith(("政府", "人民政府")) and (inner := self.organs.by_form.get(rest.removeprefix("人民").removeprefix("政府"))):
            return FullName(f"{place}人民政府{inner.full}", True, note, place, "unit")
        core_form = next((rest[:size] for size in range(len(rest), 0, -1) if rest[:size] in self.organs.by_form), "")
        if not core_form:
            return FullName(place + rest, inferred or place + rest != m.name, note, place)
        core = self.organs.by_form[core_form]
        tail = rest[len(core_form) :]
        if core.system == "committee" and tail in ("常委会", "常务委员会"):
            full = f"中共{place}委员会常务委员会"
        elif core.system == "committee" and tail:
            full = f"中共{place}委{tail}"
        elif core.system == "committee" and core_form == "委":
            full = self.organs.full_name(core, place)
        else:
            full = self.organs.full_name(core, place) + ("常务委员会" if tail == "常委会" else tail)
        return FullName(full, full != m.name, note or (f"{core_form} in full" if core.full != core_form else ""), place, core.system if not tail else "unit")

    def _listed(self, rest: str) -> bool:
        """Whether what follows a place is a known core of the place's own organs."""
        forms = (rest[:size] for size in range(len(rest), 1, -1))
        return any(f in self.organs.by_form and self.organs.by_form[f].system not in ("zone", "army") for f in forms)

    def _leading(self, name: str) -> tuple[Division | None, str]:
        """The place an organ's name begins with, and the rest."""
        for size in range(min(len(name) - 1, 18), 1, -1):
            if name[:size] not in self.divisions.by_name and name[:size] not in self.divisions.by_short and size < 5:
                continue
            division = self.divisions.path(name[:size], near=self.home)
            if division is not None:
                short = not name[:size].endswith(division.name)
                return (None, name) if short and _LEVEL.match(name, size) else (division, name[size:])
        return None, name


def _is_level(division: Division, level: str) -> bool:
    if level == "省":
        return division.level == "province" and division.name.endswith("省")
    if level in ("市", "县", "区", "州", "盟", "旗"):
        return division.name.endswith(level) and not division.name.endswith("自治区")
    return division.name.endswith(level)
