"""Settings: each of its type, what it names is there, and the currency stays once there are orders."""

from __future__ import annotations

from typing import Any

import pytest

from orderdesk.desk import company, orders
from orderdesk.desk.verb import Desk
from orderdesk.errors import BadValue, NotAllowed, NotFound, Refused
from orderdesk.queries.settings import settings
from orderdesk.store.store import Store
from tests.company import person
from tests.desk.rows import last_event


@pytest.fixture
def root(store: Store) -> Desk:
    return person(store, "root")


@pytest.mark.parametrize(
    ("key", "said", "kept"),
    [
        ("company", "Smith [/b] \x1b[31mCo", "Smith [/b] [31mCo"),
        ("currency", "chf", "CHF"),
        ("decimals", 0, 0),
        ("locale", "de-AT", "de_AT"),
        ("warehouse", "north", "NORTH"),
        ("terms", "now", "NOW"),
        ("tax_class", "Reduced", "reduced"),
        ("price_band", None, None),
        ("price_band", "12.5", 12_500),
        ("value_limit", 10_000_00, 10_000_00),
        ("value_limit", "10000.50", 10_000_50),
        ("value_limit", "none", None),
        ("own_orders", True, True),
        ("own_orders", "yes", True),
        ("duplicate_days", "7", 7),
        ("write_off_tolerance", "100.50", 100_50),
        ("reminder_third", "none", None),
    ],
)
def test_a_setting_is_kept_and_read_back(store: Store, root: Desk, key: str, said: Any, kept: Any) -> None:
    before = getattr(root.ask(settings), key)
    root.do(company.setting, key, said)
    assert getattr(root.ask(settings), key) == kept
    assert last_event(store) == ("setting.change", {"key": key, "value": [before, kept]})
    root.do(company.setting, key, said)  # it has a row by now
    assert getattr(root.ask(settings), key) == kept


@pytest.mark.parametrize(
    ("key", "said", "sentence"),
    [
        ("colour", "red", "there is no setting 'colour'; there are company, currency"),
        ("company", "", "company is empty"),
        ("company", None, "company cannot be 'None'"),
        ("currency", "EURO", "not three letters"),
        ("currency", 978, "currency cannot be '978'"),
        ("decimals", 4, "decimals is too large"),
        ("locale", "../etc", "not one like en or de_AT"),
        ("price_band", 100_001, "price_band is too large"),
        ("price_band", 1.5, "price_band cannot be '1.5'"),
        ("price_band", "1.2345", "price_band 1.2345 is too fine"),
        ("price_band", True, "price_band cannot be 'True'"),
        ("value_limit", -1, "value_limit is negative"),
        ("own_orders", 1, "own_orders cannot be '1'"),
        ("own_orders", "perhaps", "own_orders 'perhaps'"),
        ("duplicate_days", -1, "duplicate_days is negative"),
        ("duplicate_days", "1.5", "too fine"),
    ],
)
def test_a_value_that_a_setting_cannot_have_is_named(root: Desk, key: str, said: Any, sentence: str) -> None:
    with pytest.raises(BadValue, match=sentence):
        root.do(company.setting, key, said)


@pytest.mark.parametrize(("key", "said"), [("warehouse", "NOPE"), ("terms", "NOPE"), ("tax_class", "nope")])
def test_what_a_setting_names_must_be_there(root: Desk, key: str, said: str) -> None:
    with pytest.raises(NotFound, match=f"no .*{said}"):
        root.do(company.setting, key, said)


def test_the_currency_stays_once_there_are_orders(store: Store, root: Desk) -> None:
    person(store, "ann").do(orders.new, "ALFKI")
    root.do(company.setting, "currency", "EUR")  # as it is
    with pytest.raises(Refused, match="currency stays EUR: there are orders in it"):
        root.do(company.setting, "currency", "USD")
    with pytest.raises(Refused, match="decimals stays 2"):
        root.do(company.setting, "decimals", 0)


def test_only_an_admin_changes_settings(store: Store) -> None:
    with pytest.raises(NotAllowed, match=r"rae may not do setting\.change; that takes admin"):
        person(store, "rae").do(company.setting, "company", "Mine")
