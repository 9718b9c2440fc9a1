"""What screens may ask of the app: the desk, where to go, and what others have done meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events

from orderdesk.config import Config
from orderdesk.errors import OrderdeskError
from orderdesk.in_hand import InHand
from orderdesk.recent import Recent
from orderdesk.screens.base import DeskScreen
from orderdesk.widgets.keys import SerialKeysApp
from orderdesk.widgets.scanner_keys import ScannerKeys
from orderdesk.widgets.settle import place_of
from orderdesk.widgets.type_ahead import Typed

if TYPE_CHECKING:  # with the database behind them: the first screen stands before they are loaded
    from orderdesk.desk.verb import Desk


class DeskApp(SerialKeysApp[None]):
    """What screens may ask of the app."""

    WAITS_FOR_READY: ClassVar[bool] = True  # until the desk is open

    LOOK_EVERY: ClassVar[float] = 0.5
    """Seconds between looks at whether somebody has changed something; what they did is seen within a second."""

    desk: Desk
    """The way to verbs and queries, as the person who sits here; there from `opened` on, and before the first key."""

    in_hand: InHand
    """The drafts that somebody works on here, or worked on when a desk of theirs was lost."""

    recent: Recent
    """Where this person has been on this database."""

    def __init__(self, desk: Desk | Callable[[], Desk], config: Config | None = None) -> None:
        """`desk` may be a function that opens it: then the first screen stands before that is done."""
        super().__init__()
        self.config = config or Config()
        self.scanner = ScannerKeys(self.config.scanner_prefix, self.config.scanner_suffix)
        self._newest: int | None = None  # the newest event that the screen in front has taken into account
        self._looking = False
        self.is_open = False
        self.trouble: OrderdeskError | None = None
        """Why the desk could not be opened."""
        self._opening: Callable[[], Desk] | None = desk if callable(desk) else None
        if not callable(desk):
            self._take(desk)

    def _take(self, desk: Desk) -> None:
        self.desk, self.is_open = desk, True
        self.in_hand = InHand(str(desk.store.location), desk.who.login)
        self.recent = Recent(str(desk.store.location), desk.who.login)

    # Opening ----------------------------------------------------------------------------------------------------------

    def _on_ready(self) -> None:
        if self._opening is None:
            self._opened()
        else:  # once the first screen is painted
            self.call_after_refresh(lambda: self.run_worker(self._open_desk(), group="opening"))

    async def _open_desk(self) -> None:
        assert self._opening is not None
        try:
            desk = await asyncio.to_thread(self._opening)
        except OrderdeskError as error:
            self.trouble = error
            self.exit()
            return
        self._take(desk)
        self._opened()

    def _opened(self) -> None:
        """The desk is open: from now on keys are passed on, and others' changes looked for."""
        self.set_keymap({name: ",".join(keys) for name, keys in self.config.keys.items()})
        self.set_interval(self.LOOK_EVERY, self.look_around)
        if isinstance(self.screen, DeskScreen):
            self.screen.opened()
        self.ready()

    titles: ClassVar[Mapping[str, str]] = {}
    """The places that may be chosen, with what people call them."""
    leads: ClassVar[Mapping[str, str]] = {}
    """The places that show a kind of document, by that kind."""

    def go(self, place: str, *args: Any, instead: bool = False) -> None:
        """Open a screen by its name in `orderdesk.app.PLACES`, on top of this one or instead of it."""
        raise NotImplementedError

    def takes_first(self, event: Typed) -> bool:
        """Take a scan that says it is one out of the keys, whatever has the focus; the screen in front gets it."""
        screen = self.screen
        if not isinstance(screen, DeskScreen):
            return False
        if isinstance(event, events.Key) and self.scanner.sorts(event, self.put_back, screen.scan_came):
            return True
        return screen.takes_first(event)

    # What others do ---------------------------------------------------------------------------------------------------

    def look_around(self) -> None:
        """Ask whether anybody has changed anything, and if so let the screen in front read it again."""
        if not self._looking:
            self._looking = True
            self.run_worker(self._look_around(), group="pulse")

    def _newest_event(self) -> int:
        from orderdesk.queries.pulse import newest_event

        return self.desk.ask(newest_event)

    async def _look_around(self) -> None:
        try:
            newest = await asyncio.to_thread(self._newest_event)
        except OrderdeskError:
            return  # whatever is asked or done next says so
        finally:
            self._looking = False
        before, self._newest = self._newest, newest
        screen, _ = place_of(self)  # none while the desk closes
        if before not in (None, newest) and isinstance(screen, DeskScreen):
            screen.changed()

    def _on_unmount(self) -> None:
        super()._on_unmount()
        if self.is_open:
            self.in_hand.close()
