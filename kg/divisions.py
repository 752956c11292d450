"""The administrative divisions of China down to county level, and how their names are read."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

MUNICIPALITIES = frozenset({"北京市", "上海市", "天津市", "重庆市"})


@dataclass(frozen=True, slots=True)
class Division:
    """One division: 阳曲县, short 阳曲, level county, parent code 140100."""

    code: str
    name: str
    short: str
    level: str  # province, prefecture, county, county-former
    parent: str  # code of the division around it; of a former county: of its successor


@dataclass(frozen=True)
class Divisions:
    """All divisions, looked up by code or by name. Homonyms (鼓楼区) are lists."""

    all: tuple[Division, ...]

    @cached_property
    def by_code(self) -> dict[str, Division]:
        """Code -> division."""
        return {d.code: d for d in self.all}

    @cached_property
    def by_name(self) -> dict[str, tuple[Division, ...]]:
        """Full name -> divisions of that name."""
        return _grouped((d.name, d) for d in self.all)

    @cached_property
    def by_short(self) -> dict[str, tuple[Division, ...]]:
        """Short name -> divisions (吉林: the province and the city)."""
        pairs = [(d.short, d) for d in self.all if d.short != d.name]
        # 昌吉州, 木垒县: the everyday names of autonomous prefectures and counties
        pairs += [(d.short + d.name[-1], d) for d in self.all if d.name.endswith(("自治州", "自治县", "自治旗")) and len(d.short) < 5]
        return _grouped((short, d) for short, d in pairs if short not in self.by_name)

    def parent(self, division: Division) -> Division | None:
        """The division around it, None for a province."""
        return self.by_code.get(division.parent)

    def chain(self, division: Division) -> tuple[Division, ...]:
        """The division and all around it, inside out: 阳曲县, 太原市, 山西省."""
        return (division, *self._around.get(division.parent, ()))

    @cached_property
    def _around(self) -> dict[str, tuple[Division, ...]]:
        """Code -> the division and all around it."""
        out: dict[str, tuple[Division, ...]] = {}
        for code, division in self.by_code.items():
            found = [division]
            while (up := self.parent(found[-1])) is not None and up not in found:
                found.append(up)
            out[code] = tuple(found)
        return out

    def province(self, division: Division) -> Division:
        """The province around it (itself for a province)."""
        return self.chain(division)[-1]

    def named(self, name: str, *, near: Division | None = None) -> Division | None:
        """The division of a full or short name; among homonyms the one inside or around `near`, else None."""
        found = self.by_name.get(name) or self.by_short.get(name) or ()
        if len(found) > 1:  # 太谷: the district, not the county that it was
            found = tuple(d for d in found if not (d.level.endswith("former") and self.parent(d) in found))
        if len(found) > 1 and near is not None:
            around = self.chain(near)
            inside = [d for d in found if near in self.chain(d) or d in around]
            found = tuple(inside or [d for d in found if self.province(d) == self.province(near)]) or found
        if len(found) > 1:
            higher = [d for d in found if d.level in ("province", "prefecture")]
            found = tuple(higher[:1])
        return found[0] if len(found) == 1 else None

    def path(self, text: str, *, near: Division | None = None) -> Division | None:
        """The division meant by a nested name: 山西省太原市小店区, 太原市小店区, 小店区."""
        current, rest = None, text
        while rest:
            for size in range(min(len(rest), 15), 1, -1):
                step = self.named(rest[:size], near=current or near)
                if step is not None and (current is None or current in self.chain(step)):
                    current, rest = step, rest[size:]
                    break
            else:
                return None
        return current

    def full_name(self, division: Division) -> str:
        """The name a reader needs: a district with its city (太原市小店区), any other division by itself (阳曲县)."""
        up = self.parent(division)
        return up.name + division.name if up is not None and division.name.endswith("区") and up.level != "county" and (
            division.level.startswith("county")) else division.name


def _grouped(pairs: Iterable[tuple[str, Division]]) -> dict[str, tuple[Division, ...]]:
    out: dict[str, list[Division]] = {}
    for name, division in pairs:
        out.setdefault(name, []).append(division)
    return {name: tuple(found) for name, found in out.items()}


def load_divisions(path: Path) -> Divisions:
    """Read divisions.tsv: code, name, short (several with /), level, parent code."""
    rows = []
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            code, name, shorts, level, parent = line.split("\t")
            rows += [Division(code, name, short, level, parent) for short in shorts.split("/")]
    return Divisions(tuple(rows))
