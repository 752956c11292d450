"""The named queries of kg/queries/: SPARQL files that say in comments what they ask and which parameters they take.

    # 谁任什么职                               first line: in Chinese
    # Who holds which post                    second line: in English
    # --place 太原市  地点 / the place …        a parameter, an example, what it is; `(required)` at the end if it is
    …
      # --place: VALUES ?place { {name} }     this line counts if the parameter is given
      LIMIT 10 # --rows: LIMIT {number}       what stands before it counts if it is not

So a file is SPARQL as it stands, for any tool. {name} becomes "…"@zh, {text} "…", {number} a checked number.
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files
from typing import Final

from kg.query.errors import QueryError

_PARAMETER: Final = re.compile(r"# --([a-z][a-z-]*) (\S+)  (.+?)( \(required\))?")
_SWITCH: Final = re.compile(r"^(\s*)[^#\n]*# --([a-z][a-z-]*): (.+)$", re.MULTILINE)
_SLOT: Final = re.compile(r"\{(name|text|number)\}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a named query can be told."""

    name: str
    example: str
    about: str
    required: bool


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query with a name."""

    name: str
    chinese: str
    english: str
    parameters: tuple[Parameter, ...]
    text: str

    def fill(self, values: dict[str, str]) -> str:
        """The query with the parameters given. QueryError for an unknown, missing or malformed one."""
        known = {p.name for p in self.parameters}
        for name in values:
            if name not in known:
                near = get_close_matches(name, known, 1)
                has = f"; it has {', '.join(f'--{k}' for k in sorted(known))}" if known else ""
                raise QueryError(f"{self.name} has no --{name}" + (f"; did you mean --{near[0]}?" if near else has))
        for parameter in self.parameters:
            if parameter.required and not values.get(parameter.name):
                option = f"--{parameter.name}"
                raise QueryError(f"{self.name} needs {option}, such as {option} {parameter.example}")
        return _SWITCH.sub(lambda m: m[1] + _put(m[3], values[m[2]], m[2]) if values.get(m[2]) else m[0], self.text)


def _put(line: str, value: str, name: str) -> str:
    def slot(found: re.Match[str]) -> str:
        if found[1] == "number":
            if not re.fullmatch(r"-?\d+(\.\d+)?", value):
                raise QueryError(f"--{name} {value}: not a number")
            return value
        return literal(value) + ("@zh" if found[1] == "name" else "")

    return _SLOT.sub(slot, line)


def literal(value: str) -> str:
    """A string as SPARQL writes it, whatever it holds."""
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return '"' + "".join(escapes.get(c, c) for c in value) + '"'


def parse(name: str, text: str) -> NamedQuery:
    """Read a file of kg/queries/."""
    comments = []
    for line in text.splitlines():
        if not line.startswith("# "):
            break
        comments.append(line)
    parameters = tuple(
        Parameter(m[1], m[2], m[3], bool(m[4])) for line in comments if (m := _PARAMETER.fullmatch(line.rstrip()))
    )
    chinese, english = (comment.removeprefix("# ") for comment in comments[:2])
    return NamedQuery(name, chinese, english, parameters, text)


def load() -> dict[str, NamedQuery]:
    """All of them, by name."""
    found = {}
    for path in sorted(files("kg").joinpath("queries").iterdir(), key=lambda p: p.name):
        if path.name.endswith(".rq"):
            name = path.name.removesuffix(".rq")
            found[name] = parse(name, path.read_text("utf-8"))
    return found


def named(name: str) -> NamedQuery:
    """The query of that name; QueryError with the nearest if there is none."""
    queries = load()
    if name not in queries:
        near = get_close_matches(name, queries, 1)
        offer = f"the nearest is {near[0]}" if near else "kg query --list names them"
        raise QueryError(f"no query is named {name}; {offer}")
    return queries[name]
