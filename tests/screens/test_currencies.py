"""Currencies on the screen: what each is worth, and a new rate."""

from __future__ import annotations

from datetime import timedelta

from orderdesk.desk import currencies
from orderdesk.queries.currencies import rate_on
from orderdesk.screens.currencies import CurrenciesScreen
from orderdesk.store.store import Store
from tests.company import TODAY, person
from tests.screens.desk_stage import at_desk


async def test_rates_are_shown_with_the_one_that_holds_and_entered(sqlite_store: Store) -> None:
    root = person(sqlite_store, "root")
    for days, rate in ((-30, 90_000_000), (30, 95_000_000)):
        root.do(currencies.rate, "USD", rate, valid_from=TODAY + timedelta(days=days))
    async with at_desk(sqlite_store, "root", CurrenciesScreen) as hands:
        assert "holds today" in hands.row_with("0.9000") and "to come" in hands.row_with("0.9500")
        await hands.press("f6")
        await hands.type("⏎no⏎⏎")
        assert hands.app.bells == 1
        await hands.press("ctrl+u")
        await hands.type("0.92⏎⏎")
        assert "1 USD is 0.9200 from" in hands.status
        assert "holds today" in hands.row_with("0.9200")
    assert root.ask(rate_on, "USD", TODAY) == 92_000_000
