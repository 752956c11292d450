"""The SPARQL 1.1 Protocol, for queries: https://www.w3.org/TR/sparql11-protocol/."""

import asyncio
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from kg.query.errors import QueryError, Trouble
from kg.query.text import LONGEST
from kg.serve.answers import Answers
from kg.serve.description import service
from kg.serve.negotiate import GRAPH_OFFERS, HTML, TABLE_OFFERS, VARY, choose

BODY: Final = 1024 * 1024  # bytes of a request
DRAINED: Final = 16 * 1024 * 1024  # bytes of a larger one that are read away, so that its sender hears why
SLOWEST: Final = 30.0  # seconds a body may take
FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
STATUS: Final = {
    Trouble.SYNTAX: 400,
    Trouble.REFUSED: 400,
    Trouble.LIMIT: 400,
    Trouble.TIMEOUT: 504,
    Trouble.BUSY: 503,
    Trouble.DATA: 503,
}
_IRI: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]*")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of the protocol."""

    text: str
    default: tuple[str, ...]
    named: tuple[str, ...]
    rows: int  # the first so many, not of the protocol: what the query page asks for; 0 for all


async def endpoint(request: Request) -> Response:
    """GET and POST of /sparql."""
    accept = request.headers.get("accept", "")
    if request.method != "POST" and not request.query_params.keys() & {"query", "update"}:
        if choose(accept, (*GRAPH_OFFERS, HTML)) == HTML:
            return RedirectResponse(str(request.base_url), 303, VARY)
        return await service(request)
    asked = await read(request)
    answers: Answers = request.app.state.answers
    table = await answers.form(asked.text) in ("select", "ask")
    offer = choose(accept, TABLE_OFFERS if table else GRAPH_OFFERS)
    written = await answers.ask(
        asked.text, f"{offer.name}|{offer.name}", default=asked.default, named=asked.named, rows=asked.rows
    )
    headers = {"Content-Type": offer.content_type, **VARY}
    if written.cut:
        headers["Kg-Cut"] = "true"
    return Response(written.body, headers=headers)


def refused(request: Request, error: Exception) -> Response:
    """A QueryError as a response."""
    assert isinstance(error, QueryError)
    headers = {"Retry-After": "2"} if STATUS[error.trouble] == 503 else {}
    return PlainTextResponse(f"{error}\n", STATUS[error.trouble], headers)


async def read(request: Request) -> Asked:
    """What is asked. HTTPException where the protocol is not kept."""
    values = pairs(request.scope["query_string"])
    text = None
    if request.method == "POST":
        kind, charset = _kind(request)
        body = await _body(request)
        if charset not in ("utf-8", "utf8", "us-ascii"):
            raise HTTPException(415, f"charset {charset}: only UTF-8 is read\n")
        if kind == FORM:
            values += pairs(body)
        else:
            text = _utf8(body)
    if any(name == "update" for name, _ in values):
        raise HTTPException(400, "update= is refused: this is read only\n")
    texts = [value for name, value in values if name == "query"] + ([text] if text is not None else [])
    if len(texts) != 1:
        raise HTTPException(400, f"{len(texts)} queries in the request: one is needed\n")
    if len(texts[0]) > LONGEST:
        raise HTTPException(413, f"the query has {len(texts[0])} characters, {LONGEST} are allowed\n")
    return Asked(texts[0], _graphs(values, "default-graph-uri"), _graphs(values, "named-graph-uri"), _rows(values))


def pairs(source: bytes) -> list[tuple[str, str]]:
    """The parameters of a query string or form. Status 400 if it is not one."""
    try:
        return parse_qsl(source.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise HTTPException(400, "the parameters are no URL-encoded UTF-8\n") from error


def _kind(request: Request) -> tuple[str, str]:
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    kind = kind.strip().lower()
    if kind == "application/sparql-update":
        raise HTTPException(415, "updates are refused: this is read only\n")
    if kind not in (FORM, DIRECT):
        raise HTTPException(415, f"Content-Type {kind or '(none)'}: {DIRECT} or {FORM} is needed\n")
    found = re.search(r"charset\s*=\s*\"?([\w-]+)", parameters, re.IGNORECASE)
    return kind, found[1].lower() if found else "utf-8"


async def _body(request: Request) -> bytes:
    """The bytes of the request. Status 413 if there are too many, 408 if they do not come."""
    length = request.headers.get("content-length", "0")
    announced = int(length) if length.isdecimal() else 0
    if announced > DRAINED or (announced > BODY and "expect" in request.headers):
        raise _too_large()
    held, size = [], 0
    try:
        async with asyncio.timeout(SLOWEST):
            async for piece in request.stream():
                size += len(piece)
                if size > DRAINED:
                    break
                if size <= BODY:
                    held.append(piece)
    except TimeoutError as error:
        raise HTTPException(408, f"the request took longer than {SLOWEST:g} seconds to arrive\n") from error
    except ClientDisconnect as error:
        raise HTTPException(400, "the request is cut off\n") from error
    if size > BODY:
        raise _too_large()
    return b"".join(held)


def _too_large() -> HTTPException:
    return HTTPException(413, f"the request is too large: {BODY} bytes are allowed\n", {"Connection": "close"})


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"the query is not UTF-8: byte {error.start}\n") from error


def _graphs(values: list[tuple[str, str]], wanted: str) -> tuple[str, ...]:
    graphs = tuple(value for name, value in values if name == wanted)
    for graph in graphs:
        if not _IRI.fullmatch(graph):
            raise HTTPException(400, f"{wanted}={graph}: not an absolute IRI\n")
    return graphs


def _rows(values: list[tuple[str, str]]) -> int:
    given = dict(values).get("max-rows", "0")
    if not (given.isascii() and given.isdecimal() and len(given) < 10):
        raise HTTPException(400, f"max-rows={given}: not a number\n")
    return int(given)
