"""How quotations end: the site's reasons for winning and losing, and what was decided of each."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select

from orderdesk.desk.ledger import person
from orderdesk.desk.upkeep import named, new_code
from orderdesk.desk.verb import verb
from orderdesk.errors import BadValue, Refused
from orderdesk.models import OutcomeReason, QuotationOutcome
from orderdesk.store.transaction import Transaction, table
from orderdesk.texts import visible

OUTCOMES = ("won", "lost")

_REASON = table(OutcomeReason)
_OUTCOME = table(QuotationOutcome)
_BY_CODE = select(_REASON).where(_REASON.c.code == bindparam("a_code"))
_CODES = (
    select(_REASON.c.code).where(_REASON.c.outcome == bindparam("a_outcome"), _REASON.c.active).order_by(_REASON.c.code)
)
_FORGET = delete(_OUTCOME).where(_OUTCOME.c.order_id == bindparam("a_order"))


@verb("quotation.reason")
def reason(tx: Transaction, code: str, name: str = "", *, outcome: str = "lost", active: bool = True) -> str:
    """Enter a reason why quotations are won or lost, change its name, or take it out of use; its code."""
    if outcome not in OUTCOMES:
        raise BadValue(f"outcome {visible(outcome)[:20]!r} is not one of {', '.join(OUTCOMES)}")
    kept = new_code(code, "reason")
    row = tx.first(_BY_CODE, a_code=kept)
    if row is None:
        key = tx.add(OutcomeReason(code=kept, name=named(name), outcome=outcome, active=active))
    else:
        key = row.id
        tx.update(OutcomeReason, key, name=named(name or row.name), outcome=outcome, active=active)
    tx.record("quotation.reason", "outcome_reason", key, code=kept, name=name, outcome=outcome, active=active)
    return kept


def reason_id(tx: Transaction, code: str | None, outcome: str) -> int | None:
    """The reason with this code. Raises Refused, naming those that there are."""
    if code is None or not code.strip():
        return None
    key = code.strip().upper()
    row = tx.first(_BY_CODE, a_code=key) if key.isprintable() else None
    if row is None or not row.active or row.outcome != outcome:
        known = ", ".join(one.code for one in tx.all(_CODES, a_outcome=outcome)) or "none yet"
        raise Refused(f"{visible(key)[:40]} is no reason why a quotation is {outcome}; there are: {known}")
    return int(row.id)


def decide(tx: Transaction, order_id: int, outcome: str, reason_id: int | None, note: str = "") -> None:
    """Keep how a quotation ended; the last word counts."""
    forget(tx, order_id)
    tx.add(
        QuotationOutcome(
            order_id=order_id,
            outcome=outcome,
            reason_id=reason_id,
            note=note,
            decided_on=tx.today,
            decided_at=tx.now,
            decided_by=person(tx),
        )
    )


def forget(tx: Transaction, order_id: int) -> None:
    """A quotation is taken up again: nothing is decided of it."""
    tx.change(_FORGET, a_order=order_id)
