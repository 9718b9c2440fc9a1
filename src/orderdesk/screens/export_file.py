"""A list on its way into a file: how far it is stands in the status line, and it can be stopped."""

from __future__ import annotations

import asyncio
import threading
from functools import partial
from typing import Generic, TypeVar

from orderdesk.errors import OrderdeskError
from orderdesk.exchange.export import export, export_folder
from orderdesk.queries.listing import Listing
from orderdesk.screens.base import DeskScreen

T = TypeVar("T")


class FileBeingWritten(Generic[T]):
    """Begins at once, in a thread; the keys go on meanwhile."""

    def __init__(self, screen: DeskScreen, listing: Listing[T], filter: str) -> None:
        self.ended = False
        self._stop = threading.Event()
        self._screen = screen
        screen.status.say("writing the file …  F12 stops it")
        screen.run_worker(self._run(listing, filter), group="export")

    def stop(self) -> None:
        """Give it up: the file is taken away."""
        self._stop.set()

    async def _run(self, listing: Listing[T], filter: str) -> None:
        status, loop = self._screen.status, asyncio.get_running_loop()

        def written(count: int) -> None:
            loop.call_soon_threadsafe(status.say, f"writing the file: {count:,} rows …  F12 stops it")

        work = partial(
            self._screen.desk.ask, export, listing, filter, export_folder(), written=written, stopped=self._stop.is_set
        )
        try:
            answer = await asyncio.to_thread(work)
        except OrderdeskError as error:
            status.refused(str(error))
        else:
            if answer is None:
                status.warn("stopped: no file was written")
            else:
                path, count = answer
                status.done(f"{count:,} {'row' if count == 1 else 'rows'} in {path}")
        finally:
            self.ended = True
