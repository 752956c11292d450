#!/usr/bin/env python3
"""A standalone Spark cluster on this machine: a master and workers of one core each, as processes of their own.

cluster.py [WORKERS]          start it, print its URL, stop it on Ctrl-C; then: kg build … --engine spark --master URL
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

DEPLOY = "org.apache.spark.deploy"
HERE = "127.0.0.1"
PATIENCE = 60  # seconds until a JVM must have said that it is there


class Cluster:
    """What was started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        home = Path(find_spec("pyspark").origin).parent
        self.environment = {**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": HERE, "PYSPARK_PYTHON": sys.executable,
                            "SPARK_LOCAL_DIRS": str(folder)}
        self.url = ""
        self.workers: list[subprocess.Popen[bytes]] = []
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self, workers: int) -> None:
        """Return when the master knows all workers."""
        self._run("master.Master", "--host", HERE, "--port", "0", "--webui-port", "0")
        self.url = self._said("Starting Spark master at (spark://\\S+)")
        self.fill(workers)

    def fill(self, workers: int) -> None:
        """Bring the cluster to so many workers."""
        while len(self.workers) < workers:
            work = str(self.folder / f"work{len(self.processes)}")
            options = ("--host", HERE, "--webui-port", "0", "--cores", "1", "--memory", "1g", "--work-dir", work)
            self.workers.append(self._run("worker.Worker", *options, self.url))
            self._said("Successfully registered with master")

    def kill(self) -> list[int]:
        """kill -9 to the first worker, its executors and their Python; the ids of those that were there."""
        victims = list(below(self.workers.pop(0).pid))
        for pid in victims:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return victims

    def stop(self) -> None:
        """End what is left, executors first asked by their workers."""
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            process.wait()

    def _run(self, name: str, *options: str) -> subprocess.Popen[bytes]:
        command = [str(Path(self.environment["SPARK_HOME"], "bin", "spark-class")), f"{DEPLOY}.{name}", *options]
        with self._log(len(self.processes)).open("wb") as log:
            process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log, cwd=self.folder)
        self.processes.append(process)
        return process

    def _said(self, pattern: str) -> str:
        """Wait until the process last started has said this."""
        log, end = self._log(len(self.processes) - 1), time.monotonic() + PATIENCE
        while time.monotonic() < end and self.processes[-1].poll() is None:
            if found := re.search(pattern, log.read_text("utf-8", "replace")):
                return found[found.re.groups]
            time.sleep(0.1)
        raise RuntimeError(f"the cluster did not start:\n{log.read_text('utf-8', 'replace')[-2000:]}")

    def _log(self, number: int) -> Path:
        return self.folder / f"{number}.log"


def below(pid: int) -> Iterator[int]:
    """A process and all that it and its own have started, parents first."""
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from below(int(child))


@contextmanager
def cluster(workers: int = 2) -> Iterator[Cluster]:
    """A cluster for the time of the block."""
    folder = Path(tempfile.mkdtemp(prefix="cluster-"))
    started = Cluster(folder)
    try:
        started.start(workers)
        yield started
    finally:
        started.stop()
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Hold a cluster until Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workers", nargs="?", type=int, default=2)
    with suppress(KeyboardInterrupt), cluster(parser.parse_args().workers) as started:
        print(started.url, flush=True)
        signal.pause()


if __name__ == "__main__":
    main()
