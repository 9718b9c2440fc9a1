"""What the terminal tests may ask for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Where a small app writes down what it was told."""
    return tmp_path / "log"


@pytest.fixture
def company(tmp_path: Path, founded_file: Path) -> Path:
    """The test company in a file of this test's own."""
    path = tmp_path / "desk.db"
    shutil.copy(founded_file, path)
    return path
