from __future__ import annotations

import pytest

from orderdesk.queries.check import check
from orderdesk.store.store import Store
from tests.scenarios.shop import Shop


@pytest.fixture
def shop(sqlite_store: Store) -> Shop:
    """The scenarios' desk: two equal orders are not held as duplicates, and a typed price is not held as odd."""
    shop = Shop(sqlite_store)
    shop.setting("duplicate_days", 0)
    shop.setting("price_band", None)
    return shop


@pytest.fixture(autouse=True)
def every_invariant_holds_after_every_scenario(request: pytest.FixtureRequest) -> object:
    yield
    if "shop" in request.fixturenames:
        assert request.getfixturevalue("shop").see(check) == ()
