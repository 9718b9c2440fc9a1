"""Somebody at the desk of the test company: what they type, in bursts, and what they see; without a terminal."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual import events
from textual.pilot import Pilot

from orderdesk.app import OrderdeskApp
from orderdesk.config import Config
from orderdesk.desk.verb import Desk
from orderdesk.screens.base import DeskScreen
from orderdesk.store.store import Store
from tests.company import person

NAMES = {"⏎": "enter", "↓": "down", "↑": "up", "␣": "space"}
PATIENCE = 10.0  # seconds


class Seated(OrderdeskApp):
    """Counts the bells, and looks at what others have done only when it is told to."""

    LOOK_EVERY = 3_600.0

    def __init__(self, desk: Desk, config: Config | None = None) -> None:
        super().__init__(desk, config)
        self.bells = 0

    def bell(self) -> None:
        self.bells += 1


class Hands:
    """What somebody does at the desk, and what they see."""

    def __init__(self, app: Seated, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> DeskScreen:
        """The screen in front."""
        screen = self.app.screen
        assert isinstance(screen, DeskScreen)
        return screen

    @property
    def status(self) -> str:
        """What the status line says."""
        return self.screen.status.text

    async def type(self, *what: str) -> None:
        """All of it in one burst: names of keys in <>, everything else letter by letter; then wait for its effects."""
        for text in what:
            if text.startswith("<"):
                self.app.post_message(events.Key(text[1:-1], None))
            else:
                for character in text:
                    name = NAMES.get(character)
                    self.app.post_message(events.Key(name or character, None if name else character))
        await self.quiet()

    async def quiet(self) -> None:
        """Wait until nothing is under way."""
        async with asyncio.timeout(PATIENCE):
            await self.app.keys_settled()
            while any(worker.is_running for worker in self.app.workers):
                await asyncio.sleep(0.005)
                await self.app.keys_settled()
        await self.pilot.pause()

    async def resize(self, columns: int, rows: int) -> None:
        """Make the terminal that large."""
        await self.pilot.resize_terminal(columns, rows)
        await self.quiet()

    async def look_around(self) -> None:
        """Let the desk see what others have done, as it does by itself twice a second."""
        self.app.look_around()
        await self.quiet()

    def rows(self) -> list[str]:
        """The rows of the screen as text."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]

    def row_with(self, text: str) -> str:
        """The first row that has this text."""
        found = next((row for row in self.rows() if text in row), None)
        assert found is not None, f"{text!r} is not in\n" + "\n".join(self.rows())
        return found

    def sees(self, text: str) -> bool:
        """Whether the text is anywhere on the screen."""
        return any(text in row for row in self.rows())


@asynccontextmanager
async def seated(
    store: Store, login: str = "ann", *, size: tuple[int, int] = (80, 24), config: Config | None = None
) -> AsyncIterator[Hands]:
    """Somebody at the desk."""
    app = Seated(person(store, login), config)
    async with app.run_test(size=size) as pilot:
        hands = Hands(app, pilot)
        await hands.quiet()
        yield hands
