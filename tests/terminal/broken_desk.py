"""The desk with an error in it: F11 of order entry fails, at once or in the thread of a verb: `broken_desk.py PATH`."""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from orderdesk.app import run
    from orderdesk.screens.order_entry import OrderEntryScreen
    from orderdesk.store.store import open_store
    from tests.company import person

    def fail() -> None:
        customer = "Alfreds " + "Futterkiste"
        raise LookupError(f"there is no {len(customer)}th drawer")

    def why(screen: OrderEntryScreen) -> None:
        if screen.entry.value:
            fail()
        screen.held(fail)

    OrderEntryScreen.action_why = why  # type: ignore[assignment, method-assign]
    sys.exit(run(lambda: person(open_store(sys.argv[1]), "ann")))
