"""The life of an order: what each state allows, and what it answers when it does not."""

from __future__ import annotations

import pytest

from orderdesk.errors import Refused
from orderdesk.rules.lifecycle import TRANSITIONS, Act, OrderState, next_state, require

ALLOWED = """
quotation  edit=quotation send=quotation accept=won expire=expired lose=lost renew=quotation
won        renew=quotation
draft      edit=draft quote=quotation agree=agreed submit=submitted cancel=cancelled
submitted  hold=submitted release=submitted confirm=confirmed reject=draft amend=submitted allocate=submitted
           cancel=cancelled
confirmed  hold=confirmed release=confirmed amend=confirmed allocate=confirmed pick=confirmed ship=confirmed
           invoice=confirmed return=confirmed cancel=cancelled complete=closed short-close=closed
closed     invoice=closed return=closed reopen=confirmed
cancelled
expired    accept=won lose=lost renew=quotation agree=agreed
lost       renew=quotation
agreed     agree=agreed call-off=agreed expire=expired end=ended
ended      agree=agreed
"""


def table() -> dict[tuple[OrderState, Act], OrderState]:
    """The figure of the design as pairs, so that nothing can be allowed by accident."""
    pairs: dict[tuple[OrderState, Act], OrderState] = {}
    state = OrderState.QUOTATION
    for word in ALLOWED.split():
        act, equals, after = word.partition("=")
        if equals:
            pairs[state, Act(act.replace("call-off", "call off"))] = OrderState(after)
        else:
            state = OrderState(word)
    return pairs


@pytest.mark.parametrize("state", OrderState)
@pytest.mark.parametrize("act", Act)
def test_each_act_is_possible_in_just_the_states_of_the_design(state: OrderState, act: Act) -> None:
    after = table().get((state, act))
    if after is None:
        with pytest.raises(Refused, match=f"an? {state.value} order cannot be "):
            require(state, act)
    else:
        require(state, act)
        assert next_state(state, act) is after


def test_a_refusal_says_what_can_be_done_instead() -> None:
    with pytest.raises(
        Refused, match=r"^a closed order cannot be shipped; what can be done: invoice, return or reopen$"
    ):
        require(OrderState.CLOSED, "ship")


def test_an_order_at_its_end_can_only_be_copied() -> None:
    with pytest.raises(Refused, match=r"^a cancelled order cannot be reopened; what can be done: only copy it$"):
        require(OrderState.CANCELLED, Act.REOPEN)


def test_a_word_that_is_no_act_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="frobnicate"):
        require(OrderState.DRAFT, "frobnicate")


def test_no_shipment_leaves_a_held_order() -> None:
    """OC-09: a submitted order waits for its holds."""
    for act in ("pick", "ship", "invoice"):
        with pytest.raises(Refused):
            require(OrderState.SUBMITTED, act)


def test_every_state_has_its_row() -> None:
    assert set(TRANSITIONS) == set(OrderState)
