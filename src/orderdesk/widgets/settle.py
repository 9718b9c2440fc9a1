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
        for pump in pumps * ROUNDS:
            if not await reached(app, pump):
                break
        if place_of(app) == place:
            return


async def reached(app: App[Any], pump: MessagePump) -> bool:
    """Wait until a sentinel has passed the pump's queue; False when focus or screen went elsewhere instead.

    A widget may be removed, or be waiting for a dialog that it has opened: then its sentinel never comes.
    """
    place = place_of(app)
    sentinel: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def arrive() -> None:
        if not sentinel.done():
            sentinel.set_result(None)

    asked = pump.call_later(arrive)
    while asked:
        done, _ = await asyncio.wait((sentinel,), timeout=PATIENCE)
        if done:
            break
        if place_of(app) != place:
            return False
        asked = pump.call_later(arrive)
    return True
