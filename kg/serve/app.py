"""What is where on the server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.query.errors import QueryError
from kg.serve import description, entities, pages, sparql
from kg.serve.answers import Answers


def application(answers: Answers, *, cors: tuple[str, ...] = (), hosts: tuple[str, ...] = ("*",)) -> Starlette:
    """The server over the answers of a build; they are closed with it.

    `cors` are the origins that may read it, `hosts` the names it answers to: on the loopback only its own, so that a
    web page whose name is made to point here (DNS rebinding) reads nothing.
    """

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            answers.close()

    routes = [
        Route("/", pages.editor),
        Route("/sparql", sparql.endpoint, methods=["GET", "POST"]),
        Route("/.well-known/void", description.void),
        Route("/explorer", pages.explorer),
        Route("/queries/{name}", pages.query_text),
        Route("/static/{name}", pages.static),
        Route("/data/{name}", pages.dump),
        Route("/entity/{local:path}", entities.entity),
        Route("/id/{local:path}", entities.entity),
    ]
    middleware = [Middleware(_NoSniff), Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False)]
    if cors:
        allowed = ["GET", "HEAD", "POST"]
        middleware.append(
            Middleware(CORSMiddleware, allow_origins=cors, allow_methods=allowed, expose_headers=["Kg-Cut"])
        )
    app = Starlette(
        routes=routes, middleware=middleware, lifespan=lifespan, exception_handlers={QueryError: sparql.refused}
    )
    app.state.answers = answers
    return app


class _NoSniff:
    """Keeps browsers from taking an answer for something else than it says it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["X-Content-Type-Options"] = "nosniff"
            await send(message)

        await self._app(scope, receive, marked)
