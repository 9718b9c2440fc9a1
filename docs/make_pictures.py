"""Take the pictures of the guides: every screen, as a PNG, on the company of the tests' gallery.

`python -m docs.make_pictures [NAME ...]` from the top of the checkout. They are drawn from what the screens draw, with
the colours of the dark theme; fonts for other scripts are looked for and done without.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from orderdesk.store.migrate import create
from orderdesk.store.store import Store
from tests.company import NOW, SYSTEM, TODAY, found
from tests.screens.gallery import SCENES, Scene, come_to, hang_up
from tests.screens.seat import seated

PICTURES = Path(__file__).parent / "pictures"
COLUMNS, ROWS = 100, 30
SIZE = 15
FONTS = ("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf", "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")
FRONT, BACK = "#e0e0e0", "#121212"


class Drawing:
    """A terminal of cells, as an image."""

    def __init__(self) -> None:
        self.fonts = [ImageFont.truetype(font, SIZE) for font in FONTS if Path(font).exists()]
        self.wide, self.high = round(self.fonts[0].getlength("m")), SIZE + 4
        self.image = Image.new("RGB", (COLUMNS * self.wide, ROWS * self.high), BACK)
        self.pen = ImageDraw.Draw(self.image)

    def draw(self, strips: list[Strip]) -> None:
        """Every row, segment by segment."""
        for y, strip in enumerate(strips):
            x = 0
            for segment in strip:
                for character in segment.text:
                    self._cell(x, y, character, segment)
                    x += cell_len(character)

    def _cell(self, x: int, y: int, character: str, segment: Segment) -> None:
        style = segment.style or Style()
        front, back = _colour(style.color, FRONT), _colour(style.bgcolor, BACK)
        if style.reverse:
            front, back = back, front
        left, top = x * self.wide, y * self.high
        width = cell_len(character) * self.wide
        self.pen.rectangle((left, top, left + width - 1, top + self.high - 1), fill=back)
        font = self.fonts[-1] if cell_len(character) > 1 else self.fonts[0]
        self.pen.text((left, top), character, font=font, fill=front, stroke_width=0.4 if style.bold else 0)
        if style.underline:
            self.pen.line((left, top + self.high - 2, left + width, top + self.high - 2), fill=front)


def _colour(colour: Color | None, otherwise: str) -> str:
    if colour is None or colour.is_default:
        return otherwise
    return colour.get_truecolor().hex


async def take(store: Store, scene: Scene) -> None:
    """The picture of one scene."""
    async with seated(store, scene.login, size=(COLUMNS, ROWS)) as hands:
        await come_to(hands, scene)
        drawing = Drawing()
        drawing.draw(list(hands.app.screen._compositor.render_strips()))
        PICTURES.mkdir(exist_ok=True)
        drawing.image.save(PICTURES / f"{scene.name}.png", optimize=True)


def main() -> None:
    """Take those that are named, or all."""
    wanted = sys.argv[1:]
    for scene in SCENES:
        if not wanted or scene.name in wanted:
            with tempfile.TemporaryDirectory() as folder:
                store = create(str(Path(folder) / "desk.db"))
                store.run(found, SYSTEM, TODAY, NOW)
                hang_up(store)
                asyncio.run(take(store, scene))
                store.close()


if __name__ == "__main__":
    main()
