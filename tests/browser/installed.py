"""What these tests drive: Debian's Chromium, by Playwright, and axe-core. None of them comes with `make setup`.

Where one is missing the tests skip and say so; where `MODELDEX_TEST_BROWSER` is `required`, as in `.ci/run`, they fail.
"""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

import pytest

REQUIRED = "MODELDEX_TEST_BROWSER"
AXE = "MODELDEX_TEST_AXE"
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


def _missing(what: str) -> NoReturn:
    if os.environ.get(REQUIRED) == "required":
        pytest.fail(f"{what}, and {REQUIRED} is `required`", pytrace=False)
    pytest.skip(what)


def chromium() -> str:
    """The path of Chromium, where Playwright is there to drive it."""
    if find_spec("playwright") is None:
        _missing("Playwright is not installed")
    found = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    return found or _missing("Chromium is not installed")


def axe() -> str:
    """The program axe-core, which is run inside a page."""
    named = os.environ.get(AXE)
    if not named or not Path(named).is_file():
        _missing(f"{AXE} does not name the file axe.min.js of axe-core")
    return Path(named).read_text(encoding="utf-8")
