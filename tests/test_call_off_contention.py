"""Eight processes at one blanket order: together they never call off more than there is, and nobody sees an error."""

from __future__ import annotations

import multiprocessing
from datetime import timedelta
from multiprocessing.connection import Connection

import pytest

from orderdesk.desk import amendments, blankets, orders
from orderdesk.errors import Conflict, Refused
from orderdesk.queries.check import check
from orderdesk.store.store import Store, open_store
from tests.company import TODAY, person
from tests.selling import line, read

PROCESSES = 8
AGREED = 40  # pieces; the call-offs come to 96


def call_off(place: str, drafts: tuple[int, ...], pipe: Connection) -> None:
    """One terminal: submits its drafts, and gives the second one back where it got it."""
    store = open_store(place)
    pipe.send("ready")
    pipe.recv()
    ann, errors = person(store, "ann"), []
    for turn, number in enumerate(drafts):
        try:
            ann.do(orders.submit, number)
            if turn == 1:
                ann.do(amendments.cancel, number, "changed their mind")
        except (Refused, Conflict) as no:
            if "left of 40 agreed" not in str(no):
                errors.append(str(no))
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
    store.close()
    pipe.send(errors)


@pytest.mark.slow
def test_eight_terminals_never_call_off_more_than_is_left(store: Store) -> None:
    ann = person(store, "ann")
    blanket = ann.do(blankets.new, "ERNSH", TODAY + timedelta(days=90))
    ann.do(orders.line, blanket, "CHAI", AGREED * 1_000, price=170_000)
    ann.do(blankets.agree, blanket)

    def draft(pieces: int) -> int:
        return ann.do(blankets.call_off, blanket, [(1, pieces * 1_000)]).order

    place = str(store.location.path or store.location.url)
    spawn = multiprocessing.get_context("spawn")
    pipes, running = [], []
    for seat in range(PROCESSES):
        here, there = spawn.Pipe()
        drafts = tuple(draft(3 + (seat + turn) % 3) for turn in range(3))
        running.append(spawn.Process(target=call_off, args=(place, drafts, there), daemon=True))
        running[-1].start()
        there.close()
        pipes.append(here)
    for pipe in pipes:
        assert pipe.recv() == "ready"
    for pipe in pipes:
        pipe.send("go")
    assert [error for pipe in pipes for error in pipe.recv()] == []
    for process in running:
        process.join()
    assert AGREED * 1_000 - 5_000 < line(store, blanket).called <= AGREED * 1_000, "too much, or some was left lying"
    assert read(store, check) == ()
