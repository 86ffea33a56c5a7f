"""How handlers answer: finished bytes with a media type and how long they may be kept."""

from starlette.responses import Response

from registry.web.encoding import json_bytes

SHARED = "public, max-age=60"
"""For what is a function of the edition: anyone may keep it for a minute and then asks again with If-None-Match."""

PRIVATE = "no-store"
"""For what depends on the clock or on who asks; neither we nor anyone else keeps it."""


def json_response(view: object, *, status: int = 200, cache: str = SHARED) -> Response:
    """A view as JSON."""
    return Response(json_bytes(view), status, media_type="application/json", headers={"Cache-Control": cache})


def text_response(text: str, media_type: str, *, status: int = 200, cache: str = SHARED) -> Response:
    """Text of any media type, in UTF-8."""
    return Response(text.encode(), status, media_type=media_type, headers={"Cache-Control": cache})
