"""Keys in the order in which they were typed, however fast they come.

Textual hands a key to the focused widget, but bindings, focus changes and pushed screens happen later, in other
queues: in a burst (a scanner, a fast typist on a slow line) the Enter arrives after the letters of the next field.
Here each key is passed on only when the one before it has settled (see `settle`). In a burst that costs about two
milliseconds a key, painting included.

What would surprise you: a handler that moves on by `call_after_refresh` or a timer is not waited for. Change focus and
screens in the handler itself, and do slow work with `run_held`.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from textual import events
from textual.app import App, ReturnType
from textual.message import Message
from textual.signal import Signal

from orderdesk.widgets.commands import Command
from orderdesk.widgets.key_hold import KeyHold
from orderdesk.widgets.picture import ThriftyApp
from orderdesk.widgets.settle import place_of, reached, settled
from orderdesk.widgets.standard_keys import Refresh
from orderdesk.widgets.type_ahead import TypeAhead, Typed

T = TypeVar("T")


class SerialKeysApp(ThriftyApp[ReturnType]):
    """An app in which every key and every paste is settled before the next one is passed on."""

    ENABLE_COMMAND_PALETTE = False  # its key is taken: F2 goes to anything

    WAITS_FOR_READY: ClassVar[bool] = False
    """True: keys typed at the start are kept until the app calls `ready()`; False: until the first screen stands."""

    QUIET_AFTER_DROP: ClassVar[float] = 0.05
    """Seconds of silence that end a drop: nobody sees a refusal sooner, so what still comes was typed before it."""

    PAINTING: ClassVar[float] = 0.004
    """Seconds that a key which comes alone has for being painted; waiting for it to settle would delay that."""

    class TypedAheadDropped(Message):
        """Posted to the screen when keys typed ahead of a refused entry were dropped, with how many."""

        def __init__(self, count: int) -> None:
            super().__init__()
            self.count = count

    def __init__(self) -> None:
        # Textual picks the filter for NO_COLOR here, by the theme; with another theme it would draw black on black.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        if self.no_color:
            self.theme = "ansi-dark"
        self.key_arrived: Signal[str] = Signal(self, "key arrived")
        """Published with the name of every command key (not of letters and digits), before it is passed on."""
        self._waiting = TypeAhead(self._say_dropped)
        self._flowing = asyncio.Event()  # set while nothing holds the keys
        self._idle = asyncio.Event()  # set while nothing is being passed on
        self._idle.set()
        self._holds = 1  # the first hold is the start's, released by `ready`
        self._is_ready = False
        self._serving: asyncio.Task[None] | None = None
        self._arrivals: dict[str, int] = {}
        self._passed = 0

    # What apps and screens call ---------------------------------------------------------------------------------------

    def ready(self) -> None:
        """The first screen can take keys: pass on what was typed until now."""
        if not self._is_ready:
            self._is_ready = True
            self._release()

    def hold_keys(self) -> KeyHold:
        """Keep the keys that follow until the hold is released, from any thread."""
        self._holds += 1
        self._flowing.clear()
        loop = asyncio.get_running_loop()
        return KeyHold(lambda: loop.is_closed() or loop.call_soon_threadsafe(self._release))

    def run_held(
        self, work: Callable[[], T], answer: Callable[[T], object], trouble: Callable[[Exception], object] | None = None
    ) -> None:
        """Do slow work in a thread while the screen stays alive; keys that follow wait until its answer was handled.

        Args:
            work: called in a thread; touches no widget.
            answer: called with the result, in the app.
            trouble: called with what `work` raised, in the app; without it the app ends with that error.
        """

        async def do(hold: KeyHold) -> None:
            with hold:
                try:
                    result = await asyncio.to_thread(work)
                except Exception as error:
                    if trouble is None:
                        raise
                    trouble(error)
                else:
                    answer(result)

        self.run_worker(do(self.hold_keys()), group="held")

    def drop_typed_ahead(self) -> int:
        """Drop what was typed ahead, because an entry was refused and the rest was meant for another place.

        Returns how many are dropped at once; what is still on its way is dropped too. The full number follows as
        `TypedAheadDropped` when the line has fallen silent, if there were any.
        """
        # Without a terminal nothing is on its way.
        count = self._waiting.drop(0.0 if self.is_headless else self.QUIET_AFTER_DROP)
        self.call_later(self._waiting.await_quiet)  # behind the keys that the app has not looked at yet
        return count

    def put_back(self, event: Typed) -> None:
        """Pass this key on once more, before all others: the widget that got it has handed the focus on."""
        self._waiting.put_back(event)
        self._serve_soon()

    @property
    def typed_ahead(self) -> int:
        """How many keys and pastes wait to be passed on."""
        return len(self._waiting)

    def last_arrived(self, *keys: str) -> str | None:
        """That one of the keys which arrived last; None if none did, as when the terminal keeps them for itself."""
        return max((key for key in keys if key in self._arrivals), key=self._arrivals.__getitem__, default=None)

    def keys_of(self, command: type[Command]) -> tuple[str, ...]:
        """The command's keys: its own, or what the key map says."""
        moved = self._keymap.get(command.id)
        return tuple(moved.split(",")) if moved else command.all_keys()

    def takes_first(self, event: Typed) -> bool:
        """Whether somebody takes this key or paste before the focused widget sees it: a scan, from any focus."""
        return False

    async def keys_settled(self) -> None:
        """Wait until everything typed so far has been handled: for tests."""
        await reached(self, self)
        await self._idle.wait()

    # The machinery ----------------------------------------------------------------------------------------------------

    def _on_ready(self) -> None:
        if not self.WAITS_FOR_READY:
            self.ready()

    def _on_unmount(self) -> None:
        if self._serving is not None:
            self._serving.cancel()

    def _release(self) -> None:
        self._holds -= 1
        if self._holds == 0:
            self._flowing.set()

    async def on_event(self, event: events.Event) -> None:
        """Queue what was typed; everything else goes its usual way."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._waiting.take(event)
            if self._waiting and self._idle.is_set() and self._flowing.is_set():
                self._idle.clear()
                await self._pass_on(self._waiting.next())
                self._serving = asyncio.create_task(self._serve(self.PAINTING), name="keys")
            else:
                self._serve_soon()
        else:
            await super().on_event(event)

    def _say_dropped(self, count: int) -> None:
        screen, _ = place_of(self)
        if screen is not None:
            screen.post_message(self.TypedAheadDropped(count))

    def _serve_soon(self) -> None:
        if self._idle.is_set():
            self._idle.clear()
            self._serving = asyncio.create_task(self._serve(), name="keys")

    async def _serve(self, first_painting: float = 0.0) -> None:
        """Pass on what waits, one by one, each when the one before has settled.

        Args:
            first_painting: seconds in which the key that was just passed on is painted before anything waits for it.
        """
        try:
            if first_painting:
                await asyncio.sleep(first_painting)
                await settled(self)
            while self._waiting:
                if not self._flowing.is_set():
                    await self._flowing.wait()
                    await settled(self)
                    continue
                self.call_later(self._pass_on, self._waiting.next())
                await settled(self)
        finally:
            self._idle.set()

    async def _pass_on(self, event: Typed) -> None:
        if isinstance(event, events.Key) and not event.is_printable:
            self._arrivals[event.key] = self._passed = self._passed + 1
            self.key_arrived.publish(event.key)
            if event.key in self.keys_of(Refresh):
                self.paint_anew()
        if not self.takes_first(event):
            await super().on_event(event)


def keys_of(app: App[Any], command: type[Command]) -> tuple[str, ...]:
    """The command's keys in this app, with or without a key map."""
    return app.keys_of(command) if isinstance(app, SerialKeysApp) else command.all_keys()
