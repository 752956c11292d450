"""`kg serve`: the local web server."""

import socket
from contextlib import closing, suppress
from ipaddress import ip_address
from pathlib import Path

import click

from kg.errors import KgError


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 is every network.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--out", type=click.Path(path_type=Path), default="outputs", show_default=True, help="Folder of a build.")
@click.option("--timeout", default=30.0, show_default=True, type=click.FloatRange(0.1), help="Seconds of a query.")
@click.option("--limit", default=100_000, show_default=True, type=click.IntRange(1), help="Rows of an answer.")
@click.option("--cors", multiple=True, metavar="ORIGIN", help="Let pages of ORIGIN read answers; * is any.")
def serve(host: str, port: int, out: Path, timeout: float, limit: int, cors: tuple[str, ...]) -> None:
    """Serve the graph of a build: queries at /, SPARQL at /sparql, the explorer at /explorer.

    Read only, and only for this machine unless --host says otherwise. A new build in the same folder is taken up by
    itself. Ctrl+C ends it.
    """
    from kg.serve.answers import Answers
    from kg.serve.app import application

    with closing(Answers(out, seconds=timeout, rows=limit)) as answers, _listen(host, port) as listening:
        name = f"[{host}]" if ":" in host else host
        click.echo(f"serving {out} at http://{name}:{listening.getsockname()[1]}/")
        if not _loopback(host):
            click.echo(f"warning: {host} can be reached from other machines", err=True)
        own = ("localhost", "127.0.0.1", host) if _loopback(host) and ":" not in host else ("*",)
        _run(application(answers, cors=cors, hosts=own), listening)


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=512)
    except OSError as error:
        raise KgError(f"cannot listen on {host}, port {port}: {error.strerror or error}") from error


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _run(app: object, listening: socket.socket) -> None:
    import uvicorn

    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        http="h11",
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=512,
        timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=4 * 1024 * 1024,  # a query text in a GET reaches our own, clearer limit
    )
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])
