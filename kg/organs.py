"""The grammar of the names of public organs: 区域 + 系统 + 机构. 市科技局 in Taiyuan is 太原市科学技术局."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

LEVELS = ("地区", "自治区", "自治州", "自治县", "省", "市", "区", "县", "州", "盟", "旗", "镇", "乡")
_BUREAU_HEADS = (("局", "局"), ("厅", "厅"), ("委", "委员会"))


@dataclass(frozen=True, slots=True)
class Core:
    """What an organ's name says after the place: form as written, full core, system (state, party, …)."""

    form: str
    full: str
    system: str


@dataclass(frozen=True, slots=True)
class Central:
    """An organ of the centre: full name and system."""

    full: str
    system: str


@dataclass(frozen=True)
class Organs:
    """All known cores and central organs."""

    cores: tuple[Core, ...]
    centrals: tuple[tuple[str, Central], ...]

    @cached_property
    def by_form(self) -> dict[str, Core]:
        """Form -> core; the first row of the file wins."""
        out: dict[str, Core] = {}
        for core in self.cores:
            out.setdefault(core.form, core)
        return out

    @cached_property
    def central(self) -> dict[str, Central]:
        """Name or form -> central organ."""
        return dict(self.centrals)

    def full_name(self, core: Core, place: str) -> str:
        """The full name of the organ with this core in a place: 组织部, 太原市 -> 中共太原市委组织部."""
        match core.system:
            case "committee" | "committee-of-region":
                return f"中共{place}委员会"
            case "government":
                return f"{place}人民政府"
            case "cppcc":
                return f"中国人民政治协商会议{place}委员会"
            case "cppcc-committee":
                return f"中国人民政治协商会议{place}委员会常务委员会"
            case "discipline":
                return f"中共{place}纪律检查委员会"
            case "discipline-both":
                return f"{place}纪委监委"
            case "party":
                return f"中共{place}委{core.full}"
            case "youth":
                return f"共青团{place}委员会"
            case _:
                return place + core.full


def load_organs(organs: Path, bureaus: Path, central: Path) -> Organs:
    """Read organs.tsv, bureaus.tsv (each field with 局 and 厅) and central.tsv."""
    cores: list[Core] = []
    for system, full, *forms in _rows(organs):
        cores += [Core(form, full, system) for form in (full, *_split(forms))]
        if system == "party":
            cores += [Core(own + form, full, system) for form in (full, *_split(forms)) for own in ("委", "党委")]  # 市|委组织部
    for full, *forms in _rows(bureaus):
        for head, whole in _BUREAU_HEADS:
            cores += [Core(form + head, full + whole, "state") for form in (full, *_split(forms))]
    cores += [Core(c.form.replace("和", ""), c.full, c.system) for c in cores if "和" in c.form]
    centrals: list[tuple[str, Central]] = []
    for name, names, kind in _rows(central):
        centrals += [(form, Central(name, kind)) for form in (name, *names.split())]
    return Organs(tuple(cores), tuple(centrals))


def _split(fields: list[str]) -> list[str]:
    return " ".join(fields).split()


def _rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
