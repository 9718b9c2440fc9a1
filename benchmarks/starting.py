"""Starting cold: whole processes, each beside `python -c pass` in the same rounds."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from orderdesk.store.migrate import create
from tests.company import NOW, SYSTEM, TODAY, found

ROUNDS = 15


def cold(*arguments: str) -> float:
    """A command's median time as a multiple of an interpreter that does nothing."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        store = create(str(path))
        store.run(found, SYSTEM, TODAY, NOW)
        store.close()
        command = [str(Path(sys.executable).with_name("orderdesk")), "--db", str(path), "--as", "ann", *arguments]
        ours, nothing = [], []
        for _ in range(ROUNDS):
            nothing.append(_took([sys.executable, "-c", "pass"]))
            ours.append(_took(command))
        return statistics.median(ours) / statistics.median(nothing)


def _took(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True)
    return time.perf_counter() - start
