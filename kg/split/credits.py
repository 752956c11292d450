"""Bylines: who wrote or photographed, told apart from all else that stands in brackets or at the end of a line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from kg.split.rules import SplitRules
from kg.text import any_of

_BLANK = " \u3000\u00a0"
_BRACKETS = re.compile(r"[（(【\[]([^（）()【】\[\]]{2,80})[)）】\]]")
_END_BRACKET = re.compile(r"[（(【\[]([^（）()【】\[\]]{2,80})[)）】\]][\s　]*$")
_SEPARATOR = re.compile(r"[、，,；;:：/／|\s　\u00a0■◆●□◎○◇▲★☆]+")
_BULLETS = "■◆●□◎○◇▲★☆"
_LATIN = re.compile(r"[A-Za-z0-9]")
_END = "。！？…”’）)》!?"


@dataclass(frozen=True)
class Credits:
    """Reads bylines with the words of rules/split.toml, the surnames and the common words of the rulebook."""

    rules: SplitRules

    @cached_property
    def _role(self) -> re.Pattern[str]:
        table, han = self.rules.table, self.rules.parts["han"]
        before = any_of(table["role_before"])
        roles = any_of(table["roles"])
        medium = f"{han}{{2,4}}(?:日报|晚报|晨报|电视台|融媒体?中心|融媒体?|新闻网)"
        return re.compile(f"(?:(?:{before}|驻{han}{{2,4}}|{medium})*)(?:{roles})[:：]?")

    @cached_property
    def _crafts(self) -> tuple[str, ...]:
        return tuple(sorted(self.rules.table["crafts"], key=len, reverse=True))

    @cached_property
    def _craft(self) -> re.Pattern[str]:
        return re.compile(f"(?:^|(?<=[\\s　/、]))(?:{'|'.join(map(re.escape, self._crafts))})(?=$|[\\s　/:：、])")

    @cached_property
    def _inline(self) -> re.Pattern[str]:
        """记者王晶报道, 记者 王晶 通讯员 李四 3月5日: names in a dateline without brackets."""
        han = self.rules.parts["han"]
        one = f"(?:{self._role.pattern})[\\s　]*{han}{{2,3}}?(?:[、\\s　]+{han}{{2,3}}?)*"
        return re.compile(f"{one}(?:[\\s　]*{one})*[\\s　]*(?:报道|电)?(?=[\\s　，,：:]|\\d|从|报道|近日|日前|电)")

    @cached_property
    def _tail(self) -> re.Pattern[str]:
        return re.compile(rf"[{re.escape(_END)}]([^{re.escape(_END)}，,；;]{{3,60}})$")

    def names(self, text: str, *, sure: bool = False) -> list[str]:
        """The names if the text is nothing but a byline, else []. `sure`: common words may be names (高峰)."""
        if len(text) > 90 or _LATIN.search(text):
            return []
        rest, roles = self._role.subn(" ", text)
        sure = sure or roles > 0
        rest, crafts = self._craft.subn(" ", rest)
        found = _paired([self._bare(token) for token in _SEPARATOR.split(rest) if token])
        found = [token for token in found if token]
        good = found and len(found) <= 12 and all(self.is_name(token, sure=sure or crafts > 0) for token in found)
        return found if good else []

    def is_name(self, token: str, *, sure: bool = False) -> bool:
        """Whether a token can be a person's name; without a word like 记者 beside it, no common word and no place."""
        book = self.rules.rulebook
        if token in self.rules.table["never_names"]:
            return False
        if "·" in token:
            return 4 <= len(token) <= 16 and not _LATIN.search(token)
        if not 2 <= len(token) <= 4 or not re.fullmatch(f"{self.rules.parts['han']}+", token):
            return False
        if token[:2] in book.surnames and len(token) > 2:
            return True
        if token[0] not in book.surnames or len(token) > 3:
            return sure and token not in book.words and len(token) <= 3 and not self._is_place(token)
        return sure or not (token in book.words or self._is_place(token))

    def marked(self, text: str) -> bool:
        """Whether the text says 记者, 摄 or the like."""
        return bool(self._role.search(text) or self._craft.search(text) or text.endswith(("摄", "供图")))

    def photographer(self, text: str) -> tuple[int, int] | None:
        """The span of a photographer's byline at the end of a line: 牛利敏 摄, 贾 鹏 米国伟 牛利敏 摄."""
        stripped = text.rstrip(_BLANK)
        bracket = _END_BRACKET.search(text)
        inner = bracket[1] if bracket else stripped
        if not inner.rstrip(_BLANK).endswith(tuple(self.rules.table["photo"])):
            return None
        if bracket:
            return bracket.span() if self.names(inner) and not re.search("文", inner) else None
        return self._trailing(stripped)

    def _trailing(self, text: str) -> tuple[int, int] | None:
        """The longest end of the text that is a byline and starts behind a sentence, a blank or at its beginning."""
        low = max(0, len(text) - 60)
        starts = [low] if low == 0 else []
        starts += [m.end() for m in re.finditer(rf"[{re.escape(_END)}\s　，]+", text[low:])]
        for start in starts:
            start += 0 if start == 0 else low
            if self.names(text[start:]) and self.marked(text[start:]):
                return start, len(text)
        return None

    def whole(self, text: str) -> bool:
        """Whether a line is nothing but a byline: 记者 王勇, (张子珂 郭娟), 本报通讯员 梁生仁 摄."""
        bracket = _BRACKETS.fullmatch(text.strip(_BLANK))
        if bracket:
            return bool(self.names(bracket[1]))
        bullet = text[:1] in tuple(_BULLETS)
        return bool((self.marked(text) or bullet) and self.names(text))

    def end(self, text: str) -> tuple[int, int] | None:
        """The span of a byline that ends a paragraph: …超98%。(贺娟芳), …成效。记者 张三."""
        if bracket := _END_BRACKET.search(text):
            before = text[: bracket.start()].rstrip(_BLANK)
            behind_sentence = not before or before[-1] in _END
            if (behind_sentence or self._role.match(bracket[1])) and self.names(bracket[1]):
                return bracket.span()
            return None
        tail = self._tail.search(text[-80:])
        bullet = tail and tail[1].strip(_BLANK)[:1] in tuple(_BULLETS)
        if tail and (bullet or self.marked(tail[1])) and self.names(tail[1]):
            start = max(0, len(text) - 80) + tail.start(1)
            return start + len(tail[1]) - len(tail[1].lstrip(_BLANK)), len(text)
        return None

    def opening(self, text: str) -> tuple[int, int] | None:
        """The span of a byline in the dateline: 本报讯 (记者王晶), 新华社北京1月8日电（记者 X、Y）."""
        head = text[:120]
        for bracket in _BRACKETS.finditer(head):
            if "。" in head[: bracket.start()]:
                return None
            if self._role.search(bracket[1]) and self.names(bracket[1]):
                return bracket.span()
        found = self._inline.search(head[:60])
        before = head[: found.start()].rstrip(_BLANK) if found else ""
        if found and (not before or before.endswith(("讯", "电", "消息", "：", ":"))) and self.names(found[0]):
            return found.span()
        return None

    def _bare(self, token: str) -> str:
        """A token without the craft that sticks to it: 张三摄 -> 张三."""
        for craft in self._crafts:
            if len(craft) >= 2 or craft == "摄":
                rest = token.removesuffix(craft)
                if rest != token and (not rest or 2 <= len(rest) <= 4):
                    return rest
        return token

    def _is_place(self, token: str) -> bool:
        divisions = self.rules.rulebook.divisions
        return token in divisions.by_short or token in divisions.by_name


def _paired(tokens: Iterable[str]) -> list[str]:
    """Join the halves of names printed apart: 贾 鹏 -> 贾鹏."""
    out: list[str] = []
    half = ""
    for token in tokens:
        if len(token) != 1:
            out += [half, token] if half else [token]
            half = ""
        elif half:
            out.append(half + token)
            half = ""
        else:
            half = token
    return [*out, half] if half else out
