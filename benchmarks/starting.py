"""Commands, cold: whole processes, each beside `python -c pass` in the same rounds."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.companies import company
from benchmarks.figure import Figure

ROUNDS = 15
PART = "Commands, cold"


def starting() -> Iterator[Figure]:
    """The quick look-up, and the help."""
    yield _cold("orderdesk find ALFKI", 2.5, "find", "ALFKI")
    yield _cold("orderdesk --help", 25.0, "--help")


def _cold(what: str, budget: float, *arguments: str) -> Figure:
    with company() as path:
        command = [str(Path(sys.executable).with_name("orderdesk")), "--db", str(path), "--as", "ann", *arguments]
        ours, nothing = [], []
        for _ in range(ROUNDS):
            nothing.append(_took([sys.executable, "-c", "pass"]))
            ours.append(_took(command))
        return Figure(PART, what, "python -c pass", statistics.median(ours), statistics.median(nothing), "ms", budget)


def _took(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True)
    return (time.perf_counter() - start) * 1_000
