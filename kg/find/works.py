"""Component `works`: projects, alone or in lists with a shared head (迎泽西大街、新建路等维修改造工程 is two)."""

import re
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from kg.find.draft import Draft, draft_of
from kg.models import EntityType

_HEAD = re.compile(r"(?:项目|工程)(?:（?[一二三四五六七八九十\d]+期）?)?")
_HARD = frozenset("，。！？；：\n|…《》,;:!? ")
_SOFT = frozenset("、与和及“”‘’")
_LISTED = re.compile(r"[、]|(?:以?及|和|与)(?=[^、]{3,})")
_LEADING_VERB = re.compile(r"^(?:建设|提升|新建|改造|扩建|续建|建成|修建|开发|打造|规划|实施|完成)(?=[\u4e00-\u9fff（）\d]{5,})")
_STRIP = re.compile(r"^(?:的|等|了|一批|省级|市级|国家级|省、市|省市|我市|我省|我县|我区|全市|全省|重点|重大|其中|以及|及|和|与|、|[“”]|\d{1,4}个|新增)+")
_QUANTITY = re.compile(r"^(?:第?[\d一二三四五六七八九十百两几数多]+(?:余|多)?(?:个|项|处|条|座|批|大|类|件|家)|首[个批]|一系列)")
_MEASURED = re.compile(r"^(?:年[产加处]|日[产处]|总投资|\d)")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list of works: its span and the name it has with the shared head."""

    start: int
    end: int
    name: str


@Language.component("kg_works")
def works(doc: Doc) -> Doc:
    """Find projects by their head; lists are expanded once, here."""
    draft = draft_of(doc)
    table = draft.lexicon.rulebook.tables["works"]
    stop = tuple(table["not_followed_by"])
    generic = tuple(sorted(table["generic"], key=len, reverse=True))
    ends = tuple(table["works"])
    done = 0
    for head in _HEAD.finditer(draft.text):
        if draft.text.startswith(stop, head.end()) and not draft.text.startswith(("建设", "复工"), head.end()):
            continue
        start = max(_phrase_start(draft, head.start(), ends), done)
        for item in _items(draft.text, start, head, ends):
            if _names_one(draft, item, head.group(), generic):
                rule = "project.listed" if item.end < head.start() else "project.head"
                draft.add(item.start, item.end, EntityType.PROJECT, rule, name=item.name, confidence=0.85)
                done = head.end() if item.end >= head.start() else max(done, item.end)
    return doc


def _phrase_start(draft: Draft, head: int, ends: tuple[str, ...]) -> int:
    """Where the phrase before the head begins: behind the last cut that is no conjunction or quotation mark."""
    text = draft.text
    position = head
    owner = max((m.end for m in draft.found if m.type is EntityType.ENTERPRISE and head - 40 <= m.end <= head - 3
                 and m.rule == "enterprise.legal-form"), default=0)
    while True:
        cut = draft.last_cut(position)
        if cut == 0 or text[cut - 1] in _HARD:
            break
        joins = text[cut - 1] in _SOFT or text[cut - 2 : cut] in ("以及",)
        listed = text[cut - 1] == "等" and text[cut] not in "离级"
        measured = text[cut - 1] == "的" and (cut == head or _place_before(draft, cut - 1) or _measured_before(draft, cut - 1))
        described = text[:cut].endswith(ends) and cut < head
        if not (joins or listed or measured or described) or head - cut > 60:
            break
        position = cut - 1
    return max(_balanced(text, cut, head), owner)


def _balanced(text: str, start: int, end: int) -> int:
    """Behind the last quotation mark that has no partner before the head."""
    depth: list[int] = []
    for i in range(start, end):
        if text[i] == "“":
            depth.append(i)
        elif text[i] == "”":
            if depth:
                depth.pop()
            else:
                start = i + 1
    return depth[-1] + 1 if depth else start


def _place_before(draft: Draft, position: int) -> bool:
    return draft.place_ending(position) is not None


def _measured_before(draft: Draft, position: int) -> bool:
    return _MEASURED.match(draft.text, draft.last_cut(position)) is not None


def _items(text: str, start: int, head: re.Match[str], ends: tuple[str, ...]) -> list[Item]:
    body = text[start : head.start()]
    split = max(body.rfind("等"), -1)
    if split > 0 and body[split + 1 : split + 2] not in ("离", "级"):
        shared = _STRIP.sub("", body[split + 1 :])
        return [_with_head(text, a, b, shared, head.group()) for a, b in _pieces(text, start, start + split, ends)]
    of = body.rfind("的")
    if of > 0 and "、" in body[:of]:
        pieces = _pieces(text, start, start + of, ends)
        return [Item(a, b, text[a:b] + body[of + 1 :] + head.group()) for a, b in pieces]
    pieces = _pieces(text, start, head.start(), ends)
    if not pieces:
        return []
    listed = [_with_head(text, a, b, "", head.group()) for a, b in pieces[:-1]]
    a = pieces[-1][0]
    return [*listed, Item(a, head.end(), text[a : head.end()])]


def _with_head(text: str, start: int, end: int, shared: str, head: str) -> Item:
    own = text[start:end]
    own_head = own.endswith(("项目", "工程"))
    return Item(start, end, own if own_head else own + shared + ("项目" if not shared and not own_head else head))


def _pieces(text: str, start: int, end: int, ends: tuple[str, ...]) -> list[tuple[int, int]]:
    """The items of a coordination; what 及 or 与 joins behind a work's description is one item."""
    cuts, previous = [], start
    for joint in _LISTED.finditer(text, start, end):
        left = text[previous : joint.start()]
        follows = text[joint.end() : end]
        if left.endswith(ends) and not (joint.group() == "、" and "、" in follows or follows.endswith(ends) and joint.group() == "、"):
            continue
        if joint.group() != "、" and (len(left) < 3 or "、" in follows):
            continue
        cuts.append((previous, joint.start()))
        previous = joint.end()
    cuts.append((previous, end))
    out = []
    for a, b in cuts:
        shift = _STRIP.match(text[a:b])
        a += shift.end() if shift else 0
        verb = _LEADING_VERB.match(text[a:b])
        a += verb.end() if verb else 0
        if b - a >= 2:
            out.append((a, b))
    return out


def _names_one(draft: Draft, item: Item, head: str, generic: tuple[str, ...]) -> bool:
    """Whether the name says which project it is."""
    own = draft.text[item.start : item.end].removesuffix(head)
    stem = item.name.removesuffix(head)
    if len(stem) < 4 or len(stem) > 45 or _QUANTITY.match(stem) or stem[0] in "的和与及等，、）":
        return False
    rest = _without(own.strip("“”"), generic)
    if not _nominal(draft, own.strip("“”、"), rest):
        return False
    if len(rest) >= 2:
        return True
    return any(p.start >= item.start and p.end <= item.end for p in draft.places) and len(stem) >= 6


def _without(text: str, generic: tuple[str, ...]) -> str:
    """What is left of a name when the words that say nothing are taken away, read from the left."""
    out, position = "", 0
    text = re.sub("[、“”和与及的]", "", text)
    while position < len(text):
        word = next((g for g in generic if text.startswith(g, position)), "")
        if not word:
            out += text[position]
        position += len(word) or 1
    return out


_NOT_IN_NAMES = ("d", "r", "c", "p", "u", "t", "y", "z")


def _nominal(draft: Draft, own: str, rest: str) -> bool:
    """Whether the words of a name are such as names have: no adverb, pronoun or particle, no verb but works' own."""
    table = draft.lexicon.rulebook.tables["works"]
    allowed = {*table["works"], *table["generic"]}
    words = draft.lexicon.rulebook.words
    position = 0
    while position < len(own):
        word = next((own[position : position + n] for n in (4, 3, 2) if own[position : position + n] in words), "")
        if word and word not in allowed and (words[word].startswith(_NOT_IN_NAMES) or words[word] == "v" and position == 0):
            return False
        position += len(word) or 1
    return bool(rest)
