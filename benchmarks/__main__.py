"""`make bench`: run every measurement, print the table, and end with 1 when a figure is past its budget."""

from __future__ import annotations

import sys
from collections.abc import Callable

from benchmarks.placing import place_ten_lines
from benchmarks.starting import cold

FIGURES: tuple[tuple[str, str, Callable[[], float], float], ...] = (
    ("submit an order of 10 lines", "the same statements on raw sqlite3", place_ten_lines, 4.0),
    ("orderdesk find ALFKI, cold", "python -c pass", lambda: cold("find", "ALFKI"), 2.5),
    ("orderdesk --help, cold", "python -c pass", lambda: cold("--help"), 25.0),
)


def main() -> int:
    """Measure, print, and say whether all is within its budget."""
    failed = 0
    print(f"{'what':32} {'yardstick':38} {'ratio':>7} {'budget':>7}")
    for what, yardstick, measure, budget in FIGURES:
        ratio = measure()
        past = ratio > budget
        failed += past
        print(f"{what:32} {yardstick:38} {ratio:7.2f} {budget:7.1f}{'  past its budget' if past else ''}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
