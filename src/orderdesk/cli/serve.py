"""`serve`: the desk in a browser, for the person who starts it."""

from __future__ import annotations

import os
import shlex
import sys
from contextlib import redirect_stdout
from importlib.util import find_spec
from typing import Annotated
from urllib.parse import urlsplit

import typer

from orderdesk.cli.command import command
from orderdesk.cli.session import Session
from orderdesk.errors import BadValue, Refused


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "serve", "serve --as lena", "serve --as lena --port 8001 --public-url https://desk.example.com/lena")(
        serve
    )


def serve(
    session: Session,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Where to listen.")] = 8000,
    public_url: Annotated[
        str | None, typer.Option("--public-url", metavar="URL", help="What browsers open, where a proxy stands before.")
    ] = None,
    unguarded: Annotated[
        bool, typer.Option("--unguarded", help="Listen to other machines too, though nobody is asked who they are.")
    ] = False,
) -> None:
    """Open the desk in a browser.

    Everybody who reaches the address works as the person that --as names: it signs nobody in. So it listens to this
    machine alone; put a proxy that asks who is there in front. Each connection is a desk of its own.
    """
    if find_spec("textual_serve") is None:
        raise Refused(
            "The desk in a browser needs the package textual-serve, which is not installed. "
            "Install orderdesk with it: pip install 'orderdesk[serve]'"
        )
    from orderdesk.cli.browser_server import BrowserServer, is_loopback, say_to_stderr

    if public_url is not None and not _is_address(public_url):
        raise BadValue(f"--public-url {public_url[:80]!r} is no address like https://desk.example.com")
    login = session.desk.who.login
    if not (is_loopback(host) or unguarded):
        raise Refused(
            f"orderdesk serve signs nobody in: whoever reached {host}:{port} would work as {login}. Leave it on "
            "127.0.0.1 behind a proxy that asks who is there (--public-url), or say --unguarded if all may who can"
        )
    session.close()  # each desk opens its own
    os.environ["ORDERDESK_USER"] = login
    if session.said.db is not None:
        os.environ["ORDERDESK_DB"] = session.said.db  # not an argument, which everybody on the machine could read
    words = [sys.executable, "-m", "orderdesk", "desk"]
    words += ["--today", session.said.today] if session.said.today is not None else []

    def said(url: str) -> None:
        say_to_stderr(f"The desk of {login} is at {url}; Ctrl+C ends it, and what was entered is kept.")

    server = BrowserServer(f"exec {shlex.join(words)}", host, port, public_url, said)
    try:
        with redirect_stdout(sys.stderr):
            server.serve()
    except OSError as error:
        why = os.strerror(error.errno or 0)
        raise Refused(f"{host}:{port} cannot be listened to ({why}); name another with --port") from None


def _is_address(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and bool(parts.netloc)
