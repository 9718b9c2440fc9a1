"""The server of `orderdesk serve`: textual-serve with our page, and for nobody's page but ours.

It signs nobody in. So it looks at where a browser's connection comes from: any page on the internet may open a socket
to this machine, and would sit at the desk without it.
"""

from __future__ import annotations

import ipaddress
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web
from textual_serve.server import Server

PAGE = Path(__file__).parent / "browser_page"


def is_loopback(host: str) -> bool:
    """Whether only programs of this machine can connect there."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def base_url(host: str, port: int) -> str:
    """What a browser is told to open."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class BrowserServer(Server):
    """One process of the desk for each connection.

    Args:
        command: what a shell runs for each.
        public_url: where browsers find it, as a proxy shows it; else the address itself.
        said: is told, when connections are taken, where the desk is.
    """

    def __init__(self, command: str, host: str, port: int, public_url: str | None, said: Callable[[str], None]) -> None:
        url = (public_url or base_url(host, port)).rstrip("/")
        super().__init__(command, host, port, title="orderdesk", public_url=url, templates_path=PAGE)
        self.said = said
        self.origins = {_origin(url)}
        if public_url is None and is_loopback(host):
            self.origins |= {base_url(name, port) for name in ("localhost", "127.0.0.1", "::1")}

    def serve(self, debug: bool = False) -> None:
        """Take connections until SIGINT or SIGTERM. Raises OSError when the address cannot be taken."""
        web.run_app(
            self._make_app(), host=self.host, port=self.port, access_log=None,
            print=lambda _: self.said(self.public_url),
        )  # fmt: skip

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing yet: nobody can connect before the address is taken."""

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._ours_only)
        return app

    @web.middleware
    async def _ours_only(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        if origin is not None and origin.lower() not in self.origins:
            raise web.HTTPForbidden(text=f"This desk is at {self.public_url}, and opens for no other page.\n")
        return await handler(request)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def say_to_stderr(sentence: str) -> None:
    """Talk, at once."""
    print(sentence, file=sys.stderr, flush=True)
