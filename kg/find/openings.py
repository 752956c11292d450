"""Where names of persons may begin: positions of one article with the evidence that stands before or behind them."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property, lru_cache

from kg.find.draft import BREAKS, Draft
from kg.find.shapes import LONGEST, Shapes
from kg.models import EntityType

COUNTED = re.compile(r"等(?:[\d一二三四五六七八九十百]+(?:名|人|位|同志)|同志|人|陪同|出席|参加|参会)")
RESUME = re.compile(
    r"\s?[，（(]\s?(?:男|女)[，）)\s，]|\s(?:男|女)[\s，]|（(?:女|[\u4e00-\u9fff]{1,4}族)[，）]"
    r"|，(?:[\u4e00-\u9fff]{1,4}族|\d{4}年\d{1,2}月出?生|现任|拟任)|，?\d{4}年(?:\d{1,2}月)?出?生(?!产)")
_GROUP = re.compile(f"{COUNTED.pattern}|同志|一行")
_BODY = "[省市区县州盟旗镇乡委校院厂部]"
_LEADERS = re.compile("|".join((  # every way opens with a character of its own: those the search looks for first
    f"领导(?:(?<={_BODY}领导)|(?<=集团领导|公司领导)|(?<={_BODY}主要领导)|(?<=集团主要领导|公司主要领导)) ?",
    *(rf"{which}主席[^，。；：\n、]{{0,6}}?(?:有|是|为)?： ?" for which in ("执行", "常务")),
    *(f"{came}(?:会议|大会|活动|仪式)?的?(?:领导|同志)?(?:还|还有|有){{1,2}}：? ?"
      for came in ("就座", "出席", "参加", "列席", "到会")))))
_REPORTER = re.compile(r"(?:记者|通讯员) ?")
_ROW = re.compile(r"(?:^|\n)(?=([^\n，。；：]{2,8}?)(?:（[^（）\n]{1,12}）)? {1,6}[\u4e00-\u9fff]{4})")
_ITEM = re.compile(r"\S(?:\S| (?=\S))*")
_COLUMN = re.compile(
    r"[\u4e00-\u9fff](?: {1,2}(?=[\u4e00-\u9fff]\b)|[\u4e00-\u9fff·]{1,7})[\u4e00-\u9fff]?(?:（[^（）\n]{1,8}）)?")
_PEOPLE_OF = re.compile(r"主席团|执行主席|委员|常委|代表|领导|书记")
SUBJECT = re.compile(
    r"(?:^|(?<=[\n。；]))(?!任命|免去|补选|选举|授予|追授|表彰|提名|聘任|推选)(?:[\u4e00-\u9fff]{2,6}|[\u4e00-\u9fff·]{3,14}|[\u4e00-\u9fff] {1,2}[\u4e00-\u9fff])"
    r"(?=(?:\s?[，（]|\s+)(?:男|女|(?:[\u4e00-\u9fff]{1,4}(?<!民)族，(?:\d|[男女现任]))))")
_LINES = ((_ROW, "row", (" ",)), (SUBJECT, "opens", ("男", "女", "族，")))  # with what of which one must be in the text
_ASIDE = re.compile(r"（(?:挂职|兼|主持工作|代理?|[正副][\u4e00-\u9fff]级)）")
_HOLDER = re.compile(r"(?:担任|现任|曾任|原任|时任|身为|作为)[^，。；\n]{2,25}的$")
_FUNCTION = ("和", "与", "对", "由", "及", "请", "据", "向", "让", "随", "陪", "是", "在")
_ORDAINING = ("任命 免去 推选 选举 补选 增补 推荐 提名 罢免 撤销 聘任 聘请 授予 追授 同意 批准 接受 给予 递补 表彰 决定 "
              "终止 对 将 由 关于 ： ；")
_ORDAINS = tuple(word + mark for word in [*_ORDAINING.split(), "\n"] for mark in ("", "了"))
_BEFORE = re.compile(  # what may stand before a name
    f"[{re.escape(''.join(sorted(BREAKS | {' '} | {word[-1] for word in (*_FUNCTION, *_ORDAINS)})))}]")
_DECIDED = re.compile(r"(?:任命|免去|补选|选举|增补|终止|当选|推选|提名|批准|决定|：|；|\n)(?=[\u4e00-\u9fff]{3})")
_ELECTS = re.compile(r"选举|任命|免去|推选|提名|聘任")
_ORDAINED_AFTER = re.compile(
    r"(?:（[^（）\n]{1,8}）)?(?:、[\u4e00-\u9fff ]{2,5}(?:（[^（）\n]{1,8}）)?){0,20}(?:同志)?"
    r"(?:为[\u4e00-\u9fff]|的[^，。；\n]{2,40}(?:职务|资格)|(?:因[^，。；\n]{1,10})?辞去|代理|任[\u4e00-\u9fff]{3}"
    r"|被?提名为|被免去|拟任|当选|连任|受聘|[原历改转兼出挂]任|自\d{4}年|“"
    r"|涉嫌|严重违纪|立案|作出|开除|利用)")
_ORDAINED_SOON = re.compile(f"(?s:.{{2,{LONGEST + 2}}}?){_ORDAINED_AFTER.pattern}")  # behind any name, blanks in it too


@lru_cache(maxsize=2)
def _surname_behind(surname: str) -> re.Pattern[str]:
    """A mark or a character of what may stand before a name, and a surname behind it."""
    return re.compile(f"{_BEFORE.pattern}(?={surname})")


class Openings:
    """The positions of one article where names may begin."""

    def __init__(self, draft: Draft, shapes: Shapes) -> None:
        self.draft, self.text, self.shapes = draft, draft.text, shapes

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """(position, evidence): "" if only a mark or a function word stands before it."""
        yield from self._behind_titles()
        for _, end, _ in self.draft.hits("persons"):
            if self.text[end - 1 : end + 1] not in self.shapes.words:  # 电工|程正在
                yield self._skip(end), "noun_before"
        yield from self._honoured()
        for pattern, reason in ((_LEADERS, "leaders"), (_REPORTER, "reporter")):
            for found in pattern.finditer(self.text):
                yield found.end(), reason
        for pattern, reason, needed in _LINES:
            for found in pattern.finditer(self.text) if any(word in self.text for word in needed) else ():
                yield found.start(found.re.groups), reason
        for found in _DECIDED.finditer(self.text):  # names without a surname: 任命|海日汗为
            if self._ordained(found.end(), strong=True):
                yield found.end(), "decided"
        yield from self._columns()
        yield from self._at_surnames()
        yield from self._before_marks()

    def _behind_titles(self) -> Iterator[tuple[int, str]]:
        """局长|李刚; 院长由|李刚担任; 担任局长的|李刚."""
        for end in self.shapes.titles:
            yield self._skip(end), "title_before"
            relative = self.text.startswith("的", end) and _HOLDER.search(self.text, max(0, end - 30), end + 1)
            if relative or self.text.startswith(("为", "由", "是"), end):
                yield end + 1, "title_before"

    def _honoured(self) -> Iterator[tuple[int, str]]:
        """东海集团|李刚荣获: behind an employer's name, with an honour."""
        for at, _, _ in self.draft.hits("honours"):
            for start in (at - 3, at - 2):
                if start in self._employers and self.text[start : start + 2] not in self.shapes.words:
                    yield start, "noun_before"

    @cached_property
    def _employers(self) -> frozenset[int]:
        """Where the names of firms, schools and hospitals end."""
        return frozenset(m.end for m in self.draft.found if m.type in (EntityType.ENTERPRISE, EntityType.INSTITUTION))

    def _columns(self) -> Iterator[tuple[int, str]]:
        """Lines of names only: 王 稳  牛建荣  代明英（女）; a heading tells whether they are officials."""
        position, reason = 0, "row"
        for line in self.text.split("\n"):
            apart = "  " in line or not line.isprintable()  # blanks of any kind
            items = list(_ITEM.finditer(line)) if apart else []
            if len(items) > 1 and all(_COLUMN.fullmatch(i.group()) for i in items):
                yield from ((position + i.start(), reason) for i in items)
            elif line.strip():
                reason = "leaders" if line.rstrip().endswith("：") and _PEOPLE_OF.search(line) else "row"
            position += len(line) + 1

    def _at_surnames(self) -> Iterator[tuple[int, str]]:
        """Surnames behind marks and function words, and those whose post is decided: 任命|李刚为."""
        surname, text = self.draft.lexicon.surname, self.text
        starts = [found.end() for found in _surname_behind(surname.pattern).finditer(text)]
        for start in [0, *starts] if surname.match(text) else starts:
            mark = text[start - 1] if start else "\n"
            ordaining = self._elected(start) if mark in "，、" else text.endswith(_ORDAINS, 0, start) or start == 0
            if ordaining and self._ordained(start):
                yield start, "ordained"
            elif ordaining or mark in BREAKS or mark == " " or text.endswith(_FUNCTION, 0, start):
                yield start, ""

    def _ordained(self, start: int, *, strong: bool = False) -> bool:
        """Whether the shape that begins at a position ends before what tells of a post."""
        if _ORDAINED_SOON.match(self.text, start) is None:
            return False
        shape = self.shapes.best(start, strong=strong)
        return shape is not None and _ORDAINED_AFTER.match(self.text, shape.end) is not None

    def _before_marks(self) -> Iterator[tuple[int, str]]:
        """Three characters before a title, 等10名 or 同志 in the middle of a clause: 落实习近平总书记."""
        words = self.shapes.words
        for end in sorted({*self.shapes.title_starts, *(m.start() for m in _GROUP.finditer(self.text))}):
            start = end - 3
            if start < 2 or (self.text[start - 1 : start + 1] in words and self.text[start - 2 : start] not in words):
                continue
            if any(s.end == end for s in self.shapes.at(start)):
                yield start, ""

    def _elected(self, position: int) -> bool:
        """Whether the sentence before a position speaks of appointments: 选举李刚为主席，王海、赵明为副主席."""
        index = bisect_right(self._elections, position)
        return index > 0 and "。" not in self.text[self._elections[index - 1] : position]

    @cached_property
    def _elections(self) -> list[int]:
        return [found.end() for found in _ELECTS.finditer(self.text)]

    def _skip(self, position: int) -> int:
        """Behind blanks, a colon and what a bracket says of the post: 副县长（挂职）|李刚."""
        if aside := _ASIDE.match(self.text, position):
            position = aside.end()
        while self.text[position : position + 1] in (" ", "："):
            position += 1
        return position
