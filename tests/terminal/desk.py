"""The whole desk on a database of the test company, as one of its people: `desk.py LOGIN PATH`."""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from orderdesk.app import run
    from orderdesk.store.store import open_store
    from tests.company import person

    sys.exit(run(lambda: person(open_store(sys.argv[2]), sys.argv[1])))
