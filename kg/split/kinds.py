"""What each line of a page is: headline, paragraph, byline, caption, furniture."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cached_property

from kg.split.credits import Credits
from kg.split.lines import Line, is_chinese
from kg.split.rules import SplitRules

_HAN = re.compile(r"[\u3400-\u9fff]")
_BLANK = re.compile(r"[\s\u3000\u00a0]+")
_PINYIN = re.compile(r"[A-Z][A-Z'\s·-]{3,60}")
_APART = re.compile(r"(?P<name>[\u4e00-\u9fff][\u3000 ]{1,2}[\u4e00-\u9fff]|[\u4e00-\u9fff·]{2,14})"
                    r"(?P<note>[（(][^（）()]{1,8}[)）])?(?:[\u3000 ]{2,}|\u3000(?=\S)|$)")
_REPEAT = 15  # characters: a shorter line may stand on a page twice


class Kind(Enum):
    """The part a line plays."""

    FURNITURE = auto()  # the page's, not an article's
    DATE = auto()  # a date by itself: of the page, or under a signature
    BANNER = auto()  # of a series of articles
    DIGEST = auto()  # heads a list that repeats the page's headlines
    HEADING = auto()  # marked as a heading (###, <h2>)
    TITLE = auto()  # shaped like a headline: one, or a subheading
    NOTICE = auto()  # a headline of an official notice
    NOTE = auto()  # （2026年1月8日…会议通过）
    SIGNED = auto()  # 太原市科学技术局党组书记、局长 王强
    CREDIT = auto()  # a byline by itself
    PHOTO = auto()  # a photographer's byline by itself
    CAPTION = auto()  # a photo's text
    OPENING = auto()  # a paragraph that opens an article: 本报讯
    CONTINUED = auto()  # a paragraph that goes on from another page: （上接第1版）
    ITEM = auto()  # short matter of the body: subheading with a number, address, appointment, label of a table
    BODY = auto()  # a paragraph


@dataclass(frozen=True, slots=True)
class Block:
    """A line and its part; `closes`: it ends with the byline of its article."""

    line: Line
    kind: Kind
    closes: bool = False

    @property
    def text(self) -> str:
        """The line's text."""
        return self.line.text


@dataclass(frozen=True)
class Classifier:
    """Tells the kinds of lines, first each by itself, then beside its neighbours."""

    rules: SplitRules
    credits: Credits

    def blocks(self, lines: list[Line]) -> list[Block]:
        """The blocks of a page, without its furniture and without what it repeats."""
        found = [self.block(line) for line in lines]
        return _without_repeats(list(self._captions(self._authors(_columns_over_pinyin(found)))))

    def block(self, line: Line) -> Block:
        """The part a line plays by its own looks."""
        text = line.text
        if line.level:
            kind = Kind.DIGEST if self.rules.match("digest", text) else Kind.HEADING
            return Block(line, Kind.FURNITURE if self._furniture(text) else kind)
        if self._furniture(text):
            return Block(line, Kind.FURNITURE)
        turned = self.rules.turned(text)
        if turned is not None:
            return replace(self._paragraph(line.cut(0, turned)), closes=True) if turned else Block(line, Kind.FURNITURE)
        short = self._short(line) if len(text) <= 90 else None
        if short not in (None, Kind.CONTINUED):
            return Block(line, short)
        return self._paragraph(line)

    def _furniture(self, text: str) -> bool:
        if not _HAN.search(text) and not self.rules.match("date", text):
            return True
        if len(text) > 120:
            return False
        bare = _BLANK.sub("", text).strip("■◆●□◎○◇▲★☆|·-—")
        return bare in self.rules.table["columns"] or self.rules.match("furniture", text) is not None

    def _short(self, line: Line) -> Kind | None:
        """The kind of a short line that is no paragraph, None if it is one."""
        text = line.text
        if line.row:
            return Kind.ITEM
        for name, kind in _BY_RULE:
            if self.rules.match(name, text):
                return kind
        if self.rules.match("opening", text):
            return None
        if self.credits.whole(text):
            return Kind.PHOTO if "文" not in text and self.credits.photographer(text) else Kind.CREDIT
        if self._signed.fullmatch(text) and self._signs(text):
            return Kind.SIGNED
        if self._roster(text):
            return Kind.ITEM
        if line.cell and len(text) <= 8 and not _BLANK.search(text):
            return Kind.ITEM
        if any(self.rules.match(name, text) for name in ("enumerated", "data", "appointment")):
            return Kind.ITEM if self.is_title(text) else None
        if not self.is_title(text):
            return None
        if self.rules.match("notice", text):
            return Kind.NOTICE
        return Kind.BANNER if self.rules.match("banner", text) else Kind.TITLE

    def _paragraph(self, line: Line) -> Block:
        text = line.text
        if self.rules.match("continued", text):
            return Block(line, Kind.CONTINUED, self.credits.end(text) is not None)
        end = self.credits.end(text)
        if self.rules.match("opening", text):
            return Block(line, Kind.OPENING, end is not None)
        if len(text) <= 500 and self.credits.photographer(text) and not self._long_body(text, end):
            return Block(line, Kind.CAPTION)
        if self.rules.match("caption_only", text) and len(text) <= 200:
            return Block(line, Kind.CAPTION)
        return Block(line, Kind.BODY, end is not None)

    def _long_body(self, text: str, end: tuple[int, int] | None) -> bool:
        """Whether a photographer's name in brackets ends a long text rather than a caption."""
        return end is not None and text[end[0]] in "（(" and len(text) > 200

    @cached_property
    def _signed(self) -> re.Pattern[str]:
        title, han = self.rules.rulebook.titles.pattern, self.rules.parts["han"]
        name = f"{han}(?:[\\s　]*{han}){{1,3}}"
        author = f"(?:[\\s　]+(?P<apart>{name})|(?P<close>{han}{{2,3}}))"
        return re.compile(f"(?:——)?[^。！？；：“”]{{0,50}}?{title}{author}")

    def _signs(self, text: str) -> bool:
        found = self._signed.fullmatch(text)
        if found is None:
            return False
        name = _BLANK.sub("", found["apart"] or found["close"])
        return self.credits.is_name(name, sure=bool(found["apart"])) and (bool(found["apart"]) or len(text) >= 10)

    def _roster(self, text: str) -> bool:
        """Whether a line of a list begins with a person's name set apart: 张 三（女）  某市某局局长; or names alone."""
        found = _APART.match(text)
        if found is None or not self.credits.is_name(_BLANK.sub("", found["name"]), sure=bool(found["note"])):
            return False
        rest = _APART.match(text, found.end())
        return rest is not None or self.rules.rulebook.titles.regex.search(text, found.end()) is not None

    def is_title(self, text: str) -> bool:
        """Whether a line is shaped like a headline: short, no sentence, no open end."""
        if len(text) > self.rules.table["max_title"] or len(_HAN.findall(text)) < 2:
            return False
        if text[-1] in "。；;：:，,、…" or "。" in text or "；" in text:
            return False
        commas = text.count("，") + text.count(",")
        if commas and text[-1] in "！!？?":
            return False
        return commas <= 1 or (commas == 2 and len(text) <= 30)

    def _authors(self, blocks: list[Block]) -> list[Block]:
        """A name alone between a headline and a paragraph is the author's."""
        out = list(blocks)
        for here in range(1, len(blocks) - 1):
            before, block, behind = blocks[here - 1 : here + 2]
            if block.kind is before.kind is Kind.TITLE and behind.kind is Kind.BODY:
                name = _BLANK.sub("", block.text)
                if len(name) <= 4 and self.credits.is_name(name):
                    out[here] = replace(block, kind=Kind.CREDIT)
        return out

    def _captions(self, blocks: list[Block]) -> Iterator[Block]:
        """A photographer's byline by itself belongs to the paragraph before it, if that is a caption."""
        repeated = _repeated(blocks)
        seen = [block for block in blocks if block.kind is not Kind.FURNITURE]
        for here, block in enumerate(seen):
            behind, then = ([b.kind for b in seen[here + 1 : here + 3]] + [None, None])[:2]
            headline = block.kind is Kind.TITLE and then in (Kind.BODY, Kind.OPENING, Kind.CONTINUED)
            if behind is Kind.PHOTO and block.kind in (Kind.BODY, Kind.TITLE) and not headline:
                starts = self.rules.match("caption", block.text) is not None
                if starts or block.text in repeated or not (here and _goes_on(seen[here - 1])):
                    block = replace(block, kind=Kind.CAPTION)
            yield block


_BY_RULE = (("continued", Kind.CONTINUED), ("date", Kind.DATE), ("note", Kind.NOTE), ("digest", Kind.DIGEST))


def _goes_on(block: Block) -> bool:
    """Whether a paragraph's article may go on behind it: no byline closes it."""
    return block.kind in (Kind.BODY, Kind.OPENING, Kind.CONTINUED) and not block.closes


def _columns_over_pinyin(blocks: list[Block]) -> list[Block]:
    """The name of a column has its pinyin under it: 政务动态 / ZHENGWUDONGTAI."""
    out: list[Block] = []
    for block in blocks:
        if out and _PINYIN.fullmatch(block.text) and out[-1].kind is Kind.TITLE and len(out[-1].text) <= 8:
            out[-1] = replace(out[-1], kind=Kind.FURNITURE)
        out.append(block)
    return out


def _repeated(blocks: list[Block]) -> set[str]:
    seen: set[str] = set()
    twice: set[str] = set()
    for block in blocks:
        if len(block.text) >= _REPEAT and block.kind in (Kind.BODY, Kind.CAPTION, Kind.OPENING):
            (twice if block.text in seen else seen).add(block.text)
    return twice


def _without_repeats(blocks: list[Block]) -> list[Block]:
    """Drop a paragraph that stands on the page twice, rather the one that is not known for a caption."""
    twice = _repeated(blocks)
    captions = {b.text for b in blocks if b.kind is Kind.CAPTION and b.text in twice}
    out: list[Block] = []
    done: set[str] = set()
    for block in blocks:
        if block.text in twice and len(block.text) >= _REPEAT:
            if block.text in done or (block.text in captions and block.kind is not Kind.CAPTION):
                continue
            done.add(block.text)
        out.append(block)
    return out


def chinese(lines: list[Line]) -> bool:
    """Whether the page holds Chinese at all."""
    return is_chinese("".join(line.text for line in lines))
