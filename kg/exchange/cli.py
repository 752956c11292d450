"""`kg export`: the outputs of a build in another form."""

import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import click

from kg.errors import InputError, OutputError

FORMATS = {
    "jsonld": "JSON-LD with a compact context",
    "rdfxml": "RDF/XML",
    "trig": "TriG, one named graph per article",
    "gexf": "GEXF for Gephi",
    "ftm": "FollowTheMoney entities, one JSON object a line, for Aleph and OpenAleph",
}


@click.command()
@click.argument("format_", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.option("--out", type=click.Path(path_type=Path), default="outputs", show_default=True, help="Folder of a build.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write; else stdout.")
def export(format_: str, out: Path, output: Path | None) -> None:
    """Write the graph of a build for another program.

    \b
    FORMAT is one of
      jsonld  JSON-LD with a compact context
      rdfxml  RDF/XML
      trig    TriG, one named graph per article
      gexf    GEXF for Gephi
      ftm     FollowTheMoney entities, one JSON object a line
    """
    if not (out / "build.json").is_file():
        raise InputError(f"{out}: no build there; `kg build` makes one, --out names its folder")
    try:
        content = writer(format_)(out)
    except FileNotFoundError as error:
        raise InputError(f"{error.filename}: a file of the build is missing; build again") from error
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        return
    write(output, content)


def writer(format_: str) -> Callable[[Path], bytes]:
    """What makes a form from a folder of outputs; imported when it is asked for."""
    if format_ == "gexf":
        from kg.exchange.gexf import gexf

        return gexf
    if format_ == "ftm":
        from kg.exchange.ftm import ftm

        return ftm
    from kg.exchange import rdf

    writers: dict[str, Callable[[Path], bytes]] = {"jsonld": rdf.jsonld, "rdfxml": rdf.rdfxml, "trig": rdf.trig}
    return writers[format_]


def write(path: Path, content: bytes) -> None:
    """The whole file or none of it. OutputError if it cannot be written."""
    try:
        handle, aside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise OutputError(f"{path}: cannot write here, {error.strerror}") from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(aside).chmod(0o666 & ~_umask())
        Path(aside).replace(path)
    except OSError as error:
        raise OutputError(f"{path}: cannot write here, {error.strerror}") from error
    finally:
        with suppress(FileNotFoundError):
            Path(aside).unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
