"""Pages and files: the query page, its script and style, the explorer, the dumps."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, FunctionLoader
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from kg.query.named import load, named
from kg.query.prefixes import PREFIXES
from kg.serve.answers import Answers

# No page of ours loads anything from elsewhere, and none may be put into another's frame.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
STATIC: Final = {"editor.js": "text/javascript", "style.css": "text/css"}
DUMPS: Final = {
    "graph.ttl": "text/turtle; charset=utf-8",
    "graph.nq": "application/n-quads",
    "ontology.ttl": "text/turtle; charset=utf-8",
}


def page(template: str, values: Mapping[str, object], *, headers: Mapping[str, str]) -> Response:
    """A page from a template; every value is escaped."""
    html = _environment().get_template(template).render(values)
    return Response(html, headers={"Content-Security-Policy": POLICY, **headers}, media_type="text/html")


async def editor(request: Request) -> Response:
    """The query page, with the named queries."""
    answers: Answers = request.app.state.answers
    queries = load()
    told = {
        "entities": await answers.entities(),
        "prefixes": PREFIXES,
        "parameters": {
            q.name: [
                {"name": p.name, "example": p.example, "about": p.about, "required": p.required} for p in q.parameters
            ]
            for q in queries.values()
        },
    }
    values = {
        "queries": queries.values(), "told": told, "first": queries["posts"].text if "posts" in queries else "",
        "seconds": f"{answers.seconds:g}", "rows": answers.limits.rows,
    }  # fmt: skip
    return page("editor.html", values, headers={"Cache-Control": "no-cache"})


async def query_text(request: Request) -> Response:
    """The SPARQL of a named query with the parameters given. QueryError for an unknown or missing one."""
    name = request.path_params["name"]
    if name not in load():
        raise HTTPException(404, f"no query is named {name}\n")
    values = {key: value for key, value in request.query_params.items() if value}
    query = named(name)
    return PlainTextResponse(query.fill(values) if values else query.text)


async def static(request: Request) -> Response:
    """The script and the style of the pages."""
    name = request.path_params["name"]
    if name not in STATIC:
        raise HTTPException(404, f"{name}: not found\n")
    return Response(_read(name), media_type=STATIC[name], headers={"Cache-Control": "no-cache"})


async def explorer(request: Request) -> Response:
    """The network page of the build."""
    return _file(request, "graph.html", "text/html; charset=utf-8")


async def dump(request: Request) -> Response:
    """The graph as the build wrote it."""
    name = request.path_params["name"]
    if name not in DUMPS:
        raise HTTPException(404, f"{name}: not found; there are {', '.join(DUMPS)}\n")
    return _file(request, name, DUMPS[name])


def _file(request: Request, name: str, media: str) -> Response:
    answers: Answers = request.app.state.answers
    path = answers.outputs / name
    if not path.is_file():
        raise HTTPException(404, f"{name} is not in {answers.outputs}: `kg build` writes it\n")
    return FileResponse(path, media_type=media, headers={"Cache-Control": "no-cache"})


def _read(name: str) -> str:
    return files("kg.serve").joinpath("templates", name).read_text("utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(loader=FunctionLoader(_read), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.policies["json.dumps_function"] = json.dumps
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    return environment
