"""Markup made invisible without moving a character: what is read as text in a file that also holds tags and links."""

import html
import re

JOIN = "\u200a"  # hair space: stands for markup that parts nothing (太原<b>市</b>); white space to all others

_MARKS = ("<", "&", "](", "**")
_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n((?:[A-Za-z_-]+[ \t]*:[^\n]*\n){1,40})---[ \t]*(?:\r?\n|\Z)")

_BLOCK = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog",
        "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2",
        "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav",
        "ol", "optgroup", "option", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
        "thead", "tr", "ul",
    }
)
_INLINE = frozenset(
    {
        "a", "abbr", "acronym", "applet", "area", "audio", "b", "base", "basefont", "bdi", "bdo", "big", "button",
        "canvas", "cite", "code", "col", "colgroup", "data", "datalist", "del", "dfn", "em", "embed", "font",
        "frame", "i", "img", "input", "ins", "kbd", "label", "link", "map", "mark", "meta", "meter", "object",
        "output", "param", "picture", "progress", "q", "rp", "rt", "ruby", "s", "samp", "small", "source", "span",
        "strike", "strong", "sub", "sup", "time", "track", "tt", "u", "var", "video", "wbr",
    }
)
_UNREAD = frozenset(
    {
        "iframe", "nav", "noscript", "script", "select", "style", "svg", "template", "textarea", "title",
    }
)

# `<` and a letter, up to the next `<` at most, so that no text makes the scan start again over what it has seen
_TAG = re.compile(
    r"<(?:(?P<comment>!--)"
    r"|[!?][a-zA-Z\[][^<>]*+>"
    r"|(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]*+)(?=[\s/>])(?:(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+>|[^<>]*+>))"
)
_HTML_PAGE = re.compile(r"<(?:!doctype\s+html|html|body)\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});|&nbsp")

_TARGET = r"\([ \t]*+[^()\s]*+(?:\([^()\s]*+\)[^()\s]*+)*+(?:[ \t]++\"[^\"\n]*+\")?+[ \t]*+\)"
_IMAGE = re.compile(r"!\[[^\[\]\n]*+\]" + _TARGET)
_LINK = re.compile(r"\[([^\[\]\n]*+)\](" + _TARGET + ")")
_LINK_LINE = re.compile(rf"^[ \t{JOIN}*>|·•-]*+(?:\[[^\[\]\n]*+\]{_TARGET}[ \t\r{JOIN}|·•,，、/]*+)++$", re.MULTILINE)
_BOLD = re.compile(r"(?<![\w*])\*\*(?=[^\s*])([^*\n]++)(?<=\S)\*\*(?!\*)")


def mask(text: str) -> str:
    """The text with front matter, tags, comments, scripts, entities and link targets blanked; of the same length.

    A tag that parts blocks leaves a line break at its start, one within a line leaves JOIN, an entity leaves its
    character. Linear in the length of the text; a text without markup is given back as it is.
    """
    start = front_matter(text)[1]
    if start:
        text = _blank(text[:start]) + text[start:]
    if not any(mark in text for mark in _MARKS):
        return text
    if "<" in text:
        text = _mask_tags(text)
    if "](" in text:
        text = _IMAGE.sub(lambda m: " " * len(m[0]), text)
        text = _LINK_LINE.sub(lambda m: " " * len(m[0]), text)
        text = _LINK.sub(lambda m: JOIN + m[1] + JOIN * (len(m[2]) + 1), text)
    if "**" in text:
        text = _BOLD.sub(lambda m: f"{JOIN * 2}{m[1]}{JOIN * 2}", text)
    return _ENTITY.sub(_character, text) if "&" in text else text


def front_matter(text: str) -> tuple[dict[str, str], int]:
    """The `key: value` lines between two `---` at the very start, and the offset behind them; ({}, 0) without any."""
    found = _FRONT.match(text)
    if not found:
        return {}, 0
    pairs = (line.partition(":") for line in found[1].splitlines())
    return {key.strip().lower(): value.strip().strip("\"'") for key, _, value in pairs}, found.end()


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _mask_tags(text: str) -> str:
    """Blank the tags. In a page of HTML a line break of the source is no line break of the text."""
    flow = _HTML_PAGE.search(text[:4096]) is not None
    out: list[str] = []
    absent: set[str] = set()  # closers not found: not sought again, else a million `<!--` would take a million scans
    done = 0
    while found := _TAG.search(text, done):
        filled, end = _fill(text, found, absent)
        between = text[done : found.start()]
        out += [re.sub(r"[\r\n]", JOIN, between) if flow else between, filled]
        done = end
    rest = text[done:]
    out.append(re.sub(r"[\r\n]", JOIN, rest) if flow else rest)
    return "".join(out)


def _fill(text: str, found: re.Match[str], absent: set[str]) -> tuple[str, int]:
    """What stands in place of a tag, and the offset behind what it covers (a comment or a script with its content)."""
    name, start, end = (found["name"] or "").lower(), found.start(), found.end()
    if found["comment"]:
        end = _behind(text, "-->", end, absent)
        return " " * (end - start), end
    if name in _UNREAD:
        end = end if found["close"] else _behind(text, f"</{name}", end, absent)
        return "\n" + " " * (end - start - 1), end
    if name in _BLOCK:
        return "\n" + " " * (end - start - 1), end
    if not name or name in _INLINE or ":" in name or "-" in name:
        return JOIN * (end - start), end
    return text[start:end], end  # <ABC> is no tag of HTML: text


def _behind(text: str, closer: str, position: int, absent: set[str]) -> int:
    """The offset behind the closer, or `position` if it does not come."""
    if closer in absent:
        return position
    found = re.compile(re.escape(closer) + (r"[^<>]*+>?" if closer[0] == "<" else ""), re.IGNORECASE).search(
        text, position
    )
    if not found:
        absent.add(closer)
        return position
    return found.end()


def _character(found: re.Match[str]) -> str:
    """The character of an entity, padded to its length; control characters and what is unknown become blanks."""
    char = html.unescape(found[0])
    if len(char) != 1 or char.isspace() or not char.isprintable():
        return " " * len(found[0])
    return char + JOIN * (len(found[0]) - 1)
