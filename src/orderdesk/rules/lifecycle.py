"""The life of an order: one lifecycle, and progress that is derived from the quantities on its lines.

A state says what may be done with an order; how far it has come is read off its lines (`progress`).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from orderdesk.errors import Refused
from orderdesk.rules.progress import (
    LineAxes,
    Progress,
    allocated_progress,
    invoiced_progress,
    is_done,
    paid_progress,
    shipped_progress,
)
from orderdesk.rules.wording import listed

__all__ = [
    "TRANSITIONS",
    "Act",
    "LineAxes",
    "OrderState",
    "OrderType",
    "Progress",
    "allocated_progress",
    "invoiced_progress",
    "is_done",
    "next_state",
    "paid_progress",
    "require",
    "shipped_progress",
]


class OrderState(StrEnum):
    """Where an order is in its life."""

    QUOTATION = "quotation"  # an offer; nothing is promised
    DRAFT = "draft"  # being entered, or sent back to its clerk
    SUBMITTED = "submitted"  # in the allocation queue; waits for holds to be released
    CONFIRMED = "confirmed"  # promised; locked but for amendments; may be picked and shipped
    CLOSED = "closed"  # all done, or the rest given up
    CANCELLED = "cancelled"  # taken back before anything was shipped
    WON = "won"  # a quotation of which all, or all that was wanted, became orders
    EXPIRED = "expired"  # a quotation or a blanket order past its last day
    LOST = "lost"  # a quotation the customer declined
    AGREED = "agreed"  # a blanket order in force: called off from; it reserves nothing and is owed by nobody
    ENDED = "ended"  # a blanket order that is closed


class OrderType(StrEnum):
    """What kind of sale it is."""

    STANDARD = "standard"  # from stock
    MAKE_TO_ORDER = "make_to_order"  # a work order per line, whose receipt is allocated to it
    SERVICE = "service"  # no shipment; invoiced when done
    COUNTER = "counter"  # order, shipment, invoice and receipt in one go
    BLANKET = "blanket"  # quantities and prices for a time; other orders are called off from it


class Act(StrEnum):
    """What can be done with an order."""

    EDIT = "edit"
    QUOTE = "quote"
    SEND = "send"
    ACCEPT = "accept"
    EXPIRE = "expire"
    LOSE = "lose"
    RENEW = "renew"
    AGREE = "agree"
    CALL_OFF = "call off"
    END = "end"
    SUBMIT = "submit"
    HOLD = "hold"
    RELEASE = "release"
    REJECT = "reject"
    CONFIRM = "confirm"
    AMEND = "amend"
    ALLOCATE = "allocate"
    PICK = "pick"
    SHIP = "ship"
    INVOICE = "invoice"
    RETURN = "return"
    CANCEL = "cancel"
    COMPLETE = "complete"
    SHORT_CLOSE = "short-close"
    REOPEN = "reopen"


_DONE = {  # said of the order that the act is refused for
    Act.EDIT: "edited",
    Act.QUOTE: "made a quotation",
    Act.SEND: "sent",
    Act.ACCEPT: "accepted",
    Act.EXPIRE: "left to expire",
    Act.LOSE: "marked as lost",
    Act.RENEW: "renewed",
    Act.AGREE: "agreed as a blanket order",
    Act.CALL_OFF: "called off from",
    Act.END: "ended",
    Act.SUBMIT: "submitted",
    Act.HOLD: "held",
    Act.RELEASE: "released",
    Act.REJECT: "rejected",
    Act.CONFIRM: "confirmed",
    Act.AMEND: "amended",
    Act.ALLOCATE: "given goods",
    Act.PICK: "picked",
    Act.SHIP: "shipped",
    Act.INVOICE: "invoiced",
    Act.RETURN: "returned",
    Act.CANCEL: "cancelled",
    Act.COMPLETE: "completed",
    Act.SHORT_CLOSE: "short-closed",
    Act.REOPEN: "reopened",
}

TRANSITIONS: Mapping[OrderState, Mapping[Act, OrderState]] = MappingProxyType(
    {
        OrderState.QUOTATION: {  # free to change until it is accepted, declined or too old
            Act.EDIT: OrderState.QUOTATION,
            Act.SEND: OrderState.QUOTATION,
            Act.ACCEPT: OrderState.WON,  # once nothing of it is left; the order is one of its own
            Act.EXPIRE: OrderState.EXPIRED,
            Act.LOSE: OrderState.LOST,
            Act.RENEW: OrderState.QUOTATION,
        },
        OrderState.WON: {Act.RENEW: OrderState.QUOTATION},  # its order came to nothing
        OrderState.DRAFT: {  # binds nobody yet
            Act.EDIT: OrderState.DRAFT,
            Act.QUOTE: OrderState.QUOTATION,
            Act.AGREE: OrderState.AGREED,
            Act.SUBMIT: OrderState.SUBMITTED,
            Act.CANCEL: OrderState.CANCELLED,
        },
        OrderState.SUBMITTED: {  # confirmed at once without holds, else with the last one released
            Act.HOLD: OrderState.SUBMITTED,
            Act.RELEASE: OrderState.SUBMITTED,
            Act.CONFIRM: OrderState.CONFIRMED,
            Act.REJECT: OrderState.DRAFT,
            Act.AMEND: OrderState.SUBMITTED,
            Act.ALLOCATE: OrderState.SUBMITTED,
            Act.CANCEL: OrderState.CANCELLED,
        },
        OrderState.CONFIRMED: {  # cancel only while nothing is shipped, afterwards short-close
            Act.HOLD: OrderState.CONFIRMED,
            Act.RELEASE: OrderState.CONFIRMED,
            Act.AMEND: OrderState.CONFIRMED,
            Act.ALLOCATE: OrderState.CONFIRMED,
            Act.PICK: OrderState.CONFIRMED,
            Act.SHIP: OrderState.CONFIRMED,
            Act.INVOICE: OrderState.CONFIRMED,
            Act.RETURN: OrderState.CONFIRMED,
            Act.CANCEL: OrderState.CANCELLED,
            Act.COMPLETE: OrderState.CLOSED,
            Act.SHORT_CLOSE: OrderState.CLOSED,
        },
        OrderState.CLOSED: {  # what has left can still be invoiced and come back
            Act.INVOICE: OrderState.CLOSED,
            Act.RETURN: OrderState.CLOSED,
            Act.REOPEN: OrderState.CONFIRMED,
        },
        OrderState.CANCELLED: {},  # copy it instead
        OrderState.EXPIRED: {  # which of the two, its type says
            Act.ACCEPT: OrderState.WON,  # what was accepted of it in time is all that is wanted
            Act.LOSE: OrderState.LOST,
            Act.RENEW: OrderState.QUOTATION,
            Act.AGREE: OrderState.AGREED,
        },
        OrderState.LOST: {Act.RENEW: OrderState.QUOTATION},
        OrderState.AGREED: {
            Act.AGREE: OrderState.AGREED,
            Act.CALL_OFF: OrderState.AGREED,
            Act.EXPIRE: OrderState.EXPIRED,
            Act.END: OrderState.ENDED,
        },
        OrderState.ENDED: {Act.AGREE: OrderState.AGREED},
    }
)


def next_state(state: OrderState, act: str) -> OrderState:
    """The state that an act leads to; many leave it as it is.

    Raises:
        Refused: the act is not possible in this state; the sentence says what is.
    """
    wanted = Act(act)
    possible = TRANSITIONS[state]
    if wanted in possible:
        return possible[wanted]
    instead = listed([one.value for one in possible], "or") if possible else "only copy it"
    which = f"{'an' if state.value[0] in 'aeiou' else 'a'} {state.value}"
    raise Refused(f"{which} order cannot be {_DONE[wanted]}; what can be done: {instead}")


def require(state: OrderState, act: str) -> None:
    """Raise `Refused` unless the act is possible in this state."""
    next_state(state, act)
