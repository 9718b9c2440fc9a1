"""Payment terms as the rules know them."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from orderdesk.models import Terms as TermsRow
from orderdesk.models import TermsPart
from orderdesk.rules.terms import Instalment, Terms
from orderdesk.store.transaction import Reading, table

_TERMS, _PART = table(TermsRow), table(TermsPart)
_BY_ID = select(_TERMS).where(_TERMS.c.id == bindparam("a_terms"))
_PARTS = select(_PART).where(_PART.c.terms_id == bindparam("a_terms")).order_by(_PART.c.position)


def terms_of(reading: Reading, terms_id: int) -> Terms:
    """The terms with this id. Their parts are read only where there are any."""
    row = reading.first(_BY_ID, a_terms=terms_id)
    assert row is not None  # a foreign key
    parts = reading.all(_PARTS, a_terms=terms_id) if row.instalments else ()
    return Terms(
        row.code,
        row.net_days,
        row.end_of_month,
        row.discount_days,
        row.discount,
        tuple(Instalment(part.percent, part.net_days) for part in parts),
        row.discount_mode,
        row.discount_fixed,
        row.grace_days,
    )
