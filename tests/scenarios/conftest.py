from __future__ import annotations

from collections.abc import Iterator

import pytest

from orderdesk.queries.check import check
from orderdesk.store.store import Store
from tests.scenarios.shop import Shop


@pytest.fixture
def shop(sqlite_store: Store) -> Iterator[Shop]:
    """The scenarios' desk: two equal orders are not held as duplicates, and a typed price is not held as odd.

    After every scenario all the invariants hold.
    """
    shop = Shop(sqlite_store)
    shop.setting("duplicate_days", 0)
    shop.setting("price_band", None)
    yield shop
    assert shop.see(check) == ()
