"""Columns of fixed width: a paragraph that was broken into lines of one length is one line again."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from kg.split.lines import Line

_CLOSED = tuple("。！？!?；;：:")
_ITEM = re.compile(r"[—●▲○◆■★▷▶※（(]|[一二三四五六七八九十\d]{1,3}[、.．]")  # begins another item of a list
_NARROWEST, _WIDEST = 12, 60


def unwrap(lines: list[Line]) -> list[Line]:
    """Put the lines of columns together, of a whole page or of single paragraphs on a page of long lines."""
    width = _width(lines)
    if width:
        indented = sum(line.indent > 0 for line in lines) * 50 >= len(lines)
        return _joined(lines, dict.fromkeys(range(len(lines)), width), indented=indented)
    widths: dict[int, int] = {}
    for start, end in _blocks(lines):
        widths |= _columns(lines, start, end)
    return _joined(lines, widths, indented=any(lines[i].indent for i in widths)) if widths else lines


def _joined(lines: list[Line], widths: dict[int, int], *, indented: bool) -> list[Line]:
    """At full width and without an end, the next line goes on. `widths`: of the column of each line that is in one."""
    out: list[Line] = []
    full = False
    for i, line in enumerate(lines):
        goes_on = full and not line.level and not line.cell and not line.indent and i in widths
        if goes_on and (not out[-1].text.endswith(_CLOSED) or (indented and not _ITEM.match(line.text))):
            out[-1] = replace(out[-1], text=out[-1].text + line.text, runs=out[-1].runs + line.runs)
        else:
            out.append(line)
        full = len(line.text) + min(line.indent, 4) >= widths.get(i, _WIDEST * 9) - 1
    return out


def _fills(line: Line, width: int) -> bool:
    """Whether a line is as long as the column; blanks before it count whole or half."""
    return any(abs(len(line.text) + blanks - width) <= 1 for blanks in {line.indent, line.indent // 2})


def _width(lines: list[Line]) -> int:
    """The width of the column if most lines of the page have it and go on without a mark, else 0."""
    sizes = Counter(len(line.text) for line in lines if 10 <= len(line.text) <= _WIDEST)
    if sum(sizes.values()) < 12:
        return 0
    width = _usual(sizes)
    near = [line for line in lines if abs(len(line.text) - width) <= 1]
    running = sum(not line.text.endswith(_CLOSED) for line in near)
    long = sum(len(line.text) > width + 2 for line in lines)
    return width if len(near) * 2 >= len(lines) and running * 3 >= len(near) * 2 and long * 10 <= len(lines) else 0


def _usual(sizes: Counter[int]) -> int:
    return max(sizes, key=lambda n: (sum(sizes[n + d] for d in (-1, 0, 1)), sizes[n], n))


def _blocks(lines: list[Line]) -> Iterator[tuple[int, int]]:
    """Stretches of three and more lines without a blank line, a heading or a table between them."""
    start = 0
    for i in range(1, len(lines) + 1):
        if i == len(lines) or lines[i].apart or lines[i].level or lines[i].cell:
            if i - start >= 3:
                yield start, i
            start = i


def _columns(lines: list[Line], start: int, end: int) -> dict[int, int]:
    """Lines of a block -> width: the whole block, or two and more of one length that run on, and what ends them."""
    block = lines[start:end]
    widths = {_usual(Counter(len(line.text) + k * line.indent // 2 for line in block)) for k in (0, 1, 2)}
    width = max(sorted(widths), key=lambda w: sum(_fills(line, w) for line in block))
    paragraphs = 1 + sum(line.indent > 0 or _ITEM.match(line.text) is not None for line in block[1:])
    filled = sum(_fills(line, width) and not line.text.endswith("。") for line in block)
    if (_NARROWEST <= width <= _WIDEST and filled >= 2 and filled * 2 >= len(block) - paragraphs
            and all(len(line.text) <= width + 2 for line in block) and _sentences(block)):
        return dict.fromkeys(range(start, end), width)
    found: dict[int, int] = {}
    first = start
    while first < end - 2:
        last, width = first, len(lines[first + 1].text)
        if not _NARROWEST + 2 <= width <= _WIDEST:
            first += 1
            continue
        while last < end and _fills(lines[last], width) and not lines[last].text.endswith(_CLOSED) and (
                last == first or not lines[last].indent):
            last += 1
        stop = last + (last < end and len(lines[last].text) <= width + 1 and not lines[last].indent)
        if last - first >= 2 and any("。" in line.text for line in lines[first:stop]):
            found |= dict.fromkeys(range(first, stop), width)
        first = stop if last - first >= 2 else first + 1
    return found


def _sentences(block: list[Line]) -> bool:
    """Whether lines hold sentences that run over their ends: marks inside, and most lines without one at the end."""
    marks = sum(mark in line.text[:-1] for line in block for mark in "，,。；;")
    running = sum(not line.text.endswith((*_CLOSED, "，", ",", "、")) for line in block)
    return marks >= 2 and running * 2 >= len(block) and any(line.text.endswith(("。", "；", ";", "”", "」", "!", "！")) for line in block)
