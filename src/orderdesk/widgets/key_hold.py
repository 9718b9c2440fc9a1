"""The keys made to wait while something that a key began is under way."""

from __future__ import annotations

from collections.abc import Callable


class KeyHold:
    """Makes the keys wait until it is released: `with app.hold_keys(): …`. A hold that is forgotten ends by itself."""

    def __init__(self, release: Callable[[], object]) -> None:
        self._release: Callable[[], object] | None = release

    def release(self) -> None:
        """Let the keys go on; a second time does nothing."""
        release, self._release = self._release, None
        if release is not None:
            release()

    def __enter__(self) -> KeyHold:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def __del__(self) -> None:
        self.release()
