"""The commands that mean the same on every screen.

Second keys are control characters that every terminal sends, and that neither edit a line (A E H I J M U V W X) nor
stop a program (C Q S Z). D and K are taken from line editing on purpose: D repeats the value above, as DUP did. ^_ is
Ctrl with / on most keyboards, the key of the question mark. ^B has to be pressed twice under tmux; F3, which it stands
for, passes.
"""

from __future__ import annotations

from orderdesk.widgets.commands import Command


class Help(Command):
    """What the keys do here, and what this field wants."""

    key, second, rank = "f1", "ctrl+underscore", 10


class GoTo(Command):
    """Go to anything: a number, a name, a code, a screen."""

    key, second, label, rank = "f2", "ctrl+g", "Go to", 40


class Leave(Command):
    """Leave this screen; what was entered is kept."""

    key, second, rank = "f3", "ctrl+b", 43


class LookUp(Command):
    """Look up what this field can take."""

    key, second, label, rank = "f4", "ctrl+f", "Look up", 41


class Refresh(Command):
    """Read it anew."""

    key, second, rank = "f5", "ctrl+l", 90


class New(Command):
    """Begin a new one."""

    key, second, rank = "f6", "ctrl+t", 50


class Previous(Command):
    """Go to the previous one."""

    key, second, rank = "f7", "ctrl+p", 70


class Next(Command):
    """Go to the next one."""

    key, second, rank = "f8", "ctrl+n", 71


class Repeat(Command):
    """Repeat: the last order, the last scan, as last time."""

    key, second, rank = "f9", "ctrl+k", 60


class Same(Command):
    """Put the value above into this field again."""

    key, label, rank = "ctrl+d", "Same", 65


class Confirm(Command):
    """Confirm what stands here."""

    key, second, rank = "f10", "ctrl+o", 20


class Why(Command):
    """Why it is so: the figures behind what is shown."""

    key, second, label, rank = "f11", "ctrl+y", "Why?", 35


class Cancel(Command):
    """Cancel: close what is open, or give up what was begun."""

    key, second, rank = "f12", "ctrl+r", 15
    aliases = ("escape",)


STANDARD: tuple[type[Command], ...] = (
    Help, GoTo, Leave, LookUp, Refresh, New, Previous, Next, Repeat, Confirm, Why, Cancel,
)
