"""Transliterated names: with a dot (尼古拉·马杜罗), or behind an office of another country (法国总统马克龙)."""

from kg.find.draft import BREAKS, Draft
from kg.find.shapes import Shapes
from kg.models import EntityType
from kg.text import is_han

_LONGEST = 7  # characters on one side of a dot
_MARK = 3.0  # bits that a good edge is worth
_DOTS = ("·", "-")


def foreign(draft: Draft, shapes: Shapes) -> None:
    """Add the dotted names and those behind a foreign office."""
    position = draft.text.find("·")
    while position >= 0:
        end = _dotted(draft, shapes, position)
        position = draft.text.find("·", max(end, position + 1))
    for place in draft.places:
        if place.division is None:
            title = draft.lexicon.titles.regex.match(draft.text, place.end)
            if title is not None and draft.lexicon.titles.public(title.group()):
                _add(draft, shapes, title.end(), _rest(draft, shapes, title.end(), least=2), "person.foreign")


def _dotted(draft: Draft, shapes: Shapes, dot: int) -> int:
    """The end of the name around a dot, 0 if there is none."""
    start = _left(draft, shapes, dot)
    end = _rest(draft, shapes, dot + 1, least=1) if start < dot else 0
    _add(draft, shapes, start, end, "person.dotted")
    return end


def _add(draft: Draft, shapes: Shapes, start: int, end: int, rule: str) -> None:
    """Add a name whose characters are on the average twice as likely in a transliteration as elsewhere."""
    name = draft.text[start:end]
    letters = [c for c in name if c not in _DOTS]
    unlikely = name in shapes.words or sum(_odds(shapes, c) for c in letters) < len(letters)
    if not end or unlikely or draft.covered(start, end):
        return
    office = shapes.titles.get(start)
    public = office is not None and draft.lexicon.titles.public(draft.text[office:start])
    draft.add(start, end, EntityType.OFFICIAL if public else EntityType.PERSON, rule, confidence=0.85)


def _left(draft: Draft, shapes: Shapes, dot: int) -> int:
    """Where the part before the dot begins: the start whose characters and edge are likeliest; the dot if none is."""
    best, start, odds = 0.0, dot, 0.0
    for position in range(dot - 1, max(-1, dot - 1 - _LONGEST), -1):
        if not is_han(draft.text[position]):
            break
        odds += _odds(shapes, draft.text[position])
        edge = _edge(draft, shapes, position)
        value = odds + (_MARK if edge else _MARK / 2 if position in draft.cuts else 0.0)
        if value > best:
            best, start = value, position
        if edge:
            break
    return start


def _edge(draft: Draft, shapes: Shapes, position: int) -> bool:
    """Whether a mark, a title or a noun for persons ends here."""
    text = draft.text
    if position == 0 or text[position - 1] in BREAKS or text[position - 1] in " （）" or position in shapes.titles:
        return True
    return any(found.end() == position for found in shapes.nouns.finditer(text, max(0, position - 6), position))


def _rest(draft: Draft, shapes: Shapes, start: int, *, least: int) -> int:
    """Where the name ends whose next part begins here, further parts behind dots included; 0 if it is none."""
    end = _right(draft, shapes, start, least=least)
    while end and draft.text[end : end + 1] in _DOTS:
        end = _right(draft, shapes, end + 1, least=1)
    return end


def _right(draft: Draft, shapes: Shapes, start: int, *, least: int) -> int:
    """Where a part ends that begins here, 0 if its characters are not those of a foreign name."""
    best, end, odds = 0.0, 0, 0.0
    for position in range(start, min(len(draft.text), start + _LONGEST)):
        if not is_han(draft.text[position]) or (position > start and _acts(draft, shapes, position)):
            break
        odds += _odds(shapes, draft.text[position])
        dot = draft.text[position + 1 : position + 2] in _DOTS
        ending = 1.0 if dot else shapes.ending(position + 1)
        if position - start + 1 >= least and ending and odds + _MARK * ending > best:
            best, end = odds + _MARK * ending, position + 1
        if dot:
            break
    return end


def _acts(draft: Draft, shapes: Shapes, position: int) -> bool:
    """Whether what the person does begins here: a word of time, a verb or 和, no part of the name."""
    first = draft.text[position]
    if first in shapes.after and _odds(shapes, first) < 0:
        return True
    word = draft.text[position : position + 2]
    odds = sum(_odds(shapes, c) for c in word)
    acting = word in shapes.words and shapes.words[word][0] in "vtdpr"
    return word in shapes.after or (word in shapes.words and odds < 0) or (acting and odds < 4)


def _odds(shapes: Shapes, character: str) -> float:
    return max(-4.0, min(3.0, shapes.odds_of.get(character, (0.0,) * 4)[3]))
