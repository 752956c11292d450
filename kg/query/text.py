"""The text of a query before any store sees it: what is refused, what is unknown, where a mistake stands."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from kg.query.errors import QueryError, Trouble
from kg.query.prefixes import KG, PREFIXES

LONGEST: Final = 256 * 1024  # characters of a query

# What a text falls into where SERVICE is looked for: a variable, a prefix, blanks, a word, any other character.
_PIECE: Final = re.compile(r"[?$]\w*+|[^\s{}<>\"'?$#:]*+:|\s++|[^\s{}<>\"'?$#:]++|.", re.DOTALL)
_ESCAPES: Final = (
    re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})"),
    re.compile(r"\\[uU]([0-9A-Fa-f]{4}(?:[0-9A-Fa-f]{4})?)"),  # as rdflib reads them
)
# A string without its end is one to the end of its line or of the text: each character is looked at once.
_TOKEN: Final = re.compile(
    r"""(?P<string>\"{3}(?:[^"\\]|\\.|"{1,2}(?!"))*+(?:"{3})?|'{3}(?:[^'\\]|\\.|'{1,2}(?!'))*+(?:'{3})?"""
    r"""|"(?:[^"\\\r\n]|\\.)*+"?|'(?:[^'\\\r\n]|\\.)*+'?)"""
    r"""|(?P<iri><[^<>"{}|^`\\\x00-\x20]*+>)|(?P<comment>\#[^\r\n]*+)|(?P<variable>[?$@]\w++)"""
    r"""|(?P<name>[A-Za-z_][\w.-]*+(?::[\w-]*+)?|:[\w-]++)""",
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
    if any(_may_ask(form) for form in {text, *(escape.sub(_character, text) for escape in _ESCAPES)}):
        raise QueryError("SERVICE is refused: no query asks another server", Trouble.REFUSED)


def _may_ask(text: str) -> bool:
    """Whether the word SERVICE stands before what may name an endpoint: <, a variable or a prefix.

    Both stores would fetch what it names. This does not rely on reading the text as they do: the word counts in a string
    too, and what follows it in a comment both as a comment and as text. A variable ?service is none.
    """
    if "SERVICE" not in text.upper():
        return False
    open_, hidden = False, False  # SERVICE was read, and only blanks and comments since; now a comment is read
    for found in _PIECE.finditer(text):
        piece = found[0].upper()  # as rdflib does: it takes ſ for S
        if open_ and (piece[0] in "<?$" or piece[-1] == ":"):
            return True
        if piece.isspace():
            ended = hidden and ("\n" in piece or "\r" in piece)
            open_, hidden = open_ or ended, hidden and not ended
            continue
        hidden = hidden or (open_ and piece == "#")
        _, word, after = piece.rpartition("SERVICE") if piece[0] not in "?$" else ("", "", piece)
        if word and piece[-1] == ":":
            return True
        open_ = (open_ and piece == "SILENT") or (bool(word) and after in ("", "SILENT"))
    return False


def _character(found: re.Match[str]) -> str:
    code = int(found[found.lastindex or 0], 16)
    return chr(code) if code < 0x110000 else found[0]


def form_of(text: str) -> str:
    """The word that says what kind of query or update it is, in lower case; "" if there is none."""
    for token in _TOKEN.finditer(text):
        word = token[0].lower()
        if token.lastgroup == "name" and ":" not in word and word not in ("base", "prefix"):
            return word if word in _FORMS | _UPDATES else ""
    return ""


def _unknown(text: str, terms: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Terms of the vocabulary's namespace that it does not have, with their positions."""
    ours, before = True, ""
    for token in _TOKEN.finditer(text):
        name, said = "", token[0]
        if token.lastgroup == "comment":
            continue
        if token.lastgroup == "iri" and before.lower() == "prefix kg:":
            ours = said == f"<{KG}>"
        elif token.lastgroup == "iri" and said.startswith(f"<{KG}"):
            name = said[1 + len(KG) : -1]
        elif token.lastgroup == "name" and ours and said.startswith("kg:"):
            name = said[3:]
        before = f"{before} {said}" if before.lower() == "prefix" else said
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
