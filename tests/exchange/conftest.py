"""What the import tests share: where the Northwind files are, and files written on the spot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
MAPPINGS = CHECKOUT / "data" / "mappings" / "northwind"

Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file into this test's folder."""

    def write(name: str, content: str) -> Path:
        path = tmp_path / name
        path.write_text(content, "utf-8", newline="")
        return path

    return write


@pytest.fixture(scope="session")
def northwind_folder() -> Path:
    """The Northwind CSV files, beside the checkout. They are test material and not part of it."""
    for folder in (CHECKOUT.parent / "shared" / "data" / "northwind", CHECKOUT.parent / "data" / "northwind"):
        if (folder / "Orders.csv").is_file():
            return folder
    pytest.fail(
        f"the Northwind files are not at {CHECKOUT.parent / 'shared' / 'data' / 'northwind'}; "
        "put the tables of jpwhite3/northwind-SQLite3 there as one CSV file each"
    )
