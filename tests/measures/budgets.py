"""What a page weighs the first time that a browser sees it, and how long it takes to be made, beside what it may."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

import brotli  # type: ignore[import-untyped]

from registry.web.state import Reader

RENDERING_MS = 100
TIMES = 5
KINDS = (
    # what it is, its address
    ("home", "/"),
    ("models", "/models"),
    ("models, filtered", "/models?q=gpt&capability=vision&sort=input&dir=asc"),
    ("offerings", "/offerings"),
    ("offering", "/providers/openai/gpt-5.6-luna"),
    ("offering at a gateway", "/providers/openrouter/anthropic-claude-3-sonnet"),
    ("model", "/models/openai/gpt-5.6-luna"),
    ("model, most offerings", "/models/deepseek/deepseek-v4-flash"),
    ("history", "/models/openai/gpt-5.6-luna/history"),
    ("providers", "/providers"),
    ("provider", "/providers/openrouter"),
    ("labs", "/labs"),
    ("lab", "/labs/openai"),
    ("family", "/families/openai/gpt-5.6"),
    ("compare", "/compare?id=model:openai/gpt-5.6-luna&id=model:openai/gpt-5.6-sol"),
    ("estimate", "/estimate?offering=openai/gpt-5.6-luna"),
    ("changes", "/changes"),
    ("deprecations", "/deprecations"),
    ("disagreements", "/disagreements"),
    ("held", "/held"),
    ("charts", "/charts"),
    ("status", "/status"),
    ("methodology", "/methodology"),
    ("API", "/docs/api"),
    ("feeds", "/feeds"),
)

Get = Callable[[str], bytes]
"""The body at an address."""

_LOADED = re.compile(r'<link rel="(stylesheet|preload)"[^>]* href="([^"]+)"|<script[^>]* src="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes, compressed, of what a browser loads to show a page."""

    html: int
    css: int
    js: int
    fonts: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.html + self.css + self.js + self.fonts


LIMITS = Weight(html=15_000, css=10_000, js=6_000, fonts=40_000)
TOTAL_LIMIT = 75_000


def first_view(get: Get, address: str) -> Weight:
    """What a page weighs with all that it names to be loaded at once."""
    page = get(address)
    loaded = {"css": 0, "js": 0, "fonts": 0}
    for link, href, source in _LOADED.findall(page.decode()):
        part = "js" if source else "css" if link == "stylesheet" else "fonts"
        body = get(unescape(href or source))
        loaded[part] += len(body) if part == "fonts" else compressed(body)
    return Weight(compressed(page), **loaded)


def compressed(body: bytes) -> int:
    """The size of a body as the server sends it to browsers."""
    return len(brotli.compress(body, quality=9))


def rendering_ms(reader: Reader, get: Get, address: str) -> float:
    """How long the server takes for a page that it does not have yet, compression and all: the best of a few times."""
    taken = []
    for _ in range(TIMES):
        for kept in ("responses", "_pages"):
            vars(reader.current()).pop(kept, None)
        begun = time.perf_counter()
        get(address)
        taken.append(time.perf_counter() - begun)
    return min(taken) * 1000
