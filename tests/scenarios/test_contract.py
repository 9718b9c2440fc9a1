"""Every scenario is a test named after its id."""

from __future__ import annotations

import json
import re
from pathlib import Path

HERE = Path(__file__).parent
SCENARIOS = HERE.parents[2] / "shared" / "scenarios" / "scenarios.json"


def played() -> set[str]:
    found: set[str] = set()
    for path in HERE.glob("test_*.py"):
        names = re.findall(r"^def test_([a-z]{2})_(\d\d)_", path.read_text(encoding="utf-8"), re.MULTILINE)
        found |= {f"{group}-{number}".upper() for group, number in names}
    return found


def test_every_scenario_is_played() -> None:
    """The list itself lies beside the repository; where it does not, there is nothing to compare with."""
    if not SCENARIOS.exists():
        import pytest

        pytest.skip(f"the list of scenarios is not at {SCENARIOS}")
    contract = {entry["id"] for entry in json.loads(SCENARIOS.read_text(encoding="utf-8"))}
    assert played() == contract
