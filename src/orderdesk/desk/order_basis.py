"""What an order is counted in, taken from its customer when it is begun: currency and rate, tax in its prices, terms.

It stays on the order, so that nothing of it is looked up again while lines are typed.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, select

from orderdesk.models import PriceList, Segment, Terms
from orderdesk.queries.currencies import rate_on
from orderdesk.queries.settings import settings
from orderdesk.queries.taxes import tax_note
from orderdesk.rules.terms import MIXED
from orderdesk.store.transaction import Reading, table

_TERMS = table(Terms)
_LIST = table(PriceList)
_SEGMENT = table(Segment)
_BASIS = select(
    _TERMS.c.discount_mode,
    _TERMS.c.discount,
    select(_LIST.c.tax_included).where(_LIST.c.id == bindparam("a_list")).scalar_subquery().label("own_list"),
    select(_LIST.c.tax_included)
    .join(_SEGMENT, _SEGMENT.c.price_list_id == _LIST.c.id)
    .where(_SEGMENT.c.id == bindparam("a_segment"))
    .scalar_subquery()
    .label("segment_list"),
).where(_TERMS.c.id == bindparam("a_terms"))


def order_basis(reading: Reading, customer: Row[Any], day: date) -> dict[str, Any]:
    """The columns of a new order of that day.

    Raises:
        Refused: the customer's currency has no rate on the day.
    """
    row = reading.first(_BASIS, a_terms=customer.terms_id, a_list=customer.price_list_id, a_segment=customer.segment_id)
    assert row is not None  # a foreign key
    on_list = row.segment_list if customer.price_list_id is None else row.own_list
    code = customer.currency or settings(reading).currency
    return {
        "currency": code,
        "rate": rate_on(reading, code, day),
        "tax_included": bool(customer.tax_included or on_list),
        "tax_discount": row.discount if row.discount_mode == MIXED else 0,
        "tax_note": tax_note(customer),
    }
