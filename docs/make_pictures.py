"""Draw the pictures of the documents: `python docs/make_pictures.py`. The test company, 100 columns, a fixed clock."""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from orderdesk.app import OrderdeskApp
from orderdesk.desk.verb import Desk
from orderdesk.queries.people import sign_in
from orderdesk.store.migrate import create
from orderdesk.store.store import open_store
from tests.company import NOW, SYSTEM, TODAY, found

PICTURES = Path(__file__).with_name("pictures")
ENTRY = ("f6", *"alfki", "enter", *"12 chai", "enter", *"40 tofu -5%", "enter", *"6 que")


async def draw(folder: Path) -> None:
    """Type the order of the operator's guide and take its picture."""
    path = str(folder / "desk.db")
    store = create(path)
    store.run(found, SYSTEM, TODAY, NOW)
    store.close()
    store = open_store(path)
    with store.read(SYSTEM, TODAY, NOW) as reading:
        ann = sign_in(reading, "ann")
    app = OrderdeskApp(Desk(store, ann, day=TODAY, clock=lambda: NOW))
    async with app.run_test(size=(100, 30)) as pilot:
        for key in ENTRY:
            await pilot.press("space" if key == " " else key)
            await app.keys_settled()
        await pilot.pause(0.5)
        picture = app.export_screenshot(title="orderdesk")
    # The fonts that the picture would fetch from elsewhere: any monospaced one will do.
    picture = re.sub(r"@font-face \{.*?\}", "", picture, flags=re.DOTALL)
    (PICTURES / "order-entry.svg").write_text(picture, encoding="utf-8")
    store.close()


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        asyncio.run(draw(Path(place)))
