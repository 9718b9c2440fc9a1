"""`make bench`: measure, print, write docs/performance.md, and end with 1 when a figure is past its budget."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

from benchmarks.figure import Figure
from benchmarks.letters import letters
from benchmarks.page import PAGE, page
from benchmarks.painting import painting
from benchmarks.placing import placing
from benchmarks.starting import starting

PARTS: tuple[Callable[[], Iterator[Figure]], ...] = (letters, painting, starting, placing)


def main() -> int:
    """Measure all of it, and say whether it is within its budgets."""
    figures = []
    for part in PARTS:
        for one in part():
            figures.append(one)
            print(one, flush=True)
    PAGE.write_text(page(figures), encoding="utf-8")
    past = [one for one in figures if one.is_past]
    print(f"{len(figures)} figures, {len(past)} past their budget; they are in docs/{PAGE.name}")
    for one in past:
        print(f"past its budget: {one.what}: {one.ratio:.2f} instead of {one.budget:.2f}", file=sys.stderr)
    return 1 if past else 0


if __name__ == "__main__":
    sys.exit(main())
