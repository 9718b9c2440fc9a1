"""The guides say what the program does: their tables of keys, commands, words, barcodes, filters and settings exist."""

from __future__ import annotations

import re
import shlex
import sys
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.main import get_command

from orderdesk import filters
from orderdesk.app import PLACES
from orderdesk.cli.main import build
from orderdesk.config import understood
from orderdesk.errors import BadValue
from orderdesk.filters import Field
from orderdesk.header_entry import LEAD, WORDS, header_entry
from orderdesk.queries.listings import LISTINGS, listing
from orderdesk.scan_entry import Unreadable, scanned
from orderdesk.screens.worklist import WorklistScreen
from orderdesk.widgets.own_keys import wrong_keys
from tests.screens.gallery import SCENES

DOCS = Path(__file__).parents[1] / "docs"
sys.path.insert(0, str(DOCS))
import make_commands  # type: ignore[import-not-found]  # noqa: E402
import make_keys  # type: ignore[import-not-found]  # noqa: E402

TODAY = date(2026, 11, 23)
PAGES = {page.stem: page.read_text(encoding="utf-8") for page in make_keys.pages()}
GUIDES = {**PAGES, "administrator": (DOCS / "administrator.md").read_text(encoding="utf-8")}
COMMANDS = dict(make_commands.commands(get_command(build())))
GROUPS = {path.partition(" ")[0] for path in COMMANDS if " " in path}
EVERYWHERE = ("--db", "--as", "--today")


def blocks(text: str, kind: str = "") -> list[str]:
    """The blocks of code of one kind."""
    found = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return [block for of, block in found if of == kind]


def examples(text: str) -> list[str]:
    """The commands that a page tells people to type."""
    lines = [line.strip() for block in blocks(text) for line in block.splitlines()]
    return [line for line in lines if line.startswith("orderdesk ")]


def mentioned(text: str) -> list[str]:
    """The commands that a page speaks of, whole or in part."""
    return re.findall(r"`(orderdesk [^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


def can_be_read(line: str, *, whole: bool = True) -> str:
    """What is wrong with a command; nothing if it can be run. Not `whole`: its arguments do not matter."""
    words = shlex.split(line, comments=True)[1:]
    for option in EVERYWHERE:
        while option in words:
            del words[words.index(option) : words.index(option) + 2]
    if not words or words[0].startswith("--"):
        return ""
    path = " ".join(words[:2]) if words[0] in GROUPS and len(words) > 1 else words[0]
    rest = words[len(path.split()) :]
    if path in GROUPS or (words[0] in GROUPS and words[1:] == ["--help"]):
        return ""
    if path not in COMMANDS:
        return f"there is no {path}"
    if whole:
        with COMMANDS[path].make_context(path, rest):
            pass
    return ""


@pytest.mark.parametrize("page", PAGES)
def test_the_keys_of_a_page_are_those_of_its_screen(page: str) -> None:
    assert make_keys.filled(PAGES[page]) == PAGES[page], "run: python docs/make_keys.py"


def test_every_screen_has_a_page_with_its_keys() -> None:
    told = {name for text in PAGES.values() for name in make_keys.named(text)}
    assert {"home", "all", *PLACES} <= told


def test_every_page_is_in_the_index() -> None:
    index = PAGES["operator"]
    assert [page for page in PAGES if page != "operator" and f"(operator/{page}.md)" not in index] == []


@pytest.mark.parametrize("page", GUIDES)
def test_every_command_in_a_guide_can_be_typed(page: str) -> None:
    for line in examples(GUIDES[page]):
        assert can_be_read(line) == "", line
    for line in mentioned(GUIDES[page]):
        assert can_be_read(line, whole=False) == "", line


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_screen_says_what_the_command_line_does(page: str) -> None:
    assert page == "operator" or examples(PAGES[page])


@pytest.mark.parametrize("page", GUIDES)
def test_every_command_barcode_in_a_guide_is_one(page: str) -> None:
    for text in re.findall(r"OD:[A-Z0-9.]+(?!…)", GUIDES[page]):
        assert not isinstance(scanned(text), Unreadable), text


def test_every_word_about_the_order_is_told_and_exists() -> None:
    page = PAGES["order-entry"]
    typed = [text for text in re.findall(r"`([^`\n]+)`", page) if text.startswith(LEAD) and text != LEAD]
    told = {entry.word for text in typed if (entry := header_entry(text)) is not None}
    assert told == set(WORDS)


def fields_of(page: str) -> tuple[Field, ...]:
    """What can be asked for in the lists of a page; on the page about all of them, in any."""
    if page == "lists":
        every: dict[str, Field] = {}
        for field in (field for name in LISTINGS for field in listing(name).fields):
            words = (*every[field.name].among, *field.among) if field.name in every else field.among
            every[field.name] = replace(field, among=tuple(dict.fromkeys(words)))
        return tuple(every.values())
    shown = [make_keys.screens()[name] for name in make_keys.named(PAGES[page]) if name != make_keys.EVERYTHING]
    lists = [screen for screen in shown if issubclass(screen, WorklistScreen)]
    return tuple(field for screen in lists for field in screen.listing.fields)


@pytest.mark.parametrize("page", PAGES)
def test_every_filter_on_a_page_is_understood_by_its_list(page: str) -> None:
    fields = fields_of(page)
    typed = re.findall(r"(?<![\w⏎])/([^/⏎`\n|]+)⏎", PAGES[page]) if fields else []
    for text in typed:
        wanted = filters.parse(text, fields, today=TODAY)
        named = set(re.findall(r"([\w-]+):", text))
        assert named <= set(wanted.values), text


def test_a_page_of_a_list_that_names_its_fields_names_those_there_are() -> None:
    known = {field.name for field in fields_of("orders")}
    told = re.search(r"The filter knows: (.*?) and words", PAGES["orders"], re.DOTALL)
    assert told is not None
    assert {name.partition(":")[0] for name in re.findall(r"`([^`]+)`", told[1])} == known


@pytest.mark.parametrize("page", GUIDES)
def test_every_configuration_in_a_guide_is_understood(page: str) -> None:
    for block in blocks(GUIDES[page], "toml"):
        config = understood(tomllib.loads(block))
        commands = [make_keys.commands_of(screen) for screen in make_keys.screens().values()]
        assert [*config.wrong, *wrong_keys(commands, config.keys)] == []


@pytest.mark.parametrize("page", GUIDES)
def test_every_link_and_picture_of_a_guide_leads_somewhere(page: str) -> None:
    folder = DOCS if page in ("operator", "administrator") else DOCS / "operator"
    for link in re.findall(r"\]\(([^)\s]+)\)", GUIDES[page]):
        path, _, part = link.partition("#")
        if path.endswith(".png"):
            assert Path(path).stem in {scene.name for scene in SCENES}, link
        elif not path.startswith("http"):
            there = (folder / path) if path else DOCS / f"{page}.md"
            assert there.exists(), link
            headings = re.findall(r"^#+ (.*)$", there.read_text(encoding="utf-8"), re.MULTILINE)
            names = [re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings]
            assert part in ("", *names), link


def test_a_wrong_command_in_a_guide_would_be_found() -> None:
    assert can_be_read("orderdesk order fly 1177") == "there is no order fly"
    assert make_keys.filled("<!-- keys: help -->\nold\n<!-- /keys -->") != "<!-- keys: help -->\nold\n<!-- /keys -->"
    with pytest.raises(BadValue):
        header_entry("/unknown 2")
