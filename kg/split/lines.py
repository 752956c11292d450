"""The lines of a page as a reader sees them, each with its map back to the page."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.markup import JOIN, mask
from kg.tables import is_row

Runs = tuple[tuple[int, int], ...]  # (start in page, length), ascending

_BREAK = re.compile(r"[\n\r\t\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_LINE = re.compile(rf"[^{_BREAK.pattern[1:-1]}]+")
_BLANK = " \u3000\u00a0\u2002\u2003\u2009\u200a\u200b\ufeff"
_HEADING = re.compile(r"(#{1,6})[ \u3000]+(?=\S)")
_BULLET = re.compile(r"(?:[-*+>•][ \u3000]+|[○▷▸◦][ \u3000]*)+(?=\S)")
_HTML_HEADING = re.compile(r"<h([1-6])\b", re.IGNORECASE)
_HTML_CELL = re.compile(r"<t[dh]\b", re.IGNORECASE)
_SPACES = re.compile(rf"[{_BLANK}]+")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_SENTENCE = re.compile(r"[。！？!?；;][”’」』）)]*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without markup and without blanks at its ends."""

    text: str
    runs: Runs  # the page's characters that make the text
    level: int = 0  # of a heading (<h2>, ##), else 0
    cell: bool = False  # of a table
    row: bool = False  # of a table whose cells stand apart by blanks
    indent: int = 0  # blanks before the text
    apart: bool = False  # a blank line before it

    def cut(self, start: int, end: int | None = None) -> "Line":
        """The part of the line from `start` to `end`, blanks trimmed."""
        end = len(self.text) if end is None else end
        part = self.text[start:end]
        start += len(part) - len(part.lstrip(_BLANK))
        part = part.strip(_BLANK)
        return replace(self, text=part, runs=slice_runs(self.runs, start, start + len(part)))


def slice_runs(runs: Runs, start: int, end: int) -> Runs:
    """The runs of the characters start..end of what the runs spell."""
    out, position = [], 0
    for page, length in runs:
        low, high = max(start, position), min(end, position + length)
        if low < high:
            out.append((page + low - position, high - low))
        position += length
    return tuple(out)


def read_lines(text: str, *, max_line: int, piece: int) -> list[Line]:
    """All lines of a page that hold something, in order."""
    return list(_lines(text, mask(text), (piece, max_line)))


def is_chinese(text: str) -> bool:
    """Whether a text has Chinese in more than passing: one Chinese character in twenty letters."""
    han = sum(map(len, _HAN.findall(text)))
    return han >= 4 and (han * 20 >= len(text) or han * 20 >= sum(map(str.isalpha, text)))


def _lines(raw: str, masked: str, limits: tuple[int, int]) -> Iterator[Line]:
    before = 0
    for found in _LINE.finditer(masked):
        start, end = found.span()
        tag = raw[start - 1 : start + 12] if raw[start - 1 : start] == "<" else ""  # the tag that made the break
        heading = _HTML_HEADING.match(tag)
        cell = "\t" in (masked[end : end + 1], masked[start - 1 : start]) or bool(_HTML_CELL.match(tag))
        for span in _pieces(masked, start, end, limits):
            line = _line(raw, masked, *span)
            if line is not None:
                apart = masked.count("\n", before, span[0]) > 1
                before = span[1]
                yield from _marked(replace(line, cell=cell, row=is_row(line.text), level=int(heading[1]) if heading else 0, apart=apart))


def _line(raw: str, masked: str, start: int, end: int) -> Line | None:
    """The visible characters of masked[start:end]; blanks that are markup left out, or kept once."""
    body = masked[start:end]
    stripped = body.strip(_BLANK)
    if not stripped:
        return None
    lead = len(body) - len(body.lstrip(_BLANK))
    start, end = start + lead, start + lead + len(stripped)
    if JOIN not in stripped and raw[start:end] == stripped:
        return Line(stripped, ((start, end - start),), indent=lead)
    runs, done = [], start
    for found in _SPACES.finditer(masked, start, end):
        runs.append((done, found.start() - done))
        keep = _kept(raw, masked, *found.span())
        runs += [keep] if keep else []
        done = found.end()
    runs.append((done, end - done))
    runs = _merged(runs)
    return Line("".join(masked[s : s + n] for s, n in runs), tuple(runs), indent=lead)


def _kept(raw: str, masked: str, start: int, end: int) -> tuple[int, int] | None:
    """Which part of a run of blanks belongs to the text: all of it if none is markup, else one true blank, if any."""
    if JOIN not in masked[start:end] and raw[start:end] == masked[start:end]:
        return start, end - start
    for position in range(start, end):
        if masked[position] != JOIN:
            return position, 1
    return None


def _merged(runs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, length in runs:
        if out and out[-1][0] + out[-1][1] == start:
            out[-1] = (out[-1][0], out[-1][1] + length)
        elif length:
            out.append((start, length))
    return out


def _marked(line: Line) -> Iterator[Line]:
    """Take the marks of Markdown off: headings, bullets, the cells of a table's row."""
    if found := _HEADING.match(line.text):
        yield replace(line.cut(found.end()), level=len(found[1]))
    elif line.text.startswith("|") and line.text.endswith("|") and len(line.text) > 1:
        for cell in re.finditer(r"[^|]+", line.text):
            part = replace(line.cut(*cell.span()), cell=True)
            if part.text.strip("-: "):
                yield part
    else:
        bullet = _BULLET.match(line.text)
        yield line.cut(bullet.end()) if bullet else line


def _pieces(masked: str, start: int, end: int, limits: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """A line of absurd length in pieces that end with a sentence where they can: a page may be one line. Linear."""
    piece, max_line = limits
    while end - start > max_line:
        found = _SENTENCE.search(masked, start + piece, start + max_line)
        cut = found.end() if found else start + max_line
        yield start, cut
        start = cut
    yield start, end
