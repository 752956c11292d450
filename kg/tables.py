"""Tables in plain text: a line of column names, and rows whose cells stand apart by two blanks or more."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Span = tuple[int, int]

_CELL = re.compile(r"\S(?:\S| (?=\S))*")
_LEAST = 3  # cells of a row
_UNIT = re.compile(r"[（(]([\u4e00-\u9fff]{1,4})[）)]$")  # 投资额（亿元）
_WORDS = re.compile("序号|名称|项目|单位|企业|公司|地点|金额|投资|时间")  # in the names of columns and in no person's
_MARKS = re.compile(r"[。；！？]")


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row by what their columns hold, and the unit that the column of amounts names."""

    cells: Mapping[str, Span]
    unit: str
    start: int  # of the table: its line of column names


def is_row(line: str) -> bool:
    """Whether a line looks like a row of a table, or its column names: four cells and more, no sentence, no list of names."""
    if "  " not in line or _MARKS.search(line):
        return False
    found = _CELL.findall(line)
    return len(found) > _LEAST and any(any(c.isdigit() for c in cell) or _WORDS.search(cell) for cell in found)


def rows(text: str, columns: Mapping[str, Sequence[str]]) -> Iterator[Row]:
    """All rows of the tables of a text. `columns`: what a column holds -> the names it may have."""
    kinds: list[str] = []
    unit, begun, position = "", 0, 0
    for line in text.split("\n"):
        start, position = position, position + len(line) + 1
        found = _cells(text, start, start + len(line)) if "  " in line else []
        heads = [_kind(text[a:b], columns) for a, b in found]
        if "work" in heads and len([h for h in heads if h]) > 1:
            kinds, begun = heads, start
            unit = next((m[1] for a, b in found if (m := _UNIT.search(text[a:b]))), "")
        elif kinds and _LEAST <= len(found) <= len(kinds) and len(found) >= len(kinds) - 1:
            yield Row({kind: span for kind, span in zip(kinds, found, strict=False) if kind}, unit, begun)
        elif line:
            kinds = []


def _cells(text: str, start: int, end: int) -> list[Span]:
    """The spans of a line's cells."""
    return [found.span() for found in _CELL.finditer(text, start, end)]


def _kind(head: str, columns: Mapping[str, Sequence[str]]) -> str:
    bare = _UNIT.sub("", head).replace(" ", "")
    return next((kind for kind, names in columns.items() if bare in names), "")
