"""Helpers on Chinese text that several stages share: folding of width and script, sentences, numerals."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_MANY = 8  # first characters that are looked up before they are tried one by one
_HAN = re.compile("[\u4e00-\u9fff]+")
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}

# Half-width marks that OCR mixes into Chinese text; quotation marks keep their shape, blanks are names' business.
WIDTH = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）", "•": "·", "・": "·", "‧": "·",
         "\u3000": " ", "\u00a0": " ", "\t": " ", "【": "【", "﹑": "、", "｡": "。", **dict.fromkeys("▲△★☆◆◇■□▼▽※►▶▷◁◎●", " ")}


class FoldTable(dict[int, str]):
    """What `fold` puts for a character, by its code. Few of a text's are in it: they are sought, not all looked up."""

    @cached_property
    def _touched(self) -> re.Pattern[str]:
        return re.compile(f"[{re.escape(''.join(map(chr, self)))}]")

    def folded(self, text: str) -> str:
        """The text with the characters of the table replaced."""
        return self._touched.sub(lambda found: self[ord(found[0])], text)


def fold_table(traditional: Mapping[str, str]) -> FoldTable:
    """Full-width digits and letters, Chinese marks, simplified characters."""
    table = FoldTable({ord(c): v for c, v in (*traditional.items(), *WIDTH.items())})
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)):
        table[code] = chr(code - 0xFEE0)
    return table


def fold(text: str, table: FoldTable) -> str:
    """The text with width and script folded, straight quotation marks opened and closed in turn; same length."""
    text = table.folded(text)
    if '"' not in text:
        return text
    out, opened = [], False
    for c in text:
        if c == '"':
            c, opened = "”" if opened else "“", not opened
        elif c == "\n":
            opened = False
        out.append(c)
    return "".join(out)


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of a text: cut behind 。！？ and line ends, never inside a figure."""
    spans, start = [], 0
    for found in re.finditer(r"[。！？\n]+[”’」』）]*", text):
        if found.end() > start and text[start : found.end()].strip():
            spans.append((start, found.end()))
        start = found.end()
    if text[start:].strip():
        spans.append((start, len(text)))
    return spans


def either(words: Iterable[str]) -> str:
    """Regex source of one of some words, the longest that fits first: a tree, refused at its first character."""
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for c in word:
            node = node.setdefault(c, {})
        node[""] = {}
    refused = f"(?=[{re.escape(''.join(tree))}])" if len(tree) > _MANY else ""
    return f"(?:{refused}{_branches(tree)})"


def any_of(patterns: Iterable[str]) -> str:
    """Regex source of one of some words or patterns, the longest first: for what is sought in a whole text.

    There `re` runs from one first character to the next, which what `either` begins with would keep it from.
    """
    return "|".join(sorted(patterns, key=len, reverse=True))


def _branches(tree: Mapping[str, Any]) -> str:
    if len(tree) == 1:
        c, rest = next(iter(tree.items()))
        return re.escape(c) + _branches(rest) if c else ""
    longer = [re.escape(c) + _branches(rest) for c, rest in tree.items() if c]
    return f"(?:{'|'.join([*longer, ''] if '' in tree else longer)})"


def number(text: str) -> float | None:
    """The value of a numeral in digits, Chinese characters or both: 1.3万 13000, 三千 3000, 千亿 1e11; None if none."""
    found = re.fullmatch(r"(\d+(?:,\d{3})*(?:\.\d+)?)?([零〇一二两三四五六七八九十百千万亿]*)", text.replace("，", ","))
    if not text or found is None:
        return None
    digits, characters = found.groups()
    value = float(digits.replace(",", "")) if digits else None
    if not characters:
        return value
    if value is not None:
        for unit in characters:
            if unit not in _UNITS:
                return None
            value *= _UNITS[unit]
        return value
    return _characters(characters)


def _characters(text: str) -> float:
    total, section, digit = 0.0, 0.0, 0.0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif _UNITS[c] < 10_000:
            section += (digit or 1) * _UNITS[c]
            digit = 0
        else:
            total = (total + section + digit or 1) * _UNITS[c]
            section = digit = 0
    return total + section + digit


def is_han(text: str) -> bool:
    """Whether every character is a Chinese character."""
    return _HAN.fullmatch(text) is not None
