"""Transliterated names: with a dot (尼古拉·马杜罗), or behind an office of another country (法国总统马克龙)."""

import re
from collections.abc import Iterator

from kg.find.draft import BREAKS, Draft
from kg.find.shapes import Shapes
from kg.text import is_han

_LONGEST = 7  # characters on one side of a dot
_PARTS = 12  # more are a list, no name
_MARK = 3.0  # bits that a good end is worth
_EDGE = 5.0  # bits that a good beginning is worth
_DOTS = ("·", "-")
_DOT = re.compile("·|-(?<=[\u4e00-\u9fff]-)(?=[\u4e00-\u9fff])")  # 尼古拉·马杜罗, 约翰-汉森
_SAID = ("指出", "强调", "说", "表示", "，", "谈到", "提出")
_JAPANESE = re.compile(r"[\u4e00-\u9fff]{4,5}?(?=[，。、；因在等说率来的及和与]|一行|先生|表示|介绍|透露|告诉|专程|出席)")  # 社长|佐藤健一郎


def foreign(draft: Draft, shapes: Shapes) -> Iterator[tuple[int, int, str]]:
    """Spans of the dotted names and of those behind a foreign office, with the kind of evidence."""
    end = 0
    for dot in _DOT.finditer(draft.text):
        if dot.start() < end:
            continue
        start = _left(draft, shapes, dot.start())
        stop = _rest(draft, shapes, dot.end(), least=1) if start < dot.start() else 0
        office = start in shapes.titles or stop in shapes.title_starts  # a hyphen alone joins much else: 京沪-沪昆高铁
        named = dot.group() == "·" and start in shapes.titles and stop > dot.end()  # 部长|坎平·显纳冯
        if named or ((dot.group() == "·" or office) and _likely(draft, shapes, start, stop)):
            yield start, stop, "dotted"
            end = stop
    for start in _offices(draft):
        end = _rest(draft, shapes, start, least=2)
        if end and draft.text[end - 1] == "时" and draft.text.startswith(_SAID, end):
            end -= 1  # 会见国务卿基辛格|时指出
        if _likely(draft, shapes, start, end):
            yield start, end, "foreign"
    for firm in re.finditer("株式会社", draft.text):
        title = draft.lexicon.titles.regex.match(draft.text, firm.end())
        name = _JAPANESE.match(draft.text, title.end()) if title is not None else None
        if name is not None:
            yield *name.span(), "foreign"


def _offices(draft: Draft) -> Iterator[int]:
    """Where an office of another country or of an international organisation ends: 法国前总统|, 欧洲央行行长|."""
    titles, text = draft.lexicon.titles, draft.text
    for place in draft.places:
        if place.division is None:
            begin = place.end + text.startswith("前", place.end)
            title = titles.regex.match(text, begin)
            if title is not None and titles.public(title.group()):
                yield title.end()
    for m in draft.found:
        if m.rule in ("organ.abroad", "institution.international"):
            title = titles.regex.match(text, m.end + text.startswith("前", m.end))
            if title is not None or text.startswith("长", m.end):
                yield title.end() if title is not None else m.end + 1


def _likely(draft: Draft, shapes: Shapes, start: int, end: int) -> bool:
    """Whether the characters are on the average twice as likely in a transliteration as elsewhere."""
    if not end or draft.text[start:end] in shapes.words or draft.covered(start, end):
        return False
    pieces = draft.text[start:end].replace("-", "·").split("·")
    ends = [start + sum(len(p) + 1 for p in pieces[:i]) for i in range(len(pieces))]
    return sum(shapes.strange(at, at + len(p)) for at, p in zip(ends, pieces, strict=True)) >= sum(map(len, pieces))


def _left(draft: Draft, shapes: Shapes, dot: int) -> int:
    """Where the part before the dot begins: the start whose characters and edge are likeliest; the dot if none is."""
    best, start = 0.0, dot
    for position in range(dot - 1, max(-1, dot - 1 - _LONGEST), -1):
        if not is_han(draft.text[position]):
            break
        edge = _edge(draft, shapes, position)
        value = shapes.strange(position, dot) + (_EDGE if edge else _MARK / 2 if draft.is_cut(position) else 0.0)
        if value > best:
            best, start = value, position
        if edge:
            break
    return start


def _edge(draft: Draft, shapes: Shapes, position: int) -> bool:
    """Whether a mark, a title or a noun for persons ends here."""
    text = draft.text
    return (position == 0 or text[position - 1] in BREAKS or text[position - 1] in " （）"
            or position in shapes.titles or position in shapes.noun_ends)


def _rest(draft: Draft, shapes: Shapes, start: int, *, least: int) -> int:
    """Where the name ends whose next part begins here, further parts behind dots included; 0 if it is none."""
    end = _right(draft, shapes, start, least=least)
    for _ in range(_PARTS):
        if not end or draft.text[end : end + 1] not in _DOTS:
            break
        end = _right(draft, shapes, end + 1, least=1)
    return end


def _right(draft: Draft, shapes: Shapes, start: int, *, least: int) -> int:
    """Where a part ends that begins here, 0 if its characters are not those of a foreign name."""
    best, end = 0.0, 0
    for position in range(start, min(len(draft.text), start + _LONGEST)):
        if not is_han(draft.text[position]) or (end and _over(shapes, position)) or _acts(draft, shapes, start, position):
            break
        dot = draft.text[position + 1 : position + 2] in _DOTS
        ending = 1.0 if dot else shapes.ending(position + 1) or shapes.whole(start, position + 1) / 2
        value = shapes.strange(start, position + 1) + _MARK * ending
        if position - start + 1 >= least and ending and value > best:
            best, end = value, position + 1
        if dot:
            break
    return end


def _over(shapes: Shapes, position: int) -> bool:
    """Whether a title begins here, or a 时 that ends the clause: 会见汉森|时，."""
    return position in shapes.title_starts or (shapes.text[position] == "时" and shapes.hard(position + 1))


def _acts(draft: Draft, shapes: Shapes, start: int, position: int) -> bool:
    """Whether what the person does begins here: a word of time, a verb or 和, no part of the name begun at start."""
    known = shapes.parts.match(draft.text, start)
    if position == start or (known is not None and position < known.end()):
        return False
    first = draft.text[position]
    if first in "已仍辞":
        return True
    if first in shapes.after and _odds(shapes, first) < 0:
        return True
    if all(_odds(shapes, c) >= 2 for c in draft.text[position + 1 : position + 3]) and position + 3 < len(draft.text):
        return False  # 施泰|因迈尔
    if _odds(shapes, first) >= 2 and shapes.ending(position + 1) == 1.0:
        return False  # 施密|特等
    word = draft.text[position : position + 2]
    odds = sum(_odds(shapes, c) for c in word)
    acting = word in shapes.words and shapes.words[word][0] in "vtdpr"
    return word in shapes.after or (word in shapes.words and odds < 0) or (acting and odds < 4)


def _odds(shapes: Shapes, character: str) -> float:
    return max(-4.0, min(3.0, shapes.odds_of.get(character, (0.0,) * 4)[3]))
