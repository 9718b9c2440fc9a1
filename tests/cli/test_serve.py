"""The desk in a browser, over HTTP and the socket that the page opens."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

from orderdesk.cli.browser_server import is_loopback
from tests.cli.conftest import DAY, CommandLine

SOURCE = Path(__file__).parents[2] / "src"
PATIENCE = 30.0  # seconds


@dataclass
class Served:
    """A server that takes connections."""

    process: subprocess.Popen[bytes]
    url: str
    said: str


@pytest.fixture
def served(cli: CommandLine, tmp_path: Path) -> Iterator[Served]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["--db", str(cli.path), "--as", "ann", "--today", DAY, "serve", "--port", str(port)]
    environment = os.environ | {"PYTHONPATH": str(SOURCE), "XDG_STATE_HOME": str(tmp_path / "state")}
    command = [sys.executable, "-m", "orderdesk", *words]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stderr is not None
    try:
        yield Served(process, f"http://127.0.0.1:{port}", process.stderr.readline().decode())
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)


def read(stream: IO[bytes] | None) -> bytes:
    assert stream is not None
    return stream.read()


class Browser:
    """The terminal of a page, which keeps what it was sent."""

    def __init__(self, page: ClientWebSocketResponse) -> None:
        self.page = page
        self.seen = b""

    async def wait(self, text: str) -> None:
        """Go on until this text was sent, escape sequences between its letters left out."""
        while text not in re.sub(r"\x1b\[[0-9;?<>$]*[a-zA-Z]", "", self.seen.decode(errors="replace")):
            try:
                async with asyncio.timeout(PATIENCE):  # its own timeout begins anew with each ping
                    message = await self.page.receive()
            except TimeoutError:
                raise AssertionError(f"not sent: {text}\n{self.seen!r}") from None
            if message.type is WSMsgType.TEXT:  # an answer to a ping
                continue
            assert message.type is WSMsgType.BINARY, (text, message, self.seen)
            self.seen += message.data

    async def type(self, keys: str) -> None:
        """Send keys as the page does."""
        await self.page.send_str(json.dumps(["stdin", keys]))

    async def end(self) -> None:
        """Take in what is still sent, until the desk has ended."""
        async with asyncio.timeout(PATIENCE):
            while not self.page.closed:
                await self.page.receive()


async def test_the_page_comes_whole_from_the_server_and_opens_the_desk(served: Served, cli: CommandLine) -> None:
    assert f"The desk of ann is at {served.url}" in served.said
    async with ClientSession() as browser:
        async with browser.get(served.url) as answer:
            page = await answer.text()
        assert answer.status == 200
        links = re.findall(r"""(?:https?|wss?)://[^"')\s]*""", page)
        assert links
        for link in links:
            assert link.partition("://")[2].startswith(served.url.removeprefix("http://"))
            if "." in link.rpartition("/")[2]:
                async with browser.get(link) as file:
                    assert file.status == 200, link
        socket_url = next(link for link in links if link.startswith("ws"))
        async with browser.ws_connect(f"{socket_url}?width=80&height=24", origin=served.url) as page_socket:
            ann = Browser(page_socket)
            await ann.wait("New order")
            await ann.type("\x1b[17~alfki\r12 chai\r")
            await ann.wait("216.00")
        # The tab was closed; the next one goes on.
        async with browser.ws_connect(f"{socket_url}?width=80&height=24", origin=served.url) as page_socket:
            ann = Browser(page_socket)
            await ann.wait("order 1001 for ALFKI was not finished")
            await ann.type("\r")
            await ann.wait("216.00")
            await ann.type("\r\r")
            await ann.wait("order 1001 confirmed")
            await ann.type("\x1bOR\x1bOR")
            await ann.end()
    assert cli.ask("order", "show", "1001", as_="ann")["state"] == "confirmed"


async def test_no_page_from_elsewhere_can_sit_at_the_desk(served: Served) -> None:
    async with ClientSession() as browser:
        for origin in ("http://evil.example", "null", served.url + "0"):
            for path in ("/", "/ws"):
                async with browser.get(served.url + path, headers={"Origin": origin}) as answer:
                    assert answer.status == 403
        async with browser.get(served.url, headers={"Origin": served.url.replace("127.0.0.1", "localhost")}) as answer:
            assert answer.status == 200


def test_a_port_that_is_taken_is_said(served: Served, cli: CommandLine) -> None:
    ran = cli("serve", "--port", served.url.rpartition(":")[2], as_="ann")
    assert ran.code == 1
    assert "cannot be listened to" in ran.err and "--port" in ran.err


def test_sigterm_ends_the_server_with_its_desks(served: Served) -> None:
    served.process.terminate()
    assert served.process.wait(PATIENCE) == 0
    assert b"Traceback" not in read(served.process.stderr)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "desk.example.com", "::"])
def test_it_listens_to_other_machines_only_when_told_and_says_why(cli: CommandLine, host: str) -> None:
    ran = cli("serve", "--host", host, as_="ann")
    assert ran.code == 1
    assert "signs nobody in" in ran.err and "would work as ann" in ran.err and "--unguarded" in ran.err


def test_who_is_unknown_is_refused_before_anything_listens(cli: CommandLine) -> None:
    assert cli("serve", as_="nobody").code == 4


@pytest.mark.parametrize("url", ["desk.example.com", "ftp://desk.example.com", "https://"])
def test_a_public_address_has_to_be_one(cli: CommandLine, url: str) -> None:
    assert cli("serve", "--public-url", url, as_="ann").code == 2


def test_without_the_package_it_says_what_to_install(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orderdesk.cli.serve.find_spec", lambda name: None)
    ran = cli("serve", as_="ann")
    assert ran.code == 1
    assert "orderdesk[serve]" in ran.err


@pytest.mark.parametrize(("host", "loopback"), [("localhost", True), ("127.0.0.2", True), ("::1", True), ("0", False)])
def test_what_only_this_machine_reaches(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback
