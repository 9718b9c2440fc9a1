"""What stands between the person and the work until it is answered: it takes the focus, and gives it back."""

from __future__ import annotations

from textual.widget import Widget

from orderdesk.widgets.keys import keys_of
from orderdesk.widgets.lines import Lines
from orderdesk.widgets.standard_keys import Cancel


class Held(Lines, can_focus=True):
    """Rows that appear, hold every key, and go."""

    DEFAULT_CSS = """
    Held { display: none; }
    Held.-held { display: block; }
    """

    _gives_back_to: Widget | None = None

    @property
    def is_held(self) -> bool:
        """Whether it stands there now."""
        return self.has_class("-held")

    def take_focus(self) -> None:
        """Appear, and take the keys from whatever has them."""
        if not self.is_held:
            self._gives_back_to = self.screen.focused
            self.add_class("-held")
        self.screen.set_focus(self)

    def give_focus_back(self) -> None:
        """Go, and give the keys back to what had them."""
        self.remove_class("-held")
        back, self._gives_back_to = self._gives_back_to, None
        self.screen.set_focus(back if back is not None and back.is_attached else None)

    def is_cancel(self, key: str) -> bool:
        """Whether this key is one of Cancel's, as the key map has them."""
        return key in keys_of(self.app, Cancel)
