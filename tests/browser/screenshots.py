"""The pictures of pages in `docs/pages`, taken anew from the bundled catalog: `python -m tests.browser.screenshots`.

Needs Chromium, Playwright and Pillow, which makes the pictures small.
"""

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser.installed import chromium
from tests.browser.serving import serving

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pages"
SIZE = (1280, 860)
COLOURS = 48
_LUNA, _SONNET = "offering:openai/gpt-5.6-luna", "offering:anthropic/claude-sonnet-5"
PICTURES = {
    "home": "/",
    "models": "/models?capability=vision&context_min=200000&sort=input&dir=asc",
    "offering": "/providers/openai/gpt-5.6-luna",
    "model": "/models/openai/gpt-5.6-luna",
    "provider": "/providers/anthropic",
    "compare": f"/compare?id={_LUNA}&id={_SONNET}&id=offering:google/gemini-3-flash-preview",
    "estimate": "/estimate?offering=openai/gpt-5.6-luna&offering=anthropic/claude-sonnet-5",
    "changes": "/changes?lab=openai&direction=down",
    "deprecations": "/deprecations",
    "charts": "/charts",
}
"""The name of each picture and the page that it shows."""


def main() -> None:
    """Takes every picture."""
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        serving(Path(data)) as served,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]) as browser,
    ):
        for name, path in PICTURES.items():
            _small(_taken(browser, served.url + path)).save(FOLDER / f"{name}.png", optimize=True)


def _taken(browser: Browser, url: str) -> bytes:
    width, height = SIZE
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
    page.goto(url)
    page.evaluate("document.fonts.ready")
    picture = page.screenshot()
    page.close()
    return picture


def _small(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main()
