"""The keys that every worklist has, and the help on its filter."""

from __future__ import annotations

from collections.abc import Sequence

from orderdesk.filters import Field
from orderdesk.widgets.commands import Command


class Mark(Command):
    """Mark the row, or take its mark away; acts are on all that is marked, or else on the highlighted row."""

    key, rank = "space", 36


class MarkAll(Command):
    """Mark everything that the filter shows, or take every mark away."""

    key, label, rank = "m", "Mark all", 60


class FilterRows(Command):
    """Show only what fits: words, and the fields that are listed below."""

    key, label, rank = "/", "Filter", 37


class Views(Command):
    """Filters kept under a name: apply one, save this one, discard one."""

    key, rank = "v", 61


class ExportRows(Command):
    """Write all that the filter shows into a file for a spreadsheet."""

    key, label, rank = "e", "Export", 62


def help_of(text: str, fields: Sequence[Field]) -> str:
    """A screen's help with what its filter knows."""
    rows = "".join(f"  {one.example:<20} {one.help}\n" for one in fields)
    return f"{text.rstrip()}\n\nFilter: words, and any of these; \"in quotes\" everything is a word.\n{rows}"
