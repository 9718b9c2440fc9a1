"""The desk with one screen on it, driven by keys; what verbs did is read from the store."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date

from textual import events
from textual.pilot import Pilot
from textual.screen import Screen

from orderdesk.app import OrderdeskApp
from orderdesk.desk import orders, picking, shipping
from orderdesk.desk.verb import Desk
from orderdesk.queries.picking import pick_card
from orderdesk.screens.base import DeskScreen
from orderdesk.store.store import Store
from orderdesk.widgets.keys import SerialKeysApp
from tests.company import TODAY, person
from tests.widgets.stage import keys, lines_of


class OneScreen(OrderdeskApp):
    """The app with this screen first, and a count of its bells."""

    def __init__(self, desk: Desk, screen: Callable[[], DeskScreen]) -> None:
        super().__init__(desk)
        self.first = screen
        self.bells = 0

    def get_default_screen(self) -> Screen[None]:
        return self.first()

    def bell(self) -> None:
        self.bells += 1

    def _on_ready(self) -> None:
        SerialKeysApp._on_ready(self)  # the other screens are imported when they are gone to


class Hands:
    """Somebody at the keyboard, who waits until the screen has said what it has to say."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot

    @property
    def app(self) -> OneScreen:
        assert isinstance(self.pilot.app, OneScreen)
        return self.pilot.app

    async def settle(self) -> None:
        """Wait for keys, verbs and queries."""
        for _ in range(3):
            await self.app.keys_settled()
            await self.app.workers.wait_for_complete()
            await self.pilot.pause()

    async def type(self, text: str) -> None:
        """`abc⏎` in one burst, as a scanner or a fast hand sends it."""
        await self.press(*keys(text))

    async def press(self, *names: str) -> None:
        """Keys by name, in one burst."""
        for name in names:
            self.app.post_message(events.Key(name, name if len(name) == 1 else None))
        await self.settle()

    @property
    def rows(self) -> list[str]:
        return [row.rstrip() for row in lines_of(self.pilot)]

    @property
    def text(self) -> str:
        return "\n".join(self.rows)

    @property
    def status(self) -> str:
        screen = self.app.screen
        assert isinstance(screen, DeskScreen)
        return screen.status.text

    def row_with(self, word: str) -> str:
        """The first row that has this word in it."""
        return next((row for row in self.rows if word in row), "")


@asynccontextmanager
async def at_desk(
    store: Store, login: str, screen: Callable[[], DeskScreen], size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Hands]:
    """Somebody of the test company in front of a screen."""
    app = OneScreen(person(store, login), screen)
    async with app.run_test(size=size) as pilot:
        hands = Hands(pilot)
        await hands.settle()
        yield hands


def place(store: Store, customer: str, *lines: tuple[str, int], discount: int = 0, day: date = TODAY) -> int:
    """An order that Ann submitted: (SKU, pieces)."""
    ann = person(store, "ann", day=day)
    number = ann.do(orders.new, customer)
    for sku, pieces in lines:
        ann.do(orders.line, number, sku, pieces * 1_000, discount=discount)
    ann.do(orders.submit, number)
    return number


def ship(store: Store, numbers: Sequence[int], day: date = TODAY) -> list[int]:
    """Pat picks these orders in full and ships them; the shipments."""
    pat = person(store, "pat", day=day)
    pick = pat.do(picking.release, list(numbers))
    for line in pat.ask(pick_card, pick).lines:
        pat.do(picking.scan, pick, line.sku, line.quantity)
    pat.do(picking.confirm, pick)
    return pat.do(shipping.confirm, pick)
