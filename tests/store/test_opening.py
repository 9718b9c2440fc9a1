"""Opening: what is not an orderdesk database of this schema is refused with words, and nothing is touched."""

from __future__ import annotations

from sqlalchemy import text

from orderdesk.store.store import Store
from tests.company import SYSTEM, TODAY, NOW


def test_the_company_is_there_on_either_engine(store: Store) -> None:
    with store.read(SYSTEM, TODAY, NOW) as reading:
        assert reading.scalar(text("SELECT count(*) FROM customer")) == 3
