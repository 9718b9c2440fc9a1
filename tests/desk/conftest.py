from __future__ import annotations

from collections.abc import Iterator

import pytest

from orderdesk.queries.check import check
from orderdesk.store.store import Store
from tests.scenarios.shop import Shop


@pytest.fixture
def shop(store: Store) -> Iterator[Shop]:
    """The desk of the scenarios, on both engines. After every test all the invariants hold."""
    shop = Shop(store)
    shop.setting("duplicate_days", 0)
    shop.setting("price_band", None)
    yield shop
    assert shop.see(check) == ()
