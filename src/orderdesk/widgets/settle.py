"""Waiting until a key has had all its effects.

A sentinel travels, behind the key, through the queues of the focused widget, its ancestors and the app: when it is
back, what the key was turned into has been handled too. That is done `ROUNDS` times, and anew whenever focus or
screen have changed.
"""

from __future__ import annotations

import asyncio
from typing import Any, TypeAlias

from textual.app import App, ScreenStackError
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget

Place: TypeAlias = tuple[Screen[Any] | None, Widget | None]

ROUNDS = 3  # one for the key and what it posted, one for the answer to that, one for the focus that the answer moved
PATIENCE = 0.25  # seconds after which it is looked at whether a sentinel can still arrive


def place_of(app: App[Any]) -> Place:
    """Where keys go now: the screen and the focused widget."""
    try:
        return app.screen, app.focused
    except ScreenStackError:
        return None, None


async def settled(app: App[Any]) -> None:
    """Return when nothing that the last key set off is under way between the focused widget and the app."""
    await reached(app, app)
    while app.is_running:
        place = screen, focused = place_of(app)
        start = focused or screen
        pumps: list[MessagePump] = [app] if start is None else [start, *start.ancestors]
        await reached(app, *pumps * ROUNDS)
        if place_of(app) == place:
            return


async def reached(app: App[Any], *pumps: MessagePump) -> None:
    """Wait until a sentinel has passed the queues of these pumps, one after the other, or cannot any more.

    A widget may be removed, or be waiting for a dialog that it has opened: then its sentinel never comes, and focus or
    screen have gone elsewhere.
    """
    place = place_of(app)
    arrived: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    passed = 0

    def go_on(number: int) -> None:
        nonlocal passed
        if number == passed and not arrived.done():  # and not one that was sent again
            passed += 1
            send()

    def send() -> None:
        nonlocal passed
        while passed < len(pumps) and not pumps[passed].call_later(go_on, passed):
            passed += 1  # it is closed
        if passed == len(pumps):
            arrived.set_result(None)

    send()
    while not (await asyncio.wait((arrived,), timeout=PATIENCE))[0] and place_of(app) == place:
        send()
