"""Titles of posts: what they look like in a text (常务副市长, 党组书记, 三级调研员) and what they imply."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.text import either

# 党组书记 and 纪委书记 are posts of the organ before them; 常务副 and 代 belong to the role's name.
_PARTY = ("党组 党委 党工委 机关党委 党总支 党支部 总支 支部 纪委 纪检监察组 纪检组 工会 党建工作委员会 董事会 "
          "董事局 监事会 团委 妇联 审判委员会 检察委员会")
_RANK = ("第一 常务 执行 正高级 高级 首席 名誉 荣誉 一级 二级 三级 四级 专职 兼职 驻会 候补 轮值 联席 助理 资深 "
         "正厅级 副厅级 正处级 副处级 代理 代 见习 挂职 副 总")
# What a manager manages: 采购总监, 项目经理.
_FUNCTION = ("采购 供应链 市场 营销 销售 技术 生产 运营 财务 人力资源 人事 行政 品牌 产品 研发 质量 安全 "
             "项目 区域 大区 设计 艺术 法务 战略 投资 信息 数据 客户 公关 传播 内容 创意 工程 设备 业务 部门 大堂")
# Party posts that firms, schools and villages have too.
_INSIDE = re.compile("党委|总支|支部|工会|董事会|董事局|监事会|团委|妇联|党建")
_PUBLIC = frozenset(("party", "state", "congress", "cppcc", "court", "army", "foreign"))


@dataclass(frozen=True)
class Titles:
    """The closed list of title heads; `pattern` finds a whole title with its modifiers."""

    spheres: tuple[tuple[str, str], ...]  # (head, sphere), longest head first
    implied: tuple[tuple[str, str], ...]  # (head, level): 市长 implies the 市's government

    @cached_property
    def pattern(self) -> str:
        """Regex source of one title: 党组成员、 is not part of it, 副 and ranks are, 原 inside it (党委|原|书记) too."""
        heads, bodies, ranks = [head for head, _ in self.spheres], _PARTY.split(), _RANK.split()
        words = (*heads, *bodies, *ranks, *_FUNCTION.split(), "成员")
        first = "".join(sorted({word[0] for word in words}))
        second = "".join(sorted({*first, *(word[1] for word in words if len(word) > 1)}))  # 副, 代 and 总 are words too
        party = either(bodies)
        managers = f"{either(_FUNCTION.split())}(?:副|高级|执行)?(?:总监|主管|总裁|总经理|经理|总工程师|总工)"
        post = f"(?:{party}原?)?(?:成员|{either(ranks)}{{0,4}}{either(heads)}(?:助理)?)"
        return f"(?:(?=[{first}][{second}])(?:{post}|{managers}|{party}原?(?:副)?书记))"

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Compiled `pattern`."""
        return re.compile(self.pattern)

    @cached_property
    def _sphere_of(self) -> dict[str, str]:
        return dict(reversed(self.spheres))

    @cached_property
    def _level_of(self) -> dict[str, str]:
        return dict(reversed(self.implied))

    def head(self, title: str) -> str:
        """The head of a title: 副市长 -> 市长."""
        bare = title.removesuffix("助理")
        return next((bare[i:] for i in range(len(bare)) if bare[i:] in self._sphere_of), title)

    def sphere(self, title: str) -> str:
        """party, state, congress, cppcc, court, army, enterprise, institution, foreign or any."""
        return self._sphere_of.get(self.head(title), "any")

    def public(self, title: str) -> bool:
        """Whether a title by itself is one of party, state, congress, court or army: 市长, not 主任, 党委书记."""
        return self.sphere(title) in _PUBLIC and title != "代表" and not self.inside(title)

    def inside(self, title: str) -> bool:
        """Whether a title is a party or union post such as firms have: 党委副书记, 工会主席."""
        return _INSIDE.match(title) is not None

    def level(self, title: str) -> str:
        """The level whose government the bare title means (副市长 -> 市), "" if none."""
        return self._level_of.get(self.head(title), "")


def load_titles(path: Path) -> Titles:
    """Read titles.tsv: head, sphere, implied level."""
    rows = []
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            head, sphere, *level = line.split("\t")
            rows.append((head, sphere, level[0] if level else ""))
    rows.sort(key=lambda r: (-len(r[0]), r[0]))
    return Titles(tuple((h, s) for h, s, _ in rows), tuple((h, level) for h, _, level in rows if level))
