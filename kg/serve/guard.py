"""The check of a query's text, kept from holding up the server.

The check reads the text with regular expressions, which hold Python's lock: a text made for it ("serviceservice…",
"a.a.a…") takes them seconds. A short one is checked here, a long one in a process that can be ended.
"""

import json
import subprocess
import sys
from typing import Final

from kg.query.errors import QueryError, Trouble
from kg.query.text import check, form_of
from kg.query.vocabulary import terms

SHORT: Final = 4096  # characters: a tenth of a second at worst


def form(text: str) -> str:
    """What the query is: select, ask, construct, describe. QueryError if it may not be asked."""
    check(text, terms())
    return form_of(text)


def form_apart(text: str, *, seconds: float) -> str:
    """The same for a long text, in a process of its own; QueryError too if it takes too long."""
    command = [sys.executable, "-m", "kg.serve.guard"]
    try:
        done = subprocess.run(command, input=text.encode(errors="replace"), capture_output=True, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise QueryError("the text of the query takes too long to read", Trouble.TIMEOUT) from error
    if done.returncode:
        raise QueryError("the text of the query cannot be read", Trouble.LIMIT)
    found: dict[str, str] = json.loads(done.stdout)
    if "message" in found:
        raise QueryError(found["message"], Trouble(found["trouble"]))
    return found["form"]


def main() -> None:
    """Check the text on standard input; the outcome as JSON."""
    text = sys.stdin.buffer.read().decode()
    try:
        found = {"form": form(text)}
    except QueryError as error:
        found = {"message": str(error), "trouble": error.trouble.value}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
