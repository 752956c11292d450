"""The lines of a page put together to articles."""

import re
from dataclasses import dataclass, field

from kg.split.kinds import Block, Kind
from kg.split.rules import SplitRules

_LEAD = 60  # characters: a shorter line between headline and 本报讯 is a caption
_SHORT_NEWS = 1500  # characters: a 本报讯 article shorter than this has no subheadings
_OPEN_END = re.compile(r"[\w，,、“‘《（(·%％—-]")
_BROKEN = 15  # characters: a shorter line without an end is no broken paragraph
_ANNEX = re.compile("附件?[一二三四五1-5]?[:：]?")
_ROLL = re.compile("名单(?:（[^（）]{1,12}）)?$")
_CREDITS = (Kind.CREDIT, Kind.SIGNED, Kind.NOTE)


@dataclass
class Draft:
    """An article in the making."""

    head: list[Block] = field(default_factory=list)
    body: list[Block] = field(default_factory=list)
    joins: set[int] = field(default_factory=set)  # body[i] goes on where body[i-1] was broken off
    closed: bool = False
    opened: bool = False  # by 本报讯 or the like
    caption: bool = False
    annexed: bool = False  # the lists behind 附件： have begun
    cut: int = 0  # characters of body[0] that are furniture: （上接第1版）

    def size(self) -> int:
        """Characters of the body."""
        return sum(len(block.text) for block in self.body)

    def notice(self) -> bool:
        """Whether it is an official notice, whose lines are no subheadings."""
        return self.annexed or (bool(self.head) and self.head[-1].kind is Kind.NOTICE)

    def fresh(self) -> bool:
        """Whether no paragraph has come yet."""
        return not any(block.kind not in _CREDITS for block in self.body)


class Grouper:
    """Reads the blocks of a page once, in order; `drafts` is the result."""

    def __init__(self, rules: SplitRules) -> None:
        self.rules = rules
        self.drafts: list[Draft] = []
        self.current: Draft | None = None
        self.pending: list[Block] = []  # headline lines whose article has not come
        self.skipping = 0  # level of the digest whose lines are left out

    def group(self, blocks: list[Block]) -> list[Draft]:
        """The articles of a page. With two headings or more, headings alone part them."""
        structured = sum(block.kind is Kind.HEADING for block in blocks) >= 2
        for block, behind in zip(blocks, [*blocks[1:], None], strict=False):
            if structured:
                self._structured(block)
            else:
                self._step(block, behind)
        self._finish()
        return [draft for draft in self.drafts if draft.body] or self.drafts

    def _structured(self, block: Block) -> None:
        """A page with marked headings."""
        level = block.line.level
        if block.kind is Kind.DIGEST and level:
            self.skipping = level
        elif level and (not self.skipping or level <= self.skipping):
            self.skipping = 0
            self._begin([block])
        elif level == 0 and not self.skipping and block.kind is not Kind.DATE:
            self._body(block)

    def _step(self, block: Block, behind: Block | None) -> None:
        kind = block.kind
        if kind in (Kind.TITLE, Kind.NOTICE, Kind.BANNER, Kind.HEADING):
            self._title(block)
        elif kind is Kind.CAPTION:
            self._caption(block, behind)
        elif kind is Kind.PHOTO:
            self._photo(block)
        elif kind in (Kind.SIGNED, Kind.NOTE, Kind.CREDIT):
            self._byline(block)
        elif kind in (Kind.OPENING, Kind.CONTINUED):
            self._opening(block)
        elif kind is Kind.DATE:
            self._date(block)
        elif kind is not Kind.DIGEST:
            self._paragraph(block)

    def _title(self, block: Block) -> None:
        last = self._last()
        announced = last is not None and _ANNEX.fullmatch(last.text.strip()) is not None
        annex = self.rules.match("annex", block.text) is not None and self.current is not None and self.current.notice()
        if self.current is not None and (annex or (announced and _ROLL.search(block.text))):
            self.current.annexed = True
            self._flush()
            self._body(block)  # the list that a decision announces is a part of it
        elif last is not None and not self.pending and last.text[-1] in "，,、“《（" and self._unfinished():
            self._body(block)  # the last words of a paragraph broken off
        else:
            self.pending.append(block)

    def _caption(self, block: Block, behind: Block | None) -> None:
        """A draft of its own. A headline over it is its own only if no article follows for the headline."""
        keeps = behind is not None and behind.kind in (Kind.OPENING, Kind.BODY, Kind.CONTINUED, *_CREDITS)
        head = [] if keeps else self._headline()
        self.drafts.append(Draft(head, [block], caption=True, closed=True))

    def _photo(self, block: Block) -> None:
        """Under a caption it is the caption's, else it ends the article."""
        if self.drafts and self.drafts[-1].caption and len(self.drafts[-1].body) == 1:
            self.drafts[-1].body.append(block)
        else:
            self._byline(block)

    def _byline(self, block: Block) -> None:
        if self.pending:
            self._begin(self._headline())
        if self.current is None:
            self._begin([])
        current = self._draft()
        top = current.fresh()
        current.body.append(block)
        current.closed = current.closed or (block.kind in (Kind.CREDIT, Kind.PHOTO) and not top)

    def _opening(self, block: Block) -> None:
        if self.pending:
            head = self._headline()
            if block.kind is Kind.CONTINUED and len(head) == 1 and head[0].kind is Kind.BANNER:
                head = []
            self._begin(head)
        elif not self._waits():
            self._begin([])
        current = self._draft()
        current.opened = block.kind is Kind.OPENING
        if block.kind is Kind.CONTINUED:
            found = self.rules.match("continued", block.text)
            current.cut = found.end() if found and not current.body else 0
            if current.cut >= len(block.text):
                current.cut = 0
                return
        self._body(block)

    def _waits(self) -> bool:
        """Whether the article has a headline and at most a caption so far: 本报讯 belongs to it."""
        current = self.current
        if current is None or current.closed or not current.head or current.opened:
            return False
        matter = [block for block in current.body if block.kind not in _CREDITS]
        return len(matter) <= 1 and current.size() <= _LEAD + 40

    def _date(self, block: Block) -> None:
        """A date under a signature ends a notice; any other is the page's."""
        if self.current is None or self.current.closed or not self.current.body:
            return
        if self.pending and len(self.pending) <= 2:
            self._flush()
            self._body(block)
            self._draft().closed = True
        elif self.current.notice():
            self._body(block)

    def _paragraph(self, block: Block) -> None:
        current = self.current
        if block.line.cell and self.pending and current and current.body and not current.body[-1].line.cell:
            current.closed = True  # a table with its title
        if self.pending:
            if self._new_article(block):
                self._begin(self._headline())
            else:
                self._flush()
        elif current is None or current.closed:
            self._orphan(block)
            return
        self._body(block)

    def _new_article(self, block: Block) -> bool:
        """Whether the headline lines before a paragraph begin an article rather than a part of the present one."""
        current = self.current
        if current is None or current.closed:
            return True
        if current.notice() and self.pending[-1].kind is not Kind.NOTICE:
            return False
        if self.pending[-1].kind is Kind.NOTICE or len(self.pending) > 1:
            return True
        if self._unfinished() or self.rules.match("midsentence", block.text):
            return True
        return current.opened and current.size() <= _SHORT_NEWS and len(self.pending[0].text) >= 9

    def _orphan(self, block: Block) -> None:
        """A paragraph without a headline: the rest of the one article broken off before, else an article."""
        broken = [draft for draft in self.drafts if not draft.closed and _unfinished(draft)]
        if len(broken) == 1 and block.kind is Kind.BODY and not block.line.cell:
            self.current = broken[0]
        else:
            self._begin([])
        self._body(block)

    def _body(self, block: Block) -> None:
        """Add a paragraph, to the one before it if that was broken off in the middle of a sentence."""
        if self.current is None:
            self._begin([])
        current = self._draft()
        goes_on = block.kind in (Kind.BODY, Kind.TITLE) and not block.line.cell
        if goes_on and _unfinished(current):
            current.joins.add(len(current.body))
        current.body.append(block)
        current.closed = current.closed or block.closes

    def _headline(self) -> list[Block]:
        """Take the pending lines as headline: the banner of a series over the first of its articles is left out."""
        head, self.pending = self.pending, []
        dashes = [n for n, block in enumerate(head) if block.text.startswith(("——", "—")) and n + 1 < len(head)]
        if dashes:
            head = head[dashes[-1] + 1 :]
        while len(head) > 1 and head[0].kind is Kind.BANNER:
            head = head[1:]
        if len(head) > 4:
            self.drafts.append(Draft([], head[:-2], closed=True))
            head = head[-2:]
        return head

    def _begin(self, head: list[Block]) -> None:
        self.current = Draft(head)
        self.drafts.append(self.current)

    def _flush(self) -> None:
        """The pending lines are no headline but lines of the present article."""
        lines, self.pending = self.pending, []
        if self.current is None:
            self._begin([])
        self._draft().body += lines

    def _finish(self) -> None:
        """Lines left over at the end: of a notice, of a list, or of the page's furniture."""
        if not self.pending:
            return
        if self.current is not None and not self.current.closed and self.current.notice():
            self._flush()
        elif not any(draft.body for draft in self.drafts) or len(self.pending) > 2:
            self._begin(self.pending[:1])
            self._draft().body += self.pending[1:]

    def _draft(self) -> Draft:
        assert self.current is not None
        return self.current

    def _last(self) -> Block | None:
        return self.current.body[-1] if self.current and self.current.body else None

    def _unfinished(self) -> bool:
        return self.current is not None and _unfinished(self.current)


def _unfinished(draft: Draft) -> bool:
    """Whether the last paragraph stops in mid-sentence: a column ended there."""
    if not draft.body or draft.closed:
        return False
    last = draft.body[-1]
    if last.line.cell or last.kind not in (Kind.BODY, Kind.OPENING, Kind.CONTINUED):
        return False
    return len(last.text) >= _BROKEN and _OPEN_END.match(last.text[-1]) is not None
