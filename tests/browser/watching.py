"""What no page may do in any test: an error on the console, a request to another machine, a file that is not there."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response

_SEEN_AS_RESPONSE = "Failed to load resource"


@dataclass
class Watch:
    """Collects what goes wrong in a browser's context. Breaches of the Content-Security-Policy are console errors."""

    host: str
    wrong: list[str] = field(default_factory=list)

    def follow(self, context: "BrowserContext") -> None:
        """Listen to every page of the context."""
        context.on("console", self._console)
        context.on("weberror", lambda found: self.wrong.append(f"exception: {found.error}"))
        context.on("request", self._request)
        context.on("response", self._response)

    def _console(self, message: "ConsoleMessage") -> None:
        if message.type in ("error", "warning") and not message.text.startswith(_SEEN_AS_RESPONSE):
            self.wrong.append(f"console: {message.text}")

    def _request(self, request: "Request") -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.netloc != self.host:
            self.wrong.append(f"request to another host: {request.url}")

    def _response(self, response: "Response") -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.wrong.append(f"{response.status}: {response.url}")
