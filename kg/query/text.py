"""The text of a query before any store sees it: what is refused, what is unknown, where a mistake stands."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from kg.query.errors import QueryError, Trouble
from kg.query.prefixes import KG, PREFIXES

LONGEST: Final = 256 * 1024  # characters of a query

_BLANK: Final = r"(?:\s|#[^\r\n]*+)*+"
# Both stores would fetch what SERVICE names. This does not rely on reading the text as they do: wherever the word is
# followed by what may name an endpoint, the query is refused, in a string too. A variable ?service is none.
_SERVICE: Final = re.compile(
    rf"[?$]\w++|(service{_BLANK}(?:silent{_BLANK})?(?:[<?$]|[^\s{{}}<>\"'?$#:]*+:))", re.IGNORECASE
)
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_TOKEN: Final = re.compile(
    r"""(?P<string>\"{3}(?:[^"\\]|\\.|"{1,2}(?!"))*+"{3}|'{3}(?:[^'\\]|\\.|'{1,2}(?!'))*+'{3}"""
    r"""|"(?:[^"\\\r\n]|\\.)*+"|'(?:[^'\\\r\n]|\\.)*+')"""
    r"""|(?P<iri><[^<>"{}|^`\\\x00-\x20]*+>)|(?P<comment>\#[^\r\n]*+)"""
    r"""|(?P<pname>[A-Za-z][\w.-]*+:[\w-]*+|:[\w-]++)|(?P<word>[?$@]?[A-Za-z_]\w*+)""",
    re.DOTALL,
)
_UPDATES: Final = frozenset({"insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy", "with"})
_FORMS: Final = frozenset({"select", "ask", "construct", "describe"})


def check(text: str, terms: frozenset[str]) -> None:
    """Raise QueryError for what no store may see: too long, an update, a SERVICE, an unknown term of the vocabulary."""
    if len(text) > LONGEST:
        raise QueryError(f"the query has {len(text)} characters, {LONGEST} are allowed", Trouble.REFUSED)
    refuse_service(text)
    form = form_of(text)
    if form in _UPDATES:
        raise QueryError(f"{form.upper()} is an update: this is read only", Trouble.REFUSED)
    if not form:
        raise QueryError("no SELECT, ASK, CONSTRUCT or DESCRIBE in the query")
    if unknown := next(_unknown(text, terms), None):
        position, name = unknown
        near = get_close_matches(name, terms, 1, 0.5) or get_close_matches(name.lower(), [t.lower() for t in terms], 1)
        hint = next((t for t in terms if near and t.lower() == near[0].lower()), "")
        raise QueryError(
            point(text, position, f"kg:{name} is not in the vocabulary")
            + (f"\nhint: kg:{hint} is the nearest" if hint else "")
        )


def refuse_service(text: str) -> None:
    """Raise QueryError if anything in the text may be read as a SERVICE clause: no query makes a request."""
    while True:
        if any(found[1] for found in _SERVICE.finditer(text)):
            raise QueryError("SERVICE is refused: no query asks another server", Trouble.REFUSED)
        plain = _ESCAPE.sub(_character, text)
        if plain == text:
            return
        text = plain


def _character(found: re.Match[str]) -> str:
    code = int(found[1] or found[2], 16)
    return chr(code) if code < 0x110000 else "\ufffd"


def form_of(text: str) -> str:
    """The word that says what kind of query or update it is, in lower case; "" if there is none."""
    for token in _TOKEN.finditer(text):
        if token.lastgroup == "word" and token[0].lower() not in ("base", "prefix"):
            word = token[0].lower()
            return word if word in _FORMS | _UPDATES else ""
    return ""


def _unknown(text: str, terms: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Terms of the vocabulary's namespace that it does not have, with their positions."""
    declared = re.search(r"(?i)\bprefix\s+kg:\s*<([^>]*)>", text)
    ours = not declared or declared[1] == KG
    for token in _TOKEN.finditer(text):
        name = ""
        if token.lastgroup == "pname" and ours and token[0].startswith("kg:"):
            name = token[0][3:]
        elif token.lastgroup == "iri" and token[0].startswith(f"<{KG}"):
            name = token[0][1 + len(KG) : -1]
        if name and name not in terms:
            yield token.start(), name


def point(text: str, position: int, message: str) -> str:
    """A message with the line it is about and a mark below the place."""
    line = text.count("\n", 0, position) + 1
    return point_at(text, line, position - text.rfind("\n", 0, position), message)


def point_at(text: str, line: int, column: int, message: str) -> str:
    """The same, for a line and column counted from 1."""
    lines = text.split("\n")
    shown = lines[line - 1] if 0 < line <= len(lines) else ""
    start = max(0, column - 60)
    # as wide as the Chinese above it
    before = "".join("　" if ord(c) > 0x2E7F else " " for c in shown[start : column - 1])
    return f"line {line}, column {column}: {message}\n  {shown[start:start + 100]}\n  {before}^"


def explain_syntax(text: str, line: int, column: int, reason: str) -> QueryError:
    """A store's syntax error, with the line and a hint."""
    lines = text.split("\n")
    rest = lines[line - 1][max(0, column - 40) : column + 20] if 0 < line <= len(lines) else ""
    declared = {name.lower() for name in re.findall(r"(?i)\bprefix\s+([\w.-]*):", text)}
    if "refix" in reason:
        used = [p for p in re.findall(r"([A-Za-z][\w-]*):", rest) if p not in PREFIXES and p.lower() not in declared]
        known = ", ".join(sorted(PREFIXES))
        near = get_close_matches(used[0], PREFIXES, 1) if used else []
        hint = f"{near[0]}: is the nearest" if near else f"known without PREFIX: {known}"
        message = f"unknown prefix {used[0] if used else ''}".strip()
        return QueryError(point_at(text, line, column, message) + f"\nhint: {hint}")
    return QueryError(point_at(text, line, column, reason) + _hint(text))


def _hint(text: str) -> str:
    opened, closed = ("".join(t for t in _outside(text)).count(c) for c in "{}")
    if opened != closed:
        return f"\nhint: {opened} {{ and {closed} }}"
    return ""


def _outside(text: str) -> Iterator[str]:
    """What stands outside strings, IRIs and comments."""
    last = 0
    for token in _TOKEN.finditer(text):
        if token.lastgroup in ("string", "iri", "comment"):
            yield text[last : token.start()]
            last = token.end()
    yield text[last:]
