"""What a Spark build stands on: PySpark, Java, a master that answers; each is asked for before the work begins."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.errors import KgError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

JAVA: Final = 17
_SPARK: Final = 4
_KNOWN: Final = re.compile(r"local(\[.+\])?|local-cluster\[.+\]|spark://\S+|yarn|k8s://\S+")
_SETTINGS: Final = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": "2000",
    "spark.sql.execution.arrow.maxBytesPerBatch": "8m",  # what a Python worker holds at a time
    "spark.ui.showConsoleProgress": "false",
}


def check(master: str) -> None:
    """Raise KgError, in one line, if a build on this master cannot begin."""
    try:
        installed = version("pyspark")
        version("pyarrow")
    except PackageNotFoundError as error:
        raise KgError("--engine spark needs PySpark 4 and pyarrow: pip install 'kg[spark]'") from error
    if int(installed.partition(".")[0]) < _SPARK:
        raise KgError(f"--engine spark needs PySpark {_SPARK}, here is {installed}: pip install 'kg[spark]'")
    _check_java()
    if not _KNOWN.fullmatch(master):
        raise KgError(f"--master {master}: no Spark master; say spark://HOST:PORT, local[2], yarn or k8s://…")
    if master.startswith("spark://"):
        _check_master(master)


def _check_java() -> None:
    home = os.environ.get("JAVA_HOME")
    java = shutil.which(str(Path(home, "bin", "java")) if home else "java")
    where = f"JAVA_HOME={home} has no bin/java" if home else "there is no `java` on the PATH"
    if not java:
        raise KgError(f"--engine spark needs Java {JAVA} or newer: {where}")
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    if not found or int(found[1]) < JAVA:
        raise KgError(f"--engine spark needs Java {JAVA} or newer: {java} is {found[1] if found else 'not a Java'}")


def _check_master(master: str) -> None:
    """Ask whether any of spark://host:port,host:port answers: Spark itself would try for a minute."""
    trouble = ""
    for address in master.removeprefix("spark://").split(","):
        host, _, port = address.rpartition(":")
        try:
            with socket.create_connection((host.strip("[]"), int(port)), timeout=5):
                return
        except (OSError, ValueError) as error:
            trouble = f"{address}: {error.strerror or error}" if isinstance(error, OSError) else f"{address}: no port"
    raise KgError(f"--master {master} cannot be reached ({trouble})")


@contextmanager
def session(master: str) -> Iterator["SparkSession"]:
    """A Spark session; what goes wrong in it is a KgError in one line."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName("kg build")
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    try:
        spark = builder.getOrCreate()
        try:
            yield spark
        finally:
            spark.stop()
    except (PySparkException, Py4JError, ConnectionError) as error:
        raise KgError(_reason(str(error))) from error


def _reason(text: str) -> str:
    """The line that says why: our own error's, else Python's, else the first."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    ours = [line for line in lines if re.match(r"kg\.errors\.\w+: ", line)]
    python = [line for line in lines if re.match(r"[\w.]+(Error|Exception): ", line)]
    if ours:
        return ours[0].partition(": ")[2]
    return f"nothing written: Spark gave up, {next(iter([*python, *lines]), 'it does not answer')}"
