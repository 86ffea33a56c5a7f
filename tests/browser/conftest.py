"""One browser and one server for the tests of this folder; each test has a context of its own, which is watched."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.browser import installed
from tests.browser.driving import WAIT
from tests.browser.serving import Served, serving
from tests.browser.watching import Watch

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDE = {"width": 1440, "height": 900}
OpenPage = Callable[..., "Page"]


@pytest.fixture(scope="package")
def browser() -> Iterator["Browser"]:
    program = installed.chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture(scope="package")
def served(browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("served")) as running:
        yield running


@pytest.fixture
def opened(browser: "Browser", served: Served) -> Iterator[OpenPage]:
    """Makes pages in contexts of their own, which start at the server's address; what went wrong fails the test."""
    watch = Watch(urlsplit(served.url).netloc)
    with ExitStack() as stack:

        def make(**options: Any) -> "Page":
            context = browser.new_context(**{"base_url": served.url, "viewport": WIDE, **options})
            context.set_default_timeout(WAIT)
            stack.callback(context.close)
            watch.follow(context)
            return context.new_page()

        yield make
    assert watch.wrong == []


@pytest.fixture(scope="package")
def window(browser: "Browser", served: Served) -> Iterator[tuple["Page", Watch]]:
    watch = Watch(urlsplit(served.url).netloc)
    with closing(browser.new_context(base_url=served.url, viewport=WIDE)) as context:
        context.set_default_timeout(WAIT)
        watch.follow(context)
        yield context.new_page(), watch


@pytest.fixture
def tab(window: tuple["Page", Watch]) -> Iterator["Page"]:
    """The page of tests that look at one page after another and leave nothing behind: a context each is dear."""
    page, watch = window
    watch.wrong.clear()
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    yield page
    assert watch.wrong == []


@pytest.fixture
def page(opened: OpenPage) -> "Page":
    """A page with scripts, as wide as a desktop's."""
    return opened()


@pytest.fixture(params=[True, False], ids=["with a script", "without a script"])
def script(request: pytest.FixtureRequest) -> bool:
    """Whether the page may run scripts."""
    return bool(request.param)


@pytest.fixture
def either(opened: OpenPage, script: bool) -> "Page":
    """A page with scripts, and one without."""
    allowed = {"permissions": ["clipboard-read", "clipboard-write"]} if script else {}
    return opened(java_script_enabled=script, **allowed)
